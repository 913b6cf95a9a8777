import type { Reader } from '#kernel/decider';
import { type MoneyJson, type Weighted, least, minorOf, splitByWeight, sum } from '#kernel/money';
import { contribution } from './contribution.js';
import { type OpenFund, homeJson } from '../fund/fund.js';
import type { Part } from '../reversal/shifting.js';
import { stateOf } from '../stream.js';

/** From which contribution how much, in the home currency. */
export interface Attributed {
  readonly contribution: string;
  readonly amount: MoneyJson;
}

/**
 * Stands for cover that no contribution brought in: interest under an earmark to which nobody has contributed. Not an
 * id, so that no contribution can be called so.
 */
export const fundItself = '*';

/** Money received and not bound yet under an earmark, by contribution, sorted by id; those without any are left out. */
export function coverUnder(open: OpenFund, reader: Reader, earmark: string): Weighted[] {
  const prefix = `cover:${earmark}:`;
  return reader.balances
    .under(prefix, open.home)
    .filter((each) => each.amountMinor > 0n)
    .map((each) => ({ id: each.account.slice(prefix.length), weight: each.amountMinor }));
}

/**
 * Draws an amount from the cover under an earmark, as the fund's rules say: in proportion to what each contribution has
 * free, or first in first out by the date of its first receipt. Requires amount <= the sum of the cover.
 */
export function draw(open: OpenFund, reader: Reader, cover: readonly Weighted[], amount: bigint): Map<string, bigint> {
  if (open.rules.attribution === 'proportional') return splitByWeight(amount, cover);
  const since = (id: string): string => {
    const state = stateOf(reader, contribution, id);
    return state.status === 'absent' ? '' : (state.firstReceivedOn ?? '');
  };
  const inOrder = cover
    .map((each) => ({ ...each, since: since(each.id) }))
    .toSorted((a, b) => (a.since === b.since ? (a.id < b.id ? -1 : 1) : a.since < b.since ? -1 : 1));
  let rest = amount;
  return new Map(
    inOrder.map(({ id, weight }) => {
      const part = least(rest, weight);
      rest -= part;
      return [id, part] as const;
    }),
  );
}

/** As events carry it: sorted by contribution, without those that give nothing. */
export const attributed = (open: OpenFund, parts: ReadonlyMap<string, bigint>): Attributed[] =>
  [...parts]
    .filter(([, part]) => part !== 0n)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([id, part]) => ({ contribution: id, amount: homeJson(open, part) }));

/** The total of a cover list. */
export const coverTotal = (cover: readonly Weighted[]): bigint => sum(cover.map((each) => each.weight));

/**
 * Cover that becomes free again, in the order in which it makes a shortfall good: first what its contribution cannot have
 * brought, since its receipts were undone; that is where the shortfall comes from.
 */
export function coverParts(reader: Reader, earmark: string, attribution: readonly Attributed[]): Part[] {
  const parts = attribution.map(({ contribution: id, amount }) => {
    const state = stateOf(reader, contribution, id);
    const brought = state.status === 'absent' ? minorOf(amount) : state.fundedMinor;
    const backed = least(minorOf(amount), brought);
    return { account: `cover:${earmark}:${id}`, backed, unbacked: minorOf(amount) - backed };
  });
  return [
    ...parts.map(({ account, unbacked }) => ({ account, amountMinor: unbacked })),
    ...parts.map(({ account, backed }) => ({ account, amountMinor: backed })),
  ];
}
