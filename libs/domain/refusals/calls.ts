import type { Refusals } from './refusal.js';

/** Refusals of the bodies of governance, and of what rests on their minutes. */
export const callsRefusals = {
  'minute-missing': {
    en: 'The command {command} has to name the body and the minute on which it rests.',
    es: 'El comando {command} debe indicar el órgano y el acta en que se apoya.',
    facts: { command: 'disbursement.approve' },
  },
  'body-unknown': {
    en: 'The fund has appointed no body {body}; it has {known}.',
    es: 'El fondo no ha constituido el órgano {body}; tiene {known}.',
    facts: { body: 'jury', known: ['committee'] },
  },
  'body-not-in-office': {
    en: 'The body {body}, in office {term}, was not so on {date}.',
    es: 'El órgano {body}, en funciones {term}, no lo estaba el {date}.',
    facts: { body: 'committee', date: '2026-01-10', term: '2026-01-15/..' },
  },
  'seat-unknown': {
    en: 'The body {body} has no seat {seat}; it has {known}.',
    es: 'El órgano {body} no tiene el puesto {seat}; tiene {known}.',
    facts: { body: 'committee', seat: 'treasurer', known: ['chair', 'member'] },
  },
  'seat-held': {
    en: 'The seat {seat} of {body} is held by {holder} ({term}).',
    es: 'El puesto {seat} de {body} lo ocupa {holder} ({term}).',
    facts: { body: 'committee', seat: 'chair', holder: 'p-010', term: '2026-01-15/..' },
  },
  'seat-not-held': {
    en: 'Nobody holds the seat {seat} of {body} beyond {date} in a term that could end then.',
    es: 'Nadie ocupa el puesto {seat} de {body} más allá del {date} en un período que pueda terminar entonces.',
    facts: { body: 'committee', seat: 'chair', date: '2026-06-30' },
  },
} as const satisfies Refusals;
