import { describe, expect, test } from '@jest/globals';
import { type Step, aFund, after, anActivity, given } from '../support/given.js';
import { ana, asCso } from '../support/fund-story.js';

const fund: readonly Step[] = [
  ...aFund(),
  ...anActivity,
  after('body.appoint', { bodyId: 'committee', title: { es: 'Comité' }, kind: 'committee', mandate: { es: 'Dirige.' } }),
];
const photo = '5a'.repeat(32);

describe('results', () => {
  const pupils = {
    id: 'pupils',
    title: { es: 'Alumnos con agua potable' },
    measure: 'count',
    unit: 'alumnos',
    baseline: { year: 2025, value: '0' },
    dimensions: [
      { name: 'sex', values: ['female', 'male'], additive: true },
      { name: 'age', values: ['6-11', '12-17'], additive: true },
    ],
    periods: [
      { start: '2026-01-01', end: '2026-06-30', target: { value: '300', by: [] } },
      { start: '2026-07-01', end: '2026-12-31', target: { value: '500', by: [] } },
    ],
  };
  const defined: readonly Step[] = [
    ...fund,
    after('activity.locate', {
      activityId: 'a-1',
      locations: [
        { id: 'riohacha', name: { es: 'Riohacha' } },
        { id: 'uribia', name: { es: 'Uribia' } },
      ],
    }),
    after('result.define', {
      resultId: 'water',
      activityId: 'a-1',
      type: 'outcome',
      title: { es: 'Agua en la escuela' },
      indicators: [pupils],
    }),
  ];
  const bySex = (female: string, male: string) => [
    { dimensions: [{ name: 'sex', value: 'female' }], value: female },
    { dimensions: [{ name: 'sex', value: 'male' }], value: male },
  ];
  const measure = { resultId: 'water', indicator: 'pupils', periodStart: '2026-01-01' };

  test('are measured by the CSO against baseline and target, by sex, age and territory, with evidence', () => {
    given(defined)
      .when(
        'result.measure',
        { ...measure, measurement: 'm-1', value: '290', by: bySex('160', '130'), evidence: [photo] },
        asCso,
      )
      .gives('result.measured', { value: '290', by: bySex('160', '130'), evidence: [photo] })
      .when('result.measure', { ...measure, measurement: 'm-2', location: 'uribia', value: '90' }, asCso)
      .gives('result.measured', { location: 'uribia', value: '90' })
      .when('result.measure', { ...measure, measurement: 'm-3', location: 'quito', value: '1' }, asCso)
      .rejects('location-unknown', { activity: 'a-1', location: 'quito' });
  });

  test('of the programme as a whole are told of no single project: over 180 organisations took part', () => {
    const tookPart = {
      id: 'organisations',
      title: { es: 'Organizaciones que participaron' },
      measure: 'count',
      unit: 'organizaciones',
      dimensions: [{ name: 'country', values: ['CR', 'BJ', 'BT'], additive: true }],
      periods: [{ start: '2026-01-01', end: '2026-06-30' }],
    };
    const whole = { resultId: 'reciprocity', type: 'outcome', title: { es: 'Reciprocidad' }, indicators: [tookPart] };
    const by = (country: string, value: string) => ({ dimensions: [{ name: 'country', value: country }], value });
    const count = { resultId: 'reciprocity', indicator: 'organisations', periodStart: '2026-01-01', measurement: 'm-1' };
    given(fund)
      .when('result.define', { ...whole, activityId: 'a-1', subject: { kind: 'fund' } })
      .rejects('result-of-one', {})
      .and(after('result.define', { ...whole, subject: { kind: 'fund' } }))
      .when('result.measure', { ...count, value: '180', by: [by('CR', '90'), by('BJ', '50'), by('BT', '40')] }, ana)
      .gives('result.measured', { value: '180' })
      .when('result.measure', { ...count, value: '180' }, asCso)
      .rejects('other-organisation', { partner: 'fund-1', party: 'cso' });
  });

  test('whose girls and boys do not come to the total are sent back with the sum', () => {
    given(defined)
      .when('result.measure', { ...measure, measurement: 'm-1', value: '300', by: bySex('160', '130') }, asCso)
      .rejects('parts-do-not-sum', { dimensions: 'sex', indicator: 'pupils', sum: '290', value: '300' });
  });

  test('of a period that was measured are corrected in the open, never overwritten', () => {
    const first = after('result.measure', { ...measure, measurement: 'm-1', value: '290' }, asCso);
    given(defined, first)
      .when('result.measure', { ...measure, measurement: 'm-2', value: '280' }, asCso)
      .rejects('already-measured', { indicator: 'pupils', start: '2026-01-01', measurement: 'm-1' })
      .when('result.measure', { ...measure, measurement: 'm-2', value: '280', replaces: 'm-1' }, asCso)
      .gives('result.measured', { value: '280', replaces: 'm-1' });
  });
});

describe('evaluations', () => {
  const record = {
    evaluationId: 'e-1',
    subject: { kind: 'activity', id: 'a-1' },
    kind: 'final',
    partners: ['bystander'],
    outcome: 'unsuccessful',
    lessons: [{ id: 'l-1', text: { es: 'Se contrató tarde y las lluvias inundaron los pozos.' } }],
    goodPractices: [{ id: 'g-1', text: { es: 'Las madres dirigen los comités de agua.' } }],
    recommendations: [{ id: 'r-1', text: { es: 'Construir en verano.' } }],
  };
  const answer = {
    evaluationId: 'e-1',
    recommendation: 'r-1',
    response: 'accepted',
    text: { es: 'Se construirá entre diciembre y marzo.' },
    dueDate: '2026-12-31',
  };

  test('that say an activity failed are recorded with what it teaches, and the CSO answers for itself', () => {
    given(fund, after('evaluation.record', record, ana))
      .when('evaluation.answer-recommendation', answer, { ...asCso, party: 'bystander' })
      .rejects('other-organisation', { partner: 'cso, coop', party: 'bystander' })
      .when('evaluation.answer-recommendation', answer, asCso)
      .gives('evaluation.recommendation-answered', { recommendation: 'r-1', response: 'accepted', dueDate: '2026-12-31' })
      .when('evaluation.carry-out-recommendation', { evaluationId: 'e-1', recommendation: 'r-1' }, ana)
      .gives('evaluation.recommendation-carried-out');
  });

  test('of the arrangement itself are of the fund, a body or an agreement, and the fund answers them', () => {
    given(fund, after('evaluation.record', { ...record, subject: { kind: 'body', id: 'committee' } }, ana))
      .when('evaluation.answer-recommendation', answer, asCso)
      .rejects('other-organisation', { partner: 'committee', party: 'cso' })
      .when('evaluation.answer-recommendation', answer, ana)
      .gives('evaluation.recommendation-answered');
  });
});

test('a peer review of an activity is mandated, reported, answered by the CSO, followed up and closed', () => {
  const answer = { reviewId: 'p-1', finding: 'f-1', response: 'accepted', text: { es: 'Se publicarán cada mes.' } };
  given(
    fund,
    after(
      'peer-review.mandate',
      {
        reviewId: 'p-1',
        subject: { kind: 'activity', id: 'a-1' },
        mandatedBy: { kind: 'body', id: 'committee' },
        scope: { es: 'Cómo se rinden cuentas a las familias.' },
        partners: ['coop'],
      },
      ana,
    ),
    after(
      'peer-review.report',
      { reviewId: 'p-1', findings: [{ id: 'f-1', severity: 'high', text: { es: 'Las cuentas no se publican.' } }] },
      ana,
    ),
  )
    .when('peer-review.close', { reviewId: 'p-1' }, ana)
    .rejects('findings-unanswered', { review: 'p-1', findings: ['f-1'] })
    .when('peer-review.answer-finding', answer, { ...asCso, party: 'bystander' })
    .rejects('other-organisation', { partner: 'cso, coop', party: 'bystander' })
    .and(
      after('peer-review.answer-finding', answer, asCso),
      after(
        'peer-review.follow-up-finding',
        { reviewId: 'p-1', finding: 'f-1', status: 'done', text: { es: 'Publicadas.' } },
        ana,
      ),
    )
    .when('peer-review.close', { reviewId: 'p-1' }, ana)
    .gives('peer-review.closed');
});

describe('what citizens say', () => {
  const comment = {
    commentId: 'k-1',
    subject: { kind: 'activity', id: 'a-1' },
    channel: 'portal-7f3a',
    language: 'es',
    text: 'Soy Marta Díaz: la bomba no funciona desde mayo.',
  };
  const portal = { role: 'portal', actor: 'portal' } as const;

  test('is relayed without their names, published by a person, and answered', () => {
    const told = given(fund, after('comment.post', comment, portal), after('comment.publish', { commentId: 'k-1' }, ana));
    told
      .when('comment.answer', { commentId: 'k-1', text: { es: 'Se reparó el 3 de junio.' } }, ana)
      .gives('comment.answered', { text: { es: 'Se reparó el 3 de junio.' } });
    expect(JSON.stringify(told.book.events('fund-1'))).not.toMatch(/Marta|bomba/);
    expect([...told.book.notes.values()]).toContain(comment.text);
  });

  test('is hidden with its ground when it offends, stays on record, and is not answered then', () => {
    const told = given(
      fund,
      after('comment.post', comment, portal),
      after('comment.hide', { commentId: 'k-1', ground: 'personal-data' }, ana),
    );
    told
      .when('comment.answer', { commentId: 'k-1', text: { es: 'Gracias.' } }, ana)
      .rejects('wrong-status', { thing: 'comment', id: 'k-1', status: 'hidden', expected: 'posted, published' });
    expect(told.book.events('fund-1').map((each) => each.type)).toContain('comment.posted');
  });
});
