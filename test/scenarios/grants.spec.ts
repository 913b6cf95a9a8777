import { describe, test } from '@jest/globals';
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
  paid,
  signed,
  usd,
} from '../support/given.js';
import { asCso, beto, on } from '../support/fund-story.js';

// One agreement with one payee: what it binds, what it waits for, what is passed on under it, and how it ends.

/** A fund with 100,000 received and 90,000 allocated. */
const ready = (policy: object = {}): readonly Step[] => [
  ...aFund({ policy }),
  ...funded('100000'),
  allocated('90000'),
  ...anActivity,
];
const of = (type: string, body: object = {}): Step => after(type, { grantId: 'g-1', ...body });
const request = (disbursementId: string, body: object) => ({ disbursementId, grantId: 'g-1', ...body });
const inOne = (amount: string, kind = 'advance') => [{ id: 'first', kind, amount: usd(amount), dueDate: '2026-03-01' }];

describe('what a grant binds', () => {
  test('40 houses at 2,000 are a grant of 80,000; ten fewer free 20,000 for others', () => {
    const of_ = (houses: string) => ({
      budget: [{ category: 'houses', cost: { basis: 'unit-cost', unit: 'house', unitCost: usd('2000'), quantity: houses } }],
    });
    const fewer = { grantId: 'g-1', decrease: [{ amount: usd('20000') }], instalments: inOne('60000') };
    given(ready())
      .when('grant.sign', grantBody('79000', of_('40')))
      .rejects('budget-does-not-sum', { currency: 'USD', budget: '80000.00', grant: '79000.00' })
      .and(signed('80000', of_('40')))
      .when('grant.amend', fewer)
      .rejects('budget-does-not-sum', { currency: 'USD', budget: '80000.00', grant: '60000.00' })
      .when('grant.amend', { ...fewer, ...of_('30') })
      .gives('grant.amended', { amount: usd('60000'), change: usd('-20000') })
      .leaves({ 'committed:none:g-1': '60000.00', 'allocated:none:general': '30000.00', 'cover:none:c-1': '40000.00' });
  });

  test('a budget mixes what was spent, a lump sum for a manual, and 7 % of overheads, and sums to the grant', () => {
    const budget = [
      { category: 'staff', amount: usd('20000') },
      { category: 'manual', amount: usd('5000'), cost: { basis: 'lump-sum', deliverable: 'Manual de construcción' } },
      { category: 'overheads', cost: { basis: 'flat-rate', rate: '7', over: ['staff'] } },
    ];
    given(ready())
      .when('grant.sign', grantBody('26400', { budget }))
      .gives('grant.signed', { amount: usd('26400') })
      .leaves({ 'committed:none:g-1': '26400.00' });
  });

  test('of a grant whose 15,000 are paid no more than the 15,000 that are left can be taken away', () => {
    const less = (amount: string, rest: string) => ({
      grantId: 'g-1',
      decrease: [{ amount: usd(amount) }],
      instalments: inOne(rest),
    });
    given(ready(), signed('30000'), ...paid('d-1'))
      .when('grant.amend', less('16000', '14000'))
      .rejects('decrease-exceeds-free', {
        grant: 'g-1',
        currency: 'USD',
        requested: '16000.00',
        free: '15000.00',
        missing: '1000.00',
      })
      .when('grant.amend', less('15000', '15000'))
      .gives('grant.amended', { amount: usd('15000') })
      .leaves({ 'committed:none:g-1': '0.00', 'disbursed:none:g-1': '15000.00', 'allocated:none:general': '75000.00' });
  });
});

describe('what a grant waits for', () => {
  test('the last instalment waits for the permit, which the committee declares in its minute', () => {
    const instalments = [
      { id: 'first', kind: 'advance', amount: usd('15000'), dueDate: '2026-03-01' },
      {
        id: 'last',
        kind: 'advance',
        amount: usd('15000'),
        dueDate: '2026-06-01',
        conditions: [{ id: 'permit', text: 'Licencia de construcción', body: 'committee' }],
      },
    ];
    const permit = { grantId: 'g-1', condition: 'permit', evidence: 'a'.repeat(64) };
    given(ready(), signed('30000', { instalments }), ...paid('d-1'))
      .when('disbursement.request', request('d-2', { instalment: 'last' }))
      .rejects('conditions-unmet', { grant: 'g-1', instalment: 'last', unmet: ['permit'] })
      .when('grant.meet-condition', permit, beto)
      .rejects('condition-needs-body', { grant: 'g-1', condition: 'permit', body: 'committee' })
      .when('grant.meet-condition', { ...permit, minute: { body: 'committee', minute: 'Acta 4' } }, beto)
      .gives('grant.condition-met', { condition: 'permit' })
      .when('disbursement.request', request('d-2', { instalment: 'last' }))
      .gives('disbursement.requested', { amount: usd('15000') });
  });

  test('5 % of each payment are held back until the final accounts are in order, and paid then', () => {
    given(ready(), signed('30000', { holdback: { share: '5' } }))
      .when('disbursement.request', request('d-1', { instalment: 'first' }))
      .gives('disbursement.requested', { amount: usd('14250'), heldBack: usd('750') })
      .and(after('disbursement.approve', { disbursementId: 'd-1' }, beto))
      .and(after('disbursement.pay', { disbursementId: 'd-1', bankAccount: 'main' }))
      .leaves({ 'disbursed:none:g-1': '14250.00', 'committed:none:g-1': '15750.00' })
      .and(after('grant.meet-condition', { grantId: 'g-1', condition: 'closing' }, beto))
      .when('disbursement.request', request('d-2', { kind: 'advance', amount: usd('750') }))
      .gives('disbursement.requested', { amount: usd('750'), heldBack: undefined });
  });
});

describe('what is passed on', () => {
  test('180 organisations under three national mechanisms have accounts of their own, which fit into the three grants', () => {
    const mechanisms = ['cso', 'coop', 'bystander'];
    const executors = mechanisms
      .slice(2)
      .map((partner) =>
        after('activity.join-partner', { activityId: 'a-1', partner, phase: 'implementation', role: 'executor' }),
      );
    const told = given(ready(), ...executors);
    for (const [index, payee] of mechanisms.entries()) {
      const grantId = `g-${index + 1}`;
      told.and(signed('30000', { grantId, payee, instalments: inOne('30000') }));
      for (let number = 1; number <= 60; number += 1) {
        const partnerId = `o-${index}-${number}`;
        told.and(after('partner.register', { partnerId, name: partnerId, kind: 'community-organisation' }, {}, 'registry'));
        told.and(after('sub-grant.sign', { subGrantId: partnerId, grantId, partner: partnerId, amount: usd('500') }));
      }
    }
    const move = (name: string, amount: string) =>
      after(`sub-grant.${name}`, { subGrantId: 'o-0-1', amount: usd(amount) }, beto);
    told
      .leaves({ 'subgranted:g-1': '30000.00', 'subgranted:g-2': '30000.00', 'subgranted:g-3': '30000.00' })
      .when('sub-grant.sign', { subGrantId: 'one-more', grantId: 'g-1', partner: 'o-1-1', amount: usd('0.01') })
      .rejects('sub-grants-exceed-grant', { grant: 'g-1', currency: 'USD', requested: '0.01', room: '0.00' })
      .and(move('pay', '400'))
      .and(
        after('sub-grant.report', { subGrantId: 'o-0-1', amount: usd('350') }, { role: 'cso', party: 'o-0-1', actor: 'rosa' }),
      )
      .when('sub-grant.close', { subGrantId: 'o-0-1' })
      .rejects('sub-grant-outstanding', { subGrant: 'o-0-1', currency: 'USD', outstanding: '400.00' })
      .and(move('accept', '350'), move('refund', '50'))
      .when('sub-grant.close', { subGrantId: 'o-0-1' })
      .gives('sub-grant.closed', { freed: usd('150') })
      // What one organisation did not need is there for another, and the money of the fund has not moved for any of it.
      .leaves({ 'subgranted:g-1': '29850.00', 'bank:main': '100000.00', 'committed:none:g-1': '30000.00' });
  });

  test('an addendum raises what one organisation gets, up to what the grant has left, and moves its dates and instalments', () => {
    const plan = (first: string, last: string) => [
      { id: 'first', amount: usd(first), dueDate: '2026-03-15' },
      { id: 'last', amount: usd(last), dueDate: '2026-10-15' },
    ];
    const passedOn = { subGrantId: 's-1', grantId: 'g-1', partner: 'coop', amount: usd('20000'), endsOn: '2026-09-30' };
    const raised = (last: string, amount: string) => ({
      subGrantId: 's-1',
      agreement: 'Otrosí 1',
      amount: usd(amount),
      endsOn: '2026-12-15',
      instalments: plan('12000', last),
    });
    given(ready(), signed('30000', { endsOn: '2026-12-31' }))
      .and(after('sub-grant.sign', { ...passedOn, instalments: plan('12000', '8000') }, asCso))
      .when('sub-grant.amend', raised('19000', '31000'), asCso)
      .rejects('sub-grants-exceed-grant', { grant: 'g-1', currency: 'USD', requested: '11000.00', room: '10000.00' })
      .when('sub-grant.amend', raised('18000', '30000'), asCso)
      .gives('sub-grant.amended', { change: usd('10000'), endsOn: '2026-12-15', instalments: plan('12000', '18000') })
      .leaves({ 'subgranted:g-1': '30000.00' })
      .when('grant.amend', { grantId: 'g-1', decrease: [{ amount: usd('1000') }], instalments: inOne('29000') })
      .rejects('amendment-below-sub-grants', { grant: 'g-1', currency: 'USD', amount: '29000.00', passedOn: '30000.00' });
  });

  test('an organisation with an overdue advance below gets no second payment, as the one above would not', () => {
    const rules = { advances: { dueDays: 60, mostOutstanding: '30' }, categoryTolerance: '10' };
    const budget = [
      { category: 'semillas', amount: usd('600') },
      { category: 'jornales', amount: usd('400') },
    ];
    const passedOn = { subGrantId: 's-1', grantId: 'g-1', partner: 'coop', amount: usd('1000'), budget };
    const spent = (jornales: string, evidence: string) => ({
      subGrantId: 's-1',
      lines: [{ category: 'jornales', amount: usd(jornales) }],
      evidence: [evidence.repeat(32)],
    });
    const marta = { role: 'cso', party: 'coop', actor: 'marta' } as const;
    const pay = (amount: string) => ({ subGrantId: 's-1', amount: usd(amount) });
    given(ready(rules), signed('30000'))
      .and(after('sub-grant.sign', passedOn, asCso), after('sub-grant.pay', pay('500'), asCso))
      .and(on('2026-05-15'))
      .when('sub-grant.pay', pay('100'), asCso)
      .rejects('sub-grant-overdue', {
        partner: 'coop',
        subGrant: 's-1',
        currency: 'USD',
        outstanding: '500.00',
        dueOn: '2026-05-01',
        date: '2026-05-15',
      })
      .and(after('sub-grant.report', spent('460', 'ab'), marta))
      .when('sub-grant.accept', { subGrantId: 's-1', lines: spent('460', 'ab').lines }, asCso)
      .rejects('sub-grant-category-exceeded', {
        subGrant: 's-1',
        category: 'jornales',
        currency: 'USD',
        accepted: '460.00',
        budget: '400.00',
        tolerance: '10',
        missing: '20.00',
      })
      .and(after('sub-grant.accept', { subGrantId: 's-1', lines: spent('440', 'ab').lines }, asCso))
      // 20 jornales were not theirs: they are outstanding again, come back, and the accounts below are closed before those above.
      .and(
        after(
          'sub-grant.disallow',
          { subGrantId: 's-1', lines: spent('20', 'ab').lines, of: 'accepted', reason: 'ineligible' },
          asCso,
        ),
      )
      .leaves({ 'passed-on:coop:g-1:s-1': '80.00' })
      .when('grant.settle', { grantId: 'g-1' }, beto)
      .rejects('sub-grants-outstanding', { grant: 'g-1', count: 1, subGrants: ['s-1'] })
      .and(after('sub-grant.refund', pay('80'), asCso))
      .when('sub-grant.close', { subGrantId: 's-1' }, asCso)
      .gives('sub-grant.closed', { freed: usd('580') });
  });

  test('a pump of 9,000 is looked at by the auditor, sold when it is idle, and what it brings lowers the grant', () => {
    const pump = { assetId: 'v-1', grantId: 'g-1', description: 'Bomba solar', serial: 'SN-7', value: usd('9000') };
    given(ready(), signed('30000'), after('asset.acquire', pump))
      .when('asset.verify', { assetId: 'v-1', condition: 'idle' }, { role: 'auditor', actor: 'irene' })
      .gives('asset.verified', { condition: 'idle' })
      .leaves({ 'memo:asset:g-1:v-1': '9000.00' })
      .when('asset.dispose', {
        assetId: 'v-1',
        how: 'sold',
        proceeds: { incomeId: 'p-1', use: 'reduces-grant', amount: usd('4000') },
      })
      .givesEach(
        ['asset.disposed', { how: 'sold', proceeds: usd('4000') }],
        ['project-income.earned', { source: 'sales', what: 'Bomba solar', use: 'reduces-grant', home: usd('4000') }],
      )
      .leaves({ 'memo:asset:g-1:v-1': '0.00', 'project-income:g-1:reduces-grant': '4000.00', 'bank:main': '100000.00' });
  });

  test('microcredit of 10,000 is lent, repaid with interest, and lent again; what is lost is written off', () => {
    const move = (name: string, amount: string, more: object = {}): Step =>
      after(`revolving-fund.${name}`, { revolvingFundId: 'm-1', amount: usd(amount), ...more });
    given(ready(), signed('30000'))
      .and(of('revolving-fund.open', { revolvingFundId: 'm-1', title: { es: 'Microcrédito campesino' } }))
      .and(move('pay-in', '10000', { source: 'grant' }), move('lend', '9000', { loans: 30 }))
      .when('revolving-fund.lend', { revolvingFundId: 'm-1', amount: usd('2000') })
      .rejects('revolving-fund-exceeded', {
        revolvingFund: 'm-1',
        move: 'lent',
        currency: 'USD',
        requested: '2000.00',
        available: '1000.00',
      })
      .and(move('repay', '4000', { charges: usd('200') }), move('lend', '5000', { loans: 12 }), move('write-off', '300'))
      .leaves({ 'memo:revolving-cash:g-1:m-1': '200.00', 'memo:revolving-loans:g-1:m-1': '9700.00' });
  });
});

describe('how a grant ends', () => {
  test('a suspended grant pays nothing and still takes reports; when it is resumed it goes on', () => {
    const resting = { grant: 'g-1', since: '2026-03-02', ground: 'reports-overdue' };
    given(ready(), signed('30000'), ...paid('d-1'), of('grant.suspend', { ground: 'reports-overdue' }))
      .when('disbursement.request', request('d-2', { instalment: 'last' }))
      .rejects('grant-suspended', resting)
      .and(...accepted('r-1', '15000'), of('grant.resume'))
      .when('disbursement.request', request('d-2', { instalment: 'last' }))
      .gives('disbursement.requested')
      .leaves({ 'advance:g-1': '0.00', 'expense:none:equipment': '15000.00' });
  });

  test('after a breach 12,000 are accounted for, 3,000 come back, and the other 15,000 are free again', () => {
    const unsettled = { grant: 'g-1', currency: 'USD', payable: '0.00', ordered: '0.00' };
    given(ready(), signed('30000'), ...paid('d-1'), of('grant.terminate', { ground: 'breach' }))
      .when('disbursement.request', request('d-2', { kind: 'advance', amount: usd('1000') }))
      .rejects('grant-terminated', { grant: 'g-1', since: '2026-03-02', ground: 'breach' })
      .and(...accepted('r-1', '12000'))
      .when('grant.close', { grantId: 'g-1' })
      .rejects('grant-not-settled', { ...unsettled, advance: '3000.00', recoverable: '0.00' })
      .and(of('refund.claim', { refundId: 'b-1', amount: usd('3000') }))
      .when('grant.close', { grantId: 'g-1' })
      .rejects('grant-not-settled', { ...unsettled, advance: '0.00', recoverable: '3000.00' })
      .and(after('refund.receive', { refundId: 'b-1', amount: usd('3000'), bankAccount: 'main' }))
      .when('grant.close', { grantId: 'g-1' })
      .gives('grant.closed', { amount: usd('12000') })
      .leaves({
        'bank:main': '88000.00',
        'disbursed:none:g-1': '12000.00',
        'committed:none:g-1': '0.00',
        'allocated:none:general': '78000.00',
        'cover:none:c-1': '88000.00',
      });
  });

  test('families pay 4,000 for their houses: the grant bears 26,000 of the 30,000 that were spent', () => {
    const sold = { incomeId: 'p-1', source: 'sales', what: '2 casas', use: 'reduces-grant', amount: usd('4000') };
    const final = { grant: 'g-1', currency: 'USD', paid: '30000.00', final: '26000.00', excess: '4000.00' };
    given(ready(), signed('30000', { instalments: inOne('30000') }), ...paid('d-1'), ...accepted('r-1', '30000'))
      .and(of('project-income.earn', sold))
      .when('grant.close', { grantId: 'g-1' })
      .rejects('grant-above-final', final)
      .when('grant.settle', { grantId: 'g-1' }, beto)
      .gives('grant.settled', {
        settlement: { accepted: usd('30000'), income: usd('4000'), final: usd('26000') },
        refund: usd('4000'),
        balance: usd('0'),
      })
      .and(after('refund.receive', { refundId: 'g-1', amount: usd('4000'), bankAccount: 'main' }))
      .when('grant.close', { grantId: 'g-1' })
      .gives('grant.closed', { amount: usd('26000') })
      .leaves({ 'bank:main': '74000.00', 'expense:none:project-income': '-4000.00', 'allocated:none:general': '64000.00' });
  });

  test('one decision says what a grant comes to: of the 5,000 that are owed, 4,000 were earned, and the rest of the grant is free', () => {
    // 20,000 are advanced and 25,000 accepted, so that 5,000 are owed; families paid 4,000 for their houses.
    const instalments = inOne('20000').concat([{ id: 'last', kind: 'balance', amount: usd('10000'), dueDate: '2026-12-01' }]);
    const sold = { incomeId: 'p-1', source: 'sales', what: '2 casas', use: 'reduces-grant', amount: usd('4000') };
    given(ready(), signed('30000', { instalments }), ...paid('d-1'), ...accepted('r-1', '25000'))
      .and(of('project-income.earn', sold))
      .when('grant.settle', { grantId: 'g-1' }, beto)
      .gives('grant.settled', {
        settlement: { accepted: usd('25000'), income: usd('4000'), final: usd('21000') },
        lessPayable: usd('4000'),
        refund: usd('0'),
        balance: usd('1000'),
        change: usd('-9000'),
      })
      // The 9,000 that nobody needs are there for others at once; the balance is paid, and the accounts are closed.
      .leaves({ 'allocated:none:general': '69000.00', 'committed:none:g-1': '1000.00', 'payable:g-1': '1000.00' })
      .and(...paid('d-2', { kind: 'balance', amount: usd('1000') }))
      .when('grant.close', { grantId: 'g-1' })
      .gives('grant.closed', { amount: usd('21000') })
      .leaves({ 'bank:main': '79000.00' });
  });

  test('families pay 4,000 that buy two more houses: the grant comes to what it was', () => {
    const sold = { incomeId: 'p-1', source: 'sales', what: '2 casas', use: 'reinvested', amount: usd('4000') };
    given(ready(), signed('30000', { instalments: inOne('30000') }), ...paid('d-1'), ...accepted('r-1', '30000'))
      .and(of('project-income.earn', sold))
      .when('grant.close', { grantId: 'g-1' })
      .gives('grant.closed', { amount: usd('30000') })
      .leaves({ 'project-income:g-1:reinvested': '4000.00', 'bank:main': '70000.00' });
  });
});
