import type { runningRefusals } from '#domain/refusals/running';
import { type Problems, problem } from './problem-kind.js';

/** How they are answered. */
export const runningProblems: Problems<typeof runningRefusals> = {
  'cost-exceeds-allocated': problem(409, 'More than is allocated to administration', 'Excede lo asignado a administración'),
  'running-not-covered': problem(409, 'More than has been received', 'Excede lo recibido'),
  'cost-exceeds-order': problem(409, 'More than was approved', 'Excede lo aprobado'),
  'fee-exceeds-unallocated': problem(409, 'More than is unallocated', 'Excede lo no asignado'),
  'same-bank-account': problem(422, 'From and to are the same account', 'Origen y destino son la misma cuenta'),
  'conversion-of-nothing': problem(422, 'There is nothing to convert', 'No hay nada que convertir'),
};
