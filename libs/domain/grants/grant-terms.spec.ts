import { describe, test } from '@jest/globals';
import {
  after,
  aFund,
  allocated,
  anActivity,
  anAdvance,
  approved,
  eur,
  funded,
  given,
  grantBody,
  requested,
  signed,
  usd,
} from '../../../test/support/given.js';

const ready = [...aFund(), ...funded('1000'), allocated('800'), ...anActivity];
const beto = { actor: 'beto' };

const houses = {
  category: 'houses',
  cost: { basis: 'unit-cost', unit: 'house', unitCost: usd('20'), quantity: '20' },
};
const training = { category: 'training', amount: usd('100'), cost: { basis: 'lump-sum', deliverable: 'Course held' } };
const travel = { category: 'travel', amount: usd('60') };

/** Two instalments of 300, of which the last waits for the final report and, in the committee's minute, for the permit. */
const conditional = {
  instalments: [
    { id: 'first', kind: 'advance', amount: usd('300'), dueDate: '2026-03-01' },
    {
      id: 'last',
      kind: 'balance',
      amount: usd('300'),
      dueDate: '2026-12-01',
      conditions: [
        { id: 'final-report', text: 'Final report accepted' },
        { id: 'permit', text: 'Permit', body: 'committee' },
      ],
    },
  ],
};
const met = (condition: string, more: object = {}) =>
  after('grant.meet-condition', { grantId: 'g-1', condition, ...more }, beto);
const minute = { minute: { body: 'committee', minute: 'Acta 4' } };

describe('the budget of a grant', () => {
  test('has its cost bases, and finds what units and flat rates come to', () => {
    given(ready)
      .when(
        'grant.sign',
        grantBody('599.2', {
          budget: [
            houses,
            travel,
            training,
            { category: 'indirect', cost: { basis: 'flat-rate', rate: '7', over: ['houses', 'training', 'travel'] } },
          ].map((each) => (each === training ? { ...training, amount: usd('100') } : each)),
        }),
      )
      .gives('grant.signed', {
        budget: [
          { category: 'houses', amount: usd('400'), cost: houses.cost },
          { category: 'travel', amount: usd('60'), cost: { basis: 'actual' } },
          { category: 'training', amount: usd('100'), cost: training.cost },
          {
            category: 'indirect',
            amount: usd('39.2'),
            cost: { basis: 'flat-rate', rate: '7', over: ['houses', 'training', 'travel'] },
          },
        ],
      });
  });

  test('sums to the grant', () => {
    given(ready)
      .when('grant.sign', grantBody('600', { budget: [houses, travel] }))
      .rejects('budget-does-not-sum', { currency: 'USD', budget: '460.00', grant: '600.00' });
  });

  test('states no other amount than its cost basis gives', () => {
    given(ready)
      .when('grant.sign', grantBody('600', { budget: [{ ...houses, amount: usd('399') }, travel] }))
      .rejects('budget-amount-differs', {
        category: 'houses',
        basis: 'unit-cost',
        currency: 'USD',
        stated: '399.00',
        found: '400.00',
      });
  });

  test('states the amount of a category that is found by what is spent', () => {
    given(ready)
      .when('grant.sign', grantBody('600', { budget: [{ category: 'travel' }] }))
      .rejects('budget-amount-missing', { category: 'travel', basis: 'actual' });
  });

  test('has each category once, and a flat rate over those that stand before it', () => {
    const indirect = { category: 'indirect', cost: { basis: 'flat-rate', rate: '7', over: ['wages'] } };
    given(ready)
      .when('grant.sign', grantBody('600', { budget: [travel, travel] }))
      .rejects('id-taken', { thing: 'category', id: 'travel' })
      .when('grant.sign', grantBody('600', { budget: [travel, indirect] }))
      .rejects('category-unknown', { category: 'wages', known: ['travel'], of: 'indirect' });
  });
});

describe('the clauses of a grant', () => {
  test('say in which currency the payee reports, at which rate, and who bears the difference', () => {
    given(ready)
      .when(
        'grant.sign',
        grantBody('600', {
          startsOn: '2026-03-01',
          endsOn: '2026-12-31',
          reporting: { currency: 'EUR', rateRule: 'average-of-payments' },
          holdback: { share: '5' },
          auditCertificate: true,
        }),
      )
      .gives('grant.signed', {
        startsOn: '2026-03-01',
        endsOn: '2026-12-31',
        reporting: { currency: 'EUR', rateRule: 'average-of-payments', differenceBorneBy: 'payee' },
        holdback: { share: '5', until: 'closing' },
        auditCertificate: true,
      });
  });

  test('that make no sense are refused', () => {
    given(ready)
      .when('grant.sign', grantBody('600', { startsOn: '2026-03-01', endsOn: '2026-02-28' }))
      .rejects('period-reversed', { start: '2026-03-01', end: '2026-02-28' })
      .when('grant.sign', grantBody('600', { reporting: { currency: 'COP', rateRule: 'monthly-rate' } }))
      .rejects('currency-not-carried', { currency: 'COP', carried: ['USD', 'EUR'] })
      .when('grant.sign', grantBody('600', { holdback: { instalment: 'middle' } }))
      .rejects('instalment-unknown', { grant: 'g-1', instalment: 'middle', known: ['first', 'last'] })
      .when('grant.sign', grantBody('600', { holdback: { amount: usd('30'), until: 'audit' } }))
      .rejects('condition-unknown', { grant: 'g-1', condition: 'audit', known: [] })
      .when('grant.sign', grantBody('600', { holdback: { amount: eur('30') } }))
      .rejects('currency-mismatch', { currency: 'EUR', thing: 'grant', id: 'g-1', expected: 'USD' })
      .when('grant.sign', grantBody('600', { holdback: { amount: usd('30'), share: '5' } }))
      .isWrongIn('holdback');
  });
});

describe('an instalment with conditions', () => {
  test('says of what kind each is, and in which languages', () => {
    const permit = { id: 'permit', text: 'Permiso', kind: 'policy', translations: { en: 'Permit' } };
    const [first, last] = conditional.instalments;
    const instalments = [first, { ...last, conditions: [permit] }];
    given(ready).when('grant.sign', grantBody('600', { instalments })).gives('grant.signed', { instalments });
  });

  const grant = [...ready, signed('600', conditional)];
  const last = { disbursementId: 'd-1', grantId: 'g-1', instalment: 'last' };

  test('cannot be requested until they are met, and others can', () => {
    given(grant, met('final-report'))
      .when('disbursement.request', last)
      .rejects('conditions-unmet', { grant: 'g-1', instalment: 'last', unmet: ['permit'] })
      .when('disbursement.request', { ...last, instalment: 'first' })
      .gives('disbursement.requested');
    given(grant, met('final-report'), met('permit', minute)).when('disbursement.request', last).gives('disbursement.requested');
  });

  test('keeps its money from requests that name another instalment, or none', () => {
    const held = { grant: 'g-1', currency: 'USD', unmet: ['final-report', 'permit'] };
    given(grant)
      .when('disbursement.request', { ...last, instalment: 'first', amount: usd('600') })
      .rejects('request-exceeds-released', { ...held, requested: '600.00', released: '300.00', missing: '300.00' })
      .when('disbursement.request', { ...last, instalment: undefined, ...anAdvance('300.01') })
      .rejects('request-exceeds-released', { ...held, requested: '300.01', released: '300.00', missing: '0.01' })
      .when('disbursement.request', { ...last, instalment: undefined, ...anAdvance('300') })
      .gives('disbursement.requested');
    given(grant, requested('d-2', anAdvance('200')), approved('d-1', anAdvance('200')))
      .when('disbursement.approve', { disbursementId: 'd-2' }, beto)
      .rejects('request-exceeds-released', { ...held, requested: '200.00', released: '100.00', missing: '100.00' });
  });

  test('is released by another person than the one who signed', () => {
    given(grant)
      .when('grant.meet-condition', { grantId: 'g-1', condition: 'final-report' }, { actor: 'ana' })
      .rejects('approver-is-requester', { actor: 'ana', grant: 'g-1' })
      .when('grant.meet-condition', { grantId: 'g-1', condition: 'final-report', evidence: 'a'.repeat(64) }, beto)
      .gives('grant.condition-met', { condition: 'final-report', evidence: 'a'.repeat(64) })
      .posts()
      .when('grant.meet-condition', { grantId: 'g-1', condition: 'final-report' }, beto)
      .writesNothing();
  });

  test('is released in the minute of the body that it names', () => {
    given(grant)
      .when('grant.meet-condition', { grantId: 'g-1', condition: 'permit' }, beto)
      .rejects('condition-needs-body', { condition: 'permit', grant: 'g-1', body: 'committee' });
  });

  test('has none that it does not have, and each once', () => {
    const twice = conditional.instalments.map((each) => ({ ...each, conditions: [{ id: 'x', text: 'x' }] }));
    given(grant)
      .when('grant.meet-condition', { grantId: 'g-1', condition: 'audit' }, beto)
      .rejects('condition-unknown', { grant: 'g-1', condition: 'audit', known: ['final-report', 'permit'] })
      .when('grant.sign', grantBody('100', { grantId: 'g-2', instalments: twice }))
      .rejects('id-taken', { thing: 'condition', id: 'x' });
  });

  test('waits again when what was recorded is reversed', () => {
    given(grant, met('final-report'), met('permit', minute), requested('d-9'))
      .when('event.reverse', { position: given(grant, met('final-report')).book.events('fund-1').length })
      .gives('grant.reversed')
      .posts()
      .when('disbursement.request', last)
      .rejects('conditions-unmet', { grant: 'g-1', instalment: 'last', unmet: ['final-report'] });
  });
});
