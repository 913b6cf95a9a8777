import { describe, test } from '@jest/globals';
import {
  aFund,
  aGrantOf600,
  aReimbursement,
  accepted,
  after,
  allocated,
  anActivity,
  anAdvance,
  eur,
  funded,
  given,
  paid,
  reversed,
  signed,
  submitted,
  usd,
} from '../../../test/support/given.js';

const cost = (category: string, amount: string) => ({ category, amount: usd(amount) });
const report = {
  reportId: 'r-1',
  grantId: 'g-1',
  periodStart: '2026-01-01',
  periodEnd: '2026-02-28',
  lines: [cost('equipment', '90'), cost('wages', '60')],
};
const reported = after('expenditure.submit', report, { actor: 'ana' });
const beto = { actor: 'beto' };

describe('an expenditure report', () => {
  test('says what was spent by category, and posts nothing yet', () => {
    given(aGrantOf600)
      .when('expenditure.submit', report)
      .gives('expenditure.submitted', {
        grant: 'g-1',
        activity: 'a-1',
        payee: 'cso',
        periodStart: '2026-01-01',
        periodEnd: '2026-02-28',
        lines: [cost('equipment', '90'), cost('wages', '60')],
      })
      .posts();
  });

  test('may tell of spending before the fund began, and be dated later than it', () => {
    given(aGrantOf600)
      .when('expenditure.submit', { ...report, periodEnd: '2026-03-02', valueDate: '2026-03-01' })
      .rejects('period-not-past', { date: '2026-03-01', end: '2026-03-02' })
      .when('expenditure.submit', { ...report, periodStart: '2025-10-01', periodEnd: '2025-11-30', documentDate: '2025-12-05' })
      .gives('expenditure.submitted', { periodEnd: '2025-11-30', documentDate: '2025-12-05' });
  });

  test('may be of a period that is closed by now', () => {
    given(aGrantOf600, after('period.close', { period: '2026-01' }))
      .when('expenditure.submit', { ...report, periodEnd: '2026-01-31' })
      .gives('expenditure.submitted', { periodEnd: '2026-01-31' });
  });

  test('is submitted by the organisation that it is about, or by whoever runs the fund', () => {
    given(aGrantOf600)
      .when('expenditure.submit', report, { role: 'cso', party: 'coop', actor: 'carla' })
      .rejects('other-organisation', { partner: 'cso', party: 'coop' })
      .when('expenditure.submit', report, { role: 'cso', party: 'cso', actor: 'carla' })
      .gives('expenditure.submitted', { payee: 'cso' });
  });

  test('does not end before it starts, nor in the future', () => {
    given(aGrantOf600)
      .when('expenditure.submit', { ...report, periodStart: '2026-03-01' })
      .rejects('period-reversed', { start: '2026-03-01', end: '2026-02-28' })
      .when('expenditure.submit', { ...report, periodEnd: '2026-03-31' })
      .rejects('date-in-future', { date: '2026-03-31', today: '2026-03-02', timeZone: 'America/Bogota' });
  });

  test('is submitted once, under a grant, in the currency of the fund, each category once', () => {
    given(aGrantOf600, reported)
      .when('expenditure.submit', report)
      .rejects('id-taken', { thing: 'expenditure report', id: 'r-1' })
      .when('expenditure.submit', { ...report, reportId: 'r-2', grantId: 'g-9' })
      .rejects('not-found', { thing: 'grant', id: 'g-9' })
      .when('expenditure.submit', { ...report, reportId: 'r-2', lines: [{ category: 'wages', amount: eur('1') }] })
      .rejects('currency-mismatch', { currency: 'EUR', thing: 'grant', id: 'g-1', expected: 'USD' })
      .when('expenditure.submit', { ...report, reportId: 'r-2', lines: [cost('wages', '1'), cost('wages', '2')] })
      .isWrongIn('lines');
  });
});

describe('an acceptance', () => {
  test('clears the advance first and owes the rest', () => {
    given(aGrantOf600, paid('d-1', anAdvance('100')), reported)
      .when('expenditure.accept', { reportId: 'r-1' }, beto)
      .gives('expenditure.accepted', { total: usd('150'), clearsAdvance: usd('100'), toPayable: usd('50') })
      .posts(
        'Dr expense:none:equipment 90.00 USD',
        'Dr expense:none:wages 60.00 USD',
        'Cr advance:g-1 100.00 USD',
        'Cr payable:g-1 50.00 USD',
      );
  });

  test('may be of a part, by category', () => {
    given(aGrantOf600, reported)
      .when('expenditure.accept', { reportId: 'r-1', lines: [cost('wages', '59.99')] }, beto)
      .gives('expenditure.accepted', { total: usd('59.99'), lines: [{ ...cost('wages', '59.99'), earmark: 'none' }] });
  });

  test.each([
    ['more than was reported', cost('wages', '60.01'), '60.01', '60.00'],
    ['what was not reported', cost('travel', '1'), '1.00', '0.00'],
  ])('of %s is refused', (_, line, most, found) => {
    given(aGrantOf600, reported)
      .when('expenditure.accept', { reportId: 'r-1', lines: [line] }, beto)
      .rejects('accepted-exceeds-reported', { category: line.category, currency: 'USD', accepted: most, reported: found });
  });

  test('by who submitted it is refused', () => {
    given(aGrantOf600, reported)
      .when('expenditure.accept', { reportId: 'r-1' }, { actor: 'ana' })
      .rejects('approver-is-requester', { actor: 'ana', expenditure: 'r-1' });
  });

  test('given twice by the same person is given once; by another, or of a part, it is too late', () => {
    const facts = {
      thing: 'expenditure report',
      id: 'r-1',
      status: 'accepted',
      expected: 'submitted, answered, partly-accepted',
    };
    given(aGrantOf600, accepted('r-1', '150'))
      .when('expenditure.accept', { reportId: 'r-1' }, beto)
      .writesNothing()
      .when('expenditure.accept', { reportId: 'r-1' }, { actor: 'carla' })
      .rejects('wrong-status', facts)
      .when('expenditure.accept', { reportId: 'r-1', lines: [cost('equipment', '1')] }, beto)
      .rejects('wrong-status', facts);
  });

  test('beyond what the grant can still pay is refused with the room that is left', () => {
    given(aGrantOf600, paid('d-1'), accepted('r-1', '500'), submitted('r-2', '150'))
      // 300 cleared and 200 owed: of the 300 that are not paid yet, 100 are left.
      .when('expenditure.accept', { reportId: 'r-2' }, beto)
      .rejects('expenditure-exceeds-grant', {
        grant: 'g-1',
        currency: 'USD',
        accepted: '150.00',
        room: '100.00',
        missing: '50.00',
      });
  });

  test('of what an advance bears is given however little the grant has left to pay', () => {
    const refund = { refundId: 'f-1', grantId: 'g-1', amount: usd('600'), bankAccount: 'main' };
    // The bank takes the refund back after its money was paid again: 1200 are out on a grant of 600.
    given(aGrantOf600, paid('d-1', anAdvance('600')), after('refund.receive', refund), paid('d-2', anAdvance('600')))
      .and(reversed('refund.received'), submitted('r-1', '600'))
      .when('expenditure.accept', { reportId: 'r-1' }, beto)
      .gives('expenditure.accepted', { clearsAdvance: usd('600'), toPayable: usd('0') });
  });

  test('is borne by the earmarks of the grant in their proportion, to the cent', () => {
    const funding = [{ amount: usd('70') }, { earmark: 'water', amount: usd('50') }];
    given(aFund(), funded('70'), funded('50', { contributionId: 'c-2', earmark: 'water' }))
      .and(allocated('70'), allocated('50', { earmark: 'water' }), ...anActivity, signed('120', { funding }))
      .and(submitted('r-1', '10'))
      .when('expenditure.accept', { reportId: 'r-1' }, beto)
      .posts('Dr expense:none:equipment 5.83 USD', 'Dr expense:water:equipment 4.17 USD', 'Cr payable:g-1 10.00 USD');
  });

  test('of a report that is not there is refused', () => {
    given(aGrantOf600)
      .when('expenditure.accept', { reportId: 'r-9' }, beto)
      .rejects('not-found', { thing: 'expenditure report', id: 'r-9' });
  });
});

describe('an acceptance undone', () => {
  test('leaves the report to be accepted anew', () => {
    given(aGrantOf600, paid('d-1'), accepted('r-1', '400'), reversed('expenditure.accepted'))
      .leaves({ 'advance:g-1': '300.00', 'payable:g-1': '0.00', 'expense:none:equipment': '0.00' })
      .when('expenditure.accept', { reportId: 'r-1', lines: [cost('equipment', '350')] }, { actor: 'carla' })
      .gives('expenditure.accepted', { clearsAdvance: usd('300'), toPayable: usd('50') });
  });

  test('that was paid is refused with what it needs', () => {
    given(aGrantOf600, accepted('r-1', '100'), paid('d-1', aReimbursement('60')))
      .when('event.reverse', { position: 10 })
      .rejects('balance-too-low', { account: 'payable:g-1', currency: 'USD', needed: '100.00', available: '40.00' });
  });

  test('lets other accepted expenditure clear the advance in its place', () => {
    given(aGrantOf600, paid('d-1'), accepted('r-1', '300'), accepted('r-2', '120'))
      .when('event.reverse', { position: 13 })
      .gives('expenditure.reversed', { shifts: [{ account: 'advance:g-1', instead: 'payable:g-1', amount: usd('120') }] })
      .leaves({ 'advance:g-1': '180.00', 'payable:g-1': '0.00' });
  });

  test('after the advance came back leaves neither an advance nor a debt', () => {
    given(aGrantOf600, paid('d-1'), accepted('r-1', '300'), after('disbursement.bounce', { disbursementId: 'd-1' }))
      .and(reversed('expenditure.accepted'))
      .leaves({ 'advance:g-1': '0.00', 'payable:g-1': '0.00' })
      .when('event.reverse', { position: 13 })
      .rejects('not-reversible', { position: 13, type: 'expenditure.accepted', because: 'already-reversed' });
  });
});
