import type { Refusals } from './refusal.js';

/** Refusals that the fund's own rules give. */
export const fundRefusals = {
  'fund-not-open': {
    en: 'The fund {fund} has not been established in this book.',
    es: 'El fondo {fund} no se ha constituido en este libro.',
    facts: { fund: 'agua-segura' },
  },
  'thresholds-reversed': {
    en: 'Three persons would have to agree above {currency} {threeAbove}, but two only above {twoAbove}: the threshold for three has to be the higher one.',
    es: 'Se exigirían tres personas por encima de {currency} {threeAbove}, pero dos solo por encima de {twoAbove}: el umbral de tres debe ser el mayor.',
    facts: { currency: 'USD', twoAbove: '50000.00', threeAbove: '20000.00' },
  },
  'date-before-start': {
    en: 'The date {date} is before the start of the fund on {startsOn}.',
    es: 'El {date} es anterior al inicio del fondo, el {startsOn}.',
    facts: { date: '2025-12-31', startsOn: '2026-01-01' },
  },
  'currency-not-carried': {
    en: 'The fund keeps no accounts in {currency}; it keeps them in {carried}.',
    es: 'El fondo no lleva cuentas en {currency}; las lleva en {carried}.',
    facts: { currency: 'GBP', carried: ['USD', 'EUR'] },
  },
  'currency-mismatch': {
    en: 'The amount is in {currency}, but the {thing} {id} is in {expected}.',
    es: 'El monto está en {currency}, pero {thing} {id} está en {expected}.',
    facts: { currency: 'EUR', thing: 'grant', id: 'g-wells', expected: 'USD' },
  },
  'rate-missing': {
    en: 'An amount in {currency} needs its exchange rate to {home}, with source and date.',
    es: 'Un monto en {currency} requiere su tasa de cambio a {home}, con fuente y fecha.',
    facts: { currency: 'EUR', home: 'USD' },
  },
  'rate-not-needed': {
    en: '{currency} is the home currency of the fund: leave the exchange rate out.',
    es: '{currency} es la moneda base del fondo: omita la tasa de cambio.',
    facts: { currency: 'USD' },
  },
  'home-value-zero': {
    en: '{currency} {amount} at the rate {rate} comes to less than the smallest unit of {home}.',
    es: '{currency} {amount} a la tasa {rate} equivalen a menos de la unidad mínima de {home}.',
    facts: { amount: '0.01', currency: 'EUR', rate: '0.1', home: 'USD' },
  },
  'earmark-unknown': {
    en: 'The fund has no {earmark}; its earmarks: {known}.',
    es: 'El fondo no tiene {earmark}; destinaciones del fondo: {known:f}.',
    facts: { earmark: 'urban', known: ['none', 'rural'] },
  },
  'window-unknown': {
    en: 'The fund has no window {window}; its windows: {known}.',
    es: 'El fondo no tiene la ventana {window}; ventanas del fondo: {known:f}.',
    facts: { window: 'roads', known: ['general', 'administration', 'schools'] },
  },
  'bank-account-unknown': {
    en: 'The fund has no bank account {bankAccount}; its bank accounts: {known}.',
    es: 'El fondo no tiene la cuenta bancaria {bankAccount}; cuentas del fondo: {known:f}.',
    facts: { bankAccount: 'savings', known: ['main'] },
  },
  'earmark-in-shortfall': {
    en: '{currency} {shortfall} is missing under {earmark}; nothing new can be decided there until it is made good.',
    es: 'Faltan {currency} {shortfall} en {earmark}; allí no se puede decidir nada nuevo hasta cubrir el faltante.',
    facts: { earmark: 'rural', shortfall: '3.50', currency: 'USD' },
  },
} as const satisfies Refusals;
