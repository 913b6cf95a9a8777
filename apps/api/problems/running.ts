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
  'period-closed': problem(409, 'The period is closed', 'El período está cerrado'),
  'period-not-over': problem(409, 'The period is not over', 'El período no ha terminado'),
  'period-out-of-turn': problem(409, 'Another period comes first', 'Antes va otro período'),
  'suspense-open': problem(409, 'Bank lines are not explained', 'Hay movimientos por identificar'),
  'not-revalued': problem(409, 'Foreign money was not revalued', 'Falta reexpresar moneda extranjera'),
  'book-rate-differs': problem(409, 'The book value is another', 'El valor en libros es otro'),
  'book-value-twice': problem(422, 'Book value given twice', 'Valor en libros indicado dos veces'),
  'not-reconciled': problem(409, 'The bank accounts are not reconciled', 'Las cuentas bancarias no están conciliadas'),
  'fund-closed': problem(409, 'The fund is closed', 'El fondo está cerrado'),
  'fund-has-open-balances': problem(409, 'Balances are open', 'Hay saldos abiertos'),
  'statement-overlaps': problem(409, 'The days are covered by another statement', 'Otro extracto abarca esos días'),
  'statement-does-not-follow': problem(409, 'The statements do not follow each other', 'Los extractos no son consecutivos'),
  'statement-does-not-sum': problem(422, 'The statement does not add up', 'El extracto no cuadra'),
  'lines-out-of-turn': problem(409, 'Other lines come first', 'Antes van otras líneas'),
  'line-unknown': problem(404, 'There is no such line', 'No existe esa línea'),
  'line-settled': problem(409, 'The line is reconciled already', 'La línea ya está conciliada'),
  'not-a-bank-movement': problem(422, 'The entry does not move the account', 'El asiento no mueve la cuenta'),
  'match-exceeds-line': problem(409, 'More than the line has left', 'Excede lo pendiente de la línea'),
  'match-exceeds-movement': problem(409, 'More than the entry has left', 'Excede lo pendiente del asiento'),
  'line-post-incomplete': problem(422, 'Fields are missing to post the line', 'Faltan campos para registrar la línea'),
  'line-post-not-allowed': problem(403, 'Another role posts such lines', 'Registrar esa línea corresponde a otro rol'),
  'line-differs': problem(409, 'The line is of another amount', 'La línea es de otro monto'),
};
