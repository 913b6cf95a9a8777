import { wordOf } from '#domain/words/sentence';
import { isLocalDate } from '#kernel/time';
import { unreachable } from '#kernel/unreachable';
import type { Cell } from '#spreadsheet/cell';
import { type DecimalSign, parseDecimal } from '#spreadsheet/decimal';
import type { SheetRule } from './issue.js';
import type { TemplateColumn } from './template.js';

/** Which part of a date with slashes comes first; `auto` takes what can be read in one way only. */
export type DateOrder = 'auto' | 'day-first' | 'month-first';

/** How cells of a file are read, where they can be read in several ways. */
export interface Reading {
  readonly decimal: DecimalSign;
  readonly dates: DateOrder;
}

type Read = { readonly value: unknown } | { readonly rule: SheetRule };

/** The value of a cell that is not empty, as JSON carries it in the body of a command, or why there is none. */
export function cellValue(cell: Cell, column: TemplateColumn, reading: Reading): Read {
  if (cell.kind === 'error') return { rule: 'cell-error' };
  if (cell.merged && figures.has(column.kind)) return { rule: 'merged-cell' };
  // Blanks around it are nobody's meaning, and would make two rows of one.
  const text = cell.text.trim();
  switch (column.kind) {
    case 'text':
      return { value: text };
    case 'date':
      return dateValue(cell, text, reading.dates);
    case 'amount':
    case 'decimal':
      return numberValue(cell, text, reading.decimal);
    case 'integer': {
      const read = numberValue(cell, text, reading.decimal);
      if ('rule' in read) return read;
      const whole = String(read.value).replace(/\.0+$/, '');
      return /^-?\d{1,15}$/.test(whole) ? { value: Number(whole) } : { rule: 'whole-number' };
    }
    case 'currency':
      return { value: text.toUpperCase() };
    case 'boolean':
      return booleanValue(text);
    case 'choice':
      return { value: choiceOf(text, column.oneOf ?? []) };
    case 'list':
      return { value: listOf(text, column.oneOf) };
    default:
      return unreachable(column.kind);
  }
}

/** A figure over several rows is one figure: nobody can say which part of it belongs to which row. */
const figures: ReadonlySet<string> = new Set(['amount', 'decimal', 'integer']);

const listOf = (text: string, oneOf: readonly string[] | undefined): string[] =>
  text
    .split(/[;\n]/)
    .map((each) => each.trim())
    .filter((each) => each !== '')
    .map((each) => (oneOf ? choiceOf(each, oneOf) : each));

function numberValue(cell: Cell, text: string, decimal: DecimalSign): Read {
  // A number of a workbook is exact as it stands, or is left with the digits of its float.
  if (cell.kind === 'number')
    return (text.split('.')[1] ?? '').length > 12 ? { rule: 'not-exact' } : { value: text.replace(/^(-?)0+(?=\d)/, '$1') };
  if (cell.kind !== 'text') return { rule: 'number' };
  const read = parseDecimal(text, decimal);
  if ('text' in read) return { value: read.text };
  return { rule: read.fault === 'ambiguous' ? 'number-ambiguous' : 'number' };
}

function dateValue(cell: Cell, text: string, order: DateOrder): Read {
  // Wrong dates go on as they are: the command's own rule says what is wrong.
  if (cell.kind === 'date' || isLocalDate(text)) return { value: text };
  const [, a = '', b = '', year = ''] = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/.exec(text) ?? [];
  if (year === '') return { value: text };
  const date = (day: string, month: string): string => `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const [dayFirst, monthFirst] = [date(a, b), date(b, a)];
  if (order !== 'auto') return { value: order === 'day-first' ? dayFirst : monthFirst };
  const both = isLocalDate(dayFirst) && isLocalDate(monthFirst) && dayFirst !== monthFirst;
  if (both) return { rule: 'date-ambiguous' };
  return { value: isLocalDate(dayFirst) ? dayFirst : monthFirst };
}

function booleanValue(text: string): Read {
  if (/^(true|yes|sí|si|verdadero|x|1)$/i.test(text)) return { value: true };
  return /^(false|no|falso|0)$/i.test(text) ? { value: false } : { rule: 'yes-or-no' };
}

/** A choice by its code or its Spanish word, whatever the case; what is neither stays, for the command's rule to refuse. */
export function choiceOf(text: string, options: readonly string[]): string {
  const wanted = plainWord(text);
  const spellings = (each: string): string[] => [each, wordOf(each, 'es', 'm'), wordOf(each, 'es', 'f')];
  return options.find((each) => spellings(each).some((spelling) => plainWord(spelling) === wanted)) ?? text;
}

/** Words are compared without case, accents, and what stands between them. */
export const plainWord = (text: string): string =>
  text
    .normalize('NFD')
    .replaceAll(/[\u0300-\u036f]/g, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9%]+/g, ' ')
    .trim();
