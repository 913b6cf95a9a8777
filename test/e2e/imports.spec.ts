import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { strFromU8, unzipSync } from 'fflate';
import type { RowImport } from '#runtime/row-imports';
import { readXlsx } from '#spreadsheet/xlsx-read';
import { type TestApi, TestSite } from '../support/api.js';
import { checkBook } from '../support/check-book.js';
import { Program } from '../support/program.js';
import { type People, foundFund, peopleOf } from './life.js';

const xlsx = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

let site: TestSite;
let api: TestApi;
let people: People;
beforeAll(async () => {
  site = await TestSite.open();
  api = await site.api();
  people = await peopleOf(api);
  await foundFund(api, people, 'sent');
});
afterAll(() => site.close());

/** A further fund, once the views know the partners that it shares with the first. */
const found = async (fund: string): Promise<void> => {
  await api.services.projector.catchUp('registry');
  await foundFund(api, people, fund);
};

interface Sent {
  readonly status: number;
  readonly headers: Headers;
  readonly body: RowImport & { readonly type: string; readonly errors: { field: string }[]; readonly detail: string };
}
const send = async (
  path: string,
  file: string | Uint8Array,
  { token = people.manager, type = 'text/csv' } = {},
): Promise<Sent> => {
  const headers = { authorization: `Bearer ${token}`, 'content-type': type, 'accept-language': 'es' };
  const response = await fetch(`${api.url}/v1${path}`, { method: 'POST', headers, body: Buffer.from(file) });
  return { status: response.status, headers: response.headers, body: (await response.json()) as Sent['body'] };
};
const download = async (path: string, token?: string): Promise<Uint8Array> => {
  const response = await fetch(`${api.url}/v1${path}`, {
    headers: { 'accept-language': 'es', ...(token === undefined ? {} : { authorization: `Bearer ${token}` }) },
  });
  if (response.status !== 200) throw new Error(`${path}: ${response.status}`);
  return new Uint8Array(await response.arrayBuffer());
};
const head = 'Aporte;Aportante;Monto;Monto (moneda);Fecha valor';

test('a finance officer downloads a template, fills it, tries it, corrects it, posts it and sends it again', async () => {
  const template = readXlsx(await download('/templates/contributions.xlsx'));
  expect(template.name).toBe('Aportes comprometidos');
  const wrong = `${head}\nn1;agency;12.500,00;USD;15/02/2026\nn2;agencia;500;USD;2026-02-15`;
  const tried = await send('/funds/sent/imports/contributions?mode=dry-run', wrong);
  expect(tried).toMatchObject({
    status: 200,
    body: {
      state: 'done',
      report: {
        complete: false,
        rows: { total: 2, ready: 1, refused: 1 },
        issues: [{ row: 3, column: 'B', header: 'Aportante', value: 'agencia', rule: 'partner-unknown' }],
      },
    },
  });
  const whole = await send('/funds/sent/imports/contributions?mode=all-or-nothing', wrong);
  expect(whole).toMatchObject({
    status: 422,
    body: { type: 'urn:ayni:problem:rows-refused', errors: [{ field: 'B3', rule: 'partner-unknown' }], refused: 1, total: 2 },
  });
  const right = wrong.replace('agencia', 'agency');
  const posted = await send('/funds/sent/imports/contributions?mode=all-or-nothing', right);
  expect(posted).toMatchObject({ status: 200, body: { report: { complete: true, rows: { posted: 2 } } } });
  const again = await send('/funds/sent/imports/contributions?mode=row-by-row', right);
  expect(again.body.report).toMatchObject({ complete: true, rows: { posted: 0, known: 2 } });
  await api.services.projector.catchUp('sent');
  expect(await api.read('/funds/sent/contributions/n1')).toMatchObject({ committed: { amount: '12500.00', currency: 'USD' } });
  const stays = await api.ask(posted.headers.get('location')!, { token: people.manager });
  expect(stays.body).toEqual(posted.body);
  await checkBook(site.database, 'sent');
});

test('rows that were refused are downloaded with what is wrong, corrected, and sent in as they are', async () => {
  const file = `Contraparte;Nombre;Clase;País\nimp-1;Fundación Uno;ngo;CO\nimp-2;Fundación Dos;organización;CO`;
  const { body } = await send('/imports/partners?mode=row-by-row', file);
  expect(body.report).toMatchObject({ rows: { posted: 1, refused: 1 }, issues: [{ row: 3, column: 'C', rule: 'one-of' }] });
  const csv = Buffer.from(await download(`/imports/runs/${body.run}/refused.csv`, people.manager)).toString();
  expect(csv).toContain('Errores');
  const corrected = await send('/imports/partners?mode=row-by-row', csv.replace('organización', 'ONG').replace('ONG', 'ngo'));
  expect(corrected.body.report).toMatchObject({ complete: true, rows: { posted: 1 } });
  const back = await send(
    '/imports/partners?mode=dry-run',
    await download(`/imports/runs/${body.run}/refused.xlsx`, people.manager),
    { type: xlsx },
  );
  expect(back.body.report).toMatchObject({ rows: { total: 1, refused: 1 } });
});

test('a dry run gives the file back with what would be posted, what is wrong beside its row and the wrong cells in red', async () => {
  await found('tried');
  const file = `Anuncios de 2026;;;;\n${head}\nv1;agency; $ 1.250,50 ;USD;15/02/2026\nv2;agency;1.234;USD;2026-02-15`;
  const { body } = await send('/funds/tried/imports/pledges?mode=dry-run', file);
  expect(body.report).toMatchObject({
    rows: { ready: 1, refused: 1 },
    totals: [{ header: 'Monto', count: 1, amount: '1250.50', currency: 'USD' }],
  });
  const reviewed = await download(`/funds/tried/imports/runs/${body.run}/reviewed.xlsx`, people.manager);
  const [top, first, second] = readXlsx(reviewed).rows.map(({ cells }) => cells.map(({ text }) => text));
  expect(top!.slice(5)).toEqual(['Resultado de la fila', 'Qué se registra', 'Errores']);
  expect(first!.slice(5)).toEqual([
    'lista para registrar',
    'contribution.pledged: Db memo:pledge:v1 1250.50 USD; Cr memo-contra:pledge 1250.50 USD',
  ]);
  expect([second![5], second![7]]).toEqual(['rechazada', expect.stringMatching(/^Monto: "1.234": uno que se lea/)]);
  const sheet = strFromU8(unzipSync(reviewed)['xl/worksheets/sheet1.xml']!);
  expect([...sheet.matchAll(/<c r="([A-Z]+\d+)" s="17"/g)].map(([, cell]) => cell)).toEqual(['C3']);
  // As it is, it is sent in again: what we put beside the rows is passed over.
  const again = await send('/funds/tried/imports/pledges?mode=row-by-row', reviewed, { type: xlsx });
  expect(again.body.report).toMatchObject({ rows: { posted: 1, refused: 1 }, ignoredColumns: [], issues: [{ column: 'C' }] });
  const csv = Buffer.from(
    await download(`/funds/tried/imports/runs/${again.body.run}/reviewed.csv`, people.manager),
  ).toString();
  expect(csv).toContain('registrada');
});

test('a connection that is cut does not cut the import; sent again, the file posts each row once', async () => {
  await found('cut');
  const rows = Array.from({ length: 1_500 }, (_, n) => `cut${n};agency;10,00;USD;2026-02-01`);
  const file = `${head}\n${rows.join('\n')}`;
  const cut = new AbortController();
  const sent = fetch(`${api.url}/v1/funds/cut/imports/pledges?mode=row-by-row`, {
    method: 'POST',
    headers: { authorization: `Bearer ${people.manager}`, 'content-type': 'text/csv' },
    body: file,
    signal: cut.signal,
  });
  const before = Number((await api.ask('/v1/books/cut/head')).body['position']);
  for (let position = before; position < before + 200;) {
    await new Promise((wake) => setTimeout(wake, 10));
    position = Number((await api.ask('/v1/books/cut/head')).body['position']);
  }
  cut.abort();
  await expect(sent).rejects.toThrow();
  const { report } = (await send('/funds/cut/imports/pledges?mode=row-by-row', file)).body;
  expect(report!.rows.known).toBeGreaterThanOrEqual(200);
  expect(report).toMatchObject({ complete: true, rows: { total: 1_500, refused: 0 } });
  await checkBook(site.database, 'cut');
});

test('what one fund exports, another takes in: contributions, as XLSX and as CSV', async () => {
  await api.services.projector.catchUp('sent');
  for (const [format, type] of [
    ['xlsx', xlsx],
    ['csv', 'text/csv'],
  ] as const) {
    const fund = `other-${format}`;
    await found(fund);
    const exported = await download(`/funds/sent/contributions?format=${format}`);
    const { body } = await send(`/funds/${fund}/imports/contributions?mode=row-by-row`, exported, { type });
    // `c1` is there already, in another amount or not: what comes under its id is another command.
    expect(body.report).toMatchObject({ rows: { total: 3, posted: 2, refused: 1 }, issues: [{ rule: 'id-taken' }] });
    await api.services.projector.catchUp(fund);
    expect(await api.read(`/funds/${fund}/contributions/n1`)).toMatchObject({
      committed: { amount: '12500.00', currency: 'USD' },
    });
  }
});

test('an import that takes longer than was waited for goes on, and says how far it is', async () => {
  const rows = Array.from({ length: 1500 }, (_, n) => `w${n};agency;10,00;USD;2026-02-01`).join('\n');
  const { status, headers, body } = await send('/funds/sent/imports/pledges?mode=row-by-row&wait=0', `${head}\n${rows}`);
  expect([status, body.state]).toEqual([202, 'running']);
  const address = headers.get('location')!.replace('/v1', '');
  let seen = body as RowImport;
  while (seen.state === 'running') {
    await new Promise((wake) => setTimeout(wake, 50));
    seen = (await api.ask(`/v1${address}`, { token: people.manager })).body as unknown as RowImport;
  }
  expect(seen).toMatchObject({ state: 'done', progress: { done: 1500, total: 1500 }, report: { rows: { posted: 1500 } } });
  const { items } = (await api.ask('/v1/funds/sent/imports', { token: people.manager })).body as unknown as {
    items: RowImport[];
  };
  expect(items[0]).toMatchObject({ run: body.run, person: 'p-manager', kind: 'pledges' });
});

describe('what is refused before a row is read', () => {
  test.each([
    ['/funds/sent/imports/nothing', 'a', 'text/csv', 404, 'resource-not-found'],
    ['/funds/sent/imports/partners', 'a', 'text/csv', 404, 'resource-not-found'],
    ['/imports/contributions', 'a', 'text/csv', 404, 'resource-not-found'],
    ['/funds/sent/imports/pledges?mode=later', 'a', 'text/csv', 400, 'invalid-fields'],
    ['/funds/sent/imports/pledges', '{}', 'application/json', 415, 'media-type-unsupported'],
    ['/funds/sent/imports/pledges', '<a/>', 'application/xml', 415, 'media-type-unsupported'],
    ['/funds/sent/contributions/pledges', 'a', 'text/csv', 415, 'media-type-unsupported'],
    ['/funds/sent/imports/pledges', '', 'text/csv', 422, 'sheet-unreadable'],
    ['/funds/sent/imports/pledges', '"a', 'text/csv', 422, 'sheet-unreadable'],
    ['/funds/sent/imports/pledges', '<html><table></table></html>', 'application/vnd.ms-excel', 422, 'sheet-unreadable'],
    ['/funds/sent/imports/pledges', 'a;b\n'.repeat(100_000), 'text/csv', 422, 'sheet-unreadable'],
    ['/funds/sent/imports/pledges', 'PK\u0003\u0004', xlsx, 422, 'sheet-unreadable'],
    ['/funds/sent/imports/pledges', 'a'.repeat(10 * 1024 * 1024 + 1), 'text/csv', 413, 'body-too-large'],
  ])('%s', async (path, file, type, status, code) => {
    expect(await send(path, file, { type })).toMatchObject({ status, body: { type: `urn:ayni:problem:${code}` } });
  });

  test('a token without the role of the command', async () => {
    const auditor = await api.token('p-auditor', 'auditor');
    expect(await send('/funds/sent/imports/pledges', 'a', { token: auditor })).toMatchObject({ status: 403 });
    expect(await send('/funds/sent/imports/pledges', 'a', { token: people.approver })).toMatchObject({ status: 403 });
    const response = await fetch(`${api.url}/v1/imports/partners`, {
      method: 'POST',
      headers: { 'content-type': 'text/csv' },
      body: 'a',
    });
    expect(response.status).toBe(401);
  });
});

describe('ayni import rows', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'ayni-rows-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('killed half way and started again, it posts each row once', async () => {
    await found('killed');
    const file = join(folder, 'pledges.csv');
    const rows = Array.from({ length: 6_000 }, (_, n) => `k${n};agency;10,00;USD;2026-02-01`);
    writeFileSync(file, `${head}\n${rows.join('\n')}\n`);
    const settings = { DATABASE_URL: site.database.adminUrl, AYNI_DATA_DIR: join(folder, 'data') };
    const args = ['import', 'rows', 'pledges', file, '--book', 'killed', '--person', 'p-7', '--mode', 'row-by-row', '--json'];
    const first = new Program('apps/cli/main.ts', settings, args);
    for (let posted = 0; posted < 500;) {
      const answer = await api.ask('/v1/books/killed/head');
      posted = Number(answer.body['position']);
      await new Promise((wake) => setTimeout(wake, 10));
    }
    first.signal('SIGKILL');
    expect(await first.exit()).toBeNull();
    const second = new Program('apps/cli/main.ts', settings, args);
    expect([await second.exit(), second.errors]).toEqual([0, expect.stringMatching(/6000 of 6000 rows/)]);
    const { rows: counts } = JSON.parse(second.output) as { rows: { posted: number; known: number } };
    expect(counts.known).toBeGreaterThan(0);
    expect(counts.posted + counts.known).toBe(6_000);
    await checkBook(site.database, 'killed');
  });

  test('what is wrong is told with its row, and left in a file', async () => {
    const [file, refused] = [join(folder, 'wrong.csv'), join(folder, 'refused.csv')];
    writeFileSync(file, `${head}\nq1;agency;1.234;USD;2026-02-01\n`);
    const settings = { DATABASE_URL: site.database.adminUrl, AYNI_DATA_DIR: join(folder, 'data'), LANG: 'es_CO.UTF-8' };
    const program = new Program('apps/cli/main.ts', settings, [
      'import',
      'rows',
      'pledges',
      file,
      '--book',
      'killed',
      '--person',
      'p-7',
      '--refused',
      refused,
    ]);
    expect(await program.exit()).toBe(1);
    expect(program.output).toContain('fila 2 C Monto "1.234": uno que se lea de una sola manera');
    expect(readFileSync(refused, 'utf8')).toContain('q1,agency,1.234,USD,2026-02-01');
  });
});
