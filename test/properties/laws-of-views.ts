import type { DisbursementState } from '#domain/accounts/disbursement';
import type { RefundState } from '#domain/accounts/refund';
import type { GrantState } from '#domain/grants/grant';
import type { SubGrantState } from '#domain/grants/sub-grant';
import type { ContributionState } from '#domain/money-in/contribution';
import { sum } from '#kernel/money';
import { contributionTable } from '#projections/contributor-statement';
import { disbursementTable } from '#projections/disbursement-register';
import { eventOf } from '#projections/event';
import { source } from '#projections/fund-position';
import { grantTable } from '#projections/grant-sheet';
import { groupsFor, viewGroups } from '#projections/groups';
import { account } from '#projections/postings';
import { refundTable } from '#projections/refund-register';
import { Rows } from '#projections/rows';
import { subGrantTable } from '#projections/sub-grant-register';
import type { RowOf, Table } from '#projections/table';
import { fundId } from '../support/given.js';
import type { MemoryBook } from '../support/memory-book.js';
import { holds, same } from './law.js';

const views = groupsFor(viewGroups, fundId).flatMap((group) => group.views);
const appended = views.flatMap((view) => view.tables).filter((table) => table.appended);

/** What readers see of a fund, folded as its life goes on: it says what the balances say, and what decisions go by. */
export class Views {
  private readonly rows = new Rows();
  private folded = 0;

  /** Folds what has happened since, and throws with the first figure that differs. */
  check(book: MemoryBook): void {
    const events = book.events(fundId);
    for (const event of events.slice(this.folded)) for (const view of views) view.apply(this.rows, eventOf(event));
    this.folded = events.length;
    for (const table of appended) this.rows.takeAppended(table);
    this.checkAccounts(book);
    this.checkGrants(book);
    this.checkRefunds(book);
    this.checkSubGrants(book);
    this.checkContributions(book);
  }

  /** The trial balance is that of the book, and nothing in all. */
  private checkAccounts(book: MemoryBook): void {
    const balances = new Map(book.trialBalance(fundId).map((each) => [`${each.account} ${each.currency}`, each.amountMinor]));
    const totals = new Map<string, bigint>();
    for (const row of this.all(account)) {
      same(row.balance, balances.get(`${row.account} ${row.currency}`) ?? 0n, `the balance shown of ${row.account}`);
      same(row.debit - row.credit, row.balance, `debit less credit of ${row.account}`);
      const key = `${row.accountSet} ${row.currency}`;
      totals.set(key, (totals.get(key) ?? 0n) + row.balance);
      balances.delete(`${row.account} ${row.currency}`);
    }
    holds(balances.size === 0, `the trial balance does not show ${[...balances.keys()].join(', ')}`);
    for (const [set, total] of totals) same(total, 0n, `the trial balance of ${set}`);
  }

  /** A grant sheet has the balances of the grant's accounts. */
  private checkGrants(book: MemoryBook): void {
    for (const row of this.all(grantTable)) {
      const { grantId: id } = row;
      const state = book.state(fundId, `grant:${id}`) as GrantState;
      holds(row.status === state.status, `${id} is shown as ${row.status} and is ${state.status}`);
      const byLine = (kind: string): bigint => sum(row.lines.map((line) => this.of(book, `${kind}:${line.earmark}:${id}`)));
      same(row.committed, byLine('committed'), `committed of ${id}`);
      same(row.disbursed, byLine('disbursed'), `disbursed of ${id}`);
      for (const kind of ['advance', 'payable', 'recoverable'] as const) {
        same(row[kind], this.of(book, `${kind}:${id}`), `${kind} of ${id}`);
      }
      const orders = this.all(disbursementTable).filter((each) => each.grantId === id);
      const ordered = orders.flatMap((each) => row.lines.map((line) => `ordered:${line.earmark}:${each.disbursementId}`));
      same(row.ordered, sum(ordered.map((name) => this.of(book, name))), `ordered of ${id}`);
    }
    for (const row of this.all(disbursementTable)) {
      const { status } = book.state(fundId, `disbursement:${row.disbursementId}`) as DisbursementState;
      holds(row.status === status, `${row.disbursementId} is shown as ${row.status} and is ${status}`);
    }
  }

  /** A refund is shown as decisions go by it; what is due under a grant is due on some of its refunds. */
  private checkRefunds(book: MemoryBook): void {
    const due = new Map<string, bigint>();
    for (const row of this.all(refundTable)) {
      due.set(row.grantId, (due.get(row.grantId) ?? 0n) + row.outstanding);
      const state = book.state(fundId, `refund:${row.refundId}`) as RefundState;
      const known = state.status === 'absent' ? { receivedMinor: 0n, writtenOffMinor: 0n } : state;
      same(row.received + row.setOff, known.receivedMinor, `what came back on ${row.refundId}`);
      same(row.writtenOff, known.writtenOffMinor, `what was given up of ${row.refundId}`);
      if (state.status !== 'absent' && state.claimedBy !== undefined) same(row.due, state.dueMinor, `due on ${row.refundId}`);
    }
    for (const { grantId } of this.all(grantTable)) {
      const [shown, stands] = [due.get(grantId) ?? 0n, this.of(book, `recoverable:${grantId}`)];
      holds(shown >= stands, `${stands} is due under ${grantId}, and ${shown} is shown`);
    }
  }

  private checkSubGrants(book: MemoryBook): void {
    for (const row of this.all(subGrantTable)) {
      const state = book.state(fundId, `sub-grant:${row.subGrantId}`) as SubGrantState;
      if (state.status === 'absent') throw new Error(`${row.subGrantId} is shown, and is not`);
      holds(row.status === state.status, `${row.subGrantId} is shown as ${row.status} and is ${state.status}`);
      for (const figure of ['paid', 'reported', 'accepted', 'disallowed', 'refunded'] as const) {
        same(row[figure], state.figures[figure], `${figure} of ${row.subGrantId}`);
      }
      same(row.writtenOff, state.figures['written-off'], `given up of ${row.subGrantId}`);
    }
  }

  /** What a contribution gave, paid for and has left, in the account of its contributor. */
  private checkContributions(book: MemoryBook): void {
    for (const row of this.all(contributionTable)) {
      const { contributionId: id, earmark } = row;
      same(row.free, this.of(book, `cover:${earmark}:${id}`), `free of ${id} under ${earmark}`);
      const came = row.funded + row.interest + row.exchange;
      const gone = row.bound + row.charged + row.cleared + row.homeReturned + row.spentBefore;
      same(row.free, came - gone, `what is left of ${id} under ${earmark}`);
      const state = book.state(fundId, `contribution:${id}`) as ContributionState;
      if (state.status === 'absent') continue;
      same(row.received - row.returned, state.settledMinor + state.excessMinor, `received of ${id}`);
      same(row.excess, state.excessMinor, `beyond what ${id} promised`);
      same(row.outstanding, state.committedMinor - state.settledMinor, `outstanding of ${id}`);
      // What was recognised and is written off or given back stays income, and is a loss beside it.
      const lost = row.recognised - state.recognisedMinor;
      holds(lost >= 0n && lost <= row.writtenOff + row.returned, `${lost} recognised of ${id} is lost`);
      const [shown] = this.all(source).filter((each) => each.contributionId === id);
      holds(shown?.earmark === state.earmark, `${id} is a source of ${shown?.earmark}`);
    }
  }

  private all<T extends Table>(table: T): RowOf<T['columns']>[] {
    return [...this.rows.all(table).values()] as RowOf<T['columns']>[];
  }

  private of(book: MemoryBook, name: string): bigint {
    return book.balance(fundId, name, 'USD');
  }
}
