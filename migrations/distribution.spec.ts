import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type TestDatabase, testDatabase } from '../test/support/database.js';
import { once } from '../test/support/template.js';
import * as bookStatements from '#event-store/statements.sql';
import { viewGroups } from '#projections/groups';
import { statementsOf } from '#projections/rows.sql';
import * as freshStatements from '#projections/fresh.sql';
import * as renewedStatements from '#projections/renewed.sql';
import * as foldStatements from '#projections/statements.sql';
import { tablesOf } from '#projections/view';

/*
 * What a cluster of Citus refuses, or would do to books what a book must not suffer, held on the catalogs of a plain
 * PostgreSQL; docs/scale.md says what was run on a cluster.
 */

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());

const told = async (sql: string): Promise<string[]> =>
  (await once(database.adminUrl, sql)).rows.map((row: { told: string }) => row.told).toSorted();

const ofBooks = `n.nspname IN ('ledger', 'view', 'publishing', 'importing')`;

/** Tables that do not lie with their book, and whatever on them reaches beyond a shard. */
const refused = `
  SELECT format('%s has no book_id text COLLATE "C" NOT NULL', c.oid::regclass) AS told
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE ${ofBooks} AND c.relkind IN ('r', 'p') AND NOT EXISTS (
    SELECT FROM pg_attribute a JOIN pg_collation k ON k.oid = a.attcollation
    WHERE a.attrelid = c.oid AND a.attname = 'book_id' AND a.attnotnull AND a.atttypid = 'text'::regtype AND k.collname = 'C')
  UNION ALL
  SELECT format('%s has no primary key', c.oid::regclass)
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE ${ofBooks} AND c.relkind IN ('r', 'p') AND NOT EXISTS (SELECT FROM pg_index i WHERE i.indrelid = c.oid AND i.indisprimary)
  UNION ALL
  SELECT format('%s is unique and does not begin with book_id', i.indexrelid::regclass)
  FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE ${ofBooks} AND i.indisunique AND NOT EXISTS (
    SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum = i.indkey[0] AND a.attname = 'book_id')
  UNION ALL
  SELECT format('%s on %s is a foreign key, an exclusion or deferrable', o.conname, o.conrelid::regclass)
  FROM pg_constraint o JOIN pg_class c ON c.oid = o.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE ${ofBooks} AND (o.contype IN ('f', 'x') OR o.condeferrable)
  UNION ALL
  SELECT format('%s on %s is a trigger', g.tgname, g.tgrelid::regclass)
  FROM pg_trigger g JOIN pg_class c ON c.oid = g.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE ${ofBooks} AND NOT g.tgisinternal
  UNION ALL
  SELECT format('%s is a sequence', c.oid::regclass)
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE ${ofBooks} AND c.relkind = 'S'
  UNION ALL
  SELECT format('%s is a rule on %s', r.rulename, r.ev_class::regclass)
  FROM pg_rewrite r JOIN pg_class c ON c.oid = r.ev_class JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE ${ofBooks} AND c.relkind <> 'v'
  UNION ALL
  SELECT format('%s does not take p_book first', p.oid::regproc)
  FROM pg_proc p WHERE p.pronamespace = 'ledger'::regnamespace AND p.proargnames[1] IS DISTINCT FROM 'p_book'
    AND NOT (p.proargnames[1] = 'p_books' AND p.prosrc ~ $$\\mBEGIN[^;]*IF current_setting\\('citus.shard_count', true\\) IS NOT NULL THEN\\s+RETURN$$)
  UNION ALL
  SELECT format('%s writes inside another statement', p.oid::regproc)
  FROM pg_proc p WHERE p.pronamespace = 'ledger'::regnamespace AND p.prosrc ~* 'AS\\s*(NOT\\s+MATERIALIZED\\s*|MATERIALIZED\\s*)?\\(\\s*(INSERT|UPDATE|DELETE|MERGE)'
  UNION ALL
  SELECT format('%s makes a table of its own', p.oid::regproc)
  FROM pg_proc p WHERE p.pronamespace = 'ledger'::regnamespace AND p.prosrc ~* 'CREATE\\s+(TEMP|UNLOGGED)'`;

test('every table of a book lies in its shard, and nothing on it reaches beyond', async () => {
  expect(await told(refused)).toEqual([]);
});

test('what would reach beyond a shard is named', async () => {
  await once(
    database.adminUrl,
    `CREATE TABLE view.odd (id bigserial PRIMARY KEY, book_id text NOT NULL, fund text COLLATE "C" REFERENCES view.fund (book_id) DEFERRABLE);
     CREATE TABLE view.loose (book_id text COLLATE "C" NOT NULL, id text UNIQUE);
     CREATE FUNCTION ledger.odd(p_hash bytea, p_book text) RETURNS void LANGUAGE sql AS $$
       WITH gone AS (DELETE FROM ledger.content WHERE book_id = p_book RETURNING 1) SELECT $$;
     CREATE FUNCTION view.nothing() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
     CREATE TRIGGER odd_trigger BEFORE INSERT ON ledger.event FOR EACH ROW EXECUTE FUNCTION view.nothing();`,
  );
  expect(await told(refused)).toEqual([
    'ledger.odd does not take p_book first',
    'ledger.odd writes inside another statement',
    'odd_fund_fkey on view.odd is a foreign key, an exclusion or deferrable',
    'odd_trigger on ledger.event is a trigger',
    'view.loose has no primary key',
    'view.loose_id_key is unique and does not begin with book_id',
    'view.odd has no book_id text COLLATE "C" NOT NULL',
    'view.odd_id_seq is a sequence',
    'view.odd_pkey is unique and does not begin with book_id',
  ]);
});

const ofOneBook = /book_id = \$1(?!\d)|ledger\.\w+\(\s*\$1(?!\d)/;

test('every statement that commands and folds run again and again names its book first', () => {
  const texts = [
    // What writes several books at once is for one server, and does nothing on a cluster.
    ...Object.values(bookStatements).flatMap(({ name, text }) => (name === 'append-together' ? [] : [text])),
    // Across books: the sweep asks each shard for its own, and a start takes faults away.
    ...Object.entries(foldStatements).flatMap(([name, text]) =>
      ['behind', 'allBehind', 'lastRecorded', 'mendAll'].includes(name) ? [] : [text],
    ),
    ...viewGroups.flatMap((group) =>
      tablesOf(group).flatMap((table) => [
        statementsOf(table, 'view').load,
        freshStatements.different(table),
        renewedStatements.keepDiffering(table),
        renewedStatements.remove(table),
      ]),
    ),
  ];
  expect(texts.length).toBeGreaterThan(100);
  expect(texts.filter((text) => !ofOneBook.test(text))).toEqual([]);
  expect(ofOneBook.test('SELECT 1 FROM ledger.event WHERE position = $1')).toBe(false);
  expect(ofOneBook.test('SELECT 1 FROM ledger.event WHERE book_id = $10')).toBe(false);
});

/** What a row becomes on a conflict is reckoned on its node, which must come to the same as any other. */
const momentOnConflict = /DO UPDATE[^;`]*\b(now|clock_timestamp|random|gen_random_uuid|uuidv7)\(/;

test('no row becomes on a conflict what depends on the moment', () => {
  const root = join(import.meta.dirname, '..');
  const files = ['libs', 'apps', 'migrations'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((file) => join(root, folder, file)),
  );
  const sources = files.filter((file) => file.endsWith('.ts') && !file.endsWith('.spec.ts'));
  expect(sources.some((file) => readFileSync(file, 'utf8').includes('DO UPDATE'))).toBe(true);
  expect(sources.filter((file) => momentOnConflict.test(readFileSync(file, 'utf8')))).toEqual([]);
  expect(momentOnConflict.test('ON CONFLICT (id) DO UPDATE SET seen_at = now()')).toBe(true);
});
