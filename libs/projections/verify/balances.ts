import { currency } from '#kernel/currency';
import { formatAmount } from '#kernel/money';
import type { EventRecord } from '#kernel/record';
import { guardSign, kindOf } from '#ledger/accounts';
import { assertZeroSum, postingsOf } from '#ledger/postings';
import type { Findings } from './finding.js';

/** A row of the decision balances. */
export interface BalanceRow {
  readonly account: string;
  readonly currency: string;
  readonly amount: string;
  readonly guard: number;
}

/**
 * Adds up the postings of a book, event by event: the balances that decide, and of the guarded ones what each value date
 * adds. Memory grows with accounts and their dates, not with events.
 */
export class RecomputedBalances {
  private readonly amounts = new Map<string, bigint>();
  private readonly byDate = new Map<string, Map<string, bigint>>();

  constructor(private readonly findings: Findings) {}

  add(record: EventRecord): void {
    const { position } = record;
    try {
      const lines = postingsOf(record);
      assertZeroSum(lines);
      for (const { account, currency: code, amountMinor } of lines) {
        if (!kindOf(account).decides) continue;
        const key = `${account} ${code}`;
        this.amounts.set(key, (this.amounts.get(key) ?? 0n) + amountMinor);
        if (guardSign(account) !== 0) this.addOn(record.valueDate, key, amountMinor);
      }
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      this.findings.add('difference', 'postings', 'lines that sum to zero', message, { position, where: record.type });
    }
  }

  /** Holds the stored rows against what the postings came to. */
  compare(rows: readonly BalanceRow[]): void {
    const expected = new Map(this.amounts);
    for (const { account, currency: code, amount, guard } of rows) {
      const key = `${account} ${code}`;
      const told = (minor: bigint): string => formatAmount(minor, currency(code));
      this.findings.compare('balance', told(expected.get(key) ?? 0n), told(BigInt(amount)), { where: key });
      this.findings.compare('balance', `guard ${guardSign(account)}`, `guard ${guard}`, { where: key });
      expected.delete(key);
    }
    for (const [key, amountMinor] of expected) {
      const code = key.slice(key.indexOf(' ') + 1);
      if (amountMinor !== 0n)
        this.findings.add('difference', 'balance', formatAmount(amountMinor, currency(code)), 'no row', { where: key });
    }
  }

  /** Warns of the value dates at whose end a guarded balance is negative, whatever it came to afterwards. */
  warnOfNegativeDates(): void {
    for (const [key, dates] of this.byDate) {
      const [account = '', code = ''] = key.split(' ');
      let running = 0n;
      for (const date of [...dates.keys()].toSorted()) {
        running += dates.get(date)!;
        const own = guardSign(account) === 1 ? running : -running;
        if (own >= 0n) continue;
        const amount = formatAmount(own, currency(code));
        this.findings.add('warning', 'negative-on-date', 'not below zero', amount, { where: `${key} on ${date}` });
      }
    }
  }

  get count(): number {
    return this.amounts.size;
  }

  private addOn(date: string, key: string, amountMinor: bigint): void {
    let dates = this.byDate.get(key);
    if (!dates) this.byDate.set(key, (dates = new Map()));
    dates.set(date, (dates.get(date) ?? 0n) + amountMinor);
  }
}
