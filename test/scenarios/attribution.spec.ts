import assert from 'node:assert/strict';
import { describe, test } from '@jest/globals';
import type { MemoryBook } from '../support/memory-book.js';
import {
  type Step,
  aFund,
  accepted,
  after,
  allocated,
  anActivity,
  funded,
  given,
  grantBody,
  linesOf,
  paid,
  signed,
  usd,
} from '../support/given.js';

// Whose money paid for what: fixed when money is bound, and followed to the cent through payments, refunds and closing.

/** 75,000 of one donor and 25,000 of another, all of it allocated. */
const threeToOne: readonly Step[] = [
  ...aFund(),
  ...funded('75000'),
  ...funded('25000', { contributionId: 'c-2' }),
  allocated('100000'),
  ...anActivity,
];
const parts = (first: string, second: string) => [
  { contribution: 'c-1', amount: usd(first) },
  { contribution: 'c-2', amount: usd(second) },
];
const line = (amount: string, first: string, second: string) => ({
  earmark: 'none',
  amount: usd(amount),
  attribution: parts(first, second),
});

describe('whose money pays', () => {
  test('two donors who gave three to one pay a grant of 40,000 so, and each of its payments', () => {
    given(threeToOne, signed('40000'))
      .leaves({ 'covered:g-1:c-1': '30000.00', 'covered:g-1:c-2': '10000.00' })
      .and(...paid('d-1', { kind: 'advance', amount: usd('20000') }))
      .when('disbursement.request', { disbursementId: 'd-2', grantId: 'g-1', kind: 'advance', amount: usd('0.03') })
      .gives('disbursement.requested')
      .and(after('disbursement.approve', { disbursementId: 'd-2' }, { actor: 'beto' }))
      .when('disbursement.pay', { disbursementId: 'd-2', bankAccount: 'main' })
      .gives('disbursement.paid', { lines: [line('0.03', '0.02', '0.01')] })
      .leaves({ 'disbursed:none:g-1': '20000.03', 'bank:main': '79999.97' });
  });

  test('a donor who comes later pays for nothing that was signed before', () => {
    given(threeToOne, signed('40000'), ...funded('100000', { contributionId: 'c-3' }), ...paid('d-1')).leaves({
      'cover:none:c-3': '100000.00',
      'covered:g-1:c-3': '0.00',
      'covered:g-1:c-1': '30000.00',
    });
  });

  test('a refund of 2,000 goes back to whose money it was, and so does what a closed grant did not use', () => {
    given(threeToOne, signed('40000'), ...paid('d-1'), ...accepted('r-1', '18000'))
      .and(after('refund.claim', { refundId: 'b-1', grantId: 'g-1', amount: usd('2000'), ground: 'unspent' }))
      .when('refund.receive', { refundId: 'b-1', amount: usd('2000'), bankAccount: 'main' })
      .gives('refund.received', { lines: [line('2000', '1500', '500')] })
      .leaves({ 'bank:main': '82000.00', 'disbursed:none:g-1': '18000.00', 'committed:none:g-1': '22000.00' })
      .when('grant.close', { grantId: 'g-1', to: 'unallocated' })
      .gives('grant.closed', { amount: usd('18000') })
      .leaves({
        'covered:g-1:c-1': '13500.00',
        'covered:g-1:c-2': '4500.00',
        'cover:none:c-1': '61500.00',
        'cover:none:c-2': '20500.00',
        'unallocated:none': '22000.00',
      });
  });

  test('a grant that was paid, given back whole and closed leaves nothing to recognise for the day when it was out', () => {
    const dated = { valueDate: '2026-02-20' };
    const order = { disbursementId: 'd-1', grantId: 'g-1', kind: 'advance', amount: usd('4000'), ...dated };
    given(
      aFund({ policy: { incomeRecognition: 'as-spent' } }),
      after('contribution.commit', { contributionId: 'c-1', contributor: 'donor', amount: usd('10000'), ...dated }),
      after('contribution.receive', { contributionId: 'c-1', amount: usd('10000'), bankAccount: 'main', ...dated }),
      allocated('10000', dated),
      anActivity,
      after('grant.sign', { ...grantBody('8000'), ...dated }),
      after('disbursement.request', order),
      after('disbursement.approve', { disbursementId: 'd-1', ...dated }, { actor: 'beto' }),
      after('disbursement.pay', { disbursementId: 'd-1', bankAccount: 'main', ...dated }),
      after('refund.claim', { refundId: 'b-1', grantId: 'g-1', amount: usd('4000'), ground: 'unspent' }),
      after('refund.receive', { refundId: 'b-1', amount: usd('4000'), bankAccount: 'main' }),
      after('grant.close', { grantId: 'g-1', to: 'unallocated' }),
    )
      .when('income.recognise', { contributionId: 'c-1', ...dated })
      .writesNothing()
      .leaves({ 'cover:none:c-1': '10000.00', 'income:c-1': '0.00' });
  });

  test('a grant pays from money for water first, and from free money when that is used up', () => {
    const water = funded('10000', { contributionId: 'c-w', earmark: 'water' });
    const funding = [
      { earmark: 'water', amount: usd('10000') },
      { earmark: 'none', amount: usd('20000') },
    ];
    given(aFund(), ...water, ...funded('50000'), allocated('10000', { earmark: 'water' }), allocated('20000'), ...anActivity)
      .and(after('grant.sign', grantBody('30000', { funding })))
      .and(...paid('d-1'))
      .leaves({ 'disbursed:water:g-1': '10000.00', 'disbursed:none:g-1': '5000.00', 'committed:none:g-1': '15000.00' });
  });

  test('a fund may use first what came first: the oldest contribution pays whole before the next begins', () => {
    given(
      aFund({ attribution: 'first-in-first-out' }),
      ...funded('10000'),
      ...funded('90000', { contributionId: 'c-2' }),
      allocated('100000'),
      ...anActivity,
      signed('30000'),
    ).leaves({ 'covered:g-1:c-1': '10000.00', 'covered:g-1:c-2': '20000.00', 'cover:none:c-2': '70000.00' });
  });

  test('whatever happens, what the contributions have covered is what the fund received', () => {
    const told = given(
      threeToOne,
      signed('40000'),
      ...paid('d-1'),
      ...accepted('r-1', '18000'),
      signed('10000', { grantId: 'g-2' }),
    );
    assert.equal(coveredBy(told.book, 'c-1') + coveredBy(told.book, 'c-2'), 10_000_000n);
    assert.equal(coveredBy(told.book, 'c-1'), 7_500_000n);
    assert.ok(told.book.events('fund-1').every((each) => linesOf(each).length !== 1));
  });
});

/** Free and bound cover of a contribution, in cents. */
const coveredBy = (book: MemoryBook, contribution: string): bigint =>
  ['cover:none', 'covered:g-1', 'covered:g-2']
    .map((account) => book.balance('fund-1', `${account}:${contribution}`, 'USD'))
    .reduce((total, each) => total + each, 0n);
