import { describe, test } from '@jest/globals';
import { aGrantOf600, accepted, after, ecb, eur, given, paid, usd } from '../../../test/support/given.js';

const sold = { incomeId: 'p-1', grantId: 'g-1', source: 'sales', what: '2 houses', use: 'reinvested', amount: usd('80') };
const as = (party: string) => ({ role: 'cso' as const, party });

describe('the income of a project', () => {
  test('stands beside the books, by what it is for', () => {
    given(aGrantOf600)
      .when('project-income.earn', sold)
      .gives('project-income.earned', {
        grant: 'g-1',
        activity: 'a-1',
        source: 'sales',
        what: '2 houses',
        use: 'reinvested',
        amount: usd('80'),
        home: usd('80'),
      })
      .posts('Dr project-income:g-1:reinvested 80.00 USD', 'Cr memo-contra:project-income 80.00 USD')
      .when('project-income.earn', sold)
      .rejects('id-taken', { thing: 'project income', id: 'p-1' });
  });

  test('in another currency has its rate', () => {
    given(aGrantOf600)
      .when('project-income.earn', { ...sold, amount: eur('50') })
      .rejects('rate-missing', { currency: 'EUR', home: 'USD' })
      .when('project-income.earn', { ...sold, amount: eur('50'), rate: ecb('1.2') })
      .gives('project-income.earned', { amount: eur('50'), home: usd('60') });
  });

  test('that reduces the grant lowers what it comes to, and stays so once it is closed', () => {
    const reducing = after('project-income.earn', { ...sold, use: 'reduces-grant' });
    const done = [...aGrantOf600, ...paid('d-1'), ...accepted('r-1', '300')];
    given(done, reducing)
      .when('grant.close', { grantId: 'g-1' })
      .rejects('grant-above-final', { grant: 'g-1', currency: 'USD', paid: '300.00', final: '220.00', excess: '80.00' });
  });

  test('is told by who executes the grant', () => {
    given(aGrantOf600)
      .when('project-income.earn', sold, as('coop'))
      .rejects('other-organisation', { partner: 'cso, cso', party: 'coop' })
      .when('project-income.earn', sold, as('cso'))
      .gives('project-income.earned');
  });
});
