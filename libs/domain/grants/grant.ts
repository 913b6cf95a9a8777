import type { Reader, StreamEvent } from '#kernel/decider';
import { type MoneyJson, greatest, least, minorOf, sum } from '#kernel/money';
import { shareOf } from '#kernel/percentage';
import { type LocalDate, later } from '#kernel/time';
import { unreachable } from '#kernel/unreachable';
import type { Command, Paper } from '../command.js';
import { type OpenFund, notBefore, valueDateOf } from '../fund/fund.js';
import { type ChangedLine, type FundingLine, changed } from './funding-line.js';
import { type Clauses, type Instalment, type PaymentKind, clausesIn, closingCondition } from './grant-terms.js';
import type { CostLine } from '../accounts/expenditure.js';
import { type RejectionCode, refuse } from '../rejections.js';
import type { Reversed } from '../reversal/reversed.js';
import { type Stream, existing } from '../stream.js';
import type { Settlement } from './settlement.js';

// Events

export interface GrantSigned extends Paper, Clauses {
  readonly activity: string;
  readonly stage?: string;
  /** The partner that is paid. */
  readonly payee: string;
  /** The executor in whose stead a fiscal agent is paid. */
  readonly executor: string;
  readonly agreement?: string;
  /** The proposal on whose award it rests. */
  readonly proposal?: string;
  readonly amount: MoneyJson;
  /** In the order in which they are paid from. */
  readonly lines: readonly FundingLine[];
  readonly instalments: readonly Instalment[];
}

/** An addendum: what it names holds from now on; what it does not name stays. */
export interface GrantAmended extends Paper, Clauses {
  readonly activity: string;
  readonly payee: string;
  readonly agreement?: string;
  /** The grant after it, and by how much it grew (signed). */
  readonly amount: MoneyJson;
  readonly change: MoneyJson;
  readonly lines: readonly ChangedLine[];
  readonly instalments?: readonly Instalment[];
}

/** Why a grant rests or ends; the words are in the note, apart from the event. */
export const grounds = {
  suspended: [
    'reports-overdue',
    'irregularity',
    'audit-finding',
    'payee-suspended',
    'force-majeure',
    'at-payees-request',
    'other',
  ],
  terminated: ['breach', 'irregularity', 'by-agreement', 'payee-dissolved', 'force-majeure', 'no-further-funds', 'other'],
} as const;

export interface GrantSuspended extends Paper {
  readonly ground: (typeof grounds.suspended)[number];
}
export interface GrantTerminated extends Paper {
  readonly ground: (typeof grounds.terminated)[number];
}

/** A condition of an instalment, or the one that a holdback waits for, is met. */
export interface ConditionMet extends Paper {
  readonly condition: string;
  /** SHA-256 of the document that shows it. */
  readonly evidence?: string;
}

/**
 * The account of a grant: what it comes to, what it bears no more, what comes back, what is still paid, and what is free again
 * because neither side needs it.
 */
export interface GrantSettled extends Paper {
  readonly activity: string;
  readonly payee: string;
  /** The grant after it: what it has paid and what it still owes. */
  readonly amount: MoneyJson;
  /** How much less it is (signed). */
  readonly change: MoneyJson;
  /** What is free again. */
  readonly lines: readonly ChangedLine[];
  readonly settlement: Settlement;
  /** Accepted costs that the grant bears no more: the category says whether for `project-income` or the `own-share` of others. */
  readonly relieved: readonly CostLine[];
  /** What of them had not been paid, and what had, and is due back. */
  readonly lessPayable: MoneyJson;
  readonly toRecoverable: MoneyJson;
  /** What of the advances was not accounted for, and is due back, too. */
  readonly unspent: MoneyJson;
  /** In all, with what was due before: what comes back, and what is still paid. */
  readonly refund: MoneyJson;
  readonly balance: MoneyJson;
}

/** The accounts of a grant are closed: what was not paid is free again. */
export interface GrantClosed extends Paper {
  readonly activity: string;
  readonly payee: string;
  /** Where the rest goes: back to the window, or to the earmark. */
  readonly to: 'allocated' | 'unallocated';
  /** What the grant came to. */
  readonly amount: MoneyJson;
  readonly lines: readonly ClosedLine[];
  /** How it was found: by what has been accepted, by the grant and by others. */
  readonly settlement?: Settlement;
}

export interface ClosedLine extends ChangedLine {
  /** Of what becomes unallocated: the part that makes good what is missing under the earmark. */
  readonly clearsShortfall?: MoneyJson;
}

export type GrantEvent =
  | StreamEvent<'grant.signed', GrantSigned>
  | StreamEvent<'grant.amended', GrantAmended>
  | StreamEvent<'grant.condition-met', ConditionMet>
  | StreamEvent<'grant.suspended', GrantSuspended>
  | StreamEvent<'grant.resumed', Paper>
  | StreamEvent<'grant.terminated', GrantTerminated>
  | StreamEvent<'grant.settled', GrantSettled>
  | StreamEvent<'grant.closed', GrantClosed>
  | StreamEvent<'grant.reversed', Reversed>;

// State

/** Whether a grant is in force. */
export type Standing =
  | { readonly status: 'signed' }
  | { readonly status: 'suspended'; readonly ground: string; readonly since: LocalDate }
  | { readonly status: 'terminated'; readonly ground: string; readonly since: LocalDate }
  | { readonly status: 'settled' | 'closed'; readonly since: LocalDate }
  | { readonly status: 'reversed' };

/** A settlement that stands: who found what, and how much of it is due back, in minor units. */
export interface SettlementMade {
  readonly position: number;
  readonly by: string;
  readonly dueMinor: bigint;
}

interface Granted {
  /** As signed, and as amended since. */
  readonly terms: GrantSigned;
  readonly signedBy: string;
  /** The day of its signing, and the latest of all that its stream tells. */
  readonly signedOn: LocalDate;
  readonly lastOn: LocalDate;
  /** The conditions that are met, and where it was recorded. */
  readonly met: readonly { readonly condition: string; readonly position: number }[];
  readonly settlements: readonly SettlementMade[];
  /** What stood before each change that can be undone, the last one last. */
  readonly before: readonly (Standing & { readonly terms: GrantSigned; readonly position: number })[];
  readonly reversed: readonly number[];
}

export type GrantState = { readonly status: 'absent' } | (Granted & Standing);
export type ExistingGrant = Exclude<GrantState, { readonly status: 'absent' }>;

export const grant: Stream<GrantState, GrantEvent> = {
  kind: 'grant',
  thing: 'grant',
  initial: { status: 'absent' },
  evolve: (state, happened) => {
    if (happened.type === 'grant.signed') {
      return {
        status: 'signed',
        terms: happened.data,
        signedBy: happened.actor,
        signedOn: happened.valueDate,
        lastOn: happened.valueDate,
        met: [],
        settlements: [],
        before: [],
        reversed: [],
      };
    }
    return state.status === 'absent' ? state : evolved({ ...state, lastOn: later(state.lastOn, happened.valueDate) }, happened);
  },
};

function evolved(state: ExistingGrant, happened: Exclude<GrantEvent, { readonly type: 'grant.signed' }>): GrantState {
  const { position, valueDate: since } = happened;
  switch (happened.type) {
    case 'grant.amended':
      return { ...remembering(state, position), terms: amended(state.terms, happened.data) };
    case 'grant.condition-met':
      return { ...state, met: [...state.met, { condition: happened.data.condition, position }] };
    case 'grant.suspended':
      return { ...grantedOf(state), status: 'suspended', ground: happened.data.ground, since };
    case 'grant.resumed':
      return { ...grantedOf(state), status: 'signed' };
    case 'grant.terminated':
      return { ...grantedOf(remembering(state, position)), status: 'terminated', ground: happened.data.ground, since };
    case 'grant.settled': {
      const terms = asClosed(state.terms, happened.data);
      const kept = grantedOf(remembering(state, position));
      return { ...kept, terms, status: 'settled', since, settlements: [...state.settlements, settlementMade(happened)] };
    }
    case 'grant.closed': {
      const terms = asClosed(state.terms, happened.data);
      return { ...grantedOf(remembering(state, position)), terms, status: 'closed', since };
    }
    case 'grant.reversed':
      return undone(state, happened.data.reverses);
    default:
      return unreachable(happened);
  }
}

function settlementMade({ position, actor: by, data }: StreamEvent<'grant.settled', GrantSettled>): SettlementMade {
  return { position, by, dueMinor: minorOf(data.toRecoverable) + minorOf(data.unspent) };
}

const grantedOf = ({ terms, signedBy, signedOn, lastOn, met, settlements, before, reversed }: ExistingGrant): Granted => ({
  terms,
  signedBy,
  signedOn,
  lastOn,
  met,
  settlements,
  before,
  reversed,
});

function standingOf(state: Standing): Standing {
  if (state.status === 'signed' || state.status === 'reversed') return { status: state.status };
  if (state.status === 'suspended') return { status: 'suspended', ground: state.ground, since: state.since };
  if (state.status === 'terminated') return { status: 'terminated', ground: state.ground, since: state.since };
  return { status: state.status, since: state.since };
}

const remembering = (state: ExistingGrant, position: number): ExistingGrant => ({
  ...state,
  before: [...state.before, { ...standingOf(state), terms: state.terms, position }],
});

const withChanges = (lines: readonly FundingLine[], changes: readonly ChangedLine[]): FundingLine[] => {
  const kept = lines.map((line) => {
    const change = changes.find((each) => each.earmark === line.earmark);
    return change ? changed(line, change) : line;
  });
  const fresh = changes.filter((change) => !lines.some((line) => line.earmark === change.earmark));
  return [...kept, ...fresh.map(({ earmark, window, amount, attribution }) => ({ earmark, window, amount, attribution }))];
};

/** The terms after an addendum. */
export function amended(terms: GrantSigned, data: GrantAmended): GrantSigned {
  return {
    ...terms,
    amount: data.amount,
    lines: withChanges(terms.lines, data.lines),
    ...(data.instalments === undefined ? {} : { instalments: data.instalments }),
    ...(data.agreement === undefined ? {} : { agreement: data.agreement }),
    ...clausesIn(data),
  };
}

/** The terms of a grant that is settled or closed: what it came to. */
export const asClosed = (terms: GrantSigned, { amount, lines }: Pick<GrantClosed, 'amount' | 'lines'>): GrantSigned => ({
  ...terms,
  amount,
  lines: withChanges(terms.lines, lines),
});

function undone(state: ExistingGrant, { type, position }: Reversed['reverses']): ExistingGrant {
  const reversed = [...state.reversed, position];
  if (type === 'grant.condition-met') {
    return { ...state, reversed, met: state.met.filter((each) => each.position !== position) };
  }
  const last = state.before.at(-1);
  if (type === 'grant.signed' || !last) return { ...grantedOf(state), reversed, status: 'reversed' };
  // A grant that rests since it was amended goes on resting.
  const standing = standingOf(type === 'grant.amended' ? state : last);
  const settlements = state.settlements.filter((each) => each.position !== position);
  return { ...grantedOf(state), ...standing, terms: last.terms, settlements, before: state.before.slice(0, -1), reversed };
}

// What others read

/** The terms of a grant, whether in force or not: facts are recorded even under one that has ended. */
export const termsOf = (reader: Reader, id: string): GrantSigned => existing(reader, grant, id).terms;

/** What is done under a grant, and in which of its states it may be. */
const allowed = {
  /** Binding more; asking for money ahead, and ordering it. */
  'order-advance': ['signed'],
  /** Asking for what has been accepted, and ordering it. */
  'order-owed': ['signed', 'terminated', 'settled'],
  /** The orders that a closed grant has are those of payments that the bank returned. */
  'pay-advance': ['signed', 'closed'],
  'pay-owed': ['signed', 'terminated', 'settled', 'closed'],
  /** Reports, their acceptance, claims for refunds, co-financing as it comes in. */
  account: ['signed', 'suspended', 'terminated'],
  /** Conditions that are met, what the project earns, the settlement and the closing. */
  conclude: ['signed', 'suspended', 'terminated', 'settled'],
} as const satisfies Record<string, readonly Standing['status'][]>;
export type GrantAct = keyof typeof allowed;

/** The terms of a grant under which this may be done now. */
export function grantFor(reader: Reader, id: string, act: GrantAct): GrantSigned {
  const state = existing(reader, grant, id);
  const expected: readonly string[] = allowed[act];
  if (expected.includes(state.status)) return state.terms;
  if (state.status === 'suspended' || state.status === 'terminated') {
    return refuse(`grant-${state.status}`, { grant: id, since: state.since, ground: state.ground });
  }
  return refuse('wrong-status', { thing: grant.thing, id, status: state.status, expected: expected.join(', ') });
}

/** The value date of a step of a grant, which is not before the day that it follows: mostly that of its signing. */
export const grantDate = (command: Command, open: OpenFund, id: string, earliest: LocalDate): LocalDate =>
  notBefore(valueDateOf(command, open), earliest, { thing: grant.thing, id });

/** What ordering, or paying, a payment of this kind is, of the acts that a grant allows. */
export const actOf = (kind: PaymentKind, step: 'order' | 'pay'): GrantAct =>
  kind === 'reimbursement' || kind === 'balance' ? `${step}-owed` : `${step}-advance`;

/** The terms of a grant that is in force. */
export const signedGrant = (reader: Reader, id: string): GrantSigned => grantFor(reader, id, 'order-advance');

/** Why an instalment cannot be requested now: conditions that are not met. Undefined when it can. */
export function instalmentRefusal(
  reader: Reader,
  id: string,
  instalment: string,
):
  | {
      readonly code: RejectionCode;
      readonly facts: { readonly grant: string; readonly instalment: string; readonly unmet: string[] };
    }
  | undefined {
  const { terms, met } = existing(reader, grant, id);
  const conditions = terms.instalments.find((each) => each.id === instalment)?.conditions ?? [];
  const unmet = conditions.map((each) => each.id).filter((each) => !met.some(({ condition }) => condition === each));
  return unmet.length === 0 ? undefined : { code: 'conditions-unmet', facts: { grant: id, instalment, unmet } };
}

/**
 * What of a payment of `requestedMinor` is kept back: a share of it, or so much that the amount held back stays committed.
 * Nothing once the condition that the holdback waits for is met.
 */
export function holdbackOf(open: OpenFund, reader: Reader, id: string, requestedMinor: bigint): bigint {
  const { terms, met, status } = existing(reader, grant, id);
  const { holdback } = terms;
  if (!holdback || met.some(({ condition }) => condition === holdback.until)) return 0n;
  // A settlement says itself that the final accounts are in order.
  if (status === 'settled' && holdback.until === closingCondition) return 0n;
  if ('share' in holdback) return shareOf(requestedMinor, holdback.share);
  const kept =
    'amount' in holdback
      ? minorOf(holdback.amount)
      : sum(terms.instalments.filter((each) => each.id === holdback.instalment).map((each) => minorOf(each.amount)));
  const committed = sum(terms.lines.map((line) => reader.balances.of(`committed:${line.earmark}:${id}`, open.home)));
  return least(requestedMinor, greatest(0n, requestedMinor - greatest(0n, committed - kept)));
}
