/**
 * One cell as its file holds it. A number is exact decimal text, never a JavaScript number; a date is `YYYY-MM-DD`
 * (`YYYY-MM-DDThh:mm:ss` when the cell holds a time as well); an error is what the spreadsheet shows, e.g. `#REF!`.
 */
export interface Cell {
  readonly kind: 'empty' | 'text' | 'number' | 'date' | 'boolean' | 'error';
  readonly text: string;
  /** Of a cell merged with the one above: what it shows stands there. */
  readonly merged?: true;
}

/** One row: `number` is the one that a spreadsheet shows beside it, from 1. */
export interface GridRow {
  readonly number: number;
  readonly cells: readonly Cell[];
  /** A filter, or somebody, has hidden it. */
  readonly hidden?: true;
}

/** A sheet, rows without any content left out. */
export interface Grid {
  readonly name: string;
  readonly rows: readonly GridRow[];
}

/** What stands where a sheet has nothing. */
export const emptyCell: Cell = { kind: 'empty', text: '' };

/** What a reader takes, so that a small file cannot become a large one in memory. */
export interface ReadLimits {
  /** Rows with content below the head. */
  readonly rows: number;
  /** Rows with content above them: the head, and titles. */
  readonly titles: number;
  readonly columns: number;
  /** Characters of one cell. */
  readonly cell: number;
  /** Bytes of all parts of a workbook once they are unpacked. */
  readonly unpacked: number;
}

export const usualLimits: ReadLimits = {
  rows: 20_000,
  titles: 20,
  columns: 256,
  cell: 32_767,
  unpacked: 96 * 1024 * 1024,
};

/** Why a file cannot be read as a table at all. */
export const sheetFaults = {
  empty: { en: 'The file holds no rows.', es: 'El archivo no tiene filas.' },
  'not-a-workbook': {
    en: 'The file is no XLSX workbook that can be read ({because}): save it again as XLSX.',
    es: 'El archivo no es un libro XLSX que se pueda leer: guárdelo de nuevo como XLSX.',
  },
  'old-workbook': {
    en: 'The file is an old XLS or a protected workbook: save it as XLSX without a password.',
    es: 'El archivo es un XLS antiguo o un libro protegido: guárdelo como XLSX sin contraseña.',
  },
  'unpacks-too-large': {
    en: 'Unpacked, the workbook would take more than {largest} bytes.',
    es: 'Descomprimido, el libro ocuparía más de {largest} bytes.',
  },
  'too-many-rows': {
    en: 'The file has more than {most} rows: divide it into several files.',
    es: 'El archivo tiene más de {most} filas: divídalo en varios archivos.',
  },
  'web-page': {
    en: 'The file is a web page or XML, whatever its name: open it in a spreadsheet and save it as XLSX.',
    es: 'El archivo es una página web o XML, aunque se llame de otro modo: ábralo en una hoja de cálculo y guárdelo como XLSX.',
  },
  'too-many-columns': {
    en: 'Row {row} has more than {most} columns.',
    es: 'La fila {row} tiene más de {most} columnas.',
  },
  'cell-too-long': {
    en: 'A cell of row {row} has more than {most} characters.',
    es: 'Una celda de la fila {row} tiene más de {most} caracteres.',
  },
  'broken-quotes': {
    en: 'The quotes of line {line} are not closed, or stand in the middle of a cell.',
    es: 'Las comillas de la línea {line} no se cierran o están en medio de una celda.',
  },
} as const;
export type SheetFaultCode = keyof typeof sheetFaults;

/** The file as a whole cannot be read. */
export class SheetFault extends Error {
  override readonly name = 'SheetFault';

  constructor(
    readonly code: SheetFaultCode,
    readonly facts: Readonly<Record<string, string | number>> = {},
  ) {
    super(sheetFaultText(code, facts, 'en'));
  }
}

/** The sentence for a fault in the reader's language. */
export const sheetFaultText = (
  code: SheetFaultCode,
  facts: Readonly<Record<string, string | number>>,
  language: 'en' | 'es',
): string => sheetFaults[code][language].replaceAll(/\{(\w+)\}/g, (_, name: string) => String(facts[name] ?? '?'));
