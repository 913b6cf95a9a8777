import type { MoneyJson } from '#kernel/money';
import type { Attributed } from './attribution.js';
import type { Paper } from './command.js';

/** What a reversal undoes: the event itself, so that its postings follow from this event alone. */
export interface Reverses {
  readonly position: number;
  readonly type: string;
  readonly schemaVersion: number;
  readonly data: unknown;
}

/** The data of every `*.reversed` event. */
export interface Reversed extends Paper {
  readonly reverses: Reverses;
  /** Whose money moves back, where the reversed event paid or returned any; each line sums to the cent. */
  readonly lines?: readonly {
    readonly earmark: string;
    readonly amount: MoneyJson;
    readonly attribution: readonly Attributed[];
  }[];
  /** Undoing a fact may find an account too low by now. */
  readonly shifts?: readonly Shift[];
}

/** `amount` of what the reversal would move on `account` it moves on `instead`, on the same side. */
export interface Shift {
  readonly account: string;
  readonly instead: string;
  readonly amount: MoneyJson;
}
