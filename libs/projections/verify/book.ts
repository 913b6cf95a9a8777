import { createHash } from 'node:crypto';
import type pg from 'pg';
import { type Frontier, append, emptyFrontier, encodeFrontier, leafHash, rootOf } from '#audit/tree';
import { JournalVerifier, journalLine } from '#audit/verify-journal';
import type { EventRecord } from '#kernel/record';
import { compareViews } from '../compare.js';
import type { Db } from '../db.js';
import { type BalanceRow, RecomputedBalances } from './balances.js';
import { CommandRows } from './commands.js';
import { Findings, type VerifyFinding } from './finding.js';
import * as sql from './stored.sql.js';

/** What a book came to. */
export interface VerifiedBook {
  readonly book: string;
  readonly events: number;
  /** As recomputed; 64 lower-case hex digits. */
  readonly root: string;
  readonly commands: number;
  /** Decision balances that were recomputed. */
  readonly balances: number;
  readonly differences: number;
  readonly warnings: number;
}

const pageSize = 1_000;

/**
 * Recomputes a book from its records: every leaf and the root, the columns beside the record, keys, decision balances from
 * the postings, zero sums, texts that are kept apart, and the views; gives what differs as it is found. Writers may go on
 * meanwhile. Holds a page of events at a time, and of the whole book the balances, the streams' versions and the keys
 * without events. Throws `RangeError` when there is no such book.
 */
export async function* verifyBook(
  pool: pg.Pool,
  book: string,
  onProgress: (events: number, of: number) => void = () => undefined,
): AsyncGenerator<VerifyFinding, VerifiedBook> {
  const check = new BookCheck(pool, book);
  const known = await check.head(pool);
  if (!known) throw new RangeError(`there is no book ${book}`);
  await check.begin();
  yield* check.upTo(Number(known.position), (done) => onProgress(done, Number(known.position)));
  // What is updated in place has to be read at one moment; it is soon over, since snapshots slow writers.
  const stored = await check.snapshot();
  yield* check.upTo(Number(stored.head.position), (done) => onProgress(done, Number(stored.head.position)));
  await check.end(stored);
  yield* check.findings.take();
  for await (const { group, table, key, column, expected, found } of compareViews(pool, book)) {
    const where = `${group}: ${table} ${key}${column === null ? '' : `, ${column}`}`;
    check.findings.add('difference', 'view', expected ?? 'no row', found ?? 'no row', { where });
    yield* check.findings.take();
  }
  return check.summary();
}

interface HeadRow {
  readonly position: string;
  readonly root: string;
  readonly frontier: Buffer;
  readonly recordedAt: string;
}

interface Stored {
  readonly head: HeadRow;
  readonly totals: { readonly commands: string; readonly events: string; readonly beyond: string };
  readonly balances: readonly BalanceRow[];
}

interface EventRow {
  readonly position: string;
  readonly stream: string;
  readonly version: string;
  readonly type: string;
  readonly valueDate: string;
  readonly recordedAt: string;
  readonly leaf: Buffer;
  readonly record: string;
}

class BookCheck {
  readonly findings: Findings;
  private readonly journal: JournalVerifier;
  private readonly balances: RecomputedBalances;
  private readonly commands: CommandRows;
  private readonly bases = new Map<string, { readonly position: number; readonly by: number }>();
  private frontier: Frontier = emptyFrontier;
  private size = 0;
  private after = 0;
  private recordedAt = '';

  constructor(
    private readonly pool: pg.Pool,
    private readonly book: string,
  ) {
    this.findings = new Findings(book);
    this.journal = new JournalVerifier({ book });
    this.balances = new RecomputedBalances(this.findings);
    this.commands = new CommandRows(pool, book, this.findings);
  }

  async head(db: Db): Promise<HeadRow | undefined> {
    return (await db.query<HeadRow>(sql.head, [this.book])).rows[0];
  }

  begin(): Promise<void> {
    return this.commands.begin();
  }

  /** Goes on from where it stands to a position. */
  async *upTo(position: number, onProgress: (done: number) => void): AsyncGenerator<VerifyFinding> {
    for (;;) {
      const { rows } = await this.pool.query<EventRow>(sql.events, [this.book, this.after, position, pageSize]);
      const records = rows.map((row) => this.event(row));
      await this.commands.page(records);
      rows.forEach((row) => this.grow(row));
      await this.contents(records);
      yield* this.findings.take();
      this.after = Number(rows.at(-1)?.position ?? this.after);
      onProgress(this.after);
      if (rows.length < pageSize) return;
    }
  }

  /** Head, totals and decision balances as of one moment. */
  async snapshot(): Promise<Stored> {
    const client = await this.pool.connect();
    try {
      await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
      const head = (await this.head(client))!;
      const totals = (await client.query<Stored['totals']>(sql.totals, [this.book, head.position])).rows[0]!;
      const { rows } = await client.query<BalanceRow>(sql.balances, [this.book]);
      return { head, totals, balances: rows };
    } finally {
      await client.query('ROLLBACK');
      client.release();
    }
  }

  async end({ head, totals, balances }: Stored): Promise<void> {
    const position = Number(head.position);
    const { findings } = this;
    for (const { rule, expected, found } of this.journal.end().findings) findings.add('difference', rule, expected, found);
    const { size, root } = this.tree();
    findings.compare('head', `${size} ${root}`, `${position} ${head.root}`, { where: 'size and root in the head' });
    findings.compare('head', encodeFrontier(this.frontier).toString('hex'), head.frontier.toString('hex'), {
      where: 'frontier',
    });
    findings.compare('head', this.recordedAt, head.recordedAt, { where: 'recordedAt' });
    findings.compare('head', '0', totals.beyond, { where: 'events beyond the head' });
    this.commands.end(position, totals);
    this.balances.compare(balances);
    this.balances.warnOfNegativeDates();
    await this.checkBases();
  }

  summary(): VerifiedBook {
    const { differences, warnings } = this.findings;
    const { size: events, root } = this.tree();
    return {
      book: this.book,
      events,
      root,
      commands: this.commands.commands,
      balances: this.balances.count,
      differences,
      warnings,
    };
  }

  /** Record, leaf, columns and postings of one event. */
  private event(row: EventRow): EventRecord {
    const found = this.journal.add(Buffer.from(journalLine(row.record, row.leaf)));
    const position = Number(row.position);
    for (const { rule, expected, found: was } of found) this.findings.add('difference', rule, expected, was, { position });
    const record = JSON.parse(row.record) as EventRecord;
    const columns = ['position', 'stream', 'version', 'type', 'valueDate', 'recordedAt'] as const;
    for (const column of columns)
      this.findings.compare('column', String(record[column]), row[column], { position, where: column });
    this.balances.add(record);
    for (const basis of record.basis ?? []) {
      if (basis.position > (this.bases.get(basis.book)?.position ?? 0))
        this.bases.set(basis.book, { position: basis.position, by: position });
    }
    this.recordedAt = record.recordedAt;
    return record;
  }

  private grow(row: EventRow): void {
    // Over the records as they stand, so that the root is theirs and not the leaves' beside them.
    this.frontier = append(this.frontier, this.size, leafHash(row.record));
    this.size += 1;
    this.commands.reached(this.size, () => this.tree().root);
  }

  private tree(): { size: number; root: string } {
    return { size: this.size, root: rootOf(this.frontier, this.size).toString('hex') };
  }

  /** The texts that events name by their hash. */
  private async contents(records: readonly EventRecord[]): Promise<void> {
    const named = records.flatMap(({ position, data }) => {
      const { noteHash } = data as { noteHash?: unknown };
      return typeof noteHash === 'string' ? [{ position, noteHash }] : [];
    });
    if (named.length === 0) return;
    const { rows } = await this.pool.query<{ hash: string; salt: Buffer | null; text: string | null }>(sql.contents, [
      this.book,
      named.map((each) => each.noteHash),
    ]);
    const kept = new Map(rows.map((row) => [row.hash, row]));
    for (const { position, noteHash } of named) {
      const row = kept.get(noteHash);
      if (!row) this.findings.add('difference', 'content', `a row for ${noteHash}`, 'none', { position, where: 'noteHash' });
      else if (row.salt && row.text !== null) {
        const hash = createHash('sha256').update(row.salt).update(row.text, 'utf8').digest('hex');
        this.findings.compare('content', noteHash, hash, { position, where: 'hash of salt and text' });
      }
    }
  }

  /** Every other book that a decision read has come at least as far. */
  private async checkBases(): Promise<void> {
    const { rows } = await this.pool.query<{ book: string; position: string }>(sql.positions, [[...this.bases.keys()]]);
    const positions = new Map(rows.map((row) => [row.book, Number(row.position)]));
    for (const [book, { position, by }] of this.bases) {
      const found = positions.get(book) ?? 0;
      if (found < position)
        this.findings.add('difference', 'basis', `${book} at ${position} or later`, `${book} at ${found}`, { position: by });
    }
  }
}
