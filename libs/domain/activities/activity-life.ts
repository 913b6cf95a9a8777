import { present } from '#kernel/present';
import type { LocalDate } from '#kernel/time';
import { type ActivityEvaluated, type Move, moves } from './activity-events.js';
import { type KnownActivity, activity, refuseUnless } from './activity.js';
import { type Command, type Decision, defineCommand, paperOf } from '../command.js';
import { type DocumentLinked, documentShape } from './document.js';
import { evaluation } from './evaluation.js';
import * as field from '../fields.js';
import { type OpenFund, notBefore, openFund, valueDateOf } from '../fund/fund.js';
import { refuse } from '../rejections.js';
import { event, existing } from '../stream.js';

/** One command for each move; asking again for what is so already writes nothing. */
const moveCommands = (Object.keys(moves) as Move[]).map((name) =>
  defineCommand({
    type: `activity.${name}`,
    book: 'fund',
    roles: ['fund-manager'],
    shape: { activityId: field.id },
    decide: (command, reader): Decision => {
      const { activityId } = command.body;
      const move = moves[name];
      const open = openFund(command, reader);
      const state = existing(reader, activity, activityId);
      if (state.status === move.to) return { events: [], valueDate: valueDateOf(command, open) };
      refuseUnless(state, activityId, move.from);
      const valueDate = moveDate(command, open, activityId, state);
      return { events: [event(activity, activityId, move.event, paperOf(command))], valueDate };
    },
  }),
);

/** From its start on, no move of an activity is dated before the one that it follows: a start is published, and an end. */
function moveDate(command: Command, open: OpenFund, id: string, { movedOn }: KnownActivity): LocalDate {
  const date = valueDateOf(command, open);
  return movedOn === undefined ? date : notBefore(date, movedOn, { thing: activity.thing, id });
}

/** How an activity moves through its life to its evaluation, and the documents that tell of it. */
export const activityLifeCommands = [
  ...moveCommands,

  defineCommand({
    type: 'activity.evaluate',
    book: 'fund',
    roles: ['fund-manager'],
    shape: { activityId: field.id, evaluation: field.id.describe('An evaluation of this activity that is on record.') },
    decide: (command, reader) => {
      const { body } = command;
      const open = openFund(command, reader);
      const state = existing(reader, activity, body.activityId);
      if (state.evaluation === body.evaluation) return { events: [], valueDate: valueDateOf(command, open) };
      refuseUnless(state, body.activityId, ['completed']);
      const found = existing(reader, evaluation, body.evaluation);
      if (found.status !== 'recorded') {
        refuse('wrong-status', { thing: evaluation.thing, id: body.evaluation, status: found.status, expected: 'recorded' });
      }
      if (found.subject.kind !== 'activity' || found.subject.id !== body.activityId) {
        refuse('evaluation-of-other', { evaluation: body.evaluation, activity: body.activityId });
      }
      const valueDate = moveDate(command, open, body.activityId, state);
      const data: ActivityEvaluated = { evaluation: body.evaluation, ...paperOf(command) };
      return { events: [event(activity, body.activityId, 'activity.evaluated', data)], valueDate };
    },
  }),

  defineCommand({
    type: 'activity.link-document',
    book: 'fund',
    roles: ['fund-manager'],
    shape: { activityId: field.id, ...documentShape },
    decide: (command, reader) => {
      const { body } = command;
      const open = openFund(command, reader);
      const state = existing(reader, activity, body.activityId);
      if (state.documents.includes(body.document)) refuse('id-taken', { thing: 'document', id: body.document });
      const data: DocumentLinked = {
        ...present({
          document: body.document,
          category: body.category,
          title: body.title,
          url: body.url,
          format: body.format,
          language: body.language,
          date: body.date,
          sha256: body.sha256,
        }),
        ...paperOf(command),
      };
      return {
        events: [event(activity, body.activityId, 'activity.document-linked', data)],
        valueDate: valueDateOf(command, open),
      };
    },
  }),

  defineCommand({
    type: 'activity.unlink-document',
    book: 'fund',
    roles: ['fund-manager'],
    shape: { activityId: field.id, document: field.id },
    decide: (command, reader) => {
      const { body } = command;
      const open = openFund(command, reader);
      const state = existing(reader, activity, body.activityId);
      if (!state.documents.includes(body.document)) refuse('not-found', { thing: 'document', id: body.document });
      const data = { document: body.document, ...paperOf(command) };
      return {
        events: [event(activity, body.activityId, 'activity.document-unlinked', data)],
        valueDate: valueDateOf(command, open),
      };
    },
  }),
];
