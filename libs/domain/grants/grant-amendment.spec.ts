import { describe, test } from '@jest/globals';
import {
  aFund,
  aGrantOf600,
  aReimbursement,
  accepted,
  after,
  allocated,
  anActivity,
  anAdvance,
  approved,
  committed,
  eur,
  funded,
  given,
  lastOf,
  paid,
  received,
  reversed,
  signed,
  usd,
} from '../../../test/support/given.js';

/** One instalment over what the grant comes to. */
const whole = (amount: string) => ({
  instalments: [{ id: 'all', kind: 'advance', amount: usd(amount), dueDate: '2026-03-01' }],
});
const up = (by: string, total: string, more: object = {}) => ({
  grantId: 'g-1',
  increase: [{ amount: usd(by) }],
  ...whole(total),
  ...more,
});
const down = (by: string, total: string) => ({ grantId: 'g-1', decrease: [{ amount: usd(by) }], ...whole(total) });
const amended = (body: object) => after('grant.amend', { ...body });

describe('a grant that grows', () => {
  test('binds more of what is allocated and covered, as at signature', () => {
    given(aGrantOf600, funded('500', { contributionId: 'c-2' }))
      .when('grant.amend', up('90', '690', { agreement: 'Otrosí 1' }))
      .gives('grant.amended', {
        activity: 'a-1',
        payee: 'cso',
        agreement: 'Otrosí 1',
        amount: usd('690'),
        change: usd('90'),
        lines: [
          {
            earmark: 'none',
            window: 'general',
            change: usd('90'),
            amount: usd('690'),
            attribution: [
              { contribution: 'c-1', amount: usd('40') },
              { contribution: 'c-2', amount: usd('50') },
            ],
          },
        ],
      })
      .posts(
        'Dr allocated:none:general 90.00 USD',
        'Cr committed:none:g-1 90.00 USD',
        'Dr cover:none:c-1 40.00 USD',
        'Cr covered:g-1:c-1 40.00 USD',
        'Dr cover:none:c-2 50.00 USD',
        'Cr covered:g-1:c-2 50.00 USD',
      );
  });

  test('pays what was bound first before what was bound on top', () => {
    given(aGrantOf600, paid('d-1'), funded('600', { contributionId: 'c-2' }), amended(up('100', '700')))
      .and(approved('d-2', anAdvance('350')))
      .when('disbursement.pay', { disbursementId: 'd-2', bankAccount: 'main' })
      .gives('disbursement.paid', {
        lines: [
          {
            earmark: 'none',
            amount: usd('350'),
            attribution: [
              { contribution: 'c-1', amount: usd('320') },
              { contribution: 'c-2', amount: usd('30') },
            ],
          },
        ],
      });
  });

  test('gains a line under another earmark', () => {
    given(
      aGrantOf600,
      funded('50', { contributionId: 'c-3', earmark: 'water' }),
      allocated('50', { earmark: 'water', window: 'small' }),
    )
      .when('grant.amend', {
        grantId: 'g-1',
        increase: [{ earmark: 'water', window: 'small', amount: usd('50') }],
        ...whole('650'),
      })
      .posts(
        'Dr allocated:water:small 50.00 USD',
        'Cr committed:water:g-1 50.00 USD',
        'Dr cover:water:c-3 50.00 USD',
        'Cr covered:g-1:c-3 50.00 USD',
      )
      .and(paid('d-1', anAdvance('650')))
      .leaves({ 'disbursed:water:g-1': '50.00', 'committed:water:g-1': '0.00', 'committed:none:g-1': '0.00' });
  });

  test('binds no more than is allocated and received', () => {
    given(aGrantOf600)
      .when('grant.amend', up('201', '801'))
      .rejects('grant-exceeds-allocated', {
        earmark: 'none',
        window: 'general',
        currency: 'USD',
        requested: '201.00',
        allocated: '200.00',
        missing: '1.00',
      })
      .when('grant.amend', { ...up('10', '610'), increase: [{ window: 'small', amount: usd('10') }] })
      .rejects('terms-differ', { thing: 'funding line', id: 'none', member: 'window', expected: 'general', given: 'small' });
    given(aFund(), committed('1000'), received('650'), allocated('800'), anActivity, signed('600'))
      .when('grant.amend', up('60', '660'))
      .rejects('grant-not-covered', {
        earmark: 'none',
        window: 'general',
        currency: 'USD',
        requested: '60.00',
        cover: '50.00',
        missing: '10.00',
      });
  });

  test('needs instalments that sum to what it comes to', () => {
    given(aGrantOf600)
      .when('grant.amend', { grantId: 'g-1', increase: [{ amount: usd('50') }] })
      .rejects('instalments-do-not-sum', { currency: 'USD', instalments: '600.00', grant: '650.00' })
      .when('grant.amend', { ...up('50', '650'), increase: [{ amount: eur('50') }] })
      .rejects('currency-mismatch', { currency: 'EUR', thing: 'grant', id: 'g-1', expected: 'USD' });
  });

  test('does not bind more where more was paid than was signed', () => {
    // The refund was paid out again when the bank took it back.
    given(aGrantOf600, paid('d-1', anAdvance('600')))
      .and(after('refund.receive', { refundId: 'f-1', grantId: 'g-1', amount: usd('600'), bankAccount: 'main' }))
      .and(paid('d-2', anAdvance('600')))
      .and((book) => after('event.reverse', { position: lastOf(book, 'refund.received') })(book))
      .and(funded('2000', { contributionId: 'c-2' }), allocated('100'))
      .when('grant.amend', up('50', '650'))
      .rejects('line-overpaid', { grant: 'g-1', earmark: 'none', currency: 'USD', paid: '1200.00', signed: '600.00' });
  });
});

describe('a grant that shrinks', () => {
  test('frees what would have been paid last', () => {
    given(aGrantOf600, funded('600', { contributionId: 'c-2' }), amended(up('100', '700')))
      .when('grant.amend', down('150', '550'))
      .gives('grant.amended', { amount: usd('550'), change: usd('-150') })
      .posts(
        'Dr committed:none:g-1 150.00 USD',
        'Cr allocated:none:general 150.00 USD',
        'Dr covered:g-1:c-1 90.00 USD',
        'Cr cover:none:c-1 90.00 USD',
        'Dr covered:g-1:c-2 60.00 USD',
        'Cr cover:none:c-2 60.00 USD',
      );
  });

  test('keeps what was ordered, paid, or is owed', () => {
    given(aGrantOf600, paid('d-1'), approved('d-2', anAdvance('100')))
      .when('grant.amend', down('201', '399'))
      .rejects('decrease-exceeds-free', {
        grant: 'g-1',
        currency: 'USD',
        requested: '201.00',
        free: '200.00',
        missing: '1.00',
      });
    given(aGrantOf600, accepted('r-1', '450')).when('grant.amend', down('151', '449')).rejects('decrease-exceeds-free', {
      grant: 'g-1',
      currency: 'USD',
      requested: '151.00',
      free: '150.00',
      missing: '1.00',
    });
  });

  test('makes good what cover is missing first', () => {
    const two = [...funded('600'), ...funded('600', { contributionId: 'c-2' }), allocated('1000'), ...anActivity];
    given(aFund(), two, signed('1000'), reversed('contribution.received'))
      .when('grant.amend', down('600', '400'))
      .posts(
        'Dr committed:none:g-1 600.00 USD',
        'Cr allocated:none:general 600.00 USD',
        'Dr covered:g-1:c-1 300.00 USD',
        'Dr covered:g-1:c-2 300.00 USD',
        'Cr cover-shortfall:none 500.00 USD',
        'Cr cover:none:c-1 100.00 USD',
      )
      .when('event.reverse', { position: 12 })
      .rejects('not-reversible', { position: 12, type: 'grant.amended', because: 'made-good' });
  });

  test('does not vanish, nor under an earmark that it has not', () => {
    given(aGrantOf600)
      .when('grant.amend', down('600', '1'))
      .rejects('amendment-leaves-nothing', { grant: 'g-1', signed: '600.00', currency: 'USD' })
      .when('grant.amend', { grantId: 'g-1', decrease: [{ earmark: 'water', amount: usd('1') }] })
      .rejects('earmark-unknown', { earmark: 'water', known: ['none'] });
  });
});

describe('a grant amended', () => {
  test('changes dates and instalments without money', () => {
    given(aGrantOf600)
      .when('grant.amend', { grantId: 'g-1', endsOn: '2027-06-30' })
      .gives('grant.amended', { amount: usd('600'), change: usd('0'), lines: [], endsOn: '2027-06-30' })
      .posts()
      .and(amended({ grantId: 'g-1', ...whole('600') }))
      .when('disbursement.request', { disbursementId: 'd-1', grantId: 'g-1', instalment: 'first' })
      .rejects('instalment-unknown', { grant: 'g-1', instalment: 'first', known: ['all'] });
  });

  test('changes something', () => {
    given(aGrantOf600).when('grant.amend', { grantId: 'g-1' }).rejects('amendment-empty', { grant: 'g-1' });
  });

  test('is undone while what it bound is free', () => {
    given(aGrantOf600, amended(up('100', '700')))
      .and(reversed('grant.amended'))
      .leaves({ 'committed:none:g-1': '600.00', 'cover:none:c-1': '400.00', 'allocated:none:general': '200.00' })
      .when('disbursement.request', { disbursementId: 'd-1', grantId: 'g-1', instalment: 'all' })
      .rejects('instalment-unknown', { grant: 'g-1', instalment: 'all', known: ['first', 'last'] });
    given(aGrantOf600, amended(up('100', '700')), approved('d-1', anAdvance('650')))
      .when('event.reverse', { position: 9 })
      .rejects('not-reversible', { position: 9, type: 'grant.amended', because: 'later-events' });
  });

  test('is undone last first, and the signature after all', () => {
    given(aGrantOf600, amended(up('100', '700')), amended(down('50', '650')))
      .when('event.reverse', { position: 9 })
      .rejects('not-reversible', { position: 9, type: 'grant.amended', because: 'later-events' })
      .when('event.reverse', { position: 8 })
      .rejects('not-reversible', { position: 8, type: 'grant.signed', because: 'later-events' })
      .when('event.reverse', { position: 10 })
      .posts(
        'Cr committed:none:g-1 50.00 USD',
        'Dr allocated:none:general 50.00 USD',
        'Cr covered:g-1:c-1 50.00 USD',
        'Dr cover:none:c-1 50.00 USD',
      );
  });

  test('is not undone once what it bound is owed', () => {
    given(aGrantOf600, amended(up('100', '700')), accepted('r-1', '650'))
      .when('event.reverse', { position: 9 })
      .rejects('not-reversible', { position: 9, type: 'grant.amended', because: 'later-events' });
  });

  test('pays what has been accepted as it did before', () => {
    given(aGrantOf600, accepted('r-1', '100'), amended(down('400', '200')), approved('d-1', aReimbursement('100')))
      .when('disbursement.pay', { disbursementId: 'd-1', bankAccount: 'main' })
      .gives('disbursement.paid');
  });
});
