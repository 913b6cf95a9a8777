import type { Refusals } from './refusal.js';

/** Refusals about activities. */
export const activitiesRefusals = {
  'partner-already-joined': {
    en: 'The partner {partner} already has the role of {role} in the activity {activity}, phase of {phase}.',
    es: 'La contraparte {partner} ya tiene el papel de {role} en la actividad {activity}, fase de {phase}.',
    facts: { partner: 'fundacion-manantial', role: 'executor', activity: 'wells', phase: 'implementation' },
  },
  'partner-not-joined': {
    en: 'The partner {partner} does not have the role of {role} in the activity {activity}, phase of {phase}.',
    es: 'La contraparte {partner} no tiene el papel de {role} en la actividad {activity}, fase de {phase}.',
    facts: { partner: 'fundacion-manantial', role: 'executor', activity: 'wells', phase: 'implementation' },
  },
  'stage-unknown': {
    en: 'The activity {activity} has no stage {stage}.',
    es: 'La actividad {activity} no tiene la etapa {stage}.',
    facts: { activity: 'wells', stage: 'third' },
  },
  'stage-without-activity': {
    en: 'The stage {stage} is named without its activity: name both.',
    es: 'Se indica la etapa {stage} sin su actividad: indique ambas.',
    facts: { stage: 'first' },
  },
  'extension-without-reason': {
    en: 'Moving the planned end of the {thing} {id} from {from} to {to} is an extension: give the reason.',
    es: 'Aplazar el fin previsto de {thing} {id} del {from} al {to} es una prórroga: indique el motivo.',
    facts: { thing: 'activity', id: 'wells', from: '2027-02-28', to: '2027-08-31' },
  },
  'stage-has-grants': {
    en: 'The stage {stage} of the activity {activity} cannot end as {outcome}: grants have been signed for it ({grants}).',
    es: 'La etapa {stage} de la actividad {activity} no puede terminar {outcome:f}: tiene subvenciones firmadas ({grants}).',
    facts: { stage: 'second', activity: 'wells', outcome: 'not-funded', grants: ['g-wells-2'] },
  },
  'evaluation-of-other': {
    en: 'The evaluation {evaluation} is not of the activity {activity}.',
    es: 'La evaluación {evaluation} no es de la actividad {activity}.',
    facts: { evaluation: 'e-fund', activity: 'wells' },
  },
  'location-unknown': {
    en: 'The activity {activity} has no location {location}.',
    es: 'La actividad {activity} no tiene el lugar {location}.',
    facts: { activity: 'wells', location: 'riohacha' },
  },
  'grant-of-other-activity': {
    en: 'The grant {grant} is not of the activity {activity}.',
    es: 'La subvención {grant} no es de la actividad {activity}.',
    facts: { grant: 'g-seeds', activity: 'wells' },
  },
} as const satisfies Refusals;
