import type { BookId } from '#kernel/ids';
import { Cold, type ForeignSnapshot, type Job, type LaterEvents } from './job.js';
import type { BookCache } from './book-cache.js';
import type { ForeignBooks } from './foreign.js';
import type { KeptStates } from './kept-states.js';
import { type Database, type Head, readAfterDay, readAt, readBalances, readStreams } from './store.js';

/** Commands that could not be decided, with what they need. */
export type ColdJobs = readonly { readonly job: Job; readonly needs: Cold }[];

/** Where a load reads. */
export interface Source {
  readonly db: Database;
  /** Whether `db` is one client, which takes one query after the other; a pool takes them at once. */
  readonly inTurn: boolean;
  readonly book: BookId;
  readonly foreign: ForeignBooks;
  readonly states: KeptStates;
}

/** A head that the book has, or had since reading began. */
export type IsOurs = (position: number, root: Buffer) => boolean;

/**
 * Reads what cold commands need, of the book up to `written`, and gives what takes it into the memory. The memory may have
 * gone on since by batches of its own, of which it has forgotten nothing. What takes it in does nothing and says false when
 * the balances turned out to be of another head than those: then another process has written, and the memory is of the past.
 */
export async function load(
  { db, inTurn, book, foreign, states }: Source,
  cold: ColdJobs,
  written: Pick<Head, 'position' | 'root'>,
): Promise<(cache: BookCache, isOurs: IsOurs) => boolean> {
  if (cold.length === 0) return () => true;
  const all = merged(cold.map(({ needs }) => needs));
  const accounts = [...new Set([...all.accounts.values()].map(({ account }) => account))];
  const prefixes = [...all.prefixes];
  const none = { ...written, balances: [] };
  const read = inTurn ? oneByOne() : atOnce;
  const [streams, events, balances, snapshots, later] = await Promise.all([
    read(() => readStreams(db, book, [...all.streams], written.position, states.folds)),
    read(() => readAt(db, book, [...all.positions])),
    read(() => (accounts.length + prefixes.length === 0 ? Promise.resolve(none) : readBalances(db, book, accounts, prefixes))),
    read(() => foreign.read(db, all.foreign)),
    Promise.all([...all.days].map((day) => read(() => readAfterDay(db, book, day, written.position)))),
  ]);
  return (cache, isOurs) => {
    if (!isOurs(balances.position, balances.root)) return false;
    // What is known by now is newer.
    for (const [stream, read] of streams) {
      if (cache.streams.has(stream)) continue;
      const state = cache.addStream(stream, read);
      // What a transaction reads may never be written.
      if (!inTurn) states.reached(book, stream, state, read.kept?.version);
    }
    for (const record of events) cache.events.set(record.position, record);
    cache.addBalances([...all.accounts.keys()], prefixes, balances.balances);
    const days = [...all.days].map((date, index): LaterEvents => ({
      date,
      position: written.position,
      records: later[index]!,
    }));
    for (const { job, needs } of cold) {
      if (needs.days.size > 0) job.later = days.filter(({ date }) => needs.days.has(date));
      // Only of the books that this command asked for: what it has of others is of other streams.
      const own = [...needs.foreign.keys()].map((other): [BookId, ForeignSnapshot] => [other, snapshots.get(other)!]);
      if (own.length > 0) job.foreign = new Map([...job.foreign, ...own]);
    }
    return true;
  };
}

type Read = <T>(reading: () => Promise<T>) => Promise<T>;

const atOnce: Read = (reading) => reading();

function oneByOne(): Read {
  let last: Promise<unknown> = Promise.resolve();
  return (reading) => {
    const next = last.then(reading);
    last = next;
    return next;
  };
}

function merged(needs: readonly Cold[]): Cold {
  const all = new Cold();
  for (const each of needs) {
    for (const stream of each.streams) all.streams.add(stream);
    for (const [key, account] of each.accounts) all.accounts.set(key, account);
    for (const prefix of each.prefixes) all.prefixes.add(prefix);
    for (const position of each.positions) all.positions.add(position);
    for (const day of each.days) all.days.add(day);
    for (const [book, streams] of each.foreign) {
      const known = all.foreign.get(book) ?? new Set();
      for (const stream of streams) known.add(stream);
      all.foreign.set(book, known);
    }
  }
  return all;
}
