import { describe, test } from '@jest/globals';
import {
  type Step,
  aFund,
  after,
  allocated,
  anActivity,
  committed,
  ecb,
  eur,
  funded,
  given,
  received,
  reversed,
  signed,
  usd,
} from '../../../test/support/given.js';

const earned = { interestId: 'i-1', bankAccount: 'main', amount: usd('10') };
const two = [...funded('100'), ...funded('200', { contributionId: 'c-2' })];
const charged = (amount: string): Step =>
  after('bank-charge.record', { bankChargeId: 'b-1', bankAccount: 'main', amount: usd(amount) });

describe('interest that the fund keeps', () => {
  test('is free to allocate and to sign, in the name of those whose money earned it', () => {
    given(aFund(), two)
      .when('interest.receive', earned)
      .gives('interest.received', {
        treatment: 'kept',
        home: usd('10'),
        earned: [
          { contribution: 'c-1', amount: usd('3.33') },
          { contribution: 'c-2', amount: usd('6.67') },
        ],
        attribution: [
          { contribution: 'c-1', amount: usd('3.33') },
          { contribution: 'c-2', amount: usd('6.67') },
        ],
      })
      .posts(
        'Dr bank:main 10.00 USD',
        'Cr income:c-1 3.33 USD',
        'Cr income:c-2 6.67 USD',
        'Dr resources 10.00 USD',
        'Cr unallocated:none 10.00 USD',
        'Dr funded 10.00 USD',
        'Cr cover:none:c-1 3.33 USD',
        'Cr cover:none:c-2 6.67 USD',
      );
  });

  test('is shared by what was brought in, not by what is still free', () => {
    given(aFund({ attribution: 'first-in-first-out' }), two, allocated('100'), anActivity, signed('100'))
      .when('interest.receive', { ...earned, amount: usd('3') })
      .gives('interest.received', {
        attribution: [
          { contribution: 'c-1', amount: usd('1') },
          { contribution: 'c-2', amount: usd('2') },
        ],
      });
  });

  test('under an earmark to which nobody has given is in nobody’s name', () => {
    given(aFund(), two)
      .when('interest.receive', { ...earned, earmark: 'water' })
      .posts(
        'Dr bank:main 10.00 USD',
        'Cr income:* 10.00 USD',
        'Dr resources 10.00 USD',
        'Cr unallocated:water 10.00 USD',
        'Dr funded 10.00 USD',
        'Cr cover:water:* 10.00 USD',
      );
  });

  test('in nobody’s name pays for a grant as any money does', () => {
    given(
      aFund(),
      after('interest.receive', { ...earned, earmark: 'water' }),
      allocated('10', { earmark: 'water' }),
      anActivity,
    )
      .and(signed('10', { funding: [{ earmark: 'water', amount: usd('10') }] }))
      .leaves({ 'covered:g-1:*': '10.00', 'cover:water:*': '0.00' });
  });

  test('in another currency is worth its rate, and earned in its own', () => {
    given(aFund(), two)
      .when('interest.receive', { ...earned, bankAccount: 'euros', amount: eur('1'), rate: ecb('1.0825') })
      .gives('interest.received', {
        home: usd('1.08'),
        earned: [
          { contribution: 'c-1', amount: eur('0.33') },
          { contribution: 'c-2', amount: eur('0.67') },
        ],
        attribution: [
          { contribution: 'c-1', amount: usd('0.36') },
          { contribution: 'c-2', amount: usd('0.72') },
        ],
      });
  });

  test('makes a shortfall good before anything is free', () => {
    given(aFund(), charged('4'))
      .when('interest.receive', earned)
      .gives('interest.received', { clearsShortfall: usd('4'), clearsCoverShortfall: usd('4') })
      .leaves({ 'shortfall:none': '0.00', 'unallocated:none': '6.00', 'cover-shortfall:none': '0.00', 'cover:none:*': '6.00' });
  });

  test('is recorded once, under an earmark of the fund, with a rate where it needs one', () => {
    given(aFund(), after('interest.receive', earned))
      .when('interest.receive', earned)
      .rejects('id-taken', { thing: 'interest', id: 'i-1' })
      .when('interest.receive', { ...earned, interestId: 'i-2', earmark: 'roads' })
      .rejects('earmark-unknown', { earmark: 'roads', known: ['none', 'water', 'women'] })
      .when('interest.receive', { ...earned, interestId: 'i-2', bankAccount: 'euros', amount: eur('1') })
      .rejects('rate-missing', { currency: 'EUR', home: 'USD' });
  });
});

describe('interest that is owed back', () => {
  const owed = [...aFund({ interest: 'owed-back' }), ...two];

  test('is owed to those whose money earned it, and free for nobody', () => {
    given(owed)
      .when('interest.receive', earned)
      .gives('interest.received', { treatment: 'owed-back' })
      .posts('Dr bank:main 10.00 USD', 'Cr due-to-contributor:c-1 3.33 USD', 'Cr due-to-contributor:c-2 6.67 USD');
  });

  test('makes no shortfall good', () => {
    given(owed, charged('301'))
      .when('interest.receive', earned)
      .gives('interest.received', { clearsShortfall: undefined, clearsCoverShortfall: undefined })
      .leaves({ 'shortfall:none': '301.00', 'cover-shortfall:none': '1.00' });
  });

  test('undone is owed no more', () => {
    given(owed, after('interest.receive', earned))
      .and(reversed('interest.received'))
      .leaves({ 'due-to-contributor:c-1': '0.00', 'due-to-contributor:c-2': '0.00', 'bank:main': '300.00' });
  });
});

describe('interest undone', () => {
  test('is free no more', () => {
    given(aFund(), two, after('interest.receive', earned), reversed('interest.received'))
      .leaves({ 'unallocated:none': '300.00', 'cover:none:c-1': '100.00', 'cover:none:c-2': '200.00', 'bank:main': '300.00' })
      .when('event.reverse', { position: 6 })
      .rejects('not-reversible', { position: 6, type: 'interest.received', because: 'already-reversed' });
  });

  test('that is bound already leaves the earmark short of both', () => {
    given(aFund(), two, after('interest.receive', earned), allocated('310'), anActivity, signed('310'))
      .and(reversed('interest.received'))
      .leaves({ 'shortfall:none': '10.00', 'cover-shortfall:none': '10.00', resources: '300.00', funded: '300.00' });
  });

  test('that had made a shortfall good opens it only where nothing else is free', () => {
    given(aFund(), charged('4'), after('interest.receive', { ...earned, amount: usd('4') }), committed('100'))
      .and(reversed('interest.received'))
      .leaves({ 'shortfall:none': '0.00', 'unallocated:none': '96.00', 'cover-shortfall:none': '4.00' })
      .and(received('50'))
      .leaves({ 'cover-shortfall:none': '0.00', 'cover:none:c-1': '46.00' });
  });

  test('that had made a shortfall good, the charge undone too, leaves nothing', () => {
    given(aFund(), charged('4'), after('interest.receive', { ...earned, amount: usd('4') }))
      .and(reversed('bank-charge.recorded'))
      .leaves({ 'unallocated:none': '4.00', 'cover:none:*': '4.00' })
      .and(reversed('interest.received'))
      .leaves({
        'shortfall:none': '0.00',
        'unallocated:none': '0.00',
        'cover-shortfall:none': '0.00',
        'cover:none:*': '0.00',
        'bank:main': '0.00',
      });
  });
});

describe('interest that is owed back', () => {
  const owing = [
    ...aFund({ interest: 'owed-back' }),
    ...funded('100'),
    after('interest.receive', { interestId: 'i-1', bankAccount: 'main', amount: usd('7') }),
    after('interest.receive', { interestId: 'i-2', bankAccount: 'main', amount: usd('2') }),
  ];
  const back = { contributionId: 'c-1', interests: ['i-1', 'i-2'], bankAccount: 'main', bankReference: 'TRF-1' };

  test('goes to the contributor whose money earned it, as much as each interest owes', () => {
    given(owing)
      .when('interest.return', back)
      .givesEach(['interest.returned', { amount: usd('7') }], ['interest.returned', { amount: usd('2') }])
      .leaves({ 'due-to-contributor:c-1': '0.00', 'bank:main': '100.00' });
  });

  test('that nobody earned goes to the contributor that the fund names, and may be undone', () => {
    const early = [
      ...aFund({ interest: 'owed-back' }),
      after('interest.receive', { interestId: 'i-1', bankAccount: 'main', amount: usd('7') }),
      ...funded('100'),
    ];
    const unearned = { contributionId: 'c-1', interests: ['i-1'], bankAccount: 'main', unearned: true };
    given(early)
      .leaves({ 'due-to-contributor:*': '7.00' })
      .when('interest.return', { ...unearned, unearned: false })
      .rejects('no-interest-owed', { interest: 'i-1', contribution: 'c-1' })
      .when('interest.return', unearned)
      .gives('interest.returned', { contribution: 'c-1', unearned: true, amount: usd('7'), home: usd('7') })
      .posts('Dr due-to-contributor:* 7.00 USD', 'Cr bank:main 7.00 USD')
      .when('interest.return', unearned)
      .rejects('no-unearned-interest', { interest: 'i-1' })
      .and(reversed('interest.returned'))
      .leaves({ 'due-to-contributor:*': '7.00', 'bank:main': '107.00' })
      .when('interest.return', unearned)
      .gives('interest.returned');
    given(owing)
      .when('interest.return', { ...back, unearned: true })
      .rejects('no-unearned-interest', { interest: 'i-1' });
  });

  test('goes once', () => {
    given(owing, after('interest.return', back))
      .when('interest.return', { ...back, interests: ['i-2'] })
      .rejects('no-interest-owed', { interest: 'i-2', contribution: 'c-1' });
  });

  test('was received for good once it has gone', () => {
    given(owing, after('interest.return', back))
      .when('event.reverse', { position: 4 })
      .rejects('not-reversible', { position: 4, type: 'interest.received', because: 'returned-since' });
  });
});
