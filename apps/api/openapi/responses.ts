import { type ProblemCode, problemKinds } from '../problem-codes.js';
import { Problem, factsOf, problemBody } from '../problem.js';
import type { JsonSchema } from './schemas.js';

export type Responses = Record<string, object>;

/** An example of each problem, by its code. */
export const problemExamples = (): Record<string, object> =>
  Object.fromEntries(
    Object.entries(problemKinds).map(([code, { title }]) => [code, { summary: title.en, value: example(code as ProblemCode) }]),
  );

/** An example of a problem, in English. */
function example(code: ProblemCode): object {
  const wrong = { field: 'amount.amount', value: '12.5', rule: 'type', expected: 'a text in quotes' };
  const errors = code === 'invalid-fields' ? [wrong] : [];
  return problemBody(
    new Problem(
      code,
      factsOf(code),
      () => ({}),
      () => errors,
    ),
    'en',
  );
}

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
export const jsonResponse = (
  description: string,
  schema: JsonSchema,
  value: unknown,
  headers: object = {},
): { readonly description: string; readonly content: Readonly<Record<string, object>> } => ({
  description,
  ...(Object.keys(headers).length === 0 ? {} : { headers }),
  content: { 'application/json': { schema, examples: { example: { value } } } },
});

/** What any request may meet. */
export const always: readonly ProblemCode[] = ['malformed-request', 'fault', 'unavailable'];
/** What any request that needs a token may meet. */
export const withToken: readonly ProblemCode[] = ['token-missing', 'token-unknown', 'role-missing'];
