import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { strFromU8, unzipSync } from 'fflate';
import { z } from 'zod';
import type { Cell } from '#spreadsheet/cell';
import { hasSpanishWord } from '#domain/member-words';
import { readCsv } from '#spreadsheet/csv-read';
import { readXlsx } from '#spreadsheet/xlsx-read';
import { queries } from '../../apps/api/queries/queries.js';
import { csvOf, xlsxOf } from '../../apps/api/tables/answer-table.js';
import { formatParameters } from '../../apps/api/tables/formats.js';
import { planOf, tableName } from '../../apps/api/tables/plan.js';
import { type TestApi, TestSite } from '../support/api.js';
import { type People, foundFund, peopleOf } from './life.js';

let site: TestSite;
let api: TestApi;
let people: People;
beforeAll(async () => {
  site = await TestSite.open();
  api = await site.api();
  people = await peopleOf(api);
  await foundFund(api, people, 'sheets');
  await api.posted('/funds/sheets/disbursements', { disbursementId: 'd1', grantId: 'g1', instalment: 'first' }, people.manager);
  await Promise.all(['sheets', 'registry'].map((book) => api.services.projector.catchUp(book)));
});
afterAll(() => site.close());

const file = async (
  path: string,
  headers: Record<string, string> = {},
): Promise<{ type: string; bytes: Uint8Array; headers: Headers }> => {
  const response = await fetch(`${api.url}/v1${path}`, { headers });
  const bytes = new Uint8Array(await response.arrayBuffer());
  if (response.status !== 200) throw new Error(`${path}: ${response.status} ${Buffer.from(bytes).toString()}`);
  return { type: response.headers.get('content-type') ?? '', bytes, headers: response.headers };
};
const texts = (rows: readonly { readonly cells: readonly Cell[] }[]): string[][] =>
  rows.map(({ cells }) => cells.map(({ text }) => text));

describe('every question, as a table', () => {
  test('no question has parameters that are called as those of the form', () => {
    for (const { parameters } of queries)
      for (const name of Object.keys(formatParameters)) expect(parameters).not.toHaveProperty(name);
  });

  test('a report names a table of its own for CSV', () => {
    const tablesOf = (answer: (typeof queries)[number]['answer']): string[] => {
      const { isList, tables } = planOf(answer);
      return tables.map((table) => tableName(table, isList));
    };
    const named = queries.filter((query) => query.mainTable !== undefined);
    expect(named.filter((query) => !tablesOf(query.answer).includes(query.mainTable!)).map((query) => query.name)).toEqual([]);
    expect(named.length).toBeGreaterThan(4);
  });

  test('the part of a figure says of whom it is in its row', () => {
    const { tables } = planOf(queries.find(({ name }) => name === 'readResult')!.answer);
    const [parts] = tables.filter(({ arrays }) => arrays.flat().join('.') === 'indicators.periods.actual.by');
    expect(parts!.columns).toContainEqual({ path: ['dimensions'], kind: 'pairs' });
  });

  test('every column has a word in Spanish', () => {
    const members = queries.flatMap(({ answer }) =>
      planOf(answer).tables.flatMap(({ arrays, columns }) => [...arrays.flat(), ...columns.flatMap(({ path }) => path)]),
    );
    expect([...new Set(members)].filter((name) => !hasSpanishWord(name))).toEqual([]);
  });
});

describe('a list', () => {
  test('is headed in the language of its reader, its amounts and dates those of the answer', async () => {
    const { bytes, headers, type } = await file('/funds/sheets/grants', { accept: 'text/csv', 'accept-language': 'es' });
    expect(type).toMatch(/^text\/csv; charset=utf-8/);
    expect(headers.get('content-disposition')).toBe('attachment; filename="sheets-grants.csv"');
    expect(headers.get('content-language')).toBe('es');
    const [head, row] = texts(readCsv(bytes).rows);
    const { items } = await api.read<{ items: Record<string, never>[] }>('/funds/sheets/grants');
    const cell = (name: string): string => row![head!.indexOf(name)]!;
    expect(cell('Subvención')).toBe(items[0]!['grantId']);
    expect([cell('Monto'), cell('Monto (moneda)')]).toEqual(Object.values(items[0]!['amount']!));
    expect(cell('Fecha de firma')).toBe(items[0]!['signedOn']);
  });

  test('comes whole, whatever its pages, unless a page was asked for', async () => {
    for (let n = 1; n <= 3; n++)
      await api.posted('/partners', { partnerId: `more-${n}`, name: `More ${n}`, kind: 'ngo' }, people.manager);
    await api.services.projector.catchUp('registry');
    const { items } = await api.read<{ items: unknown[] }>('/partners?limit=500');
    expect(readCsv((await file('/partners?format=csv')).bytes).rows.length).toBe(items.length + 1);
    expect(readCsv((await file('/partners?format=csv&limit=2')).bytes).rows.length).toBe(3);
  });

  test('is written with semicolons and decimal commas for spreadsheets that read those', async () => {
    const { bytes } = await file('/funds/sheets/grants?format=csv&separator=semicolon');
    const { separator, rows } = readCsv(bytes);
    expect(separator).toBe(';');
    expect(texts(rows)[1]!.some((text) => /^\d+,\d\d$/.test(text))).toBe(true);
  });

  test('a name that would be a formula is text for whoever opens it', async () => {
    await api.posted('/partners', { partnerId: 'formula', name: '=HYPERLINK("http://x")', kind: 'ngo' }, people.manager);
    await api.services.projector.catchUp('registry');
    const { bytes } = await file('/partners?format=csv&text=formula');
    expect(Buffer.from(bytes).toString()).toContain(`"'=HYPERLINK(""http://x"")"`);
    expect(texts(readCsv(bytes).rows)[1]).toContain('=HYPERLINK("http://x")');
    expect(texts(readXlsx((await file('/partners?format=xlsx&text=formula')).bytes).rows)[1]).toContain(
      '=HYPERLINK("http://x")',
    );
  });
});

describe('what is asked wrongly', () => {
  test.each([
    ['/funds/sheets/grants?format=pdf', 400, 'format'],
    ['/funds/sheets/grants?format=csv&table=nothing', 400, 'table'],
    ['/funds/sheets/grants?format=csv&color=red', 400, 'color'],
  ])('%s', async (path, status, field) => {
    expect(await api.ask(`/v1${path}`)).toMatchObject({ status, body: { errors: [{ field }] } });
  });

  test('a table of a fund that is not there is a problem', async () => {
    expect(await api.ask('/v1/funds/nobody/grants?format=xlsx')).toMatchObject({ status: 404 });
  });

  test('an amount is a number that a spreadsheet adds up', async () => {
    const { rows } = readXlsx((await file('/funds/sheets/contributions?format=xlsx')).bytes);
    const at = texts(rows)[0]!.indexOf('Committed');
    expect(rows[1]!.cells[at]).toEqual({ kind: 'number', text: '100000' });
  });
});

describe('a table of fifty thousand rows', () => {
  const answer = z.object({ items: z.array(z.object({ id: z.string(), parts: z.array(z.object({ of: z.string() })) })) });
  const { isList, tables } = planOf(answer);

  test.each(['csv', 'xlsx'] as const)(
    'is written as %s while it is read: who reads slowly is not read ahead of',
    async (format) => {
      let read = 0;
      async function* pages(): AsyncGenerator<readonly object[]> {
        for (; read < 100; read++)
          yield Array.from({ length: 500 }, (_, n) => ({
            id: `${read}-${n}-${Math.sin(read * 500 + n)}`,
            parts: [{ of: 'it' }],
          }));
      }
      const tabled = { isList, tables, language: 'es', pages: pages() } as const;
      const body = Readable.from(format === 'csv' ? csvOf(tabled, tables[0]!, 'comma') : xlsxOf(tabled), { objectMode: false });
      const chunks = body[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
      const taken = [(await chunks.next()).value as Buffer];
      await new Promise((wake) => setTimeout(wake, 50));
      expect(read).toBeLessThan(20);
      for (let next = await chunks.next(); !next.done; next = await chunks.next()) taken.push(next.value);
      const bytes = Buffer.concat(taken);
      const rows =
        format === 'csv'
          ? bytes.toString().trimEnd().split('\r\n').length
          : strFromU8(unzipSync(bytes)['xl/worksheets/sheet1.xml']!).split('<row').length - 1;
      expect([read, rows]).toEqual([100, 50_001]);
    },
  );
});
