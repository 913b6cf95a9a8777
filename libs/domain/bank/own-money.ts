import type { Reader } from '#kernel/decider';
import { type MoneyJson, least, minorOf, moneyJson, sum } from '#kernel/money';
import { type Attributed, attributed, coverParts, coverTotal, coverUnder, draw } from '../money-in/attribution.js';
import { type OpenFund, administration, homeJson, homeText } from '../fund/fund.js';
import { refuse } from '../rejections.js';
import { frees } from '../reversal/shifting.js';

/**
 * What the fund spends on itself is bound as a grant is: out of what is allocated to administration, covered by money that
 * has come in, and attributed to those who brought it.
 */

/** Refuses an amount that is not allocated to administration under the earmark. */
export function refuseBeyondAdministration(open: OpenFund, reader: Reader, earmark: string, requested: bigint): void {
  const allocated = reader.balances.of(`allocated:${earmark}:${administration}`, open.home);
  if (requested > allocated) {
    refuse('cost-exceeds-allocated', {
      earmark,
      currency: open.home,
      requested: homeText(open, requested),
      allocated: homeText(open, allocated),
      missing: homeText(open, requested - allocated),
    });
  }
}

/** Whose money pays for an amount; refuses more than has come in and is free under the earmark. */
export function boundCover(open: OpenFund, reader: Reader, earmark: string, requested: bigint): readonly Attributed[] {
  const cover = coverUnder(open, reader, earmark);
  const free = coverTotal(cover);
  if (requested > free) {
    refuse('running-not-covered', {
      earmark,
      currency: open.home,
      requested: homeText(open, requested),
      cover: homeText(open, free),
      missing: homeText(open, requested - free),
    });
  }
  return attributed(open, draw(open, reader, cover, requested));
}

/** What was bound and is free again: to the cent by contribution, less what makes a shortfall of cover good. */
export interface Freed {
  /** What each contribution had bound of it. */
  readonly attribution: readonly Attributed[];
  /** What of that each has free now. */
  readonly free: readonly Attributed[];
  readonly clearsCoverShortfall?: MoneyJson;
}

/** Where cover goes that is bound no longer. */
export function freedCover(open: OpenFund, reader: Reader, earmark: string, attribution: readonly Attributed[]): Freed {
  const purse = (account: string): bigint => reader.balances.of(account, open.home);
  const clears = frees(purse, `cover-shortfall:${earmark}`, coverParts(reader, earmark, attribution));
  const cleared = (contribution: string): bigint =>
    sum(clears.filter((each) => each.account === `cover:${earmark}:${contribution}`).map((each) => each.amountMinor));
  const free = attribution
    .map((each) => ({ ...each, amount: homeJson(open, minorOf(each.amount) - cleared(each.contribution)) }))
    .filter((each) => minorOf(each.amount) > 0n);
  const total = sum(clears.map((each) => each.amountMinor));
  return { attribution, free, ...(total === 0n ? {} : { clearsCoverShortfall: homeJson(open, total) }) };
}

/** The part of an attribution that is left when another part of it goes. */
export function lessAttributed(open: OpenFund, whole: readonly Attributed[], gone: readonly Attributed[]): Attributed[] {
  const taken = new Map(gone.map((each) => [each.contribution, minorOf(each.amount)]));
  return whole
    .map((each) => ({ ...each, amount: homeJson(open, minorOf(each.amount) - (taken.get(each.contribution) ?? 0n)) }))
    .filter((each) => minorOf(each.amount) > 0n);
}

/** What of an amount a shortfall takes first, and what is left; `member` names the shortfall in the event, where there is one. */
export function clearing(open: OpenFund, reader: Reader, account: string, amount: bigint): bigint {
  return least(amount, reader.balances.of(account, open.home));
}

/** Wire form of an amount in the home currency, or nothing for zero. */
export const homeOrNone = (open: OpenFund, amountMinor: bigint): MoneyJson | undefined =>
  amountMinor === 0n ? undefined : moneyJson(amountMinor, open.home);
