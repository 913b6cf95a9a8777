import { measure } from './campesino-results.js';
import { type Script, mxn, usd } from './script.js';

/*
 * What the two stages of De Campesino a Campesino were paid and accounted for, what came of them, and how it ended. What was
 * done is of the source; how much of it, and on which day, is our own.
 */

const project = 'de-campesino-a-campesino';
const executor = 'centro-lindavista';
const account = 'mxn-main';

/** What the fund paid in 2011, by the positions of the events. */
export interface Paid {
  readonly first: number;
  readonly balance: number;
}

/** 2011, short: an advance and a balance, with the executor's own hours beside them. Answers where the payments stand. */
export function firstStage(script: Script): Paid {
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
export function secondStage(script: Script): void {
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
  appeal(script);
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

/** What was disallowed is appealed, and a person who had no part in it decides; then it comes back. */
function appeal(script: Script): void {
  const disallowed = { reportId: 'x-stage-2-1', disallowanceId: 'da-stage-2' };
  script.illustrative('expenditure.appeal', {
    ...disallowed,
    grounds: 'El traslado se hizo en transporte de la comunidad, que no da comprobantes.',
    valueDate: '2012-08-06',
  });
  script.illustrative(
    'expenditure.decide-appeal',
    {
      ...disallowed,
      upheld: false,
      comment: 'El convenio pide al menos una constancia firmada por quien transporta, y no la hay.',
      valueDate: '2012-09-10',
    },
    { actor: 'p-012' },
  );
  const rest = { refundId: 'r-disallowed', amount: mxn('30000.00') };
  script.illustrative('refund.claim', { ...rest, grantId: 'g-stage-2', ground: 'disallowed', valueDate: '2012-09-17' });
  script.illustrative('refund.receive', { ...rest, bankAccount: account, valueDate: '2012-10-08' });
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

/** 2013: the last accounts, what comes back, and the stage for which no money and no will was found. */
export function settle(script: Script): void {
  script.illustrative('expenditure.submit', {
    reportId: 'x-stage-2-2',
    grantId: 'g-stage-2',
    periodStart: '2012-07-01',
    periodEnd: '2013-01-31',
    lines: [
      { category: 'microcredit-revolving-fund', amount: mxn('600000.00') },
      { category: 'savings-cooperatives', amount: mxn('444700.00') },
    ],
    valueDate: '2013-02-04',
  });
  script.illustrative('expenditure.accept', { reportId: 'x-stage-2-2', valueDate: '2013-02-11' });
  for (const grantId of ['g-stage-1', 'g-stage-2']) script.illustrative('grant.settle', { grantId, valueDate: '2013-02-11' });
  // What was left had been changed for what was bought in Haiti: it comes back in dollars.
  script.illustrative('refund.receive', {
    refundId: 'g-stage-2',
    amount: usd('1200.00'),
    rate: { rate: '12.7500', source: 'Banco de México, FIX (ilustrativo)', date: '2013-02-25' },
    bankAccount: 'usd-main',
    valueDate: '2013-02-25',
  });
  endStage(script, 'stage-2', '2013-02-28');
  for (const grantId of ['g-stage-1', 'g-stage-2']) {
    script.illustrative('grant.close', { grantId, valueDate: '2013-03-11' });
  }
  // The third stage was possible, if there were money and will: the record leaves it there, and here none came.
  script.illustrative('activity.end-stage', {
    activityId: project,
    stage: 'stage-3',
    outcome: 'not-funded',
    minute: { body: 'alliance-board', minute: 'Acta 2 de 2013' },
    valueDate: '2013-12-16',
  });
  script.illustrative('activity.complete', { activityId: project, valueDate: '2013-12-16' });
}

const endStage = (script: Script, stage: string, valueDate: string): number =>
  script.illustrative('activity.end-stage', { activityId: project, stage, outcome: 'completed', valueDate });
