import type { Refusals } from './refusal.js';

/** Refusals about contributions, what is given in kind and opening balances. */
export const moneyInRefusals = {
  'not-a-collection': {
    en: '{partner} ({kind}) is not a public collection: only a collection is received without an agreement, from givers who are not named.',
    es: '{partner} ({kind}) no es una colecta pública: solo una colecta se recibe sin convenio, de donantes que no se identifican.',
    facts: { partner: 'apc', kind: 'national-government' },
  },
  'collection-has-no-terms': {
    en: 'The contribution {contribution} is a public collection: it has no agreement that could be changed; only what comes in counts.',
    es: 'El aporte {contribution} es una colecta pública: no tiene convenio que modificar; solo cuenta lo que ingresa.',
    facts: { contribution: 'colecta-2026' },
  },
  'cut-exceeds-commitment': {
    en: 'A cut of {currency} {requested} exceeds the {committed} committed in the contribution {contribution}.',
    es: 'Un recorte de {currency} {requested} excede los {committed} comprometidos en el aporte {contribution}.',
    facts: { contribution: 'apc-2026', currency: 'USD', requested: '60000.00', committed: '50000.00' },
  },
  'rate-of-a-cut': {
    en: 'A cut of the contribution {contribution} takes back what was committed last, at its own rate: leave the exchange rate out.',
    es: 'Un recorte del aporte {contribution} retira lo último que se comprometió, a su propia tasa: omita la tasa de cambio.',
    facts: { contribution: 'apc-2026' },
  },
  'receipt-recorded': {
    en: 'The receipt {bankReference} of {date} is recorded already for the contribution {contribution}, with the same amount and account (position {position}). If the bank shows two, give the second a reference of its own.',
    es: 'El ingreso {bankReference} del {date} ya está registrado en el aporte {contribution}, por el mismo monto y en la misma cuenta (posición {position}). Si el banco muestra dos, dé al segundo una referencia propia.',
    facts: { contribution: 'apc-2026', bankReference: 'TRF-2026-0001', date: '2026-02-15', position: 12 },
  },
  'contribution-condition-expired': {
    en: 'The condition {condition} of the contribution {contribution} had to be met by {until}; on {date} a body alone can waive it, on its minute.',
    es: 'La condición {condition} del aporte {contribution} debía cumplirse a más tardar el {until}; al {date} solo puede eximirla un órgano, con su acta.',
    facts: { contribution: 'apc-2026', condition: 'audit', until: '2026-06-30', date: '2026-07-15' },
  },
  'contribution-condition-unknown': {
    en: 'The contribution {contribution} has no condition {condition}; its conditions: {known}.',
    es: 'El aporte {contribution} no tiene la condición {condition}; condiciones del aporte: {known:f}.',
    facts: { contribution: 'apc-2026', condition: 'audit', known: ['audit-2026'] },
  },
  'conditions-exceed-agreement': {
    en: 'The conditional parts of the contribution {contribution} come to {currency} {conditional}; the agreement is for {amount}.',
    es: 'Las partes condicionadas del aporte {contribution} suman {currency} {conditional}; el convenio es por {amount}.',
    facts: { contribution: 'apc-2026', currency: 'USD', conditional: '60000.00', amount: '50000.00' },
  },
  'schedule-does-not-sum': {
    en: 'The instalments of the contribution {contribution} come to {currency} {instalments}; the agreement is for {agreed}.',
    es: 'Las cuotas del aporte {contribution} suman {currency} {instalments}; el convenio es por {agreed}.',
    facts: { contribution: 'apc-2026', currency: 'USD', instalments: '40000.00', agreed: '50000.00' },
  },
  'write-off-exceeds-outstanding': {
    en: 'Writing off {currency} {requested} exceeds the {outstanding} still receivable of the contribution {contribution}.',
    es: 'Castigar {currency} {requested} excede los {outstanding} por cobrar del aporte {contribution}.',
    facts: { contribution: 'apc-2026', currency: 'USD', requested: '6000.00', outstanding: '5000.00' },
  },
  'credited-twice': {
    en: 'The bank account is in {currency}, as is the amount of the contribution {contribution}: give that amount alone, not the amount credited.',
    es: 'La cuenta bancaria está en {currency}, igual que el aporte {contribution}: indique solo el monto del aporte, no el abonado.',
    facts: { contribution: 'apc-2026', currency: 'USD' },
  },
  'rate-not-used': {
    en: 'What came in of the contribution {contribution} is known in {currency} already: leave the exchange rate out.',
    es: 'Lo recibido del aporte {contribution} ya consta en {currency}: omita la tasa de cambio.',
    facts: { contribution: 'apc-2026', currency: 'USD' },
  },
  'return-exceeds-received': {
    en: 'Returning {currency} {requested} exceeds the {received} received of the contribution {contribution}.',
    es: 'Devolver {currency} {requested} excede los {received} recibidos del aporte {contribution}.',
    facts: { contribution: 'apc-2026', currency: 'USD', requested: '60000.00', received: '50000.00' },
  },
  'return-exceeds-free': {
    en: '{currency} {requested} cannot be returned: under {earmark} only {free} is neither allocated nor committed; {missing} is missing.',
    es: 'No se pueden devolver {currency} {requested}: en {earmark} solo hay {free} sin asignar ni comprometer; faltan {missing}.',
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
    en: 'The fund recognises its income by another policy ({policy}): an entry of its own is made only where income is recognised as it is paid out, or as expenditure is accepted.',
    es: 'El fondo reconoce sus ingresos con otra política ({policy}): solo se registran aparte cuando se reconocen a medida que se desembolsan o que se acepta el gasto.',
    facts: { policy: 'on-receipt' },
  },
  'income-exceeds-spent': {
    en: 'Recognising {currency} {requested} of the contribution {contribution} exceeds the {spent} spent by that day and not yet recognised.',
    es: 'Reconocer {currency} {requested} del aporte {contribution} excede los {spent} gastados hasta esa fecha y aún no reconocidos.',
    facts: { contribution: 'apc-2026', currency: 'USD', requested: '9000.00', spent: '8000.00' },
  },
  'in-kind-for-what': {
    en: 'It is not clear to what this is given ({kind}, id {id}): an activity, a grant or a body is named by its id, the fund itself without one.',
    es: 'No queda claro a qué se destina ({kind}, id {id}): la actividad, la subvención o el órgano se indican con su id; el fondo mismo, sin id.',
    facts: { kind: 'fund', id: 'wells' },
  },
  'money-before-opening': {
    en: 'Opening balances come before all other money of a book, and there is {currency} {balance} already in {account}.',
    es: 'Los saldos iniciales van antes que cualquier otro dinero del libro, y ya hay {currency} {balance} en {account}.',
    facts: { account: 'bank:main', currency: 'USD', balance: '50000.00' },
  },
  'opening-does-not-balance': {
    en: 'The bank has {currency} {bank}, but what was received, less what was spent and what running grants hold, makes {explained}: {difference} is not explained.',
    es: 'El banco tiene {currency} {bank}, pero lo recibido menos lo gastado y lo entregado a subvenciones vigentes da {explained}: falta explicar {difference}.',
    facts: { currency: 'USD', bank: '52000.00', explained: '50000.00', difference: '2000.00' },
  },
  'spent-exceeds-received': {
    en: 'Of the contribution {contribution}, {currency} {received} was received: {spent} cannot have been spent.',
    es: 'Del aporte {contribution} se recibieron {currency} {received}: no pueden haberse gastado {spent}.',
    facts: { contribution: 'apc-2026', currency: 'USD', spent: '60000.00', received: '50000.00' },
  },
  'income-exceeds-commitment': {
    en: 'Of the contribution {contribution}, {currency} {deferred} is committed and deferred: {requested} cannot have been recognised as income.',
    es: 'Del aporte {contribution} hay {currency} {deferred} comprometidos y diferidos: no pueden haberse reconocido {requested} como ingreso.',
    facts: { contribution: 'apc-2026', currency: 'USD', requested: '60000.00', deferred: '50000.00' },
  },
  'opening-exceeds-grants': {
    en: 'Bringing {currency} {requested} forward under the grant {grant} exceeds the {left} that the opening balances leave to running grants.',
    es: 'Incorporar {currency} {requested} de la subvención {grant} excede los {left} que los saldos iniciales dejan a subvenciones vigentes.',
    facts: { grant: 'g-wells', currency: 'USD', requested: '30000.00', left: '25000.00' },
  },
  'opening-exceeds-grant': {
    en: 'The grant {grant} is for {currency} {amount}: {disbursed} paid and {payable} still payable exceed it.',
    es: 'La subvención {grant} es por {currency} {amount}: {disbursed} pagados y {payable} por pagar la exceden.',
    facts: { grant: 'g-wells', currency: 'USD', amount: '30000.00', disbursed: '28000.00', payable: '2500.00' },
  },
  'advance-exceeds-disbursed': {
    en: 'An advance of {currency} {advance} cannot be outstanding under the grant {grant}, which was paid {disbursed}.',
    es: 'No puede haber un anticipo por rendir de {currency} {advance} en la subvención {grant}, por la que se pagaron {disbursed}.',
    facts: { grant: 'g-wells', currency: 'USD', advance: '30000.00', disbursed: '25000.00' },
  },
  'no-advance-outstanding': {
    en: 'Grant {grant} is brought without an outstanding advance: leave out when it was paid and when its accounts are due.',
    es: 'La subvención {grant} se trae sin anticipo por rendir: omita cuándo se pagó y cuándo vence su rendición.',
    facts: { grant: 'g-wells' },
  },
  'no-interest-owed': {
    en: 'Of the interest {interest}, nothing is owed under the contribution {contribution}.',
    es: 'Del abono de intereses {interest} no se debe nada por el aporte {contribution}.',
    facts: { interest: 'int-2026-03', contribution: 'apc-2026' },
  },
  'no-unearned-interest': {
    en: 'Of the interest {interest}, nothing is owed back that no contribution had earned.',
    es: 'Del abono de intereses {interest} no queda por devolver nada que ningún aporte haya generado.',
    facts: { interest: 'int-2026-03' },
  },
} as const satisfies Refusals;
