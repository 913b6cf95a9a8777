import { type Finding } from '#iati/rules';

/** Breaches of one rule in one file. */
export interface RuleFindings {
  readonly rule: Finding['rule'];
  readonly severity: Finding['severity'];
  readonly count: number;
  /** The first three. */
  readonly first: readonly Finding[];
}

/** How many breaches of a rule are kept. */
const kept = 3;

/** Counts breaches by rule, so that a file with a million of them still fits. */
export class FindingCounts {
  private readonly rules = new Map<Finding['rule'], { severity: Finding['severity']; count: number; first: Finding[] }>();

  add(finding: Finding): void {
    const { rule, severity } = finding;
    const known = this.rules.get(rule);
    if (!known) this.rules.set(rule, { severity, count: 1, first: [finding] });
    else {
      known.count += 1;
      if (known.first.length < kept) known.first.push(finding);
    }
  }

  /** Adds those of another count behind its own. */
  merge(others: readonly RuleFindings[]): void {
    for (const { rule, severity, count, first } of others) {
      const known = this.rules.get(rule);
      if (!known) this.rules.set(rule, { severity, count, first: [...first] });
      else {
        known.count += count;
        known.first.push(...first.slice(0, kept - known.first.length));
      }
    }
  }

  /** In the order in which each was first met. */
  get all(): RuleFindings[] {
    return [...this.rules].map(([rule, counted]) => ({ rule, ...counted }));
  }

  /** Errors before warnings, then by name. */
  get sorted(): RuleFindings[] {
    return this.all.toSorted((a, b) =>
      a.severity === b.severity ? (a.rule < b.rule ? -1 : 1) : a.severity === 'error' ? -1 : 1,
    );
  }
}
