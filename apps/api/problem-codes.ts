import type { Language } from '#domain/field-errors';
import type { Json } from '#kernel/canonical';
import type { RejectionCode } from '#domain/rejections';
import { accountsProblems } from './problems/accounts.js';
import { activitiesProblems } from './problems/activities.js';
import { callsProblems } from './problems/calls.js';
import { commonProblems } from './problems/common.js';
import { fundProblems } from './problems/fund.js';
import { grantsProblems } from './problems/grants.js';
import { runningProblems } from './problems/running.js';
import { moneyInProblems } from './problems/money-in.js';
import { registryProblems } from './problems/registry.js';
import { resultsProblems } from './problems/results.js';
import { type ProblemKind, problem } from './problems/problem-kind.js';

/** How each refusal of the domain is answered. */
export const rejectionProblems: Readonly<Record<RejectionCode, ProblemKind>> = {
  ...commonProblems,
  ...fundProblems,
  ...registryProblems,
  ...moneyInProblems,
  ...activitiesProblems,
  ...callsProblems,
  ...grantsProblems,
  ...accountsProblems,
  ...runningProblems,
  ...resultsProblems,
};

/** A problem that is found at the edge, before or beside the domain; its `detail` has places as refusals have them. */
export interface EdgeProblem extends ProblemKind {
  readonly detail: Readonly<Record<Language, string>>;
  /** Facts as it may come with, for descriptions. */
  readonly facts: { readonly [name: string]: Json };
  /** Seconds after which trying again makes sense. */
  readonly retryAfterSeconds?: number;
}

const edge = (
  status: number,
  title: readonly [en: string, es: string],
  detail: readonly [en: string, es: string],
  facts: EdgeProblem['facts'] = {},
  retryAfterSeconds?: number,
): EdgeProblem => ({
  ...problem(status, title[0], title[1]),
  detail: { en: detail[0], es: detail[1] },
  facts,
  ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
});

export const edgeProblems = {
  'malformed-request': edge(
    400,
    ['The request is malformed', 'La solicitud está mal formada'],
    [
      'The request cannot be read as HTTP; "because" has what was found.',
      'La solicitud no se puede leer como HTTP; "because" trae lo que se encontró.',
    ],
    { because: 'the address is not valid' },
  ),
  'malformed-json': edge(
    400,
    ['The body is not JSON', 'El cuerpo no es JSON'],
    [
      'It stops being JSON at line {line}, column {column} (byte {position}); expected {expected}.',
      'Deja de ser JSON en la línea {line}, columna {column} (byte {position}); se esperaba {expected}.',
    ],
    { rule: 'value', position: 6, line: 1, column: 7, found: '}', expected: 'a value' },
  ),
  'invalid-fields': edge(
    400,
    ['Fields are wrong', 'Hay campos incorrectos'],
    ['Wrong fields: {count}. "errors" lists them.', 'Campos incorrectos: {count}. "errors" los enumera.'],
    { count: 1 },
  ),
  'statement-unreadable': edge(
    422,
    ['The file is not a bank statement', 'El archivo no es un extracto bancario'],
    [
      'The file cannot be read: {because}. Found {where}: {found}.',
      'El archivo no se puede leer: {because}. Se encontró {where}: {found}.',
    ],
    {
      fault: 'does-not-sum',
      because: 'its lines do not come to its balances',
      found: '2026/3: 0.00 + 29988.00 ≠ 29900.00',
      where: 'in the file as a whole',
      line: 0,
    },
  ),
  'idempotency-key-invalid': edge(
    400,
    ['The Idempotency-Key is missing or wrong', 'La cabecera Idempotency-Key falta o es incorrecta'],
    [
      'Every write needs the header Idempotency-Key: 1 to 64 letters, digits, _ and - (a UUID, say). Came: {value}.',
      'Toda escritura necesita la cabecera Idempotency-Key: de 1 a 64 letras, dígitos, _ y - (p. ej. un UUID). Llegó: {value}.',
    ],
    { value: '"a b"' },
  ),
  'if-match-invalid': edge(
    400,
    ['The If-Match is wrong', 'La cabecera If-Match es incorrecta'],
    [
      'On the address of one thing, If-Match takes one version in quotes, as its ETag has it, for example "3". Came: {value}.',
      'En la dirección de una sola cosa, If-Match lleva una versión entre comillas, como su ETag, por ejemplo "3". Llegó: {value}.',
    ],
    { value: '"*"' },
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
    ['There is no such token, or it has been revoked.', 'El token no existe o fue revocado.'],
  ),
  'role-missing': edge(
    403,
    ['The token may not do this', 'El token no permite esto'],
    ['This needs the role of {needed}; the token has: {held}.', 'Esto requiere el rol de {needed}; el token tiene: {held}.'],
    { needed: ['approver'], held: ['fund-manager', 'publisher'] },
  ),
  'route-not-found': edge(
    404,
    ['There is no such address', 'No existe esa dirección'],
    [
      '{method} {path} is not part of this API; /docs describes it.',
      '{method} {path} no es parte de esta API; /docs la describe.',
    ],
    { method: 'GET', path: '/v1/found' },
  ),
  'resource-not-found': edge(
    404,
    ['It is not there', 'No existe'],
    ['There is no {thing} {id} here.', 'Aquí no existe {thing} {id}.'],
    { thing: 'grant', id: 'g-wells' },
  ),
  'method-not-allowed': edge(
    405,
    ['The method is not taken here', 'El método no se admite aquí'],
    ['{path} does not take {method}, but {allowed}.', '{path} no admite {method}, sino {allowed}.'],
    { method: 'PUT', path: '/v1/funds/agua-segura', allowed: 'GET, HEAD, POST' },
  ),
  'body-too-large': edge(
    413,
    ['The body is too large', 'El cuerpo es demasiado grande'],
    ['At most {largest} bytes are taken.', 'Se aceptan {largest} bytes como máximo.'],
    { largest: 262_144 },
  ),
  'bulk-too-large': edge(
    413,
    ['The request has too many lines', 'La solicitud tiene demasiadas líneas'],
    [
      'At most {lines} lines and {largest} bytes are taken in one request. Every line before this one was answered; send the rest in another request.',
      'Se aceptan {lines} líneas y {largest} bytes por solicitud como máximo. Todas las líneas anteriores ya se respondieron; envíe el resto en otra solicitud.',
    ],
    { lines: 10_000, largest: 16_777_216 },
  ),
  'media-type-unsupported': edge(
    415,
    ['The body has the wrong type', 'El cuerpo es de otro tipo'],
    ['Send {expected}; came {value}.', 'Envíe {expected}; llegó {value}.'],
    { expected: 'application/json', value: 'text/plain' },
  ),
  'sheet-unreadable': edge(
    422,
    ['The file cannot be read as a table', 'El archivo no se puede leer como tabla'],
    ['{because}', '{because}'],
    { rule: 'too-many-rows', most: 20_010, because: 'The file has more than 20010 rows.' },
  ),
  'rows-refused': edge(
    422,
    ['Rows were refused, so nothing was posted', 'Se rechazaron filas, así que nada se registró'],
    [
      'Rows refused: {refused} of {total}, for {issues} reasons in all; "errors" lists the first thousand.',
      'Filas rechazadas: {refused} de {total}, por {issues} motivos en total; "errors" enumera los primeros mil.',
    ],
    { import: '0f8fad5b-d9cb-469f-a165-70867728950e', refused: 1, total: 240, issues: 1 },
  ),
  'key-reused': edge(
    422,
    ['The key was used before', 'La clave ya se usó'],
    [
      'The Idempotency-Key {key} belongs to another command of this book. Take a new key for a new command.',
      'La Idempotency-Key {key} pertenece a otra operación de este libro. Use una clave nueva para una operación nueva.',
    ],
    { key: 'my-first-pledge' },
  ),
  fault: edge(
    500,
    ['Something went wrong here', 'Algo falló aquí'],
    [
      'It is our mistake, not yours; nothing was posted unless a retry says so. Tell us the number {correlationId}.',
      'El error es nuestro, no suyo; nada se registró salvo que un reintento lo diga. Indíquenos el número {correlationId}.',
    ],
    { correlationId: '0f8fad5b-d9cb-469f-a165-70867728950e' },
  ),
  'book-busy': edge(
    503,
    ['The book is busy', 'El libro está ocupado'],
    [
      'More commands wait for the book {book} than it takes. Nothing was done; send the same again.',
      'Esperan más operaciones por el libro {book} de las que admite. No se hizo nada; envíe lo mismo otra vez.',
    ],
    { book: 'agua-segura' },
    1,
  ),
  'server-busy': edge(
    503,
    ['The server is busy', 'El servidor está ocupado'],
    [
      'More requests are under way than are taken at once. Nothing was done; send the same again.',
      'Hay más solicitudes en curso de las que se admiten a la vez. No se hizo nada; envíe lo mismo otra vez.',
    ],
    {},
    1,
  ),
  'outcome-unknown': edge(
    503,
    ['The outcome is not known yet', 'Aún no se sabe el resultado'],
    [
      'The connection to the database broke while the command was under way. Send it again with the same Idempotency-Key: it is posted once.',
      'La conexión con la base de datos se cortó durante la operación. Envíela otra vez con la misma Idempotency-Key: se registra una sola vez.',
    ],
    { book: 'agua-segura' },
    2,
  ),
  'view-behind': edge(
    503,
    ['The view is not there yet', 'La vista aún no está al día'],
    [
      'The views of {book} have not reached position {after} within {waitedSeconds} s.',
      'Las vistas de {book} no alcanzaron la posición {after} en {waitedSeconds} s.',
    ],
    { book: 'agua-segura', after: 12, waitedSeconds: 5 },
    1,
  ),
  unavailable: edge(
    503,
    ['The service is not available', 'El servicio no está disponible'],
    ['Out of reach at the moment: {what}.', 'Fuera de alcance en este momento: {what}.'],
    { parts: ['database'], what: 'the database' },
    2,
  ),
} as const satisfies Record<string, EdgeProblem>;

export type EdgeCode = keyof typeof edgeProblems;
export type ProblemCode = RejectionCode | EdgeCode;

/** Every kind of problem that the API answers, by its code. */
export const problemKinds: Readonly<Record<ProblemCode, ProblemKind>> = { ...rejectionProblems, ...edgeProblems };
