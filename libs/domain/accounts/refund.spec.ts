import { describe, expect, test } from '@jest/globals';
import {
  aFund,
  aGrantOf600,
  accepted,
  after,
  allocated,
  anActivity,
  anAdvance,
  eur,
  fundId,
  funded,
  given,
  paid,
  reversed,
  signed,
  usd,
} from '../../../test/support/given.js';

const claim = { refundId: 'f-1', grantId: 'g-1', amount: usd('80') };
const claimed = after('refund.claim', claim);
const back = (amount: string, refundId = 'f-1', more = {}) => ({ refundId, amount: usd(amount), bankAccount: 'main', ...more });
const came = (amount: string, refundId = 'f-1', more = {}) => after('refund.receive', back(amount, refundId, more));
const advanced = [...aGrantOf600, ...paid('d-1')];

describe('a claim', () => {
  test('turns a part of the advance into a refund that is due', () => {
    given(advanced)
      .when('refund.claim', { ...claim, ground: 'disallowed' })
      .gives('refund.due', { grant: 'g-1', activity: 'a-1', payee: 'cso', amount: usd('80'), ground: 'disallowed' })
      .posts('Dr recoverable:g-1 80.00 USD', 'Cr advance:g-1 80.00 USD');
  });

  test('is for unspent money unless it says otherwise', () => {
    given(advanced).when('refund.claim', claim).gives('refund.due', { ground: 'unspent' });
  });

  test('over the outstanding advance is refused with what is missing', () => {
    given(advanced, accepted('r-1', '250')).when('refund.claim', claim).rejects('refund-exceeds-advance', {
      grant: 'g-1',
      currency: 'USD',
      requested: '80.00',
      advance: '50.00',
      missing: '30.00',
    });
  });

  test('is made once, under a grant, in the currency of the fund', () => {
    given(advanced, claimed)
      .when('refund.claim', claim)
      .rejects('id-taken', { thing: 'refund', id: 'f-1' })
      .when('refund.claim', { ...claim, refundId: 'f-2', grantId: 'g-9' })
      .rejects('not-found', { thing: 'grant', id: 'g-9' })
      .when('refund.claim', { ...claim, refundId: 'f-2', amount: eur('1') })
      .rejects('currency-mismatch', { currency: 'EUR', thing: 'grant', id: 'g-1', expected: 'USD' });
  });

  test('undone is an advance again', () => {
    given(advanced, claimed)
      .when('event.reverse', { position: 12 })
      .posts('Cr recoverable:g-1 80.00 USD', 'Dr advance:g-1 80.00 USD');
  });

  test('that was paid in part is not undone', () => {
    given(advanced, claimed, came('10'))
      .when('event.reverse', { position: 12 })
      .rejects('not-reversible', { position: 12, type: 'refund.due', because: 'later-events' });
  });

  test('that another refund has settled is refused with what it needs', () => {
    given(advanced, claimed, came('80', 'f-2', { grantId: 'g-1' }))
      .when('event.reverse', { position: 12 })
      .rejects('balance-too-low', { account: 'recoverable:g-1', currency: 'USD', needed: '80.00', available: '0.00' });
  });
});

describe('a refund received', () => {
  test('settles what is due and is committed to the grant again', () => {
    given(advanced, claimed)
      .when('refund.receive', { ...back('80'), bankReference: 'IN-3' })
      .gives('refund.received', {
        grant: 'g-1',
        amount: usd('80'),
        settles: usd('80'),
        toPayable: undefined,
        inExcess: undefined,
        bankReference: 'IN-3',
        lines: [{ earmark: 'none', amount: usd('80'), attribution: [{ contribution: 'c-1', amount: usd('80') }] }],
      })
      .posts(
        'Dr bank:main 80.00 USD',
        'Cr recoverable:g-1 80.00 USD',
        'Dr disbursed:none:g-1 80.00 USD',
        'Cr committed:none:g-1 80.00 USD',
      );
  });

  test('is recorded once, by day, account, reference and amount', () => {
    const line = { ...back('40'), bankReference: 'IN-3' };
    given(advanced, claimed, after('refund.receive', line))
      .when('refund.receive', line)
      .rejects('refund-recorded', { refund: 'f-1', bankReference: 'IN-3', date: '2026-03-02', position: 13 })
      .when('refund.receive', { ...line, bankReference: 'IN-4' })
      .gives('refund.received')
      .when('refund.receive', { ...line, bankReference: undefined })
      .gives('refund.received');
    given(advanced, claimed, after('refund.receive', line), reversed('refund.received'))
      .when('refund.receive', line)
      .gives('refund.received');
  });

  test('beyond what was due is less of an advance', () => {
    given(advanced, claimed)
      .when('refund.receive', back('100'))
      .gives('refund.received', { settles: usd('80'), clearsAdvance: usd('20'), inExcess: undefined })
      .posts(
        'Dr bank:main 100.00 USD',
        'Cr recoverable:g-1 80.00 USD',
        'Cr advance:g-1 20.00 USD',
        'Dr disbursed:none:g-1 100.00 USD',
        'Cr committed:none:g-1 100.00 USD',
      );
  });

  test('beyond what was due and what is outstanding came in excess, and is none of the money of the grant', () => {
    given(advanced, claimed, accepted('r-1', '220'))
      .when('refund.receive', back('100'))
      .gives('refund.received', { settles: usd('80'), clearsAdvance: undefined, inExcess: usd('20') })
      .posts(
        'Dr bank:main 100.00 USD',
        'Cr recoverable:g-1 80.00 USD',
        'Cr over-refunded:g-1 20.00 USD',
        'Dr disbursed:none:g-1 80.00 USD',
        'Cr committed:none:g-1 80.00 USD',
      );
  });

  test('brings the interest on the advance beside it, for whose money was advanced', () => {
    given(advanced, claimed)
      .when('refund.receive', { ...back('80'), interest: { interestId: 'i-1', amount: usd('3') } })
      .givesEach(
        ['refund.received', { amount: usd('80') }],
        [
          'interest.received',
          {
            bankAccount: 'main',
            amount: usd('3'),
            earmark: 'none',
            treatment: 'kept',
            home: usd('3'),
            earned: [{ contribution: 'c-1', amount: usd('3') }],
            attribution: [{ contribution: 'c-1', amount: usd('3') }],
            on: { grant: 'g-1', activity: 'a-1', payee: 'cso', refund: 'f-1' },
          },
        ],
      )
      .posts(
        'Dr bank:main 80.00 USD',
        'Cr recoverable:g-1 80.00 USD',
        'Dr disbursed:none:g-1 80.00 USD',
        'Cr committed:none:g-1 80.00 USD',
        'Dr bank:main 3.00 USD',
        'Cr income:c-1 3.00 USD',
        'Dr resources 3.00 USD',
        'Cr unallocated:none 3.00 USD',
        'Dr funded 3.00 USD',
        'Cr cover:none:c-1 3.00 USD',
      )
      .when('refund.receive', { ...back('1'), interest: { interestId: 'i-1', amount: eur('3') } })
      .rejects('currency-mismatch', { currency: 'EUR', thing: 'bank account', id: 'main', expected: 'USD' });
  });

  test('brings interest that is owed back where the fund says so, and each is undone alone', () => {
    const brought = after('refund.receive', {
      ...back('80'),
      grantId: 'g-1',
      interest: { interestId: 'i-1', amount: usd('3') },
    });
    given(aFund({ interest: 'owed-back' }), funded('1000'), allocated('800'), anActivity, signed('600'), paid('d-1'), brought)
      .when('refund.receive', { ...back('1'), interest: { interestId: 'i-1', amount: usd('1') } })
      .rejects('id-taken', { thing: 'interest', id: 'i-1' })
      .and(after('interest.return', { contributionId: 'c-1', interests: ['i-1'], bankAccount: 'main' }))
      .leaves({ 'due-to-contributor:c-1': '0.00', 'bank:main': '780.00', 'cover:none:c-1': '400.00' });
    given(advanced, brought)
      .and(reversed('interest.received'))
      .leaves({ 'disbursed:none:g-1': '220.00', 'income:c-1': '0.00', 'unallocated:none': '200.00' });
  });

  test('that nobody claimed names its grant', () => {
    given(advanced)
      .when('refund.receive', back('10'))
      .rejects('not-found', { thing: 'refund', id: 'f-1' })
      .when('refund.receive', back('10', 'f-1', { grantId: 'g-1' }))
      .gives('refund.received', { settles: usd('0'), clearsAdvance: usd('10'), inExcess: undefined });
  });

  test('for another grant than was claimed is refused', () => {
    given(advanced, claimed)
      .when('refund.receive', back('10', 'f-1', { grantId: 'g-2' }))
      .rejects('terms-differ', { thing: 'refund', id: 'f-1', member: 'grant', expected: 'g-1', given: 'g-2' });
  });

  test('beyond all that was ever paid posts too, and only what was paid is committed again', () => {
    given(advanced)
      .when('refund.receive', back('350', 'f-1', { grantId: 'g-1' }))
      .posts(
        'Dr bank:main 350.00 USD',
        'Cr advance:g-1 300.00 USD',
        'Cr over-refunded:g-1 50.00 USD',
        'Dr disbursed:none:g-1 300.00 USD',
        'Cr committed:none:g-1 300.00 USD',
      );
  });

  test('under a grant that was undone posts too', () => {
    given(aGrantOf600, reversed('grant.signed'))
      .when('refund.receive', back('5', 'f-1', { grantId: 'g-1' }))
      .posts('Dr bank:main 5.00 USD', 'Cr over-refunded:g-1 5.00 USD');
  });

  test('goes back to the earmarks and the contributions that had paid, in their proportion', () => {
    const funding = [{ amount: usd('70') }, { earmark: 'water', amount: usd('50') }];
    given(
      aFund(),
      funded('30'),
      funded('40', { contributionId: 'c-2' }),
      funded('50', { contributionId: 'c-3', earmark: 'water' }),
    )
      .and(allocated('70'), allocated('50', { earmark: 'water' }), ...anActivity, signed('120', { funding }))
      .and(...paid('d-1', anAdvance('120')))
      .when('refund.receive', back('12', 'f-1', { grantId: 'g-1' }))
      .gives('refund.received', {
        lines: [
          {
            earmark: 'none',
            amount: usd('7'),
            attribution: [
              { contribution: 'c-1', amount: usd('3') },
              { contribution: 'c-2', amount: usd('4') },
            ],
          },
          { earmark: 'water', amount: usd('5'), attribution: [{ contribution: 'c-3', amount: usd('5') }] },
        ],
      })
      .when('refund.receive', { ...back('12'), interest: { interestId: 'i-1', amount: usd('1.20') } })
      .givesEach(
        ['refund.received'],
        [
          'interest.received',
          {
            earmark: 'none',
            amount: usd('0.70'),
            attribution: [
              { contribution: 'c-1', amount: usd('0.30') },
              { contribution: 'c-2', amount: usd('0.40') },
            ],
          },
        ],
        [
          'interest.received',
          { earmark: 'water', amount: usd('0.50'), earned: [{ contribution: 'c-3', amount: usd('0.50') }] },
        ],
      );
  });

  test('lands on an account of the fund in its currency', () => {
    given(advanced, claimed)
      .when('refund.receive', { ...back('1'), bankAccount: 'euros' })
      .rejects('currency-mismatch', { currency: 'USD', thing: 'bank account', id: 'euros', expected: 'EUR' });
  });
});

describe('a refund undone', () => {
  test('is disbursed and due again', () => {
    given(advanced, claimed, came('80'))
      .and(reversed('refund.received'))
      .when('refund.receive', back('80'))
      .gives('refund.received', { settles: usd('80') })
      .leaves({ 'recoverable:g-1': '0.00', 'committed:none:g-1': '380.00', 'bank:main': '780.00' });
  });

  test('whose money is ordered again leaves the earmark short', () => {
    given(advanced, claimed, came('80'), paid('d-2', anAdvance('350')))
      .when('event.reverse', { position: 13 })
      .gives('refund.reversed', { shifts: [{ account: 'committed:none:g-1', instead: 'shortfall:none', amount: usd('50') }] })
      .posts(
        'Cr bank:main 80.00 USD',
        'Dr recoverable:g-1 80.00 USD',
        'Cr disbursed:none:g-1 80.00 USD',
        'Dr committed:none:g-1 80.00 USD',
        'Cr committed:none:g-1 50.00 USD',
        'Dr shortfall:none 50.00 USD',
        'Dr cover-shortfall:none 50.00 USD',
        'Cr covered:g-1:* 50.00 USD',
      );
  });

  test('that nobody had claimed is an advance again, less what was accepted since', () => {
    given(advanced, came('80', 'f-1', { grantId: 'g-1' }), accepted('r-1', '250'))
      .leaves({ 'advance:g-1': '0.00', 'payable:g-1': '30.00' })
      .when('event.reverse', { position: 12 })
      .gives('refund.reversed', { shifts: [{ account: 'advance:g-1', instead: 'payable:g-1', amount: usd('30') }] })
      .leaves({ 'advance:g-1': '50.00', 'payable:g-1': '0.00' });
  });

  test('leaves what else was received under it', () => {
    const told = given(advanced, came('10', 'f-1', { grantId: 'g-1' }), came('20'), reversed('refund.received'));
    expect(told.book.state(fundId, 'refund:f-1')).toMatchObject({ status: 'received', receivedMinor: 1000n });
    told
      .when('event.reverse', { position: 12 })
      .gives('refund.reversed')
      .leaves({ 'bank:main': '700.00', 'payable:g-1': '0.00', 'committed:none:g-1': '300.00' });
    expect(told.book.state(fundId, 'refund:f-1')).toMatchObject({ status: 'reversed', receivedMinor: 0n });
  });
});
