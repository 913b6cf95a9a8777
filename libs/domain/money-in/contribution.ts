import { type MoneyJson, least, minorOf } from '#kernel/money';
import { present } from '#kernel/present';
import type { LocalDate } from '#kernel/time';
import { unreachable } from '#kernel/unreachable';
import type {
  BroughtForward,
  Condition,
  ConditionEnded,
  ConditionMet,
  ContributionAmended,
  ContributionCommitted,
  ContributionEvent,
  ContributionReceived,
  ContributionReturned,
  DueInstalment,
  Gain,
  IncomeRecognised,
  Loss,
  Terms,
} from './contribution-events.js';
import { type Reversed, undoneBy } from '../reversal/reversed.js';
import type { Stream } from '../stream.js';
import {
  type Tranche,
  amountOf,
  cut,
  grown,
  homeOf,
  inserted,
  promisedAgain,
  returned,
  revalued,
  splitAt,
} from './tranches.js';

export type {
  ContributionAmended,
  ContributionCommitted,
  ContributionEvent,
  ContributionPledged,
  ContributionReceived,
  ContributionReturned,
  ContributionWrittenOff,
} from './contribution-events.js';

/** A condition and what became of it. */
export interface KnownCondition extends Condition {
  readonly status: 'open' | 'met' | 'waived' | 'failed' | 'lapsed';
}

interface Given extends Terms {
  readonly currency: string;
  /** A collection among the public: what comes in is committed as it comes. */
  readonly pooled: boolean;
  readonly pledgedMinor: bigint;
  /** What is committed and stands, in the order in which receipts settle it. */
  readonly tranches: readonly Tranche[];
  readonly committedMinor: bigint;
  readonly homeCommittedMinor: bigint;
  /** Settled against the commitment, and what of it has been counted in the home currency. */
  readonly settledMinor: bigint;
  readonly fundedMinor: bigint;
  /** Received beyond the commitment. */
  readonly excessMinor: bigint;
  /** Of what is committed: what has become income. The rest is deferred. */
  readonly recognisedMinor: bigint;
  readonly conditions: readonly KnownCondition[];
  readonly instalments: readonly DueInstalment[];
  readonly firstReceivedOn?: LocalDate;
  /** The last receipts with a reference of the bank, by what tells one line of a statement from another. */
  readonly receipts: readonly { readonly line: string; readonly position: number }[];
  readonly reversed: readonly number[];
}
export type KnownContribution = { readonly status: 'pledged' | 'committed' } & Given;
export type ContributionState = { readonly status: 'absent' } | KnownContribution;

export const contribution: Stream<ContributionState, ContributionEvent> = {
  kind: 'contribution',
  thing: 'contribution',
  initial: { status: 'absent' },
  evolve: (state, happened) => {
    if (state.status === 'absent') return begun(happened);
    switch (happened.type) {
      case 'contribution.pledged':
      case 'contribution.collection-opened':
        return state;
      case 'contribution.committed':
        return committed(state, happened.data);
      case 'contribution.condition-met':
        return { ...gained(state, happened.data), conditions: conditionsWith(state, happened.data, outcomeOf(happened.data)) };
      case 'contribution.condition-ended':
        return { ...state, conditions: conditionsWith(state, happened.data, happened.data.outcome) };
      case 'contribution.amended':
        return amended(state, happened.data);
      case 'contribution.rescheduled':
        return { ...state, instalments: happened.data.instalments };
      case 'contribution.received':
        // What may be new goes first: V8 makes a class of its own of every object that is spread and then added to.
        return {
          firstReceivedOn: happened.valueDate,
          ...received(state, happened.data),
          receipts: remembered(state, happened.data, happened),
        };
      case 'contribution.brought-forward':
        return { firstReceivedOn: happened.valueDate, ...broughtForward(state, happened.data) };
      case 'contribution.written-off':
        return lost(state, happened.data);
      case 'contribution.returned':
        return gaveBack(state, happened.data);
      case 'income.recognised':
        return { ...state, recognisedMinor: state.recognisedMinor + minorOf(happened.data.amount) };
      case 'contribution.reversed':
        return after(state, happened.data);
      default:
        return unreachable(happened);
    }
  },
};

/** How many receipts are remembered: a line that is sent twice comes soon after the first. */
const receiptsRemembered = 50;

function remembered(
  { receipts }: KnownContribution,
  data: ContributionReceived,
  { valueDate, position }: { readonly valueDate: LocalDate; readonly position: number },
): KnownContribution['receipts'] {
  const line = receiptLine(data, valueDate);
  return line === undefined ? receipts : [...receipts.slice(1 - receiptsRemembered), { line, position }];
}

/** What tells one receipt from another: day, account, reference and amount; undefined without a reference of the bank. */
export const receiptLine = (
  { bankReference, bankAccount, amount }: Pick<ContributionReceived, 'bankReference' | 'bankAccount' | 'amount'>,
  valueDate: LocalDate,
): string | undefined =>
  // First what differs from one to the next: each is compared with the last fifty.
  bankReference === undefined ? undefined : [bankReference, valueDate, bankAccount, amount.amount, amount.currency].join(' ');

/** A contribution begins with its pledge, its commitment or, if it is a collection, its opening. */
function begun({ type, data }: ContributionEvent): ContributionState {
  switch (type) {
    case 'contribution.pledged':
      return { status: 'pledged', ...fresh(data, data.amount.currency), pledgedMinor: minorOf(data.amount) };
    case 'contribution.collection-opened':
      return { status: 'committed', ...fresh(data, data.currency), pooled: true };
    case 'contribution.committed':
      return committed({ status: 'pledged', ...fresh(data, data.amount.currency) }, data);
    default:
      return { status: 'absent' };
  }
}

const fresh = (terms: Terms, code: string) =>
  present<Given>({
    contributor: terms.contributor,
    earmark: terms.earmark,
    agreement: terms.agreement,
    providerActivity: terms.providerActivity,
    notNew: terms.notNew,
    currency: code,
    pooled: false,
    pledgedMinor: 0n,
    tranches: [],
    committedMinor: 0n,
    homeCommittedMinor: 0n,
    settledMinor: 0n,
    fundedMinor: 0n,
    excessMinor: 0n,
    recognisedMinor: 0n,
    conditions: [],
    instalments: [],
    receipts: [],
    reversed: [],
  });

/** Amounts follow the tranches. */
const withTranches = (state: KnownContribution, tranches: readonly Tranche[]): KnownContribution => ({
  ...state,
  tranches,
  committedMinor: amountOf(tranches),
  homeCommittedMinor: homeOf(tranches),
});

const outcomeOf = (data: ConditionMet): 'waived' | 'met' => (data.waived ? 'waived' : 'met');

const conditionsWith = (
  state: KnownContribution,
  { condition }: Pick<ConditionMet | ConditionEnded, 'condition'>,
  status: KnownCondition['status'],
): readonly KnownCondition[] => state.conditions.map((each) => (each.id === condition ? { ...each, status } : each));

function committed(state: KnownContribution, data: ContributionCommitted): KnownContribution {
  const conditions = (data.conditions ?? []).map((each) => ({ ...each, status: 'open' as const }));
  const { agreement, providerActivity, notNew, instalments = [] } = data;
  return {
    ...gained(state, data),
    ...present({ agreement, providerActivity, notNew }),
    status: 'committed',
    conditions,
    instalments,
  };
}

function amended(state: KnownContribution, data: ContributionAmended): KnownContribution {
  const { instalments = state.instalments } = data;
  return { ...(data.change === 'increase' ? gained(state, data) : lost(state, data)), instalments };
}

/** Money of nothing where there is none. */
const minor = (amount: MoneyJson | undefined): bigint => (amount ? minorOf(amount) : 0n);

const gained = (state: KnownContribution, data: Gain): KnownContribution => ({
  ...withTranches(state, grown(state.tranches, minorOf(data.amount), minorOf(data.home))),
  settledMinor: state.settledMinor + minor(data.applied?.amount),
  fundedMinor: state.fundedMinor + minor(data.applied?.funded),
  excessMinor: state.excessMinor - minor(data.applied?.amount),
  recognisedMinor: state.recognisedMinor + minor(data.recognises),
});

const lost = (state: KnownContribution, data: Loss): KnownContribution => ({
  ...withTranches(state, cut(state.tranches, state.settledMinor, minorOf(data.amount))),
  settledMinor: state.settledMinor - minor(data.unsettles?.amount),
  fundedMinor: state.fundedMinor - minor(data.unsettles?.funded),
  excessMinor: state.excessMinor + minor(data.unsettles?.amount),
  recognisedMinor: state.recognisedMinor - minor(data.recognised),
});

function received(state: KnownContribution, data: ContributionReceived): KnownContribution {
  const settles = minorOf(data.settles);
  const raised = grown(state.tranches, minor(data.raises?.amount), minor(data.raises?.home));
  const difference = minor(data.exchange?.difference);
  const tranches = difference === 0n ? raised : revalued(raised, state.settledMinor, settles, difference);
  return {
    ...withTranches(state, tranches),
    settledMinor: state.settledMinor + settles,
    fundedMinor: state.fundedMinor + minorOf(data.funded) + difference,
    excessMinor: state.excessMinor + minor(data.excess),
    recognisedMinor: state.recognisedMinor + minor(data.recognises),
  };
}

const broughtForward = (state: KnownContribution, data: BroughtForward): KnownContribution => ({
  ...state,
  settledMinor: state.settledMinor + minorOf(data.settles),
  fundedMinor: state.fundedMinor + minorOf(data.funded),
  excessMinor: state.excessMinor + minor(data.excess),
  recognisedMinor: state.recognisedMinor + minor(data.recognised),
});

function gaveBack(state: KnownContribution, data: ContributionReturned): KnownContribution {
  const excessMinor = state.excessMinor - minor(data.fromDue);
  if (!data.fromCommitment) return { ...state, excessMinor };
  const amount = minorOf(data.fromCommitment.amount);
  const tranches = returned(state.tranches, state.settledMinor, amount);
  const settledMinor = state.settledMinor - amount;
  return {
    ...withTranches(state, tranches),
    settledMinor,
    fundedMinor: homeOf(splitAt(tranches, settledMinor)[0]),
    excessMinor,
    recognisedMinor: state.recognisedMinor - minor(data.fromCommitment.recognised),
  };
}

/** What a reversal leaves: each change is undone by the opposite one on the figures that hold by now. */
function after(before: KnownContribution, reversal: Reversed): ContributionState {
  const state = { ...before, reversed: [...before.reversed, reversal.reverses.position] };
  const undone = undoneBy(reversal);
  switch (reversal.reverses.type) {
    case 'contribution.committed':
      return { ...ungained(state, undone as ContributionCommitted), status: 'pledged', conditions: [], instalments: [] };
    case 'contribution.condition-met':
      return {
        ...ungained(state, undone as ConditionMet),
        conditions: conditionsWith(state, undone as ConditionMet, 'open'),
      };
    case 'contribution.condition-ended':
      return { ...state, conditions: conditionsWith(state, undone as ConditionEnded, 'open') };
    case 'contribution.amended': {
      const data = undone as ContributionAmended;
      return data.change === 'increase' ? ungained(state, data) : unlost(state, data);
    }
    case 'contribution.written-off':
      return unlost(state, undone as Loss);
    case 'contribution.received':
      return unreceived(state, undone as ContributionReceived);
    case 'contribution.brought-forward':
      return unbrought(state, undone as BroughtForward);
    case 'contribution.returned':
      return ungaveBack(state, undone as ContributionReturned);
    case 'income.recognised':
      return { ...state, recognisedMinor: state.recognisedMinor - minorOf((undone as IncomeRecognised).amount) };
    default:
      return state;
  }
}

const ungained = (state: KnownContribution, data: Gain): KnownContribution => ({
  ...withTranches(state, splitAt(state.tranches, state.committedMinor - minorOf(data.amount))[0]),
  settledMinor: state.settledMinor - minor(data.applied?.amount),
  fundedMinor: state.fundedMinor - minor(data.applied?.funded),
  excessMinor: state.excessMinor + minor(data.applied?.amount),
  recognisedMinor: state.recognisedMinor - minor(data.recognises),
});

const unlost = (state: KnownContribution, data: Loss): KnownContribution => ({
  ...withTranches(state, grown(state.tranches, minorOf(data.amount), minorOf(data.home))),
  settledMinor: state.settledMinor + minor(data.unsettles?.amount),
  fundedMinor: state.fundedMinor + minor(data.unsettles?.funded),
  excessMinor: state.excessMinor - minor(data.unsettles?.amount),
  recognisedMinor: state.recognisedMinor + minor(data.recognised),
});

function unreceived(state: KnownContribution, data: ContributionReceived): KnownContribution {
  const settles = minorOf(data.settles);
  const difference = minor(data.exchange?.difference);
  const tranches = data.raises
    ? returned(state.tranches, state.settledMinor, settles)
    : difference === 0n
      ? state.tranches
      : promisedAgain(state.tranches, state.settledMinor, settles);
  const settledMinor = state.settledMinor - settles;
  const excessMinor = state.excessMinor - minor(data.excess);
  const { firstReceivedOn, ...rest } = state;
  return {
    ...withTranches(rest, tranches),
    ...(settledMinor + excessMinor === 0n || firstReceivedOn === undefined ? {} : { firstReceivedOn }),
    settledMinor,
    fundedMinor: state.fundedMinor - minorOf(data.funded) - difference,
    excessMinor,
    recognisedMinor: state.recognisedMinor - minor(data.recognises),
  };
}

const unbrought = (state: KnownContribution, data: BroughtForward): KnownContribution => ({
  ...state,
  settledMinor: state.settledMinor - minorOf(data.settles),
  fundedMinor: state.fundedMinor - minorOf(data.funded),
  excessMinor: state.excessMinor - minor(data.excess),
  recognisedMinor: state.recognisedMinor - minor(data.recognised),
});

function ungaveBack(state: KnownContribution, data: ContributionReturned): KnownContribution {
  const settled = {
    ...state,
    settledMinor: state.settledMinor + minor(data.fromSettled?.amount),
    fundedMinor: state.fundedMinor + minor(data.fromSettled?.funded),
    excessMinor: state.excessMinor + minor(data.fromDue),
  };
  if (!data.fromCommitment) return settled;
  const tranche = {
    amountMinor: minorOf(data.fromCommitment.amount),
    homeMinor: minorOf(data.fromCommitment.home),
    differenceMinor: 0n,
  };
  const tranches = inserted(settled.tranches, settled.settledMinor, tranche);
  const settledMinor = settled.settledMinor + tranche.amountMinor;
  return {
    ...withTranches(settled, tranches),
    settledMinor,
    fundedMinor: homeOf(splitAt(tranches, settledMinor)[0]),
    recognisedMinor: state.recognisedMinor + minor(data.fromCommitment.recognised),
  };
}

/** What is promised and can still come about, whatever it depends on. */
export const openConditions = (state: KnownContribution): readonly KnownCondition[] =>
  state.conditions.filter((each) => each.status === 'open');

/** What is committed and has not come in. */
export const outstandingOf = (state: KnownContribution): bigint => state.committedMinor - state.settledMinor;

/** What an amount settles of the outstanding commitment. */
export const settledBy = (state: KnownContribution, amountMinor: bigint): bigint => least(amountMinor, outstandingOf(state));
