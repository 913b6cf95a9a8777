import { z } from 'zod';
import { type Currency, currency } from '#kernel/currency';
import type { Reader } from '#kernel/decider';
import { type Money, type MoneyJson, convert, formatAmount, greatest, least, minorOf, moneyJson, toJson } from '#kernel/money';
import { present } from '#kernel/present';
import type { LocalDate } from '#kernel/time';
import { type Command, type Decision, defineCommand, paperOf } from '../command.js';
import { type KnownContribution, contribution, outstandingOf, receiptLine } from './contribution.js';
import type {
  ContributionReceived,
  ContributionReturned,
  ContributionWrittenOff,
  IncomeRecognised,
} from './contribution-events.js';
import { refuseOtherCurrency, signed } from './contribution-decisions.js';
import * as field from '../fields.js';
import {
  type OpenFund,
  bankAccountFor,
  carried,
  homeJson,
  homeText,
  homeValue,
  openFund,
  refuseInShortfall,
  valueDateOf,
} from '../fund/fund.js';
import { clearing, clearingCover, home, inCurrency, lackingIn, loss } from './gains-and-losses.js';
import { type SpentBasis, spentOf } from './contribution-spent.js';
import { registeredPartner } from '../registry/partner.js';
import { refuse } from '../rejections.js';
import { event, existing } from '../stream.js';
import { returned, shareOf, worthOf } from './tranches.js';

/** What becomes of promises: money received, written off, sent back, recognised as income. */

const receiveShape = {
  contributionId: field.id,
  amount: field.amount.describe('What the contributor sent.'),
  bankAccount: field.id,
  bankReference: field.line(100).optional(),
  credited: field.amount
    .optional()
    .describe('What the bank credited, where the account is of another currency than what was sent.'),
  rate: field.rate
    .optional()
    .describe('From what was sent to the currency of the contribution, where neither it nor what was credited is in that.'),
  homeRate: field.rate.optional().describe('Of a collection in another currency than that of the fund.'),
  givers: z.int().min(1).max(1_000_000_000).optional().describe('How many gave to a collection; nobody is named.'),
};
type ReceiveBody = z.output<z.ZodObject<typeof receiveShape>>;

const returnShape = {
  contributionId: field.id,
  amount: field.amount.describe('What goes back, in the currency of the contribution.'),
  bankAccount: field.id,
  bankReference: field.line(100).optional(),
  debited: field.amount.optional().describe('What leaves the account, where it is of another currency.'),
};
type ReturnBody = z.output<z.ZodObject<typeof returnShape>>;

export const contributionMoneyCommands = [
  defineCommand({
    type: 'contribution.receive',
    book: 'fund',
    roles: ['fund-manager'],
    shape: receiveShape,
    decide: receive,
  }),

  defineCommand({
    type: 'contribution.write-off',
    book: 'fund',
    roles: ['fund-manager'],
    shape: {
      contributionId: field.id,
      amount: field.amount.optional().describe('All that is outstanding when absent.'),
    },
    decide: (command, reader) => {
      const { body } = command;
      const id = body.contributionId;
      const open = openFund(command, reader);
      const before = signed(reader, id);
      const outstanding = outstandingOf(before);
      if (body.amount) refuseOtherCurrency(before, body.amount, id);
      const asked = body.amount?.amountMinor ?? outstanding;
      const valueDate = valueDateOf(command, open);
      if (asked === 0n) return { events: [], valueDate };
      if (asked > outstanding) {
        const text = textIn(before.currency);
        const figures = { requested: text(asked), outstanding: text(outstanding) };
        refuse('write-off-exceeds-outstanding', { contribution: id, currency: before.currency, ...figures });
      }
      const data: ContributionWrittenOff = {
        contributor: before.contributor,
        earmark: before.earmark,
        ...loss(open, reader, id, before, asked),
        ...paperOf(command),
      };
      return { events: [event(contribution, id, 'contribution.written-off', data)], valueDate };
    },
  }),

  defineCommand({
    type: 'contribution.return',
    book: 'fund',
    roles: ['fund-manager'],
    shape: returnShape,
    decide: sendBack,
  }),

  defineCommand({
    type: 'income.recognise',
    book: 'fund',
    roles: ['fund-manager'],
    shape: {
      contributionId: field.id,
      amount: field.amount.optional().describe('All that has been spent by the value date and is not income yet when absent.'),
    },
    decide: (command, reader) => {
      const { body } = command;
      const id = body.contributionId;
      const open = openFund(command, reader);
      const before = existing(reader, contribution, id);
      const valueDate = valueDateOf(command, open);
      const basis = basisOf(open);
      const spent = spentOf(open, reader, id, basis, valueDate);
      const earned = shareOf(before.settledMinor, least(spent, before.fundedMinor), before.fundedMinor);
      const left = greatest(0n, least(earned, before.committedMinor) - before.recognisedMinor);
      if (body.amount) refuseOtherCurrency(before, body.amount, id);
      const amount = body.amount?.amountMinor ?? left;
      if (amount === 0n) return { events: [], valueDate };
      if (amount > left) {
        const text = textIn(before.currency);
        refuse('income-exceeds-spent', {
          contribution: id,
          currency: before.currency,
          requested: text(amount),
          spent: text(left),
        });
      }
      const data: IncomeRecognised = {
        contributor: before.contributor,
        earmark: before.earmark,
        amount: moneyJson(amount, currency(before.currency)),
        spent: homeJson(open, spent),
        ...paperOf(command),
      };
      return { events: [event(contribution, id, 'income.recognised', data)], valueDate };
    },
  }),
];

const textIn =
  (code: string) =>
  (amountMinor: bigint): string =>
    formatAmount(amountMinor, currency(code));

/** What the fund's policy counts as spent; refuses under one that recognises income without a command. */
function basisOf({ policy: { incomeRecognition } }: OpenFund): SpentBasis {
  if (incomeRecognition === 'as-spent') return 'paid';
  if (incomeRecognition === 'as-accepted') return 'accepted';
  return refuse('income-not-as-spent', { policy: incomeRecognition ?? 'unset' });
}

/** Money received. A fact: it is recorded whatever had been promised. */
function receive(command: Command<ReceiveBody>, reader: Reader): Decision {
  const { body } = command;
  const id = body.contributionId;
  const open = openFund(command, reader);
  const before = existing(reader, contribution, id);
  const sent = carried(open, body.amount);
  const credited = creditedOf(body);
  bankAccountFor(open, body.bankAccount, credited);
  refuseGivers(reader, before, body);
  if (body.homeRate && !before.pooled) refuse('rate-not-used', { contribution: id, currency: before.currency });
  const own = currency(before.currency);
  const worth = worthIn(own, before, body, sent, credited);
  const data = present<ContributionReceived>({
    contributor: before.contributor,
    earmark: before.earmark,
    amount: toJson(credited),
    bankAccount: body.bankAccount,
    bankReference: body.bankReference,
    sent: sent.currency === credited.currency ? undefined : toJson(sent),
    rate: body.rate,
    ...(before.pooled
      ? collected(open, reader, before, worth, credited, body)
      : settled(open, reader, before, worth, credited)),
    givers: body.givers,
    ...paperOf(command),
  });
  const valueDate = valueDateOf(command, open);
  refuseSecond(before, id, data, valueDate);
  return { events: [event(contribution, id, 'contribution.received', data)], valueDate };
}

/** Refuses a line of the bank that has been recorded already, and stands: it was sent a second time. */
function refuseSecond(before: KnownContribution, id: string, data: ContributionReceived, date: LocalDate): void {
  const line = receiptLine(data, date);
  if (line === undefined) return;
  const same = before.receipts.find((each) => each.line === line && !before.reversed.includes(each.position));
  if (!same) return;
  refuse('receipt-recorded', { contribution: id, bankReference: data.bankReference!, date, position: same.position });
}

/** What the bank line says: what was sent, unless the account is of another currency. */
function creditedOf({ amount, credited, contributionId }: ReceiveBody): Money {
  if (credited?.currency === amount.currency) {
    refuse('credited-twice', { contribution: contributionId, currency: amount.currency });
  }
  return credited ?? amount;
}

/** What a receipt settles, in the currency of the contribution: as it was sent, as it was credited, or at the rate. */
function worthIn(own: Currency, before: KnownContribution, body: ReceiveBody, sent: Money, credited: Money): bigint {
  const known = [sent, credited].find((each) => each.currency === own);
  if (known) {
    if (body.rate) refuse('rate-not-used', { contribution: body.contributionId, currency: own });
    return known.amountMinor;
  }
  const { rate } = body;
  if (!rate) return refuse('rate-missing', { currency: sent.currency, home: own });
  const worth = convert(sent, rate.rate, own).amountMinor;
  return worth === 0n ? refuse('home-value-zero', { ...toJson(sent), rate: rate.rate, home: before.currency }) : worth;
}

function refuseGivers(reader: Reader, before: KnownContribution, { givers }: ReceiveBody): void {
  if (givers === undefined) return;
  const { kind } = registeredPartner(reader, before.contributor);
  if (kind !== 'public-collection') refuse('not-a-collection', { partner: before.contributor, kind });
}

type Settling = Pick<
  ContributionReceived,
  'settles' | 'excess' | 'funded' | 'exchange' | 'clearsCoverShortfall' | 'recognises' | 'raises'
>;

/** The commitment first, the rest is owed back. Where the bank credited the home currency, its figure is what came in. */
function settled(open: OpenFund, reader: Reader, before: KnownContribution, worth: bigint, credited: Money): Settling {
  const own = currency(before.currency);
  const settles = least(worth, greatest(0n, outstandingOf(before)));
  const excess = worth - settles;
  const funded = worthOf(before.tranches, before.settledMinor + settles) - before.fundedMinor;
  const exchanged = credited.currency === open.home && own !== open.home;
  const difference = exchanged ? shareOf(credited.amountMinor, settles, worth) - funded : 0n;
  return {
    settles: moneyJson(settles, own),
    ...inCurrency('excess', excess, own),
    funded: homeJson(open, funded),
    ...(difference === 0n ? {} : { exchange: exchangeOf(open, reader, before.earmark, difference) }),
    ...home(open, 'clearsCoverShortfall', clearingCover(open, reader, before.earmark, funded + difference)),
    ...inCurrency('recognises', onReceipt(open, before, settles), own),
  };
}

/** By the fund's policy a receipt is income, as far as it is not already. */
const onReceipt = (open: OpenFund, before: KnownContribution, settles: bigint): bigint =>
  open.policy.incomeRecognition === 'on-receipt' ? least(settles, before.committedMinor - before.recognisedMinor) : 0n;

function exchangeOf(open: OpenFund, reader: Reader, earmark: string, difference: bigint): NonNullable<Settling['exchange']> {
  return {
    difference: homeJson(open, difference),
    ...home(open, 'clearsShortfall', clearing(open, reader, earmark, greatest(0n, difference))),
    ...home(open, 'shortfall', lackingIn(open, reader, `unallocated:${earmark}`, greatest(0n, -difference))),
  };
}

/** What a collection brings is promised by nobody before: it is committed and settled at once. */
function collected(
  open: OpenFund,
  reader: Reader,
  { currency: code, earmark }: KnownContribution,
  amountMinor: bigint,
  credited: Money,
  { homeRate }: ReceiveBody,
): Settling {
  const own = currency(code);
  const exchanged = credited.currency === open.home && own !== open.home;
  const worth = exchanged ? credited.amountMinor : homeValue(open, { amountMinor, currency: own }, homeRate);
  const income = open.policy.incomeRecognition;
  return {
    settles: moneyJson(amountMinor, own),
    funded: homeJson(open, worth),
    ...home(open, 'clearsCoverShortfall', clearingCover(open, reader, earmark, worth)),
    ...(income === 'at-signature' || income === 'on-receipt' ? { recognises: moneyJson(amountMinor, own) } : {}),
    raises: {
      amount: moneyJson(amountMinor, own),
      home: homeJson(open, worth),
      ...home(open, 'clearsShortfall', clearing(open, reader, earmark, worth)),
    },
  };
}

/** A decision: only what is owed to the contributor, or free under the earmark, goes back. */
function sendBack(command: Command<ReturnBody>, reader: Reader): Decision {
  const { body } = command;
  const id = body.contributionId;
  const open = openFund(command, reader);
  const before = existing(reader, contribution, id);
  refuseOtherCurrency(before, body.amount, id);
  if (body.debited?.currency === body.amount.currency) {
    refuse('credited-twice', { contribution: id, currency: body.amount.currency });
  }
  const debited = carried(open, body.debited ?? body.amount);
  bankAccountFor(open, body.bankAccount, debited);
  const whole = body.amount.amountMinor;
  const fromDue = least(whole, greatest(0n, before.excessMinor));
  const rest = whole - fromDue;
  if (rest > before.settledMinor) {
    const text = textIn(before.currency);
    const received = text(before.settledMinor + greatest(0n, before.excessMinor));
    refuse('return-exceeds-received', { contribution: id, currency: before.currency, requested: text(whole), received });
  }
  const paid = shareOf(debited.amountMinor, rest, whole);
  const fromCommitment = rest === 0n ? undefined : takenBack(open, reader, id, before, rest, paid, debited);
  const data = present<ContributionReturned>({
    contributor: before.contributor,
    earmark: before.earmark,
    amount: toJson(debited),
    bankAccount: body.bankAccount,
    bankReference: body.bankReference,
    worth: body.debited ? worthAway(open, body.amount, debited, fromCommitment?.home) : undefined,
    ...inCurrency('fromDue', fromDue, before.currency),
    fromCommitment,
    ...paperOf(command),
  });
  return { events: [event(contribution, id, 'contribution.returned', data)], valueDate: valueDateOf(command, open) };
}

/** What money that is changed to go back is worth: what it is in the home currency, or else what it takes from what is funded. */
const worthAway = (open: OpenFund, amount: Money, debited: Money, funded: MoneyJson | undefined): MoneyJson =>
  homeJson(open, [amount, debited].find((each) => each.currency === open.home)?.amountMinor ?? (funded ? minorOf(funded) : 0n));

/** What had settled the commitment leaves again, worth what it came in at, or what the bank takes in the home currency. */
function takenBack(
  open: OpenFund,
  reader: Reader,
  id: string,
  before: KnownContribution,
  amountMinor: bigint,
  paid: bigint,
  debited: Money,
): NonNullable<ContributionReturned['fromCommitment']> {
  const { earmark } = before;
  refuseInShortfall(open, reader, earmark);
  const own = currency(before.currency);
  const left = before.settledMinor - amountMinor;
  const exchanged = debited.currency === open.home && own !== open.home;
  const worth = exchanged
    ? paid
    : before.fundedMinor - worthOf(returned(before.tranches, before.settledMinor, amountMinor), left);
  const free = least(
    reader.balances.of(`unallocated:${earmark}`, open.home),
    reader.balances.of(`cover:${earmark}:${id}`, open.home),
  );
  if (worth > free) {
    const figures = { requested: homeText(open, worth), free: homeText(open, free), missing: homeText(open, worth - free) };
    refuse('return-exceeds-free', { contribution: id, earmark, currency: open.home, ...figures });
  }
  const recognised = least(amountMinor, greatest(0n, before.recognisedMinor - left));
  return {
    amount: moneyJson(amountMinor, own),
    ...inCurrency('recognised', recognised, own),
    home: homeJson(open, worth),
  };
}
