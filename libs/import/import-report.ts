import type { BookId } from '#kernel/ids';
import type { Bilingual, Problem, Severity } from '#iati/published';

/** How many of one kind were written now, were there from an earlier run of the same file, and could not be taken. */
export interface Taken {
  readonly recorded: number;
  readonly known: number;
  readonly left: number;
}

/** What a history holds of one type of transaction in one currency. */
export interface HistoryTotal {
  /** Code of IATI's list TransactionType. */
  readonly type: string;
  readonly currency: string;
  readonly transactions: number;
  /** Decimal text with the currency's decimals. */
  readonly amount: string;
}

/** Everything that one rule has to say about a file. */
export interface ReportedProblem {
  readonly severity: Severity;
  readonly rule: string;
  /** How often, in the whole file. */
  readonly count: number;
  /** Of the first one. */
  readonly message: Bilingual;
  /** The first five, with the line where each stands. */
  readonly first: readonly Problem[];
}

/** What an import has taken, and what it could not take, gravest first. */
export interface ImportReport {
  readonly book: BookId;
  readonly sourceHash: string;
  /** Whether the file was read to its end and the book is its history: false says that the problems name the reason. */
  readonly complete: boolean;
  readonly activities: Taken;
  readonly organisations: Taken;
  readonly transactions: Taken;
  /** By type, then currency. */
  readonly totals: readonly HistoryTotal[];
  readonly problems: readonly ReportedProblem[];
}

const examples = 5;
const order: Readonly<Record<Severity, number>> = { error: 0, warning: 1, info: 2 };

/** Gathers problems by rule, so that a file with a million of them has a report that can be read. */
export class ProblemCounts {
  private readonly rules = new Map<string, { count: number; readonly first: Problem[] }>();

  add(problem: Problem): void {
    const key = problem.rule === notTaken ? `${problem.rule} ${problem.field}` : problem.rule;
    const known = this.rules.get(key);
    if (!known) this.rules.set(key, { count: problem.count, first: [problem] });
    else {
      known.count += problem.count;
      if (known.first.length < examples) known.first.push(problem);
    }
  }

  /** Errors, warnings, infos; the most frequent first. */
  get sorted(): ReportedProblem[] {
    return [...this.rules.values()]
      .map(({ count, first }) => {
        const { severity, rule, message } = first[0]!;
        return { severity, rule, count, message, first };
      })
      .toSorted((a, b) => order[a.severity] - order[b.severity] || b.count - a.count || (a.rule < b.rule ? -1 : 1));
  }
}

/** The rule that says what of a file is no part of a history; it is told element by element. */
export const notTaken = 'not-taken';
