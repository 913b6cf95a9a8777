import { emptyCell } from '#spreadsheet/cell';
import { type Reading, cellValue } from './cell-value.js';
import type { SheetRow } from './heading.js';
import { type Template, type TemplateColumn, eachEntry, listAround, listsIn } from './template.js';

/** An entry of a list of the example, and what it stands inside of, the command first. */
type Chain = readonly { readonly list: string; readonly value: unknown }[];

/**
 * The example of a template as texts of cells, for the columns of one of its sheets: one row for each entry of each list that
 * has columns there. Of a list in a list, the row is that of the entry around it, for its first entry.
 */
export function exampleCells(template: Template, columns: readonly TemplateColumn[]): string[][] {
  const shown = new Set(columns.map(({ list }) => list));
  const chains = rowsOf(template, [{ list: '', value: template.example }], shown);
  return chains.map((chain) =>
    columns.map(({ path, list }) => {
      const holder = chain.find((each) => each.list === list);
      const value = holder && at(holder.value, path.slice(path.lastIndexOf(eachEntry) + 1));
      return value === undefined ? '' : Array.isArray(value) ? value.join('; ') : `${value as string | number | boolean}`;
    }),
  );
}

/** What the rows of an entry stand for: the entries of its lists side by side, as people write them. */
function rowsOf(template: Template, chain: Chain, shown: ReadonlySet<string>): Chain[] {
  const { list, value } = chain.at(-1)!;
  const columns = listsIn(template, list).map((inner) => {
    const member = listAround(template, inner) === '' ? inner : inner.slice(list.length + 1);
    const entries = (at(value, member.split('.')) ?? []) as readonly unknown[];
    const rows = entries.flatMap((entry) => rowsOf(template, [...chain, { list: inner, value: entry }], shown));
    return isShown(template, inner, shown) ? rows : [];
  });
  const most = Math.max(1, ...columns.map((rows) => rows.length));
  return Array.from({ length: most }, (_, n) => {
    const merged = columns.flatMap((rows) => rows[n]?.slice(chain.length) ?? []);
    return [...chain, ...merged];
  });
}

const isShown = (template: Template, list: string, shown: ReadonlySet<string>): boolean =>
  shown.has(list) || listsIn(template, list).some((inner) => isShown(template, inner, shown));

/** Whether a row is one of the example's, left standing: it is nobody's row. */
export function isExample(row: SheetRow, reading: Reading, examples: readonly string[][]): boolean {
  const columns = row.under.columns;
  return examples.some((cells) =>
    columns.every((column, place) => {
      if (typeof column !== 'object') return true;
      const [cell, expected] = [row.cells[place] ?? emptyCell, cells[place] ?? ''];
      if (cell.kind === 'empty' || expected === '') return (cell.kind === 'empty') === (expected === '');
      const read = cellValue(cell, column, reading);
      return cell.text.trim() === expected || ('value' in read && sameFigure(String(read.value), expected));
    }),
  );
}

const sameFigure = (a: string, b: string): boolean => {
  const figure = (text: string): string => (text.includes('.') ? text.replace(/\.?0+$/, '') : text);
  return a === b || (/^\d+(\.\d+)?$/.test(a) && figure(a) === figure(b));
};

const at = (value: unknown, path: readonly string[]): unknown =>
  path.reduce<unknown>((within, member) => (within as Record<string, unknown> | undefined)?.[member], value);
