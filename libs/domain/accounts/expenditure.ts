import type { StreamEvent } from '#kernel/decider';
import { type MoneyJson, minorOf, sum } from '#kernel/money';
import type { LocalDate } from '#kernel/time';
import { unreachable } from '#kernel/unreachable';
import type { Paper } from '../command.js';
import type { ExpenseLine } from './disbursement.js';
import type { Rate } from '../fund/fund.js';
import { type Reversed, shiftedFrom } from '../reversal/reversed.js';
import type { Stream } from '../stream.js';

/** Why a cost is questioned, or not accepted. */
export const findingReasons = [
  'no-evidence',
  'ineligible',
  'outside-period',
  'over-budget',
  'claimed-before',
  'procurement',
  'arithmetic',
  'other',
] as const;
export type FindingReason = (typeof findingReasons)[number];

// Events

export interface CategoryLine {
  readonly category: string;
  readonly amount: MoneyJson;
}

/** A paper behind a cost, by the hash of its content; who issued it may be a person, so that the name is kept apart. */
export interface EvidenceDocument {
  readonly number: string;
  readonly date: LocalDate;
  readonly sha256: string;
  /** The part of it that is claimed here, in percent; all of it when absent. */
  readonly share?: string;
  readonly supplierHash?: string;
}

/** What was spent in a category: in the fund's currency, and in that of the report where it is another. */
export interface ReportedLine extends CategoryLine {
  readonly own?: MoneyJson;
  /** Of a category that is paid by the unit. */
  readonly quantity?: string;
  readonly documents?: readonly EvidenceDocument[];
}

/** A category that would have more than the grant's budget has for it. */
export interface OverBudget extends CategoryLine {
  readonly budget: MoneyJson;
}

export interface ExpenditureSubmitted extends Paper {
  readonly grant: string;
  readonly activity: string;
  readonly payee: string;
  readonly periodStart: LocalDate;
  readonly periodEnd: LocalDate;
  readonly lines: readonly ReportedLine[];
  /** How the currency of the report became the fund's. */
  readonly rate?: Rate;
  /** At which the payee had changed its advance, where the fund bears the difference. */
  readonly advanceRate?: Rate;
  /** With what was accepted before: `amount` is the sum. */
  readonly overBudget?: readonly OverBudget[];
}

/** The report anew; `replaces` are its lines of before. */
export interface ExpenditureCorrected extends ExpenditureSubmitted {
  readonly replaces: readonly CategoryLine[];
}

export interface ExpenditureQuestioned extends Paper {
  readonly grant: string;
  readonly lines: readonly { readonly category: string; readonly reason: FindingReason; readonly commentHash?: string }[];
}

export interface ExpenditureAnswered extends Paper {
  readonly grant: string;
  readonly lines: readonly {
    readonly category: string;
    readonly answerHash: string;
    readonly documents?: readonly EvidenceDocument[];
  }[];
}

/** An accepted cost and the earmark that bears it. */
export type CostLine = ExpenseLine;

/** What moves when a cost becomes the fund's, or is the fund's no more. */
interface Costs extends Paper {
  readonly grant: string;
  readonly activity: string;
  readonly payee: string;
  readonly total: MoneyJson;
  /** Of a grant with a budget by category: what is accepted is counted against it. */
  readonly budgeted?: true;
}

/** An exchange difference that the fund bears under a grant. */
export interface BorneDifference {
  readonly kind: 'gain' | 'loss';
  readonly amount: MoneyJson;
  /** By the policy of the day: what of it is of the net assets of earmarks; the rest is of the free ones. */
  readonly restricted?: readonly { readonly earmark: string; readonly amount: MoneyJson }[];
}

/** The fund's share of what was spent. It clears the advance first; what goes beyond is owed to the payee. */
export interface ExpenditureAccepted extends Costs {
  readonly lines: readonly CostLine[];
  readonly clearsAdvance: MoneyJson;
  readonly toPayable: MoneyJson;
  /** Borne by the fund: what the advance was worth beyond the costs that it paid, or less. */
  readonly exchange?: BorneDifference;
  /** The same with its sign, a loss above zero: the fund has paid it, and it is no accepted cost. Absent in earlier events. */
  readonly unaccepted?: MoneyJson;
}

/** Costs that are not accepted, or that had been and are recovered. */
export interface ExpenditureDisallowed extends Costs {
  readonly disallowance: string;
  readonly of: 'reported' | 'accepted';
  readonly findings: readonly (CategoryLine & { readonly reason: FindingReason })[];
  /** Of accepted costs: which expense of the fund they were. */
  readonly lines: readonly CostLine[];
  readonly commentHash?: string;
}

export interface ExpenditureAppealed extends Paper {
  readonly grant: string;
  readonly disallowance: string;
  readonly groundsHash: string;
}

/** A third person decides. What is upheld is as if it had not been disallowed; what was paid back meanwhile is owed again. */
export interface ExpenditureAppealDecided extends Costs {
  readonly disallowance: string;
  readonly upheld: boolean;
  readonly of: 'reported' | 'accepted';
  readonly lines: readonly CostLine[];
  readonly toRecoverable: MoneyJson;
  readonly clearsAdvance: MoneyJson;
  readonly toPayable: MoneyJson;
  readonly commentHash?: string;
}

export type ExpenditureEvent =
  | StreamEvent<'expenditure.submitted', ExpenditureSubmitted>
  | StreamEvent<'expenditure.corrected', ExpenditureCorrected>
  | StreamEvent<'expenditure.questioned', ExpenditureQuestioned>
  | StreamEvent<'expenditure.answered', ExpenditureAnswered>
  | StreamEvent<'expenditure.accepted', ExpenditureAccepted>
  | StreamEvent<'expenditure.disallowed', ExpenditureDisallowed>
  | StreamEvent<'expenditure.appealed', ExpenditureAppealed>
  | StreamEvent<'expenditure.appeal-decided', ExpenditureAppealDecided>
  | StreamEvent<'expenditure.reversed', Reversed>;

// State

/** An acceptance that stands. */
export interface Acceptance {
  readonly position: number;
  readonly acceptedBy: string;
  readonly lines: readonly CostLine[];
}

export interface Disallowance {
  readonly id: string;
  readonly position: number;
  readonly disallowedBy: string;
  readonly disallowedOn: LocalDate;
  readonly data: ExpenditureDisallowed;
  readonly appealedBy?: string;
  /** Once an appeal is decided; what is upheld is not disallowed any more. */
  readonly upheld?: boolean;
}

export interface Report {
  readonly report: ExpenditureSubmitted;
  readonly submittedBy: string;
  /** Others who had submitted it before it was corrected; absent when nobody had. */
  readonly submittedBefore?: readonly string[];
  /** Categories in question, and whether they are answered. */
  readonly questions: Readonly<Record<string, 'asked' | 'answered'>>;
  /** Documents that answers brought. */
  readonly answered: readonly EvidenceDocument[];
  readonly acceptances: readonly Acceptance[];
  readonly disallowances: readonly Disallowance[];
  /** What had come back for disallowances that stand no more, and is the payee's again; absent when nothing had. */
  readonly restoredMinor?: bigint;
  /** Position of the last event. */
  readonly last: number;
  readonly reversed: readonly number[];
}

export const reportStatuses = ['submitted', 'questioned', 'answered', 'partly-accepted', 'accepted', 'disallowed'] as const;
export type ReportStatus = (typeof reportStatuses)[number];
export type ExpenditureState = { readonly status: 'absent' } | (Report & { readonly status: ReportStatus });
export type ExistingReport = Exclude<ExpenditureState, { readonly status: 'absent' }>;

export const expenditure: Stream<ExpenditureState, ExpenditureEvent> = {
  kind: 'expenditure',
  thing: 'expenditure report',
  initial: { status: 'absent' },
  evolve: (before, happened) => {
    const last = happened.position;
    if (happened.type === 'expenditure.submitted') {
      const { data: report, actor: submittedBy } = happened;
      const nothing = { questions: {}, answered: [], acceptances: [], disallowances: [], reversed: [] };
      return { status: 'submitted', report, submittedBy, last, ...nothing };
    }
    if (before.status === 'absent') return before;
    const { status: _, ...state } = { ...before, last };
    switch (happened.type) {
      case 'expenditure.corrected':
        return standing({
          ...state,
          ...submittedAnew(state, happened.actor),
          report: happened.data,
          questions: {},
          answered: [],
        });
      case 'expenditure.questioned':
        return standing({ ...state, questions: { ...state.questions, ...marked(happened.data.lines, 'asked') } });
      case 'expenditure.answered':
        return standing({
          ...state,
          questions: { ...state.questions, ...marked(happened.data.lines, 'answered') },
          answered: [...state.answered, ...happened.data.lines.flatMap((each) => each.documents ?? [])],
        });
      case 'expenditure.accepted': {
        const acceptance = { position: last, acceptedBy: happened.actor, lines: happened.data.lines };
        return standing({ ...state, acceptances: [...state.acceptances, acceptance] });
      }
      case 'expenditure.disallowed': {
        const { actor: disallowedBy, valueDate: disallowedOn, data } = happened;
        const made = { id: data.disallowance, position: last, disallowedBy, disallowedOn, data };
        return standing({ ...state, disallowances: [...state.disallowances, made] });
      }
      case 'expenditure.appealed':
        return standing(withDisallowance(state, happened.data.disallowance, { appealedBy: happened.actor }));
      case 'expenditure.appeal-decided':
        return standing(restoring(appealed(state, happened.data), restoredByAppeal(happened.data)));
      case 'expenditure.reversed':
        return standing(
          restoring(withoutEvent(state, happened.data.reverses.position), restoredByReversal(state, happened.data)),
        );
      default:
        return unreachable(happened);
    }
  },
};

/** Whoever corrects a report answers for it, beside those who submitted it before. */
function submittedAnew(state: Report, submittedBy: string): Pick<Report, 'submittedBy' | 'submittedBefore'> {
  const others = submittersOf(state).filter((each) => each !== submittedBy);
  return { submittedBy, ...(others.length === 0 ? {} : { submittedBefore: [...new Set(others)] }) };
}

/** All who submitted a report, or a version of it. */
export const submittersOf = ({ submittedBy, submittedBefore = [] }: Report): readonly string[] => [
  submittedBy,
  ...submittedBefore,
];

const marked = <Mark>(lines: readonly { readonly category: string }[], mark: Mark): Record<string, Mark> =>
  Object.fromEntries(lines.map((each) => [each.category, mark]));

/** What was paid back, or set off, for a disallowance that an appeal undoes: what of it was not due any more. */
export const restoredByAppeal = ({ of, upheld, total, toRecoverable }: ExpenditureAppealDecided): bigint =>
  of === 'accepted' && upheld ? minorOf(total) - minorOf(toRecoverable) : 0n;

/** The same where it is reversed: what does not come off what is due. */
const restoredByReversal = ({ report: { grant } }: Report, reversal: Reversed): bigint =>
  reversal.reverses.type === 'expenditure.disallowed' ? shiftedFrom(reversal, `recoverable:${grant}`) : 0n;

const appealed = (state: Report, { disallowance, upheld }: ExpenditureAppealDecided): Report =>
  withDisallowance(state, disallowance, { upheld });

const restoring = (state: Report, restored: bigint): Report =>
  restored === 0n ? state : { ...state, restoredMinor: (state.restoredMinor ?? 0n) + restored };

const withDisallowance = (state: Report, id: string, change: Partial<Disallowance>): Report => ({
  ...state,
  disallowances: state.disallowances.map((each) => (each.id === id ? { ...each, ...change } : each)),
});

const withoutEvent = (state: Report, position: number): Report => ({
  ...state,
  acceptances: state.acceptances.filter((each) => each.position !== position),
  disallowances: state.disallowances.filter((each) => each.position !== position),
  reversed: [...state.reversed, position],
});

const standing = (state: Report): ExistingReport => ({ ...state, status: statusOf(state) });

/** Where a report stands follows from what is open in it, in question, accepted and not. */
function statusOf(state: Report): ReportStatus {
  const open = openOf(state);
  if (open.size === 0) return state.acceptances.length > 0 ? 'accepted' : 'disallowed';
  const inQuestion = [...open.keys()].map((category) => state.questions[category]);
  if (inQuestion.includes('asked')) return 'questioned';
  if (inQuestion.includes('answered')) return 'answered';
  return state.acceptances.length > 0 ? 'partly-accepted' : 'submitted';
}

/** What of each category is neither accepted nor disallowed; in minor units, without those of which nothing is. */
export function openOf({ report, acceptances, disallowances }: Report): Map<string, bigint> {
  const rest = new Map(report.lines.map((each) => [each.category, minorOf(each.amount)]));
  const less = ({ category, amount }: CategoryLine): void => {
    rest.set(category, (rest.get(category) ?? 0n) - minorOf(amount));
  };
  for (const { lines } of acceptances) lines.forEach(less);
  for (const { data, upheld } of disallowances) if (data.of === 'reported' && upheld !== true) data.findings.forEach(less);
  return new Map([...rest].filter(([, amountMinor]) => amountMinor > 0n));
}

/** What stands as accepted in a category, by the earmark that bears it; in minor units. */
export function acceptedIn({ acceptances, disallowances }: Report, category: string): Map<string, bigint> {
  const parts = new Map<string, bigint>();
  const move = (lines: readonly CostLine[], sign: 1n | -1n): void => {
    for (const line of lines) {
      if (line.category === category) parts.set(line.earmark, (parts.get(line.earmark) ?? 0n) + sign * minorOf(line.amount));
    }
  };
  for (const { lines } of acceptances) move(lines, 1n);
  for (const { data, upheld } of disallowances) if (upheld !== true) move(data.lines, -1n);
  return parts;
}

/** What stands as accepted in the whole report; in minor units. */
export const acceptedTotal = (state: Report): bigint =>
  sum(state.report.lines.flatMap(({ category }) => [...acceptedIn(state, category).values()]));
