import type { Language } from '#domain/field-errors';
import type { Cell } from '#spreadsheet/cell';
import { type CsvDialect, byteOrderMark, csvLine } from '#spreadsheet/csv-write';
import { type Value, textValue } from '#spreadsheet/value';
import { WorkbookWriter } from '#spreadsheet/xlsx-write';
import { type Heading, errorsHead, isOwnHead, outcomeHead, wouldPostHead } from './heading.js';
import type { ReviewedRow, RowsImported } from './import-rows.js';
import type { RowIssue } from './issue.js';
import type { RowEvent, RowOutcome } from './rows-report.js';
import { type Bilingual, type Template, headOf } from './template.js';

/** A row as it came, and what became of it. */
export interface KeptRow {
  readonly cells: readonly Cell[];
  readonly outcome: RowOutcome['outcome'];
  /** What is wrong with it, and the places of the cells that are. */
  readonly wrong: string;
  readonly wrongAt: readonly number[];
  /** What is posted of it. */
  readonly posts: string;
}

/** A sheet as it came. */
export interface KeptSheet {
  readonly name: string;
  readonly head: readonly string[];
  /** What its columns are called where all sheets stand in one. */
  readonly inOne: readonly string[];
  readonly rows: readonly KeptRow[];
}

/** The rows of a file with what became of them, in the form in which they are kept until somebody fetches them. */
export type KeptRows = readonly KeptSheet[];

/** Which rows are given back: all, with what became of each; or those that are not in the book, to be corrected and sent again. */
export const returnedRows = ['reviewed', 'refused'] as const;
export type ReturnedRows = (typeof returnedRows)[number];

/** Every row of an import with what became of it, sheet by sheet. */
export function keptRows(template: Template, { headings, reviewed }: RowsImported, language: Language): KeptRows {
  const bySheet = new Map<Heading, ReviewedRow[]>(headings.map((heading) => [heading, []]));
  for (const each of reviewed) bySheet.get(each.row.under)!.push(each);
  return headings.map((heading) => {
    const head = heading.row.cells.map(({ text }) => text);
    return {
      name: heading.sheet ?? template.title[language],
      head,
      inOne: heading.sheet === undefined ? head : headsInOne(template, heading, headings[0]!, language),
      rows: bySheet.get(heading)!.map((each) => keptRow(each, head.length, language)),
    };
  });
}

/** The columns of a sheet beside the main one as the main one calls them. */
function headsInOne(template: Template, heading: Heading, main: Heading, language: Language): string[] {
  return heading.columns.map((column, place) => {
    const at = column === undefined ? -1 : main.columns.indexOf(column);
    if (at !== -1) return main.row.cells[at]!.text;
    return typeof column === 'object' ? headOf(template, column, language) : heading.row.cells[place]!.text;
  });
}

function keptRow({ row, outcome, issues, events }: ReviewedRow, width: number, language: Language): KeptRow {
  return {
    cells: Array.from({ length: width }, (_, at) => row.cells[at] ?? { kind: 'empty', text: '' }),
    outcome,
    wrong: issues.map(issueText).join('\n'),
    wrongAt: issues.flatMap(({ column, row: number }) =>
      column === undefined || number !== row.number ? [] : [placeOfColumn(column)],
    ),
    posts: events.map((event) => eventText(event, language)).join('\n'),
  };
}

const placeOfColumn = (letters: string): number => Buffer.from(letters).reduce((at, letter) => at * 26 + letter - 64, 0) - 1;

/** `Monto: "1.234": uno que se lea de una sola manera ...` */
const issueText = ({ header, value, expected }: RowIssue): string =>
  [header, value === undefined ? undefined : JSON.stringify(value), expected].filter((each) => each !== undefined).join(': ');

const sides = { en: { debit: 'Dr', credit: 'Cr' }, es: { debit: 'Db', credit: 'Cr' } } as const;

/** `contribution.committed: Dr receivable:c-1 100.00 USD; Cr deferred:c-1 100.00 USD` */
function eventText({ type, postings }: RowEvent, language: Language): string {
  const lines = (postings ?? []).map(({ account, amount, currency }) => {
    const side = amount.startsWith('-') ? sides[language].credit : sides[language].debit;
    return `${side} ${account} ${amount.replace('-', '')} ${currency}`;
  });
  return lines.length === 0 ? type : `${type}: ${lines.join('; ')}`;
}

const outcomeWords: Readonly<Record<RowOutcome['outcome'], Bilingual>> = {
  posted: { en: 'posted', es: 'registrada' },
  ready: { en: 'ready to be posted', es: 'lista para registrar' },
  known: { en: 'there before', es: 'ya estaba registrada' },
  refused: { en: 'refused', es: 'rechazada' },
};

interface Table {
  readonly name: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly Value[])[];
}

/** A sheet as it came, without what an earlier return of it had put beside its rows, and with what is said of them now. */
function tableOf({ name, head, rows }: KeptSheet, which: ReturnedRows, language: Language): Table {
  const kept = head.flatMap((text, at) => (isOwnHead(text) ? [] : [at]));
  const added = which === 'refused' ? [errorsHead] : [outcomeHead, wouldPostHead, errorsHead];
  return {
    name,
    head: [...kept.map((at) => head[at]!), ...added.map((each) => each[language])],
    rows: rows
      .filter(({ outcome }) => which === 'reviewed' || outcome === 'refused')
      .map(({ cells, outcome, wrong, wrongAt, posts }) => [
        ...kept.map((at) => cellBack(cells[at]!, wrongAt.includes(at))),
        ...(which === 'refused' ? [] : [textValue(outcomeWords[outcome][language]), textOrNothing(posts)]),
        textOrNothing(wrong),
      ]),
  };
}

const textOrNothing = (text: string): Value => (text === '' ? undefined : textValue(text));

/** A cell as it came: numbers as numbers, and what a text said to the letter. A merged figure stands in the first row alone. */
function cellBack({ kind, text, merged }: Cell, marked: boolean): Value {
  if (kind === 'empty' || (merged && kind === 'number')) return marked ? { kind: 'text', text: '', marked } : undefined;
  return { kind: kind === 'number' || kind === 'date' ? kind : 'text', text, ...(marked ? { marked } : {}) };
}

/** Rows of an import as CSV; those of all sheets in one. */
export function returnedCsv(sheets: KeptRows, which: ReturnedRows, language: Language, dialect: CsvDialect): string {
  const tables = sheets.map((sheet) => tableOf({ ...sheet, head: sheet.inOne }, which, language));
  const heads = [...new Set(tables.flatMap(({ head }) => head).filter((text) => !isOwnHead(text)))];
  const head = [...heads, ...(tables[0]?.head ?? []).filter(isOwnHead)];
  const lines = tables.flatMap((table) =>
    table.rows.map((row) => head.map((text) => (table.head.includes(text) ? row[table.head.indexOf(text)] : undefined))),
  );
  const wide = tables.length === 1 ? { head: tables[0]!.head, lines: tables[0]!.rows } : { head, lines };
  return byteOrderMark + [wide.head.map(textValue), ...wide.lines].map((values) => csvLine(values, dialect)).join('');
}

/** Rows of an import as a workbook; cells with which something is wrong are coloured. */
export function returnedXlsx(sheets: KeptRows, which: ReturnedRows, language: Language): Uint8Array {
  const tables = sheets.map((sheet) => tableOf(sheet, which, language));
  const writer = new WorkbookWriter(tables.map(({ name, head }) => ({ name, columns: head.map((header) => ({ header })) })));
  for (const [at, { rows }] of tables.entries()) for (const row of rows) writer.row(at, row);
  writer.end();
  return Buffer.concat(writer.take());
}
