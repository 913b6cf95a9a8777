import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { registryBook } from '#kernel/ids';
import { localDate } from '#kernel/time';
import { type TestDatabase, testDatabase } from '../../test/support/database.js';
import { after, usd } from '../../test/support/given.js';
import { putEvents } from '../../test/support/journal.js';
import type { Asked } from '../../test/support/memory-book.js';
import { MemoryBook } from '../../test/support/memory-book.js';
import { agreement, agreements } from './agreement-register.js';
import { capacities } from './capacity-register.js';
import { compareViews } from './compare.js';
import { type Page, type Paging } from './page.js';
import { duplicates, partner, partners, standing } from './partners.js';
import { payeeAccountNumber, payeeAccounts } from './payee-account-register.js';
import { Projector } from './runner.js';

const today = localDate('2026-03-02');
const later = localDate('2028-01-01');
const paper = { title: 'Acta', sha256: 'e'.repeat(64) };

let database: TestDatabase;
let pool: pg.Pool;
const memory = new MemoryBook();
const done = (type: string, body: Readonly<Record<string, unknown>>, asked: Asked = {}): void =>
  after(type, body, asked, registryBook)(memory);

beforeAll(async () => {
  database = await testDatabase();
  pool = new pg.Pool({ connectionString: database.appUrl, max: 4 });
  theRegistry();
  await putEvents(database.adminUrl, memory.events(registryBook));
  const admin = new pg.Client({ connectionString: database.adminUrl });
  await admin.connect();
  for (const [hash, text] of memory.notes) {
    await admin.query(`INSERT INTO ledger.content (book_id, hash, salt, text) VALUES ($1, decode($2, 'hex'), '\\x00', $3)`, [
      registryBook,
      hash,
      text,
    ]);
  }
  await admin.end();
  await new Projector(pool).catchUp(registryBook);
});
afterAll(async () => {
  await pool.end();
  await database.close();
});

/** Four organisations, one of them in two entries more, with all that can be known of them. */
function theRegistry(): void {
  const nit = { agency: 'CO-NIT', id: '890900943' };
  done('partner.register', { partnerId: 'nandu', name: 'Corporación Ñandú', kind: 'ngo', country: 'CO', identifiers: [nit] });
  done('partner.register', { partnerId: 'nandu-2', name: 'NANDU', kind: 'ngo' });
  done('partner.register', { partnerId: 'nandu-3', name: 'Ñandú (ONG)', kind: 'association' });
  done('partner.register', { partnerId: 'techo', name: 'Techo para Todos', kind: 'cooperative', country: 'HN' });
  done('partner.register', { partnerId: 'agency', name: 'Agencia', kind: 'national-government', country: 'CO' });
  done('partner.verify', { partnerId: 'nandu', ground: 'registry-extract', until: '2027-01-31', evidence: [paper] });
  done('partner.record-due-diligence', {
    partnerId: 'nandu',
    outcome: 'passed',
    risk: 'high',
    until: '2027-06-30',
    findings: 'Caja sin arqueo.',
  });
  done('partner.suspend', { partnerId: 'techo', effect: 'payments', reason: 'accounts-overdue', findings: 'Dos informes.' });
  done('partner.declare-income', {
    partnerId: 'nandu',
    year: 2024,
    sources: [{ source: 'members', amount: usd('0') }],
  });
  done('partner.declare-income', {
    partnerId: 'nandu',
    year: 2025,
    sources: [
      { source: 'national-public', amount: usd('100') },
      { source: 'local-public', amount: usd('50') },
      { source: 'foreign-public', amount: usd('75') },
      { source: 'own-activities', amount: usd('75') },
    ],
  });
  capacity('nandu', 'wells', { sectors: ['14031'], territories: ['CO-ANT', 'EC'], kind: 'technical-assistance' });
  capacity('nandu', 'schools', { sectors: ['112'], territories: ['HN'], kind: 'training' });
  capacity('techo', 'houses', { sectors: ['16040'], territories: ['HN'], kind: 'project-execution' });
  capacity('techo', 'gone', { sectors: ['14031'], territories: ['HN'], kind: 'training' });
  done('partner.withdraw-capacity', { partnerId: 'techo', capacity: 'gone' });
  const account = { partnerId: 'nandu', country: 'CO', currency: 'COP', bank: 'Banco de la República' };
  done('payee-account.propose', { ...account, account: 'one', number: '031-123456', ending: '3456' }, { actor: 'luz' });
  done('payee-account.confirm', { partnerId: 'nandu', account: 'one' }, { actor: 'beto' });
  done('payee-account.propose', { ...account, account: 'two', number: '999', replaces: 'one' }, { actor: 'luz' });
  done('payee-account.confirm', { partnerId: 'nandu', account: 'two' }, { actor: 'beto' });
  done('payee-account.revoke', { partnerId: 'nandu', account: 'two', reason: 'doubtful', findings: 'Llamó alguien.' });
  done('payee-account.propose', { ...account, partnerId: 'techo', account: 'x', number: '031 123 456' });
  const frame = { kind: 'convention', parties: ['agency', 'nandu'], documents: [paper] };
  done('agreement.sign', {
    ...frame,
    agreementId: 'water',
    title: { es: 'Convenio Agua' },
    signedOn: '2020-01-01',
    endsOn: '2027-12-31',
  });
  done('agreement.sign', {
    ...frame,
    agreementId: 'old',
    title: { es: 'Memorando' },
    kind: 'memorandum',
    signedOn: '1993-01-01',
  });
  done('agreement.end', { agreementId: 'old', endedOn: '2003-01-01', ground: 'expired' });
}

function capacity(partnerId: string, name: string, more: object): void {
  done('partner.declare-capacity', { partnerId, capacity: name, description: { es: `Sabe de ${name}` }, ...more });
}

async function all<Item>(read: (paging: Paging) => Promise<Page<Item>>, limit: number): Promise<Item[]> {
  const found: Item[] = [];
  for (let cursor: string | undefined; ;) {
    const page = await read({ limit, ...(cursor === undefined ? {} : { cursor }) });
    found.push(...page.items);
    if (page.next === undefined) return found;
    cursor = page.next;
  }
}

const ids = (page: { readonly items: readonly { readonly partnerId: string }[] }) => page.items.map((each) => each.partnerId);

describe('the directory of partners', () => {
  test('finds by part of a name, id or identifier, whatever its case and accents', async () => {
    for (const text of ['corporacion', 'co-nit-8909']) expect(ids(await partners(pool, today, { text }))).toEqual(['nandu']);
    expect(ids(await partners(pool, today, { text: 'ÑANDU' }))).toEqual(['nandu', 'nandu-2', 'nandu-3']);
    expect(ids(await partners(pool, today, { kind: 'ngo', country: 'CO' }))).toEqual(['nandu']);
    expect(ids(await partners(pool, today, { text: '%' }))).toEqual([]);
    const each = await all((paging) => partners(pool, today, paging), 2);
    expect(each.map(({ partnerId }) => partnerId)).toEqual(['agency', 'nandu', 'nandu-2', 'nandu-3', 'techo']);
  });

  test('finds by what a partner can do, in one and the same capacity', async () => {
    expect(ids(await partners(pool, today, { sector: '140' }))).toEqual(['nandu']);
    expect(ids(await partners(pool, today, { sector: '11220' }))).toEqual(['nandu']);
    for (const territory of ['CO', 'CO-ANT', '489', '498']) {
      expect(ids(await partners(pool, today, { territory }))).toEqual(territory === '498' ? ['nandu', 'techo'] : ['nandu']);
    }
    expect(ids(await partners(pool, today, { territory: 'CO-BOL' }))).toEqual([]);
    expect(ids(await partners(pool, today, { territory: 'HN' }))).toEqual(['nandu', 'techo']);
    expect(ids(await partners(pool, today, { sector: '14031', territory: 'HN' }))).toEqual([]);
    expect(ids(await partners(pool, today, { capacityKind: 'project-execution' }))).toEqual(['techo']);
    expect(ids(await partners(pool, today, { capacityText: 'WELLS', country: 'CO' }))).toEqual(['nandu']);
  });

  test('says how a partner stands on a day, and nothing of what was found', async () => {
    expect(await partner(pool, 'nandu', today)).toMatchObject({
      verification: { status: 'verified', ground: 'registry-extract', verifiedOn: '2026-03-02', until: '2027-01-31' },
      dueDiligence: { status: 'passed', until: '2027-06-30' },
      suspension: null,
    });
    expect(await partner(pool, 'nandu', later)).toMatchObject({
      verification: { status: 'expired' },
      dueDiligence: { status: 'expired' },
    });
    const techo = await partner(pool, 'techo', today);
    expect(techo).toMatchObject({
      verification: null,
      dueDiligence: { status: 'none', until: null },
      suspension: { effect: 'payments', reason: 'accounts-overdue', since: '2026-03-02' },
    });
    expect(JSON.stringify([await partner(pool, 'nandu', today), techo])).not.toMatch(/high|arqueo|informes|031-|Banco/);
    expect(await partner(pool, 'nobody', today)).toBeUndefined();
  });

  test('shows income by year with the public share', async () => {
    const found = await partner(pool, 'nandu', today);
    expect(
      found!.incomes.map(({ year, total, publicShare, foreignPublicShare }) => [year, total, publicShare, foreignPublicShare]),
    ).toEqual([
      [2025, usd('300'), '50.00', '25.00'],
      [2024, usd('0'), null, null],
    ]);
  });

  test('shows capacities and agreements', async () => {
    const found = await partner(pool, 'nandu', today);
    expect(found!.capacities.map((each) => each.capacity)).toEqual(['schools', 'wells']);
    expect(found!.agreements.map(({ agreementId, status }) => [agreementId, status])).toEqual([
      ['old', 'ended'],
      ['water', 'in-force'],
    ]);
  });
});

describe('the inventory of capacities', () => {
  test('is searched by sector, territory, kind of actor and words', async () => {
    const found = async (asked: Parameters<typeof capacities>[1]) =>
      (await capacities(pool, asked)).items.map((each) => each.capacity);
    expect(await found({ territory: 'HN' })).toEqual(['schools', 'houses']);
    expect(await found({ partnerKind: 'cooperative' })).toEqual(['houses']);
    expect(await found({ capacityText: 'sabe de w' })).toEqual(['wells']);
    expect(await found({ partnerId: 'agency' })).toEqual([]);
    expect((await all((paging) => capacities(pool, paging), 1)).map((each) => each.capacity)).toEqual([
      'schools',
      'wells',
      'houses',
    ]);
  });
});

describe('accounts of payees', () => {
  test('are listed without numbers', async () => {
    const found = await payeeAccounts(pool, 'nandu');
    expect(found!.map(({ account, status, ending, confirmedBy }) => [account, status, ending, confirmedBy])).toEqual([
      ['one', 'replaced', '3456', 'beto'],
      ['two', 'revoked', null, 'beto'],
    ]);
    expect(JSON.stringify(found)).not.toContain('031');
    expect(await payeeAccounts(pool, 'nobody')).toBeUndefined();
  });

  test('are read with their numbers one by one, and with who else has that number', async () => {
    expect(await payeeAccountNumber(pool, 'techo', 'x')).toMatchObject({ number: '031 123 456', sharedWith: ['nandu'] });
    expect(await payeeAccountNumber(pool, 'nandu', 'two')).toMatchObject({
      number: '999',
      findings: 'Llamó alguien.',
      sharedWith: [],
    });
    expect(await payeeAccountNumber(pool, 'nandu', 'nine')).toBeUndefined();
  });
});

describe('what was found out', () => {
  test('is there with rating and findings for those who ask for it', async () => {
    expect(await standing(pool, 'nandu', today)).toMatchObject({
      dueDiligence: { status: 'passed', outcome: 'passed', risk: 'high', findings: 'Caja sin arqueo.' },
      suspension: null,
    });
    expect(await standing(pool, 'techo', today)).toMatchObject({
      dueDiligence: null,
      suspension: { effect: 'payments', findings: 'Dos informes.' },
    });
    expect(await standing(pool, 'nobody', today)).toBeUndefined();
  });
});

describe('agreements', () => {
  test('are found by party, kind and title, as they stand on a day', async () => {
    const found = async (day: typeof today, asked: Parameters<typeof agreements>[2]) =>
      (await agreements(pool, day, asked)).items.map(({ agreementId, status }) => [agreementId, status]);
    expect(await found(later, { party: 'nandu' })).toEqual([
      ['old', 'ended'],
      ['water', 'expired'],
    ]);
    expect(await found(today, { kind: 'convention' })).toEqual([['water', 'in-force']]);
    expect(await found(today, { text: 'convenio' })).toEqual([['water', 'in-force']]);
    expect(await found(today, { party: 'techo' })).toEqual([]);
    expect(await agreement(pool, 'old', today)).toMatchObject({ endedOn: '2003-01-01', ending: 'expired', documents: [paper] });
    expect(await agreement(pool, 'none', today)).toBeUndefined();
  });
});

describe('entries of one organisation', () => {
  test('are listed together until they are merged, and lead to the one that stays', async () => {
    const twins = async () => (await duplicates(pool)).items.map((each) => [each.because, ids({ items: each.partners })]);
    expect(await twins()).toEqual([['similar-name', ['nandu', 'nandu-2', 'nandu-3']]]);

    const known = memory.events(registryBook).length;
    done('partner.merge', { partnerId: 'nandu-3', into: 'nandu-2', ground: 'same-organisation' });
    done('partner.merge', { partnerId: 'nandu-2', into: 'nandu', ground: 'same-organisation' });
    await putEvents(database.adminUrl, memory.events(registryBook).slice(known));
    await new Projector(pool).catchUp(registryBook);
    expect(await twins()).toEqual([]);
    expect(ids(await partners(pool, today, { text: 'nandu' }))).toEqual(['nandu']);
    expect(await partner(pool, 'nandu-3', today)).toMatchObject({ partnerId: 'nandu', mergedFrom: ['nandu-2', 'nandu-3'] });
  });
});

test('the rows of the registry are those that its events make', async () => {
  const differences = [];
  for await (const each of compareViews(pool, registryBook)) differences.push(each);
  expect(differences).toEqual([]);
});
