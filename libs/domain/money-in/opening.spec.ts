import { describe, test } from '@jest/globals';
import {
  aFund,
  after,
  allocated,
  anActivity,
  anAdvance,
  committed,
  ecb,
  eur,
  fundId,
  given,
  lastOf,
  received,
  reversed,
  signed,
  usd,
} from '../../../test/support/given.js';

const bank = (amount: string) => [{ bankAccount: 'main', balance: usd(amount) }];
const brought = { contributionId: 'c-1', received: usd('100'), spent: usd('20'), recognised: usd('20') };
const record = { bankAccounts: bank('40'), contributions: [brought], underGrants: usd('40') };
const moved = [...aFund(), committed('150'), after('opening.record', record)];
const running = [...moved, allocated('60'), ...anActivity, signed('60')];
const grant = { grantId: 'g-1', disbursed: usd('40'), outstandingAdvance: usd('30'), payable: usd('5') };

describe('a fund that moves here', () => {
  test('brings what came in of its contributions and what is in the bank, against its net assets', () => {
    given(aFund(), committed('150'))
      .when('opening.record', record)
      .givesEach(
        ['opening.recorded', { underGrants: usd('40'), own: [] }],
        ['contribution.brought-forward', { settles: usd('100'), funded: usd('100'), spent: usd('20'), recognised: usd('20') }],
      )
      .posts(
        'Dr bank:main 40.00 USD',
        'Cr net-assets:opening 40.00 USD',
        'Dr net-assets:opening 100.00 USD',
        'Cr receivable:c-1 100.00 USD',
        'Dr deferred:c-1 20.00 USD',
        'Cr net-assets:opening 20.00 USD',
        'Dr unallocated:none 20.00 USD',
        'Cr spent:none:opening 20.00 USD',
        'Dr funded 100.00 USD',
        'Cr cover:none:c-1 80.00 USD',
        'Cr covered:*:c-1 20.00 USD',
      );
  });

  test('must explain what is in the bank', () => {
    given(aFund(), committed('150'))
      .when('opening.record', { ...record, bankAccounts: bank('45') })
      .rejects('opening-does-not-balance', { currency: 'USD', bank: '45.00', explained: '40.00', difference: '5.00' })
      .when('opening.record', { ...record, bankAccounts: bank('45'), own: [{ amount: usd('5') }] })
      .givesEach(['opening.recorded'], ['contribution.brought-forward']);
  });

  test('keeps foreign accounts at the rate of the day, and owes what came in beyond a commitment', () => {
    given(aFund(), committed('100'))
      .when('opening.record', {
        bankAccounts: [{ bankAccount: 'euros', balance: eur('100'), rate: ecb('1.10') }],
        contributions: [{ contributionId: 'c-1', received: usd('110') }],
      })
      .givesEach(['opening.recorded'], ['contribution.brought-forward', { settles: usd('100'), excess: usd('10') }]);
  });

  test('does so before any other money', () => {
    given(aFund(), committed('150'), received('10'))
      .when('opening.record', record)
      .rejects('money-before-opening', { account: 'bank:main', currency: 'USD', balance: '10.00' });
  });

  test('does so once', () => {
    given(moved).when('opening.record', record).rejects('id-taken', { thing: 'opening', id: fundId });
  });

  test('undoes it with all that it brought forward, and none of that alone', () => {
    const told = given(moved);
    const position = lastOf(told.book, 'contribution.brought-forward');
    told
      .when('event.reverse', { position })
      .rejects('not-reversible', { position, type: 'contribution.brought-forward', because: 'of-opening' })
      .when('event.reverse', { position: position - 1 })
      .givesEach(['opening.reversed'], ['contribution.reversed'])
      .leaves({ 'bank:main': '0.00', 'net-assets:opening': '0.00', 'cover:none:c-1': '0.00', 'covered:*:c-1': '0.00' })
      .when('event.reverse', { position })
      .rejects('not-reversible', { position, type: 'contribution.brought-forward', because: 'already-reversed' });
  });

  test('may do it again once it was undone', () => {
    given(aFund(), committed('150'), after('opening.record', record), reversed('opening.recorded'))
      .when('opening.record', record)
      .givesEach(['opening.recorded'], ['contribution.brought-forward'])
      .leaves({ 'bank:main': '40.00', 'cover:none:c-1': '80.00', 'covered:*:c-1': '20.00' });
  });

  test('undone, makes good what is missing by then with what it had brought as spent', () => {
    const short = given(moved, allocated('120'), after('contribution.write-off', { contributionId: 'c-1' }));
    short.leaves({ 'unallocated:none': '0.00', 'shortfall:none': '40.00' });
    short
      .and(reversed('opening.recorded'))
      .leaves({ 'unallocated:none': '0.00', 'shortfall:none': '20.00', 'spent:none:opening': '0.00' });
  });

  test('undone, makes what is missing good once, whatever number of contributions it had brought', () => {
    const each = (contributionId: string) => ({ contributionId, received: usd('50'), spent: usd('30') });
    const second = after('contribution.commit', { contributionId: 'c-2', contributor: 'donor', amount: usd('50') });
    const both = { bankAccounts: bank('40'), contributions: [each('c-1'), each('c-2')] };
    given(aFund(), committed('90'), second, after('opening.record', both), allocated('80'))
      .and(after('contribution.write-off', { contributionId: 'c-1' }))
      .leaves({ 'unallocated:none': '0.00', 'shortfall:none': '40.00' })
      .and(reversed('opening.recorded'))
      .leaves({ 'unallocated:none': '20.00', 'shortfall:none': '0.00', 'bank:main': '0.00' });
  });

  test('cannot have spent what had not come in, nor earned what is not committed', () => {
    given(aFund(), committed('150'))
      .when('opening.record', { ...record, contributions: [{ ...brought, spent: usd('101') }] })
      .rejects('spent-exceeds-received', { contribution: 'c-1', currency: 'USD', spent: '101.00', received: '100.00' })
      .when('opening.record', { ...record, contributions: [{ ...brought, recognised: usd('151') }] })
      .rejects('income-exceeds-commitment', {
        contribution: 'c-1',
        currency: 'USD',
        requested: '151.00',
        deferred: '150.00',
      });
  });

  test('brings its running grants, which go on from where they were', () => {
    given(running)
      .when('opening.bring-grant', grant)
      .gives('opening.grant-brought', {
        lines: [{ earmark: 'none', amount: usd('40'), attribution: [{ contribution: 'c-1', amount: usd('40') }] }],
      })
      .posts(
        'Dr advance:g-1 30.00 USD',
        'Cr net-assets:opening 30.00 USD',
        'Dr net-assets:opening 5.00 USD',
        'Cr payable:g-1 5.00 USD',
        'Dr committed:none:g-1 40.00 USD',
        'Cr disbursed:none:g-1 40.00 USD',
      )
      .when('disbursement.request', { disbursementId: 'd-1', grantId: 'g-1', ...anAdvance('20') })
      .gives('disbursement.requested')
      .leaves({ 'committed:none:g-1': '20.00' });
  });

  test('brings no more to grants than it has said', () => {
    given(running)
      .when('opening.bring-grant', { ...grant, disbursed: usd('41') })
      .rejects('opening-exceeds-grants', { grant: 'g-1', currency: 'USD', requested: '41.00', left: '40.00' })
      .when('opening.bring-grant', { ...grant, outstandingAdvance: usd('41') })
      .rejects('advance-exceeds-disbursed', { grant: 'g-1', currency: 'USD', advance: '41.00', disbursed: '40.00' })
      .when('opening.bring-grant', { ...grant, payable: usd('20.01') })
      .rejects('opening-exceeds-grant', {
        grant: 'g-1',
        currency: 'USD',
        amount: '60.00',
        disbursed: '40.00',
        payable: '20.01',
      })
      .and(after('opening.bring-grant', { ...grant, disbursed: usd('30') }))
      .when('opening.bring-grant', { ...grant, disbursed: usd('10'), outstandingAdvance: usd('0') })
      .rejects('id-taken', { thing: 'opening', id: 'g-1' });
  });

  test('says when what is outstanding was paid, and until when it is accounted for, where anything is', () => {
    const dates = { advancedOn: '2025-12-01', accountsDueOn: '2026-02-28' };
    given(running)
      .when('opening.bring-grant', { ...grant, ...dates, outstandingAdvance: usd('0') })
      .rejects('no-advance-outstanding', { grant: 'g-1' })
      .when('opening.bring-grant', { ...grant, ...dates, advancedOn: '2026-03-01', valueDate: '2026-02-01' })
      .rejects('period-reversed', { start: '2026-03-01', end: '2026-02-01' })
      .when('opening.bring-grant', { ...grant, ...dates, accountsDueOn: '2025-11-30' })
      .rejects('period-reversed', { start: '2025-12-01', end: '2025-11-30' })
      .when('opening.bring-grant', { ...grant, ...dates })
      .gives('opening.grant-brought', { advancedOn: '2025-12-01', accounts: { cso: 'cso', dueOn: '2026-02-28' } })
      .leaves({ 'brought-advance:cso:g-1:fund-1': '40.00' })
      .and(reversed('opening.grant-brought'))
      .leaves({ 'brought-advance:cso:g-1:fund-1': '0.00', 'advance:g-1': '0.00' });
  });

  test('brings grants after its opening', () => {
    given(aFund(), committed('150'), received('150'), allocated('60'), anActivity, signed('60'))
      .when('opening.bring-grant', grant)
      .rejects('wrong-status', { thing: 'opening', id: fundId, status: 'absent', expected: 'recorded' });
  });

  test('keeps its opening while grants rest on it', () => {
    given(running, after('opening.bring-grant', grant))
      .when('event.reverse', { position: 3 })
      .rejects('not-reversible', { position: 3, type: 'opening.recorded', because: 'later-events' });
  });
});
