import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { registryBook } from '#kernel/ids';
import { Projector } from '#projections/runner';
import type { Services } from '#runtime/services';
import { queries } from '../../apps/api/queries/queries.js';
import { type TestDatabase, testDatabase } from '../support/database.js';
import { ana, asCso, beto, carla, cost, on } from '../support/fund-story.js';
import {
  type Step,
  aFund,
  after,
  allocated,
  anActivity,
  committed,
  fundId,
  grantBody,
  received,
  signed,
  usd,
} from '../support/given.js';
import { putEvents } from '../support/journal.js';
import { MemoryBook } from '../support/memory-book.js';

/** The hash of the one invoice of the story. */
const invoice = '4e'.repeat(32);

const asked = (disbursementId: string, grantId: string): Step =>
  after('disbursement.request', { disbursementId, grantId, instalment: 'first' }, ana);
const paid = (disbursementId: string): readonly Step[] => [
  after('disbursement.approve', { disbursementId }, beto),
  after('disbursement.pay', { disbursementId, bankAccount: 'main' }, ana),
];
const beside = { grantId: 'g-1', partner: 'cso', origin: 'own' };

/**
 * 1,000 of a government for anything and 500 of a foundation for water. A grant of 600 to an NGO in Honduras, of which 300 are
 * advanced and 250 accepted with an invoice; one of 200 for water to a cooperative, of which 100 are advanced. The fund takes
 * a fee of 20, and the bank 3. The NGO agreed on 150 of its own in cash and 80 in kind; 100 in cash are reported, 90 accepted.
 */
const story: readonly Step[] = [
  on(
    '2026-01-05',
    aFund({
      policy: { incomeRecognition: 'on-receipt', advances: { dueDays: 60 }, concentration: { share: '60', hhi: 6000 } },
    }),
    anActivity,
    after('activity.classify', {
      activityId: 'a-1',
      classification: {
        sectors: [{ code: '14030', percentage: '100' }],
        countries: [{ code: 'HN', percentage: '100' }],
      },
    }),
    after('activity.identify', { activityId: 'a-2', title: { en: 'Wells' }, modality: 'bilateral' }),
    after('activity.join-partner', { activityId: 'a-2', partner: 'coop', phase: 'implementation', role: 'executor' }),
    after('fund.map-chart', { accounts: [{ kind: 'bank', code: '1110', name: 'Bancos' }] }),
    committed('1000'),
    received('1000'),
    committed('500', { contributionId: 'c-2', contributor: 'donor-2', earmark: 'water' }),
    received('500', 'c-2'),
    allocated('800'),
    allocated('300', { earmark: 'water' }),
    allocated('100', { window: 'administration' }),
    signed('600', { budget: [cost('works', '400'), cost('staff', '200')] }),
    signed('200', {
      ...grantBody('200'),
      grantId: 'g-2',
      activityId: 'a-2',
      payee: 'coop',
      funding: [{ earmark: 'water', amount: usd('200') }],
    }),
  ),
  on('2026-01-20', asked('d-1', 'g-1')),
  on('2026-02-01', paid('d-1')),
  on('2026-02-10', asked('d-2', 'g-2')),
  on(
    '2026-02-20',
    paid('d-2'),
    after('fee.charge', { feeId: 'fee-1', amount: usd('20'), bankAccount: 'main' }, beto),
    after('bank-charge.record', { bankChargeId: 'b-1', bankAccount: 'main', amount: usd('3'), bankReference: 'GMF' }, ana),
  ),
  on(
    '2026-03-02',
    after(
      'expenditure.submit',
      {
        reportId: 'r-1',
        grantId: 'g-1',
        periodStart: '2026-01-01',
        periodEnd: '2026-02-28',
        lines: [cost('works', '250', { documents: [{ number: 'FE-9', date: '2026-02-11', sha256: invoice }] })],
      },
      asCso,
    ),
    after('expenditure.accept', { reportId: 'r-1' }, beto),
    after('cofinancing.agree', { cofinancingId: 'k-1', ...beside, form: 'cash', amount: usd('150') }, ana),
    after(
      'cofinancing.agree',
      {
        cofinancingId: 'k-2',
        ...beside,
        form: 'kind',
        amount: usd('80'),
        valuation: { quantity: '4', unit: 'day', method: 'local wage' },
      },
      ana,
    ),
    after('cofinancing.report', { cofinancingId: 'k-1', amount: usd('100'), evidence: [invoice] }, asCso),
    after('cofinancing.accept', { cofinancingId: 'k-1', amount: usd('90') }, carla),
  ),
];

let database: TestDatabase;
let pool: pg.Pool;
const book = new MemoryBook();
beforeAll(async () => {
  database = await testDatabase();
  pool = new pg.Pool({ connectionString: database.appUrl, max: 4 });
  for (const step of story) step(book);
  for (const name of [registryBook, fundId]) await putEvents(database.adminUrl, book.events(name));
  const projector = new Projector(pool);
  for (const name of [registryBook, fundId]) await projector.catchUp(name);
});
afterAll(async () => {
  await pool.end();
  await database.close();
});

type Found = { readonly [name: string]: Found } & readonly Found[] & string;

/** Asks a query of the API, as a reader does, and looks at what a path of names and indexes leads to. */
async function ask(name: string, query: object = {}, path: object = {}): Promise<Found> {
  const found = queries.find((each) => each.name === name)!;
  const answer = await found.read(
    { readPool: pool } as Services,
    { fund: fundId, book: fundId, ...path },
    { ...query },
    { role: 'auditor' },
  );
  return answer as unknown as Found;
}

/** The types of the events at the positions that an answer names: each can be opened. */
async function opened(lines: readonly Found[]): Promise<string[]> {
  const types = [];
  for (const { position } of lines)
    types.push(String((await ask('readEvent', {}, { position: String(position) }))['record']!['type']));
  return types;
}

const amounts = (rows: readonly Found[], ...names: readonly string[]): string[] =>
  rows.map((row) => names.map((name) => row[name]?.['amount'] ?? row[name] ?? '-').join(' '));

/** The lines behind a figure of an account, and what they come to. */
async function behind(kind: string, query: object = {}): Promise<{ lines: readonly Found[]; sum: string | undefined }> {
  const lines = (await ask('listLedgerLines', query, { kind }))['items']!;
  return { lines, sum: lines.at(-1)?.['balance']!['amount'] };
}

describe('the statements of the fund', () => {
  test('of financial position: 1,077 in the bank and 150 advanced are what the fund is worth, 1,227', async () => {
    const [part] = (await ask('readFinancialPosition'))['parts']!;
    expect(amounts(part!['assets']!, 'kind', 'amount')).toEqual(['advance 150.00', 'bank 1077.00']);
    expect(part!['totalLiabilities']!['amount']).toBe('0.00');
    expect(amounts(part!['netAssets']!, 'restriction', 'amount')).toEqual(['none 727.00', 'water 500.00']);
    expect(part!['difference']!['amount']).toBe('0.00');
    const bank = await behind('bank');
    expect(bank.sum).toBe('1077.00');
    expect(await opened(bank.lines)).toEqual([
      'contribution.received',
      'contribution.received',
      'disbursement.paid',
      'disbursement.paid',
      'fee.charged',
      'bank-charge.recorded',
    ]);
    expect((await behind('advance')).sum).toBe('150.00');
  });

  test('of activities: 1,500 came in, 273 were spent, and the invoice behind an expense is found', async () => {
    const [part] = (await ask('readActivities', { from: '2026-01-01', to: '2026-12-31' }))['parts']!;
    expect(amounts(part!['income']!, 'kind', 'restriction', 'amount')).toEqual(['income none 1000.00', 'income water 500.00']);
    expect(amounts(part!['expense']!, 'kind', 'item', 'amount')).toEqual([
      'bank-charges main 3.00',
      'cost fee 20.00',
      'expense works 250.00',
    ]);
    expect(part!['result']!['amount']).toBe('1227.00');
    const works = await behind('expense', { key: 'none:works', from: '2026-01-01', to: '2026-12-31' });
    expect([works.sum, await opened(works.lines)]).toEqual(['250.00', ['expenditure.accepted']]);
    const reportId = works.lines[0]!['stream']!.split(':')[1];
    const report = await ask('readExpenditureReport', {}, { reportId });
    expect(report['lines']![0]!['documents']![0]!['sha256']).toBe(invoice);
  });

  test('of cash flow: 1,500 in, 423 out, each by what happened', async () => {
    const [part] = (await ask('readCashFlow'))['parts']!;
    expect(amounts(part!['flows']!, 'type', 'in', 'out')).toEqual([
      'bank-charge.recorded 0.00 3.00',
      'contribution.received 1500.00 0.00',
      'disbursement.paid 0.00 400.00',
      'fee.charged 0.00 20.00',
    ]);
    expect(part!['closing']!['amount']).toBe('1077.00');
    const payments = await behind('bank', { type: 'disbursement.paid' });
    expect([payments.sum, await opened(payments.lines)]).toEqual(['-400.00', ['disbursement.paid', 'disbursement.paid']]);
  });

  test('of the budget: what each window has left, and each category of a grant', async () => {
    const budget = await ask('readBudget');
    const figures = ['earmark', 'window', 'budget', 'available', 'committed', 'ordered', 'disbursed', 'spent'];
    expect(amounts(budget['rows']!, ...figures)).toEqual([
      'none administration 100.00 97.00 0.00 0.00 0.00 3.00',
      'none general 800.00 200.00 300.00 0.00 300.00 0.00',
      'none - 20.00 0.00 0.00 0.00 0.00 20.00',
      'water general 300.00 100.00 100.00 0.00 100.00 0.00',
    ]);
    expect(amounts(budget['grantCategories']!, 'grantId', 'category', 'budget', 'accepted', 'left')).toEqual([
      'g-1 works 400.00 250.00 150.00',
      'g-1 staff 200.00 0.00 200.00',
    ]);
    expect((await behind('accepted', { key: 'g-1:works' })).sum).toBe('250.00');
    expect((await behind('disbursed', { key: 'none' })).sum).toBe('-300.00');
    const before = await ask('readBudget', { to: '2026-02-28' });
    expect(amounts(before['grantCategories']!, 'category', 'accepted')).toEqual(['works 0.00', 'staff 0.00']);
  });

  test('of the trial balance and the journal: debit is credit, in the chart of the fund too', async () => {
    for (const part of (await ask('readTrialBalance'))['parts']!) {
      expect([part['set'], part['balance']!['amount']]).toEqual([part['set'], '0.00']);
    }
    const bank = (await ask('readOwnTrialBalance'))['items']!.find((each) => each['code'] === '1110')!;
    expect([bank['debit']!['amount'], bank['credit']!['amount'], bank['balance']!['amount']]).toEqual([
      '1500.00',
      '423.00',
      '1077.00',
    ]);
    const entries = (await ask('listJournalEntries', { from: '2026-02-20', to: '2026-02-20' }))['items']!;
    expect(entries.map((each) => each['type'])).toEqual(['disbursement.paid', 'fee.charged', 'bank-charge.recorded']);
    expect(await opened(entries)).toEqual(entries.map((each) => each['type']));
  });
});

describe('whose money paid for what', () => {
  test('the statement of a contributor in one click: 1,000 received, 300 paid to the NGO, 23 for running the fund', async () => {
    const lines = (await ask('readContributorStatement', {}, { contributor: 'donor' }))['items']!;
    const of = (type: string) =>
      amounts(
        lines.filter((each) => each['type'] === type),
        'kind',
        'amount',
      );
    expect(of('contribution.received')).toEqual(['received 1000.00', 'recognised 1000.00']);
    expect(of('disbursement.paid')).toEqual(['paid 300.00']);
    expect(await opened(lines)).toEqual(lines.map((each) => each['type']));
  });

  test('sources and uses by year, theme, territory and kind of actor, down to the movements', async () => {
    const by = async (dimension: string, ...figures: readonly string[]) =>
      amounts((await ask('readSourcesAndUses', { by: dimension }))['rows']!, 'key', ...figures);
    expect(await by('year', 'received', 'signed', 'disbursed', 'accepted', 'ownCost')).toEqual([
      '2026 1500.00 800.00 400.00 250.00 23.00',
    ]);
    expect(await by('theme', 'disbursed')).toEqual(expect.arrayContaining(['14030 300.00', '- 100.00']));
    expect(await by('territory', 'disbursed')).toEqual(expect.arrayContaining(['HN 300.00', '- 100.00']));
    expect(await by('actor', 'disbursed')).toEqual(expect.arrayContaining(['ngo 300.00', 'cooperative 100.00']));
    const flows = (await ask('listFlows', { flow: 'disbursed', country: 'HN' }))['items']!;
    expect([amounts(flows, 'amount'), await opened(flows)]).toEqual([['300.00'], ['disbursement.paid']]);
  });

  test('the South-South table has the money of each giver by activity, in group A', async () => {
    const flows = (await ask('readSscTable'))['flows']!;
    expect(
      amounts(
        flows.filter((each) => each['group'] === 'A'),
        'provider',
        'activityId',
        'amount',
      ),
    ).toEqual(['donor a-1 300.00', 'donor-2 a-2 100.00']);
    const behind_ = (await ask('listFlows', { flow: 'disbursed', activityId: 'a-2' }))['items']!;
    expect(amounts(behind_, 'amount')).toEqual(['100.00']);
  });
});

describe('who takes part and what they give', () => {
  test('participation is counted by country, phase, role and kind of actor, and each record is found', async () => {
    const { overall, countries } = await ask('readParticipation');
    expect(
      overall!.map((each) => [each['phase'], each['role'], each['participations'], each['partners'], each['csos']]),
    ).toEqual([['implementation', 'executor', 3, 2, 2]]);
    expect(countries!.map((each) => [each['country'], each['activities']])).toEqual([
      ['-', 1],
      ['HN', 1],
    ]);
    const records = (await ask('listParticipations', { phase: 'implementation', role: 'executor', kind: 'cooperative' }))[
      'items'
    ]!;
    expect(records.map((each) => [each['activityId'], each['partner']])).toEqual([
      ['a-1', 'coop'],
      ['a-2', 'coop'],
    ]);
    expect(await opened(records)).toEqual(['activity.partner-joined', 'activity.partner-joined']);
  });

  test.each([[{}], [{ kind: 'cooperative' }]])('the records come page by page as they come at once, of %j', async (asked) => {
    const whole = (await ask('listParticipations', asked))['items']!;
    const pages: Found[] = [];
    for (let cursor: unknown = undefined; ;) {
      const page = await ask('listParticipations', { ...asked, limit: '1', ...(cursor === undefined ? {} : { cursor }) });
      pages.push(page['items']![0]!);
      cursor = page['next'];
      if (cursor === undefined) break;
    }
    expect(pages).toEqual(whole);
    expect(whole.length).toBeGreaterThan(1);
    await expect(ask('listParticipations', { cursor: 'a-1' })).rejects.toThrow('not a cursor of this list');
  });

  test('co-financing agreed, reported and accepted, in cash and in kind, with the events behind each figure', async () => {
    const { totals, rows } = await ask('readCofinancing');
    const figures = ['form', 'origin', 'agreed', 'reported', 'accepted'];
    expect(amounts(totals!, ...figures)).toEqual(['cash own 150.00 100.00 90.00', 'kind own 80.00 0.00 0.00']);
    expect(amounts(rows!, 'grantId', 'activityId', 'partner', ...figures)).toEqual([
      'g-1 a-1 cso cash own 150.00 100.00 90.00',
      'g-1 a-1 cso kind own 80.00 0.00 0.00',
    ]);
    const reported = await behind('memo', { key: 'cofinancing-reported-cash:g-1:cso:own' });
    expect([reported.sum, await opened(reported.lines)]).toEqual(['100.00', ['cofinancing.reported']]);
    const { record } = await ask('readEvent', {}, { position: String(reported.lines[0]!['position']) });
    expect(record!['data']!['evidence']).toEqual([invoice]);
  });

  test('concentration: three quarters of the money lie in one CSO, which raises a flag', async () => {
    const { concentrations } = await ask('readConcentration');
    expect(concentrations!.map((each) => [each['among'], each['hhi'], each['flagged']])).toEqual([
      ['executor', 6250, true],
      ['contributor', 5556, false],
      ['territory', 6250, true],
    ]);
    const [executors] = concentrations!;
    expect(executors!['holdings']!.map((each) => [each['key'], each['share'], each['flagged']])).toEqual([
      ['cso', '75.00', true],
      ['coop', '25.00', false],
    ]);
    expect(amounts((await ask('listFlows', { flow: 'disbursed', executor: 'cso' }))['items']!, 'amount')).toEqual(['300.00']);
  });
});

describe('what a fund manager looks at every week', () => {
  test('the ageing of advances: 150 outstanding on the last of April, all of it overdue', async () => {
    const ageing = await ask('readAdvanceAgeing', { asOf: '2026-04-30' });
    expect(amounts([ageing], 'outstanding', 'overdue')).toEqual(['150.00 150.00']);
    expect(amounts(ageing['buckets']!, 'days', 'amount')).toContain('61-90 150.00');
    expect(amounts(ageing['payments']!, 'disbursementId', 'paidOn', 'dueOn', 'days', 'paid', 'outstanding')).toEqual([
      'd-1 2026-02-01 2026-04-02 88 300.00 50.00',
      'd-2 2026-02-20 2026-04-21 69 100.00 100.00',
    ]);
    const { payments } = await ask('readDisbursement', {}, { disbursementId: 'd-1' });
    expect(await opened(payments!)).toEqual(['disbursement.paid']);
  });

  test('days from request to payment: ten and twelve', async () => {
    const { periods } = await ask('readPaymentTimes', { by: 'year' });
    expect(periods!.map((each) => [each['from'], each['payments'], each['least'], each['most']])).toEqual([
      ['2026-01-01', 2, 10, 12],
    ]);
    const items = (await ask('listDisbursements'))['items']!;
    expect(amounts(items, 'disbursementId', 'requestedOn', 'paidOn').toSorted()).toEqual([
      'd-1 2026-01-20 2026-02-01',
      'd-2 2026-02-10 2026-02-20',
    ]);
  });

  test('the pipeline: 400 are signed and not called yet, 150 are to be accounted for', async () => {
    const { stages } = await ask('readPipeline');
    expect(
      amounts(
        stages!.filter((each) => String(each['count']) !== '0'),
        'stage',
        'count',
        'amount',
      ),
    ).toEqual(['committed 2 400.00', 'outstanding 2 150.00']);
    const grants = (await ask('listGrants'))['items']!;
    expect(amounts(grants, 'grantId', 'committed', 'outstandingAdvance').toSorted()).toEqual([
      'g-1 300.00 50.00',
      'g-2 100.00 100.00',
    ]);
  });

  test('the forecast: 1,077 until the last instalments of December leave 677', async () => {
    const forecast = await ask('readCashForecast', { from: '2026-11-01', months: '2' });
    expect(forecast['available']!['amount']).toBe('1077.00');
    expect(amounts(forecast['months']!, 'month', 'in', 'out', 'closing')).toEqual([
      '2026-11 0.00 0.00 1077.00',
      '2026-12 0.00 400.00 677.00',
    ]);
    expect(amounts(forecast['months']![1]!['expected']!, 'kind', 'id', 'instalment', 'amount')).toEqual([
      'instalment g-1 last 300.00',
      'instalment g-2 last 100.00',
    ]);
  });

  test('what moved on the bank accounts, and what of it no statement shows yet', async () => {
    const movements = (await ask('listBankMovements', { from: '2026-02-01', matched: 'no' }))['items']!;
    expect(amounts(movements, 'bankAccount', 'type', 'bankReference', 'amount', 'matched')).toEqual([
      'main bank-charge.recorded GMF -3.00 0.00',
      'main fee.charged - -20.00 0.00',
      'main disbursement.paid - -100.00 0.00',
      'main disbursement.paid - -300.00 0.00',
    ]);
    expect(await opened(movements)).toEqual(movements.map((each) => each['type']));
    expect((await ask('listBankMovements', { matched: 'yes' }))['items']).toEqual([]);
  });
});
