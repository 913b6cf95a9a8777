import { z } from 'zod';
import { currency } from '#kernel/currency';
import type { Reader, StreamEvent } from '#kernel/decider';
import { type Money, type MoneyJson, convert, formatAmount, least, minorOf, moneyJson, sum, toJson } from '#kernel/money';
import { present } from '#kernel/present';
import type { LocalDate } from '#kernel/time';
import { unreachable } from '#kernel/unreachable';
import { type Command, type Decision, type Paper, defineCommand, paperOf } from '../command.js';
import { signed, refuseOtherCurrency } from './contribution-decisions.js';
import type { BroughtForward } from './contribution-events.js';
import { contribution, outstandingOf } from './contribution.js';
import { accountsDue } from '../accounts/accounts-due.js';
import type { AccountsDue, PaymentLine } from '../accounts/disbursement.js';
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
import { attributedLine, orderLines } from '../accounts/payment-lines.js';
import { refuse } from '../rejections.js';
import type { Reversed } from '../reversal/reversed.js';
import { type Stream, event, stateOf } from '../stream.js';
import { shareOf, worthOf } from './tranches.js';

// Events

/** With what a fund moves here. What its contributions had brought by then stands in events of their own. */
export interface OpeningRecorded extends Paper {
  readonly bankAccounts: readonly {
    readonly bankAccount: string;
    readonly amount: MoneyJson;
    readonly rate?: Rate;
    readonly home: MoneyJson;
  }[];
  /** Money that no contribution brought: interest kept, gains. */
  readonly own: readonly { readonly earmark: string; readonly amount: MoneyJson }[];
  /** What had been paid under grants that are still running: each is brought by an event of its own. */
  readonly underGrants: MoneyJson;
}

/** A running grant: what it had been paid by then, what of that is not accounted for, what is accepted and not paid. */
export interface GrantBrought extends Paper {
  readonly grant: string;
  readonly activity: string;
  readonly payee: string;
  readonly amount: MoneyJson;
  readonly lines: readonly PaymentLine[];
  readonly outstandingAdvance: MoneyJson;
  readonly payable: MoneyJson;
  /** When what is outstanding was paid; the day of the opening when absent. */
  readonly advancedOn?: LocalDate;
  /** Of what is outstanding, where the fund's rules limit advances, or a day was agreed on. */
  readonly accounts?: AccountsDue;
}

export type OpeningEvent =
  | StreamEvent<'opening.recorded', OpeningRecorded>
  | StreamEvent<'opening.grant-brought', GrantBrought>
  | StreamEvent<'opening.reversed', Reversed>;

// State

export interface BroughtAdvance {
  readonly position: number;
  readonly paidOn: LocalDate;
  readonly amount: MoneyJson;
  readonly accounts?: AccountsDue;
}

export type OpeningState =
  | { readonly status: 'absent' }
  | {
      readonly status: 'recorded' | 'reversed';
      /** Paid under running grants, and brought so far. */
      readonly underGrantsMinor: bigint;
      readonly broughtMinor: bigint;
      /** Outstanding advances that were brought, by grant. */
      readonly advances: Readonly<Record<string, BroughtAdvance>>;
      readonly reversed: readonly number[];
    };

/** A book has one opening, called as the book is. */
export const opening: Stream<OpeningState, OpeningEvent> = {
  kind: 'opening',
  thing: 'opening',
  initial: { status: 'absent' },
  evolve: (state, happened) => {
    switch (happened.type) {
      case 'opening.recorded': {
        const reversed = state.status === 'absent' ? [] : state.reversed;
        const underGrantsMinor = minorOf(happened.data.underGrants);
        return { status: 'recorded', underGrantsMinor, broughtMinor: 0n, advances: {}, reversed };
      }
      case 'opening.grant-brought':
        if (state.status === 'absent') return state;
        return {
          ...state,
          broughtMinor: state.broughtMinor + minorOf(happened.data.amount),
          advances: { ...state.advances, ...advanceBroughtBy(happened) },
        };
      case 'opening.reversed': {
        if (state.status === 'absent') return state;
        const { position, type, data } = happened.data.reverses;
        const reversed = [...state.reversed, position];
        if (type === 'opening.recorded') return { ...state, status: 'reversed', reversed };
        const { amount, grant } = data as GrantBrought;
        const { [grant]: _, ...advances } = state.advances;
        return { ...state, broughtMinor: state.broughtMinor - minorOf(amount), advances, reversed };
      }
      default:
        return unreachable(happened);
    }
  },
};

function advanceBroughtBy({
  position,
  valueDate,
  data,
}: StreamEvent<'opening.grant-brought', GrantBrought>): Readonly<Record<string, BroughtAdvance>> {
  const { grant, outstandingAdvance: amount, advancedOn: paidOn = valueDate, accounts } = data;
  if (minorOf(amount) === 0n) return {};
  return { [grant]: { position, paidOn, amount, ...present({ accounts }) } };
}

// Decisions

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
    shape: {
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
    },
    decide: (command, reader) => {
      const { body } = command;
      const open = openFund(command, reader);
      const state = stateOf(reader, opening, command.book);
      if (state.status !== 'recorded') {
        return refuse('wrong-status', { thing: opening.thing, id: command.book, status: state.status, expected: 'recorded' });
      }
      const terms = signedGrant(reader, body.grantId);
      const home = (amount: Money | undefined): bigint => (amount ? inHome(open, amount, 'grant', body.grantId) : 0n);
      const [disbursed, advance, payable] = [home(body.disbursed), home(body.outstandingAdvance), home(body.payable)];
      const left = state.underGrantsMinor - state.broughtMinor;
      if (disbursed > left) {
        const figures = { requested: homeText(open, disbursed), left: homeText(open, left) };
        refuse('opening-exceeds-grants', { grant: body.grantId, currency: open.home, ...figures });
      }
      if (advance > disbursed) {
        const figures = { advance: homeText(open, advance), disbursed: homeText(open, disbursed) };
        refuse('advance-exceeds-disbursed', { grant: body.grantId, currency: open.home, ...figures });
      }
      const ceiling = minorOf(terms.amount);
      // Expenditure may have been accepted under it before.
      const owed = payable + reader.balances.of(`payable:${body.grantId}`, open.home);
      if (disbursed + owed > ceiling) {
        const figures = { disbursed: homeText(open, disbursed), payable: homeText(open, owed) };
        refuse('opening-exceeds-grant', {
          grant: body.grantId,
          currency: open.home,
          ...figures,
          amount: homeText(open, ceiling),
        });
      }
      if (terms.lines.some((line) => disbursedOn(open, reader, body.grantId, line) > 0n)) {
        refuse('id-taken', { thing: 'opening', id: body.grantId });
      }
      const valueDate = valueDateOf(command, open);
      const data: GrantBrought = {
        grant: body.grantId,
        activity: terms.activity,
        payee: terms.payee,
        amount: homeJson(open, disbursed),
        lines: orderLines(open, reader, body.grantId, terms, disbursed).map((line) =>
          attributedLine(open, reader, body.grantId, terms, line, 1n),
        ),
        outstandingAdvance: homeJson(open, advance),
        payable: homeJson(open, payable),
        ...advancedBefore(open, terms, valueDate, { ...body, outstanding: advance }),
        ...paperOf(command),
      };
      return { events: [event(opening, command.book, 'opening.grant-brought', data)], valueDate };
    },
  }),
];

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
