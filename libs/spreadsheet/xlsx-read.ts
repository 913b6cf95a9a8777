import { type Cell, type Grid, type GridRow, type ReadLimits, SheetFault, emptyCell, usualLimits } from './cell.js';
import { cellNumber } from './decimal.js';
import { type DateSystem, dateOfSerial } from './serial-date.js';
import { type CellStyle, readCellStyles, readSharedStrings, readWorkbook, readXml, unescaped, unpack } from './xlsx-parts.js';

/** A sheet of a workbook that people see, to be read. */
export interface OpenSheet {
  readonly name: string;
  /** Throws `SheetFault`. */
  readonly read: () => Grid;
}

/**
 * Opens a workbook: its visible sheets in their order. Cells of formulas count with the result that the file holds. Throws
 * `SheetFault`.
 */
export function openXlsx(bytes: Uint8Array, limits: ReadLimits = usualLimits): readonly OpenSheet[] {
  const parts = unpack(bytes, limits);
  const { sheets, dates } = readWorkbook(parts);
  const seen = sheets.filter(({ hidden }) => !hidden);
  if (seen.length === 0) throw new SheetFault('not-a-workbook', { because: 'it has no sheet that is shown' });
  const strings = readSharedStrings(parts.get('xl/sharedstrings.xml'));
  const styles = readCellStyles(parts.get('xl/styles.xml'));
  const context: Context = { strings, styles, dates, limits };
  return seen.map(({ name, part }) => ({ name, read: () => ({ name, rows: rowsOf(part, context) }) }));
}

/** Reads one sheet of a workbook: the first visible one whose name is among `preferred`, or the first visible one. */
export function readXlsx(bytes: Uint8Array, preferred: readonly string[] = [], limits: ReadLimits = usualLimits): Grid {
  const sheets = openXlsx(bytes, limits);
  return (sheets.find(({ name }) => preferred.includes(name)) ?? sheets[0]!).read();
}

const plainStyle: CellStyle = { shows: 'number', zeros: 0 };

interface Context {
  readonly strings: readonly string[];
  readonly styles: readonly CellStyle[];
  readonly dates: DateSystem;
  readonly limits: ReadLimits;
}

/** A cell while its elements go by. */
interface Open {
  readonly column: number;
  readonly type: string;
  readonly style: number;
  value: string;
  formula: boolean;
}

function rowsOf(part: Uint8Array, context: Context): GridRow[] {
  const { limits } = context;
  const rows: GridRow[] = [];
  let number = 0;
  let cells: Cell[] = [];
  let hidden = false;
  const merges: Merge[] = [];
  let cell: Open | undefined;
  let takes = false;
  let phonetic = 0;
  readXml(part, {
    open: (name, attributes) => {
      if (name === 'row') {
        number = Number(attributes['r'] ?? number + 1);
        cells = [];
        hidden = /^(1|true)$/.test(attributes['hidden'] ?? '');
      } else if (name === 'c') {
        cell = opened(attributes, cells.length);
        if (cell.column >= limits.columns) throw new SheetFault('too-many-columns', { row: number, most: limits.columns });
      } else if (name === 'f' && cell) cell.formula = true;
      else if (name === 'mergeCell') merges.push(...mergeOf(attributes['ref'] ?? ''));
      else if (name === 'rPh') phonetic += 1;
      takes = (name === 'v' || name === 't') && phonetic === 0;
    },
    text: (text) => void (takes && cell && (cell.value += text)),
    close: (name) => {
      takes = false;
      if (name === 'rPh') phonetic -= 1;
      if (name === 'c' && cell) {
        while (cells.length < cell.column) cells.push(emptyCell);
        cells[cell.column] = cellOf(cell, context);
        if (cells[cell.column]!.text.length > limits.cell)
          throw new SheetFault('cell-too-long', { row: number, most: limits.cell });
        cell = undefined;
      } else if (name === 'row' && cells.some(({ kind }) => kind !== 'empty')) {
        rows.push({ number, cells, ...(hidden ? { hidden } : {}) });
        if (rows.length > limits.rows + limits.titles) throw new SheetFault('too-many-rows', { most: limits.rows });
      }
    },
  });
  return merges.length === 0 ? rows : spread(rows, merges);
}

/** Cells of one column that are merged: what they show stands in the first of them. */
interface Merge {
  readonly column: number;
  readonly from: number;
  readonly to: number;
}

/** Merged cells of several rows; those of one row alone show nothing more than their first. */
function mergeOf(ref: string): Merge[] {
  const [, letters = '', from = '', to = ''] = /^([A-Z]{1,3})(\d{1,7}):[A-Z]{1,3}(\d{1,7})$/.exec(ref) ?? [];
  return Number(to) > Number(from) ? [{ column: columnIndex(letters), from: Number(from), to: Number(to) }] : [];
}

/** Says in each row what a merged cell shows beside it. */
function spread(rows: readonly GridRow[], merges: readonly Merge[]): GridRow[] {
  const places = new Map(rows.map(({ number }, at) => [number, at]));
  const filled = rows.map((row): GridRow & { cells: Cell[] } => ({ ...row, cells: [...row.cells] }));
  for (const { column, from, to } of merges) {
    const first = rows[places.get(from) ?? -1]?.cells[column];
    if (!first || first.kind === 'empty') continue;
    for (let at = places.get(from)! + 1; at < filled.length && filled[at]!.number <= to; at++) {
      const { cells } = filled[at]!;
      while (cells.length <= column) cells.push(emptyCell);
      cells[column] = { ...first, merged: true };
    }
  }
  return filled;
}

/** `A` is 0, `AA` is 26. */
const columnIndex = (letters: string): number => Buffer.from(letters).reduce((at, letter) => at * 26 + letter - 64, 0) - 1;

function opened(attributes: Readonly<Record<string, string>>, next: number): Open {
  const letters = /^[A-Za-z]{1,3}/.exec(attributes['r'] ?? '')?.[0].toUpperCase();
  const column = letters ? columnIndex(letters) : next;
  return { column, type: attributes['t'] ?? 'n', style: Number(attributes['s'] ?? 0), value: '', formula: false };
}

function cellOf({ type, style, value, formula }: Open, { strings, styles, dates }: Context): Cell {
  switch (type) {
    case 's':
      return textCell(strings[Number(value)] ?? '');
    case 'str':
    case 'inlineStr':
      return textCell(unescaped(value));
    case 'b':
      return { kind: 'boolean', text: value.trim() === '1' ? 'true' : 'false' };
    case 'e':
      return { kind: 'error', text: value };
    case 'd':
      return { kind: 'date', text: /T00:00:00(\.0+)?Z?$/.test(value) ? value.slice(0, 10) : value.replace(/(\.\d+)?Z?$/, '') };
    default:
      return numberCell(value, styles[style] ?? plainStyle, dates, formula);
  }
}

const textCell = (text: string): Cell => (text === '' ? emptyCell : { kind: 'text', text });

function numberCell(value: string, { shows, zeros }: CellStyle, dates: DateSystem, formula: boolean): Cell {
  // A formula that was written by a program and never calculated has no result.
  if (value === '') return formula ? { kind: 'error', text: '=…' } : emptyCell;
  const number = cellNumber(value);
  if (number === undefined) return { kind: 'error', text: value };
  const date = shows === 'date' ? dateOfSerial(number, dates) : undefined;
  if (date !== undefined) return { kind: 'date', text: date };
  if (shows === 'percent') return { kind: 'number', text: cellNumber(`${number}e2`)! };
  // A code that is kept as a number, and shown with its zeros: 0012345.
  return /^\d+$/.test(number) ? { kind: 'number', text: number.padStart(zeros, '0') } : { kind: 'number', text: number };
}
