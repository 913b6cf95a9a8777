import type { Refusals } from './refusal.js';

/** Refusals about contributions, what is given in kind and opening balances. */
export const moneyInRefusals = {
  'not-a-collection': {
    en: '{partner} is no public collection ({kind}): only such a one is received without an agreement, from givers that nobody names.',
    es: '{partner} no es una colecta pública ({kind}): solo una colecta se recibe sin convenio, de donantes que no se nombran.',
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
    en: 'The conditional parts of {contribution} sum to {conditional} {currency}; the agreement is for {amount}.',
    es: 'Las partes condicionadas de {contribution} suman {conditional} {currency}; el convenio es por {amount}.',
    facts: { contribution: 'apc-2026', currency: 'USD', conditional: '60000.00', amount: '50000.00' },
  },
  'schedule-does-not-sum': {
    en: 'The instalments of {contribution} sum to {instalments} {currency}; {agreed} are agreed.',
    es: 'Las cuotas de {contribution} suman {instalments} {currency}; lo convenido son {agreed}.',
    facts: { contribution: 'apc-2026', currency: 'USD', instalments: '40000.00', agreed: '50000.00' },
  },
  'write-off-exceeds-outstanding': {
    en: 'Writing off {requested} {currency} is more than is still to come of the contribution {contribution}: {outstanding}.',
    es: 'Castigar {requested} {currency} excede lo que falta por recibir del aporte {contribution}: {outstanding}.',
    facts: { contribution: 'apc-2026', currency: 'USD', requested: '6000.00', outstanding: '5000.00' },
  },
  'credited-twice': {
    en: 'The bank account is in {currency}, as is the amount of {contribution}: give that amount alone.',
    es: 'La cuenta bancaria está en {currency}, igual que el monto de {contribution}: indique solo ese monto.',
    facts: { contribution: 'apc-2026', currency: 'USD' },
  },
  'rate-not-used': {
    en: 'What came in of the contribution {contribution} is known in {currency}: leave the rate out.',
    es: 'Lo recibido del aporte {contribution} ya consta en {currency}: omita la tasa.',
    facts: { contribution: 'apc-2026', currency: 'USD' },
  },
  'return-exceeds-received': {
    en: 'Returning {requested} {currency} is more than the contribution {contribution} has brought in: {received}.',
    es: 'Devolver {requested} {currency} excede lo que ha ingresado del aporte {contribution}: {received}.',
    facts: { contribution: 'apc-2026', currency: 'USD', requested: '60000.00', received: '50000.00' },
  },
  'return-exceeds-free': {
    en: '{requested} {currency} cannot be returned: under {earmark} only {free} are neither allocated nor bound; {missing} are missing.',
    es: 'No se pueden devolver {requested} {currency}: en {earmark} solo {free} están sin asignar ni comprometer; faltan {missing}.',
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
    en: "The fund's policy for income: {policy}. A command of its own records income only where that is as it is paid out, or as expenditure is accepted.",
    es: 'Política de ingresos del fondo: {policy}. Solo se registran con una operación propia cuando se reconocen a medida que se desembolsan o que se acepta el gasto.',
    facts: { policy: 'on-receipt' },
  },
  'income-exceeds-spent': {
    en: 'Recognising {requested} {currency} of {contribution} is more than was spent of it by that day and is not income yet: {spent}.',
    es: 'Reconocer {requested} {currency} de {contribution} excede lo gastado hasta esa fecha que aún no es ingreso: {spent}.',
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
    es: 'El banco tiene {bank} {currency}, pero lo ingresado menos lo gastado y lo entregado a subvenciones vigentes da {explained}: queda por explicar una diferencia de {difference}.',
    facts: { currency: 'USD', bank: '52000.00', explained: '50000.00', difference: '2000.00' },
  },
  'spent-exceeds-received': {
    en: '{received} {currency} had come in of {contribution}: {spent} cannot have been spent.',
    es: 'De {contribution} habían ingresado {received} {currency}: no pueden haberse gastado {spent}.',
    facts: { contribution: 'apc-2026', currency: 'USD', spent: '60000.00', received: '50000.00' },
  },
  'income-exceeds-commitment': {
    en: '{deferred} {currency} of {contribution} are committed and deferred: {requested} cannot have become income.',
    es: 'De {contribution} hay {deferred} {currency} comprometidos y diferidos: no pueden haberse reconocido {requested} como ingreso.',
    facts: { contribution: 'apc-2026', currency: 'USD', requested: '60000.00', deferred: '50000.00' },
  },
  'opening-exceeds-grants': {
    en: 'Bringing {requested} {currency} under grant {grant} is more than the opening balances leave to running grants: {left}.',
    es: 'Incorporar {requested} {currency} de la subvención {grant} excede lo que los saldos iniciales dejan a subvenciones vigentes: {left}.',
    facts: { grant: 'g-wells', currency: 'USD', requested: '30000.00', left: '25000.00' },
  },
  'opening-exceeds-grant': {
    en: 'Grant {grant} is of {amount} {currency}: {disbursed} paid and {payable} still owed are more.',
    es: 'La subvención {grant} es de {amount} {currency}: {disbursed} pagados y {payable} por pagar la exceden.',
    facts: { grant: 'g-wells', currency: 'USD', amount: '30000.00', disbursed: '28000.00', payable: '2500.00' },
  },
  'advance-exceeds-disbursed': {
    en: 'An advance of {advance} {currency} cannot be outstanding in grant {grant}, which was paid {disbursed}.',
    es: 'No puede haber un anticipo por rendir de {advance} {currency} en la subvención {grant}, a la que se pagaron {disbursed}.',
    facts: { grant: 'g-wells', currency: 'USD', advance: '30000.00', disbursed: '25000.00' },
  },
  'no-interest-owed': {
    en: 'Of the interest {interest} nothing is owed to the contribution {contribution}.',
    es: 'Del interés {interest} no se debe nada por el aporte {contribution}.',
    facts: { interest: 'int-2026-03', contribution: 'apc-2026' },
  },
} as const satisfies Refusals;
