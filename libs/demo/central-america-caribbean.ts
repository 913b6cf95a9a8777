import { bookId } from '#kernel/ids';
import type { DemoBook } from './command.js';
import { Script, usd } from './script.js';

/*
 * SERVIVIENDA: Colombia and Honduras, technical cooperation of the 1990s, paid by a fund of Colombia, Mexico and
 * Venezuela. The source gives who, why, the three stages, and 40 houses at USD 2,000; the other figures and the days are
 * illustrative. The fund paid all of it: there is no co-financing, and nothing is valued in kind. At the end what is left
 * goes back to the three governments, and the fund is closed: of that the source says nothing, either.
 */

const book = bookId('central-america-caribbean');
const project = 'servivienda-honduras';
const executor = 'servivienda';
const frame = 'convenio-colombia-honduras-1993';
const account = 'usd-main';

/** Posts the whole case. */
export function centralAmericaCaribbean(): DemoBook {
  const script = new Script(book, { 'fund-manager': 'p-002', approver: 'p-003', admin: 'p-001' });
  establish(script);
  contribute(script);
  identify(script);
  join(script);
  const formulated = { activityId: project, valueDate: '1994-01-20' };
  script.illustrative('activity.negotiate', { activityId: project, valueDate: '1993-11-15' });
  script.closes('1993', { earned: false });
  script.illustrative('activity.formulate', formulated);
  script.illustrative('activity.start', { activityId: project, valueDate: '1994-03-01' });
  allocate(script);
  assessNeed(script);
  buildHouses(script);
  financeFamilies(script);
  script.illustrative('activity.complete', { activityId: project, valueDate: '1997-11-28' });
  closeYear(script, '1997');
  evaluate(script);
  settle(script);
  endFund(script);
  return {
    book,
    title: { es: 'Fondo de Cooperación para Centroamérica y el Caribe', en: 'Central America and Caribbean Cooperation Fund' },
    commands: script.commands,
    events: script.events,
  };
}

function establish(script: Script): void {
  script.illustrative('fund.establish', {
    name: { es: 'Fondo de Cooperación para Centroamérica y el Caribe', en: 'Central America and Caribbean Cooperation Fund' },
    description: {
      es: 'Fondo público cofinanciado en su momento por Colombia, México y Venezuela para la cooperación técnica con Centroamérica y el Caribe. Datos de demostración: los hechos son de la fuente; los montos y días son ilustrativos, salvo las 40 viviendas a USD 2.000.',
      en: 'Public fund co-financed at the time by Colombia, Mexico and Venezuela for technical cooperation with Central America and the Caribbean. Demonstration data: the facts are from the source; amounts and days are illustrative, except the 40 houses at USD 2,000.',
    },
    homeCurrency: 'USD',
    timeZone: 'America/Bogota',
    startsOn: '1993-01-01',
    endsOn: '1998-12-31',
    windows: [{ id: 'technical-cooperation', title: { es: 'Cooperación técnica', en: 'Technical cooperation' } }],
    bankAccounts: [{ id: account, currency: 'USD' }],
    policy: { incomeRecognition: 'as-spent', advances: { dueDays: 365 } },
    publishing: {
      reportingOrg: {
        ref: 'XI-IATI-AYNIDEMO-CAC',
        name: 'Fondo de Cooperación para Centroamérica y el Caribe (demostración de Ayni)',
        type: '15',
      },
      language: 'es',
      scope: '2',
      countries: [{ code: 'HN', percentage: '100' }],
      sectors: [{ code: '16040', percentage: '100' }],
      collaborationType: '1',
    },
  });
}

/** What each gives, and what of it is left at the end. */
const gifts = [
  { id: 'c-colombia', contributor: 'gov-colombia', amount: '120000.00', left: '49386.79' },
  { id: 'c-mexico', contributor: 'gov-mexico', amount: '50000.00', left: '20577.83' },
  { id: 'c-venezuela', contributor: 'gov-venezuela', amount: '40000.00', left: '16462.28' },
];

function contribute(script: Script): void {
  for (const { id, contributor, amount } of gifts) {
    const body = { contributionId: id, contributor, amount: usd(amount) };
    script.illustrative('contribution.pledge', { ...body, valueDate: '1993-06-15' });
    script.illustrative('contribution.commit', { ...body, valueDate: '1993-09-01' });
  }
  const receive = (contributionId: string, amount: string, valueDate: string): number =>
    script.illustrative('contribution.receive', { contributionId, amount: usd(amount), bankAccount: account, valueDate });
  receive('c-colombia', '70000.00', '1993-10-04');
  receive('c-mexico', '50000.00', '1993-10-18');
  receive('c-venezuela', '40000.00', '1993-11-08');
  // The same bank line entered a second time, and put right.
  const twice = receive('c-venezuela', '40000.00', '1993-11-08');
  script.illustrative('event.reverse', { position: twice, valueDate: '1993-11-10' });
  receive('c-colombia', '50000.00', '1994-05-02');
}

function identify(script: Script): void {
  script.told('activity.identify', {
    activityId: project,
    title: { es: 'Vivienda prefabricada de bajo costo en Honduras', en: 'Low-cost prefabricated housing in Honduras' },
    description: {
      es: 'Transferencia a Honduras de la construcción modular, liviana y de bajo costo de SERVIVIENDA, en el marco del convenio de 1993 entre Colombia y Honduras sobre cooperación económica y comercial y lucha contra el narcotráfico. Etapas: evaluar la necesidad, montar la fábrica y producir 40 viviendas de USD 2.000, y crear mecanismos para que las familias las compren.',
      en: 'Transfer to Honduras of the light, modular, low-cost construction of SERVIVIENDA, under the 1993 convention between Colombia and Honduras on economic and trade cooperation and combating drug trafficking. Stages: evaluate the need, set up the factory and produce 40 houses at USD 2,000 each, and create mechanisms for families to buy them.',
    },
    modality: 'bilateral',
    plannedStart: '1994-03-01',
    plannedEnd: '1997-12-31',
    classification: {
      countries: [{ code: 'HN', percentage: '100' }],
      sectors: [{ code: '16040', percentage: '100' }],
      collaborationType: '1',
    },
    agreement: frame,
    valueDate: '1993-10-01',
  });
}

function join(script: Script): void {
  const on = { activityId: project, valueDate: '1993-11-15' };
  script.told('activity.join-partner', {
    ...on,
    partner: 'gov-colombia',
    phase: 'identification',
    role: 'proposer',
    brings: ['financial'],
    relationship: 'Las autoridades públicas se acercaron a SERVIVIENDA por su experiencia reconocida.',
    relationships: [{ partner: executor, kind: 'new-acquaintance' }],
  });
  script.told('activity.join-partner', {
    ...on,
    partner: 'gov-honduras',
    phase: 'negotiation-and-formulation',
    role: 'counterpart',
  });
  for (const partner of ['gov-colombia', 'gov-mexico', 'gov-venezuela']) {
    script.told('activity.join-partner', {
      ...on,
      partner,
      phase: 'implementation',
      role: 'funder',
      brings: ['financial'],
    });
  }
  script.told('activity.join-partner', {
    ...on,
    partner: executor,
    phase: 'implementation',
    role: 'executor',
    brings: ['human', 'technical'],
    exchange: 'provides',
    advantage: 'Prefabricación liviana y construcción modular de bajo costo de viviendas, escuelas y puestos de salud.',
    relationships: [
      { partner: 'compania-de-jesus', kind: 'other', text: 'La Compañía de Jesús la fundó en Bogotá en 1976.' },
      { partner: 'gov-colombia', kind: 'funded-by' },
    ],
  });
  script.told('activity.join-partner', {
    ...on,
    partner: 'fedecoh',
    phase: 'implementation',
    role: 'counterpart',
    exchange: 'receives',
    brings: ['human'],
    relationships: [{ partner: executor, kind: 'new-acquaintance' }],
  });
  for (const partner of ['gov-colombia', 'gov-honduras']) {
    script.told('activity.join-partner', { ...on, partner, phase: 'evaluation', role: 'evaluator' });
  }
  const stages = [
    ['stage-1', 'Evaluación de la necesidad de vivienda', 'Evaluation of the need for housing', '1994-03-01', '1994-12-31'],
    ['stage-2', 'Fábrica y producción de 40 viviendas', 'Factory and production of 40 houses', '1995-01-01', '1996-12-31'],
    ['stage-3', 'Mecanismos financieros de compra', 'Financial mechanisms for buying', '1997-01-01', '1997-12-31'],
  ] as const;
  for (const [stage, es, en, plannedStart, plannedEnd] of stages) {
    script.told('activity.add-stage', { ...on, stage, title: { es, en }, plannedStart, plannedEnd });
  }
}

function allocate(script: Script): void {
  script.illustrative('allocation.make', {
    allocationId: 'al-project',
    window: 'technical-cooperation',
    amount: usd('130000.00'),
    activityId: project,
    lapsesAfter: '1998-06-30',
    valueDate: '1994-02-01',
  });
  script.illustrative('allocation.make', {
    allocationId: 'al-administration',
    window: 'administration',
    amount: usd('1000.00'),
    lapsesAfter: '1998-06-30',
    valueDate: '1994-02-01',
  });
  script.illustrative('bank-charge.record', {
    bankChargeId: 'bc-1994',
    amount: usd('85.50'),
    bankAccount: account,
    valueDate: '1994-12-30',
  });
  script.illustrative('interest.receive', {
    interestId: 'int-1994',
    amount: usd('1912.40'),
    bankAccount: account,
    valueDate: '1994-12-30',
  });
}

/** Stage 1: paid in advance; what was not needed comes back. */
function assessNeed(script: Script): void {
  script.illustrative('grant.sign', {
    grantId: 'g-stage-1',
    activityId: project,
    stage: 'stage-1',
    payee: executor,
    agreement: 'Convenio de 1993, acta de ejecución 1',
    amount: usd('12000.00'),
    budget: [
      { category: 'technical-missions', amount: usd('8500.00') },
      { category: 'surveys', amount: usd('3500.00') },
    ],
    funding: [{ window: 'technical-cooperation', amount: usd('12000.00') }],
    instalments: [{ id: 'i-1', kind: 'advance', amount: usd('12000.00'), dueDate: '1994-03-15' }],
    valueDate: '1994-02-15',
  });
  script.pays('d-stage-1', 'g-stage-1', 'i-1', account, {
    requested: '1994-03-07',
    approved: '1994-03-09',
    paid: '1994-03-15',
    acknowledged: '1994-03-18',
  });
  script.illustrative('expenditure.submit', {
    reportId: 'x-stage-1',
    grantId: 'g-stage-1',
    periodStart: '1994-03-15',
    periodEnd: '1994-10-31',
    lines: [
      { category: 'technical-missions', amount: usd('8150.00') },
      { category: 'surveys', amount: usd('3250.00') },
    ],
    valueDate: '1994-11-14',
  });
  script.illustrative('expenditure.accept', { reportId: 'x-stage-1', valueDate: '1994-11-28' });
  script.illustrative('refund.claim', {
    refundId: 'r-stage-1',
    grantId: 'g-stage-1',
    amount: usd('600.00'),
    ground: 'unspent',
    valueDate: '1994-11-28',
  });
  script.illustrative('refund.receive', {
    refundId: 'r-stage-1',
    amount: usd('600.00'),
    bankAccount: account,
    valueDate: '1994-12-12',
  });
  reportNeed(script);
  endStage(script, 'stage-1', '1994-12-31');
  closeYear(script, '1994');
}

/** That the need was evaluated is the source's; what was found is our own. */
function reportNeed(script: Script): void {
  const need = { resultId: 'need-evaluated', indicator: 'need', periodStart: '1994-03-01' };
  script.told('result.define', {
    resultId: need.resultId,
    activityId: project,
    stage: 'stage-1',
    type: 'output',
    title: { es: 'Necesidad de vivienda de bajo costo evaluada', en: 'Need for low-cost housing evaluated' },
    indicators: [
      {
        id: need.indicator,
        title: { es: 'Qué se encontró', en: 'What was found' },
        measure: 'qualitative',
        baseline: { year: 1993, comment: { es: 'Sin evaluar.', en: 'Not evaluated.' } },
        periods: [{ start: '1994-03-01', end: '1994-12-31' }],
      },
    ],
    valueDate: '1994-03-01',
  });
  script.illustrative('result.measure', {
    resultId: need.resultId,
    measurement: 'm-need',
    indicator: need.indicator,
    periodStart: need.periodStart,
    comment: {
      es: 'La vivienda modular y liviana es viable con fábrica en el país y compra a plazos.',
      en: 'Light modular housing is feasible with a factory in the country and purchase by instalments.',
    },
    valueDate: '1994-11-14',
  });
}

/** What the source says came of it, and the judgement of the officials who took part. */
function evaluate(script: Script): void {
  script.told('evaluation.record', {
    evaluationId: 'e-servivienda',
    subject: { kind: 'activity', id: project },
    kind: 'final',
    partners: ['gov-colombia', 'gov-honduras'],
    periodStart: '1994-03-01',
    periodEnd: '1997-11-28',
    outcome: 'successful',
    summary: {
      es: 'Muy positiva en lo técnico, según los funcionarios que participaron.',
      en: 'Technically very positive, according to the officials who took part.',
    },
    valueDate: '1998-03-16',
  });
  script.told('activity.evaluate', { activityId: project, evaluation: 'e-servivienda', valueDate: '1998-03-16' });
}

/** Stage 2: the factory, and 40 houses at USD 2,000: two advances, and the balance once both reports are accepted. */
function buildHouses(script: Script): void {
  script.illustrative('grant.sign', {
    grantId: 'g-stage-2',
    activityId: project,
    stage: 'stage-2',
    payee: executor,
    agreement: 'Convenio de 1993, acta de ejecución 2',
    amount: usd('105000.00'),
    budget: [
      { category: 'factory', amount: usd('25000.00') },
      { category: 'houses', cost: { basis: 'unit-cost', unit: 'vivienda', unitCost: usd('2000.00'), quantity: '40' } },
    ],
    funding: [{ window: 'technical-cooperation', amount: usd('105000.00') }],
    instalments: [
      { id: 'i-1', kind: 'advance', amount: usd('45000.00'), dueDate: '1995-02-15' },
      {
        id: 'i-2',
        kind: 'advance',
        amount: usd('45000.00'),
        dueDate: '1995-09-15',
        conditions: [
          { id: 'factory-runs', text: 'Fábrica en funcionamiento.', translations: { en: 'The factory is running.' } },
        ],
      },
      {
        id: 'i-3',
        kind: 'balance',
        amount: usd('15000.00'),
        dueDate: '1996-11-30',
        condition: 'Informe final de gasto aceptado.',
      },
    ],
    valueDate: '1995-01-16',
  });
  const houses = { resultId: 'houses', indicator: 'houses', periodStart: '1995-01-01' };
  script.told('result.define', {
    resultId: houses.resultId,
    activityId: project,
    stage: 'stage-2',
    type: 'output',
    title: { es: 'Viviendas de bajo costo', en: 'Low-cost houses' },
    indicators: [
      {
        id: houses.indicator,
        title: { es: 'Viviendas producidas', en: 'Houses produced' },
        measure: 'count',
        unit: 'houses',
        baseline: { year: 1994, value: '0' },
        periods: [{ start: '1995-01-01', end: '1996-12-31', target: { value: '40' } }],
      },
    ],
    valueDate: '1995-01-16',
  });
  script.pays('d-stage-2-1', 'g-stage-2', 'i-1', account, {
    requested: '1995-02-06',
    approved: '1995-02-08',
    paid: '1995-02-15',
    acknowledged: '1995-02-20',
  });
  equipFactory(script);
  const runs = { grantId: 'g-stage-2', condition: 'factory-runs', valueDate: '1995-08-28' };
  script.illustrative('grant.meet-condition', runs);
  script.pays('d-stage-2-2', 'g-stage-2', 'i-2', account, {
    requested: '1995-09-04',
    approved: '1995-09-07',
    paid: '1995-09-15',
    acknowledged: '1995-09-19',
  });
  closeYear(script, '1995');
  script.illustrative('expenditure.submit', {
    reportId: 'x-stage-2-1',
    grantId: 'g-stage-2',
    periodStart: '1995-02-15',
    periodEnd: '1995-12-31',
    lines: [
      { category: 'factory', amount: usd('25000.00') },
      { category: 'houses', amount: usd('40000.00'), quantity: '20' },
    ],
    valueDate: '1996-01-22',
  });
  script.illustrative('expenditure.accept', { reportId: 'x-stage-2-1', valueDate: '1996-02-12' });
  // With the first 20 this makes the 40 houses of the source: USD 80,000.
  script.told('expenditure.submit', {
    reportId: 'x-stage-2-2',
    grantId: 'g-stage-2',
    periodStart: '1996-01-01',
    periodEnd: '1996-09-30',
    lines: [{ category: 'houses', amount: usd('40000.00'), quantity: '20' }],
    valueDate: '1996-10-14',
  });
  script.told('expenditure.accept', { reportId: 'x-stage-2-2', valueDate: '1996-11-04' });
  script.told('result.measure', { ...houses, measurement: 'm-houses', value: '40', valueDate: '1996-11-04' });
  script.pays('d-stage-2-3', 'g-stage-2', 'i-3', account, {
    requested: '1996-11-06',
    approved: '1996-11-08',
    paid: '1996-11-15',
    acknowledged: '1996-11-20',
  });
  endStage(script, 'stage-2', '1996-12-31');
  closeYear(script, '1996');
}

/** The factory stays in Honduras when the project ends; what it is worth, and that its counterpart gets it, is our own. */
function equipFactory(script: Script): void {
  script.illustrative('asset.acquire', {
    assetId: 'factory',
    grantId: 'g-stage-2',
    description: 'Equipo de la fábrica de módulos prefabricados',
    value: usd('21500.00'),
    custodian: executor,
    valueDate: '1995-06-30',
  });
  script.illustrative('asset.verify', { assetId: 'factory', condition: 'in-use', valueDate: '1995-08-25' });
}

const endStage = (script: Script, stage: string, valueDate: string): number =>
  script.told('activity.end-stage', { activityId: project, stage, outcome: 'completed', valueDate });

/** Stage 3: paid back after it was spent. What families pay for their houses is income of the project, not of the fund. */
function financeFamilies(script: Script): void {
  script.illustrative('grant.sign', {
    grantId: 'g-stage-3',
    activityId: project,
    stage: 'stage-3',
    payee: executor,
    agreement: 'Convenio de 1993, acta de ejecución 3',
    amount: usd('9000.00'),
    funding: [{ window: 'technical-cooperation', amount: usd('9000.00') }],
    instalments: [{ id: 'i-1', kind: 'reimbursement', amount: usd('9000.00'), dueDate: '1997-10-31' }],
    valueDate: '1997-01-20',
  });
  sellHouses(script);
  script.illustrative('expenditure.submit', {
    reportId: 'x-stage-3',
    grantId: 'g-stage-3',
    periodStart: '1997-02-01',
    periodEnd: '1997-08-31',
    lines: [{ category: 'financial-mechanisms', amount: usd('9000.00') }],
    valueDate: '1997-09-15',
  });
  script.illustrative('expenditure.accept', { reportId: 'x-stage-3', valueDate: '1997-10-06' });
  script.pays('d-stage-3', 'g-stage-3', 'i-1', account, {
    requested: '1997-10-07',
    approved: '1997-10-10',
    paid: '1997-10-20',
    acknowledged: '1997-10-24',
  });
  endStage(script, 'stage-3', '1997-11-28');
}

/** That the families pay is the source's; how many paid how much, and that it was lent on, is our own. */
function sellHouses(script: Script): void {
  const lends = { revolvingFundId: 'rf-housing' };
  const bought = { resultId: 'families-buy', indicator: 'families', periodStart: '1997-01-01' };
  script.told('result.define', {
    resultId: bought.resultId,
    activityId: project,
    stage: 'stage-3',
    type: 'outcome',
    title: { es: 'Familias que compran su vivienda', en: 'Families that buy their houses' },
    indicators: [
      {
        id: bought.indicator,
        title: { es: 'Familias que pagan su vivienda a plazos', en: 'Families that pay their houses by instalments' },
        measure: 'count',
        unit: 'families',
        baseline: { year: 1996, value: '0' },
        periods: [{ start: '1997-01-01', end: '1997-12-31', target: { value: '40' } }],
      },
    ],
    valueDate: '1997-01-20',
  });
  script.illustrative('revolving-fund.open', {
    ...lends,
    grantId: 'g-stage-3',
    title: { es: 'Crédito para la compra de vivienda', en: 'Credit for buying houses' },
    valueDate: '1997-02-03',
  });
  const paid = [
    ['pi-1997-1', '7200.00', '24 familias, primeras cuotas', '1997-05-30'],
    ['pi-1997-2', '4800.00', '16 familias, primeras cuotas', '1997-09-01'],
  ] as const;
  for (const [incomeId, amount, what, valueDate] of paid) {
    const income = { incomeId, grantId: 'g-stage-3', source: 'sales', what, use: 'revolving-fund' } as const;
    script.illustrative('project-income.earn', { ...income, amount: usd(amount), valueDate });
    script.illustrative('revolving-fund.pay-in', { ...lends, amount: usd(amount), source: 'project-income', valueDate });
  }
  script.illustrative('revolving-fund.lend', { ...lends, amount: usd('10000.00'), loans: 5, valueDate: '1997-09-15' });
  script.illustrative('revolving-fund.repay', {
    ...lends,
    amount: usd('1000.00'),
    charges: usd('80.00'),
    loans: 5,
    valueDate: '1997-11-14',
  });
  script.illustrative('result.measure', { ...bought, measurement: 'm-families', value: '40', valueDate: '1997-11-28' });
}

/** What was spent in a year becomes income of those whose money it was. */
function closeYear(script: Script, year: string): void {
  for (const { id } of gifts) {
    script.illustrative('income.recognise', { contributionId: id, valueDate: `${year}-12-31` });
  }
  script.closes(year, { earned: true });
}

/** The accounts of the three grants are closed; what is left of the allocations lapses. */
function settle(script: Script): void {
  script.illustrative('asset.dispose', { assetId: 'factory', how: 'donated', recipient: 'fedecoh', valueDate: '1998-03-30' });
  for (const stage of ['stage-1', 'stage-2', 'stage-3']) {
    script.illustrative('grant.close', { grantId: `g-${stage}`, valueDate: '1998-04-30' });
  }
  for (const allocationId of ['al-project', 'al-administration']) {
    script.illustrative('allocation.lapse', { allocationId, valueDate: '1998-07-01' });
  }
}

/** What was not spent goes back to those who gave it, by what is left of each one's money; then the books are closed. */
function endFund(script: Script): void {
  for (const { id, left } of gifts) {
    script.illustrative('contribution.return', {
      contributionId: id,
      amount: usd(left),
      bankAccount: account,
      valueDate: '1998-11-30',
    });
  }
  // Interest that was income once goes back, too.
  script.closes('1998', { earned: true });
  script.illustrative('fund.close', { valueDate: '1999-01-29' });
}
