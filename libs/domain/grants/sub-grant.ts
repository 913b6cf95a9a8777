import type { Reader, StreamEvent } from '#kernel/decider';
import { currency as currencyOf } from '#kernel/currency';
import { type MoneyJson, greatest, least, minorOf } from '#kernel/money';
import { present } from '#kernel/present';
import { type LocalDate, later } from '#kernel/time';
import { unreachable } from '#kernel/unreachable';
import type { CategoryLine, FindingReason } from '../accounts/expenditure.js';
import type { Command, Paper } from '../command.js';
import { type OpenFund, type Rate, notBefore, valueDateOf } from '../fund/fund.js';
import type { GrantSigned } from './grant.js';
import { refuseOtherOrganisation } from '../registry/partner.js';
import { refuse } from '../rejections.js';
import type { Reversed } from '../reversal/reversed.js';
import { type Stream, existing, stateOf } from '../stream.js';

/*
 * What the payee of a grant passes on: the same accounts once more, one level down, in the memorandum set. The lead pays,
 * takes accounts and gets refunds; of the fund's own money nothing moves.
 */

// Events

/** When a part of it is to be paid. */
export interface SubGrantInstalment {
  readonly id: string;
  readonly amount: MoneyJson;
  readonly dueDate: LocalDate;
}

/** What besides money a sub-grant agrees on; an amendment replaces each that it names. */
export interface SubGrantClauses {
  readonly startsOn?: LocalDate;
  readonly endsOn?: LocalDate;
  /** Sum to the sub-grant. */
  readonly instalments?: readonly SubGrantInstalment[];
  /** By category; sums to the sub-grant. With one, it is accounted for by category. */
  readonly budget?: readonly CategoryLine[];
}

export interface SubGrantSigned extends Paper, SubGrantClauses {
  readonly grant: string;
  readonly activity: string;
  /** Who passes it on. */
  readonly lead: string;
  readonly partner: string;
  readonly stage?: string;
  readonly agreement?: string;
  readonly amount: MoneyJson;
  /** Its worth in the home currency at signature: all of a grant's fit into the grant. */
  readonly home: MoneyJson;
  readonly rate?: Rate;
}

/** An addendum: what it names holds from now on; what it does not name stays. */
export interface SubGrantAmended extends Paper, SubGrantClauses {
  readonly grant: string;
  readonly partner: string;
  readonly agreement?: string;
  /** The sub-grant after it, and by how much it grew (signed). */
  readonly amount: MoneyJson;
  readonly change: MoneyJson;
  /** The same of its worth; `rate` is that of what was added. */
  readonly home: MoneyJson;
  readonly homeChange: MoneyJson;
  readonly rate?: Rate;
}

/** The lead paid, got money back or gave it up; a report came in, or was accepted. In the currency of the sub-grant. */
export interface SubGrantMoved extends Paper {
  readonly grant: string;
  readonly partner: string;
  readonly amount: MoneyJson;
  readonly periodStart?: LocalDate;
  readonly periodEnd?: LocalDate;
  readonly evidence?: readonly string[];
  /** Of what is reported and accepted, where the sub-grant has a budget. */
  readonly lines?: readonly CategoryLine[];
  /** What is outstanding by a payment: all of it but for what had been accepted and not paid; and until when it is accounted for. */
  readonly advance?: MoneyJson;
  readonly dueOn?: LocalDate;
  /** Of anything else: what is outstanding no more. */
  readonly clears?: MoneyJson;
  readonly reasonHash?: string;
}

/** Costs that are not accepted, or that had been and are outstanding again. */
export interface SubGrantDisallowed extends Paper {
  readonly grant: string;
  readonly partner: string;
  readonly of: 'reported' | 'accepted';
  readonly amount: MoneyJson;
  readonly lines?: readonly CategoryLine[];
  readonly reason: FindingReason;
  readonly commentHash?: string;
  /** Of accepted costs: what is outstanding again. */
  readonly advance?: MoneyJson;
}

/** Nothing is outstanding: what was not paid can be passed on to others. */
export interface SubGrantClosed extends Paper {
  readonly grant: string;
  readonly partner: string;
  readonly freed: MoneyJson;
}

/** The steps that move an amount. */
export const steps = ['paid', 'reported', 'accepted', 'refunded', 'written-off'] as const;
export type Step = (typeof steps)[number];

export type SubGrantEvent =
  | StreamEvent<'sub-grant.signed', SubGrantSigned>
  | StreamEvent<'sub-grant.amended', SubGrantAmended>
  | { [Each in Step]: StreamEvent<`sub-grant.${Each}`, SubGrantMoved> }[Step]
  | StreamEvent<'sub-grant.disallowed', SubGrantDisallowed>
  | StreamEvent<'sub-grant.closed', SubGrantClosed>
  | StreamEvent<'sub-grant.reversed', Reversed>;

// State

/** What was moved, in minor units. What was disallowed after its acceptance is accepted no more. */
export type SubGrantFigures = Readonly<Record<Step | 'disallowed', bigint>>;
/** Of a category; the other figures have none. */
export type CategoryFigures = Readonly<Record<'reported' | 'accepted' | 'disallowed', bigint>>;

interface Payment {
  readonly position: number;
  readonly amountMinor: bigint;
  readonly dueOn?: LocalDate;
}

export type SubGrantState =
  | { readonly status: 'absent' }
  | {
      readonly status: 'signed' | 'closed' | 'reversed';
      /** The day of its signing, and the latest of all that happened to it. */
      readonly signedOn: LocalDate;
      readonly lastOn: LocalDate;
      /** As signed, and as amended since. */
      readonly terms: SubGrantSigned;
      readonly figures: SubGrantFigures;
      readonly categories: Readonly<Record<string, CategoryFigures>>;
      /** Those that stand, in order. */
      readonly payments: readonly Payment[];
      readonly reportedBy: readonly string[];
      /** The documents of its reports, and of which report each is. */
      readonly documents: Readonly<Record<string, number>>;
      /** What stood before each amendment that stands. */
      readonly before: readonly { readonly terms: SubGrantSigned; readonly position: number }[];
      readonly reversed: readonly number[];
    };
export type ExistingSubGrant = Exclude<SubGrantState, { readonly status: 'absent' }>;

const noFigures: SubGrantFigures = { paid: 0n, reported: 0n, accepted: 0n, refunded: 0n, 'written-off': 0n, disallowed: 0n };

export const subGrant: Stream<SubGrantState, SubGrantEvent> = {
  kind: 'sub-grant',
  thing: 'sub-grant',
  initial: { status: 'absent' },
  evolve: (state, happened) => {
    if (happened.type === 'sub-grant.signed') {
      const nothing = {
        figures: noFigures,
        categories: {},
        payments: [],
        reportedBy: [],
        documents: {},
        before: [],
        reversed: [],
      };
      const { valueDate } = happened;
      return { status: 'signed', signedOn: valueDate, lastOn: valueDate, terms: happened.data, ...nothing };
    }
    return state.status === 'absent' ? state : evolved({ ...state, lastOn: later(state.lastOn, happened.valueDate) }, happened);
  },
};

function evolved(
  state: ExistingSubGrant,
  happened: Exclude<SubGrantEvent, { readonly type: 'sub-grant.signed' }>,
): SubGrantState {
  const { position } = happened;
  switch (happened.type) {
    case 'sub-grant.amended': {
      const before = [...state.before, { terms: state.terms, position }];
      return { ...state, terms: amendedSubGrant(state.terms, happened.data), before };
    }
    case 'sub-grant.paid': {
      const { amount, dueOn } = happened.data;
      const payment = present({ position, amountMinor: minorOf(amount), dueOn });
      return { ...moved(state, happened.type, happened.data, 1n), payments: [...state.payments, payment] };
    }
    case 'sub-grant.accepted':
    case 'sub-grant.refunded':
    case 'sub-grant.written-off':
    case 'sub-grant.disallowed':
      return moved(state, happened.type, happened.data, 1n);
    case 'sub-grant.reported': {
      const reportedBy = [...new Set([...state.reportedBy, happened.actor])];
      const named = Object.fromEntries((happened.data.evidence ?? []).map((each) => [each, position]));
      return { ...moved(state, happened.type, happened.data, 1n), reportedBy, documents: { ...state.documents, ...named } };
    }
    case 'sub-grant.closed':
      return { ...state, status: 'closed' };
    case 'sub-grant.reversed':
      return undone(state, happened.data.reverses);
    default:
      return unreachable(happened);
  }
}

/** The terms after an addendum. */
export function amendedSubGrant(terms: SubGrantSigned, data: SubGrantAmended): SubGrantSigned {
  const { amount, home, agreement } = data;
  return { ...terms, amount, home, ...present({ agreement }), ...subGrantClausesIn(data) };
}

/** The clauses alone, of whatever carries them; those that are absent are left out. */
export const subGrantClausesIn = ({ startsOn, endsOn, instalments, budget }: SubGrantClauses) =>
  present<SubGrantClauses>({ startsOn, endsOn, instalments, budget });

function undone(state: ExistingSubGrant, { type, position, data }: Reversed['reverses']): ExistingSubGrant {
  const before = { ...state, reversed: [...state.reversed, position] };
  if (type === 'sub-grant.signed') return { ...before, status: 'reversed' };
  if (type === 'sub-grant.closed') return { ...before, status: 'signed' };
  if (type === 'sub-grant.amended') {
    const last = state.before.at(-1);
    return last ? { ...before, terms: last.terms, before: state.before.slice(0, -1) } : before;
  }
  const payments = state.payments.filter((each) => each.position !== position);
  const documents = Object.fromEntries(Object.entries(state.documents).filter(([, of]) => of !== position));
  return { ...moved(before, type, data as SubGrantMoved, -1n), payments, documents };
}

/** The state after something has moved (sign 1), or has not (-1). */
export function moved(
  state: ExistingSubGrant,
  type: string,
  data: Pick<SubGrantMoved | SubGrantDisallowed, 'amount' | 'lines'> & { readonly of?: string },
  sign: 1n | -1n,
): ExistingSubGrant {
  const name = type.slice('sub-grant.'.length);
  // What is disallowed after it was accepted is accepted no more.
  const effects =
    name === 'disallowed' && data.of === 'accepted'
      ? { disallowed: sign, accepted: -sign }
      : ({ [name]: sign } as Readonly<Record<string, bigint>>);
  const added = <F extends Readonly<Record<string, bigint>>>(figures: F, { amount }: { readonly amount: MoneyJson }): F => ({
    ...figures,
    ...Object.fromEntries(Object.entries(effects).map(([each, by]) => [each, (figures[each] ?? 0n) + by * minorOf(amount)])),
  });
  const categories = (data.lines ?? []).map((line) => [line.category, added(inCategory(state, line.category), line)] as const);
  return {
    ...state,
    figures: added(state.figures, data),
    categories: { ...state.categories, ...Object.fromEntries(categories) },
  };
}

/** What was reported, accepted and disallowed in a category. */
export const inCategory = ({ categories }: Pick<ExistingSubGrant, 'categories'>, category: string): CategoryFigures =>
  categories[category] ?? { reported: 0n, accepted: 0n, disallowed: 0n };

/** Paid, and neither accounted for, nor given back, nor given up. */
export const outstandingOn = (figures: Pick<SubGrantFigures, 'paid' | 'accepted' | 'refunded' | 'written-off'>): bigint =>
  greatest(0n, figures.paid - figures.accepted - figures.refunded - figures['written-off']);

/** What figures may not become: more is out than was signed, decided than reported, given back or up than was paid. */
export function brokenIn(figures: SubGrantFigures, signed: bigint): Step | undefined {
  const { paid, reported, accepted, refunded, disallowed } = figures;
  if (paid - refunded > signed) return 'paid';
  if (accepted + disallowed > reported) return 'accepted';
  if (paid - refunded - figures['written-off'] < 0n) return 'refunded';
  return undefined;
}

/** A part of a payment that is not accounted for. */
export interface OutstandingPart {
  readonly amountMinor: bigint;
  readonly dueOn?: LocalDate;
}

/** What is outstanding, payment by payment, the latest first: what was accounted for clears the oldest. */
export function outstandingParts({ figures, payments }: Pick<ExistingSubGrant, 'figures' | 'payments'>): OutstandingPart[] {
  let rest = outstandingOn(figures);
  return payments.toReversed().flatMap(({ amountMinor, dueOn }) => {
    const part = least(rest, amountMinor);
    rest -= part;
    return part === 0n ? [] : [{ amountMinor: part, ...present({ dueOn }) }];
  });
}

// What others read

/** The account on which what is outstanding of a sub-grant stands: by whom it is accounted for, and under which grant. */
export const passedOnAccount = (id: string, { partner, grant }: Pick<SubGrantSigned, 'partner' | 'grant'>): string =>
  `passed-on:${partner}:${grant}:${id}`;

/** The sub-grants of which something is outstanding: all of them, or those of one organisation. */
export function outstandingSubGrants(
  open: OpenFund,
  reader: Reader,
  partner?: string,
): readonly { readonly id: string; readonly grant: string }[] {
  const prefix = partner === undefined ? 'passed-on:' : `passed-on:${partner}:`;
  return open.currencies.flatMap((currency) =>
    reader.balances
      .under(prefix, currencyOf(currency))
      .filter((each) => each.amountMinor > 0n)
      .map(({ account }) => account.split(':') as [kind: string, partner: string, grant: string, id: string])
      .map(([, , grant, id]) => ({ id, grant })),
  );
}

/** Refuses to conclude a grant of which something that was passed on is not accounted for. */
export function refusePassedOnOutstanding(open: OpenFund, reader: Reader, grantId: string): void {
  const found = outstandingSubGrants(open, reader).filter((each) => each.grant === grantId);
  if (found.length === 0) return;
  refuse('sub-grants-outstanding', {
    grant: grantId,
    count: found.length,
    subGrants: found
      .map((each) => each.id)
      .toSorted()
      .slice(0, 10),
  });
}

/** A sub-grant that is in force. */
export function signedIn(reader: Reader, id: string): ExistingSubGrant {
  const state = existing(reader, subGrant, id);
  if (state.status !== 'signed') {
    refuse('wrong-status', { thing: subGrant.thing, id, status: state.status, expected: 'signed' });
  }
  return state;
}

/** The value date of a step of a sub-grant, which is not before the day that it follows. */
export const subGrantDate = (command: Command, open: OpenFund, id: string, earliest: LocalDate): LocalDate =>
  notBefore(valueDateOf(command, open), earliest, { thing: subGrant.thing, id });

/** Whether a report of this sub-grant that stands rests on a document. */
export function restsOn(reader: Reader, id: string, sha256: string): boolean {
  const state = stateOf(reader, subGrant, id);
  return state.status !== 'absent' && state.status !== 'reversed' && sha256 in state.documents;
}

/** Who may act: the organisation that passes on, and those named beside it. */
export const refuseStranger = (
  command: Command,
  reader: Reader,
  { payee, executor }: GrantSigned,
  ...others: readonly string[]
): void => refuseOtherOrganisation(command, reader, payee, executor, ...others);
