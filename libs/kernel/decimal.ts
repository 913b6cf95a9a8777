/** An exact decimal number: `units` divided by ten to the `scale`. */
export interface ExactDecimal {
  readonly units: bigint;
  readonly scale: number;
}

// xsd:decimal: an optional sign, digits with at most one point, no exponent.
const decimalPattern = /^([+-]?)(?:(\d+)(?:\.(\d*))?|\.(\d+))$/;

/** Reads a decimal as XML Schema writes it (`12`, `-0.5`, `+3.`, `.25`); undefined for anything else. */
export function parseDecimal(text: string): ExactDecimal | undefined {
  const parts = decimalPattern.exec(text);
  if (!parts) return undefined;
  const fraction = (parts[3] ?? parts[4] ?? '').replace(/0+$/, '');
  const units = BigInt((parts[2] ?? '') + fraction || '0');
  return { units: parts[1] === '-' ? -units : units, scale: fraction.length };
}

/** The shortest plain text of a decimal: no exponent, no trailing zeros, no `-0`. */
export function formatDecimal({ units, scale }: ExactDecimal): string {
  const digits = (units < 0n ? -units : units).toString().padStart(scale + 1, '0');
  const whole = digits.slice(0, digits.length - scale);
  const fraction = digits.slice(digits.length - scale).replace(/0+$/, '');
  return `${units < 0n ? '-' : ''}${whole}${fraction === '' ? '' : `.${fraction}`}`;
}

/** The exact sum. */
export function sumDecimals(values: Iterable<ExactDecimal>): ExactDecimal {
  let units = 0n;
  let scale = 0;
  for (const value of values) {
    const common = Math.max(scale, value.scale);
    units = unitsAt({ units, scale }, common) + unitsAt(value, common);
    scale = common;
  }
  return { units, scale };
}

/** -1, 0 or 1 as the first is less than, equal to or greater than the second. */
export function compareDecimals(a: ExactDecimal, b: ExactDecimal): -1 | 0 | 1 {
  const scale = Math.max(a.scale, b.scale);
  const [left, right] = [unitsAt(a, scale), unitsAt(b, scale)];
  return left < right ? -1 : left > right ? 1 : 0;
}

/** The units of the same number at a larger scale. Requires `scale >= value.scale`. */
export const unitsAt = (value: ExactDecimal, scale: number): bigint => value.units * 10n ** BigInt(scale - value.scale);
