import { describe, test } from '@jest/globals';
import { aFund, after, anActivity, given } from '../../../test/support/given.js';

const hash = 'a'.repeat(64);
const sex = { name: 'sex', values: ['female', 'male'], additive: true };
const ages = { name: 'age', values: ['child', 'adult'], additive: false };
const first = { start: '2026-01-01', end: '2026-06-30', target: { value: '100', by: [] } };
const second = { start: '2026-07-01', end: '2026-12-31' };
const pupils = {
  id: 'pupils',
  title: { en: 'Pupils with safe water' },
  measure: 'count',
  unit: 'pupils',
  baseline: { year: 2025, value: '0' },
  dimensions: [sex, ages],
  periods: [first, second],
};
const defined = { ...pupils, ascending: true };
const define = { resultId: 'r-1', activityId: 'a-1', type: 'outcome', title: { en: 'Water at school' }, indicators: [pupils] };
const known = [...aFund(), ...anActivity, after('result.define', define)];
const measure = { resultId: 'r-1', measurement: 'm-1', indicator: 'pupils', periodStart: '2026-01-01', value: '90' };
const measured = after('result.measure', measure);
const words = { ...pupils, id: 'trust', measure: 'qualitative', baseline: undefined, dimensions: [], periods: [second] };
const located = after('activity.locate', { activityId: 'a-1', locations: [{ id: 'riohacha', name: { es: 'Riohacha' } }] });
const by = (name: string, value: string, figure: string) => ({ dimensions: [{ name, value }], value: figure });

describe('a result', () => {
  test('is defined with its indicators, their periods in order of time', () => {
    given(aFund(), anActivity)
      .when('result.define', { ...define, indicators: [{ ...pupils, periods: [second, first] }] })
      .gives('result.defined', {
        activity: 'a-1',
        stage: undefined,
        type: 'outcome',
        title: { en: 'Water at school' },
        indicators: [defined],
      })
      .posts();
  });

  test('is defined once, of an activity and a stage that there are', () => {
    given(known)
      .when('result.define', define)
      .rejects('id-taken', { thing: 'result', id: 'r-1' })
      .when('result.define', { ...define, resultId: 'r-2', activityId: 'a-9' })
      .rejects('not-found', { thing: 'activity', id: 'a-9' })
      .when('result.define', { ...define, resultId: 'r-2', stage: 'third' })
      .rejects('stage-unknown', { activity: 'a-1', stage: 'third' });
  });

  test('is of the fund, a body or an agreement in place of an activity, and of one of them alone', () => {
    const { activityId: _, ...ofAll } = define;
    given(known)
      .when('result.define', { ...ofAll, resultId: 'r-2', subject: { kind: 'fund' } })
      .gives('result.defined', { activity: undefined, subject: { kind: 'fund' }, type: 'outcome' })
      .posts()
      .when('result.define', { ...ofAll, resultId: 'r-3' })
      .rejects('result-of-one', {})
      .when('result.define', { ...define, resultId: 'r-3', subject: { kind: 'fund' } })
      .rejects('result-of-one', {})
      .when('result.define', { ...ofAll, resultId: 'r-3', subject: { kind: 'fund' }, stage: 'third' })
      .rejects('stage-without-activity', { stage: 'third' })
      .when('result.define', { ...ofAll, resultId: 'r-3', subject: { kind: 'body' } })
      .rejects('subject-and-id', { kind: 'body', id: '-' });
  });

  test('of the fund is measured by the fund, and in no place of an activity', () => {
    const { activityId: _, ...ofAll } = define;
    given(known, after('result.define', { ...ofAll, resultId: 'r-2', subject: { kind: 'fund' } }))
      .when('result.measure', { ...measure, resultId: 'r-2' })
      .gives('result.measured', { value: '90' })
      .when('result.measure', { ...measure, resultId: 'r-2', location: 'riohacha' })
      .rejects('location-without-activity', { location: 'riohacha' })
      .when('result.measure', { ...measure, resultId: 'r-2' }, { role: 'cso', actor: 'cso-person', party: 'cso' })
      .rejects('other-organisation', { partner: 'fund-1', party: 'cso' });
  });

  test.each([
    ['period-reversed', { periods: [{ start: '2026-02-01', end: '2026-01-31' }] }],
    ['periods-overlap', { periods: [first, { start: '2026-06-30', end: '2026-12-31' }] }],
    ['dimension-repeated', { dimensions: [sex, sex] }],
    ['percentages-do-not-add', { measure: 'percentage' }],
    ['qualitative-by-dimension', { measure: 'qualitative' }],
  ])('whose indicator could not be measured is refused: %s', (because, change) => {
    given(aFund(), anActivity)
      .when('result.define', { ...define, indicators: [{ ...pupils, ...change }] })
      .rejects('indicator-unsound', { indicator: 'pupils', because });
  });

  test('has targets and a baseline that fit their indicator', () => {
    given(aFund(), anActivity)
      .when('result.define', { ...define, indicators: [{ ...pupils, baseline: { year: 2025, comment: { en: 'None' } } }] })
      .rejects('value-and-measure', { indicator: 'pupils', measure: 'count' })
      .when('result.define', { ...define, indicators: [{ ...words, periods: [first] }] })
      .rejects('value-and-measure', { indicator: 'trust', measure: 'qualitative' })
      .when('result.define', { ...define, indicators: [pupils, pupils] })
      .rejects('id-taken', { thing: 'indicator', id: 'pupils' });
  });
});

describe('the targets of a result', () => {
  const revised = { ...pupils, periods: [{ ...first, target: { value: '120' } }, second] };

  test('are revised with a reason; what they were is in the events before', () => {
    given(known)
      .when('result.amend', { resultId: 'r-1', indicators: [revised, words], reason: 'Two more schools' })
      .gives('result.amended', {
        title: undefined,
        indicators: [
          { ...defined, periods: [{ ...first, target: { value: '120', by: [] } }, second] },
          {
            id: 'trust',
            title: pupils.title,
            measure: 'qualitative',
            unit: 'pupils',
            ascending: true,
            dimensions: [],
            periods: [second],
          },
        ],
      });
  });

  test('that are so already are not amended', () => {
    given(known)
      .when('result.amend', { resultId: 'r-1', indicators: [pupils], title: define.title })
      .writesNothing();
  });

  test.each([
    ['measure', { measure: 'unit' }],
    ['periods', { periods: [second] }],
    ['dimensions', { dimensions: [{ ...sex, values: ['female'] }, ages] }],
  ])('keep what has been measured: its %s', (member, change) => {
    given(known, measured)
      .when('result.amend', { resultId: 'r-1', indicators: [{ ...pupils, ...change }] })
      .rejects('indicator-measured', { indicator: 'pupils', member });
  });
});

describe('a measurement', () => {
  test('has its figure, its parts and what it rests on', () => {
    given(known, located)
      .when('result.measure', {
        ...measure,
        location: 'riohacha',
        by: [by('sex', 'female', '50.5'), by('sex', 'male', '39.50'), by('age', 'child', '70')],
        evidence: [hash, hash],
      })
      .gives('result.measured', {
        measurement: 'm-1',
        indicator: 'pupils',
        periodStart: '2026-01-01',
        value: '90',
        by: [by('sex', 'female', '50.5'), by('sex', 'male', '39.50'), by('age', 'child', '70')],
        location: 'riohacha',
        evidence: [hash],
        replaces: undefined,
      })
      .posts();
  });

  test('by an additive dimension sums to the whole, to the last decimal', () => {
    given(known)
      .when('result.measure', { ...measure, by: [by('sex', 'female', '50.1'), by('sex', 'male', '39.8')] })
      .rejects('parts-do-not-sum', { indicator: 'pupils', dimensions: 'sex', sum: '89.9', value: '90' });
  });

  test('may leave parts out, which then sum to no more than the whole, and names each once', () => {
    given(known)
      .when('result.measure', { ...measure, by: [by('sex', 'female', '90.1')] })
      .rejects('parts-do-not-sum', { indicator: 'pupils', dimensions: 'sex', sum: '90.1', value: '90' })
      .when('result.measure', { ...measure, by: [by('sex', 'female', '40'), by('sex', 'female', '50')] })
      .rejects('id-taken', { thing: 'part', id: 'sex female' })
      .when('result.measure', { ...measure, by: [by('sex', 'female', '50')] })
      .gives('result.measured', { by: [by('sex', 'female', '50')] });
  });

  test('is broken down by what its indicator knows, each dimension once', () => {
    const facts = { indicator: 'pupils', known: ['sex: female / male', 'age: child / adult'] };
    const both = [
      { name: 'sex', value: 'female' },
      { name: 'sex', value: 'male' },
    ];
    given(known)
      .when('result.measure', { ...measure, by: [by('sex', 'girls', '90')] })
      .rejects('dimension-unknown', { ...facts, dimension: 'sex', value: 'girls' })
      .when('result.measure', { ...measure, by: [by('region', 'north', '90')] })
      .rejects('dimension-unknown', { ...facts, dimension: 'region', value: 'north' })
      .when('result.measure', { ...measure, by: [{ dimensions: both, value: '90' }] })
      .rejects('dimension-unknown', { ...facts, dimension: 'sex', value: 'male' });
  });

  test('of a qualitative indicator is words', () => {
    const trust = { resultId: 'r-1', measurement: 'm-2', indicator: 'trust', periodStart: '2026-07-01' };
    given(known, after('result.amend', { resultId: 'r-1', indicators: [words] }))
      .when('result.measure', { ...trust, value: '7' })
      .rejects('value-and-measure', { indicator: 'trust', measure: 'qualitative' })
      .when('result.measure', { ...trust, comment: { es: 'Las familias confían.' } })
      .gives('result.measured', { value: undefined, comment: { es: 'Las familias confían.' }, by: [] });
  });

  test('is of an indicator, a period and a place that there are', () => {
    given(known)
      .when('result.measure', { ...measure, indicator: 'wells' })
      .rejects('part-unknown', { thing: 'result', id: 'r-1', part: 'indicator', name: 'wells', known: ['pupils'] })
      .when('result.measure', { ...measure, periodStart: '2026-02-01' })
      .rejects('period-unknown', { indicator: 'pupils', start: '2026-02-01', known: ['2026-01-01', '2026-07-01'] })
      .when('result.measure', { ...measure, location: 'quito' })
      .rejects('location-unknown', { activity: 'a-1', location: 'quito' });
  });

  test('is made once for a period and a place, unless it says which one it corrects', () => {
    const facts = { indicator: 'pupils', start: '2026-01-01' };
    given(known, located, measured)
      .when('result.measure', { ...measure, value: '91' })
      .rejects('id-taken', { thing: 'measurement', id: 'm-1' })
      .when('result.measure', { ...measure, measurement: 'm-2', value: '91' })
      .rejects('already-measured', { ...facts, measurement: 'm-1' })
      .when('result.measure', { ...measure, measurement: 'm-2', location: 'riohacha', value: '40' })
      .gives('result.measured', { location: 'riohacha' })
      .when('result.measure', { ...measure, measurement: 'm-3', value: '91', replaces: 'm-1' })
      .gives('result.measured', { value: '91', replaces: 'm-1' })
      .when('result.measure', { ...measure, measurement: 'm-4', value: '92', replaces: 'm-1' })
      .rejects('not-replaceable', { ...facts, measurement: 'm-1', known: ['m-2', 'm-3'] });
  });

  test('may come from an organisation that takes part, and from no other', () => {
    given(known)
      .when('result.measure', measure, { role: 'cso', party: 'bystander' })
      .rejects('other-organisation', { partner: 'cso, coop', party: 'bystander' })
      .when('result.measure', measure, { role: 'cso', party: 'cso' })
      .gives('result.measured');
  });
});
