import type { grantsRefusals } from '#domain/refusals/grants';
import { type Problems, problem } from './problem-kind.js';

/** How they are answered. */
export const grantsProblems: Problems<typeof grantsRefusals> = {
  'allocation-exceeds-unallocated': problem(409, 'More than is unallocated', 'Excede lo no asignado'),
  'grant-exceeds-allocated': problem(409, 'More than is allocated', 'Excede lo asignado'),
  'grant-not-covered': problem(409, 'More than has been received', 'Excede lo recibido'),
  'payee-not-executor': problem(
    422,
    'The payee does not execute the activity',
    'La beneficiaria del pago no ejecuta la actividad',
  ),
  'executor-not-represented': problem(422, 'The payee does not stand for the executor', 'No es agente fiscal de la ejecutora'),
  'executor-unclear': problem(422, 'The payee stands for several executors', 'Es agente fiscal de varias ejecutoras'),
  'instalments-do-not-sum': problem(422, 'The instalments do not sum to the grant', 'Las cuotas no suman la subvención'),
  'lines-do-not-sum': problem(422, 'The funding lines do not sum to the grant', 'Las líneas no suman la subvención'),
  'valuation-and-form': problem(422, 'Form and valuation do not fit', 'La forma y la valoración no corresponden'),
};
