import { z } from 'zod';
import type { StreamEvent } from '#kernel/decider';
import { present } from '#kernel/present';
import type { LocalDate } from '#kernel/time';
import { unreachable } from '#kernel/unreachable';
import { body as governingBody } from '../fund/body.js';
import { type Paper, defineCommand, paperOf } from '../command.js';
import { type PublicDocument, publicDocument } from './document.js';
import * as field from '../fields.js';
import type { Narratives } from '../fields.js';
import { openFund, valueDateOf } from '../fund/fund.js';
import { registeredPartner } from '../registry/partner.js';
import { refuse } from '../rejections.js';
import { type Stream, event, existing, refuseTaken } from '../stream.js';
import {
  type Experts,
  type SaidText,
  type Subject,
  checkedExperts,
  checkedSubject,
  experts,
  refuseOutsider,
  refuseRepeated,
  said,
  saying,
  subjectOf,
} from './subject.js';

export const severities = ['low', 'medium', 'high'] as const;
export type Severity = (typeof severities)[number];

/** What the reviewed say to a finding. */
export const findingResponses = ['accepted', 'partly-accepted', 'rejected'] as const;
export type FindingResponse = (typeof findingResponses)[number];

/** How far the answer to a finding has come. */
export const followUpStatuses = ['in-progress', 'done', 'dropped'] as const;
export type FollowUpStatus = (typeof followUpStatuses)[number];

// Events

/** Peers are asked to review; a review without a mandate is an opinion. */
export interface ReviewMandated extends Paper {
  readonly subject: Subject;
  /** The body of the fund or the partner that asks for it. */
  readonly mandatedBy: { readonly kind: 'body' | 'partner'; readonly id: string };
  readonly scope: Narratives;
  readonly reviewers: Experts;
  readonly dueDate?: LocalDate;
}

export interface ReviewFinding extends SaidText {
  readonly id: string;
  readonly severity: Severity;
}

export interface ReviewReported extends Paper {
  readonly findings: readonly ReviewFinding[];
  readonly document?: PublicDocument;
}

export interface FindingAnswered extends Paper, SaidText {
  readonly finding: string;
  readonly response: FindingResponse;
  readonly dueDate?: LocalDate;
}

export interface FindingFollowedUp extends Paper, SaidText {
  readonly finding: string;
  readonly status: FollowUpStatus;
}

export type PeerReviewEvent =
  | StreamEvent<'peer-review.mandated', ReviewMandated>
  | StreamEvent<'peer-review.reported', ReviewReported>
  | StreamEvent<'peer-review.finding-answered', FindingAnswered>
  | StreamEvent<'peer-review.finding-followed-up', FindingFollowedUp>
  | StreamEvent<'peer-review.closed', Paper>;

// State

export type PeerReviewState =
  | { readonly status: 'absent' }
  | {
      readonly status: 'mandated' | 'reported' | 'closed';
      readonly subject: Subject;
      readonly findings: Readonly<Record<string, 'open' | 'answered' | FollowUpStatus>>;
    };
type KnownReview = Exclude<PeerReviewState, { readonly status: 'absent' }>;

export const peerReview: Stream<PeerReviewState, PeerReviewEvent> = {
  kind: 'peer-review',
  thing: 'peer review',
  initial: { status: 'absent' },
  evolve: (state, happened) => {
    if (happened.type === 'peer-review.mandated') {
      return { status: 'mandated', subject: happened.data.subject, findings: {} };
    }
    if (state.status === 'absent') return state;
    const findings = (finding: string, standing: KnownReview['findings'][string]): KnownReview => ({
      ...state,
      findings: { ...state.findings, [finding]: standing },
    });
    switch (happened.type) {
      case 'peer-review.reported':
        return {
          ...state,
          status: 'reported',
          findings: Object.fromEntries(happened.data.findings.map(({ id }) => [id, 'open'])),
        };
      case 'peer-review.finding-answered':
        return findings(happened.data.finding, 'answered');
      case 'peer-review.finding-followed-up':
        return findings(happened.data.finding, happened.data.status);
      case 'peer-review.closed':
        return { ...state, status: 'closed' };
      default:
        return unreachable(happened);
    }
  },
};

function refuseUnless(state: KnownReview, id: string, expected: KnownReview['status']): void {
  if (state.status !== expected) refuse('wrong-status', { thing: peerReview.thing, id, status: state.status, expected });
}

/** How a finding stands; refuses one that the report does not have. */
const standingOf = (state: KnownReview, id: string, finding: string): KnownReview['findings'][string] =>
  state.findings[finding] ??
  refuse('part-unknown', {
    thing: peerReview.thing,
    id,
    part: 'finding',
    name: finding,
    known: Object.keys(state.findings),
  });

// Decisions

export const peerReviewCommands = [
  defineCommand({
    type: 'peer-review.mandate',
    book: 'fund',
    roles: ['fund-manager'],
    shape: {
      reviewId: field.id,
      subject: subjectOf(),
      mandatedBy: z.strictObject({ kind: z.enum(['body', 'partner']), id: field.id }),
      scope: field.narratives(2000),
      ...experts,
      dueDate: field.date.optional(),
    },
    creates: 'reviewId',
    decide: (command, reader) => {
      const { body } = command;
      const open = openFund(command, reader);
      refuseTaken(reader, peerReview, body.reviewId);
      const subject = checkedSubject(reader, body.subject);
      const { mandatedBy } = body;
      if (mandatedBy.kind === 'partner') registeredPartner(reader, mandatedBy.id);
      else existing(reader, governingBody, mandatedBy.id);
      const reviewers = checkedExperts(reader, peerReview.thing, body);
      const data: ReviewMandated = {
        ...present({ subject, mandatedBy, scope: body.scope, reviewers, dueDate: body.dueDate }),
        ...paperOf(command),
      };
      return {
        events: [event(peerReview, body.reviewId, 'peer-review.mandated', data)],
        valueDate: valueDateOf(command, open),
      };
    },
  }),

  defineCommand({
    type: 'peer-review.report',
    book: 'fund',
    roles: ['fund-manager', 'assessor'],
    shape: {
      reviewId: field.id,
      findings: z
        .array(z.strictObject({ id: field.id, severity: z.enum(severities), ...saying(2000) }))
        .max(100)
        .describe('Each with an open or a sealed text; none where the peers found nothing to say.'),
      document: publicDocument.optional(),
    },
    decide: (command, reader) => {
      const { body } = command;
      const open = openFund(command, reader);
      const state = existing(reader, peerReview, body.reviewId);
      refuseUnless(state, body.reviewId, 'mandated');
      refuseRepeated(
        'finding',
        body.findings.map((each) => each.id),
      );
      const data: ReviewReported = {
        findings: body.findings.map((each) => ({ id: each.id, severity: each.severity, ...said('finding', each) })),
        ...present({ document: body.document }),
        ...paperOf(command),
      };
      return {
        events: [event(peerReview, body.reviewId, 'peer-review.reported', data)],
        valueDate: valueDateOf(command, open),
      };
    },
  }),

  defineCommand({
    type: 'peer-review.answer-finding',
    book: 'fund',
    roles: ['fund-manager', 'cso'],
    shape: {
      reviewId: field.id,
      finding: field.id,
      response: z.enum(findingResponses),
      ...saying(2000),
      dueDate: field.date.optional(),
    },
    decide: (command, reader) => {
      const { body } = command;
      const open = openFund(command, reader);
      const state = existing(reader, peerReview, body.reviewId);
      refuseOutsider(command, reader, state.subject);
      refuseUnless(state, body.reviewId, 'reported');
      standingOf(state, body.reviewId, body.finding);
      const data: FindingAnswered = {
        finding: body.finding,
        response: body.response,
        ...said('answer', body),
        ...present({ dueDate: body.dueDate }),
        ...paperOf(command),
      };
      return {
        events: [event(peerReview, body.reviewId, 'peer-review.finding-answered', data)],
        valueDate: valueDateOf(command, open),
      };
    },
  }),

  defineCommand({
    type: 'peer-review.follow-up-finding',
    book: 'fund',
    roles: ['fund-manager', 'assessor'],
    shape: { reviewId: field.id, finding: field.id, status: z.enum(followUpStatuses), ...saying(2000) },
    decide: (command, reader) => {
      const { body } = command;
      const open = openFund(command, reader);
      const state = existing(reader, peerReview, body.reviewId);
      refuseUnless(state, body.reviewId, 'reported');
      const standing = standingOf(state, body.reviewId, body.finding);
      if (standing === 'open') {
        refuse('wrong-status', { thing: 'finding', id: body.finding, status: 'open', expected: 'answered' });
      }
      const data: FindingFollowedUp = {
        finding: body.finding,
        status: body.status,
        ...said('follow-up', body),
        ...paperOf(command),
      };
      return {
        events: [event(peerReview, body.reviewId, 'peer-review.finding-followed-up', data)],
        valueDate: valueDateOf(command, open),
      };
    },
  }),

  defineCommand({
    type: 'peer-review.close',
    book: 'fund',
    roles: ['fund-manager'],
    shape: { reviewId: field.id },
    decide: (command, reader) => {
      const { reviewId } = command.body;
      const open = openFund(command, reader);
      const state = existing(reader, peerReview, reviewId);
      const valueDate = valueDateOf(command, open);
      if (state.status === 'closed') return { events: [], valueDate };
      refuseUnless(state, reviewId, 'reported');
      const unanswered = Object.keys(state.findings).filter((each) => state.findings[each] === 'open');
      if (unanswered.length > 0) refuse('findings-unanswered', { review: reviewId, findings: unanswered });
      return { events: [event(peerReview, reviewId, 'peer-review.closed', paperOf(command))], valueDate };
    },
  }),
];
