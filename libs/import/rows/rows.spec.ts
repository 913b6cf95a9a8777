import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createHash, randomBytes } from 'node:crypto';
import pg from 'pg';
import type { EventStore } from '#event-store/event-store';
import { type BookId, bookId } from '#kernel/ids';
import type { Cell, Grid, GridRow } from '#spreadsheet/cell';
import { readCsv } from '#spreadsheet/csv-read';
import { byteOrderMark, csvLine } from '#spreadsheet/csv-write';
import { textValue } from '#spreadsheet/value';
import { readXlsx } from '#spreadsheet/xlsx-read';
import { checkBook } from '../../../test/support/check-book.js';
import { type TestDatabase, testDatabase } from '../../../test/support/database.js';
import { noon, openFund, openStore } from '../../../test/support/fund-fixture.js';
import { importRows, type RowsImported } from './import-rows.js';
import { onlySheet } from './heading.js';
import { readRows } from './read-rows.js';
import { keptRows, returnedCsv, returnedXlsx } from './returned-rows.js';
import type { ImportMode } from './rows-report.js';
import { readSentSheets } from './sent-sheets.js';
import { templateCsv, templateXlsx } from './template-files.js';
import { headOf } from './template.js';
import { templates } from './templates.js';

const reading = { decimal: 'auto', dates: 'auto' } as const;
const utf8 = (text: string): Uint8Array => new Uint8Array(Buffer.from(text));

describe('the templates', () => {
  const all = [...templates.values()].map((template) => [template.kind, template] as const);

  test.each(all)('%s: its example is a body of its command', (_, template) => {
    expect(template.definition.schema.safeParse(template.example).error?.issues ?? []).toEqual([]);
  });

  test.each(all)('%s: every column has a head of its own, in both languages', (_, template) => {
    for (const language of ['en', 'es'] as const) {
      const heads = template.columns.map((column) => headOf(template, column, language));
      expect(heads.filter((head, at) => heads.indexOf(head) !== at)).toEqual([]);
    }
  });

  test('sheets are called as workbooks can call them, and none as another', () => {
    for (const language of ['en', 'es'] as const) {
      const names = all.flatMap(([, { title, lists = [] }]) => [title, ...lists.flatMap(({ sheet }) => sheet ?? [])]);
      const words = names.map((name) => name[language]);
      expect(words.filter((word, at) => word.length > 31 || words.indexOf(word) !== at)).toEqual([]);
    }
  });

  test.each(all)('%s: downloaded as CSV or XLSX and sent back as it is, it holds no row and nothing wrong', (_, template) => {
    for (const language of ['en', 'es'] as const) {
      const files = [
        utf8(templateCsv(template, language, 'comma')),
        utf8(templateCsv(template, language, 'semicolon')),
        templateXlsx(template, language),
      ];
      for (const file of files) {
        const sent = readSentSheets(file, template);
        const { rows, issues, headings } = readRows(template, sent, reading, language);
        expect([rows, issues, headings.flatMap(({ ignored }) => ignored), sent.ignored]).toEqual([[], [], [], []]);
        const columns = new Set(headings.flatMap((heading) => heading.columns).filter((column) => typeof column === 'object'));
        expect(columns.size).toBe(template.columns.length);
      }
    }
  });

  test.each(all)('%s: its example, once an id is changed, is the command that the API shows', (_, template) => {
    const { creates } = template.definition;
    const at = creates === undefined ? 0 : template.columns.findIndex(({ path }) => path[0] === creates);
    const changed = template.single ? template.columns.findIndex(({ path }) => path[0] === 'valueDate') : at;
    // On sheets of their own, entries without an id to change are the example's, and passed over.
    const files = template.single ? [] : [templateXlsx(template, 'es')];
    for (const file of [...files, utf8(templateCsv(template, 'es', 'comma'))]) {
      const { main, related } = readSentSheets(file, template);
      const head = headOf(template, template.columns[changed]!, 'es');
      const another = (grid: Grid): Grid => {
        const [top, ...rows] = grid.rows;
        const place = top!.cells.findIndex(({ text }) => text === head);
        const text = template.single ? '2026-01-02' : 'another';
        const cells = (row: GridRow): Cell[] =>
          row.cells.map((cell, column) => (column === place && cell.text !== '' ? { kind: 'text', text } : cell));
        return { ...grid, rows: [top!, ...rows.map((row) => ({ ...row, cells: cells(row) }))] };
      };
      const sent = {
        main: another(main),
        related: related.map((each) => ({ ...each, grid: another(each.grid) })),
        ignored: [],
      };
      const { commands, issues } = readRows(template, sent, reading, 'es');
      expect(issues).toEqual([]);
      const member = template.columns[changed]!.path[0]!;
      const wanted = { ...template.example, [member]: template.single ? '2026-01-02' : 'another' };
      const asText = (body: object): unknown => JSON.parse(JSON.stringify(body).replaceAll(/\.0+"/g, '"'));
      expect(commands.map(({ body }) => asText(body))).toEqual([asText(wanted)]);
      expect(template.definition.schema.safeParse(commands[0]!.body).success).toBe(true);
    }
  });
});

describe('how heads and cells are understood', () => {
  const contributions = templates.get('contributions')!;
  const read = (text: string, language: 'en' | 'es' = 'es') =>
    readRows(contributions, onlySheet(readCsv(utf8(text))), reading, language);

  test('heads in either language, in any order and case, by the name of the member or as our lists call it', () => {
    for (const head of [
      'APORTE;aportante;monto;Monto (moneda)',
      'Contribution;Contributor;Amount;Amount (currency)',
      'contributionId;contributor;amount.amount;amount.currency',
      'Aporte;Aportante;Comprometido;Comprometido (moneda)',
    ]) {
      expect(read(`${head}\nc1;apc;1.234,50;usd`).commands.map(({ body }) => body)).toEqual([
        { contributionId: 'c1', contributor: 'apc', amount: { amount: '1234.50', currency: 'USD' } },
      ]);
    }
  });

  test('what is missing at the head, twice, or means nothing', () => {
    expect(read('Aporte;Monto;Monto;Color\nc1;1;2;rojo')).toMatchObject({
      commands: [],
      rows: [{ number: 2 }],
      headings: [{ ignored: ['Color'] }],
      issues: [
        { row: 1, header: 'Aportante', rule: 'column-missing' },
        { row: 1, column: 'C', header: 'Monto', rule: 'column-twice' },
        { row: 1, header: 'Monto (moneda)', rule: 'column-missing' },
      ],
    });
  });

  test('what can be read in two ways is told where it stands', () => {
    const { issues } = read(
      'Aporte;Aportante;Monto;Monto (moneda);Fecha valor\nc1;apc;1.234;USD;03/04/2026\nc2;apc;1,5;USD;31/03/2026',
    );
    expect(issues.map(({ row, column, value, rule }) => [row, column, value, rule])).toEqual([
      [2, 'C', '1.234', 'number-ambiguous'],
      [2, 'E', '03/04/2026', 'date-ambiguous'],
    ]);
  });

  test('the same row twice is told, unless each has an id of its own', () => {
    const receipts = templates.get('receipts')!;
    const head = 'Aporte;Monto;Monto (moneda);Cuenta bancaria;Id de fila';
    const rows = (text: string) => readRows(receipts, onlySheet(readCsv(utf8(`${head}\n${text}`))), reading, 'es');
    expect(rows('c1;5;USD;main;\nc1;5;USD;main;').issues).toMatchObject([{ row: 3, rule: 'row-twice' }]);
    const apart = rows('c1;5;USD;main;a\nc1;5;USD;main;b');
    expect([apart.issues, new Set(apart.commands.map(({ key }) => key)).size]).toEqual([[], 2]);
  });

  test('rows with one report are one command, and may not contradict each other', () => {
    const expenditure = templates.get('expenditure')!;
    const head = 'Informe;Subvención;Inicio del período;Fin del período;Categoría;Monto;Monto (moneda)';
    const rows = (text: string) => readRows(expenditure, onlySheet(readCsv(utf8(`${head}\n${text}`))), reading, 'es');
    const two = rows(
      'r1;g1;2026-03-01;2026-03-31;materials;5;USD\nr1;;;;travel;6;USD\nr2;g1;2026-03-01;2026-03-31;travel;7;USD',
    );
    expect(two.commands.map(({ body }) => body)).toMatchObject([
      { reportId: 'r1', grantId: 'g1', lines: [{ category: 'materials' }, { category: 'travel', amount: { amount: '6' } }] },
      { reportId: 'r2', lines: [{ category: 'travel' }] },
    ]);
    expect(rows('r1;g1;2026-03-01;2026-03-31;materials;5;USD\nr1;g2;;;travel;6;USD').issues).toMatchObject([
      { row: 3, column: 'B', value: 'g2', rule: 'differs-in-group' },
    ]);
  });
});

let database: TestDatabase;
let pool: pg.Pool;
let store: EventStore;
beforeAll(async () => {
  database = await testDatabase();
  ({ store, pool } = openStore(database.bookUrl));
});
afterAll(async () => {
  await pool.end();
  await database.close();
});

const taken = (kind: string, book: BookId, bytes: Uint8Array, mode: ImportMode, actor = 'maria'): Promise<RowsImported> => {
  const template = templates.get(kind)!;
  return importRows(
    { store, actor, role: template.definition.roles[0]!, language: 'es', now: () => noon, salt: () => randomBytes(16) },
    {
      template,
      book,
      sheets: readSentSheets(bytes, template),
      file: createHash('sha256').update(bytes).digest('hex'),
      mode,
      reading,
    },
  );
};
const csv = (...rows: readonly (readonly string[])[]): Uint8Array =>
  utf8(byteOrderMark + rows.map((row) => csvLine(row.map(textValue), 'comma')).join(''));
const commitments = ['Aporte', 'Aportante', 'Monto', 'Monto (moneda)', 'Fecha valor'] as const;

describe('taking rows in', () => {
  test('a dry run shows what each row would post and leave, and writes nothing', async () => {
    const { book } = await openFund(store, { book: 'dry' });
    const file = csv(
      [...commitments],
      ['n1', 'agency', '100.00', 'USD', '2026-02-01'],
      ['n2', 'agency', '50.00', 'USD', '2026-02-02'],
    );
    const { report } = await taken('contributions', book, file, 'dry-run');
    const before = report.position;
    expect(report).toMatchObject({
      complete: true,
      rows: { total: 2, ready: 2, posted: 0, known: 0, refused: 0 },
      outcomes: [
        {
          rows: [2],
          outcome: 'ready',
          events: [{ type: 'contribution.committed', stream: 'contribution:n1', position: before + 1 }],
        },
        { rows: [3], events: [{ position: before + 2 }] },
      ],
    });
    expect(report.outcomes[0]!.events![0]!.postings).toContainEqual({
      account: 'receivable:n1',
      amount: '100.00',
      currency: 'USD',
    });
    const unallocated = report.balances.find(({ account }) => account === 'unallocated:none')!;
    expect(Number(unallocated.after) - Number(unallocated.before)).toBe(150);
    expect((await taken('contributions', book, file, 'dry-run')).report.position).toBe(before);
  });

  test('a later row rests on an earlier one, and sending the file again posts nothing twice', async () => {
    const { book } = await openFund(store, { book: 'again' });
    const file = csv(
      [...commitments],
      ['n1', 'agency', '100.00', 'USD', '2026-02-01'],
      ['n2', 'agency', '50.00', 'USD', '2026-02-02'],
    );
    const receipts = csv(
      ['Aporte', 'Monto', 'Monto (moneda)', 'Cuenta bancaria', 'Fecha valor'],
      ['n1', '60.00', 'USD', 'main', '2026-02-03'],
      ['n1', '40.00', 'USD', 'main', '2026-02-03'],
    );
    for (const mode of ['all-or-nothing', 'row-by-row', 'dry-run'] as const) {
      const first = mode === 'all-or-nothing';
      const rows = { total: 2, posted: first ? 2 : 0, known: first ? 0 : 2, ready: 0, refused: 0 };
      expect((await taken('contributions', book, file, mode)).report).toMatchObject({ complete: true, rows });
      expect((await taken('receipts', book, receipts, mode)).report).toMatchObject({ complete: true, rows });
    }
    // What another person sends is the same row, as long as its key says what it says.
    expect((await taken('receipts', book, receipts, 'row-by-row', 'juan')).report.rows).toMatchObject({ known: 2 });
    expect((await taken('contributions', book, file, 'row-by-row', 'juan')).report.issues).toMatchObject([
      { row: 2, rule: 'posted-otherwise' },
      { row: 3, rule: 'posted-otherwise' },
    ]);
    await checkBook(database, book);
  });

  test('one wrong row stops all of them, and everything that is wrong is told', async () => {
    const { book } = await openFund(store, { book: 'whole' });
    const file = csv(
      [...commitments],
      ['n1', 'agency', '100.00', 'USD', '2026-02-01'],
      ['n 2', 'agency', '50.00', 'USD', '2026-02-31'],
      ['n3', 'nobody', '50.00', 'USD', '2026-02-01'],
      ['n4', 'agency', '50.123', 'USD', '2099-01-01'],
      ['n5', 'agency', '50.00', 'USD', '2099-01-01'],
    );
    const { report } = await taken('contributions', book, file, 'all-or-nothing');
    expect([report.complete, report.rows]).toEqual([false, { total: 5, posted: 0, ready: 1, known: 0, refused: 4 }]);
    expect(report.issues.map(({ row, column, value, rule }) => [row, column, value, rule])).toEqual([
      [3, 'A', 'n 2', 'id'],
      [3, 'E', '2026-02-31', 'date'],
      [4, 'B', 'nobody', 'partner-unknown'],
      [5, 'C', '50.123', 'number-ambiguous'],
      [6, 'E', '2099-01-01', 'date-in-future'],
    ]);
    expect(report.issues[2]!.expected).toBe('La contraparte nobody no está en el registro.');
  });

  test('row by row, good rows are posted and the others come back as a file that is corrected and sent again', async () => {
    const { book } = await openFund(store, { book: 'corrected' });
    const file = csv(
      [...commitments, 'Observaciones'],
      ['n1', 'agency', '100.00', 'USD', '2026-02-01', 'a'],
      ['n2', 'agency', '1.234', 'USD', '2026-02-01', '=b'],
      ['n3', 'nobody', '50.00', 'USD', '2026-02-01', 'c'],
    );
    const done = await taken('contributions', book, file, 'row-by-row');
    const kept = keptRows(templates.get('contributions')!, done, 'es');
    expect(done.report.rows).toEqual({ total: 3, posted: 1, ready: 0, known: 0, refused: 2 });
    for (const back of [
      readCsv(utf8(returnedCsv(kept, 'refused', 'es', 'comma'))),
      readXlsx(returnedXlsx(kept, 'refused', 'es')),
    ]) {
      expect(back.rows.map(({ cells }) => cells.map(({ text }) => text).slice(0, 6))).toEqual([
        [...commitments, 'Observaciones'],
        ['n2', 'agency', '1.234', 'USD', '2026-02-01', '=b'],
        ['n3', 'nobody', '50.00', 'USD', '2026-02-01', 'c'],
      ]);
      expect(back.rows[1]!.cells[6]!.text).toMatch(/^Monto: "1.234": uno que se lea de una sola manera/);
    }
    const corrected = returnedCsv(kept, 'refused', 'es', 'comma').replace('1.234', '1234').replace('nobody', 'agency');
    expect((await taken('contributions', book, utf8(corrected), 'row-by-row')).report.rows).toMatchObject({
      posted: 2,
      refused: 0,
    });
    await checkBook(database, book);
  });

  test('each wrong cell of each column is told where it stands', async () => {
    const { book } = await openFund(store, { book: 'columns' });
    const template = templates.get('contributions')!;
    const wrong: Record<string, string> = {
      contributionId: 'a b',
      contributor: 'not an id',
      'amount.amount': 'many',
      'amount.currency': 'PESOS',
      earmark: 'a b',
      agreement: 'x'.repeat(201),
      providerActivity: 'XM DAC',
      'rate.rate': '-1',
      'rate.source': 'x'.repeat(101),
      'rate.date': 'ayer',
      valueDate: '2026-02-30',
      documentDate: 'hoy',
      'minute.body': 'a b',
      'minute.minute': 'x'.repeat(101),
      note: 'x'.repeat(4001),
    };
    const right: Record<string, string> = { contributor: 'agency', 'amount.amount': '5.00', 'amount.currency': 'USD' };
    const paths = template.columns.map(({ path }) => path.join('.'));
    for (const [at, { kind }] of template.columns.entries()) if (kind === 'boolean') wrong[paths[at]!] = 'maybe';
    const file = csv(
      template.columns.map((column) => headOf(template, column, 'es')),
      ...paths.map((path, at) =>
        template.columns.map(({ kind, list }, place) => {
          if (place === at) return wrong[path] ?? 'x'.repeat(5000);
          const beside = list !== '' && list === template.columns[at]!.list && kind === 'amount' ? '5.00' : '';
          return right[paths[place]!] ?? (paths[place] === 'contributionId' ? `n${at}` : beside);
        }),
      ),
    );
    const { report } = await taken('contributions', book, file, 'dry-run');
    for (const [at, path] of paths.entries()) {
      const own = report.issues.filter(({ row }) => row === at + 2);
      expect([path, own.map(({ header }) => header)]).toEqual([
        path,
        expect.arrayContaining([headOf(template, template.columns[at]!, 'es')]),
      ]);
    }
  });

  test('what is exported is taken in elsewhere: contributions as our own list shows them', async () => {
    const { book } = await openFund(store, { book: 'elsewhere' });
    const list =
      'Aporte,Destinación,Aportante,Convenio,Estado,Posición,Anunciado,Anunciado (moneda),Comprometido,Comprometido (moneda)\r\n';
    const file = utf8(`${byteOrderMark}${list}x1,none,agency,Convenio 1,committed,3,0.00,USD,2000.00,USD\r\n`);
    expect((await taken('contributions', bookId(book), file, 'all-or-nothing')).report).toMatchObject({
      complete: true,
      rows: { posted: 1 },
      ignoredColumns: ['Estado', 'Posición', 'Anunciado', 'Anunciado (moneda)'],
    });
  });
});

describe('a long file', () => {
  test('of ten thousand rows goes in whole, in bounded memory, and is known when it is sent again', async () => {
    const { book } = await openFund(store, { book: 'long' });
    const rows = Array.from({ length: 10_000 }, (_, n) => [`long-${n}`, 'agency', '10.00', 'USD', '2026-02-01']);
    const file = csv([...commitments], ...rows);
    globalThis.gc?.();
    const before = process.memoryUsage().heapUsed;
    const begun = performance.now();
    const { report } = await taken('contributions', book, file, 'all-or-nothing');
    const took = performance.now() - begun;
    expect(report).toMatchObject({ complete: true, rows: { posted: 10_000 } });
    expect(report.outcomes).toHaveLength(1_000);
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(600 * 1024 * 1024);
    expect(took).toBeLessThan(60_000);
    expect((await taken('contributions', book, file, 'row-by-row')).report.rows).toMatchObject({ known: 10_000 });
  });
});
