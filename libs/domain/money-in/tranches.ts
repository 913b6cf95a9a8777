import { divideHalfEven, least, sum } from '#kernel/money';

/**
 * A part of a commitment that has one worth: what was signed, what a condition released, what an amendment added. Receipts
 * settle tranches in their order, so that money already received keeps its worth when more is promised at another rate.
 */
export interface Tranche {
  /** In the currency of the contribution. */
  readonly amountMinor: bigint;
  /** Worth in the home currency, exchange difference included. */
  readonly homeMinor: bigint;
  /** What of the worth came from the rate at which the bank credited it. */
  readonly differenceMinor: bigint;
}

/** Part of a value that falls to a part of a whole, rounded half to even; the whole to the whole. */
export const shareOf = (value: bigint, part: bigint, whole: bigint): bigint =>
  whole === 0n ? 0n : divideHalfEven(value * part, whole);

export const amountOf = (tranches: readonly Tranche[]): bigint => sum(tranches.map((each) => each.amountMinor));
export const homeOf = (tranches: readonly Tranche[]): bigint => sum(tranches.map((each) => each.homeMinor));
export const differenceOf = (tranches: readonly Tranche[]): bigint => sum(tranches.map((each) => each.differenceMinor));

/** The first tranches that amount to `at`, and the others; one that lies across is divided. Requires 0 <= at <= the whole. */
export function splitAt(tranches: readonly Tranche[], at: bigint): readonly [Tranche[], Tranche[]] {
  const first: Tranche[] = [];
  const others: Tranche[] = [];
  let rest = at;
  for (const each of tranches) {
    const part = least(rest, each.amountMinor);
    rest -= part;
    const taken = partOf(each, part);
    if (part > 0n) first.push(taken);
    if (part < each.amountMinor) others.push(less(each, taken));
  }
  return [first, others];
}

/** What the first `settled` of the tranches is worth. */
export const worthOf = (tranches: readonly Tranche[], settled: bigint): bigint => homeOf(splitAt(tranches, settled)[0]);

/** With another promise behind them; one of nothing is none. */
export const grown = (tranches: readonly Tranche[], amountMinor: bigint, homeMinor: bigint): readonly Tranche[] =>
  amountMinor === 0n ? tranches : [...tranches, { amountMinor, homeMinor, differenceMinor: 0n }];

/** Without the last `amount`: of what is not settled yet first, so that what is keeps its worth. */
export function cut(tranches: readonly Tranche[], settled: bigint, amount: bigint): Tranche[] {
  const whole = amountOf(tranches);
  const [received, open] = splitAt(tranches, settled);
  if (amount <= whole - settled) return [...received, ...splitAt(open, whole - settled - amount)[0]];
  return splitAt(tranches, whole - amount)[0];
}

/** Without the `amount` that was settled last. */
export const returned = (tranches: readonly Tranche[], settled: bigint, amount: bigint): Tranche[] => [
  ...splitAt(tranches, settled - amount)[0],
  ...splitAt(tranches, settled)[1],
];

/** With a tranche behind what is settled. */
export function inserted(tranches: readonly Tranche[], settled: bigint, tranche: Tranche): Tranche[] {
  const [received, open] = splitAt(tranches, settled);
  return [...received, tranche, ...open];
}

/** Where the next `amount` is settled at another worth than it was promised at: the difference becomes a part of it. */
export function revalued(tranches: readonly Tranche[], settled: bigint, amount: bigint, difference: bigint): Tranche[] {
  const now = between(tranches, settled, settled + amount);
  const worth = { homeMinor: now.homeMinor + difference, differenceMinor: now.differenceMinor + difference };
  return [...splitAt(tranches, settled)[0], { ...now, ...worth }, ...splitAt(tranches, settled + amount)[1]];
}

/** With the last `amount` that was settled worth again what was promised. */
export function promisedAgain(tranches: readonly Tranche[], settled: bigint, amount: bigint): Tranche[] {
  const { amountMinor, homeMinor, differenceMinor } = between(tranches, settled - amount, settled);
  const promised = { amountMinor, homeMinor: homeMinor - differenceMinor, differenceMinor: 0n };
  return [
    ...splitAt(tranches, settled - amount)[0],
    ...(amountMinor === 0n ? [] : [promised]),
    ...splitAt(tranches, settled)[1],
  ];
}

/** The exchange difference in the last `amount` that was settled. */
export const differenceIn = (tranches: readonly Tranche[], settled: bigint, amount: bigint): bigint =>
  between(tranches, settled - amount, settled).differenceMinor;

/** What lies between two cumulative amounts: the worth of the one less that of the other, so that receipts add up to the cent. */
function between(tranches: readonly Tranche[], from: bigint, to: bigint): Tranche {
  const [until, before] = [splitAt(tranches, to)[0], splitAt(tranches, from)[0]];
  return {
    amountMinor: to - from,
    homeMinor: homeOf(until) - homeOf(before),
    differenceMinor: differenceOf(until) - differenceOf(before),
  };
}

function partOf(whole: Tranche, amountMinor: bigint): Tranche {
  if (amountMinor === whole.amountMinor) return whole;
  return {
    amountMinor,
    homeMinor: shareOf(whole.homeMinor, amountMinor, whole.amountMinor),
    differenceMinor: shareOf(whole.differenceMinor, amountMinor, whole.amountMinor),
  };
}

const less = (whole: Tranche, part: Tranche): Tranche => ({
  amountMinor: whole.amountMinor - part.amountMinor,
  homeMinor: whole.homeMinor - part.homeMinor,
  differenceMinor: whole.differenceMinor - part.differenceMinor,
});
