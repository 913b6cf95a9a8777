import type { Instant, LocalDate } from '#kernel/time';
import type { IatiActivities, IatiActivity } from './model.js';
import type { Bilingual } from './published.js';
import { type RuleId, type Setting, ruleBook } from './rule-book.js';
import { checkClassification } from './rules-classification.js';
import { checkDates } from './rules-dates.js';
import { checkIdentity } from './rules-identity.js';
import { checkMoney } from './rules-money.js';
import { checkResults } from './rules-results.js';
import { checkTexts } from './rules-texts.js';

/** A breach of a rule. */
export interface Finding {
  readonly severity: 'error' | 'warning';
  /** A number of IATI's ruleset, or a name of ours; see rule-book.ts. */
  readonly rule: RuleId;
  /** The activity's identifier. */
  readonly activity: string;
  /** Where in the `IatiActivity`: a JSON Pointer (RFC 6901), e.g. `/transactions/2/value`. Empty: the activity itself. */
  readonly path: string;
  /** What stands there, or the sum that is wrong. */
  readonly value: string;
  /** What would be right. */
  readonly right: Bilingual;
}

const checks: readonly ((activity: IatiActivity, setting: Setting) => void)[] = [
  checkIdentity,
  checkTexts,
  checkDates,
  checkClassification,
  checkMoney,
  checkResults,
];

/** All breaches in a file, in the order of its activities; those between activities last. Reads the activities once. */
export const check = (file: IatiActivities, today: LocalDate): Finding[] => [...findings(file, today)];

/** As `check`, one activity at a time: only identifiers and their relations stay in memory. */
export function* findings(file: IatiActivities, today: LocalDate): Generator<Finding> {
  const identifiers = new Set<string>();
  const relations: { readonly activity: string; readonly path: string; readonly ref: string }[] = [];
  let reportingOrg: string | undefined;
  for (const activity of file.activities) {
    yield* checkActivity(activity, file.generatedDatetime, today);
    const { identifier } = activity;
    if (identifiers.has(identifier)) yield finding('identifier-repeated', identifier, '/identifier', identifier);
    identifiers.add(identifier);
    reportingOrg ??= activity.reportingOrg.ref;
    if (activity.reportingOrg.ref !== reportingOrg) {
      yield finding('reporting-org-differs', identifier, '/reportingOrg/ref', activity.reportingOrg.ref);
    }
    for (const [n, { ref, type }] of (activity.relatedActivities ?? []).entries()) {
      const ours = ref.startsWith(`${activity.reportingOrg.ref}-`);
      if (ours && (type === '1' || type === '2' || type === '3')) {
        relations.push({ activity: identifier, path: `/relatedActivities/${n}/ref`, ref });
      }
    }
  }
  for (const { activity, path, ref } of relations) {
    if (!identifiers.has(ref)) yield finding('related-activity-unknown', activity, path, ref);
  }
}

/** The breaches within one activity. */
export function checkActivity(activity: IatiActivity, generatedDatetime: Instant, today: LocalDate): readonly Finding[] {
  const found: Finding[] = [];
  const report = (rule: RuleId, path: string, value = ''): void => {
    found.push(finding(rule, activity.identifier, path, value));
  };
  for (const run of checks) run(activity, { today, generatedDatetime, report });
  return found;
}

/** A breach as it is told. */
export function finding(rule: RuleId, activity: string, path: string, value: string): Finding {
  const { severity, en, es } = ruleBook[rule];
  return { severity, rule, activity, path, value, right: { en, es } };
}
