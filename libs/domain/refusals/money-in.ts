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
  'money-before-opening': {
    en: 'Opening balances are the first money of a book: {account} has {balance} {currency} already.',
    es: 'Los saldos iniciales son el primer dinero de un libro: {account} ya tiene {balance} {currency}.',
    facts: { account: 'bank:main', currency: 'USD', balance: '50000.00' },
  },
  'opening-does-not-balance': {
    en: 'The bank has {bank} {currency}, but what came in, less what was spent and is with running grants, makes {explained}: {difference} is not explained.',
    es: 'El banco tiene {bank} {currency}, pero lo ingresado menos lo gastado y lo entregado a subvenciones vigentes da {explained}: faltan por explicar {difference}.',
    facts: { currency: 'USD', bank: '52000.00', explained: '50000.00', difference: '2000.00' },
  },
  'spent-exceeds-received': {
    en: 'Of {contribution} {spent} {currency} cannot have been spent: {received} had come in.',
    es: 'De {contribution} no pueden haberse gastado {spent} {currency}: habían ingresado {received}.',
    facts: { contribution: 'apc-2026', currency: 'USD', spent: '60000.00', received: '50000.00' },
  },
  'income-exceeds-commitment': {
    en: 'Of {contribution} {requested} {currency} cannot have become income: {deferred} is committed and deferred.',
    es: 'De {contribution} no pueden haberse reconocido {requested} {currency} como ingreso: hay {deferred} comprometidos y diferidos.',
    facts: { contribution: 'apc-2026', currency: 'USD', requested: '60000.00', deferred: '50000.00' },
  },
  'opening-exceeds-grants': {
    en: 'Bringing {requested} {currency} under grant {grant} is more than the opening leaves to running grants: {left}.',
    es: 'Traer {requested} {currency} de la subvención {grant} excede lo que los saldos iniciales dejan a subvenciones vigentes: {left}.',
    facts: { grant: 'g-wells', currency: 'USD', requested: '30000.00', left: '25000.00' },
  },
  'advance-exceeds-disbursed': {
    en: 'An advance of {advance} {currency} cannot be outstanding in grant {grant}, which was paid {disbursed}.',
    es: 'No puede haber un anticipo por rendir de {advance} {currency} en la subvención {grant}, a la que se pagaron {disbursed}.',
    facts: { grant: 'g-wells', currency: 'USD', advance: '30000.00', disbursed: '25000.00' },
  },
  'no-interest-owed': {
    en: 'Of the interest {interest} nothing is owed to the contribution {contribution}.',
    es: 'Del interés {interest} no se debe nada al aporte {contribution}.',
    facts: { interest: 'int-2026-03', contribution: 'apc-2026' },
  },
} as const satisfies Refusals;
