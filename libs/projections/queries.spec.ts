import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { registryBook } from '#kernel/ids';
import { minorOf } from '#kernel/money';
import { instant, localDate } from '#kernel/time';
import { type TestDatabase, testDatabase } from '../../test/support/database.js';
import {
  type Step,
  aFund,
  after,
  allocated,
  anActivity,
  committed,
  ecb,
  eur,
  fundId,
  received,
  signed,
  usd,
} from '../../test/support/given.js';
import { putEvents } from '../../test/support/journal.js';
import { MemoryBook } from '../../test/support/memory-book.js';
import { accountLedger } from './account-lines.js';
import { activitySheet, activitySheets } from './activity-sheet.js';
import { contribution, contributions, statementLines } from './contributions.js';
import { disbursement, disbursements } from './disbursement-register.js';
import { fundPosition } from './fund-position.js';
import { fundSheet, fundSheets } from './fund-sheet.js';
import { grantSheet, grantSheets } from './grant-sheet.js';
import { books, event, events, head } from './journal.js';
import type { Page } from './page.js';
import { PagingFault } from './page.js';
import { totalOf, trialBalance } from './postings.js';
import { Projector } from './runner.js';

/** What happens on a day: its value date, and what the clock says at its noon. */
const on =
  (day: string, ...steps: readonly Step[]): Step =>
  (book) => {
    book.clock = instant(`${day}T17:00:00.000000Z`);
    for (const step of steps) step(book);
  };

/**
 * A small fund in dollars. March: 1,000 of the donor for anything, 500 in euros (600 dollars) of another for water, of
 * which half comes. April: a grant of 900 out of both. May: 300 in advance, 200 of it spent; a payment that bounces.
 */
const story: readonly Step[] = [
  on('2026-03-02', ...aFund(), ...anActivity),
  on(
    '2026-03-10',
    after('contribution.pledge', { contributionId: 'c-1', contributor: 'donor', amount: usd('1200') }),
    committed('1000'),
    committed('0', {
      contributionId: 'c-2',
      contributor: 'donor-2',
      earmark: 'water',
      agreement: 'AG-7',
      amount: eur('500'),
      rate: ecb('1.2'),
    }),
    received('1100'),
    received('0', 'c-2', { amount: eur('250'), bankAccount: 'euros' }),
    after('activity.negotiate', { activityId: 'a-1' }),
  ),
  on(
    '2026-04-01',
    allocated('700'),
    allocated('300', { earmark: 'water' }),
    allocated('50', { window: 'administration' }),
    signed('900', { funding: [{ amount: usd('600') }, { earmark: 'water', amount: usd('300') }], agreement: 'G/1' }),
    after('activity.start', { activityId: 'a-1' }),
    after('cofinancing.agree', {
      cofinancingId: 'k-1',
      grantId: 'g-1',
      partner: 'coop',
      origin: 'own',
      form: 'kind',
      amount: usd('80'),
      valuation: { quantity: '40', unit: 'days', method: 'local wage' },
    }),
  ),
  on(
    '2026-05-04',
    after('disbursement.request', { disbursementId: 'd-1', grantId: 'g-1', kind: 'advance', amount: usd('300') }),
  ),
  on('2026-05-06', after('disbursement.approve', { disbursementId: 'd-1' }, { actor: 'beto' })),
  on('2026-05-11', after('disbursement.pay', { disbursementId: 'd-1', bankAccount: 'main', bankReference: 'TX 1' })),
  on('2026-05-13', after('disbursement.acknowledge', { disbursementId: 'd-1', payeeReference: 'R 1' })),
  on(
    '2026-05-20',
    after('disbursement.request', { disbursementId: 'd-2', grantId: 'g-1', kind: 'advance', amount: usd('400') }),
    after('disbursement.approve', { disbursementId: 'd-2' }, { actor: 'beto' }),
    after('disbursement.pay', { disbursementId: 'd-2', bankAccount: 'main' }),
  ),
  on('2026-05-22', after('disbursement.bounce', { disbursementId: 'd-2', bankReference: 'RET 2' })),
  on(
    '2026-06-01',
    after('expenditure.submit', {
      reportId: 'r-1',
      grantId: 'g-1',
      periodStart: '2026-04-01',
      periodEnd: '2026-05-31',
      lines: [
        { category: 'equipment', amount: usd('150') },
        { category: 'travel', amount: usd('60') },
      ],
    }),
    after(
      'expenditure.accept',
      {
        reportId: 'r-1',
        lines: [
          { category: 'equipment', amount: usd('150') },
          { category: 'travel', amount: usd('50') },
        ],
      },
      { actor: 'beto' },
    ),
    after('cofinancing.report', { cofinancingId: 'k-1', amount: usd('30') }),
    after('bank-charge.record', { bankChargeId: 'b-1', bankAccount: 'main', amount: usd('10') }),
  ),
  // Learned in June, of the end of May.
  on(
    '2026-06-02',
    after('interest.receive', { interestId: 'i-1', bankAccount: 'main', amount: usd('5'), valueDate: '2026-05-31' }),
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

/** All pages of a list, joined. */
async function all<Item>(
  list: (cursor: { cursor?: string; limit: number }) => Promise<Page<Item>>,
  limit: number,
): Promise<Item[]> {
  const found: Item[] = [];
  for (let cursor: string | undefined, first = true; first || cursor !== undefined; first = false) {
    const page: Page<Item> = await list({ limit, ...(cursor === undefined ? {} : { cursor }) });
    expect(page.items.length).toBeLessThanOrEqual(limit);
    found.push(...page.items);
    cursor = page.next;
  }
  return found;
}

const size = (): number => book.events(fundId).length;

describe('the trial balance', () => {
  test('sums to zero per set and currency, and has each account once', async () => {
    const { position, parts } = await trialBalance(pool, fundId);
    expect(position).toBe(size());
    expect(parts.map((part) => [part.set, part.currency, part.balance.amount])).toEqual([
      ['budgetary', 'USD', '0.00'],
      ['financial', 'EUR', '0.00'],
      ['financial', 'USD', '0.00'],
      ['memorandum', 'USD', '0.00'],
    ]);
    expect(parts[1]!.accounts).toEqual([
      { account: 'bank:euros', kind: 'bank', debit: eur('250'), credit: eur('0'), balance: eur('250') },
      { account: 'deferred:c-2', kind: 'deferred', debit: eur('0'), credit: eur('500'), balance: eur('-500') },
      { account: 'receivable:c-2', kind: 'receivable', debit: eur('500'), credit: eur('250'), balance: eur('250') },
    ]);
    expect(parts.map((part) => [part.debit.amount === part.credit.amount, part.debit.amount])).toContainEqual([true, '750.00']);
  });

  test.each([
    { position: 10, asOf: undefined },
    { asOf: '2026-03-31', position: undefined },
    { knownAt: '2026-03-31T00:00:00.000000Z', position: undefined },
  ])('is that of an earlier moment: %j', async ({ asOf, knownAt, position }) => {
    const moment = {
      ...(asOf === undefined ? {} : { asOf: localDate(asOf) }),
      ...(knownAt === undefined ? {} : { knownAt: instant(knownAt) }),
      ...(position === undefined ? {} : { position }),
    };
    const { parts } = await trialBalance(pool, fundId, moment);
    const accounts = parts.flatMap((part) => part.accounts);
    expect(parts.every((part) => /^0\.00$/.test(part.balance.amount))).toBe(true);
    expect(accounts.find((each) => each.account === 'bank:main')?.balance).toEqual(usd('1100'));
    expect(accounts.some((each) => each.account.startsWith('committed:'))).toBe(false);
  });

  test.each([{}, { asOf: localDate('2026-03-31') }, { position: 20 }])(
    'comes in pages, and by totals, with the same sums: %j',
    async (moment) => {
      const whole = await trialBalance(pool, fundId, moment);
      const sums = (parts: typeof whole.parts) => parts.map(({ accounts: _, ...part }) => part);
      const names = (parts: typeof whole.parts) =>
        parts.flatMap((part) => part.accounts.map((each) => `${each.account} ${part.currency}`)).toSorted();
      const found: string[] = [];
      for (let cursor: string | undefined; ;) {
        const page = await trialBalance(pool, fundId, { ...moment, limit: 3, ...(cursor === undefined ? {} : { cursor }) });
        expect(sums(page.parts)).toEqual(sums(whole.parts));
        found.push(...names(page.parts));
        cursor = page.next;
        if (cursor === undefined) break;
      }
      expect(found.toSorted()).toEqual(names(whole.parts));
      const totals = await trialBalance(pool, fundId, { ...moment, by: 'total' });
      expect(sums(totals.parts)).toEqual(sums(whole.parts));
      expect(new Set(totals.parts.flatMap((part) => part.accounts.map(({ account }) => account)))).toEqual(
        new Set(whole.parts.flatMap((part) => part.accounts.map(({ account }) => totalOf(account)))),
      );
      for (const { set, currency, accounts } of totals.parts) {
        const own = whole.parts.find((part) => part.set === set && part.currency === currency)!.accounts;
        for (const { account, balance } of accounts) {
          const summed = own.filter((each) => totalOf(each.account) === account).map((each) => minorOf(each.balance));
          expect(minorOf(balance)).toBe(summed.reduce((sum, each) => sum + each, 0n));
        }
      }
    },
  );

  test('has no page behind a cursor that is none', async () => {
    await expect(trialBalance(pool, fundId, { limit: 3, cursor: 'bank' })).rejects.toThrow(PagingFault);
  });

  test('of a book without lines is empty', async () => {
    expect(await trialBalance(pool, 'nothing')).toEqual({ book: 'nothing', position: 0, parts: [] });
  });
});

describe('the ledger of an account', () => {
  test('has its lines in order, page by page, with the balance after each', async () => {
    const expected = [
      ['contribution.received', '2026-03-10', '1100.00', '1100.00'],
      ['disbursement.paid', '2026-05-11', '-300.00', '800.00'],
      ['disbursement.paid', '2026-05-20', '-400.00', '400.00'],
      ['disbursement.bounced', '2026-05-22', '400.00', '800.00'],
      ['bank-charge.recorded', '2026-06-01', '-10.00', '790.00'],
      ['interest.received', '2026-05-31', '5.00', '795.00'],
    ];
    for (const limit of [1, 2, 5, 6, 50]) {
      // Whoever read the page before, or has read none: its sums are the same.
      for (const db of [() => pool, () => ({ query: pool.query.bind(pool) })]) {
        const lines = await all((paging) => accountLedger(db(), fundId, 'bank:main', paging), limit);
        expect(lines.map((line) => [line.type, line.valueDate, line.amount.amount, line.balance.amount])).toEqual(expected);
      }
    }
  });

  test('keeps to a moment and a currency', async () => {
    const may = await accountLedger(pool, fundId, 'bank:main', { asOf: localDate('2026-05-31') });
    expect(may.items.map((line) => line.type)).not.toContain('bank-charge.recorded');
    expect(may.items.at(-1)).toMatchObject({ type: 'interest.received', balance: usd('805') });
    expect((await accountLedger(pool, fundId, 'bank:main', { currency: 'EUR' })).items).toEqual([]);
    // A page of one list is none of another's.
    const pages = async (type?: string) =>
      (await all((paging) => accountLedger(pool, fundId, 'bank', { ...paging, ...(type ? { type } : {}) }), 1)).at(-1);
    const [whole, interest] = [await pages(), await pages('interest.received')];
    expect([whole!.balance.amount, interest!.balance.amount]).toEqual(['795.00', '5.00']);
  });

  test('carries dates as days and times to the microsecond', async () => {
    const { items } = await accountLedger(pool, fundId, 'bank:main');
    const record = book.events(fundId)[items[0]!.position - 1]!;
    expect([items[0]!.valueDate, items[0]!.recordedAt]).toEqual([record.valueDate, record.recordedAt]);
  });

  test('refuses a cursor that is none of its own', async () => {
    for (const cursor of ['', 'x', '1', '1.2.3', "1.1'", '-1.1']) {
      await expect(accountLedger(pool, fundId, 'bank:main', { cursor })).rejects.toThrow(PagingFault);
    }
    await expect(accountLedger(pool, fundId, 'bank:main', { limit: 501 })).rejects.toThrow(PagingFault);
  });
});

describe('the fund', () => {
  test('is what it was established as', async () => {
    expect(await fundSheet(pool, fundId)).toMatchObject({
      book: fundId,
      position: size(),
      name: { es: 'Fondo de prueba', en: 'Test fund' },
      homeCurrency: 'USD',
      currencies: ['USD', 'EUR'],
      startsOn: '2026-01-01',
      endsOn: null,
      status: 'open',
      closedOn: null,
      rules: { bindAt: 'signature', attribution: 'proportional', interest: 'kept' },
      earmarks: [{ id: 'water' }, { id: 'women' }],
    });
    expect((await fundSheets(pool)).items.map((each) => each.book)).toEqual([fundId]);
    expect(await fundSheet(pool, registryBook)).toBeUndefined();
  });
});

describe('the fund position', () => {
  test('says where the money is from, how far it has gone and what is in the bank', async () => {
    const position = await fundPosition(pool, fundId);
    expect(position).toMatchObject({
      book: fundId,
      position: size(),
      currency: 'USD',
      resources: usd('1605'),
      unallocated: usd('555'),
      allocated: usd('140'),
      committed: usd('200'),
      ordered: usd('400'),
      disbursed: usd('300'),
      spent: usd('10'),
      shortfall: usd('0'),
      outstandingAdvances: usd('100'),
      refundsDue: usd('0'),
      acceptedUnpaid: usd('0'),
      expense: usd('200'),
      funded: usd('1305'),
      cover: usd('395'),
      covered: usd('910'),
      coverShortfall: usd('0'),
      bank: [
        { bankAccount: 'euros', balance: eur('250') },
        { bankAccount: 'main', balance: usd('795') },
      ],
      bankCharges: [usd('10')],
    });
    expect(position!.sources).toEqual([
      {
        currency: 'EUR',
        pledged: eur('0'),
        committed: eur('500'),
        received: eur('250'),
        receivable: eur('250'),
        owedBack: eur('0'),
        interest: eur('0'),
      },
      {
        currency: 'USD',
        pledged: usd('1200'),
        committed: usd('1000'),
        received: usd('1000'),
        receivable: usd('0'),
        owedBack: usd('100'),
        interest: usd('5'),
      },
    ]);
    expect(position!.checks).toEqual({
      resources: { left: usd('1605'), right: usd('1605'), holds: true },
      funded: { left: usd('1305'), right: usd('1305'), holds: true },
    });
  });

  test('keeps earmarks apart', async () => {
    const { earmarks } = (await fundPosition(pool, fundId))!;
    expect(earmarks).toMatchObject([
      {
        earmark: 'none',
        resources: usd('1005'),
        unallocated: usd('255'),
        allocated: usd('140'),
        committed: usd('0'),
        ordered: usd('300'),
        disbursed: usd('300'),
        spent: usd('10'),
        windows: [
          { window: 'administration', allocated: usd('40') },
          { window: 'general', allocated: usd('100') },
        ],
      },
      {
        earmark: 'water',
        resources: usd('600'),
        unallocated: usd('300'),
        allocated: usd('0'),
        committed: usd('200'),
        ordered: usd('100'),
        disbursed: usd('0'),
        sources: [{ currency: 'EUR', committed: eur('500'), received: eur('250') }],
      },
    ]);
  });

  test('of an earlier moment is what the lines of then come to', async () => {
    const march = await fundPosition(pool, fundId, { asOf: localDate('2026-03-31') });
    expect(march).toMatchObject({ resources: usd('1600'), unallocated: usd('1600'), allocated: usd('0'), funded: usd('1300') });
    expect(march!.checks).toMatchObject({ resources: { holds: true }, funded: { holds: true } });
    const knew = await fundPosition(pool, fundId, {
      asOf: localDate('2026-05-31'),
      knownAt: instant('2026-06-01T23:59:59.999999Z'),
    });
    const knows = await fundPosition(pool, fundId, { asOf: localDate('2026-05-31') });
    expect([knew!.resources, knows!.resources]).toEqual([usd('1600'), usd('1605')]);
    expect((await fundPosition(pool, fundId, { position: size() }))!.bank).toEqual((await fundPosition(pool, fundId))!.bank);
  });

  test('of a book that holds no fund is not there', async () => {
    expect(await fundPosition(pool, registryBook)).toBeUndefined();
  });
});

describe('the activity sheet', () => {
  test('has the life of the activity, its partners and the money of its grants', async () => {
    const sheet = await activitySheet(pool, fundId, 'a-1');
    expect(sheet).toMatchObject({
      activityId: 'a-1',
      position: size(),
      title: { en: 'Safe water' },
      modality: 'triangular',
      status: 'started',
      plannedStart: null,
      money: {
        granted: usd('900'),
        disbursed: usd('300'),
        accepted: usd('200'),
        refunded: usd('0'),
        outstandingAdvance: usd('100'),
        cofinancing: [{ form: 'kind', agreed: usd('80'), reported: usd('30'), accepted: usd('0') }],
      },
      grants: [{ grantId: 'g-1', status: 'signed', amount: usd('900') }],
    });
    expect(sheet!.history.map((step) => [step.type, step.date])).toEqual([
      ['activity.identified', '2026-03-02'],
      ['activity.negotiated', '2026-03-10'],
      ['activity.started', '2026-04-01'],
    ]);
    expect(sheet!.partners).toMatchObject([
      { partner: 'cso', phase: 'implementation', role: 'executor', joinedOn: '2026-03-02' },
      { partner: 'coop', phase: 'implementation', role: 'executor', fiscalAgent: 'agent' },
    ]);
    expect((await activitySheets(pool, fundId, { status: 'started' })).items).toEqual([sheet]);
    expect((await activitySheets(pool, fundId, { status: 'completed' })).items).toEqual([]);
    expect(await activitySheet(pool, fundId, 'a-9')).toBeUndefined();
  });
});

describe('the grant sheet', () => {
  test('has the terms, whose money binds it and where that money stands', async () => {
    const sheet = await grantSheet(pool, fundId, 'g-1');
    expect(sheet).toMatchObject({
      grantId: 'g-1',
      activityId: 'a-1',
      payee: 'cso',
      executor: 'cso',
      agreement: 'G/1',
      status: 'signed',
      signedOn: '2026-04-01',
      amount: usd('900'),
      committed: usd('200'),
      ordered: usd('400'),
      disbursed: usd('300'),
      outstandingAdvance: usd('100'),
      payable: usd('0'),
      recoverable: usd('0'),
      reported: usd('210'),
      accepted: usd('200'),
      categories: [
        { category: 'equipment', reported: usd('150'), accepted: usd('150') },
        { category: 'travel', reported: usd('60'), accepted: usd('50') },
      ],
      cofinancing: [{ partner: 'coop', origin: 'own', form: 'kind', agreed: usd('80'), reported: usd('30') }],
    });
    expect(sheet!.lines).toEqual([
      { earmark: 'none', window: 'general', amount: usd('600'), attribution: [{ contribution: 'c-1', amount: usd('600') }] },
      { earmark: 'water', window: 'general', amount: usd('300'), attribution: [{ contribution: 'c-2', amount: usd('300') }] },
    ]);
    expect(sheet!.instalments).toHaveLength(2);
    for (const asked of [{}, { status: 'signed' }, { activityId: 'a-1' }, { payee: 'cso' }] as const) {
      expect((await grantSheets(pool, fundId, asked)).items).toEqual([sheet]);
    }
    expect((await grantSheets(pool, fundId, { payee: 'coop' })).items).toEqual([]);
    expect(await grantSheet(pool, fundId, 'g-9')).toBeUndefined();
  });
});

describe('the disbursement register', () => {
  test('says who asked, who approved, how long it took and whose money it was', async () => {
    expect(await disbursement(pool, fundId, 'd-1')).toMatchObject({
      disbursementId: 'd-1',
      grantId: 'g-1',
      activityId: 'a-1',
      payee: 'cso',
      kind: 'advance',
      amount: usd('300'),
      paid: usd('300'),
      status: 'acknowledged',
      requestedBy: 'ana',
      approvedBy: 'beto',
      requestedOn: '2026-05-04',
      approvedOn: '2026-05-06',
      paidOn: '2026-05-11',
      acknowledgedOn: '2026-05-13',
      bouncedOn: null,
      daysToPayment: 7,
      bankAccount: 'main',
      bankReference: 'TX 1',
      payeeReference: 'R 1',
      lines: [{ earmark: 'none', amount: usd('300'), attribution: [{ contribution: 'c-1', amount: usd('300') }] }],
    });
  });

  test('has a payment that bounced as ordered again', async () => {
    expect(await disbursement(pool, fundId, 'd-2')).toMatchObject({
      status: 'approved',
      paid: usd('0'),
      paidOn: null,
      bouncedOn: '2026-05-22',
      daysToPayment: null,
      bankAccount: null,
      lines: [
        { earmark: 'none', amount: usd('300') },
        { earmark: 'water', amount: usd('100') },
      ],
    });
  });

  test('lists the latest first, page by page, and by what is asked', async () => {
    const listed = await all((paging) => disbursements(pool, fundId, paging), 1);
    expect(listed.map((each) => each.disbursementId)).toEqual(['d-2', 'd-1']);
    for (const asked of [
      { status: 'acknowledged' },
      { status: 'acknowledged', grantId: 'g-1', activityId: 'a-1', payee: 'cso' },
    ] as const) {
      expect((await disbursements(pool, fundId, asked)).items.map((each) => each.disbursementId)).toEqual(['d-1']);
    }
    expect((await disbursements(pool, fundId, { payee: 'coop' })).items).toEqual([]);
    expect(await disbursement(pool, fundId, 'd-9')).toBeUndefined();
  });
});

describe('the statement of a contributor', () => {
  test('says where each contribution stands', async () => {
    expect(await contribution(pool, fundId, 'c-1')).toMatchObject({
      contributor: 'donor',
      earmark: 'none',
      status: 'committed',
      pledged: usd('1200'),
      committed: usd('1000'),
      received: usd('1100'),
      excess: usd('100'),
      funded: usd('1000'),
      interest: usd('5'),
      bound: usd('600'),
      charged: usd('10'),
      paid: usd('300'),
      refunded: usd('0'),
      free: usd('395'),
    });
    expect(await contribution(pool, fundId, 'c-2')).toMatchObject({
      agreement: 'AG-7',
      committed: eur('500'),
      homeCommitted: usd('600'),
      received: eur('250'),
      funded: usd('300'),
      bound: usd('300'),
      paid: usd('0'),
      free: usd('0'),
    });
    const listed = await all((paging) => contributions(pool, fundId, paging), 1);
    expect(listed.map((each) => each.contributionId)).toEqual(['c-1', 'c-2']);
    expect((await contributions(pool, fundId, { contributor: 'donor-2' })).items).toHaveLength(1);
    expect(await contribution(pool, fundId, 'c-9')).toBeUndefined();
  });

  test('says what its money paid for, to the cent', async () => {
    const lines = await all((paging) => statementLines(pool, fundId, { ...paging, contributor: 'donor' }), 3);
    expect(lines.map((line) => [line.kind, line.valueDate, line.amount.amount, line.grantId, line.disbursementId])).toEqual([
      ['pledged', '2026-03-10', '1200.00', null, null],
      ['committed', '2026-03-10', '1000.00', null, null],
      ['received', '2026-03-10', '1100.00', null, null],
      ['excess', '2026-03-10', '100.00', null, null],
      ['bound', '2026-04-01', '600.00', 'g-1', null],
      ['paid', '2026-05-11', '300.00', 'g-1', 'd-1'],
      ['paid', '2026-05-20', '300.00', 'g-1', 'd-2'],
      ['paid', '2026-05-22', '-300.00', 'g-1', 'd-2'],
      ['charged', '2026-06-01', '10.00', null, null],
      ['interest', '2026-05-31', '5.00', null, null],
    ]);
    const paid = await statementLines(pool, fundId, { disbursementId: 'd-2', kind: 'paid' });
    expect(paid.items.map((line) => [line.contributionId, line.type, line.home])).toEqual([
      ['c-1', 'disbursement.paid', usd('300')],
      ['c-2', 'disbursement.paid', usd('100')],
      ['c-1', 'disbursement.bounced', usd('-300')],
      ['c-2', 'disbursement.bounced', usd('-100')],
    ]);
    const euros = await statementLines(pool, fundId, { contributionId: 'c-2' });
    expect(euros.items.slice(0, 2)).toMatchObject([
      { kind: 'committed', amount: eur('500'), home: usd('600') },
      { kind: 'received', amount: eur('250'), home: usd('300') },
    ]);
    expect((await statementLines(pool, fundId, { grantId: 'g-1', activityId: 'a-1', kind: 'bound' })).items).toHaveLength(2);
  });
});

describe('the journal', () => {
  test('gives an event, its bytes and its leaf', async () => {
    const found = await event(pool, fundId, 5);
    expect(found!.record).toEqual(book.events(fundId)[4]);
    expect(JSON.parse(found!.text)).toEqual(found!.record);
    expect(found!.leafHash).toMatch(/^[0-9a-f]{64}$/);
    expect(await event(pool, fundId, 999)).toBeUndefined();
  });

  test('lists events by position, type and thing', async () => {
    expect((await all((paging) => events(pool, fundId, paging), 7)).map((each) => each.record)).toEqual(book.events(fundId));
    const paid = await events(pool, fundId, { type: 'disbursement.paid' });
    expect(paid.items.map((each) => each.record.stream)).toEqual(['disbursement:d-1', 'disbursement:d-2']);
    const life = await events(pool, fundId, { stream: 'disbursement:d-2', cursor: paid.items[1]!.record.position.toString() });
    expect(life.items.map((each) => each.record.type)).toEqual(['disbursement.bounced']);
  });

  test('looks for those of a type in so many events at once, and goes on after them', async () => {
    const type = 'disbursement.paid';
    const paid = book.events(fundId).filter((each) => each.type === type);
    expect((await all((paging) => events(pool, fundId, { type, ...paging }, 3), 1)).map((each) => each.record)).toEqual(paid);
    const before = paid[0]!.position - 1;
    expect(await events(pool, fundId, { type }, before)).toEqual({ items: [], next: String(before) });
    const last = { type, cursor: paid.at(-1)!.position.toString() };
    expect(await events(pool, fundId, last, size())).toEqual({ items: [] });
    expect(await events(pool, 'nowhere', { type }, 3)).toEqual({ items: [] });
  });

  test('lists books with their heads', async () => {
    const listed = (await books(pool)).items;
    expect(listed.map((each) => each.book)).toEqual([fundId, registryBook]);
    expect(await head(pool, fundId)).toEqual(listed[0]);
    expect(listed[0]).toMatchObject({
      position: size(),
      recordedAt: book.events(fundId).at(-1)!.recordedAt,
      origin: 'test.example/fund-1',
      epoch: 1,
    });
    expect(await head(pool, 'nothing')).toBeUndefined();
  });
});
