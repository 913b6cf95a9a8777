import { Readable } from 'node:stream';
import type { z } from 'zod';
import type { CsvDialect } from '#spreadsheet/csv-write';
import { headerOf } from '../headers.js';
import { languageOf } from '../language.js';
import { Problem, invalidFields } from '../problem.js';
import { type Asked, type Parameters, oneOf, readParameters, textParameter } from '../queries/parameters.js';
import type { Query } from '../queries/query.js';
import { type Tabled, csvOf, csvText, xlsxOf } from './answer-table.js';
import { planOf, tableName } from './plan.js';

/** The media types of tables. */
export const tableTypes = {
  csv: 'text/csv',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const;
type Format = keyof typeof tableTypes;

/** What every query takes beside its own parameters. */
export const formatParameters = {
  format: oneOf('The form of the answer; by `Accept` when absent. Of a list in CSV and XLSX, all pages.', [
    'json',
    'csv',
    'xlsx',
  ] as const),
  table: textParameter(
    'Of CSV, which of the tables of the answer; the outermost when absent.',
    /^[A-Za-z0-9.]{1,100}$/,
    'lines',
    {
      en: 'the name of a table of this answer',
      es: 'el nombre de una tabla de esta respuesta',
    },
  ),
  separator: oneOf(
    'Of CSV, what stands between cells; with a semicolon, decimals stand behind a comma, as Excel has it in many countries.',
    ['comma', 'semicolon', 'tab'] as const satisfies readonly CsvDialect[],
  ),
} satisfies Parameters;

/** How an answer was asked for, and the parameters that are the query's own. */
export interface AskedForm {
  readonly form: Asked<typeof formatParameters>;
  readonly format: Format | 'json';
  readonly own: Readonly<Record<string, unknown>>;
}

/** Takes the parameters of the form apart from those of the query. Throws the problem of wrong fields. */
export function formOf(given: Readonly<Record<string, unknown>>, accept: string | undefined): AskedForm {
  const [mine, own] = [{} as Record<string, unknown>, {} as Record<string, unknown>];
  for (const [name, value] of Object.entries(given)) (Object.hasOwn(formatParameters, name) ? mine : own)[name] = value;
  const form = readParameters(formatParameters, mine);
  return { form, own, format: form.format ?? accepted(accept) };
}

/** The first of the forms that an `Accept` header names; JSON when it names none. */
function accepted(accept: string | undefined): Format | 'json' {
  for (const range of (accept ?? '').split(',')) {
    const type = range.split(';')[0]!.trim().toLowerCase();
    if (type === 'application/json' || type === '*/*') return 'json';
    const format = (Object.keys(tableTypes) as Format[]).find((each) => tableTypes[each] === type);
    if (format) return format;
  }
  return 'json';
}

/** Most items of a page when all are read. */
const pageSize = 500;

/** An answer as a file: its headers and its bytes, written while they are read. */
export interface TableFile {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Readable;
}

/** Makes a file of an answer. `first` was read already; `read` reads a further page. */
export function tableFile(
  query: Pick<Query, 'name' | 'answer' | 'mainTable'>,
  { form, format, own }: AskedForm,
  requestHeaders: Readonly<Record<string, string | string[] | undefined>>,
  book: string | undefined,
  first: object,
  read: (query: Readonly<Record<string, unknown>>) => Promise<object | undefined>,
): TableFile {
  const language = languageOf(headerOf(requestHeaders, 'accept-language'));
  const { isList, tables } = plans(query.answer);
  const names = tables.map((table) => tableName(table, isList));
  const asked = form.table ?? query.mainTable;
  const table = asked === undefined ? tables[0]! : tables[names.indexOf(asked)];
  if (!table) throw noSuchTable(asked ?? '', names);
  const tabled: Tabled = { isList, tables, language, pages: isList ? allPages(first, own, read) : onePage(first) };
  const kind = format === 'xlsx' ? 'xlsx' : 'csv';
  const file = [book, query.name.replace(/^(list|read)/, '').toLowerCase(), form.table?.replaceAll('.', '-')]
    .filter(Boolean)
    .join('-');
  return {
    headers: {
      'content-type': kind === 'csv' ? `${tableTypes.csv}; charset=utf-8; header=present` : tableTypes.xlsx,
      'content-disposition': `attachment; filename="${file}.${kind}"`,
      'content-language': language,
      vary: 'Accept, Accept-Language',
    },
    body: Readable.from(kind === 'csv' ? csvOf(tabled, table, form.separator ?? 'comma') : xlsxOf(tabled), {
      objectMode: false,
    }),
  };
}

const known = new WeakMap<z.ZodType, ReturnType<typeof planOf>>();

function plans(answer: z.ZodType): ReturnType<typeof planOf> {
  const plan = known.get(answer) ?? planOf(answer);
  known.set(answer, plan);
  return plan;
}

/** Every page, or the one that was asked for. */
async function* allPages(
  first: object,
  own: Readonly<Record<string, unknown>>,
  read: (query: Readonly<Record<string, unknown>>) => Promise<object | undefined>,
): AsyncGenerator<readonly object[]> {
  let page: object | undefined = first;
  for (;;) {
    const { items, next } = page as { items: readonly object[]; next?: string };
    yield items;
    if (next === undefined || 'limit' in own || 'cursor' in own) return;
    const { after: _, ...filters } = own;
    page = await read({ ...filters, limit: String(pageSize), cursor: next });
    if (!page) return;
  }
}

async function* onePage(answer: object): AsyncGenerator<readonly object[]> {
  yield [answer];
}

const noSuchTable = (asked: string, names: readonly string[]): Problem =>
  invalidFields((language) => [
    {
      field: 'table',
      value: JSON.stringify(asked),
      rule: 'one-of',
      expected: { en: `one of ${names.join(', ')}`, es: `uno de ${names.join(', ')}` }[language],
    },
  ]);

/** The names of the tables that an answer has in CSV. */
export const tableNames = (answer: z.ZodType): string[] => {
  const { isList, tables } = plans(answer);
  return tables.map((table) => tableName(table, isList));
};

/** What a query is asked for so that its first page is as large as the further ones. */
export const pagedQuery = (
  query: Pick<Query, 'parameters'>,
  own: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> =>
  'limit' in query.parameters && !('limit' in own) && !('cursor' in own) ? { ...own, limit: String(pageSize) } : own;

/** The table of an answer that CSV gives unasked, in English: for the description of the API. */
export function csvExample({ answer: schema, mainTable }: Pick<Query, 'answer' | 'mainTable'>, answer: object): string {
  const { isList, tables } = plans(schema);
  const rows = isList ? (answer as { readonly items: readonly object[] }).items : [answer];
  return csvText(
    tables,
    rows,
    tables.find((table) => tableName(table, isList) === mainTable),
  );
}
