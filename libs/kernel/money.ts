import { type Currency, currency, decimalsOf } from './currency.js';

/** An exact amount: whole minor units (cents, yen, millimes) of one currency. Never a float. */
export interface Money {
  readonly amountMinor: bigint;
  readonly currency: Currency;
}

/** Money as records and the wire carry it: exactly the currency's decimals, no exponent, no `-0`. */
export interface MoneyJson {
  readonly amount: string;
  readonly currency: string;
}

/** The largest amount that comes in, in minor units, either sign: it leaves room for sums in 64 bits. */
export const largestMinor = 10n ** 15n;

export const money = (amountMinor: bigint, code: Currency): Money => ({ amountMinor, currency: code });

const amountPattern = /^(-?)(0|[1-9]\d*)(?:\.(\d+))?$/;

/** Why a text is not an amount of a currency. */
export type AmountFault = 'not-a-decimal' | 'too-many-decimals' | 'too-large';

/** Reads a decimal text as minor units; at most as many decimals as the currency has. Returns the fault otherwise. */
export function parseAmount(text: string, code: Currency): bigint | AmountFault {
  const parts = amountPattern.exec(text);
  if (!parts) return 'not-a-decimal';
  const [, sign, whole = '', fraction = ''] = parts;
  const digits = decimalsOf(code);
  if (fraction.length > digits) return 'too-many-decimals';
  if (whole.length > 20) return 'too-large';
  const minor = BigInt(whole + fraction.padEnd(digits, '0'));
  if (minor > largestMinor) return 'too-large';
  return sign === '-' ? -minor : minor;
}

/** Writes minor units with exactly the currency's decimals: `2000.00` USD, `2000` JPY, `-0.05` USD. */
export function formatAmount(amountMinor: bigint, code: Currency): string {
  const digits = decimalsOf(code);
  const sign = amountMinor < 0n ? '-' : '';
  const text = (amountMinor < 0n ? -amountMinor : amountMinor).toString().padStart(digits + 1, '0');
  return digits === 0 ? sign + text : `${sign}${text.slice(0, -digits)}.${text.slice(-digits)}`;
}

export const toJson = (value: Money): MoneyJson => ({
  amount: formatAmount(value.amountMinor, value.currency),
  currency: value.currency,
});

/** Wire form of an amount in minor units. */
export const moneyJson = (amountMinor: bigint, code: Currency): MoneyJson => toJson({ amountMinor, currency: code });

/** Reads money that a record carries. Throws `RangeError` when it is malformed: records are checked before they are stored. */
export function fromJson(value: MoneyJson): Money {
  const code = currency(value.currency);
  return { amountMinor: minorOf(value), currency: code };
}

/** The minor units of money that a record carries; as `fromJson`. */
export function minorOf(value: MoneyJson): bigint {
  const parts = amountPattern.exec(value.amount);
  const digits = decimalsOf(currency(value.currency));
  if (!parts || (parts[3] ?? '').length !== digits) {
    throw new RangeError(`not ${value.currency} with ${digits} decimals: ${JSON.stringify(value.amount)}`);
  }
  return BigInt(value.amount.replace('.', ''));
}

/** The smaller of two amounts. */
export const least = (a: bigint, b: bigint): bigint => (a < b ? a : b);

/** The larger of two amounts. */
export const greatest = (a: bigint, b: bigint): bigint => (a > b ? a : b);

export const sum = (amounts: Iterable<bigint>): bigint => {
  let total = 0n;
  for (const amount of amounts) total += amount;
  return total;
};

/** A share of a whole: `id` breaks ties, `weight` is not negative. */
export interface Weighted {
  readonly id: string;
  readonly weight: bigint;
}

/**
 * Splits `amount` (not negative) over the weights by largest remainder: every part is the floor or the ceiling of its
 * exact share, the parts sum to the amount, and ties fall to the smaller id. Throws `RangeError` when there is no weight
 * to carry a positive amount.
 */
export function splitByWeight(amount: bigint, weights: readonly Weighted[]): Map<string, bigint> {
  return splitAlong(
    amount,
    amount,
    weights.map((each) => ({ ...each, already: 0n })),
  );
}

/**
 * The next part of something that is paid (or returned) piece by piece in fixed shares.
 *
 * `cumulative` is the total once this piece is done, and `already` what each share has had before. Every share is
 * brought as near as whole minor units allow to `cumulative * weight / sum(weights)`, by largest remainder, and no line
 * is ever negative. (Largest remainder applied to the cumulative totals alone is not monotone: with three shares, one
 * more cent can take a cent from somebody, the Alabama paradox.) When `cumulative` reaches the sum of the weights every
 * share has exactly its weight.
 *
 * Throws `RangeError` when amount is negative, or positive with no weight.
 */
export function splitAlong(
  amount: bigint,
  cumulative: bigint,
  shares: readonly (Weighted & { readonly already: bigint })[],
): Map<string, bigint> {
  const total = sum(shares.map((share) => share.weight));
  if (amount < 0n) throw new RangeError(`cannot split a negative amount: ${amount}`);
  if (amount > 0n && total <= 0n) throw new RangeError('cannot split an amount over no weight');
  if (total === 0n) return new Map(shares.map((share) => [share.id, 0n]));

  // Exact deficits, as numerators over `total`: they sum to amount * total.
  const lines = shares.map((share) => {
    const deficit = cumulative * share.weight - share.already * total;
    return { id: share.id, deficit, part: deficit > 0n ? deficit / total : 0n };
  });
  let rest = amount - sum(lines.map((line) => line.part));
  const owed = (line: (typeof lines)[number]): bigint => line.deficit - line.part * total;
  const byOwed = (sign: bigint) => (a: (typeof lines)[number], b: (typeof lines)[number]) => {
    const difference = sign * (owed(b) - owed(a));
    return difference > 0n ? 1 : difference < 0n ? -1 : a.id < b.id ? -1 : 1;
  };
  while (rest > 0n) {
    for (const line of lines.toSorted(byOwed(1n))) {
      if (rest === 0n) break;
      line.part += 1n;
      rest -= 1n;
    }
  }
  while (rest < 0n) {
    for (const line of lines.filter((each) => each.part > 0n).toSorted(byOwed(-1n))) {
      if (rest === 0n) break;
      line.part -= 1n;
      rest += 1n;
    }
  }
  return new Map(lines.map((line) => [line.id, line.part]));
}

/** A rate as decimal text, e.g. `1.0825`: how much of the target one unit of the source is worth. */
export const ratePattern = /^(0|[1-9]\d{0,11})(\.\d{1,12})?$/;

/** Converts at a decimal rate, rounding half to even in the target's minor unit. Requires a rate of `ratePattern`. */
export function convert(source: Money, rate: string, target: Currency): Money {
  if (!ratePattern.test(rate)) throw new RangeError(`not a rate: ${JSON.stringify(rate)}`);
  const [whole = '0', fraction = ''] = rate.split('.');
  const numerator = source.amountMinor * BigInt(whole + fraction) * 10n ** BigInt(decimalsOf(target));
  const denominator = 10n ** BigInt(fraction.length + decimalsOf(source.currency));
  return { amountMinor: divideHalfEven(numerator, denominator), currency: target };
}

/** Integer division rounding half to even (ISO 80000-1 rule A); the divisor is positive. */
export function divideHalfEven(numerator: bigint, divisor: bigint): bigint {
  const quotient = numerator / divisor;
  const twice = 2n * (numerator < 0n ? -numerator % divisor : numerator % divisor);
  const away = numerator < 0n ? -1n : 1n;
  if (twice < divisor || (twice === divisor && quotient % 2n === 0n)) return quotient;
  return quotient + away;
}
