import type pg from 'pg';

/** A pool, or one client of it inside a transaction. */
export type Db = Pick<pg.Pool, 'query'>;

/** The SQLSTATE of what a query threw; empty for what is none of the database's. */
export const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';

/** Conditions of a query and their values, put together in the order in which they are added. */
export class Where {
  constructor(readonly values: unknown[] = []) {}

  private readonly conditions: string[] = [];

  /** `condition` has a `?` where the value goes, any number of times; without a value it is left out. */
  and(condition: string, value: unknown): this {
    if (value === undefined) return this;
    this.values.push(value);
    this.conditions.push(condition.replaceAll('?', `$${this.values.length}`));
    return this;
  }

  /** The number of the next value: `$n`. */
  bind(value: unknown): string {
    this.values.push(value);
    return `$${this.values.length}`;
  }

  /** Other conditions of the same query: they share the numbers of its values. */
  fork(): Where {
    return new Where(this.values);
  }

  get sql(): string {
    return this.conditions.length === 0 ? 'true' : this.conditions.join(' AND ');
  }
}

/** Rows by a key, in the order in which they come. */
export function grouped<R, Item>(rows: readonly R[], key: (row: R) => string, item: (row: R) => Item): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const row of rows) {
    const group = groups.get(key(row));
    if (group) group.push(item(row));
    else groups.set(key(row), [item(row)]);
  }
  return groups;
}
