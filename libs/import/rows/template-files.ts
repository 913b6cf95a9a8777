import type { Language } from '#domain/field-errors';
import { wordOf } from '#domain/words/sentence';
import { type CsvDialect, byteOrderMark, csvLine } from '#spreadsheet/csv-write';
import { type Value, type WrittenColumn, textValue } from '#spreadsheet/value';
import { type SheetPlan, WorkbookWriter } from '#spreadsheet/xlsx-write';
import { choiceOf } from './cell-value.js';
import { exampleCells } from './example-rows.js';
import { columnsOf, rowIdHead } from './heading.js';
import { standsOnMain } from './read-rows.js';
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

/** The name of the sheet that explains columns; nobody's rows stand there. */
export const helpSheet: Bilingual = { en: 'Help', es: 'Ayuda' };

const helpWords = {
  sheet: { en: 'Sheet', es: 'Hoja' },
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

/** A sheet of a template's workbook. */
interface TemplateSheet {
  readonly name: string;
  readonly columns: readonly TemplateColumn[];
  /** The list that it is of. */
  readonly list?: string;
}

/** The sheets of a template: its own, and those of the lists that have one. */
const sheetsOf = (template: Template, language: Language): TemplateSheet[] => [
  { name: template.title[language], columns: template.columns.filter((column) => standsOnMain(template, column)) },
  ...(template.lists ?? []).flatMap(({ path, sheet }) =>
    sheet ? [{ name: sheet[language], columns: columnsOf(template, path), list: path }] : [],
  ),
];

/** The template as a workbook: the same on a sheet for each table, with lists of choices to pick from, and a sheet of help. */
export const templateXlsx = (template: Template, language: Language): Uint8Array => workbookXlsx([template], language);

/** Several templates as one workbook, whose sheets are sent in one kind after the other, in their order. */
export function workbookXlsx(templates: readonly Template[], language: Language): Uint8Array {
  const sheets = templates.flatMap((template) => sheetsOf(template, language).map((sheet) => ({ template, ...sheet })));
  const plans = sheets.map(({ template, name, columns, list }): SheetPlan => ({
    name,
    columns: [
      ...columns.map((column): WrittenColumn => ({
        header: headOf(template, column, language, list),
        ...(column.kind === 'choice' ? { oneOf: choiceWords(column, language) } : {}),
      })),
      ...(list === undefined ? [{ header: rowIdHead[language] }] : []),
    ],
  }));
  const writer = new WorkbookWriter([...plans, helpPlan(language)]);
  for (const [at, { template, name, columns, list }] of sheets.entries()) {
    const examples = exampleCells(template, columns);
    for (const cells of examples)
      writer.row(
        at,
        cells.map((text, place) => exampleValue(text, columns[place]!)),
      );
    for (const [place, column] of columns.entries()) {
      const row = helpRow(column, headOf(template, column, language, list), examples[0]?.[place] ?? '', language);
      writer.row(sheets.length, [name, ...row].map(textOrNothing));
    }
  }
  writer.row(sheets.length, ['', rowIdHead[language], '', helpWords.rowId[language]].map(textOrNothing));
  writer.end();
  return Buffer.concat(writer.take());
}

const helpPlan = (language: Language): SheetPlan => ({
  name: helpSheet[language],
  columns: [
    { header: helpWords.sheet[language], width: 28 },
    { header: helpWords.column[language], width: 28 },
    { header: helpWords.needed[language], width: 12 },
    { header: helpWords.takes[language], width: 70 },
    { header: helpWords.example[language], width: 30 },
    { header: helpWords.member[language], width: 28 },
  ],
});

function helpRow(column: TemplateColumn, head: string, example: string, language: Language): string[] {
  const takes = [
    kindHelp[column.kind][language],
    choiceWords(column, language).join(', '),
    language === 'en' ? column.description : undefined,
  ];
  const needed = column.required ? helpWords.yes[language] : '';
  return [head, needed, takes.filter(Boolean).join(' '), example, pathText(column)];
}

/** The choices of a column as the reader calls them, where each word stands for one of them alone. */
function choiceWords({ oneOf = [] }: TemplateColumn, language: Language): readonly string[] {
  const words = language === 'en' ? oneOf : oneOf.map((each) => wordOf(each, language));
  return words.every((word, at) => choiceOf(word, oneOf) === oneOf[at]) ? words : oneOf;
}

const textOrNothing = (text: string): Value => (text === '' ? undefined : textValue(text));

function exampleValue(text: string, { kind }: TemplateColumn): Value {
  if (text === '') return undefined;
  if (kind === 'amount' || kind === 'decimal' || kind === 'integer') return { kind: 'number', text };
  return kind === 'date' ? { kind: 'date', text } : textValue(text);
}
