import { describe, test } from '@jest/globals';
import { aGrantOf600, after, eur, fundId, given, reversed, usd } from '../../../test/support/given.js';

const pump = { assetId: 'v-1', grantId: 'g-1', description: 'Solar pump', serial: 'SN-7', value: usd('90') };
const bought = after('asset.acquire', pump);

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
      .when('asset.dispose', { assetId: 'v-1', how: 'donated', proceeds: usd('1') })
      .rejects('member-does-not-fit', { member: 'proceeds', move: 'donated' })
      .when('asset.dispose', { assetId: 'v-1', how: 'sold', proceeds: eur('20') })
      .gives('asset.disposed', { how: 'sold', value: usd('90'), proceeds: eur('20') })
      .posts('Cr memo:asset:g-1:v-1 90.00 USD', 'Dr memo-contra:asset 90.00 USD')
      .when('asset.verify', { assetId: 'v-1', condition: 'in-use' })
      .rejects('wrong-status', { thing: 'asset', id: 'v-1', status: 'disposed', expected: 'held' });
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
