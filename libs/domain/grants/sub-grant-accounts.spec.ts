import { describe, test } from '@jest/globals';
import { instant } from '#kernel/time';
import {
  type Step,
  aFund,
  aGrantOf600,
  after,
  allocated,
  anActivity,
  eur,
  funded,
  given,
  reversed,
  signed as grantSigned,
  submitted,
  usd,
} from '../../../test/support/given.js';

const beto = { actor: 'beto' };
const terms = { subGrantId: 's-1', grantId: 'g-1', partner: 'coop', amount: usd('200') };
const signed = (more: object = {}): Step => after('sub-grant.sign', { ...terms, ...more });
const budget = [
  { category: 'wages', amount: usd('120') },
  { category: 'tools', amount: usd('80') },
];
const move = (name: string, body: object, actor = 'ana', subGrantId = 's-1'): Step =>
  after(`sub-grant.${name}`, { subGrantId, ...body }, { actor });
const of = (body: object, subGrantId = 's-1') => ({ subGrantId, ...body });
const wages = (amount: string) => ({ lines: [{ category: 'wages', amount: usd(amount) }] });
const inWages = (amount: string) => [{ category: 'wages', amount: usd(amount) }];
const ruled = (policy: object): readonly Step[] => [
  ...aFund({ policy }),
  ...funded('1000'),
  allocated('800'),
  ...anActivity,
  grantSigned('600'),
];
const later =
  (day: string): Step =>
  (book) => {
    book.clock = instant(`${day}T17:00:00.000000Z`);
  };

describe('a sub-grant amended', () => {
  test('grows into what the grant has left, and shrinks to what is out', () => {
    given(aGrantOf600, signed(), move('pay', { amount: usd('150') }))
      .when('sub-grant.amend', of({ amount: usd('600.01') }))
      .rejects('sub-grants-exceed-grant', { grant: 'g-1', currency: 'USD', requested: '400.01', room: '400.00' })
      .when('sub-grant.amend', of({ amount: usd('149.99') }))
      .rejects('sub-grant-below-paid', { subGrant: 's-1', currency: 'USD', amount: '149.99', paid: '150.00' })
      .when('sub-grant.amend', of({ amount: usd('250'), agreement: 'Otrosí 1' }))
      .gives('sub-grant.amended', {
        grant: 'g-1',
        partner: 'coop',
        agreement: 'Otrosí 1',
        amount: usd('250'),
        change: usd('50'),
        home: usd('250'),
        homeChange: usd('50'),
      })
      .posts(
        'Dr memo:subgrant-signed:g-1:s-1 50.00 USD',
        'Cr memo-contra:subgrant-signed 50.00 USD',
        'Dr subgranted:g-1 50.00 USD',
        'Cr memo-contra:subgranted 50.00 USD',
      )
      .when('sub-grant.amend', of({ amount: usd('150') }))
      .gives('sub-grant.amended', { change: usd('-100') })
      .leaves({ 'subgranted:g-1': '150.00', 'memo:subgrant-signed:g-1:s-1': '150.00' })
      .when('sub-grant.amend', of({ amount: usd('150') }))
      .writesNothing();
  });

  test('in another currency adds at its rate, and takes away its part of what it was worth', () => {
    given(aGrantOf600, signed({ amount: eur('100'), rate: { rate: '1.1', source: 'ECB', date: '2026-02-27' } }))
      .when('sub-grant.amend', of({ amount: eur('150') }))
      .rejects('rate-missing', { currency: 'EUR', home: 'USD' })
      .when('sub-grant.amend', of({ amount: eur('150'), rate: { rate: '1.2', source: 'ECB', date: '2026-02-27' } }))
      .gives('sub-grant.amended', { home: usd('170'), homeChange: usd('60') })
      .when('sub-grant.amend', of({ amount: eur('75') }))
      .gives('sub-grant.amended', { home: usd('85'), homeChange: usd('-85') })
      .when('sub-grant.amend', of({ amount: usd('75') }))
      .rejects('currency-mismatch', { currency: 'USD', thing: 'sub-grant', id: 's-1', expected: 'EUR' });
  });

  test('changes its dates within those of the grant, its instalments and its budget', () => {
    const dated = [...ruled({}).slice(0, -1), grantSigned('600', { startsOn: '2026-01-01', endsOn: '2026-12-31' })];
    const inTwo = [
      { id: 'first', amount: usd('150'), dueDate: '2026-03-01' },
      { id: 'last', amount: usd('50'), dueDate: '2026-09-01' },
    ];
    given(dated, signed())
      .when('sub-grant.amend', of({ endsOn: '2027-01-31' }))
      .rejects('period-after', { thing: 'grant', id: 'g-1', end: '2027-01-31', endsOn: '2026-12-31' })
      .when('sub-grant.amend', of({ startsOn: '2025-12-31' }))
      .rejects('period-before', { thing: 'grant', id: 'g-1', start: '2025-12-31', startsOn: '2026-01-01' })
      .when('sub-grant.amend', of({ startsOn: '2026-06-01', endsOn: '2026-05-01' }))
      .rejects('period-reversed', { start: '2026-06-01', end: '2026-05-01' })
      .when('sub-grant.amend', of({ instalments: inTwo.slice(0, 1) }))
      .rejects('instalments-do-not-sum', { currency: 'USD', instalments: '150.00', grant: '200.00' })
      .when('sub-grant.amend', of({ budget: budget.slice(0, 1) }))
      .rejects('budget-does-not-sum', { currency: 'USD', budget: '120.00', grant: '200.00' })
      .when('sub-grant.amend', of({ endsOn: '2026-11-30', instalments: inTwo, budget }))
      .gives('sub-grant.amended', { change: usd('0'), endsOn: '2026-11-30', instalments: inTwo, budget })
      // Less money needs the plan and the budget anew.
      .when('sub-grant.amend', of({ amount: usd('150') }))
      .rejects('instalments-do-not-sum', { currency: 'USD', instalments: '200.00', grant: '150.00' });
  });

  test('keeps the categories in which something was reported, and has none where it was reported as a whole', () => {
    given(aGrantOf600, signed({ budget }), move('report', wages('50')))
      .when('sub-grant.amend', of({ budget: [{ category: 'tools', amount: usd('200') }] }))
      .rejects('sub-grant-category-unknown', { subGrant: 's-1', category: 'wages', known: ['tools'] });
    given(aGrantOf600, signed(), move('report', { amount: usd('50') }))
      .when('sub-grant.amend', of({ budget }))
      .rejects('sub-grant-reported-whole', { subGrant: 's-1', currency: 'USD', reported: '50.00' });
  });

  test('is undone in turn, while what it added is not out', () => {
    const more = [...aGrantOf600, signed(), move('amend', { amount: usd('250') })];
    given(more, reversed('sub-grant.amended')).leaves({ 'subgranted:g-1': '200.00', 'memo:subgrant-signed:g-1:s-1': '200.00' });
    const position = given(more).book.events('fund-1').length;
    given(more, move('pay', { amount: usd('220') }))
      .when('event.reverse', { position })
      .rejects('not-reversible', { position, type: 'sub-grant.amended', because: 'later-events' });
    given(more, move('amend', { endsOn: '2026-12-31' }))
      .when('event.reverse', { position })
      .rejects('not-reversible', { position, type: 'sub-grant.amended', because: 'later-events' });
  });
});

describe('the accounts of a sub-grant', () => {
  test('are by category where it has a budget, and as a whole elsewhere', () => {
    given(aGrantOf600, signed({ budget }), move('pay', { amount: usd('150') }))
      .when('sub-grant.report', of({ amount: usd('50') }))
      .rejects('sub-grant-by-category', { subGrant: 's-1', known: ['wages', 'tools'] })
      .when('sub-grant.report', of({ lines: [{ category: 'travel', amount: usd('5') }] }))
      .rejects('sub-grant-category-unknown', { subGrant: 's-1', category: 'travel', known: ['wages', 'tools'] })
      .when('sub-grant.report', of(wages('50')))
      .gives('sub-grant.reported', { amount: usd('50'), lines: inWages('50') })
      .when('sub-grant.accept', of({ lines: [{ category: 'tools', amount: usd('10') }] }), beto)
      .rejects('sub-grant-exceeded', { subGrant: 's-1', step: 'accepted', currency: 'USD', requested: '10.00', room: '0.00' })
      .when('sub-grant.pay', of({ ...wages('1'), amount: usd('1') }))
      .isWrongIn('lines');
    given(aGrantOf600, signed())
      .when('sub-grant.report', of(wages('50')))
      .rejects('member-does-not-fit', { member: 'lines', move: 'reported' })
      .when('sub-grant.report', of({}))
      .rejects('sub-grant-amount-missing', { subGrant: 's-1' });
  });

  test('keep to the budget of a category, with the tolerance of the fund', () => {
    const steps = [...ruled({ categoryTolerance: '10' }), signed({ budget }), move('report', wages('140'))];
    given(steps)
      .when('sub-grant.accept', of(wages('133')), beto)
      .rejects('sub-grant-category-exceeded', {
        subGrant: 's-1',
        category: 'wages',
        currency: 'USD',
        accepted: '133.00',
        budget: '120.00',
        tolerance: '10',
        missing: '1.00',
      })
      .when('sub-grant.accept', of(wages('132')), beto)
      .gives('sub-grant.accepted', { amount: usd('132') });
  });

  test('leave out what is disallowed before its acceptance, and have it outstanding again after', () => {
    given(aGrantOf600, signed(), move('pay', { amount: usd('150') }), move('report', { amount: usd('120') }))
      .when('sub-grant.disallow', of({ amount: usd('20'), reason: 'no-evidence' }))
      .rejects('approver-is-requester', { actor: 'ana', subGrant: 's-1' })
      .when('sub-grant.disallow', of({ amount: usd('20'), reason: 'no-evidence', comment: 'No payroll' }), beto)
      .gives('sub-grant.disallowed', { of: 'reported', amount: usd('20'), reason: 'no-evidence', advance: undefined })
      .when('sub-grant.accept', of({ amount: usd('101') }), beto)
      .rejects('sub-grant-exceeded', {
        subGrant: 's-1',
        step: 'accepted',
        currency: 'USD',
        requested: '101.00',
        room: '100.00',
      })
      .and(move('accept', { amount: usd('100') }, 'beto'))
      .leaves({ 'passed-on:coop:g-1:s-1': '50.00' })
      .when('sub-grant.disallow', of({ amount: usd('100.01'), reason: 'ineligible' }), beto)
      .rejects('sub-grant-exceeded', {
        subGrant: 's-1',
        step: 'disallowed',
        currency: 'USD',
        requested: '100.01',
        room: '100.00',
      })
      .when('sub-grant.disallow', of({ amount: usd('30'), reason: 'ineligible' }), beto)
      .gives('sub-grant.disallowed', { of: 'accepted', amount: usd('30'), advance: usd('30') })
      .leaves({ 'passed-on:coop:g-1:s-1': '80.00', 'memo:subgrant-accepted:g-1:s-1': '70.00' })
      .and(move('refund', { amount: usd('60') }))
      .when('sub-grant.write-off', of({ amount: usd('20.01'), reason: 'Dissolved' }))
      .rejects('sub-grant-exceeded', {
        subGrant: 's-1',
        step: 'written-off',
        currency: 'USD',
        requested: '20.01',
        room: '20.00',
      })
      .and(move('write-off', { amount: usd('20'), reason: 'Dissolved' }))
      .when('sub-grant.close', of({}))
      .gives('sub-grant.closed', { freed: usd('110') })
      .leaves({ 'passed-on:coop:g-1:s-1': '0.00' });
  });

  test('are within the dates of the sub-grant', () => {
    given(aGrantOf600, signed({ startsOn: '2026-02-01', endsOn: '2026-02-28' }))
      .when('sub-grant.report', of({ amount: usd('5'), periodStart: '2026-01-31' }))
      .rejects('period-before', { thing: 'sub-grant', id: 's-1', start: '2026-01-31', startsOn: '2026-02-01' })
      .when('sub-grant.report', of({ amount: usd('5'), periodEnd: '2026-03-01' }))
      .rejects('period-after', { thing: 'sub-grant', id: 's-1', end: '2026-03-01', endsOn: '2026-02-28' });
  });

  test('rest on documents that are claimed once, below and under other grants', () => {
    const invoice = 'ab'.repeat(32);
    const shown = { amount: usd('5'), evidence: [invoice] };
    const papers = (sha256: string) => ({
      lines: [{ category: 'equipment', amount: usd('5'), documents: [{ number: '1', date: '2026-02-01', sha256 }] }],
    });
    const other = (subGrantId: string) => signed({ subGrantId, partner: 'bystander' });
    const claimed = (...reports: string[]) => ({ document: invoice, reports, claimed: '100.00', share: '100.00' });
    const second = grantSigned('100', { grantId: 'g-2' });
    given(aGrantOf600, second, signed(), other('s-2'), move('report', shown))
      .when('sub-grant.report', of(shown))
      .rejects('evidence-claimed', claimed('s-1'))
      .when('sub-grant.report', of(shown, 's-2'))
      .rejects('evidence-claimed', claimed('s-1'))
      .when('expenditure.submit', {
        reportId: 'r-2',
        grantId: 'g-2',
        periodStart: '2026-01-01',
        periodEnd: '2026-02-28',
        ...papers(invoice),
      })
      .rejects('evidence-claimed', claimed('s-1'))
      // The payee accounts for the same cost to the fund; what was reported by mistake is free for the other.
      .and(submitted('r-1', '5', papers(invoice)), reversed('sub-grant.reported'))
      .when('sub-grant.report', of(shown, 's-2'))
      .givesEach(['sub-grant.reported'], ['evidence.claimed', { report: 's-2', grant: 'g-1', level: 'sub-grant' }]);
    given(aGrantOf600, second, signed(), submitted('r-2', '5', { grantId: 'g-2', ...papers(invoice) }))
      .when('sub-grant.report', of(shown))
      .rejects('evidence-claimed', claimed('r-2'));
  });
});

describe('a further payment below', () => {
  test('is refused while one to the same organisation is overdue, under whatever sub-grant', () => {
    const steps = [...ruled({ advances: { dueDays: 30 } }), signed(), signed({ subGrantId: 's-2' })];
    given(steps, move('pay', { amount: usd('100') }), later('2026-04-15'))
      .when('sub-grant.pay', of({ amount: usd('10') }, 's-2'))
      .rejects('sub-grant-overdue', {
        partner: 'coop',
        subGrant: 's-1',
        currency: 'USD',
        outstanding: '100.00',
        dueOn: '2026-04-01',
        date: '2026-04-15',
      })
      .and(move('report', { amount: usd('100') }), move('accept', { amount: usd('100') }, 'beto'))
      .when('sub-grant.pay', of({ amount: usd('10') }, 's-2'))
      .gives('sub-grant.paid', { advance: usd('10'), dueOn: '2026-05-15' });
  });

  test('is refused while one to an entry that was merged into it is overdue', () => {
    const twin = { partnerId: 'coop-2', name: 'The cooperative', kind: 'cooperative' };
    given(ruled({ advances: { dueDays: 30 } }), after('partner.register', twin, {}, 'registry'))
      .and(signed(), signed({ subGrantId: 's-2', partner: 'coop-2' }), move('pay', { amount: usd('100') }))
      .and(after('partner.merge', { partnerId: 'coop', into: 'coop-2', ground: 'same-organisation' }, {}, 'registry'))
      .and(later('2026-04-15'))
      .when('sub-grant.pay', of({ amount: usd('10') }, 's-2'))
      .rejects('sub-grant-overdue', {
        partner: 'coop-2',
        subGrant: 's-1',
        currency: 'USD',
        outstanding: '100.00',
        dueOn: '2026-04-01',
        date: '2026-04-15',
      });
  });

  test('is refused while more than the set share is outstanding, and is no advance where the cost was accepted before', () => {
    given(ruled({ advances: { mostOutstanding: '30' } }), signed(), move('pay', { amount: usd('100') }))
      .and(move('report', { amount: usd('110') }), move('accept', { amount: usd('60') }, 'beto'))
      .when('sub-grant.pay', of({ amount: usd('10') }))
      .rejects('sub-grant-advance-outstanding', {
        subGrant: 's-1',
        currency: 'USD',
        outstanding: '40.00',
        paid: '100.00',
        share: '40.00',
        most: '30',
      })
      .and(move('accept', { amount: usd('50') }, 'beto'))
      .when('sub-grant.pay', of({ amount: usd('10') }))
      .gives('sub-grant.paid', { amount: usd('10'), advance: undefined, dueOn: undefined });
  });

  test('is refused to an organisation whose suspension stops payments', () => {
    const suspended = after(
      'partner.suspend',
      { partnerId: 'coop', effect: 'payments', reason: 'irregularities' },
      {},
      'registry',
    );
    given(aGrantOf600, signed(), suspended)
      .when('sub-grant.pay', of({ amount: usd('10') }))
      .rejects('partner-suspended', { partner: 'coop', effect: 'payments' });
  });
});

test('a grant is neither settled nor closed while what it passed on is not accounted for', () => {
  const owing = { grant: 'g-1', count: 1, subGrants: ['s-1'] };
  given(aGrantOf600, signed(), move('pay', { amount: usd('100') }))
    .when('grant.settle', { grantId: 'g-1' }, beto)
    .rejects('sub-grants-outstanding', owing)
    .when('grant.close', { grantId: 'g-1' })
    .rejects('sub-grants-outstanding', owing)
    .and(move('refund', { amount: usd('100') }))
    .when('grant.settle', { grantId: 'g-1' }, beto)
    .gives('grant.settled', { change: usd('-600') });
});
