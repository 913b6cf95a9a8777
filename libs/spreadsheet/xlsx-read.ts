import { type Cell, type Grid, type GridRow, type ReadLimits, SheetFault, emptyCell, usualLimits } from './cell.js';
import { cellNumber } from './decimal.js';
import { type DateSystem, dateOfSerial } from './serial-date.js';
import { readDateStyles, readSharedStrings, readWorkbook, readXml, unescaped, unpack } from './xlsx-parts.js';

/**
 * Reads one sheet of a workbook: the first visible one whose name is among `preferred`, or the first visible one. Cells of
 * formulas count with the result that the file holds. Throws `SheetFault`.
 */
export function readXlsx(bytes: Uint8Array, preferred: readonly string[] = [], limits: ReadLimits = usualLimits): Grid {
  const parts = unpack(bytes, limits);
  const { sheets, dates } = readWorkbook(parts);
  const seen = sheets.filter(({ hidden }) => !hidden);
  const sheet = seen.find(({ name }) => preferred.includes(name)) ?? seen[0];
  if (!sheet) throw new SheetFault('not-a-workbook', { because: 'it has no sheet that is shown' });
  const strings = readSharedStrings(parts.get('xl/sharedstrings.xml'));
  const dateStyles = readDateStyles(parts.get('xl/styles.xml'));
  return { name: sheet.name, rows: rowsOf(sheet.part, { strings, dateStyles, dates, limits }) };
}

interface Context {
  readonly strings: readonly string[];
  readonly dateStyles: readonly boolean[];
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
  let cell: Open | undefined;
  let takes = false;
  let phonetic = 0;
  readXml(part, {
    open: (name, attributes) => {
      if (name === 'row') {
        number = Number(attributes['r'] ?? number + 1);
        cells = [];
      } else if (name === 'c') {
        cell = opened(attributes, cells.length);
        if (cell.column >= limits.columns) throw new SheetFault('too-many-columns', { row: number, most: limits.columns });
      } else if (name === 'f' && cell) cell.formula = true;
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
        rows.push({ number, cells });
        if (rows.length > limits.rows) throw new SheetFault('too-many-rows', { most: limits.rows });
      }
    },
  });
  return rows;
}

/** `A` is 0, `AA` is 26. */
const columnIndex = (letters: string): number => Buffer.from(letters).reduce((at, letter) => at * 26 + letter - 64, 0) - 1;

function opened(attributes: Readonly<Record<string, string>>, next: number): Open {
  const letters = /^[A-Za-z]{1,3}/.exec(attributes['r'] ?? '')?.[0].toUpperCase();
  const column = letters ? columnIndex(letters) : next;
  return { column, type: attributes['t'] ?? 'n', style: Number(attributes['s'] ?? 0), value: '', formula: false };
}

function cellOf({ type, style, value, formula }: Open, { strings, dateStyles, dates }: Context): Cell {
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
      return numberCell(value, dateStyles[style] ?? false, dates, formula);
  }
}

const textCell = (text: string): Cell => (text === '' ? emptyCell : { kind: 'text', text });

function numberCell(value: string, isDate: boolean, dates: DateSystem, formula: boolean): Cell {
  // A formula that was written by a program and never calculated has no result.
  if (value === '') return formula ? { kind: 'error', text: '=…' } : emptyCell;
  const number = cellNumber(value);
  if (number === undefined) return { kind: 'error', text: value };
  const date = isDate ? dateOfSerial(number, dates) : undefined;
  return date === undefined ? { kind: 'number', text: number } : { kind: 'date', text: date };
}
