import { z } from 'zod';
import type { Reader, StreamEvent } from '#kernel/decider';
import { type MoneyJson, toJson } from '#kernel/money';
import { present } from '#kernel/present';
import type { LocalDate } from '#kernel/time';
import { unreachable } from '#kernel/unreachable';
import { knownAgreement } from '../registry/agreement.js';
import { type Paper, defineCommand, paperOf } from '../command.js';
import * as field from '../fields.js';
import type { Narratives } from '../fields.js';
import { carried, fund, notBefore, openFund, valueDateOf } from './fund.js';
import { registeredPartner } from '../registry/partner.js';
import { refuse } from '../rejections.js';
import type { Reversed } from '../reversal/reversed.js';
import { type Stream, event, existing, refuseTaken } from '../stream.js';

/** What a body of the fund's governance is. */
export const bodyKinds = ['committee', 'directors', 'secretariat', 'consultation', 'joint-committee', 'board'] as const;

/** Why a seat falls vacant before its term ends. */
export const vacancyReasons = ['resigned', 'replaced', 'removed', 'term-ended', 'unable'] as const;

// Events

/** A place in a body, and which partner names its holder. */
export interface Seat {
  readonly id: string;
  readonly title: Narratives;
  readonly nominatedBy?: string;
}

/** Who holds a seat: a person, by opaque id, or a partner of the registry. */
export type Holder = { readonly person: string } | { readonly partner: string };

export interface BodyAppointed extends Paper {
  readonly title: Narratives;
  readonly kind: (typeof bodyKinds)[number];
  readonly mandate: Narratives;
  /** The agreement of the registry that provides for it. */
  readonly agreement?: string;
  readonly seats: readonly Seat[];
}

export interface BodyAmended extends Paper {
  readonly title?: Narratives;
  readonly mandate?: Narratives;
  readonly agreement?: string;
  readonly seatsAdded?: readonly Seat[];
  readonly seatsAbolished?: readonly string[];
}

export interface SeatFilled extends Paper {
  readonly seat: string;
  readonly holder: Holder;
  readonly from: LocalDate;
  /** The last day; absent where the term has no set end. */
  readonly to?: LocalDate;
}

export interface SeatVacated extends Paper {
  readonly seat: string;
  /** The last day on which it was held. */
  readonly on: LocalDate;
  readonly reason: (typeof vacancyReasons)[number];
}

export interface BodyDissolved extends Paper {
  readonly reason: string;
}

/** A meeting, by its minute. */
export interface BodyMet extends Paper {
  readonly minute: string;
  readonly metOn: LocalDate;
  /** SHA-256 of the signed minute. */
  readonly documentHash: string;
}

/** What a party gives to the mechanism itself: its share of the secretariat, an office, days of its officials. */
export interface MechanismContribution extends Paper {
  readonly partner: string;
  readonly form: 'cash' | 'kind';
  readonly amount: MoneyJson;
  readonly what: string;
}

export type BodyEvent =
  | StreamEvent<'body.appointed', BodyAppointed>
  | StreamEvent<'body.amended', BodyAmended>
  | StreamEvent<'body.seat-filled', SeatFilled>
  | StreamEvent<'body.seat-vacated', SeatVacated>
  | StreamEvent<'body.met', BodyMet>
  | StreamEvent<'body.contribution-recorded', MechanismContribution>
  | StreamEvent<'body.dissolved', BodyDissolved>
  | StreamEvent<'body.reversed', Reversed>;

// State

/** The last term of a seat, which may be over. */
interface Term {
  readonly holder: Holder;
  readonly from: LocalDate;
  readonly to?: LocalDate;
}

export type BodyState =
  | { readonly status: 'absent' }
  | {
      readonly status: 'in-office' | 'dissolved';
      readonly since: LocalDate;
      /** The last day in office. */
      readonly until?: LocalDate;
      readonly seats: ReadonlyMap<string, Term | undefined>;
      /** The minutes that were lodged, and when their meetings were. */
      readonly minutes: ReadonlyMap<string, LocalDate>;
      readonly reversed: readonly number[];
    };

export const body: Stream<BodyState, BodyEvent> = {
  kind: 'body',
  thing: 'body',
  initial: { status: 'absent' },
  evolve: (state, happened) => {
    if (happened.type === 'body.appointed') {
      const seats = new Map(happened.data.seats.map((each) => [each.id, undefined]));
      return { status: 'in-office', since: happened.valueDate, seats, minutes: new Map(), reversed: [] };
    }
    if (state.status === 'absent') return state;
    switch (happened.type) {
      case 'body.amended': {
        const { seatsAdded = [], seatsAbolished = [] } = happened.data;
        const kept = [...state.seats].filter(([id]) => !seatsAbolished.includes(id));
        return { ...state, seats: new Map([...kept, ...seatsAdded.map((each) => [each.id, undefined] as const)]) };
      }
      case 'body.seat-filled': {
        const { seat, holder, from, to } = happened.data;
        return { ...state, seats: new Map(state.seats).set(seat, { holder, from, ...present({ to }) }) };
      }
      case 'body.seat-vacated': {
        const { seat, on } = happened.data;
        return { ...state, seats: new Map(state.seats).set(seat, { ...state.seats.get(seat)!, to: on }) };
      }
      case 'body.met':
        return { ...state, minutes: new Map(state.minutes).set(happened.data.minute, happened.data.metOn) };
      case 'body.contribution-recorded':
        return state;
      case 'body.dissolved':
        return { ...state, status: 'dissolved', until: happened.valueDate };
      case 'body.reversed':
        return { ...state, reversed: [...state.reversed, happened.data.reverses.position] };
      default:
        return unreachable(happened);
    }
  },
};

type Appointed = Exclude<BodyState, { readonly status: 'absent' }>;

/** A body that has not been dissolved. */
function inOffice(reader: Reader, id: string): Appointed {
  const state = existing(reader, body, id);
  if (state.status !== 'in-office') {
    refuse('wrong-status', { thing: body.thing, id, status: state.status, expected: 'in-office' });
  }
  return state;
}

/** Refuses a day on which a body had not been appointed yet, or had been dissolved. */
export function refuseOutOfOffice(reader: Reader, id: string, date: LocalDate): void {
  const { since, until } = existing(reader, body, id);
  if (date < since || (until !== undefined && date > until)) {
    refuse('body-not-in-office', { body: id, date, term: `${since}/${until ?? '..'}` });
  }
}

/** Refuses a decision dated before the meeting whose minute it names, as far as that minute has been lodged. */
export function refuseMinuteOfLater(reader: Reader, id: string, minute: string, date: LocalDate): void {
  const metOn = existing(reader, body, id).minutes.get(minute);
  if (metOn !== undefined && metOn > date) refuse('minute-later', { body: id, minute, metOn, date });
}

// Decisions

const seats = z
  .array(z.strictObject({ id: field.id, title: field.narratives(200), nominatedBy: field.id.optional() }))
  .max(100)
  .describe('Its places; `nominatedBy` is the partner that names the holder.');

const bodyId = field.id;

export const bodyCommands = [
  defineCommand({
    type: 'body.appoint',
    book: 'fund',
    roles: ['fund-manager'],
    shape: {
      bodyId,
      title: field.narratives(200),
      kind: z.enum(bodyKinds),
      mandate: field.narratives(2000),
      agreement: field.id.optional().describe('The agreement of the registry that provides for it.'),
      seats: seats.default([]),
    },
    creates: 'bodyId',
    decide: (command, reader) => {
      const given = command.body;
      const open = openFund(command, reader);
      refuseTaken(reader, body, given.bodyId);
      if (given.agreement !== undefined) knownAgreement(reader, given.agreement);
      const data = present<BodyAppointed>({
        title: given.title,
        kind: given.kind,
        mandate: given.mandate,
        agreement: given.agreement,
        seats: newSeats(reader, [], given.seats),
        ...paperOf(command),
      });
      return {
        events: [
          event(body, given.bodyId, 'body.appointed', data),
          event(fund, command.book, 'fund.body-appointed', { body: given.bodyId, ...paperOf(command) }),
        ],
        valueDate: valueDateOf(command, open),
      };
    },
  }),

  defineCommand({
    type: 'body.amend',
    book: 'fund',
    roles: ['fund-manager'],
    shape: {
      bodyId,
      title: field.narratives(200).optional(),
      mandate: field.narratives(2000).optional(),
      agreement: field.id.optional(),
      seatsAdded: seats.optional(),
      seatsAbolished: z.array(field.id).max(100).optional().describe('Seats that nobody holds any more.'),
    },
    decide: (command, reader) => {
      const { bodyId: id, title, mandate, agreement, seatsAdded = [], seatsAbolished = [] } = command.body;
      const open = openFund(command, reader);
      const state = inOffice(reader, id);
      if (agreement !== undefined) knownAgreement(reader, agreement);
      const valueDate = valueDateOf(command, open);
      for (const seat of seatsAbolished) refuseHeld(state, id, seat, valueDate);
      const content = present({
        title,
        mandate,
        agreement,
        seatsAdded: seatsAdded.length === 0 ? undefined : newSeats(reader, [...state.seats.keys()], seatsAdded),
        seatsAbolished: seatsAbolished.length === 0 ? undefined : [...new Set(seatsAbolished)],
      });
      const data: BodyAmended = { ...content, ...paperOf(command) };
      return { events: Object.keys(content).length === 0 ? [] : [event(body, id, 'body.amended', data)], valueDate };
    },
  }),

  defineCommand({
    type: 'body.fill-seat',
    book: 'fund',
    roles: ['fund-manager'],
    shape: {
      bodyId,
      seat: field.id,
      holder: z
        .union([z.strictObject({ person: field.id }), z.strictObject({ partner: field.id })])
        .describe('A person, by opaque id, or a partner of the registry.'),
      from: field.date,
      to: field.date.optional().describe('The last day of the term, where it has one.'),
    },
    decide: (command, reader) => {
      const { bodyId: id, seat, holder, from, to } = command.body;
      const open = openFund(command, reader);
      const state = inOffice(reader, id);
      refuseHeld(state, id, seat, from);
      if (to !== undefined && to < from) refuse('period-reversed', { start: from, end: to });
      if (from < state.since) refuse('body-not-in-office', { body: id, date: from, term: `${state.since}/..` });
      if ('partner' in holder) registeredPartner(reader, holder.partner);
      const data = present<SeatFilled>({ seat, holder, from, to, ...paperOf(command) });
      return { events: [event(body, id, 'body.seat-filled', data)], valueDate: valueDateOf(command, open) };
    },
  }),

  defineCommand({
    type: 'body.vacate-seat',
    book: 'fund',
    roles: ['fund-manager'],
    shape: {
      bodyId,
      seat: field.id,
      on: field.date.describe('The last day on which it is held.'),
      reason: z.enum(vacancyReasons),
    },
    decide: (command, reader) => {
      const { bodyId: id, seat, on, reason } = command.body;
      const open = openFund(command, reader);
      const state = inOffice(reader, id);
      const term = termOf(state, id, seat);
      if (!term || on < term.from || (term.to !== undefined && on >= term.to)) {
        refuse('seat-not-held', { body: id, seat, date: on });
      }
      const data: SeatVacated = { seat, on, reason, ...paperOf(command) };
      return { events: [event(body, id, 'body.seat-vacated', data)], valueDate: valueDateOf(command, open) };
    },
  }),

  defineCommand({
    type: 'body.record-meeting',
    book: 'fund',
    roles: ['fund-manager'],
    shape: {
      bodyId,
      minuteId: field.line(100).describe('How decisions name this minute.'),
      metOn: field.date,
      documentHash: field.sha256.describe('Of the signed minute.'),
    },
    decide: (command, reader) => {
      const { bodyId: id, minuteId, metOn, documentHash } = command.body;
      const open = openFund(command, reader);
      const state = existing(reader, body, id);
      // A minute is signed after the meeting, sometimes after the body's last one.
      refuseOutOfOffice(reader, id, metOn);
      valueDateOf({ ...command, valueDate: metOn }, { timeZone: open.timeZone, startsOn: open.startsOn });
      if (state.minutes.has(minuteId)) refuse('id-taken', { thing: 'minute', id: minuteId });
      const data: BodyMet = { minute: minuteId, metOn, documentHash, ...paperOf(command) };
      const valueDate = notBefore(valueDateOf(command, open), metOn, { thing: 'minute', id: minuteId });
      return { events: [event(body, id, 'body.met', data)], valueDate };
    },
  }),

  defineCommand({
    type: 'body.record-contribution',
    book: 'fund',
    roles: ['fund-manager'],
    shape: {
      bodyId,
      partner: field.id,
      form: z.enum(['cash', 'kind']),
      amount: field.amount,
      what: field.line(300).describe('E.g. half of the salary of the secretary, an office, a contribution to its cost.'),
    },
    decide: (command, reader) => {
      const { bodyId: id, partner, form, amount, what } = command.body;
      const open = openFund(command, reader);
      inOffice(reader, id);
      registeredPartner(reader, partner);
      const money = toJson(carried(open, amount));
      const data: MechanismContribution = { partner, form, amount: money, what, ...paperOf(command) };
      return { events: [event(body, id, 'body.contribution-recorded', data)], valueDate: valueDateOf(command, open) };
    },
  }),

  defineCommand({
    type: 'body.dissolve',
    book: 'fund',
    roles: ['fund-manager'],
    shape: { bodyId, reason: field.line(500) },
    decide: (command, reader) => {
      const { bodyId: id, reason } = command.body;
      const open = openFund(command, reader);
      const { since } = inOffice(reader, id);
      const valueDate = valueDateOf(command, open);
      if (valueDate < since) refuse('period-reversed', { start: since, end: valueDate });
      const data: BodyDissolved = { reason, ...paperOf(command) };
      return { events: [event(body, id, 'body.dissolved', data)], valueDate };
    },
  }),
];

/** Seats as events keep them: each id once, each nominating partner in the registry. */
function newSeats(reader: Reader, known: readonly string[], added: z.output<typeof seats>): Seat[] {
  const ids = [...known, ...added.map((each) => each.id)];
  const repeated = ids.find((id, index) => ids.indexOf(id) !== index);
  if (repeated !== undefined) refuse('id-taken', { thing: 'seat', id: repeated });
  return added.map(({ id, title, nominatedBy }) => {
    if (nominatedBy === undefined) return { id, title };
    registeredPartner(reader, nominatedBy);
    return { id, title, nominatedBy };
  });
}

function termOf(state: Appointed, id: string, seat: string): Term | undefined {
  if (!state.seats.has(seat)) refuse('seat-unknown', { body: id, seat, known: [...state.seats.keys()] });
  return state.seats.get(seat);
}

/** Refuses a seat that somebody holds on a day, or later: the terms of a seat follow each other. */
function refuseHeld(state: Appointed, id: string, seat: string, date: LocalDate): void {
  const term = termOf(state, id, seat);
  if (term && (term.to === undefined || term.to >= date)) {
    const holder = 'person' in term.holder ? term.holder.person : term.holder.partner;
    refuse('seat-held', { body: id, seat, holder, term: `${term.from}/${term.to ?? '..'}` });
  }
}
