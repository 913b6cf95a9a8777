import { z } from 'zod';
import { currency } from '#kernel/currency';
import type { Reader } from '#kernel/decider';
import { type Money, convert, formatAmount, least, minorOf, moneyJson, sum, toJson } from '#kernel/money';
import { present } from '#kernel/present';
import type { LocalDate } from '#kernel/time';
import { accountsDue } from '../accounts/accounts-due.js';
import { type Command, type Decision, defineCommand, paperOf } from '../command.js';
import { signed, refuseOtherCurrency } from './contribution-decisions.js';
import type { BroughtForward } from './contribution-events.js';
import { contribution, outstandingOf } from './contribution.js';
import * as field from '../fields.js';
import {
  type OpenFund,
  type Rate,
  bankAccountFor,
  carried,
  earmarkOf,
  homeJson,
  homeText,
  inHome,
  noEarmark,
  openFund,
  valueDateOf,
} from '../fund/fund.js';
import { disbursedOn } from '../grants/funding-line.js';
import { inCurrency } from './gains-and-losses.js';
import { type GrantSigned, signedGrant } from '../grants/grant.js';
import { type OpeningRecorded, type GrantBrought, opening } from './opening.js';
import { attributedLine, orderLines } from '../accounts/payment-lines.js';
import { refuse } from '../rejections.js';
import { event, stateOf } from '../stream.js';
import { shareOf, worthOf } from './tranches.js';

const recordShape = {
  bankAccounts: z
    .array(z.strictObject({ bankAccount: field.id, balance: field.anyAmount, rate: field.rate.optional() }))
    .min(1)
    .max(50)
    .describe('What the bank statements say on the day; with its rate where the account is not in the home currency.'),
  contributions: z
    .array(
      z.strictObject({
        contributionId: field.id,
        received: field.amount.describe('All that had come in of it.'),
        spent: field.amountOrZero
          .optional()
          .describe('In the home currency: paid under grants that have ended, spent by the fund, lost in exchange.'),
        recognised: field.amountOrZero.optional().describe('What of it had become income.'),
      }),
    )
    .max(500)
    .default([]),
  own: z
    .array(z.strictObject({ earmark: field.id.default(noEarmark), amount: field.amount }))
    .max(50)
    .default([])
    .describe('In the home currency: interest kept, gains.'),
  underGrants: field.amountOrZero
    .optional()
    .describe('In the home currency: paid under grants that are still running, which are brought one by one.'),
};
type RecordBody = z.output<z.ZodObject<typeof recordShape>>;

const grantShape = {
  grantId: field.id,
  disbursed: field.amount.describe('All that had been paid under it, less refunds.'),
  outstandingAdvance: field.amountOrZero.optional().describe('What of that is not accounted for.'),
  payable: field.amountOrZero.optional().describe('Accepted, and not paid.'),
  advancedOn: field.date
    .optional()
    .describe('When the oldest payment was made of what is outstanding; the day of the opening when absent.'),
  accountsDueOn: field.date
    .optional()
    .describe('Until when it has to be accounted for; by the rule of the fund, from that day, when absent.'),
};
type GrantBody = z.output<z.ZodObject<typeof grantShape>>;

export const openingCommands = [
  defineCommand({
    type: 'opening.record',
    book: 'fund',
    roles: ['fund-manager'],
    shape: recordShape,
    decide: record,
  }),

  defineCommand({
    type: 'opening.bring-grant',
    book: 'fund',
    roles: ['fund-manager'],
    shape: grantShape,
    decide: bringGrant,
  }),
];

/** What had been paid under a running grant, what of it has to be accounted for, what is owed: out of what the opening says of all. */
function bringGrant(command: Command<GrantBody>, reader: Reader): Decision {
  const { body } = command;
  const grant = body.grantId;
  const open = openFund(command, reader);
  const state = stateOf(reader, opening, command.book);
  if (state.status !== 'recorded') {
    return refuse('wrong-status', { thing: opening.thing, id: command.book, status: state.status, expected: 'recorded' });
  }
  const terms = signedGrant(reader, grant);
  const home = (amount: Money | undefined): bigint => (amount ? inHome(open, amount, 'grant', grant) : 0n);
  const [disbursed, advance, payable] = [home(body.disbursed), home(body.outstandingAdvance), home(body.payable)];
  refuseMoreThanStood(open, grant, {
    disbursed,
    advance,
    // Expenditure may have been accepted under it before.
    owed: payable + reader.balances.of(`payable:${grant}`, open.home),
    left: state.underGrantsMinor - state.broughtMinor,
    ceiling: minorOf(terms.amount),
  });
  if (terms.lines.some((line) => disbursedOn(open, reader, grant, line) > 0n))
    refuse('id-taken', { thing: 'opening', id: grant });
  const valueDate = valueDateOf(command, open);
  const data: GrantBrought = {
    grant,
    activity: terms.activity,
    payee: terms.payee,
    amount: homeJson(open, disbursed),
    lines: orderLines(open, reader, grant, terms, disbursed).map((line) =>
      attributedLine(open, reader, grant, terms, line, 1n),
    ),
    outstandingAdvance: homeJson(open, advance),
    payable: homeJson(open, payable),
    ...advancedBefore(open, terms, valueDate, { ...body, outstanding: advance }),
    ...paperOf(command),
  };
  return { events: [event(opening, command.book, 'opening.grant-brought', data)], valueDate };
}

/** A grant was paid no more than the opening leaves to running grants and than it is for, and accounts for no more than it was paid. */
function refuseMoreThanStood(
  open: OpenFund,
  grant: string,
  stood: Readonly<Record<'disbursed' | 'advance' | 'owed' | 'left' | 'ceiling', bigint>>,
): void {
  const { disbursed, advance, owed, left, ceiling } = stood;
  const text = (minor: bigint): string => homeText(open, minor);
  const of = { grant, currency: open.home };
  if (disbursed > left) refuse('opening-exceeds-grants', { ...of, requested: text(disbursed), left: text(left) });
  if (advance > disbursed) {
    refuse('advance-exceeds-disbursed', { ...of, advance: text(advance), disbursed: text(disbursed) });
  }
  if (disbursed + owed > ceiling) {
    refuse('opening-exceeds-grant', { ...of, disbursed: text(disbursed), payable: text(owed), amount: text(ceiling) });
  }
}

/** When what is outstanding was paid, and until when it has to be accounted for: as it is stated, or by the rule of the fund. */
function advancedBefore(
  open: OpenFund,
  terms: GrantSigned,
  valueDate: LocalDate,
  asked: {
    readonly grantId: string;
    readonly outstanding: bigint;
    readonly advancedOn?: LocalDate | undefined;
    readonly accountsDueOn?: LocalDate | undefined;
  },
): Pick<GrantBrought, 'advancedOn' | 'accounts'> {
  const { advancedOn, accountsDueOn: dueOn } = asked;
  const paidOn = advancedOn ?? valueDate;
  if (asked.outstanding === 0n) {
    return (advancedOn ?? dueOn) ? refuse('no-advance-outstanding', { grant: asked.grantId }) : {};
  }
  if (paidOn > valueDate) refuse('period-reversed', { start: paidOn, end: valueDate });
  if (dueOn !== undefined && dueOn < paidOn) refuse('period-reversed', { start: paidOn, end: dueOn });
  const accounts = dueOn === undefined ? accountsDue(open, terms, paidOn) : { cso: terms.executor, dueOn };
  return present({ advancedOn, accounts });
}

/** The first money of a book: everything that stood on the day, which must explain what is in the bank. */
function record(command: Command<RecordBody>, reader: Reader): Decision {
  const { body } = command;
  const open = openFund(command, reader);
  const state = stateOf(reader, opening, command.book);
  if (state.status === 'recorded') refuse('id-taken', { thing: opening.thing, id: command.book });
  refuseMoneyBefore(open, reader);
  const bankAccounts = body.bankAccounts.map(({ bankAccount, balance, rate }) => {
    bankAccountFor(open, bankAccount, carried(open, balance));
    return {
      bankAccount,
      amount: toJson(balance),
      ...present({ rate }),
      home: homeJson(open, bankWorth(open, balance, rate)),
    };
  });
  const own = body.own.map(({ earmark, amount }) => ({
    earmark: earmarkOf(open, earmark),
    amount: homeJson(open, inHome(open, amount, 'fund', command.book)),
  }));
  const underGrants = body.underGrants ? inHome(open, body.underGrants, 'fund', command.book) : 0n;
  const brought = body.contributions.map((each) => broughtForward(open, reader, command, each));
  refuseUnexplained(open, {
    bank: sum(bankAccounts.map((each) => minorOf(each.home))),
    explained: sum(brought.map((each) => each.worth)) + sum(own.map((each) => minorOf(each.amount))) - underGrants,
  });
  const data: OpeningRecorded = { bankAccounts, own, underGrants: homeJson(open, underGrants), ...paperOf(command) };
  return {
    events: [
      event(opening, command.book, 'opening.recorded', data),
      ...brought.map((each) => event(contribution, each.id, 'contribution.brought-forward', each.data)),
    ],
    valueDate: valueDateOf(command, open),
  };
}

function refuseMoneyBefore(open: OpenFund, reader: Reader): void {
  for (const code of open.currencies) {
    const used = reader.balances.under('bank:', code).find((each) => each.amountMinor !== 0n);
    if (used) {
      const balance = formatAmount(used.amountMinor, currency(code));
      refuse('money-before-opening', { account: used.account, currency: code, balance });
    }
  }
}

function bankWorth(open: OpenFund, balance: Money, rate: Rate | undefined): bigint {
  if (balance.currency === open.home) {
    return rate ? refuse('rate-not-needed', { currency: balance.currency }) : balance.amountMinor;
  }
  if (!rate) return refuse('rate-missing', { currency: balance.currency, home: open.home });
  return convert(balance, rate.rate, open.home).amountMinor;
}

interface Brought {
  readonly id: string;
  readonly data: BroughtForward;
  /** What of it is in the bank or with running grants, in the home currency. */
  readonly worth: bigint;
}

function broughtForward(
  open: OpenFund,
  reader: Reader,
  command: Command<RecordBody>,
  { contributionId: id, received, spent, recognised }: RecordBody['contributions'][number],
): Brought {
  const before = signed(reader, id);
  refuseOtherCurrency(before, received, id);
  if (recognised) refuseOtherCurrency(before, recognised, id);
  const settles = least(received.amountMinor, outstandingOf(before));
  const excess = received.amountMinor - settles;
  const funded = worthOf(before.tranches, before.settledMinor + settles) - before.fundedMinor;
  const gone = spent ? inHome(open, spent, 'contribution', id) : 0n;
  if (gone > funded) {
    refuse('spent-exceeds-received', {
      contribution: id,
      currency: open.home,
      spent: homeText(open, gone),
      received: homeText(open, funded),
    });
  }
  const income = recognised?.amountMinor ?? 0n;
  const deferred = before.committedMinor - before.recognisedMinor;
  if (income > deferred) {
    const text = (minor: bigint): string => formatAmount(minor, currency(before.currency));
    refuse('income-exceeds-commitment', {
      contribution: id,
      currency: before.currency,
      requested: text(income),
      deferred: text(deferred),
    });
  }
  const owed = before.currency === open.home ? excess : shareOf(before.homeCommittedMinor, excess, before.committedMinor);
  const own = currency(before.currency);
  return {
    id,
    worth: funded - gone + owed,
    data: {
      contributor: before.contributor,
      earmark: before.earmark,
      settles: moneyJson(settles, own),
      ...inCurrency('excess', excess, own),
      ...(own === open.home ? {} : { worth: homeJson(open, funded + owed) }),
      funded: homeJson(open, funded),
      spent: homeJson(open, gone),
      ...inCurrency('recognised', income, own),
      ...paperOf(command),
    },
  };
}

function refuseUnexplained(open: OpenFund, { bank, explained }: { readonly bank: bigint; readonly explained: bigint }): void {
  if (bank === explained) return;
  refuse('opening-does-not-balance', {
    currency: open.home,
    bank: homeText(open, bank),
    explained: homeText(open, explained),
    difference: homeText(open, bank - explained),
  });
}
