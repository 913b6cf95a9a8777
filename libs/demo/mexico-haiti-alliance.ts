import { bookId } from '#kernel/ids';
import type { MoneyJson } from '#kernel/money';
import type { DemoBook } from './command.js';
import { Script, mxn, usd } from './script.js';

/*
 * The Mexico-Haiti Alliance: a ministry and seven private actors pay into one fund after the earthquake of 2010. Its
 * project "De Campesino a Campesino" was proposed by civil society, without a call. The source gives no amounts: all are
 * illustrative. The third stage depends on money and will; here, as in the source, it has none.
 */

const book = bookId('mexico-haiti-alliance');
const project = 'de-campesino-a-campesino';
const executor = 'centro-lindavista';
const account = 'mxn-main';

/** Posts the whole case. */
export function mexicoHaitiAlliance(): DemoBook {
  const script = new Script(book, { 'fund-manager': 'p-004', approver: 'p-005', admin: 'p-001' });
  establish(script);
  govern(script);
  contribute(script);
  identify(script);
  join(script);
  propose(script);
  allocate(script);
  script.illustrative('activity.formulate', { activityId: project, valueDate: '2011-02-14' });
  firstStage(script);
  secondStage(script);
  for (const stage of ['stage-1', 'stage-2']) {
    script.illustrative('activity.end-stage', { activityId: project, stage, outcome: 'completed', valueDate: '2013-01-31' });
  }
  // The third stage depended on money and will; none came.
  script.told('activity.end-stage', { activityId: project, stage: 'stage-3', outcome: 'not-funded', valueDate: '2013-12-16' });
  return {
    book,
    title: { es: 'Alianza México por Haití', en: 'Mexico-Haiti Alliance' },
    commands: script.commands,
    events: script.events,
  };
}

function establish(script: Script): void {
  script.told('fund.establish', {
    name: { es: 'Alianza México por Haití', en: 'Mexico-Haiti Alliance' },
    description: {
      es: 'Alianza público-privada formada en noviembre de 2010 por la Secretaría de Relaciones Exteriores y siete actores privados; los proyectos se definieron con el Gobierno de Haití. Datos de demostración: los hechos son de la fuente; los montos y días son ilustrativos.',
      en: 'Public-private alliance formed in November 2010 by the Secretariat of Foreign Affairs and seven private actors; the projects were defined with the government of Haiti. Demonstration data: the facts are from the source; amounts and days are illustrative.',
    },
    homeCurrency: 'MXN',
    currencies: ['USD'],
    timeZone: 'America/Mexico_City',
    startsOn: '2010-11-01',
    endsOn: '2013-12-31',
    legalFrame: 'alianza-mexico-haiti-2010',
    attribution: 'first-in-first-out',
    interest: 'kept',
    windows: [
      { id: 'health', title: { es: 'Salud', en: 'Health' } },
      { id: 'education', title: { es: 'Educación', en: 'Education' } },
      { id: 'social-development', title: { es: 'Desarrollo social', en: 'Social development' } },
      { id: 'agriculture', title: { es: 'Agricultura', en: 'Agriculture' } },
    ],
    bankAccounts: [
      { id: account, currency: 'MXN' },
      { id: 'usd-main', currency: 'USD' },
    ],
    publishing: {
      reportingOrg: {
        ref: 'XI-IATI-AYNIDEMO-MHA',
        name: 'Alianza México por Haití (demostración de Ayni)',
        type: '30',
      },
      language: 'es',
      scope: '4',
      countries: [{ code: 'HT', percentage: '100' }],
      sectors: [
        { code: '31120', percentage: '50' },
        { code: '24040', percentage: '30' },
        { code: '43040', percentage: '20' },
      ],
      collaborationType: '1',
    },
  });
}

/** The joint committee is of the source; how the eight contributors decide among themselves is our own. */
function govern(script: Script): void {
  script.told('body.appoint', {
    bodyId: 'joint-committee',
    title: { es: 'Comité Conjunto Haití-México de la Sociedad Civil', en: 'Haiti-Mexico Joint Committee of Civil Society' },
    kind: 'joint-committee',
    mandate: {
      es: 'Diálogo desde enero de 2010 entre organizaciones mexicanas y haitianas, que proponen juntas.',
      en: 'Dialogue since January 2010 among Mexican and Haitian organisations, which propose together.',
    },
    valueDate: '2010-11-15',
  });
  script.illustrative('body.appoint', {
    bodyId: 'alliance-board',
    title: { es: 'Mesa de la Alianza', en: 'Board of the Alliance' },
    kind: 'board',
    mandate: {
      es: 'La Secretaría y los siete actores privados definen los proyectos con el Gobierno de Haití.',
      en: 'The Secretariat and the seven private actors define the projects with the government of Haiti.',
    },
    agreement: 'alianza-mexico-haiti-2010',
    seats: gifts.map(({ contributor }) => ({
      id: contributor,
      title: { es: 'Aportante', en: 'Contributor' },
      nominatedBy: contributor,
    })),
    valueDate: '2010-11-15',
  });
  for (const { contributor } of gifts) {
    script.illustrative('body.fill-seat', {
      bodyId: 'alliance-board',
      seat: contributor,
      holder: { partner: contributor },
      from: '2010-11-15',
      valueDate: '2010-11-15',
    });
  }
}

/** A pledge, its signature and one payment; dollars come with the rate of the day of signature. */
interface Gift {
  readonly id: string;
  readonly contributor: string;
  readonly pledged: MoneyJson;
  readonly committed?: MoneyJson;
  readonly received?: readonly (readonly [MoneyJson, string])[];
}

const gifts: readonly Gift[] = [
  {
    id: 'c-sre',
    contributor: 'sre-mexico',
    pledged: mxn('5000000.00'),
    received: [
      [mxn('3000000.00'), '2010-12-13'],
      [mxn('2000000.00'), '2011-11-14'],
    ],
  },
  { id: 'c-banamex', contributor: 'fomento-social-banamex', pledged: mxn('2000000.00') },
  { id: 'c-bancomer', contributor: 'fundacion-bancomer', pledged: mxn('2000000.00') },
  { id: 'c-cuervo', contributor: 'fundacion-cuervo', pledged: mxn('800000.00') },
  { id: 'c-chrysler', contributor: 'fundacion-chrysler', pledged: usd('80000.00') },
  { id: 'c-televisa', contributor: 'fundacion-televisa', pledged: mxn('1500000.00') },
  { id: 'c-azteca', contributor: 'fundacion-azteca', pledged: mxn('1000000.00'), received: [] },
  { id: 'c-unidos', contributor: 'unidos-por-ellos', pledged: mxn('750000.00'), committed: mxn('500000.00') },
];

const dollarRate = { rate: '12.3550', source: 'Banco de México, FIX (ilustrativo)', date: '2010-11-29' };

function contribute(script: Script): void {
  for (const { id, contributor, pledged } of gifts) {
    script.illustrative('contribution.pledge', {
      contributionId: id,
      contributor,
      amount: pledged,
      valueDate: '2010-11-16',
    });
  }
  for (const { id, contributor, pledged, committed = pledged } of gifts) {
    script.illustrative('contribution.commit', {
      contributionId: id,
      contributor,
      amount: committed,
      ...(committed.currency === 'USD' ? { rate: dollarRate } : {}),
      valueDate: '2010-11-29',
    });
  }
  for (const { id, pledged, committed = pledged, received = [[committed, '2010-12-20']] as const } of gifts) {
    for (const [amount, valueDate] of received) {
      const bankAccount = amount.currency === 'USD' ? 'usd-main' : account;
      script.illustrative('contribution.receive', { contributionId: id, amount, bankAccount, valueDate });
    }
  }
}

function identify(script: Script): void {
  script.told('activity.identify', {
    activityId: project,
    title: { es: 'De Campesino a Campesino', en: 'De Campesino a Campesino (from peasant to peasant)' },
    description: {
      es: 'Visitas de campesinos haitianos a comunidades rurales de varios estados de México, agricultura orgánica, seguridad alimentaria, microcrédito para proyectos de producción de alimentos (fondo revolvente), cajas de ahorro, nopal y huertos experimentales. Propuesto por la sociedad civil, adoptado en la agenda de la SRE y adjudicado directamente.',
      en: 'Visits of Haitian peasants to rural communities in several Mexican states, organic farming, food security, microcredit for food-production projects (a revolving fund), savings cooperatives, prickly pear and experimental kitchen gardens. Proposed by civil society, taken into the agenda of the SRE and awarded directly.',
    },
    modality: 'bilateral',
    plannedStart: '2011-03-01',
    plannedEnd: '2013-12-31',
    classification: {
      countries: [{ code: 'HT', percentage: '100' }],
      sectors: [
        { code: '31120', percentage: '50' },
        { code: '24040', percentage: '30' },
        { code: '43040', percentage: '20' },
      ],
      collaborationType: '1',
    },
    valueDate: '2010-12-06',
  });
}

function join(script: Script): void {
  const on = { activityId: project, valueDate: '2011-01-17' };
  const proposer = { ...on, phase: 'identification', role: 'proposer' } as const;
  script.told('activity.join-partner', {
    ...proposer,
    partner: executor,
    brings: ['human', 'technical'],
    relationship: 'Con Cáritas Mexicana, en el Comité Conjunto Haití-México de la Sociedad Civil.',
  });
  script.told('activity.join-partner', { ...proposer, partner: 'caritas-mexicana', brings: ['human'] });
  script.told('activity.join-partner', {
    ...proposer,
    partner: 'comite-haiti-mexico',
    relationship: 'Diálogo desde enero de 2010; en él propusieron también las OSC haitianas.',
  });
  script.told('activity.join-partner', {
    ...on,
    partner: 'sre-mexico',
    phase: 'negotiation-and-formulation',
    role: 'coordinator',
  });
  script.told('activity.join-partner', {
    ...on,
    partner: 'gov-haiti',
    phase: 'negotiation-and-formulation',
    role: 'counterpart',
  });
  script.told('activity.join-partner', {
    ...on,
    partner: executor,
    phase: 'implementation',
    role: 'executor',
    brings: ['human', 'technical'],
    advantage: 'Trabajo de larga data con comunidades campesinas y sus cajas de ahorro.',
  });
  script.told('activity.join-partner', {
    ...on,
    partner: 'caritas-mexicana',
    phase: 'implementation',
    role: 'facilitator',
    brings: ['human'],
  });
  const stages = [
    ['stage-1', 'Primera etapa', 'First stage', '2011-03-01', '2011-08-31'],
    ['stage-2', 'Segunda etapa', 'Second stage', '2012-01-01', '2012-12-31'],
    ['stage-3', 'Tercera etapa, posible', 'Third stage, possible', '2013-01-01', '2013-12-31'],
  ] as const;
  for (const [stage, es, en, plannedStart, plannedEnd] of stages) {
    script.told('activity.add-stage', { ...on, stage, title: { es, en }, plannedStart, plannedEnd });
  }
}

/** Proposed by civil society and awarded without a call, stage by stage; nobody has proposed the third. */
function propose(script: Script): void {
  const stages = [
    {
      proposalId: 'p-stage-1',
      title: { es: 'De Campesino a Campesino, primera etapa', en: 'De Campesino a Campesino, first stage' },
      summary: {
        es: 'Visitas de campesinos haitianos a comunidades rurales de México y huertos experimentales.',
        en: 'Visits of Haitian peasants to rural communities in Mexico, and experimental kitchen gardens.',
      },
      budget: [
        { category: 'visits', amount: mxn('560000.00') },
        { category: 'kitchen-gardens', amount: mxn('400000.00') },
      ],
      requested: mxn('900000.00'),
      own: { kind: mxn('60000.00') },
      submitted: '2011-01-24',
      awarded: '2011-02-14',
      ground: 'joint-committee',
      minute: 'Acta 1 de 2011',
      reasons: {
        es: 'Nació del diálogo de la sociedad civil de ambos países y la SRE la adoptó en su agenda.',
        en: 'It grew out of the dialogue of the civil society of both countries, and the SRE took it into its agenda.',
      },
    },
    {
      proposalId: 'p-stage-2',
      title: { es: 'De Campesino a Campesino, segunda etapa', en: 'De Campesino a Campesino, second stage' },
      summary: {
        es: 'Microcrédito (fondo revolvente), cajas de ahorro, visitas y nopal.',
        en: 'Microcredit (a revolving fund), savings cooperatives, visits and prickly pear.',
      },
      budget: [
        { category: 'microcredit-revolving-fund', amount: mxn('1400000.00') },
        { category: 'visits', amount: mxn('450000.00') },
        { category: 'savings-cooperatives', amount: mxn('450000.00') },
        { category: 'prickly-pear', amount: mxn('100000.00') },
      ],
      requested: mxn('2400000.00'),
      own: {},
      submitted: '2011-11-21',
      awarded: '2011-12-12',
      ground: 'continues-a-stage',
      minute: 'Acta 4 de 2011',
      reasons: {
        es: 'La primera etapa se cumplió y las comunidades pidieron continuar.',
        en: 'The first stage was carried out, and the communities asked to go on.',
      },
    },
  ] as const;
  for (const { submitted, awarded, ground, minute, reasons, proposalId, ...terms } of stages) {
    script.illustrative('proposal.submit', {
      proposalId,
      lead: executor,
      partners: [
        { partner: 'caritas-mexicana', role: 'facilitator' },
        { partner: 'comite-haiti-mexico', role: 'proposer' },
      ],
      activityId: project,
      ...terms,
      valueDate: submitted,
    });
    script.illustrative('proposal.award-directly', {
      proposalId,
      ground,
      reasons,
      minute: { body: 'alliance-board', minute },
      valueDate: awarded,
    });
  }
}

function allocate(script: Script): void {
  const made = [
    ['al-agriculture', 'agriculture', '3500000.00'],
    ['al-health', 'health', '2500000.00'],
    ['al-education', 'education', '2500000.00'],
    ['al-social', 'social-development', '1500000.00'],
    ['al-administration', 'administration', '25000.00'],
  ] as const;
  for (const [allocationId, window, amount] of made) {
    script.illustrative('allocation.make', { allocationId, window, amount: mxn(amount), valueDate: '2011-01-31' });
  }
  script.illustrative('interest.receive', {
    interestId: 'int-2011',
    amount: mxn('184320.17'),
    bankAccount: account,
    valueDate: '2011-12-30',
  });
  script.illustrative('bank-charge.record', {
    bankChargeId: 'bc-2011',
    amount: mxn('1250.50'),
    bankAccount: account,
    valueDate: '2011-12-30',
  });
}

/** 2011, short: an advance and a balance, with the executor's own hours beside them. */
function firstStage(script: Script): void {
  script.illustrative('grant.sign', {
    grantId: 'g-stage-1',
    activityId: project,
    stage: 'stage-1',
    payee: executor,
    proposalId: 'p-stage-1',
    amount: mxn('900000.00'),
    funding: [{ window: 'agriculture', amount: mxn('900000.00') }],
    instalments: [
      { id: 'i-1', kind: 'advance', amount: mxn('600000.00'), dueDate: '2011-03-15' },
      { id: 'i-2', kind: 'balance', amount: mxn('300000.00'), dueDate: '2011-10-31' },
    ],
    valueDate: '2011-02-28',
  });
  script.told('activity.start', { activityId: project, valueDate: '2011-03-01' });
  script.pays('d-stage-1-1', 'g-stage-1', 'i-1', account, {
    requested: '2011-03-07',
    approved: '2011-03-09',
    paid: '2011-03-15',
    acknowledged: '2011-03-17',
  });
  const own = { cofinancingId: 'cf-staff', amount: mxn('60000.00') };
  script.illustrative('cofinancing.agree', {
    ...own,
    grantId: 'g-stage-1',
    partner: executor,
    origin: 'own',
    form: 'kind',
    valuation: { quantity: '400', unit: 'horas de personal', method: 'horas registradas, a MXN 150 cada una' },
    valueDate: '2011-02-28',
  });
  script.illustrative('cofinancing.report', { ...own, valueDate: '2011-09-12' });
  script.illustrative('cofinancing.accept', { ...own, valueDate: '2011-09-26' });
  script.illustrative('expenditure.submit', {
    reportId: 'x-stage-1',
    grantId: 'g-stage-1',
    periodStart: '2011-03-01',
    periodEnd: '2011-08-31',
    lines: [
      { category: 'visits', amount: mxn('520000.00') },
      { category: 'kitchen-gardens', amount: mxn('380000.00') },
    ],
    valueDate: '2011-09-12',
  });
  script.illustrative('expenditure.accept', { reportId: 'x-stage-1', valueDate: '2011-09-26' });
  script.pays('d-stage-1-2', 'g-stage-1', 'i-2', account, {
    requested: '2011-10-03',
    approved: '2011-10-05',
    paid: '2011-10-12',
    acknowledged: '2011-10-14',
  });
}

/** 2012: a payment that the bank returned, an acceptance that was undone, and money that came back. */
function secondStage(script: Script): void {
  script.illustrative('grant.sign', {
    grantId: 'g-stage-2',
    activityId: project,
    stage: 'stage-2',
    payee: executor,
    proposalId: 'p-stage-2',
    amount: mxn('2400000.00'),
    funding: [{ window: 'agriculture', amount: mxn('2400000.00') }],
    instalments: [
      { id: 'i-1', kind: 'advance', amount: mxn('1400000.00'), dueDate: '2012-01-31' },
      { id: 'i-2', kind: 'advance', amount: mxn('1000000.00'), dueDate: '2012-07-31', condition: 'Primer informe aceptado.' },
    ],
    valueDate: '2012-01-16',
  });
  const first = { disbursementId: 'd-stage-2-1' };
  script.illustrative('disbursement.request', {
    ...first,
    grantId: 'g-stage-2',
    instalment: 'i-1',
    valueDate: '2012-01-18',
  });
  script.illustrative('disbursement.approve', { ...first, valueDate: '2012-01-20' });
  script.illustrative('disbursement.pay', { ...first, bankAccount: account, valueDate: '2012-01-31' });
  script.illustrative('disbursement.bounce', { ...first, valueDate: '2012-02-02' });
  script.illustrative('disbursement.pay', { ...first, bankAccount: account, valueDate: '2012-02-06' });
  script.illustrative('disbursement.acknowledge', { ...first, valueDate: '2012-02-08' });

  const report = { reportId: 'x-stage-2-1' };
  script.illustrative('expenditure.submit', {
    ...report,
    grantId: 'g-stage-2',
    periodStart: '2012-01-16',
    periodEnd: '2012-06-30',
    lines: [
      { category: 'microcredit-revolving-fund', amount: mxn('800000.00') },
      { category: 'visits', amount: mxn('450000.00') },
      { category: 'prickly-pear', amount: mxn('90000.00') },
    ],
    valueDate: '2012-07-09',
  });
  const accepted = script.illustrative('expenditure.accept', { ...report, valueDate: '2012-07-16' });
  script.illustrative('event.reverse', { position: accepted, valueDate: '2012-07-18' });
  script.illustrative('expenditure.accept', {
    ...report,
    lines: [
      { category: 'microcredit-revolving-fund', amount: mxn('800000.00') },
      { category: 'visits', amount: mxn('420000.00') },
      { category: 'prickly-pear', amount: mxn('90000.00') },
    ],
    valueDate: '2012-07-20',
  });
  script.pays('d-stage-2-2', 'g-stage-2', 'i-2', account, {
    requested: '2012-07-23',
    approved: '2012-07-25',
    paid: '2012-07-31',
    acknowledged: '2012-08-02',
  });
  script.illustrative('expenditure.submit', {
    reportId: 'x-stage-2-2',
    grantId: 'g-stage-2',
    periodStart: '2012-07-01',
    periodEnd: '2012-12-31',
    lines: [
      { category: 'microcredit-revolving-fund', amount: mxn('600000.00') },
      { category: 'savings-cooperatives', amount: mxn('444500.00') },
    ],
    valueDate: '2013-01-21',
  });
  script.illustrative('expenditure.accept', { reportId: 'x-stage-2-2', valueDate: '2013-02-04' });
  const rest = { refundId: 'r-stage-2', amount: mxn('45500.00') };
  script.illustrative('refund.claim', { ...rest, grantId: 'g-stage-2', ground: 'unspent', valueDate: '2013-02-04' });
  script.illustrative('refund.receive', { ...rest, bankAccount: account, valueDate: '2013-02-18' });
}
