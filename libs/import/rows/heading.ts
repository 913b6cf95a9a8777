import type { Language } from '#domain/field-errors';
import { present } from '#kernel/present';
import { type Cell, type Grid, type GridRow, emptyCell } from '#spreadsheet/cell';
import { columnName } from '#spreadsheet/xlsx-xml';
import { plainWord } from './cell-value.js';
import { type RowIssue, type SheetRule, quotedCell, ruleText } from './issue.js';
import { type Template, type TemplateColumn, headOf, keyOfList, listAround, pathText } from './template.js';

/** What our own files call the columns that are no part of a command. */
export const rowIdHead = { en: 'Row id', es: 'Id de fila' } as const;
export const errorsHead = { en: 'Errors', es: 'Errores' } as const;
export const outcomeHead = { en: 'Outcome', es: 'Resultado de la fila' } as const;
export const wouldPostHead = { en: 'What is posted', es: 'Qué se registra' } as const;

/** Columns that we put beside rows that we give back. */
const ownHeads = [errorsHead, outcomeHead, wouldPostHead].flatMap((each) => [plainWord(each.en), plainWord(each.es)]);
const rowIdHeads = [plainWord(rowIdHead.en), plainWord(rowIdHead.es)];

/** Whether a head is that of a column which we had put beside the rows. */
export const isOwnHead = (text: string): boolean => ownHeads.includes(plainWord(text));

/** The sheets of a file that are read for one kind: its own, and those of its lists. */
export interface SentSheets {
  readonly main: Grid;
  readonly related: readonly { readonly list: string; readonly grid: Grid }[];
  /** Names of sheets that people see and nobody reads. */
  readonly ignored: readonly string[];
}

/** A file of one sheet. */
export const onlySheet = (grid: Grid): SentSheets => ({ main: grid, related: [], ignored: [] });

/** The head of a sheet, understood. */
export interface Heading {
  /** The name of a sheet beside the main one. */
  readonly sheet?: string;
  readonly row: GridRow;
  /** By the place of the column; undefined for what is passed over. */
  readonly columns: readonly (TemplateColumn | 'row-id' | undefined)[];
  /** Heads that mean nothing here. */
  readonly ignored: readonly string[];
}

/** A row, and the head that it stands under. */
export interface SheetRow extends GridRow {
  readonly under: Heading;
}

/** How many rows at the top may be titles and notes before the head. */
const mostAbove = 20;

/** The columns that a sheet may have: on that of a list, those of its entries and what names the things they are inside of. */
export function columnsOf(template: Template, list: string | undefined): readonly TemplateColumn[] {
  if (list === undefined) return template.columns;
  const { creates } = template.definition;
  const around: TemplateColumn[] = [];
  for (let at = listAround(template, list); at !== undefined; at = listAround(template, at)) {
    const key =
      at === '' ? template.columns.find((each) => each.list === '' && each.path[0] === creates) : keyOfList(template, at);
    if (key) around.unshift(key);
  }
  return [...around, ...template.columns.filter((column) => column.list === list)];
}

/**
 * Understands a sheet: the first row in which two cells are heads that are known is its head, or else the first with content.
 * Gives the rows below it.
 */
export function headedRows(
  template: Template,
  grid: Grid,
  list: string | undefined,
  issues: RowIssue[],
  language: Language,
  elsewhere: ReadonlySet<string>,
): { readonly heading: Heading; readonly rows: SheetRow[] } {
  const known = knownHeads(template, list);
  const at = Math.max(headAt(grid, known), 0);
  const row = grid.rows[at] ?? { number: 1, cells: [] };
  const ignored: string[] = [];
  const columns = row.cells.map(({ text }, place): TemplateColumn | 'row-id' | undefined => {
    const name = headWord(text);
    if (rowIdHeads.includes(name)) return 'row-id';
    const column = known.get(name);
    if (!column && name !== '' && !ownHeads.includes(name)) ignored.push(quotedCell(text) || columnName(place));
    return column;
  });
  const heading = present<Heading>({ sheet: list === undefined ? undefined : grid.name, row, columns, ignored });
  refuseHead(template, heading, list, issues, language, elsewhere);
  const rows = grid.rows.slice(at + 1).map((each) => ({ ...each, cells: each.cells.map(withoutBlank), under: heading }));
  return { heading, rows };
}

/** A cell of blanks alone says nothing. */
const withoutBlank = (cell: Cell): Cell => (cell.kind === 'text' && cell.text.trim() === '' ? emptyCell : cell);

/** The place of the first row at the top in which two cells are heads; -1 when there is none. */
const headAt = ({ rows }: Grid, known: ReadonlyMap<string, TemplateColumn>): number =>
  rows.slice(0, mostAbove).findIndex(({ cells }) => cells.filter(({ text }) => known.has(headWord(text))).length >= 2);

/** Whether a sheet has heads of the template's own. */
export const knowsHeads = (template: Template, grid: Grid): boolean => headAt(grid, knownHeads(template, undefined)) !== -1;

const headWord = (text: string): string => plainWord(text.replaceAll(/([a-z])([A-Z])/g, '$1 $2'));

/** The words under which each column may stand at the head; a column's own go before another's synonyms. */
function knownHeads(template: Template, list: string | undefined): ReadonlyMap<string, TemplateColumn> {
  const named = new Map<string, TemplateColumn>();
  const columns = columnsOf(template, list);
  const names = columns.map((column) => namesOf(template, column, list));
  const deepest = Math.max(0, ...names.map((each) => each.length));
  for (let depth = 0; depth < deepest; depth++)
    for (const [at, column] of columns.entries()) {
      const name = names[at]![depth];
      if (name !== undefined && !named.has(name)) named.set(name, column);
    }
  return named;
}

function namesOf(template: Template, column: TemplateColumn, list: string | undefined): string[] {
  const path = pathText(column);
  return [
    headOf(template, column, 'en', list),
    headOf(template, column, 'es', list),
    headOf(template, column, 'en'),
    headOf(template, column, 'es'),
    path,
    headOf(template, column, 'en', column.list),
    headOf(template, column, 'es', column.list),
    ...(template.synonyms?.[path] ?? []),
  ].map(headWord);
}

function refuseHead(
  template: Template,
  heading: Heading,
  list: string | undefined,
  issues: RowIssue[],
  language: Language,
  elsewhere: ReadonlySet<string>,
): void {
  const { row, columns } = heading;
  for (const column of columnsOf(template, list)) {
    const places = columns.flatMap((each, at) => (each === column ? [at] : []));
    const header = headOf(template, column, language, list);
    if (places.length > 1)
      issues.push(issueOf(heading, row, places[1], header, row.cells[places[1]!], 'column-twice', language));
    const needed = column.required && (list === undefined ? !elsewhere.has(column.list) : column.list === list);
    const names = list !== undefined && column.list !== list;
    if (places.length === 0 && (needed || names))
      issues.push(issueOf(heading, row, undefined, header, undefined, 'column-missing', language));
  }
}

/** What is wrong with a cell, said of the sheet, row and column where it stands. */
export function issueOf(
  { sheet }: Pick<Heading, 'sheet'>,
  row: GridRow,
  at: number | undefined,
  header: string,
  cell: Cell | undefined,
  rule: SheetRule,
  language: Language,
  facts: Readonly<Record<string, string | number>> = {},
): RowIssue {
  return present<RowIssue>({
    sheet,
    row: row.number,
    column: at === undefined ? undefined : columnName(at),
    header,
    value: cell === undefined || cell.kind === 'empty' ? undefined : quotedCell(cell.text),
    rule,
    expected: ruleText(rule, language, facts),
  });
}
