import { z } from 'zod';
import { id } from '#domain/fields';
import { bulkLimits, lineForm, linesType } from '../bulk/line-form.js';
import type { ProblemCode } from '../problem-codes.js';
import { postingProof } from '../queries/answers.js';
import { always, problemResponses, withToken } from './responses.js';
import { type Components, type JsonSchema, idSchema } from './schemas.js';

const book = 'agua-segura';
const charge = { bankAccount: 'main', amount: { amount: '3.50', currency: 'USD' }, valueDate: '2026-03-31' };
const sent = [
  { type: 'bank-charge.record', key: 'charge-2026-03-a', body: charge },
  { type: 'bank-charge.record', key: 'charge-2026-03-b', body: { ...charge, amount: { amount: '3.505', currency: 'USD' } } },
];

const leafHash = '21b93d46bd1831305b1f16e83b0ad7f5cc3346a4ef4e588b22bdb99b283359e0';
const root = 'a56ad7d28012359e2d2e5857966a0b12233bf68362a313dec14724d27279eef6';
const answered = [
  {
    line: 1,
    key: 'charge-2026-03-a',
    status: 201,
    proof: {
      book,
      events: [{ position: 7, stream: 'bank-charge:charge-2026-03-a', version: 1, leafHash }],
      treeSize: 7,
      root,
    },
  },
  {
    line: 2,
    key: 'charge-2026-03-b',
    status: 400,
    problem: {
      type: 'urn:ayni:problem:invalid-fields',
      title: 'Fields are wrong',
      status: 400,
      detail: 'Wrong fields: 1. "errors" lists them.',
      count: 1,
      errors: [
        { field: 'amount.amount', value: '"3.505"', rule: 'too-many-decimals', expected: 'at most 2 decimals, as USD has' },
      ],
    },
  },
];

const lines = (values: readonly object[]): string => values.map((each) => `${JSON.stringify(each)}\n`).join('');

/** One line of the answer. */
export const answerLine = z
  .strictObject({
    line: z.int().positive().meta({ description: 'Which line it answers: 1, 2, 3..., blank lines counted.' }),
    key: id.optional().meta({ description: 'Absent when the line has none that can be read.' }),
    status: z.int().meta({ description: 'What the command alone would have been answered with.' }),
    replayed: z.literal(true).optional().meta({ description: 'It was posted before under its key.' }),
    retryAfterSeconds: z.int().optional().meta({ description: 'With status 503: send the line again, as it is.' }),
    proof: postingProof.optional(),
    problem: z.looseObject({}).optional().meta({ description: 'As `application/problem+json` has it.' }),
  })
  .meta({ id: 'AnswerLine' });

const ofLine = (schema: JsonSchema, value: string): object => ({
  [linesType]: { schema: { type: 'string' }, 'x-line': schema, examples: { example: { value } } },
});

/** Many commands in one request. */
export const bulkPaths = (components: Components): Record<string, Record<string, object>> => {
  const codes: ProblemCode[] = ['invalid-fields', 'body-too-large', 'bulk-too-large', 'media-type-unsupported', 'server-busy'];
  const { lines: mostLines, bytes, lineBytes } = bulkLimits;
  return {
    '/v1/books/{book}/commands': {
      post: {
        operationId: 'postCommands',
        tags: ['Journal'],
        summary: 'Post many commands',
        description: `One command a line, each for itself: its \`type\`, its own \`key\`, and its \`body\` with every member, those included that the address of the command has; \`ifMatch\` where it is to depend on a version. Each is answered in a line of its own, in the order of the lines and while further ones are read: with its proof, or with its problem. A refused line holds up no other. A line must not need what another line of the same request makes.\n\nAt most ${mostLines.toLocaleString('en')} lines, ${bytes / 1024 / 1024} MB, and ${lineBytes / 1024} KB a line; the line beyond that is the last that is answered (\`bulk-too-large\`). Read the answers while you send. When the connection breaks, what was read is posted: send all again, under the same keys, and it is answered as it was. docs/formats/commands.md has the rest. Role: that of each command.`,
        security: [{ token: [] }],
        parameters: [
          {
            name: 'book',
            in: 'path',
            required: true,
            description: 'The book: a fund, or `registry`.',
            schema: idSchema,
            example: book,
          },
          { $ref: '#/components/parameters/AcceptLanguage' },
        ],
        requestBody: { required: true, content: ofLine(components.of(lineForm, 'input'), lines(sent)) },
        responses: {
          '200': {
            description: 'A line for each line, as a stream.',
            content: ofLine(components.of(answerLine, 'output'), lines(answered)),
          },
          ...problemResponses([...always, ...withToken, ...codes]),
        },
      },
    },
  };
};
