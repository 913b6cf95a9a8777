import { currency, isCurrency } from '#kernel/currency';
import { formatAmount } from '#kernel/money';
import type { EventRecord } from '#kernel/record';
import { accountKinds, guardSign, isAccount } from '#ledger/accounts';
import { assertZeroSum } from '#ledger/postings';
import { type BookEvent, postingsOfEvent } from '../event.js';
import type { Run, Spill } from '../spill.js';
import type { Findings } from './finding.js';
import { Sums } from '../sums.js';

/** A row of the decision balances. */
export interface BalanceRow {
  readonly account: string;
  readonly currency: string;
  readonly amount: string;
  readonly guard: number;
}

/** An account, its currency, and what its postings came to by value date where it is guarded. */
interface Recomputed {
  readonly key: string;
  amount: bigint;
  readonly dates: [date: string, amount: bigint][];
}

/** Accounts whose last sum is held. */
const mostHeld = 10_000;

/** What an account came to last, in one currency and, where it is guarded, on one value date. */
interface Held {
  currency: string;
  date: string;
  amountMinor: bigint;
}

/**
 * Adds up the postings of a book, event by event: the balances that decide, and of the guarded ones what each value date
 * adds. Memory is bounded, whatever the number of accounts and dates: what is too much goes to `spill`.
 */
export class PostingSums {
  private readonly sums: Sums;
  /** By account: most are posted to again soon, and a key is made once for all of that. */
  private held = new Map<string, Held>();

  constructor(
    spill: Spill,
    private readonly onFault: (fault: PostingFault) => void,
  ) {
    this.sums = new Sums(spill);
  }

  add(event: BookEvent): void {
    try {
      const lines = postingsOfEvent(event);
      if (lines.length === 0) return;
      assertZeroSum(lines);
      for (let i = 0; i < lines.length; i++) {
        const { account, kind, currency: code, amountMinor } = lines[i]!;
        const { decides, guard } = accountKinds[kind];
        if (!decides) continue;
        this.hold(account, code, guard ? event.valueDate : '', amountMinor);
      }
    } catch (error) {
      const { position, type } = event as EventRecord;
      this.onFault({ position, type, message: error instanceof Error ? error.message : String(error) });
    }
  }

  private hold(account: string, code: string, date: string, amountMinor: bigint): void {
    const held = this.held.get(account);
    if (!held) {
      if (this.held.size >= mostHeld) this.addHeld();
      this.held.set(account, { currency: code, date, amountMinor });
    } else if (held.currency === code && held.date === date) held.amountMinor += amountMinor;
    else {
      this.addSum(account, held);
      held.currency = code;
      held.date = date;
      held.amountMinor = amountMinor;
    }
  }

  private addHeld(): void {
    for (const [account, held] of this.held) this.addSum(account, held);
    this.held = new Map();
  }

  private addSum(account: string, { currency: code, date, amountMinor }: Held): void {
    // No id and no date holds a blank, which sorts before all that they hold: by account, then by currency, then by date.
    this.sums.add(`${account} ${code} ${date}`, amountMinor);
  }

  /** What each came to, a line for each, sorted; to be asked when all is in. */
  *lines(): Generator<string> {
    this.addHeld();
    // A damaged event may name anything.
    for (const [key, amount] of this.sums.all()) yield `${key.replaceAll(/[\t\n]/g, '\uFFFD')}\t${amount}`;
  }
}

/** An event whose lines are not known, or do not sum to zero. */
export interface PostingFault {
  readonly position: number;
  readonly type: string;
  readonly message: string;
}

/** What the postings of a book came to, to be held against what is stored. */
export class RecomputedBalances {
  private readonly sums: Sums;
  /** How many balances there are; known once they are compared. */
  count = 0;

  /** `lines` are those of `PostingSums`. */
  constructor(
    private readonly findings: Findings,
    spill: Spill,
    lines: Run,
  ) {
    this.sums = new Sums(spill);
    this.sums.addLines(lines);
  }

  /**
   * Holds the stored rows, sorted by account and currency, against what the postings came to; then warns of the value dates
   * at whose end a guarded balance is negative, whatever it came to afterwards.
   */
  compare(rows: Iterable<BalanceRow>): void {
    const expected = this.recomputed();
    let next = expected.next();
    const before = (key: string | undefined): void => {
      for (; !next.done && (key === undefined || next.value.key < key); next = expected.next()) this.judge(next.value);
    };
    let last: string | undefined;
    for (const row of rows) {
      const key = `${row.account} ${row.currency}`;
      if (key === last) this.findings.add('difference', 'balance', 'one row', 'another row', { where: key });
      last = key;
      before(key);
      const own = !next.done && next.value.key === key ? next.value : undefined;
      this.judge(own ?? { key, amount: 0n, dates: [] }, row);
      if (own) next = expected.next();
    }
    before(undefined);
  }

  private judge({ key, amount, dates }: Recomputed, row?: BalanceRow): void {
    const [account = '', code = ''] = key.split(' ');
    const told = (minor: bigint): string => formatAmount(minor, currency(code));
    if (row && !(isAccount(account) && isCurrency(code))) {
      this.findings.add('difference', 'balance', 'no row', `${row.amount}, guard ${row.guard}`, { where: key });
    } else if (row) {
      this.findings.compare('balance', told(amount), told(BigInt(row.amount)), { where: key });
      this.findings.compare('balance', `guard ${guardSign(account)}`, `guard ${row.guard}`, { where: key });
    } else if (amount !== 0n) this.findings.add('difference', 'balance', told(amount), 'no row', { where: key });
    let running = 0n;
    for (const [date, added] of dates) {
      running += added;
      const own = guardSign(account) === 1 ? running : -running;
      if (own >= 0n) continue;
      this.findings.add('warning', 'negative-on-date', 'not below zero', told(own), { where: `${key} on ${date}` });
    }
  }

  /** Each account and currency once, with its dates in order. */
  private *recomputed(): Generator<Recomputed> {
    let current: Recomputed | undefined;
    for (const [sumKey, amount] of this.sums.all()) {
      const blank = sumKey.lastIndexOf(' ');
      const [key, date] = [sumKey.slice(0, blank), sumKey.slice(blank + 1)];
      if (current?.key !== key) {
        if (current) yield current;
        this.count += 1;
        current = { key, amount: 0n, dates: [] };
      }
      current.amount += amount;
      if (date !== '') current.dates.push([date, amount]);
    }
    if (current) yield current;
  }
}
