import { describe, test } from '@jest/globals';
import {
  type Step,
  aFund,
  accepted,
  after,
  allocated,
  anActivity,
  committed,
  ecb,
  eur,
  funded,
  given,
  grantBody,
  paid,
  received,
  signed,
  usd,
} from '../support/given.js';

// What contributors promise, what comes in, and what may be decided on it.

const c1 = { contributionId: 'c-1' };
const allocate = (amount: string, more: object = {}) => ({
  allocationId: `l-${amount.replace('.', '-')}`,
  amount: usd(amount),
  ...more,
});
const short = (requested: string, unallocated: string, missing: string, earmark = 'none') =>
  ({ earmark, currency: 'USD', requested, unallocated, missing }) as const;

describe('promises', () => {
  test('an agreement of 100,000 of which 40,000 waits for the audit lets only 60,000 be allocated', () => {
    const agreement = committed('100000', {
      conditions: [{ id: 'audit', text: 'Auditoría de 2025 sin salvedades', amount: usd('40000'), until: '2026-12-31' }],
      instalments: [
        { id: 'first', dueDate: '2026-02-01', amount: usd('60000') },
        { id: 'second', dueDate: '2026-09-01', amount: usd('40000'), condition: 'audit' },
      ],
    });
    given(aFund(), agreement)
      .leaves({ 'receivable:c-1': '60000.00', 'unallocated:none': '60000.00' })
      .when('allocation.make', allocate('60000.01'))
      .rejects('allocation-exceeds-unallocated', short('60000.01', '60000.00', '0.01'))
      .and(after('allocation.make', allocate('60000')))
      .when('contribution.meet-condition', { ...c1, condition: 'audit' })
      .gives('contribution.condition-met', { amount: usd('40000'), home: usd('40000') })
      .leaves({ 'receivable:c-1': '100000.00', 'unallocated:none': '40000.00' })
      .when('allocation.make', allocate('40000'))
      .gives('allocation.made')
      .leaves({ 'unallocated:none': '0.00', 'allocated:none:general': '100000.00', 'bank:main': '0.00' });
  });

  test('an audit that comes after the last day of its condition releases nothing, unless the committee waives it', () => {
    const minute = { body: 'committee', minute: '3/2026' };
    const until = '2026-02-28';
    const conditional = committed('100000', { conditions: [{ id: 'audit', text: 'Auditoría', amount: usd('40000'), until }] });
    given(aFund(), conditional)
      .when('contribution.meet-condition', { ...c1, condition: 'audit', valueDate: '2026-03-01' })
      .rejects('contribution-condition-expired', { contribution: 'c-1', condition: 'audit', until, date: '2026-03-01' })
      .when('contribution.waive-condition', { ...c1, condition: 'audit', valueDate: '2026-03-01', minute })
      .gives('contribution.condition-met', { waived: true })
      .leaves({ 'receivable:c-1': '100000.00' });
  });

  test('a government that pledged under one entry of the registry signs under the one that stays', () => {
    const twin = after('partner.register', { partnerId: 'donor-twin', name: 'The Donor', kind: 'foundation' }, {}, 'registry');
    const merged = { partnerId: 'donor', into: 'donor-twin', ground: 'same-organisation' };
    given(aFund(), twin, after('contribution.pledge', { ...c1, contributor: 'donor', amount: usd('50000') }))
      .and(after('partner.merge', merged, {}, 'registry'))
      .when('contribution.commit', { ...c1, contributor: 'donor-2', amount: usd('45000') })
      .rejects('terms-differ', {
        thing: 'contribution',
        id: 'c-1',
        member: 'contributor',
        expected: 'donor',
        given: 'donor-2',
      })
      .when('contribution.commit', { ...c1, contributor: 'donor-twin', amount: usd('45000') })
      .gives('contribution.committed', { contributor: 'donor-twin' })
      .leaves({ 'receivable:c-1': '45000.00' });
  });

  test('a pledge of 50,000 is shown and binds nothing; of the 45,000 that are signed all can be allocated', () => {
    const pledge = after('contribution.pledge', { ...c1, contributor: 'donor', amount: usd('50000') });
    given(aFund(), pledge)
      .leaves({ 'memo:pledge:c-1': '50000.00', resources: '0.00' })
      .when('allocation.make', allocate('1'))
      .rejects('allocation-exceeds-unallocated', short('1.00', '0.00', '1.00'))
      .and(committed('45000'))
      .when('allocation.make', allocate('45000'))
      .gives('allocation.made')
      .leaves({ resources: '45000.00', 'receivable:c-1': '45000.00' });
  });

  test('what is signed can be allocated, and only what has come in can be granted', () => {
    given(aFund(), committed('100000'), received('30000'), allocated('100000'), ...anActivity)
      .when('grant.sign', grantBody('50000'))
      .rejects('grant-not-covered', {
        earmark: 'none',
        window: 'general',
        currency: 'USD',
        requested: '50000.00',
        cover: '30000.00',
        missing: '20000.00',
      })
      .and(received('20000'))
      .when('grant.sign', grantBody('50000'))
      .gives('grant.signed')
      .leaves({ 'receivable:c-1': '50000.00', 'cover:none:c-1': '0.00', 'covered:g-1:c-1': '50000.00' });
  });

  test('an agreement cut to 70,000 when 80,000 are allocated stops decisions until somebody makes the 10,000 good', () => {
    given(aFund(), committed('100000'), allocated('80000'), ...anActivity, received('60000'))
      .when('contribution.amend', { ...c1, change: 'cut', amount: usd('30000') })
      .gives('contribution.amended', { shortfall: usd('10000') })
      .leaves({ 'receivable:c-1': '10000.00', 'unallocated:none': '0.00', 'shortfall:none': '10000.00' })
      .when('grant.sign', grantBody('30000'))
      .rejects('earmark-in-shortfall', { earmark: 'none', currency: 'USD', shortfall: '10000.00' })
      .and(...funded('15000', { contributionId: 'c-2' }))
      .leaves({ 'shortfall:none': '0.00', 'unallocated:none': '5000.00' })
      .when('grant.sign', grantBody('30000'))
      .gives('grant.signed');
  });

  test('the last 5,000 of a contribution will not come: written off, they are nobody’s money any more', () => {
    given(aFund(), committed('50000'), received('45000'))
      .when('contribution.write-off', c1)
      .gives('contribution.written-off', { amount: usd('5000') })
      .posts(
        'Dr deferred:c-1 5000.00 USD',
        'Cr receivable:c-1 5000.00 USD',
        'Dr unallocated:none 5000.00 USD',
        'Cr resources 5000.00 USD',
      )
      .leaves({ 'receivable:c-1': '0.00', 'unallocated:none': '45000.00' })
      .when('contribution.write-off', { ...c1, amount: usd('1') })
      .rejects('write-off-exceeds-outstanding', {
        contribution: 'c-1',
        currency: 'USD',
        requested: '1.00',
        outstanding: '0.00',
      });
  });
});

describe('money that comes, and goes back', () => {
  test('of 100,000 euros signed at 1.10 the bank credits 108,000 dollars: the 2,000 of difference are not there to allocate', () => {
    const signed_ = after('contribution.commit', {
      ...c1,
      contributor: 'donor',
      amount: eur('100000'),
      rate: ecb('1.10'),
    });
    given(aFund(), signed_)
      .leaves({ resources: '110000.00', 'unallocated:none': '110000.00' })
      .when('contribution.receive', { ...c1, amount: eur('100000'), credited: usd('108000'), bankAccount: 'main' })
      .gives('contribution.received', { settles: eur('100000'), exchange: { difference: usd('-2000') } })
      .leaves({
        'bank:main': '108000.00',
        resources: '108000.00',
        'unallocated:none': '108000.00',
        'cover:none:c-1': '108000.00',
      })
      .when('allocation.make', allocate('108000.01'))
      .rejects('allocation-exceeds-unallocated', short('108000.01', '108000.00', '0.01'));
  });

  test('a receipt that is sent a second time under another key is refused, until the first is undone', () => {
    const line = { ...c1, amount: usd('20000'), bankAccount: 'main', bankReference: 'TRF-77', valueDate: '2026-02-15' };
    const again = { contribution: 'c-1', bankReference: 'TRF-77', date: '2026-02-15' };
    const told = given(aFund(), committed('100000'), after('contribution.receive', line));
    const position = told.book.events('fund-1').length;
    told
      .when('contribution.receive', line)
      .rejects('receipt-recorded', { ...again, position })
      // The next instalment comes under the same agreement's reference, on another day.
      .when('contribution.receive', { ...line, valueDate: '2026-03-01' })
      .gives('contribution.received', { settles: usd('20000') })
      .and(after('event.reverse', { position }))
      .when('contribution.receive', line)
      .gives('contribution.received')
      .leaves({ 'bank:main': '40000.00' });
  });

  test('a contributor sends 55,000 where 50,000 are signed: the 5,000 are owed to it, and go back', () => {
    given(aFund(), committed('50000'), received('55000'))
      .leaves({ 'due-to-contributor:c-1': '5000.00', 'unallocated:none': '50000.00', 'bank:main': '55000.00' })
      .when('contribution.return', { ...c1, amount: usd('5000'), bankAccount: 'main' })
      .gives('contribution.returned', { fromDue: usd('5000'), fromCommitment: undefined })
      .posts('Dr due-to-contributor:c-1 5000.00 USD', 'Cr bank:main 5000.00 USD')
      .leaves({ 'due-to-contributor:c-1': '0.00', 'unallocated:none': '50000.00' });
  });

  test('of what was received only the part that is not allocated goes back', () => {
    given(aFund(), ...funded('100000'), allocated('60000'))
      .when('contribution.return', { ...c1, amount: usd('50000'), bankAccount: 'main' })
      .rejects('return-exceeds-free', {
        contribution: 'c-1',
        earmark: 'none',
        currency: 'USD',
        requested: '50000.00',
        free: '40000.00',
        missing: '10000.00',
      })
      .when('contribution.return', { ...c1, amount: usd('40000'), bankAccount: 'main' })
      .gives('contribution.returned', { amount: usd('40000') })
      .leaves({ 'bank:main': '60000.00', 'unallocated:none': '0.00', 'allocated:none:general': '60000.00' });
  });

  test('money for women pays for nothing under water, though the bank has enough', () => {
    given(
      aFund(),
      ...funded('30000', { contributionId: 'c-w', earmark: 'women' }),
      ...funded('10000', { earmark: 'water' }),
      allocated('10000', { earmark: 'water' }),
      ...anActivity,
    )
      .when('allocation.make', allocate('5000', { earmark: 'water' }))
      .rejects('allocation-exceeds-unallocated', short('5000.00', '0.00', '5000.00', 'water'))
      .when('grant.sign', grantBody('12000', { funding: [{ earmark: 'water', amount: usd('12000') }] }))
      .rejects('grant-exceeds-allocated', {
        earmark: 'water',
        window: 'general',
        currency: 'USD',
        requested: '12000.00',
        allocated: '10000.00',
        missing: '2000.00',
      })
      .leaves({ 'bank:main': '40000.00', 'unallocated:women': '30000.00', 'unallocated:water': '0.00' });
  });

  test('interest is kept, as new money of those whose money earned it', () => {
    given(aFund({ interest: 'kept' }), ...funded('60000'), ...funded('40000', { contributionId: 'c-2' }))
      .when('interest.receive', { interestId: 'i-1', bankAccount: 'main', amount: usd('250') })
      .gives('interest.received', {
        treatment: 'kept',
        earned: [
          { contribution: 'c-1', amount: usd('150') },
          { contribution: 'c-2', amount: usd('100') },
        ],
      })
      .leaves({ 'bank:main': '100250.00', 'unallocated:none': '100250.00', 'cover:none:c-1': '60150.00' });
  });

  test('interest that the agreement owes back is nobody’s to allocate, and goes to whose money earned it', () => {
    given(aFund({ interest: 'owed-back' }), ...funded('60000'), ...funded('40000', { contributionId: 'c-2' }))
      .and(after('interest.receive', { interestId: 'i-1', bankAccount: 'main', amount: usd('250') }))
      .leaves({ 'unallocated:none': '100000.00', 'due-to-contributor:c-1': '150.00' })
      .when('interest.return', { ...c1, interests: ['i-1'], bankAccount: 'main' })
      .gives('interest.returned', { contribution: 'c-1', amount: usd('150') })
      .leaves({ 'bank:main': '100100.00', 'due-to-contributor:c-1': '0.00', 'due-to-contributor:c-2': '100.00' });
  });
});

describe('a public collection', () => {
  test('1,234.50 from 87 persons are received without an agreement or a name, and can be allocated at once', () => {
    const who = after(
      'partner.register',
      { partnerId: 'collection', name: 'Colecta de marzo', kind: 'public-collection' },
      {},
      'registry',
    );
    const open = after('contribution.open-collection', { ...c1, contributor: 'collection', currency: 'USD' });
    given(aFund(), who, open)
      .when('contribution.receive', { ...c1, amount: usd('1234.50'), bankAccount: 'main', givers: 87 })
      .gives('contribution.received', { givers: 87, raises: { amount: usd('1234.50'), home: usd('1234.50') } })
      .leaves({ 'bank:main': '1234.50', 'unallocated:none': '1234.50', 'receivable:c-1': '0.00' })
      .when('allocation.make', allocate('1234.50'))
      .gives('allocation.made');
  });
});

describe('what is given in kind', () => {
  const evidence = ['ab'.repeat(32)];
  const hours = { inKindId: 'h-1', partner: 'cso', kind: 'hours', what: 'Jornadas', quantity: '400', unit: 'hour', evidence };
  const value = { inKindId: 'h-1', value: usd('6000'), method: 'Tarifa de voluntariado 2026: USD 15 por hora' };

  test('400 hours worth 6,000 stand in the memorandum, and nothing more can be allocated for them', () => {
    given(aFund(), ...funded('10000'), after('in-kind.deliver', hours))
      .when('in-kind.value', value)
      .gives('in-kind.valued', { quantity: '400', unit: 'hour', value: usd('6000') })
      .posts('Dr memo:in-kind:h-1 6000.00 USD', 'Cr memo-contra:in-kind 6000.00 USD')
      .leaves({ resources: '10000.00', 'unallocated:none': '10000.00' });
  });

  test('where the policy recognises it, it is income and expense of 6,000, and still nothing to allocate', () => {
    given(
      aFund({ policy: { inKind: 'recognised' } }),
      ...funded('10000'),
      after('in-kind.deliver', hours),
      after('in-kind.value', value),
    ).leaves({ 'income:*': '6000.00', 'expense:none:in-kind': '6000.00', 'unallocated:none': '10000.00' });
  });

  test('the salaries of officials are shown, and never as new resources', () => {
    const salaries = { ...hours, partner: 'donor', kind: 'salaries', what: 'Dos funcionarios', quantity: '6', unit: 'month' };
    given(
      aFund({ policy: { inKind: 'recognised' } }),
      after('in-kind.deliver', salaries),
      after('in-kind.value', value),
    ).leaves({ 'memo:in-kind:h-1': '0.00', 'memo:in-kind-not-new:h-1': '6000.00', 'income:*': '0.00' });
  });
});

describe('a fund that moves here', () => {
  /** Of 150,000 signed 100,000 had come in: 20,000 were spent for good, 40,000 are with a running grant, 40,000 in the bank. */
  const record = {
    bankAccounts: [{ bankAccount: 'main', balance: usd('40000') }],
    contributions: [{ ...c1, received: usd('100000'), spent: usd('20000') }],
    underGrants: usd('40000'),
  };
  const brought = { grantId: 'g-1', disbursed: usd('40000'), outstandingAdvance: usd('30000'), payable: usd('0') };

  test('it brings its balances and its running grant in a day, and pays the next instalment', () => {
    const moved: readonly Step[] = [...aFund(), committed('150000')];
    given(moved)
      .when('opening.record', { ...record, bankAccounts: [{ bankAccount: 'main', balance: usd('41000') }] })
      .rejects('opening-does-not-balance', {
        currency: 'USD',
        bank: '41000.00',
        explained: '40000.00',
        difference: '1000.00',
      })
      .and(after('opening.record', record), allocated('60000'), ...anActivity, signed('60000'))
      .and(after('opening.bring-grant', brought))
      .leaves({ 'advance:g-1': '30000.00', 'disbursed:none:g-1': '40000.00', 'committed:none:g-1': '20000.00' })
      .and(...accepted('r-1', '30000'))
      .and(...paid('d-1', { kind: 'advance', amount: usd('20000') }))
      .leaves({
        'bank:main': '20000.00',
        'advance:g-1': '20000.00',
        'disbursed:none:g-1': '60000.00',
        'receivable:c-1': '50000.00',
        'unallocated:none': '70000.00',
      });
  });
});
