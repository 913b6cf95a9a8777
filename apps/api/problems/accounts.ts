import type { accountsRefusals } from '#domain/refusals/accounts';
import { type Problems, problem } from './problem-kind.js';

/** How they are answered. */
export const accountsProblems: Problems<typeof accountsRefusals> = {
  'instalment-unknown': problem(422, 'The grant has no such instalment', 'La subvención no tiene esa cuota'),
  'request-incomplete': problem(422, 'The request says too little', 'La solicitud está incompleta'),
  'approval-exceeds-committed': problem(409, 'More than is committed', 'Excede lo comprometido'),
  'not-approved': problem(409, 'The disbursement is not approved', 'El desembolso no está aprobado'),
  'category-of-core-only': problem(422, 'Only core support names a category', 'Solo el apoyo institucional indica rubro'),
  'advance-overdue': problem(409, 'An advance is overdue', 'Hay un anticipo vencido por rendir'),
  'advance-outstanding': problem(409, 'Too much of the advances is outstanding', 'Demasiado anticipo por rendir'),
  'payable-first': problem(409, 'What is accepted and unpaid comes first', 'Primero va lo aceptado por pagar'),
  'payment-exceeds-order': problem(409, 'More than is ordered', 'Excede lo ordenado'),
  'charge-differs': problem(422, 'The charge and its rate do not give the amount', 'El cargo y su tasa no dan el monto'),
  'nothing-payable': problem(409, 'There is no accepted expenditure to pay', 'No hay gasto aceptado por pagar'),
  'payment-exceeds-grant': problem(409, 'More than the grant has left to pay', 'Excede lo que la subvención aún puede pagar'),
  'expenditure-exceeds-grant': problem(409, 'More than the grant can pay', 'Excede lo que la subvención puede pagar'),
  'accepted-exceeds-reported': problem(422, 'More is accepted than was reported', 'Se acepta más de lo informado'),
  'refund-exceeds-advance': problem(409, 'More than the outstanding advance', 'Excede el anticipo por rendir'),
};
