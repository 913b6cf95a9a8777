import { streamKind } from '#kernel/ids';
import type { BookEvent } from './event.js';
import type { Rows, Touch } from './rows.js';
import type { Table } from './table.js';

/** A read model: its tables, and how an event changes their rows. Both functions are pure but for the rows. */
export interface View {
  readonly tables: readonly Table[];
  /** The kinds of streams of whose events alone its rows follow: it is not asked of others. Of any, when absent. */
  readonly streams?: readonly string[];
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

/** Some views, by the events that each folds: most fold those of one kind of stream alone, and a book has thirty views. */
export class Folding {
  private readonly byKind = new Map<string, readonly View[]>();

  constructor(private readonly views: readonly View[]) {}

  /** Those that an event may change, in their order. */
  of({ stream }: BookEvent): readonly View[] {
    const kind = streamKind(stream);
    let found = this.byKind.get(kind);
    if (!found) this.byKind.set(kind, (found = this.views.filter(({ streams }) => streams?.includes(kind) ?? true)));
    return found;
  }
}

/** All tables of a group. */
export const tablesOf = (group: ViewGroup): readonly Table[] => group.views.flatMap((view) => view.tables);
