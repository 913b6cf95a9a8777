import { describe, test } from '@jest/globals';
import {
  aFund,
  after,
  allocated,
  anActivity,
  anAdvance,
  fundId,
  funded,
  given,
  paid,
  reversed,
  signed,
  usd,
} from '../../../test/support/given.js';

const cop = (amount: string) => ({ amount, currency: 'COP' });
const budget = [
  { category: 'equipment', amount: usd('300') },
  { category: 'houses', cost: { basis: 'unit-cost', unit: 'house', unitCost: usd('20'), quantity: '10' } },
  { category: 'manual', amount: usd('46'), cost: { basis: 'lump-sum', deliverable: 'The manual' } },
  { category: 'overheads', cost: { basis: 'flat-rate', rate: '18', over: ['equipment'] } },
];
const grantWith = (terms: Readonly<Record<string, unknown>>, policy: object = {}) => [
  ...aFund({ policy, currencies: ['EUR', 'COP'] }),
  ...funded('1000'),
  allocated('800'),
  ...anActivity,
  signed('600', terms),
];
const report = (lines: object[], more: object = {}) => ({
  reportId: 'r-1',
  grantId: 'g-1',
  periodStart: '2026-01-01',
  periodEnd: '2026-02-28',
  lines,
  ...more,
});
const line = (category: string, amount: string) => ({ category, amount: usd(amount) });
const accept = (reportId: string, lines?: object[]) => ({ reportId, ...(lines ? { lines } : {}) });
const disallowed = (reportId: string, disallowanceId: string, of: object = {}) => ({
  reportId,
  disallowanceId,
  lines: [{ category: 'manual', reason: 'ineligible', ...of }],
});
const beto = { actor: 'beto' };

describe('a report under a budget', () => {
  test('names its categories alone', () => {
    given(grantWith({ budget }))
      .when('expenditure.submit', report([line('travel', '1')]))
      .rejects('category-not-budgeted', {
        grant: 'g-1',
        category: 'travel',
        known: ['equipment', 'houses', 'manual', 'overheads'],
      });
  });

  test('counts units at their price, whatever they cost', () => {
    given(grantWith({ budget }))
      .when('expenditure.submit', report([{ category: 'houses', quantity: '4' }]))
      .gives('expenditure.submitted', { lines: [{ ...line('houses', '80'), quantity: '4' }] })
      .when('expenditure.submit', report([line('houses', '80')], { reportId: 'r-2' }))
      .rejects('quantity-missing', { category: 'houses', unit: 'house' })
      .when('expenditure.submit', report([{ ...line('houses', '81'), quantity: '4' }], { reportId: 'r-2' }))
      .rejects('cost-basis-differs', {
        category: 'houses',
        basis: 'unit-cost',
        currency: 'USD',
        stated: '81.00',
        found: '80.00',
      });
  });

  test('gives a lump sum whole, and a flat rate of what stands before it', () => {
    given(grantWith({ budget }))
      .when('expenditure.submit', report([{ category: 'manual' }, line('equipment', '100'), { category: 'overheads' }]))
      .gives('expenditure.submitted', {
        lines: [line('manual', '46'), line('equipment', '100'), line('overheads', '18')],
      })
      .when('expenditure.submit', report([{ category: 'overheads' }, line('equipment', '100')], { reportId: 'r-2' }))
      .rejects('flat-rate-of-nothing', { category: 'overheads', over: ['equipment'], currency: 'USD' });
  });

  test('says what actual costs were, without a quantity', () => {
    given(grantWith({ budget }))
      .when('expenditure.submit', report([{ category: 'equipment' }]))
      .rejects('report-amount-missing', { category: 'equipment' })
      .when('expenditure.submit', report([{ ...line('equipment', '1'), quantity: '3' }]))
      .rejects('quantity-not-needed', { category: 'equipment', basis: 'actual' });
  });

  test('is accepted at a flat rate of what is accepted', () => {
    given(grantWith({ budget }), after('expenditure.submit', report([line('equipment', '100'), { category: 'overheads' }])))
      .when('expenditure.accept', accept('r-1', [line('equipment', '50'), line('overheads', '18')]), beto)
      .rejects('cost-basis-differs', {
        category: 'overheads',
        basis: 'flat-rate',
        currency: 'USD',
        stated: '18.00',
        found: '9.00',
      })
      .when('expenditure.accept', accept('r-1', [line('equipment', '50'), line('overheads', '9')]), beto)
      .gives('expenditure.accepted', { total: usd('59'), budgeted: true });
  });

  test('has a lump sum accepted whole or not at all, and as it is agreed on the day', () => {
    const inFull = { category: 'manual', amount: usd('46') };
    given(grantWith({ budget }), after('expenditure.submit', report([{ category: 'manual' }])))
      .when('expenditure.accept', accept('r-1', [line('manual', '20')]), beto)
      .rejects('cost-basis-differs', {
        category: 'manual',
        basis: 'lump-sum',
        currency: 'USD',
        stated: '20.00',
        found: '46.00',
      })
      .when('expenditure.disallow', disallowed('r-1', 'x-1', { amount: usd('20') }), beto)
      .rejects('lump-sum-divided', { category: 'manual', currency: 'USD', whole: '46.00', asked: '20.00' })
      .when('expenditure.disallow', disallowed('r-1', 'x-1', { amount: usd('46') }), beto)
      .gives('expenditure.disallowed', { of: 'reported', total: usd('46') })
      .and(after('expenditure.submit', report([{ category: 'manual' }], { reportId: 'r-2' })))
      .when('expenditure.accept', accept('r-2'), beto)
      .gives('expenditure.accepted', { lines: [{ ...inFull, earmark: 'none' }] });
    const dearer = [{ ...budget[0]!, amount: usd('299') }, budget[1]!, { ...budget[2]!, amount: usd('47.18') }, budget[3]!];
    given(grantWith({ budget }), after('expenditure.submit', report([{ category: 'manual' }])))
      .and(after('grant.amend', { grantId: 'g-1', budget: dearer }))
      .when('expenditure.accept', accept('r-1'), beto)
      .rejects('cost-basis-differs', {
        category: 'manual',
        basis: 'lump-sum',
        currency: 'USD',
        stated: '46.00',
        found: '47.18',
      });
  });

  test('has a lump sum accepted once, whatever the tolerance of the fund, until it is disallowed', () => {
    const twice = { grant: 'g-1', category: 'manual', currency: 'USD', accepted: '46.00' };
    const again = report([{ category: 'manual' }], { reportId: 'r-2' });
    const first = given(grantWith({ budget }), after('expenditure.submit', report([{ category: 'manual' }])))
      .and(after('expenditure.submit', again), after('expenditure.accept', accept('r-1'), beto))
      .when('expenditure.submit', { ...again, reportId: 'r-3' })
      .rejects('lump-sum-accepted', twice)
      .when('expenditure.accept', accept('r-2'), beto)
      .rejects('lump-sum-accepted', twice)
      .and(after('expenditure.disallow', disallowed('r-1', 'x-1'), beto));
    const disallowedAt = first.book.events(fundId).length;
    first
      .and(after('expenditure.accept', accept('r-2'), beto))
      .when('event.reverse', { position: disallowedAt })
      .rejects('not-reversible', { position: disallowedAt, type: 'expenditure.disallowed', because: 'later-events' })
      .and(after('expenditure.appeal', { reportId: 'r-1', disallowanceId: 'x-1', grounds: 'Here it is.' }))
      .when('expenditure.decide-appeal', { reportId: 'r-1', disallowanceId: 'x-1', upheld: true }, { actor: 'dora' })
      .rejects('lump-sum-accepted', twice)
      .when('expenditure.decide-appeal', { reportId: 'r-1', disallowanceId: 'x-1', upheld: false }, { actor: 'dora' })
      .gives('expenditure.appeal-decided', { upheld: false });
  });

  test('lies within the dates of the grant', () => {
    given(grantWith({ startsOn: '2026-01-15', endsOn: '2026-02-15' }))
      .when('expenditure.submit', report([line('equipment', '1')]))
      .rejects('period-before', { thing: 'grant', id: 'g-1', start: '2026-01-01', startsOn: '2026-01-15' })
      .when('expenditure.submit', report([line('equipment', '1')], { periodStart: '2026-01-15' }))
      .rejects('period-after', { thing: 'grant', id: 'g-1', end: '2026-02-28', endsOn: '2026-02-15' });
  });
});

describe('a category beyond its budget', () => {
  const tolerant = grantWith({ budget }, { categoryTolerance: '10' });

  test('is flagged in the report', () => {
    given(grantWith({ budget }))
      .when('expenditure.submit', report([line('equipment', '330.01')]))
      .gives('expenditure.submitted', { overBudget: [{ ...line('equipment', '330.01'), budget: usd('300') }] });
  });

  test('is accepted within the tolerance of the fund, over all reports, and not beyond it', () => {
    given(tolerant, after('expenditure.submit', report([line('equipment', '330')])))
      .and(after('expenditure.accept', accept('r-1'), beto))
      .and(after('expenditure.submit', report([line('equipment', '0.01')], { reportId: 'r-2' })))
      .when('expenditure.accept', accept('r-2'), beto)
      .rejects('category-exceeds-budget', {
        grant: 'g-1',
        category: 'equipment',
        currency: 'USD',
        accepted: '330.01',
        budget: '300.00',
        tolerance: '10',
        missing: '0.01',
      })
      .and(
        after(
          'expenditure.disallow',
          {
            reportId: 'r-1',
            disallowanceId: 'x-1',
            lines: [{ category: 'equipment', amount: usd('5'), reason: 'ineligible' }],
          },
          beto,
        ),
      )
      .when('expenditure.accept', accept('r-2'), beto)
      .posts(
        'Dr expense:none:equipment 0.01 USD',
        'Cr payable:g-1 0.01 USD',
        'Dr accepted:g-1:equipment 0.01 USD',
        'Cr memo-contra:accepted 0.01 USD',
      );
  });
});

describe('a report in the currency of the CSO', () => {
  const rate = (date: string) => ({ rate: '0.00025', source: 'Banco de la República', date });
  const reporting = { currency: 'COP', rateRule: 'report-date-rate' };
  const inPesos = report([{ category: 'equipment', amount: cop('400000.00') }], { documentDate: '2026-03-01' });

  test('is worth in the fund’s what it is at the rate that the grant agrees on', () => {
    given(grantWith({ reporting }))
      .when('expenditure.submit', { ...inPesos, rate: rate('2026-03-01') })
      .gives('expenditure.submitted', {
        lines: [{ ...line('equipment', '100'), own: cop('400000.00') }],
        rate: rate('2026-03-01'),
      })
      .when('expenditure.submit', { ...inPesos, reportId: 'r-2', rate: rate('2026-02-28') })
      .rejects('rate-of-another-day', { rule: 'report-date-rate', date: '2026-02-28', expected: '2026-03-01' })
      .when('expenditure.submit', { ...inPesos, reportId: 'r-2' })
      .rejects('rate-missing', { currency: 'COP', home: 'USD' })
      .when('expenditure.submit', report([line('equipment', '1')], { reportId: 'r-2', rate: rate('2026-03-01') }))
      .rejects('rate-not-needed', { currency: 'USD' })
      .when(
        'expenditure.submit',
        report([{ category: 'x', amount: cop('1.00') }], { reportId: 'r-2', rate: rate('2026-03-02') }),
      )
      .rejects('home-value-zero', { ...cop('1.00'), rate: '0.00025', home: 'USD' });
  });

  test('needs a grant that agrees on it', () => {
    given(grantWith({}))
      .when('expenditure.submit', { ...inPesos, rate: rate('2026-03-01') })
      .rejects('currency-mismatch', { currency: 'COP', thing: 'grant', id: 'g-1', expected: 'USD' });
  });

  test('takes no rate from after its period, by other rules', () => {
    given(grantWith({ reporting: { currency: 'COP', rateRule: 'average-of-payments' } }))
      .when('expenditure.submit', { ...inPesos, rate: rate('2026-03-01') })
      .rejects('rate-of-another-day', { rule: 'average-of-payments', date: '2026-03-01', expected: '2026-02-28' });
  });

  describe('whose difference from the rate of the advance the fund bears', () => {
    const fundBears = { reporting: { ...reporting, differenceBorneBy: 'fund' } };
    const inPesos4 = (advanceRate: string) => ({
      ...inPesos,
      rate: rate('2026-03-01'),
      advanceRate: { ...rate('2026-01-15'), rate: advanceRate },
    });
    const advancedAnd = (advanceRate: string, terms: Readonly<Record<string, unknown>> = fundBears, amount = '300') => [
      ...grantWith(terms),
      ...paid('d-1', anAdvance(amount)),
      after('expenditure.submit', inPesos4(advanceRate), { actor: 'cora' }),
    ];
    const accept = { reportId: 'r-1' };

    test('settles what the advance was worth: a loss is of the fund', () => {
      given(advancedAnd('0.0003'))
        .when('expenditure.accept', accept)
        .gives('expenditure.accepted', {
          total: usd('100'),
          clearsAdvance: usd('120'),
          toPayable: usd('0'),
          exchange: { kind: 'loss', amount: usd('20') },
        })
        .posts(
          'Dr expense:none:equipment 100.00 USD',
          'Dr fx-loss 20.00 USD',
          'Cr advance:g-1 120.00 USD',
          'Dr unaccepted:g-1:exchange 20.00 USD',
          'Cr memo-contra:unaccepted 20.00 USD',
        )
        .and(after('expenditure.accept', accept), reversed('expenditure.accepted'))
        .leaves({ 'advance:g-1': '300.00', 'fx-loss': '0.00' });
    });

    test('leaves a gain to the fund, of what the advance pays', () => {
      given(advancedAnd('0.0002'))
        .when('expenditure.accept', accept)
        .posts(
          'Dr expense:none:equipment 100.00 USD',
          'Cr fx-gain 20.00 USD',
          'Cr advance:g-1 80.00 USD',
          'Cr unaccepted:g-1:exchange 20.00 USD',
          'Dr memo-contra:unaccepted 20.00 USD',
        );
      given(advancedAnd('0.0002', fundBears, '50'))
        .when('expenditure.accept', accept)
        .posts(
          'Dr expense:none:equipment 100.00 USD',
          'Cr fx-gain 10.00 USD',
          'Cr advance:g-1 50.00 USD',
          'Cr payable:g-1 40.00 USD',
          'Cr unaccepted:g-1:exchange 10.00 USD',
          'Dr memo-contra:unaccepted 10.00 USD',
        );
    });

    test('is borne by the earmarks of the grant, as its costs are, where the policy says so', () => {
      const funding = [
        { earmark: 'none', window: 'general', amount: usd('400') },
        { earmark: 'water', window: 'general', amount: usd('200') },
      ];
      given(
        ...aFund({ policy: { exchangeResult: 'earmark' }, currencies: ['EUR', 'COP'] }),
        funded('1000'),
        funded('300', { contributionId: 'c-2', earmark: 'water' }),
        allocated('800'),
        allocated('200', { earmark: 'water' }),
        anActivity,
        signed('600', { ...fundBears, funding }),
        paid('d-1', anAdvance('300')),
        after('expenditure.submit', inPesos4('0.0003'), { actor: 'cora' }),
      )
        .when('expenditure.accept', accept)
        .gives('expenditure.accepted', {
          exchange: { kind: 'loss', amount: usd('20'), restricted: [{ earmark: 'water', amount: usd('6.67') }] },
        })
        .posts(
          'Dr expense:none:equipment 66.67 USD',
          'Dr expense:water:equipment 33.33 USD',
          'Dr fx-loss 13.33 USD',
          'Dr fx-loss:water 6.67 USD',
          'Cr advance:g-1 120.00 USD',
          'Dr unaccepted:g-1:exchange 20.00 USD',
          'Cr memo-contra:unaccepted 20.00 USD',
        );
    });

    test('makes no loss beyond the advance, and none of a part that is not accepted', () => {
      given(advancedAnd('0.0003', fundBears, '110'))
        .when('expenditure.accept', { ...accept, lines: [line('equipment', '50')] })
        .gives('expenditure.accepted', { clearsAdvance: usd('60'), exchange: { kind: 'loss', amount: usd('10') } })
        .when('expenditure.accept', accept)
        .gives('expenditure.accepted', { clearsAdvance: usd('50'), toPayable: usd('0'), exchange: undefined });
    });

    test('needs a grant that says so, and a rate from before the end of the period', () => {
      given(grantWith({ reporting }))
        .when('expenditure.submit', inPesos4('0.0003'))
        .rejects('difference-not-borne', { grant: 'g-1' });
      given(grantWith(fundBears))
        .when('expenditure.submit', { ...inPesos4('0.0003'), advanceRate: rate('2026-03-01') })
        .rejects('rate-of-another-day', { rule: 'payment-rate', date: '2026-03-01', expected: '2026-02-28' });
    });
  });
});
