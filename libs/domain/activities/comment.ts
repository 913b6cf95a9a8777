import { z } from 'zod';
import type { StreamEvent } from '#kernel/decider';
import { present } from '#kernel/present';
import { unreachable } from '#kernel/unreachable';
import { type Paper, defineCommand, paperOf } from '../command.js';
import * as field from '../fields.js';
import { openFund, valueDateOf } from '../fund/fund.js';
import { refuseOtherOrganisation, registeredPartner } from '../registry/partner.js';
import { refuse } from '../rejections.js';
import { type Stream, event, existing, refuseTaken } from '../stream.js';
import { type SaidText, type Subject, checkedSubject, said, saying, subjectOf } from './subject.js';

/** Why a comment is not shown; it stays on record. */
export const hidingGrounds = ['spam', 'offence', 'personal-data', 'off-topic', 'unlawful', 'repeated'] as const;
export type HidingGround = (typeof hidingGrounds)[number];

// Events

/** What somebody says of an activity or of the fund. Who a citizen is, no event knows. */
export interface CommentPosted extends Paper {
  readonly subject: Subject;
  readonly author: 'citizen' | 'organisation';
  /** The partner that speaks, where an organisation does. */
  readonly partner?: string;
  /** Of a citizen: a pseudonym of the portal's, so that an answer finds its way back. */
  readonly channel?: string;
  /** ISO 639-1. */
  readonly language: string;
  readonly textHash: string;
}

export type CommentEvent =
  | StreamEvent<'comment.posted', CommentPosted>
  | StreamEvent<'comment.published', Paper>
  | StreamEvent<'comment.hidden', { readonly ground: HidingGround } & Paper>
  | StreamEvent<'comment.answered', SaidText & Paper>;

// State

export type CommentState =
  | { readonly status: 'absent' }
  | { readonly status: 'posted' | 'published' | 'hidden'; readonly ground?: HidingGround };

export const comment: Stream<CommentState, CommentEvent> = {
  kind: 'comment',
  thing: 'comment',
  initial: { status: 'absent' },
  evolve: (state, happened) => {
    if (happened.type === 'comment.posted') return { status: 'posted' };
    if (state.status === 'absent') return state;
    switch (happened.type) {
      case 'comment.published':
        return { status: 'published' };
      case 'comment.hidden':
        return { status: 'hidden', ground: happened.data.ground };
      case 'comment.answered':
        return state;
      default:
        return unreachable(happened);
    }
  },
};

// Decisions

export const commentCommands = [
  defineCommand({
    type: 'comment.post',
    book: 'fund',
    roles: ['portal', 'cso', 'fund-manager'],
    shape: {
      commentId: field.id,
      subject: subjectOf(['activity', 'fund']),
      partner: field.id.optional().describe('The organisation that speaks; a citizen is named nowhere.'),
      channel: field.id
        .optional()
        .describe('A pseudonym of the portal for whoever wrote it. Never a name, an address or a number.'),
      language: field.languageCode,
      text: field.sealed(4000),
    },
    creates: 'commentId',
    decide: (command, reader) => {
      const { body } = command;
      const open = openFund(command, reader);
      refuseTaken(reader, comment, body.commentId);
      const subject = checkedSubject(reader, body.subject);
      const partner = body.partner ?? (command.authority.role === 'cso' ? command.party : undefined);
      if (partner !== undefined) {
        refuseOtherOrganisation(command, reader, partner);
        registeredPartner(reader, partner);
      }
      const data: CommentPosted = {
        ...present({
          subject,
          author: partner === undefined ? ('citizen' as const) : ('organisation' as const),
          partner,
          channel: partner === undefined ? body.channel : undefined,
          language: body.language,
          textHash: body.text,
        }),
        ...paperOf(command),
      };
      return {
        events: [event(comment, body.commentId, 'comment.posted', data)],
        valueDate: valueDateOf(command, open),
      };
    },
  }),

  defineCommand({
    type: 'comment.publish',
    book: 'fund',
    roles: ['fund-manager', 'publisher'],
    shape: { commentId: field.id },
    decide: (command, reader) => {
      const { commentId } = command.body;
      const open = openFund(command, reader);
      const { status } = existing(reader, comment, commentId);
      return {
        events: status === 'published' ? [] : [event(comment, commentId, 'comment.published', paperOf(command))],
        valueDate: valueDateOf(command, open),
      };
    },
  }),

  defineCommand({
    type: 'comment.hide',
    book: 'fund',
    roles: ['fund-manager', 'publisher'],
    shape: { commentId: field.id, ground: z.enum(hidingGrounds) },
    decide: (command, reader) => {
      const { commentId, ground } = command.body;
      const open = openFund(command, reader);
      const state = existing(reader, comment, commentId);
      const isSo = state.status === 'hidden' && state.ground === ground;
      return {
        events: isSo ? [] : [event(comment, commentId, 'comment.hidden', { ground, ...paperOf(command) })],
        valueDate: valueDateOf(command, open),
      };
    },
  }),

  defineCommand({
    type: 'comment.answer',
    book: 'fund',
    roles: ['fund-manager'],
    shape: { commentId: field.id, ...saying(4000) },
    decide: (command, reader) => {
      const { body } = command;
      const open = openFund(command, reader);
      const { status } = existing(reader, comment, body.commentId);
      if (status === 'hidden') {
        refuse('wrong-status', { thing: comment.thing, id: body.commentId, status, expected: 'posted, published' });
      }
      const data = { ...said('answer', body), ...paperOf(command) };
      return {
        events: [event(comment, body.commentId, 'comment.answered', data)],
        valueDate: valueDateOf(command, open),
      };
    },
  }),
];
