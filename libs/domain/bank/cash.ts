import { z } from 'zod';
import type { Reader, StreamEvent } from '#kernel/decider';
import { type Money, type MoneyJson, divideHalfEven, toJson } from '#kernel/money';
import { present } from '#kernel/present';
import type { LocalDate } from '#kernel/time';
import { unreachable } from '#kernel/unreachable';
import { type Paper, defineCommand, paperOf } from '../command.js';
import { type ExchangeDifference, exchangeDifference } from './exchange.js';
import { foreignMoneyOn } from './foreign-money.js';
import * as field from '../fields.js';
import {
  type OpenFund,
  type Rate,
  bankAccountFor,
  carried,
  earmarkOf,
  homeJson,
  homeValue,
  noEarmark,
  openFund,
  valueDateOf,
} from '../fund/fund.js';
import { refuse } from '../rejections.js';
import type { Reversed } from '../reversal/reversed.js';
import { type Stream, event, refuseTaken } from '../stream.js';

// Events

/** Between two bank accounts of one currency: no promise changes, and nobody's money. */
export interface CashTransferred extends Paper {
  readonly from: string;
  readonly to: string;
  readonly amount: MoneyJson;
  readonly bankReference?: string;
}

/** From one currency into another: what is sold leaves at its book value, and what is bought comes in at what it is worth. */
export interface CashConverted extends Paper {
  readonly from: string;
  readonly to: string;
  readonly sold: MoneyJson;
  readonly bought: MoneyJson;
  readonly bankReference?: string;
  /** The book rate of what is sold, where it was given; `soldHome` is what the book says otherwise. */
  readonly soldRate?: Rate;
  /** The rate of what is bought; without one it comes in at the book value of what was sold. */
  readonly boughtRate?: Rate;
  readonly soldHome: MoneyJson;
  readonly boughtHome: MoneyJson;
  readonly difference?: ExchangeDifference;
}

export type CashEvent =
  | StreamEvent<'cash.transferred', CashTransferred>
  | StreamEvent<'cash.converted', CashConverted>
  | StreamEvent<'cash.reversed', Reversed>;

// State

export type CashState =
  | { readonly status: 'absent' }
  | { readonly status: 'transferred' | 'converted' | 'reversed'; readonly reversed: readonly number[] };

export const cash: Stream<CashState, CashEvent> = {
  kind: 'cash',
  thing: 'movement of cash',
  initial: { status: 'absent' },
  evolve: (_, happened) => {
    switch (happened.type) {
      case 'cash.transferred':
        return { status: 'transferred', reversed: [] };
      case 'cash.converted':
        return { status: 'converted', reversed: [] };
      case 'cash.reversed':
        return { status: 'reversed', reversed: [happened.data.reverses.position] };
      default:
        return unreachable(happened);
    }
  },
};

// Decisions

const ends = {
  cashId: field.id,
  from: field.id.describe('The bank account that the money leaves.'),
  to: field.id.describe('The bank account that it reaches.'),
  bankReference: field.line(100).optional(),
};

export const cashCommands = [
  defineCommand({
    type: 'cash.transfer',
    book: 'fund',
    roles: ['fund-manager'],
    shape: { ...ends, amount: field.amount },
    creates: 'cashId',
    decide: (command, reader) => {
      const { body } = command;
      const open = openFund(command, reader);
      refuseTaken(reader, cash, body.cashId);
      bankAccountFor(open, body.from, carried(open, body.amount));
      bankAccountFor(open, body.to, body.amount);
      if (body.from === body.to) refuse('same-bank-account', { bankAccount: body.from });
      const data = present<CashTransferred>({
        from: body.from,
        to: body.to,
        amount: toJson(body.amount),
        bankReference: body.bankReference,
        ...paperOf(command),
      });
      return { events: [event(cash, body.cashId, 'cash.transferred', data)], valueDate: valueDateOf(command, open) };
    },
  }),

  defineCommand({
    type: 'cash.convert',
    book: 'fund',
    roles: ['fund-manager'],
    shape: {
      ...ends,
      sold: field.amount,
      bought: field.amount,
      soldRate: field.rate
        .optional()
        .describe(
          'The book rate of what is sold, where it is not the home currency; what it stands at in the book when absent.',
        ),
      boughtRate: field.rate
        .optional()
        .describe('Between two foreign currencies: the rate of what is bought. Without one it stands at what was sold for it.'),
      earmark: field.id.default(noEarmark).describe('Under which a gain becomes free, or a loss is borne.'),
    },
    creates: 'cashId',
    decide: (command, reader) => {
      const { body } = command;
      const open = openFund(command, reader);
      refuseTaken(reader, cash, body.cashId);
      earmarkOf(open, body.earmark);
      bankAccountFor(open, body.from, carried(open, body.sold));
      bankAccountFor(open, body.to, carried(open, body.bought));
      if (body.sold.currency === body.bought.currency) refuse('conversion-of-nothing', { currency: body.sold.currency });
      const valueDate = valueDateOf(command, open);
      const data = present<CashConverted>({
        from: body.from,
        to: body.to,
        sold: toJson(body.sold),
        bought: toJson(body.bought),
        bankReference: body.bankReference,
        soldRate: body.soldRate,
        boughtRate: body.boughtRate,
        ...valued(open, reader, body, valueDate),
        ...paperOf(command),
      });
      return { events: [event(cash, body.cashId, 'cash.converted', data)], valueDate };
    },
  }),
];

/** What a part of foreign money stands at: its share of what all of it does, at the end of the day. */
function carriedPart(open: OpenFund, reader: Reader, { amountMinor, currency: code }: Money, day: LocalDate): bigint {
  const { inHand, bookValue } = foreignMoneyOn(open, reader, code, day);
  const part = inHand > 0n && bookValue > 0n ? divideHalfEven(bookValue * amountMinor, inHand) : 0n;
  return part === 0n ? refuse('rate-missing', { currency: code, home: open.home }) : part;
}

interface Conversion {
  readonly sold: Money;
  readonly bought: Money;
  readonly soldRate?: z.output<typeof field.rate> | undefined;
  readonly boughtRate?: z.output<typeof field.rate> | undefined;
  readonly earmark: string;
}

/** What both legs are worth in the home currency, and what lies between: what is bought with home money stands at its price. */
function valued(
  open: OpenFund,
  reader: Reader,
  { sold, bought, soldRate, boughtRate, earmark }: Conversion,
  day: LocalDate,
): Pick<CashConverted, 'soldHome' | 'boughtHome' | 'difference'> {
  const soldHome =
    soldRate || sold.currency === open.home ? homeValue(open, sold, soldRate) : carriedPart(open, reader, sold, day);
  const atPrice = bought.currency !== open.home && boughtRate === undefined;
  if (sold.currency === open.home && boughtRate !== undefined) refuse('rate-not-needed', { currency: sold.currency });
  const boughtHome = atPrice ? soldHome : homeValue(open, bought, boughtRate);
  const difference = exchangeDifference(open, reader, earmark, boughtHome - soldHome);
  return {
    soldHome: homeJson(open, soldHome),
    boughtHome: homeJson(open, boughtHome),
    ...(difference ? { difference } : {}),
  };
}
