import type { MoneyJson } from '#kernel/money';
import { greatest, sum } from '#kernel/money';
import { againstRule, finalGrant, forms, origins } from '#domain/grants/cofinancing-rule';
import { excessOf } from '#domain/grants/settlement';
import type { Clauses } from '#domain/grants/grant-terms';
import { moneyOf } from './event.js';

/** What a grant comes to by what has been accepted so far, as its closing would find it now. */
export interface GrantSettlement {
  /** Expenditure accepted, borne by the grant. */
  readonly accepted: MoneyJson;
  /** Where others have to bear a share: how much by now, what counts of what they gave, and what is missing. */
  readonly cofinancing: {
    readonly required: MoneyJson;
    readonly counted: MoneyJson;
    readonly waived: MoneyJson;
    readonly short: MoneyJson;
  } | null;
  /** min(ceiling, share x accepted total cost), less the project income that reduces it. */
  readonly final: MoneyJson;
  /** What it bears by now, and what of that a settlement would take off. */
  readonly borne: MoneyJson;
  readonly excess: MoneyJson;
}

/** The columns of a sheet that it is found from, in minor units as texts. */
export interface SettledColumns {
  readonly waived: string;
  readonly subGranted: string;
  readonly cofinanced: Readonly<Record<string, string>>;
  readonly income: Readonly<Record<string, string>>;
  readonly settled: Readonly<Record<string, string>>;
}

type Row = Omit<SettledColumns, 'subGranted'> & {
  readonly currency: string;
  readonly clauses: Pick<Clauses, 'cofinancing'>;
} & Readonly<Record<'amount' | 'disbursed' | 'outstandingAdvance' | 'recoverable' | 'payable' | 'unaccepted', string>>;

/** As `settlementOf` of the domain finds it, from the row of a sheet. */
export function settledBy(row: Row): GrantSettlement {
  const { cofinancing: rule } = row.clauses;
  const [disbursed, advance, recoverable, payable] = [row.disbursed, row.outstandingAdvance, row.recoverable, row.payable].map(
    BigInt,
  ) as [bigint, bigint, bigint, bigint];
  const incomeSettled = BigInt(row.settled['project-income'] ?? '0');
  const accepted = {
    grant: greatest(0n, disbursed - advance - recoverable + payable - BigInt(row.unaccepted)) + incomeSettled,
    cofinanced: forms.flatMap((form) =>
      origins.map((origin) => ({ form, origin, amountMinor: BigInt(row.cofinanced[`${form}:${origin}`] ?? '0') })),
    ),
    waived: BigInt(row.waived),
    settled: BigInt(row.settled['own-share'] ?? '0'),
  };
  const money = (minor: bigint): MoneyJson => moneyOf(minor, row.currency);
  const ceiling = BigInt(row.amount) + incomeSettled;
  const standing = rule && againstRule(rule, accepted);
  const income = BigInt(row.income['reduces-grant'] ?? '0');
  const overpaid = greatest(0n, disbursed - BigInt(row.amount));
  const excess = excessOf({ rule, accepted, ceiling, overpaid, income, incomeSettled });
  return {
    accepted: money(accepted.grant),
    cofinancing: standing
      ? {
          required: money(standing.required),
          counted: money(standing.counted),
          waived: money(accepted.waived),
          short: money(standing.short),
        }
      : null,
    final: money(finalGrant(rule, accepted, { ceiling, income })),
    borne: money(accepted.grant - incomeSettled),
    excess: money(sum(Object.values(excess))),
  };
}
