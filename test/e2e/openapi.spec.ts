import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { commands } from '#domain/domain';
import { rejectionCodes } from '#domain/rejections';
import { openApiDocument } from '../../apps/api/openapi/document.js';
import { edgeProblems, problemKinds } from '../../apps/api/problem-codes.js';
import { refusalsOf } from '../../apps/api/refusals.js';
import { commandRoutes } from '../../apps/api/routes.js';
import { birth, someRules } from '../properties/births.js';
import { anAct, lived } from '../properties/fund-life.js';
import { type TestApi, TestSite } from '../support/api.js';
import { MemoryBook } from '../support/memory-book.js';

interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly tags: readonly string[];
  readonly security: readonly object[];
  readonly parameters: readonly Record<string, unknown>[];
  readonly requestBody?: { readonly content: Record<string, { readonly schema: object; readonly examples: object }> };
  readonly responses: Record<
    string,
    {
      readonly description: string;
      readonly content?: Record<string, { readonly schema?: object; readonly examples?: Record<string, object> }>;
    }
  >;
}
const document = JSON.parse(JSON.stringify(openApiDocument())) as {
  readonly openapi: string;
  readonly paths: Record<string, Record<string, Operation>>;
};
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
);

/** What a reference leads to. */
function resolved(value: object): unknown {
  const { $ref } = value as { $ref?: string };
  if ($ref === undefined) return value;
  return $ref
    .slice(2)
    .split('/')
    .reduce<unknown>((at, name) => (at as Record<string, unknown>)[name], document);
}

describe('the routes of commands', () => {
  // The published history of another publisher is taken in by `ayni import iati`, from the publisher's file.
  const posted = [...commands.values()].filter(({ book }) => book !== 'history').map(({ type }) => type);

  test('every command has exactly one', () => {
    expect(commandRoutes.map((route) => route.type).toSorted()).toEqual(posted.toSorted());
  });

  test.each(commandRoutes.map((route) => [route.type, route] as const))('the example of %s has the right form', (_, route) => {
    const { fund: __, ...members } = route.example.path as Record<string, string>;
    const parsed = commands.get(route.type)!.schema.safeParse({ ...route.example.body, ...members });
    expect(parsed.error?.issues ?? []).toEqual([]);
  });

  test('every refusal of the domain is one that some command may meet, and a random life meets no other', () => {
    const listed = new Set(commandRoutes.flatMap((route) => refusalsOf(route.type, route.thing !== undefined)));
    expect(rejectionCodes.filter((code) => !listed.has(code))).toEqual([]);
    fc.assert(
      fc.property(someRules, fc.array(anAct, { minLength: 10, maxLength: 60, size: 'max' }), (rules, life) => {
        const book = new MemoryBook();
        for (const step of birth(rules)) step(book);
        for (const act of life) {
          const { type, outcome } = lived(book, act);
          if (outcome.kind === 'rejection')
            expect([type, refusalsOf(type, true)]).toEqual([type, expect.arrayContaining([outcome.code])]);
        }
      }),
      { numRuns: 100, seed: 7 },
    );
  });
});

describe('the description', () => {
  test('is OpenAPI 3.1, and every reference in it leads somewhere', () => {
    expect(document.openapi).toBe('3.1.0');
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map((match) => match[1]!);
    expect(references.filter(($ref) => resolved({ $ref }) === undefined)).toEqual([]);
  });

  test('operations have names of their own', () => {
    const names = operations.map(({ operation }) => operation.operationId);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  });

  test.each(operations.map((each) => [`${each.method} ${each.path}`, each] as const))(
    '%s is complete',
    (_, { path, method, operation }) => {
      expect(operation.summary).not.toBe('');
      expect(operation.tags).toHaveLength(1);
      const parameters = operation.parameters.map(
        (each) => resolved(each) as { name: string; in: string; description: string; schema: object; example: unknown },
      );
      for (const parameter of parameters) {
        expect(parameter).toMatchObject({
          name: expect.any(String),
          description: expect.any(String),
          schema: expect.any(Object),
        });
        expect([parameter.name, parameter.example]).toEqual([parameter.name, expect.anything()]);
      }
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]!);
      expect(
        parameters
          .filter((each) => each.in === 'path')
          .map((each) => each.name)
          .toSorted(),
      ).toEqual(inPath.toSorted());

      const answers = Object.entries(operation.responses);
      expect(answers.some(([status]) => status.startsWith('2') || status.startsWith('3'))).toBe(true);
      expect(Object.keys(operation.responses)).toContain('500');
      for (const [status, { description, content = {} }] of answers) {
        expect(description).not.toBe('');
        for (const [type, { schema, examples = {} }] of Object.entries(content)) {
          expect(schema).toBeDefined();
          const values = Object.values(examples).map((each) => (resolved(each) as { value: unknown }).value);
          expect([status, values.length > 0]).toEqual([status, true]);
          if (type !== 'application/problem+json') continue;
          for (const value of values) {
            expect(value).toMatchObject({ type: expect.stringMatching(/^urn:ayni:problem:[a-z-]+$/), status: Number(status) });
            expect((value as { detail: string }).detail).not.toMatch(/\?|\{|\.\.\./);
          }
        }
      }
      const protectedCalls = operation.security.length > 0;
      expect([protectedCalls, '401' in operation.responses, '403' in operation.responses]).toEqual([
        protectedCalls,
        protectedCalls,
        protectedCalls,
      ]);
      const json = operation.requestBody?.content['application/json'];
      if (method === 'post' && json) {
        const { schema, examples } = json;
        expect(schema).toMatchObject({ type: 'object', additionalProperties: false });
        expect(Object.keys(examples)).toHaveLength(1);
        for (const name of ['Idempotency-Key', 'Accept-Language']) expect(parameters.map((each) => each.name)).toContain(name);
      }
    },
  );

  test('every kind of problem stands in some operation', () => {
    const text = JSON.stringify(document.paths);
    expect(Object.keys(problemKinds).filter((code) => !text.includes(`#/components/examples/${code}"`))).toEqual([
      'route-not-found',
      'method-not-allowed',
    ]);
    expect(Object.keys(edgeProblems)).toContain('route-not-found');
  });
});

describe('what is served', () => {
  let site: TestSite;
  let api: TestApi;
  beforeAll(async () => {
    site = await TestSite.open();
    api = await site.api();
  });
  afterAll(() => site.close());

  test('the description is at /openapi.json, and a page that shows it at /docs', async () => {
    const { status, body } = await api.ask('/openapi.json');
    expect(status).toBe(200);
    expect(body).toEqual(document);
    const page = await api.ask('/docs');
    expect(page.headers.get('content-type')).toMatch(/^text\/html/);
    for (const [, path] of page.text.matchAll(/(?:src|href)="\.\/([^"]+)"/g))
      expect(await api.ask(`/${path}`)).toMatchObject({ status: 200 });
  });

  test.each(operations.map(({ path, method }) => [method.toUpperCase(), path] as const))('%s %s is served', (method, path) => {
    const url = path.replaceAll(/\{(\w+)\}/g, ':$1');
    expect(api.app.getHttpAdapter().getInstance().hasRoute({ method, url })).toBe(true);
  });
});
