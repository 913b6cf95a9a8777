import type { Refusals } from './refusal.js';

/** Refusals about activities. */
export const activitiesRefusals = {
  'partner-already-joined': {
    en: '{partner} already is {role} of {activity} in {phase}.',
    es: '{partner} ya es {role} de {activity} en {phase}.',
    facts: { partner: 'fundacion-manantial', role: 'executor', activity: 'wells', phase: 'implementation' },
  },
  'partner-not-joined': {
    en: '{partner} is not {role} of {activity} in {phase}.',
    es: '{partner} no es {role} de {activity} en {phase}.',
    facts: { partner: 'fundacion-manantial', role: 'executor', activity: 'wells', phase: 'implementation' },
  },
  'stage-unknown': {
    en: 'The activity {activity} has no stage {stage}.',
    es: 'La actividad {activity} no tiene la etapa {stage}.',
    facts: { activity: 'wells', stage: 'third' },
  },
  'stage-without-activity': {
    en: 'The stage {stage} is named without its activity.',
    es: 'La etapa {stage} se nombra sin su actividad.',
    facts: { stage: 'first' },
  },
} as const satisfies Refusals;
