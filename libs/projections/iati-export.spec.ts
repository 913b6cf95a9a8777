import { describe, expect, test } from '@jest/globals';
import { registryBook } from '#kernel/ids';
import { instant } from '#kernel/time';
import type { ReadActivity, ReadTransaction } from '#iati/published';
import { demoInMemory, exported, totalsOf } from '../../test/support/exported.js';
import { type Step, aFund, after, anActivity, allocated, fundId, funded, usd } from '../../test/support/given.js';
import { MemoryBook } from '../../test/support/memory-book.js';
import { type Books, dated } from '../../test/support/memory-events.js';
import { iatiFolder, validateActivities } from '../../test/support/xsd.js';

const demo = demoInMemory();
const demoFunds = ['central-america-caribbean', 'mexico-haiti-alliance', 'ssc-programme'];
const againstSchema = iatiFolder() ? 'against the schema' : '(the schema is not on this computer: not held against it)';
const schemaErrors = (xml: string): string[] => (iatiFolder() ? validateActivities(xml) : []);

const fundOf = (activities: readonly ReadActivity[]): ReadActivity => activities.find((each) => each.hierarchy === 1)!;
const financed = (activities: readonly ReadActivity[]): ReadActivity[] => activities.filter((each) => each.hierarchy === 2);

describe('the feeds of the demo', () => {
  test.each(demoFunds)(`%s: nothing is wrong with it, ${againstSchema}`, async (book) => {
    const { xml, result, activities } = await exported(demo, book);
    expect(schemaErrors(xml)).toEqual([]);
    // Contributors and co-financiers of the cases publish no activity of their own: that is all that is missing. A bank has none.
    expect(result.findings.map(({ rule }) => rule)).toEqual(['transaction-activity-id-missing']);
    const nameless = activities
      .flatMap((each) => each.transactions)
      .filter(({ provider }) => provider?.ref !== undefined)
      .filter(({ provider, receiver, type }) => !provider?.activityId || (!receiver?.activityId && type !== '4'));
    expect(nameless.every(({ type }) => ['13', '11', '1'].includes(type))).toBe(true);
    expect(nameless).toHaveLength(result.findings[0]!.count);
    expect(result.activities).toBe(activities.length);
  });

  test.each(demoFunds)('%s: the same positions give the same bytes', async (book) => {
    expect((await exported(demo, book)).xml).toBe((await exported(demoInMemory(), book)).xml);
  });

  test.each(demoFunds)('%s: the same bytes and findings, however little is held at once', async (book) => {
    const usual = await exported(demo, book);
    const little = await exported(demo, book, {}, { activities: 1, bytes: 2_000, totals: 2 });
    expect(little.xml).toBe(usual.xml);
    expect(little.result).toEqual(usual.result);
  });

  test('SERVIVIENDA: what came in and went back, was promised, left, came back and was spent', async () => {
    const { activities } = await exported(demo, 'central-america-caribbean');
    expect(totalsOf(activities, 1)).toEqual({
      '13 USD': 210_000_00n,
      '11 USD': 210_000_00n,
      // With 1,912.40 of interest that the fund keeps.
      '1 USD': 125_485_50n,
      '2 USD': 125_400_00n,
      '3 USD': 101_400_00n,
      '7 USD': 24_000_00n,
      '4 USD': 85_50n,
    });
    expect(totalsOf(activities, 2)).toEqual({ '11 USD': 125_400_00n, '1 USD': 125_400_00n, '4 USD': 125_400_00n });
  });

  test('the alliance: flows of private contributors say so, and each keeps its currency', async () => {
    const { activities } = await exported(demo, 'mexico-haiti-alliance');
    const pledges = fundOf(activities).transactions.filter((each) => each.type === '13');
    expect(pledges.map((each) => each.flowType)).toEqual([undefined, ...Array.from({ length: 7 }, () => '30')]);
    expect(pledges.filter((each) => each.value.currency === 'USD').map((each) => each.value.text)).toEqual(['80000.00']);
  });

  test('the alliance: the stage without money is told, and has none', async () => {
    const [project] = financed((await exported(demo, 'mexico-haiti-alliance')).activities);
    expect(project!.descriptions.map((each) => each.text[1]!.text).join()).toContain(
      'Third stage, possible (2013-01-01 - 2013-12-31)',
    );
    expect(project!.budgets.map(({ type, period, value }) => `${type} ${period.start} ${value.text}`)).toEqual([
      '1 2011-01-01 900000.00',
      '1 2012-01-01 2400000.00',
      '2 2011-01-01 900000.00',
      '2 2012-01-01 2354700.00',
    ]);
  });

  test('the programme: a registered identifier is used, an organisation without one is called by an id of the fund', async () => {
    const { activities } = await exported(demo, 'ssc-programme');
    const tourism = financed(activities)[0]!;
    expect(tourism.participatingOrgs.map(({ ref, role, type }) => `${role} ${type} ${ref}`)).toEqual([
      '1 60 XI-IATI-AYNIDEMO-PSC',
      '1 10 XM-DAC-7',
      '1 24 XI-IATI-AYNIDEMO-PSC-PARTNER-participant-bt',
      '2 24 XI-IATI-AYNIDEMO-PSC-PARTNER-fundecooperacion',
      '2 10 XI-IATI-AYNIDEMO-PSC-PARTNER-gov-costa-rica',
      '2 10 XI-IATI-AYNIDEMO-PSC-PARTNER-gov-bhutan',
      '3 60 XI-IATI-AYNIDEMO-PSC',
      '3 24 XI-IATI-AYNIDEMO-PSC-PARTNER-fundecooperacion',
      '4 24 XI-IATI-AYNIDEMO-PSC-PARTNER-mechanism-bhutan',
      '4 24 XI-IATI-AYNIDEMO-PSC-PARTNER-participant-bt',
      '4 24 XI-IATI-AYNIDEMO-PSC-PARTNER-fundecooperacion',
    ]);
  });
});

test('a fund before its first day is in the pipeline, with its planned start alone', async () => {
  const datesFrom = async (startsOn: string) => {
    const book = new MemoryBook();
    aFund({ startsOn }).forEach((step) => step(book));
    const { status, dates } = fundOf((await exported(book, fundId)).activities);
    return { status, dates: dates.map(({ type, date }) => `${type} ${date}`) };
  };
  expect(await datesFrom('2026-07-01')).toEqual({ status: '1', dates: ['1 2026-07-01'] });
  expect(await datesFrom('2026-03-02')).toEqual({ status: '2', dates: ['1 2026-03-02', '2 2026-03-02'] });
});

describe('the dates of an activity', () => {
  const datesOf = async (books: Books) => {
    const { activities, result } = await exported(books, fundId);
    expect(result.findings.map((each) => each.rule).filter((rule) => rule === '11.1.2' || rule === '11.1.3')).toEqual([]);
    return activities.find((each) => each.hierarchy === 2)!.dates.map(({ type, date }) => `${type} ${date}`);
  };
  const lived = (...steps: readonly Step[]): MemoryBook => {
    const book = new MemoryBook();
    for (const step of [...aFund(), ...anActivity, ...steps]) step(book);
    return book;
  };
  const move = (name: string) => after(`activity.${name}`, { activityId: 'a-1' });

  test('that was completed before its start, as it once could be: the end is published as of the start', async () => {
    const book = lived(move('start'), move('complete'));
    expect(await datesOf(dated(book, 'activity.completed', '2026-02-20'))).toEqual(['2 2026-03-02', '4 2026-03-02']);
  });

  test('that its stages tell are left out where they contradict the plan', async () => {
    const stage = after('activity.add-stage', {
      activityId: 'a-1',
      stage: 'one',
      title: { en: 'One' },
      plannedStart: '2026-04-01',
      plannedEnd: '2026-06-30',
    });
    const planned = (dates: object) => after('activity.amend', { activityId: 'a-1', ...dates });
    expect(await datesOf(lived(stage))).toEqual(['1 2026-04-01', '3 2026-06-30']);
    expect(await datesOf(lived(stage, planned({ plannedStart: '2026-05-01' })))).toEqual(['1 2026-05-01', '3 2026-06-30']);
    expect(await datesOf(lived(stage, planned({ plannedStart: '2026-07-01' })))).toEqual(['1 2026-07-01']);
    expect(await datesOf(lived(stage, planned({ plannedEnd: '2026-03-31' })))).toEqual(['1 2026-03-02', '3 2026-03-31']);
  });
});

/** A small fund with a signed grant of 60 in two instalments. */
function granted(executor: Readonly<Record<string, string>> = {}): MemoryBook {
  const book = new MemoryBook();
  const join = { activityId: 'a-2', partner: 'cso', phase: 'implementation', role: 'executor', ...executor };
  for (const step of [
    ...aFund(),
    ...funded('100'),
    ...anActivity,
    after('activity.identify', { activityId: 'a-2', title: { en: 'Wells' }, modality: 'bilateral' }),
    after('activity.join-partner', join),
    allocated('80'),
    after('grant.sign', {
      grantId: 'g-1',
      activityId: 'a-2',
      payee: 'cso',
      amount: usd('60'),
      instalments: [
        { id: 'i-1', kind: 'advance', amount: usd('40'), dueDate: '2026-03-20' },
        { id: 'i-2', kind: 'advance', amount: usd('20'), dueDate: '2026-08-01', condition: 'First report accepted.' },
      ],
    }),
  ])
    step(book);
  return book;
}

function paid(book: MemoryBook, disbursementId: string, instalment: string): void {
  after('disbursement.request', { disbursementId, grantId: 'g-1', instalment })(book);
  after('disbursement.approve', { disbursementId }, { actor: 'bea' })(book);
  after('disbursement.pay', { disbursementId, bankAccount: 'main' })(book);
}

const entry = ({ ref, type, value }: ReadTransaction): string => `${ref} ${type} ${value.text}`;

describe('what one event becomes', () => {
  test('money that moves stands in the fund, and mirrored in what it finances', async () => {
    const book = granted();
    paid(book, 'd-1', 'i-1');
    after('disbursement.bounce', { disbursementId: 'd-1' })(book);
    const { activities } = await exported(book, fundId);
    const after7 = fundOf(activities).transactions.filter((each) => !['11', '1'].includes(each.type));
    expect(after7.map(entry)).toEqual(['fund-1-10 2 60.00', 'fund-1-13 3 40.00', 'fund-1-14 3 -40.00']);
    const [, second] = financed(activities);
    expect(second!.transactions.map(entry)).toEqual(['fund-1-10-in 11 60.00', 'fund-1-13-in 1 40.00', 'fund-1-14-in 1 -40.00']);
    expect(after7.map((each) => each.receiver?.activityId)).toEqual(Array.from({ length: 3 }, () => second!.identifier));
  });

  test('the mirror is left out where the executor publishes for itself', async () => {
    const book = granted({ ownActivity: 'XX-CSO-1-wells' });
    paid(book, 'd-1', 'i-1');
    const { activities, result } = await exported(book, fundId);
    expect(financed(activities)[1]!.transactions).toEqual([]);
    const outgoing = fundOf(activities).transactions.filter((each) => ['2', '3'].includes(each.type));
    expect(outgoing.map((each) => each.receiver?.activityId)).toEqual(['XX-CSO-1-wells', 'XX-CSO-1-wells']);
    expect(result.findings.filter((each) => each.severity === 'error').map((each) => each.rule)).toEqual(['3.7.1', '6.2.2']);
  });

  test('a reversal keeps the type, turns the sign and names what it reverses', async () => {
    const book = granted();
    paid(book, 'd-1', 'i-1');
    after('event.reverse', { position: 13 })(book);
    const [, , last] = fundOf((await exported(book, fundId)).activities).transactions.filter((each) =>
      ['2', '3'].includes(each.type),
    );
    expect(entry(last!)).toBe('fund-1-14 3 -40.00');
    expect(last!.description!.map((each) => each.text)).toEqual([
      'Reversión de fund-1-13: Anticipo desembolsado: d-1',
      'Reversal of fund-1-13: Advance disbursed: d-1',
    ]);
  });

  test('a refund reduces what was disbursed', async () => {
    const book = granted();
    paid(book, 'd-1', 'i-1');
    after('refund.receive', { refundId: 'r-1', grantId: 'g-1', amount: usd('15'), bankAccount: 'main' })(book);
    const { activities } = await exported(book, fundId);
    expect(totalsOf(activities, 1)).toMatchObject({ '3 USD': 25_00n });
    expect(totalsOf(activities, 2)).toMatchObject({ '1 USD': 25_00n });
  });

  test('a refund of what was reimbursed reduces the reimbursement', async () => {
    const book = granted();
    after('expenditure.submit', {
      reportId: 'x-1',
      grantId: 'g-1',
      periodStart: '2026-01-01',
      periodEnd: '2026-02-01',
      lines: [{ category: 'pipes', amount: usd('30') }],
    })(book);
    after('expenditure.accept', { reportId: 'x-1' }, { actor: 'bea' })(book);
    after('disbursement.request', { disbursementId: 'd-1', grantId: 'g-1', kind: 'reimbursement', amount: usd('30') })(book);
    after('disbursement.approve', { disbursementId: 'd-1' }, { actor: 'bea' })(book);
    after('disbursement.pay', { disbursementId: 'd-1', bankAccount: 'main' })(book);
    paid(book, 'd-2', 'i-2');
    const five = [{ category: 'pipes', reason: 'no-evidence', amount: usd('5') }];
    after(
      'expenditure.disallow',
      { reportId: 'x-1', disallowanceId: 'y-1', of: 'accepted', lines: five },
      { actor: 'bea' },
    )(book);
    after('refund.receive', { refundId: 'r-1', grantId: 'g-1', amount: usd('25'), bankAccount: 'main' })(book);
    const { activities, result } = await exported(book, fundId);
    expect(totalsOf(activities, 1)).toMatchObject({ '3 USD': 0n, '7 USD': 25_00n });
    expect(fundOf(activities).transactions.slice(-2).map(entry)).toEqual(['fund-1-20 3 -20.00', 'fund-1-20-2 7 -5.00']);
    expect(result.findings.map((each) => each.rule)).not.toContain('refunded-over-paid');
  });

  test('what a payee sends beyond what it owes is not published: it is to be given back', async () => {
    const book = granted();
    paid(book, 'd-2', 'i-2');
    after('refund.receive', { refundId: 'r-1', grantId: 'g-1', amount: usd('25'), bankAccount: 'main' })(book);
    const { activities } = await exported(book, fundId);
    expect(totalsOf(activities, 1)).toMatchObject({ '3 USD': 0n });
    expect(fundOf(activities).transactions.slice(-1).map(entry)).toEqual(['fund-1-14 3 -20.00']);
  });

  test('a payment that comes back after the payee had refunded it is published once, and never as nothing', async () => {
    const book = granted();
    paid(book, 'd-2', 'i-2');
    after('refund.receive', { refundId: 'r-1', grantId: 'g-1', amount: usd('20'), bankAccount: 'main' })(book);
    after('disbursement.bounce', { disbursementId: 'd-2' })(book);
    const { activities, result } = await exported(book, fundId);
    expect(totalsOf(activities, 1)).toMatchObject({ '3 USD': 0n });
    expect(result.findings.map((each) => each.rule)).not.toContain('transaction-zero');
  });

  test('the paper’s own date is the date of the transaction; the accounting date is its value date', async () => {
    const book = granted();
    after('contribution.commit', {
      contributionId: 'c-9',
      contributor: 'donor',
      amount: usd('5'),
      documentDate: '2026-01-15',
      valueDate: '2026-02-20',
    })(book);
    const last = fundOf((await exported(book, fundId)).activities).transactions.at(-1)!;
    expect([last.date, last.value.valueDate]).toEqual(['2026-01-15', '2026-02-20']);
  });

  test('orders and requests are not published', async () => {
    const book = granted();
    const before = await exported(book, fundId);
    after('disbursement.request', { disbursementId: 'd-1', grantId: 'g-1', instalment: 'i-1' })(book);
    after('disbursement.approve', { disbursementId: 'd-1' }, { actor: 'bea' })(book);
    const now = await exported(book, fundId);
    const stamps = / generated-datetime="[^"]*"/;
    expect(now.xml.replace(stamps, '')).toBe(before.xml.replace(stamps, ''));
  });
});

describe('what is planned', () => {
  const plannedIn = async (book: MemoryBook) =>
    fundOf((await exported(book, fundId)).activities).plannedDisbursements.map(
      ({ period, value }) => `${period.start} ${period.end} ${value.text}`,
    );

  test('unpaid instalments stand in their quarters, until they are paid', async () => {
    const book = granted();
    expect(await plannedIn(book)).toEqual(['2026-01-01 2026-03-31 40.00', '2026-07-01 2026-09-30 20.00']);
    paid(book, 'd-1', 'i-1');
    expect(await plannedIn(book)).toEqual(['2026-07-01 2026-09-30 20.00']);
    after('disbursement.bounce', { disbursementId: 'd-1' })(book);
    expect(await plannedIn(book)).toEqual(['2026-01-01 2026-03-31 40.00', '2026-07-01 2026-09-30 20.00']);
  });

  test('a quarter that has ended is left out, and that is when the activity changed', async () => {
    const book = granted();
    const later = instant('2026-05-05T10:00:00.000000Z');
    after('visit.plan', { visitId: 'v-1', activityId: 'a-2', plannedFor: '2026-06-01' }, { now: later })(book);
    expect(await plannedIn(book)).toEqual(['2026-07-01 2026-09-30 20.00']);
    expect(fundOf((await exported(book, fundId)).activities).lastUpdated).toBe('2026-04-01T00:00:00.000000Z');
  });
});

describe('organisations', () => {
  test('a partner that is renamed changes the activities that name it, and when', async () => {
    const book = granted();
    const before = await exported(book, fundId);
    const now = instant('2026-04-01T00:00:00.000000Z');
    const amended = { partnerId: 'cso', name: 'The CSO, renamed', kind: 'ngo' };
    after('partner.amend', amended, { now }, registryBook)(book);
    const renamed = await exported(book, fundId);
    expect(renamed.xml).toContain('The CSO, renamed');
    expect(renamed.activities.map((each) => each.lastUpdated)).toEqual([now, now, now]);
    expect((await exported(book, fundId, { registryPosition: 6 })).xml).toBe(before.xml);
    // A website is not published: nothing has changed.
    after('partner.amend', { ...amended, website: 'https://example.org' }, {}, registryBook)(book);
    expect((await exported(book, fundId)).activities.map((each) => each.lastUpdated)).toEqual([now, now, now]);
  });

  test('a partner that was merged is published as the entry that stays', async () => {
    const book = granted();
    const now = instant('2026-04-01T00:00:00.000000Z');
    const entry = {
      partnerId: 'whole',
      name: 'The whole CSO',
      kind: 'ngo',
      identifiers: [{ agency: 'CO-NIT', id: '890900943' }],
    };
    after('partner.register', entry, {}, registryBook)(book);
    after('partner.merge', { partnerId: 'cso', into: 'whole', ground: 'same-organisation' }, { now }, registryBook)(book);
    const merged = await exported(book, fundId);
    expect(merged.xml).toContain('CO-NIT-890900943');
    expect(merged.xml).not.toContain('The cso');
    expect(merged.activities.map((each) => each.lastUpdated)).toEqual([now, now, now]);
    after('partner.separate', { partnerId: 'cso' }, {}, registryBook)(book);
    expect((await exported(book, fundId)).xml).toContain('The cso');
  });

  test('a name that XML cannot carry does not keep the fund from publishing', async () => {
    const book = granted();
    const control = String.fromCodePoint(0x0b);
    after('partner.amend', { partnerId: 'cso', name: `The${control}CSO`, kind: 'ngo' }, {}, registryBook)(book);
    const { xml, result } = await exported(book, fundId);
    expect(xml).toContain('<narrative>The\uFFFDCSO</narrative>');
    expect(schemaErrors(xml)).toEqual([]);
    expect(result.findings.map((each) => each.rule)).toContain('text-unwritable');
  });

  test('a file is of the moment of the last event, also where nothing is published of that', async () => {
    const book = granted();
    after('activity.negotiate', { activityId: 'a-1' })(book);
    const { xml } = await exported(book, fundId);
    const { recordedAt } = book.events(fundId).at(-1)!;
    expect(xml).toContain(`generated-datetime="${recordedAt.slice(0, 19)}Z"`);
  });

  test('positions beyond the end of a book are refused, and so is a book that is not a fund’s', async () => {
    const book = granted();
    await expect(exported(book, fundId, { position: 99 })).rejects.toThrow('the book fund-1 does not reach position 99');
    await expect(exported(book, fundId, { registryPosition: 1 })).rejects.toThrow('take a later one');
    await expect(exported(book, registryBook)).rejects.toThrow('no activity file');
  });
});
