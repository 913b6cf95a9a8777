import { z } from 'zod';
import type { StreamEvent } from '#kernel/decider';
import { currency as currencyOf } from '#kernel/currency';
import { type Money, type MoneyJson, formatAmount, minorOf, money, toJson } from '#kernel/money';
import { present } from '#kernel/present';
import { unreachable } from '#kernel/unreachable';
import { type Decision, type Paper, defineCommand, paperOf } from '../command.js';
import * as field from '../fields.js';
import type { Narratives } from '../fields.js';
import { type OpenFund, carried, openFund, valueDateOf } from '../fund/fund.js';
import { termsOf } from './grant.js';
import { refuseOtherOrganisation } from '../registry/partner.js';
import { refuse } from '../rejections.js';
import type { Reversed } from '../reversal/reversed.js';
import { type Stream, event, existing, refuseTaken } from '../stream.js';

/*
 * Money that a project lends, gets back and lends again: microcredit. It is the project's own, so it stands in the
 * memorandum set, and it goes on after the grant is closed. Borrowers are counted, never named.
 */

// Events

export interface RevolvingOpened extends Paper {
  readonly grant: string;
  readonly activity: string;
  readonly title: Narratives;
  readonly currency: string;
}

export const revolvingSources = ['grant', 'project-income', 'co-financing', 'other'] as const;
export const revolvingMoves = ['paid-in', 'lent', 'repaid', 'written-off', 'withdrawn'] as const;
type RevolvingMove = (typeof revolvingMoves)[number];

/** Money comes in or leaves, is lent or repaid, or a loan is given up. */
export interface RevolvingMoved extends Paper {
  readonly grant: string;
  readonly amount: MoneyJson;
  /** Of what is paid in: where it comes from. */
  readonly source?: (typeof revolvingSources)[number];
  /** Of what is repaid: interest and fees on top of the amount. */
  readonly charges?: MoneyJson;
  /** How many loans it is about. */
  readonly loans?: number;
}

export type RevolvingFundEvent =
  | StreamEvent<'revolving-fund.opened', RevolvingOpened>
  | { [Move in RevolvingMove]: StreamEvent<`revolving-fund.${Move}`, RevolvingMoved> }[RevolvingMove]
  | StreamEvent<'revolving-fund.reversed', Reversed>;

// State

/** What it has to lend, and what is lent, in minor units of its currency. */
export interface RevolvingFigures {
  readonly cash: bigint;
  readonly lent: bigint;
}

export type RevolvingFundState =
  | { readonly status: 'absent' }
  | ({
      readonly status: 'opened';
      readonly terms: RevolvingOpened;
      readonly reversed: readonly number[];
    } & RevolvingFigures);

export const revolvingFund: Stream<RevolvingFundState, RevolvingFundEvent> = {
  kind: 'revolving-fund',
  thing: 'revolving fund',
  initial: { status: 'absent' },
  evolve: (state, happened) => {
    if (happened.type === 'revolving-fund.opened') {
      return { status: 'opened', terms: happened.data, cash: 0n, lent: 0n, reversed: [] };
    }
    if (state.status === 'absent') return state;
    switch (happened.type) {
      case 'revolving-fund.paid-in':
      case 'revolving-fund.lent':
      case 'revolving-fund.repaid':
      case 'revolving-fund.written-off':
      case 'revolving-fund.withdrawn':
        return { ...state, ...afterMove(state, happened.type, happened.data, 1n) };
      case 'revolving-fund.reversed': {
        const { type, position, data } = happened.data.reverses;
        const reversed = [...state.reversed, position];
        return { ...state, ...afterMove(state, type, data as RevolvingMoved, -1n), reversed };
      }
      default:
        return unreachable(happened);
    }
  },
};

/** What each move does to cash and to what is lent. */
const effects: Readonly<Record<RevolvingMove, readonly [cash: bigint, lent: bigint]>> = {
  'paid-in': [1n, 0n],
  lent: [-1n, 1n],
  repaid: [1n, -1n],
  'written-off': [0n, -1n],
  withdrawn: [-1n, 0n],
};

/** The figures after a move (sign 1) or its reversal (-1). */
export function afterMove(
  { cash, lent }: RevolvingFigures,
  type: string,
  { amount, charges }: Pick<RevolvingMoved, 'amount' | 'charges'>,
  sign: 1n | -1n,
): RevolvingFigures {
  const [toCash, toLent] = effects[type.slice('revolving-fund.'.length) as RevolvingMove];
  const minor = sign * minorOf(amount);
  return { cash: cash + toCash * minor + (charges ? sign * minorOf(charges) : 0n), lent: lent + toLent * minor };
}

// Decisions

const commandOf: Readonly<Record<RevolvingMove, string>> = {
  'paid-in': 'pay-in',
  lent: 'lend',
  repaid: 'repay',
  'written-off': 'write-off',
  withdrawn: 'withdraw',
};

const moveShape = {
  revolvingFundId: field.id,
  amount: field.amount,
  source: z.enum(revolvingSources).optional().describe('Of what is paid in.'),
  charges: field.amount.optional().describe('Of what is repaid: interest and fees on top.'),
  loans: z.int().min(1).max(1_000_000).optional().describe('How many loans it is about. Borrowers are never named.'),
};

const moveCommand = (move: RevolvingMove) =>
  defineCommand({
    type: `revolving-fund.${commandOf[move]}`,
    book: 'fund',
    roles: ['fund-manager', 'cso'],
    shape: moveShape,
    decide: (command, reader): Decision => {
      const { body } = command;
      const open = openFund(command, reader);
      const state = existing(reader, revolvingFund, body.revolvingFundId);
      const terms = termsOf(reader, state.terms.grant);
      refuseOtherOrganisation(command, reader, terms.payee, terms.executor);
      const amount = inItsCurrency(open, body.revolvingFundId, state.terms, body.amount);
      const charges = body.charges && inItsCurrency(open, body.revolvingFundId, state.terms, body.charges);
      if ((charges !== undefined && move !== 'repaid') || (body.source !== undefined && move !== 'paid-in')) {
        refuse('member-does-not-fit', { member: charges === undefined ? 'source' : 'charges', move });
      }
      const data = present<RevolvingMoved>({
        grant: state.terms.grant,
        amount: toJson(amount),
        source: move === 'paid-in' ? (body.source ?? 'other') : undefined,
        charges: charges && toJson(charges),
        loans: body.loans,
        ...paperOf(command),
      });
      refuseBeyond(body.revolvingFundId, move, state, data);
      return {
        events: [event(revolvingFund, body.revolvingFundId, `revolving-fund.${move}`, data)],
        valueDate: valueDateOf(command, open),
      };
    },
  });

function inItsCurrency(open: OpenFund, id: string, { currency }: RevolvingOpened, amount: Money): Money {
  carried(open, amount);
  if (amount.currency !== currency) {
    refuse('currency-mismatch', { currency: amount.currency, thing: revolvingFund.thing, id, expected: currency });
  }
  return amount;
}

/** No more is lent or withdrawn than there is, and no more repaid or given up than is lent. */
function refuseBeyond(id: string, move: RevolvingMove, state: RevolvingFigures, data: RevolvingMoved): void {
  const after = afterMove(state, `revolving-fund.${move}`, data, 1n);
  const short = after.cash < 0n ? 'cash' : after.lent < 0n ? 'lent' : undefined;
  if (short === undefined) return;
  refuse('revolving-fund-exceeded', {
    revolvingFund: id,
    move,
    currency: data.amount.currency,
    requested: data.amount.amount,
    available: formatAmount(state[short], currencyOf(data.amount.currency)),
  });
}

export const revolvingFundCommands = [
  defineCommand({
    type: 'revolving-fund.open',
    book: 'fund',
    roles: ['fund-manager', 'cso'],
    shape: {
      revolvingFundId: field.id,
      grantId: field.id,
      title: field.narratives(200),
      currency: field.currencyCode.optional().describe('The home currency when absent.'),
    },
    creates: 'revolvingFundId',
    decide: (command, reader) => {
      const { body } = command;
      const open = openFund(command, reader);
      refuseTaken(reader, revolvingFund, body.revolvingFundId);
      const terms = termsOf(reader, body.grantId);
      refuseOtherOrganisation(command, reader, terms.payee, terms.executor);
      const code = currencyOf(body.currency ?? open.home);
      carried(open, money(0n, code));
      const data: RevolvingOpened = {
        grant: body.grantId,
        activity: terms.activity,
        title: body.title,
        currency: code,
        ...paperOf(command),
      };
      return {
        events: [event(revolvingFund, body.revolvingFundId, 'revolving-fund.opened', data)],
        valueDate: valueDateOf(command, open),
      };
    },
  }),
  ...revolvingMoves.map(moveCommand),
];
