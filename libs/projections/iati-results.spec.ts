import { describe, expect, test } from '@jest/globals';
import type { ReadActivity } from '#iati/published';
import { demoInMemory, exported } from '../../test/support/exported.js';
import { type Step, aFund, after, anActivity, fundId } from '../../test/support/given.js';
import { MemoryBook } from '../../test/support/memory-book.js';
import { iatiFolder, validateActivities } from '../../test/support/xsd.js';

const againstSchema = iatiFolder() ? 'against the schema' : '(the schema is not on this computer: not held against it)';
const schemaErrors = (xml: string): string[] => (iatiFolder() ? validateActivities(xml) : []);

const on = { activityId: 'a-1' };
const by = (value: string, figure: string) => ({ dimensions: [{ name: 'sex', value }], value: figure });
const report = (name: string) => ({ title: { es: name }, url: `https://example.org/${name}.pdf`, format: 'application/pdf' });
const story: readonly (Step | readonly Step[])[] = [
  aFund(),
  anActivity,
  after('activity.amend', { ...on, title: { en: 'Safe water for all' }, plannedStart: '2026-04-01', plannedEnd: '2027-03-31' }),
  after('activity.locate', {
    ...on,
    locations: [
      {
        id: 'riohacha',
        name: { es: 'Riohacha' },
        point: { latitude: '11.5444', longitude: '-72.9072' },
        exactness: '2',
        areas: [{ vocabulary: 'G1', level: 1, code: '3678847' }],
      },
    ],
  }),
  after('activity.add-stage', { ...on, stage: 'second', title: { es: 'Segunda' }, plannedEnd: '2029-12-31' }),
  after('activity.end-stage', { ...on, stage: 'second', outcome: 'not-funded' }),
  after('activity.link-document', {
    ...on,
    document: 'logframe',
    category: 'A02',
    language: 'es',
    date: '2026-02-01',
    ...report('marco'),
  }),
  after('result.define', {
    resultId: 'r-1',
    ...on,
    type: 'outcome',
    title: { es: 'Agua en la escuela' },
    indicators: [
      {
        id: 'pupils',
        title: { es: 'Estudiantes' },
        measure: 'count',
        baseline: { year: 2025, value: '0' },
        dimensions: [{ name: 'sex', values: ['female', 'male'], additive: true }],
        reference: { vocabulary: '9', code: '6.1.1' },
        periods: [{ start: '2026-01-01', end: '2026-06-30', target: { value: '100', by: [by('female', '50')] } }],
      },
      {
        id: 'trust',
        title: { es: 'Confianza' },
        measure: 'qualitative',
        periods: [{ start: '2026-01-01', end: '2026-06-30', target: { comment: { es: 'Confían' } } }],
      },
    ],
  }),
  after('result.measure', { resultId: 'r-1', measurement: 'm-1', indicator: 'pupils', periodStart: '2026-01-01', value: '70' }),
  after('result.measure', {
    resultId: 'r-1',
    measurement: 'm-2',
    indicator: 'pupils',
    periodStart: '2026-01-01',
    value: '80',
    by: [by('female', '45'), by('male', '35')],
    replaces: 'm-1',
  }),
  after('result.measure', {
    resultId: 'r-1',
    measurement: 'm-3',
    indicator: 'pupils',
    periodStart: '2026-01-01',
    location: 'riohacha',
    value: '30',
  }),
  after('result.measure', {
    resultId: 'r-1',
    measurement: 'm-4',
    indicator: 'trust',
    periodStart: '2026-01-01',
    comment: { es: 'Confían más' },
  }),
];
const evaluation = (evaluationId: string, subject: object) =>
  after('evaluation.record', {
    evaluationId,
    subject,
    kind: 'final',
    partners: ['bystander'],
    outcome: 'unsuccessful',
    document: report(evaluationId),
  });

const told = (...more: readonly (Step | readonly Step[])[]): MemoryBook => {
  const book = new MemoryBook();
  for (const step of [...story, ...more].flat()) step(book);
  return book;
};
const ofLevel = (activities: readonly ReadActivity[], hierarchy: number): ReadActivity =>
  activities.find((each) => each.hierarchy === hierarchy)!;

describe('what came of an activity', () => {
  test(`is published with it, ${againstSchema}`, async () => {
    const { xml, activities } = await exported(told(), fundId);
    expect(schemaErrors(xml)).toEqual([]);
    const [result] = ofLevel(activities, 2).results;
    expect(result).toMatchObject({ type: '2', title: [{ text: 'Agua en la escuela' }] });
    const [pupils, trust] = result!.indicators;
    expect(pupils).toMatchObject({
      measure: '1',
      ascending: true,
      references: [{ vocabulary: '9', code: '6.1.1' }],
      baselines: [{ year: 2025, value: '0' }],
    });
    expect(pupils!.periods).toMatchObject([
      {
        period: { start: '2026-01-01', end: '2026-06-30' },
        targets: [{ value: '100' }, { value: '50', dimensions: [{ name: 'sex', value: 'female' }] }],
        actuals: [
          { value: '80' },
          { value: '45', dimensions: [{ name: 'sex', value: 'female' }] },
          { value: '35', dimensions: [{ name: 'sex', value: 'male' }] },
          { value: '30', locationRefs: ['riohacha'] },
        ],
      },
    ]);
    expect(trust).toMatchObject({ measure: '5' });
    expect(xml).toContain('<narrative>Confían más</narrative>');
  });

  test('names no place that the activity has no longer', async () => {
    const { xml, activities } = await exported(told(after('activity.locate', { ...on, locations: [] })), fundId);
    expect(schemaErrors(xml)).toEqual([]);
    expect(ofLevel(activities, 2).locations).toEqual([]);
    expect(xml).not.toContain('<location ref');
  });
});

describe('what an activity is', () => {
  test('is published as it was amended, with its places and documents; a stage without money takes no time', async () => {
    const activity = ofLevel((await exported(told(), fundId)).activities, 2);
    expect(activity.title).toMatchObject([{ text: 'Safe water for all' }]);
    expect(activity.dates).toMatchObject([
      { type: '1', date: '2026-04-01' },
      { type: '3', date: '2027-03-31' },
    ]);
    expect(activity.locations).toMatchObject([
      { ref: 'riohacha', point: { latitude: '11.5444', longitude: '-72.9072' }, exactness: '2' },
    ]);
    expect(activity.documents).toMatchObject([
      { url: 'https://example.org/marco.pdf', categories: ['A02'], languages: ['es'], date: '2026-02-01' },
    ]);
    expect(activity.descriptions.at(-1)!.text[0]!.text).toContain('Segunda ( - 2029-12-31): sin financiación');
  });

  test('names the reports of its evaluations; those of the arrangement stand with the fund, and none that was withdrawn', async () => {
    const book = told(
      evaluation('e-1', { kind: 'activity', id: 'a-1' }),
      evaluation('e-2', { kind: 'activity', id: 'a-1' }),
      evaluation('e-3', { kind: 'fund' }),
      after('evaluation.withdraw', { evaluationId: 'e-2', ground: 'recorded-in-error' }),
    );
    const { xml, activities } = await exported(book, fundId);
    expect(schemaErrors(xml)).toEqual([]);
    const linked = (hierarchy: number) =>
      ofLevel(activities, hierarchy).documents.map(({ url, categories }) => `${categories.join()} ${url}`);
    expect(linked(1)).toEqual(['A07 https://example.org/e-3.pdf']);
    expect(linked(2)).toEqual(['A02 https://example.org/marco.pdf', 'A07 https://example.org/e-1.pdf']);
    const found = (hierarchy: number) =>
      ofLevel(activities, hierarchy)
        .descriptions.at(-1)!
        .text.map((each) => each.text);
    expect(found(1)).toEqual(['Evaluación final: sin éxito', 'Final evaluation: unsuccessful']);
    expect(found(2)).toEqual(['Evaluación final: sin éxito', 'Final evaluation: unsuccessful']);
    expect(ofLevel(activities, 2).descriptions.filter(({ text }) => text[0]!.text.startsWith('Evaluación'))).toHaveLength(1);
  });

  test('says what an evaluation found of a stage, in the languages of the fund', async () => {
    const stage = { subject: { kind: 'activity', id: 'a-1', stage: 'second' }, kind: 'external', outcome: 'partly-successful' };
    const summary = { es: 'Faltó tiempo.', en: 'Time was short.' };
    const record = after('evaluation.record', { evaluationId: 'e-9', ...stage, partners: ['bystander'], summary });
    const activity = ofLevel((await exported(told(record), fundId)).activities, 2);
    expect(activity.descriptions.at(-1)!.text.map((each) => each.text)).toEqual([
      'Evaluación externa, Segunda: con éxito parcial. Faltó tiempo.',
      'External evaluation, Segunda: partly successful. Time was short.',
    ]);
  });

  test('names the reports of peer reviews', async () => {
    const book = told(
      after('peer-review.mandate', {
        reviewId: 'p-1',
        subject: { kind: 'activity', id: 'a-1' },
        mandatedBy: { kind: 'partner', id: 'donor' },
        scope: { es: 'Todo' },
        partners: ['bystander'],
      }),
      after('peer-review.report', { reviewId: 'p-1', findings: [], document: report('pares') }),
    );
    const { documents } = ofLevel((await exported(book, fundId)).activities, 2);
    expect(documents.map(({ url, categories }) => `${categories.join()} ${url}`)).toContain(
      'A07 https://example.org/pares.pdf',
    );
  });

  test('is not changed by what is not published: comments, visits', async () => {
    const quiet = [
      after('visit.plan', { visitId: 'v-1', ...on, plannedFor: '2026-05-01' }),
      after('comment.post', { commentId: 'c-1', subject: { kind: 'activity', id: 'a-1' }, language: 'es', text: 'Gracias' }),
    ];
    const stamps = / generated-datetime="[^"]*"/;
    const [before, now] = [await exported(told(), fundId), await exported(told(quiet), fundId)];
    expect(now.xml.replace(stamps, '')).toBe(before.xml.replace(stamps, ''));
  });
});

test('the 40 houses of SERVIVIENDA are published as a result', async () => {
  const { activities } = await exported(demoInMemory(), 'central-america-caribbean');
  const houses = ofLevel(activities, 2).results.find(({ title }) =>
    title.some(({ text }) => text === 'Viviendas de bajo costo'),
  );
  expect(houses!.indicators[0]!.periods).toMatchObject([{ targets: [{ value: '40' }], actuals: [{ value: '40' }] }]);
});
