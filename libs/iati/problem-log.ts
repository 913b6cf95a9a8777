import { type ProblemRule, problemMessage, problemTexts } from './problem-texts.js';
import type { Bilingual, Problem } from './published.js';

/** Where a problem is and what it is about. */
export interface Found {
  readonly line: number;
  readonly field: string;
  readonly value?: string | undefined;
  /** What would be right, or what the message names besides the value; one text when it is the same in both languages. */
  readonly right?: string | Bilingual | undefined;
}

/** How much of a value a problem quotes. */
const longestQuote = 200;

/**
 * Gathers the problems of one activity. The same harmless thing at the same field is told once, with its count; errors
 * and warnings are told one by one, each with its own line.
 */
export class ProblemLog {
  readonly #problems: Problem[] = [];
  readonly #places = new Map<string, number>();
  #activity: string | undefined;
  #transaction: string | undefined;

  /** Names the activity in what is reported from here on. */
  inActivity(identifier: string | undefined): void {
    this.#activity = identifier;
  }

  /** Names the transaction in what `work` reports. */
  inTransaction<Result>(transaction: string, work: () => Result): Result {
    this.#transaction = transaction;
    try {
      return work();
    } finally {
      this.#transaction = undefined;
    }
  }

  report(rule: ProblemRule, { line, field, value = '', right = '' }: Found): void {
    const { severity } = problemTexts[rule];
    const key = `${rule} ${field}`;
    const place = severity === 'info' ? this.#places.get(key) : undefined;
    if (place !== undefined) {
      const first = this.#problems[place]!;
      this.#problems[place] = { ...first, count: first.count + 1 };
      return;
    }
    this.#places.set(key, this.#problems.length);
    const quoted = value.length > longestQuote ? `${value.slice(0, longestQuote).toWellFormed()}…` : value;
    const texts = typeof right === 'string' ? { en: right, es: right } : right;
    this.#problems.push({
      severity,
      rule,
      activity: this.#activity,
      transaction: this.#transaction,
      line,
      field,
      value: quoted,
      count: 1,
      message: problemMessage(rule, quoted, texts),
    });
  }

  /** What was gathered, in the order of its finding. */
  get problems(): readonly Problem[] {
    return this.#problems;
  }
}
