import { type Script, usd } from './script.js';

/*
 * What the four projects of the programme were paid, and how it was accounted for. All of it is our own.
 */

const account = 'usd-main';
const programmeWindow = 'reciprocity-projects';

/** The grants of the four projects. */
export function payProjects(script: Script): void {
  payTourism(script);
  payProduction(script);
  payBiodiversity(script);
  payRestOfProduction(script);
  payEnergy(script);
}

/** Paid to the fiscal agent of the executor. */
function payTourism(script: Script): void {
  script.illustrative('grant.sign', {
    grantId: 'g-tourism',
    activityId: 'community-tourism',
    payee: 'fundecooperacion',
    executor: 'mechanism-bhutan',
    amount: usd('180000.00'),
    funding: [{ earmark: 'sustainable-tourism', window: programmeWindow, amount: usd('180000.00') }],
    instalments: [
      { id: 'i-1', kind: 'advance', amount: usd('90000.00'), dueDate: '2007-10-01' },
      { id: 'i-2', kind: 'advance', amount: usd('90000.00'), dueDate: '2009-03-02' },
    ],
    valueDate: '2007-08-20',
  });
  script.pays('d-tourism-1', 'g-tourism', 'i-1', account, {
    requested: '2007-09-17',
    approved: '2007-09-20',
    paid: '2007-10-01',
    acknowledged: '2007-10-05',
  });
  spends(script, 'x-tourism-1', 'g-tourism', ['2007-10-01', '2008-12-31', '2009-01-26', '2009-02-09'], {
    exchanges: '52350.25',
    training: '33100.00',
  });
  script.pays('d-tourism-2', 'g-tourism', 'i-2', account, {
    requested: '2009-02-16',
    approved: '2009-02-18',
    paid: '2009-03-02',
    acknowledged: '2009-03-06',
  });
  spends(script, 'x-tourism-2', 'g-tourism', ['2009-01-01', '2011-09-30', '2011-10-17', '2011-10-31'], {
    exchanges: '47119.90',
    training: '44000.00',
  });
  const rest = { refundId: 'r-tourism', amount: usd('3429.85') };
  script.illustrative('refund.claim', { ...rest, grantId: 'g-tourism', ground: 'unspent', valueDate: '2011-10-31' });
  script.illustrative('refund.receive', { ...rest, bankAccount: account, valueDate: '2011-11-14' });
}

/** Paid from two themes. */
function payProduction(script: Script): void {
  script.illustrative('grant.sign', {
    grantId: 'g-chains',
    activityId: 'organic-chains',
    stage: 'exchange',
    payee: 'mechanism-benin',
    amount: usd('200000.00'),
    funding: [
      { earmark: 'production-consumption', window: programmeWindow, amount: usd('140000.00') },
      { earmark: 'sustainable-energy', window: programmeWindow, amount: usd('60000.00') },
    ],
    instalments: [
      { id: 'i-1', kind: 'advance', amount: usd('150000.00'), dueDate: '2007-11-01' },
      { id: 'i-2', kind: 'balance', amount: usd('50000.00'), dueDate: '2009-12-15' },
    ],
    valueDate: '2007-09-10',
  });
  script.pays('d-chains-1', 'g-chains', 'i-1', account, {
    requested: '2007-10-15',
    approved: '2007-10-18',
    paid: '2007-11-01',
    acknowledged: '2007-11-07',
  });
  const own = { cofinancingId: 'cf-benin', amount: usd('20000.00') };
  script.illustrative('cofinancing.agree', {
    ...own,
    grantId: 'g-chains',
    partner: 'mechanism-benin',
    origin: 'own',
    form: 'cash',
    valueDate: '2007-09-10',
  });
  script.illustrative('cofinancing.report', { ...own, amount: usd('22500.00'), valueDate: '2009-09-21' });
  script.illustrative('cofinancing.accept', { ...own, amount: usd('21750.00'), valueDate: '2009-10-05' });
  spends(script, 'x-chains-1', 'g-chains', ['2007-11-01', '2009-08-31', '2009-09-21', '2009-10-05'], {
    equipment: '121000.50',
    training: '78999.50',
  });
}

/** What the chains are still owed, less what was set off against it. */
function payRestOfProduction(script: Script): void {
  script.pays('d-chains-2', 'g-chains', 'i-2', account, {
    requested: '2009-11-16',
    approved: '2009-11-19',
    paid: '2009-12-15',
    acknowledged: '2009-12-18',
    amount: usd('48500.00'),
  });
}

/** Two grants for one project, one to each executor. */
function payBiodiversity(script: Script): void {
  const signed = [
    ['g-biodiversity-cr', 'fundecooperacion', '160000.00'],
    ['g-biodiversity-bj', 'mechanism-benin', '120000.00'],
  ] as const;
  for (const [grantId, payee, amount] of signed) {
    script.illustrative('grant.sign', {
      grantId,
      activityId: 'biodiversity-knowledge',
      payee,
      amount: usd(amount),
      funding: [{ earmark: 'biodiversity', window: programmeWindow, amount: usd(amount) }],
      instalments: [{ id: 'i-1', kind: 'advance', amount: usd(amount), dueDate: '2008-02-01' }],
      valueDate: '2007-12-03',
    });
    script.pays(grantId.replace('g-', 'd-'), grantId, 'i-1', account, {
      requested: '2008-01-14',
      approved: '2008-01-17',
      paid: '2008-02-01',
      acknowledged: '2008-02-06',
    });
  }
  spends(script, 'x-biodiversity-cr', 'g-biodiversity-cr', ['2008-02-01', '2010-12-31', '2011-01-24', '2011-02-14'], {
    exchanges: '95000.00',
    publications: '65000.00',
  });
  setOff(script);
  spends(script, 'x-biodiversity-bj-2', 'g-biodiversity-bj', ['2009-05-01', '2010-12-31', '2011-01-24', '2011-02-14'], {
    exchanges: '57000.00',
  });
}

/** A cost that the agreement does not allow: it is due back, and kept from what the same mechanism gets for the chains. */
function setOff(script: Script): void {
  const report = { reportId: 'x-biodiversity-bj-1' };
  script.illustrative('expenditure.submit', {
    ...report,
    grantId: 'g-biodiversity-bj',
    periodStart: '2008-02-01',
    periodEnd: '2009-04-30',
    lines: [{ category: 'exchanges', amount: usd('63000.00') }],
    valueDate: '2009-05-25',
  });
  script.illustrative('expenditure.accept', {
    ...report,
    lines: [{ category: 'exchanges', amount: usd('61500.00') }],
    valueDate: '2009-06-15',
  });
  script.illustrative('expenditure.disallow', {
    ...report,
    disallowanceId: 'da-biodiversity-bj',
    lines: [{ category: 'exchanges', reason: 'ineligible', amount: usd('1500.00') }],
    comment: 'Una recepción no es un gasto del intercambio.',
    valueDate: '2009-06-15',
  });
  const due = { refundId: 'r-biodiversity-bj', amount: usd('1500.00') };
  script.illustrative('refund.claim', {
    ...due,
    grantId: 'g-biodiversity-bj',
    ground: 'disallowed',
    valueDate: '2009-06-22',
  });
  script.illustrative('refund.set-off', { ...due, against: 'g-chains', valueDate: '2009-11-16' });
}

/** One order was withdrawn before it was paid, and asked for again. */
function payEnergy(script: Script): void {
  script.illustrative('grant.sign', {
    grantId: 'g-energy',
    activityId: 'rural-energy',
    payee: 'mechanism-bhutan',
    amount: usd('210000.00'),
    funding: [{ earmark: 'sustainable-energy', window: programmeWindow, amount: usd('210000.00') }],
    instalments: [
      { id: 'i-1', kind: 'advance', amount: usd('110000.00'), dueDate: '2008-03-03' },
      { id: 'i-2', kind: 'reimbursement', amount: usd('100000.00'), dueDate: '2010-10-01' },
    ],
    valueDate: '2008-01-21',
  });
  const withdrawn = { disbursementId: 'd-energy-0' };
  script.illustrative('disbursement.request', {
    ...withdrawn,
    grantId: 'g-energy',
    instalment: 'i-1',
    valueDate: '2008-02-11',
  });
  script.illustrative('disbursement.approve', { ...withdrawn, valueDate: '2008-02-13' });
  script.illustrative('disbursement.cancel', { ...withdrawn, valueDate: '2008-02-15' });
  script.pays('d-energy-1', 'g-energy', 'i-1', account, {
    requested: '2008-02-18',
    approved: '2008-02-20',
    paid: '2008-03-03',
    acknowledged: '2008-03-07',
  });
  spends(script, 'x-energy-1', 'g-energy', ['2008-03-03', '2010-07-31', '2010-08-23', '2010-09-06'], {
    'solar-systems': '164500.00',
    training: '45500.00',
  });
  script.pays('d-energy-2', 'g-energy', 'i-2', account, {
    requested: '2010-09-13',
    approved: '2010-09-15',
    paid: '2010-10-01',
    acknowledged: '2010-10-06',
  });
}

/** A report and its acceptance: period start, period end, day of the report, day of the acceptance. */
function spends(
  script: Script,
  reportId: string,
  grantId: string,
  [periodStart, periodEnd, submitted, accepted]: readonly [string, string, string, string],
  spent: Readonly<Record<string, string>>,
): void {
  const lines = Object.entries(spent).map(([category, amount]) => ({ category, amount: usd(amount) }));
  script.illustrative('expenditure.submit', { reportId, grantId, periodStart, periodEnd, lines, valueDate: submitted });
  script.illustrative('expenditure.accept', { reportId, valueDate: accepted });
}
