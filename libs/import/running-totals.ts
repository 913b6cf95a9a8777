import { type Currency, decimalsOf } from '#kernel/currency';
import { formatAmount, largestMinor } from '#kernel/money';
import { type ExactDecimal, parseDecimal, sumDecimals, unitsAt } from '#kernel/decimal';
import type { ReadValue } from '#iati/published';
import type { HistoryTotal } from './import-report.js';

interface Total {
  readonly type: string;
  readonly currency: Currency;
  /** The exact sum of the file so far, and what is booked of it. */
  exact: ExactDecimal;
  bookedMinor: bigint;
  recordedMinor: bigint;
  count: number;
}

/**
 * Sums by transaction type and currency. A figure with more decimals than its currency has is booked as what it adds to the
 * rounded sum of the file (half up), so that the totals are the file's own to the last minor unit, whatever the single
 * figures are, and no figure is off by a whole unit. What the currency can carry is booked as it stands.
 */
export class RunningTotals {
  private readonly totals = new Map<string, Total>();

  /** Minor units to book; undefined for an amount that a ledger does not carry. */
  book(type: string, currency: Currency, { exact: text, amountMinor }: ReadValue): bigint | undefined {
    const figure = parseDecimal(text);
    const decimals = decimalsOf(currency);
    if (!figure || (amountMinor === undefined && figure.scale <= decimals)) return undefined;
    const total = this.of(type, currency);
    const exact = sumDecimals([total.exact, figure]);
    const rounded = roundHalfUp(exact, decimals);
    const booked = rounded - total.bookedMinor;
    if (booked > largestMinor || booked < -largestMinor) return undefined;
    total.exact = exact;
    total.bookedMinor = rounded;
    return booked;
  }

  /** Counts what the book has taken. */
  record(type: string, currency: Currency, amountMinor: bigint): void {
    const total = this.of(type, currency);
    total.recordedMinor += amountMinor;
    total.count += 1;
  }

  get recorded(): HistoryTotal[] {
    return [...this.totals.values()]
      .filter((each) => each.count > 0)
      .toSorted((a, b) => Number(a.type) - Number(b.type) || (a.currency < b.currency ? -1 : 1))
      .map(({ type, currency, count, recordedMinor }) => ({
        type,
        currency,
        transactions: count,
        amount: formatAmount(recordedMinor, currency),
      }));
  }

  private of(type: string, currency: Currency): Total {
    const key = `${type} ${currency}`;
    let total = this.totals.get(key);
    if (!total) {
      total = { type, currency, exact: { units: 0n, scale: 0 }, bookedMinor: 0n, recordedMinor: 0n, count: 0 };
      this.totals.set(key, total);
    }
    return total;
  }
}

/** Half up (towards plus infinity at a tie): of all roundings the one that adding a whole unit never changes. */
function roundHalfUp(value: ExactDecimal, decimals: number): bigint {
  if (value.scale <= decimals) return unitsAt(value, decimals);
  const unit = 10n ** BigInt(value.scale - decimals);
  const doubled = 2n * value.units + unit;
  const quotient = doubled / (2n * unit);
  return doubled % (2n * unit) < 0n ? quotient - 1n : quotient;
}
