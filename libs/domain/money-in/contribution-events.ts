import type { StreamEvent } from '#kernel/decider';
import type { MoneyJson } from '#kernel/money';
import type { LocalDate } from '#kernel/time';
import type { Paper } from '../command.js';
import type { ConditionWords } from '../condition-words.js';
import type { Rate } from '../fund/fund.js';
import type { Reversed } from '../reversal/reversed.js';

/**
 * What happens to a contribution. Amounts are in its own currency where nothing else is said; `home`, `funded` and all that
 * clears or opens a shortfall are in the home currency of the fund.
 */

/** Why money is no new resource for cooperation, though the fund receives it. */
export const notNewGrounds = [
  'official-salaries',
  'transfer-to-fund',
  'transfer-to-international-body',
  'relabelled-budget',
] as const;
export type NotNewGround = (typeof notNewGrounds)[number];

/** Who gives, under which earmark: fixed by the first event of a contribution. */
export interface Terms {
  readonly contributor: string;
  /** Exactly one; an agreement that binds money to several is several contributions. */
  readonly earmark: string;
  /** The agreement's own number or title. */
  readonly agreement?: string;
  /** The contributor's own IATI activity, where it publishes one. */
  readonly providerActivity?: string;
  /** Present where it is no genuine new money: shown, and never counted as new resources. */
  readonly notNew?: NotNewGround;
}

/** Whose contribution it is, repeated so that each event can be read alone. */
export interface Source {
  readonly contributor: string;
  readonly earmark: string;
}

/** A part of the agreement that is promised only if something comes about. */
export interface Condition extends ConditionWords {
  readonly id: string;
  readonly text: string;
  readonly amount: MoneyJson;
  /** By when it has to come about, where the agreement says so. */
  readonly until?: LocalDate;
}

/** When how much is due under the agreement. */
export interface DueInstalment {
  readonly id: string;
  readonly dueDate: LocalDate;
  readonly amount: MoneyJson;
  /** It is due only once this condition is met. */
  readonly condition?: string;
}

/** What a commitment gains: it is receivable, and free to allocate. */
export interface Gain {
  readonly amount: MoneyJson;
  /** What it is worth in the home currency. */
  readonly home: MoneyJson;
  readonly rate?: Rate;
  /** Received before it was committed, and owed to the contributor until now. */
  readonly applied?: { readonly amount: MoneyJson; readonly funded: MoneyJson };
  /** The part of `home` that clears a shortfall instead of becoming free to allocate. */
  readonly clearsShortfall?: MoneyJson;
  /** The part of `applied.funded` that clears a shortfall of cover. */
  readonly clearsCoverShortfall?: MoneyJson;
  /** The part that becomes income at once, by the fund's policy. */
  readonly recognises?: MoneyJson;
}

/** What a commitment loses. */
export interface Loss {
  readonly amount: MoneyJson;
  readonly home: MoneyJson;
  /** The part of `home` that is not free to allocate any more: it is missing from now on. */
  readonly shortfall?: MoneyJson;
  /** Had been received, and is owed to the contributor from now on. */
  readonly unsettles?: { readonly amount: MoneyJson; readonly funded: MoneyJson; readonly coverShortfall?: MoneyJson };
  /** The part of `amount` that had become income. */
  readonly recognised?: MoneyJson;
}

export interface ContributionPledged extends Terms, Paper {
  readonly amount: MoneyJson;
}

/** `amount` is the unconditional part; it may be nothing where all depends on conditions. */
export interface ContributionCommitted extends Terms, Gain, Paper {
  readonly conditions?: readonly Condition[];
  readonly instalments?: readonly DueInstalment[];
}

/** A collection among the public: nobody signs, so that what comes in is committed as it comes. */
export interface CollectionOpened extends Terms, Paper {
  readonly currency: string;
}

/** The condition came about, or a body waived it: the part that depended on it is committed. */
export interface ConditionMet extends Source, Gain, Paper {
  readonly condition: string;
  readonly waived?: true;
}

/** The condition did not come about: the part that depended on it is not promised any more. */
export interface ConditionEnded extends Source, Paper {
  readonly condition: string;
  readonly outcome: 'failed' | 'lapsed';
  readonly amount: MoneyJson;
}

/** The agreement gives more, or less. */
export type ContributionAmended = Source &
  Paper & { readonly instalments?: readonly DueInstalment[] } & (
    | ({ readonly change: 'increase' } & Gain)
    | ({ readonly change: 'cut' } & Loss)
  );

/** Other dates for the same amount. */
export interface ContributionRescheduled extends Source, Paper {
  readonly instalments: readonly DueInstalment[];
}

export interface ContributionReceived extends Source, Paper {
  /** What the bank credited, in the currency of the account. */
  readonly amount: MoneyJson;
  readonly bankAccount: string;
  readonly bankReference?: string;
  /** What the contributor sent, where that was another currency than the account's. */
  readonly sent?: MoneyJson;
  /** From what was sent to the currency of the contribution, where it is needed. */
  readonly rate?: Rate;
  /** What settles the commitment; the rest of what it is worth is owed back to the contributor. */
  readonly settles: MoneyJson;
  readonly excess?: MoneyJson;
  /** What `settles` is worth in the home currency, at the rate of the commitment. */
  readonly funded: MoneyJson;
  /** How much more (or less: negative) the bank credited in the home currency than that. */
  readonly exchange?: { readonly difference: MoneyJson; readonly clearsShortfall?: MoneyJson; readonly shortfall?: MoneyJson };
  readonly clearsCoverShortfall?: MoneyJson;
  readonly recognises?: MoneyJson;
  /** Of a collection: committed as it comes. */
  readonly raises?: { readonly amount: MoneyJson; readonly home: MoneyJson; readonly clearsShortfall?: MoneyJson };
  /** Of a collection: how many gave. Nobody is named. */
  readonly givers?: number;
}

/** What is owed will not come. */
export interface ContributionWrittenOff extends Source, Loss, Paper {}

/** Money goes back to the contributor: first what is owed to it anyway, then what had settled the commitment. */
export interface ContributionReturned extends Source, Paper {
  /** What left the bank, in the currency of the account. */
  readonly amount: MoneyJson;
  readonly bankAccount: string;
  readonly bankReference?: string;
  /** Of an account in another currency than the contribution: what both are worth in the home currency. */
  readonly worth?: MoneyJson;
  readonly fromDue?: MoneyJson;
  /** Only as it is undone: what was owed by then settles the commitment, since other receipts were undone. */
  readonly fromSettled?: { readonly amount: MoneyJson; readonly funded: MoneyJson };
  readonly fromCommitment?: {
    readonly amount: MoneyJson;
    /** What of it had become income. */
    readonly recognised?: MoneyJson;
    /** What is free to allocate, and to pay out, no more. */
    readonly home: MoneyJson;
  };
}

/** By the fund's policy, money becomes income as what it pays for is spent. */
export interface IncomeRecognised extends Source, Paper {
  readonly amount: MoneyJson;
  /** What its payments and the fund's own costs had spent of it by then, in the home currency. */
  readonly spent: MoneyJson;
}

/** A fund that moves here: what had come in of the contribution by then, and what of that was spent. */
export interface BroughtForward extends Source, Paper {
  readonly settles: MoneyJson;
  readonly excess?: MoneyJson;
  /** In another currency than that of the fund: what all that had come in is worth in the home currency. */
  readonly worth?: MoneyJson;
  readonly funded: MoneyJson;
  /** Paid out for what has ended, and for the running of the fund. */
  readonly spent: MoneyJson;
  /** What had become income. */
  readonly recognised?: MoneyJson;
}

export type ContributionEvent =
  | StreamEvent<'contribution.pledged', ContributionPledged>
  | StreamEvent<'contribution.collection-opened', CollectionOpened>
  | StreamEvent<'contribution.committed', ContributionCommitted>
  | StreamEvent<'contribution.condition-met', ConditionMet>
  | StreamEvent<'contribution.condition-ended', ConditionEnded>
  | StreamEvent<'contribution.amended', ContributionAmended>
  | StreamEvent<'contribution.rescheduled', ContributionRescheduled>
  | StreamEvent<'contribution.received', ContributionReceived>
  | StreamEvent<'contribution.brought-forward', BroughtForward>
  | StreamEvent<'contribution.written-off', ContributionWrittenOff>
  | StreamEvent<'contribution.returned', ContributionReturned>
  | StreamEvent<'income.recognised', IncomeRecognised>
  | StreamEvent<'contribution.reversed', Reversed>;
