import { z } from 'zod';
import type { Reader, StreamEvent } from '#kernel/decider';
import { currency as currencyOf } from '#kernel/currency';
import { type MoneyJson, minorOf, toJson } from '#kernel/money';
import { present } from '#kernel/present';
import { unreachable } from '#kernel/unreachable';
import { type Form, type Origin, forms, origins } from './cofinancing-rule.js';
import { type Command, type Paper, defineCommand, paperOf } from '../command.js';
import * as field from '../fields.js';
import { type OpenFund, type Rate, carried, homeJson, homeValue, openFund, valueDateOf } from '../fund/fund.js';
import { type GrantSigned, grantFor, signedGrant } from './grant.js';
import { refuseOtherOrganisation, registeredPartner } from '../registry/partner.js';
import { refuse } from '../rejections.js';
import type { Reversed } from '../reversal/reversed.js';
import { type Stream, event, existing, refuseTaken } from '../stream.js';

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
  readonly origin: Origin;
  readonly form: Form;
}

export interface CofinancingAgreed extends CofinancingTerms, Paper {
  readonly amount: MoneyJson;
  readonly valuation?: Valuation;
}

/** More is reported, or accepted, on top of what was before; more than was agreed is welcome. */
export interface CofinancingMore extends CofinancingTerms, Paper {
  readonly amount: MoneyJson;
  /** Of what is accepted: its worth in the home currency, which counts towards the share that others have to bear. */
  readonly home?: MoneyJson;
  readonly rate?: Rate;
  /** SHA-256 of the documents that show it. */
  readonly evidence?: readonly string[];
  /** In kind: how much of what was given by now, and how its value was found. */
  readonly valuation?: Valuation;
}

export type CofinancingEvent =
  | StreamEvent<'cofinancing.agreed', CofinancingAgreed>
  | StreamEvent<'cofinancing.reported', CofinancingMore>
  | StreamEvent<'cofinancing.accepted', CofinancingMore>
  | StreamEvent<'cofinancing.reversed', Reversed>;

// State

export type CofinancingState =
  | { readonly status: 'absent' }
  | {
      readonly status: 'agreed' | 'reversed';
      readonly terms: CofinancingTerms;
      readonly currency: string;
      readonly reportedMinor: bigint;
      readonly acceptedMinor: bigint;
      /** Who has reported: another person accepts. */
      readonly reportedBy: readonly string[];
      readonly reversed: readonly number[];
    };

export const cofinancing: Stream<CofinancingState, CofinancingEvent> = {
  kind: 'cofinancing',
  thing: 'co-financing',
  initial: { status: 'absent' },
  evolve: (state, happened) => {
    if (happened.type === 'cofinancing.agreed') {
      const { grant, partner, origin, form, amount } = happened.data;
      const nothing = { reportedMinor: 0n, acceptedMinor: 0n, reportedBy: [], reversed: [] };
      return { status: 'agreed', terms: { grant, partner, origin, form }, currency: amount.currency, ...nothing };
    }
    if (state.status === 'absent') return state;
    switch (happened.type) {
      case 'cofinancing.reported': {
        const reportedBy = [...new Set([...state.reportedBy, happened.actor])];
        return { ...state, reportedMinor: state.reportedMinor + minorOf(happened.data.amount), reportedBy };
      }
      case 'cofinancing.accepted':
        return { ...state, acceptedMinor: state.acceptedMinor + minorOf(happened.data.amount) };
      case 'cofinancing.reversed': {
        const { type, position, data } = happened.data.reverses;
        const reversed = [...state.reversed, position];
        if (type === 'cofinancing.agreed') return { ...state, status: 'reversed', reversed };
        const minor = minorOf((data as CofinancingMore).amount);
        if (type === 'cofinancing.reported') return { ...state, reportedMinor: state.reportedMinor - minor, reversed };
        return { ...state, acceptedMinor: state.acceptedMinor - minor, reversed };
      }
      default:
        return unreachable(happened);
    }
  },
};

type Agreed = Exclude<CofinancingState, { readonly status: 'absent' }>;

// Decisions

const valuation = z.strictObject({ quantity: field.decimal, unit: field.line(50), method: field.line(300) });

const more = {
  cofinancingId: field.id,
  amount: field.amount,
  evidence: z.array(field.sha256).min(1).max(50).optional().describe('SHA-256 of the documents that show it.'),
  valuation: valuation.optional().describe('Of what is given in kind, where it was not given as it was agreed.'),
};

/** A CSO reports what it gives itself, or what others give beside a grant of its own. */
const refuseStranger = (
  command: Command,
  reader: Reader,
  { partner }: CofinancingTerms,
  { payee, executor }: GrantSigned,
): void => refuseOtherOrganisation(command, reader, partner, payee, executor);

/** What a report and its acceptance say of what shows it. */
function shownBy(
  { form }: CofinancingTerms,
  body: { readonly evidence?: readonly string[] | undefined; readonly valuation?: Valuation | undefined },
): Pick<CofinancingMore, 'evidence' | 'valuation'> {
  if (form === 'cash' && body.valuation !== undefined) refuse('valuation-and-form', { form });
  return present({ evidence: body.evidence, valuation: body.valuation });
}

function agreedIn(state: Agreed, id: string, amount: { readonly currency: string }): void {
  if (state.status !== 'agreed') {
    refuse('wrong-status', { thing: cofinancing.thing, id, status: state.status, expected: 'agreed' });
  }
  if (amount.currency !== state.currency) {
    refuse('currency-mismatch', { currency: amount.currency, thing: cofinancing.thing, id, expected: state.currency });
  }
}

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
      form: z.enum(forms),
      amount: field.amount,
      valuation: valuation.optional().describe('Needed for what is given in kind.'),
    },
    creates: 'cofinancingId',
    decide: (command, reader) => {
      const { body } = command;
      const open = openFund(command, reader);
      refuseTaken(reader, cofinancing, body.cofinancingId);
      signedGrant(reader, body.grantId);
      registeredPartner(reader, body.partner);
      if ((body.form === 'kind') !== (body.valuation !== undefined)) refuse('valuation-and-form', { form: body.form });
      const data = present<CofinancingAgreed>({
        grant: body.grantId,
        partner: body.partner,
        origin: body.origin,
        form: body.form,
        amount: toJson(carried(open, body.amount)),
        valuation: body.valuation,
        ...paperOf(command),
      });
      return {
        events: [event(cofinancing, body.cofinancingId, 'cofinancing.agreed', data)],
        valueDate: valueDateOf(command, open),
      };
    },
  }),

  defineCommand({
    type: 'cofinancing.report',
    book: 'fund',
    roles: ['fund-manager', 'cso'],
    shape: more,
    decide: (command, reader) => {
      const { body } = command;
      const open = openFund(command, reader);
      const state = existing(reader, cofinancing, body.cofinancingId);
      const amount = carried(open, body.amount);
      agreedIn(state, body.cofinancingId, amount);
      refuseStranger(command, reader, state.terms, grantFor(reader, state.terms.grant, 'account'));
      const data: CofinancingMore = {
        ...termsFrom(state.terms),
        amount: toJson(amount),
        ...shownBy(state.terms, body),
        ...paperOf(command),
      };
      return {
        events: [event(cofinancing, body.cofinancingId, 'cofinancing.reported', data)],
        valueDate: valueDateOf(command, open),
      };
    },
  }),

  defineCommand({
    type: 'cofinancing.accept',
    book: 'fund',
    roles: ['approver'],
    shape: { ...more, rate: field.rate.optional().describe('To the home currency, where the fund asks for a share.') },
    decide: (command, reader) => {
      const { body } = command;
      const open = openFund(command, reader);
      const state = existing(reader, cofinancing, body.cofinancingId);
      const amount = carried(open, body.amount);
      agreedIn(state, body.cofinancingId, amount);
      const terms = grantFor(reader, state.terms.grant, 'account');
      if (state.reportedBy.includes(command.actor)) {
        refuse('approver-is-requester', { actor: command.actor, cofinancing: body.cofinancingId });
      }
      const unaccepted = state.reportedMinor - state.acceptedMinor;
      if (amount.amountMinor > unaccepted) {
        refuse('accepted-exceeds-reported', {
          category: body.cofinancingId,
          currency: amount.currency,
          accepted: toJson(amount).amount,
          reported: toJson({ amountMinor: unaccepted, currency: currencyOf(state.currency) }).amount,
        });
      }
      const data: CofinancingMore = {
        ...termsFrom(state.terms),
        amount: toJson(amount),
        ...worthOf(open, body, terms),
        ...shownBy(state.terms, body),
        ...paperOf(command),
      };
      return {
        events: [event(cofinancing, body.cofinancingId, 'cofinancing.accepted', data)],
        valueDate: valueDateOf(command, open),
      };
    },
  }),
];

const termsFrom = ({ grant, partner, origin, form }: CofinancingTerms): CofinancingTerms => ({ grant, partner, origin, form });

/** What is accepted in the home currency; in another it needs its rate where a share is asked for, and counts nowhere else. */
function worthOf(
  open: OpenFund,
  { amount, rate }: { readonly amount: Parameters<typeof homeValue>[1]; readonly rate?: Rate | undefined },
  { cofinancing: rule }: GrantSigned,
): Pick<CofinancingMore, 'home' | 'rate'> {
  if (amount.currency !== open.home && rate === undefined && rule === undefined) return {};
  const home = homeJson(open, homeValue(open, amount, rate));
  return { home, ...present({ rate }) };
}
