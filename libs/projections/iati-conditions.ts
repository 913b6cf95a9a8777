import type { GrantSigned } from '#domain/grants/grant';
import { closingCondition } from '#domain/grants/grant-terms';
import type { ConditionType } from '#iati/codes';
import type { Conditions } from '#iati/model';
import { standing } from './iati-activity-state.js';
import type { KnownContribution, SignedGrant } from './iati-fund-parts.js';
import { type Language, type Words, published, say } from './iati-words.js';

/** A condition: of performance (2), or of how money is accounted for (3); a text of somebody's own, or the exporter's. */
type Attached = readonly [type: ConditionType, text: string | Words];

/** What the payee of a grant has to bring about, and how it has to account for the money. */
export function grantConditions({ instalments, holdback, auditCertificate }: GrantSigned): Attached[] {
  const performance = instalments.flatMap(({ condition, conditions = [] }) => [
    ...(condition === undefined ? [] : [condition]),
    ...conditions.map((each) => each.text),
  ]);
  return [
    ...performance.map((text): Attached => ['2', text]),
    ...(holdback?.until === closingCondition ? [['3', published['held-back']] as const] : []),
    ...(auditCertificate === true ? [['3', published['audit-needed']] as const] : []),
  ];
}

/** Conditions of grants that stand. */
export const conditionsOfGrants = (spoken: readonly Language[], grants: readonly SignedGrant[]): Conditions =>
  conditions(
    spoken,
    standing(grants).flatMap(({ terms }) => grantConditions(terms)),
  );

/** On what parts of contributions depend, but for that of which nothing came. */
export const conditionsOfContributions = (
  spoken: readonly Language[],
  contributions: Iterable<KnownContribution>,
): Conditions =>
  conditions(
    spoken,
    [...contributions].flatMap((each) =>
      each.conditions.filter(({ id }) => !each.ended.has(id)).map(({ text }): Attached => ['2', text]),
    ),
  );

/** Each once. What somebody wrote is in the fund's own language. */
function conditions(spoken: readonly Language[], list: readonly Attached[]): Conditions {
  const all = new Map(list.map(([type, text]) => [JSON.stringify([type, text]), { type, text }]));
  return {
    attached: all.size > 0,
    conditions: [...all.values()].map(({ type, text }) => ({
      type,
      text: typeof text === 'string' ? [{ text }] : say(spoken, text),
    })),
  };
}
