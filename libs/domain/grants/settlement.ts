import type { Reader } from '#kernel/decider';
import { type MoneyJson, greatest, least, minorOf, sum } from '#kernel/money';
import { type AcceptedCost, type CofinancingRule, againstRule, finalGrant } from './cofinancing-rule.js';
import { type OpenFund, homeJson } from '../fund/fund.js';
import { disbursedOn } from './funding-line.js';
import type { GrantSigned } from './grant.js';
import { acceptedCost } from './waiver.js';

/** What a grant comes to by what has been accepted so far. */
export interface Settlement {
  /** Expenditure accepted, borne by the grant. */
  readonly accepted: MoneyJson;
  /** What counts of the others' share, where one is asked for. */
  readonly cofinanced?: MoneyJson;
  readonly short?: MoneyJson;
  /** Project income that reduces it. */
  readonly income?: MoneyJson;
  /** min(ceiling, share x accepted total cost) less that income. */
  readonly final: MoneyJson;
}

/** What the figures of a grant are found from, in minor units of the home currency. */
export interface Settled {
  readonly rule: CofinancingRule | undefined;
  readonly accepted: AcceptedCost;
  /** What it was signed and amended for, and what was paid beyond that: by mistake, and accounted for all the same. */
  readonly ceiling: bigint;
  readonly overpaid: bigint;
  /** Project income that reduces the grant, and what of it has been settled. */
  readonly income: bigint;
  readonly incomeSettled: bigint;
}

/** What has been accepted and is not the grant's to bear: for the income of the project, or for the others' share. */
export interface Excess {
  readonly 'project-income': bigint;
  readonly 'own-share': bigint;
}

/** What the account of a grant is found from, out of its balances. */
export function settledFrom(open: OpenFund, reader: Reader, grantId: string, terms: GrantSigned): Settled {
  const paid = sum(terms.lines.map((line) => disbursedOn(open, reader, grantId, line)));
  const incomeSettled = reader.balances.of(`settled:${grantId}:project-income`, open.home);
  return {
    rule: terms.cofinancing,
    accepted: acceptedCost(open, reader, grantId, terms),
    // A settlement leaves the grant what it still pays: the income that it took off was paid for, too.
    ceiling: minorOf(terms.amount) + incomeSettled,
    overpaid: greatest(0n, paid - minorOf(terms.amount)),
    income: reader.balances.of(`project-income:${grantId}:reduces-grant`, open.home),
    incomeSettled,
  };
}

/** The account of a grant as its settlement and its closing keep it. */
export function settlementOf(open: OpenFund, settled: Settled): Settlement {
  const { rule, accepted, ceiling, income } = settled;
  const standing = rule && againstRule(rule, accepted);
  return {
    accepted: homeJson(open, accepted.grant),
    ...(standing === undefined ? {} : { cofinanced: homeJson(open, standing.counted), short: homeJson(open, standing.short) }),
    ...(income === 0n ? {} : { income: homeJson(open, income) }),
    final: homeJson(open, finalGrant(rule, accepted, { ceiling, income })),
  };
}

/** What the grant bears now and should not. A rule that only warns of a missing share takes nothing off for it. */
export function excessOf({ rule, accepted, overpaid, income, incomeSettled }: Settled): Excess {
  const share = rule && rule.whenShort !== 'warn' ? againstRule(rule, accepted).grant : accepted.grant;
  // Acceptance keeps to the ceiling: what is owed beyond it is money that the payee sent back and did not owe.
  const ownShare = accepted.grant - least(greatest(0n, accepted.grant - overpaid), share);
  const borne = accepted.grant - incomeSettled - ownShare;
  return { 'own-share': ownShare, 'project-income': least(borne, greatest(0n, income - incomeSettled)) };
}
