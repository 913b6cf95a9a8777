import { z } from 'zod';
import type { Reader } from '#kernel/decider';
import { present } from '#kernel/present';
import { activity, stageOf } from './activity.js';
import { knownAgreement } from '../registry/agreement.js';
import { body } from '../fund/body.js';
import { type Command, refuseOtherParty } from '../command.js';
import * as field from '../fields.js';
import { refuseOtherOrganisation, registeredPartner } from '../registry/partner.js';
import { refuse } from '../rejections.js';
import { existing } from '../stream.js';

/** What can be evaluated, reviewed or spoken about: an activity or a stage of it, and what the cooperation rests on. */
export const subjectKinds = ['activity', 'fund', 'body', 'agreement'] as const;
export type SubjectKind = (typeof subjectKinds)[number];

/** The subject of an evaluation, a review or a comment. The fund itself needs no id; only an activity has a stage. */
export interface Subject {
  readonly kind: SubjectKind;
  readonly id?: string;
  readonly stage?: string;
}

/** The member of a command that says what it is about. */
export const subjectOf = (kinds: readonly [SubjectKind, ...SubjectKind[]] = subjectKinds) =>
  z
    .strictObject({ kind: z.enum(kinds), id: field.id.optional(), stage: field.id.optional() })
    .describe('`id` says which; the fund itself has none. Only an activity has a stage.');

/** A subject that there is, as events keep it. Refuses one that is named incompletely, or is not known. */
export function checkedSubject(
  reader: Reader,
  { kind, id, stage }: { readonly kind: SubjectKind; readonly id?: string | undefined; readonly stage?: string | undefined },
): Subject {
  if ((kind === 'fund') !== (id === undefined)) refuse('subject-and-id', { kind, id: id ?? '-' });
  if (stage !== undefined && kind !== 'activity') refuse('stage-without-activity', { stage });
  if (kind === 'activity') {
    const state = existing(reader, activity, id!);
    if (stage !== undefined) stageOf(state, id!, stage);
  }
  if (kind === 'body') existing(reader, body, id!);
  if (kind === 'agreement') knownAgreement(reader, id!);
  return present<Subject>({ kind, id, stage });
}

/** A CSO answers for what it takes part in itself; what is said of the fund, a body or an agreement the fund answers. */
export function refuseOutsider(command: Command, reader: Reader, { kind, id = command.book }: Subject): void {
  const partners = kind === 'activity' ? existing(reader, activity, id).partners.map((each) => each.partner) : [];
  if (partners.length === 0) refuseOtherParty(command, id);
  else refuseOtherOrganisation(command, reader, ...new Set(partners));
}

/** Who evaluates, reviews or visits: organisations of the registry, and persons by their opaque ids. */
export interface Experts {
  readonly partners: readonly string[];
  readonly persons: readonly string[];
}

/** The members of a command that name experts. */
export const experts = {
  partners: z.array(field.id).max(50).default([]).describe('Organisations of the registry.'),
  persons: z.array(field.id).max(50).default([]).describe('Opaque ids of persons; names are in no event.'),
};

/** Experts as events keep them, each once. Refuses an organisation that is not registered, and an empty list. */
export function checkedExperts(
  reader: Reader,
  thing: string,
  { partners, persons }: { readonly partners: readonly string[]; readonly persons: readonly string[] },
): Experts {
  if (partners.length + persons.length === 0) refuse('nobody-named', { thing });
  for (const each of partners) registeredPartner(reader, each);
  return { partners: [...new Set(partners)], persons: [...new Set(persons)] };
}

/** A text that is published as part of the record, or one that is kept apart under its hash; one of the two. */
export interface SaidText {
  readonly text?: field.Narratives;
  readonly textHash?: string;
}

/** The members of a command that says something, openly or sealed. */
export const saying = (longest = 4000) => ({
  text: field.narratives(longest).optional().describe('Part of the record, and published with it.'),
  sealedText: field.sealed(longest).optional().describe('Kept apart from the event, which holds its salted hash.'),
});

/** What a command says, as events keep it. Refuses one that says nothing, or the same thing in both ways. */
export function said(
  thing: string,
  { text, sealedText }: { readonly text?: field.Narratives | undefined; readonly sealedText?: string | undefined },
): SaidText {
  if ((text === undefined) === (sealedText === undefined)) refuse('one-text', { thing });
  return text === undefined ? { textHash: sealedText! } : { text };
}

/** Refuses ids that are named twice in one list. */
export function refuseRepeated(thing: string, ids: readonly string[]): void {
  const repeated = ids.find((each, index) => ids.indexOf(each) !== index);
  if (repeated !== undefined) refuse('id-taken', { thing, id: repeated });
}
