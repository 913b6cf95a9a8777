import { z } from 'zod';
import type { Reader, StreamEvent } from '#kernel/decider';
import { currency } from '#kernel/currency';
import { type Money, type MoneyJson, convert, minorOf, moneyJson, sum } from '#kernel/money';
import { present } from '#kernel/present';
import { type LocalDate, dateIn, dayAfter } from '#kernel/time';
import { unreachable } from '#kernel/unreachable';
import { type CalendarPeriod, periodOf } from './closing.js';
import { type Command, type Paper, defineCommand, paperOf } from '../command.js';
import { contribution } from '../money-in/contribution.js';
import { type ExchangeDifference, exchangeDifference } from '../bank/exchange.js';
import * as field from '../fields.js';
import { foreignMoneyOn } from '../bank/foreign-money.js';
import type { FundPeriodClosed } from './fund-events.js';
import { type OpenFund, type Rate, earmarkOf, fund, homeJson, homeText, noEarmark, openFund, valueDateOf } from './fund.js';
import { type Unreconciled, unreconciledOn } from '../bank/reconciliation.js';
import { refuse } from '../rejections.js';
import { type Stream, event, stateOf } from '../stream.js';

// Events

/** One currency at the end of a period: the money in hand, what it stood at, and what it is worth. Amounts have signs. */
export interface RevaluedLine {
  readonly currency: string;
  readonly balance: MoneyJson;
  readonly rate: Rate;
  /** Absent where the book value was given as an amount. */
  readonly bookRate?: string;
  readonly book: MoneyJson;
  readonly closing: MoneyJson;
  readonly difference: MoneyJson;
}

export interface PeriodRevalued extends Paper {
  readonly period: string;
  readonly lines: readonly RevaluedLine[];
  /** What all of them come to, under one earmark. */
  readonly difference?: ExchangeDifference;
}

/** Income and expense of a year, carried to the net assets of their restriction. `amount` is debit positive. */
export interface PeriodResultCarried extends Paper {
  readonly period: string;
  readonly lines: readonly { readonly account: string; readonly amount: MoneyJson; readonly restriction: string }[];
}

/** What was open when a period was closed, as the one who closed it knew. */
export interface OpenItems {
  /** Bank lines that nobody could match, by account, debit positive. */
  readonly suspense: readonly { readonly bankAccount: string; readonly amount: MoneyJson }[];
  readonly unreconciled: readonly Unreconciled[];
  /** Currencies of which money is in hand, or a book value is left, that were not revalued, or have moved since. */
  readonly unrevalued: readonly string[];
}

export interface PeriodClosed extends Paper {
  readonly period: string;
  readonly startsOn: LocalDate;
  readonly endsOn: LocalDate;
  readonly open: OpenItems;
}

export type PeriodEvent =
  | StreamEvent<'period.revalued', PeriodRevalued>
  | StreamEvent<'period.result-carried', PeriodResultCarried>
  | StreamEvent<'period.closed', PeriodClosed>;

// State

export interface PeriodState {
  readonly status: 'open' | 'closed';
  /** What was revalued at its end, as it was last. */
  readonly revalued: readonly RevaluedLine[];
}

export const period: Stream<PeriodState, PeriodEvent> = {
  kind: 'period',
  thing: 'period',
  initial: { status: 'open', revalued: [] },
  evolve: (state, happened) => {
    switch (happened.type) {
      case 'period.revalued':
        return { ...state, revalued: [...happened.data.lines, ...state.revalued] };
      case 'period.result-carried':
        return state;
      case 'period.closed':
        return { ...state, status: 'closed' };
      default:
        return unreachable(happened);
    }
  },
};

// Decisions

/** How many accounts one event carries; each takes some 120 bytes of the 64 KB that an event may have. */
const linesAnEvent = 300;

export const periodCommands = [
  defineCommand({
    type: 'period.revalue',
    book: 'fund',
    roles: ['fund-manager'],
    shape: {
      period: field.period,
      rates: z
        .array(
          z.strictObject({
            currency: field.currencyCode,
            rate: field.rate.describe('The closing rate: home currency for one unit.'),
            bookValue: field.anyAmount
              .optional()
              .describe('What the money in hand stands at, as whoever closes knows it: held against the book, to the cent.'),
            bookRate: field.rateText.optional().describe('The same as a rate; in the place of the book value.'),
          }),
        )
        .min(1)
        .max(50),
      earmark: field.id.default(noEarmark).describe('Under which a gain becomes free, or a loss is borne.'),
    },
    decide: (command, reader) => {
      const { body } = command;
      const open = openFund(command, reader);
      earmarkOf(open, body.earmark);
      const { id, endsOn } = periodOf(body.period);
      const valueDate = valueDateOf({ ...command, valueDate: endsOn }, open);
      const codes = body.rates.map((each) => each.currency);
      const repeated = codes.find((each, index) => codes.indexOf(each) !== index);
      if (repeated !== undefined) refuse('id-taken', { thing: 'currency', id: repeated });
      const before = stateOf(reader, period, id).revalued;
      const lines = body.rates
        .map((each) => revaluedLine(open, reader, endsOn, each))
        .filter((line) => minorOf(line.difference) !== 0n || !before.some((each) => standsAt(line, each)));
      if (lines.length === 0) return { events: [], valueDate };
      const total = sum(lines.map((line) => minorOf(line.difference)));
      const difference = exchangeDifference(open, reader, body.earmark, total);
      const data: PeriodRevalued = { period: id, lines, ...(difference ? { difference } : {}), ...paperOf(command) };
      return { events: [event(period, id, 'period.revalued', data)], valueDate };
    },
  }),

  defineCommand({
    type: 'period.close',
    book: 'fund',
    roles: ['fund-manager'],
    shape: {
      period: field.period,
      openItems: z
        .enum(['refuse', 'carry-forward'])
        .default('refuse')
        .describe('Whether bank lines that are not matched, reconciled or revalued stop the closing, or are put on record.'),
    },
    decide: (command, reader) => {
      const { body } = command;
      const open = openFund(command, reader);
      const asked = periodOf(body.period);
      const { id, startsOn, endsOn } = asked;
      if (stateOf(reader, period, id).status === 'closed') return { events: [], valueDate: endsOn };
      refuseOutOfTurn(command, open, asked);
      const items = openItemsOn(open, reader, asked);
      if (body.openItems === 'refuse') refuseOpen(open, id, items);
      const carried = asked.kind === 'year' ? resultOf(open, reader, endsOn) : [];
      const chunks = Array.from({ length: Math.ceil(carried.length / linesAnEvent) }, (_, index) =>
        carried.slice(index * linesAnEvent, (index + 1) * linesAnEvent),
      );
      const data: PeriodClosed = { period: id, startsOn, endsOn, open: items, ...paperOf(command) };
      const foreign = foreignOf(open);
      const carriedOver = foreign.map((code) => ({
        currency: code,
        bookValue: homeJson(open, foreignMoneyOn(open, reader, code, endsOn).bookValue),
      }));
      const shut: FundPeriodClosed = {
        period: id,
        through: endsOn,
        ...(foreign.length === 0 ? {} : { carried: carriedOver }),
      };
      return {
        events: [
          ...chunks.map((lines) => event(period, id, 'period.result-carried', { period: id, lines })),
          event(period, id, 'period.closed', data),
          event(fund, command.book, 'fund.period-closed', shut),
        ],
        valueDate: endsOn,
      };
    },
  }),
];

/** The currencies of a fund that are not its own. */
const foreignOf = (open: OpenFund): readonly string[] => open.currencies.filter((code) => code !== open.home);

interface AtClosing {
  readonly currency: string;
  readonly rate: Rate;
  readonly bookValue?: Money | undefined;
  readonly bookRate?: string | undefined;
}

function revaluedLine(open: OpenFund, reader: Reader, endsOn: LocalDate, asked: AtClosing): RevaluedLine {
  const { currency: code, rate, bookRate } = asked;
  if (!open.currencies.includes(code)) refuse('currency-not-carried', { currency: code, carried: open.currencies });
  if (code === open.home) refuse('rate-not-needed', { currency: code });
  const { inHand, bookValue } = foreignMoneyOn(open, reader, code, endsOn);
  const at = (text: string): bigint => convert({ amountMinor: inHand, currency: currency(code) }, text, open.home).amountMinor;
  refuseOtherValue(open, asked, bookValue, at);
  return present<RevaluedLine>({
    currency: code,
    balance: moneyJson(inHand, currency(code)),
    rate,
    bookRate,
    book: homeJson(open, bookValue),
    closing: homeJson(open, at(rate.rate)),
    difference: homeJson(open, at(rate.rate) - bookValue),
  });
}

/** What the one who revalues believes the money to stand at is what it stands at in the book. */
function refuseOtherValue(
  open: OpenFund,
  { currency: code, bookValue, bookRate }: AtClosing,
  stands: bigint,
  at: (rate: string) => bigint,
): void {
  if (bookValue && bookRate !== undefined) refuse('book-value-twice', { currency: code });
  if (bookValue && bookValue.currency !== open.home) {
    refuse('currency-mismatch', { currency: bookValue.currency, thing: 'currency', id: code, expected: open.home });
  }
  const believed = bookValue?.amountMinor ?? (bookRate === undefined ? stands : at(bookRate));
  if (believed === stands) return;
  const [book, expected] = [homeText(open, believed), homeText(open, stands)];
  refuse('book-rate-differs', { currency: code, home: open.home, book, expected });
}

/** Whether the money was revalued at that rate already. */
const standsAt = (line: RevaluedLine, before: RevaluedLine): boolean =>
  before.currency === line.currency && before.balance.amount === line.balance.amount && before.rate.rate === line.rate.rate;

/** Periods are closed one after the other, once they are over. */
function refuseOutOfTurn(command: Command, open: OpenFund, { id, kind, startsOn, endsOn }: CalendarPeriod): void {
  const today = dateIn(open.timeZone, command.now);
  if (endsOn >= today) refuse('period-not-over', { period: id, endsOn, today });
  const firstOpen = open.closedThrough === undefined ? open.startsOn : dayAfter(open.closedThrough);
  const next = open.closedYear === undefined ? open.startsOn.slice(0, 4) : String(Number(open.closedYear) + 1);
  const expected = kind === 'year' ? next : firstOpen.slice(0, 7);
  if (kind === 'month' ? firstOpen < startsOn || firstOpen > endsOn : id !== next) {
    refuse('period-out-of-turn', { period: id, expected });
  }
}

function openItemsOn(open: OpenFund, reader: Reader, { id, endsOn }: CalendarPeriod): OpenItems {
  const suspense = open.bankAccounts.flatMap(({ id: account, currency: code }) => {
    const amount = reader.balances.of(`suspense:${account}`, code, endsOn);
    return amount === 0n ? [] : [{ bankAccount: account, amount: moneyJson(amount, currency(code)) }];
  });
  // The last month of a year is revalued for the year, too.
  const revalued = [id, `${id}-12`].flatMap((each) => stateOf(reader, period, each).revalued);
  const unrevalued = foreignOf(open).filter((code) => {
    const { inHand, bookValue } = foreignMoneyOn(open, reader, code, endsOn);
    const last = revalued.find((line) => line.currency === code);
    const still = last && minorOf(last.balance) === inHand && minorOf(last.closing) === bookValue;
    return !still && (inHand !== 0n || bookValue !== 0n);
  });
  return { suspense, unreconciled: unreconciledOn(open, reader, endsOn), unrevalued };
}

function refuseOpen(open: OpenFund, id: string, { suspense, unreconciled, unrevalued }: OpenItems): void {
  const accounts = (items: readonly { readonly bankAccount: string }[]): string[] => items.map((each) => each.bankAccount);
  if (suspense.length > 0) {
    // As the bank has it: what came in is positive.
    const unknown = suspense.map(({ bankAccount, amount }) => {
      const { amount: text, currency: code } = moneyJson(-minorOf(amount), currency(amount.currency));
      return `${bankAccount} ${text} ${code}`;
    });
    refuse('suspense-open', { period: id, bankAccounts: accounts(suspense), suspense: unknown });
  }
  if (unrevalued.length > 0) refuse('not-revalued', { period: id, currencies: unrevalued });
  if (open.policy.reconciliation === 'required' && unreconciled.length > 0) {
    refuse('not-reconciled', { period: id, bankAccounts: accounts(unreconciled) });
  }
}

type Carried = PeriodResultCarried['lines'][number];

/** Every account of income and expense with what stands on it, and the restriction that it was earned or spent under. */
function resultOf(open: OpenFund, reader: Reader, asOf: LocalDate): Carried[] {
  return open.currencies.flatMap((code) => {
    const line = (account: string, own: bigint, credit: boolean, restriction: string): Carried[] =>
      own === 0n ? [] : [{ account, amount: moneyJson(credit ? -own : own, currency(code)), restriction }];
    const under = (kind: string, credit: boolean, restriction: (key: string) => string): Carried[] =>
      reader.balances
        .under(`${kind}:`, code, asOf)
        .flatMap(({ account, amountMinor }) => line(account, amountMinor, credit, restriction(account.slice(kind.length + 1))));
    const alone = (account: string, credit: boolean): Carried[] =>
      line(account, reader.balances.of(account, code, asOf), credit, noEarmark);
    return [
      ...under('income', true, (key) => earmarkOfContribution(reader, key)),
      ...under('expense', false, (key) => key.slice(0, key.indexOf(':'))),
      ...under('cost', false, (key) => key.slice(0, key.indexOf(':'))),
      ...under('bank-charges', false, () => noEarmark),
      ...alone('impairment', false),
      ...alone('fx-gain', true),
      ...under('fx-gain', true, (key) => key),
      ...alone('fx-loss', false),
      ...under('fx-loss', false, (key) => key),
    ];
  });
}

/** Interest that no contribution earned is free. */
function earmarkOfContribution(reader: Reader, id: string): string {
  const state = stateOf(reader, contribution, id);
  return state.status === 'absent' ? noEarmark : state.earmark;
}
