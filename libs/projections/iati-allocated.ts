import { administration } from '#domain/fund/fund';
import type { LocalDate } from '#kernel/time';

/** What one earmark has for grants, or for the costs of the fund, of the allocations of a day. */
export interface AllocatedOn {
  readonly key: string;
  readonly on: LocalDate;
  amountMinor: bigint;
}

/** What is allocated and stands, by the day of the allocation: many allocations of a day are one figure. */
export class Allocated {
  private readonly sums = new Map<string, AllocatedOn>();

  /** Adds an amount in minor units; what is taken back, or undone, is negative. */
  add(of: { readonly earmark: string; readonly window: string }, on: LocalDate, amountMinor: bigint): void {
    const key = keyOf(of);
    const day = this.sums.get(`${on} ${key}`);
    if (day) day.amountMinor += amountMinor;
    else this.sums.set(`${on} ${key}`, { key, on, amountMinor });
  }

  get days(): readonly AllocatedOn[] {
    return [...this.sums.values()];
  }
}

/** Under which a line of a grant uses what is allocated. */
export const keyOf = (each: { readonly earmark: string; readonly window: string }): string =>
  `${each.earmark} ${each.window === administration}`;
