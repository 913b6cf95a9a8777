import { z } from 'zod';
import type { NewEvent, Reader } from '#kernel/decider';
import { currency as currencyOf } from '#kernel/currency';
import {
  type Money,
  type MoneyJson,
  formatAmount,
  greatest,
  least,
  minorOf,
  money,
  moneyJson,
  sum,
  toJson,
} from '#kernel/money';
import { exceedsShare, percentageOf, shareOf } from '#kernel/percentage';
import { type LocalDate, daysAfter } from '#kernel/time';
import { type CategoryLine, findingReasons } from '../accounts/expenditure.js';
import { categoryLines } from '../accounts/expenditure-lines.js';
import { type Command, type Decision, defineCommand, paperOf } from '../command.js';
import * as field from '../fields.js';
import { type OpenFund, openFund } from '../fund/fund.js';
import { type GrantAct, grantFor } from './grant.js';
import { entriesOf } from '../registry/partner.js';
import { refuseSuspended } from '../registry/payee.js';
import { refuse } from '../rejections.js';
import { event, existing } from '../stream.js';
import {
  type ExistingSubGrant,
  type Step,
  type SubGrantDisallowed,
  type SubGrantMoved,
  inCategory,
  moved,
  outstandingOn,
  outstandingParts,
  outstandingSubGrants,
  passedOnAccount,
  refuseStranger,
  signedIn,
  subGrant,
  subGrantDate,
} from './sub-grant.js';
import { documentsClaimed } from './sub-grant-documents.js';
import { inItsCurrency } from './sub-grant-terms.js';

/*
 * The accounts of a sub-grant, under the rules of the accounts above: no further payment while one is overdue or too much is
 * outstanding, costs by category against the budget, each document once, acceptance and disallowance by another person.
 */

type Categorised = 'reported' | 'accepted' | 'disallowed';
interface Amounts {
  readonly amount: Money;
  readonly lines?: readonly CategoryLine[];
}

const evidence = z.array(field.sha256).min(1).max(50).optional().describe('SHA-256 of the documents that show it.');
const periods = { periodStart: field.date.optional(), periodEnd: field.date.optional() };
const lines = categoryLines.optional().describe('By category, in the place of the amount, where the sub-grant has a budget.');
const whole = { subGrantId: field.id, amount: field.amount, ...periods, evidence };
const byCategory = { subGrantId: field.id, amount: field.amount.optional(), lines };

/** In which of its states a grant has its sub-grants paid, and accounted for. */
const actAbove = (step: Step | 'disallowed'): GrantAct => (step === 'paid' ? 'order-owed' : 'conclude');

export const subGrantAccountsCommands = [
  defineCommand({
    type: 'sub-grant.pay',
    book: 'fund',
    roles: ['fund-manager', 'cso'],
    shape: whole,
    decide: (command, reader): Decision => {
      const { open, state, on, amount } = asked(command, reader, 'paid');
      const { terms, figures } = state;
      refuseSuspended(reader, terms.partner, 'payments');
      refuseOverdue(open, reader, terms.partner, on);
      refuseOutstanding(open, command.body.subGrantId, state);
      refuseBeyond(command.body.subGrantId, 'paid', amount, minorOf(terms.amount) - figures.paid + figures.refunded);
      const { dueDays } = open.policy.advances ?? {};
      const data = movement(command, reader, state, 'paid', { amount });
      const due = data.advance === undefined || dueDays === undefined ? {} : { dueOn: daysAfter(on, dueDays) };
      return written(command, on, 'sub-grant.paid', { ...data, ...due });
    },
  }),

  defineCommand({
    type: 'sub-grant.report',
    book: 'fund',
    roles: ['fund-manager', 'cso'],
    shape: { ...byCategory, ...periods, evidence },
    decide: (command, reader): Decision => {
      const { body } = command;
      const { open, state, on, ...amounts } = asked(command, reader, 'reported');
      refusePeriod(body.subGrantId, state, body);
      const data = movement(command, reader, state, 'reported', amounts);
      const claims = documentsClaimed(reader, { subGrant: body.subGrantId, state }, body.evidence ?? []);
      return written(command, on, 'sub-grant.reported', data, claims);
    },
  }),

  defineCommand({
    type: 'sub-grant.accept',
    book: 'fund',
    roles: ['fund-manager', 'cso'],
    shape: { ...byCategory, ...periods, evidence },
    decide: (command, reader): Decision => {
      const { subGrantId } = command.body;
      const { open, state, on, ...amounts } = asked(command, reader, 'accepted');
      refuseReporter(command, state);
      refuseBeyondOpen(subGrantId, state, 'accepted', amounts);
      refuseOverBudget(open, subGrantId, state, amounts.lines ?? []);
      return written(command, on, 'sub-grant.accepted', movement(command, reader, state, 'accepted', amounts));
    },
  }),

  defineCommand({
    type: 'sub-grant.disallow',
    book: 'fund',
    roles: ['fund-manager', 'cso'],
    shape: {
      ...byCategory,
      of: z
        .enum(['reported', 'accepted'])
        .optional()
        .describe('Of what is not accepted yet, as long as there is any, or of what was accepted.'),
      reason: z.enum(findingReasons),
      comment: field.sealed(4000).optional(),
    },
    decide: (command, reader): Decision => {
      const { body } = command;
      const { open, state, on, ...amounts } = asked(command, reader, 'disallowed');
      refuseReporter(command, state);
      const of = body.of ?? (openOf(state.figures) > 0n ? 'reported' : 'accepted');
      if (of === 'reported') refuseBeyondOpen(body.subGrantId, state, 'disallowed', amounts);
      else refuseBeyondAccepted(body.subGrantId, state, amounts);
      const base = movement(command, reader, state, 'disallowed', amounts, of);
      const data: SubGrantDisallowed = {
        ...base,
        of,
        reason: body.reason,
        ...(body.comment === undefined ? {} : { commentHash: body.comment }),
      };
      return written(command, on, 'sub-grant.disallowed', data);
    },
  }),

  defineCommand({
    type: 'sub-grant.refund',
    book: 'fund',
    roles: ['fund-manager', 'cso'],
    shape: whole,
    decide: (command, reader): Decision => {
      const { state, on, amount } = asked(command, reader, 'refunded');
      refuseBeyond(command.body.subGrantId, 'refunded', amount, outstandingOn(state.figures));
      return written(command, on, 'sub-grant.refunded', movement(command, reader, state, 'refunded', { amount }));
    },
  }),

  defineCommand({
    type: 'sub-grant.write-off',
    book: 'fund',
    roles: ['fund-manager', 'cso'],
    shape: { subGrantId: field.id, amount: field.amount, reason: field.sealed(4000) },
    decide: (command, reader): Decision => {
      const { body } = command;
      const { state, on, amount } = asked(command, reader, 'written-off');
      refuseBeyond(body.subGrantId, 'written-off', amount, outstandingOn(state.figures));
      const data = movement(command, reader, state, 'written-off', { amount });
      return written(command, on, 'sub-grant.written-off', { ...data, reasonHash: body.reason });
    },
  }),
];

interface AskedBody {
  readonly subGrantId: string;
  readonly amount?: Money | undefined;
  readonly lines?: readonly { readonly category: string; readonly amount: Money }[] | undefined;
}
type AskedCommand = Command & { readonly body: AskedBody };

/** The sub-grant, whether whoever asks may, the day, and the amount: as a whole, or by category where it has a budget. */
function asked(command: AskedCommand, reader: Reader, step: Step | 'disallowed') {
  const { body } = command;
  const open = openFund(command, reader);
  const state = signedIn(reader, body.subGrantId);
  const above = grantFor(reader, state.terms.grant, actAbove(step));
  refuseStranger(command, reader, above, ...(step === 'reported' ? [state.terms.partner] : []));
  const on = subGrantDate(command, open, body.subGrantId, state.signedOn);
  return { open, state, on, ...amountsOf(open, body, state, step) };
}

function amountsOf(open: OpenFund, body: AskedBody, { terms }: ExistingSubGrant, step: Step | 'disallowed'): Amounts {
  const { subGrantId: id, amount, lines: given } = body;
  const code = currencyOf(terms.amount.currency);
  const categorised: readonly string[] = ['reported', 'accepted', 'disallowed'] satisfies Categorised[];
  const known = terms.budget?.map((each) => each.category);
  if (!known || !categorised.includes(step)) {
    if (given) refuse('member-does-not-fit', { member: 'lines', move: step });
    return { amount: inItsCurrency(open, id, code, amount ?? refuse('sub-grant-amount-missing', { subGrant: id })) };
  }
  if (!given || amount) return refuse('sub-grant-by-category', { subGrant: id, known });
  const found = given.map((each) => {
    if (!known.includes(each.category)) refuse('sub-grant-category-unknown', { subGrant: id, category: each.category, known });
    return { category: each.category, amount: toJson(inItsCurrency(open, id, code, each.amount)) };
  });
  return { amount: money(sum(found.map((each) => minorOf(each.amount))), code), lines: found };
}

/** What moves, and what of the sub-grant is outstanding by it, or no more. */
function movement(
  command: Command,
  reader: Reader,
  state: ExistingSubGrant,
  step: Step | 'disallowed',
  { amount, lines: parts }: Amounts,
  of?: 'reported' | 'accepted',
): Omit<SubGrantMoved, 'dueOn' | 'reasonHash'> {
  const {
    subGrantId,
    periodStart,
    periodEnd,
    evidence: papers,
  } = command.body as AskedBody & {
    readonly periodStart?: LocalDate;
    readonly periodEnd?: LocalDate;
    readonly evidence?: readonly string[];
  };
  if (periodStart !== undefined && periodEnd !== undefined && periodEnd < periodStart) {
    refuse('period-reversed', { start: periodStart, end: periodEnd });
  }
  const base = { amount: toJson(amount), ...(parts === undefined ? {} : { lines: parts }) };
  const after = moved(state, `sub-grant.${step}`, { ...base, ...(of === undefined ? {} : { of }) }, 1n);
  const more = outstandingOn(after.figures) - outstandingOn(state.figures);
  // What was paid before advances were counted is not there to be cleared.
  const counted = reader.balances.of(passedOnAccount(subGrantId, state.terms), amount.currency);
  const clears = least(greatest(0n, -more), greatest(0n, counted));
  const inIt = (minor: bigint): MoneyJson => moneyJson(minor, amount.currency);
  return {
    grant: state.terms.grant,
    partner: state.terms.partner,
    ...base,
    ...(periodStart === undefined ? {} : { periodStart }),
    ...(periodEnd === undefined ? {} : { periodEnd }),
    ...(papers === undefined ? {} : { evidence: papers }),
    ...(more > 0n ? { advance: inIt(more) } : {}),
    ...(clears > 0n ? { clears: inIt(clears) } : {}),
    ...paperOf(command),
  };
}

const written = (
  command: AskedCommand,
  valueDate: LocalDate,
  type: `sub-grant.${Step | 'disallowed'}`,
  data: SubGrantMoved | SubGrantDisallowed,
  more: readonly NewEvent[] = [],
): Decision => ({
  events: [event(subGrant, command.body.subGrantId, type as 'sub-grant.paid', data as SubGrantMoved), ...more],
  valueDate,
});

/** What was reported and is neither accepted nor disallowed. */
const openOf = ({ reported, accepted, disallowed }: Readonly<Record<Categorised, bigint>>): bigint =>
  reported - accepted - disallowed;

function refuseBeyond(id: string, step: Step | 'disallowed', amount: Money, most: bigint): void {
  if (amount.amountMinor <= most) return;
  refuse('sub-grant-exceeded', {
    subGrant: id,
    step,
    currency: amount.currency,
    requested: toJson(amount).amount,
    room: formatAmount(greatest(0n, most), amount.currency),
  });
}

function refuseBeyondOpen(
  id: string,
  state: ExistingSubGrant,
  step: 'accepted' | 'disallowed',
  { amount, lines: parts }: Amounts,
): void {
  refuseBeyond(id, step, amount, openOf(state.figures));
  for (const each of parts ?? []) {
    refuseBeyond(id, step, inLine(each), openOf(inCategory(state, each.category)));
  }
}

function refuseBeyondAccepted(id: string, state: ExistingSubGrant, { amount, lines: parts }: Amounts): void {
  refuseBeyond(id, 'disallowed', amount, state.figures.accepted);
  for (const each of parts ?? []) refuseBeyond(id, 'disallowed', inLine(each), inCategory(state, each.category).accepted);
}

const inLine = ({ amount }: CategoryLine): Money => money(minorOf(amount), currencyOf(amount.currency));

function refuseReporter(command: AskedCommand, { reportedBy }: ExistingSubGrant): void {
  if (reportedBy.includes(command.actor)) {
    refuse('approver-is-requester', { actor: command.actor, subGrant: command.body.subGrantId });
  }
}

/** What is reported was spent while the sub-grant ran. */
function refusePeriod(
  id: string,
  { terms: { startsOn, endsOn } }: ExistingSubGrant,
  { periodStart, periodEnd }: { readonly periodStart?: LocalDate | undefined; readonly periodEnd?: LocalDate | undefined },
): void {
  if (startsOn !== undefined && periodStart !== undefined && periodStart < startsOn) {
    refuse('period-before', { thing: subGrant.thing, id, start: periodStart, startsOn });
  }
  if (endsOn !== undefined && periodEnd !== undefined && periodEnd > endsOn) {
    refuse('period-after', { thing: subGrant.thing, id, end: periodEnd, endsOn });
  }
}

/** As above: the budget of a category, with the tolerance that the fund's policy has for it. */
function refuseOverBudget(open: OpenFund, id: string, state: ExistingSubGrant, parts: readonly CategoryLine[]): void {
  const tolerance = open.policy.categoryTolerance;
  if (tolerance === undefined) return;
  for (const { category, amount } of parts) {
    const budget = minorOf(state.terms.budget!.find((each) => each.category === category)!.amount);
    const accepted = inCategory(state, category).accepted + minorOf(amount);
    const most = budget + shareOf(budget, tolerance);
    if (accepted <= most) continue;
    const text = (minor: bigint): string => formatAmount(minor, currencyOf(amount.currency));
    refuse('sub-grant-category-exceeded', {
      subGrant: id,
      category,
      currency: amount.currency,
      accepted: text(accepted),
      budget: text(budget),
      tolerance,
      missing: text(accepted - most),
    });
  }
}

/** No further payment to an organisation of which one, under whatever sub-grant of the fund, is overdue. */
function refuseOverdue(open: OpenFund, reader: Reader, partner: string, on: LocalDate): void {
  if (open.policy.advances?.dueDays === undefined) return;
  for (const { id } of entriesOf(reader, partner).flatMap((entry) => outstandingSubGrants(open, reader, entry))) {
    const state = existing(reader, subGrant, id);
    const late = outstandingParts(state).findLast(({ dueOn }) => dueOn !== undefined && dueOn < on);
    if (!late) continue;
    const { currency } = state.terms.amount;
    refuse('sub-grant-overdue', {
      partner,
      subGrant: id,
      currency,
      outstanding: formatAmount(late.amountMinor, currencyOf(currency)),
      dueOn: late.dueOn!,
      date: on,
    });
  }
}

/** ... nor while more than a set part of what was paid under it is not accounted for. */
function refuseOutstanding(open: OpenFund, id: string, { terms, figures }: ExistingSubGrant): void {
  const most = open.policy.advances?.mostOutstanding;
  const outstanding = outstandingOn(figures);
  if (most === undefined || outstanding === 0n || !exceedsShare(outstanding, figures.paid, most)) return;
  const { currency } = terms.amount;
  refuse('sub-grant-advance-outstanding', {
    subGrant: id,
    currency,
    outstanding: formatAmount(outstanding, currencyOf(currency)),
    paid: formatAmount(figures.paid, currencyOf(currency)),
    share: percentageOf(outstanding, figures.paid),
    most,
  });
}
