import { aim, lookBack } from './campesino-results.js';
import { type Paid, firstStage, secondStage, settle } from './campesino-stages.js';
import { type Script, mxn } from './script.js';

/*
 * De Campesino a Campesino, the project of the Mexico-Haiti Alliance that civil society proposed: two stages, and a third
 * that never got money. What was done is of the source; how much of it, and on which day, is our own.
 */

const project = 'de-campesino-a-campesino';
const executor = 'centro-lindavista';

/** Up to the award: partners, stages, results that are aimed at, and the proposals. */
export function prepare(script: Script): void {
  script.illustrative('activity.negotiate', { activityId: project, valueDate: '2011-01-17' });
  join(script);
  aim(script);
  propose(script);
  script.illustrative('activity.formulate', { activityId: project, valueDate: '2011-02-14' });
}

/** The stages; `ends2011` is called with the payments of that year when nothing more of it is to come. */
export function carryOut(script: Script, ends2011: (paid: Paid) => void): void {
  ends2011(firstStage(script));
  joinLater(script);
  secondStage(script);
  script.closes('2012', { earned: true });
  settle(script);
  lookBack(script);
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
