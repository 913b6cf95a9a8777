import type { Language } from '#domain/field-errors';
import type { RejectionCode } from '#domain/rejections';

/** One type of problem: the status it is answered with, and its title, which never varies. */
export interface ProblemKind {
  readonly status: number;
  readonly title: Readonly<Record<Language, string>>;
}

const kind = (status: number, en: string, es: string): ProblemKind => ({ status, title: { en, es } });

/**
 * How each refusal of the domain is answered. 404: what is named is not there. 409: the state of the book forbids it, and
 * may allow it later. 422: what is asked can never be right. 403: another person has to do it.
 */
export const rejectionProblems: Readonly<Record<RejectionCode, ProblemKind>> = {
  'id-taken': kind(409, 'The id is taken', 'El id ya está en uso'),
  'not-found': kind(404, 'There is no such thing', 'No existe'),
  'fund-not-open': kind(404, 'There is no such fund', 'No existe tal fondo'),
  'wrong-book': kind(422, 'The command is for another book', 'El comando es para otro libro'),
  'date-in-future': kind(422, 'The date is in the future', 'La fecha está en el futuro'),
  'date-before-start': kind(422, 'The date is before the fund started', 'La fecha es anterior al inicio del fondo'),
  'period-reversed': kind(422, 'The period ends before it starts', 'El período termina antes de empezar'),
  'currency-not-carried': kind(422, 'The fund does not carry the currency', 'El fondo no lleva la moneda'),
  'currency-mismatch': kind(422, 'The currency is another one', 'La moneda es otra'),
  'terms-differ': kind(409, 'The terms were fixed before', 'Los términos ya se fijaron'),
  'rate-missing': kind(422, 'The exchange rate is missing', 'Falta la tasa de cambio'),
  'rate-not-needed': kind(422, 'There is nothing to convert', 'No hay nada que convertir'),
  'home-value-zero': kind(422, 'The amount is worth nothing', 'El monto no vale nada'),
  'earmark-unknown': kind(422, 'The fund has no such earmark', 'El fondo no tiene esa destinación'),
  'window-unknown': kind(422, 'The fund has no such window', 'El fondo no tiene esa ventana'),
  'bank-account-unknown': kind(422, 'The fund has no such bank account', 'El fondo no tiene esa cuenta bancaria'),
  'partner-unknown': kind(422, 'The partner is not registered', 'La contraparte no está registrada'),
  'earmark-in-shortfall': kind(409, 'Money is missing under the earmark', 'Falta dinero en la destinación'),
  'allocation-exceeds-unallocated': kind(409, 'More than is unallocated', 'Excede lo no asignado'),
  'grant-exceeds-allocated': kind(409, 'More than is allocated', 'Excede lo asignado'),
  'grant-not-covered': kind(409, 'More than has been received', 'Excede lo recibido'),
  'payee-not-executor': kind(
    422,
    'The payee does not execute the activity',
    'La beneficiaria del pago no ejecuta la actividad',
  ),
  'executor-not-represented': kind(422, 'The payee does not stand for the executor', 'No es agente fiscal de la ejecutora'),
  'executor-unclear': kind(422, 'The payee stands for several executors', 'Es agente fiscal de varias ejecutoras'),
  'instalments-do-not-sum': kind(422, 'The instalments do not sum to the grant', 'Las cuotas no suman la subvención'),
  'lines-do-not-sum': kind(422, 'The funding lines do not sum to the grant', 'Las líneas no suman la subvención'),
  'request-incomplete': kind(422, 'The request says too little', 'La solicitud está incompleta'),
  'approval-exceeds-committed': kind(409, 'More than is committed', 'Excede lo comprometido'),
  'approver-is-requester': kind(403, 'Another person has to approve', 'Debe aprobarlo otra persona'),
  'not-approved': kind(409, 'The disbursement is not approved', 'El desembolso no está aprobado'),
  'nothing-payable': kind(409, 'There is no accepted expenditure to pay', 'No hay gasto aceptado por pagar'),
  'payment-exceeds-grant': kind(409, 'More than the grant has left to pay', 'Excede lo que la subvención aún puede pagar'),
  'wrong-status': kind(409, 'It is not in the state for this', 'No está en el estado para esto'),
  'expenditure-exceeds-grant': kind(409, 'More than the grant can pay', 'Excede lo que la subvención puede pagar'),
  'accepted-exceeds-reported': kind(422, 'More is accepted than was reported', 'Se acepta más de lo informado'),
  'refund-exceeds-advance': kind(409, 'More than the outstanding advance', 'Excede el anticipo por rendir'),
  'valuation-and-form': kind(422, 'Form and valuation do not fit', 'La forma y la valoración no corresponden'),
  'partner-already-joined': kind(409, 'The partner has that role already', 'La contraparte ya tiene ese papel'),
  'partner-not-joined': kind(409, 'The partner does not have that role', 'La contraparte no tiene ese papel'),
  'stage-unknown': kind(422, 'The activity has no such stage', 'La actividad no tiene esa etapa'),
  'stage-without-activity': kind(422, 'A stage needs its activity', 'La etapa necesita su actividad'),
  'instalment-unknown': kind(422, 'The grant has no such instalment', 'La subvención no tiene esa cuota'),
  'not-reversible': kind(409, 'The event cannot be reversed', 'El evento no se puede reversar'),
  'balance-too-low': kind(409, 'A balance is too low', 'Un saldo es insuficiente'),
  'event-too-large': kind(413, 'The event is too large', 'El evento es demasiado grande'),
  'if-match-fails': kind(412, 'It has changed meanwhile', 'Ha cambiado entretanto'),
};

/** A problem that is found at the edge, before or beside the domain; `detail` has `{facts}` as refusals have them. */
export interface EdgeProblem extends ProblemKind {
  readonly detail: Readonly<Record<Language, string>>;
  /** Seconds after which trying again makes sense. */
  readonly retryAfterSeconds?: number;
}

const edge = (
  status: number,
  title: readonly [en: string, es: string],
  detail: readonly [en: string, es: string],
  retryAfterSeconds?: number,
): EdgeProblem => ({
  ...kind(status, title[0], title[1]),
  detail: { en: detail[0], es: detail[1] },
  ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
});

export const edgeProblems = {
  'malformed-request': edge(
    400,
    ['The request is malformed', 'La solicitud está mal formada'],
    ['The request cannot be read as HTTP: {because}.', 'La solicitud no se puede leer como HTTP: {because}.'],
  ),
  'malformed-json': edge(
    400,
    ['The body is not JSON', 'El cuerpo no es JSON'],
    [
      'It stops being JSON at line {line}, column {column} (byte {position}); expected {expected}.',
      'Deja de ser JSON en la línea {line}, columna {column} (byte {position}); se esperaba {expected}.',
    ],
  ),
  'invalid-fields': edge(
    400,
    ['Fields are wrong', 'Hay campos incorrectos'],
    ['Wrong fields: {count}. "errors" lists them.', 'Campos incorrectos: {count}. "errors" los enumera.'],
  ),
  'idempotency-key-invalid': edge(
    400,
    ['The Idempotency-Key is missing or wrong', 'La cabecera Idempotency-Key falta o es incorrecta'],
    [
      'Every write needs the header Idempotency-Key: 1 to 64 of A-Z a-z 0-9 _ - (a UUID, say). Came: {value}.',
      'Toda escritura necesita la cabecera Idempotency-Key: de 1 a 64 de A-Z a-z 0-9 _ - (p. ej. un UUID). Llegó: {value}.',
    ],
  ),
  'if-match-invalid': edge(
    400,
    ['The If-Match is wrong', 'La cabecera If-Match es incorrecta'],
    [
      'On the address of one thing, If-Match takes one version in quotes, as its ETag has it, for example "3". Came: {value}.',
      'En la dirección de una sola cosa, If-Match lleva una versión entre comillas, como su ETag, por ejemplo "3". Llegó: {value}.',
    ],
  ),
  'token-missing': edge(
    401,
    ['A token is needed', 'Se necesita un token'],
    [
      'Send the header "Authorization: Bearer <token>". Tokens are made by `ayni token create`.',
      'Envíe la cabecera "Authorization: Bearer <token>". Los tokens se crean con `ayni token create`.',
    ],
  ),
  'token-unknown': edge(
    401,
    ['The token is not known', 'El token no es válido'],
    ['There is no such token, or it has been revoked.', 'No existe tal token, o fue revocado.'],
  ),
  'role-missing': edge(
    403,
    ['The token may not do this', 'El token no permite esto'],
    [
      'This needs one of the roles {needed}; the token has {held}.',
      'Esto requiere uno de los roles {needed}; el token tiene {held}.',
    ],
  ),
  'route-not-found': edge(
    404,
    ['There is no such address', 'No existe esa dirección'],
    [
      '{method} {path} is not part of this API; /docs describes it.',
      '{method} {path} no es parte de esta API; /docs la describe.',
    ],
  ),
  'resource-not-found': edge(
    404,
    ['There is no such thing', 'No existe'],
    ['There is no {thing} {id} here.', 'No hay {thing} {id} aquí.'],
  ),
  'body-too-large': edge(
    413,
    ['The body is too large', 'El cuerpo es demasiado grande'],
    ['At most {largest} bytes are taken.', 'Se aceptan {largest} bytes como máximo.'],
  ),
  'media-type-unsupported': edge(
    415,
    ['The body has the wrong type', 'El cuerpo es de otro tipo'],
    ['Send application/json; came {value}.', 'Envíe application/json; llegó {value}.'],
  ),
  'key-reused': edge(
    422,
    ['The key was used before', 'La clave ya se usó'],
    [
      'The Idempotency-Key {key} belongs to another command of this book. Take a new key for a new command.',
      'La Idempotency-Key {key} pertenece a otro comando de este libro. Use una clave nueva para un comando nuevo.',
    ],
  ),
  fault: edge(
    500,
    ['Something went wrong here', 'Algo falló aquí'],
    [
      'It is our mistake, not yours; nothing was posted unless a retry says so. Tell us the number {correlationId}.',
      'El error es nuestro, no suyo; nada se registró salvo que un reintento lo diga. Indíquenos el número {correlationId}.',
    ],
  ),
  'book-busy': edge(
    503,
    ['The book is busy', 'El libro está ocupado'],
    [
      'More commands wait for the book {book} than it takes. Nothing was done; send the same again.',
      'Esperan más comandos por el libro {book} de los que admite. No se hizo nada; envíe lo mismo otra vez.',
    ],
    1,
  ),
  'outcome-unknown': edge(
    503,
    ['The outcome is not known yet', 'Aún no se sabe el resultado'],
    [
      'The connection to the database broke while the command was under way. Send it again with the same Idempotency-Key: it is posted once.',
      'La conexión con la base de datos se cortó durante el comando. Envíelo otra vez con la misma Idempotency-Key: se registra una sola vez.',
    ],
    2,
  ),
  'view-behind': edge(
    503,
    ['The view is not there yet', 'La vista aún no llega'],
    [
      'The views of {book} have not reached position {after} within {waitedSeconds} s.',
      'Las vistas de {book} no alcanzaron la posición {after} en {waitedSeconds} s.',
    ],
    1,
  ),
  unavailable: edge(
    503,
    ['The service is not available', 'El servicio no está disponible'],
    ['Out of reach at the moment: {what}.', 'Fuera de alcance en este momento: {what}.'],
    2,
  ),
} as const satisfies Record<string, EdgeProblem>;

export type EdgeCode = keyof typeof edgeProblems;
export type ProblemCode = RejectionCode | EdgeCode;

/** Every kind of problem that the API answers, by its code. */
export const problemKinds: Readonly<Record<ProblemCode, ProblemKind>> = { ...rejectionProblems, ...edgeProblems };
