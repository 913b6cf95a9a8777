import { returnedRows } from '#import/rows/returned-rows';
import { templates } from '#import/rows/templates';
import { templateCsv } from '#import/rows/template-files';
import { fileParameters, importParameters, largestSheetBytes, sheetTypes } from '../imports/import-form.js';
import type { ProblemCode } from '../problem-codes.js';
import { rowImport } from '../queries/answers-imports.js';
import { importReaders } from '../queries/import-queries.js';
import type { Parameters } from '../queries/parameters.js';
import { tableTypes } from '../tables/formats.js';
import { importExample } from './examples-imports.js';
import { always, jsonResponse, problemResponses, withToken } from './responses.js';
import { type Components, idSchema } from './schemas.js';

const inPath = (name: string, description: string, example: string, schema: object = idSchema): object => ({
  name,
  in: 'path',
  required: true,
  description,
  schema,
  example,
});
const inQuery = (parameters: Parameters): object[] =>
  Object.entries(parameters).map(([name, { description, schema, example }]) => ({
    name,
    in: 'query',
    required: false,
    description,
    schema,
    example,
  }));
const language = { $ref: '#/components/parameters/AcceptLanguage' };
const fund = inPath('fund', 'The fund: the id of its book.', 'agua-segura');
const format = inPath('format', 'Which kind of file.', 'xlsx', { enum: ['csv', 'xlsx'] });
const importId = '0f8fad5b-d9cb-469f-a165-70867728950e';

/** A file of either kind. */
const files = (description: string, csv: string): object => ({
  description,
  content: {
    [tableTypes.csv]: { schema: { type: 'string' }, examples: { example: { value: csv } } },
    [tableTypes.xlsx]: {
      schema: { type: 'string', format: 'binary' },
      examples: { example: { summary: 'The bytes of a workbook.', value: 'UEsDBBQ...' } },
    },
  },
});

const kindsOf = (book: string): string[] =>
  [...templates.values()].filter((each) => each.definition.book === book).map((each) => each.kind);

const sent = (book: 'fund' | 'registry', components: Components): object => {
  const kinds = kindsOf(book);
  const codes: ProblemCode[] = [
    ...always,
    ...withToken,
    'resource-not-found',
    'invalid-fields',
    'body-too-large',
    'media-type-unsupported',
    'sheet-unreadable',
    'rows-refused',
    'book-busy',
    'server-busy',
    'outcome-unknown',
  ];
  return {
    operationId: book === 'fund' ? 'importRows' : 'importRegistryRows',
    tags: ['Spreadsheets'],
    summary: book === 'fund' ? 'Send rows in for a fund' : 'Send rows in for the registry',
    description: `A CSV or XLSX file of at most ${largestSheetBytes / 1024 / 1024} MB and 20,000 rows, as the template of its kind has it. Each row, or each group of rows with one id, becomes a command under a key that follows from it: sending a file again posts nothing twice, so no Idempotency-Key is needed. The role is that of the command. In \`all-or-nothing\`, one wrong row refuses all of them with the problem \`rows-refused\`; in the other modes the report says what is wrong. docs/formats/spreadsheets.md has the rest.`,
    security: [{ token: [] }],
    parameters: [
      ...(book === 'fund' ? [fund] : []),
      inPath('kind', 'The kind of sheet.', kinds[0]!, { enum: kinds }),
      ...inQuery(importParameters),
      language,
    ],
    requestBody: {
      required: true,
      content: Object.fromEntries(
        sheetTypes.map((type) => [
          type,
          type === 'text/csv'
            ? { schema: { type: 'string' }, examples: { example: { value: csvOf(kinds[0]!) } } }
            : { schema: { type: 'string', format: 'binary' } },
        ]),
      ),
    },
    responses: {
      '200': jsonResponse('Done; the report says what became of each row.', components.of(rowImport, 'output'), importExample, {
        Location: { description: 'Where the report stays.', schema: { type: 'string' } },
      }),
      '202': jsonResponse(
        'It takes longer than was waited for, and goes on; `Location` tells how far it is.',
        components.of(rowImport, 'output'),
        { ...importExample, state: 'running', progress: { done: 512, total: 10_000 }, report: null },
        { Location: { description: 'The import.', schema: { type: 'string' } } },
      ),
      ...problemResponses(codes),
    },
  };
};

const csvOf = (kind: string): string => templateCsv(templates.get(kind)!, 'en', 'comma').slice(1);

const returned = (book: 'fund' | 'registry'): object => ({
  operationId: book === 'fund' ? 'downloadImportedRows' : 'downloadImportedRegistryRows',
  tags: ['Spreadsheets'],
  summary: 'Download the rows of an import',
  description: `\`reviewed\` has all of them as they came, and beside each what became of it, what it posts and what is wrong; \`refused\` those that are not in the book, with what is wrong. In XLSX the wrong cells are coloured. Corrected, either file is sent in again as it is. Role: ${importReaders.join(' or ')}.`,
  security: [{ token: [] }],
  parameters: [
    ...(book === 'fund'
      ? [fund, inPath('importId', 'As the answer to the file gave it.', importId)]
      : [inPath('registryImportId', 'As the answer to the file gave it.', importId)]),
    inPath('which', 'Which rows.', 'reviewed', { enum: returnedRows }),
    format,
    ...inQuery(fileParameters),
    language,
  ],
  responses: {
    '200': files(
      'The rows.',
      'Partner,Name,Kind,Outcome,What is posted,Errors\r\nfundacion-manantial,,ngo,refused,,Name: some text\r\n',
    ),
    ...problemResponses([...always, ...withToken, 'resource-not-found', 'invalid-fields']),
  },
});

/** Templates, files of rows, and what was refused of them. */
export const importPaths = (components: Components): Record<string, Record<string, object>> => ({
  '/v1/templates/{kind}.{format}': {
    get: {
      operationId: 'downloadTemplate',
      tags: ['Spreadsheets'],
      summary: 'Download a template',
      description:
        'Its head and an example, which is passed over when it is left standing. XLSX has lists to pick from, a sheet for each list of a row that has one, and a sheet that explains each column. `moving-fund` (XLSX alone) is the workbook of a fund that moves here: its sheets are sent in one kind after the other, in their order.',
      security: [],
      parameters: [
        inPath('kind', 'The kind of sheet.', 'contributions', { enum: [...templates.keys(), 'moving-fund'] }),
        format,
        ...inQuery(fileParameters),
        language,
      ],
      responses: {
        '200': files('The template.', csvOf('contributions')),
        ...problemResponses([...always, 'resource-not-found', 'invalid-fields']),
      },
    },
  },
  '/v1/funds/{fund}/imports/{kind}': { post: sent('fund', components) },
  '/v1/imports/{kind}': { post: sent('registry', components) },
  '/v1/funds/{fund}/imports/runs/{importId}/{which}.{format}': { get: returned('fund') },
  '/v1/imports/runs/{registryImportId}/{which}.{format}': { get: returned('registry') },
});
