import type { RevolvingFundState } from '#domain/grants/revolving-fund';
import { fundId } from '../support/given.js';
import type { MemoryBook } from '../support/memory-book.js';
import type { GrantState } from '#domain/grants/grant';
import { type ContributionState, openConditions } from '#domain/money-in/contribution';
import type { PayeeAccounts } from '#domain/registry/payee-account';
import { registryBook } from '#kernel/ids';
import { type Kind, ids, statusOf } from './acts/act.js';
import { someDisallowance } from './acts/payments.js';
import { someOpenLine, someStatement } from './acts/statements.js';
import type { ActType } from './fund-life.js';

/** How often each step is tried: what carries a life along more often than what ends it. */
export const weights: Readonly<Record<ActType, number>> = {
  'contribution.pledge': 1,
  'contribution.commit': 4,
  'contribution.receive': 6,
  'contribution.amend': 4,
  'contribution.meet-condition': 2,
  'contribution.end-condition': 2,
  'contribution.write-off': 2,
  'contribution.return': 3,
  'income.recognise': 2,
  'allocation.make': 5,
  'allocation.transfer': 1,
  'allocation.reduce': 1,
  'allocation.lapse': 1,
  'waiver.propose': 3,
  'waiver.confirm': 4,
  'grant.sign': 5,
  'grant.amend': 4,
  'grant.suspend': 1,
  'grant.resume': 2,
  'grant.terminate': 1,
  'grant.settle': 3,
  'grant.close': 3,
  'disbursement.request': 6,
  'disbursement.approve': 7,
  'disbursement.reject': 1,
  'disbursement.cancel': 1,
  'disbursement.pay': 7,
  'disbursement.release-remainder': 1,
  'disbursement.acknowledge': 1,
  'disbursement.bounce': 2,
  'expenditure.submit': 3,
  'expenditure.correct': 1,
  'expenditure.question': 1,
  'expenditure.answer': 4,
  'expenditure.accept': 5,
  'expenditure.disallow': 2,
  'expenditure.appeal': 3,
  'expenditure.decide-appeal': 6,
  'refund.claim': 2,
  'refund.set-off': 6,
  'refund.write-off': 1,
  'refund.receive': 3,
  'refund.request-return': 3,
  'refund.approve-return': 4,
  'refund.return': 4,
  'interest.receive': 2,
  'bank-charge.record': 2,
  'cost.request': 3,
  'cost.approve': 4,
  'cost.cancel': 1,
  'cost.pay': 4,
  'fee.charge': 1,
  'cash.convert': 2,
  'period.revalue': 1,
  'bank.record-unmatched': 1,
  'bank.explain': 2,
  'cofinancing.agree': 1,
  'cofinancing.report': 2,
  'cofinancing.accept': 4,
  'event.reverse': 12,
  'contribution.open-collection': 2,
  'contribution.waive-condition': 4,
  'contribution.reschedule': 1,
  'interest.return': 3,
  'cost.reject': 1,
  'cash.transfer': 2,
  'period.close': 4,
  'opening.record': 3,
  'opening.bring-grant': 2,
  'statement.import': 3,
  'statement.list-lines': 4,
  'reconciliation.match': 4,
  'reconciliation.explain': 1,
  'reconciliation.release': 1,
  'reconciliation.post': 3,
  'grant.meet-condition': 3,
  'audit.record': 1,
  'sub-grant.sign': 2,
  'sub-grant.pay': 2,
  'sub-grant.report': 2,
  'sub-grant.accept': 2,
  'sub-grant.refund': 2,
  'sub-grant.amend': 1,
  'sub-grant.disallow': 3,
  'sub-grant.write-off': 2,
  'sub-grant.close': 1,
  'project-income.earn': 1,
  'revolving-fund.open': 1,
  'revolving-fund.pay-in': 2,
  'revolving-fund.lend': 2,
  'revolving-fund.repay': 3,
  'revolving-fund.write-off': 3,
  'revolving-fund.withdraw': 1,
  'asset.acquire': 1,
  'asset.dispose': 1,
  'asset.transfer': 1,
  'asset.verify': 1,
  'in-kind.pledge': 1,
  'in-kind.deliver': 2,
  'in-kind.value': 2,
  'fund.amend-rules': 2,
  'fund.close': 1,
  'result.define': 1,
  'result.amend': 1,
  'result.measure': 2,
  'partner.suspend': 1,
  'partner.reinstate': 2,
  'partner.record-due-diligence': 2,
  'payee-account.propose': 1,
  'payee-account.confirm': 5,
  'payee-account.revoke': 1,
};

/** Whether a thing of the kind is in that state. */
const some =
  (kind: Kind, state: string) =>
  (book: MemoryBook): boolean =>
    ids[kind].some((id) => statusOf(book, `${kind}:${id}`) === state);

const revolving =
  (figure: 'cash' | 'lent') =>
  (book: MemoryBook): boolean => {
    const state = book.state(fundId, 'revolving-fund:m-1') as RevolvingFundState;
    return state.status === 'opened' && state[figure] > 0n;
  };

/** What a step waits for: while it is not so, a sensible life does what leads there instead. */
const someGrant =
  (fits: (state: Exclude<GrantState, { readonly status: 'absent' }>) => boolean) =>
  (book: MemoryBook): boolean =>
    ids.grant.some((id) => {
      const state = book.state(fundId, `grant:${id}`) as GrantState;
      return state.status === 'signed' && fits(state);
    });

const someCondition = (book: MemoryBook): boolean =>
  ids.contribution.some((id) => {
    const state = book.state(fundId, `contribution:${id}`) as ContributionState;
    return state.status !== 'absent' && openConditions(state).length > 0;
  });

const someProposedAccount = (book: MemoryBook): boolean =>
  (book.state(registryBook, 'payee-account:cso') as PayeeAccounts).accounts.some((each) => each.status === 'proposed');

const someAdvance = (book: MemoryBook): boolean => ids.grant.some((id) => book.balance(fundId, `advance:${id}`, 'USD') > 0n);

const someRecoverable = (book: MemoryBook): boolean =>
  ids.grant.some((id) => book.balance(fundId, `recoverable:${id}`, 'USD') > 0n);

export const first: Partial<Record<ActType, readonly [ready: (book: MemoryBook) => boolean, instead: ActType]>> = {
  'disbursement.acknowledge': [some('disbursement', 'paid'), 'disbursement.pay'],
  'disbursement.bounce': [some('disbursement', 'paid'), 'disbursement.pay'],
  'disbursement.pay': [some('disbursement', 'approved'), 'disbursement.approve'],
  'disbursement.release-remainder': [some('disbursement', 'partly-paid'), 'disbursement.pay'],
  'disbursement.approve': [some('disbursement', 'requested'), 'disbursement.request'],
  'disbursement.reject': [some('disbursement', 'requested'), 'disbursement.request'],
  'disbursement.request': [some('grant', 'signed'), 'grant.sign'],
  'cost.approve': [some('cost', 'requested'), 'cost.request'],
  'cost.pay': [some('cost', 'approved'), 'cost.approve'],
  'bank.explain': [some('bank', 'unmatched'), 'bank.record-unmatched'],
  'grant.resume': [some('grant', 'suspended'), 'grant.suspend'],
  'waiver.confirm': [some('waiver', 'proposed'), 'waiver.propose'],
  'expenditure.accept': [some('expenditure', 'submitted'), 'expenditure.submit'],
  'expenditure.correct': [some('expenditure', 'submitted'), 'expenditure.submit'],
  'expenditure.question': [some('expenditure', 'submitted'), 'expenditure.submit'],
  'expenditure.answer': [some('expenditure', 'questioned'), 'expenditure.question'],
  'expenditure.disallow': [some('expenditure', 'accepted'), 'expenditure.accept'],
  'refund.set-off': [someRecoverable, 'refund.claim'],
  'refund.write-off': [someRecoverable, 'refund.claim'],
  'refund.claim': [someAdvance, 'disbursement.pay'],
  'grant.meet-condition': [someGrant(({ terms }) => terms.holdback !== undefined), 'grant.sign'],
  'waiver.propose': [someGrant(({ terms }) => terms.cofinancing !== undefined), 'grant.sign'],
  'contribution.meet-condition': [someCondition, 'contribution.commit'],
  'contribution.waive-condition': [someCondition, 'contribution.commit'],
  'contribution.end-condition': [someCondition, 'contribution.commit'],
  'payee-account.confirm': [someProposedAccount, 'payee-account.propose'],
  'allocation.transfer': [some('allocation', 'made'), 'allocation.make'],
  'allocation.reduce': [some('allocation', 'made'), 'allocation.make'],
  'expenditure.submit': [some('grant', 'signed'), 'grant.sign'],
  'cofinancing.report': [some('cofinancing', 'agreed'), 'cofinancing.agree'],
  'cofinancing.accept': [some('cofinancing', 'agreed'), 'cofinancing.agree'],
  'contribution.receive': [some('contribution', 'committed'), 'contribution.commit'],
  'contribution.amend': [some('contribution', 'committed'), 'contribution.commit'],
  'contribution.write-off': [some('contribution', 'committed'), 'contribution.commit'],
  'opening.bring-grant': [some('grant', 'signed'), 'grant.sign'],
  'cost.reject': [some('cost', 'requested'), 'cost.request'],
  'sub-grant.sign': [some('grant', 'signed'), 'grant.sign'],
  'sub-grant.pay': [some('sub-grant', 'signed'), 'sub-grant.sign'],
  'sub-grant.report': [some('sub-grant', 'signed'), 'sub-grant.sign'],
  'sub-grant.accept': [some('sub-grant', 'signed'), 'sub-grant.sign'],
  'sub-grant.refund': [some('sub-grant', 'signed'), 'sub-grant.sign'],
  'sub-grant.amend': [some('sub-grant', 'signed'), 'sub-grant.sign'],
  'sub-grant.disallow': [some('sub-grant', 'signed'), 'sub-grant.sign'],
  'sub-grant.write-off': [some('sub-grant', 'signed'), 'sub-grant.sign'],
  'revolving-fund.pay-in': [some('revolving-fund', 'opened'), 'revolving-fund.open'],
  'asset.transfer': [some('asset', 'held'), 'asset.acquire'],
  'asset.verify': [some('asset', 'held'), 'asset.acquire'],
  'result.amend': [some('result', 'defined'), 'result.define'],
  'result.measure': [some('result', 'defined'), 'result.define'],
  'asset.dispose': [some('asset', 'held'), 'asset.acquire'],
  'in-kind.value': [some('in-kind', 'delivered'), 'in-kind.deliver'],
  'revolving-fund.lend': [revolving('cash'), 'revolving-fund.pay-in'],
  'revolving-fund.withdraw': [revolving('cash'), 'revolving-fund.pay-in'],
  'revolving-fund.repay': [revolving('lent'), 'revolving-fund.lend'],
  'revolving-fund.write-off': [revolving('lent'), 'revolving-fund.lend'],
  'expenditure.appeal': [someDisallowance('made'), 'expenditure.disallow'],
  'expenditure.decide-appeal': [someDisallowance('appealed'), 'expenditure.appeal'],
  'statement.list-lines': [someStatement, 'statement.import'],
  'reconciliation.match': [someOpenLine, 'statement.list-lines'],
  'reconciliation.post': [someOpenLine, 'statement.list-lines'],
};
