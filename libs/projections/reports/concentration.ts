import { type MoneyJson, divideHalfEven } from '#kernel/money';
import { exceedsShare, percentageOf } from '#kernel/percentage';
import type { Policy } from '#domain/fund/fund-rules';
import { present } from '#kernel/present';
import type { Db } from '../db.js';
import { moneyOf } from '../event.js';
import type { FlowKind } from '../flows.js';
import { type FlowQuery, type FlowSums, flowSums } from './flow-sums.js';
import { brokenDown, unsaid } from './sources-and-uses.js';

/** Among whom money may come to lie in few hands: those who execute, those who give, the places where it goes. */
export const concentrations = ['executor', 'contributor', 'territory'] as const;
export type Among = (typeof concentrations)[number];

/** The part of one of them. */
export interface Holding {
  readonly key: string;
  readonly name?: string;
  readonly amount: MoneyJson;
  /** In percent, two decimals, rounded half to even. */
  readonly share: string;
  /** Whether it is above the share that the fund's rules allow without a flag. */
  readonly flagged: boolean;
}

/** How far money lies in few hands. */
export interface Concentration {
  readonly among: Among;
  readonly total: MoneyJson;
  /** Herfindahl-Hirschman index: the sum of the squares of the shares in percent, 0 to 10,000, rounded half to even. */
  readonly hhi: number;
  readonly flagged: boolean;
  readonly holdings: readonly Holding[];
}

export interface ConcentrationReport {
  readonly book: string;
  readonly position: number;
  readonly registryPosition: number;
  readonly currency: string;
  /** What raises a flag, by the fund's rules; absent where they say nothing. */
  readonly thresholds: NonNullable<Policy['concentration']>;
  readonly concentrations: readonly Concentration[];
}

/**
 * Shares and Herfindahl-Hirschman index of what was disbursed, by executor and territory, and of what was received and
 * not sent back, by contributor. What is less than nothing (more came back than went out) counts as nothing. Undefined when the book holds
 * no fund.
 */
export async function concentration(db: Db, book: string, asked: FlowQuery = {}): Promise<ConcentrationReport | undefined> {
  const found = await flowSums(db, book, asked);
  if (!found) return undefined;
  const { rows } = await db.query<{ policy: Policy }>('SELECT policy FROM view.fund WHERE book_id = $1', [book]);
  const thresholds = rows[0]?.policy.concentration ?? {};
  return {
    book,
    position: found.position,
    registryPosition: found.registryPosition,
    currency: found.home,
    thresholds,
    concentrations: concentrations.map((among) => concentrated(found, among, thresholds)),
  };
}

/** What counts (1), and what is taken off it (-1). */
export const measured: Readonly<Record<Among, { readonly [Flow in FlowKind]?: 1n | -1n }>> = {
  executor: { disbursed: 1n },
  contributor: { received: 1n, returned: -1n },
  territory: { disbursed: 1n },
};

const keyed = ({ sums }: FlowSums, among: 'executor' | 'contributor') =>
  sums.map((each) => [each[among] ?? unsaid, each.flow, each.amountMinor] as const);

function concentrated(found: FlowSums, among: Among, thresholds: ConcentrationReport['thresholds']): Concentration {
  const amounts = new Map<string, bigint>();
  const counted = among === 'territory' ? brokenDown(found, among) : keyed(found, among);
  for (const [key, flow, amount] of counted) {
    amounts.set(key, (amounts.get(key) ?? 0n) + (measured[among][flow] ?? 0n) * amount);
  }
  const held = [...amounts]
    .filter(([, amount]) => amount > 0n)
    .toSorted(([a, x], [b, y]) => (x === y ? (a < b ? -1 : 1) : x > y ? -1 : 1));
  const total = held.reduce((sum, [, amount]) => sum + amount, 0n);
  const squares = held.reduce((sum, [, amount]) => sum + amount * amount, 0n);
  const hhi = total === 0n ? 0 : Number(divideHalfEven(squares * 10_000n, total * total));
  return {
    among,
    total: moneyOf(total, found.home),
    hhi,
    flagged: thresholds.hhi !== undefined && hhi > thresholds.hhi,
    holdings: held.map(([key, amount]) => {
      const name = among === 'territory' ? undefined : found.partnerOf(key)?.name;
      return {
        key,
        ...present({ name }),
        amount: moneyOf(amount, found.home),
        share: percentageOf(amount, total),
        flagged: thresholds.share !== undefined && exceedsShare(amount, total, thresholds.share),
      };
    }),
  };
}
