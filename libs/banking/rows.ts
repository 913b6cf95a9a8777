import { type Currency } from '#kernel/currency';
import { parseAmount } from '#kernel/money';
import { type LocalDate, isLocalDate } from '#kernel/time';
import { type BankLine, type BankStatement, StatementFault, checkSum } from './statement.js';

/** Which column of a table is what, by its title; and how dates and numbers are written. */
export interface ColumnMapping {
  readonly bookedOn: string;
  readonly valueDate?: string;
  /** One column with signs, or one for each side. */
  readonly amount?: string;
  readonly credit?: string;
  readonly debit?: string;
  readonly reference?: string;
  readonly endToEndId?: string;
  readonly remittance?: string;
  readonly counterparty?: string;
  readonly dates: 'YYYY-MM-DD' | 'DD/MM/YYYY' | 'MM/DD/YYYY';
  readonly decimal: '.' | ',';
}

/** What a table does not say of itself. */
export interface TableFrame {
  readonly currency: Currency;
  readonly openingMinor: bigint;
  readonly closingMinor: bigint;
  /** The days that it covers, where nothing moved on the first or the last; those of its lines when absent. */
  readonly startsOn?: LocalDate;
  readonly endsOn?: LocalDate;
}

/**
 * Reads a bank statement out of a table, whose first row that holds the titles of the mapping is its head. Rows without a
 * date are passed over: banks put sums there. Throws `StatementFault`.
 */
export function readRows(
  rows: readonly { readonly number: number; readonly cells: readonly string[] }[],
  mapping: ColumnMapping,
  frame: TableFrame,
): BankStatement {
  const { dates, decimal, ...columns } = mapping;
  const titles = Object.values(columns);
  const head = rows.find((row) => titles.every((title) => indexOf(row.cells, title) !== -1));
  if (!head) {
    const all = rows.flatMap((row) => row.cells);
    throw new StatementFault('no-such-column', titles.find((title) => indexOf(all, title) === -1) ?? titles.join(', '));
  }
  const lines = rows
    .filter((row) => row.number > head.number)
    .flatMap((row): BankLine[] => {
      const cell = (title: string | undefined): string =>
        title === undefined ? '' : (row.cells[indexOf(head.cells, title)] ?? '').trim();
      const booked = cell(columns.bookedOn);
      if (booked === '') return [];
      const bookedOn = dateIn(booked, dates, row.number);
      const value = cell(columns.valueDate);
      const text = (name: 'reference' | 'endToEndId' | 'remittance' | 'counterparty', longest: number) =>
        cell(columns[name]) === '' ? {} : { [name]: cell(columns[name]).slice(0, longest) };
      return [
        {
          bookedOn,
          valueDate: value === '' ? bookedOn : dateIn(value, dates, row.number),
          amountMinor: amountIn(cell, columns, decimal, frame.currency, row.number),
          ...text('reference', 60),
          ...text('endToEndId', 60),
          ...text('remittance', 1000),
          ...text('counterparty', 200),
        },
      ];
    })
    // Some banks list the newest first; the order of the file is kept within a day.
    .toSorted((a, b) => (a.bookedOn < b.bookedOn ? -1 : a.bookedOn > b.bookedOn ? 1 : 0));
  const [startsOn, endsOn] = [frame.startsOn ?? lines[0]?.bookedOn, frame.endsOn ?? lines.at(-1)?.bookedOn];
  if (!startsOn || !endsOn) throw new StatementFault('no-statement');
  const outside = lines.find((each) => each.bookedOn < startsOn || each.bookedOn > endsOn);
  if (outside) throw new StatementFault('day-outside', outside.bookedOn);
  const statement = { ...frame, startsOn, endsOn, lines };
  checkSum(statement, 'table');
  return statement;
}

const indexOf = (cells: readonly string[], title: string): number =>
  cells.findIndex((cell) => cell.trim().toLowerCase() === title.trim().toLowerCase());

function dateIn(text: string, form: ColumnMapping['dates'], row: number): LocalDate {
  const parts = text.slice(0, 10).split(/[/.-]/);
  const order = form === 'YYYY-MM-DD' ? [0, 1, 2] : form === 'DD/MM/YYYY' ? [2, 1, 0] : [2, 0, 1];
  const [year = '', month = '', day = ''] = order.map((index) => parts[index] ?? '');
  const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  if (parts.length !== 3 || !isLocalDate(date)) throw new StatementFault('no-date', text, row);
  return date;
}

type Cells = (title: string | undefined) => string;

function amountIn(
  cell: Cells,
  columns: Omit<ColumnMapping, 'dates' | 'decimal'>,
  decimal: '.' | ',',
  code: Currency,
  row: number,
): bigint {
  const read = (title: string | undefined): bigint => minorIn(cell(title), decimal, code, row);
  if (columns.amount !== undefined) return read(columns.amount);
  const [credit, debit] = [read(columns.credit), read(columns.debit)];
  return credit - (debit < 0n ? -debit : debit);
}

/** Digits in groups of three, or in none, before the decimal sign. */
const withComma = /^(?:\d*|\d{1,3}(?:[.\s']\d{3})+)(?:,\d*)?$/;
const withPoint = /^(?:\d*|\d{1,3}(?:[,\s']\d{3})+)(?:\.\d*)?$/;

/** A number as people write it: `1.234,56`, `1,234.56-`, `(12.00)`, `$ 5`; nothing is zero. */
function minorIn(text: string, decimal: '.' | ',', code: Currency, row: number): bigint {
  if (text === '') return 0n;
  const negative = /^\(.*\)$|-/.test(text);
  const written = text.replaceAll(/[$€£()+-]/g, '').trim();
  // Read with the wrong sign, `80.000,00` would be 80.
  if (!(decimal === ',' ? withComma : withPoint).test(written)) throw new StatementFault('not-an-amount', text, row);
  const digits = written.replaceAll(decimal === ',' ? /[.\s']/g : /[,\s']/g, '').replace(decimal, '.');
  const minor = parseAmount(
    digits
      .replace(/^0+(?=\d)/, '')
      .replace(/(\.\d*?)0+$/, '$1')
      .replace(/\.$/, ''),
    code,
  );
  if (typeof minor === 'string') throw new StatementFault('not-an-amount', text, row);
  return negative ? -minor : minor;
}
