import { type Script } from './script.js';
import { assessNeed, buildHouses, financeFamilies } from './servivienda-stages.js';

/*
 * Low-cost housing from Colombia to Honduras: who asked for it, who carried it out, and what was thought of it. All of it is
 * of the source but the days.
 */

const project = 'servivienda-honduras';
const executor = 'servivienda';
const frame = 'convenio-colombia-honduras-1993';

/** Up to its formulation: the idea, the partners and the stages. */
export function prepare(script: Script): void {
  identify(script);
  join(script);
  script.illustrative('activity.negotiate', { activityId: project, valueDate: '1993-11-15' });
}

/** What the fund does in between. */
interface Between {
  readonly allocate: (script: Script) => void;
  readonly closeYear: (script: Script, year: string) => void;
}

/** The three stages, each with its grant; the fund closes its years between them. */
export function carryOut(script: Script, { allocate, closeYear }: Between): void {
  script.illustrative('activity.formulate', { activityId: project, valueDate: '1994-01-20' });
  script.illustrative('activity.start', { activityId: project, valueDate: '1994-03-01' });
  allocate(script);
  assessNeed(script);
  closeYear(script, '1994');
  buildHouses(script, () => closeYear(script, '1995'));
  closeYear(script, '1996');
  financeFamilies(script);
  script.illustrative('activity.complete', { activityId: project, valueDate: '1997-11-28' });
  closeYear(script, '1997');
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

/** What the source says came of it, and the judgement of the officials who took part. */
export function evaluate(script: Script): void {
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
