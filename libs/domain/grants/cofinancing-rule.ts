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
  /** Accepted once, and borne by the payee since the grant was settled: it counts as the payee's own. */
  readonly settled: bigint;
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
  const required = requiredBeside(rule, accepted.grant);
  const counted = countedFor(rule, accepted, required);
  const short = greatest(0n, required - counted);
  return { required, counted, short, grant: short === 0n ? accepted.grant : borneBy(rule, accepted) };
}

/** What others have to bear beside what the grant bears: rounded up, so that their share is never less than agreed. */
function requiredBeside({ ownShare }: CofinancingRule, grant: bigint): bigint {
  const own = hundredthsOf(ownShare);
  const rest = greatest(1n, whole - own);
  return (grant * own + rest - 1n) / rest;
}

function countedFor(rule: CofinancingRule, accepted: AcceptedCost, required: bigint): bigint {
  const counts = accepted.cofinanced.filter(({ origin }) => rule.origins?.includes(origin) ?? true);
  const of = (form: Form): bigint => sum(counts.filter((each) => each.form === form).map((each) => each.amountMinor));
  const mostInKind = rule.mostInKind === undefined ? of('kind') : shareOf(required, rule.mostInKind);
  return of('cash') + least(of('kind'), mostInKind) + accepted.waived + accepted.settled;
}

/**
 * The most that the grant can bear of its accepted cost when others bear the rest of it, too: their share is whole then, and
 * still no more of it in kind than the rule allows. What is missing grows with what the grant bears, so that it is found by halving.
 */
function borneBy(rule: CofinancingRule, accepted: AcceptedCost): bigint {
  let [least_, most] = [0n, accepted.grant];
  while (least_ < most) {
    const half = (least_ + most + 1n) / 2n;
    const required = requiredBeside(rule, half);
    const borne = countedFor(rule, accepted, required) + accepted.grant - half;
    if (required <= borne) least_ = half;
    else most = half - 1n;
  }
  return least_;
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
