import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { registryBook } from '#kernel/ids';
import { localDate } from '#kernel/time';
import {
  aCall,
  asking,
  awarded,
  closed,
  declined,
  minute,
  proposed,
  ranked,
  reasons,
  scored,
} from '../../test/support/calls.js';
import { type TestDatabase, testDatabase } from '../../test/support/database.js';
import {
  type Step,
  aFund,
  after,
  allocated,
  anActivity,
  funded,
  fundId,
  grantBody,
  reversed,
  usd,
} from '../../test/support/given.js';
import { putEvents } from '../../test/support/journal.js';
import { MemoryBook } from '../../test/support/memory-book.js';
import { bodies, body, decisions } from './bodies.js';
import { callSheet, callSheets } from './calls.js';
import { complaints } from './complaints.js';
import { assessments, proposalSheet, proposalSheets } from './proposals.js';
import { Projector } from './runner.js';

const gift = (form: string) =>
  after('body.record-contribution', { bodyId: 'committee', partner: 'donor', form, amount: usd('120'), what: 'Oficina' });
const directors = { bodyId: 'directors', title: { en: 'Directors' }, kind: 'directors', mandate: { en: 'Operate.' } };
const fill = (seat: string, holder: object, from: string, to?: string): Step =>
  after('body.fill-seat', { bodyId: 'committee', seat, holder, from, ...(to === undefined ? {} : { to }) });

/** A committee with a chair that changes hands; a call with an award, a grant on it, a refusal and a complaint. */
const story: readonly Step[] = [
  ...aFund(),
  after('body.appoint', {
    bodyId: 'committee',
    title: { en: 'Committee' },
    kind: 'committee',
    mandate: { en: 'Decide.' },
    seats: [
      { id: 'chair', title: { en: 'Chair' }, nominatedBy: 'donor' },
      { id: 'member', title: { en: 'Member' } },
    ],
    valueDate: '2026-01-10',
  }),
  fill('chair', { person: 'p-1' }, '2026-01-10'),
  after('body.vacate-seat', { bodyId: 'committee', seat: 'chair', on: '2026-01-31', reason: 'resigned' }),
  fill('chair', { partner: 'donor' }, '2026-02-01', '2026-12-31'),
  after('body.amend', {
    bodyId: 'committee',
    title: { en: 'Steering committee' },
    seatsAdded: [{ id: 'youth', title: { en: 'Youth' } }],
    seatsAbolished: ['member'],
    valueDate: '2026-02-15',
  }),
  after('body.record-meeting', {
    bodyId: 'committee',
    minuteId: '3/2026',
    metOn: '2026-02-20',
    documentHash: 'a'.repeat(64),
  }),
  gift('kind'),
  gift('cash'),
  reversed('body.contribution-recorded'),
  after('body.appoint', { ...directors, valueDate: '2026-01-05' }),
  after('body.dissolve', { bodyId: 'directors', reason: 'Merged', valueDate: '2026-01-20' }),
  aCall({ reserve: 0, threshold: '5', eligibility: { kinds: ['ngo', 'cooperative'] } }),
  proposed('p-1', asking('600')),
  proposed('p-2', { lead: 'coop', ...asking('600') }),
  proposed('p-3', { lead: 'bystander' }),
  proposed('p-4', { callId: undefined, activityId: undefined }),
  closed,
  ...scored('p-1', 9, 9),
  ...scored('p-2', 8, 8),
  after(
    'proposal.assess',
    {
      proposalId: 'p-3',
      scores: [
        { criterion: 'relevance', score: 3 },
        { criterion: 'capacity', score: 4 },
      ],
    },
    { actor: 'eva' },
  ),
  after('proposal.declare-conflict', { proposalId: 'p-3', nature: 'Asesora' }, { actor: 'eva' }),
  ranked,
  awarded('p-1', { amount: usd('500') }),
  declined('p-2'),
  ...funded('1000'),
  allocated('800'),
  ...anActivity,
  after('grant.sign', grantBody('500', { proposalId: 'p-1' })),
  after(
    'complaint.file',
    { complaintId: 'k-1', about: { proposalId: 'p-2' }, complainant: 'coop', text: 'Injusto' },
    { role: 'fund-manager' },
  ),
  after('complaint.answer', { complaintId: 'k-1', outcome: 'upheld', answer: 'Cierto' }, { actor: 'omar' }),
  after(
    'complaint.file',
    { complaintId: 'k-2', about: { callId: 'call-1' }, complainant: 'bystander', text: 'Tarde' },
    { role: 'fund-manager' },
  ),
];

let database: TestDatabase;
let pool: pg.Pool;
const book = new MemoryBook();
const size = (): number => book.events(fundId).length;
beforeAll(async () => {
  database = await testDatabase();
  pool = new pg.Pool({ connectionString: database.appUrl, max: 4 });
  for (const step of story) step(book);
  await putEvents(database.adminUrl, [...book.events(registryBook), ...book.events(fundId)]);
  await new Projector(pool).sweep();
});
afterAll(async () => {
  await pool.end();
  await database.close();
});

describe('a body', () => {
  test('has its seats with all who held them, its minutes, and what parties gave', async () => {
    expect(await body(pool, fundId, 'committee')).toMatchObject({
      bodyId: 'committee',
      position: size(),
      title: { en: 'Steering committee' },
      status: 'in-office',
      since: '2026-01-10',
      until: null,
      agreement: null,
      seats: [
        {
          id: 'chair',
          nominatedBy: 'donor',
          since: '2026-01-10',
          terms: [
            { holder: { person: 'p-1' }, from: '2026-01-10', to: '2026-01-31', vacated: 'resigned' },
            { holder: { partner: 'donor' }, from: '2026-02-01', to: '2026-12-31' },
          ],
        },
        { id: 'member', abolishedOn: '2026-02-15', terms: [] },
        { id: 'youth', since: '2026-02-15', terms: [] },
      ],
      minutes: [{ minute: '3/2026', metOn: '2026-02-20', documentHash: 'a'.repeat(64) }],
      contributions: [{ partner: 'donor', form: 'kind', amount: usd('120'), what: 'Oficina' }],
    });
    expect(await body(pool, fundId, 'nobody')).toBeUndefined();
  });

  test.each([
    ['2026-01-31', ['chair', 'member'], [{ person: 'p-1' }]],
    ['2026-02-01', ['chair', 'member'], [{ partner: 'donor' }]],
    ['2026-02-15', ['chair', 'youth'], [{ partner: 'donor' }]],
    ['2027-01-01', ['chair', 'youth'], []],
  ])('on %s has the seats and holders of that day', async (on, seats, holders) => {
    const found = await body(pool, fundId, 'committee', localDate(on));
    expect(found!.seats.map((each) => each.id)).toEqual(seats);
    expect(found!.seats.flatMap((each) => each.terms.map((term) => term.holder))).toEqual(holders);
  });

  test('is listed by kind, and by the days on which it was in office', async () => {
    const ids = async (asked: Parameters<typeof bodies>[2]) =>
      (await bodies(pool, fundId, asked)).items.map((each) => each.bodyId);
    expect(await ids({})).toEqual(['committee', 'directors']);
    expect(await ids({ kind: 'directors' })).toEqual(['directors']);
    expect(await ids({ on: localDate('2026-01-20') })).toEqual(['committee', 'directors']);
    expect(await ids({ on: localDate('2026-01-21') })).toEqual(['committee']);
    expect(await ids({ on: localDate('2026-01-09') })).toEqual(['directors']);
    expect((await bodies(pool, fundId, { limit: 1 })).next).toBe('committee');
    expect(await ids({ cursor: 'committee' })).toEqual(['directors']);
  });

  test('shows what was decided under its minutes', async () => {
    const { items } = await decisions(pool, fundId, { body: 'committee' });
    expect(items.map(({ minute: name, metOn, type, stream }) => [name, metOn, type, stream])).toEqual([
      ['3/2026', '2026-02-20', 'proposal.awarded', 'proposal:p-1'],
      ['3/2026', '2026-02-20', 'proposal.declined', 'proposal:p-2'],
    ]);
    expect((await decisions(pool, fundId, { body: 'committee', minute: '4/2026' })).items).toEqual([]);
    const next = await decisions(pool, fundId, { body: 'committee', limit: 1 });
    expect((await decisions(pool, fundId, { body: 'committee', cursor: next.next! })).items).toEqual(items.slice(1));
  });
});

describe('a call', () => {
  test('has its rules, how many applied, its ranking and what is left', async () => {
    expect(await callSheet(pool, fundId, 'call-1')).toMatchObject({
      callId: 'call-1',
      position: size(),
      status: 'ranked',
      total: usd('1000'),
      mostPerProposal: null,
      threshold: '5.00',
      eligibility: { kinds: ['ngo', 'cooperative'] },
      proposals: { submitted: 2, withdrawn: 0, awarded: 1, declined: 0 },
      awarded: usd('500'),
      left: usd('500'),
      ranking: {
        rankedOn: '2026-03-02',
        places: [
          { proposal: 'p-1', place: 1, score: '9.00', standing: 'funded' },
          { proposal: 'p-2', place: 2, score: '8.00', standing: 'unfunded' },
          { proposal: 'p-3', assessments: 0, standing: 'not-assessed' },
        ],
        funded: usd('600'),
      },
      cancelled: null,
      history: [{ type: 'call.opened', date: '2026-01-31' }, { type: 'call.closed' }, { type: 'call.ranked' }],
    });
    expect(await callSheet(pool, fundId, 'call-9')).toBeUndefined();
  });

  test('is listed by status', async () => {
    const ids = async (status: 'open' | 'ranked') =>
      (await callSheets(pool, fundId, { status })).items.map((each) => each.callId);
    expect([await ids('ranked'), await ids('open')]).toEqual([['call-1'], []]);
  });
});

describe('a proposal', () => {
  test('shows where it came out and why, on which minute, and its grant', async () => {
    expect(await proposalSheet(pool, fundId, 'p-1')).toMatchObject({
      proposalId: 'p-1',
      position: size(),
      callId: 'call-1',
      lead: 'cso',
      activityId: null,
      status: 'awarded',
      submittedOn: '2026-02-10',
      requested: usd('600'),
      assessments: 2,
      place: 1,
      score: '9.00',
      standing: 'funded',
      awarded: usd('500'),
      grantId: 'g-1',
      history: [
        { type: 'proposal.submitted', date: '2026-02-10' },
        { type: 'proposal.awarded', amount: usd('500'), basis: 'line', reasons, ...minute },
        { type: 'proposal.granted' },
      ],
      complaints: [],
    });
  });

  test('that was declined, complained of and opened again tells it', async () => {
    expect(await proposalSheet(pool, fundId, 'p-2')).toMatchObject({
      status: 'submitted',
      awarded: usd('0'),
      history: [{}, { type: 'proposal.declined', reasons }, { type: 'proposal.reopened', complaint: 'k-1' }],
      complaints: [
        { complaintId: 'k-1', status: 'answered', outcome: 'upheld', filedOn: '2026-03-02', answeredOn: '2026-03-02' },
      ],
    });
  });

  test('never shows an assessor, nor does an assessment count whose assessor has a conflict', async () => {
    const { items } = await proposalSheets(pool, fundId);
    expect(items.map((each) => [each.proposalId, each.assessments])).toEqual([
      ['p-1', 2],
      ['p-2', 2],
      ['p-3', 0],
      ['p-4', 0],
    ]);
    expect(JSON.stringify([items, await callSheets(pool, fundId)])).not.toMatch(/"(eva|leo)"|[0-9a-f]{64}/);
    expect(items[3]).toMatchObject({ callId: null, place: null, score: null, standing: null });
  });

  test('is listed by call, status and lead', async () => {
    const ids = async (asked: Parameters<typeof proposalSheets>[2]) =>
      (await proposalSheets(pool, fundId, asked)).items.map((each) => each.proposalId);
    expect(await ids({ callId: 'call-1' })).toEqual(['p-1', 'p-2', 'p-3']);
    expect(await ids({ status: 'submitted' })).toEqual(['p-2', 'p-3', 'p-4']);
    expect(await ids({ lead: 'coop' })).toEqual(['p-2']);
  });

  test('has assessments and conflicts for those who may see them', async () => {
    expect(await assessments(pool, fundId, 'p-3')).toEqual({
      proposalId: 'p-3',
      position: size(),
      assessments: [
        {
          assessor: 'eva',
          assessedOn: '2026-03-02',
          scores: [
            { criterion: 'relevance', score: 3 },
            { criterion: 'capacity', score: 4 },
          ],
          total: '3.40',
          recommendation: null,
          comment: null,
          counted: false,
        },
      ],
      conflicts: [{ assessor: 'eva', declaredOn: '2026-03-02', nature: null }],
    });
    expect(await assessments(pool, fundId, 'p-9')).toBeUndefined();
  });
});

test('complaints are listed by what they are about, by whom, and by status', async () => {
  const ids = async (asked: Parameters<typeof complaints>[2]) =>
    (await complaints(pool, fundId, asked)).items.map((each) => each.complaintId);
  expect(await ids({})).toEqual(['k-1', 'k-2']);
  expect(await ids({ status: 'filed' })).toEqual(['k-2']);
  expect(await ids({ proposalId: 'p-2' })).toEqual(['k-1']);
  expect(await ids({ callId: 'call-1' })).toEqual(['k-2']);
  expect(await ids({ complainant: 'coop' })).toEqual(['k-1']);
  expect((await complaints(pool, fundId)).items[0]).toMatchObject({ outcome: 'upheld', answeredBy: 'omar', text: null });
});
