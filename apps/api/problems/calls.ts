import type { callsRefusals } from '#domain/refusals/calls';
import { type Problems, problem } from './problem-kind.js';

/** How they are answered. */
export const callsProblems: Problems<typeof callsRefusals> = {
  'minute-missing': problem(422, 'The minute is missing', 'Falta el acta'),
  'body-unknown': problem(422, 'The fund has no such body', 'El fondo no tiene ese órgano'),
  'body-not-in-office': problem(422, 'The body was not in office', 'El órgano no estaba en funciones'),
  'seat-unknown': problem(422, 'The body has no such seat', 'El órgano no tiene ese puesto'),
  'seat-held': problem(409, 'Somebody holds the seat', 'El puesto está ocupado'),
  'seat-not-held': problem(409, 'Nobody holds the seat', 'El puesto está vacante'),
};
