import type { Language } from '#domain/field-errors';
import type { Cell } from '#spreadsheet/cell';
import { type CsvDialect, byteOrderMark, csvLine } from '#spreadsheet/csv-write';
import { type Value, type WrittenColumn, textValue } from '#spreadsheet/value';
import { type SheetPlan, WorkbookWriter } from '#spreadsheet/xlsx-write';
import type { Heading } from './read-rows.js';
import { errorsHead, exampleCells, rowIdHead } from './read-rows.js';
import type { RowIssue } from './issue.js';
import type { RowsImported } from './import-rows.js';
import { type Bilingual, type CellKind, type Template, type TemplateColumn, headOf, pathText } from './template.js';

/** What a cell of each kind takes, in a sentence of the help sheet. */
const kindHelp: Readonly<Record<CellKind, Bilingual>> = {
  text: { en: 'Text.', es: 'Texto.' },
  date: { en: 'A date, YYYY-MM-DD.', es: 'Una fecha, AAAA-MM-DD.' },
  decimal: { en: 'A decimal number.', es: 'Un número decimal.' },
  amount: {
    en: "An exact amount, with at most the currency's decimals.",
    es: 'Un monto exacto, con los decimales de la moneda como máximo.',
  },
  currency: { en: 'An ISO 4217 code, e.g. USD.', es: 'Un código ISO 4217, p. ej. USD.' },
  integer: { en: 'A whole number.', es: 'Un número entero.' },
  boolean: { en: 'Yes or no.', es: 'Sí o no.' },
  choice: { en: 'One of:', es: 'Uno de:' },
  list: { en: 'Several, separated by semicolons.', es: 'Varios, separados por punto y coma.' },
};

const helpWords = {
  sheet: { en: 'Help', es: 'Ayuda' },
  column: { en: 'Column', es: 'Columna' },
  needed: { en: 'Required', es: 'Obligatoria' },
  takes: { en: 'What it takes', es: 'Qué recibe' },
  example: { en: 'Example', es: 'Ejemplo' },
  member: { en: 'Member of the command', es: 'Campo del comando' },
  yes: { en: 'yes', es: 'sí' },
  rowId: {
    en: 'Any text, once in the file: tells apart rows that say the same, and lets a corrected row be sent again.',
    es: 'Cualquier texto, una vez en el archivo: distingue filas que dicen lo mismo y permite enviar de nuevo una fila corregida.',
  },
} as const satisfies Record<string, Bilingual>;

const headsOf = (template: Template, language: Language): string[] => [
  ...template.columns.map((column) => headOf(template, column, language)),
  rowIdHead[language],
];

/** The template as CSV: its head, and its example, which is passed over when it is left standing. */
export function templateCsv(template: Template, language: Language, dialect: CsvDialect): string {
  const rows = exampleCells(template, template.columns).map((cells) =>
    cells.map((text, at) => exampleValue(text, template.columns[at]!)),
  );
  return (
    byteOrderMark + [headsOf(template, language).map(textValue), ...rows].map((values) => csvLine(values, dialect)).join('')
  );
}

/** The template as a workbook: the same, with lists of choices to pick from, and a sheet that explains each column. */
export function templateXlsx(template: Template, language: Language): Uint8Array {
  const columns: WrittenColumn[] = headsOf(template, language).map((header, at) => {
    const choices = template.columns[at]?.kind === 'choice' ? template.columns[at].oneOf : undefined;
    return { header, ...(choices ? { oneOf: choices } : {}) };
  });
  const help: SheetPlan = {
    name: helpWords.sheet[language],
    columns: [
      { header: helpWords.column[language], width: 28 },
      { header: helpWords.needed[language], width: 12 },
      { header: helpWords.takes[language], width: 70 },
      { header: helpWords.example[language], width: 30 },
      { header: helpWords.member[language], width: 28 },
    ],
  };
  const writer = new WorkbookWriter([{ name: template.title[language], columns }, help]);
  const examples = exampleCells(template, template.columns);
  for (const cells of examples)
    writer.row(
      0,
      cells.map((text, at) => exampleValue(text, template.columns[at]!)),
    );
  for (const [at, column] of template.columns.entries()) {
    const takes = [
      kindHelp[column.kind][language],
      column.oneOf?.join(', '),
      language === 'en' ? column.description : undefined,
    ];
    const needed = column.required ? helpWords.yes[language] : '';
    const cells = [
      headOf(template, column, language),
      needed,
      takes.filter(Boolean).join(' '),
      examples[0]![at] ?? '',
      pathText(column),
    ];
    writer.row(1, cells.map(textOrNothing));
  }
  writer.row(1, [rowIdHead[language], '', helpWords.rowId[language]].map(textOrNothing));
  writer.end();
  return Buffer.concat(writer.take());
}

const textOrNothing = (text: string): Value => (text === '' ? undefined : textValue(text));

function exampleValue(text: string, { kind }: TemplateColumn): Value {
  if (text === '') return undefined;
  if (kind === 'amount' || kind === 'decimal' || kind === 'integer') return { kind: 'number', text };
  return kind === 'date' ? { kind: 'date', text } : textValue(text);
}

/** A row that is not in the book: its cells as they came, and what is wrong with them. */
export interface RefusedRow {
  readonly cells: readonly Cell[];
  readonly wrong: string;
}

/** The rows that were refused, in the form in which they are kept until somebody fetches them. */
export interface RefusedRows {
  readonly head: readonly string[];
  readonly rows: readonly RefusedRow[];
}

/** What of an import has to be corrected and sent again. */
export const refusedOf = ({ heading, refused }: Pick<RowsImported, 'heading' | 'refused'>): RefusedRows => ({
  head: headTexts(heading),
  rows: refused.map(({ row, issues }) => ({
    cells: headTexts(heading).map((_, at) => row.cells[at] ?? { kind: 'empty', text: '' }),
    wrong: issues.map(issueText).join('\n'),
  })),
});

const headTexts = ({ row }: Heading): string[] => row.cells.map(({ text }) => text);

/** `Monto: "1.234": not-a-decimal: a decimal number ...` */
const issueText = ({ header, value, expected }: RowIssue): string =>
  [header, value === undefined ? undefined : JSON.stringify(value), expected].filter((each) => each !== undefined).join(': ');

const knownErrors = new Set<string>(Object.values(errorsHead));

/** The refused rows as a file like the one that came, with a last column that says what is wrong. */
function refusedTable({ head, rows }: RefusedRows, language: Language): { head: string[]; rows: Value[][] } {
  const kept = head.flatMap((text, at) => (knownErrors.has(text) ? [] : [at]));
  return {
    head: [...kept.map((at) => head[at]!), errorsHead[language]],
    rows: rows.map(({ cells, wrong }) => [...kept.map((at) => cellBack(cells[at]!)), textValue(wrong)]),
  };
}

/** A cell as it came: numbers as numbers, and what a text said to the letter. */
function cellBack({ kind, text }: Cell): Value {
  if (kind === 'empty') return undefined;
  return kind === 'number' || kind === 'date' ? { kind, text } : textValue(text);
}

export function refusedCsv(refused: RefusedRows, language: Language, dialect: CsvDialect): string {
  const { head, rows } = refusedTable(refused, language);
  return byteOrderMark + [head.map(textValue), ...rows].map((values) => csvLine(values, dialect)).join('');
}

export function refusedXlsx(refused: RefusedRows, language: Language): Uint8Array {
  const { head, rows } = refusedTable(refused, language);
  const writer = new WorkbookWriter([{ name: errorsHead[language], columns: head.map((header) => ({ header })) }]);
  for (const row of rows) writer.row(0, row);
  writer.end();
  return Buffer.concat(writer.take());
}
