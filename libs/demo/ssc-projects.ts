import type { Bodies } from './command.js';
import { type Script, paper, usd } from './script.js';

/*
 * The projects of the programme: one of our own for each theme, since the source names none. In each of them every side
 * gives and receives, gender equality is marked, and the national mechanisms pass on what they get.
 */

const account = 'usd-main';
const programmeWindow = 'reciprocity-projects';

/** All projects, what they were paid, and what they passed on. */
export function carryOut(script: Script): void {
  for (const project of projects) {
    identify(script, project);
    if (project.stages) addStages(script, project.id);
  }
  payTourism(script);
  payProduction(script);
  payBiodiversity(script);
  payEnergy(script);
  passOn(script);
}

/** The end of the programme: what was done is counted, projects and accounts are closed. */
export function complete(script: Script): void {
  train(script);
  for (const stage of ['exchange', 'adaptation']) {
    script.illustrative('activity.end-stage', {
      activityId: 'organic-chains',
      stage,
      outcome: 'completed',
      valueDate: stage === 'exchange' ? '2009-12-18' : '2011-11-30',
    });
  }
  for (const { id } of projects) script.illustrative('activity.complete', { activityId: id, valueDate: '2011-11-30' });
  script.illustrative('audit.record', {
    certificateId: 'ac-chains',
    grantId: 'g-chains',
    auditor: 'auditor',
    opinion: 'unqualified',
    periodStart: '2007-11-01',
    periodEnd: '2009-08-31',
    sha256: paper('Dictamen g-chains'),
    valueDate: '2009-11-02',
  });
  // The accounts of the project of tourism are still open: what came back of its grant has not been released.
  for (const grantId of ['g-chains', 'g-biodiversity-cr', 'g-biodiversity-bj', 'g-energy']) {
    script.illustrative('grant.close', { grantId, valueDate: '2011-12-05' });
  }
}

/** Three organisations of the more than 180, one under each national mechanism: paid, accounted for, closed. */
function passOn(script: Script): void {
  const passed = [
    { id: 'sg-cr', grantId: 'g-biodiversity-cr', partner: 'participant-cr', paid: '40000.00', spent: '40000.00' },
    { id: 'sg-bj', grantId: 'g-chains', partner: 'participant-bj', stage: 'exchange', paid: '60000.00', spent: '60000.00' },
    { id: 'sg-bt', grantId: 'g-energy', partner: 'participant-bt', paid: '50000.00', spent: '48750.00' },
  ] as const;
  for (const { id, grantId, partner, paid, spent, ...stage } of passed) {
    const on = { subGrantId: id };
    script.illustrative('sub-grant.sign', {
      ...on,
      grantId,
      partner,
      ...stage,
      amount: usd(paid),
      agreement: 'Convenio con el mecanismo nacional',
      valueDate: '2008-06-02',
    });
    const period = { periodStart: '2008-06-16', periodEnd: '2009-06-30' };
    script.illustrative('sub-grant.pay', { ...on, amount: usd(paid), valueDate: '2008-06-16' });
    script.illustrative('sub-grant.report', { ...on, ...period, amount: usd(spent), valueDate: '2009-07-20' });
    script.illustrative(
      'sub-grant.accept',
      { ...on, ...period, amount: usd(spent), valueDate: '2009-08-03' },
      { actor: 'p-015' },
    );
    if (paid !== spent) script.illustrative('sub-grant.refund', { ...on, amount: usd('1250.00'), valueDate: '2009-08-17' });
    script.illustrative('sub-grant.close', { ...on, valueDate: '2009-08-31' });
  }
}

/** Gender equality is marked on every project; of one, women and men are counted. */
function train(script: Script): void {
  const trained = { resultId: 'trained', indicator: 'persons' };
  script.illustrative('result.define', {
    resultId: trained.resultId,
    activityId: 'organic-chains',
    type: 'output',
    title: { es: 'Personas formadas en producción orgánica', en: 'Persons trained in organic production' },
    indicators: [
      {
        id: trained.indicator,
        title: { es: 'Personas formadas', en: 'Persons trained' },
        measure: 'count',
        unit: 'persons',
        baseline: { year: 2007, value: '0' },
        dimensions: [
          { name: 'sex', values: ['women', 'men'], additive: true },
          { name: 'country', values: ['BJ', 'CR'], additive: true },
        ],
        periods: [{ start: '2007-09-01', end: '2011-11-30', target: { value: '300' } }],
      },
    ],
    valueDate: '2007-09-10',
  });
  const part = (sex: string, country: string, value: string) => ({
    dimensions: [
      { name: 'sex', value: sex },
      { name: 'country', value: country },
    ],
    value,
  });
  script.illustrative('result.measure', {
    ...trained,
    measurement: 'm-trained',
    periodStart: '2007-09-01',
    value: '312',
    by: [part('women', 'BJ', '118'), part('men', 'BJ', '86'), part('women', 'CR', '61'), part('men', 'CR', '47')],
    valueDate: '2011-11-28',
  });
}

interface Project {
  readonly id: string;
  readonly title: Bodies['activity.identify']['title'];
  readonly countries: readonly (readonly [string, string])[];
  readonly sectors: readonly (readonly [string, string])[];
  /** Executors; one of them may be paid through a fiscal agent. */
  readonly executors: readonly { readonly partner: string; readonly fiscalAgent?: string }[];
  readonly supervisors: readonly string[];
  /** The other national mechanisms that take part: each side gives and receives. */
  readonly counterparts: readonly string[];
  readonly stages?: boolean;
}

const projects: readonly Project[] = [
  {
    id: 'community-tourism',
    title: {
      es: 'Turismo rural comunitario: Costa Rica y Bután',
      en: 'Community-based rural tourism: Costa Rica and Bhutan',
    },
    countries: [
      ['CR', '50'],
      ['BT', '50'],
    ],
    sectors: [['33210', '100']],
    executors: [{ partner: 'mechanism-bhutan', fiscalAgent: 'fundecooperacion' }],
    counterparts: ['fundecooperacion'],
    supervisors: ['gov-costa-rica', 'gov-bhutan'],
  },
  {
    id: 'organic-chains',
    title: {
      es: 'Cadenas de producción orgánica: Costa Rica y Benín',
      en: 'Chains of organic production: Costa Rica and Benin',
    },
    countries: [
      ['CR', '40'],
      ['BJ', '60'],
    ],
    sectors: [
      ['32130', '70'],
      ['23210', '30'],
    ],
    executors: [{ partner: 'mechanism-benin' }],
    counterparts: ['fundecooperacion'],
    supervisors: ['gov-costa-rica', 'gov-benin'],
    stages: true,
  },
  {
    id: 'biodiversity-knowledge',
    title: {
      es: 'Saberes y uso sostenible de la biodiversidad: los tres países',
      en: 'Knowledge and sustainable use of biodiversity: the three countries',
    },
    countries: [
      ['CR', '34'],
      ['BJ', '33'],
      ['BT', '33'],
    ],
    sectors: [['41030', '100']],
    executors: [{ partner: 'fundecooperacion' }, { partner: 'mechanism-benin' }],
    counterparts: ['mechanism-bhutan'],
    supervisors: ['gov-costa-rica', 'gov-benin', 'gov-bhutan'],
  },
  {
    id: 'rural-energy',
    title: { es: 'Energía rural sostenible: Benín y Bután', en: 'Sustainable rural energy: Benin and Bhutan' },
    countries: [
      ['BJ', '50'],
      ['BT', '50'],
    ],
    sectors: [
      ['23210', '60'],
      ['23183', '40'],
    ],
    executors: [{ partner: 'mechanism-bhutan' }],
    counterparts: ['mechanism-benin'],
    supervisors: ['gov-benin', 'gov-bhutan'],
  },
];

const shares = (list: readonly (readonly [string, string])[]) => list.map(([code, percentage]) => ({ code, percentage }));

function identify(script: Script, { id, title, countries, sectors, executors, counterparts, supervisors }: Project): void {
  script.illustrative('activity.identify', {
    activityId: id,
    title,
    description: {
      es: 'Proyecto de reciprocidad: cada parte da y recibe.',
      en: 'Reciprocity project: each side gives and receives.',
    },
    modality: 'triangular',
    plannedStart: '2007-09-01',
    plannedEnd: '2011-11-30',
    classification: {
      countries: shares(countries),
      sectors: shares(sectors),
      policyMarkers: [{ code: '1', significance: '1' }],
      collaborationType: '8',
    },
    agreement: 'acuerdos-desarrollo-sostenible',
    valueDate: '2007-07-02',
  });
  const on = { activityId: id, valueDate: '2007-07-16' };
  script.told('activity.join-partner', {
    ...on,
    partner: 'gov-netherlands',
    phase: 'implementation',
    role: 'funder',
    brings: ['financial'],
  });
  script.told('activity.join-partner', {
    ...on,
    partner: 'fundecooperacion',
    phase: 'implementation',
    role: 'secretariat',
    brings: ['human', 'technical'],
  });
  for (const partner of supervisors) {
    script.told('activity.join-partner', { ...on, partner, phase: 'implementation', role: 'supervisor' });
  }
  for (const partner of counterparts) {
    script.told('activity.join-partner', {
      ...on,
      partner,
      phase: 'implementation',
      role: 'counterpart',
      exchange: 'both',
      brings: ['human', 'technical'],
    });
  }
  for (const executor of executors) {
    script.illustrative('activity.join-partner', {
      ...on,
      ...executor,
      phase: 'implementation',
      role: 'executor',
      exchange: 'both',
      brings: ['human', 'technical'],
    });
    script.illustrative('activity.join-partner', {
      ...on,
      partner: executor.partner,
      phase: 'identification',
      role: 'proposer',
    });
  }
  script.illustrative('activity.start', { activityId: id, valueDate: '2007-09-03' });
}

function addStages(script: Script, activityId: string): void {
  const on = { activityId, valueDate: '2007-07-16' };
  script.illustrative('activity.add-stage', {
    ...on,
    stage: 'exchange',
    title: { es: 'Intercambio', en: 'Exchange' },
    plannedStart: '2007-09-01',
    plannedEnd: '2009-08-31',
  });
  script.illustrative('activity.add-stage', {
    ...on,
    stage: 'adaptation',
    title: { es: 'Adaptación', en: 'Adaptation' },
    plannedStart: '2009-09-01',
    plannedEnd: '2011-11-30',
  });
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
  script.pays('d-chains-2', 'g-chains', 'i-2', account, {
    requested: '2009-11-16',
    approved: '2009-11-19',
    paid: '2009-12-15',
    acknowledged: '2009-12-18',
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
    const disbursementId = grantId.replace('g-', 'd-');
    script.pays(disbursementId, grantId, 'i-1', account, {
      requested: '2008-01-14',
      approved: '2008-01-17',
      paid: '2008-02-01',
      acknowledged: '2008-02-06',
    });
    spends(
      script,
      grantId.replace('g-', 'x-'),
      grantId,
      ['2008-02-01', '2010-12-31', '2011-01-24', '2011-02-14'],
      payee === 'fundecooperacion' ? { exchanges: '95000.00', publications: '65000.00' } : { exchanges: '120000.00' },
    );
  }
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
