import fc from 'fast-check';
import { commands } from '#domain/domain';
import type { FundState } from '#domain/fund/fund';
import { instantOf, microsOf } from '#kernel/time';
import { fundId } from '../support/given.js';
import type { MemoryBook, Outcome } from '../support/memory-book.js';
import { type Body, type Chance, type Giver, type Make, among, daysAgo, secret } from './acts/act.js';
import { bankActs } from './acts/bank.js';
import { contributionActs } from './acts/contributions.js';
import { grantActs } from './acts/grants.js';
import { paymentActs } from './acts/payments.js';
import { registryActs } from './acts/registry.js';
import { resultActs } from './acts/results.js';
import { first, weights } from './how-often.js';

/** How each step makes its command. */
export const acts = {
  ...contributionActs,
  ...grantActs,
  ...paymentActs,
  ...bankActs,
  ...registryActs,
  ...resultActs,
  'event.reverse': (book, act) => [{ position: positionIn(book, act), note: secret }],
  'fund.close': () => [{}, 'beto'],
} satisfies Record<string, Make>;
export type ActType = keyof typeof acts;

/** What a reversal is tried on: the last events, and now and then an old one. */
const positionIn = (book: MemoryBook, act: Chance): number => {
  const { length } = book.events(fundId);
  return act.sensible ? Math.max(1, length - (act.pick % 8)) : 1 + (act.pick % length);
};

/**
 * A life of a fund at random: mostly sensible steps over very few ids and cents, so that they collide, run short and are
 * refused as often as they are accepted. Days pass between them, and periods are closed.
 */
export interface Act extends Chance {
  readonly type: ActType;
}

/** One step, at random. */
export const anAct: fc.Arbitrary<Act> = fc.record({
  type: fc.oneof(...(Object.keys(acts) as ActType[]).map((type) => ({ arbitrary: fc.constant(type), weight: weights[type] }))),
  pick: fc.nat(1000),
  other: fc.nat(1000),
  cents: fc.integer({ min: 1, max: 40 }),
  sensible: fc.oneof({ arbitrary: fc.constant(true), weight: 9 }, { arbitrary: fc.constant(false), weight: 1 }),
  days: fc.oneof(
    { arbitrary: fc.constant(0), weight: 60 },
    { arbitrary: fc.integer({ min: 1, max: 9 }), weight: 25 },
    { arbitrary: fc.integer({ min: 20, max: 40 }), weight: 10 },
    { arbitrary: fc.constant(180), weight: 1 },
  ),
  late: fc.oneof({ arbitrary: fc.constant(0), weight: 9 }, { arbitrary: fc.integer({ min: 1, max: 60 }), weight: 1 }),
});

/** The command that a step comes to in a book. */
export interface Command extends Giver {
  readonly type: ActType;
  readonly body: Body;
  /** The book that it is given to. */
  readonly where: string;
}

export const dayInMicros = 86_400_000_000n;

/** The days before a step pass, and it comes to its command. */
export function commandOf(book: MemoryBook, act: Act): Command {
  book.clock = instantOf(microsOf(book.clock) + BigInt(act.days) * dayInMicros);
  return made(book, act);
}

function made(book: MemoryBook, act: Act): Command {
  const wait = act.sensible ? first[act.type] : undefined;
  if (wait) {
    const [ready, instead] = wait;
    if (!ready(book)) return made(book, { ...act, type: instead });
  }
  const make: Make = acts[act.type];
  const [body, actor = 'ana', where = fundId] = make(book, act);
  const dated = act.late > 0 && where === fundId ? { valueDate: daysAgo(book, act.late) } : {};
  const founded = isFounded(book, act) ? { minute: { body: 'committee', minute: '3/2026' } } : {};
  return { type: act.type, body: { ...founded, ...body, ...dated }, where, actor, ...organisationOf(act, where) };
}

/** Whether a step names a minute: mostly, where the rules of the fund ask for one. */
function isFounded(book: MemoryBook, act: Act): boolean {
  const fund = book.state(fundId, `fund:${fundId}`) as FundState;
  const asked = fund.status === 'open' && fund.policy.minutes?.includes(act.type) === true;
  return asked && act.sensible && act.other % 8 !== 0;
}

/** What an organisation may do itself, it does now and then: the payee, also under the entry of before, its partner, or a stranger. */
function organisationOf({ type, pick, other }: Act, where: string): Partial<Giver> {
  const { roles } = commands.get(type)!;
  if (where !== fundId || !roles.includes('cso') || (pick + other) % 3 !== 0) return {};
  const party = among(['cso', 'cso', 'cso', 'old-cso', 'coop', 'bystander'], pick);
  return { actor: `for-${party}`, role: 'cso', party };
}

/** Gives a command to a book, as whoever gives it may. */
export const give = (book: MemoryBook, { type, where, body, actor, role, party }: Command, key?: string): Outcome =>
  book.submit(type, where, body, {
    actor,
    ...(key === undefined ? {} : { key }),
    ...(role === undefined ? {} : { role }),
    ...(party === undefined ? {} : { party }),
  });

/** What becomes of a step in a book. */
export function lived(book: MemoryBook, act: Act): Command & { readonly outcome: Outcome } {
  const command = commandOf(book, act);
  return { ...command, outcome: give(book, command) };
}
