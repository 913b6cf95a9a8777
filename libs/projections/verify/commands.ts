import { type CopiedRows, copyOut } from '#event-store/copy-out';
import type pg from 'pg';
import type { Findings } from './finding.js';
import * as sql from './stored.sql.js';

/** What some events say of the commands that they came of, and where they stand. */
export interface KeyedEvents {
  readonly keys: string[];
  readonly positions: number[];
}

interface CommandRow {
  readonly firstPosition: number;
  readonly events: number;
  readonly treeSize: number;
  /** 32 bytes, as a string of one character a byte. */
  readonly root: string;
}

/** A root that commands were told of one tree size: mostly those of one batch. */
interface ToldRoot {
  readonly root: string;
  readonly keys: string[];
}

/** Where each column of `sql.commandsOf` is. */
const at = { key: 0, firstPosition: 1, events: 2, treeSize: 3, root: 4 } as const;

/**
 * Holds the keys that a book remembers against its events, page by page in order of position: each run of events of one
 * command is the row of its key, and the root in the row is that of the tree of its size.
 */
export class CommandRows {
  private readonly roots = new Map<number, ToldRoot[]>();
  private last = '';
  private lastEnd = 0;
  /** Commands that have events, as the events tell. */
  commands = 0;

  constructor(
    private readonly pool: pg.Pool,
    private readonly book: string,
    private readonly findings: Findings,
  ) {}

  /** Reads the commands without events, whose roots are checked on the way. Memory grows with them: they are few. */
  async begin(): Promise<void> {
    const { rows } = await this.pool.query<{ key: string; treeSize: string; root: Buffer }>(sql.idleCommands, [this.book]);
    for (const { key, treeSize, root } of rows) this.expect(Number(treeSize), key, root.toString('latin1'));
  }

  /** Asks for the rows of the keys of some events, each run of one key once. */
  async rowsOf({ keys }: KeyedEvents): Promise<CopiedRows> {
    const client = await this.pool.connect();
    try {
      return await copyOut(client, sql.commandsOf(this.book, runsOf(keys)), 5);
    } finally {
      client.release();
    }
  }

  /** Takes the events of a page, which follow those before, with the rows of their keys. */
  page({ keys, positions }: KeyedEvents, rows: CopiedRows): void {
    const rowOf = new Map<string, number>();
    for (let row = 0; row < rows.count; row++) rowOf.set(rows.text(row, at.key), row);
    for (let i = 0; i < keys.length; i++) {
      const [commandId, position] = [keys[i]!, positions[i]!];
      if (commandId === this.last) {
        // Its row said how many there are; more are a stray, fewer are found when the next key begins.
        if (position > this.lastEnd) this.stray(commandId, position, 'no more events of this key');
        continue;
      }
      if (position <= this.lastEnd) this.stray(commandId, position, `an event of ${this.last}`);
      this.last = commandId;
      this.commands += 1;
      this.row(commandId, position, rowAt(rows, rowOf.get(sql.storable(commandId))));
    }
  }

  /** Compares the root of a tree size with what commands were told; `rootAt` is asked only where one was. */
  reached(size: number, rootAt: () => Buffer): void {
    const told = this.roots.get(size);
    if (!told) return;
    this.roots.delete(size);
    const root = rootAt();
    for (const each of told) {
      const found = Buffer.from(each.root, 'latin1');
      if (root.equals(found)) continue;
      for (const key of each.keys)
        this.findings.compare('command', root.toString('hex'), found.toString('hex'), {
          position: size,
          where: `root of ${key}`,
        });
    }
  }

  /** Once all events up to the head are in: what the table holds beyond them, by its totals of one snapshot. */
  end(position: number, totals: { readonly commands: string; readonly events: string }): void {
    this.findings.compare('command', String(this.commands), totals.commands, { where: 'keys with events' });
    this.findings.compare('command', String(position), totals.events, { where: 'events of all keys' });
    for (const [size, told] of this.roots) {
      if (size > position)
        for (const key of told.flatMap(({ keys }) => keys))
          this.stray(key, position, `a tree of at most ${position} leaves`, `a tree of ${size}`);
    }
  }

  private row(key: string, position: number, row: CommandRow | undefined): void {
    if (!row) {
      this.lastEnd = position;
      return this.stray(key, position, 'a row for the key', 'none');
    }
    const first = row.firstPosition;
    if (first !== position)
      this.findings.compare('command', String(position), String(first), { position, where: `first position of ${key}` });
    this.lastEnd = position + row.events - 1;
    this.expect(row.treeSize, key, row.root);
    if (row.treeSize < this.lastEnd) this.stray(key, position, `a tree of at least ${this.lastEnd}`, String(row.treeSize));
  }

  private expect(size: number, key: string, root: string): void {
    const told = this.roots.get(size);
    const same = told?.find((each) => each.root === root);
    if (same) same.keys.push(key);
    else if (told) told.push({ root, keys: [key] });
    else this.roots.set(size, [{ root, keys: [key] }]);
  }

  private stray(key: string, position: number, expected: string, found = `an event of ${key}`): void {
    this.findings.add('difference', 'command', expected, found, { position, where: key });
  }
}

/** The key of each run of events of one command. */
const runsOf = (keys: readonly string[]): string[] => keys.filter((key, index) => key !== keys[index - 1]);

const rowAt = (rows: CopiedRows, row: number | undefined): CommandRow | undefined =>
  row === undefined
    ? undefined
    : {
        firstPosition: rows.int8(row, at.firstPosition),
        events: rows.int4(row, at.events),
        treeSize: rows.int8(row, at.treeSize),
        root: rows.latin1(row, at.root),
      };
