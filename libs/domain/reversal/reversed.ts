import { type MoneyJson, minorOf, sum } from '#kernel/money';
import { present } from '#kernel/present';
import type { Paper } from '../command.js';
import type { PaymentLine } from '../accounts/disbursement.js';

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
  /**
   * The data of the reversed event as it is undone by now, where how its amount splits has changed since: money that came
   * before its commitment settles it later. Same type, same amount, same bank account.
   */
  readonly restated?: unknown;
  /** Whose money moves back, where the reversed event paid or returned any; each line sums to the cent. */
  readonly lines?: readonly PaymentLine[];
  /** Where an account is too low by now, or its counterpart waits to be cleared. */
  readonly shifts?: readonly Shift[];
}

/** What a reversal moves on other accounts in the stead of one, in minor units. */
export const shiftedFrom = ({ shifts = [] }: Reversed, account: string): bigint =>
  sum(shifts.filter((each) => each.account === account).map((each) => minorOf(each.amount)));

/** What a reversal takes back: the data of its event, with the figures that hold by now. */
export const undoneBy = ({ reverses, restated, lines }: Reversed): unknown => ({
  ...((restated ?? reverses.data) as object),
  ...present({ lines }),
});

/** `amount` of what the reversal would move on `account` it moves on `instead`, on the same side. */
export interface Shift {
  readonly account: string;
  readonly instead: string;
  readonly amount: MoneyJson;
}
