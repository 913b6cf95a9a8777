import { type Currency, decimalsOf, isCurrency } from '#kernel/currency';
import { largestMinor } from '#kernel/money';
import { type ExactDecimal, formatDecimal, parseDecimal, unitsAt } from '#kernel/decimal';
import type { Decimal } from './model.js';

/** What a published amount comes to. */
export interface ReadAmount {
  /** The exact figure, whatever the currency can carry, e.g. `12.345`. */
  readonly exact: Decimal;
  /** The same in minor units; absent when the currency is unknown or too coarse, or the amount too large. */
  readonly amountMinor?: bigint | undefined;
  /** Why there are no minor units, or why the figure may mean something else. */
  readonly doubt?: AmountDoubt | undefined;
}

export type AmountDoubt =
  | { readonly kind: 'too-many-decimals'; readonly below: Decimal; readonly above: Decimal; readonly decimals: number }
  | { readonly kind: 'too-large' }
  | { readonly kind: 'currency-unknown' }
  /** `1.250` in a currency of two decimals: one and a quarter as written, perhaps a thousand and a quarter of one. */
  | { readonly kind: 'ambiguous'; readonly perhaps: Decimal };

/** A text that is no amount, with what it probably stands for. */
export interface NoAmount {
  readonly right: string | undefined;
}

export const isNoAmount = (amount: ReadAmount | NoAmount): amount is NoAmount => !('exact' in amount);

/** Reads an amount as XML Schema's decimal; `text` is already without surrounding white space. */
export function readAmount(text: string, code: string): ReadAmount | NoAmount {
  const decimal = parseDecimal(text);
  if (!decimal) return { right: rightAmount(text) };
  const exact = formatDecimal(decimal);
  if (!isCurrency(code)) return { exact, doubt: { kind: 'currency-unknown' } };
  const decimals = decimalsOf(code);
  if (decimal.scale > decimals) return { exact, doubt: { kind: 'too-many-decimals', decimals, ...between(decimal, decimals) } };
  const amountMinor = unitsAt(decimal, decimals);
  if (amountMinor > largestMinor || amountMinor < -largestMinor) return { exact, doubt: { kind: 'too-large' } };
  if (looksLikeThousands(text, code)) {
    return { exact, amountMinor, doubt: { kind: 'ambiguous', perhaps: text.replace('.', '') } };
  }
  return { exact, amountMinor };
}

/** The nearest amounts that the currency can carry, below and above. */
function between(value: ExactDecimal, decimals: number): { below: Decimal; above: Decimal } {
  const divisor = 10n ** BigInt(value.scale - decimals);
  const towardsZero = value.units / divisor;
  const below = value.units < 0n ? towardsZero - 1n : towardsZero;
  return {
    below: formatDecimal({ units: below, scale: decimals }),
    above: formatDecimal({ units: below + 1n, scale: decimals }),
  };
}

const looksLikeThousands = (text: string, code: Currency): boolean =>
  decimalsOf(code) < 3 && /^[+-]?[1-9]\d{0,2}\.\d{3}$/.test(text);

/** What a text that is no decimal probably means; undefined when there is nothing to go by. */
function rightAmount(text: string): string | undefined {
  const exponent = /^([+-]?\d+(?:\.\d+)?)[eE]([+-]?\d{1,2})$/.exec(text);
  if (exponent) return timesPowerOfTen(exponent[1]!, Number(exponent[2]));
  const negative = /^\(.*\)$/.test(text) || /^[^\d]*[-\u2212]/.test(text) || text.endsWith('-');
  const figures = text.replace(/^[^\d.,]+|[^\d.,]+$/g, '').replace(/[\s\u00A0\u202F'\u2019]/g, '');
  const plain = withoutThousands(figures);
  return plain === undefined ? undefined : (negative ? '-' : '') + plain;
}

function withoutThousands(figures: string): string | undefined {
  if (/^\d+(\.\d+)?$/.test(figures)) return figures;
  if (/^\d{1,3}(,\d{2,3})*,\d{3}(\.\d+)?$/.test(figures)) return figures.replaceAll(',', '');
  if (/^\d{1,3}(\.\d{3})+(,\d+)?$/.test(figures)) return figures.replaceAll('.', '').replace(',', '.');
  if (/^\d+,\d{1,2}$/.test(figures)) return figures.replace(',', '.');
  return undefined;
}

function timesPowerOfTen(text: string, power: number): string | undefined {
  const value = parseDecimal(text);
  if (!value) return undefined;
  return formatDecimal(
    power >= 0
      ? { units: value.units * 10n ** BigInt(power), scale: value.scale }
      : { units: value.units, scale: value.scale - power },
  );
}
