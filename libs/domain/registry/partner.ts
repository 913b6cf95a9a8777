import type { Reader, StreamEvent } from '#kernel/decider';
import { registryBook } from '#kernel/ids';
import type { MoneyJson } from '#kernel/money';
import type { LocalDate } from '#kernel/time';
import { unreachable } from '#kernel/unreachable';
import { type Command, type Paper, refuseOtherParty } from '../command.js';
import type { Narratives } from '../fields.js';
import type { Identifier } from './identifiers.js';
import type { KeptDocument } from '../kept-document.js';
import { refuse } from '../rejections.js';
import { type Stream, existing, nameOf, stateOf } from '../stream.js';

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

/** The kinds of actor that are civil society: neither government nor business nor university. */
export const civilSociety: ReadonlySet<PartnerKind> = new Set([
  'ngo',
  'study-centre',
  'community-organisation',
  'environmental-group',
  'womens-rights-organisation',
  'cooperative',
  'observatory',
  'trade-union',
  'foundation',
  'network',
  'association',
  'faith-based-organisation',
]);

/** What shows that an organisation is what it says. */
export const verificationGrounds = [
  'registry-extract',
  'government-record',
  'audited-accounts',
  'visit',
  'peer-reference',
] as const;

/** What an organisation can bring to others. */
export const capacityKinds = [
  'technical-assistance',
  'training',
  'research',
  'project-execution',
  'volunteers',
  'goods',
  'finance',
  'advocacy',
  'convening',
  'evaluation',
] as const;

/** What a suspension stops. */
export const suspensionEffects = ['new-grants', 'payments', 'all'] as const;
export type SuspensionEffect = (typeof suspensionEffects)[number];

/** Why a partner is suspended, in words that can be shown; the story is kept apart. */
export const suspensionReasons = [
  'accounts-overdue',
  'irregularities',
  'legal-status',
  'sanctions-list',
  'own-request',
  'other',
] as const;

export const riskRatings = ['low', 'medium', 'high'] as const;
export type RiskRating = (typeof riskRatings)[number];

/** Where the income of an organisation comes from. */
export const incomeSources = [
  'national-public',
  'local-public',
  'foreign-public',
  'multilateral',
  'international-ngos',
  'foundations',
  'companies',
  'public-collections',
  'members',
  'own-activities',
  'other',
] as const;
export type IncomeSource = (typeof incomeSources)[number];
/** Sources that make up the public share, on which the autonomy of an organisation depends: the state at home. */
export const publicSources: readonly IncomeSource[] = ['national-public', 'local-public'];
/** International cooperation among states, shown beside it. */
export const foreignPublicSources: readonly IncomeSource[] = ['foreign-public', 'multilateral'];

/** Why two entries are one organisation. */
export const mergerGrounds = ['same-registration', 'same-organisation', 'absorbed'] as const;

// Events

/** An organisation as the registry knows it. */
export interface PartnerData extends Paper {
  readonly name: string;
  readonly kind: PartnerKind;
  /** ISO 3166-1 alpha-2; absent for those at home in no one country. */
  readonly country?: string;
  readonly legalForm?: string;
  /** Registrations, in the form of their registers. */
  readonly identifiers: readonly Identifier[];
  readonly website?: string;
}

export interface PartnerVerified extends Paper {
  readonly ground: (typeof verificationGrounds)[number];
  /** The partner that looked, when it was not the registry itself; who acted is in the record. */
  readonly verifier?: string;
  /** The last day on which it counts; for good when absent. */
  readonly until?: LocalDate;
  readonly evidence: readonly KeptDocument[];
}

export interface CapacityDeclared extends Paper {
  readonly capacity: string;
  readonly kind: (typeof capacityKinds)[number];
  readonly description: Narratives;
  /** DAC sectors: three digits of a category or five of a purpose. */
  readonly sectors: readonly string[];
  /** Countries (ISO 3166-1 alpha-2), their parts (ISO 3166-2) or regions (DAC, two to four digits). */
  readonly territories: readonly string[];
  /** The year since which the organisation has it. */
  readonly since?: number;
  readonly evidence: readonly KeptDocument[];
}

export interface PartnerSuspended extends Paper {
  readonly effect: SuspensionEffect;
  readonly reason: (typeof suspensionReasons)[number];
  /** Of the story behind it. */
  readonly findingsHash?: string;
}

export interface DueDiligenceRecorded extends Paper {
  readonly outcome: 'passed' | 'failed';
  readonly risk: RiskRating;
  /** The last day on which it counts. */
  readonly until: LocalDate;
  readonly evidence: readonly KeptDocument[];
  readonly findingsHash?: string;
}

export interface IncomeDeclared extends Paper {
  readonly year: number;
  readonly sources: readonly { readonly source: IncomeSource; readonly amount: MoneyJson }[];
  readonly evidence: readonly KeptDocument[];
}

export interface PartnerMerged extends Paper {
  /** The entry that stays. */
  readonly into: string;
  readonly ground: (typeof mergerGrounds)[number];
}

/** On the entry that stays: another was merged into it, or is one of its own again. */
export interface PartnerEntry extends Paper {
  readonly entry: string;
}

export type PartnerEvent =
  | StreamEvent<'partner.registered', PartnerData>
  | StreamEvent<'partner.amended', PartnerData>
  | StreamEvent<'partner.verified', PartnerVerified>
  | StreamEvent<'partner.capacity-declared', CapacityDeclared>
  | StreamEvent<'partner.capacity-withdrawn', Paper & { readonly capacity: string }>
  | StreamEvent<'partner.income-declared', IncomeDeclared>
  | StreamEvent<'partner.due-diligence-recorded', DueDiligenceRecorded>
  | StreamEvent<'partner.suspended', PartnerSuspended>
  | StreamEvent<'partner.reinstated', Paper & { readonly findingsHash?: string }>
  | StreamEvent<'partner.merged', PartnerMerged>
  | StreamEvent<'partner.separated', Paper>
  | StreamEvent<'partner.entry-joined', PartnerEntry>
  | StreamEvent<'partner.entry-left', PartnerEntry>;

// State

/** An organisation of the registry. */
export interface KnownPartner {
  readonly status: 'registered' | 'merged';
  readonly data: PartnerData;
  /** The capacities in force, as they were declared last. */
  readonly capacities: readonly CapacityDeclared[];
  readonly incomes: readonly IncomeDeclared[];
  readonly verification?: PartnerVerified;
  readonly dueDiligence?: DueDiligenceRecorded;
  readonly suspension?: PartnerSuspended;
  /** Of a merged one: the entry that stays. */
  readonly into?: string;
  /** The entries merged into this one, without those that were before entries that stay came to know of it. */
  readonly entries?: readonly string[];
}
export type PartnerState = { readonly status: 'absent' } | KnownPartner;

export const partner: Stream<PartnerState, PartnerEvent> = {
  kind: 'partner',
  thing: 'partner',
  initial: { status: 'absent' },
  evolve: (state, happened) => {
    if (happened.type === 'partner.registered') {
      return { status: 'registered', data: happened.data, capacities: [], incomes: [] };
    }
    if (state.status === 'absent') return state;
    switch (happened.type) {
      case 'partner.amended':
        return amended(state, happened.data);
      case 'partner.verified':
        return { ...state, verification: happened.data };
      case 'partner.capacity-declared':
        return { ...state, capacities: [...others(state, happened.data.capacity), happened.data] };
      case 'partner.capacity-withdrawn':
        return { ...state, capacities: others(state, happened.data.capacity) };
      case 'partner.income-declared': {
        const { year } = happened.data;
        return { ...state, incomes: [...state.incomes.filter((each) => each.year !== year), happened.data] };
      }
      case 'partner.due-diligence-recorded':
        return { ...state, dueDiligence: happened.data };
      case 'partner.suspended':
        return { ...state, suspension: happened.data };
      case 'partner.reinstated': {
        const { suspension: _, ...rest } = state;
        return rest;
      }
      case 'partner.merged':
        return { ...state, status: 'merged', into: happened.data.into };
      case 'partner.separated': {
        const { into: _, ...rest } = state;
        return { ...rest, status: 'registered' };
      }
      case 'partner.entry-joined':
        return { ...state, entries: [...(state.entries ?? []), happened.data.entry] };
      case 'partner.entry-left':
        return { ...state, entries: (state.entries ?? []).filter((each) => each !== happened.data.entry) };
      default:
        return unreachable(happened);
    }
  },
};

const others = (state: KnownPartner, capacity: string): readonly CapacityDeclared[] =>
  state.capacities.filter((each) => each.capacity !== capacity);

/** What was verified is this name, kind, country and registration: under others it counts no longer. */
function amended(state: KnownPartner, data: PartnerData): KnownPartner {
  const { verification, ...rest } = state;
  return { ...rest, data, ...(verification && sameOrganisation(state.data, data) ? { verification } : {}) };
}

/** Whether an amendment leaves untouched what a verification is about. */
export const sameOrganisation = (before: PartnerData, now: PartnerData): boolean =>
  before.name === now.name &&
  before.kind === now.kind &&
  before.country === now.country &&
  before.legalForm === now.legalForm &&
  before.identifiers.every(({ agency, id }) => now.identifiers.some((each) => each.agency === agency && each.id === id));

// What funds read

/** A partner from a fund's book, whether merged or not; refuses one that is not registered. */
function foreign(reader: Reader, id: string): KnownPartner {
  const state = reader.foreign(registryBook, nameOf(partner, id)) as PartnerState;
  return state.status === 'absent' ? refuse('partner-unknown', { partner: id }) : state;
}

/**
 * A partner that a fund's book names anew, read from the registry. Refuses one that is not registered, and one that was
 * merged into another: what is agreed from now on names the entry that stays.
 */
export function registeredPartner(reader: Reader, id: string): PartnerData {
  const state = foreign(reader, id);
  if (state.status === 'merged') refuse('partner-merged', { partner: id, survivor: survivor(reader, id).partner });
  return state.data;
}

/** Who a partner of an earlier agreement is by now: itself, or the entry into which it was merged. */
export function survivor(reader: Reader, id: string): { readonly partner: string; readonly state: KnownPartner } {
  const state = foreign(reader, id);
  return state.into === undefined ? { partner: id, state } : survivor(reader, state.into);
}

/** Whether two ids are one organisation by now: the same entry, or merged into the same. */
export const sameOrganisationAs = (reader: Reader, a: string, b: string): boolean =>
  a === b || entryOf(reader, a) === entryOf(reader, b);

/** The entry that stands for a partner by now; one that the registry does not know stands for itself. */
function entryOf(reader: Reader, id: string): string {
  const { into } = reader.foreign(registryBook, nameOf(partner, id)) as Partial<KnownPartner>;
  return into === undefined ? id : entryOf(reader, into);
}

/**
 * Every entry under which an organisation was agreed with: the id itself, the entry that stands for it by now, and those merged
 * into that one. An entry that was merged before entries that stay came to know of it is found from itself alone.
 */
export const entriesOf = (reader: Reader, id: string): readonly string[] => [
  ...new Set([id, ...withMerged(reader, entryOf(reader, id))]),
];

function withMerged(reader: Reader, id: string): string[] {
  const { entries = [] } = reader.foreign(registryBook, nameOf(partner, id)) as Partial<KnownPartner>;
  return [id, ...entries.flatMap((each) => withMerged(reader, each))];
}

/**
 * A command of a CSO has to concern its own organisation, under whichever entry that was known when it was agreed: who stands
 * for a merged entry speaks for it.
 */
export function refuseOtherOrganisation(command: Command, reader: Reader, ...concerned: readonly string[]): void {
  const { party } = command;
  if (command.authority.role !== 'cso' || party === undefined || concerned.includes(party)) {
    refuseOtherParty(command, ...concerned);
    return;
  }
  if (!concerned.some((each) => sameOrganisationAs(reader, each, party))) refuseOtherParty(command, ...concerned);
}

// What the registry's own commands read

/** A partner for a command about it; refuses one that is merged, for its entry speaks no longer. */
export function activePartner(reader: Reader, id: string): KnownPartner {
  const state = existing(reader, partner, id);
  if (state.into !== undefined) refuse('partner-merged', { partner: id, survivor: standing(reader, id) });
  return state;
}

/** The same inside the registry: a CSO whose token names a merged entry speaks for the one that stays. */
export function refuseOtherEntry(command: Command, reader: Reader, id: string): void {
  const { party } = command;
  const merged = command.authority.role === 'cso' && party !== undefined && party !== id;
  if (merged && stateOf(reader, partner, party).status === 'merged' && standing(reader, party) === id) return;
  refuseOtherParty(command, id);
}

/** The entry that stands for a partner inside the registry: itself, or the one into which it was merged. */
export function standing(reader: Reader, id: string): string {
  const { into } = existing(reader, partner, id);
  return into === undefined ? id : standing(reader, into);
}
