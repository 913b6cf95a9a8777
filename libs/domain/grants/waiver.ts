import type { Reader, StreamEvent } from '#kernel/decider';
import { type MoneyJson, greatest, sum } from '#kernel/money';
import { unreachable } from '#kernel/unreachable';
import { type AcceptedCost, type CofinancingStanding, againstRule, forms, origins } from './cofinancing-rule.js';
import { type Paper, defineCommand, paperOf } from '../command.js';
import * as field from '../fields.js';
import { type OpenFund, homeJson, homeText, inHome, openFund, valueDateOf } from '../fund/fund.js';
import { disbursedOn } from './funding-line.js';
import { type GrantSigned, grantFor } from './grant.js';
import { refuse } from '../rejections.js';
import type { Reversed } from '../reversal/reversed.js';
import { type Stream, event, existing, refuseTaken } from '../stream.js';

/*
 * What others have to bear of the cost under a grant, checked when money moves: held, or recorded as short, or let off by two
 * persons.
 */

// Events

/** Somebody proposes to let a part of the share off; the words are apart from the event. */
export interface WaiverProposed extends Paper {
  readonly grant: string;
  readonly amount: MoneyJson;
  readonly reasonHash: string;
}
/** Another person agrees: from now on it counts as if it had been given. */
export interface WaiverConfirmed extends Paper {
  readonly grant: string;
  readonly amount: MoneyJson;
}

export type WaiverEvent =
  | StreamEvent<'waiver.proposed', WaiverProposed>
  | StreamEvent<'waiver.confirmed', WaiverConfirmed>
  | StreamEvent<'waiver.reversed', Reversed>;

// State

export type WaiverState =
  | { readonly status: 'absent' }
  | {
      readonly status: 'proposed' | 'confirmed' | 'reversed';
      readonly proposal: WaiverProposed;
      readonly proposedBy: string;
      readonly reversed: readonly number[];
    };

export const waiver: Stream<WaiverState, WaiverEvent> = {
  kind: 'waiver',
  thing: 'waiver',
  initial: { status: 'absent' },
  evolve: (state, happened) => {
    if (happened.type === 'waiver.proposed') {
      return { status: 'proposed', proposal: happened.data, proposedBy: happened.actor, reversed: [] };
    }
    if (state.status === 'absent') return state;
    switch (happened.type) {
      case 'waiver.confirmed':
        return { ...state, status: 'confirmed' };
      case 'waiver.reversed':
        return { ...state, status: 'reversed', reversed: [...state.reversed, happened.data.reverses.position] };
      default:
        return unreachable(happened);
    }
  },
};

// What others read

/** Why something was paid under a grant, and neither accepted nor is owed back. */
const unacceptedFor = ['written-off', 'exchange'] as const;

/** What has been accepted under a grant, found from its balances. */
export function acceptedCost(open: OpenFund, reader: Reader, grantId: string, terms: GrantSigned): AcceptedCost {
  const of = (account: string): bigint => reader.balances.of(account, open.home);
  const paid = sum(terms.lines.map((line) => disbursedOn(open, reader, grantId, line)));
  const unaccepted = sum(unacceptedFor.map((reason) => of(`unaccepted:${grantId}:${reason}`)));
  return {
    // What was paid is outstanding, to be refunded, or accounted for, but for what was given up or lost in exchange; what is
    // payable has been accepted, too, and so was what the income of the project bears since the grant was settled.
    grant:
      greatest(0n, paid - of(`advance:${grantId}`) - of(`recoverable:${grantId}`) + of(`payable:${grantId}`) - unaccepted) +
      of(`settled:${grantId}:project-income`),
    cofinanced: forms.flatMap((form) =>
      origins.map((origin) => ({ form, origin, amountMinor: of(`cofinanced:${grantId}:${form}:${origin}`) })),
    ),
    waived: of(`waived:${grantId}`),
    settled: of(`settled:${grantId}:own-share`),
  };
}

/** What of its accepted cost a grant bears now: the income of the project bears none before the grant was settled. */
export const borneBy = (open: OpenFund, reader: Reader, grantId: string, terms: GrantSigned): bigint =>
  acceptedCost(open, reader, grantId, terms).grant - reader.balances.of(`settled:${grantId}:project-income`, open.home);

/** Where a grant stands against the share that others have to bear; undefined where none is asked for. */
export function cofinancingStanding(
  open: OpenFund,
  reader: Reader,
  grantId: string,
  terms: GrantSigned,
): CofinancingStanding | undefined {
  return terms.cofinancing && againstRule(terms.cofinancing, acceptedCost(open, reader, grantId, terms));
}

/**
 * Before money leaves under a grant: refuses while the others' share falls short and the rule holds payments; gives what is
 * missing, for the event to record, where the rule only warns. Undefined when nothing is.
 */
export function refuseShortOfCofinancing(
  open: OpenFund,
  reader: Reader,
  grantId: string,
  terms: GrantSigned,
): MoneyJson | undefined {
  const standing = cofinancingStanding(open, reader, grantId, terms);
  if (!standing || standing.short === 0n) return undefined;
  if (terms.cofinancing!.whenShort === 'warn') return homeJson(open, standing.short);
  return refuse('cofinancing-short', {
    grant: grantId,
    currency: open.home,
    share: terms.cofinancing!.ownShare,
    required: homeText(open, standing.required),
    counted: homeText(open, standing.counted),
    missing: homeText(open, standing.short),
  });
}

// Decisions

export const waiverCommands = [
  defineCommand({
    type: 'waiver.propose',
    book: 'fund',
    roles: ['fund-manager'],
    shape: {
      waiverId: field.id,
      grantId: field.id,
      amount: field.amount.describe('What need not be given; counts as if it had been, once another person agrees.'),
      reason: field.sealed(2000),
    },
    creates: 'waiverId',
    decide: (command, reader) => {
      const { body } = command;
      const open = openFund(command, reader);
      refuseTaken(reader, waiver, body.waiverId);
      const terms = grantFor(reader, body.grantId, 'account');
      if (!terms.cofinancing) refuse('no-cofinancing-rule', { grant: body.grantId });
      const amount = inHome(open, body.amount, 'grant', body.grantId);
      const data: WaiverProposed = {
        grant: body.grantId,
        amount: homeJson(open, amount),
        reasonHash: body.reason,
        ...paperOf(command),
      };
      return { events: [event(waiver, body.waiverId, 'waiver.proposed', data)], valueDate: valueDateOf(command, open) };
    },
  }),

  defineCommand({
    type: 'waiver.confirm',
    book: 'fund',
    roles: ['approver'],
    shape: { waiverId: field.id },
    decide: (command, reader) => {
      const { waiverId } = command.body;
      const open = openFund(command, reader);
      const state = existing(reader, waiver, waiverId);
      const valueDate = valueDateOf(command, open);
      if (state.status === 'confirmed') return { events: [], valueDate };
      if (state.status !== 'proposed') {
        refuse('wrong-status', { thing: waiver.thing, id: waiverId, status: state.status, expected: 'proposed' });
      }
      if (state.proposedBy === command.actor) refuse('approver-is-requester', { actor: command.actor, waiver: waiverId });
      const { grant, amount } = state.proposal;
      grantFor(reader, grant, 'account');
      const data: WaiverConfirmed = { grant, amount, ...paperOf(command) };
      return { events: [event(waiver, waiverId, 'waiver.confirmed', data)], valueDate };
    },
  }),
];
