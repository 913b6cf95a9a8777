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

/** As `amountPattern`, without taking it apart. */
const wellFormed = /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/;
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
  const minor = fewDigits(value);
  return minor === undefined ? anyDigits(value) : BigInt(minor);
}

/** What is written in so few characters is a number on the way. */
const mostCharacters = 15;

/** An amount of few digits; undefined where it has another form, or more of them: then it is looked at closely. */
function fewDigits({ amount, currency: code }: MoneyJson): number | undefined {
  // Undefined for what is no currency.
  const digits: number | undefined = decimalsOf(code as Currency);
  if (digits === undefined) return undefined;
  const { length } = amount;
  const first = amount.charCodeAt(0) === minus ? 1 : 0;
  const point = digits === 0 ? length : length - digits - 1;
  if (length > mostCharacters || point <= first) return undefined;
  if (amount.charCodeAt(first) === zero && point > first + 1) return undefined;
  let minor = 0;
  for (let at = first; at < length; at++) {
    const digit = amount.charCodeAt(at) - zero;
    if (at === point) {
      if (digit !== decimalPoint) return undefined;
    } else if (digit >= 0 && digit <= 9) minor = 10 * minor + digit;
    else return undefined;
  }
  return first === 0 ? minor : -minor;
}

const minus = 0x2d;
const zero = 0x30;
/** Less the digit zero, as digits are read. */
const decimalPoint = 0x2e - zero;

function anyDigits({ amount, currency: code }: MoneyJson): bigint {
  const digits = decimalsOf(currency(code));
  const point = amount.indexOf('.');
  if (!wellFormed.test(amount) || (point === -1 ? 0 : amount.length - point - 1) !== digits) {
    throw new RangeError(`not ${code} with ${digits} decimals: ${JSON.stringify(amount)}`);
  }
  return BigInt(point === -1 ? amount : amount.slice(0, point) + amount.slice(point + 1));
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
 * Splits `amount` (not negative) over the weights by largest remainder (Hamilton): every part is the floor or the
 * ceiling of its exact share, the parts sum to the amount, and ties fall to the smaller id. For a split that is made
 * once; see `apportion` for one that grows. Throws `RangeError` when there is no weight to carry a positive amount.
 */
export function splitByWeight(amount: bigint, weights: readonly Weighted[]): Map<string, bigint> {
  const total = weightToCarry(amount, weights);
  if (total === 0n) return new Map(weights.map((each) => [each.id, 0n]));
  const parts = weights.map(({ id, weight }) => ({
    id,
    part: (amount * weight) / total,
    remainder: (amount * weight) % total,
  }));
  const rest = Number(amount - sum(parts.map((each) => each.part)));
  const byRemainder = parts.toSorted((a, b) => (a.remainder === b.remainder ? byId(a, b) : a.remainder > b.remainder ? -1 : 1));
  const raised = new Set(byRemainder.slice(0, rest).map((each) => each.id));
  return new Map(parts.map(({ id, part }) => [id, raised.has(id) ? part + 1n : part]));
}

/**
 * What each share has of a `cumulative` total that is paid, and returned, piece by piece: the piece's lines are the
 * difference of two apportionments. Depends on the total alone, so that a payment followed by its refund leaves no trace.
 *
 * The method is Webster's (Sainte-Lague): unit k of a share goes by rank weight / (2k - 1), ties to the smaller id. It
 * is monotone (no share ever shrinks while the total grows), and exact when the total is the sum of the weights. Largest
 * remainder on cumulative totals is not monotone: one more cent paid can take a cent from somebody (Balinski and Young,
 * Fair Representation, 1982: the Alabama paradox).
 *
 * Throws `RangeError` when cumulative is negative, or positive with no weight.
 */
export function apportion(cumulative: bigint, weights: readonly Weighted[]): Map<string, bigint> {
  const total = weightToCarry(cumulative, weights);
  if (total === 0n) return new Map(weights.map((each) => [each.id, 0n]));
  const shares = weights
    .filter((each) => each.weight > 0n)
    .map(({ id, weight }) => ({ id, weight, units: (cumulative * weight) / total }));
  const rest = cumulative - sum(shares.map((share) => share.units));
  // Where nothing is left over, each has its exact share.
  if (rest > 0n) settleRest(shares, rest);
  const units = new Map(shares.map((share) => [share.id, share.units]));
  return new Map(weights.map((each) => [each.id, units.get(each.id) ?? 0n]));
}

/** Gives what exact shares leave over, unit by unit, and lets units change hands until each is where its rank is. */
function settleRest(shares: readonly Share[], rest: bigint): void {
  for (let left = rest; left > 0n; left -= 1n) first(shares, next).units += 1n;
  for (;;) {
    const gaining = first(shares, next);
    const holders = shares.filter((share) => share.units > 0n);
    const losing = holders.reduce((worst, share) => (ranksBefore(held(worst), held(share)) ? share : worst));
    if (gaining === losing || !ranksBefore(next(gaining), held(losing))) return;
    gaining.units += 1n;
    losing.units -= 1n;
  }
}

interface Share extends Weighted {
  units: bigint;
}

/** A unit's rank is weight / odd; kept as a fraction. */
interface Rank {
  readonly id: string;
  readonly weight: bigint;
  readonly odd: bigint;
}

const next = (share: Share): Rank => ({ id: share.id, weight: share.weight, odd: 2n * share.units + 1n });
const held = (share: Share): Rank => ({ id: share.id, weight: share.weight, odd: 2n * share.units - 1n });

function ranksBefore(a: Rank, b: Rank): boolean {
  const difference = a.weight * b.odd - b.weight * a.odd;
  return difference > 0n || (difference === 0n && a.id < b.id);
}

const first = (shares: readonly Share[], rank: (share: Share) => Rank): Share =>
  shares.reduce((best, share) => (ranksBefore(rank(share), rank(best)) ? share : best));

const byId = (a: { readonly id: string }, b: { readonly id: string }): number => (a.id < b.id ? -1 : 1);

function weightToCarry(amount: bigint, weights: readonly Weighted[]): bigint {
  const total = sum(weights.map((each) => each.weight));
  if (amount < 0n) throw new RangeError(`cannot split a negative amount: ${amount}`);
  if (amount > 0n && total <= 0n) throw new RangeError('cannot split an amount over no weight');
  return total;
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
