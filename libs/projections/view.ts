import type { BookEvent } from './event.js';
import type { Rows, Touch } from './rows.js';
import type { Table } from './table.js';

/** A read model: its tables, and how an event changes their rows. Both functions are pure but for the rows. */
export interface View {
  readonly tables: readonly Table[];
  /** Every row of a table that changes which `apply` may ask for or put; they are looked for before. */
  keysOf(event: BookEvent): readonly Touch[];
  apply(rows: Rows, event: BookEvent): void;
}

/** Views that stand at the same position of a book, always: they move in one transaction. */
export interface ViewGroup {
  readonly name: string;
  /** Which kind of book it folds. */
  readonly book: 'registry' | 'fund';
  readonly views: readonly View[];
}

/** All tables of a group. */
export const tablesOf = (group: ViewGroup): readonly Table[] => group.views.flatMap((view) => view.tables);
