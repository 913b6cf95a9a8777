import { type Script, mxn } from './script.js';

/*
 * De Campesino a Campesino, the project of the Mexico-Haiti Alliance that civil society proposed: two stages, and a third
 * that never got money. What was done is of the source; how much of it, and on which day, is our own.
 */

const project = 'de-campesino-a-campesino';
const executor = 'centro-lindavista';
const account = 'mxn-main';

/** Up to the award: partners, stages, results that are aimed at, and the proposals. */
export function prepare(script: Script): void {
  script.illustrative('activity.negotiate', { activityId: project, valueDate: '2011-01-17' });
  join(script);
  aim(script);
  propose(script);
  script.illustrative('activity.formulate', { activityId: project, valueDate: '2011-02-14' });
}

/** What the fund paid in 2011, by the positions of the events. */
interface Paid {
  readonly first: number;
  readonly balance: number;
}

/** The stages; `ends2011` is called with the payments of that year when nothing more of it is to come. */
export function carryOut(script: Script, ends2011: (paid: Paid) => void): void {
  ends2011(firstStage(script));
  joinLater(script);
  secondStage(script);
  script.closes('2012', { earned: true });
  settle(script);
}

const contributors = [
  'sre-mexico',
  'fomento-social-banamex',
  'fundacion-bancomer',
  'fundacion-cuervo',
  'fundacion-chrysler',
  'fundacion-televisa',
  'fundacion-azteca',
  'unidos-por-ellos',
];

/** Proposed by civil society within the dialogue of the joint committee. */
export function identify(script: Script): void {
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
    agreement: 'alianza-mexico-haiti-2010',
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
    relationships: [{ partner: 'caritas-mexicana', kind: 'accompanied-by' }],
  });
  script.told('activity.join-partner', { ...proposer, partner: 'caritas-mexicana', brings: ['human'] });
  script.told('activity.join-partner', {
    ...proposer,
    partner: 'comite-haiti-mexico',
    relationship: 'Diálogo desde enero de 2010; en él propusieron también las OSC haitianas.',
    relationships: [
      { partner: executor, kind: 'umbrella-of' },
      { partner: 'osc-haiti', kind: 'umbrella-of' },
    ],
  });
  script.told('activity.join-partner', { ...proposer, partner: 'osc-haiti' });
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
    exchange: 'both',
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
  for (const partner of contributors) {
    script.told('activity.join-partner', { ...on, partner, phase: 'implementation', role: 'funder', brings: ['financial'] });
  }
  script.told('activity.join-partner', {
    ...on,
    partner: 'campesinos-haiti',
    phase: 'implementation',
    role: 'beneficiary',
    exchange: 'both',
    relationship: 'Visitan comunidades rurales de varios estados de México y llevan lo aprendido a las suyas.',
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
    script.illustrative('proposal.assess', {
      proposalId,
      recommendation: 'award',
      comment: 'Responde a lo acordado con las comunidades; el presupuesto es razonable.',
      valueDate: awarded,
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

/** 2011, short: an advance and a balance, with the executor's own hours beside them. Answers where the payments stand. */
function firstStage(script: Script): Paid {
  script.illustrative('grant.sign', {
    grantId: 'g-stage-1',
    activityId: project,
    stage: 'stage-1',
    payee: executor,
    proposalId: 'p-stage-1',
    startsOn: '2011-03-01',
    endsOn: '2011-08-31',
    budget: [
      { category: 'visits', amount: mxn('520000.00') },
      { category: 'kitchen-gardens', amount: mxn('380000.00') },
    ],
    amount: mxn('900000.00'),
    funding: [{ window: 'agriculture', amount: mxn('900000.00') }],
    instalments: [
      { id: 'i-1', kind: 'advance', amount: mxn('600000.00'), dueDate: '2011-03-15' },
      { id: 'i-2', kind: 'balance', amount: mxn('300000.00'), dueDate: '2011-10-31' },
    ],
    valueDate: '2011-02-28',
  });
  script.told('activity.start', { activityId: project, valueDate: '2011-03-01' });
  const first = script.pays('d-stage-1-1', 'g-stage-1', 'i-1', account, {
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
  const balance = script.pays('d-stage-1-2', 'g-stage-1', 'i-2', account, {
    requested: '2011-10-03',
    approved: '2011-10-05',
    paid: '2011-10-12',
    acknowledged: '2011-10-14',
  });
  measure(script, 'visits-2011', 'visitors', '2011-09-12', '24', { women: '11', men: '13' });
  measure(script, 'gardens-2011', 'gardens', '2011-09-12', '18');
  endStage(script, 'stage-1', '2011-10-14');
  return { first, balance };
}

/** 2012: a payment that the bank returned, an acceptance that was undone, and money that came back. */
function secondStage(script: Script): void {
  script.illustrative('grant.sign', {
    grantId: 'g-stage-2',
    activityId: project,
    stage: 'stage-2',
    payee: executor,
    proposalId: 'p-stage-2',
    startsOn: '2012-01-16',
    endsOn: '2012-12-31',
    budget: [
      { category: 'microcredit-revolving-fund', amount: mxn('1400000.00') },
      { category: 'visits', amount: mxn('450000.00') },
      { category: 'savings-cooperatives', amount: mxn('450000.00') },
      { category: 'prickly-pear', amount: mxn('100000.00') },
    ],
    amount: mxn('2400000.00'),
    funding: [{ window: 'agriculture', amount: mxn('2400000.00') }],
    instalments: [
      { id: 'i-1', kind: 'advance', amount: mxn('1400000.00'), dueDate: '2012-01-31' },
      {
        id: 'i-2',
        kind: 'advance',
        amount: mxn('1000000.00'),
        dueDate: '2012-07-31',
        conditions: [
          {
            id: 'first-report',
            text: 'Primer informe aceptado.',
            kind: 'fiduciary',
            translations: { en: 'First report accepted.' },
            body: 'alliance-board',
          },
        ],
      },
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
  // Above a million, two persons have to agree.
  script.illustrative('disbursement.approve', { ...first, valueDate: '2012-01-20' });
  script.illustrative('disbursement.approve', { ...first, valueDate: '2012-01-23' }, { actor: 'p-012' });
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
  script.illustrative('expenditure.question', {
    ...report,
    lines: [{ category: 'visits', reason: 'no-evidence', comment: 'Faltan los boletos de una delegación.' }],
    valueDate: '2012-07-12',
  });
  const accepted = script.illustrative('expenditure.accept', {
    ...report,
    lines: [{ category: 'microcredit-revolving-fund', amount: mxn('800000.00') }],
    valueDate: '2012-07-13',
  });
  // The list of loans was not in yet: the acceptance was taken back until it was.
  script.illustrative('event.reverse', { position: accepted, valueDate: '2012-07-16' });
  script.illustrative('expenditure.answer', {
    ...report,
    lines: [{ category: 'visits', answer: 'Se entregan los comprobantes que hay; los de un traslado local se perdieron.' }],
    valueDate: '2012-07-18',
  });
  script.illustrative('expenditure.accept', {
    ...report,
    lines: [
      { category: 'microcredit-revolving-fund', amount: mxn('800000.00') },
      { category: 'visits', amount: mxn('420000.00') },
      { category: 'prickly-pear', amount: mxn('90000.00') },
    ],
    valueDate: '2012-07-20',
  });
  script.illustrative('expenditure.disallow', {
    ...report,
    disallowanceId: 'da-stage-2',
    lines: [{ category: 'visits', reason: 'no-evidence', amount: mxn('30000.00') }],
    comment: 'Sin comprobante de un traslado local.',
    valueDate: '2012-07-20',
  });
  lend(script);
  script.illustrative('grant.meet-condition', {
    grantId: 'g-stage-2',
    condition: 'first-report',
    minute: { body: 'alliance-board', minute: 'Acta 1 de 2012' },
    valueDate: '2012-07-23',
  });
  script.pays('d-stage-2-2', 'g-stage-2', 'i-2', account, {
    requested: '2012-07-23',
    approved: '2012-07-25',
    paid: '2012-07-31',
    acknowledged: '2012-08-02',
  });
  measure(script, 'visits-2012', 'visitors', '2012-11-12', '36', { women: '19', men: '17' });
  measure(script, 'gardens-2012', 'gardens', '2012-11-12', '31');
  measure(script, 'loans-2012', 'loans', '2012-11-12', '142', { women: '90', men: '52' });
  extend(script);
}

/** An addendum: a month more, at the same amount. */
function extend(script: Script): void {
  script.illustrative('grant.amend', {
    grantId: 'g-stage-2',
    agreement: 'Adenda 1: prórroga sin costo hasta el 31 de enero de 2013',
    endsOn: '2013-01-31',
    minute: { body: 'alliance-board', minute: 'Acta 3 de 2012' },
    valueDate: '2012-11-19',
  });
}

/** 2013: the last accounts, what comes back, and the stage for which no money and no will was found. */
function settle(script: Script): void {
  script.illustrative('expenditure.submit', {
    reportId: 'x-stage-2-2',
    grantId: 'g-stage-2',
    periodStart: '2012-07-01',
    periodEnd: '2013-01-31',
    lines: [
      { category: 'microcredit-revolving-fund', amount: mxn('600000.00') },
      { category: 'savings-cooperatives', amount: mxn('444500.00') },
    ],
    valueDate: '2013-02-04',
  });
  script.illustrative('expenditure.accept', { reportId: 'x-stage-2-2', valueDate: '2013-02-11' });
  for (const [refundId, amount, ground] of [
    ['r-disallowed', '30000.00', 'disallowed'],
    ['r-unspent', '15500.00', 'unspent'],
  ] as const) {
    const rest = { refundId, amount: mxn(amount) };
    script.illustrative('refund.claim', { ...rest, grantId: 'g-stage-2', ground, valueDate: '2013-02-11' });
    script.illustrative('refund.receive', { ...rest, bankAccount: account, valueDate: '2013-02-25' });
  }
  endStage(script, 'stage-2', '2013-02-28');
  for (const grantId of ['g-stage-1', 'g-stage-2']) {
    script.illustrative('grant.close', { grantId, valueDate: '2013-03-11' });
  }
  // The third stage depended on money and will; none came.
  script.told('activity.end-stage', {
    activityId: project,
    stage: 'stage-3',
    outcome: 'not-funded',
    minute: { body: 'alliance-board', minute: 'Acta 2 de 2013' },
    valueDate: '2013-12-16',
  });
  script.illustrative('activity.complete', { activityId: project, valueDate: '2013-12-16' });
}

/** Microcredit for projects that produce food: it is lent, comes back, and is lent again, also when the grant is closed. */
function lend(script: Script): void {
  const fund = { revolvingFundId: 'rf-microcredit' };
  script.told('revolving-fund.open', {
    ...fund,
    grantId: 'g-stage-2',
    title: { es: 'Microcrédito para producir alimentos', en: 'Microcredit for producing food' },
    valueDate: '2012-02-13',
  });
  script.illustrative('revolving-fund.pay-in', { ...fund, amount: mxn('800000.00'), source: 'grant', valueDate: '2012-02-13' });
  script.illustrative('revolving-fund.lend', { ...fund, amount: mxn('780000.00'), loans: 78, valueDate: '2012-03-05' });
  script.illustrative('revolving-fund.repay', {
    ...fund,
    amount: mxn('410000.00'),
    charges: mxn('24600.00'),
    loans: 52,
    valueDate: '2012-09-28',
  });
  script.illustrative('revolving-fund.lend', { ...fund, amount: mxn('400000.00'), loans: 64, valueDate: '2012-10-15' });
  script.illustrative('revolving-fund.write-off', { ...fund, amount: mxn('12000.00'), loans: 2, valueDate: '2012-12-10' });
}

/** Mexican public bodies and universities came in later; the source names none. */
function joinLater(script: Script): void {
  for (const partner of ['organismos-publicos-mexico', 'universidades-mexico']) {
    script.told('activity.join-partner', {
      activityId: project,
      partner,
      phase: 'implementation',
      role: 'facilitator',
      brings: ['human', 'technical'],
      valueDate: '2012-01-16',
    });
  }
}

const years = ['2011', '2012'] as const;

/** What is aimed at: the source says of what, the figures are our own. */
function aim(script: Script): void {
  const sex = { name: 'sex', values: ['women', 'men'], additive: true };
  const aims = [
    {
      id: 'visits',
      indicator: 'visitors',
      type: 'output',
      title: {
        es: 'Visitas de campesinos haitianos a comunidades rurales de varios estados de México',
        en: 'Visits of Haitian peasants to rural communities in several Mexican states',
      },
      counts: { es: 'Visitantes', en: 'Visitors' },
      unit: 'persons',
      targets: { 2011: '24', 2012: '36' },
    },
    {
      id: 'gardens',
      indicator: 'gardens',
      type: 'output',
      title: {
        es: 'Huertos experimentales, agricultura orgánica y nopal para la seguridad alimentaria',
        en: 'Experimental kitchen gardens, organic farming and prickly pear for food security',
      },
      counts: { es: 'Huertos que producen', en: 'Gardens that yield' },
      unit: 'gardens',
      targets: { 2011: '20', 2012: '30' },
    },
    {
      id: 'loans',
      indicator: 'loans',
      type: 'outcome',
      title: {
        es: 'Microcrédito y cajas de ahorro para producir alimentos',
        en: 'Microcredit and savings cooperatives for producing food',
      },
      counts: { es: 'Préstamos entregados', en: 'Loans made' },
      unit: 'loans',
      targets: { 2012: '140' },
    },
  ] as const;
  for (const { id, indicator, type, title, counts, unit, targets } of aims) {
    const aimedAt: Readonly<Record<string, string>> = targets;
    script.illustrative('result.define', {
      resultId: id,
      activityId: project,
      type,
      title,
      indicators: [
        {
          id: indicator,
          title: counts,
          measure: 'count',
          unit,
          baseline: { year: 2010, value: '0' },
          dimensions: unit === 'gardens' ? [] : [sex],
          periods: years
            .filter((year) => aimedAt[year] !== undefined)
            .map((year) => ({ start: `${year}-01-01`, end: `${year}-12-31`, target: { value: aimedAt[year]! } })),
        },
      ],
      valueDate: '2011-02-14',
    });
  }
}

/** A figure of a year, by sex where it is of persons. */
function measure(
  script: Script,
  measurement: string,
  indicator: string,
  valueDate: string,
  value: string,
  bySex: Readonly<Record<string, string>> = {},
): void {
  const [resultId = '', year] = measurement.split('-');
  script.illustrative('result.measure', {
    resultId,
    measurement,
    indicator,
    periodStart: `${year}-01-01`,
    value,
    by: Object.entries(bySex).map(([sex, part]) => ({ dimensions: [{ name: 'sex', value: sex }], value: part })),
    valueDate,
  });
}

const endStage = (script: Script, stage: string, valueDate: string): number =>
  script.illustrative('activity.end-stage', { activityId: project, stage, outcome: 'completed', valueDate });
