import type { Json } from '#kernel/canonical';
import { instantOf } from '#kernel/time';
import type { ColumnType, RowBytes } from './row-bytes.js';
import { dateOf, epochMicros } from './since-2000.js';
import { type Column, type Row, type Table, snake } from './table.js';

/** How the rows of a table are written; made once for each. */
export interface RowForms {
  /** As COPY reads them: the book, and the columns. */
  readonly copied: WriteRow;
  /** As `record_send` gives them of the book and the columns. */
  readonly sent: WriteRow;
  /** By column. */
  readonly json: (book: string, row: Row) => Json;
}

/** Writes a row behind those that are there; gives where it begins in them. */
export type WriteRow = (bytes: RowBytes, book: string, row: Row) => number;

const made = new Map<Table, RowForms>();

export function formsOf(table: Table): RowForms {
  let forms = made.get(table);
  if (!forms) made.set(table, (forms = make(table)));
  return forms;
}

function make(table: Table): RowForms {
  const columns = Object.entries(table.columns).map(([member, column]) => ({ member, name: snake(member), column }));
  return {
    copied: writerOf(table, 'copied'),
    sent: writerOf(table, 'sent'),
    json: (book, row) => {
      const object: Record<string, Json> = { book_id: book };
      for (const { member, name, column } of columns) object[name] = column.write(row[member]);
      return object;
    },
  };
}

/** What the catalog of the database numbers types by. */
const oids: Readonly<Record<ColumnType, number>> = {
  bool: 16,
  int8: 20,
  int4: 23,
  text: 25,
  date: 1082,
  timestamptz: 1184,
  jsonb: 3802,
};

/** The method of `RowBytes` that writes a value; `v` is not null. */
const writing = ({ type, isJson }: Column<unknown>, form: 'copied' | 'sent'): string => {
  switch (type) {
    case 'text':
      return isJson ? 'bytes.jsonText(v)' : 'bytes.text(v)';
    case 'bool':
      return 'bytes.flag(v)';
    case 'int4':
      return 'bytes.small(v)';
    case 'int8':
      return `typeof v === 'bigint' ? bytes.minor(v) : bytes.count(v)`;
    case 'date':
      return 'bytes.date(v)';
    case 'timestamptz':
      return 'bytes.moment(v)';
    case 'jsonb':
      return form === 'copied' ? 'bytes.json(v)' : 'bytes.jsonb(v)';
    default:
      throw new RangeError(type satisfies never);
  }
};

/**
 * Writes rows of a table, column by column, as code that the engine knows in advance: a loop over columns looks each member
 * up by its name. The names are those of the table, which is code.
 */
function writerOf(table: Table, form: 'copied' | 'sent'): WriteRow {
  const columns = Object.entries(table.columns);
  if (!columns.every(([member]) => /^[a-z][A-Za-z0-9]*$/.test(member))) throw new RangeError(`columns of ${table.name}`);
  const typed = (type: ColumnType): string => (form === 'sent' ? `bytes.type(${oids[type]}); ` : '');
  const body = [
    'let v; const from = bytes.size;',
    form === 'sent' ? `bytes.record(${columns.length + 1});` : `bytes.row(${columns.length + 1});`,
    `${typed('text')}bytes.text(book);`,
    ...columns.map(
      ([member, column]) =>
        `${typed(column.type)}v = row.${member}; if (v === null || v === undefined) bytes.null(); else ${writing(column, form)};`,
    ),
    'return from;',
  ];
  // oxlint-disable-next-line typescript/no-implied-eval
  return new Function('bytes', 'book', 'row', body.join('\n')) as WriteRow;
}

/** A row out of the bytes in which it was sent. */
export function rowOf(table: Table, sent: Buffer): Row {
  let at = 4;
  const field = (): Buffer | null => {
    const length = sent.readInt32BE(at + 4);
    const from = at + 8;
    at = from + Math.max(0, length);
    return length < 0 ? null : sent.subarray(from, at);
  };
  // The book.
  field();
  const row: Record<string, unknown> = {};
  for (const [member, column] of Object.entries(table.columns)) {
    const bytes = field();
    row[member] = column.read(bytes && found(column.type, bytes));
  }
  return row;
}

/** A value in the form in which a query gives it. */
function found(type: ColumnType, bytes: Buffer): unknown {
  switch (type) {
    case 'text':
      return bytes.toString();
    case 'bool':
      return bytes[0] === 1;
    case 'int4':
      return bytes.readInt32BE();
    case 'int8':
      return bytes.readBigInt64BE().toString();
    case 'date':
      return dateOf(bytes.readInt32BE());
    case 'timestamptz':
      return instantOf(bytes.readBigInt64BE() + epochMicros);
    case 'jsonb':
      return JSON.parse(bytes.toString('utf8', 1));
    default:
      throw new RangeError(type satisfies never);
  }
}
