import type { JournalRule } from '#audit/verify-journal';

/**
 * What a finding is about: a rule of the journal (docs/formats/journal.md), or of what is kept beside it. `column`: a copy
 * out of the record; `node`: an inner node of the tree is not what the leaves under it come to; `state`: what is kept of a stream is not what its events come
 * to; `postings`: the event has none, or they do not sum to zero; `balance`: a decision balance is not what
 * the postings come to; `command`: a key does not stand for its events; `content`: a text that is kept apart does not have
 * its hash, or is gone with its row; `basis`: another book does not reach where a decision read it; `view`: a view is not
 * what the events say; `negative-on-date`: a guarded balance was below zero on a value date.
 */
export type VerifyRule =
  | JournalRule
  | 'column'
  | 'node'
  | 'state'
  | 'postings'
  | 'balance'
  | 'command'
  | 'content'
  | 'basis'
  | 'view'
  | 'negative-on-date';

/** One thing that is not as it should be. */
export interface VerifyFinding {
  /** A warning is no contradiction: facts may be dated back to a day on which the money was not there yet. */
  readonly severity: 'difference' | 'warning';
  readonly book: string;
  readonly rule: VerifyRule;
  readonly position?: number;
  /** The column, account, key, or row of a view. */
  readonly where?: string;
  readonly expected: string;
  readonly found: string;
}

/** Collects what is found in one book until somebody asks for it. */
export class Findings {
  private list: VerifyFinding[] = [];
  differences = 0;
  warnings = 0;

  constructor(private readonly book: string) {}

  /** Adds one when the two differ. */
  compare(rule: VerifyRule, expected: string, found: string, at: { position?: number; where?: string } = {}): void {
    if (expected !== found) this.add('difference', rule, expected, found, at);
  }

  add(
    severity: VerifyFinding['severity'],
    rule: VerifyRule,
    expected: string,
    found: string,
    at: { position?: number; where?: string } = {},
  ): void {
    if (severity === 'difference') this.differences += 1;
    else this.warnings += 1;
    this.list.push({ severity, book: this.book, rule, ...at, expected: short(expected), found: short(found) });
  }

  /** What was found since the last call. */
  take(): VerifyFinding[] {
    const taken = this.list;
    this.list = [];
    return taken;
  }
}

const short = (text: string): string => (text.length > 300 ? `${text.slice(0, 300)}...` : text);
