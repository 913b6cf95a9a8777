import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type TestApi, TestSite } from '../support/api.js';
import { type People, foundFund, peopleOf } from './life.js';

let site: TestSite;
let api: TestApi;
let people: People;
beforeAll(async () => {
  site = await TestSite.open();
  api = await site.api();
  people = await peopleOf(api);
  await foundFund(api, people, 'bank');
  await api.services.projector.catchUp('bank');
});
afterAll(() => site.close());

const entry = (amount: string, side: string) =>
  `<Ntry><Amt Ccy="USD">${amount}</Amt><CdtDbtInd>${side}</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>2026-02-03</Dt></BookgDt></Ntry>`;
const balance = (code: string, amount: string, date: string) =>
  `<Bal><Tp><CdOrPrtry><Cd>${code}</Cd></CdOrPrtry></Tp><Amt Ccy="USD">${amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>${date}</Dt></Dt></Bal>`;
const camt = (entries: string, closing: string): string =>
  `<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><Stmt><Id>1</Id><Acct><Ccy>USD</Ccy></Acct>
   ${balance('OPBD', '0', '2026-02-01')}${balance('CLBD', closing, '2026-02-28')}${entries}</Stmt></BkToCstmrStmt></Document>`;

async function send(file: string, query = '', type = 'application/xml', token = people.manager) {
  const answer = await fetch(`${api.url}/v1/funds/bank/bank-accounts/main/statement-files${query}`, {
    method: 'POST',
    headers: { 'content-type': type, authorization: `Bearer ${token}` },
    body: file,
  });
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
}

describe('a file of a bank', () => {
  test('is tried, imported once, and nothing twice', async () => {
    const file = camt(entry('100000.00', 'CRDT') + entry('12.00', 'DBIT').repeat(130), '98440.00');
    const tried = await send(file, '?dryRun=true');
    expect(tried).toMatchObject({ status: 200, body: { dryRun: true, statements: [{ entries: 131, events: 0 }] } });
    expect(await send(file)).toMatchObject({ status: 200, body: { dryRun: false, statements: [{ entries: 131, events: 3 }] } });
    expect(await send(file)).toMatchObject({ status: 200, body: { statements: [{ entries: 131, events: 0 }] } });
    const { body } = await api.ask('/v1/funds/bank/bank-accounts/main/statements?after=1');
    expect(body['items']).toMatchObject([{ format: 'camt.053', entries: 131 }]);
  });

  test('that overlaps another is refused as the statement is', async () => {
    expect(await send(camt(entry('1.00', 'CRDT'), '1.00'))).toMatchObject({ status: 409, body: { bankAccount: 'main' } });
  });

  test('that does not add up, or is none, is refused in words', async () => {
    expect(await send(camt(entry('1.00', 'CRDT'), '2.00'))).toMatchObject({
      status: 422,
      body: { fault: 'does-not-sum', detail: expect.stringContaining('its lines do not come to its balances') as unknown },
    });
    expect(await send('Fecha;Valor', '?bookedOn=Fecha&amount=Monto&opening=0&closing=0', 'text/csv')).toMatchObject({
      status: 422,
      body: { fault: 'no-such-column', found: 'Monto' },
    });
    expect(await send('{}', '', 'application/json')).toMatchObject({ status: 415 });
  });

  test('as a table is read by the titles of its columns', async () => {
    const table = 'Fecha;Concepto;Valor\n05/03/2026;Abono;1.000,50\n';
    const query =
      '?dryRun=true&bookedOn=Fecha&amount=Valor&remittance=Concepto&dates=DD/MM/YYYY&decimal=,&opening=0.00&closing=1000.50';
    expect(await send(table, query, 'text/csv')).toMatchObject({
      status: 200,
      body: { statements: [{ startsOn: '2026-03-05', closing: { amount: '1000.50', currency: 'USD' }, entries: 1 }] },
    });
  });

  test('is taken from a fund manager alone', async () => {
    expect(await send('<a/>', '', 'application/xml', people.approver)).toMatchObject({ status: 403 });
  });
});
