import { type Db, Where } from './db.js';
import { type Page, type Paging, idsIn, limitOf, pageOf } from './page.js';
import { readRow } from './stored-rows.js';
import { type Columns, type Row, type RowOf, type Table, snake } from './table.js';

/** Which rows of a table: those whose columns have these values; what is undefined says nothing. */
export type Filters<C extends Columns> = { readonly [Name in keyof C]?: string | undefined };

/** A condition on the row `t`, with a `?` where its value goes; without a value it says nothing. */
export type Condition = readonly [condition: string, value: unknown];

/** A page of a table with one key, by that key, as its fold has the rows. Throws `PagingFault`. */
export async function listed<C extends Columns, Item>(
  db: Db,
  book: string,
  table: Table<C>,
  { filters, also = [], ...paging }: Paging & { readonly filters: Filters<C>; readonly also?: readonly Condition[] },
  item: (row: RowOf<C>) => Item,
): Promise<Page<Item>> {
  const limit = limitOf(paging);
  const key = table.key[0]!;
  const where = new Where().and('t.book_id = ?', book);
  for (const [name, value] of Object.entries(filters)) where.and(`t.${snake(name)} = ?`, value);
  for (const [condition, value] of also) where.and(condition, value);
  where.and(`t.${snake(key)} > ?`, paging.cursor === undefined ? undefined : idsIn(paging.cursor, 1)[0]);
  const columns = Object.entries(table.columns)
    .map(([member, column]) => `${column.select(`t.${snake(member)}`)} AS "${member}"`)
    .join(', ');
  const { rows } = await db.query<Row>(
    `SELECT ${columns} FROM view.${table.name} t WHERE ${where.sql} ORDER BY t.${snake(key)} LIMIT ${where.bind(limit + 1)}`,
    where.values,
  );
  const found = rows.map((row) => readRow(table, row) as RowOf<C>);
  return pageOf(found, limit, item, (row) => String(row[key]));
}

/** One row of a table with one key; undefined when there is none. */
export async function listedOne<C extends Columns, Item>(
  db: Db,
  book: string,
  table: Table<C>,
  id: string,
  item: (row: RowOf<C>) => Item,
): Promise<Item | undefined> {
  const filters = { [table.key[0]!]: id } as Filters<C>;
  const { items } = await listed(db, book, table, { filters, limit: 1 }, item);
  return items[0];
}
