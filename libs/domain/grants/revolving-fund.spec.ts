import { describe, test } from '@jest/globals';
import { type Step, aGrantOf600, after, eur, fundId, given, reversed, usd } from '../../../test/support/given.js';

const opened = after('revolving-fund.open', { revolvingFundId: 'm-1', grantId: 'g-1', title: { es: 'Microcrédito' } });
const of = (amount: string, more: object = {}) => ({ revolvingFundId: 'm-1', amount: usd(amount), ...more });
const move = (name: string, amount: string, more: object = {}): Step => after(`revolving-fund.${name}`, of(amount, more));
const lending = [...aGrantOf600, opened, move('pay-in', '100', { source: 'grant' }), move('lend', '70', { loans: 3 })];

describe('a revolving fund', () => {
  test('is lent from, repaid with charges, and lent again', () => {
    given(lending)
      .when('revolving-fund.repay', of('50', { charges: usd('5') }))
      .gives('revolving-fund.repaid', { grant: 'g-1', amount: usd('50'), charges: usd('5') })
      .posts(
        'Dr memo:revolving-cash:g-1:m-1 50.00 USD',
        'Cr memo-contra:revolving-cash 50.00 USD',
        'Cr memo:revolving-loans:g-1:m-1 50.00 USD',
        'Dr memo-contra:revolving-loans 50.00 USD',
        'Dr memo:revolving-cash:g-1:m-1 5.00 USD',
        'Cr memo-contra:revolving-cash 5.00 USD',
      )
      .leaves({ 'memo:revolving-cash:g-1:m-1': '85.00', 'memo:revolving-loans:g-1:m-1': '20.00' })
      .when('revolving-fund.lend', of('85', { loans: 2 }))
      .gives('revolving-fund.lent', { loans: 2 });
  });

  test('lends no more than it has, and gets back no more than is lent', () => {
    const short = { revolvingFund: 'm-1', currency: 'USD' };
    given(lending)
      .when('revolving-fund.lend', of('31'))
      .rejects('revolving-fund-exceeded', { ...short, move: 'lent', requested: '31.00', available: '30.00' })
      .when('revolving-fund.withdraw', of('31'))
      .rejects('revolving-fund-exceeded', { ...short, move: 'withdrawn', requested: '31.00', available: '30.00' })
      .when('revolving-fund.write-off', of('71'))
      .rejects('revolving-fund-exceeded', { ...short, move: 'written-off', requested: '71.00', available: '70.00' })
      .when('revolving-fund.repay', of('71'))
      .rejects('revolving-fund-exceeded', { ...short, move: 'repaid', requested: '71.00', available: '70.00' });
  });

  test('keeps its currency, and each move its own members', () => {
    given(lending)
      .when('revolving-fund.lend', { revolvingFundId: 'm-1', amount: eur('1') })
      .rejects('currency-mismatch', { currency: 'EUR', thing: 'revolving fund', id: 'm-1', expected: 'USD' })
      .when('revolving-fund.lend', of('1', { charges: usd('1') }))
      .rejects('member-does-not-fit', { member: 'charges', move: 'lent' })
      .when('revolving-fund.repay', of('1', { source: 'grant' }))
      .rejects('member-does-not-fit', { member: 'source', move: 'repaid' })
      .when('revolving-fund.open', { revolvingFundId: 'm-1', grantId: 'g-1', title: { es: 'Otro' } })
      .rejects('id-taken', { thing: 'revolving fund', id: 'm-1' })
      .when('revolving-fund.open', { revolvingFundId: 'm-2', grantId: 'g-1', title: { es: 'Otro' }, currency: 'COP' })
      .rejects('currency-not-carried', { currency: 'COP', carried: ['USD', 'EUR'] });
  });

  test('does not undo what has been lent on', () => {
    const position = given(lending).book.events(fundId).length - 1;
    given(lending)
      .when('event.reverse', { position })
      .rejects('not-reversible', { position, type: 'revolving-fund.paid-in', because: 'later-events' })
      .and(reversed('revolving-fund.lent'), reversed('revolving-fund.paid-in'))
      .leaves({ 'memo:revolving-cash:g-1:m-1': '0.00', 'memo:revolving-loans:g-1:m-1': '0.00' });
  });
});
