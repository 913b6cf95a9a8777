import { z } from 'zod';
import { canonical } from '#kernel/canonical';
import type { Reader } from '#kernel/decider';
import { type Currency, currency } from '#kernel/currency';
import { type Money, type MoneyJson, convert, formatAmount, greatest, minorOf, moneyJson, toJson } from '#kernel/money';
import { present } from '#kernel/present';
import { type LocalDate, dateIn, dayAfter, earlier, later } from '#kernel/time';
import { unreachable } from '#kernel/unreachable';
import { knownAgreement } from '../registry/agreement.js';
import { refuseOtherKind } from '../book-kind.js';
import { type Command, type Decision, defineCommand, paperOf } from '../command.js';
import * as field from '../fields.js';
import type {
  BankAccount,
  CarriedValue,
  FundChartMapped,
  FundEstablished,
  FundEvent,
  FundRules,
  FundRulesAmended,
  Publishing,
} from './fund-events.js';
import { type Policy, type PolicyGiven, amountsOf, policy, storedPolicy } from './fund-rules.js';
import { refuse } from '../rejections.js';
import { type Stream, event, stateOf } from '../stream.js';

// State

export interface OpenFund {
  readonly status: 'open';
  readonly home: Currency;
  readonly currencies: readonly string[];
  readonly timeZone: string;
  readonly startsOn: LocalDate;
  readonly rules: FundRules;
  readonly policy: Policy;
  readonly earmarks: readonly string[];
  readonly windows: readonly string[];
  readonly bankAccounts: readonly BankAccount[];
  /** The bodies that were ever appointed in the book. */
  readonly bodies: readonly string[];
  readonly legalFrame?: string;
  /** The last day of the last period that was closed, and the last year that was. */
  readonly closedThrough?: LocalDate;
  readonly closedYear?: string;
  /** What foreign money stood at when the last period was closed. */
  readonly carriedAt?: { readonly through: LocalDate; readonly values: readonly CarriedValue[] };
}
export type ClosedFund = Omit<OpenFund, 'status'> & { readonly status: 'closed'; readonly closedOn: LocalDate };
export type FundState = { readonly status: 'absent' } | OpenFund | ClosedFund;

/** Free money: the earmark of a contribution that is bound to nothing. */
export const noEarmark = 'none';
/** The window of the fund's own running. */
export const administration = 'administration';

export const fund: Stream<FundState, FundEvent> = {
  kind: 'fund',
  thing: 'fund',
  initial: { status: 'absent' },
  evolve: (state, happened) => {
    switch (happened.type) {
      case 'fund.established': {
        const { data } = happened;
        return {
          status: 'open',
          home: currency(data.homeCurrency),
          currencies: data.currencies,
          timeZone: data.timeZone,
          startsOn: data.startsOn,
          rules: data.rules,
          policy: data.policy ?? {},
          earmarks: [noEarmark, ...data.earmarks.map((each) => each.id)],
          windows: ['general', administration, ...data.windows.map((each) => each.id)],
          bankAccounts: data.bankAccounts,
          bodies: [],
          ...(data.legalFrame === undefined ? {} : { legalFrame: data.legalFrame }),
        };
      }
      case 'fund.rules-amended': {
        if (state.status === 'absent') return state;
        const { data } = happened;
        return {
          ...state,
          currencies: [...state.currencies, ...(data.currencies ?? [])],
          earmarks: [...state.earmarks, ...(data.earmarks ?? []).map((each) => each.id)],
          windows: [...state.windows, ...(data.windows ?? []).map((each) => each.id)],
          bankAccounts: [...state.bankAccounts, ...(data.bankAccounts ?? [])],
          ...(data.legalFrame === undefined ? {} : { legalFrame: data.legalFrame }),
          policy: { ...state.policy, ...data.policy },
        };
      }
      case 'fund.body-appointed':
        return state.status === 'absent' ? state : { ...state, bodies: [...state.bodies, happened.data.body] };
      case 'fund.period-closed': {
        if (state.status === 'absent') return state;
        const { period, through, carried } = happened.data;
        const closedThrough = later(state.closedThrough ?? through, through);
        return {
          ...state,
          ...(carried && through === closedThrough ? { carriedAt: { through, values: carried } } : {}),
          closedThrough,
          ...(period.length === 4 ? { closedYear: period } : {}),
        };
      }
      case 'fund.closed':
        return state.status === 'absent' ? state : { ...state, status: 'closed', closedOn: happened.data.closedOn };
      case 'fund.chart-mapped':
        return state;
      default:
        return unreachable(happened);
    }
  },
};

/** A fund's book holds one fund, whose id is the book's. */
export function openFund(command: Command, reader: Reader): OpenFund {
  const state = stateOf(reader, fund, command.book);
  if (state.status === 'closed') refuse('fund-closed', { fund: command.book, closedOn: state.closedOn });
  return state.status === 'open' ? state : refuse('fund-not-open', { fund: command.book });
}

/** What prepares a fund, and may come before its first day: no money moves in it. */
const prepares = (type: string): boolean =>
  type === 'fund.establish' ||
  type === 'fund.amend-rules' ||
  (/^(body|call|proposal|complaint|activity)\./.test(type) && type !== 'body.record-contribution');

/**
 * The value date of a command: today in the fund's time zone unless it names one, which is neither future, nor before the
 * first day where money moves, nor in a period that was closed.
 */
export function valueDateOf(
  command: Command,
  { timeZone, startsOn, closedThrough }: Pick<OpenFund, 'timeZone' | 'startsOn' | 'closedThrough'>,
): LocalDate {
  const today = dateIn(timeZone, command.now);
  const date = command.valueDate ?? today;
  for (const each of [date, command.documentDate ?? date]) {
    if (each > today) refuse('date-in-future', { date: each, today, timeZone });
  }
  if (date < startsOn && !prepares(command.type)) refuse('date-before-start', { date, startsOn });
  if (closedThrough !== undefined && date <= closedThrough)
    refuse('period-closed', { date, firstOpen: dayAfter(closedThrough) });
  return date;
}

/** A day of which something is told: before the fund began, or in a period that is closed by now, but none that is to come. */
export const notInFuture = ({ timeZone }: Pick<OpenFund, 'timeZone'>, command: Command, date: LocalDate): LocalDate =>
  valueDateOf({ ...command, valueDate: date }, { timeZone, startsOn: date });

/** The value date of a step, which is not before the day of the one that it follows. */
export function notBefore(
  date: LocalDate,
  earliest: LocalDate,
  of: { readonly thing: string; readonly id: string },
): LocalDate {
  if (date < earliest) refuse('date-before-step', { ...of, date, earliest });
  return date;
}

/** Refuses a currency that the book does not carry. */
export function carried(open: OpenFund, value: Money): Money {
  if (!open.currencies.includes(value.currency)) {
    refuse('currency-not-carried', { currency: value.currency, carried: open.currencies });
  }
  return value;
}

/** Refuses an amount that is not in the fund's home currency. */
export function inHome(open: OpenFund, value: Money, thing: string, id: string): bigint {
  carried(open, value);
  if (value.currency !== open.home) refuse('currency-mismatch', { currency: value.currency, thing, id, expected: open.home });
  return value.amountMinor;
}

export const earmarkOf = (open: OpenFund, earmark: string): string =>
  open.earmarks.includes(earmark) ? earmark : refuse('earmark-unknown', { earmark, known: open.earmarks });

export const windowOf = (open: OpenFund, window: string): string =>
  open.windows.includes(window) ? window : refuse('window-unknown', { window, known: open.windows });

/** A bank account of the fund that is kept in the amount's currency. */
export function bankAccountFor(open: OpenFund, id: string, value: Money): string {
  const account = open.bankAccounts.find((each) => each.id === id);
  if (!account) return refuse('bank-account-unknown', { bankAccount: id, known: open.bankAccounts.map((each) => each.id) });
  if (account.currency !== value.currency) {
    refuse('currency-mismatch', { currency: value.currency, thing: 'bank account', id, expected: account.currency });
  }
  return id;
}

/** A rate as events keep it. */
export type Rate = z.output<typeof field.rate>;

/** What an amount is worth in the home currency: itself, or converted at the rate that has to come with it. */
export function homeValue(open: OpenFund, value: Money, rate: Rate | undefined): bigint {
  carried(open, value);
  if (value.currency === open.home) {
    if (rate) refuse('rate-not-needed', { currency: value.currency });
    return value.amountMinor;
  }
  if (!rate) return refuse('rate-missing', { currency: value.currency, home: open.home });
  const worth = convert(value, rate.rate, open.home).amountMinor;
  if (worth === 0n) refuse('home-value-zero', { ...toJson(value), rate: rate.rate, home: open.home });
  return worth;
}

/** Home-currency amount in wire form. */
export const homeJson = (open: OpenFund, amountMinor: bigint): MoneyJson => moneyJson(amountMinor, open.home);

/** Home-currency amount as bare decimal text, for the facts of a refusal. */
export const homeText = (open: OpenFund, amountMinor: bigint): string => formatAmount(amountMinor, open.home);

/** While a fact has left an earmark short, nothing is decided under it. */
export function refuseInShortfall(open: OpenFund, reader: Reader, earmark: string): void {
  // The same loss is missing in what may be promised and in what has come in: the larger of the two says how much.
  const shortfall = greatest(
    reader.balances.of(`shortfall:${earmark}`, open.home),
    reader.balances.of(`cover-shortfall:${earmark}`, open.home),
  );
  if (shortfall > 0n) {
    refuse('earmark-in-shortfall', { earmark, shortfall: homeText(open, shortfall), currency: open.home });
  }
}

// Decisions

const named = z.array(z.strictObject({ id: field.id, title: field.narratives(200) })).max(200);
const bankAccounts = z.array(z.strictObject({ id: field.id, currency: field.currencyCode })).max(50);
const publishing = z.strictObject({
  reportingOrg: z.strictObject({ ref: field.iatiIdentifier, name: field.line(200), type: field.code }),
  language: z.enum(field.languages).default('es'),
  mailbox: field.mailbox.optional(),
  website: field.webAddress.optional(),
  scope: field.code.optional(),
  countries: field.countryShares.default([]),
  sectors: field.shares.default([]),
  collaborationType: field.code.optional(),
  flowType: field.code.default('10'),
  financeType: field.code.default('110'),
  aidType: field.code.default('B04'),
  tiedStatus: field.code.default('5'),
});

/** The rules of a policy that are other than before. */
const changedPolicy = (before: Policy, given: Policy): Policy =>
  Object.fromEntries(
    Object.entries(given).filter(([name, rule]) => {
      const known = before[name as keyof Policy];
      return known === undefined || canonical(known) !== canonical(rule as never);
    }),
  );

function refuseRepeated(thing: string, ids: readonly string[]): void {
  const repeated = ids.find((id, index) => ids.indexOf(id) !== index);
  if (repeated !== undefined) refuse('id-taken', { thing, id: repeated });
}

/** Refuses a bank account in a currency that is not carried. */
function checkAccounts(accounts: readonly BankAccount[], currencies: readonly string[]): void {
  for (const account of accounts) {
    if (!currencies.includes(account.currency)) {
      refuse('currency-not-carried', { currency: account.currency, carried: currencies });
    }
  }
}

/** Refuses to ask for three persons from a lower amount on than for two. */
function checkThresholds({ approvals: { twoAbove, threeAbove } = {} }: Policy): void {
  if (!twoAbove || !threeAbove || minorOf(twoAbove) <= minorOf(threeAbove)) return;
  refuse('thresholds-reversed', { currency: twoAbove.currency, twoAbove: twoAbove.amount, threeAbove: threeAbove.amount });
}

/** Refuses amounts of a policy that are not in the home currency. */
function checkPolicy(given: PolicyGiven, home: string, id: string): void {
  for (const { currency: code } of amountsOf(given)) {
    if (code !== home) refuse('currency-mismatch', { currency: code, thing: 'fund', id, expected: home });
  }
}

function establish(command: Command<z.output<z.ZodObject<typeof fundShape>>>, reader: Reader): Decision {
  const { body } = command;
  refuseOtherKind(reader, command.book, 'fund');
  if (stateOf(reader, fund, command.book).status !== 'absent') refuse('id-taken', { thing: 'fund', id: command.book });
  const currencies = [...new Set([body.homeCurrency, ...body.currencies])];
  refuseRepeated('earmark', [noEarmark, ...body.earmarks.map((each) => each.id)]);
  refuseRepeated('window', ['general', administration, ...body.windows.map((each) => each.id)]);
  refuseRepeated(
    'bank account',
    body.bankAccounts.map((each) => each.id),
  );
  checkAccounts(body.bankAccounts, currencies);
  checkPolicy(body.policy, body.homeCurrency, command.book);
  checkThresholds(storedPolicy(body.policy));
  if (body.endsOn !== undefined && body.endsOn < body.startsOn) {
    refuse('period-reversed', { start: body.startsOn, end: body.endsOn });
  }
  if (body.legalFrame !== undefined) knownAgreement(reader, body.legalFrame);
  const data: FundEstablished = {
    name: body.name,
    ...(body.description === undefined ? {} : { description: body.description }),
    homeCurrency: body.homeCurrency,
    currencies,
    timeZone: body.timeZone,
    startsOn: body.startsOn,
    ...(body.endsOn === undefined ? {} : { endsOn: body.endsOn }),
    rules: { bindAt: 'signature', attribution: body.attribution, interest: body.interest },
    ...(Object.keys(body.policy).length === 0 ? {} : { policy: storedPolicy(body.policy) }),
    earmarks: body.earmarks,
    windows: body.windows,
    bankAccounts: body.bankAccounts,
    publishing: present<Publishing>(body.publishing),
    ...(body.legalFrame === undefined ? {} : { legalFrame: body.legalFrame }),
    ...paperOf(command),
  };
  const today = dateIn(body.timeZone, command.now);
  const valueDate = valueDateOf({ ...command, valueDate: command.valueDate ?? earlier(body.startsOn, today) }, body);
  return { events: [event(fund, command.book, 'fund.established', data)], valueDate };
}

const fundShape = {
  name: field.narratives(200),
  description: field.narratives(2000).optional(),
  homeCurrency: field.currencyCode,
  currencies: z.array(field.currencyCode).max(50).default([]),
  timeZone: field.timeZone,
  startsOn: field.date,
  endsOn: field.date.optional(),
  attribution: z.enum(['proportional', 'first-in-first-out']).default('proportional'),
  interest: z.enum(['kept', 'owed-back']).default('kept'),
  earmarks: named.default([]),
  windows: named.default([]),
  bankAccounts: bankAccounts.min(1),
  policy: policy.default({}),
  publishing,
  legalFrame: field.id.optional().describe('The agreement of the registry that it rests on.'),
};

export const fundCommands = [
  defineCommand({
    type: 'fund.map-chart',
    book: 'fund',
    roles: ['fund-manager', 'admin'],
    shape: {
      accounts: z
        .array(
          z.strictObject({
            kind: field.code.describe('A kind of account of the book: bank, income, expense...'),
            key: field.accountKey
              .default('')
              .describe('What its key is or begins with; all that nothing else names when empty.'),
            code: field.line(40).describe("The account in the fund's own chart."),
            name: field.line(200),
          }),
        )
        .min(1)
        .max(300),
    },
    decide: (command, reader) => {
      const open = openFund(command, reader);
      const { accounts } = command.body;
      refuseRepeated(
        'account',
        accounts.map((each) => [each.kind, each.key].join(':')),
      );
      const data: FundChartMapped = { accounts, ...paperOf(command) };
      return { events: [event(fund, command.book, 'fund.chart-mapped', data)], valueDate: valueDateOf(command, open) };
    },
  }),
  defineCommand({
    type: 'fund.establish',
    book: 'fund',
    roles: ['admin', 'fund-manager'],
    shape: fundShape,
    decide: establish,
  }),
  defineCommand({
    type: 'fund.amend-rules',
    book: 'fund',
    roles: ['admin', 'fund-manager'],
    shape: {
      currencies: z.array(field.currencyCode).max(50).optional(),
      earmarks: named.optional(),
      windows: named.optional(),
      bankAccounts: bankAccounts.optional(),
      policy: policy.optional().describe('Each rule that is given replaces the one of before.'),
      legalFrame: fundShape.legalFrame,
    },
    decide: (command, reader) => {
      const open = openFund(command, reader);
      const { currencies = [], earmarks = [], windows = [], bankAccounts: accounts = [] } = command.body;
      const added = currencies.filter((each, index) => !open.currencies.includes(each) && currencies.indexOf(each) === index);
      refuseRepeated('earmark', [...open.earmarks, ...earmarks.map((each) => each.id)]);
      refuseRepeated('window', [...open.windows, ...windows.map((each) => each.id)]);
      refuseRepeated(
        'bank account',
        [...open.bankAccounts, ...accounts].map((each) => each.id),
      );
      checkAccounts(accounts, [...open.currencies, ...added]);
      if (command.body.policy) checkPolicy(command.body.policy, open.home, command.book);
      const changed = command.body.policy ? changedPolicy(open.policy, storedPolicy(command.body.policy)) : {};
      checkThresholds({ ...open.policy, ...changed });
      const { legalFrame } = command.body;
      if (legalFrame !== undefined) knownAgreement(reader, legalFrame);
      const framed = legalFrame !== undefined && legalFrame !== open.legalFrame;
      const changes = Object.keys(changed).length > 0 || framed;
      const data: FundRulesAmended = {
        ...(added.length === 0 ? {} : { currencies: added }),
        ...(earmarks.length === 0 ? {} : { earmarks }),
        ...(windows.length === 0 ? {} : { windows }),
        ...(accounts.length === 0 ? {} : { bankAccounts: accounts }),
        ...(Object.keys(changed).length > 0 ? { policy: changed } : {}),
        ...(framed ? { legalFrame } : {}),
        ...paperOf(command),
      };
      const nothing = added.length + earmarks.length + windows.length + accounts.length === 0 && !changes;
      return {
        events: nothing ? [] : [event(fund, command.book, 'fund.rules-amended', data)],
        valueDate: valueDateOf(command, open),
      };
    },
  }),
];
