import type { Bodies } from './command.js';
import { type Script, paper } from './script.js';
import { payProjects } from './ssc-grants.js';
import { passOn } from './ssc-sub-grants.js';

/*
 * The projects of the programme: one of our own for each theme, since the source names none. In each of them every side
 * gives and receives, gender equality is marked, and the national mechanisms pass on what they get.
 */

/** All projects, what they were paid, and what they passed on. */
export function carryOut(script: Script): void {
  for (const project of projects) {
    identify(script, project);
    if (project.stages) addStages(script, project.id);
  }
  payProjects(script);
  passOn(script);
}

/** The end of the programme: what was done is counted, projects and accounts are closed. */
export function complete(script: Script): void {
  train(script);
  for (const stage of ['exchange', 'adaptation']) {
    script.illustrative('activity.end-stage', {
      activityId: 'organic-chains',
      stage,
      outcome: 'completed',
      valueDate: stage === 'exchange' ? '2009-12-18' : '2011-11-30',
    });
  }
  for (const { id } of projects) script.illustrative('activity.complete', { activityId: id, valueDate: '2011-11-30' });
  script.illustrative('audit.record', {
    certificateId: 'ac-chains',
    grantId: 'g-chains',
    auditor: 'auditor',
    opinion: 'unqualified',
    periodStart: '2007-11-01',
    periodEnd: '2009-08-31',
    sha256: paper('Dictamen g-chains'),
    valueDate: '2009-11-02',
  });
  // The accounts of the project of tourism are still open: what came back of its grant has not been released.
  for (const grantId of ['g-chains', 'g-biodiversity-cr', 'g-biodiversity-bj', 'g-energy']) {
    script.illustrative('grant.settle', { grantId, valueDate: '2011-12-02' });
    script.illustrative('grant.close', { grantId, valueDate: '2011-12-05' });
  }
}

/** Gender equality is marked on every project; of one, women and men are counted. */
function train(script: Script): void {
  const trained = { resultId: 'trained', indicator: 'persons' };
  script.illustrative('result.define', {
    resultId: trained.resultId,
    activityId: 'organic-chains',
    type: 'output',
    title: { es: 'Personas formadas en producción orgánica', en: 'Persons trained in organic production' },
    indicators: [
      {
        id: trained.indicator,
        title: { es: 'Personas formadas', en: 'Persons trained' },
        measure: 'count',
        unit: 'persons',
        baseline: { year: 2007, value: '0' },
        dimensions: [
          { name: 'sex', values: ['women', 'men'], additive: true },
          { name: 'country', values: ['BJ', 'CR'], additive: true },
        ],
        periods: [{ start: '2007-09-01', end: '2011-11-30', target: { value: '300' } }],
      },
    ],
    valueDate: '2007-09-10',
  });
  const part = (sex: string, country: string, value: string) => ({
    dimensions: [
      { name: 'sex', value: sex },
      { name: 'country', value: country },
    ],
    value,
  });
  script.illustrative('result.measure', {
    ...trained,
    measurement: 'm-trained',
    periodStart: '2007-09-01',
    value: '312',
    by: [part('women', 'BJ', '118'), part('men', 'BJ', '86'), part('women', 'CR', '61'), part('men', 'CR', '47')],
    valueDate: '2011-11-28',
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
  /** The other national mechanisms that take part: each side gives and receives. */
  readonly counterparts: readonly string[];
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
    counterparts: ['fundecooperacion'],
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
    counterparts: ['fundecooperacion'],
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
    counterparts: ['mechanism-bhutan'],
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
    counterparts: ['mechanism-benin'],
    supervisors: ['gov-benin', 'gov-bhutan'],
  },
];

const shares = (list: readonly (readonly [string, string])[]) => list.map(([code, percentage]) => ({ code, percentage }));

function identify(script: Script, { id, title, countries, sectors, executors, counterparts, supervisors }: Project): void {
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
    agreement: 'acuerdos-desarrollo-sostenible',
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
  for (const partner of counterparts) {
    script.told('activity.join-partner', {
      ...on,
      partner,
      phase: 'implementation',
      role: 'counterpart',
      exchange: 'both',
      brings: ['human', 'technical'],
    });
  }
  for (const executor of executors) {
    script.illustrative('activity.join-partner', {
      ...on,
      ...executor,
      phase: 'implementation',
      role: 'executor',
      exchange: 'both',
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
