import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { bookId, registryBook } from '#kernel/ids';
import { type TestDatabase, testDatabase } from '../../../test/support/database.js';
import { type Poster, openFund, openStore, usd } from '../../../test/support/fund-fixture.js';
import { activitySheet } from '../activity-sheet.js';
import { compareViews } from '../compare.js';
import { participation } from '../reports/participation.js';
import { Projector } from '../runner.js';
import { commentsToModerate, publishedComments } from './comments.js';
import { evaluationSheet, evaluationSheets, evaluationsOfActivity, lessons } from './evaluation-register.js';
import { peerReview, peerReviews } from './peer-reviews.js';
import { resultSheet, resultSheets } from './result-sheet.js';
import { visit, visits, visitsOfActivity } from './visits.js';

const book = 'fund-1';
const activityId = 'a1';
let database: TestDatabase;
let pool: pg.Pool;
let close: (() => Promise<void>) | undefined;

const by = (sex: string, value: string) => ({ dimensions: [{ name: 'sex', value: sex }], value });
const pupils = {
  id: 'pupils',
  title: { en: 'Pupils' },
  measure: 'count',
  dimensions: [{ name: 'sex', values: ['female', 'male'], additive: true }],
  periods: [
    { start: '2026-01-01', end: '2026-03-31', target: { value: '120', by: [by('female', '60')] } },
    { start: '2026-04-01', end: '2026-06-30', target: { value: '200' } },
  ],
};
const evaluation = (evaluationId: string, more: object = {}) => ({
  evaluationId,
  subject: { kind: 'activity', id: activityId },
  kind: 'final',
  partners: ['agency'],
  outcome: 'unsuccessful',
  lessons: [{ id: 'l-1', text: { es: 'Sin repuestos no hay agua.' }, themes: ['maintenance'] }],
  goodPractices: [{ id: 'p-1', text: { es: 'Comités.' }, conditions: { es: 'Asamblea.' }, themes: ['gender', 'maintenance'] }],
  recommendations: [{ id: 'r-1', text: { es: 'Formar mecánicas.' } }],
  ...more,
});

async function told({ done }: { done: Poster['done'] }): Promise<void> {
  const stage = { activityId, stage: 'second' };
  await done('partner.register', { partnerId: 'city', name: 'Alcaldía', kind: 'local-government', country: 'HN' });
  await done('partner.register', { partnerId: 'town', name: 'Municipio', kind: 'local-government', country: 'HN' });
  await done('activity.classify', {
    activityId,
    classification: {
      countries: [
        { code: 'CO', percentage: '50' },
        { code: 'HN', percentage: '50' },
      ],
      sectors: [{ code: '14031', percentage: '100' }],
    },
  });
  await done('activity.join-partner', { activityId, partner: 'csa', phase: 'evaluation', role: 'beneficiary' });
  await done('activity.join-partner', { activityId, partner: 'city', phase: 'implementation', role: 'executor' });
  await done('activity.join-partner', {
    activityId,
    partner: 'city',
    phase: 'evaluation',
    role: 'observer',
    exchange: 'receives',
  });
  await done('activity.identify', {
    activityId: 'a2',
    title: { en: 'Roads' },
    modality: 'bilateral',
    classification: { countries: [{ code: 'CO', percentage: '100' }] },
  });
  await done('activity.join-partner', { activityId: 'a2', partner: 'town', phase: 'implementation', role: 'executor' });
  await done('partner.merge', { partnerId: 'town', into: 'city', ground: 'same-organisation' });

  await done('activity.amend', { activityId, plannedEnd: '2026-12-31' });
  await done('activity.amend', { activityId, plannedEnd: '2027-06-30', reason: 'Rain', title: { en: 'Wells for all' } });
  await done('activity.locate', {
    activityId,
    locations: [
      { id: 'north', name: { es: 'Norte' } },
      { id: 'south', name: { es: 'Sur' } },
    ],
  });
  await done('activity.plan-budget', { activityId, lines: [{ category: 'pumps', amount: usd('10') }] });
  await done('activity.plan-budget', { activityId, lines: [{ category: 'pumps', amount: usd('12') }] });
  await done('activity.add-stage', { ...stage, title: { en: 'Second' } });
  await done('activity.end-stage', { ...stage, outcome: 'not-funded' });
  for (const document of ['logframe', 'draft']) {
    await done('activity.link-document', {
      activityId,
      document,
      category: 'A02',
      title: { es: document },
      url: 'https://example.org/x',
      format: 'text/html',
    });
  }
  await done('activity.unlink-document', { activityId, document: 'draft' });

  const measure = { resultId: 'r1', indicator: 'pupils' };
  await done('result.define', { resultId: 'r1', activityId, type: 'outcome', title: { en: 'Water' }, indicators: [pupils] });
  await done('result.measure', { ...measure, measurement: 'm1', periodStart: '2026-01-01', value: '80' });
  await done('result.measure', {
    ...measure,
    measurement: 'm2',
    periodStart: '2026-01-01',
    value: '90',
    by: [by('female', '50'), by('male', '40')],
    replaces: 'm1',
  });
  await done('result.measure', {
    ...measure,
    measurement: 'm3',
    periodStart: '2026-04-01',
    location: 'north',
    value: '30.5',
    by: [by('female', '20'), by('male', '10.5')],
  });
  await done('result.measure', {
    ...measure,
    measurement: 'm4',
    periodStart: '2026-04-01',
    location: 'south',
    value: '69.5',
    by: [by('female', '69.5')],
  });
  await done('result.amend', { resultId: 'r1', title: { en: 'Safe water' } });

  await done('evaluation.record', evaluation('e1'));
  await done('evaluation.record', evaluation('e2', { outcome: 'successful' }));
  await done('evaluation.record', evaluation('e3', { subject: { kind: 'fund' }, kind: 'external', goodPractices: [] }));
  await done('evaluation.withdraw', { evaluationId: 'e2', ground: 'superseded', supersededBy: 'e1' });
  await done('evaluation.answer-recommendation', {
    evaluationId: 'e1',
    recommendation: 'r-1',
    response: 'accepted',
    dueDate: '2026-09-30',
  });
  await done('evaluation.carry-out-recommendation', { evaluationId: 'e1', recommendation: 'r-1' });
  for (const move of ['start', 'complete']) await done(`activity.${move}`, { activityId });
  await done('activity.evaluate', { activityId, evaluation: 'e1' });

  await done('peer-review.mandate', {
    reviewId: 'p1',
    subject: { kind: 'fund' },
    mandatedBy: { kind: 'partner', id: 'agency' },
    scope: { es: 'Todo' },
    partners: ['csa'],
  });
  await done('peer-review.report', {
    reviewId: 'p1',
    findings: [
      { id: 'f-1', severity: 'low', text: { es: 'Abierto' } },
      { id: 'f-2', severity: 'high', sealedText: 'Reservado' },
    ],
  });
  for (const finding of ['f-1', 'f-2']) {
    await done('peer-review.answer-finding', { reviewId: 'p1', finding, response: 'accepted', sealedText: `Sí a ${finding}` });
  }
  await done('peer-review.follow-up-finding', { reviewId: 'p1', finding: 'f-1', status: 'done', text: { es: 'Hecho' } });
  await done('peer-review.close', { reviewId: 'p1' });

  const about = { subject: { kind: 'activity', id: activityId }, language: 'es' };
  for (const commentId of ['c1', 'c2', 'c3']) {
    await done('comment.post', { commentId, ...about, channel: 'ch-1', text: `Texto de ${commentId}` });
  }
  await done('comment.publish', { commentId: 'c1' });
  await done('comment.hide', { commentId: 'c2', ground: 'spam' });
  await done('comment.answer', { commentId: 'c1', text: { es: 'Gracias' } });
  await done('comment.answer', { commentId: 'c1', sealedText: 'Solo para usted' });

  await done('visit.plan', { visitId: 'v1', activityId, plannedFor: '2026-06-01' });
  await done('visit.plan', { visitId: 'v2', activityId, plannedFor: '2026-08-01' });
  await done('visit.make', {
    visitId: 'v1',
    madeOn: '2026-06-02',
    place: { es: 'Norte' },
    location: 'north',
    persons: ['p-1'],
    findings: [
      { id: 'f-1', code: 'delayed', severity: 'low', sealedText: 'Lluvia' },
      { id: 'f-2', code: 'good-practice' },
    ],
    recommendations: [{ id: 'r-1', sealedText: 'Esperar' }],
  });
  await done('visit.follow-up', { visitId: 'v1', recommendation: 'r-1', status: 'done', text: { es: 'Se esperó' } });
  await done('visit.cancel', { visitId: 'v2' });
}

beforeAll(async () => {
  database = await testDatabase();
  const opened = openStore(database.bookUrl);
  await told(boundTo(await openFund(opened.store)));
  pool = new pg.Pool({ connectionString: database.appUrl, max: 4 });
  const projector = new Projector(pool);
  for (const name of [registryBook, bookId(book)]) await projector.catchUp(name);
  close = async () => {
    await pool.end();
    await opened.pool.end();
  };
});
afterAll(async () => {
  await close?.();
  await database.close();
});

const boundTo = (poster: Poster) => ({ done: poster.done.bind(poster) });

test('what was folded event by event is what the whole book folds to', async () => {
  const differences = [];
  for await (const each of compareViews(pool, bookId(book))) differences.push(each);
  expect(differences).toEqual([]);
});

test('an activity has its plan as it stands, and how it came to that', async () => {
  const found = (await activitySheet(pool, book, activityId))!;
  expect(found).toMatchObject({
    title: { en: 'Wells for all' },
    status: 'evaluated',
    plannedEnd: '2027-06-30',
    evaluation: 'e1',
    locations: [{ id: 'north' }, { id: 'south' }],
    budgets: [{ total: { amount: '12.00', currency: 'USD' }, plannedOn: '2026-06-30' }],
    documents: [{ document: 'logframe', category: 'A02' }],
    stages: [{ stage: 'second', outcome: 'not-funded', endedOn: '2026-06-30' }],
    reciprocal: ['csa', 'city'],
  });
  expect(found.history.map(({ type, stage, extended }) => [type, stage ?? extended])).toEqual([
    ['activity.identified', undefined],
    ['activity.amended', undefined],
    ['activity.amended', { from: '2026-12-31', to: '2027-06-30' }],
    ['activity.stage-ended', 'second'],
    ['activity.started', undefined],
    ['activity.completed', undefined],
    ['activity.evaluated', undefined],
  ]);
});

describe('a result', () => {
  test('shows actual against target by period and dimension, and what was corrected', async () => {
    const found = (await resultSheet(pool, book, 'r1'))!;
    const [first, second] = found.indicators[0]!.periods;
    expect(found.title).toEqual({ en: 'Safe water' });
    expect(found.amendments).toHaveLength(1);
    expect(first).toMatchObject({
      target: { value: '120', by: [by('female', '60')] },
      actual: { value: '90', by: [by('female', '50'), by('male', '40')] },
      achieved: '75.00',
    });
    expect(first!.measurements.map(({ measurement, replacedBy }) => [measurement, replacedBy])).toEqual([
      ['m1', 'm2'],
      ['m2', undefined],
    ]);
    expect(second).toMatchObject({
      actual: { value: '100', by: [by('female', '89.5'), by('male', '10.5')] },
      achieved: '50.00',
    });
  });

  test('is listed by activity and type', async () => {
    expect((await resultSheets(pool, book, { activityId, type: 'outcome' })).items).toHaveLength(1);
    expect((await resultSheets(pool, book, { type: 'impact' })).items).toEqual([]);
  });
});

describe('evaluations', () => {
  test('keep what became of each recommendation, and that one was withdrawn', async () => {
    const found = (await evaluationSheet(pool, book, 'e1'))!;
    expect(found.recommendations).toEqual([
      {
        id: 'r-1',
        text: { es: 'Formar mecánicas.' },
        status: 'carried-out',
        dueDate: '2026-09-30',
        answeredOn: '2026-06-30',
        carriedOutOn: '2026-06-30',
      },
    ]);
    expect((await evaluationSheet(pool, book, 'e2'))!.withdrawn).toEqual({
      ground: 'superseded',
      supersededBy: 'e1',
      on: '2026-06-30',
    });
    expect((await evaluationsOfActivity(pool, book, activityId)).map((each) => each.evaluationId)).toEqual(['e1']);
  });

  test('are listed by subject, kind and outcome, page by page', async () => {
    const ids = async (asked: object) => (await evaluationSheets(pool, book, asked)).items.map((each) => each.evaluationId);
    expect(await ids({ activityId })).toEqual(['e1', 'e2']);
    expect(await ids({ subject: 'fund', kind: 'external' })).toEqual(['e3']);
    expect(await ids({ outcome: 'unsuccessful', cursor: 'e1' })).toEqual(['e3']);
    expect((await evaluationSheets(pool, book, { limit: 1 })).next).toBe('e1');
  });

  test('fill a register of lessons and good practices, found by sector, country, theme and outcome', async () => {
    const ids = async (asked: object, where: string | undefined = book) =>
      (await lessons(pool, where, asked)).items.map((each) => `${each.evaluationId} ${each.lessonId} ${each.kind}`);
    const all = ['e1 l-1 lesson', 'e1 p-1 good-practice', 'e3 l-1 lesson'];
    expect(await ids({})).toEqual(all);
    expect(await ids({}, undefined)).toEqual(all);
    expect(await ids({ theme: 'gender' })).toEqual(['e1 p-1 good-practice']);
    expect(await ids({ sector: '140' })).toEqual(all.slice(0, 2));
    expect(await ids({ sector: '12220' })).toEqual([]);
    expect(await ids({ country: 'HN', kind: 'lesson' })).toEqual(['e1 l-1 lesson']);
    expect(await ids({ outcome: 'successful' })).toEqual([]);
    const { items, next } = await lessons(pool, book, { limit: 2 });
    expect(items).toHaveLength(2);
    expect((await lessons(pool, book, { cursor: next! })).items.map((each) => each.evaluationId)).toEqual(['e3']);
  });
});

describe('a peer review', () => {
  test('shows that something is sealed, and what it says to those who may read it', async () => {
    const shown = async (open: boolean) =>
      (await peerReview(pool, book, 'p1', { open }))!.findings.map(({ text, sealedText, answers }) => [
        text?.es ?? sealedText,
        answers[0]!.sealedText,
      ]);
    expect(await shown(false)).toEqual([
      ['Abierto', undefined],
      [undefined, undefined],
    ]);
    expect(await shown(true)).toEqual([
      ['Abierto', 'Sí a f-1'],
      ['Reservado', 'Sí a f-2'],
    ]);
    const [listed] = (await peerReviews(pool, book, { status: 'closed' })).items;
    expect(listed!.findings.map(({ sealed, followUps }) => [sealed, followUps.map((each) => each.status)])).toEqual([
      [undefined, ['done']],
      [true, []],
    ]);
  });
});

describe('comments', () => {
  test('are shown once they are published, with the answers that are for everybody', async () => {
    const { items } = await publishedComments(pool, book, { activityId, language: 'es' });
    expect(items).toEqual([
      {
        commentId: 'c1',
        subject: { kind: 'activity', id: activityId },
        author: 'citizen',
        partner: null,
        language: 'es',
        text: 'Texto de c1',
        postedOn: '2026-06-30',
        answers: [{ text: { es: 'Gracias' }, on: '2026-06-30' }],
      },
    ]);
  });

  test('are all there for moderators, the latest first', async () => {
    const { items, next } = await commentsToModerate(pool, book, { channel: 'ch-1', limit: 2 });
    expect(items.map(({ commentId, status, ground }) => [commentId, status, ground])).toEqual([
      ['c3', 'posted', null],
      ['c2', 'hidden', 'spam'],
    ]);
    const [last] = (await commentsToModerate(pool, book, { cursor: next! })).items;
    expect(last!.answers.at(-1)).toEqual({ sealed: true, sealedText: 'Solo para usted', on: '2026-06-30' });
    expect((await commentsToModerate(pool, book, { status: 'posted' })).items.map((each) => each.text)).toEqual([
      'Texto de c3',
    ]);
  });

  test('stay on record when their text is erased', async () => {
    const admin = new pg.Client({ connectionString: database.adminUrl });
    await admin.connect();
    await admin.query(`UPDATE ledger.content SET text = NULL, erased_at = now() WHERE text = 'Texto de c3'`);
    await admin.end();
    expect((await commentsToModerate(pool, book, { status: 'posted' })).items.map((each) => each.text)).toEqual([null]);
  });
});

describe('visits', () => {
  test('have their sealed texts for those who are responsible', async () => {
    const found = (await visit(pool, book, 'v1'))!;
    expect(found.findings).toEqual([
      { id: 'f-1', code: 'delayed', severity: 'low', sealedText: 'Lluvia' },
      { id: 'f-2', code: 'good-practice' },
    ]);
    expect(found.recommendations).toEqual([
      {
        id: 'r-1',
        sealed: true,
        sealedText: 'Esperar',
        followUps: [{ status: 'done', on: '2026-06-30', text: { es: 'Se esperó' } }],
      },
    ]);
    expect((await visits(pool, book, { status: 'cancelled' })).items.map((each) => each.visitId)).toEqual(['v2']);
  });

  test('are told to everybody in codes alone', async () => {
    expect((await visitsOfActivity(pool, book, activityId))[0]).toEqual({
      visitId: 'v1',
      purpose: 'routine',
      status: 'made',
      plannedFor: '2026-06-01',
      madeOn: '2026-06-02',
      findings: [{ code: 'delayed', severity: 'low' }, { code: 'good-practice' }],
    });
  });
});

describe('participation', () => {
  const executing = { phase: 'implementation', role: 'executor' } as const;

  test('is counted per country of the activity, each organisation and activity once', async () => {
    const { activities, overall, countries } = await participation(pool, book);
    expect(activities).toBe(2);
    expect(overall.find((each) => each.role === 'executor')).toEqual({
      ...executing,
      participations: 3,
      partners: 2,
      csos: 1,
      activities: 2,
      activitiesWithCso: 1,
      share: '50.00',
      kinds: [
        { kind: 'local-government', participations: 2, partners: 1 },
        { kind: 'ngo', participations: 1, partners: 1 },
      ],
    });
    expect(countries.map(({ country, activities: all, counts }) => [country, all, counts[0]!.share])).toEqual([
      ['CO', 2, '50.00'],
      ['HN', 1, '100.00'],
    ]);
  });

  test('is counted per country where partners are at home, in one fund or in all, by year', async () => {
    const { countries } = await participation(pool, undefined, { countryOf: 'partner', fromYear: 2026, toYear: 2026 });
    expect(
      countries.map(({ country, counts }) => [country, counts.map((each) => `${each.role} ${each.csos}/${each.partners}`)]),
    ).toEqual([
      ['CO', ['executor 1/1', 'beneficiary 1/1']],
      ['HN', ['executor 0/1', 'observer 0/1']],
    ]);
    expect((await participation(pool, book, { toYear: 2025 })).overall).toEqual([]);
  });
});
