import { divideHalfEven } from './money.js';

/** A percentage of at most two decimals, `33.33`, in hundredths of a percent: exact as a whole number. */
export function hundredthsOf(percentage: string): bigint {
  const [whole = '0', fraction = ''] = percentage.split('.');
  return BigInt(whole + fraction.padEnd(2, '0'));
}

/** Whether `part` is more than a percentage of `whole`; exact. Requires whole >= 0. */
export const exceedsShare = (part: bigint, whole: bigint, percentage: string): boolean =>
  part * 10_000n > whole * hundredthsOf(percentage);

/** A percentage of an amount, rounded half to even in its minor unit. */
export const shareOf = (amountMinor: bigint, percentage: string): bigint =>
  divideHalfEven(amountMinor * hundredthsOf(percentage), 10_000n);

/** What `part` is of `whole` in percent, two decimals, rounded half to even: `33.33`. Requires whole > 0. */
export function percentageOf(part: bigint, whole: bigint): string {
  const parts = divideHalfEven(part * 10_000n, whole);
  const digits = (parts < 0n ? -parts : parts).toString().padStart(3, '0');
  return `${parts < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}
