import { z } from 'zod';

/** What a column holds: how its cells are written. */
export type ColumnKind = 'text' | 'date' | 'number' | 'amount' | 'currency' | 'narratives' | 'list' | 'pairs' | 'json';

/** One column: where its value stands inside of a row. */
export interface PlannedColumn {
  readonly path: readonly string[];
  readonly kind: ColumnKind;
}

/** One table that an answer holds. A table inside of another begins with what names the row it belongs to. */
export interface PlannedTable {
  /** The arrays that lead to it, outermost first; none for the answer itself, or for the items of a list. */
  readonly arrays: readonly (readonly string[])[];
  readonly columns: readonly PlannedColumn[];
}

/** The name of a table in addresses: its arrays' members by dots; `items` for the outermost of a list. */
export const tableName = ({ arrays }: PlannedTable, isList: boolean): string =>
  arrays.length === 0 ? (isList ? 'items' : 'summary') : arrays.flat().join('.');

/** Members whose decimal texts are figures, not codes. */
const figures = /^(percentage|share|rate|quantity|weight|score|hhi|ratio)$|(Percentage|Share|Rate|Quantity|Score|Weight)$/;

/**
 * The tables of an answer, from its schema alone: objects become columns, arrays of objects become tables of their own,
 * money two columns. Of a list, the rows are its items.
 */
export function planOf(answer: z.ZodType): { readonly isList: boolean; readonly tables: readonly PlannedTable[] } {
  const shape = objectShape(answer);
  const items = shape?.['items'] && bare(shape['items']);
  const isList = items instanceof z.ZodArray;
  const row = isList ? (items.element as z.ZodType) : answer;
  const tables: PlannedTable[] = [];
  const collect = (schema: z.ZodType, arrays: readonly (readonly string[])[]): void => {
    const columns: PlannedColumn[] = [];
    const inner: [path: readonly string[], element: z.ZodType][] = [];
    leaves(schema, [], columns, inner);
    tables.push({ arrays, columns });
    for (const [path, element] of inner) collect(element, [...arrays, path]);
  };
  collect(row, []);
  return { isList, tables: tables.filter(({ columns, arrays }) => columns.length > 0 || arrays.length === 0) };
}

function leaves(
  schema: z.ZodType,
  path: readonly string[],
  columns: PlannedColumn[],
  inner: [path: readonly string[], element: z.ZodType][],
): void {
  const at = bare(schema);
  const shape = objectShape(at);
  const members = Object.keys(shape ?? {})
    .toSorted()
    .join(' ');
  const name = path.at(-1) ?? '';
  if (members === 'amount currency')
    columns.push({ path: [...path, 'amount'], kind: 'amount' }, { path: [...path, 'currency'], kind: 'currency' });
  else if (members === 'en es fr pt') columns.push({ path, kind: 'narratives' });
  else if (shape) for (const [member, each] of Object.entries(shape)) leaves(each, [...path, member], columns, inner);
  else if (at instanceof z.ZodArray) {
    const element = bare(at.element as z.ZodType);
    if (isPair(element)) columns.push({ path, kind: 'pairs' });
    else if (objectShape(element)) inner.push([path, element]);
    else columns.push({ path, kind: 'list' });
  } else if (isScalar(at)) columns.push({ path, kind: kindOf(at, name) });
  else columns.push({ path, kind: 'json' });
}

/** A name with its value says what the row is of (`country: CR`): it stands in the row, not in a table of its own. */
const isPair = (schema: z.ZodType): boolean =>
  Object.keys(objectShape(schema) ?? {})
    .toSorted()
    .join(' ') === 'name value';

/** The members of an object; those of all forms of a union of objects together. */
function objectShape(schema: z.ZodType): Record<string, z.ZodType> | undefined {
  const at = bare(schema);
  if (at instanceof z.ZodObject) return at.shape;
  if (!(at instanceof z.ZodUnion)) return undefined;
  const shapes = (at.options as readonly z.ZodType[]).map(objectShape);
  return shapes.every((shape) => shape !== undefined) ? Object.assign({}, ...shapes.toReversed()) : undefined;
}

/** What stands inside of optional, nullable, defaulted and transformed fields. */
function bare(schema: z.ZodType): z.ZodType {
  if (
    schema instanceof z.ZodOptional ||
    schema instanceof z.ZodNullable ||
    schema instanceof z.ZodDefault ||
    schema instanceof z.ZodReadonly
  )
    return bare(schema.unwrap() as z.ZodType);
  if (schema instanceof z.ZodPipe) return bare(schema.out as z.ZodType);
  return schema instanceof z.ZodLazy ? bare(schema.unwrap() as z.ZodType) : schema;
}

const isScalar = (schema: z.ZodType): boolean =>
  schema instanceof z.ZodString ||
  schema instanceof z.ZodStringFormat ||
  schema instanceof z.ZodNumber ||
  schema instanceof z.ZodBoolean ||
  schema instanceof z.ZodEnum ||
  schema instanceof z.ZodLiteral ||
  schema instanceof z.ZodUnion;

function kindOf(schema: z.ZodType, name: string): ColumnKind {
  if (schema instanceof z.ZodNumber) return 'number';
  if (schema instanceof z.ZodStringFormat && schema._zod.def.format === 'date') return 'date';
  return figures.test(name) ? 'number' : 'text';
}
