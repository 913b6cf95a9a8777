import { z } from 'zod';
import type { Reader, StreamEvent } from '#kernel/decider';
import { registryBook } from '#kernel/ids';
import { present } from '#kernel/present';
import type { LocalDate } from '#kernel/time';
import { unreachable } from '#kernel/unreachable';
import { type Command, type Paper, defineCommand, paperOf, saysTheSame } from '../command.js';
import * as field from '../fields.js';
import type { Narratives } from '../fields.js';
import { type KeptDocument, evidence } from '../kept-document.js';
import { activePartner } from './partner.js';
import { refuseEnded, registryDate } from './registry.js';
import { refuse } from '../rejections.js';
import { type Stream, event, existing, nameOf, refuseTaken } from '../stream.js';

/** What an agreement is called by those who sign it. */
export const agreementKinds = [
  'treaty',
  'convention',
  'memorandum',
  'sustainable-development-agreement',
  'alliance',
  'joint-commission',
  'framework-agreement',
  'other',
] as const;

export const agreementEndings = ['expired', 'denounced', 'replaced', 'fulfilled'] as const;

// Events

/** The legal frame of cooperation: who agreed on what, and since when. */
export interface AgreementData extends Paper {
  readonly title: Narratives;
  readonly kind: (typeof agreementKinds)[number];
  /** Partners of the registry, at least two. */
  readonly parties: readonly string[];
  readonly signedOn: LocalDate;
  /** The last day of its term, where it has one. */
  readonly endsOn?: LocalDate;
  readonly documents: readonly KeptDocument[];
}

export interface AgreementEnded extends Paper {
  readonly endedOn: LocalDate;
  readonly ground: (typeof agreementEndings)[number];
}

export type AgreementEvent =
  | StreamEvent<'agreement.signed', AgreementData>
  | StreamEvent<'agreement.amended', AgreementData>
  | StreamEvent<'agreement.ended', AgreementEnded>;

// State

export type AgreementState =
  | { readonly status: 'absent' }
  | { readonly status: 'in-force' | 'ended'; readonly data: AgreementData; readonly endedOn?: LocalDate };

export const agreement: Stream<AgreementState, AgreementEvent> = {
  kind: 'agreement',
  thing: 'agreement',
  initial: { status: 'absent' },
  evolve: (state, happened) => {
    switch (happened.type) {
      case 'agreement.signed':
      case 'agreement.amended':
        return { status: 'in-force', data: happened.data };
      case 'agreement.ended':
        return state.status === 'absent' ? state : { ...state, status: 'ended', endedOn: happened.data.endedOn };
      default:
        return unreachable(happened);
    }
  },
};

/** An agreement that a fund's book names as its legal frame, read from the registry; one that has ended is named still. */
export function knownAgreement(reader: Reader, id: string): AgreementData {
  const state = reader.foreign(registryBook, nameOf(agreement, id)) as AgreementState;
  return state.status === 'absent' ? refuse('agreement-unknown', { agreement: id }) : state.data;
}

// Decisions

const content = {
  title: field.narratives(300),
  kind: z.enum(agreementKinds),
  parties: z
    .array(field.id)
    .min(2)
    .max(50)
    .refine((list) => new Set(list).size === list.length, { params: { rule: 'unique' } }),
  signedOn: field.date,
  endsOn: field.date.optional(),
  documents: evidence,
};

const body = z.object({ agreementId: field.id, ...content });

function dataOf(command: Command<z.output<typeof body>>, reader: Reader, known: readonly string[] = []): AgreementData {
  const { title, kind, parties, signedOn, endsOn, documents } = command.body;
  // Who signed once stays a party, whatever became of its entry since.
  for (const party of parties) if (!known.includes(party)) activePartner(reader, party);
  refuseEnded(signedOn, endsOn);
  registryDate({ ...command, valueDate: signedOn });
  return present<AgreementData>({ title, kind, parties, signedOn, endsOn, documents, ...paperOf(command) });
}

/** An agreement that has not ended. */
function inForce(reader: Reader, id: string): AgreementData {
  const state = existing(reader, agreement, id);
  if (state.status !== 'in-force') {
    refuse('wrong-status', { thing: agreement.thing, id, status: state.status, expected: 'in-force' });
  }
  return state.data;
}

export const agreementCommands = [
  defineCommand({
    type: 'agreement.sign',
    book: 'registry',
    roles: ['fund-manager', 'admin'],
    shape: body.shape,
    creates: 'agreementId',
    decide: (command, reader) => {
      const { agreementId } = command.body;
      refuseTaken(reader, agreement, agreementId);
      return {
        events: [event(agreement, agreementId, 'agreement.signed', dataOf(command, reader))],
        valueDate: registryDate(command),
      };
    },
  }),

  defineCommand({
    type: 'agreement.amend',
    book: 'registry',
    roles: ['fund-manager', 'admin'],
    shape: body.shape,
    decide: (command, reader) => {
      const { agreementId } = command.body;
      const known = inForce(reader, agreementId);
      const data = dataOf(command, reader, known.parties);
      return {
        events: saysTheSame(known, data) ? [] : [event(agreement, agreementId, 'agreement.amended', data)],
        valueDate: registryDate(command),
      };
    },
  }),

  defineCommand({
    type: 'agreement.end',
    book: 'registry',
    roles: ['fund-manager', 'admin'],
    shape: { agreementId: field.id, endedOn: field.date, ground: z.enum(agreementEndings) },
    decide: (command, reader) => {
      const { agreementId, endedOn, ground } = command.body;
      const known = inForce(reader, agreementId);
      refuseEnded(known.signedOn, endedOn);
      registryDate({ ...command, valueDate: endedOn });
      const data: AgreementEnded = { endedOn, ground, ...paperOf(command) };
      return { events: [event(agreement, agreementId, 'agreement.ended', data)], valueDate: registryDate(command) };
    },
  }),
];
