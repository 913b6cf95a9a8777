import type { Refusals } from './refusal.js';

/** Refusals about results, evaluations, reviews, visits and comments. */
export const resultsRefusals = {
  'result-of-one': {
    en: 'A result is of one thing: of an activity (activityId), or of the fund, a body or an agreement (subject).',
    es: 'Un resultado corresponde a una sola cosa: a una actividad (activityId) o al fondo, a un órgano o a un convenio (subject).',
    facts: {},
  },
  'location-without-activity': {
    en: 'The location {location} is of no activity: a result of the fund or of an arrangement is broken down by a dimension instead.',
    es: 'El lugar {location} no es de ninguna actividad: un resultado del fondo o de un mecanismo se desagrega por una dimensión.',
    facts: { location: 'riohacha' },
  },
  'indicator-unsound': {
    en: 'The indicator {indicator} cannot be measured as it is defined: {because}.',
    es: 'El indicador {indicator} no se puede medir como está definido: {because}.',
    facts: { indicator: 'pupils', because: 'periods-overlap' },
  },
  'value-and-measure': {
    en: 'The measure of the indicator {indicator} is {measure}: a qualitative one takes a comment and no value, every other one a value.',
    es: 'La medida del indicador {indicator} es {measure:f}: la cualitativa lleva comentario y no valor; las demás llevan valor.',
    facts: { indicator: 'pupils', measure: 'count' },
  },
  'dimension-unknown': {
    en: 'The indicator {indicator} is not broken down by {dimension}: {value}; it is broken down by: {known}.',
    es: 'El indicador {indicator} no se desagrega por {dimension}: {value}; se desagrega por: {known:f}.',
    facts: { indicator: 'pupils', dimension: 'sex', value: 'girls', known: ['sex: female / male'] },
  },
  'parts-do-not-sum': {
    en: 'By {dimensions}, the parts of the indicator {indicator} come to {sum}; its total is {value}.',
    es: 'Por {dimensions}, las partes del indicador {indicator} suman {sum}; su total es {value}.',
    facts: { dimensions: 'sex', indicator: 'pupils', sum: '290', value: '300' },
  },
  'period-unknown': {
    en: 'The indicator {indicator} has no period that starts on {start}; its periods start on: {known}.',
    es: 'El indicador {indicator} no tiene un período que empiece el {start}; inicio de sus períodos: {known:m}.',
    facts: { indicator: 'pupils', start: '2026-02-01', known: ['2026-01-01', '2027-01-01'] },
  },
  'already-measured': {
    en: 'The indicator {indicator} is already measured for the period from {start}, by {measurement}: to correct it, name it as the measurement that is replaced.',
    es: 'El indicador {indicator} ya tiene la medición {measurement} para el período que empieza el {start}: para corregirla, indíquela como la que se reemplaza.',
    facts: { indicator: 'pupils', start: '2026-01-01', measurement: 'm-1' },
  },
  'not-replaceable': {
    en: 'The measurement {measurement} does not stand for the indicator {indicator} in the period from {start}; those that do: {known}.',
    es: 'La medición {measurement} no está vigente para el indicador {indicator} en el período que empieza el {start}; mediciones vigentes: {known:f}.',
    facts: { measurement: 'm-0', indicator: 'pupils', start: '2026-01-01', known: ['m-1'] },
  },
  'indicator-measured': {
    en: 'The indicator {indicator} has been measured: what its measurements use cannot be taken away ({member}).',
    es: 'El indicador {indicator} ya se midió: no se puede quitar lo que usan sus mediciones ({member}).',
    facts: { indicator: 'pupils', member: 'periods' },
  },
  'part-unknown': {
    en: 'The {thing} {id} has no {part} {name}; it has: {known}.',
    es: '{thing} {id} no tiene {part} {name}; tiene: {known}.',
    facts: { thing: 'evaluation', id: 'e-wells', part: 'recommendation', name: 'r-9', known: ['r-1', 'r-2'] },
  },
  'subject-and-id': {
    en: 'The fund itself is named without an id, anything else with its id; came: {kind}, id {id}.',
    es: 'El fondo mismo se indica sin id, y todo lo demás con su id; llegó: {kind}, id {id}.',
    facts: { kind: 'activity', id: '-' },
  },
  'nobody-named': {
    en: 'The {thing} names nobody: it needs at least one organisation or person.',
    es: '{thing} no nombra a nadie: requiere al menos una organización o persona.',
    facts: { thing: 'evaluation' },
  },
  'one-text': {
    en: 'The {thing} takes exactly one text: an open one (text) or a confidential one (sealedText).',
    es: '{thing} lleva exactamente un texto: abierto (text) o reservado (sealedText).',
    facts: { thing: 'answer' },
  },
  'due-date-missing': {
    en: 'Accepting the {thing} {id} needs the date by which it will be carried out.',
    es: 'Aceptar {thing} {id} requiere la fecha en que se cumplirá.',
    facts: { thing: 'recommendation', id: 'r-1' },
  },
  'findings-unanswered': {
    en: 'The peer review {review} cannot be closed: findings without an answer: {findings}.',
    es: 'La revisión entre pares {review} no se puede cerrar: hallazgos sin respuesta: {findings}.',
    facts: { review: 'peers-2026', findings: ['f-1'] },
  },
} as const satisfies Refusals;
