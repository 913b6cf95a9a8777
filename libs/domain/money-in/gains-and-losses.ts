import { currency } from '#kernel/currency';
import type { Reader } from '#kernel/decider';
import { type Money, type MoneyJson, greatest, least, moneyJson, toJson } from '#kernel/money';
import { present } from '#kernel/present';
import type { KnownContribution } from './contribution.js';
import type { Gain, Loss } from './contribution-events.js';
import { type OpenFund, type Rate, homeJson, homeValue } from '../fund/fund.js';
import { amountOf, cut, grown, homeOf, worthOf } from './tranches.js';

/** What a commitment gains or loses, split as the balances of the moment are. The events keep the splits. */

/** Amounts that events keep only where they are something. */
export const home = <Name extends string>(open: OpenFund, name: Name, amountMinor: bigint): { [Each in Name]?: MoneyJson } =>
  inCurrency(name, amountMinor, open.home);
export const inCurrency = <Name extends string>(
  name: Name,
  amountMinor: bigint,
  code: string,
): { [Each in Name]?: MoneyJson } =>
  (amountMinor === 0n ? {} : { [name]: moneyJson(amountMinor, currency(code)) }) as { [Each in Name]?: MoneyJson };

/** What of new resources makes good what is missing under the earmark. */
export const clearing = (open: OpenFund, reader: Reader, earmark: string, amount: bigint): bigint =>
  least(amount, greatest(0n, reader.balances.of(`shortfall:${earmark}`, open.home)));

/** The same of money that came in. */
export const clearingCover = (open: OpenFund, reader: Reader, earmark: string, amount: bigint): bigint =>
  least(amount, greatest(0n, reader.balances.of(`cover-shortfall:${earmark}`, open.home)));

/** What an account has not of an amount that is taken from it. */
export const lackingIn = (open: OpenFund, reader: Reader, account: string, amount: bigint): bigint =>
  amount - least(amount, greatest(0n, reader.balances.of(account, open.home)));

type Standing = Pick<KnownContribution, 'earmark' | 'tranches' | 'settledMinor' | 'excessMinor' | 'fundedMinor'>;

/** Nothing is committed yet. */
export const unpromised = (earmark: string): Standing => ({
  earmark,
  tranches: [],
  settledMinor: 0n,
  excessMinor: 0n,
  fundedMinor: 0n,
});

/** What is promised from now on: it settles with what came before it, and clears what is missing. */
export function gain(open: OpenFund, reader: Reader, before: Standing, amount: Money, rate: Rate | undefined): Gain {
  const worth = amount.amountMinor === 0n ? 0n : homeValue(open, amount, rate);
  const settles = least(greatest(0n, before.excessMinor), amount.amountMinor);
  const tranches = grown(before.tranches, amount.amountMinor, worth);
  const funded = settles === 0n ? 0n : worthOf(tranches, before.settledMinor + settles) - before.fundedMinor;
  const recognises =
    open.policy.incomeRecognition === 'at-signature'
      ? amount.amountMinor
      : open.policy.incomeRecognition === 'on-receipt'
        ? settles
        : 0n;
  return present<Gain>({
    amount: toJson(amount),
    home: homeJson(open, worth),
    rate,
    applied: settles === 0n ? undefined : { amount: moneyJson(settles, amount.currency), funded: homeJson(open, funded) },
    ...home(open, 'clearsShortfall', clearing(open, reader, before.earmark, worth)),
    ...home(open, 'clearsCoverShortfall', clearingCover(open, reader, before.earmark, funded)),
    ...inCurrency('recognises', recognises, amount.currency),
  });
}

/**
 * What is promised no more, last promise first. A fact: what had been allocated of it by then is missing, and what had been
 * received of it is owed to the contributor.
 */
export function loss(open: OpenFund, reader: Reader, id: string, before: KnownContribution, amountMinor: bigint): Loss {
  const code = currency(before.currency);
  const tranches = cut(before.tranches, before.settledMinor, amountMinor);
  const committed = amountOf(tranches);
  const worth = before.homeCommittedMinor - homeOf(tranches);
  const unsettled = greatest(0n, before.settledMinor - committed);
  const funded = unsettled === 0n ? 0n : before.fundedMinor - worthOf(tranches, committed);
  return {
    amount: moneyJson(amountMinor, code),
    home: homeJson(open, worth),
    ...home(open, 'shortfall', lackingIn(open, reader, `unallocated:${before.earmark}`, worth)),
    ...(unsettled === 0n
      ? {}
      : {
          unsettles: {
            amount: moneyJson(unsettled, code),
            funded: homeJson(open, funded),
            ...home(open, 'coverShortfall', lackingIn(open, reader, `cover:${before.earmark}:${id}`, funded)),
          },
        }),
    ...inCurrency('recognised', greatest(0n, before.recognisedMinor - committed), code),
  };
}
