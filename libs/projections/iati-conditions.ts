import type { ConditionKind, ConditionWords } from '#domain/condition-words';
import type { Narratives as DomainNarratives } from '#domain/fields';
import type { GrantSigned } from '#domain/grants/grant';
import { closingCondition } from '#domain/grants/grant-terms';
import type { ConditionType } from '#iati/codes';
import type { Conditions } from '#iati/model';
import { standing } from './iati-activity-state.js';
import type { KnownContribution, SignedGrant } from './iati-fund-parts.js';
import { type Language, type Words, published, quote, say } from './iati-words.js';

/** A condition: a text of somebody's own, in the fund's language and perhaps in others, or the exporter's. */
type Attached = readonly [type: ConditionType, text: string | Words, translations?: DomainNarratives | undefined];

const types: Readonly<Record<ConditionKind, ConditionType>> = { policy: '1', performance: '2', fiduciary: '3' };

const attachedOf = ({ text, kind = 'performance', translations }: { readonly text: string } & ConditionWords): Attached => [
  types[kind],
  text,
  translations,
];

/** What the payee of a grant has to bring about, and how it has to account for the money. */
export function grantConditions({ instalments, holdback, auditCertificate }: GrantSigned): Attached[] {
  const agreed = instalments.flatMap(({ condition, conditions: list = [] }) => [
    ...(condition === undefined ? [] : [{ text: condition }]),
    ...list,
  ]);
  return [
    ...agreed.map(attachedOf),
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
    [...contributions].flatMap((each) => each.conditions.filter(({ id }) => !each.ended.has(id)).map(attachedOf)),
  );

/** Each once. */
function conditions(spoken: readonly Language[], list: readonly Attached[]): Conditions {
  const all = new Map(list.map((each) => [JSON.stringify(each), each]));
  return {
    attached: all.size > 0,
    conditions: [...all.values()].map(([type, text, translations]) => ({
      type,
      text: typeof text === 'string' ? quote(spoken[0]!, { ...translations, [spoken[0]!]: text }) : say(spoken, text),
    })),
  };
}
