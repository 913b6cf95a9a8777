import { CsvError, parse } from 'csv-parse/sync';
import { type Cell, type Grid, type GridRow, type ReadLimits, SheetFault, emptyCell, usualLimits } from './cell.js';

/** Separators that spreadsheets write, by how often they are met. */
const separators = [',', ';', '\t', '|'] as const;

/** A sheet and how it was written. */
export interface CsvGrid extends Grid {
  readonly separator: string;
  readonly encoding: string;
}

/**
 * Reads comma-, semicolon- or tab-separated values, as RFC 4180 and the spreadsheets of both worlds write them: with or
 * without a byte order mark, in UTF-8, UTF-16 or Windows-1252 (Latin-1), `sep=;` in front or not. Every cell is text. Throws
 * `SheetFault`.
 */
export function readCsv(bytes: Uint8Array, limits: ReadLimits = usualLimits): CsvGrid {
  const { text, encoding } = decoded(bytes);
  if (/^\s*<(!doctype|html|\?xml|table|meta)/i.test(text.slice(0, 200))) throw new SheetFault('web-page');
  const named = /^sep=(.)\r?\n/i.exec(text);
  const content = named ? text.slice(named[0].length) : text;
  const separator = named?.[1] ?? separatorOf(content);
  const rows: GridRow[] = [];
  recordsOf(content, separator, limits).forEach((record, index) => {
    const number = index + (named ? 2 : 1);
    if (record.every((cell) => cell === '')) return;
    if (record.length > limits.columns) throw new SheetFault('too-many-columns', { row: number, most: limits.columns });
    if (record.some((cell) => cell.length > limits.cell))
      throw new SheetFault('cell-too-long', { row: number, most: limits.cell });
    rows.push({ number, cells: record.map(cellOf) });
    if (rows.length > limits.rows + limits.titles) throw new SheetFault('too-many-rows', { most: limits.rows });
  });
  return { name: 'csv', rows, separator, encoding };
}

function recordsOf(text: string, separator: string, limits: ReadLimits): string[][] {
  try {
    return parse(text, {
      delimiter: separator,
      record_delimiter: ['\r\n', '\n', '\r'],
      relax_column_count: true,
      // Blank lines count, so that rows keep the numbers that a spreadsheet shows.
      skip_empty_lines: false,
      to: (limits.rows + limits.titles) * 2,
    });
  } catch (error) {
    if (error instanceof CsvError) throw new SheetFault('broken-quotes', { line: (error as { lines?: number }).lines ?? 0 });
    throw error;
  }
}

/** What a program put before a text so that no spreadsheet takes it for a formula is taken off again. */
const cellOf = (text: string): Cell =>
  text === '' ? emptyCell : { kind: 'text', text: /^'+[=+\-@\t\r\n＝＋－＠]/u.test(text) ? text.slice(1) : text };

function decoded(bytes: Uint8Array): { text: string; encoding: string } {
  const as = (encoding: string): { text: string; encoding: string } => ({
    text: new TextDecoder(encoding).decode(bytes),
    encoding,
  });
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return as('utf-16le');
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return as('utf-16be');
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), encoding: 'utf-8' };
  } catch {
    return { text: windows1252(bytes), encoding: 'windows-1252' };
  }
}

/** 0x80 to 0x9f of Windows-1252; Node 20 to 23 decode them as Latin-1 does, to control characters that nobody means. */
const between = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';

const windows1252 = (bytes: Uint8Array): string =>
  Buffer.from(bytes)
    .toString('latin1')
    .replaceAll(/[\u0080-\u009f]/g, (char) => between[char.charCodeAt(0) - 0x80]!);

/** The separator that stands most often in the first line, outside of quotes. */
function separatorOf(text: string): string {
  const line = (/^(?:"(?:[^"]|"")*"|[^"\r\n])*/.exec(text)?.[0] ?? '').replaceAll(/"(?:[^"]|"")*"/g, '');
  const counts = separators.map((separator) => line.split(separator).length - 1);
  const most = Math.max(...counts);
  return most === 0 ? ',' : separators[counts.indexOf(most)]!;
}
