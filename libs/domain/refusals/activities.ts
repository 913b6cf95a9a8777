import type { Refusals } from './refusal.js';

/** Refusals about activities. */
export const activitiesRefusals = {
  'partner-already-joined': {
    en: '{partner} is already {role} of {activity} in the phase {phase}.',
    es: '{partner} ya es {role} de {activity} en la fase de {phase}.',
    facts: { partner: 'fundacion-manantial', role: 'executor', activity: 'wells', phase: 'implementation' },
  },
  'partner-not-joined': {
    en: '{partner} is not {role} of {activity} in the phase {phase}.',
    es: '{partner} no es {role} de {activity} en la fase de {phase}.',
    facts: { partner: 'fundacion-manantial', role: 'executor', activity: 'wells', phase: 'implementation' },
  },
  'stage-unknown': {
    en: 'The activity {activity} has no stage {stage}.',
    es: 'La actividad {activity} no tiene la etapa {stage}.',
    facts: { activity: 'wells', stage: 'third' },
  },
  'stage-without-activity': {
    en: 'The stage {stage} is named without its activity.',
    es: 'Se indica la etapa {stage} sin su actividad.',
    facts: { stage: 'first' },
  },
  'extension-without-reason': {
    en: 'Moving the planned end of {thing} {id} from {from} to {to} is an extension: say why.',
    es: 'Aplazar el fin previsto de {thing} {id} del {from} al {to} es una prórroga: indique el motivo.',
    facts: { thing: 'activity', id: 'wells', from: '2027-02-28', to: '2027-08-31' },
  },
  'stage-has-grants': {
    en: 'The stage {stage} of {activity} cannot end as {outcome}: it has the grants {grants}.',
    es: 'La etapa {stage} de {activity} no puede terminar como {outcome}: tiene las subvenciones {grants}.',
    facts: { stage: 'second', activity: 'wells', outcome: 'not-funded', grants: ['g-wells-2'] },
  },
  'evaluation-of-other': {
    en: 'The evaluation {evaluation} is not one of the activity {activity}.',
    es: 'La evaluación {evaluation} no es de la actividad {activity}.',
    facts: { evaluation: 'e-fund', activity: 'wells' },
  },
  'location-unknown': {
    en: 'The activity {activity} has no location {location}.',
    es: 'La actividad {activity} no tiene el lugar {location}.',
    facts: { activity: 'wells', location: 'riohacha' },
  },
  'grant-of-other-activity': {
    en: 'The grant {grant} is not one of the activity {activity}.',
    es: 'La subvención {grant} no es de la actividad {activity}.',
    facts: { grant: 'g-seeds', activity: 'wells' },
  },
} as const satisfies Refusals;
