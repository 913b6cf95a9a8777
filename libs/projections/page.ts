/** Which part of a list is asked for. */
export interface Paging {
  /** What the page before gave as `next`; the first page when absent. */
  readonly cursor?: string;
  /** 1 to 500; 50 when absent. */
  readonly limit?: number;
}

/** A part of a list. */
export interface Page<Item> {
  readonly items: readonly Item[];
  /** The cursor of the page after this one; absent on the last. */
  readonly next?: string;
}

/** A cursor that no list of ours gave out, or a limit out of range. */
export class PagingFault extends RangeError {}

/** How many items a page has. Throws `PagingFault` for less than 1 or more than 500. */
export function limitOf({ limit = 50 }: Paging): number {
  if (!Number.isInteger(limit) || limit < 1 || limit > 500) throw new PagingFault(`not a page size from 1 to 500: ${limit}`);
  return limit;
}

/** A page out of rows of which one more than its size was asked for; `cursor` names a row. */
export function pageOf<R, Item>(
  rows: readonly R[],
  limit: number,
  item: (row: R) => Item,
  cursor: (row: R) => string,
): Page<Item> {
  const shown = rows.slice(0, limit);
  const items = shown.map(item);
  return rows.length > limit ? { items, next: cursor(shown.at(-1)!) } : { items };
}

/** A cursor of whole numbers joined by dots, e.g. `12.3`. Throws `PagingFault` for another form. */
export function numbersIn(cursor: string, parts: number): number[] {
  const numbers = cursor.split('.').map(Number);
  const form = /^\d{1,15}(\.\d{1,15})*$/.test(cursor) && numbers.length === parts;
  if (!form) throw new PagingFault(`not a cursor of this list: ${JSON.stringify(cursor)}`);
  return numbers;
}

/** A cursor of ids joined by dots. Throws `PagingFault` for another form. */
export function idsIn(cursor: string, parts: number): string[] {
  const ids = cursor.split('.');
  const form = /^[A-Za-z0-9_*-]{1,64}(\.[A-Za-z0-9_*-]{1,64})*$/.test(cursor) && ids.length === parts;
  if (!form) throw new PagingFault(`not a cursor of this list: ${JSON.stringify(cursor)}`);
  return ids;
}
