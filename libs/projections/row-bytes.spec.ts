import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import pg from 'pg';
import type { Json } from '#kernel/canonical';
import { type Instant, type LocalDate, instantOf } from '#kernel/time';
import { type TestDatabase, testDatabase } from '../../test/support/database.js';
import { copyIn } from './copy.js';
import { isDataError } from './advance.js';
import { viewGroups } from './groups.js';
import { RowBytes } from './row-bytes.js';
import { formsOf, rowOf } from './row-forms.js';
import { count, date, document, flag, keyed, minor, moment, optional, small, snake, text, wholeDocument } from './table.js';
import { tablesOf } from './view.js';

let database: TestDatabase;
let client: pg.Client;
beforeAll(async () => {
  database = await testDatabase();
  client = new pg.Client({ connectionString: database.appUrl });
  await client.connect();
  await client.query(
    `CREATE TEMP TABLE t (n text, text text, flag bool, small int4, count int8, minor int8, date date, moment timestamptz, document jsonb, kept text, maybe text)`,
  );
});
afterAll(async () => {
  await client.end();
  await database.close();
});

const columns = {
  text,
  flag,
  small,
  count,
  minor,
  date,
  moment,
  document: document<Json>(),
  kept: wholeDocument<Json>(),
  maybe: optional(text),
} as const;

/** Text as the database can hold it: no NUL, whole characters. */
const aText = fc.oneof(fc.string(), fc.string({ unit: 'binary', maxLength: 200 })).map((value) => value.replaceAll('\0', ''));
/** With members in any order, and inside each other. */
const aDocument = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    aText,
    fc.integer(),
    fc.maxSafeInteger(),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(
      fc.oneof(aText, fc.string({ maxLength: 3, unit: fc.constantFrom('a', 'b', 'é', '\u{1f600}') })),
      tie('value'),
      { maxKeys: 6 },
    ),
  ) as fc.Arbitrary<Json>,
})).value;
const anInt = { min: -(2 ** 31), max: 2 ** 31 - 1 };
const aRow = fc.record({
  text: aText,
  flag: fc.boolean(),
  small: fc.integer(anInt),
  count: fc.oneof(fc.maxSafeInteger(), fc.integer(anInt)),
  minor: fc.oneof(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), fc.bigInt({ min: -(2n ** 33n), max: 2n ** 33n })),
  date: fc
    .date({ min: new Date('0001-01-01T00:00:00Z'), max: new Date('9999-12-31T00:00:00Z'), noInvalidDate: true })
    .map((day) => day.toISOString().slice(0, 10) as LocalDate),
  moment: fc
    .bigInt({ min: -60_000_000_000_000_000n, max: 200_000_000_000_000_000n })
    .map((micros): Instant => instantOf(micros)),
  document: aDocument,
  kept: aDocument,
  maybe: fc.option(aText),
});

const table = keyed('t', ['text'], columns);

test('what is written in bytes is read as it was, and is what the database sends', async () => {
  const select = Object.entries(columns).map(([name, column]) => `${column.select(name)} AS ${name}`);
  const { copied, sent } = formsOf(table);
  await fc.assert(
    fc.asyncProperty(fc.array(aRow, { minLength: 1, maxLength: 50 }), async (rows) => {
      const bytes = new RowBytes();
      const number = (n: number): string => String(n).padStart(2, '0');
      for (const [n, row] of rows.entries()) copied(bytes, number(n), row);
      await client.query('TRUNCATE t');
      await copyIn(client, 'COPY t FROM STDIN (FORMAT binary)', bytes.take());
      const found = await client.query<Record<string, unknown> & { whole: Buffer }>(
        `SELECT ${select.join(', ')}, record_send(ROW(t.*)) AS whole FROM t ORDER BY n`,
      );
      const read = found.rows.map((row) =>
        Object.fromEntries(Object.entries(columns).map(([name, column]) => [name, column.read(row[name])])),
      );
      expect(read).toEqual(rows);
      for (const [n, row] of rows.entries()) {
        sent(bytes, number(n), row);
        const { whole } = found.rows[n]!;
        expect(bytes.content().toString('hex')).toBe(whole.toString('hex'));
        expect(rowOf(table, whole)).toEqual(row);
      }
    }),
    { numRuns: 60 },
  );
});

test('what a column cannot hold is refused as the database would', () => {
  const bytes = new RowBytes();
  for (const write of [
    () => bytes.small(2 ** 31),
    () => bytes.count(0.5),
    () => bytes.minor(2n ** 63n),
    () => bytes.date('2026-02-30'),
    () => bytes.moment('yesterday'),
  ]) {
    expect(write).toThrow(RangeError);
    try {
      write();
    } catch (error) {
      expect(isDataError(error)).toBe(true);
    }
  }
});

test('every column of every view has the type that is written', async () => {
  const { rows } = await client.query<{ column: string; type: string }>(
    `SELECT table_name || '.' || column_name AS column, udt_name AS type
     FROM information_schema.columns WHERE table_schema = 'view'`,
  );
  const stored = new Map(rows.map((row) => [row.column, row.type]));
  for (const table of viewGroups.flatMap(tablesOf)) {
    for (const [member, column] of Object.entries(table.columns)) {
      const name = `${table.name}.${snake(member)}`;
      expect(`${name} ${column.type}`).toBe(`${name} ${stored.get(name)}`);
    }
  }
});
