import { z } from 'zod';
import type { Reader } from '#kernel/decider';
import { toJson } from '#kernel/money';
import { present } from '#kernel/present';
import {
  type PartnerJoined,
  type PartnerLeft,
  exchangeSides,
  partnerInputs,
  partnerRoles,
  phases,
  relationshipKinds,
} from './activity-events.js';
import { activity, isSame } from './activity.js';
import { type Command, defineCommand, paperOf } from '../command.js';
import * as field from '../fields.js';
import { openFund, valueDateOf } from '../fund/fund.js';
import { registeredPartner } from '../registry/partner.js';
import { refuse } from '../rejections.js';
import { event, existing } from '../stream.js';

const participation = { activityId: field.id, partner: field.id, phase: z.enum(phases), role: z.enum(partnerRoles) };

const input = z.strictObject({
  kind: z.enum(partnerInputs),
  description: field.line(500).optional(),
  quantity: field.decimal.optional(),
  unit: field.line(50).optional(),
  value: field.amount.optional().describe('As the partner values it; it moves no account.'),
});

const relationship = z.strictObject({
  partner: field.id,
  kind: z.enum(relationshipKinds),
  text: field.line(500).optional(),
});

const record = {
  ...participation,
  brings: z.array(z.enum(partnerInputs)).max(3).default([]),
  inputs: z.array(input).max(20).optional().describe('What of each it brings.'),
  exchange: z.enum(exchangeSides).optional().describe('Whether it provides in this phase, receives, or both.'),
  advantage: field.line(1000).optional(),
  relationship: field.line(1000).optional(),
  relationships: z.array(relationship).max(20).optional().describe('How it stands to other partners, one by one.'),
  fiscalAgent: field.id.optional(),
  ownActivity: field.iatiIdentifier.optional(),
};
type Body = z.output<z.ZodObject<typeof record>>;

/** The record of a partner as events keep it; whom it names beside itself is in the registry. */
function recordOf(command: Command<Body>, reader: Reader): PartnerJoined {
  const { body } = command;
  if (body.fiscalAgent !== undefined) registeredPartner(reader, body.fiscalAgent);
  for (const each of body.relationships ?? []) registeredPartner(reader, each.partner);
  return {
    ...present({
      partner: body.partner,
      phase: body.phase,
      role: body.role,
      brings: [...new Set([...body.brings, ...(body.inputs ?? []).map((each) => each.kind)])],
      inputs: body.inputs?.map(({ value, ...rest }) => ({ ...rest, value: value && toJson(value) })),
      exchange: body.exchange,
      advantage: body.advantage,
      relationship: body.relationship,
      relationships: body.relationships,
      fiscalAgent: body.fiscalAgent,
      ownActivity: body.ownActivity,
    }),
    ...paperOf(command),
  };
}

/** Who takes part in an activity: in which role of which phase, what it brings, and how it stands to the others. */
export const activityPartnerCommands = [
  defineCommand({
    type: 'activity.join-partner',
    book: 'fund',
    roles: ['fund-manager'],
    shape: record,
    decide: (command, reader) => {
      const { body } = command;
      const open = openFund(command, reader);
      const state = existing(reader, activity, body.activityId);
      registeredPartner(reader, body.partner);
      if (state.partners.some((each) => isSame(each, body))) refuse('partner-already-joined', factsOf(body));
      const data = recordOf(command, reader);
      return {
        events: [event(activity, body.activityId, 'activity.partner-joined', data)],
        valueDate: valueDateOf(command, open),
      };
    },
  }),

  defineCommand({
    type: 'activity.amend-partner',
    book: 'fund',
    roles: ['fund-manager'],
    shape: record,
    decide: (command, reader) => {
      const { body } = command;
      const open = openFund(command, reader);
      const state = existing(reader, activity, body.activityId);
      if (!state.partners.some((each) => isSame(each, body))) refuse('partner-not-joined', factsOf(body));
      const data = recordOf(command, reader);
      return {
        events: [event(activity, body.activityId, 'activity.partner-amended', data)],
        valueDate: valueDateOf(command, open),
      };
    },
  }),

  defineCommand({
    type: 'activity.leave-partner',
    book: 'fund',
    roles: ['fund-manager'],
    shape: participation,
    decide: (command, reader) => {
      const { body } = command;
      const open = openFund(command, reader);
      const state = existing(reader, activity, body.activityId);
      if (!state.partners.some((each) => isSame(each, body))) refuse('partner-not-joined', factsOf(body));
      const data: PartnerLeft = { partner: body.partner, phase: body.phase, role: body.role, ...paperOf(command) };
      return {
        events: [event(activity, body.activityId, 'activity.partner-left', data)],
        valueDate: valueDateOf(command, open),
      };
    },
  }),
];

const factsOf = (body: { activityId: string; partner: string; role: string; phase: string }) => ({
  partner: body.partner,
  role: body.role,
  activity: body.activityId,
  phase: body.phase,
});
