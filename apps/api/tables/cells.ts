import type { Language } from '#domain/field-errors';
import { type Value, textValue } from '#spreadsheet/value';
import type { PlannedColumn, PlannedTable } from './plan.js';

/** The rows of one table that an answer, or an item of a list, holds; each with what names the rows it belongs to. */
export function rowsOf(answer: object, table: PlannedTable, outer: readonly PlannedTable[], language: Language): Value[][] {
  let found: { readonly named: Value[]; readonly row: unknown }[] = [{ named: [], row: answer }];
  table.arrays.forEach((path, depth) => {
    const [name] =
      outer.find(({ arrays }) => arrays.length === depth && samePlace(arrays, table.arrays.slice(0, depth)))?.columns ?? [];
    found = found.flatMap(({ named, row }) => {
      const within = at(row, path);
      const names = name ? [...named, cell(row, name, language)] : named;
      return Array.isArray(within) ? within.map((each) => ({ named: names, row: each as unknown })) : [];
    });
  });
  return found.map(({ named, row }) => [...named, ...table.columns.map((column) => cell(row, column, language))]);
}

const samePlace = (a: readonly (readonly string[])[], b: readonly (readonly string[])[]): boolean =>
  a.length === b.length && a.every((path, index) => path.join('.') === b[index]!.join('.'));

/** The columns that a table inside of others has in front: the first of each table around it. */
export const namingColumns = (table: PlannedTable, outer: readonly PlannedTable[]): PlannedColumn[] =>
  table.arrays.flatMap((_, depth) => {
    const around = outer.find(({ arrays }) => arrays.length === depth && samePlace(arrays, table.arrays.slice(0, depth)));
    return around?.columns[0] ? [around.columns[0]] : [];
  });

function cell(row: unknown, { path, kind }: PlannedColumn, language: Language): Value {
  const value = at(row, path);
  if (value === undefined || value === null) return undefined;
  switch (kind) {
    case 'narratives':
      return textValue(inLanguage(value as Record<string, string>, language));
    case 'list':
      return Array.isArray(value) ? textValue(value.map(plainText).join('; ')) : undefined;
    case 'pairs':
      return textValue(
        (value as readonly { readonly name: string; readonly value: string }[])
          .map((each) => `${each.name}: ${each.value}`)
          .join('; '),
      );
    case 'json':
      return textValue(JSON.stringify(value));
    case 'date':
      return { kind: 'date', text: plainText(value) };
    case 'amount':
    case 'number':
      return /^-?\d+(\.\d+)?$/.test(plainText(value))
        ? { kind: 'number', text: plainText(value) }
        : textValue(plainText(value));
    default:
      return textValue(plainText(value));
  }
}

const at = (row: unknown, path: readonly string[]): unknown =>
  path.reduce<unknown>((value, member) => (value as Record<string, unknown> | null | undefined)?.[member], row);

const plainText = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

/** The reader's language, or the first there is. */
const inLanguage = (texts: Readonly<Record<string, string>>, language: Language): string =>
  texts[language] ?? texts['es'] ?? texts['en'] ?? Object.values(texts)[0] ?? '';
