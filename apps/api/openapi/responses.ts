import { rejectionText } from '#domain/rejections';
import { type EdgeCode, type ProblemCode, edgeProblems, problemKinds, rejectionProblems } from '../problem-codes.js';
import { Problem, problemBody } from '../problem.js';
import type { JsonSchema } from './schemas.js';

export type Responses = Record<string, object>;

/** Facts for the examples of problems; what a sentence names and this does not, is written as an ellipsis. */
const facts: Readonly<Record<string, string | number | readonly string[]>> = {
  thing: 'grant',
  id: 'g-wells',
  fund: 'agua-segura',
  book: 'agua-segura',
  grant: 'g-wells',
  disbursement: 'd-001',
  activity: 'wells',
  partner: 'fundacion-manantial',
  payee: 'fundacion-manantial',
  earmark: 'rural',
  window: 'schools',
  currency: 'USD',
  requested: '30000.00',
  missing: '5000.00',
  allocated: '25000.00',
  unallocated: '25000.00',
  cover: '25000.00',
  committed: '25000.00',
  payable: '25000.00',
  advance: '25000.00',
  room: '25000.00',
  available: '25000.00',
  needed: '30000.00',
  shortfall: '3.50',
  status: 'requested',
  expected: 'approved',
  actor: 'p-001',
  known: ['main'],
  position: 7,
  type: 'grant.signed',
  because: 'already-reversed',
  stream: 'grant:g-wells',
  version: 3,
  date: '2026-12-31',
  today: '2026-11-24',
  timeZone: 'America/Bogota',
  startsOn: '2026-01-01',
  key: 'my-first-pledge',
  count: 1,
  after: 12,
  waitedSeconds: 5,
  what: 'database',
  correlationId: '0f8fad5b-d9cb-469f-a165-70867728950e',
  largest: 262_144,
  bytes: 70_000,
  method: 'GET',
  path: '/v1/found',
  value: '"a b"',
  line: 1,
  column: 7,
  rule: 'value',
  found: '}',
};

const specific: Partial<Record<ProblemCode, Readonly<Record<string, string | number | readonly string[]>>>> = {
  'role-missing': { needed: ['approver'], held: ['auditor'] },
  'if-match-fails': { stream: 'grant:g-wells', version: 3, expected: 2 },
  'malformed-json': { rule: 'value', position: 6, line: 1, column: 7, found: '}', expected: 'a value' },
  'media-type-unsupported': { value: 'text/plain' },
  'malformed-request': { because: 'the address is not valid' },
};

/** An example of each problem, by its code. */
export const problemExamples = (): Record<string, object> =>
  Object.fromEntries(
    Object.entries(problemKinds).map(([code, { title }]) => [code, { summary: title.en, value: example(code as ProblemCode) }]),
  );

/** An example of a problem: its sentence in English, with figures. */
function example(code: ProblemCode): object {
  const template =
    code in edgeProblems
      ? edgeProblems[code as EdgeCode].detail.en
      : rejectionText(code as keyof typeof rejectionProblems, marks, 'en');
  const names = new Set([...template.matchAll(/\{(\w+)\}/g)].map((match) => match[1]!));
  const own = specific[code] ?? Object.fromEntries([...names].map((name) => [name, facts[name] ?? '...']));
  const errors =
    code === 'invalid-fields'
      ? [{ field: 'amount.amount', value: '12.5', rule: 'type', expected: 'a value of type string' }]
      : [];
  return problemBody(
    new Problem(
      code,
      own,
      () => ({}),
      () => errors,
    ),
    'en',
  );
}

/** Facts that put their own names into a sentence, to see which it has. */
const marks = new Proxy({}, { get: (_, name) => (typeof name === 'string' ? `{${name}}` : undefined) });

const retryAfter = { 'Retry-After': { description: 'Seconds to wait.', schema: { type: 'integer' } } };

/** The responses of problems, one for each status, with an example for each code. */
export function problemResponses(codes: readonly ProblemCode[]): Responses {
  const responses: Responses = {};
  const statuses = [...new Set(codes.map((code) => problemKinds[code].status))].toSorted((a, b) => a - b);
  for (const status of statuses) {
    const ofStatus = [...new Set(codes)].filter((code) => problemKinds[code].status === status);
    responses[String(status)] = {
      description: ofStatus.map((code) => `\`${code}\`: ${problemKinds[code].title.en}.`).join('\n\n'),
      ...(status === 503 ? { headers: retryAfter } : {}),
      content: {
        'application/problem+json': {
          schema: { $ref: '#/components/schemas/Problem' },
          examples: Object.fromEntries(ofStatus.map((code) => [code, { $ref: `#/components/examples/${code}` }])),
        },
      },
    };
  }
  return responses;
}

/** A response with one JSON body. */
export const jsonResponse = (description: string, schema: JsonSchema, value: unknown, headers: object = {}): object => ({
  description,
  ...(Object.keys(headers).length === 0 ? {} : { headers }),
  content: { 'application/json': { schema, examples: { example: { value } } } },
});

/** What any request may meet. */
export const always: readonly ProblemCode[] = ['malformed-request', 'fault', 'unavailable'];
/** What any request that needs a token may meet. */
export const withToken: readonly ProblemCode[] = ['token-missing', 'token-unknown', 'role-missing'];
