import { z } from 'zod';
import { commands } from '#domain/domain';
import type { CommandDefinition } from '#domain/command';
import type { Language } from '#domain/field-errors';
import { columnHead } from '#domain/member-words';

export type Bilingual = Readonly<Record<Language, string>>;

/** What a cell holds, and so how it is read. */
export type CellKind = 'text' | 'date' | 'decimal' | 'amount' | 'currency' | 'integer' | 'boolean' | 'choice' | 'list';

/** What has to be said of a kind of sheet; its columns follow from its command. */
export interface TemplateDefinition {
  /** Its name in addresses and on the command line. */
  readonly kind: string;
  /** The command that each row, or group of rows, becomes. */
  readonly command: string;
  readonly title: Bilingual;
  readonly about: Bilingual;
  /** The member that is a list of objects: each row is one entry, and rows with the same id are one command. */
  readonly list?: string;
  /** Other names of columns, by the path of the member: what our own lists call it, and what people do. */
  readonly synonyms?: Readonly<Record<string, readonly string[]>>;
  /** A body of the command: the example in the template. */
  readonly example: object;
}

/** Stands in a path for each entry of a list. */
export const eachEntry = '[]';

/** One column of a template. */
export interface TemplateColumn {
  /** Where its value goes in the body of the command; `[]` for each entry of the list. */
  readonly path: readonly string[];
  readonly kind: CellKind;
  /** Whether every row, or every group of rows, has to fill it. */
  readonly required: boolean;
  readonly inList: boolean;
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
  collect(command.schema, { path: [], required: true, inList: false }, definition.list, columns);
  return {
    ...definition,
    definition: command,
    columns: columns.map((column) =>
      column.path[0] === command.creates && !column.inList ? { ...column, required: false } : column,
    ),
  };
}

type Place = Pick<TemplateColumn, 'path' | 'required' | 'inList'> & { readonly description?: string };

function collect(given: z.ZodType, outer: Place, list: string | undefined, columns: TemplateColumn[]): void {
  const { schema, required, description } = bare(given);
  const at: Place = { ...outer, required: outer.required && required, ...(description === undefined ? {} : { description }) };
  if (schema instanceof z.ZodObject) {
    for (const [member, each] of Object.entries<z.ZodType>(schema.shape)) {
      const { description: _, ...place } = at;
      collect(each, { ...place, path: [...at.path, member] }, list, columns);
    }
    return;
  }
  if (schema instanceof z.ZodArray) {
    const element = bare(schema.element as z.ZodType).schema;
    if (element instanceof z.ZodObject) {
      if (at.path.join('.') === list) collect(element, { ...at, path: [...at.path, eachEntry], inList: true }, list, columns);
      return;
    }
    columns.push({ ...at, kind: 'list', ...choices(element) });
    return;
  }
  const kind = kindOf(schema, at.path);
  if (kind !== undefined) columns.push({ ...at, kind, ...choices(schema) });
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

/** What stands at the head of a column. Entries of the list are called without it, unless a column beside it is called so. */
export function headOf(template: Pick<Template, 'list' | 'columns'>, column: TemplateColumn, language: Language): string {
  const own = membersOf(column);
  if (!column.inList) return columnHead(own, language);
  const head = columnHead(own.slice(template.list!.split('.').length), language);
  const taken = template.columns.some((each) => !each.inList && columnHead(membersOf(each), language) === head);
  return taken ? columnHead(own, language) : head;
}

const membersOf = ({ path }: Pick<TemplateColumn, 'path'>): string[] => path.filter((member) => member !== eachEntry);
