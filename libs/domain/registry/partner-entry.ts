import { z } from 'zod';
import type { NewEvent, Reader } from '#kernel/decider';
import { present } from '#kernel/present';
import { type Command, defineCommand, paperOf, saysTheSame } from '../command.js';
import * as field from '../fields.js';
import { identifier } from './identifiers.js';
import { type PartnerData, type PartnerMerged, activePartner, mergerGrounds, partner, partnerKinds } from './partner.js';
import { registrationEvents, registrationText } from './registration.js';
import { registryDate } from './registry.js';
import { refuse } from '../rejections.js';
import { event, existing, refuseTaken } from '../stream.js';

// The entry of an organisation: registered, amended, merged into another that turns out to be the same.

const content = {
  name: field.line(200),
  kind: z.enum(partnerKinds),
  country: field.countryCode.optional(),
  legalForm: field.line(100).optional(),
  identifiers: z
    .array(identifier)
    .max(10)
    .refine((list) => new Set(list.map(registrationText)).size === list.length, { params: { rule: 'unique' } })
    .default([]),
  website: field.webAddress.optional(),
};

const body = z.object({ partnerId: field.id, ...content });
type Body = z.output<typeof body>;

const dataOf = (command: Command<Body>) =>
  present<PartnerData>({
    name: command.body.name,
    kind: command.body.kind,
    country: command.body.country,
    legalForm: command.body.legalForm,
    identifiers: command.body.identifiers,
    website: command.body.website,
    ...paperOf(command),
  });

export const partnerEntryCommands = [
  defineCommand({
    type: 'partner.register',
    book: 'registry',
    roles: ['fund-manager', 'admin'],
    shape: body.shape,
    creates: 'partnerId',
    decide: (command, reader) => {
      const { partnerId, identifiers } = command.body;
      refuseTaken(reader, partner, partnerId);
      // The list of duplicates has this address.
      if (partnerId === 'duplicates') refuse('id-taken', { thing: partner.thing, id: partnerId });
      return {
        events: [
          event(partner, partnerId, 'partner.registered', dataOf(command)),
          ...registrationEvents(reader, partnerId, [], identifiers),
        ],
        valueDate: registryDate(command),
      };
    },
  }),

  defineCommand({
    type: 'partner.amend',
    book: 'registry',
    roles: ['fund-manager', 'admin'],
    shape: body.shape,
    decide: (command, reader) => {
      const { partnerId, identifiers } = command.body;
      const known = activePartner(reader, partnerId).data;
      const data = dataOf(command);
      return {
        events: [
          ...(saysTheSame(known, data) ? [] : [event(partner, partnerId, 'partner.amended', data)]),
          ...registrationEvents(reader, partnerId, known.identifiers, identifiers),
        ],
        valueDate: registryDate(command),
      };
    },
  }),

  defineCommand({
    type: 'partner.merge',
    book: 'registry',
    roles: ['fund-manager', 'admin'],
    shape: {
      partnerId: field.id.describe('The entry that ends.'),
      into: field.id.describe('The entry that stays.'),
      ground: z.enum(mergerGrounds),
    },
    decide: (command, reader) => {
      const { partnerId, into, ground } = command.body;
      const state = activePartner(reader, partnerId);
      activePartner(reader, into);
      if (partnerId === into) refuse('merged-into-itself', { partner: partnerId });
      // Otherwise a merger would end a suspension that nobody lifted.
      if (state.suspension) refuse('partner-suspended', { partner: partnerId, effect: state.suspension.effect });
      const data: PartnerMerged = { into, ground, ...paperOf(command) };
      return {
        events: [
          event(partner, partnerId, 'partner.merged', data),
          event(partner, into, 'partner.entry-joined', { entry: partnerId, ...paperOf(command) }),
        ],
        valueDate: registryDate(command),
      };
    },
  }),

  defineCommand({
    type: 'partner.separate',
    book: 'registry',
    roles: ['fund-manager', 'admin'],
    shape: { partnerId: field.id },
    decide: (command, reader) => {
      const { partnerId } = command.body;
      const { into } = existing(reader, partner, partnerId);
      return { events: into === undefined ? [] : separating(command, reader, into), valueDate: registryDate(command) };
    },
  }),
];

/** Both entries say it; one that never came to know of the merger says nothing. */
function separating(command: Command<{ readonly partnerId: string }>, reader: Reader, into: string): NewEvent[] {
  const { partnerId } = command.body;
  const known = existing(reader, partner, into).entries ?? [];
  const separated = event(partner, partnerId, 'partner.separated', paperOf(command));
  if (!known.includes(partnerId)) return [separated];
  return [separated, event(partner, into, 'partner.entry-left', { entry: partnerId, ...paperOf(command) })];
}
