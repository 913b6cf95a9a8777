import type { Bilingual } from './template.js';

/** What is wrong with one cell, or one row: where it stands, what stands there, and what would be right. */
export interface RowIssue {
  /** The sheet, where it is not the main one. */
  readonly sheet?: string;
  /** The row's number in its file. */
  readonly row: number;
  /** The column's letter in a spreadsheet; absent for what concerns the whole row. */
  readonly column?: string;
  /** What stands at the head of the column. */
  readonly header?: string;
  /** What stands in the cell, cut at 80 characters. */
  readonly value?: string;
  /** A stable name: the rule of a field, or the code of a refusal. */
  readonly rule: string;
  /** In the reader's language. */
  readonly expected: string;
}

/** Rules of sheets, beside those of the fields of commands. */
export const sheetRules = {
  'column-missing': { en: 'a column for this; every row needs it', es: 'una columna para esto; toda fila la necesita' },
  'column-twice': { en: 'this column once', es: 'esta columna una sola vez' },
  required: { en: 'a value', es: 'un valor' },
  'cell-error': {
    en: 'a value instead of an error or an uncalculated formula',
    es: 'un valor en lugar de un error o de una fórmula sin calcular',
  },
  'number-ambiguous': {
    en: 'one that can be read in one way only, e.g. 1234.00, or say decimal=point or decimal=comma',
    es: 'uno que se lea de una sola manera, p. ej. 1234,00, o indique decimal=comma o decimal=point',
  },
  number: { en: 'a number, e.g. 1234.50', es: 'un número, p. ej. 1234,50' },
  'whole-number': { en: 'a whole number', es: 'un número entero' },
  'not-exact': {
    en: 'an exact number: round it in the spreadsheet, e.g. =ROUND(A1,2)',
    es: 'un número exacto: redondéelo en la hoja, p. ej. =REDONDEAR(A1;2)',
  },
  'date-ambiguous': {
    en: 'a date that can be read in one way only, e.g. 2026-03-31, or say dates=day-first or dates=month-first',
    es: 'una fecha que se lea de una sola manera, p. ej. 2026-03-31, o indique dates=day-first o dates=month-first',
  },
  'yes-or-no': { en: 'yes or no', es: 'sí o no' },
  'merged-cell': {
    en: 'a figure in each row: this one is merged over several rows',
    es: 'una cifra en cada fila: esta celda está combinada sobre varias filas',
  },
  'differs-in-group': {
    en: 'the same as in row {first}, or nothing: both rows are one thing',
    es: 'lo mismo que en la fila {first}, o nada: ambas filas son una sola cosa',
  },
  'row-twice': {
    en: 'a row that differs from row {first}; where both are meant, give each a row id of its own',
    es: 'una fila distinta de la {first}; si ambas valen, dé a cada una su propio id de fila',
  },
  'posted-otherwise': {
    en: 'what was posted before under this id, by the same person; correct what is in the book by reversal or amendment',
    es: 'lo registrado antes con este id y por la misma persona; lo que está en el libro se corrige con reverso o modificación',
  },
  fault: {
    en: 'a row that can be decided; this one met a fault of the program',
    es: 'una fila que se pueda decidir; esta encontró una falla del programa',
  },
} as const satisfies Record<string, Bilingual>;
export type SheetRule = keyof typeof sheetRules;

/** The sentence of a rule, with its facts. */
export const ruleText = (
  rule: SheetRule,
  language: 'en' | 'es',
  facts: Readonly<Record<string, string | number>> = {},
): string => sheetRules[rule][language].replaceAll(/\{(\w+)\}/g, (_, name: string) => String(facts[name] ?? '?'));

/** What stands in a cell, as issues quote it. */
export const quotedCell = (text: string): string => (text.length > 80 ? `${text.slice(0, 80)}...` : text);
