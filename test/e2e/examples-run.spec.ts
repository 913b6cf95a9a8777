import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { commands } from '#domain/domain';
import type { Role } from '#domain/command';
import { templates } from '#import/rows/templates';
import { readCsv } from '#spreadsheet/csv-read';
import { readXlsx } from '#spreadsheet/xlsx-read';
import { openApiDocument } from '../../apps/api/openapi/document.js';
import { queryExample } from '../../apps/api/openapi/query-examples.js';
import { postingProof } from '../../apps/api/queries/answers.js';
import { queries } from '../../apps/api/queries/queries.js';
import type { Query } from '../../apps/api/queries/query.js';
import type { CommandRoute } from '../../apps/api/route.js';
import { commandRoutes } from '../../apps/api/routes.js';
import { tableTypes } from '../../apps/api/tables/formats.js';
import { planOf, tableName } from '../../apps/api/tables/plan.js';
import { type Answer, type Asked, type TestApi, TestSite } from '../support/api.js';
import { type Step, type Who, addressOf, bodyOf, endedFund, exampleLife, isExample, names } from './example-life.js';

const fund = 'agua-segura';

let site: TestSite;
let api: TestApi;
let people: Readonly<Record<Who, string>>;
/** Who holds each role. */
const holder: Readonly<Record<Role, Who>> = {
  'fund-manager': 'manager',
  approver: 'approver',
  assessor: 'eva',
  cso: 'manantial',
  portal: 'portal',
  auditor: 'auditor',
  publisher: 'publisher',
  admin: 'admin',
};

/** What the description says of an operation, as far as it is tried here. */
interface Operation {
  readonly requestBody?: {
    readonly content: Record<string, { readonly examples: { readonly example: { readonly value: string } } }>;
  };
  readonly responses: Record<
    string,
    { readonly headers?: object; readonly content?: Record<string, { readonly examples: object }> }
  >;
}
const { paths } = openApiDocument() as unknown as { readonly paths: Record<string, Record<string, Operation>> };

/** What was done of that. */
const done = new Set<string>();

/** Asks, and holds the answer against what is described: its status, its form, its headers, and the kind of problem. */
async function ask(template: string, path: string, asked: Asked = {}): Promise<Answer> {
  const method = (asked.method ?? 'GET').toLowerCase();
  const answer = await api.ask(path, asked);
  const { status, headers, text, body } = answer;
  if (status < 400) done.add(`${method} ${template}`);
  const wrong = (what: string): never => {
    throw new Error(`${method} ${template}, ${status}: ${what} is not described: ${text.slice(0, 1000)}`);
  };
  const described = paths[template]![method]!.responses[status] ?? wrong('the status');
  const type = headers.get('content-type')?.split(';')[0] ?? '';
  const ofType = described.content ? (described.content[type] ?? wrong(type)) : undefined;
  if (status >= 400 && !Object.hasOwn(ofType?.examples ?? {}, codeOf(body))) wrong(codeOf(body));
  for (const name of ['ETag', 'Location', 'Ayni-Position', 'Idempotent-Replayed'])
    if (headers.has(name) && !Object.hasOwn(described.headers ?? {}, name)) wrong(name);
  return answer;
}

const codeOf = (body: Record<string, never> | undefined): string => String(body?.['type']).replace('urn:ayni:problem:', '');

const routeOf = (type: string): CommandRoute => commandRoutes.find((each) => each.type === type)!;
const post = (step: Step, token: string | undefined, key?: string, headers = {}): Promise<Answer> =>
  ask(`/v1${routeOf(step.type).path}`, addressOf(step), {
    method: 'POST',
    body: bodyOf(step),
    headers,
    ...(token === undefined ? {} : { token }),
    ...(key === undefined ? {} : { key }),
  });

beforeAll(async () => {
  site = await TestSite.open();
  api = await site.api();
  people = {
    admin: await api.token('p-001', 'admin'),
    manager: await api.token('p-002', 'fund-manager'),
    approver: await api.token('p-030', 'approver'),
    second: await api.token('p-031', 'approver'),
    eva: await api.token('p-020', 'assessor'),
    leo: await api.token('p-021', 'assessor'),
    portal: await api.token('p-050', 'portal'),
    publisher: await api.token('p-051', 'publisher'),
    auditor: await api.token('p-040', 'auditor'),
    manantial: await api.csoToken('p-100', 'fundacion-manantial'),
    another: await api.csoToken('p-101', 'apc'),
  };
});
afterAll(() => site.close());

describe('the examples, posted one after the other', () => {
  test('are those of every command, as it is described', () => {
    const asDescribed = new Set(exampleLife.filter(isExample).map(({ type }) => type));
    expect(commandRoutes.map(({ type }) => type).filter((type) => !asDescribed.has(type))).toEqual([]);
  });

  test.each(exampleLife.map((step, index) => [`${index + 1} ${step.type}`, step, `life-${index}`] as const))(
    '%s is posted, and is answered again under its key',
    async (_, step, key) => {
      if (commands.get(step.type)!.roles.includes('cso') && step.type !== 'comment.post') {
        const answer = await post(step, people.another);
        expect([answer.status, answer.text]).toEqual([403, expect.stringContaining('other-organisation')]);
      }
      const first = await post(step, people[step.by], key);
      expect([first.status, first.text]).toEqual([201, expect.any(String)]);
      expect(postingProof.safeParse(first.body).error?.issues ?? []).toEqual([]);
      const again = await post(step, people[step.by], key);
      expect([again.status, again.headers.get('idempotent-replayed'), again.text]).toEqual([200, 'true', first.text]);
      expect(again.headers.get('location')).toBe(first.headers.get('location'));
      expect((await api.ask(first.headers.get('location')!)).status).toBe(200);
      const { thing } = routeOf(step.type);
      if (!thing) return;
      const late = await post(step, people[step.by], undefined, { 'if-match': '"999"' });
      expect(late).toMatchObject({ status: 412, body: { type: 'urn:ayni:problem:if-match-fails' } });
      const { events } = first.body as unknown as { readonly events: readonly { stream: string; version: number }[] };
      const named = { ...bodyOf(step), ...routeOf(step.type).example.path, ...step.path } as Record<string, string>;
      const last = events.findLast(({ stream }) => stream === `${thing[0]}:${named[thing[1]]}`);
      expect(first.headers.get('etag')).toBe(`"${last?.version}"`);
    },
  );
});

describe('files', () => {
  beforeAll(async () => {
    await Promise.all([fund, 'registry'].map((book) => api.services.projector.catchUp(book)));
  });

  /** What stands in the description in the place of a file. */
  const described = (path: string, type: string): string =>
    paths[path]!['post']!.requestBody!.content[type]!.examples.example.value;
  const answeredExample = (path: string, type: string): string =>
    (paths[path]!['post']!.responses['200']!.content![type]!.examples as { example: { value: string } }).example.value;
  const sent = (path: string, address: string, type: string, body: string): Promise<Answer> =>
    ask(path, address, { method: 'POST', token: people.manager, key: false, headers: { 'content-type': type }, body });

  test('of a bank are taken in as they are described: a table, and camt.053', async () => {
    const path = '/v1/funds/{fund}/bank-accounts/{bankAccount}/statement-files';
    const send = (type: string, query = ''): Promise<Answer> =>
      sent(path, `/v1/funds/${fund}/bank-accounts/savings/statement-files${query}`, type, described(path, type));
    const columns = '?bookedOn=Fecha&amount=Valor&remittance=Descripci%C3%B3n&opening=0.00&closing=10000.00';
    expect(await send('text/csv', columns)).toMatchObject({ status: 200, body: { statements: [{ entries: 1, events: 2 }] } });
    expect(await send('application/xml')).toMatchObject({ status: 200, body: { statements: [{ entries: 1, events: 2 }] } });
    expect(await send('application/xml')).toMatchObject({ status: 200, body: { statements: [{ events: 0 }] } });
  });

  test.each([...templates.values()].map((each) => [each.kind, each] as const))(
    'of the rows of %s are downloaded, sent in as they are, and those that are refused come back',
    async (kind, { definition }) => {
      for (const format of ['csv', 'xlsx'])
        expect(await ask('/v1/templates/{kind}.{format}', `/v1/templates/${kind}.${format}`)).toMatchObject({ status: 200 });
      const [at, id] =
        definition.book === 'fund' ? ['/v1/funds/{fund}/imports', 'importId'] : ['/v1/imports', 'registryImportId'];
      const address = `${at.replace('{fund}', fund)}/${kind}?mode=dry-run`;
      const { text } = await api.ask(`/v1/templates/${kind}.csv`);
      const tried = await sent(`${at}/{kind}`, address, 'text/csv', `${text.split('\r\n')[0]}\r\n=,no such thing\r\n`);
      expect(tried).toMatchObject({ status: 200, body: { state: 'done', report: { rows: { refused: 1, posted: 0 } } } });
      const location = tried.headers.get('location')!;
      names[id] = location.split('/').at(-1)!;
      const refused = await ask(`${at}/runs/{${id}}/{which}.{format}`, `${location}/refused.csv`, { token: people.manager });
      expect([refused.status, refused.text]).toEqual([200, expect.stringContaining('no such thing')]);
    },
  );

  test('of commands are taken line by line, as they are described', async () => {
    const path = '/v1/books/{book}/commands';
    const type = 'application/x-ndjson';
    const { status, text } = await sent(path, `/v1/books/${fund}/commands`, type, described(path, type));
    const lines = text
      .trimEnd()
      .split('\n')
      .map((each) => JSON.parse(each) as { readonly status: number; readonly problem?: object });
    expect([status, lines.map((each) => each.status), lines[1]!.problem]).toEqual([
      200,
      [201, 400],
      (JSON.parse(answeredExample(path, type).split('\n')[1]!) as { readonly problem: object }).problem,
    ]);
  });

  test('of the fund are published, and the journal is read', async () => {
    const publications = `/v1/funds/${fund}/publications`;
    const { publisher } = people;
    const asked = await ask('/v1/funds/{fund}/publications', publications, { method: 'POST', token: publisher, key: false });
    expect(asked.status).toBe(202);
    await api.work();
    const job = async (): Promise<Record<string, never>> => {
      const location = asked.headers.get('location')!;
      const { body } = await ask('/v1/funds/{fund}/publications/jobs/{job}', location, { token: publisher });
      if (body['state'] === 'completed' || body['state'] === 'failed') return body;
      await new Promise((wake) => setTimeout(wake, 50));
      return job();
    };
    expect(await job()).toMatchObject({ state: 'completed' });
    const latest = await ask('/v1/funds/{fund}/publications/latest', `${publications}/latest`);
    const file = await ask('/v1/funds/{fund}/publications/{sha256}', latest.headers.get('location')!);
    expect([latest.status, file.status, file.text.includes('<iati-activities')]).toEqual([302, 200, true]);
    const journal = await ask('/v1/books/{book}/journal', `/v1/books/${fund}/journal`);
    const { position } = await api.read<{ position: number }>(`/books/${fund}/head`);
    expect(journal.text.trimEnd().split('\n')).toHaveLength(position);
  });
});

describe('every question', () => {
  const filled = (path: string, name: (of: string) => string): string =>
    `/v1${path.replaceAll(/\{(\w+)\}/g, (_, of: string) => name(of))}`;
  const asking = ({ roles }: Query) => (roles ? { token: people[holder[roles[0]!]] } : {});
  const each = queries.map((query) => [query.name, query] as const);

  beforeAll(async () => {
    await Promise.all([fund, 'registry'].map((book) => api.services.projector.catchUp(book)));
  });

  test.each(each)('%s is answered as it is described', async (_, query) => {
    const path = filled(query.path, (name) => names[name] ?? `no ${name} in this life`);
    const { status, headers, body, text } = await ask(`/v1${query.path}`, path, asking(query));
    expect([status, text]).toEqual([200, expect.any(String)]);
    expect(z.safeParse(query.answer, body).error?.issues ?? []).toEqual([]);
    if (query.view) expect(headers.get('ayni-position')).toBe(String(body['position']));
    const single = query.view !== undefined && query.thing !== undefined && query.path.endsWith(`{${query.thing[1]}}`);
    expect([query.name, headers.get('etag') !== null]).toEqual([query.name, single]);
  });

  test.each(each)('%s is a CSV table and a workbook with the same rows', async (_, query) => {
    const table = async (form: string): Promise<Response> =>
      fetch(`${api.url}${filled(query.path, (name) => names[name]!)}?${form}`, {
        headers: query.roles ? { authorization: `Bearer ${asking(query).token}` } : {},
      });
    const read = async (form: string, type: string): Promise<string[][]> => {
      const answer = await table(form);
      expect([answer.status, answer.headers.get('content-type')]).toEqual([200, expect.stringContaining(type)]);
      const bytes = new Uint8Array(await answer.arrayBuffer());
      return (type === tableTypes.csv ? readCsv(bytes) : readXlsx(bytes)).rows.map(({ cells }) =>
        cells.map(({ text }) => text),
      );
    };
    const csv = await read('format=csv', tableTypes.csv);
    const book = await read('format=xlsx', tableTypes.xlsx);
    const { isList, tables } = planOf(query.answer);
    for (const [index, each] of tables.entries()) {
      const name = tableName(each, isList);
      const one = await read(`format=csv&table=${name}`, tableTypes.csv);
      expect(new Set(one[0]).size).toBe(one[0]!.length);
      if (index === 0) expect([book.length, book[0]]).toEqual([one.length, one[0]]);
      // Unasked, CSV gives the report's own table, or the first.
      if (name === (query.mainTable ?? tableName(tables[0]!, isList))) expect(csv).toEqual(one);
    }
  });

  test.each(each)('%s is asked as it is described, with each of its parameters', async (_, query) => {
    const { path } = queryExample(query.name);
    const ours = path['fund'] === fund || path['partnerId'] === names['partnerId'];
    const address = filled(query.path, (name) => (ours && !name.endsWith('mportId') ? path[name] : undefined) ?? names[name]!);
    const answered = async (parameters: Readonly<Record<string, unknown>>): Promise<Answer> => {
      const asked = new URLSearchParams(
        Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, String(value)])),
      ).toString();
      const answer = await ask(`/v1${query.path}`, `${address}?${asked}`, asking(query));
      expect([asked, answer.status, answer.text]).toEqual([asked, 200, expect.any(String)]);
      return answer;
    };
    // Cursors are what the page before gave; no position that the example could name for `after` was reached by every book.
    const { cursor, after: __, ...parameters } = query.parameters;
    const known = Object.keys(parameters);
    for (const name of known.filter((each) => !known.some((other) => each !== other && each.startsWith(other)))) {
      const together = known.filter((each) => each.startsWith(name));
      await answered(Object.fromEntries(together.map((each) => [each, parameters[each]!.example])));
    }
    const { next } = cursor ? (await answered({ limit: 1 })).body : (await answered({})).body;
    if (next !== undefined) await answered({ cursor: next });
  });

  test.each(each.filter(([, { roles }]) => roles))('%s is refused to others', async (_, query) => {
    const path = filled(query.path, (name) => names[name]!);
    expect(await ask(`/v1${query.path}`, path)).toMatchObject({
      status: 401,
      body: { type: 'urn:ayni:problem:token-missing' },
    });
    for (const [role, who] of Object.entries(holder)) {
      if (query.roles!.includes(role as Role)) continue;
      const answer = await ask(`/v1${query.path}`, path, { token: people[who] });
      expect(answer).toMatchObject({ status: 403, body: { type: 'urn:ayni:problem:role-missing' } });
    }
  });

  test.each(each.filter(([, { thing }]) => thing))('%s of what is not there: 404', async (_, query) => {
    const answer = await ask(
      `/v1${query.path}`,
      filled(query.path, () => 'nobody'),
      asking(query),
    );
    expect(answer).toMatchObject({ status: 404, body: { type: 'urn:ayni:problem:resource-not-found' } });
  });
});

describe('a command', () => {
  const each = commandRoutes.map(({ type }) => [type, { type, by: 'manager' }] as const);

  test.each(each)('%s needs a token, and one with its role', async (type, step) => {
    expect(await post(step, undefined)).toMatchObject({ status: 401, body: { type: 'urn:ayni:problem:token-missing' } });
    const { roles } = commands.get(type)!;
    for (const [role, who] of Object.entries(holder)) {
      if (roles.includes(role as Role)) continue;
      const answer = await post(step, people[who]);
      expect(answer).toMatchObject({ status: 403, body: { type: 'urn:ayni:problem:role-missing', needed: roles } });
    }
  });

  /** Whatever comes of it: `ask` refuses what is not described. */
  const foretold = async (step: Step): Promise<void> => {
    const { status } = await post(step, people[holder[commands.get(step.type)!.roles[0]!]]);
    expect([200, 201, 403, 404, 409, 422]).toContain(status);
  };

  test.each(each)('%s that comes a second time is refused, if it is, as described', (_, step) => foretold(step));
  test.each(each.filter(([type]) => commands.get(type)!.book === 'fund'))(
    '%s for a fund that there is not, or that has nothing yet, is refused as described',
    (_, step) => foretold({ ...step, path: { fund: 'nobody' } }),
  );
  test.each(each)('%s for a fund that has ended is refused as described', (_, step) =>
    foretold({ ...step, path: { fund: endedFund } }),
  );
});

test('every operation of the description was done', async () => {
  for (const path of ['/health', '/ready']) await ask(path, path);
  const described = Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method} ${path}`),
  );
  expect(described.filter((each) => !done.has(each))).toEqual([]);
});
