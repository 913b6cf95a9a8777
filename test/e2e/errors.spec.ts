import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { BookBusy, OutcomeUnknown } from '#event-store/outcome';
import { bookId } from '#kernel/ids';
import { type Asked, type TestApi, TestSite } from '../support/api.js';

let site: TestSite;
let api: TestApi;
let manager: string;
let auditor: string;

beforeAll(async () => {
  site = await TestSite.open();
  api = await site.api();
  manager = await api.token('p-manager', 'fund-manager');
  auditor = await api.token('p-auditor', 'auditor');
});
afterAll(() => site.close());

const partner = { partnerId: 'p1', name: 'Fundación Manantial', kind: 'ngo' };
const post = (asked: Asked = {}, path = '/v1/partners') =>
  api.ask(path, { method: 'POST', token: manager, body: partner, ...asked });
const without = (name: keyof Asked, asked: Asked = {}): Asked =>
  Object.fromEntries(
    Object.entries({ method: 'POST', token: manager, body: partner, ...asked }).filter(([each]) => each !== name),
  );

describe('the body', () => {
  test.each([
    ['{"a": }', { rule: 'value', position: 6, line: 1, column: 7, found: '}' }],
    ['{\n  "a": 1,\n  "a": 2}', { rule: 'unique-name', line: 3, column: 3, position: 14 }],
    ['{"ñ": 1 "b"}', { rule: 'object-end', position: 9, column: 9 }],
    ['{"__proto__": {"admin": true}}', { rule: 'forbidden-name', position: 1 }],
    [`${'['.repeat(40)}${']'.repeat(40)}`, { rule: 'depth' }],
    ['{"a": "x', { rule: 'string' }],
    ['{"a": 01}', { rule: 'object-end' }],
    ['{} {}', { rule: 'end', position: 3, found: '{}' }],
  ])('%j is not taken for JSON, and the place is named', async (body, place) => {
    const { status, headers, body: problem } = await post({ body });
    expect(status).toBe(400);
    expect(headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
    expect(problem).toMatchObject({ type: 'urn:ayni:problem:malformed-json', status: 400, ...place });
  });

  test('bytes that are not UTF-8 are refused', async () => {
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${manager}`, 'idempotency-key': 'latin' };
    const body = Buffer.from('{"name": "Fundaci\xf3n"}', 'latin1');
    const response = await fetch(`${api.url}/v1/partners`, { method: 'POST', headers, body });
    expect(await response.json()).toMatchObject({ type: 'urn:ayni:problem:malformed-json', rule: 'utf-8' });
  });

  test('more than 256 KiB are refused, and what else than JSON', async () => {
    expect(await post({ body: { ...partner, name: 'x'.repeat(300_000) } })).toMatchObject({
      status: 413,
      body: { type: 'urn:ayni:problem:body-too-large', largest: 262_144 },
    });
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'])
      expect(await post({ body: 'a=1', headers: { 'content-type': type } })).toMatchObject({
        status: 415,
        body: { type: 'urn:ayni:problem:media-type-unsupported', value: type },
      });
  });

  test('every wrong field is listed, with its rule and what would be right', async () => {
    const body = { contributor: 'nobody', amount: { amount: 12.5, currency: 'USD' }, color: 'red', valueDate: '2026-02-30' };
    const { status, body: problem } = await post({ body }, '/v1/funds/f1/contributions/pledges');
    expect(status).toBe(400);
    expect(problem).toMatchObject({ type: 'urn:ayni:problem:invalid-fields', count: 3 });
    expect(problem['errors']).toEqual([
      { field: 'amount.amount', value: '12.5', rule: 'type', expected: 'a text in quotes' },
      { field: 'valueDate', value: '"2026-02-30"', rule: 'date', expected: 'a date that exists, YYYY-MM-DD' },
      expect.objectContaining({ field: 'color', value: '"red"', rule: 'unknown-field' }),
    ]);
  });

  test.each(['[1]', '"text"', '12', 'null'])('%s is no body of a command', async (body) => {
    expect(await post({ body })).toMatchObject({ status: 400, body: { type: 'urn:ayni:problem:invalid-fields' } });
  });

  test('what the address says, the body may repeat but not contradict', async () => {
    await post({ body: { ...partner, partnerId: 'p-address' } });
    const path = '/v1/partners/p-address/amendments';
    expect(await post({ body: { ...partner, partnerId: 'p-address', country: 'CO' } }, path)).toMatchObject({ status: 201 });
    expect(await post({}, path)).toMatchObject({
      status: 400,
      body: { errors: [{ field: 'partnerId', value: '"p1"', rule: 'as-in-address', expected: '"p-address"' }] },
    });
  });
});

describe('who asks', () => {
  test('without a token, with one that there is not, or one that was made for another door: 401', async () => {
    const missing = await api.ask('/v1/partners', without('token'));
    expect(missing).toMatchObject({ status: 401, body: { type: 'urn:ayni:problem:token-missing' } });
    expect(missing.headers.get('www-authenticate')).toBe('Bearer realm="ayni"');
    for (const authorization of ['Bearer nobody', 'Basic dXNlcjpwYXNz', 'Bearer'])
      expect(await api.ask('/v1/partners', without('token', { headers: { authorization } }))).toMatchObject({
        status: 401,
        body: { type: 'urn:ayni:problem:token-unknown' },
      });
  });

  test('a token without the role: 403, with the roles needed and held', async () => {
    expect(await post({ token: auditor })).toMatchObject({
      status: 403,
      body: { type: 'urn:ayni:problem:role-missing', needed: ['fund-manager', 'admin'], held: ['auditor'] },
    });
  });

  test('a revoked token works no longer than it is remembered', async () => {
    const { revokeToken } = await import('#runtime/tokens');
    const token = await api.token('p-gone', 'fund-manager');
    expect(await revokeToken(api.services.appPool, token)).toBe(1);
    expect(await post({ token })).toMatchObject({ status: 401 });
  });
});

describe('the headers of a write', () => {
  test.each([[false], ['with space'], ['x'.repeat(65)]] as const)('the key %p is refused', async (key) => {
    expect(await post({ key })).toMatchObject({ status: 400, body: { type: 'urn:ayni:problem:idempotency-key-invalid' } });
  });

  test('an If-Match that is no version: 400; one that is not the version: 412, with both', async () => {
    await post({ body: { ...partner, partnerId: 'p-match' } });
    const body = { ...partner, partnerId: 'p-match', country: 'CO' };
    const amend = (version: string) => post({ body, headers: { 'if-match': version } }, '/v1/partners/p-match/amendments');
    expect(await amend('W/"1"')).toMatchObject({ status: 400, body: { type: 'urn:ayni:problem:if-match-invalid' } });
    expect(await amend('"7"')).toMatchObject({
      status: 412,
      body: { type: 'urn:ayni:problem:if-match-fails', stream: 'partner:p-match', version: 1, expected: 7 },
    });
    const amended = await amend('"1"');
    expect(amended.status).toBe(201);
    expect(amended.headers.get('etag')).toBe('"2"');
  });
});

describe('the language of a problem', () => {
  test.each([
    [undefined, 'en'],
    ['es', 'es'],
    ['es-CO, en;q=0.8', 'es'],
    ['en;q=0.5, es;q=0.9', 'es'],
    ['fr, es;q=0.1', 'es'],
    ['fr', 'en'],
    ['*', 'en'],
    ['en;q=0, *', 'es'],
    ['es;q=0', 'en'],
    ['nonsense;;q', 'en'],
  ])('%p is answered in %s', async (accept, language) => {
    const { headers, body } = await post({
      ...(accept === undefined ? {} : { headers: { 'accept-language': accept } }),
      key: 'a b',
    });
    expect(headers.get('content-language')).toBe(language);
    expect(headers.get('vary')).toBe('Accept-Language');
    expect(body['title']).toBe(
      language === 'es' ? 'La cabecera Idempotency-Key falta o es incorrecta' : 'The Idempotency-Key is missing or wrong',
    );
  });

  test('a refusal is told with its figures, in both', async () => {
    const told = (language: string) =>
      post({ body: { position: 1 }, headers: { 'accept-language': language } }, '/v1/funds/nowhere/reversals');
    expect((await told('en')).body).toMatchObject({
      type: 'urn:ayni:problem:fund-not-open',
      detail: 'The fund nowhere has not been established in this book.',
      fund: 'nowhere',
    });
    expect((await told('es')).body['detail']).toBe('El fondo nowhere no se ha constituido en este libro.');
  });
});

describe('what else goes wrong', () => {
  test.each([
    ['GET', '/v1/funds/f/bank-charges', 'POST'],
    ['DELETE', '/v1/funds/f', 'GET, HEAD, POST'],
    ['PUT', '/v1/templates/contributions.csv?separator=comma', 'GET, HEAD'],
    ['PATCH', '/health', 'GET, HEAD'],
  ])('%s %s: 405 with the methods that are right', async (method, path, allowed) => {
    const { status, headers, body } = await api.ask(path, { method, token: manager, headers: { 'accept-language': 'es' } });
    expect([status, headers.get('allow'), body['type']]).toEqual([405, allowed, 'urn:ayni:problem:method-not-allowed']);
    expect(body['detail']).toBe(`${path} no admite ${method}, sino ${allowed}.`);
  });

  test('an address that there is not: 404; one that cannot be read: 400', async () => {
    expect(await api.ask('/v1/nothing')).toMatchObject({ status: 404, body: { type: 'urn:ayni:problem:route-not-found' } });
    expect(await api.ask('/v1/%E0%A4%A')).toMatchObject({ status: 400, body: { type: 'urn:ayni:problem:malformed-request' } });
    expect(await post({}, '/v1/partners/a.b/amendments')).toMatchObject({
      status: 400,
      body: { errors: [{ field: 'partnerId', value: '"a.b"', rule: 'id' }] },
    });
  });

  test('a process that is newer than its database runs, and is not ready', async () => {
    expect(await api.ask('/ready')).toMatchObject({ status: 200, body: { status: 'ready' } });
    const newer = await site.api({ migrations: ['Later1800000000000'] });
    expect(await newer.ask('/health')).toMatchObject({ status: 200, body: { status: 'ok' } });
    expect(await newer.ask('/ready', { headers: { 'accept-language': 'es' } })).toMatchObject({
      status: 503,
      body: { parts: ['migrations'], detail: 'Fuera de alcance en este momento: las migraciones de la base de datos.' },
    });
  });

  test('a fault shows a number and nothing else; the number is in the log', async () => {
    const failing = { ...api.services, store: { submit: () => Promise.reject(new Error('the secret')) } };
    const logged: unknown[] = [];
    await withServices(failing, logged, async (ask) => {
      const answer = await ask();
      expect(answer.status).toBe(500);
      expect(answer.text).not.toContain('secret');
      const { correlationId } = answer.body;
      expect(correlationId).toMatch(/^[0-9a-f-]{36}$/);
      expect(logged).toEqual([expect.objectContaining({ message: 'the secret', correlationId })]);
    });
  });

  test.each([
    ['too many commands wait for a book', 'book-busy', new BookBusy(bookId('registry')), '1'],
    ['the outcome is not known', 'outcome-unknown', new OutcomeUnknown(bookId('registry')), '2'],
    ['the database is away', 'unavailable', Object.assign(new Error('no'), { code: 'ECONNREFUSED' }), '2'],
  ])('%s: 503 with the time to wait', async (_, code, error, seconds) => {
    await withServices({ ...api.services, store: { submit: () => Promise.reject(error) } }, [], async (ask) => {
      const { status, headers, body } = await ask();
      expect(status).toBe(503);
      expect(body['type']).toBe(`urn:ayni:problem:${code}`);
      expect(headers.get('retry-after')).toBe(seconds);
    });
  });
});

/** One post to an API over other services. */
async function withServices(
  services: object,
  logged: unknown[],
  task: (ask: () => ReturnType<typeof post>) => Promise<void>,
): Promise<void> {
  const { createApi, listen } = await import('../../apps/api/app.js');
  const { TestApi } = await import('../support/api.js');
  const log = (message: unknown): void => void logged.push(message);
  const app = await createApi(services as never, { log: () => undefined, warn: () => undefined, error: log });
  await listen(app, 0, '127.0.0.1');
  try {
    const { port } = app.getHttpServer().address() as { port: number };
    const other = new TestApi(services as never, app, `http://127.0.0.1:${port}`);
    await task(() => other.ask('/v1/partners', { method: 'POST', token: manager, body: partner }));
  } finally {
    await app.close();
  }
}
