import { type Value, shielded } from './value.js';

/** How CSV is written: Excel where the decimals stand behind a comma separates cells by semicolons. */
export type CsvDialect = 'comma' | 'semicolon' | 'tab';

const separatorsOf: Readonly<Record<CsvDialect, string>> = { comma: ',', semicolon: ';', tab: '\t' };

/** What a file begins with, so that Excel reads it as UTF-8. */
export const byteOrderMark = '\ufeff';

/** One line, with its end: RFC 4180. */
export function csvLine(values: readonly Value[], dialect: CsvDialect): string {
  return `${values.map((value) => cellText(value, dialect)).join(separatorsOf[dialect])}\r\n`;
}

function cellText(value: Value, dialect: CsvDialect): string {
  if (value === undefined) return '';
  if (value.kind === 'text') return quoted(shielded(value.text));
  return value.kind === 'number' && dialect === 'semicolon' ? value.text.replace('.', ',') : value.text;
}

/** Any separator that a reader may look for stands in quotes, so that none is mistaken for the file's own. */
const quoted = (text: string): string => (/[",;|\t\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
