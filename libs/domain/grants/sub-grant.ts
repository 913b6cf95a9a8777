import { z } from 'zod';
import type { Reader, StreamEvent } from '#kernel/decider';
import { currency as currencyOf } from '#kernel/currency';
import { type Money, type MoneyJson, formatAmount, greatest, minorOf, toJson } from '#kernel/money';
import type { LocalDate } from '#kernel/time';
import { unreachable } from '#kernel/unreachable';
import { refuseUnknownStage } from '../activities/activity.js';
import { type Command, type Decision, type Paper, defineCommand, paperOf } from '../command.js';
import * as field from '../fields.js';
import { type OpenFund, type Rate, carried, homeJson, homeText, homeValue, openFund, valueDateOf } from '../fund/fund.js';
import { type GrantSigned, grantFor, signedGrant } from './grant.js';
import { refuseOtherOrganisation, registeredPartner } from '../registry/partner.js';
import { refuseSuspended } from '../registry/payee.js';
import { refuse } from '../rejections.js';
import type { Reversed } from '../reversal/reversed.js';
import { type Stream, event, existing, refuseTaken } from '../stream.js';

/*
 * What the payee of a grant passes on: the same accounts once more, one level down, in the memorandum set. The lead pays,
 * takes accounts and gets refunds; of the fund's own money nothing moves.
 */

// Events

export interface SubGrantSigned extends Paper {
  readonly grant: string;
  readonly activity: string;
  /** Who passes it on. */
  readonly lead: string;
  readonly partner: string;
  readonly stage?: string;
  readonly agreement?: string;
  readonly amount: MoneyJson;
  /** Its worth in the home currency at signature: all of a grant's fit into the grant. */
  readonly home: MoneyJson;
  readonly rate?: Rate;
}

/** The lead paid, or got money back; a report came in, or was accepted. In the currency of the sub-grant. */
export interface SubGrantMoved extends Paper {
  readonly grant: string;
  readonly partner: string;
  readonly amount: MoneyJson;
  readonly periodStart?: LocalDate;
  readonly periodEnd?: LocalDate;
  readonly evidence?: readonly string[];
}

/** Nothing is outstanding: what was not paid can be passed on to others. */
export interface SubGrantClosed extends Paper {
  readonly grant: string;
  readonly partner: string;
  readonly freed: MoneyJson;
}

const steps = ['paid', 'reported', 'accepted', 'refunded'] as const;
type Step = (typeof steps)[number];

export type SubGrantEvent =
  | StreamEvent<'sub-grant.signed', SubGrantSigned>
  | { [Each in Step]: StreamEvent<`sub-grant.${Each}`, SubGrantMoved> }[Step]
  | StreamEvent<'sub-grant.closed', SubGrantClosed>
  | StreamEvent<'sub-grant.reversed', Reversed>;

// State

export type SubGrantFigures = Readonly<Record<Step, bigint>>;

export type SubGrantState =
  | { readonly status: 'absent' }
  | {
      readonly status: 'signed' | 'closed' | 'reversed';
      readonly terms: SubGrantSigned;
      readonly figures: SubGrantFigures;
      readonly reportedBy: readonly string[];
      readonly reversed: readonly number[];
    };
type Existing = Exclude<SubGrantState, { readonly status: 'absent' }>;

export const subGrant: Stream<SubGrantState, SubGrantEvent> = {
  kind: 'sub-grant',
  thing: 'sub-grant',
  initial: { status: 'absent' },
  evolve: (state, happened) => {
    if (happened.type === 'sub-grant.signed') {
      const figures = { paid: 0n, reported: 0n, accepted: 0n, refunded: 0n };
      return { status: 'signed', terms: happened.data, figures, reportedBy: [], reversed: [] };
    }
    if (state.status === 'absent') return state;
    switch (happened.type) {
      case 'sub-grant.paid':
      case 'sub-grant.accepted':
      case 'sub-grant.refunded':
        return { ...state, figures: moved(state.figures, happened.type, happened.data, 1n) };
      case 'sub-grant.reported': {
        const reportedBy = [...new Set([...state.reportedBy, happened.actor])];
        return { ...state, figures: moved(state.figures, happened.type, happened.data, 1n), reportedBy };
      }
      case 'sub-grant.closed':
        return { ...state, status: 'closed' };
      case 'sub-grant.reversed': {
        const { type, position, data } = happened.data.reverses;
        const reversed = [...state.reversed, position];
        if (type === 'sub-grant.signed') return { ...state, status: 'reversed', reversed };
        if (type === 'sub-grant.closed') return { ...state, status: 'signed', reversed };
        return { ...state, figures: moved(state.figures, type, data as SubGrantMoved, -1n), reversed };
      }
      default:
        return unreachable(happened);
    }
  },
};

function moved(figures: SubGrantFigures, type: string, { amount }: SubGrantMoved, sign: 1n | -1n): SubGrantFigures {
  const step = type.slice('sub-grant.'.length) as Step;
  return { ...figures, [step]: figures[step] + sign * minorOf(amount) };
}

/** Paid, and neither accounted for nor given back. */
export const outstandingOn = ({ paid, accepted, refunded }: SubGrantFigures): bigint =>
  greatest(0n, paid - accepted - refunded);

/** What figures may not become: more is out than was signed, accepted than reported, given back than was paid. */
export function brokenIn({ paid, reported, accepted, refunded }: SubGrantFigures, signed: bigint): Step | undefined {
  if (paid - refunded > signed) return 'paid';
  if (accepted > reported) return 'accepted';
  if (paid - refunded < 0n) return 'refunded';
  return undefined;
}

// Decisions

/** Up to what each step may go, by what has gone before. */
const room: Readonly<Record<Step, (figures: SubGrantFigures, signed: bigint) => bigint | undefined>> = {
  paid: ({ paid, refunded }, signed) => signed - paid + refunded,
  reported: () => undefined,
  accepted: ({ reported, accepted }) => reported - accepted,
  refunded: (figures) => outstandingOn(figures),
};

const commandOf: Readonly<Record<Step, string>> = { paid: 'pay', reported: 'report', accepted: 'accept', refunded: 'refund' };

const movedShape = {
  subGrantId: field.id,
  amount: field.amount,
  periodStart: field.date.optional(),
  periodEnd: field.date.optional(),
  evidence: z.array(field.sha256).min(1).max(50).optional().describe('SHA-256 of the documents that show it.'),
};

const refuseStranger = (
  command: Command,
  reader: Reader,
  { payee, executor }: GrantSigned,
  ...others: readonly string[]
): void => refuseOtherOrganisation(command, reader, payee, executor, ...others);

function signedIn(reader: Reader, id: string): Existing {
  const state = existing(reader, subGrant, id);
  if (state.status !== 'signed') {
    refuse('wrong-status', { thing: subGrant.thing, id, status: state.status, expected: 'signed' });
  }
  return state;
}

const stepCommand = (step: Step) =>
  defineCommand({
    type: `sub-grant.${commandOf[step]}`,
    book: 'fund',
    roles: ['fund-manager', 'cso'],
    shape: movedShape,
    decide: (command, reader): Decision => {
      const { body } = command;
      const open = openFund(command, reader);
      const { terms, figures, reportedBy } = signedIn(reader, body.subGrantId);
      const above = grantFor(reader, terms.grant, step === 'paid' ? 'order-owed' : 'account');
      refuseStranger(command, reader, above, ...(step === 'reported' ? [terms.partner] : []));
      if (step === 'accepted' && reportedBy.includes(command.actor)) {
        refuse('approver-is-requester', { actor: command.actor, subGrant: body.subGrantId });
      }
      const { periodStart, periodEnd } = body;
      if (periodStart !== undefined && periodEnd !== undefined && periodEnd < periodStart) {
        refuse('period-reversed', { start: periodStart, end: periodEnd });
      }
      const amount = inItsCurrency(open, body.subGrantId, terms, body.amount);
      const most = room[step](figures, minorOf(terms.amount));
      if (most !== undefined && amount.amountMinor > most) {
        refuse('sub-grant-exceeded', {
          subGrant: body.subGrantId,
          step,
          currency: amount.currency,
          requested: toJson(amount).amount,
          room: formatAmount(greatest(0n, most), amount.currency),
        });
      }
      const data: SubGrantMoved = {
        grant: terms.grant,
        partner: terms.partner,
        amount: toJson(amount),
        ...(periodStart === undefined ? {} : { periodStart }),
        ...(periodEnd === undefined ? {} : { periodEnd }),
        ...(body.evidence === undefined ? {} : { evidence: body.evidence }),
        ...paperOf(command),
      };
      return { events: [event(subGrant, body.subGrantId, `sub-grant.${step}`, data)], valueDate: valueDateOf(command, open) };
    },
  });

function inItsCurrency(open: OpenFund, id: string, terms: SubGrantSigned, amount: Money): Money {
  carried(open, amount);
  if (amount.currency !== terms.amount.currency) {
    refuse('currency-mismatch', {
      currency: amount.currency,
      thing: subGrant.thing,
      id,
      expected: terms.amount.currency,
    });
  }
  return amount;
}

export const subGrantCommands = [
  defineCommand({
    type: 'sub-grant.sign',
    book: 'fund',
    roles: ['fund-manager', 'cso'],
    shape: {
      subGrantId: field.id,
      grantId: field.id,
      partner: field.id.describe('To whom the payee of the grant passes it on.'),
      stage: field.id.optional(),
      agreement: field.line(200).optional(),
      amount: field.amount,
      rate: field.rate.optional(),
    },
    creates: 'subGrantId',
    decide: (command, reader) => {
      const { body } = command;
      const open = openFund(command, reader);
      refuseTaken(reader, subGrant, body.subGrantId);
      const above = signedGrant(reader, body.grantId);
      refuseStranger(command, reader, above);
      registeredPartner(reader, body.partner);
      for (const each of [above.payee, body.partner]) refuseSuspended(reader, each, 'new-grants');
      if (body.partner === above.payee) refuse('sub-grant-to-itself', { partner: body.partner, grant: body.grantId });
      refuseUnknownStage(reader, above.activity, body.stage);
      const home = homeValue(open, body.amount, body.rate);
      const room_ = minorOf(above.amount) - reader.balances.of(`subgranted:${body.grantId}`, open.home);
      if (home > room_) {
        refuse('sub-grants-exceed-grant', {
          grant: body.grantId,
          currency: open.home,
          requested: homeText(open, home),
          room: homeText(open, greatest(0n, room_)),
        });
      }
      const data: SubGrantSigned = {
        grant: body.grantId,
        activity: above.activity,
        lead: above.payee,
        partner: body.partner,
        ...(body.stage === undefined ? {} : { stage: body.stage }),
        ...(body.agreement === undefined ? {} : { agreement: body.agreement }),
        amount: toJson(body.amount),
        home: homeJson(open, home),
        ...(body.rate === undefined ? {} : { rate: body.rate }),
        ...paperOf(command),
      };
      return { events: [event(subGrant, body.subGrantId, 'sub-grant.signed', data)], valueDate: valueDateOf(command, open) };
    },
  }),

  ...steps.map(stepCommand),

  defineCommand({
    type: 'sub-grant.close',
    book: 'fund',
    roles: ['fund-manager', 'cso'],
    shape: { subGrantId: field.id },
    decide: (command, reader) => {
      const { subGrantId } = command.body;
      const open = openFund(command, reader);
      const state = existing(reader, subGrant, subGrantId);
      const valueDate = valueDateOf(command, open);
      if (state.status === 'closed') return { events: [], valueDate };
      const { terms, figures } = signedIn(reader, subGrantId);
      refuseStranger(command, reader, grantFor(reader, terms.grant, 'account'));
      const outstanding = outstandingOn(figures);
      if (outstanding > 0n) {
        refuse('sub-grant-outstanding', {
          subGrant: subGrantId,
          currency: terms.amount.currency,
          outstanding: formatAmount(outstanding, currencyOf(terms.amount.currency)),
        });
      }
      const [signed, out] = [minorOf(terms.amount), figures.paid - figures.refunded];
      const data: SubGrantClosed = {
        grant: terms.grant,
        partner: terms.partner,
        freed: homeJson(open, (minorOf(terms.home) * (signed - out)) / signed),
        ...paperOf(command),
      };
      return { events: [event(subGrant, subGrantId, 'sub-grant.closed', data)], valueDate };
    },
  }),
];
