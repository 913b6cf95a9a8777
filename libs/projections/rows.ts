import { KeyFilter } from './key-filter.js';
import { type Columns, type Row, type RowOf, type Table, keyText } from './table.js';

/** A row that an event touches. */
export interface Touch {
  readonly table: Table;
  readonly key: readonly string[];
}

/** What is known of a key. */
export interface Kept {
  /** Absent when there is no such row. */
  row: Row | undefined;
  /** Whether the database has a row of that key, or one was put aside. */
  stored: boolean;
  /** Whether it has to be written: the database does not have it as it is. */
  changed: boolean;
  /** When it was last asked for, in turns: rows are put aside between them. */
  turn: number;
  /** Of what was put aside last, where that is summed (`alike.ts`). */
  digest: string | undefined;
}

/** Where a row stands; absent when there is none yet. Whoever asks for a place puts a row there. */
export interface Place<R> {
  readonly row: R | undefined;
}

/**
 * The rows of a table by their key as one text: those that were asked for lately, those that were not since, and those that had been put
 * aside before they were asked for, which stay.
 */
interface Shelf {
  recent: Map<string, Kept>;
  earlier: Map<string, Kept>;
  returned: Map<string, Kept>;
  /** Of all, those that have to be written. */
  changed: Kept[];
}

/** A row is asked for that the database may have: it has to be loaded first. */
export class NotAtHand extends Error {}

/** Where rows of views that begin are that are not at hand, when they are not in the database. */
export interface Aside {
  /** Takes a row out, with what is remembered of it; undefined where there is none. */
  take(table: Table, id: string): { readonly row: Row; readonly digest: string } | undefined;
}

const shelf = (): Shelf => ({ recent: new Map(), earlier: new Map(), returned: new Map(), changed: [] });

/** The turn of rows that came back: later than any. */
const staying = 0x3fff_ffff;

/**
 * The rows of one book that a fold works on, and what it changed. Holds either all rows there are, or those that were
 * loaded: then a row that was not announced by `keysOf` cannot be asked for.
 */
export class Rows {
  private readonly shelves = new Map<Table, Shelf>();
  private readonly added = new Map<Table, Row[]>();
  private readonly partial: boolean;
  private turn = 0;
  private returned = 0;
  /** Of one event: what it put, each with the row of before; and where it appended. */
  private readonly undo: (Kept | Row | undefined)[] = [];
  private readonly undoAppended: Row[][] = [];
  /** How much of both there is. A list that is made empty gives its memory away, and would ask for it anew for each event. */
  private undone = 0;
  private undoneAppended = 0;

  /**
   * `touches` are the rows that were looked for; absent when these are all rows of the book. `written`, when these are views
   * that begin: what of theirs the database has; or where it is that was put `aside`.
   */
  constructor(
    touches?: Iterable<Touch>,
    private readonly written?: KeyFilter,
    private readonly aside?: Aside,
  ) {
    this.partial = touches !== undefined;
    for (const { table, key } of touches ?? []) this.settle(table, key.join(' '), undefined);
  }

  /** For views of which the database has no row yet; about so many events will be folded. */
  static ofNewViews(events: number): Rows {
    return new Rows([], new KeyFilter(events));
  }

  /** For views that begin and of which the database is given no row. */
  static withAside(aside: Aside): Rows {
    return new Rows([], undefined, aside);
  }

  /** Gives a row as the database has it. */
  load(table: Table, row: Row): void {
    this.settle(table, keyText(table, row), row);
  }

  /** Whether a row is at hand, or known not to be there; then `get` gives it until rows are put aside twice. */
  announce(table: Table, id: string): boolean {
    const { recent, earlier } = this.of(table);
    if (recent.has(id)) return true;
    let kept = earlier.get(id);
    if (kept) {
      earlier.delete(id);
      kept.turn = this.turn;
    } else if (this.written && !this.written.has(table.name, id)) kept = this.kept(undefined);
    else return false;
    recent.set(id, kept);
    return true;
  }

  /** Says what the database has under a key. */
  settle(table: Table, id: string, row: Row | undefined): void {
    this.of(table).recent.set(id, this.kept(row));
  }

  /**
   * Throws `RangeError` for a row that was not announced: the fold's `keysOf` is incomplete. Of views that begin only those have
   * to be announced that are in the database and not at hand: `NotAtHand` says so.
   */
  get<C extends Columns>(table: Table<C>, ...key: readonly string[]): RowOf<C> | undefined {
    const id = key.length === 1 ? key[0]! : key.join(' ');
    return this.find(this.of(table), table, id)?.row as RowOf<C> | undefined;
  }

  /** As `get`: what is put has to be announced, too. */
  put<C extends Columns>(table: Table<C>, row: RowOf<C>): void {
    const shelf = this.of(table);
    const id = keyText(table, row);
    this.set(shelf, this.find(shelf, table, id) ?? this.begun(shelf, id), row);
  }

  /**
   * The place of a row whose key as one text is `id`, for `putAt`: looked for once, where `get` and `put` would do so twice. Each
   * event asks for many, and none is asked for by a function that has to be made for it.
   */
  at<C extends Columns>(table: Table<C>, id: string): Place<RowOf<C>> {
    const shelf = this.of(table);
    return (this.find(shelf, table, id) ?? this.begun(shelf, id)) as Kept & Place<RowOf<C>>;
  }

  /** Puts a row in its place. */
  putAt<C extends Columns>(table: Table<C>, place: Place<RowOf<C>>, row: RowOf<C>): void {
    this.set(this.of(table), place as Kept, row);
  }

  append<C extends Columns>(table: Table<C>, row: RowOf<C>): void {
    let rows = this.added.get(table);
    if (!rows) this.added.set(table, (rows = []));
    rows.push(row);
    if (this.written) this.undoAppended[this.undoneAppended++] = rows;
  }

  /** From here on what an event does can be taken back; of views that begin. */
  begin(): void {
    this.undone = 0;
    this.undoneAppended = 0;
  }

  /** Takes back what was done since `begin`; the event is folded again, and puts the same rows. */
  takeBack(): void {
    for (let at = this.undone - 2; at >= 0; at -= 2) (this.undo[at] as Kept).row = this.undo[at + 1] as Row | undefined;
    for (let at = 0; at < this.undoneAppended; at++) this.undoAppended[at]!.pop();
    this.begin();
  }

  private set(shelf: Shelf, kept: Kept, row: Row): void {
    if (this.written) {
      this.undo[this.undone++] = kept;
      this.undo[this.undone++] = kept.row;
    }
    kept.row = row;
    if (kept.changed) return;
    kept.changed = true;
    shelf.changed.push(kept);
  }

  /** A row that there was not. */
  private begun(shelf: Shelf, id: string): Kept {
    const kept = this.kept(undefined);
    shelf.recent.set(id, kept);
    return kept;
  }

  /** What is known of a key; undefined where the database has no such row, and none was put. */
  private find(shelf: Shelf, table: Table, id: string): Kept | undefined {
    const kept = shelf.recent.get(id);
    if (kept || !this.partial) return kept;
    if (!this.ofNewViews) throw notAnnounced(table, id);
    const earlier = shelf.earlier.get(id);
    if (!earlier) {
      if (this.written?.has(table.name, id)) throw new NotAtHand();
      return this.aside && (shelf.returned.get(id) ?? this.takenBack(this.aside, shelf, table, id));
    }
    shelf.earlier.delete(id);
    earlier.turn = this.turn;
    shelf.recent.set(id, earlier);
    return earlier;
  }

  /** A row that was put aside: it has to be put there again. */
  private takenBack(aside: Aside, shelf: Shelf, table: Table, id: string): Kept | undefined {
    const found = aside.take(table, id);
    if (!found) return undefined;
    const kept: Kept = { row: found.row, stored: false, changed: true, turn: staying, digest: found.digest };
    shelf.changed.push(kept);
    shelf.returned.set(id, kept);
    this.returned += 1;
    return kept;
  }

  /** What has to be written to a table: changed rows, or appended ones. */
  changesOf(table: Table): readonly Row[] {
    if (table.appended) return this.added.get(table) ?? [];
    return this.of(table).changed.map((kept) => kept.row!);
  }

  /** Takes the rows of a table that the database does not have as they are: it is given them now. */
  takeChanged(table: Table): readonly Kept[] {
    return this.take(table, () => true);
  }

  /** Takes those of them that were not asked for since rows were last put aside. */
  takeChangedEarlier(table: Table): readonly Kept[] {
    return this.take(table, (kept) => kept.turn < this.turn);
  }

  /** All rows of a table that changes, by their key as one text. */
  all(table: Table): ReadonlyMap<string, Row> {
    const { recent, earlier, returned } = this.of(table);
    const found = new Map<string, Row>();
    for (const [id, { row }] of [...earlier, ...recent, ...returned]) if (row) found.set(id, row);
    return found;
  }

  /** Takes the appended rows out, so that a long fold does not keep them. */
  takeAppended(table: Table): readonly Row[] {
    const rows = this.added.get(table);
    if (!rows || rows.length === 0) return [];
    // Nothing is deleted: a map that is deleted from gets a new table now and then, to which the old one leads with what it held.
    this.added.set(table, []);
    return rows;
  }

  /** Whether these are views that begin. */
  get ofNewViews(): boolean {
    return this.written !== undefined || this.aside !== undefined;
  }

  /** How many keys were asked for since rows were last put aside. */
  get recent(): number {
    let size = 0;
    for (const { recent } of this.shelves.values()) size += recent.size;
    return size;
  }

  /**
   * Forgets what was not asked for since the last time; what of it had changed must be in the database. Of rows that had been put aside
   * and came back so many stay; of more all are like others again.
   */
  putAside(mostReturned: number): void {
    for (const [table, each] of this.shelves) {
      if (this.written) for (const [id, { stored }] of each.earlier) if (stored) this.written.add(table.name, id);
      each.earlier = each.recent;
      each.recent = new Map();
    }
    if (this.returned > mostReturned) for (const each of this.shelves.values()) this.letGo(each);
    this.turn += 1;
  }

  /** What came back is like other rows again. */
  private letGo(each: Shelf): void {
    for (const [id, kept] of each.returned) {
      kept.turn = this.turn;
      each.earlier.set(id, kept);
    }
    this.returned -= each.returned.size;
    each.returned = new Map();
  }

  private take(table: Table, which: (kept: Kept) => boolean): readonly Kept[] {
    const shelf = this.of(table);
    const [taken, left]: [Kept[], Kept[]] = [[], []];
    for (const kept of shelf.changed) {
      if (which(kept)) {
        kept.changed = false;
        taken.push(kept);
      } else left.push(kept);
    }
    if (taken.length > 0) shelf.changed = left;
    return taken;
  }

  /** What the database has of a key, as it is put on the shelf now. */
  private kept(row: Row | undefined): Kept {
    return { row, stored: row !== undefined, changed: false, turn: this.turn, digest: undefined };
  }

  private of(table: Table): Shelf {
    let found = this.shelves.get(table);
    if (!found) this.shelves.set(table, (found = shelf()));
    return found;
  }
}

const notAnnounced = (table: Table, id: string): RangeError => new RangeError(`view.${table.name} (${id}) was not announced`);
