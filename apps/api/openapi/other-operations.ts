import { z } from 'zod';
import * as answers from '../queries/answers.js';
import { range } from '../queries/parameters.js';
import { statementParameters } from '../statement-file.controller.js';
import type { ProblemCode } from '../problem-codes.js';
import { always, jsonResponse, problemResponses, withToken } from './responses.js';
import { type Components, idSchema } from './schemas.js';

const fund = 'agua-segura';
const sha256 = '6328936bd7814a3193fa8d2d250b36ced2b7a0eda1a73cd2b1bfdd09aa3adeeb';
const job = `export-iati.${fund}.67.25.iati-activities-2.03`;
const asked = { job, position: 67, registryPosition: 25 };

const inPath = (name: string, description: string, schema: object, example: string): object => ({
  name,
  in: 'path',
  required: true,
  description,
  schema,
  example,
});
const fundParameter = inPath('fund', 'The fund: the id of its book.', idSchema, fund);
const language = { $ref: '#/components/parameters/AcceptLanguage' };
const refused = (...codes: ProblemCode[]): object =>
  problemResponses([...always, 'resource-not-found', 'invalid-fields', ...codes]);
const file = (description: string, type: string, value: string, headers: object = {}): object => ({
  description,
  headers: {
    ...headers,
    'Ayni-Position': { description: 'The position of the book up to which it reaches.', schema: { type: 'integer' } },
  },
  content: { [type]: { schema: { type: 'string' }, examples: { example: { value } } } },
});

const line =
  '{"actor":"p-7f3a","authority":{"role":"admin"},"book":"fondo-ayni","commandId":"k-0001","data":{"homeCurrency":"USD","name":{"es":"Fondo de Cooperación Ñuqanchik","fr":"Fonds de coopération « Ñuqanchik »"},"timeZone":"America/Bogota"},"position":1,"recordedAt":"2024-01-15T14:05:09.000000Z","schemaVersion":1,"stream":"fund:fondo-ayni","type":"fund.established","valueDate":"2024-01-15","version":1,"leafHash":"3a3ae337b1bcfa5787d49fc388effca1df323cbb8b2167f291b786a760a9ae8c"}\n';

/** What the savings account of the example fund earned in the second half of its first month. */
const camt053 = `<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><Stmt>
  <Id>2026/1</Id><Acct><Ccy>USD</Ccy></Acct>
  <Bal><Tp><CdOrPrtry><Cd>OPBD</Cd></CdOrPrtry></Tp><Amt Ccy="USD">10000.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2026-03-17</Dt></Dt></Bal>
  <Bal><Tp><CdOrPrtry><Cd>CLBD</Cd></CdOrPrtry></Tp><Amt Ccy="USD">10004.10</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2026-03-31</Dt></Dt></Bal>
  <Ntry><Amt Ccy="USD">4.10</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>2026-03-31</Dt></BookgDt></Ntry>
</Stmt></BkToCstmrStmt></Document>
`;

const importedStatements = z.strictObject({
  dryRun: z.boolean(),
  statements: z.array(
    z.strictObject({
      statementId: answers.id,
      reference: z.string().nullable(),
      startsOn: answers.date,
      endsOn: answers.date,
      opening: answers.money,
      closing: answers.money,
      entries: z.int(),
      events: z.int(),
    }),
  ),
});

/** The operations that are neither a command nor one JSON answer. */
export const otherPaths = (components: Components): Record<string, Record<string, object>> => ({
  '/v1/books/{book}/journal': {
    get: {
      operationId: 'downloadJournal',
      tags: ['Journal'],
      summary: 'Download the journal of a book',
      description:
        'One event a line, as docs/formats/journal.md fixes it; whole, it is the file that `ayni verify --file` and any verifier of your own check.',
      security: [],
      parameters: [
        inPath('book', 'The book: a fund, a published history, or `registry`.', idSchema, fund),
        ...Object.entries(range).map(([name, { description, schema, example }]) => ({
          name,
          in: 'query',
          required: false,
          description,
          schema,
          example,
        })),
        language,
      ],
      responses: { '200': file('The lines, as a stream.', 'application/x-ndjson', line), ...refused() },
    },
  },
  '/v1/funds/{fund}/publications': {
    post: {
      operationId: 'publish',
      tags: ['Publishing'],
      summary: 'Publish a fund',
      description:
        'Asks for the IATI 2.03 activity file of the present position, which a job writes. The same position is the same job and the same bytes, so no Idempotency-Key is needed. Role: publisher.',
      security: [{ token: [] }],
      parameters: [fundParameter, language],
      responses: {
        '202': jsonResponse(
          'Asked for; `Location` tells how far it is.',
          components.of(z.strictObject({ job: z.string(), position: z.int(), registryPosition: z.int() }), 'output'),
          asked,
          {
            Location: {
              description: 'The job.',
              schema: { type: 'string', example: `/v1/funds/${fund}/publications/jobs/${job}` },
            },
          },
        ),
        ...refused(...withToken, 'body-too-large', 'malformed-json', 'media-type-unsupported', 'server-busy'),
      },
    },
  },
  '/v1/funds/{fund}/publications/jobs/{job}': {
    get: {
      operationId: 'readPublicationJob',
      tags: ['Publishing'],
      summary: 'Read how far a publication is',
      description: 'With its result, or the reason why it failed. Role: publisher, auditor or admin.',
      security: [{ token: [] }],
      parameters: [fundParameter, inPath('job', 'As the request to publish gave it.', { type: 'string' }, job), language],
      responses: {
        '200': jsonResponse('The job.', components.of(answers.job, 'output'), {
          job,
          state: 'completed',
          attempts: 1,
          progress: { step: 'write', done: 3, total: 3 },
          result: { book: fund, format: 'iati-activities-2.03', position: 67, registryPosition: 25, sha256, bytes: 36_806 },
        }),
        ...refused(...withToken),
      },
    },
  },
  '/v1/funds/{fund}/publications/latest': {
    get: {
      operationId: 'downloadLatestPublication',
      tags: ['Publishing'],
      summary: 'Go to the newest published file',
      description: 'An address that stays, for registries of publishers.',
      security: [],
      parameters: [fundParameter, language],
      responses: {
        '302': {
          description: 'The file.',
          headers: {
            Location: {
              description: 'Its address.',
              schema: { type: 'string', example: `/v1/funds/${fund}/publications/${sha256}` },
            },
          },
        },
        ...refused(),
      },
    },
  },
  '/v1/funds/{fund}/publications/{sha256}': {
    get: {
      operationId: 'downloadPublication',
      tags: ['Publishing'],
      summary: 'Download a published file',
      description: 'Named by its bytes; never changes.',
      security: [],
      parameters: [
        fundParameter,
        inPath('sha256', 'Of the file, 64 hex digits in lower case.', { type: 'string', pattern: '^[0-9a-f]{64}$' }, sha256),
        language,
      ],
      responses: {
        '200': file(
          'The file.',
          'application/xml',
          '<?xml version="1.0" encoding="UTF-8"?>\n<iati-activities version="2.03" .../>',
          { ETag: { description: 'Its SHA-256, in quotes.', schema: { type: 'string', example: `"${sha256}"` } } },
        ),
        ...refused(),
      },
    },
  },
  '/v1/funds/{fund}/bank-accounts/{bankAccount}/statement-files': {
    post: {
      operationId: 'importStatementFile',
      tags: ['Bank'],
      summary: 'Import a file of bank statements',
      description:
        'camt.053 (XML), or a table (CSV) with the titles of its columns in the query. The same file is the same statements, so no Idempotency-Key is needed: what went in already is passed over. Role: fund-manager.',
      security: [{ token: [] }],
      parameters: [
        fundParameter,
        inPath('bankAccount', 'A bank account of the fund.', idSchema, 'savings'),
        ...Object.entries(statementParameters).map(([name, { description, schema, example }]) => ({
          name,
          in: 'query',
          required: false,
          description,
          schema,
          example,
        })),
        language,
      ],
      requestBody: {
        required: true,
        content: {
          'application/xml': {
            schema: { type: 'string' },
            examples: { example: { value: camt053 } },
          },
          'text/csv': {
            schema: { type: 'string' },
            examples: { example: { value: 'Fecha;Descripción;Valor\n2026-03-16;Traslado;10000.00\n' } },
          },
        },
      },
      responses: {
        '200': jsonResponse(
          'What the file holds, and how many events were written for it.',
          components.of(importedStatements, 'output'),
          {
            dryRun: true,
            statements: [
              {
                statementId: 'st-5b1f0c2d9a7e4c3b8f6a1d2e3c4b5a69',
                reference: '2026/1',
                startsOn: '2026-03-17',
                endsOn: '2026-03-31',
                opening: { amount: '10000.00', currency: 'USD' },
                closing: { amount: '10004.10', currency: 'USD' },
                entries: 1,
                events: 0,
              },
            ],
          },
        ),
        ...refused(
          ...withToken,
          'statement-unreadable',
          'key-reused',
          'body-too-large',
          'media-type-unsupported',
          'server-busy',
          'statement-overlaps',
          'statement-does-not-follow',
          'statement-does-not-sum',
          'lines-out-of-turn',
          'id-taken',
          'currency-mismatch',
          'date-in-future',
        ),
      },
    },
  },
  '/health': {
    get: {
      operationId: 'health',
      tags: ['Service'],
      summary: 'Whether the process runs',
      security: [],
      parameters: [],
      responses: {
        '200': jsonResponse(
          'It runs.',
          { type: 'object', required: ['status'], properties: { status: { const: 'ok' } } },
          { status: 'ok' },
        ),
        ...problemResponses(['fault']),
      },
    },
  },
  '/ready': {
    get: {
      operationId: 'ready',
      tags: ['Service'],
      summary: 'Whether it can serve',
      description: 'The database answers and is migrated, and the queue answers.',
      security: [],
      parameters: [],
      responses: {
        '200': jsonResponse(
          'It can.',
          { type: 'object', required: ['status'], properties: { status: { const: 'ready' } } },
          { status: 'ready' },
        ),
        ...problemResponses(['fault', 'unavailable']),
      },
    },
  },
});
