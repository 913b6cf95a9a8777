import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { randomInt } from 'node:crypto';
import pg from 'pg';
import { EventStore } from '#event-store/event-store';
import { BookBusy, type Outcome, OutcomeUnknown, type PostingProof } from '#event-store/outcome';
import { bookId } from '#kernel/ids';
import type { EventRecord } from '#kernel/record';
import { bookRules } from '#runtime/book-rules';
import { checkBook } from '../support/check-book.js';
import { type Cut, type CuttingProxy, carries, cuttingProxy, says } from '../support/cutting-proxy.js';
import { type TestDatabase, testDatabase } from '../support/database.js';
import { Poster, openFund, openStore, usd } from '../support/fund-fixture.js';

const long = process.env['AYNI_TEST_LONG'] !== undefined;
const commands = long ? 6000 : 600;
const book = 'interleaved';
const seed = Number(process.env['AYNI_TEST_SEED'] ?? randomInt(2 ** 31));

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());

/** Numbers from 0 to below 1, the same for the same seed (mulberry32). */
function randomFrom(start: number): () => number {
  let state = start;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
const random = randomFrom(seed);
const below = (limit: number): number => Math.floor(random() * limit);
const oneOf = <T>(items: readonly T[]): T => items[below(items.length)]!;

const watched = [
  says('BEGIN'),
  says('COMMIT'),
  ...['append', 'lock-head', 'commands', 'head', 'events-of-streams', 'since', 'lease-books', 'free-books'].map(carries),
];

/** A process: a way to the database that breaks now and then, and a memory that is lost now and then. */
interface Side {
  readonly proxy: CuttingProxy;
  readonly pool: pg.Pool;
  /** Where it shares books by leases. */
  readonly leasePool: pg.Pool | undefined;
  poster: Poster;
}

async function openSide(leases: boolean): Promise<Side> {
  const cut = (): Cut => (random() < 0.03 ? oneOf(['before', 'halfway', 'after']) : 'never');
  const proxy = await cuttingProxy(database.bookUrl, cut, (bytes) => watched.some((each) => each(bytes)));
  const poolOf = (max: number): pg.Pool => {
    const pool = new pg.Pool({ connectionString: proxy.url, max });
    pool.on('error', () => undefined);
    return pool;
  };
  const way = { proxy, pool: poolOf(3), leasePool: leases ? poolOf(1) : undefined };
  return { ...way, poster: posterOn(way) };
}

const posterOn = ({ pool, leasePool }: Pick<Side, 'pool' | 'leasePool'>): Poster => {
  const limits = { queueingMs: 50, unknownMs: 500 };
  const store = new EventStore({ pool, rules: bookRules, origin: 'test.example', limits, ...(leasePool ? { leasePool } : {}) });
  return new Poster(store, bookId(book));
};

interface Command {
  readonly key: string;
  readonly type: string;
  readonly body: object;
}

let count = 0;
/** Partners are named before they are registered: who pledges in between is refused, or not, by the registry's position. */
function anyCommand(): Command {
  const key = `i${(count += 1)}`;
  const amount = usd(`${1 + below(40)}.00`);
  const partner = `p${below(count / 8)}`;
  const make: readonly (() => Omit<Command, 'key'>)[] = [
    () => ({ type: 'partner.register', body: { partnerId: partner, name: 'Partner', kind: 'ngo', country: 'CO' } }),
    () => ({ type: 'partner.amend', body: { partnerId: partner, name: `Partner ${key}`, kind: 'ngo', country: 'CO' } }),
    () => ({ type: 'contribution.pledge', body: { contributionId: key, contributor: partner, amount } }),
    () => ({ type: 'contribution.commit', body: { contributionId: key, contributor: partner, amount } }),
    () => ({ type: 'allocation.make', body: { allocationId: key, amount } }),
    () => ({ type: 'allocation.make', body: { allocationId: `shared-${below(20)}`, amount } }),
    () => ({ type: 'activity.start', body: { activityId: 'a1' } }),
    () => ({ type: 'event.reverse', body: { position: 1 + below(count) } }),
    () => {
      const role = { activityId: 'a1', partner, phase: 'implementation', role: 'executor' };
      return { type: oneOf(['activity.join-partner', 'activity.leave-partner']), body: role };
    },
    () => {
      const instalments = [{ id: 'i1', kind: 'advance', amount, dueDate: '2026-07-01' }];
      return { type: 'grant.sign', body: { grantId: key, activityId: 'a1', payee: partner, amount, instalments } };
    },
  ];
  return { key, ...oneOf(make)() };
}

/** Posts as a client does that is told to retry with the same key. */
async function insist(side: Side, { type, body, key }: Command): Promise<Outcome> {
  for (let tries = 0; tries < 50; tries++) {
    try {
      return await side.poster.post(type, body, { key });
    } catch (error) {
      const lost = error instanceof Error && /^(Connection terminated|Client has encountered)/.test(error.message);
      if (!lost && !(error instanceof OutcomeUnknown) && !(error instanceof BookBusy)) throw error;
    }
  }
  throw new Error(`the outcome of ${key} never became known`);
}

const proofOf = (outcome: Outcome): PostingProof | undefined => (outcome.kind === 'posted' ? outcome.proof : undefined);

test(`two processes with lost connections and memories answer ${commands} commands of all sorts once (AYNI_TEST_SEED=${seed})`, async () => {
  const direct = openStore(database.bookUrl);
  await openFund(direct.store, { book, received: '2000.00', allocated: '1.00' });
  const sides = [await openSide(true), await openSide(random() < 0.5)];
  const told = new Map<string, { readonly command: Command; readonly proof: PostingProof | undefined }>();

  const client = async (): Promise<void> => {
    while (count < commands) {
      const side = oneOf(sides);
      if (random() < 0.02) side.poster = posterOn(side);
      const known = random() < 0.15 ? oneOf([...told.values(), undefined]) : undefined;
      if (known?.proof) {
        expect(await insist(oneOf(sides), known.command)).toEqual({ kind: 'posted', proof: known.proof, replayed: true });
        continue;
      }
      const command = anyCommand();
      // Now and then the same client asks at both processes at once.
      const asked = random() < 0.2 ? sides : [side];
      const proofs = (await Promise.all(asked.map((each) => insist(each, command)))).map(proofOf);
      const posted = proofs.filter((each) => each !== undefined);
      // A refusal is not remembered, so one process may refuse what the other takes a moment later; proofs do not differ.
      for (const proof of posted) expect(proof).toEqual(posted[0]);
      told.set(command.key, { command, proof: posted[0] });
    }
  };
  await Promise.all(Array.from({ length: 24 }, client));

  expect(sides[0]!.proxy.cuts() + sides[1]!.proxy.cuts()).toBeGreaterThan(commands / 60);
  await Promise.all(sides.flatMap(({ pool, leasePool }) => (leasePool ? [pool, leasePool] : [pool])).map((each) => each.end()));
  await Promise.all(sides.map(({ proxy }) => proxy.close()));
  await checkBook(database, book);
  await checkBook(database, 'registry');
  await checkAnswers(direct.pool, told);
  await checkBasis(direct.pool);
  await direct.pool.end();
}, 900_000);

/** The book remembers the keys that were answered with a posting, and none that was refused. */
async function checkAnswers(
  pool: pg.Pool,
  told: ReadonlyMap<string, { readonly proof: PostingProof | undefined }>,
): Promise<void> {
  const { rows } = await pool.query<{ key: string; root: string }>(
    `SELECT key, encode(root, 'hex') AS root FROM ledger.command WHERE key ~ '^i[0-9]+$' ORDER BY key`,
  );
  const answered = [...told].flatMap(([key, { proof }]) => (proof ? [{ key, root: proof.root }] : []));
  const byKey = (a: { key: string }, b: { key: string }) => (a.key < b.key ? -1 : 1);
  expect(rows.toSorted(byKey)).toEqual(answered.toSorted(byKey));
}

/** A contributor was in the registry at the position that the decision names as its basis. */
async function checkBasis(pool: pg.Pool): Promise<void> {
  const read = async (of: string): Promise<EventRecord[]> =>
    (
      await pool.query<{ record: string }>(
        'SELECT record::text AS record FROM ledger.event WHERE book_id = $1 ORDER BY position',
        [of],
      )
    ).rows.map(({ record }) => JSON.parse(record) as EventRecord);
  const registered = new Map<string, number>();
  for (const { type, stream, position } of await read('registry'))
    if (type === 'partner.registered') registered.set(stream, position);
  const given = (await read(book)).filter(({ type }) => type === 'contribution.pledged' || type === 'contribution.committed');
  expect(given.length).toBeGreaterThan(2);
  for (const { data, basis } of given) {
    const since = registered.get(`partner:${(data as { contributor: string }).contributor}`);
    expect(basis).toEqual([{ book: 'registry', position: expect.any(Number) }]);
    expect(since).toBeLessThanOrEqual(basis![0]!.position);
  }
}
