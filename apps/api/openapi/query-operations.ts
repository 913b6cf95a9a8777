import type { ProblemCode } from '../problem-codes.js';
import type { Query } from '../queries/query.js';
import { parametersOf } from '../route.js';
import { csvExample, formatParameters, tableNames, tableTypes } from '../tables/formats.js';
import { queryExample } from './query-examples.js';
import { always, jsonResponse, problemResponses, withToken } from './responses.js';
import { type Components, idSchema } from './schemas.js';

const about: Readonly<Record<string, string>> = {
  fund: 'The fund: the id of its book.',
  book: 'The book: a fund, a published history, or `registry`.',
  kind: 'The kind of account: what stands before the colon of its name.',
  position: 'The position in the book.',
};

/** What can be asked, as an operation of the description. */
export function queryOperation(query: Query, components: Components): object {
  const example = queryExample(query.name);
  const codes: ProblemCode[] = [
    ...always,
    ...(query.roles ? withToken : []),
    ...(query.thing ? (['resource-not-found'] as const) : []),
    ...(query.thing || Object.keys(query.parameters).length > 0 ? (['invalid-fields'] as const) : []),
    ...('after' in query.parameters ? (['view-behind'] as const) : []),
  ];
  const description = [query.description, query.roles && `Role: ${query.roles.join(' or ')}.`].filter(
    (text) => text !== undefined,
  );
  return {
    operationId: query.name,
    tags: [query.tag],
    summary: query.summary,
    ...(description.length === 0 ? {} : { description: description.join('\n\n') }),
    security: query.roles ? [{ token: [] }] : [],
    parameters: [
      ...parametersOf(query.path).map((name) => ({
        name,
        in: 'path',
        required: true,
        description: about[name] ?? 'The id of the thing.',
        schema: pathSchema(query, name),
        example: example.path[name],
      })),
      ...Object.entries(query.parameters).map(([name, { description, schema, example: value }]) => ({
        name,
        in: 'query',
        required: false,
        description,
        schema,
        example: value,
      })),
      ...Object.keys(formatParameters).map((name) => ({ $ref: `#/components/parameters/${name}` })),
      { $ref: '#/components/parameters/AcceptLanguage' },
    ],
    responses: {
      '200': withTables(
        query,
        example.answer as object,
        jsonResponse(
          query.view ? 'As far as the view has come.' : 'As it stands.',
          components.of(query.answer, 'output'),
          example.answer,
          query.view ? viewHeaders(query) : {},
        ),
      ),
      ...problemResponses(codes),
    },
  };
}

/** The same answer as a table: its outermost one in CSV, all of them in XLSX. */
function withTables(query: Query, answer: object, response: ReturnType<typeof jsonResponse>): object {
  const names = tableNames(query.answer);
  const tables = `Tables: ${names.map((name) => `\`${name}\``).join(', ')}.`;
  return {
    ...response,
    content: {
      ...response.content,
      [tableTypes.csv]: {
        schema: { type: 'string', description: `The first, unless \`table\` names another. ${tables}` },
        examples: { example: { value: csvExample(query, answer) } },
      },
      [tableTypes.xlsx]: {
        schema: { type: 'string', format: 'binary', description: `A sheet for each. ${tables}` },
        examples: { example: { summary: 'The bytes of a workbook.', value: 'UEsDBBQ...' } },
      },
    },
  };
}

const viewHeaders = ({ thing, path }: Query): object => ({
  'Ayni-Position': { description: 'The position of the book that the view has reached.', schema: { type: 'integer' } },
  ...(thing && path.endsWith(`/{${thing[1]}}`)
    ? {
        ETag: {
          description: 'The version of the thing at that position, for `If-Match`.',
          schema: { type: 'string', example: '"1"' },
        },
      }
    : {}),
});

function pathSchema({ choices = {} }: Query, name: string): object {
  if (choices[name]) return { type: 'string', enum: choices[name] };
  return name === 'position' ? { type: 'integer', minimum: 1 } : idSchema;
}
