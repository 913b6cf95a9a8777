import type { Refusals } from './refusal.js';

/** Refusals about contributions, what is given in kind and opening balances. */
export const moneyInRefusals = {
  'not-a-collection': {
    en: '{partner} is of the kind {kind}: only a public collection is received without an agreement, from givers that nobody names.',
    es: '{partner} es de tipo {kind}: solo una colecta pública se recibe sin convenio, de donantes que no se nombran.',
    facts: { partner: 'apc', kind: 'national-government' },
  },
  'collection-has-no-terms': {
    en: 'The contribution {contribution} is a collection among the public: nobody has signed it, and what comes in is all there is.',
    es: 'El aporte {contribution} es una colecta pública: nadie lo ha firmado, y solo cuenta lo que ingresa.',
    facts: { contribution: 'colecta-2026' },
  },
  'cut-exceeds-commitment': {
    en: 'A cut of {requested} {currency} is more than the contribution {contribution} has committed: {committed}.',
    es: 'Un recorte de {requested} {currency} excede lo comprometido en el aporte {contribution}: {committed}.',
    facts: { contribution: 'apc-2026', currency: 'USD', requested: '60000.00', committed: '50000.00' },
  },
  'rate-of-a-cut': {
    en: 'A cut of the contribution {contribution} takes back what was promised last, at its own rate: leave the rate out.',
    es: 'Un recorte del aporte {contribution} retira lo último que se prometió, a su propia tasa: omita la tasa.',
    facts: { contribution: 'apc-2026' },
  },
  'contribution-condition-unknown': {
    en: 'The contribution {contribution} has no condition {condition}; it has {known}.',
    es: 'El aporte {contribution} no tiene la condición {condition}; tiene {known}.',
    facts: { contribution: 'apc-2026', condition: 'audit', known: ['audit-2026'] },
  },
  'conditions-exceed-agreement': {
    en: 'The conditional parts of {contribution} sum to {conditional} {currency}, the agreement to {amount}.',
    es: 'Las partes condicionadas de {contribution} suman {conditional} {currency}, el convenio {amount}.',
    facts: { contribution: 'apc-2026', currency: 'USD', conditional: '60000.00', amount: '50000.00' },
  },
  'schedule-does-not-sum': {
    en: 'The instalments of {contribution} sum to {instalments} {currency}, what is agreed to {agreed}.',
    es: 'Las cuotas de {contribution} suman {instalments} {currency}, lo convenido {agreed}.',
    facts: { contribution: 'apc-2026', currency: 'USD', instalments: '40000.00', agreed: '50000.00' },
  },
  'write-off-exceeds-outstanding': {
    en: 'Writing off {requested} {currency} is more than the contribution {contribution} still owes: {outstanding}.',
    es: 'Castigar {requested} {currency} excede lo que el aporte {contribution} aún debe: {outstanding}.',
    facts: { contribution: 'apc-2026', currency: 'USD', requested: '6000.00', outstanding: '5000.00' },
  },
  'credited-twice': {
    en: 'The bank credits or debits the same {currency} for {contribution}: give the amount once.',
    es: 'El banco abona o carga los mismos {currency} de {contribution}: indique el monto una sola vez.',
    facts: { contribution: 'apc-2026', currency: 'USD' },
  },
  'rate-not-used': {
    en: 'What the contribution {contribution} got is known in {currency}: leave the rate out.',
    es: 'Lo que recibió el aporte {contribution} se conoce en {currency}: omita la tasa.',
    facts: { contribution: 'apc-2026', currency: 'USD' },
  },
  'return-exceeds-received': {
    en: 'Returning {requested} {currency} is more than the contribution {contribution} has brought in: {received}.',
    es: 'Devolver {requested} {currency} excede lo que ha ingresado del aporte {contribution}: {received}.',
    facts: { contribution: 'apc-2026', currency: 'USD', requested: '60000.00', received: '50000.00' },
  },
  'return-exceeds-free': {
    en: 'Returning {requested} {currency} needs {missing} more that is neither allocated under {earmark} nor bound: {free}.',
    es: 'Devolver {requested} {currency} requiere {missing} más que no esté asignado en {earmark} ni vinculado: {free}.',
    facts: {
      contribution: 'apc-2026',
      earmark: 'rural',
      currency: 'USD',
      requested: '20000.00',
      free: '10000.00',
      missing: '10000.00',
    },
  },
  'income-not-as-spent': {
    en: "The fund's policy for income is {policy}: only income as it is spent is recognised by command.",
    es: 'La política de ingresos del fondo es {policy}: solo el ingreso según lo gastado se reconoce por comando.',
    facts: { policy: 'on-receipt' },
  },
  'income-exceeds-spent': {
    en: 'Recognising {requested} {currency} of {contribution} is more than was spent of it and is not income yet: {spent}.',
    es: 'Reconocer {requested} {currency} de {contribution} excede lo gastado que aún no es ingreso: {spent}.',
    facts: { contribution: 'apc-2026', currency: 'USD', requested: '9000.00', spent: '8000.00' },
  },
  'in-kind-for-what': {
    en: 'What is given to {kind} {id} is not clear: activities, grants and bodies are named by their id, the fund itself has none.',
    es: 'No queda claro para qué se da ({kind} {id}): actividades, subvenciones y órganos se nombran por su id; el fondo no lleva.',
    facts: { kind: 'fund', id: 'wells' },
  },
} as const satisfies Refusals;
