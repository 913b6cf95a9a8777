import { z } from 'zod';
import type { Reader, StreamEvent } from '#kernel/decider';
import type { NewEvent } from '#kernel/decider';
import type { LocalDate } from '#kernel/time';
import { unreachable } from '#kernel/unreachable';
import { call, callIn } from './call.js';
import { type Command, type Paper, defineCommand, paperOf } from '../command.js';
import * as field from '../fields.js';
import { notBefore, openFund, valueDateOf } from '../fund/fund.js';
import { refuseOtherOrganisation, registeredPartner } from '../registry/partner.js';
import { dayOf } from './proposal-decisions.js';
import { proposal, proposalIn } from './proposal.js';
import { refuse } from '../rejections.js';
import { type Stream, event, existing, refuseTaken } from '../stream.js';

// Events

/** What a complaint is about: the decision on a proposal, or a call. */
export type Subject = { readonly proposal: string } | { readonly call: string };

export interface ComplaintFiled extends Paper {
  readonly about: Subject;
  readonly complainant: string;
  readonly textHash: string;
}

export interface ComplaintAnswered extends Paper {
  readonly about: Subject;
  readonly outcome: 'upheld' | 'rejected';
  readonly answerHash: string;
}

export type ComplaintEvent =
  | StreamEvent<'complaint.filed', ComplaintFiled>
  | StreamEvent<'complaint.answered', ComplaintAnswered>;

// State

export type ComplaintState =
  | { readonly status: 'absent' }
  | {
      readonly status: 'filed' | 'answered';
      readonly about: Subject;
      readonly filedBy: string;
      readonly filedOn: LocalDate;
    };

export const complaint: Stream<ComplaintState, ComplaintEvent> = {
  kind: 'complaint',
  thing: 'complaint',
  initial: { status: 'absent' },
  evolve: (state, happened) => {
    switch (happened.type) {
      case 'complaint.filed':
        return { status: 'filed', about: happened.data.about, filedBy: happened.actor, filedOn: happened.valueDate };
      case 'complaint.answered':
        return state.status === 'absent' ? state : { ...state, status: 'answered' };
      default:
        return unreachable(happened);
    }
  },
};

// Decisions

export const complaintCommands = [
  defineCommand({
    type: 'complaint.file',
    book: 'fund',
    roles: ['fund-manager', 'cso'],
    shape: {
      complaintId: field.id,
      about: z
        .union([z.strictObject({ proposalId: field.id }), z.strictObject({ callId: field.id })])
        .describe('The decision on a proposal, or a call.'),
      complainant: field.id.describe('The organisation that complains.'),
      text: field.sealed(8000).describe('Kept apart from the event.'),
    },
    creates: 'complaintId',
    decide: (command, reader) => {
      const { complaintId, about, complainant, text } = command.body;
      const open = openFund(command, reader);
      refuseOtherOrganisation(command, reader, complainant);
      refuseTaken(reader, complaint, complaintId);
      registeredPartner(reader, complainant);
      const data: ComplaintFiled = { about: subjectOf(reader, about), complainant, textHash: text, ...paperOf(command) };
      return { events: [event(complaint, complaintId, 'complaint.filed', data)], valueDate: dayOf(command, open) };
    },
  }),

  defineCommand({
    type: 'complaint.answer',
    book: 'fund',
    roles: ['approver'],
    shape: {
      complaintId: field.id,
      outcome: z.enum(['upheld', 'rejected']),
      answer: field.sealed(8000).describe('Kept apart from the event.'),
    },
    decide: (command, reader) => {
      const { complaintId, outcome, answer } = command.body;
      const open = openFund(command, reader);
      const state = existing(reader, complaint, complaintId);
      if (state.status !== 'filed') {
        refuse('wrong-status', { thing: complaint.thing, id: complaintId, status: state.status, expected: 'filed' });
      }
      refuseInvolved(command, reader, state);
      const data: ComplaintAnswered = { about: state.about, outcome, answerHash: answer, ...paperOf(command) };
      return {
        events: [
          event(complaint, complaintId, 'complaint.answered', data),
          ...(outcome === 'upheld' ? reopened(reader, state.about, complaintId) : []),
        ],
        valueDate: notBefore(valueDateOf(command, open), state.filedOn, { thing: complaint.thing, id: complaintId }),
      };
    },
  }),
];

function subjectOf(reader: Reader, about: { readonly proposalId: string } | { readonly callId: string }): Subject {
  if ('callId' in about) {
    callIn(reader, about.callId, 'open', 'closed', 'ranked', 'cancelled');
    return { call: about.callId };
  }
  proposalIn(reader, about.proposalId, 'awarded', 'declined');
  return { proposal: about.proposalId };
}

/** Whoever took the decision, or filed the complaint, does not answer it. */
function refuseInvolved(command: Command, reader: Reader, { about, filedBy }: { about: Subject; filedBy: string }): void {
  const decider =
    'call' in about ? existing(reader, call, about.call).rankedBy : existing(reader, proposal, about.proposal).decidedBy;
  if (command.actor === decider || command.actor === filedBy) {
    refuse('answerer-involved', { actor: command.actor, about: 'call' in about ? about.call : about.proposal });
  }
}

/** A decision that was wrong is taken anew, unless a grant has been signed on it. */
function reopened(reader: Reader, about: Subject, complaintId: string): NewEvent[] {
  if ('call' in about) return [];
  const state = existing(reader, proposal, about.proposal);
  const decided = state.status === 'declined' || (state.status === 'awarded' && state.grants.length === 0);
  return decided ? [event(proposal, about.proposal, 'proposal.reopened', { complaint: complaintId })] : [];
}
