import { createHash } from 'node:crypto';
import { createReadStream, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { XmlDocument } from 'libxml2-wasm';
import type pg from 'pg';
import { commands } from '#domain/domain';
import type { EventStore } from '#event-store/event-store';
import { recordsFrom } from '#event-store/read-all';
import { readHead } from '#event-store/store';
import { currency, decimalsOf, isCurrency } from '#kernel/currency';
import { bookId } from '#kernel/ids';
import { formatAmount } from '#kernel/money';
import { iatiActivityFile } from '#projections/iati-export';
import { checkBook } from '../../test/support/check-book.js';
import { type TestDatabase, testDatabase } from '../../test/support/database.js';
import { whole } from '../../test/support/exported.js';
import { Poster, openStore } from '../../test/support/fund-fixture.js';
import { iatiFolder, validateActivities } from '../../test/support/xsd.js';
import { type ImportCommand, type ImportOutcome, importIati } from './iati-import.js';
import type { ImportReport } from './import-report.js';

let database: TestDatabase;
let store: EventStore;
let pool: pg.Pool;
beforeAll(async () => {
  database = await testDatabase();
  ({ store, pool } = openStore(database.bookUrl));
});
afterAll(async () => {
  await pool.end();
  await database.close();
});

const ours = join(import.meta.dirname, '../../test/fixtures/published.iati-activities.xml');
const hashOf = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex');

const submitTo =
  (book: string, actor = 'p-001') =>
  ({ type, key, body }: ImportCommand): Promise<ImportOutcome> =>
    new Poster(store, bookId(book)).post(type, body, { actor, key });

const imported = (path: string, book: string): Promise<ImportReport> =>
  importIati({
    chunks: createReadStream(path),
    book: bookId(book),
    sourceHash: hashOf(readFileSync(path)),
    fileName: 'published.xml',
    submit: submitTo(book),
  });

async function exportedFile(book: string): Promise<string> {
  const { position } = await readHead(pool, bookId(book));
  return (await whole(iatiActivityFile(recordsFrom(pool), bookId(book), { position, registryPosition: 0 }))).xml;
}

/** By another road: a tree of libxml2, XPath, and integers of a millionth. Rounded once, at the end. */
function totalsByXPath(xml: Uint8Array | string): string[] {
  const doc = typeof xml === 'string' ? XmlDocument.fromString(xml) : XmlDocument.fromBuffer(xml);
  const totals = new Map<string, { millionths: bigint; count: number }>();
  try {
    for (const node of doc.find('/iati-activities/iati-activity/transaction')) {
      const one = (path: string): string => node.get(path)?.content.trim() ?? '';
      const code = one('value/@currency') || one('../@default-currency');
      if (!isCurrency(code)) continue;
      const [unsigned, negative] = [one('value').replace('-', ''), one('value').startsWith('-')];
      const [units = '0', fraction = ''] = unsigned.split('.');
      const millionths = BigInt(units + fraction.padEnd(6, '0'));
      const key = `${one('transaction-type/@code')} ${code}`;
      const before = totals.get(key) ?? { millionths: 0n, count: 0 };
      totals.set(key, { millionths: before.millionths + (negative ? -millionths : millionths), count: before.count + 1 });
    }
  } finally {
    doc.dispose();
  }
  return [...totals]
    .map(([key, { millionths, count }]) => `${key} ${count} ${inCents(millionths, key.split(' ')[1]!)}`)
    .toSorted();
}

function inCents(millionths: bigint, code: string): string {
  const unit = 10n ** BigInt(6 - decimalsOf(currency(code)));
  const cents = millionths / unit + (2n * (millionths % unit) >= unit ? 1n : 0n);
  return formatAmount(cents, currency(code));
}

const totalsIn = ({ totals }: ImportReport): string[] =>
  totals.map((each) => `${each.type} ${each.currency} ${each.transactions} ${each.amount}`).toSorted();

/** Balances of the memorandum accounts, by type and currency, from the events themselves. */
async function postedTotals(book: string): Promise<string[]> {
  const { rows } = await pool.query<{ type: string; currency: string; count: string; total: string }>(
    `SELECT record->'data'->>'type' AS type, record->'data'->'value'->>'currency' AS currency, count(*) AS count,
       sum((record->'data'->'value'->>'amount')::numeric) AS total
     FROM ledger.event WHERE book_id = $1 AND type = 'history.transaction-recorded' GROUP BY 1, 2`,
    [book],
  );
  return rows.map((row) => `${row.type} ${row.currency} ${row.count} ${row.total}`).toSorted();
}

describe('a small file of our own', () => {
  let report: ImportReport;
  beforeAll(async () => {
    report = await imported(ours, 'ours');
  });

  test('is taken whole but for what cannot be: a currency that does not exist, an identifier that comes twice', () => {
    expect(report).toMatchObject({
      book: 'ours',
      complete: true,
      activities: { recorded: 2, known: 0, left: 1 },
      organisations: { recorded: 3, known: 0, left: 0 },
      transactions: { recorded: 12, known: 0, left: 1 },
    });
  });

  test('its totals are the file’s own to the cent, also of figures finer than a cent', async () => {
    expect(totalsIn(report)).toEqual(totalsByXPath(readFileSync(ours)));
    expect(await postedTotals('ours')).toEqual(totalsIn(report));
    expect(totalsIn(report)).toContain('3 EUR 4 110.50');
  });

  test('a figure finer than a cent is booked within a cent, and keeps what the file said; others are booked as they stand', async () => {
    const { rows } = await pool.query<{ ref: string; amount: string; exact: string | null }>(
      `SELECT record->'data'->>'ref' AS ref, record->'data'->'value'->>'amount' AS amount, record->'data'->>'exact' AS exact
       FROM ledger.event WHERE book_id = 'ours' AND record->'data'->'value'->>'currency' = 'EUR' ORDER BY position`,
    );
    expect(rows).toEqual([
      { ref: 'd3', amount: '33.33', exact: '33.333' },
      { ref: 'd4', amount: '33.34', exact: '33.333' },
      { ref: 'd5', amount: '33.33', exact: '33.333' },
      { ref: 'd6', amount: '10.50', exact: null },
    ]);
  });

  test('what was not taken is told by gravity, with the line of the file', () => {
    expect(report.problems.map(({ severity, rule, count, first }) => `${severity} ${rule} ${count} ${first[0]!.line}`)).toEqual(
      [
        'error currency-unknown 1 41',
        'warning amount-decimals 3 23',
        'warning identifier-repeated 1 44',
        'info not-taken 1 5',
        'info not-taken 1 5',
      ],
    );
    expect(report.problems.slice(-2).map((each) => each.first[0]!.field)).toEqual(['contact-info', 'budget']);
  });

  test('no person is in the book', async () => {
    const { rows } = await pool.query<{ record: string }>(`SELECT record::text FROM ledger.event WHERE book_id = 'ours'`);
    expect(rows.some(({ record }) => /Somebody Private|\+00 123/.test(record))).toBe(false);
  });

  test('its export says the same, and passes the schema', async () => {
    const xml = await exportedFile('ours');
    if (iatiFolder()) expect(validateActivities(xml)).toEqual([]);
    expect(totalsByXPath(xml)).toEqual(totalsIn(report));
    expect(xml).toContain('<iati-identifier>XI-IATI-MUESTRA-20/DDA-1/A</iati-identifier>');
    expect(xml).toContain('<narrative xml:lang="es">Agua para dos valles</narrative>');
  });

  test('the same file again writes nothing', async () => {
    const before = await readHead(pool, bookId('ours'));
    const again = await imported(ours, 'ours');
    expect(again).toEqual({
      ...report,
      activities: { recorded: 0, known: 2, left: 1 },
      organisations: { recorded: 0, known: 3, left: 0 },
      transactions: { recorded: 0, known: 12, left: 1 },
    });
    expect(await readHead(pool, bookId('ours'))).toEqual(before);
    await checkBook(database, 'ours');
  });

  test('an import that broke off goes on where it was', async () => {
    for (const surviving of [0, 1, 4, 9]) {
      const book = `broken-off-${surviving}`;
      let given = 0;
      const submit = submitTo(book);
      const request = { chunks: readFileSync(ours), book: bookId(book), sourceHash: hashOf(readFileSync(ours)) };
      const broken = importIati({
        ...request,
        submit: (command) => (given++ < surviving ? submit(command) : Promise.reject(new Error('the power went'))),
      });
      await expect(broken).rejects.toThrow('the power went');
      const done = await importIati({ ...request, submit });
      expect(totalsIn(done)).toEqual(totalsIn(report));
      expect((await checkBook(database, book)).events).toBe(18);
    }
  });

  test('another file does not go into its book', async () => {
    const report = await importIati({
      chunks: readFileSync(ours),
      book: bookId('ours'),
      sourceHash: 'f'.repeat(64),
      submit: submitTo('ours'),
    });
    expect(report).toMatchObject({ complete: false, transactions: { recorded: 0 }, totals: [] });
    expect(report.problems[0]).toMatchObject({ severity: 'error', rule: 'book-taken' });
  });

  test('what is no activity file, or breaks off, says so', async () => {
    const of = (chunks: string, book: string) =>
      importIati({ chunks, book: bookId(book), sourceHash: hashOf(chunks), submit: submitTo(book) });
    expect(await of('<iati-organisations/>', 'no-file')).toMatchObject({ complete: false });
    const text = readFileSync(ours, 'utf8');
    const cut = await of(text.slice(0, text.indexOf('Core support, again')), 'cut');
    expect(cut).toMatchObject({ complete: false, activities: { recorded: 2 }, transactions: { recorded: 11, left: 1 } });
    expect(cut.problems.filter((each) => each.severity === 'error').map((each) => each.rule)).toEqual([
      'currency-unknown',
      'not-well-formed',
    ]);
  });

  test('an activity that is too long for an event is shortened, and its transactions are taken', async () => {
    const long = 'palabra '.repeat(20_000);
    const text = readFileSync(ours, 'utf8').replace('Wells and pipes.', long);
    const done = await importIati({
      chunks: text,
      book: bookId('long'),
      sourceHash: hashOf(text),
      submit: submitTo('long'),
    });
    expect(done.activities.recorded).toBe(2);
    expect(totalsIn(done)).toEqual(totalsIn(report));
    expect(done.problems.find((each) => each.rule === 'shortened')).toMatchObject({ severity: 'warning', count: 1 });
  });
});

test('every command of an import is one of the domain', () => {
  for (const name of ['open', 'record-organisation', 'record-activity', 'record-transaction']) {
    expect(commands.get(`history.${name}`)?.book).toBe('history');
  }
});

const folder = iatiFolder();
describe(folder ? "real publishers' files" : "real publishers' files (absent here: none imported)", () => {
  test.each([
    ['ocha-cbpf', 'OCHA'],
    ['unhcr', 'UNHCR'],
    ['usaid-798', 'USAID'],
    ['caf', 'CAF'],
    ['adb-armenia', 'ADB'],
  ])('%s: totals are the file’s own to the cent, and the export passes the schema', async (name) => {
    const path = folder && join(folder, 'real', `${name}-activities.xml`);
    if (!path || !existsSync(path)) return;
    const started = performance.now();
    const report = await imported(path, name);
    const seconds = (performance.now() - started) / 1000;
    expect(report).toMatchObject({ complete: true, activities: { left: 0 }, transactions: { left: 0 } });
    expect(totalsIn(report)).toEqual(totalsByXPath(readFileSync(path)));
    expect(await postedTotals(name)).toEqual(totalsIn(report));
    expect(report.problems.filter((each) => each.severity === 'error')).toEqual([]);
    const xml = await exportedFile(name);
    expect(validateActivities(xml)).toEqual([]);
    expect(totalsByXPath(xml)).toEqual(totalsIn(report));
    await checkBook(database, name);
    expect(seconds).toBeLessThan(60);
  });
});
