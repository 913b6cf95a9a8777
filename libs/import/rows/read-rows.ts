import { createHash } from 'node:crypto';
import { type Json, canonical } from '#kernel/canonical';
import type { Language } from '#domain/field-errors';
import { type Cell, type Grid, type GridRow, emptyCell } from '#spreadsheet/cell';
import { columnName } from '#spreadsheet/xlsx-xml';
import { type Reading, cellValue, plainWord } from './cell-value.js';
import { type RowIssue, type SheetRule, quotedCell, ruleText } from './issue.js';
import { type Template, type TemplateColumn, eachEntry, headOf, pathText } from './template.js';

/** What our own files call the columns that are no part of a command. */
export const rowIdHead = { en: 'Row id', es: 'Id de fila' } as const;
export const errorsHead = { en: 'Errors', es: 'Errores' } as const;

/** A command as its rows say it. */
export interface SheetCommand {
  /** The rows that it was made of, the first first. */
  readonly rows: readonly GridRow[];
  /** The rows of the entries of its list, in the list's order. */
  readonly entries: readonly GridRow[];
  readonly body: object;
  /** An id, the same whenever the same row is sent: of the row's own id, of the thing's id, or of what it says. */
  readonly key: string;
  /** Whether the key stands for an id, so that the same key may come with another content. */
  readonly byId: boolean;
}

/** What a sheet says, and what is wrong with it by form. */
export interface ReadRows {
  readonly commands: readonly SheetCommand[];
  readonly issues: readonly RowIssue[];
  /** Rows that hold something else than the head and the template's example. */
  readonly rows: number;
  /** Rows that became no command. */
  readonly refused: readonly GridRow[];
  readonly heading: Heading;
}

/** The head of a sheet, understood. */
export interface Heading {
  readonly row: GridRow;
  /** By the place of the column; undefined for what is passed over. */
  readonly columns: readonly (TemplateColumn | 'row-id' | undefined)[];
  /** Heads that mean nothing here. */
  readonly ignored: readonly string[];
}

/** Reads the rows of a sheet as commands. The first row with content is its head; columns may stand in any order. */
export function readRows(template: Template, grid: Grid, reading: Reading, language: Language): ReadRows {
  const [head, ...rest] = grid.rows;
  const issues: RowIssue[] = [];
  const heading = understood(template, head ?? { number: 1, cells: [] }, issues, language);
  const rows = rest.filter((row) => holds(row, heading) && !isExample(template, row, heading, reading));
  if (issues.length > 0) return { commands: [], issues, rows: rows.length, refused: rows, heading };
  const commands: SheetCommand[] = [];
  const refused: GridRow[] = [];
  const seen = new Map<string, GridRow>();
  for (const group of grouped(template, rows, heading)) {
    const before = issues.length;
    const made = commandOf(template, group, heading, reading, language, issues);
    const twice = made && seen.get(made.key);
    if (twice)
      issues.push({
        row: group[0]!.number,
        rule: 'row-twice',
        expected: ruleText('row-twice', language, { first: twice.number }),
      });
    if (made && issues.length === before) {
      commands.push(made);
      seen.set(made.key, group[0]!);
    } else refused.push(...group);
  }
  return { commands, issues, rows: rows.length, refused, heading };
}

/** Whether a row says anything that is taken: a note beside the table does not make a row. */
const holds = ({ cells }: GridRow, { columns }: Heading): boolean =>
  columns.some(
    (column, at) => column !== undefined && column !== 'row-id' && cells[at] !== undefined && cells[at].kind !== 'empty',
  );

/** The words under which a column may stand at the head. */
function namesOf(template: Template, column: TemplateColumn): string[] {
  const path = pathText(column);
  return [headOf(template, column, 'en'), headOf(template, column, 'es'), path, ...(template.synonyms?.[path] ?? [])].map(
    (name) => plainWord(name.replaceAll(/([a-z])([A-Z])/g, '$1 $2')),
  );
}

function understood(template: Template, row: GridRow, issues: RowIssue[], language: Language): Heading {
  const named = new Map<string, TemplateColumn>();
  // A column's own heads go before another's synonyms.
  for (const depth of [0, 1, 2, 3, 4, 5, 6, 7, 8])
    for (const column of template.columns) {
      const name = namesOf(template, column)[depth];
      if (name !== undefined && !named.has(name)) named.set(name, column);
    }
  const [rowId, errors] = [rowIdHead, errorsHead].map((each) => [plainWord(each.en), plainWord(each.es)]) as [
    string[],
    string[],
  ];
  const ignored: string[] = [];
  const columns = row.cells.map(({ text }, at): TemplateColumn | 'row-id' | undefined => {
    const name = plainWord(text.replaceAll(/([a-z])([A-Z])/g, '$1 $2'));
    if (rowId.includes(name)) return 'row-id';
    const column = named.get(name);
    if (!column && name !== '' && !errors.includes(name)) ignored.push(quotedCell(text) || columnName(at));
    return column;
  });
  for (const column of template.columns) {
    const places = columns.flatMap((each, at) => (each === column ? [at] : []));
    const header = headOf(template, column, language);
    if (places.length > 1) issues.push(issueOf(row, places[1], header, row.cells[places[1]!], 'column-twice', language));
    else if (places.length === 0 && column.required)
      issues.push(issueOf(row, undefined, header, undefined, 'column-missing', language));
  }
  return { row, columns, ignored };
}

function issueOf(
  row: GridRow,
  at: number | undefined,
  header: string,
  cell: Cell | undefined,
  rule: SheetRule,
  language: Language,
  facts: Readonly<Record<string, string | number>> = {},
): RowIssue {
  return {
    row: row.number,
    ...(at === undefined ? {} : { column: columnName(at) }),
    header,
    ...(cell === undefined || cell.kind === 'empty' ? {} : { value: quotedCell(cell.text) }),
    rule,
    expected: ruleText(rule, language, facts),
  };
}

/** Rows of one command: those with the same id, where the command has a list. Without an id a row stands for itself. */
function grouped(template: Template, rows: readonly GridRow[], heading: Heading): GridRow[][] {
  const { creates } = template.definition;
  const at = heading.columns.findIndex((column) => typeof column === 'object' && column.path[0] === creates);
  if (template.list === undefined || at === -1) return rows.map((row) => [row]);
  const groups = new Map<string | GridRow, GridRow[]>();
  for (const row of rows) {
    const id = row.cells[at]?.text.trim() || row;
    const group = groups.get(id);
    if (group) group.push(row);
    else groups.set(id, [row]);
  }
  return [...groups.values()];
}

/** Makes a command of a group of rows; undefined when something is wrong, which is told then. */
function commandOf(
  template: Template,
  group: readonly GridRow[],
  heading: Heading,
  reading: Reading,
  language: Language,
  issues: RowIssue[],
): SheetCommand | undefined {
  const before = issues.length;
  const first = group[0]!;
  const body: Record<string, unknown> = {};
  const entries: GridRow[] = [];
  let rowId: string | undefined;
  for (const [index, row] of group.entries()) {
    let entry: Record<string, unknown> | undefined;
    for (const [at, column] of heading.columns.entries()) {
      const cell = row.cells[at] ?? emptyCell;
      if (cell.kind === 'empty' || column === undefined) continue;
      if (column === 'row-id') {
        rowId ??= cell.text.trim();
        continue;
      }
      const header = headOf(template, column, language);
      if (index > 0 && !column.inList) {
        const same = (first.cells[at] ?? emptyCell).text.trim() === cell.text.trim();
        if (!same)
          issues.push(
            issueOf(row, at, header, cell, 'differs-in-group', language, { first: first.number, thing: template.kind }),
          );
        continue;
      }
      const read = cellValue(cell, column, reading);
      if ('rule' in read) issues.push(issueOf(row, at, header, cell, read.rule, language));
      else if (column.inList) put((entry ??= {}), column.path.slice(column.path.indexOf(eachEntry) + 1), read.value);
      else put(body, column.path, read.value);
    }
    if (entry || needsEntry(template)) {
      append(body, template.list!.split('.'), entry ?? {});
      entries.push(row);
    }
  }
  if (issues.length > before) return undefined;
  return { rows: group, entries, body, ...keyOf(template, body, rowId) };
}

function put(into: Record<string, unknown>, path: readonly string[], value: unknown): void {
  const [member = '', ...rest] = path;
  if (rest.length === 0) into[member] = value;
  else put((into[member] ??= {}) as Record<string, unknown>, rest, value);
}

function append(body: Record<string, unknown>, path: readonly string[], entry: object): void {
  const [member = '', ...rest] = path;
  if (rest.length > 0) append((body[member] ??= {}) as Record<string, unknown>, rest, entry);
  else ((body[member] ??= []) as unknown[]).push(entry);
}

/** Whether each row has to be an entry of the list, so that an empty one is told what it lacks. */
const needsEntry = ({ columns }: Template): boolean => columns.some(({ inList, required }) => inList && required);

/** The key under which a row is posted: it is the same however often, in whatever file, and in whatever order the row comes. */
function keyOf(template: Template, body: Record<string, unknown>, rowId: string | undefined): { key: string; byId: boolean } {
  const { creates } = template.definition;
  const id = rowId || (creates === undefined ? undefined : (body[creates] as string | undefined));
  const meant = id === undefined ? { kind: template.kind, body } : { kind: template.kind, [rowId ? 'row' : 'id']: id };
  const hash = createHash('sha256')
    .update(canonical(meant as unknown as Json))
    .digest('hex');
  return { key: `row-${hash.slice(0, 40)}`, byId: id !== undefined };
}

/** The example of the template, left standing, is nobody's row. */
function isExample(template: Template, row: GridRow, heading: Heading, reading: Reading): boolean {
  const cells = exampleCells(template, template.columns)[0]!;
  return heading.columns.every((column, at) => {
    if (typeof column !== 'object') return true;
    const [cell, expected] = [row.cells[at] ?? emptyCell, cells[template.columns.indexOf(column)] ?? ''];
    if (cell.kind === 'empty' || expected === '') return (cell.kind === 'empty') === (expected === '');
    const read = cellValue(cell, column, reading);
    return cell.text.trim() === expected || ('value' in read && sameFigure(String(read.value), expected));
  });
}

const sameFigure = (a: string, b: string): boolean => {
  const figure = (text: string): string => (text.includes('.') ? text.replace(/\.?0+$/, '') : text);
  return a === b || (/^\d+(\.\d+)?$/.test(a) && figure(a) === figure(b));
};

/** The example of a template as texts of cells: one row for each entry of its list. */
export function exampleCells(template: Template, columns: readonly TemplateColumn[]): string[][] {
  const entries =
    template.list === undefined
      ? undefined
      : (at(template.example, template.list.split('.')) as unknown as readonly object[] | undefined);
  return (entries ?? [undefined]).map((entry) =>
    columns.map(({ path, inList }) => {
      const value = inList ? at(entry, path.slice(path.indexOf(eachEntry) + 1)) : at(template.example, path);
      return value === undefined ? '' : Array.isArray(value) ? value.join('; ') : String(value);
    }),
  );
}

type Cellular = string | number | boolean | readonly string[] | undefined;

const at = (value: unknown, path: readonly string[]): Cellular =>
  path.reduce<unknown>((within, member) => (within as Record<string, unknown> | undefined)?.[member], value) as Cellular;
