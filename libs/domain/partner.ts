import { z } from 'zod';
import type { Reader, StreamEvent } from '#kernel/decider';
import { registryBook } from '#kernel/ids';
import { dateIn } from '#kernel/time';
import { unreachable } from '#kernel/unreachable';
import { type Command, type Decision, type Paper, defineCommand, paperOf, saysTheSame } from './command.js';
import * as field from './fields.js';
import { type Identifier, identifier } from './identifiers.js';
import { refuse } from './rejections.js';
import { type Stream, event, existing, nameOf, refuseTaken } from './stream.js';

/** Kinds of actor. How one maps to an IATI organisation type depends on the activity and is derived there. */
export const partnerKinds = [
  'national-government',
  'local-government',
  'other-public-body',
  'public-company',
  'parliamentarians',
  'multilateral',
  'ngo',
  'study-centre',
  'community-organisation',
  'environmental-group',
  'womens-rights-organisation',
  'cooperative',
  'observatory',
  'trade-union',
  'academia',
  'private-company',
  'foundation',
  'network',
  'association',
  'faith-based-organisation',
  'public-private-partnership',
  'public-collection',
] as const;
export type PartnerKind = (typeof partnerKinds)[number];

// Events

/** An organisation as the registry knows it. */
export interface PartnerData extends Paper {
  readonly name: string;
  readonly kind: PartnerKind;
  /** ISO 3166-1 alpha-2; absent for those at home in no one country. */
  readonly country?: string;
  readonly legalForm?: string;
  /** Registrations: `agency` is a code of org-id.guide (e.g. `CO-CCB`), `id` the number there. */
  readonly identifiers: readonly Identifier[];
  readonly website?: string;
}

export type PartnerEvent = StreamEvent<'partner.registered', PartnerData> | StreamEvent<'partner.amended', PartnerData>;

// State

export type PartnerState = { readonly status: 'absent' } | ({ readonly status: 'registered' } & PartnerData);

export const partner: Stream<PartnerState, PartnerEvent> = {
  kind: 'partner',
  thing: 'partner',
  initial: { status: 'absent' },
  evolve: (_, happened) => {
    switch (happened.type) {
      case 'partner.registered':
      case 'partner.amended':
        return { status: 'registered', ...happened.data };
      default:
        return unreachable(happened);
    }
  },
};

/** A partner that a fund's book names, read from the registry; refuses when it is not registered. */
export function registeredPartner(reader: Reader, id: string): PartnerData {
  const state = reader.foreign(registryBook, nameOf(partner, id)) as PartnerState;
  return state.status === 'absent' ? refuse('partner-unknown', { partner: id }) : state;
}

// Decisions

const content = {
  name: field.line(200),
  kind: z.enum(partnerKinds),
  country: field.countryCode.optional(),
  legalForm: field.line(100).optional(),
  identifiers: z.array(identifier).max(10).default([]),
  website: field.webAddress.optional(),
};

const body = z.object({ partnerId: field.id, ...content });
type Body = z.output<typeof body>;

const dataOf = (command: Command<Body>): PartnerData => ({
  name: command.body.name,
  kind: command.body.kind,
  ...(command.body.country === undefined ? {} : { country: command.body.country }),
  ...(command.body.legalForm === undefined ? {} : { legalForm: command.body.legalForm }),
  identifiers: command.body.identifiers,
  ...(command.body.website === undefined ? {} : { website: command.body.website }),
  ...paperOf(command),
});

/** The registry keeps no fund's time zone; its dates are judged where the day begins first, so that none is refused too early. */
function registryDate(command: Command): Decision['valueDate'] {
  const today = dateIn('Pacific/Kiritimati', command.now);
  const date = command.valueDate ?? dateIn('UTC', command.now);
  return date > today ? refuse('date-in-future', { date, today, timeZone: 'Pacific/Kiritimati' }) : date;
}

export const partnerCommands = [
  defineCommand({
    type: 'partner.register',
    book: 'registry',
    roles: ['fund-manager', 'admin'],
    shape: body.shape,
    creates: 'partnerId',
    decide: (command, reader) => {
      refuseTaken(reader, partner, command.body.partnerId);
      return {
        events: [event(partner, command.body.partnerId, 'partner.registered', dataOf(command))],
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
      const { status: _, ...known } = existing(reader, partner, command.body.partnerId);
      const data = dataOf(command);
      return {
        events: saysTheSame(known, data) ? [] : [event(partner, command.body.partnerId, 'partner.amended', data)],
        valueDate: registryDate(command),
      };
    },
  }),
];
