import type { fundRefusals } from '#domain/refusals/fund';
import { type Problems, problem } from './problem-kind.js';

/** How they are answered. */
export const fundProblems: Problems<typeof fundRefusals> = {
  'fund-not-open': problem(404, 'There is no such fund', 'No existe ese fondo'),
  'thresholds-reversed': problem(422, 'The thresholds are reversed', 'Los umbrales están invertidos'),
  'date-before-start': problem(422, 'The date is before the fund started', 'La fecha es anterior al inicio del fondo'),
  'currency-not-carried': problem(422, 'The fund does not carry the currency', 'El fondo no lleva la moneda'),
  'currency-mismatch': problem(422, 'The currency is another one', 'La moneda es otra'),
  'rate-missing': problem(422, 'The exchange rate is missing', 'Falta la tasa de cambio'),
  'rate-not-needed': problem(422, 'There is nothing to convert', 'No hay nada que convertir'),
  'home-value-zero': problem(422, 'The amount comes to nothing', 'El monto convertido es cero'),
  'earmark-unknown': problem(422, 'The fund has no such earmark', 'El fondo no tiene esa destinación'),
  'window-unknown': problem(422, 'The fund has no such window', 'El fondo no tiene esa ventana'),
  'bank-account-unknown': problem(422, 'The fund has no such bank account', 'El fondo no tiene esa cuenta bancaria'),
  'earmark-in-shortfall': problem(409, 'Money is missing under the earmark', 'Falta dinero en la destinación'),
};
