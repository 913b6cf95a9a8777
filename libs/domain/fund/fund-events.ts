import type { StreamEvent } from '#kernel/decider';
import type { MoneyJson } from '#kernel/money';
import type { LocalDate } from '#kernel/time';
import type { Paper } from '../command.js';
import type { Narratives } from '../fields.js';
import type { Policy } from './fund-rules.js';

/** An earmark or a window of the fund: an id that events name, and its title. */
export interface Named {
  readonly id: string;
  readonly title: Narratives;
}

/** A bank account of the fund, by an id of the fund's own: the bank's number is never in events. */
export interface BankAccount {
  readonly id: string;
  readonly currency: string;
}

// Events

export interface FundEstablished extends Paper {
  readonly name: Narratives;
  readonly description?: Narratives;
  readonly homeCurrency: string;
  /** All that the book carries, home currency included. */
  readonly currencies: readonly string[];
  /** IANA name; decides what day it is. */
  readonly timeZone: string;
  readonly startsOn: LocalDate;
  readonly endsOn?: LocalDate;
  readonly rules: FundRules;
  /** Rules that the fund sets for itself. */
  readonly policy?: Policy;
  /** What contributors may bind their money to; `none` (free) is always there. */
  readonly earmarks: readonly Named[];
  /** What is allocated to; `general` and `administration` are always there. */
  readonly windows: readonly Named[];
  readonly bankAccounts: readonly BankAccount[];
  readonly publishing: Publishing;
  /** The agreement of the registry that it rests on. */
  readonly legalFrame?: string;
}

export interface FundRules {
  /** When contributions are bound to what they pay for. */
  readonly bindAt: 'signature';
  /** In which order contributions under one earmark are drawn. */
  readonly attribution: 'proportional' | 'first-in-first-out';
  /** Whether interest stays with the fund or is owed back to the contributors. */
  readonly interest: 'kept' | 'owed-back';
}

/** What the fund says of itself in its published files. */
export interface Publishing {
  /** The publisher: IATI organisation identifier, name, organisation type. */
  readonly reportingOrg: { readonly ref: string; readonly name: string; readonly type: string };
  readonly language: 'es' | 'en' | 'pt' | 'fr';
  readonly mailbox?: string;
  readonly website?: string;
  readonly scope?: string;
  readonly countries: readonly { readonly code: string; readonly percentage: string }[];
  readonly sectors: readonly { readonly code: string; readonly percentage: string }[];
  readonly collaborationType?: string;
  readonly flowType: string;
  readonly financeType: string;
  readonly aidType: string;
  readonly tiedStatus: string;
}

/** What the rules gain, and how the fund's own rules change; nothing that is in use is ever taken away. */
export interface FundRulesAmended extends Paper {
  readonly currencies?: readonly string[];
  readonly earmarks?: readonly Named[];
  readonly windows?: readonly Named[];
  readonly bankAccounts?: readonly BankAccount[];
  /** Each member that is here replaces the one of before. */
  readonly policy?: Policy;
  readonly legalFrame?: string;
}

/** A body of its governance has been appointed: from the first one on, minutes name bodies that the book knows. */
export interface FundBodyAppointed extends Paper {
  readonly body: string;
}

/** A period has been closed: nothing is dated up to its end any more. */
export interface FundPeriodClosed extends Paper {
  readonly period: string;
  readonly through: LocalDate;
  /** What the money of each foreign currency stood at by then, in the home currency. */
  readonly carried?: readonly CarriedValue[];
}

/** What the money of a foreign currency stands at. */
export interface CarriedValue {
  readonly currency: string;
  readonly bookValue: MoneyJson;
}

/** The end: everything is paid, returned and accounted for, and nothing can be decided any more. */
export interface FundClosed extends Paper {
  readonly closedOn: LocalDate;
}

/** Which account of the fund's own chart the accounts of the book are: by kind, and what their key begins with. */
export interface FundChartMapped extends Paper {
  readonly accounts: readonly {
    readonly kind: string;
    /** The whole key or its first parts; empty for all of the kind that nothing else names. */
    readonly key: string;
    readonly code: string;
    readonly name: string;
  }[];
}

export type FundEvent =
  | StreamEvent<'fund.period-closed', FundPeriodClosed>
  | StreamEvent<'fund.closed', FundClosed>
  | StreamEvent<'fund.chart-mapped', FundChartMapped>
  | StreamEvent<'fund.established', FundEstablished>
  | StreamEvent<'fund.rules-amended', FundRulesAmended>
  | StreamEvent<'fund.body-appointed', FundBodyAppointed>;
