import type { Language } from '#domain/field-errors';
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
  ...problem(status, title[0], title[1]),
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
  'statement-unreadable': edge(
    422,
    ['The file is no bank statement', 'El archivo no es un extracto bancario'],
    [
      'The file cannot be read: {because}. Found: {found} (line {line}; 0 is the whole file).',
      'El archivo no se puede leer: {because}. Se encontró: {found} (línea {line}; 0 es todo el archivo).',
    ],
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
    ['Send {expected}; came {value}.', 'Envíe {expected}; llegó {value}.'],
  ),
  'sheet-unreadable': edge(
    422,
    ['The file cannot be read as a table', 'El archivo no se puede leer como tabla'],
    ['{because}', '{because}'],
  ),
  'rows-refused': edge(
    422,
    ['Rows were refused, so nothing was posted', 'Se rechazaron filas, así que nada se registró'],
    [
      '{refused} of {total} rows are refused for {issues} reasons; "errors" lists the first thousand.',
      'Se rechazan {refused} de {total} filas por {issues} motivos; "errors" enumera los primeros mil.',
    ],
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
