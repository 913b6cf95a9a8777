import { type Script, usd } from './script.js';

/*
 * A project that an organisation proposed without a call, under the theme of energy. Its accounts are late when the programme
 * ends: the fund stays open for it. All of it is our own.
 */

const account = 'usd-main';
const grantId = 'g-village-stoves';
const lead = 'participant-bj-2';
const activityId = 'rural-energy';

/** From the proposal to an advance of which a part is overdue. */
export function cookCleaner(script: Script): void {
  award(script);
  sign(script);
  script.pays('d-village-stoves-1', grantId, 'i-1', account, {
    requested: '2009-04-20',
    approved: '2009-04-23',
    paid: '2009-05-04',
    acknowledged: '2009-05-08',
  });
  // A part is passed on, and nothing of it has been accounted for.
  const passedOn = { subGrantId: 'sg-village-stoves', amount: usd('4000.00') };
  script.illustrative('sub-grant.sign', {
    ...passedOn,
    grantId,
    partner: 'participant-bj-3',
    agreement: 'Convenio con el grupo campesino',
    valueDate: '2009-05-18',
  });
  script.illustrative('sub-grant.pay', { ...passedOn, valueDate: '2009-06-01' });
  const report = { reportId: 'x-village-stoves-1' };
  script.illustrative('expenditure.submit', {
    ...report,
    grantId,
    periodStart: '2009-05-04',
    periodEnd: '2010-04-30',
    lines: [
      { category: 'stoves', amount: usd('11200.00') },
      { category: 'training', amount: usd('2900.00') },
    ],
    valueDate: '2010-06-14',
  });
  script.illustrative('expenditure.accept', { ...report, valueDate: '2010-07-05' });
}

function award(script: Script): void {
  const proposed = { proposalId: 'p-village-stoves' };
  script.illustrative('proposal.submit', {
    ...proposed,
    lead,
    activityId,
    title: { es: 'Estufas de leña mejoradas en aldeas de Benín', en: 'Improved wood stoves in villages of Benin' },
    summary: {
      es: 'Bután enseña a construir estufas que gastan menos leña; Benín, a organizar su venta entre vecinas.',
      en: 'Bhutan teaches how to build stoves that need less wood; Benin, how neighbours organise their sale.',
    },
    budget: [
      { category: 'stoves', amount: usd('24000.00') },
      { category: 'training', amount: usd('8000.00') },
    ],
    requested: usd('30000.00'),
    own: { cash: usd('2000.00') },
    valueDate: '2009-02-23',
  });
  for (const actor of ['p-110', 'p-111']) {
    script.illustrative(
      'proposal.assess',
      {
        ...proposed,
        recommendation: 'award',
        comment: 'Cada parte da y recibe, y el costo por estufa es razonable.',
        valueDate: '2009-03-16',
      },
      { actor },
    );
  }
  script.illustrative('proposal.award-directly', {
    ...proposed,
    ground: 'small-amount',
    reasons: {
      es: 'Por su monto no justificaba otra convocatoria; responde a lo que pidieron Benín y Bután.',
      en: 'Too small for another call; it answers what Benin and Bhutan asked for.',
    },
    minute: { body: 'committee', minute: 'Acta 1 de 2009' },
    valueDate: '2009-03-30',
  });
}

function sign(script: Script): void {
  const joins = { activityId, partner: lead, valueDate: '2009-03-30' };
  script.illustrative('activity.join-partner', { ...joins, phase: 'identification', role: 'proposer' });
  script.illustrative('activity.join-partner', {
    ...joins,
    phase: 'implementation',
    role: 'executor',
    exchange: 'both',
    brings: ['human', 'financial'],
  });
  script.illustrative('grant.sign', {
    grantId,
    activityId,
    payee: lead,
    proposalId: 'p-village-stoves',
    amount: usd('30000.00'),
    budget: [
      { category: 'stoves', amount: usd('24000.00') },
      { category: 'training', amount: usd('6000.00') },
    ],
    funding: [{ earmark: 'sustainable-energy', window: 'reciprocity-projects', amount: usd('30000.00') }],
    instalments: [
      { id: 'i-1', kind: 'advance', amount: usd('20000.00'), dueDate: '2009-05-04' },
      {
        id: 'i-2',
        kind: 'balance',
        amount: usd('10000.00'),
        dueDate: '2010-07-30',
        conditions: [
          {
            id: 'all-accounted',
            text: 'Anticipo rendido en su totalidad.',
            kind: 'fiduciary',
            translations: { en: 'All of the advance accounted for.' },
          },
        ],
      },
    ],
    valueDate: '2009-04-06',
  });
}
