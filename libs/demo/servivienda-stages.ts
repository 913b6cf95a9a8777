import { type Script, usd } from './script.js';

/*
 * The three stages of SERVIVIENDA, and the grant of each: paid in advance, by instalments, and after it was spent. The source
 * gives the stages and 40 houses at USD 2,000; the other figures are our own.
 */

const project = 'servivienda-honduras';
const executor = 'servivienda';
const account = 'usd-main';

/** Stage 1: paid in advance; what was not needed comes back. */
export function assessNeed(script: Script): void {
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
  // What the stage came to; what was advanced beyond it is due back.
  script.illustrative('grant.settle', { grantId: 'g-stage-1', valueDate: '1994-11-28' });
  script.illustrative('refund.receive', {
    refundId: 'g-stage-1',
    amount: usd('600.00'),
    bankAccount: account,
    valueDate: '1994-12-12',
  });
  reportNeed(script);
  endStage(script, 'stage-1', '1994-12-31');
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

/** Stage 2: the factory, and 40 houses at USD 2,000: two advances, and the balance once both reports are accepted. */
export function buildHouses(script: Script, ends1995: () => void): void {
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
  ends1995();
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

/** Stage 3: paid back after it was spent. What families pay for their houses is income of the project, not of the fund. */
export function financeFamilies(script: Script): void {
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

const endStage = (script: Script, stage: string, valueDate: string): number =>
  script.told('activity.end-stage', { activityId: project, stage, outcome: 'completed', valueDate });
