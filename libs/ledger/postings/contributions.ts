import { currency } from '#kernel/currency';
import { type MoneyJson, minorOf, moneyJson } from '#kernel/money';
import type {
  BroughtForward,
  ContributionEvent,
  ContributionReceived,
  ContributionReturned,
  Gain,
  Loss,
} from '#domain/money-in/contribution-events';
import {
  type Posting,
  type PostingsOf,
  changedInto,
  credit,
  debit,
  foreignFor,
  memo,
  nothing,
  opposite,
  rest,
} from './posting.js';

/** Contributions: what is promised, comes in, does not come, goes back, and becomes income. */
export const contributionPostings: PostingsOf<Exclude<ContributionEvent['type'], 'contribution.reversed'>> = {
  'contribution.pledged': (data, id) => memo('pledge', id, data.amount),
  'contribution.collection-opened': nothing,
  'contribution.committed': (data, id) => gained(id, data.earmark, data),
  'contribution.condition-met': (data, id) => gained(id, data.earmark, data),
  'contribution.condition-ended': nothing,
  'contribution.amended': (data, id) =>
    data.change === 'increase' ? gained(id, data.earmark, data) : lost(id, data.earmark, data, `income:${id}`),
  'contribution.rescheduled': nothing,
  'contribution.received': (data, id) => received(id, data),
  'contribution.brought-forward': (data, id) => broughtForward(id, data),
  'contribution.written-off': (data, id) => lost(id, data.earmark, data, 'impairment'),
  'contribution.returned': (data, id) => returned(id, data),
  'income.recognised': (data, id) => recognised(id, data.amount),
};

/** Promised: receivable, and free to allocate once what is missing is made good. */
const gained = (id: string, earmark: string, data: Gain): Posting[] => [
  ...debit(`receivable:${id}`, data.amount),
  ...credit(`deferred:${id}`, data.amount),
  ...resourced(earmark, data.home, data.clearsShortfall),
  ...debit(`due-to-contributor:${id}`, data.applied?.amount),
  ...credit(`receivable:${id}`, data.applied?.amount),
  ...(data.applied ? funded(id, earmark, data.applied.funded, data.clearsCoverShortfall) : []),
  ...recognised(id, data.recognises),
];

/** Promised no more. What had become income of it is income no more, or impaired. */
const lost = (id: string, earmark: string, data: Loss, hadBecome: string): Posting[] => [
  ...debit(`deferred:${id}`, rest(data.amount, data.recognised)),
  ...debit(hadBecome, data.recognised),
  ...credit(`receivable:${id}`, rest(data.amount, data.unsettles?.amount)),
  ...credit(`due-to-contributor:${id}`, data.unsettles?.amount),
  ...debit(`unallocated:${earmark}`, rest(data.home, data.shortfall)),
  ...debit(`shortfall:${earmark}`, data.shortfall),
  ...credit('resources', data.home),
  ...(data.unsettles ? uncovered(id, earmark, data.unsettles.funded, data.unsettles.coverShortfall) : []),
];

const resourced = (earmark: string, home: MoneyJson, clears: MoneyJson | undefined): Posting[] => [
  ...debit('resources', home),
  ...credit(`shortfall:${earmark}`, clears),
  ...credit(`unallocated:${earmark}`, rest(home, clears)),
];

/** Money in: it clears what cover is missing under the earmark, and is free to bind for the rest. */
const funded = (id: string, earmark: string, home: MoneyJson, clears: MoneyJson | undefined): Posting[] => [
  ...debit('funded', home),
  ...credit(`cover-shortfall:${earmark}`, clears),
  ...credit(`cover:${earmark}:${id}`, rest(home, clears)),
];

/** Money that counts no more as in: what of it is bound already is missing. */
const uncovered = (id: string, earmark: string, home: MoneyJson, short: MoneyJson | undefined): Posting[] => [
  ...debit(`cover:${earmark}:${id}`, rest(home, short)),
  ...debit(`cover-shortfall:${earmark}`, short),
  ...credit('funded', home),
];

const recognised = (id: string, amount: MoneyJson | undefined): Posting[] => [
  ...debit(`deferred:${id}`, amount),
  ...credit(`income:${id}`, amount),
];

/**
 * What both sides of a change are worth: the one that is in the home currency, or else what of it counts as funded. What is
 * owed back to the contributor counts as nothing until it is revalued.
 */
const worthOf = (one: MoneyJson, other: MoneyJson, funded: MoneyJson): MoneyJson =>
  [one, other].find((each) => each.currency === funded.currency) ?? funded;

const plus = (a: MoneyJson, b: MoneyJson | undefined): MoneyJson =>
  b ? moneyJson(minorOf(a) + minorOf(b), currency(a.currency)) : a;

function received(id: string, data: ContributionReceived): Posting[] {
  const worth = plus(data.settles, data.excess);
  return [
    ...debit(`bank:${data.bankAccount}`, data.amount),
    ...changedInto(data.amount, worth, worthOf(data.amount, worth, data.funded)),
    ...(data.raises
      ? [
          ...debit(`receivable:${id}`, data.raises.amount),
          ...credit(`deferred:${id}`, data.raises.amount),
          ...resourced(data.earmark, data.raises.home, data.raises.clearsShortfall),
        ]
      : []),
    ...credit(`receivable:${id}`, data.settles),
    ...credit(`due-to-contributor:${id}`, data.excess),
    ...(data.exchange ? difference(data.earmark, data.exchange) : []),
    ...funded(id, data.earmark, plus(data.funded, data.exchange?.difference), data.clearsCoverShortfall),
    ...recognised(id, data.recognises),
  ];
}

/** What came in was worth more than had been promised, or (a negative difference) less. */
const difference = (earmark: string, exchange: NonNullable<ContributionReceived['exchange']>): Posting[] => [
  ...debit('resources', exchange.difference),
  ...credit(`shortfall:${earmark}`, exchange.clearsShortfall),
  ...debit(`shortfall:${earmark}`, exchange.shortfall),
  ...credit(`unallocated:${earmark}`, plus(rest(exchange.difference, exchange.clearsShortfall), exchange.shortfall)),
];

function returned(id: string, data: ContributionReturned): Posting[] {
  const { earmark, fromDue, fromSettled, fromCommitment } = data;
  const [first, ...others] = [fromDue, fromSettled?.amount, fromCommitment?.amount].filter((each) => each !== undefined);
  const whole = first && others.reduce(plus, first);
  return [
    ...credit(`bank:${data.bankAccount}`, data.amount),
    ...(whole && data.worth ? changedInto(whole, data.amount, data.worth) : []),
    ...debit(`due-to-contributor:${id}`, fromDue),
    ...(fromSettled
      ? [...debit(`receivable:${id}`, fromSettled.amount), ...uncovered(id, earmark, fromSettled.funded, undefined)]
      : []),
    ...(fromCommitment
      ? [
          ...debit(`deferred:${id}`, rest(fromCommitment.amount, fromCommitment.recognised)),
          ...debit(`income:${id}`, fromCommitment.recognised),
          ...debit(`unallocated:${earmark}`, fromCommitment.home),
          ...credit('resources', fromCommitment.home),
          ...uncovered(id, earmark, fromCommitment.home, undefined),
        ]
      : []),
  ];
}

/** The past of a fund that moves here stands against its net assets; what was spent then is covered under no grant: `*`. */
const broughtForward = (id: string, data: BroughtForward): Posting[] => [
  ...debit('net-assets:opening', data.worth ?? plus(data.settles, data.excess)),
  ...(data.worth ? opposite(foreignFor(plus(data.settles, data.excess), data.worth)) : []),
  ...credit(`receivable:${id}`, data.settles),
  ...credit(`due-to-contributor:${id}`, data.excess),
  ...debit(`deferred:${id}`, data.recognised),
  ...credit('net-assets:opening', data.recognised),
  ...debit(`unallocated:${data.earmark}`, data.spent),
  ...credit(`spent:${data.earmark}:opening`, data.spent),
  ...debit('funded', data.funded),
  ...credit(`cover:${data.earmark}:${id}`, rest(data.funded, data.spent)),
  ...credit(`covered:*:${id}`, data.spent),
];
