import { describe, test } from '@jest/globals';
import { aFund, after, anActivity, given } from '../../../test/support/given.js';

const record = {
  evaluationId: 'e-1',
  subject: { kind: 'activity', id: 'a-1' },
  kind: 'final',
  partners: ['bystander', 'bystander'],
  persons: ['p-17'],
  outcome: 'unsuccessful',
  scores: [{ criterion: 'sustainability', score: 2 }],
  findings: [{ id: 'f-1', text: { es: 'La mitad de las bombas no funciona.' } }],
  lessons: [{ id: 'l-1', text: { es: 'Sin repuestos cerca no hay mantenimiento.' }, themes: ['maintenance'] }],
  goodPractices: [
    { id: 'g-1', text: { es: 'Comités con mayoría de mujeres.' }, conditions: { es: 'Acuerdo de la asamblea.' }, themes: [] },
  ],
  recommendations: [
    { id: 'r-1', text: { es: 'Formar a mecánicas locales.' } },
    { id: 'r-2', text: { es: 'Cambiar de proveedor.' } },
  ],
};
const governed = [
  ...aFund(),
  after('body.appoint', { bodyId: 'committee', title: { es: 'Comité' }, kind: 'committee', mandate: { es: 'Dirige.' } }),
  after(
    'agreement.sign',
    {
      agreementId: 'convention',
      title: { es: 'Convenio' },
      kind: 'convention',
      parties: ['donor', 'cso'],
      signedOn: '1993-05-12',
    },
    {},
    'registry',
  ),
];
const recorded = [...aFund(), ...anActivity, after('evaluation.record', record)];
const answer = { evaluationId: 'e-1', recommendation: 'r-1', response: 'accepted', dueDate: '2026-09-30' };
const answered = after('evaluation.answer-recommendation', answer);
const carryOut = { evaluationId: 'e-1', recommendation: 'r-1' };

describe('an evaluation', () => {
  test('is recorded whatever its outcome, with what can be learned from it', () => {
    given(aFund(), anActivity)
      .when('evaluation.record', record)
      .gives('evaluation.recorded', {
        subject: { kind: 'activity', id: 'a-1' },
        kind: 'final',
        evaluators: { partners: ['bystander'], persons: ['p-17'] },
        outcome: 'unsuccessful',
        scores: record.scores,
        findings: record.findings,
        lessons: record.lessons,
        goodPractices: record.goodPractices,
        recommendations: record.recommendations,
        document: undefined,
      })
      .posts();
  });

  test('is of an activity, or of what the cooperation rests on', () => {
    for (const subject of [{ kind: 'fund' }, { kind: 'body', id: 'committee' }, { kind: 'agreement', id: 'convention' }]) {
      given(governed)
        .when('evaluation.record', { ...record, subject })
        .gives('evaluation.recorded', { subject });
    }
  });

  test('is of a subject that there is', () => {
    const of = (subject: object) => given(aFund(), anActivity).when('evaluation.record', { ...record, subject });
    of({ kind: 'activity', id: 'a-9' }).rejects('not-found', { thing: 'activity', id: 'a-9' });
    of({ kind: 'activity', id: 'a-1', stage: 'third' }).rejects('stage-unknown', { activity: 'a-1', stage: 'third' });
    of({ kind: 'agreement', id: 'pact' }).rejects('agreement-unknown', { agreement: 'pact' });
    of({ kind: 'body', id: 'board' }).rejects('not-found', { thing: 'body', id: 'board' });
    of({ kind: 'activity' }).rejects('subject-and-id', { kind: 'activity', id: '-' });
    of({ kind: 'fund', id: 'fund-1' }).rejects('subject-and-id', { kind: 'fund', id: 'fund-1' });
    of({ kind: 'fund', stage: 'first' }).rejects('stage-without-activity', { stage: 'first' });
  });

  test('is made by somebody, and organisations among them are registered', () => {
    given(aFund(), anActivity)
      .when('evaluation.record', { ...record, partners: [], persons: [] })
      .rejects('nobody-named', { thing: 'evaluation' })
      .when('evaluation.record', { ...record, partners: ['stranger'] })
      .rejects('partner-unknown', { partner: 'stranger' });
  });

  test('is recorded once, and names nothing twice', () => {
    given(recorded).when('evaluation.record', record).rejects('id-taken', { thing: 'evaluation', id: 'e-1' });
    const twice = (more: object) => given(aFund(), anActivity).when('evaluation.record', { ...record, ...more });
    twice({ scores: [...record.scores, ...record.scores] }).rejects('id-taken', { thing: 'criterion', id: 'sustainability' });
    twice({ goodPractices: record.lessons }).rejects('id-taken', { thing: 'lesson', id: 'l-1' });
    twice({ periodStart: '2026-02-01', periodEnd: '2026-01-31' }).rejects('period-reversed', {
      start: '2026-02-01',
      end: '2026-01-31',
    });
  });

  test('that was recorded in error or is superseded is withdrawn, once', () => {
    const withdraw = { evaluationId: 'e-1', ground: 'superseded', supersededBy: 'e-2' };
    given(recorded)
      .when('evaluation.withdraw', withdraw)
      .rejects('not-found', { thing: 'evaluation', id: 'e-2' })
      .and(after('evaluation.record', { ...record, evaluationId: 'e-2' }))
      .when('evaluation.withdraw', withdraw)
      .gives('evaluation.withdrawn', { ground: 'superseded', supersededBy: 'e-2' })
      .when('evaluation.withdraw', withdraw)
      .writesNothing()
      .when('evaluation.answer-recommendation', answer)
      .rejects('wrong-status', { thing: 'evaluation', id: 'e-1', status: 'withdrawn', expected: 'recorded' });
  });
});

describe('a recommendation', () => {
  test('is answered by those who are responsible, with a date where they accept it', () => {
    given(recorded)
      .when('evaluation.answer-recommendation', { ...answer, dueDate: undefined })
      .rejects('due-date-missing', { thing: 'recommendation', id: 'r-1' })
      .when('evaluation.answer-recommendation', { ...answer, text: { es: 'Con el instituto técnico.' } })
      .gives('evaluation.recommendation-answered', {
        recommendation: 'r-1',
        response: 'accepted',
        text: { es: 'Con el instituto técnico.' },
        dueDate: '2026-09-30',
      })
      .when('evaluation.answer-recommendation', { ...answer, recommendation: 'r-2', response: 'rejected', dueDate: undefined })
      .gives('evaluation.recommendation-answered', { response: 'rejected', dueDate: undefined });
  });

  test('is one of the evaluation', () => {
    given(recorded)
      .when('evaluation.answer-recommendation', { ...answer, recommendation: 'r-9' })
      .rejects('part-unknown', {
        thing: 'evaluation',
        id: 'e-1',
        part: 'recommendation',
        name: 'r-9',
        known: ['r-1', 'r-2'],
      });
  });

  test('is carried out once it was accepted, and then stays so', () => {
    given(recorded)
      .when('evaluation.carry-out-recommendation', carryOut)
      .rejects('wrong-status', { thing: 'recommendation', id: 'r-1', status: 'open', expected: 'accepted, partly-accepted' })
      .and(answered)
      .when('evaluation.carry-out-recommendation', carryOut)
      .gives('evaluation.recommendation-carried-out', { recommendation: 'r-1' })
      .when('evaluation.carry-out-recommendation', carryOut)
      .writesNothing()
      .when('evaluation.answer-recommendation', answer)
      .rejects('wrong-status', { thing: 'recommendation', id: 'r-1', status: 'carried-out', expected: 'open' });
  });
});
