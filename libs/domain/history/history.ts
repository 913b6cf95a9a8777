import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Reader, StreamEvent } from '#kernel/decider';
import { type MoneyJson, toJson } from '#kernel/money';
import { type Instant, type LocalDate, dateIn, isInstant } from '#kernel/time';
import { unreachable } from '#kernel/unreachable';
import { refuseOtherKind } from '../book-kind.js';
import { type Command, type Paper, defineCommand, paperOf } from '../command.js';
import * as field from '../fields.js';
import * as published from './history-fields.js';
import { refuse } from '../rejections.js';
import { type Stream, event, existing, refuseTaken } from '../stream.js';

/*
 * What another publisher has published, taken from its file into a book of its own: not what a fund did, and nothing that
 * a bank said. It is recorded as it was published, posts to the memorandum set, and is never corrected: a later file of
 * the same publisher is another book.
 */

// Forms

const activityForm = z.strictObject({
  identifier: published.publishedIdentifier,
  line: published.fileLine,
  lang: field.code.optional(),
  defaultCurrency: field.code.optional(),
  hierarchy: z.int().min(0).max(99).optional(),
  humanitarian: z.boolean().optional(),
  /** The publisher's own stamp. */
  lastUpdated: z
    .string()
    .refine((text): text is Instant => isInstant(text), { params: { rule: 'date' } })
    .optional(),
  reportingOrg: z
    .strictObject({
      ref: published.publishedIdentifier,
      type: field.code,
      secondaryReporter: z.boolean().optional(),
      name: published.texts.optional(),
    })
    .optional(),
  title: published.texts.optional(),
  descriptions: z
    .array(z.strictObject({ type: field.code.optional(), text: published.texts }))
    .max(50)
    .default([]),
  participatingOrgs: z
    .array(published.party.extend({ role: field.code }))
    .max(500)
    .default([]),
  status: field.code.optional(),
  dates: z
    .array(z.strictObject({ type: field.code, date: field.date }))
    .max(50)
    .default([]),
  scope: field.code.optional(),
  recipientCountries: z.array(published.country).max(300).optional(),
  recipientRegions: z.array(published.ownRegion).max(300).optional(),
  sectors: z.array(published.ownSector).max(300).optional(),
  tags: z.array(published.tag).max(100).optional(),
  humanitarianScopes: z.array(published.humanitarianScope).max(50).optional(),
  policyMarkers: z.array(published.policyMarker).max(50).optional(),
  collaborationType: field.code.optional(),
  flowType: field.code.optional(),
  financeType: field.code.optional(),
  aidTypes: z.array(published.aidType).max(20).optional(),
  tiedStatus: field.code.optional(),
  relatedActivities: z
    .array(z.strictObject({ ref: published.publishedIdentifier, type: field.code }))
    .max(500)
    .optional(),
});

const transactionTypes = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '10', '11', '12', '13'] as const;

const transactionForm = z.strictObject({
  /** Of the activity. */
  identifier: published.publishedIdentifier,
  line: published.fileLine,
  ref: published.publishedIdentifier.optional(),
  type: z.enum(transactionTypes),
  date: field.date,
  value: published.anyAmount,
  /** The figure of the file, where the currency cannot carry it: `value` is then the nearest that keeps the totals. */
  exact: published.exactFigure.optional(),
  /** IATI's value-date: the day at whose rate it is to be converted. */
  convertedOn: field.date.optional(),
  description: published.texts.optional(),
  provider: published.party.optional(),
  receiver: published.party.optional(),
  humanitarian: z.boolean().optional(),
  disbursementChannel: field.code.optional(),
  sectors: z.array(published.ownSector).max(50).optional(),
  recipientCountry: published.country.optional(),
  recipientRegion: published.ownRegion.optional(),
  flowType: field.code.optional(),
  financeType: field.code.optional(),
  aidTypes: z.array(published.aidType).max(20).optional(),
  tiedStatus: field.code.optional(),
});

const openForm = z.strictObject({
  publisher: z.strictObject({ ref: published.publishedIdentifier.optional(), name: field.line(300) }),
  source: z.strictObject({
    /** Of the file's bytes, 64 lower-case hex digits. */
    sha256: z.string().refine((text) => /^[0-9a-f]{64}$/.test(text), { params: { rule: 'code' } }),
    file: field.line(300).optional(),
    /** Of the standard, as the file says. */
    version: field.line(20).optional(),
    generatedAt: z
      .string()
      .refine((text): text is Instant => isInstant(text), { params: { rule: 'date' } })
      .optional(),
  }),
});

const organisationForm = published.party.omit({ activityId: true });

// Events

/** A form as an event holds it: absent members are absent, money in wire form. */
type Stored<Value> = Value extends { readonly amountMinor: bigint }
  ? MoneyJson
  : Value extends readonly (infer Item)[]
    ? readonly Stored<Item>[]
    : Value extends string | number | boolean
      ? Value
      : { readonly [Name in keyof Value]: Stored<Value[Name]> };

export type HistoryOpened = Stored<z.output<typeof openForm>> & Paper;
export type HistoryOrganisation = Stored<z.output<typeof organisationForm>> & Paper;
export type HistoryActivity = Stored<z.output<typeof activityForm>> & Paper;
export type HistoryTransaction = Stored<z.output<typeof transactionForm>> & Paper;

export type HistoryEvent =
  | StreamEvent<'history.opened', HistoryOpened>
  | StreamEvent<'history.organisation-recorded', HistoryOrganisation>
  | StreamEvent<'history.activity-recorded', HistoryActivity>
  | StreamEvent<'history.transaction-recorded', HistoryTransaction>;

// State

export type HistoryState = { readonly status: 'absent' } | { readonly status: 'open'; readonly sha256: string };

/** One history in a book, whose id is the book's. */
export const history: Stream<HistoryState, StreamEvent<'history.opened', HistoryOpened>> = {
  kind: 'history',
  thing: 'published history',
  initial: { status: 'absent' },
  evolve: (_, happened) => ({ status: 'open', sha256: happened.data.source.sha256 }),
};

type Recorded = { readonly status: 'absent' | 'recorded' };

export const historyOrganisation: Stream<Recorded, StreamEvent<'history.organisation-recorded', HistoryOrganisation>> = {
  kind: 'history-organisation',
  thing: 'organisation',
  initial: { status: 'absent' },
  evolve: () => ({ status: 'recorded' }),
};

/** An activity and its transactions; they hold the file's order. */
export const historyActivity: Stream<
  Recorded,
  Exclude<HistoryEvent, { type: 'history.opened' | 'history.organisation-recorded' }>
> = {
  kind: 'history-activity',
  thing: 'activity',
  initial: { status: 'absent' },
  evolve: (state, happened) => {
    switch (happened.type) {
      case 'history.activity-recorded':
        return { status: 'recorded' };
      case 'history.transaction-recorded':
        return state;
      default:
        return unreachable(happened);
    }
  },
};

/**
 * The id that stands for a published text in names of streams and accounts, where identifiers of IATI may not stand: the
 * first 32 hex digits of the SHA-256 of its UTF-8 bytes. Of an organisation it is the reference, or else `name:` and its
 * first name.
 */
export const historyId = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex').slice(0, 32);

/** What an organisation is known by; undefined for one without reference and name. */
export const organisationKey = ({ ref, name }: Pick<HistoryOrganisation, 'ref' | 'name'>): string | undefined =>
  ref ?? (name?.[0] && `name:${name[0].text}`);

// Decisions

/** A history keeps no time zone; what it says is dated no later than the day begins first on earth. */
function valueDateOf(command: Command, said?: LocalDate): LocalDate {
  const today = dateIn('Pacific/Kiritimati', command.now);
  const named = command.valueDate;
  if (named !== undefined && named > today) refuse('date-in-future', { date: named, today, timeZone: 'Pacific/Kiritimati' });
  const date = named ?? said ?? dateIn('UTC', command.now);
  // A file may say what has not happened yet; the ledger learned it today.
  return date > today ? today : date;
}

const opened = (reader: Reader, command: Command): void => void existing(reader, history, command.book);

/** Field values as an event holds them. The form is strict, so nothing strays in. */
function stored<Value>(value: Value): Stored<Value> {
  if (Array.isArray(value)) return value.map((each: unknown) => stored(each)) as Stored<Value>;
  if (typeof value !== 'object' || value === null) return value as Stored<Value>;
  if ('amountMinor' in value) return toJson(value as never) as Stored<Value>;
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  return Object.fromEntries(members.map(([name, member]) => [name, stored(member as unknown)])) as Stored<Value>;
}

const roles = ['admin'] as const;

export const historyCommands = [
  defineCommand({
    type: 'history.open',
    book: 'history',
    roles,
    shape: openForm.shape,
    decide: (command, reader) => {
      refuseOtherKind(reader, command.book, 'history');
      refuseTaken(reader, history, command.book);
      return {
        events: [event(history, command.book, 'history.opened', { ...stored(command.body), ...paperOf(command) })],
        valueDate: valueDateOf(command),
      };
    },
  }),
  defineCommand({
    type: 'history.record-organisation',
    book: 'history',
    roles,
    shape: organisationForm.shape,
    decide: (command, reader) => {
      opened(reader, command);
      const data = { ...stored(command.body), ...paperOf(command) };
      const id = historyId(organisationKey(data) ?? '');
      refuseTaken(reader, historyOrganisation, id);
      return {
        events: [event(historyOrganisation, id, 'history.organisation-recorded', data)],
        valueDate: valueDateOf(command),
      };
    },
  }),
  defineCommand({
    type: 'history.record-activity',
    book: 'history',
    roles,
    shape: activityForm.shape,
    decide: (command, reader) => {
      opened(reader, command);
      const id = historyId(command.body.identifier);
      refuseTaken(reader, historyActivity, id);
      return {
        events: [event(historyActivity, id, 'history.activity-recorded', { ...stored(command.body), ...paperOf(command) })],
        valueDate: valueDateOf(command),
      };
    },
  }),
  defineCommand({
    type: 'history.record-transaction',
    book: 'history',
    roles,
    shape: transactionForm.shape,
    decide: (command, reader) => {
      opened(reader, command);
      const id = historyId(command.body.identifier);
      existing(reader, historyActivity, id);
      return {
        events: [event(historyActivity, id, 'history.transaction-recorded', { ...stored(command.body), ...paperOf(command) })],
        valueDate: valueDateOf(command, command.body.date),
      };
    },
  }),
];
