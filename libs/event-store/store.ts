import { deserialize, serialize } from 'node:v8';
import type pg from 'pg';
import { type Frontier, decodeFrontier, emptyFrontier, emptyRoot } from '#audit/tree';
import type { BookId, StreamName } from '#kernel/ids';
import type { EventRecord } from '#kernel/record';
import type { Instant, LocalDate } from '#kernel/time';
import type { PostedEvent, PostingProof } from './outcome.js';
import type { StreamState } from './rules.js';
import * as sql from './statements.sql.js';

/** Where a book stands: everything that an append has to know of the past. */
export interface Head {
  readonly position: number;
  readonly root: Buffer;
  readonly frontier: Frontier;
  /** Absent while the book is empty. */
  readonly recordedAt?: Instant;
}

/** The head of a book that has no events yet. */
export const emptyHead: Head = { position: 0, root: emptyRoot, frontier: emptyFrontier };

/** A pool, or one client of it inside a transaction. */
export type Database = Pick<pg.Pool, 'query'>;

/** A command that is in the book, by its key. */
export interface KnownCommand {
  readonly requestHash: Buffer;
  readonly proof: PostingProof;
}

interface HeadRow {
  readonly position: string;
  readonly root: Buffer;
  readonly frontier: Buffer;
  readonly recordedAt: string;
}

const headOf = (row: HeadRow | undefined): Head => {
  if (!row) return emptyHead;
  const position = Number(row.position);
  const frontier = decodeFrontier(position, row.frontier);
  return { position, root: row.root, frontier, ...(position === 0 ? {} : { recordedAt: row.recordedAt as Instant }) };
};

/** The head of a book as the last commit left it. */
export async function readHead(db: Database, book: BookId): Promise<Head> {
  return headOf((await db.query<HeadRow>({ ...sql.head, values: [book] })).rows[0]);
}

/** As `readHead`, and nobody else appends to the book until the transaction ends. */
export async function lockHead(db: Database, book: BookId): Promise<Head> {
  return headOf((await db.query<HeadRow>({ ...sql.lockHead, values: [book] })).rows[0]);
}

/** Makes the inner nodes of the tree of a book that are complete and not kept yet. */
export async function growTree(db: Database, book: BookId): Promise<void> {
  for (let more = true; more;) {
    const { rows } = await db.query<{ more: boolean }>({ ...sql.growTree, values: [book] });
    more = rows[0]!.more;
  }
}

/** A head, and what was written since a position. */
export interface Turn {
  readonly head: Head;
  /** Empty when nothing was, or more than is worth reading. */
  readonly since: readonly Written[];
}

/** A record as it was read, and its text. */
export interface Written {
  readonly record: EventRecord;
  readonly text: string;
}

/** As `lockHead`, with the events after a position, in order. */
export const takeTurn = (db: Database, book: BookId, after: number | undefined): Promise<Turn> =>
  readTurn(db, sql.takeTurn, book, after);

/** As `takeTurn`, and others may append meanwhile. */
export const readSince = (db: Database, book: BookId, after: number | undefined): Promise<Turn> =>
  readTurn(db, sql.since, book, after);

async function readTurn(
  db: Database,
  statement: typeof sql.takeTurn | typeof sql.since,
  book: BookId,
  after: number | undefined,
): Promise<Turn> {
  const { rows } = await db.query<TurnRow>({ ...statement, values: [book, after ?? null] });
  return turnOf(rows[0]);
}

/** A head as it is read, and the records since, a line each. */
export interface TurnRow extends HeadRow {
  readonly records: string | null;
}

/** What a row says; none: the book has not begun. */
export function turnOf(row: TurnRow | undefined): Turn {
  const records = row?.records?.split('\n') ?? [];
  return { head: headOf(row), since: records.map((text) => ({ record: JSON.parse(text) as EventRecord, text })) };
}

const recordsOf = (rows: readonly { readonly record: string }[]): EventRecord[] =>
  rows.map((row) => JSON.parse(row.record) as EventRecord);

/** Events of a book after a position, in order, up to another and at most `limit`. */
export async function readAfter(
  db: Database,
  book: BookId,
  after: number,
  upTo: number = Number.MAX_SAFE_INTEGER,
  limit = 1000,
): Promise<EventRecord[]> {
  return recordsOf((await db.query<{ record: string }>({ ...sql.eventsAfter, values: [book, after, upTo, limit] })).rows);
}

/** A stream as it was read: what was kept of it, and the events since then, or all of them. */
export interface ReadStream {
  readonly kept?: StreamState;
  readonly records: readonly EventRecord[];
}

/** Some streams up to a position, each in order of version, from what `folds` kept of them. */
export async function readStreams(
  db: Database,
  book: BookId,
  streams: readonly StreamName[],
  upTo: number,
  folds: Buffer,
): Promise<ReadonlyMap<StreamName, ReadStream>> {
  interface Row {
    readonly stream: StreamName | null;
    readonly version: string;
    readonly state: Buffer;
    readonly record: string;
  }
  const found = new Map<StreamName, { kept?: StreamState; records: EventRecord[] }>();
  for (const stream of streams) found.set(stream, { records: [] });
  if (streams.length === 0) return found;
  const { rows } = await db.query<Row>({ ...sql.eventsOfStreams, values: [book, streams, upTo, folds] });
  for (const { stream, version, state, record } of rows) {
    if (stream === null) {
      const event = JSON.parse(record) as EventRecord;
      found.get(event.stream)!.records.push(event);
    } else found.get(stream)!.kept = { state: deserialize(state), version: Number(version) };
  }
  return found;
}

/** Keeps what a stream has come to. */
export async function keepState(
  db: Database,
  book: BookId,
  stream: StreamName,
  { version, state }: StreamState,
  folds: Buffer,
): Promise<void> {
  await db.query({ ...sql.keepState, values: [book, stream, version, folds, serialize(state)] });
}

/** How far back is looked first for what is dated after a day; each further look goes twice as far. */
const firstLook = 2000;

/**
 * The events that are dated after a day, up to a position, in order. Read from the end: no event is dated after the day on which
 * it was recorded, wherever that day ends last, so that those recorded before need not be looked at.
 */
export async function readAfterDay(db: Database, book: BookId, day: LocalDate, upTo: number): Promise<EventRecord[]> {
  interface Row {
    readonly record: string | null;
    readonly recordedOn: string;
  }
  const pages: EventRecord[][] = [];
  for (let to = upTo, look = firstLook; to > 0; look *= 2) {
    const from = Math.max(0, to - look);
    const { rows } = await db.query<Row>({ ...sql.eventsAfterDay, values: [book, day, from, to] });
    pages.unshift(recordsOf(rows.flatMap(({ record }) => (record === null ? [] : [{ record }]))));
    // At the date line a day begins up to 14 hours before it does in UTC.
    if (rows[0] === undefined || rows[0].recordedOn < day) break;
    to = from;
  }
  return pages.flat();
}

/** The events at some positions; those beyond the end of the book are missing. */
export async function readAt(db: Database, book: BookId, positions: readonly number[]): Promise<EventRecord[]> {
  if (positions.length === 0) return [];
  return recordsOf((await db.query<{ record: string }>({ ...sql.eventsAt, values: [book, positions] })).rows);
}

/** A balance that decides, debit positive. */
export interface BalanceRow {
  readonly account: string;
  readonly currency: string;
  readonly amountMinor: bigint;
  /** How many lines of postings have moved it. */
  readonly moves: number;
}

/** Balances by account and by prefix, with the head that they belong to. */
export async function readBalances(
  db: Database,
  book: BookId,
  accounts: readonly string[],
  prefixes: readonly string[],
): Promise<{ position: number; root: Buffer; balances: BalanceRow[] }> {
  interface Row {
    readonly position: string;
    readonly root: Buffer;
    readonly account: string | null;
    readonly currency: string;
    readonly amount: string;
    readonly moves: string;
  }
  const { rows } = await db.query<Row>({ ...sql.balances, values: [book, accounts, prefixes] });
  const balances = rows.flatMap(({ account, currency, amount, moves }) =>
    account === null ? [] : [{ account, currency, amountMinor: BigInt(amount), moves: Number(moves) }],
  );
  return { position: Number(rows[0]?.position ?? 0), root: rows[0]?.root ?? emptyRoot, balances };
}

/** What the book remembers of some keys, with the head that it was asked at. */
export async function readCommands(
  db: Database,
  book: BookId,
  keys: readonly string[],
): Promise<{ position: number; root: Buffer; commands: Map<string, KnownCommand> }> {
  interface Row {
    readonly position: string | null;
    readonly root: Buffer;
    readonly key: string | null;
    readonly requestHash: Buffer;
    readonly firstPosition: string;
    readonly events: number;
    readonly treeSize: string;
    readonly treeRoot: Buffer;
  }
  const { rows } = await db.query<Row>({ ...sql.commands, values: [book, keys] });
  const known = rows.filter((row): row is Row & { key: string } => row.key !== null);
  const events = await readPosted(db, book, known);
  const commands = new Map(
    known.map((row) => {
      const first = Number(row.firstPosition);
      const proof: PostingProof = {
        book,
        key: row.key,
        events: events.filter((each) => each.position >= first && each.position < first + row.events),
        treeSize: Number(row.treeSize),
        root: row.treeRoot.toString('hex'),
      };
      return [row.key, { requestHash: row.requestHash, proof }] as const;
    }),
  );
  return { position: Number(rows[0]?.position ?? 0), root: rows[0]?.position == null ? emptyRoot : rows[0].root, commands };
}

async function readPosted(
  db: Database,
  book: BookId,
  known: readonly { readonly firstPosition: string; readonly events: number }[],
): Promise<PostedEvent[]> {
  if (known.length === 0) return [];
  interface Row {
    readonly position: string;
    readonly stream: string;
    readonly version: string;
    readonly type: string;
    readonly leaf: Buffer;
  }
  const values = [book, known.map((each) => each.firstPosition), known.map((each) => each.events)];
  const { rows } = await db.query<Row>({ ...sql.postedEvents, values });
  return rows.map((row) => ({
    position: Number(row.position),
    stream: row.stream as StreamName,
    version: Number(row.version),
    type: row.type,
    leafHash: row.leaf.toString('hex'),
  }));
}
