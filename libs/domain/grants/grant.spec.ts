import { describe, expect, test } from '@jest/globals';
import type { GrantSigned } from '#domain/grants/grant';
import {
  type Given,
  type Step,
  aFund,
  after,
  allocated,
  anActivity,
  committed,
  eur,
  fundId,
  funded,
  given,
  grantBody,
  received,
  reversed,
  signed,
  usd,
} from '../../../test/support/given.js';

const ready = [...aFund(), ...funded('1000'), allocated('800'), ...anActivity];
const line = (amount: string, earmark = 'none', window = 'general') => ({ earmark, window, amount: usd(amount) });

describe('a grant', () => {
  test('binds what is allocated, and the money of those who brought it', () => {
    given(ready)
      .when('grant.sign', grantBody('600', { agreement: 'CONV-7' }))
      .gives('grant.signed', {
        activity: 'a-1',
        stage: undefined,
        payee: 'cso',
        executor: 'cso',
        agreement: 'CONV-7',
        amount: usd('600'),
        lines: [{ ...line('600'), attribution: [{ contribution: 'c-1', amount: usd('600') }] }],
        instalments: [
          { id: 'first', kind: 'advance', amount: usd('300'), dueDate: '2026-03-01' },
          { id: 'last', kind: 'balance', amount: usd('300'), dueDate: '2026-12-01' },
        ],
      })
      .posts(
        'Dr allocated:none:general 600.00 USD',
        'Cr committed:none:g-1 600.00 USD',
        'Dr cover:none:c-1 600.00 USD',
        'Cr covered:g-1:c-1 600.00 USD',
      );
  });

  test('over what is allocated is refused with what is missing', () => {
    given(ready).when('grant.sign', grantBody('900')).rejects('grant-exceeds-allocated', {
      earmark: 'none',
      window: 'general',
      currency: 'USD',
      requested: '900.00',
      allocated: '800.00',
      missing: '100.00',
    });
  });

  test('over the money received is refused with what is missing', () => {
    given(aFund(), committed('1000'), received('450'), allocated('800'), anActivity)
      .when('grant.sign', grantBody('600'))
      .rejects('grant-not-covered', {
        earmark: 'none',
        window: 'general',
        currency: 'USD',
        requested: '600.00',
        cover: '450.00',
        missing: '150.00',
      });
  });

  test('does not count the money of others twice', () => {
    given(aFund(), committed('1000'), received('700'), allocated('1000'), anActivity, signed('600'))
      .when('grant.sign', grantBody('200', { grantId: 'g-2' }))
      .rejects('grant-not-covered', {
        earmark: 'none',
        window: 'general',
        currency: 'USD',
        requested: '200.00',
        cover: '100.00',
        missing: '100.00',
      });
  });

  test('takes nothing from another window', () => {
    given(ready)
      .when('grant.sign', grantBody('600', { funding: [line('600', 'none', 'small')] }))
      .rejects('grant-exceeds-allocated', {
        earmark: 'none',
        window: 'small',
        currency: 'USD',
        requested: '600.00',
        allocated: '0.00',
        missing: '600.00',
      });
  });

  test('is not signed while money is missing under its earmark', () => {
    given(ready, after('bank-charge.record', { bankChargeId: 'b-1', bankAccount: 'main', amount: usd('5') }))
      .when('grant.sign', grantBody('600'))
      .rejects('earmark-in-shortfall', { earmark: 'none', shortfall: '5.00', currency: 'USD' });
  });

  test('is signed once', () => {
    given(ready, signed('600')).when('grant.sign', grantBody('600')).rejects('id-taken', { thing: 'grant', id: 'g-1' });
  });

  test('is not called as the running of the fund is', () => {
    given(ready)
      .when('grant.sign', grantBody('600', { grantId: 'administration' }))
      .rejects('id-taken', { thing: 'grant', id: 'administration' });
  });

  test('belongs to an activity, and to a stage that it has', () => {
    given(ready)
      .when('grant.sign', grantBody('600', { activityId: 'a-9' }))
      .rejects('not-found', { thing: 'activity', id: 'a-9' })
      .when('grant.sign', grantBody('600', { stage: 'third' }))
      .rejects('stage-unknown', { activity: 'a-1', stage: 'third' })
      .and(after('activity.add-stage', { activityId: 'a-1', stage: 'third', title: { en: 'Third' } }))
      .when('grant.sign', grantBody('600', { stage: 'third' }))
      .gives('grant.signed', { stage: 'third' });
  });

  test.each([
    ['completed', ['start', 'complete']],
    ['cancelled', ['cancel']],
  ])('is not signed for an activity that is %s', (status, moves) => {
    given(
      ready,
      moves.map((name) => after(`activity.${name}`, { activityId: 'a-1' })),
    )
      .when('grant.sign', grantBody('600'))
      .rejects('wrong-status', {
        thing: 'activity',
        id: 'a-1',
        status,
        expected: 'identified, negotiated, formulated, started, suspended',
      });
  });

  test('pays in instalments that sum to it', () => {
    given(ready)
      .when(
        'grant.sign',
        grantBody('600', { instalments: [{ id: 'first', kind: 'advance', amount: usd('599.99'), dueDate: '2026-03-01' }] }),
      )
      .rejects('instalments-do-not-sum', { currency: 'USD', instalments: '599.99', grant: '600.00' });
  });

  test('is paid from lines that sum to it', () => {
    given(ready)
      .when('grant.sign', grantBody('600', { funding: [line('600.01')] }))
      .rejects('lines-do-not-sum', { currency: 'USD', lines: '600.01', grant: '600.00' });
  });

  test('has one line under an earmark and one instalment of a name', () => {
    given(ready)
      .when('grant.sign', grantBody('600', { funding: [line('300'), line('300', 'none', 'small')] }))
      .rejects('id-taken', { thing: 'funding line', id: 'none' })
      .when(
        'grant.sign',
        grantBody('600', {
          instalments: ['1', '2'].map(() => ({ id: 'x', kind: 'advance', amount: usd('300'), dueDate: '2026-03-01' })),
        }),
      )
      .rejects('id-taken', { thing: 'instalment', id: 'x' });
  });

  test('keeps to the earmarks and windows of the fund', () => {
    given(ready)
      .when('grant.sign', grantBody('600', { funding: [line('600', 'roads')] }))
      .rejects('earmark-unknown', { earmark: 'roads', known: ['none', 'water', 'women'] })
      .when('grant.sign', grantBody('600', { funding: [line('600', 'none', 'large')] }))
      .rejects('window-unknown', { window: 'large', known: ['general', 'administration', 'small'] });
  });

  test('is in the currency of the fund, in each of its parts', () => {
    given(ready)
      .when('grant.sign', grantBody('600', { amount: eur('600') }))
      .rejects('currency-mismatch', { currency: 'EUR', thing: 'fund', id: fundId, expected: 'USD' })
      .when('grant.sign', grantBody('600', { funding: [{ amount: eur('600') }] }))
      .rejects('currency-mismatch', { currency: 'EUR', thing: 'grant', id: 'g-1', expected: 'USD' });
  });
});

describe('who is paid', () => {
  test('is an executor of the implementation', () => {
    given(ready)
      .when('grant.sign', grantBody('600', { payee: 'bystander' }))
      .rejects('payee-not-executor', { payee: 'bystander', activity: 'a-1', executors: ['cso', 'coop'] });
  });

  test('is not an executor of another phase, nor one in another role', () => {
    given(ready)
      .and(
        after('activity.join-partner', { activityId: 'a-1', partner: 'bystander', phase: 'identification', role: 'executor' }),
        after('activity.join-partner', { activityId: 'a-1', partner: 'donor', phase: 'implementation', role: 'funder' }),
      )
      .when('grant.sign', grantBody('600', { payee: 'bystander' }))
      .rejects('payee-not-executor', { payee: 'bystander', activity: 'a-1', executors: ['cso', 'coop'] })
      .when('grant.sign', grantBody('600', { payee: 'donor' }))
      .rejects('payee-not-executor', { payee: 'donor', activity: 'a-1', executors: ['cso', 'coop'] });
  });

  test('is not an executor that has left', () => {
    given(ready)
      .and(after('activity.leave-partner', { activityId: 'a-1', partner: 'cso', phase: 'implementation', role: 'executor' }))
      .when('grant.sign', grantBody('600'))
      .rejects('payee-not-executor', { payee: 'cso', activity: 'a-1', executors: ['coop'] });
  });

  test('is in the registry', () => {
    given(ready)
      .when('grant.sign', grantBody('600', { payee: 'stranger' }))
      .rejects('partner-unknown', { partner: 'stranger' });
  });

  test('may be the fiscal agent of the one executor that named it', () => {
    given(ready)
      .when('grant.sign', grantBody('600', { payee: 'agent' }))
      .gives('grant.signed', { payee: 'agent', executor: 'coop' });
  });

  test('may be the fiscal agent of the executor that is named', () => {
    given(ready)
      .when('grant.sign', grantBody('600', { payee: 'agent', executor: 'coop' }))
      .gives('grant.signed', { payee: 'agent', executor: 'coop' });
  });

  test('is not the fiscal agent of an executor that did not name it', () => {
    given(ready)
      .when('grant.sign', grantBody('600', { payee: 'agent', executor: 'cso' }))
      .rejects('executor-not-represented', { payee: 'agent', executor: 'cso', activity: 'a-1' });
  });

  test('says for whom, when it is the fiscal agent of several', () => {
    given(ready)
      .and(
        after('activity.join-partner', {
          activityId: 'a-1',
          partner: 'bystander',
          phase: 'implementation',
          role: 'executor',
          fiscalAgent: 'agent',
        }),
      )
      .when('grant.sign', grantBody('600', { payee: 'agent' }))
      .rejects('executor-unclear', { payee: 'agent', activity: 'a-1', executors: ['coop', 'bystander'] })
      .when('grant.sign', grantBody('600', { payee: 'agent', executor: 'bystander' }))
      .gives('grant.signed', { executor: 'bystander' });
  });
});

describe('whose money a grant binds', () => {
  const first = after('contribution.receive', { ...receipt('c-2', '200'), valueDate: '2026-01-10' });
  const second = after('contribution.receive', { ...receipt('c-1', '100'), valueDate: '2026-02-10' });
  const both: readonly Step[] = [
    committed('500'),
    committed('500', { contributionId: 'c-2', contributor: 'donor-2' }),
    first,
    second,
    allocated('300'),
    ...anActivity,
  ];
  const bound = (told: Given): unknown =>
    (told.book.events(fundId).findLast((each) => each.type === 'grant.signed')!.data as GrantSigned).lines.map(
      (each) => each.attribution,
    );

  test('is in proportion to what each has brought and free, to the cent', () => {
    const told = given(aFund(), both).when('grant.sign', grantBody('100'));
    expect(bound(told)).toEqual([
      [
        { contribution: 'c-1', amount: usd('33.33') },
        { contribution: 'c-2', amount: usd('66.67') },
      ],
    ]);
  });

  test('is first in, first out by the first receipt where the fund says so', () => {
    const told = given(aFund({ attribution: 'first-in-first-out' }), both).when('grant.sign', grantBody('250'));
    expect(bound(told)).toEqual([
      [
        { contribution: 'c-1', amount: usd('50') },
        { contribution: 'c-2', amount: usd('200') },
      ],
    ]);
  });

  test('leaves out those who have nothing free', () => {
    const told = given(aFund({ attribution: 'first-in-first-out' }), both, signed('200')).when(
      'grant.sign',
      grantBody('50', { grantId: 'g-2' }),
    );
    expect(bound(told)).toEqual([[{ contribution: 'c-1', amount: usd('50') }]]);
  });

  test('is bound line by line, each under its earmark', () => {
    const water = { contributionId: 'c-3', earmark: 'water' };
    const told = given(aFund(), both, funded('50', water), allocated('50', { earmark: 'water', window: 'small' }))
      .when('grant.sign', grantBody('200', { funding: [line('40', 'water', 'small'), line('160')] }))
      .posts(
        'Dr allocated:water:small 40.00 USD',
        'Cr committed:water:g-1 40.00 USD',
        'Dr cover:water:c-3 40.00 USD',
        'Cr covered:g-1:c-3 40.00 USD',
        'Dr allocated:none:general 160.00 USD',
        'Cr committed:none:g-1 160.00 USD',
        'Dr cover:none:c-1 53.33 USD',
        'Cr covered:g-1:c-1 53.33 USD',
        'Dr cover:none:c-2 106.67 USD',
        'Cr covered:g-1:c-2 106.67 USD',
      );
    expect(bound(told)).toHaveLength(2);
  });
});

describe('a grant undone', () => {
  test('frees what it had bound', () => {
    given(ready, signed('600'), reversed('grant.signed'))
      .when('grant.sign', grantBody('800', { grantId: 'g-2' }))
      .gives('grant.signed');
  });

  test('is in force no longer', () => {
    given(ready, signed('600'), reversed('grant.signed'))
      .when('disbursement.request', { disbursementId: 'd-1', grantId: 'g-1', instalment: 'first' })
      .rejects('wrong-status', { thing: 'grant', id: 'g-1', status: 'reversed', expected: 'signed' });
  });

  test('makes a shortfall of cover good with the money that is missing, whoever else was bound', () => {
    const two = [
      ...funded('500'),
      ...funded('500', { contributionId: 'c-2' }),
      allocated('1000'),
      ...anActivity,
      signed('1000'),
      reversed('contribution.received'),
    ];
    given(aFund(), two)
      .and(reversed('grant.signed'))
      .when('grant.sign', grantBody('500', { grantId: 'g-2' }))
      .gives('grant.signed', { lines: [{ ...line('500'), attribution: [{ contribution: 'c-1', amount: usd('500') }] }] })
      .leaves({ 'cover-shortfall:none': '0.00', 'cover:none:c-2': '0.00' });
  });
});

function receipt(contributionId: string, amount: string) {
  return { contributionId, amount: usd(amount), bankAccount: 'main' };
}
