import type { resultsRefusals } from '#domain/refusals/results';
import { type Problems, problem } from './problem-kind.js';

/** How they are answered. */
export const resultsProblems: Problems<typeof resultsRefusals> = {
  'result-of-one': problem(422, 'A result is of one thing', 'Un resultado corresponde a una sola cosa'),
  'location-without-activity': problem(422, 'A location is of an activity', 'Un lugar es de una actividad'),
  'indicator-unsound': problem(422, 'The indicator cannot be measured', 'El indicador no se puede medir'),
  'value-and-measure': problem(422, 'Value and measure do not fit', 'El valor y la medida no corresponden'),
  'dimension-unknown': problem(422, 'The indicator has no such dimension', 'El indicador no tiene esa dimensión'),
  'parts-do-not-sum': problem(422, 'The parts do not come to the whole', 'Las partes no suman el total'),
  'period-unknown': problem(422, 'The indicator has no such period', 'El indicador no tiene ese período'),
  'already-measured': problem(409, 'The period is measured already', 'El período ya está medido'),
  'not-replaceable': problem(409, 'The measurement does not stand', 'La medición no está vigente'),
  'indicator-measured': problem(409, 'The indicator has been measured', 'El indicador ya se midió'),
  'part-unknown': problem(422, 'It has no such part', 'No tiene esa parte'),
  'subject-and-id': problem(422, 'Subject and id do not fit', 'El objeto y el id no corresponden'),
  'nobody-named': problem(422, 'Nobody is named', 'No se nombra a nadie'),
  'one-text': problem(422, 'Exactly one text is needed', 'Se requiere exactamente un texto'),
  'due-date-missing': problem(422, 'The due date is missing', 'Falta la fecha de cumplimiento'),
  'findings-unanswered': problem(409, 'Findings are not answered', 'Hay hallazgos sin respuesta'),
};
