import type { Instant, LocalDate } from '#kernel/time';
import type { Budget, Decimal, IatiActivity, IatiTransaction, PlannedDisbursement } from './model.js';

/*
 * What a publisher's file says, as far as it can be used. The shapes are the model's own; what a real file may leave out
 * or get wrong is optional here, and lists are there even when empty.
 */

/** An amount as published. It is in the list only when its figure is a decimal and its currency is named. */
export interface ReadValue {
  /** As the file has it, without surrounding white space. */
  readonly text: string;
  /** The element's own currency, or else the activity's default; three capital letters, or what the file says. */
  readonly currency: string;
  /** The exact figure in shortest form: `2000`, `12.345`. */
  readonly exact: Decimal;
  /** Absent when a ledger cannot carry the amount as it is; a problem says why. */
  readonly amountMinor?: bigint | undefined;
  readonly valueDate?: LocalDate | undefined;
}

type ReadAs<Written> = Omit<Written, 'value'> & { readonly value: ReadValue; readonly line: number };

export type ReadTransaction = ReadAs<IatiTransaction>;
export type ReadBudget = ReadAs<Budget>;
export type ReadPlannedDisbursement = ReadAs<PlannedDisbursement>;

/** Members of the model that are lists, when they may be absent there. */
type ListOf<Key extends keyof IatiActivity> = { readonly [Name in Key]-?: NonNullable<IatiActivity[Name]> };

type Lists = ListOf<
  | 'otherIdentifiers'
  | 'contacts'
  | 'recipientCountries'
  | 'recipientRegions'
  | 'locations'
  | 'sectors'
  | 'tags'
  | 'humanitarianScopes'
  | 'policyMarkers'
  | 'defaultAidTypes'
  | 'documents'
  | 'relatedActivities'
  | 'results'
>;

type Lenient = Omit<
  IatiActivity,
  keyof Lists | 'reportingOrg' | 'status' | 'defaultCurrency' | 'budgets' | 'plannedDisbursements' | 'transactions'
>;

export interface ReadActivity extends Lenient, Lists {
  /** Where `<iati-activity` stands in the file, from 1. */
  readonly line: number;
  readonly reportingOrg?: IatiActivity['reportingOrg'] | undefined;
  readonly status?: IatiActivity['status'] | undefined;
  /** As the file has it; it need not be a currency that we know. */
  readonly defaultCurrency?: string | undefined;
  readonly budgets: readonly ReadBudget[];
  readonly plannedDisbursements: readonly ReadPlannedDisbursement[];
  readonly transactions: readonly ReadTransaction[];
}

/** A text for people. */
export interface Bilingual {
  readonly en: string;
  readonly es: string;
}

/**
 * - `error`: something of the file is not among what was read (or cannot be used by a ledger).
 * - `warning`: read, though not as it stands or with a doubt that somebody should settle.
 * - `info`: outside what is read, or harmless.
 */
export type Severity = 'error' | 'warning' | 'info';

export interface Problem {
  readonly severity: Severity;
  /** A stable kebab-case name; problem-texts.ts has them all. */
  readonly rule: string;
  /** The activity's identifier, when there is one. */
  readonly activity?: string | undefined;
  /** The transaction's ref, or its place in the activity as `#3`. */
  readonly transaction?: string | undefined;
  /** The line of the first occurrence, from 1. */
  readonly line: number;
  /** The element or attribute, e.g. `transaction/value/@currency`. */
  readonly field: string;
  /** What the file says there (at most 200 characters of it). */
  readonly value: string;
  /** How often it occurs in this activity (or in the file, outside activities); the rest of the problem is of the first. */
  readonly count: number;
  readonly message: Bilingual;
}

/** The head of the file. */
export interface ReadHead {
  readonly line: number;
  /** As the file has it, e.g. `2.03`; absent when it names none. */
  readonly version?: string | undefined;
  readonly generatedDatetime?: Instant | undefined;
}

/** One thing that the reader found, in the order of the file; the problems of an activity follow it. */
export type ReadItem =
  | { readonly kind: 'head'; readonly head: ReadHead }
  | { readonly kind: 'activity'; readonly activity: ReadActivity }
  | { readonly kind: 'problem'; readonly problem: Problem };
