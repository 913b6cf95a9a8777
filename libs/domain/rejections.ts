import { type Rejection, rejection } from '#kernel/rejection';
import type { Json } from '#kernel/canonical';
import type { Language } from './field-errors.js';
import { factWord } from './rejection-words.js';

/** Every reason for which the domain says no, with the sentence that a reader gets. `{name}` stands for a fact. */
const texts = {
  'id-taken': {
    en: 'The {thing} {id} exists already.',
    es: 'Ya existe {thing} {id}.',
  },
  'not-found': {
    en: 'There is no {thing} {id} in this book.',
    es: 'No existe {thing} {id} en este libro.',
  },
  'fund-not-open': {
    en: 'The fund {fund} is not open: it has not been established in this book.',
    es: 'El fondo {fund} no está abierto: no se ha constituido en este libro.',
  },
  'wrong-book': {
    en: 'This command is for {expected}, not for the book {book}.',
    es: 'Este comando es para {expected}, no para el libro {book}.',
  },
  'date-in-future': {
    en: 'The date {date} is in the future: today is {today} in {timeZone}.',
    es: 'La fecha {date} está en el futuro: hoy es {today} en {timeZone}.',
  },
  'date-before-start': {
    en: 'The date {date} is before the fund started, {startsOn}.',
    es: 'La fecha {date} es anterior al inicio del fondo, {startsOn}.',
  },
  'period-reversed': {
    en: 'The period ends on {end}, before it starts on {start}.',
    es: 'El período termina el {end}, antes de empezar el {start}.',
  },
  'currency-not-carried': {
    en: 'The fund does not carry {currency}; it carries {carried}.',
    es: 'El fondo no lleva {currency}; lleva {carried}.',
  },
  'currency-mismatch': {
    en: 'The amount is in {currency}, but {thing} {id} is in {expected}.',
    es: 'El monto está en {currency}, pero {thing} {id} está en {expected}.',
  },
  'terms-differ': {
    en: 'The {thing} {id} has the {member} {expected}, not {given}.',
    es: '{thing} {id} tiene {expected} como {member}, no {given}.',
  },
  'rate-missing': {
    en: 'An amount in {currency} needs its rate to {home}, with source and date.',
    es: 'Un monto en {currency} necesita su tasa a {home}, con fuente y fecha.',
  },
  'rate-not-needed': {
    en: '{currency} is the home currency of the fund: leave the rate out.',
    es: '{currency} es la moneda base del fondo: omita la tasa.',
  },
  'home-value-zero': {
    en: '{amount} {currency} at {rate} is worth nothing in {home}.',
    es: '{amount} {currency} a {rate} no vale nada en {home}.',
  },
  'earmark-unknown': {
    en: 'The fund has no earmark {earmark}; it has {known}.',
    es: 'El fondo no tiene la destinación {earmark}; tiene {known}.',
  },
  'window-unknown': {
    en: 'The fund has no window {window}; it has {known}.',
    es: 'El fondo no tiene la ventana {window}; tiene {known}.',
  },
  'bank-account-unknown': {
    en: 'The fund has no bank account {bankAccount}; it has {known}.',
    es: 'El fondo no tiene la cuenta bancaria {bankAccount}; tiene {known}.',
  },
  'partner-unknown': {
    en: 'The partner {partner} is not in the registry.',
    es: 'La contraparte {partner} no está en el registro.',
  },
  'earmark-in-shortfall': {
    en: 'Under the earmark {earmark} {shortfall} {currency} is missing; no decision can be taken there until it is made good.',
    es: 'En la destinación {earmark} faltan {shortfall} {currency}; no se puede decidir allí hasta cubrirlos.',
  },
  'allocation-exceeds-unallocated': {
    en: 'Allocating {requested} {currency} needs {missing} more than is unallocated under {earmark}: {unallocated}.',
    es: 'Asignar {requested} {currency} excede en {missing} lo no asignado en {earmark}: {unallocated}.',
  },
  'grant-exceeds-allocated': {
    en: 'Signing {requested} {currency} needs {missing} more than is allocated under {earmark} to {window}: {allocated}.',
    es: 'Firmar {requested} {currency} excede en {missing} lo asignado en {earmark} a {window}: {allocated}.',
  },
  'grant-not-covered': {
    en: 'Signing {requested} {currency} needs {missing} more money received and free under {earmark}: {cover}.',
    es: 'Firmar {requested} {currency} requiere {missing} más de dinero recibido y libre en {earmark}: {cover}.',
  },
  'payee-not-executor': {
    en: 'The partner {payee} is neither an executor of {activity} in its implementation nor the fiscal agent named by one.',
    es: 'La contraparte {payee} no es ejecutora de {activity} en su ejecución ni el agente fiscal que una nombró.',
  },
  'executor-not-represented': {
    en: 'The partner {payee} is not the fiscal agent of {executor} in {activity}.',
    es: 'La contraparte {payee} no es agente fiscal de {executor} en {activity}.',
  },
  'executor-unclear': {
    en: '{payee} is the fiscal agent of several executors of {activity}: {executors}. Name the one that the grant is for.',
    es: '{payee} es agente fiscal de varias ejecutoras de {activity}: {executors}. Indique para cuál es la subvención.',
  },
  'instalments-do-not-sum': {
    en: 'The instalments sum to {instalments} {currency}, the grant to {grant}.',
    es: 'Las cuotas suman {instalments} {currency}, la subvención {grant}.',
  },
  'lines-do-not-sum': {
    en: 'The funding lines sum to {lines} {currency}, the grant to {grant}.',
    es: 'Las líneas de financiación suman {lines} {currency}, la subvención {grant}.',
  },
  'request-incomplete': {
    en: 'A request that names no instalment of grant {grant} needs a kind and an amount; its instalments are {known}.',
    es: 'Una solicitud sin cuota de la subvención {grant} requiere tipo y monto; sus cuotas son {known}.',
  },
  'approval-exceeds-committed': {
    en: 'Approving {requested} {currency} needs {missing} more than is committed and not ordered in grant {grant}: {committed}.',
    es: 'Aprobar {requested} {currency} excede en {missing} lo comprometido y no ordenado en la subvención {grant}: {committed}.',
  },
  'approver-is-requester': {
    en: '{actor} asked for this and cannot also approve it: another person has to.',
    es: '{actor} lo solicitó y no puede aprobarlo también: debe hacerlo otra persona.',
  },
  'not-approved': {
    en: 'The disbursement {disbursement} is {status}: only an approved one can be paid.',
    es: 'El desembolso {disbursement} está en estado {status}: solo se paga uno aprobado.',
  },
  'nothing-payable': {
    en: 'A {kind} of {requested} {currency} needs accepted expenditure that is not paid yet; grant {grant} has {payable}.',
    es: 'Un pago de {requested} {currency} como {kind} requiere gasto aceptado aún no pagado; la subvención {grant} tiene {payable}.',
  },
  'payment-exceeds-grant': {
    en: 'Paying {requested} {currency} under {earmark} is {missing} more than grant {grant} has left to pay there: {room}.',
    es: 'Pagar {requested} {currency} en {earmark} excede en {missing} lo que la subvención {grant} aún puede pagar allí: {room}.',
  },
  'wrong-status': {
    en: 'The {thing} {id} is {status}; this needs one that is {expected}.',
    es: '{thing} {id} está en estado {status}; se requiere {expected}.',
  },
  'expenditure-exceeds-grant': {
    en: 'Accepting {accepted} {currency} needs {missing} more than grant {grant} can still pay: {room}.',
    es: 'Aceptar {accepted} {currency} excede en {missing} lo que la subvención {grant} aún puede pagar: {room}.',
  },
  'accepted-exceeds-reported': {
    en: 'Accepted {accepted} {currency} in {category}, but only {reported} was reported.',
    es: 'Se aceptan {accepted} {currency} en {category}, pero solo se informaron {reported}.',
  },
  'refund-exceeds-advance': {
    en: 'A refund of {requested} {currency} is {missing} more than the outstanding advance of grant {grant}: {advance}.',
    es: 'Un reintegro de {requested} {currency} excede en {missing} el anticipo por rendir de la subvención {grant}: {advance}.',
  },
  'valuation-and-form': {
    en: 'A co-financing of the form {form} does not fit: in kind needs a valuation, cash has none.',
    es: 'Una cofinanciación de la forma {form} no corresponde: en especie requiere valoración, en efectivo no la lleva.',
  },
  'partner-already-joined': {
    en: '{partner} already is {role} of {activity} in {phase}.',
    es: '{partner} ya es {role} de {activity} en {phase}.',
  },
  'partner-not-joined': {
    en: '{partner} is not {role} of {activity} in {phase}.',
    es: '{partner} no es {role} de {activity} en {phase}.',
  },
  'stage-unknown': {
    en: 'The activity {activity} has no stage {stage}.',
    es: 'La actividad {activity} no tiene la etapa {stage}.',
  },
  'stage-without-activity': {
    en: 'The stage {stage} is named without its activity.',
    es: 'La etapa {stage} se nombra sin su actividad.',
  },
  'instalment-unknown': {
    en: 'The grant {grant} has no instalment {instalment}; it has {known}.',
    es: 'La subvención {grant} no tiene la cuota {instalment}; tiene {known}.',
  },
  'not-reversible': {
    en: 'The event at position {position} ({type}) cannot be reversed: {because}.',
    es: 'El evento en la posición {position} ({type}) no se puede reversar: {because}.',
  },
  'balance-too-low': {
    en: 'This needs {needed} {currency} in {account}, which has {available}.',
    es: 'Esto requiere {needed} {currency} en {account}, que tiene {available}.',
  },
  'event-too-large': {
    en: 'The event would be {bytes} bytes; at most {largest} are stored.',
    es: 'El evento tendría {bytes} bytes; se guardan {largest} como máximo.',
  },
  'if-match-fails': {
    en: 'The {stream} is at version {version}, not {expected}: read it again.',
    es: '{stream} está en la versión {version}, no en {expected}: léalo de nuevo.',
  },
} as const satisfies Record<string, Record<Language, string>>;

/** The stable code of a refusal. */
export type RejectionCode = keyof typeof texts;

/** All codes, for the API description. */
export const rejectionCodes = Object.keys(texts) as RejectionCode[];

/** Thrown inside a decider and caught at its edge: `decide` returns its rejection. */
export class Refusal extends Error {
  constructor(readonly rejection: Rejection<RejectionCode>) {
    super(rejection.code);
  }
}

/** Leaves the decider with a refusal. `facts` are the figures that led to it, in wire form. */
export function refuse(code: RejectionCode, facts: { readonly [name: string]: Json } = {}): never {
  throw new Refusal(rejection(code, facts));
}

/** The sentence for a refusal in the reader's language. */
export function rejectionText(
  code: RejectionCode,
  facts: { readonly [name: string]: Json | undefined },
  language: Language,
): string {
  const template: string = texts[code][language];
  const sentence = template.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const fact = facts[name];
    if (Array.isArray(fact)) return fact.join(', ');
    return typeof fact === 'string' || typeof fact === 'number' ? factWord(name, String(fact), language) : '?';
  });
  // An id keeps its case, also where it begins the sentence.
  return template.startsWith('{thing}') ? sentence.charAt(0).toUpperCase() + sentence.slice(1) : sentence;
}
