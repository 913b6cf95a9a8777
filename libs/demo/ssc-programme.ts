import { bookId } from '#kernel/ids';
import type { Bodies, DemoBook } from './command.js';
import { Script, eur, usd } from './script.js';

/*
 * The Programme of South-South Cooperation of Costa Rica, Benin and Bhutan, 2007 to 2011, financed by the Netherlands
 * under the Sustainable Development Agreements: four themes, three directors (one for each national mechanism), a
 * committee of officials, reciprocity projects in which each side gives and receives. The source names no single project
 * and gives no amounts: one illustrative project stands for each theme.
 */

const book = bookId('ssc-programme');
const account = 'usd-main';
const programmeWindow = 'reciprocity-projects';

const themes = [
  { id: 'sustainable-tourism', title: { es: 'Turismo sostenible', en: 'Sustainable tourism' }, given: '450000.00' },
  {
    id: 'production-consumption',
    title: { es: 'Cadenas sostenibles de producción y consumo', en: 'Sustainable production and consumption chains' },
    given: '450000.00',
  },
  {
    id: 'biodiversity',
    title: { es: 'Conservación y uso sostenible de la biodiversidad', en: 'Conservation and sustainable use of biodiversity' },
    given: '500000.00',
  },
  {
    id: 'sustainable-energy',
    title: { es: 'Acceso a energía sostenible y su uso eficiente', en: 'Access to sustainable energy and its efficient use' },
    given: '500000.00',
  },
] as const;

/** Posts the whole case. */
export function sscProgramme(): DemoBook {
  const script = new Script(book, { 'fund-manager': 'p-006', approver: 'p-007', admin: 'p-001' });
  establish(script);
  govern(script);
  contribute(script);
  for (const project of projects) {
    identify(script, project);
    if (project.stages) addStages(script, project.id);
  }
  payTourism(script);
  payProduction(script);
  payBiodiversity(script);
  payEnergy(script);
  for (const { id } of projects) script.illustrative('activity.complete', { activityId: id, valueDate: '2011-11-30' });
  return {
    book,
    title: { es: 'Programa de Cooperación Sur-Sur (PSC)', en: 'Programme of South-South Cooperation (PSC)' },
    commands: script.commands,
    events: script.events,
  };
}

function establish(script: Script): void {
  script.told('fund.establish', {
    name: { es: 'Programa de Cooperación Sur-Sur (PSC)', en: 'Programme of South-South Cooperation (PSC)' },
    description: {
      es: 'Cooperación triangular entre Costa Rica, Benín y Bután, creada tras la cumbre de Johannesburgo de 2002 y financiada por los Países Bajos. Un comité de funcionarios coordina; tres directores, uno por mecanismo nacional, operan; Fundecooperación es la secretaría. Premio de Cooperación Sur-Sur de Naciones Unidas 2010. Datos de demostración: los proyectos, montos y días son ilustrativos.',
      en: 'Triangular cooperation between Costa Rica, Benin and Bhutan, set up after the Johannesburg summit of 2002 and financed by the Netherlands. A committee of officials coordinates; three directors, one for each national mechanism, operate; Fundecooperación is the secretariat. UN South-South Cooperation Award 2010. Demonstration data: projects, amounts and days are illustrative.',
    },
    homeCurrency: 'USD',
    currencies: ['EUR'],
    timeZone: 'America/Costa_Rica',
    startsOn: '2007-01-01',
    endsOn: '2011-12-31',
    interest: 'kept',
    earmarks: themes.map(({ id, title }) => ({ id, title })),
    windows: [{ id: programmeWindow, title: { es: 'Proyectos de reciprocidad', en: 'Reciprocity projects' } }],
    bankAccounts: [
      { id: account, currency: 'USD' },
      { id: 'eur-main', currency: 'EUR' },
    ],
    publishing: {
      reportingOrg: {
        ref: 'XI-IATI-AYNIDEMO-PSC',
        name: 'Programa de Cooperación Sur-Sur (demostración de Ayni)',
        type: '60',
      },
      language: 'es',
      scope: '3',
      countries: [
        { code: 'CR', percentage: '34' },
        { code: 'BJ', percentage: '33' },
        { code: 'BT', percentage: '33' },
      ],
      sectors: [
        { code: '33210', percentage: '25' },
        { code: '32130', percentage: '25' },
        { code: '41030', percentage: '25' },
        { code: '23210', percentage: '25' },
      ],
      collaborationType: '8',
    },
  });
}

/** A committee of officials coordinates, three directors operate, Fundecooperación is the secretariat. Days, persons and values are our own. */
function govern(script: Script): void {
  const countries = [
    { id: 'costa-rica', es: 'Costa Rica', en: 'Costa Rica', mechanism: 'fundecooperacion', director: 'p-101' },
    { id: 'benin', es: 'Benín', en: 'Benin', mechanism: 'mechanism-benin', director: 'p-102' },
    { id: 'bhutan', es: 'Bután', en: 'Bhutan', mechanism: 'mechanism-bhutan', director: 'p-103' },
  ] as const;
  const day = '2007-01-15';
  script.told('body.appoint', {
    bodyId: 'committee',
    title: { es: 'Comité de funcionarios', en: 'Committee of officials' },
    kind: 'committee',
    mandate: { es: 'Coordinación política del programa.', en: 'Political coordination of the programme.' },
    seats: countries.map(({ id, es, en }) => ({ id, title: { es, en }, nominatedBy: `gov-${id}` })),
    valueDate: day,
  });
  script.told('body.appoint', {
    bodyId: 'directors',
    title: { es: 'Directores de los mecanismos nacionales', en: 'Directors of the national mechanisms' },
    kind: 'directors',
    mandate: { es: 'Operación del programa, uno por mecanismo nacional.', en: 'Operation, one for each national mechanism.' },
    seats: countries.map(({ id, es, en, mechanism }) => ({ id, title: { es, en }, nominatedBy: mechanism })),
    valueDate: day,
  });
  script.told('body.appoint', {
    bodyId: 'secretariat',
    title: { es: 'Secretaría', en: 'Secretariat' },
    kind: 'secretariat',
    mandate: { es: 'Secretaría de todo el programa.', en: 'Secretariat of the whole programme.' },
    seats: [{ id: 'secretariat', title: { es: 'Secretaría', en: 'Secretariat' } }],
    valueDate: day,
  });
  const term = { from: day, valueDate: day };
  for (const { id, director } of countries) {
    script.told('body.fill-seat', { bodyId: 'committee', seat: id, holder: { partner: `gov-${id}` }, ...term });
    script.illustrative('body.fill-seat', {
      bodyId: 'directors',
      seat: id,
      holder: { person: director },
      to: '2011-12-31',
      ...term,
    });
    script.illustrative('body.record-contribution', {
      bodyId: 'committee',
      partner: `gov-${id}`,
      form: 'kind',
      amount: usd('9000.00'),
      what: 'Tiempo de funcionarios en el comité, cinco años',
      valueDate: '2011-12-15',
    });
  }
  const seat = { bodyId: 'secretariat', seat: 'secretariat', holder: { partner: 'fundecooperacion' } } as const;
  script.told('body.fill-seat', { ...seat, ...term });
}

/** One agreement; the money of each theme is bound to it, and what pays for the mechanism itself is free. */
function contribute(script: Script): void {
  const agreement = 'Acuerdos bilaterales de Desarrollo Sostenible';
  const rate = { rate: '1.3119', source: 'BCE (ilustrativo)', date: '2007-03-01' };
  const dutch = { contributor: 'gov-netherlands', agreement } as const;
  for (const { id, given } of themes) {
    const theme = { ...dutch, contributionId: `c-${id}`, earmark: id, amount: usd(given) };
    script.illustrative('contribution.commit', { ...theme, valueDate: '2007-03-01' });
  }
  const mechanism = { ...dutch, contributionId: 'c-mechanism', amount: eur('300000.00') };
  script.illustrative('contribution.pledge', { ...mechanism, valueDate: '2007-02-01' });
  script.illustrative('contribution.commit', { ...mechanism, rate, valueDate: '2007-03-01' });
  for (const { id, given } of themes) {
    script.illustrative('contribution.receive', {
      contributionId: `c-${id}`,
      amount: usd(given),
      bankAccount: account,
      valueDate: '2007-04-16',
    });
  }
  for (const [amount, valueDate] of [
    ['150000.00', '2007-04-16'],
    ['150000.00', '2009-02-16'],
  ] as const) {
    script.illustrative('contribution.receive', {
      contributionId: 'c-mechanism',
      amount: eur(amount),
      bankAccount: 'eur-main',
      valueDate,
    });
  }
  for (const { id } of themes) {
    script.illustrative('allocation.make', {
      allocationId: `al-${id}`,
      earmark: id,
      window: programmeWindow,
      amount: usd('420000.00'),
      valueDate: '2007-06-01',
    });
  }
  script.illustrative('allocation.make', {
    allocationId: 'al-administration',
    window: 'administration',
    amount: usd('5000.00'),
    valueDate: '2007-06-01',
  });
  const fromAccount = { bankAccount: 'eur-main', valueDate: '2009-12-31' };
  const yearEnd = { rate: '1.4333', source: 'BCE (ilustrativo)', date: '2009-12-31' };
  script.illustrative('bank-charge.record', {
    bankChargeId: 'bc-2009',
    amount: eur('312.75'),
    rate: yearEnd,
    ...fromAccount,
  });
  script.illustrative('interest.receive', {
    interestId: 'int-2009',
    amount: eur('1480.20'),
    rate: yearEnd,
    ...fromAccount,
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
    supervisors: ['gov-benin', 'gov-bhutan'],
  },
];

const shares = (list: readonly (readonly [string, string])[]) => list.map(([code, percentage]) => ({ code, percentage }));

function identify(script: Script, { id, title, countries, sectors, executors, supervisors }: Project): void {
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
  for (const executor of executors) {
    script.illustrative('activity.join-partner', {
      ...on,
      ...executor,
      phase: 'implementation',
      role: 'executor',
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
