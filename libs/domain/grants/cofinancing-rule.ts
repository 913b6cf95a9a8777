import { greatest, least, sum } from '#kernel/money';
import { hundredthsOf, shareOf } from '#kernel/percentage';
import type { Policy } from '../fund/fund-rules.js';

/** Where the money of a co-financier comes from. */
export const origins = ['own', 'public', 'private'] as const;
export type Origin = (typeof origins)[number];
export const forms = ['cash', 'kind'] as const;
export type Form = (typeof forms)[number];

/** What a fund, a call or a grant asks of others: a share of the total cost, how much of it in kind, of which origins. */
export type CofinancingRule = NonNullable<Policy['cofinancing']>;

/** What has been accepted under a grant, in minor units of the home currency. */
export interface AcceptedCost {
  /** Borne by the grant. */
  readonly grant: bigint;
  readonly cofinanced: readonly { readonly form: Form; readonly origin: Origin; readonly amountMinor: bigint }[];
  /** Let off by two persons. */
  readonly waived: bigint;
}

/** Where a grant stands against its rule, in minor units. */
export interface CofinancingStanding {
  /** What others have to bear, for the cost that the grant bears so far. */
  readonly required: bigint;
  /** What counts of what has been accepted: in kind up to its ceiling, of the origins that count; with what was waived. */
  readonly counted: bigint;
  /** What is missing. */
  readonly short: bigint;
  /** What the grant may bear of it: its share of the total accepted cost. */
  readonly grant: bigint;
}

const whole = 10_000n;

/**
 * Measures what has been accepted against a rule. The total cost is what the grant bears and what counts of the others; of
 * it the grant bears 100 - ownShare percent at most. In kind counts up to mostInKind percent of what is required.
 */
export function againstRule(rule: CofinancingRule, accepted: AcceptedCost): CofinancingStanding {
  const own = hundredthsOf(rule.ownShare);
  const rest = greatest(1n, whole - own);
  const required = (accepted.grant * own + rest - 1n) / rest;
  const counts = accepted.cofinanced.filter(({ origin }) => rule.origins?.includes(origin) ?? true);
  const of = (form: Form): bigint => sum(counts.filter((each) => each.form === form).map((each) => each.amountMinor));
  const mostInKind = rule.mostInKind === undefined ? of('kind') : shareOf(required, rule.mostInKind);
  const counted = of('cash') + least(of('kind'), mostInKind) + accepted.waived;
  const short = greatest(0n, required - counted);
  const share = short === 0n ? accepted.grant : ((accepted.grant + counted) * (whole - own)) / whole;
  return { required, counted, short, grant: least(accepted.grant, share) };
}

/**
 * What a grant comes to: its share of what has been accepted, no more than its ceiling, less the project income that
 * reduces it.
 */
export const finalGrant = (
  rule: CofinancingRule | undefined,
  accepted: AcceptedCost,
  { ceiling, income }: { readonly ceiling: bigint; readonly income: bigint },
): bigint => greatest(0n, least(ceiling, rule ? againstRule(rule, accepted).grant : accepted.grant) - income);
