import { describe, test } from '@jest/globals';
import { aGrantOf600, accepted, after, ecb, eur, fundId, given, paid, reversed, usd } from '../../../test/support/given.js';

const pump = { assetId: 'v-1', grantId: 'g-1', description: 'Solar pump', serial: 'SN-7', value: usd('90') };
const bought = after('asset.acquire', pump);
const sale = (amount: object) => ({ incomeId: 'p-1', use: 'reinvested', amount });
const disposed = (more: object) =>
  after('asset.dispose', { assetId: 'v-1', how: 'sold', proceeds: { ...sale(usd('20')), ...more } });

describe('an asset', () => {
  test('is kept by whoever executes the grant unless another is named', () => {
    given(aGrantOf600)
      .when('asset.acquire', pump)
      .gives('asset.acquired', { grant: 'g-1', activity: 'a-1', serial: 'SN-7', value: usd('90'), custodian: 'cso' })
      .posts('Dr memo:asset:g-1:v-1 90.00 USD', 'Cr memo-contra:asset 90.00 USD')
      .when('asset.acquire', pump)
      .rejects('id-taken', { thing: 'asset', id: 'v-1' })
      .when('asset.acquire', { ...pump, assetId: 'v-2', value: { amount: '1', currency: 'COP' } })
      .rejects('currency-not-carried', { currency: 'COP', carried: ['USD', 'EUR'] });
  });

  test('is handed over, looked at, and disposed of', () => {
    given(aGrantOf600, bought)
      .when('asset.transfer', { assetId: 'v-1', custodian: 'coop' })
      .gives('asset.transferred', { custodian: 'coop' })
      .when('asset.transfer', { assetId: 'v-1', custodian: 'coop' })
      .writesNothing()
      .when('asset.verify', { assetId: 'v-1', condition: 'idle', evidence: ['a'.repeat(64)] })
      .gives('asset.verified', { condition: 'idle' })
      .posts()
      .when('asset.dispose', { assetId: 'v-1', how: 'donated', proceeds: sale(usd('1')) })
      .rejects('member-does-not-fit', { member: 'proceeds', move: 'donated' })
      .when('asset.dispose', { assetId: 'v-1', how: 'sold', proceeds: { ...sale(eur('20')), rate: ecb('1.2') } })
      .givesEach(
        ['asset.disposed', { how: 'sold', value: usd('90'), proceeds: eur('20'), income: 'p-1' }],
        [
          'project-income.earned',
          { grant: 'g-1', source: 'sales', what: 'Solar pump', use: 'reinvested', home: usd('24'), asset: 'v-1' },
        ],
      )
      .posts(
        'Cr memo:asset:g-1:v-1 90.00 USD',
        'Dr memo-contra:asset 90.00 USD',
        'Dr project-income:g-1:reinvested 24.00 USD',
        'Cr memo-contra:project-income 24.00 USD',
      )
      .when('asset.verify', { assetId: 'v-1', condition: 'in-use' })
      .rejects('wrong-status', { thing: 'asset', id: 'v-1', status: 'disposed', expected: 'held' });
  });

  test('that was sold is back with its income undone, and the income never alone', () => {
    const sold = given(aGrantOf600, bought, disposed({ use: 'reduces-grant' }));
    const position = sold.book.events(fundId).length;
    sold
      .when('event.reverse', { position })
      .rejects('not-reversible', { position, type: 'project-income.earned', because: 'of-disposal' })
      .when('event.reverse', { position: position - 1 })
      .givesEach(['asset.reversed'], ['project-income.reversed'])
      .leaves({ 'memo:asset:g-1:v-1': '90.00', 'project-income:g-1:reduces-grant': '0.00' })
      .when('asset.dispose', { assetId: 'v-1', how: 'sold', proceeds: sale(usd('20')) })
      .rejects('id-taken', { thing: 'project income', id: 'p-1' });
  });

  test('that is sold once its grant is closed brings income that reduces no grant any more', () => {
    const closed = given(
      aGrantOf600,
      bought,
      ...paid('d-1'),
      ...accepted('r-1', '300'),
      after('grant.close', { grantId: 'g-1' }),
    );
    closed
      .when('asset.dispose', { assetId: 'v-1', how: 'sold', proceeds: { ...sale(usd('20')), use: 'reduces-grant' } })
      .rejects('wrong-status', {
        thing: 'grant',
        id: 'g-1',
        status: 'closed',
        expected: 'signed, suspended, terminated, settled',
      })
      .when('asset.dispose', { assetId: 'v-1', how: 'sold', proceeds: sale(usd('20')) })
      .givesEach(['asset.disposed'], ['project-income.earned', { use: 'reinvested' }]);
  });

  test('that somebody has looked at is not undone', () => {
    const position = given(aGrantOf600, bought).book.events(fundId).length;
    given(aGrantOf600, bought, after('asset.verify', { assetId: 'v-1', condition: 'in-use' }))
      .when('event.reverse', { position })
      .rejects('not-reversible', { position, type: 'asset.acquired', because: 'later-events' });
    given(aGrantOf600, bought, after('asset.dispose', { assetId: 'v-1', how: 'lost' }), reversed('asset.disposed'))
      .leaves({ 'memo:asset:g-1:v-1': '90.00' })
      .when('asset.dispose', { assetId: 'v-1', how: 'scrapped' })
      .gives('asset.disposed');
  });
});
