import type { Language } from '#domain/field-errors';
import { columnHead } from '#domain/member-words';
import { type CsvDialect, byteOrderMark, csvLine } from '#spreadsheet/csv-write';
import { textValue } from '#spreadsheet/value';
import { WorkbookWriter } from '#spreadsheet/xlsx-write';
import { namingColumns, rowsOf } from './cells.js';
import { type PlannedTable, tableName } from './plan.js';

/** The tables of an answer, and its pages: a list has several, anything else is its own only row. */
export interface Tabled {
  readonly isList: boolean;
  readonly tables: readonly PlannedTable[];
  readonly pages: AsyncIterable<readonly object[]>;
  readonly language: Language;
}

/** One table as CSV, page by page. */
export async function* csvOf(
  { tables, pages, language }: Tabled,
  table: PlannedTable,
  dialect: CsvDialect,
): AsyncGenerator<string> {
  yield byteOrderMark + csvLine(heads(table, tables, language).map(textValue), dialect);
  for await (const page of pages) {
    const lines = page.flatMap((row) => rowsOf(row, table, tables, language)).map((values) => csvLine(values, dialect));
    if (lines.length > 0) yield lines.join('');
  }
}

/** The first table as CSV in English, without the mark of its encoding: for people to read. */
export const csvText = (tables: readonly PlannedTable[], rows: readonly object[], table = tables[0]!): string =>
  [heads(table, tables, 'en').map(textValue), ...rows.flatMap((row) => rowsOf(row, table, tables, 'en'))]
    .map((values) => csvLine(values, 'comma'))
    .join('');

/** All tables as a workbook, each a sheet. */
export async function* xlsxOf({ isList, tables, pages, language }: Tabled): AsyncGenerator<Uint8Array> {
  const writer = new WorkbookWriter(
    tables.map((table) => ({
      name: columnHead(tableName(table, isList).split('.'), language),
      columns: heads(table, tables, language).map((header) => ({ header })),
    })),
  );
  yield* writer.take();
  for await (const page of pages) {
    for (const row of page)
      for (const [index, table] of tables.entries())
        for (const values of rowsOf(row, table, tables, language)) writer.row(index, values);
    yield* writer.take();
  }
  writer.end();
  yield* writer.take();
}

/** The heads of a table's columns, each once. */
function heads(table: PlannedTable, tables: readonly PlannedTable[], language: Language): string[] {
  const seen = new Map<string, number>();
  return [...namingColumns(table, tables), ...table.columns].map(({ path }) => {
    const head = columnHead(path, language) || path.join('.');
    const count = (seen.get(head) ?? 0) + 1;
    seen.set(head, count);
    return count === 1 ? head : `${head} (${count})`;
  });
}
