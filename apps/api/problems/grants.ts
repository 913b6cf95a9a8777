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
  'grant-suspended': problem(409, 'The grant is suspended', 'La subvención está suspendida'),
  'grant-terminated': problem(409, 'The grant was terminated', 'La subvención terminó anticipadamente'),
  'conditions-unmet': problem(409, 'Conditions are not met', 'Hay condiciones sin cumplir'),
  'condition-unknown': problem(422, 'The condition is unknown', 'La condición no existe'),
  'condition-needs-body': problem(403, 'A body has to say so', 'Debe declararlo un órgano'),
  'budget-does-not-sum': problem(422, 'The budget does not sum to the grant', 'El presupuesto no suma la subvención'),
  'budget-amount-missing': problem(422, 'A category has no amount', 'Un rubro no tiene monto'),
  'budget-amount-differs': problem(422, 'A category differs from its cost basis', 'Un rubro difiere de su base de costo'),
  'category-unknown': problem(422, 'The category is unknown', 'El rubro no existe'),
  'amendment-empty': problem(422, 'The amendment changes nothing', 'La modificación no cambia nada'),
  'amendment-leaves-nothing': problem(422, 'Nothing would be left', 'No quedaría nada'),
  'decrease-exceeds-free': problem(409, 'More than is free in the grant', 'Excede lo libre en la subvención'),
  'line-overpaid': problem(409, 'More has been paid than was signed', 'Se pagó más de lo firmado'),
  'grant-not-settled': problem(409, 'The grant is not settled', 'La subvención no está saldada'),
};
