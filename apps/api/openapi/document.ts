import { problemKinds } from '../problem-codes.js';
import { queries } from '../queries/queries.js';
import { commandRoutes } from '../routes.js';
import { formatParameters } from '../tables/formats.js';
import { bulkPaths } from './bulk-operations.js';
import { commandOperation } from './command-operations.js';
import { importPaths } from './import-operations.js';
import { otherPaths } from './other-operations.js';
import { queryOperation } from './query-operations.js';
import { problemExamples } from './responses.js';
import { Components, problemSchema } from './schemas.js';

/** The version of the API: the prefix of its addresses. */
const version = '1.0.0';

const description = `The ledger of a cooperation fund. What is posted becomes immutable, numbered, provable events; what is
read is folded from them.

**Writing.** A POST is a command. It needs a token (\`Authorization: Bearer\`) with a role, and an \`Idempotency-Key\`. The answer
is a posting proof. After a lost answer, or 503, send the same again under the same key: it is posted once. The same key with
another body is refused. Refusals are not remembered.

**Reading** needs no token, unless an operation names its roles: what is sealed, or of one organisation. Answers of views name the position that they have reached (\`position\`, \`Ayni-Position\`);
\`?after=<position>\` waits for one's own write. Lists are paged by an opaque cursor. Every answer is there as CSV and XLSX
too (\`?format=csv\`, \`?format=xlsx\`, or \`Accept\`), lists with all their pages, headed in the reader's language.

**Money** is \`{"amount": "2000.00", "currency": "USD"}\`, never a JSON number. Dates are ISO 8601, times UTC with six decimals.

**Problems** are RFC 9457, in English or Spanish by \`Accept-Language\`, whose region writes the figures of their \`detail\` (\`es-CO\`: 1.234,50; \`es-MX\`: 1,234.50); their other members are the same for every reader. Their \`type\` is \`urn:ayni:problem:\` and one of the codes:

| code | status | |
| --- | --- | --- |
${Object.entries(problemKinds)
  .map(([code, { status, title }]) => `| \`${code}\` | ${status} | ${title.en} |`)
  .join('\n')}
`;

/** The description of the API (OpenAPI 3.1), out of the tables that it is served from. */
export function openApiDocument(): Record<string, unknown> {
  const components = new Components();
  components.add('Problem', problemSchema);
  const paths: Record<string, Record<string, object>> = {
    ...otherPaths(components),
    ...importPaths(components),
    ...bulkPaths(components),
  };
  const add = (path: string, method: string, operation: object): void => {
    paths[path] = { ...paths[path], [method]: operation };
  };
  for (const query of queries) add(`/v1${query.path}`, 'get', queryOperation(query, components));
  for (const route of commandRoutes) add(`/v1${route.path}`, 'post', commandOperation(route, components));
  return {
    openapi: '3.1.0',
    info: { title: 'Ayni', version, description, license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
    servers: [{ url: '/' }],
    tags: tagNames.map((name) => ({ name })),
    paths: Object.fromEntries(Object.entries(paths).toSorted(([a], [b]) => (a < b ? -1 : 1))),
    components: {
      securitySchemes: {
        token: {
          type: 'http',
          scheme: 'bearer',
          description: 'Made by `ayni token create`; each stands for a person and some roles.',
        },
      },
      parameters: {
        IdempotencyKey: {
          name: 'Idempotency-Key',
          in: 'header',
          required: true,
          description: 'Names the command, once for ever in its book: 1 to 64 of `A-Z a-z 0-9 _ -`.',
          schema: { type: 'string', pattern: '^[A-Za-z0-9_-]{1,64}$' },
          example: '4f2f1a52-6d3c-4d6f-9c0c-1f0f0d9b3a11',
        },
        IfMatch: {
          name: 'If-Match',
          in: 'header',
          required: false,
          description:
            'The version of the thing that the command was made on, in quotes; `"0"` for one that must not be there yet.',
          schema: { type: 'string', pattern: '^"(0|[1-9][0-9]{0,14})"$' },
          example: '"1"',
        },
        ...Object.fromEntries(
          Object.entries(formatParameters).map(([name, { description: about, schema, example }]) => [
            name,
            { name, in: 'query', required: false, description: about, schema, example },
          ]),
        ),
        AcceptLanguage: {
          name: 'Accept-Language',
          in: 'header',
          required: false,
          description:
            'The language of problems, `en` or `es`, and the region by which their sentences write figures and days.',
          schema: { type: 'string', default: 'en' },
          example: 'es-CO, en;q=0.8',
        },
      },
      examples: problemExamples(),
      schemas: components.schemas,
    },
  };
}

const tagNames = [
  'Funds',
  'Partners',
  'Contributions',
  'Allocations',
  'Activities',
  'Results',
  'Evaluations',
  'Peer reviews',
  'Visits',
  'Comments',
  'Grants',
  'Co-financing',
  'Disbursements',
  'Expenditure',
  'Refunds',
  'Bank',
  'Reversals',
  'Spreadsheets',
  'Journal',
  'Publishing',
  'Service',
];
