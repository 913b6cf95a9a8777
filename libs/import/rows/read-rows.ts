import { createHash } from 'node:crypto';
import type { Language } from '#domain/field-errors';
import { type Json, canonical } from '#kernel/canonical';
import { present } from '#kernel/present';
import { assembled } from './assemble.js';
import type { Reading } from './cell-value.js';
import { exampleCells, isExample } from './example-rows.js';
import { type Heading, type SentSheets, type SheetRow, columnsOf, headedRows } from './heading.js';
import { type RowIssue, ruleText } from './issue.js';
import { type Template, type TemplateColumn, pathText } from './template.js';

/** A command as its rows say it. */
export interface SheetCommand {
  /** The rows that it was made of, the first first. */
  readonly rows: readonly SheetRow[];
  /** The row of each entry of its lists, by the entry's path. */
  readonly entries: ReadonlyMap<string, SheetRow>;
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
  /** Rows that hold something else than the head and the template's example, in the order of the file. */
  readonly rows: readonly SheetRow[];
  /** Rows that became no command. */
  readonly refused: readonly SheetRow[];
  /** The head of the main sheet, and those of the sheets beside it. */
  readonly headings: readonly Heading[];
  readonly ignoredSheets: readonly string[];
}

/** Reads the rows of a file as commands; columns may stand in any order. */
export function readRows(template: Template, sent: SentSheets, reading: Reading, language: Language): ReadRows {
  const issues: RowIssue[] = [];
  const elsewhere = new Set(sent.related.map(({ list }) => list));
  const sheets = [{ list: undefined, grid: sent.main }, ...sent.related].map(({ list, grid }) => {
    const { heading, rows } = headedRows(template, grid, list, issues, language, elsewhere);
    const examples = examplesUnder(template, heading, list);
    return { heading, rows: rows.filter((row) => holds(row) && !isExample(row, reading, examples)) };
  });
  const rows = sheets.flatMap((sheet) => sheet.rows);
  const headings = sheets.map(({ heading }) => heading);
  const read = { rows, headings, ignoredSheets: sent.ignored };
  if (issues.length > 0) return { ...read, commands: [], issues, refused: rows };
  const commands: SheetCommand[] = [];
  const refused: SheetRow[] = [];
  const seen = new Map<string, SheetRow>();
  for (const group of grouped(template, rows)) {
    const before = issues.length;
    const made = { rows: group, ...assembled(template, group, reading, language, issues) };
    const command = { ...made, ...keyOf(template, made.body, rowIdOf(group)) };
    const twice = issues.length === before ? seen.get(command.key) : undefined;
    if (twice) {
      const expected = ruleText('row-twice', language, { first: twice.number });
      issues.push({ ...placeOf(group[0]!), rule: 'row-twice', expected });
    }
    if (issues.length === before) {
      commands.push(command);
      seen.set(command.key, group[0]!);
    } else refused.push(...group);
  }
  return { ...read, commands, issues, refused };
}

/** Where a row stands, as issues say it. */
export const placeOf = ({ under: { sheet }, number }: SheetRow): Pick<RowIssue, 'sheet' | 'row'> => ({
  ...present({ sheet }),
  row: number,
});

/** The cells of the example at the places where the columns of a sheet stand. */
function examplesUnder(template: Template, { columns }: Heading, list: string | undefined): string[][] {
  const own = columnsOf(template, list);
  const written = own.filter((column) => list !== undefined || standsOnMain(template, column));
  const all = [exampleCells(template, written), ...(list === undefined ? [exampleCells(template, own)] : [])];
  return all.flatMap((rows, which) => {
    const order = which === 0 ? written : own;
    // Where a column of the example is missing, nobody has left its row standing: one that says the same is meant.
    const whole = rows.filter((cells) => order.every((column, at) => cells[at] === '' || columns.includes(column)));
    return whole.map((cells) =>
      columns.map((column) => (typeof column === 'object' ? (cells[order.indexOf(column)] ?? '') : '')),
    );
  });
}

/** Whether a column stands on the main sheet of a workbook; those of lists with a sheet of their own do not. */
export const standsOnMain = (template: Template, { list }: Pick<TemplateColumn, 'list'>): boolean =>
  !(template.lists ?? []).some(({ path, sheet }) => sheet !== undefined && path === list);

/** Whether a row says anything that is taken: a note beside the table does not make a row. */
const holds = ({ cells, under }: SheetRow): boolean =>
  under.columns.some(
    (column, at) => column !== undefined && column !== 'row-id' && cells[at] !== undefined && cells[at].kind !== 'empty',
  );

/** Rows of one command: those with the same id, where the command has lists. Without an id a row stands for itself. */
function grouped(template: Template, rows: readonly SheetRow[]): SheetRow[][] {
  const { creates } = template.definition;
  if (template.single) return rows.length === 0 ? [] : [[...rows]];
  if (template.lists === undefined || creates === undefined) return rows.map((row) => [row]);
  const groups = new Map<string | SheetRow, SheetRow[]>();
  for (const row of rows) {
    const id = [...(template.within ?? []), creates].map((path) => textAt(row, path)).join('\n');
    const named = textAt(row, creates) === '' ? naturalId(template, row) : id;
    const group = groups.get(named ?? row);
    if (group) group.push(row);
    else groups.set(named ?? row, [row]);
  }
  return [...groups.values()];
}

function naturalId({ natural }: Template, row: SheetRow): string | undefined {
  const texts = natural?.map((path) => textAt(row, path));
  return texts?.some((text) => text !== '') ? `\n${texts.join('\n')}` : undefined;
}

function textAt({ cells, under }: SheetRow, path: string): string {
  const at = under.columns.findIndex((column) => typeof column === 'object' && pathText(column) === path);
  return cells[at]?.text.trim() ?? '';
}

const rowIdOf = (group: readonly SheetRow[]): string | undefined =>
  group.map(({ cells, under }) => cells[under.columns.indexOf('row-id')]?.text.trim()).find((text) => text);

/** The key under which a row is posted: it is the same however often, in whatever file, and in whatever order the row comes. */
function keyOf(template: Template, body: Record<string, unknown>, rowId: string | undefined): { key: string; byId: boolean } {
  const { creates } = template.definition;
  const id = rowId || (creates === undefined ? undefined : (body[creates] as string | undefined));
  const within = (template.within ?? []).map((path) => body[path] as string);
  const meant = {
    kind: template.kind,
    ...(id === undefined ? { body } : { [rowId ? 'row' : 'id']: id, ...(rowId || within.length === 0 ? {} : { within }) }),
  };
  const hash = createHash('sha256')
    .update(canonical(meant as unknown as Json))
    .digest('hex');
  return { key: `row-${hash.slice(0, 40)}`, byId: id !== undefined };
}
