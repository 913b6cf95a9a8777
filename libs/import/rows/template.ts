import { z } from 'zod';
import { commands } from '#domain/domain';
import type { CommandDefinition } from '#domain/command';
import type { Language } from '#domain/field-errors';
import { columnHead } from '#domain/member-words';

export type Bilingual = Readonly<Record<Language, string>>;

/** What a cell holds, and so how it is read. */
export type CellKind = 'text' | 'date' | 'decimal' | 'amount' | 'currency' | 'integer' | 'boolean' | 'choice' | 'list';

/** A list of a command whose entries are rows. */
export interface TemplateList {
  /** The members that lead to it by dots; `instalments.conditions` is a list inside of each instalment. */
  readonly path: string;
  /** In a workbook it stands on a sheet of this name, whose rows name what they belong to; else beside the rest. */
  readonly sheet?: Bilingual;
}

/** What has to be said of a kind of sheet; its columns follow from its command. */
export interface TemplateDefinition {
  /** Its name in addresses and on the command line. */
  readonly kind: string;
  /** The command that each row, or group of rows, becomes. */
  readonly command: string;
  readonly title: Bilingual;
  readonly about: Bilingual;
  /** The members that are lists of objects: each row is one entry, and rows with the same id are one command. */
  readonly lists?: readonly TemplateList[];
  /** What stands for the id of rows that have none: rows that say the same of these are one command. */
  readonly natural?: readonly string[];
  /** The members inside of which ids are given, where those of one do not have to differ from those of another. */
  readonly within?: readonly string[];
  /** All rows of a file are one command. */
  readonly single?: true;
  /** Lists inside of an entry whose entries stand side by side in one row, and how many: `by.dimensions` has three pairs of columns. */
  readonly beside?: Readonly<Record<string, number>>;
  /** Heads of columns where those that follow from the members read badly, by the path of the member. */
  readonly heads?: Readonly<Record<string, Bilingual>>;
  /** Other names of columns, by the path of the member: what our own lists call it, and what people do. */
  readonly synonyms?: Readonly<Record<string, readonly string[]>>;
  /** A body of the command: the example in the template. */
  readonly example: object;
}

/** Stands in a path for each entry of a list. */
export const eachEntry = '[]';

/** One column of a template. */
export interface TemplateColumn {
  /** Where its value goes in the body of the command; `[]` for each entry of a list, a number for one entry of a short one. */
  readonly path: readonly string[];
  readonly kind: CellKind;
  /** Whether every command has to fill it; of a list that may be absent, none of its columns is. */
  readonly required: boolean;
  /** The path of the list whose entries it is of; empty for the command's own members. */
  readonly list: string;
  readonly oneOf?: readonly string[];
  /** What the command's schema says of it, in English. */
  readonly description?: string;
}

/** A kind of sheet, with its columns. */
export interface Template extends TemplateDefinition {
  readonly definition: CommandDefinition;
  readonly columns: readonly TemplateColumn[];
}

/** A template with the columns that its command's schema gives. Throws `RangeError` for a command that there is not. */
export function templateOf(definition: TemplateDefinition): Template {
  const command = commands.get(definition.command);
  if (!command) throw new RangeError(`no such command: ${definition.command}`);
  const columns: TemplateColumn[] = [];
  collect(command.schema, { path: [], required: true, list: '' }, definition, columns);
  return {
    ...definition,
    definition: command,
    columns: columns.map((column) =>
      column.path[0] === command.creates && column.list === '' ? { ...column, required: false } : column,
    ),
  };
}

type Place = Pick<TemplateColumn, 'path' | 'required' | 'list'> & { readonly description?: string };

function collect(given: z.ZodType, outer: Place, definition: TemplateDefinition, columns: TemplateColumn[]): void {
  const { schema, required, description } = bare(given);
  const at: Place = { ...outer, required: outer.required && required, ...(description === undefined ? {} : { description }) };
  const shape = membersIn(schema);
  if (shape) {
    for (const [member, each] of Object.entries(shape)) {
      const { description: _, ...place } = at;
      collect(each, { ...place, path: [...at.path, member] }, definition, columns);
    }
    return;
  }
  if (schema instanceof z.ZodArray) {
    collectList(schema.element as z.ZodType, at, definition, columns);
    return;
  }
  const kind = kindOf(schema, at.path);
  if (kind !== undefined) columns.push({ ...at, kind, ...choices(schema) });
}

/** Lists of words stand in one cell; those of objects are rows, or stand side by side, where the template says so. */
function collectList(given: z.ZodType, at: Place, definition: TemplateDefinition, columns: TemplateColumn[]): void {
  const element = bare(given).schema;
  if (!membersIn(element)) {
    columns.push({ ...at, kind: 'list', ...choices(element) });
    return;
  }
  const path = pathText(at);
  const beside = definition.beside?.[path] ?? 0;
  for (let n = 0; n < beside; n++)
    collect(element, { ...at, path: [...at.path, String(n)], required: false }, definition, columns);
  if (definition.lists?.some((list) => list.path === path))
    collect(element, { ...at, path: [...at.path, eachEntry], list: path }, definition, columns);
}

/** The members of an object; of one that has several forms, those of all of them, and one choice of the form. */
function membersIn(schema: z.ZodType): Readonly<Record<string, z.ZodType>> | undefined {
  if (schema instanceof z.ZodObject) return schema.shape;
  if (!(schema instanceof z.ZodDiscriminatedUnion)) return undefined;
  const forms = (schema.options as readonly z.ZodType[]).map((form) => bare(form).schema as z.ZodObject);
  const { discriminator } = schema.def;
  const kinds = forms.flatMap((form) => [...(form.shape[discriminator] as z.ZodLiteral<string>).values]);
  const members = Object.assign({}, ...forms.map((form) => form.shape).toReversed()) as Record<string, z.ZodType>;
  const optional = Object.entries(members)
    .filter(([member]) => member !== discriminator)
    .map(([member, each]): [string, z.ZodType] => [member, each.optional()]);
  return { [discriminator]: z.enum(kinds), ...Object.fromEntries(optional) };
}

function choices(schema: z.ZodType): { oneOf?: readonly string[] } {
  return schema instanceof z.ZodEnum ? { oneOf: schema.options.map(String) } : {};
}

/** What stands inside of optional, defaulted and transformed fields, and whether something has to be given. */
function bare(given: z.ZodType): { readonly schema: z.ZodType; readonly required: boolean; readonly description?: string } {
  let [schema, required, description] = [given, true, given.description];
  for (;;) {
    description ??= schema.description;
    if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodNullable) {
      required = false;
      schema = schema.unwrap() as z.ZodType;
    } else if (schema instanceof z.ZodPipe) schema = schema.in as z.ZodType;
    else return { schema, required, ...(description === undefined ? {} : { description }) };
  }
}

/** Undefined for what no single cell can hold. */
function kindOf(schema: z.ZodType, path: readonly string[]): CellKind | undefined {
  if (schema instanceof z.ZodEnum) return 'choice';
  if (schema instanceof z.ZodNumber) return 'integer';
  if (schema instanceof z.ZodBoolean || (schema instanceof z.ZodLiteral && schema.value === true)) return 'boolean';
  if (!(schema instanceof z.ZodString)) return undefined;
  const member = path.at(-1);
  if (schema.meta()?.['format'] === 'date') return 'date';
  if (member === 'amount') return 'amount';
  if (member === 'currency') return 'currency';
  // A text that may say 1 and may not say x is a figure.
  return schema.safeParse('1').success && !schema.safeParse('x').success ? 'decimal' : 'text';
}

/** The path of a column as texts name it: `lines.amount.amount`. */
export const pathText = (column: Pick<TemplateColumn, 'path'>): string => membersOf(column).join('.');

/** The name of the list around a list; empty for one of the command's own, undefined for those themselves. */
export function listAround(template: Pick<Template, 'lists'>, list: string): string | undefined {
  if (list === '') return undefined;
  const around = (template.lists ?? []).map(({ path }) => path).filter((path) => list.startsWith(`${path}.`));
  return around.toSorted((a, b) => b.length - a.length)[0] ?? '';
}

/** Lists directly inside of another one, or of the command. */
export const listsIn = (template: Pick<Template, 'lists'>, list: string): string[] =>
  (template.lists ?? []).map(({ path }) => path).filter((path) => listAround(template, path) === list);

/** The column that names an entry of a list, so that rows of lists inside of it can say which they belong to. */
export const keyOfList = (template: Pick<Template, 'columns'>, list: string): TemplateColumn | undefined =>
  template.columns.find((column) => column.list === list && pathText(column) === `${list}.id`);

/**
 * What stands at the head of a column. Entries of a list are called without it, unless a column beside it is called so; those
 * of lists with a sheet of their own on that sheet alone, which is that of `sheetOf`.
 */
export function headOf(
  template: Pick<Template, 'lists' | 'columns' | 'heads'>,
  column: TemplateColumn,
  language: Language,
  sheetOf?: string,
): string {
  const named = template.heads?.[pathText(column)];
  if (named) return named[language];
  const [full, short] = [columnHead(membersOf(column), language), shortHead(column, language)];
  if (column.list === '' || (sheetOf !== undefined && column.list !== sheetOf)) return full;
  if (sheetOf !== undefined) return short;
  if (template.lists?.some(({ path, sheet }) => path === column.list && sheet !== undefined)) return full;
  const first = template.lists?.[0]?.path;
  const taken = template.columns.some(
    (each) => each.list !== column.list && (each.list === '' || column.list !== first) && shortHead(each, language) === short,
  );
  return taken ? full : short;
}

const shortHead = (column: TemplateColumn, language: Language): string =>
  columnHead(membersOf(column).slice(column.list === '' ? 0 : column.list.split('.').length), language);

const membersOf = ({ path }: Pick<TemplateColumn, 'path'>): string[] => path.filter((member) => member !== eachEntry);
