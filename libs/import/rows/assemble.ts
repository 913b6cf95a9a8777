import type { Language } from '#domain/field-errors';
import { type Reading, cellValue } from './cell-value.js';
import { type SheetRow, issueOf } from './heading.js';
import type { RowIssue } from './issue.js';
import { type Template, type TemplateColumn, eachEntry, headOf, keyOfList, listAround, listsIn } from './template.js';

/** The body of a command, and the row of each entry of its lists, by the entry's path: `instalments[0].conditions[1]`. */
export interface Assembled {
  readonly body: Record<string, unknown>;
  readonly entries: ReadonlyMap<string, SheetRow>;
}

/** Makes the body of a command of its rows. What is wrong is added to the issues. */
export function assembled(
  template: Template,
  rows: readonly SheetRow[],
  reading: Reading,
  language: Language,
  issues: RowIssue[],
): Assembled {
  const [body, entries] = [{}, new Map<string, SheetRow>()];
  new Assembly(template, reading, language, issues, entries).say(body, rows, '', '');
  return { body, entries };
}

class Assembly {
  constructor(
    private readonly template: Template,
    private readonly reading: Reading,
    private readonly language: Language,
    private readonly issues: RowIssue[],
    private readonly entries: Map<string, SheetRow>,
  ) {}

  /** Fills an object, of the command or of an entry of `list`, with what its rows say, and with its own lists. */
  say(into: Record<string, unknown>, rows: readonly SheetRow[], list: string, place: string): void {
    const read = new Map<TemplateColumn, { readonly value: unknown; readonly row: SheetRow }>();
    for (const row of rows)
      for (const [at, column] of row.under.columns.entries())
        if (typeof column === 'object' && column.list === list) this.take(into, row, at, column, read);
    for (const inner of listsIn(this.template, list)) this.fillList(into, rows, inner, place);
  }

  private take(
    into: Record<string, unknown>,
    row: SheetRow,
    at: number,
    column: TemplateColumn,
    read: Map<TemplateColumn, { readonly value: unknown; readonly row: SheetRow }>,
  ): void {
    const cell = row.cells[at];
    if (!cell || cell.kind === 'empty') return;
    const before = read.get(column);
    if (before && cell.merged) return;
    const header = headOf(this.template, column, this.language);
    const found = cellValue(cell, column, this.reading);
    if ('rule' in found) this.issues.push(issueOf(row.under, row, at, header, cell, found.rule, this.language));
    else if (before === undefined) {
      read.set(column, { value: found.value, row });
      put(into, column.path.slice(column.path.lastIndexOf(eachEntry) + 1), found.value);
    } else if (JSON.stringify(before.value) !== JSON.stringify(found.value)) {
      const facts = { first: before.row.number };
      this.issues.push(issueOf(row.under, row, at, header, cell, 'differs-in-group', this.language, facts));
    }
  }

  private fillList(into: Record<string, unknown>, rows: readonly SheetRow[], list: string, place: string): void {
    const groups = this.entryGroups(rows, list);
    // Every row of a list that cannot be left out is an entry of it, so that an empty one is told what it lacks.
    if (groups.length === 0 && this.isNeeded(list) && rows[0]) groups.push([rows[0]]);
    const member = this.memberPath(list);
    const made = groups.map((group, n) => {
      const at = `${place}${place === '' ? '' : '.'}${member}[${n}]`;
      this.entries.set(at, group[0]!);
      const entry: Record<string, unknown> = {};
      this.say(entry, group, list, at);
      return entry;
    });
    if (made.length > 0) put(into, member.split('.'), made);
  }

  /** A row is an entry; where entries have lists of their own, rows with the same id are one. */
  private entryGroups(rows: readonly SheetRow[], list: string): SheetRow[][] {
    const key = listsIn(this.template, list).length > 0 ? keyOfList(this.template, list) : undefined;
    const groups = new Map<string | SheetRow, SheetRow[]>();
    for (const row of rows) {
      if (!this.fills(row, list) && !(this.isNeeded(list) && this.saysNothing(row))) continue;
      const at = key ? row.under.columns.indexOf(key) : -1;
      const id = row.cells[at]?.text.trim() || row;
      const group = groups.get(id);
      if (group) group.push(row);
      else groups.set(id, [row]);
    }
    return [...groups.values()];
  }

  private readonly fills = (row: SheetRow, list: string): boolean =>
    row.under.columns.some(
      (column, at) =>
        typeof column === 'object' &&
        (column.list === list || column.list.startsWith(`${list}.`)) &&
        (row.cells[at] ?? { kind: 'empty' }).kind !== 'empty',
    );

  /** Whether a row is an entry of no list at all. */
  private readonly saysNothing = (row: SheetRow): boolean =>
    !(this.template.lists ?? []).some(({ path }) => this.fills(row, path));

  private readonly isNeeded = (list: string): boolean =>
    this.template.columns.some((column) => column.list === list && column.required);

  /** The members of a list after those of the list around it. */
  private readonly memberPath = (list: string): string => {
    const around = listAround(this.template, list) ?? '';
    return around === '' ? list : list.slice(around.length + 1);
  };
}

function put(into: Record<string, unknown>, path: readonly string[], value: unknown): void {
  const [member = '', next, ...rest] = path;
  if (next === undefined) into[member] = value;
  else {
    const inner = (into[member] ??= /^\d+$/.test(next) ? [] : {});
    put(inner as Record<string, unknown>, [next, ...rest], value);
  }
}
