import type { Json } from '#kernel/canonical';
import type { Db } from './db.js';
import { Rows, type Touch } from './rows.js';
import { statementsOf } from './rows.sql.js';
import { type Row, type Table, snake } from './table.js';

/** The rows of a book that some events touch, as the database has them: one query a table. */
export async function loadRows(db: Db, book: string, touches: readonly Touch[]): Promise<Rows> {
  const rows = new Rows(touches);
  const keys = new Map<Table, Map<string, readonly string[]>>();
  for (const { table, key } of touches) {
    let wanted = keys.get(table);
    if (!wanted) keys.set(table, (wanted = new Map()));
    wanted.set(key.join(' '), key);
  }
  for (const [table, wanted] of keys) {
    const parts = table.key.map((_, index) => [...wanted.values()].map((key) => key[index]));
    const found = await db.query<Row>(statementsOf(table).load, [book, ...parts]);
    for (const row of found.rows) rows.load(table, readRow(table, row));
  }
  return rows;
}

/** Writes what a fold changed: one statement a table. */
export async function storeRows(db: Db, book: string, tables: readonly Table[], rows: Rows): Promise<void> {
  for (const table of tables) {
    const changes = rows.changesOf(table);
    if (changes.length === 0) continue;
    await db.query(statementsOf(table).write, [JSON.stringify(changes.map((row) => writtenRow(table, book, row)))]);
  }
}

/** A row as the fold has it, of one that was read by our statements. */
export const readRow = (table: Table, found: Row): Row =>
  Object.fromEntries(Object.entries(table.columns).map(([member, column]) => [member, column.read(found[member])]));

function writtenRow(table: Table, book: string, row: Row): Json {
  const columns = Object.entries(table.columns).map(([member, column]) => [snake(member), column.write(row[member])]);
  return Object.fromEntries([['book_id', book], ...columns]) as Json;
}
