import { createHash } from 'node:crypto';
import type pg from 'pg';
import type { RecordBytes } from '#audit/record-bytes';
import { type CheckedRecord, RecordChecks } from '#audit/record-checks';
import { GrowingTree, encodeFrontier } from '#audit/tree';
import { type CopiedRows, copyOut } from '#event-store/copy-out';
import { readColumns } from '#event-store/read-all';
import type { BookId } from '#kernel/ids';
import type { Basis, EventRecord } from '#kernel/record';
import { Ahead } from '../ahead.js';
import type { Db } from '../db.js';
import { type BalanceRow, RecomputedBalances } from './balances.js';
import { type Copied, areColumns, at, compareColumns, eventColumns, leaveFolded } from './columns.js';
import { CommandRows, type KeyedEvents } from './commands.js';
import { Findings, type VerifyFinding } from './finding.js';
import { type Run, Spill } from '../spill.js';
import type { Follow, Following } from './following.js';
import { KeptNodes } from './nodes.js';
import { Lent } from './rooms.js';
import * as sql from './stored.sql.js';

export interface VerifyOptions {
  /** `tree`: records, columns, leaves, the tree and the head alone; not what follows from them, nor keys and texts. */
  readonly part?: 'all' | 'tree';
  /** `of` is what the step goes through: `events`, or `views`, whose events are folded anew. */
  readonly onProgress?: (done: number, of: number, step: string) => void;
  /** Of the program (`Rules.folds`): what they kept of long streams is compared; nothing of it when absent. */
  readonly folds?: Buffer;
  /** What follows from events is made in this thread when absent. */
  readonly follow?: Follow;
  /** Balances that are read at once. */
  readonly balancesAtOnce?: number;
}

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

/**
 * Recomputes a book from its records: every leaf and the root, the columns beside the record, keys, decision balances from
 * the postings, zero sums, texts that are kept apart, and the views; gives what differs as it is found. Writers may go on
 * meanwhile. Holds some batches of events at a time, and of the whole book some 20 bytes a stream and a row of a view that changes, and the keys
 * without events; sums and rows that are too many for memory go to temporary files. Throws `RangeError` when there is no such book.
 */
export async function* verifyBook(
  pool: pg.Pool,
  book: BookId,
  { part = 'all', onProgress = () => undefined, folds, follow, balancesAtOnce = 20_000 }: VerifyOptions = {},
): AsyncGenerator<VerifyFinding, VerifiedBook> {
  const check = new BookCheck(pool, book, part, balancesAtOnce);
  const known = await check.head(pool);
  if (!known) throw new RangeError(`there is no book ${book}`);
  const of = Number(known.position);
  const onViews = (done: number): void => onProgress(done, of, 'views');
  const following =
    part === 'all' ? (follow ?? (await here()))({ pool, book, spill: check.spill, onProgress: onViews }) : undefined;
  const views = new Ahead(following?.views() ?? nothing(), 500);
  try {
    await check.begin();
    yield* check.upTo(of, following, (done) => onProgress(done, of, 'events'));
    // What is updated in place has to be read at one moment; it is soon over, since snapshots slow writers.
    const stored = await check.snapshot();
    const end = Number(stored.head.position);
    yield* check.upTo(end, following, (done) => onProgress(done, end, 'events'));
    await check.end(stored, following);
    if (part === 'all' && folds) await states(pool, book, folds, check.findings);
    yield* check.findings.take();
    for await (const { group, table, key, column, expected, found } of views.all()) {
      const where = `${group}: ${table} ${key}${column === null ? '' : `, ${column}`}`;
      check.findings.add('difference', 'view', expected ?? 'no row', found ?? 'no row', { where });
      yield* check.findings.take();
    }
  } finally {
    await following?.stop();
    await views.stop();
    check.close();
  }
  return check.summary();
}

/** All views of the product come with it: whoever checks the tree alone need not wait for them. */
async function here(): Promise<Follow> {
  const { FollowingHere } = await import('./following.js');
  return (followed) => new FollowingHere(followed);
}

async function states(...asked: Parameters<typeof import('./states.js').compareStates>): Promise<void> {
  const { compareStates } = await import('./states.js');
  await compareStates(...asked);
}

async function* nothing(): AsyncGenerator<never> {
  yield* [];
}

interface HeadRow {
  readonly position: string;
  readonly root: string;
  readonly frontier: Buffer;
  readonly recordedAt: string;
}

interface Stored {
  readonly head: HeadRow;
  readonly totals: Readonly<Record<'commands' | 'events' | 'beyond' | 'heads' | 'misplaced', string>>;
  readonly balances: Run;
}

/** A text that an event names by its hash. */
interface NamedText {
  readonly position: number;
  readonly noteHash: string;
}

/**
 * A batch whose records were looked at, until the rows of its keys have come. Of the records themselves only what is needed
 * then: thousands of them at hand would be taken for long-lived, and moved about before they are forgotten.
 */
interface Batch {
  readonly keyed: KeyedEvents;
  readonly named: readonly NamedText[];
  readonly leaves: readonly string[];
  /** Absent where the tree alone is checked. */
  readonly commands?: Promise<CopiedRows>;
}

class BookCheck {
  readonly findings: Findings;
  private readonly records: RecordChecks;
  private readonly nodes: KeptNodes;
  private readonly tree: GrowingTree;
  readonly spill = new Spill();
  private balances = 0;
  private readonly commands: CommandRows;
  private readonly bases = new Map<string, { readonly position: number; readonly by: number }>();
  private lastBasis = '';
  private lastKey = '';
  private after = 0;

  constructor(
    private readonly pool: pg.Pool,
    private readonly book: BookId,
    private readonly part: 'all' | 'tree',
    private readonly balancesAtOnce: number,
  ) {
    this.findings = new Findings(book);
    this.records = new RecordChecks(book);
    this.nodes = new KeptNodes(pool, book, this.findings);
    this.tree = new GrowingTree(this.nodes.complete);
    this.commands = new CommandRows(pool, book, this.findings);
  }

  async head(db: Db): Promise<HeadRow | undefined> {
    return (await db.query<HeadRow>(sql.head, [this.book])).rows[0];
  }

  async begin(): Promise<void> {
    if (this.part === 'all') await this.commands.begin();
  }

  close(): void {
    this.spill.close();
  }

  /**
   * Goes on from where it stands to a position. While a batch is looked at, the keys of the one before are being read, and the one before
   * that is followed.
   */
  async *upTo(
    position: number,
    following: Following | undefined,
    onProgress: (done: number) => void,
  ): AsyncGenerator<VerifyFinding> {
    let last: Batch | undefined;
    const rooms = following && new Lent(following);
    const read = readColumns(this.pool, this.book, this.after, position, eventColumns, rooms && { room: () => rooms.take() });
    try {
      for await (const rows of read) {
        const batch = this.looked(rows);
        rooms?.give(rows);
        if (last) await this.finish(last);
        this.postingFaults(following);
        yield* this.findings.take();
        last = batch;
        onProgress(this.after);
      }
    } finally {
      rooms?.back();
    }
    if (last) await this.finish(last);
    yield* this.findings.take();
  }

  /** Head, totals and decision balances as of one moment. */
  async snapshot(): Promise<Stored> {
    const client = await this.pool.connect();
    try {
      await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
      const head = (await this.head(client))!;
      const totals = (await client.query<Stored['totals']>(sql.totals, [this.book, head.position])).rows[0]!;
      const runs: Run[] = [];
      for (let [last, isLast] = [['', '', '0'], false]; !isLast;) {
        const rows = await copyOut(client, sql.balancesAfter(this.book, last, this.balancesAtOnce), 5);
        isLast = rows.count < this.balancesAtOnce;
        const end = rows.count - 1;
        if (!isLast) last = [rows.text(end, 0), rows.text(end, 1), String(rows.int8(end, 4))];
        const lines = Array.from({ length: rows.count }, (_, row) => balanceLine(rows, row));
        runs.push(isLast && runs.length === 0 ? () => lines : this.spill.write(lines));
      }
      return {
        head,
        totals,
        *balances() {
          for (const run of runs) yield* run();
        },
      };
    } finally {
      await client.query('ROLLBACK');
      client.release();
    }
  }

  async end({ head, totals, balances }: Stored, following: Following | undefined): Promise<void> {
    const position = Number(head.position);
    const { findings } = this;
    const { size } = this.tree;
    findings.compare('head', `${size} ${this.root()}`, `${position} ${head.root}`, { where: 'size and root in the head' });
    findings.compare('head', encodeFrontier(this.tree.frontier).toString('hex'), head.frontier.toString('hex'), {
      where: 'frontier',
    });
    findings.compare('head', this.records.recordedAt, head.recordedAt, { where: 'recordedAt' });
    findings.compare('head', '0', totals.beyond, { where: 'events beyond the head' });
    await this.nodes.end(position);
    if (!following) return;
    this.commands.end(position, totals);
    findings.compare('head', '1', totals.heads, { where: 'heads' });
    findings.compare('balance', '0', totals.misplaced, { where: 'heads and balances under another era than their own' });
    const sums = this.spill.pile();
    for await (const lines of following.sums()) for (const line of lines) sums.add(`${line}\n`);
    this.postingFaults(following);
    const recomputed = new RecomputedBalances(findings, this.spill, () => sums.lines());
    recomputed.compare(balanceRows(balances()));
    this.balances = recomputed.count;
    await this.checkBases();
  }

  private postingFaults(following: Following | undefined): void {
    for (const { position, type, message } of following?.faults() ?? [])
      this.findings.add('difference', 'postings', 'lines that sum to zero', message, { position, where: type });
  }

  summary(): VerifiedBook {
    const { differences, warnings } = this.findings;
    return {
      book: this.book,
      events: this.tree.size,
      root: this.root(),
      commands: this.commands.commands,
      balances: this.balances,
      differences,
      warnings,
    };
  }

  /** Records, leaves and columns of a batch; its keys are asked for. */
  private looked(rows: CopiedRows): Batch {
    const [keyed, named, leaves]: [KeyedEvents, NamedText[], string[]] = [{ keys: [], positions: [] }, [], []];
    for (let row = 0; row < rows.count; row++) {
      const checked = this.records.add(rows.bytes, rows.start(row, at.record), rows.end(row, at.record));
      leaves.push(checked.leaf);
      this.event(rows, row, checked);
      if (this.part === 'tree') continue;
      if (checked.places) this.placed(rows, row, checked.places, keyed, named);
      else if (checked.record) this.parsed(checked.record as unknown as EventRecord, keyed, named);
    }
    this.after = rows.int8(rows.count - 1, at.position);
    if (this.part === 'tree') return { keyed, named, leaves };
    const commands = this.commands.rowsOf(keyed);
    // It is waited for after the next batch; meanwhile a failure is nobody's.
    commands.catch(() => undefined);
    return { keyed, named, leaves, commands };
  }

  /** Keys, the tree over the records as they stand (so that the root is theirs, not the leaves' beside them), and texts. */
  private async finish({ keyed, named, leaves, commands }: Batch): Promise<void> {
    if (commands) this.commands.page(keyed, await commands);
    for (const leaf of leaves) {
      this.tree.append(leaf);
      this.commands.reached(this.tree.size, () => this.tree.root);
    }
    await this.nodes.compareSome();
    if (named.length > 0) await this.contents(named);
  }

  /** The leaf and the columns beside a record, and what is wrong with itself. */
  private event(rows: CopiedRows, row: number, { leaf, places, record, faults }: CheckedRecord): void {
    const position = rows.int8(row, at.position);
    const { findings } = this;
    if (!rows.isLatin1(row, at.leaf, leaf))
      findings.add('difference', 'leaf-hash', hex(leaf), hex(rows.latin1(row, at.leaf)), { position });
    for (const { rule, expected, found } of faults) findings.add('difference', rule, expected, found, { position });
    if (places && areColumns(rows, row, places)) return;
    const said = record ?? (places && (JSON.parse(places.text()) as Copied));
    if (said) compareColumns(rows, row, said, findings);
  }

  /** What is asked of others for a record of which nothing was made: its key, its text that is kept apart, the books that were read. */
  private placed(rows: CopiedRows, row: number, places: RecordBytes, keyed: KeyedEvents, named: NamedText[]): void {
    const { bytes, position, commandFrom, commandTo, basisFrom, basisTo } = places;
    // Events of one command follow each other, and many decisions read the same of other books.
    if (!isText(bytes, commandFrom, commandTo, this.lastKey)) this.lastKey = bytes.toString('latin1', commandFrom, commandTo);
    keyed.keys.push(this.lastKey);
    keyed.positions.push(position);
    if (basisFrom !== basisTo && !isText(bytes, basisFrom, basisTo, this.lastBasis)) {
      this.lastBasis = bytes.toString('latin1', basisFrom, basisTo);
      this.reads(JSON.parse(this.lastBasis) as readonly Basis[], position);
    }
    if (places.namesNote) {
      const { data } = JSON.parse(places.text()) as { data: { noteHash?: unknown } };
      if (typeof data.noteHash === 'string') named.push({ position, noteHash: data.noteHash });
    }
    leaveFolded(rows, row, places);
  }

  private parsed({ commandId, position, basis, data }: EventRecord, keyed: KeyedEvents, named: NamedText[]): void {
    keyed.keys.push(commandId);
    keyed.positions.push(position);
    const { noteHash } = (data ?? {}) as { noteHash?: unknown };
    if (typeof noteHash === 'string') named.push({ position, noteHash });
    this.reads(basis ?? [], position);
  }

  private reads(basis: readonly Basis[], by: number): void {
    for (const { book, position } of basis)
      if (position > (this.bases.get(book)?.position ?? 0)) this.bases.set(book, { position, by });
  }

  private root(): string {
    return this.tree.root.toString('hex');
  }

  /** The texts that events name by their hash. */
  private async contents(named: readonly NamedText[]): Promise<void> {
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

/** Whether bytes are the characters of a text, all of them ASCII. */
function isText(bytes: Uint8Array, from: number, to: number, text: string): boolean {
  if (to - from !== text.length) return false;
  for (let i = 0; i < text.length; i++) if (bytes[from + i] !== text.charCodeAt(i)) return false;
  return true;
}

const hex = (bytes: string): string => Buffer.from(bytes, 'latin1').toString('hex');

const balanceLine = (rows: CopiedRows, row: number): string =>
  [rows.text(row, 0), rows.text(row, 1), rows.bigint(row, 2), rows.int2(row, 3)].join('\t');

function* balanceRows(lines: Iterable<string>): Generator<BalanceRow> {
  for (const line of lines) {
    const [account = '', currency = '', amount = '', guard = ''] = line.split('\t');
    yield { account, currency, amount, guard: Number(guard) };
  }
}
