import type { CsvDialect } from '#spreadsheet/csv-write';
import { importModes } from '#import/rows/rows-report';
import { type Asked, type Parameters, oneOf } from '../queries/parameters.js';

/** Bytes of a file of rows that are taken. */
export const largestSheetBytes = 10 * 1024 * 1024;

/** The media types under which a file of rows may come; which of the two it is, its first bytes say. */
export const sheetTypes = [
  'text/csv',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  // What browsers on Windows call a CSV file when Excel is installed.
  'application/vnd.ms-excel',
] as const;

/** How a file of rows is to be taken in. */
export const importParameters = {
  mode: oneOf(
    'What is done with the rows: nothing, all of them or none, or each for itself. `dry-run` when absent.',
    importModes,
  ),
  decimal: oneOf(
    'What stands before the decimals where a number is written as text; when absent, what can be read in two ways is refused.',
    ['point', 'comma'] as const,
  ),
  dates: oneOf('What comes first in dates with slashes; when absent, what can be read in two ways is refused.', [
    'day-first',
    'month-first',
  ] as const),
  wait: {
    description: 'Seconds to wait for the end, 0 to 25; 20 when absent. After that the answer is 202, and the import goes on.',
    schema: { type: 'integer', minimum: 0, maximum: 25, default: 20 },
    example: 20,
    rule: 'wait',
    expected: { en: 'a whole number of seconds from 0 to 25', es: 'un número entero de segundos de 0 a 25' },
    read: (text: string) => (/^\d{1,2}$/.test(text) && Number(text) <= 25 ? Number(text) : undefined),
  },
} as const satisfies Parameters;
export type ImportAsked = Asked<typeof importParameters>;

/** How a file is to be written. */
export const fileParameters = {
  separator: oneOf('Of CSV, what stands between cells.', [
    'comma',
    'semicolon',
    'tab',
  ] as const satisfies readonly CsvDialect[]),
} satisfies Parameters;
