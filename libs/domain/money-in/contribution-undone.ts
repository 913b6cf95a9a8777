import { type Currency, currency } from '#kernel/currency';
import { type MoneyJson, greatest, least, minorOf, moneyJson } from '#kernel/money';
import type { KnownContribution } from './contribution.js';
import type { BroughtForward, ContributionReceived, ContributionReturned, Gain, Loss } from './contribution-events.js';
import { differenceIn, grown, homeOf, splitAt, worthOf } from './tranches.js';

/**
 * Events of a contribution as they are undone. All receipts are one sum of money and all promises another, so how an amount
 * splits is found anew from the figures that hold by now; what goes back to the bank, or is promised, is what it was.
 */

const minor = (amount: MoneyJson | undefined): bigint => (amount ? minorOf(amount) : 0n);

/** A member of an event, absent when it is nothing. */
const given = <Name extends string>(name: Name, amountMinor: bigint, code: string): { [Each in Name]?: MoneyJson } =>
  (amountMinor === 0n ? {} : { [name]: moneyJson(amountMinor, currency(code)) }) as { [Each in Name]?: MoneyJson };

/** Why a promise cannot be taken back: what it made has been cut, or more was promised on top of it. */
export const keepsPromise = (state: KnownContribution, { amount }: Gain, whole: boolean): string | undefined =>
  (whole ? state.committedMinor !== minorOf(amount) : state.committedMinor < minorOf(amount)) ? 'later-events' : undefined;

/** Why a receipt cannot be undone: the fund has sent back what it would take away. */
export const keepsReceipt = (state: KnownContribution, data: ContributionReceived | BroughtForward): string | undefined =>
  minorOf(data.settles) + minor(data.excess) > state.settledMinor + state.excessMinor ? 'returned-since' : undefined;

/** What is income no more: what had become it then, as far as it still is, and all that is more than `left`. */
const unrecognised = ({ recognisedMinor }: KnownContribution, then: MoneyJson, left: bigint): bigint =>
  greatest(least(minorOf(then), recognisedMinor), recognisedMinor - left);

/** A promise as it is taken back: what had been received before it is owed to the contributor again. */
export function undoneGain<Data extends Gain>(state: KnownContribution, data: Data): Data {
  const { applied, clearsShortfall, clearsCoverShortfall, recognises, home: _, ...rest } = data;
  const committed = state.committedMinor - minorOf(data.amount);
  const [tranches, dropped] = splitAt(state.tranches, committed);
  const [own, fund] = [data.amount.currency, data.home.currency];
  const home = homeOf(dropped);
  const unsettled = least(minor(applied?.amount), greatest(0n, state.settledMinor - committed));
  const funded = state.fundedMinor - worthOf(tranches, least(committed, state.settledMinor - unsettled));
  const clears = least(funded, minor(clearsCoverShortfall));
  const part = { amount: moneyJson(unsettled, currency(own)), funded: moneyJson(funded, currency(fund)) };
  return {
    ...rest,
    home: moneyJson(home, currency(fund)),
    ...(unsettled === 0n ? {} : { applied: part }),
    ...given('clearsShortfall', least(home, minor(clearsShortfall)), fund),
    ...given('clearsCoverShortfall', unsettled === 0n ? 0n : clears, fund),
    ...given('recognises', recognises ? unrecognised(state, recognises, committed) : 0n, own),
  } as unknown as Data;
}

/** A loss as it is made good: what is owed to the contributor by now settles the commitment again. */
export function undoneLoss<Data extends Loss>(state: KnownContribution, data: Data): Data {
  const { unsettles, ...rest } = data;
  const tranches = grown(state.tranches, minorOf(data.amount), minorOf(data.home));
  const settles = least(greatest(0n, state.excessMinor), minorOf(data.amount));
  if (settles === 0n) return rest as unknown as Data;
  const funded = worthOf(tranches, state.settledMinor + settles) - state.fundedMinor;
  const fund = data.home.currency;
  return {
    ...rest,
    unsettles: {
      amount: moneyJson(settles, currency(data.amount.currency)),
      funded: moneyJson(funded, currency(fund)),
      ...given('coverShortfall', least(funded, minor(unsettles?.coverShortfall)), fund),
    },
  } as unknown as Data;
}

/**
 * A receipt as it is undone: what goes back is first what is owed to the contributor anyway, then what settled the
 * commitment, worth what the commitment loses of its home value.
 */
export function undoneReceipt(state: KnownContribution, data: ContributionReceived): ContributionReceived {
  const { settles: _, excess: __, funded: ___, exchange, clearsCoverShortfall, recognises, raises, ...rest } = data;
  const own = data.settles.currency;
  const fund = data.funded.currency;
  const whole = minorOf(data.settles) + minor(data.excess);
  const excess = raises ? 0n : least(whole, greatest(0n, state.excessMinor));
  const settles = whole - excess;
  const left = state.settledMinor - settles;
  const difference = exchange ? differenceIn(state.tranches, state.settledMinor, settles) : 0n;
  const funded = state.fundedMinor - worthOf(state.tranches, left) - difference;
  const came = funded + difference;
  return {
    ...rest,
    settles: moneyJson(settles, currency(own)),
    ...given('excess', excess, own),
    funded: moneyJson(funded, currency(fund)),
    ...(difference === 0n ? {} : { exchange: undoneExchange(difference, exchange!, fund) }),
    ...given('clearsCoverShortfall', least(came, minor(clearsCoverShortfall)), fund),
    ...given('recognises', recognises ? least(settles, unrecognised(state, recognises, left)) : 0n, own),
    ...(raises ? { raises: undoneRaise(settles, came, raises, own, fund) } : {}),
  };
}

function undoneExchange(
  difference: bigint,
  { clearsShortfall, shortfall }: NonNullable<ContributionReceived['exchange']>,
  fund: string,
) {
  return {
    difference: moneyJson(difference, currency(fund)),
    ...given('clearsShortfall', least(greatest(0n, difference), minor(clearsShortfall)), fund),
    ...given('shortfall', least(greatest(0n, -difference), minor(shortfall)), fund),
  };
}

const undoneRaise = (
  amount: bigint,
  home: bigint,
  { clearsShortfall }: NonNullable<ContributionReceived['raises']>,
  own: string,
  fund: string,
) => ({
  amount: moneyJson(amount, currency(own)),
  home: moneyJson(home, currency(fund)),
  ...given('clearsShortfall', least(home, minor(clearsShortfall)), fund),
});

/** What had gone back comes again: of what was owed, what other receipts leave outstanding by now settles the commitment. */
export function undoneReturn(state: KnownContribution, data: ContributionReturned, home: Currency): ContributionReturned {
  const { fromDue, ...rest } = data;
  const outstanding = greatest(0n, state.committedMinor - state.settledMinor);
  const settles = least(minor(fromDue), outstanding);
  if (!fromDue || settles === 0n) return data;
  const funded = worthOf(state.tranches, state.settledMinor + settles) - state.fundedMinor;
  return {
    ...rest,
    ...given('fromDue', minorOf(fromDue) - settles, fromDue.currency),
    fromSettled: {
      amount: moneyJson(settles, currency(fromDue.currency)),
      funded: moneyJson(funded, home),
    },
  };
}

/** What was brought forward, as it is undone: in full, and in the order of a receipt. */
export function undoneBroughtForward(state: KnownContribution, data: BroughtForward): BroughtForward {
  const { excess: _, ...rest } = data;
  const whole = minorOf(data.settles) + minor(data.excess);
  const excess = least(whole, greatest(0n, state.excessMinor));
  const settles = whole - excess;
  const funded = state.fundedMinor - worthOf(state.tranches, state.settledMinor - settles);
  return {
    ...rest,
    settles: moneyJson(settles, currency(data.settles.currency)),
    ...given('excess', excess, data.settles.currency),
    funded: moneyJson(funded, currency(data.funded.currency)),
  };
}
