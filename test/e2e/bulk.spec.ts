import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { once } from 'node:events';
import { type ClientRequest, type IncomingMessage, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { bulkLimits } from '../../apps/api/bulk/line-form.js';
import { answerLine } from '../../apps/api/openapi/bulk-operations.js';
import { type Proof, type TestApi, TestSite } from '../support/api.js';
import { foundFund, peopleOf, usd } from './life.js';

interface Line {
  readonly line: number;
  readonly key?: string;
  readonly status: number;
  readonly replayed?: true;
  readonly retryAfterSeconds?: number;
  readonly proof?: Proof;
  readonly problem?: { readonly type: string; readonly detail: string; readonly errors?: readonly { field: string }[] };
}

let site: TestSite;
let api: TestApi;
let manager: string;
let publisher: string;

beforeAll(async () => {
  site = await TestSite.open();
  api = await site.api();
  const people = await peopleOf(api);
  ({ manager } = people);
  publisher = await api.token('p-publisher', 'publisher');
  await foundFund(api, people, 'bulk');
});
afterAll(() => site.close());

const charge = (key: string, more: object = {}, rest: object = {}): object => ({
  type: 'bank-charge.record',
  key,
  body: { bankAccount: 'main', amount: usd('0.10'), valueDate: '2026-03-03', ...more },
  ...rest,
});
const type = { 'content-type': 'application/x-ndjson' };
const text = (lines: readonly (object | string)[]): string =>
  lines.map((each) => `${typeof each === 'string' ? each : JSON.stringify(each)}\n`).join('');

async function send(body: string, token = manager, headers = {}, book = 'bulk'): Promise<Line[]> {
  const answer = await api.ask(`/v1/books/${book}/commands`, {
    method: 'POST',
    token,
    key: false,
    headers: { ...type, ...headers },
    body,
  });
  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/x-ndjson; charset=utf-8']);
  return linesIn(answer.text);
}

function linesIn(answer: string): Line[] {
  const lines = answer
    .split('\n')
    .slice(0, -1)
    .map((each) => JSON.parse(each) as Line);
  for (const each of lines) expect(answerLine.safeParse(each).error?.issues ?? []).toEqual([]);
  return lines;
}

const codes = (lines: readonly Line[]) =>
  lines.map(({ line, status, problem }) => [line, status, problem?.type.replace('urn:ayni:problem:', '')]);
const headOf = async (book = 'bulk'): Promise<number> => (await api.read<{ position: number }>(`/books/${book}/head`)).position;

/** A request whose lines are sent bit by bit. */
function begin(): { readonly out: ClientRequest; readonly answer: Promise<IncomingMessage> } {
  const headers = { ...type, authorization: `Bearer ${manager}` };
  const out = request(`${api.url}/v1/books/bulk/commands`, { method: 'POST', headers });
  const answer = once(out, 'response').then(([response]) => response as IncomingMessage);
  answer.catch(() => undefined);
  out.on('error', () => undefined);
  return { out, answer };
}

describe('many commands in one request', () => {
  test('are each posted under their own key, and answered in their order', async () => {
    const before = await headOf();
    const lines = await send(text(Array.from({ length: 1_500 }, (_, n) => charge(`many-${n}`))));
    expect(lines.map(({ line, key, status }) => [line, key, status])).toEqual(
      Array.from({ length: 1_500 }, (_, n) => [n + 1, `many-${n}`, 201]),
    );
    expect(new Set(lines.map(({ proof }) => proof!.events[0]!.position)).size).toBe(1_500);
    expect(await headOf()).toBe(before + 1_500);
    expect(lines[7]!.proof!.events).toMatchObject([{ stream: 'bank-charge:many-7', version: 1 }]);
  }, 60_000);

  test('are answered as the same command alone is, and once more as they were', async () => {
    const alone = await api.ask('/v1/funds/bulk/bank-charges', {
      method: 'POST',
      token: manager,
      key: 'alone',
      body: { bankAccount: 'main', amount: usd('0.10'), valueDate: '2026-03-03' },
    });
    const [again, other] = await send(text([charge('alone'), charge('alone', { amount: usd('0.20') })]));
    expect(again).toEqual({ line: 1, key: 'alone', status: 200, replayed: true, proof: alone.body });
    expect(other).toMatchObject({ line: 2, status: 422, problem: { type: 'urn:ayni:problem:key-reused' } });
    const first = await send(text([charge('twice')]));
    const second = await send(text([charge('twice')]));
    expect(second).toEqual([{ ...first[0], status: 200, replayed: true }]);
  });

  test('are refused one by one, and the others go in', async () => {
    const lines = await send(
      [
        JSON.stringify(charge('good-1')),
        '{"type": "bank-charge.record", ',
        '',
        JSON.stringify({ type: 'no-such', key: 'k-2', body: {}, more: 1 }),
        JSON.stringify(charge('money', { amount: usd('0.105') })),
        JSON.stringify(charge('elsewhere', { bankAccount: 'none' })),
        JSON.stringify({ type: 'disbursement.approve', key: 'role', body: {} }),
        JSON.stringify(charge('late', { bankChargeId: 'good-1' }, { ifMatch: 7 })),
        `{"type":"bank-charge.record","key":"long","body":{"note":"${'x'.repeat(bulkLimits.lineBytes)}"}}`,
        JSON.stringify({ ...charge('x'), key: 'a b' }),
        '[]',
        '7',
        `\t${JSON.stringify(charge('good-2'))}\r`,
      ].join('\n'),
    );
    expect(codes(lines)).toEqual([
      [1, 201, undefined],
      [2, 400, 'malformed-json'],
      [4, 400, 'invalid-fields'],
      [5, 400, 'invalid-fields'],
      [6, 422, 'bank-account-unknown'],
      [7, 403, 'role-missing'],
      [8, 412, 'if-match-fails'],
      [9, 413, 'body-too-large'],
      [10, 400, 'invalid-fields'],
      [11, 400, 'invalid-fields'],
      [12, 400, 'invalid-fields'],
      [13, 201, undefined],
    ]);
    expect(lines[2]!.problem!.errors!.map(({ field }) => field).toSorted()).toEqual(['more', 'type']);
    expect(lines.map(({ key }) => key)).toEqual([
      'good-1',
      undefined,
      'k-2',
      'money',
      'elsewhere',
      'role',
      'late',
      undefined,
      undefined,
      undefined,
      undefined,
      'good-2',
    ]);
  });

  test('are refused in Spanish to whoever reads Spanish', async () => {
    const [line] = await send(text([charge('es', { amount: usd('1.234') })]), manager, { 'accept-language': 'es-CO' });
    expect(line!.problem!.detail).toBe('Campos incorrectos: 1. "errors" los enumera.');
  });

  test('of the registry are posted in the registry, and a command of a fund is refused there', async () => {
    const register = (key: string, name: string): object => ({
      type: 'partner.register',
      key,
      body: { name, kind: 'ngo', country: 'CO' },
    });
    const lines = await send(text([register('b-1', 'Una'), charge('astray')]), manager, {}, 'registry');
    expect(codes(lines)).toEqual([
      [1, 201, undefined],
      [2, 422, 'wrong-book'],
    ]);
  });

  test('need a token, with the role of each, and their own type', async () => {
    const ask = (asked: object): Promise<{ status: number; body: object }> =>
      api.ask('/v1/books/bulk/commands', { method: 'POST', key: false, headers: type, body: text([charge('no')]), ...asked });
    expect(await ask({})).toMatchObject({ status: 401, body: { type: 'urn:ayni:problem:token-missing' } });
    expect(codes(await send(text([charge('no')]), publisher))).toEqual([[1, 403, 'role-missing']]);
    expect(await ask({ token: manager, headers: {} })).toMatchObject({
      status: 415,
      body: { expected: 'application/x-ndjson' },
    });
    expect(await ask({ token: manager, body: undefined, headers: {} })).toMatchObject({ status: 415 });
    const elsewhere = await api.ask('/v1/partners', { method: 'POST', token: manager, headers: type, body: '{}\n' });
    expect(elsewhere).toMatchObject({ status: 415, body: { expected: 'application/json' } });
  });

  test('of no line at all are answered with none', async () => {
    expect(await send('\n\n')).toEqual([]);
  });

  test('are answered up to the limit of lines, and told that there are more', async () => {
    const blankKey = '{"type":"no-such","key":"x","body":{}}';
    const lines = await send(text(Array.from({ length: bulkLimits.lines + 5 }, () => blankKey)));
    expect(lines).toHaveLength(bulkLimits.lines + 1);
    expect(codes(lines.slice(-2))).toEqual([
      [bulkLimits.lines, 400, 'invalid-fields'],
      [bulkLimits.lines + 1, 413, 'bulk-too-large'],
    ]);
    const large = { ...type, 'content-length': String(bulkLimits.bytes + 1), authorization: `Bearer ${manager}` };
    const out = request(`${api.url}/v1/books/bulk/commands`, { method: 'POST', headers: large }).on('error', () => undefined);
    out.flushHeaders();
    const [response] = (await once(out, 'response')) as [IncomingMessage];
    expect(response.statusCode).toBe(413);
    out.destroy();
  }, 60_000);
});

describe('a request that takes its time', () => {
  test('is answered while it is sent', async () => {
    const { out, answer } = begin();
    out.write(text([charge('slow-1')]));
    const response = await answer;
    const chunks = response[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
    const first = await chunks.next();
    expect(linesIn(String(first.value))).toMatchObject([{ line: 1, key: 'slow-1', status: 201 }]);
    out.end(text([charge('slow-2')]));
    const second = await chunks.next();
    expect(linesIn(String(second.value))).toMatchObject([{ line: 2, key: 'slow-2', status: 201 }]);
    expect(await chunks.next()).toMatchObject({ done: true });
  });

  test('that breaks off leaves what was sent whole, and finds it again', async () => {
    const before = await headOf();
    const keys = Array.from({ length: 20 }, (_, n) => `cut-${n}`);
    const { out, answer } = begin();
    out.write(text(keys.map((key) => charge(key))));
    const whole = JSON.stringify(charge('never'));
    out.write(whole);
    await once(await answer, 'data');
    out.destroy();
    for (let waited = 0; (await headOf()) < before + 20 && waited < 5_000; waited += 20) await sleep(20);
    // The last line came without its end, and the connection broke: it is nobody's.
    expect(await headOf()).toBe(before + 20);
    const lines = await send(text([...keys.map((key) => charge(key)), whole]));
    expect(lines.map(({ status, replayed }) => [status, replayed])).toEqual([...keys.map(() => [200, true]), [201, undefined]]);
  });
});
