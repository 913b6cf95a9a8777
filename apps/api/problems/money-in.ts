import type { moneyInRefusals } from '#domain/refusals/money-in';
import { type Problems, problem } from './problem-kind.js';

/** How they are answered. */
export const moneyInProblems: Problems<typeof moneyInRefusals> = {
  'not-a-collection': problem(422, 'The contributor is not a public collection', 'El aportante no es una colecta pública'),
  'collection-has-no-terms': problem(409, 'A collection has no agreement', 'Una colecta no tiene convenio'),
  'cut-exceeds-commitment': problem(409, 'The cut exceeds what is committed', 'El recorte excede lo comprometido'),
  'rate-of-a-cut': problem(422, 'A cut has no rate', 'Un recorte no lleva tasa'),
  'receipt-recorded': problem(409, 'The receipt is recorded already', 'El ingreso ya está registrado'),
  'contribution-condition-expired': problem(422, 'The condition had a last day', 'La condición tenía un plazo'),
  'contribution-condition-unknown': problem(404, 'There is no such condition', 'No existe esa condición'),
  'conditions-exceed-agreement': problem(
    422,
    'The conditional parts exceed the agreement',
    'Las partes condicionadas exceden el convenio',
  ),
  'schedule-does-not-sum': problem(422, 'The instalments do not come to the agreement', 'Las cuotas no suman lo convenido'),
  'write-off-exceeds-outstanding': problem(
    409,
    'The write-off exceeds what is receivable',
    'El castigo excede lo que está por cobrar',
  ),
  'credited-twice': problem(422, 'The amount is given twice', 'El monto se indica dos veces'),
  'rate-not-used': problem(422, 'The rate is not used', 'La tasa no se usa'),
  'return-exceeds-received': problem(409, 'The return exceeds what came in', 'La devolución excede lo ingresado'),
  'return-exceeds-free': problem(409, 'The return exceeds what is free', 'La devolución excede lo libre'),
  'income-not-as-spent': problem(409, 'Income follows another policy', 'El ingreso sigue otra política'),
  'income-exceeds-spent': problem(409, 'The income exceeds what was spent', 'El ingreso excede lo gastado'),
  'in-kind-for-what': problem(422, 'For what it is given is not clear', 'No queda claro para qué se da'),
  'money-before-opening': problem(409, 'Money has moved before the opening', 'Ya hubo dinero antes de los saldos iniciales'),
  'opening-does-not-balance': problem(422, 'The opening balances do not balance', 'Los saldos iniciales no cuadran'),
  'spent-exceeds-received': problem(422, 'More is spent than came in', 'Se gastó más de lo ingresado'),
  'income-exceeds-commitment': problem(422, 'The income exceeds what is committed', 'El ingreso excede lo comprometido'),
  'opening-exceeds-grants': problem(
    409,
    'The opening leaves less to grants',
    'Los saldos iniciales dejan menos a subvenciones',
  ),
  'opening-exceeds-grant': problem(409, 'The opening exceeds the grant', 'Los saldos iniciales exceden la subvención'),
  'advance-exceeds-disbursed': problem(422, 'The advance exceeds what was paid', 'El anticipo excede lo pagado'),
  'no-advance-outstanding': problem(422, 'No advance is outstanding', 'No hay anticipo por rendir'),
  'no-interest-owed': problem(409, 'No interest is owed', 'No se deben intereses'),
  'no-unearned-interest': problem(409, 'No unearned interest is owed back', 'No hay intereses sin aporte por devolver'),
};
