import type { ExpenditureState } from '#domain/accounts/expenditure';
import type { RefundState } from '#domain/accounts/refund';
import type { DisbursementState } from '#domain/accounts/disbursement';
import type { AllocationState } from '#domain/grants/allocation';
import type { GrantState } from '#domain/grants/grant';
import { type SubGrantState, outstandingOn } from '#domain/grants/sub-grant';
import { type ContributionState, openConditions, outstandingOf } from '#domain/money-in/contribution';
import type { InterestState } from '#domain/money-in/interest';
import type { OpeningState } from '#domain/money-in/opening';
import { registryBook, streamId, streamKind } from '#kernel/ids';
import { greatest, least, minorOf, sum } from '#kernel/money';
import { instantOf, microsOf } from '#kernel/time';
import { ecb, fundId } from '../support/given.js';
import type { MemoryBook, Outcome } from '../support/memory-book.js';
import { type Body, dollars, money, today } from './acts/act.js';
import { type ActType, dayInMicros } from './fund-life.js';
import type { Life } from './life.js';

const earmarks = ['none', 'water', 'women'];
const cents = (amountMinor: bigint) => dollars(Number(amountMinor));

/**
 * The end of a fund, as who winds it up goes about it: what was asked for is turned down, what is owed is paid, what is due
 * comes in, what is missing is made good by a donor, what is left goes back to those who gave it. Says whether it
 * came to its end, and throws where it did not, but for what is known: a refund that the bank took back after its money had been
 * ordered again may leave in a window what no allocation put there.
 */
export function windUp(life: Life): boolean {
  const left = openAfter(life);
  if (left.length === 0) return true;
  if (left.some((each) => each.startsWith('allocated:')) && life.isAnyTakenBack()) return false;
  throw new Error(`wound up, it has open: ${left.join(', ')}`);
}

/** What could not be settled; nothing, once the fund is closed. */
function openAfter(life: Life): readonly string[] {
  const winding = new Winding(life);
  let left: readonly string[] = [];
  for (let pass = 0; pass < 12; pass++) {
    const before = life.book.events(fundId).length;
    winding.pass();
    left = winding.close();
    if (left.length === 0 || life.book.events(fundId).length === before) break;
    if (left.every((each) => /^(bank|fx):/.test(each))) winding.revalue();
  }
  return left;
}

class Winding {
  private readonly book: MemoryBook;
  private made = 0;

  constructor(private readonly life: Life) {
    this.book = life.book;
    // What the fund asked of decisions it asks no more.
    const vetting = { minutes: [], payeeAccount: 'optional', dueDiligence: 'optional', risk: {} };
    this.give('fund.amend-rules', { policy: { ...vetting, approvals: {}, advances: {}, reconciliation: 'optional' } });
    this.life.take({ type: 'partner.reinstate', body: { partnerId: 'cso' }, where: registryBook, actor: 'ana' });
  }

  give(type: ActType, body: Body, actor = 'ana'): Outcome {
    return this.life.take({ type, body, where: fundId, actor });
  }

  /** Goes once through all that may be open. */
  pass(): void {
    this.turnDown();
    this.makeGood();
    this.bringRest();
    for (const [id, state] of this.all<SubGrantState>('sub-grant')) this.settleSubGrant(id, state);
    for (const [id, state] of this.all<GrantState>('grant')) this.settleGrant(id, state);
    for (const [id, state] of this.all<AllocationState>('allocation')) this.takeBack(id, state);
    for (const earmark of earmarks) this.freeWindows(earmark);
    for (const [id, state] of this.all<InterestState>('interest')) this.sendInterestBack(id, state);
    for (const [id, state] of this.all<ContributionState>('contribution')) this.sendBack(id, state);
    for (const earmark of earmarks) this.spendRest(earmark);
    this.gather();
  }

  /** Ends the fund, or says what is open. */
  close(): readonly string[] {
    const outcome = this.give('fund.close', {}, 'wanda');
    if (outcome.kind !== 'rejection' || outcome.code === 'fund-closed') return [];
    return (outcome.facts as { readonly balances?: string[] }).balances ?? [outcome.code];
  }

  private all<State>(kind: string): (readonly [id: string, state: State])[] {
    return this.book
      .states(fundId)
      .filter(([stream]) => streamKind(stream) === kind)
      .map(([stream, state]) => [streamId(stream), state as State]);
  }

  private of(account: string, code = 'USD'): bigint {
    return this.book.balance(fundId, account, code);
  }

  private fresh(): string {
    return `end-${++this.made}`;
  }

  private turnDown(): void {
    for (const [disbursementId, { status }] of this.all<DisbursementState>('disbursement')) {
      if (status === 'requested') this.give('disbursement.reject', { disbursementId }, 'wanda');
      if (status === 'approved') this.give('disbursement.cancel', { disbursementId });
      if (status === 'partly-paid') this.give('disbursement.release-remainder', { disbursementId });
    }
    for (const [costId, { status }] of this.all<{ readonly status: string }>('cost')) {
      if (['requested', 'approved'].includes(status)) this.give('cost.cancel', { costId });
    }
    for (const [unmatchedId, { status }] of this.all<{ readonly status: string }>('bank')) {
      if (status === 'unmatched') this.give('bank.explain', { unmatchedId });
    }
  }

  /** What had been paid under running grants before the fund moved here is brought to those that there are. */
  private bringRest(): void {
    for (const [grantId, state] of this.all<GrantState>('grant')) {
      const opening = this.book.state(fundId, `opening:${fundId}`) as OpeningState;
      if (opening.status !== 'recorded' || state.status !== 'signed') continue;
      const disbursed = least(opening.underGrantsMinor - opening.broughtMinor, minorOf(state.terms.amount));
      if (disbursed > 0n) this.give('opening.bring-grant', { grantId, disbursed: cents(disbursed) });
    }
    const opening = this.book.state(fundId, `opening:${fundId}`) as OpeningState;
    const left = opening.status === 'recorded' ? opening.underGrantsMinor - opening.broughtMinor : 0n;
    if (left > 0n) this.bringUnderNew(left);
  }

  /** There is no grant any more to which it could be brought: it gets one, of that amount, and a donor what it is short of. */
  private bringUnderNew(left: bigint): void {
    this.donate('none', left - this.of('unallocated:none'));
    const amount = cents(left);
    this.give('allocation.make', { allocationId: this.fresh(), amount });
    this.give('opening.bring-grant', { grantId: this.sign({ amount }), disbursed: amount });
  }

  private sign(line: {
    readonly earmark?: string;
    readonly window?: string;
    readonly amount: ReturnType<typeof cents>;
  }): string {
    const [grantId, { amount }] = [this.fresh(), line];
    const instalments = [{ id: 'all', kind: 'advance', amount, dueDate: '2026-12-01' }];
    this.give('grant.sign', { grantId, activityId: 'a-1', payee: 'cso', amount, funding: [line], instalments });
    return grantId;
  }

  /** A donor gives what an earmark is short of. */
  private makeGood(): void {
    for (const earmark of earmarks) {
      const [short, uncovered] = [this.of(`shortfall:${earmark}`), this.of(`cover-shortfall:${earmark}`)];
      this.donate(earmark, greatest(short, uncovered));
    }
  }

  private donate(earmark: string, missing: bigint): void {
    if (missing <= 0n) return;
    const contributionId = this.fresh();
    this.give('contribution.commit', { contributionId, contributor: 'donor', earmark, amount: cents(missing) });
    this.give('contribution.receive', { contributionId, amount: cents(missing), bankAccount: 'main' });
  }

  private settleSubGrant(subGrantId: string, state: SubGrantState): void {
    if (state.status !== 'signed') return;
    const outstanding = outstandingOn(state.figures);
    if (outstanding > 0n) this.give('sub-grant.refund', { subGrantId, amount: cents(outstanding) });
    this.give('sub-grant.close', { subGrantId });
  }

  private settleGrant(grantId: string, { status }: GrantState): void {
    if (status === 'absent') return;
    if (status === 'reversed') return this.giveBack(grantId);
    if (status !== 'closed' && refusedFor(this.give('grant.settle', { grantId }, 'beto'), 'audit-missing')) {
      this.audit(grantId);
      this.give('grant.settle', { grantId }, 'beto');
    }
    this.payOwed(grantId);
    this.setOff(grantId);
    const due = this.of(`recoverable:${grantId}`);
    if (due > 0n) this.give('refund.receive', { refundId: this.fresh(), grantId, amount: cents(due), bankAccount: 'main' });
    this.give('grant.close', { grantId, to: 'unallocated' });
    this.giveBack(grantId);
  }

  /** What is owed on both sides is owed no longer, under whatever made it due. */
  private setOff(grantId: string): void {
    const origins = [
      grantId,
      ...this.all<ExpenditureState>('expenditure').flatMap(([id, state]) =>
        state.status !== 'absent' && state.report.grant === grantId ? [id] : [],
      ),
      ...this.all<RefundState>('refund').flatMap(([id, state]) =>
        state.status !== 'absent' && state.grant === grantId ? [id] : [],
      ),
    ];
    for (const refundId of origins) {
      const both = least(this.of(`recoverable:${grantId}`), this.of(`payable:${grantId}`));
      if (both <= 0n) return;
      this.give('refund.set-off', { refundId, amount: cents(both), against: grantId });
    }
  }

  /** What a payee sent too much goes back to it. */
  private giveBack(grantId: string): void {
    const excess = this.of(`over-refunded:${grantId}`);
    if (excess <= 0n) return;
    const refundId = this.fresh();
    this.give('refund.request-return', { refundId, grantId, amount: cents(excess) });
    for (const approver of ['wanda', 'beto', 'carla']) this.give('refund.approve-return', { refundId }, approver);
    this.give('refund.return', { refundId, bankAccount: 'main' });
  }

  private audit(grantId: string): void {
    const period = { periodStart: '2026-01-01', periodEnd: '2026-02-28' };
    const certificate = { auditor: 'bystander', opinion: 'unqualified', sha256: 'a'.repeat(64), ...period };
    this.give('audit.record', { certificateId: this.fresh(), grantId, ...certificate });
  }

  /** What was accepted and not paid; a share that others did not bear is let off first. */
  private payOwed(grantId: string): void {
    const committed = sum(earmarks.map((earmark) => this.of(`committed:${earmark}:${grantId}`)));
    const owed = least(this.of(`payable:${grantId}`), committed);
    if (owed <= 0n) return;
    const disbursementId = this.fresh();
    this.give('disbursement.request', { disbursementId, grantId, kind: 'balance', amount: cents(owed) });
    this.give('disbursement.approve', { disbursementId }, 'wanda');
    if (refusedFor(this.give('disbursement.pay', { disbursementId, bankAccount: 'main' }), 'cofinancing-short')) {
      const waiverId = this.fresh();
      this.give('waiver.propose', { waiverId, grantId, amount: cents(owed), reason: 'The end.' });
      this.give('waiver.confirm', { waiverId }, 'wanda');
      this.give('disbursement.pay', { disbursementId, bankAccount: 'main' });
    }
  }

  private takeBack(allocationId: string, state: AllocationState): void {
    if (state.status !== 'made') return;
    for (const [window, part] of Object.entries(state.parts)) {
      const free = least(part, this.of(`allocated:${state.earmark}:${window}`));
      if (free > 0n) this.give('allocation.reduce', { allocationId, window, amount: cents(free) });
    }
  }

  /**
   * A refund that the bank took back after its money had been ordered again left a window more than its allocations have: no
   * allocation can be reduced by that, but a grant of it can be closed.
   */
  private freeWindows(earmark: string): void {
    for (const window of ['general', 'small', 'administration']) {
      const amount = cents(this.of(`allocated:${earmark}:${window}`));
      if (amount.amount === '0.00') continue;
      this.give('grant.close', { grantId: this.sign({ earmark, window, amount }), to: 'unallocated' });
    }
  }

  private sendInterestBack(interest: string, state: InterestState): void {
    if (state.status !== 'received' || state.received.treatment !== 'owed-back') return;
    const bankAccount = state.received.amount.currency === 'EUR' ? 'euros' : 'main';
    for (const { contribution: contributionId } of state.received.earned) {
      if (state.returned.includes(contributionId)) continue;
      const to = contributionId === '*' ? { contributionId: this.anyContribution(), unearned: true } : { contributionId };
      this.give('interest.return', { ...to, interests: [interest], bankAccount });
    }
  }

  /** Who gets what nobody's money had earned. */
  private anyContribution(): string {
    const [known] = this.all<ContributionState>('contribution').filter(([, { status }]) => status !== 'absent');
    if (known) return known[0];
    const contributionId = this.fresh();
    this.give('contribution.pledge', { contributionId, contributor: 'donor', amount: dollars(1) });
    return contributionId;
  }

  private sendBack(contributionId: string, state: ContributionState): void {
    if (state.status === 'absent') return;
    for (const { id } of openConditions(state)) {
      this.give('contribution.end-condition', { contributionId, condition: id, outcome: 'lapsed' });
    }
    if (outstandingOf(state) > 0n) this.give('contribution.write-off', { contributionId });
    const euros = state.currency === 'EUR';
    const account = { bankAccount: euros ? 'euros' : 'main' };
    if (state.excessMinor > 0n) {
      this.give('contribution.return', { contributionId, amount: money(Number(state.excessMinor), euros), ...account });
    }
    const free = least(this.of(`unallocated:${state.earmark}`), this.of(`cover:${state.earmark}:${contributionId}`));
    const amount = least(free, state.settledMinor);
    if (amount <= 0n) return;
    const changed = euros ? { debited: cents(free), bankAccount: 'main' } : account;
    this.give('contribution.return', { contributionId, amount: money(Number(amount), euros), ...changed });
  }

  /** What nobody brought, or nobody takes back, pays for the fund's own running. */
  private spendRest(earmark: string): void {
    const prefix = `cover:${earmark}:`;
    const covers = this.book.trialBalance(fundId).filter((each) => each.account.startsWith(prefix) && each.currency === 'USD');
    const rest = least(this.of(`unallocated:${earmark}`), sum(covers.map((each) => -each.amountMinor)));
    if (rest > 0n) this.give('fee.charge', { feeId: this.fresh(), earmark, amount: cents(rest), bankAccount: 'main' });
  }

  /** All money comes to one account. */
  private gather(): void {
    const savings = this.of('bank:savings');
    const [from, to] = savings > 0n ? ['savings', 'main'] : ['main', 'savings'];
    const amount = greatest(savings, -savings);
    if (amount > 0n) this.give('cash.transfer', { cashId: this.fresh(), from, to, amount: cents(amount) });
    const euros = this.of('bank:euros', 'EUR');
    if (euros === 0n) return;
    const held = money(Number(greatest(euros, -euros)), true);
    const worth = cents(greatest(1n, (greatest(euros, -euros) * 11n) / 10n));
    const changed =
      euros > 0n
        ? { from: 'euros', to: 'main', sold: held, bought: worth }
        : { from: 'main', to: 'euros', sold: worth, bought: held };
    const command = { cashId: this.fresh(), ...changed };
    if (refusedFor(this.give('cash.convert', command), 'rate-missing')) {
      this.give('cash.convert', { ...command, soldRate: ecb('1.1') });
    }
  }

  /** What the foreign money that is gone had stood at, and was not paid for, is a gain or a loss of the month, once that is over. */
  revalue(): void {
    const period = today(this.book).slice(0, 7);
    this.book.clock = instantOf(microsOf(this.book.clock) + 32n * dayInMicros);
    this.give('period.revalue', { period, rates: [{ currency: 'EUR', rate: ecb('1.1') }] });
  }
}

const refusedFor = (outcome: Outcome, code: string): boolean => outcome.kind === 'rejection' && outcome.code === code;
