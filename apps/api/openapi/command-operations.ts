import { commands } from '#domain/domain';
import { postingProof } from '../queries/answers.js';
import { refusalsOf } from '../refusals.js';
import { type CommandRoute, parametersOf } from '../route.js';
import type { ProblemCode } from '../problem-codes.js';
import { always, jsonResponse, problemResponses, withToken } from './responses.js';
import { type Components, type JsonSchema, idSchema } from './schemas.js';

const edge: readonly ProblemCode[] = [
  ...always,
  ...withToken,
  'malformed-json',
  'invalid-fields',
  'idempotency-key-invalid',
  'if-match-invalid',
  'body-too-large',
  'media-type-unsupported',
  'key-reused',
  'book-busy',
  'server-busy',
  'outcome-unknown',
];

/** What is posted, as an operation of the description. */
export function commandOperation(route: CommandRoute, components: Components): object {
  const definition = commands.get(route.type)!;
  const refusals = refusalsOf(route.type, route.thing !== undefined);
  return {
    operationId: route.type.replaceAll(/[.-](\w)/g, (_, letter: string) => letter.toUpperCase()),
    tags: [route.tag],
    summary: route.summary,
    description: [
      route.description,
      `Command \`${route.type}\`. Role: ${definition.roles.join(' or ')}; the first that the token has becomes the authority in the event.`,
    ]
      .filter((text) => text !== undefined)
      .join('\n\n'),
    security: [{ token: [] }],
    parameters: [
      ...parametersOf(route.path).map((name) => ({
        name,
        in: 'path',
        required: true,
        description: name === 'fund' ? 'The fund: the id of its book.' : 'The id of the thing.',
        schema: idSchema,
        example: route.example.path[name],
      })),
      { $ref: '#/components/parameters/IdempotencyKey' },
      ...(route.thing ? [{ $ref: '#/components/parameters/IfMatch' }] : []),
      { $ref: '#/components/parameters/AcceptLanguage' },
    ],
    requestBody: {
      required: bodySchema(route, components)['required'] !== undefined,
      content: {
        'application/json': {
          schema: bodySchema(route, components),
          examples: { example: { summary: route.summary, value: route.example.body } },
        },
      },
    },
    responses: {
      '200': jsonResponse(
        'It was posted before under the same key, or everything is so already and nothing was written.',
        components.of(postingProof, 'output'),
        { ...proofExample(route), events: [] },
        proofHeaders,
      ),
      '201': jsonResponse('Posted.', components.of(postingProof, 'output'), proofExample(route), proofHeaders),
      ...problemResponses([...edge, ...refusals]),
    },
  };
}

const proofHeaders = {
  ETag: { description: 'The version of the thing, in quotes, for `If-Match`.', schema: { type: 'string', example: '"1"' } },
  Location: { description: 'The first event.', schema: { type: 'string', example: '/v1/books/agua-segura/events/7' } },
  'Idempotent-Replayed': {
    description: 'There when it was posted before under the same key.',
    schema: { type: 'string', const: 'true' },
  },
};

/** The body without what the address says; that may be repeated, but need not be. */
function bodySchema(route: CommandRoute, components: Components): JsonSchema {
  const { schema, creates } = commands.get(route.type)!;
  const whole = components.of(schema, 'input') as JsonSchema & { properties: Record<string, JsonSchema>; required?: string[] };
  const optional = new Set([...parametersOf(route.path), ...(creates === undefined ? [] : [creates])]);
  const { required = [], properties, ...rest } = whole;
  const needed = required.filter((name) => !optional.has(name));
  return {
    ...rest,
    properties: Object.fromEntries(
      Object.entries(properties).map(([name, each]) => [
        name,
        name === creates && !route.path.includes(`{${name}}`)
          ? { ...each, description: 'The id of the new thing; the Idempotency-Key when absent.' }
          : each,
      ]),
    ),
    ...(needed.length === 0 ? {} : { required: needed }),
  };
}

const leafHash = '21b93d46bd1831305b1f16e83b0ad7f5cc3346a4ef4e588b22bdb99b283359e0';
const root = 'a56ad7d28012359e2d2e5857966a0b12233bf68362a313dec14724d27279eef6';

function proofExample({ thing, example }: CommandRoute): object {
  const { path, body } = example;
  const book = path['fund'] ?? 'registry';
  const id = thing && (path[thing[1]] ?? (body as Record<string, unknown>)[thing[1]]);
  const stream = thing ? `${thing[0]}:${String(id)}` : 'grant:g-wells';
  return { book, events: [{ position: 7, stream, version: 1, leafHash }], treeSize: 8, root };
}
