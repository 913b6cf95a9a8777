import { type Script, usd } from './script.js';

/*
 * A call for organisations of the three countries. The source tells that over 180 took part, in projects in which each
 * side gives and receives; the call, who answered it and how it was decided are our own.
 */

const account = 'usd-main';
const call = 'reciprocity-2008';
const minute = { body: 'committee', minute: 'Acta 2 de 2008' };

const proposals = [
  {
    id: 'p-oils',
    lead: 'participant-bj',
    activityId: 'organic-chains',
    title: { es: 'Aceites orgánicos de mujeres productoras', en: 'Organic oils of women producers' },
    requested: '80000.00',
    own: '8000.00',
    scores: { 'p-110': [9, 8, 9], 'p-111': [8, 8, 9] },
  },
  {
    id: 'p-trails',
    lead: 'participant-cr',
    activityId: 'community-tourism',
    title: { es: 'Senderos guiados por la comunidad', en: 'Trails guided by the community' },
    requested: '90000.00',
    own: '9000.00',
    scores: { 'p-111': [8, 7, 8], 'p-112': [8, 8, 7] },
  },
  {
    id: 'p-homestays',
    lead: 'participant-bt',
    activityId: 'community-tourism',
    title: { es: 'Hospedaje en casas de familia', en: 'Homestays' },
    requested: '70000.00',
    own: '3500.00',
    scores: { 'p-110': [7, 7, 8], 'p-111': [7, 8, 7] },
  },
  {
    id: 'p-fair',
    lead: 'participant-cr-2',
    activityId: 'organic-chains',
    title: { es: 'Feria de productos', en: 'Fair of products' },
    requested: '60000.00',
    own: '3000.00',
    scores: { 'p-110': [4, 5, 5], 'p-111': [5, 5, 4] },
  },
] as const;

/** From the opening of the call to the closing of what came of it. */
export function callForReciprocity(script: Script): void {
  open(script);
  assess(script);
  decide(script);
  fund(script, {
    id: 'oils',
    activityId: 'organic-chains',
    lead: 'participant-bj',
    earmark: 'production-consumption',
    amount: '80000.00',
    spent: '80000.00',
    own: ['8000.00', '8000.00'],
  });
  fund(script, {
    id: 'homestays',
    activityId: 'community-tourism',
    lead: 'participant-bt',
    earmark: 'sustainable-tourism',
    amount: '70000.00',
    spent: '69580.00',
    own: ['3500.00', '2100.00'],
  });
}

function open(script: Script): void {
  script.illustrative('call.open', {
    callId: call,
    title: { es: 'Proyectos de reciprocidad 2008', en: 'Reciprocity projects 2008' },
    description: {
      es: 'Para organizaciones de Costa Rica, Benín y Bután. Cada parte da y recibe.',
      en: 'For organisations of Costa Rica, Benin and Bhutan. Each side gives and receives.',
    },
    window: 'reciprocity-projects',
    earmarks: ['sustainable-tourism', 'production-consumption'],
    opensOn: '2008-03-03',
    closesOn: '2008-05-30',
    total: usd('180000.00'),
    mostPerProposal: usd('90000.00'),
    eligibility: { countries: ['CR', 'BJ', 'BT'] },
    criteria: [
      { id: 'reciprocity', title: { es: 'Reciprocidad', en: 'Reciprocity' }, weight: 40 },
      { id: 'sustainability', title: { es: 'Sostenibilidad', en: 'Sustainability' }, weight: 30 },
      { id: 'gender', title: { es: 'Igualdad de género', en: 'Gender equality' }, weight: 30 },
    ],
    threshold: '6',
    reserve: 1,
    cofinancing: { ownShare: '4' },
    valueDate: '2008-03-03',
  });
  for (const { id, lead, activityId, title, requested, own } of proposals) {
    script.illustrative('proposal.submit', {
      proposalId: id,
      callId: call,
      lead,
      activityId,
      title,
      summary: {
        es: 'Intercambio entre organizaciones de dos países: cada una enseña lo que sabe y aprende lo que busca.',
        en: 'Exchange of organisations of two countries: each teaches what it knows and learns what it looks for.',
      },
      budget: [
        { category: 'exchanges', amount: usd(requested) },
        { category: 'materials', amount: usd(own) },
      ],
      requested: usd(requested),
      own: { cash: usd(own) },
      valueDate: '2008-05-26',
    });
  }
  script.illustrative('call.close', { callId: call, valueDate: '2008-06-02' });
}

/** Two assessors for each; one declares an interest and is replaced. */
function assess(script: Script): void {
  script.illustrative(
    'proposal.declare-conflict',
    { proposalId: 'p-trails', nature: 'Asesoró antes a la organización que propone.', valueDate: '2008-06-09' },
    { actor: 'p-110', role: 'assessor' },
  );
  for (const { id, scores } of proposals) {
    for (const [assessor, given] of Object.entries(scores)) {
      const [reciprocity = 0, sustainability = 0, gender = 0]: readonly number[] = given;
      script.illustrative(
        'proposal.assess',
        {
          proposalId: id,
          scores: [
            { criterion: 'reciprocity', score: reciprocity },
            { criterion: 'sustainability', score: sustainability },
            { criterion: 'gender', score: gender },
          ],
          comment: 'Según los criterios publicados en la convocatoria.',
          valueDate: '2008-06-23',
        },
        { actor: assessor },
      );
    }
  }
}

/** What was ranked first is awarded; who stood above the line withdraws, and the reserve takes its place; a complaint is answered. */
function decide(script: Script): void {
  script.illustrative('call.rank', { callId: call, valueDate: '2008-07-07' });
  script.illustrative('proposal.award', {
    proposalId: 'p-oils',
    reasons: {
      es: 'Primera en el orden: reciprocidad clara y mujeres al frente.',
      en: 'First in the ranking: clear reciprocity, and women in the lead.',
    },
    minute,
    valueDate: '2008-09-15',
  });
  script.illustrative('proposal.withdraw', { proposalId: 'p-trails', valueDate: '2008-09-08' });
  script.illustrative('proposal.award', {
    proposalId: 'p-homestays',
    reasons: {
      es: 'Primera de la lista de reserva; la anterior se retiró.',
      en: 'First of the reserve list; the one before withdrew.',
    },
    minute,
    valueDate: '2008-09-15',
  });
  script.illustrative('proposal.decline', {
    proposalId: 'p-fair',
    reasons: {
      es: 'No alcanza el puntaje mínimo de 6: la reciprocidad no se describe.',
      en: 'Below the least score of 6: the reciprocity is not described.',
    },
    minute,
    valueDate: '2008-09-15',
  });
  script.illustrative('complaint.file', {
    complaintId: 'k-fair',
    about: { proposalId: 'p-fair' },
    complainant: 'participant-cr-2',
    text: 'Pedimos que se revise el puntaje de reciprocidad.',
    valueDate: '2008-09-29',
  });
  script.illustrative(
    'complaint.answer',
    {
      complaintId: 'k-fair',
      outcome: 'rejected',
      answer: 'Dos personas evaluaron por separado y coincidieron; se publican los criterios y los puntajes.',
      valueDate: '2008-10-20',
    },
    { actor: 'p-014' },
  );
}

interface Awarded {
  readonly id: string;
  readonly activityId: string;
  readonly lead: string;
  readonly earmark: string;
  readonly amount: string;
  readonly spent: string;
  /** What the organisation agreed to give itself, and what of it was accepted. */
  readonly own: readonly [agreed: string, accepted: string];
}

/** A grant on an award: paid in advance, accounted for beside what the organisation gives, settled and closed. */
function fund(script: Script, { id, activityId, lead, earmark, amount, spent, own }: Awarded): void {
  const grantId = `g-${id}`;
  const joins = { activityId, partner: lead, valueDate: '2008-10-06' };
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
    proposalId: `p-${id}`,
    amount: usd(amount),
    funding: [{ earmark, window: 'reciprocity-projects', amount: usd(amount) }],
    instalments: [{ id: 'i-1', kind: 'advance', amount: usd(amount), dueDate: '2008-12-01' }],
    valueDate: '2008-11-03',
  });
  script.pays(`d-${id}`, grantId, 'i-1', account, {
    requested: '2008-11-10',
    approved: '2008-11-13',
    paid: '2008-12-01',
    acknowledged: '2008-12-04',
  });
  cofinance(script, { id, grantId, partner: lead, own });
  const report = { reportId: `x-${id}`, valueDate: '2010-02-15' };
  script.illustrative('expenditure.submit', {
    ...report,
    grantId,
    periodStart: '2008-12-01',
    periodEnd: '2010-01-31',
    lines: [{ category: 'exchanges', amount: usd(spent) }],
  });
  script.illustrative('expenditure.accept', { ...report, valueDate: '2010-03-01' });
  if (amount !== spent) letOff(script, grantId);
  script.illustrative('grant.settle', { grantId, valueDate: '2010-03-15' });
  if (amount !== spent) writeOff(script, grantId);
  script.illustrative('grant.close', { grantId, valueDate: '2010-04-05' });
}

/** What the organisation bears itself: the call asks for 4 percent of the cost. */
function cofinance(
  script: Script,
  { id, grantId, partner, own }: Pick<Awarded, 'id' | 'own'> & { readonly grantId: string; readonly partner: string },
): void {
  const [agreed, accepted] = own;
  const given = { cofinancingId: `cf-${id}` };
  script.illustrative('cofinancing.agree', {
    ...given,
    grantId,
    partner,
    amount: usd(agreed),
    origin: 'own',
    form: 'cash',
    valueDate: '2008-11-03',
  });
  script.illustrative('cofinancing.report', { ...given, amount: usd(accepted), valueDate: '2010-02-15' });
  script.illustrative('cofinancing.accept', { ...given, amount: usd(accepted), valueDate: '2010-03-01' });
}

/** The organisation could not give all that it had agreed to: two persons let off the rest. */
function letOff(script: Script, grantId: string): void {
  const waived = { waiverId: 'w-homestays' };
  script.illustrative('waiver.propose', {
    ...waived,
    grantId,
    amount: usd('1400.00'),
    reason: 'Las familias dejaron de recibir visitas una temporada por los derrumbes en la carretera.',
    valueDate: '2010-03-02',
  });
  script.illustrative('waiver.confirm', { ...waived, valueDate: '2010-03-08' });
}

/** What is due back is less than what it costs to send it. */
function writeOff(script: Script, grantId: string): void {
  script.illustrative('refund.write-off', {
    refundId: grantId,
    amount: usd('420.00'),
    reason: 'Cobrarlo cuesta más: las comisiones de la transferencia desde Bután pasan de lo que queda.',
    valueDate: '2010-03-29',
  });
}
