import type { Currency } from '#kernel/currency';
import type { Reader } from '#kernel/decider';
import { type MoneyJson, minorOf } from '#kernel/money';
import { fundItself } from '../money-in/attribution.js';
import type { OpenFund } from '../fund/fund.js';
import { grant } from '../grants/grant.js';
import { stateOf } from '../stream.js';
import { type Move, type Part, type Purse, part, unclears } from './shifting.js';

/** Everything that a reversal may look at. */
export interface Undoing {
  readonly open: OpenFund;
  readonly reader: Reader;
  readonly purse: Purse;
  /** Of the thing whose event is reversed, and its state. */
  readonly id: string;
  readonly state: unknown;
  readonly position: number;
  /** Of the event that was written by the same command and is reversed with this one. */
  readonly with?: number;
}

/**
 * Errors are corrected by reversal: a new event with the lines of the old one on the other side. What can be reversed,
 * and what a reversal needs beyond the opposite lines, stands here. `data` is the event's, restated where need be.
 */
export interface Reversal {
  /** Why it cannot be reversed now, if so. */
  readonly refusal?: (undoing: Undoing, data: never) => string | undefined;
  /** The positions of what the same command wrote elsewhere, and what is reversed with it. */
  readonly beside?: (undoing: Undoing, data: never) => readonly number[];
  /** The event's data with the figures that hold by now; `home` is the fund's currency. */
  readonly restate?: (state: never, data: never, home: Currency, undoing: Undoing) => object;
  /** Money leaves again (1) or comes back (-1), so that whose it was is found anew. */
  readonly pays?: 1n | -1n;
  /** What moves on other accounts than the event did. */
  readonly moves?: (undoing: Undoing, data: never) => Move[];
}

/** A commitment or interest that had cleared a shortfall: what is free under the earmark is taken before it opens again. */
export function unclearsBudget(purse: Purse, earmark: string, home: MoneyJson, clears: MoneyJson | undefined): Move[] {
  const unallocated = `unallocated:${earmark}`;
  const taken = { account: unallocated, amountMinor: lessen(home, clears) };
  return unclears(purse, part(`shortfall:${earmark}`, clears), [unallocated], [taken]);
}

/** The same for cover: what the contribution itself has free, then what no contribution brought. */
export function unclearsCover(
  purse: Purse,
  earmark: string,
  taken: readonly Part[],
  { cleared, own }: { readonly cleared: MoneyJson | undefined; readonly own?: string },
): Move[] {
  const spare = [...(own === undefined ? [] : [own]), `cover:${earmark}:${fundItself}`];
  return unclears(purse, part(`cover-shortfall:${earmark}`, cleared), spare, taken);
}

/** What of money received is cover of its contribution. */
export const receivedParts = (
  id: string,
  earmark: string,
  funded: MoneyJson | undefined,
  clears: MoneyJson | undefined,
): readonly Part[] => (funded ? [{ account: `cover:${earmark}:${id}`, amountMinor: lessen(funded, clears) }] : []);

/** What is left of an amount without a part of it, in minor units. */
export const lessen = (whole: MoneyJson, part: MoneyJson | undefined): bigint => minorOf(whole) - (part ? minorOf(part) : 0n);

/** Whether what a grant comes to has been said: what would have paid more has been freed. */
export const isConcluded = (reader: Reader, id: string): boolean =>
  ['settled', 'closed'].includes(stateOf(reader, grant, id).status);
