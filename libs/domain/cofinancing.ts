import { z } from 'zod';
import type { StreamEvent } from '#kernel/decider';
import { type MoneyJson, minorOf, toJson } from '#kernel/money';
import { unreachable } from '#kernel/unreachable';
import { type Paper, defineCommand, paperOf } from './command.js';
import * as field from './fields.js';
import { carried, openFund, valueDateOf } from './fund.js';
import { signedGrant } from './grant.js';
import { registeredPartner } from './partner.js';
import { refuse } from './rejections.js';
import { type Stream, event, existing, refuseTaken } from './stream.js';

/** Where the money of a co-financier comes from. */
export const origins = ['own', 'public', 'private'] as const;

// Events

/** In kind: how much of what, and how its value was found. */
export interface Valuation {
  readonly quantity: string;
  readonly unit: string;
  readonly method: string;
}

export interface CofinancingTerms {
  readonly grant: string;
  readonly partner: string;
  readonly origin: (typeof origins)[number];
  readonly form: 'cash' | 'kind';
}

export interface CofinancingAgreed extends CofinancingTerms, Paper {
  readonly amount: MoneyJson;
  readonly valuation?: Valuation;
}

/** More is reported, or accepted, on top of what was before; more than was agreed is welcome. */
export interface CofinancingMore extends CofinancingTerms, Paper {
  readonly amount: MoneyJson;
}

export type CofinancingEvent =
  | StreamEvent<'cofinancing.agreed', CofinancingAgreed>
  | StreamEvent<'cofinancing.reported', CofinancingMore>
  | StreamEvent<'cofinancing.accepted', CofinancingMore>;

// State

export type CofinancingState =
  | { readonly status: 'absent' }
  | {
      readonly status: 'agreed';
      readonly terms: CofinancingTerms;
      readonly currency: string;
      readonly reportedMinor: bigint;
      readonly acceptedMinor: bigint;
    };

export const cofinancing: Stream<CofinancingState, CofinancingEvent> = {
  kind: 'cofinancing',
  thing: 'co-financing',
  initial: { status: 'absent' },
  evolve: (state, happened) => {
    if (happened.type === 'cofinancing.agreed') {
      const { grant, partner, origin, form, amount } = happened.data;
      const terms = { grant, partner, origin, form };
      return { status: 'agreed', terms, currency: amount.currency, reportedMinor: 0n, acceptedMinor: 0n };
    }
    if (state.status === 'absent') return state;
    switch (happened.type) {
      case 'cofinancing.reported':
        return { ...state, reportedMinor: state.reportedMinor + minorOf(happened.data.amount) };
      case 'cofinancing.accepted':
        return { ...state, acceptedMinor: state.acceptedMinor + minorOf(happened.data.amount) };
      default:
        return unreachable(happened);
    }
  },
};

// Decisions

const more = { cofinancingId: field.id, amount: field.amount };

/** Reporting and accepting differ in who may do it and in what limits it. */
const moreCommand = (name: 'report' | 'accept', happened: 'cofinancing.reported' | 'cofinancing.accepted') =>
  defineCommand({
    type: `cofinancing.${name}`,
    book: 'fund',
    roles: name === 'accept' ? ['approver'] : ['fund-manager'],
    shape: more,
    decide: (command, reader) => {
      const { body } = command;
      const open = openFund(command, reader);
      const state = existing(reader, cofinancing, body.cofinancingId);
      const amount = carried(open, body.amount);
      if (amount.currency !== state.currency) {
        refuse('currency-mismatch', {
          currency: amount.currency,
          thing: cofinancing.thing,
          id: body.cofinancingId,
          expected: state.currency,
        });
      }
      const unaccepted = state.reportedMinor - state.acceptedMinor;
      if (name === 'accept' && amount.amountMinor > unaccepted) {
        refuse('accepted-exceeds-reported', {
          category: body.cofinancingId,
          currency: amount.currency,
          accepted: toJson(amount).amount,
          reported: toJson({ amountMinor: unaccepted, currency: amount.currency }).amount,
        });
      }
      const data: CofinancingMore = { ...state.terms, amount: toJson(amount), ...paperOf(command) };
      return { events: [event(cofinancing, body.cofinancingId, happened, data)], valueDate: valueDateOf(command, open) };
    },
  });

export const cofinancingCommands = [
  defineCommand({
    type: 'cofinancing.agree',
    book: 'fund',
    roles: ['fund-manager'],
    shape: {
      cofinancingId: field.id,
      grantId: field.id,
      partner: field.id,
      origin: z.enum(origins),
      form: z.enum(['cash', 'kind']),
      amount: field.amount,
      valuation: z
        .strictObject({ quantity: field.decimal, unit: field.line(50), method: field.line(300) })
        .optional()
        .describe('Needed for what is given in kind.'),
    },
    creates: 'cofinancingId',
    decide: (command, reader) => {
      const { body } = command;
      const open = openFund(command, reader);
      refuseTaken(reader, cofinancing, body.cofinancingId);
      signedGrant(reader, body.grantId);
      registeredPartner(reader, body.partner);
      if ((body.form === 'kind') !== (body.valuation !== undefined)) refuse('valuation-and-form', { form: body.form });
      const data: CofinancingAgreed = {
        grant: body.grantId,
        partner: body.partner,
        origin: body.origin,
        form: body.form,
        amount: toJson(carried(open, body.amount)),
        ...(body.valuation === undefined ? {} : { valuation: body.valuation }),
        ...paperOf(command),
      };
      return {
        events: [event(cofinancing, body.cofinancingId, 'cofinancing.agreed', data)],
        valueDate: valueDateOf(command, open),
      };
    },
  }),
  moreCommand('report', 'cofinancing.reported'),
  moreCommand('accept', 'cofinancing.accepted'),
];
