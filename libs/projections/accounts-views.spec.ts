import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { bookId, registryBook, streamName } from '#kernel/ids';
import { instant, localDate } from '#kernel/time';
import { type TestDatabase, testDatabase } from '../../test/support/database.js';
import {
  type Step,
  aFund,
  after,
  allocated,
  anActivity,
  anAdvance,
  ecb,
  eur,
  fundId,
  funded,
  lastOf,
  signed,
  usd,
} from '../../test/support/given.js';
import { putEvents } from '../../test/support/journal.js';
import { MemoryBook } from '../../test/support/memory-book.js';
import { advanceAgeing } from './advance-ageing.js';
import { auditCertificates } from './audit-register.js';
import { disbursement } from './disbursement-register.js';
import { expenditureReport, expenditureReports } from './expenditure-register.js';
import { paymentTimes } from './payment-times.js';
import { grantSheet } from './grant-sheet.js';
import { refunds } from './refund-register.js';
import { Projector } from './runner.js';

/** What happens on a day: its value date, and what the clock says at its noon. */
const on =
  (day: string, ...steps: readonly (Step | readonly Step[])[]): Step =>
  (book) => {
    book.clock = instant(`${day}T17:00:00.000000Z`);
    for (const step of steps.flat()) step(book);
  };
const ana = { actor: 'ana' };
const beto = { actor: 'beto' };
const asked = (disbursementId: string, grantId: string, amount: string) =>
  after('disbursement.request', { disbursementId, grantId, ...anAdvance(amount) }, ana);
const agreed = (disbursementId: string, actor: string) => after('disbursement.approve', { disbursementId }, { actor });
const account = { partnerId: 'cso', account: 'usd-1' };
const confirmed: Step = (book) => {
  const numbered = { ...account, currency: 'USD', country: 'CO', number: '031-123456', bank: 'Banco' };
  after('payee-account.propose', numbered, { actor: 'luz' }, registryBook)(book);
  after('payee-account.confirm', account, beto, registryBook)(book);
};
const paid = (disbursementId: string, more: Readonly<Record<string, unknown>> = {}) =>
  after('disbursement.pay', { disbursementId, bankAccount: 'main', ...more }, ana);

/**
 * Two grants of one payee, whose advances are to be accounted for within 60 days and of which those above 200 need two
 * persons. January: 300 asked for, paid in two parts in February. March: 100 of another grant. April: 180 accepted of a
 * report of 200, of which 20 are disallowed; June: 30 of what was accepted, too, of which half comes back.
 */
const story: readonly Step[] = [
  on(
    '2026-01-05',
    aFund({ policy: { advances: { dueDays: 60 }, approvals: { twoAbove: usd('200') } } }),
    funded('1000'),
    allocated('800'),
    anActivity,
    signed('600'),
    signed('150', { grantId: 'g-2' }),
  ),
  on('2026-01-10', asked('d-1', 'g-1', '300')),
  on('2026-01-12', agreed('d-1', 'beto'), agreed('d-1', 'carla')),
  on('2026-02-01', paid('d-1', { amount: usd('200'), bankReference: 'TX 1' })),
  on('2026-02-20', paid('d-1')),
  on('2026-03-01', asked('d-2', 'g-2', '100'), agreed('d-2', 'beto')),
  on('2026-03-11', confirmed, paid('d-2')),
  on(
    '2026-04-01',
    after(
      'expenditure.submit',
      {
        reportId: 'r-1',
        grantId: 'g-1',
        periodStart: '2026-02-01',
        periodEnd: '2026-03-31',
        lines: [
          {
            category: 'pipes',
            amount: usd('150'),
            documents: [{ number: 'F-1', date: '2026-02-11', sha256: 'a'.repeat(64), supplier: 'Juan Pérez' }],
          },
          { category: 'travel', amount: usd('50') },
        ],
      },
      ana,
    ),
    after(
      'expenditure.question',
      { reportId: 'r-1', lines: [{ category: 'travel', reason: 'no-evidence', comment: '¿Y?' }] },
      beto,
    ),
  ),
  on(
    '2026-04-10',
    after('expenditure.answer', { reportId: 'r-1', lines: [{ category: 'travel', answer: 'Perdido.' }] }, ana),
    after(
      'expenditure.disallow',
      { disallowanceId: 'x-1', reportId: 'r-1', lines: [{ category: 'travel', amount: usd('20'), reason: 'no-evidence' }] },
      beto,
    ),
    after('expenditure.accept', { reportId: 'r-1' }, beto),
  ),
  on(
    '2026-06-01',
    after(
      'expenditure.disallow',
      { disallowanceId: 'x-2', reportId: 'r-1', of: 'accepted', lines: [{ category: 'travel', reason: 'claimed-before' }] },
      beto,
    ),
    after('refund.claim', { refundId: 'f-1', grantId: 'g-2', amount: usd('40') }, ana),
    after('audit.record', {
      certificateId: 'q-1',
      grantId: 'g-1',
      auditor: 'bystander',
      opinion: 'qualified',
      periodStart: '2026-02-01',
      periodEnd: '2026-05-31',
      sha256: 'b'.repeat(64),
      findings: 'Una firma.',
    }),
  ),
  on(
    '2026-06-05',
    after(
      'refund.receive',
      {
        refundId: 'r-1',
        amount: eur('12'),
        bankAccount: 'euros',
        rate: ecb('1.25'),
        bankReference: 'IN 1',
        interest: { interestId: 'i-1', amount: eur('2') },
      },
      ana,
    ),
    after('refund.receive', {
      refundId: 'f-2',
      grantId: 'g-1',
      amount: usd('1'),
      bankAccount: 'main',
      interest: { interestId: 'i-2', amount: usd('0.50') },
    }),
    (book) => after('event.reverse', { position: lastOf(book, 'interest.received') })(book),
    after('refund.write-off', { refundId: 'f-1', amount: usd('40'), reason: 'Disuelta.' }, beto),
    (book) => after('event.reverse', { position: lastOf(book, 'audit.recorded') })(book),
  ),
];

let database: TestDatabase;
let pool: pg.Pool;
const book = new MemoryBook();
beforeAll(async () => {
  database = await testDatabase();
  pool = new pg.Pool({ connectionString: database.appUrl, max: 4 });
  for (const step of story) step(book);
  await putEvents(database.adminUrl, [...book.events(registryBook), ...book.events(fundId)]);
  await new Projector(pool).sweep();
});
afterAll(async () => {
  await pool.end();
  await database.close();
});

const none = usd('0');
const bucketed = (amounts: Record<string, string>) =>
  ['0-30', '31-60', '61-90', '91-180', '>180'].map((days) => ({ days, amount: usd(amounts[days] ?? '0') }));

describe('how old outstanding advances are', () => {
  test('is told as of a day, by payee, grant and payment, and what is overdue then', async () => {
    const { payees, grants, payments, ...all } = (await advanceAgeing(pool, fundId, { asOf: localDate('2026-04-09') }))!;
    const outstanding = {
      outstanding: usd('400'),
      overdue: usd('200'),
      buckets: bucketed({ '0-30': '100', '31-60': '100', '61-90': '200' }),
    };
    expect(all).toEqual({ position: book.events(fundId).length, asOf: '2026-04-09', ...outstanding });
    expect(payees).toEqual([{ payee: 'cso', ...outstanding }]);
    expect(grants.map(({ grantId, overdue }) => [grantId, overdue])).toEqual([
      ['g-1', usd('200')],
      ['g-2', none],
    ]);
    expect(payments).toEqual([
      {
        position: 13,
        disbursementId: 'd-1',
        grantId: 'g-1',
        payee: 'cso',
        paidOn: '2026-02-01',
        dueOn: '2026-04-02',
        days: 67,
        paid: usd('200'),
        outstanding: usd('200'),
        overdue: true,
      },
      expect.objectContaining({ disbursementId: 'd-1', paidOn: '2026-02-20', days: 48, overdue: false }),
      expect.objectContaining({ disbursementId: 'd-2', days: 29, overdue: false }),
    ]);
  });

  test('is less once accounts are accepted, and counts refunds that are due no longer', async () => {
    const found = (await advanceAgeing(pool, fundId, { asOf: localDate('2026-12-31'), grantId: 'g-1' }))!;
    expect([found.outstanding, found.overdue]).toEqual([usd('120'), usd('120')]);
    expect(found.buckets).toEqual(bucketed({ '>180': '120' }));
    const other = (await advanceAgeing(pool, fundId, { asOf: localDate('2026-12-31'), grantId: 'g-2' }))!;
    expect(other.outstanding).toEqual(usd('60'));
  });

  test('is that of a fund', async () => {
    expect(await advanceAgeing(pool, 'fund-9')).toBeUndefined();
    const { asOf, outstanding } = (await advanceAgeing(pool, fundId, { payee: 'coop' }))!;
    expect(asOf).toMatch(/^\d{4}-\d\d-\d\d$/);
    expect(outstanding).toEqual(none);
  });
});

describe('an expenditure report', () => {
  test('says of each category what became of it, with its papers', async () => {
    const report = (await expenditureReport(pool, fundId, 'r-1'))!;
    expect(report).toMatchObject({
      status: 'accepted',
      reported: usd('200'),
      accepted: usd('150'),
      disallowed: usd('20'),
      recovered: usd('30'),
      open: none,
    });
    expect(report.lines).toEqual([
      {
        category: 'pipes',
        reported: usd('150'),
        accepted: usd('150'),
        open: none,
        question: null,
        documents: [{ number: 'F-1', date: '2026-02-11', sha256: 'a'.repeat(64), supplier: null }],
      },
      { category: 'travel', reported: usd('50'), accepted: none, open: none, question: 'answered', documents: [] },
    ]);
    expect(report.history.map(({ type, disallowance, of, total }) => [type, disallowance, of, total?.amount])).toEqual([
      ['expenditure.submitted', undefined, undefined, undefined],
      ['expenditure.questioned', undefined, undefined, undefined],
      ['expenditure.answered', undefined, undefined, undefined],
      ['expenditure.disallowed', 'x-1', 'reported', '20.00'],
      ['expenditure.accepted', undefined, undefined, '180.00'],
      ['expenditure.disallowed', 'x-2', 'accepted', '30.00'],
    ]);
  });

  test('is listed by status, grant and payee', async () => {
    const ids = async (asked: Parameters<typeof expenditureReports>[2]) =>
      (await expenditureReports(pool, fundId, asked)).items.map((each) => each.reportId);
    expect(await ids({})).toEqual(['r-1']);
    expect(await ids({ status: 'accepted', grantId: 'g-1', payee: 'cso' })).toEqual(['r-1']);
    expect(await ids({ status: 'questioned' })).toEqual([]);
    expect(await expenditureReport(pool, fundId, 'r-9')).toBeUndefined();
  });
});

test('a paper says where else it was shown: in another fund, which the rules of this one do not see', async () => {
  const [line] = (await expenditureReport(pool, fundId, 'r-1'))!.lines;
  expect(line!.documents[0]).toMatchObject({ number: 'F-1' });
  expect(line!.documents[0]).not.toHaveProperty('elsewhere');
  const elsewhere = book.events(fundId).map((each) => ({
    ...each,
    book: bookId('fund-2'),
    stream: each.stream === `fund:${fundId}` ? streamName('fund', 'fund-2') : each.stream,
  }));
  await putEvents(database.adminUrl, elsewhere);
  await new Projector(pool).sweep();
  const [again] = (await expenditureReport(pool, fundId, 'r-1'))!.lines;
  expect(again!.documents[0]!.elsewhere).toEqual([{ fund: 'fund-2', reportId: 'r-1', share: '100.00' }]);
});

test('a paper of a day outside the period of its report says so', async () => {
  const paper = { number: 'F-9', date: '2026-01-31', sha256: 'e'.repeat(64) };
  const known = book.events(fundId).length;
  after('expenditure.submit', {
    reportId: 'r-2',
    grantId: 'g-2',
    periodStart: '2026-02-01',
    periodEnd: '2026-03-31',
    lines: [{ category: 'pipes', amount: usd('5'), documents: [paper] }],
    documentDate: '2026-05-30',
  })(book);
  await putEvents(database.adminUrl, book.events(fundId).slice(known));
  await new Projector(pool).sweep();
  const report = (await expenditureReport(pool, fundId, 'r-2'))!;
  expect(report.documentDate).toBe('2026-05-30');
  expect(report.lines[0]!.documents).toEqual([{ ...paper, supplier: null, outsidePeriod: true }]);
});

test('refunds are listed with their age; what was disallowed after acceptance is under its report', async () => {
  const { items } = await refunds(pool, fundId, { asOf: localDate('2026-06-11') });
  expect(
    items.map(({ refundId, ground, days, due, received, writtenOff, outstanding }) => ({
      refundId,
      ground,
      days,
      figures: [due, received, writtenOff, outstanding].map((each) => each.amount),
    })),
  ).toEqual([
    { refundId: 'r-1', ground: 'recovered', days: 10, figures: ['30.00', '15.00', '0.00', '15.00'] },
    { refundId: 'f-1', ground: 'unspent', days: 10, figures: ['40.00', '0.00', '40.00', '0.00'] },
    { refundId: 'f-2', ground: 'unclaimed', days: 6, figures: ['0.00', '1.00', '0.00', '0.00'] },
  ]);
  const settled = await refunds(pool, fundId, { standing: 'settled', grantId: 'g-2', payee: 'cso' });
  expect(settled.items.map((each) => each.refundId)).toEqual(['f-1']);
  const first = await refunds(pool, fundId, { limit: 1 });
  expect((await refunds(pool, fundId, { limit: 1, cursor: first.next! })).items.map((each) => each.refundId)).toEqual(['f-1']);
});

test('a refund says in which currency it came, and what interest came with it, down to the events', async () => {
  const [recovered, , unclaimed] = (await refunds(pool, fundId)).items;
  expect([recovered!.interest, unclaimed!.interest]).toEqual([usd('2.50'), none]);
  const [, received, earned] = recovered!.history;
  expect(received).toMatchObject({ type: 'refund.received', amount: usd('15'), credited: eur('12'), rate: ecb('1.25') });
  expect(earned).toMatchObject({ type: 'interest.received', interestId: 'i-1', amount: usd('2.50'), credited: eur('2') });
  expect(unclaimed!.history.map(({ type, undone }) => [type, undone !== undefined])).toEqual([
    ['refund.received', false],
    ['interest.received', true],
    ['interest.reversed', false],
  ]);
  const sheet = (await grantSheet(pool, fundId, 'g-1'))!;
  expect([sheet.refunded, sheet.interest]).toEqual([usd('16'), usd('2.50')]);
  expect(sheet.interests).toEqual([
    {
      interestId: 'i-1',
      refundId: 'r-1',
      position: earned!.position,
      date: '2026-06-05',
      treatment: 'kept',
      amount: eur('2'),
      home: usd('2.50'),
    },
  ]);
});

test('days from request to payment are told by the period of the payment', async () => {
  expect(await paymentTimes(pool, fundId, { by: 'month' })).toEqual({
    position: book.events(fundId).length,
    by: 'month',
    periods: [
      { from: '2026-02-01', payments: 1, least: 41, median: 41, ninetieth: 41, most: 41 },
      { from: '2026-03-01', payments: 1, least: 10, median: 10, ninetieth: 10, most: 10 },
    ],
    waiting: { requests: 0, oldest: null },
  });
  expect((await paymentTimes(pool, fundId, { grantId: 'g-2' }))!.periods).toEqual([
    { from: '2026-01-01', payments: 1, least: 10, median: 10, ninetieth: 10, most: 10 },
  ]);
});

test('an audit certificate that was undone stays, and says so', async () => {
  const { items } = await auditCertificates(pool, fundId, { grantId: 'g-1' });
  expect(items).toEqual([expect.objectContaining({ certificateId: 'q-1', opinion: 'qualified', undone: expect.any(Number) })]);
});

test('the register tells who agreed, and each payment of an order', async () => {
  const found = (await disbursement(pool, fundId, 'd-1'))!;
  expect(found).toMatchObject({ status: 'paid', paid: usd('300'), remaining: none, approvedBy: 'carla', daysToPayment: 41 });
  expect(found.approvals).toEqual([
    { actor: 'beto', date: '2026-01-12' },
    { actor: 'carla', date: '2026-01-12' },
  ]);
  expect(found.payments.map(({ date, amount, accountsDueOn }) => [date, amount.amount, accountsDueOn])).toEqual([
    ['2026-02-01', '200.00', '2026-04-02'],
    ['2026-02-20', '100.00', '2026-04-21'],
  ]);
});

test('the register names the account to which was paid by its id, and by nothing else', async () => {
  const { payments, history } = (await disbursement(pool, fundId, 'd-2'))!;
  expect(payments.map((each) => each.payeeAccount)).toEqual([{ partner: 'cso', account: 'usd-1' }]);
  expect(history.at(-1)).toMatchObject({ type: 'disbursement.paid', payeeAccount: { partner: 'cso', account: 'usd-1' } });
  expect((await disbursement(pool, fundId, 'd-1'))!.payments.map((each) => each.payeeAccount)).toEqual([undefined, undefined]);
});
