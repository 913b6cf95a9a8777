import type { BookId } from '#kernel/ids';
import type { MoneyJson } from '#kernel/money';
import type { RowIssue } from './issue.js';

/** What is done with rows: nothing, all of them or none, or each for itself. */
export const importModes = ['dry-run', 'all-or-nothing', 'row-by-row'] as const;
export type ImportMode = (typeof importModes)[number];

/** An event that a row became, or would become. */
export interface RowEvent {
  readonly type: string;
  readonly stream: string;
  /** Its position in the book; of a dry run, the one that it would have now. */
  readonly position: number;
  /** Of a dry run: its lines, debit positive. */
  readonly postings?: readonly (MoneyJson & { readonly account: string })[];
}

/** What became of a row, or of the rows that are one command. */
export interface RowOutcome {
  readonly rows: readonly number[];
  /** Rows of other sheets of the workbook that belong to them. */
  readonly related?: readonly { readonly sheet: string; readonly rows: readonly number[] }[];
  /**
   * `posted` now; `ready`, and not posted since this was a dry run or others were refused; `known`, in the book since an
   * earlier time; `refused`.
   */
  readonly outcome: 'posted' | 'ready' | 'known' | 'refused';
  readonly key?: string;
  readonly events?: readonly RowEvent[];
}

/** A balance that decides, on its own side, before the first and after the last row that goes in. */
export interface BalanceMove {
  readonly account: string;
  readonly currency: string;
  readonly before: string;
  readonly after: string;
}

/** What a column of amounts sums to, over all rows that are not refused. */
export interface ControlTotal extends MoneyJson {
  readonly header: string;
  /** How many amounts. */
  readonly count: number;
}

/** What an import has done, or would do. */
export interface RowsReport {
  readonly kind: string;
  readonly book: BookId;
  readonly mode: ImportMode;
  /** SHA-256 of the file. */
  readonly file: string;
  /** Whether every row is in the book, or in a dry run would be. */
  readonly complete: boolean;
  /** Rows of the file, and how many of them were posted, are ready, were there before, and were refused. */
  readonly rows: {
    readonly total: number;
    readonly posted: number;
    readonly ready: number;
    readonly known: number;
    readonly refused: number;
  };
  /** How many of the rows a filter, or somebody, has hidden: they are taken like the others. */
  readonly hiddenRows: number;
  /** The position of the book after it. */
  readonly position: number;
  /** Heads of columns that were passed over. */
  readonly ignoredColumns: readonly string[];
  /** Names of sheets of the workbook that were passed over. */
  readonly ignoredSheets: readonly string[];
  /** What is wrong, in the order of the rows; the first thousand. */
  readonly issues: readonly RowIssue[];
  /** How many issues there are in all. */
  readonly issueCount: number;
  /** What became of the rows, in their order; the first thousand. */
  readonly outcomes: readonly RowOutcome[];
  /** What the columns of amounts sum to, by currency: to compare with the sheet's own sums. */
  readonly totals: readonly ControlTotal[];
  /** Of a dry run, and of what was posted: the balances that moved. */
  readonly balances: readonly BalanceMove[];
}

/** How many issues, outcomes and balances a report lists. */
export const mostListed = 1_000;
