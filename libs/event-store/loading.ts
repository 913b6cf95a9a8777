import type { BookId, StreamName } from '#kernel/ids';
import type { EventRecord } from '#kernel/record';
import type { LocalDate } from '#kernel/time';
import { Cold, type ForeignSnapshot, type Job, type LaterEvents, type NewRecord } from './batch.js';
import type { BookCache } from './book-cache.js';
import type { ForeignBooks } from './foreign.js';
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
}

/**
 * Reads what cold commands need, and gives what takes it into the memory. Undefined when the balances turned out to be of
 * neither the remembered head nor the one that is just being written: then another process has written, and the memory is
 * of the past. `writing` is that head, with the events that lead there.
 */
export async function load(
  { db, inTurn, book, foreign }: Source,
  cache: BookCache,
  cold: ColdJobs,
  writing: { readonly head: Head; readonly records: readonly NewRecord[] },
): Promise<(() => void) | undefined> {
  if (cold.length === 0) return () => undefined;
  const { head } = cache;
  const all = merged(cold.map(({ needs }) => needs));
  const accounts = [...new Set([...all.accounts.values()].map(({ account }) => account))];
  const prefixes = [...all.prefixes];
  const none = { position: head.position, root: head.root, balances: [] };
  const read = inTurn ? oneByOne() : atOnce;
  const [records, events, balances, snapshots, later] = await Promise.all([
    read(() => readStreams(db, book, [...all.streams], head.position)),
    read(() => readAt(db, book, [...all.positions])),
    read(() => (accounts.length + prefixes.length === 0 ? Promise.resolve(none) : readBalances(db, book, accounts, prefixes))),
    read(() => foreign.read(db, all.foreign)),
    Promise.all([...all.days].map((day) => read(() => readAfterDay(db, book, day, head.position)))),
  ]);
  const current = [head, writing.head].some(
    ({ position, root }) => position === balances.position && root.equals(balances.root),
  );
  if (!current) return undefined;
  return () => {
    const byStream = new Map<StreamName, EventRecord[]>([...all.streams].map((stream) => [stream, []]));
    for (const record of records) byStream.get(record.stream)!.push(record);
    for (const [stream, list] of byStream) cache.addStream(stream, list);
    for (const record of events) cache.events.set(record.position, record);
    cache.addBalances([...all.accounts.keys()], prefixes, balances.balances);
    const days = new Map([...all.days].map((day, index) => [day, [...atBoth(day, later[index]!, head, writing)]]));
    for (const { job, needs } of cold) {
      if (needs.days.size > 0) job.later = [...needs.days].flatMap((day) => days.get(day)!);
      // Only of the books that this command asked for: what it has of others is of other streams.
      const own = [...needs.foreign.keys()].map((other): [BookId, ForeignSnapshot] => [other, snapshots.get(other)!]);
      if (own.length > 0) job.foreign = new Map([...job.foreign, ...own]);
    }
  };
}

/** What is dated after a day, at the remembered head and at the one that is being written. */
function* atBoth(
  date: LocalDate,
  records: readonly EventRecord[],
  head: Head,
  writing: { readonly head: Head; readonly records: readonly NewRecord[] },
): Generator<LaterEvents> {
  yield { date, position: head.position, records };
  const written = writing.records.map((each) => each.record).filter((record) => record.valueDate > date);
  if (writing.head.position !== head.position) {
    yield { date, position: writing.head.position, records: [...records, ...written] };
  }
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
