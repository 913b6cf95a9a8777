import { describe, expect, test } from '@jest/globals';
import { aFund, after, given } from '../../../test/support/given.js';

const mandate = {
  reviewId: 'p-1',
  subject: { kind: 'fund' },
  mandatedBy: { kind: 'body', id: 'committee' },
  scope: { es: 'Cómo se adjudica.' },
  partners: ['coop'],
  dueDate: '2026-06-30',
};
const report = {
  reviewId: 'p-1',
  findings: [
    { id: 'f-1', severity: 'high', text: { es: 'Los criterios no se publican.' } },
    { id: 'f-2', severity: 'low', sealedText: 'Una persona evaluadora llegó tarde.' },
  ],
};
const governed = [
  ...aFund(),
  after('body.appoint', { bodyId: 'committee', title: { es: 'Comité' }, kind: 'committee', mandate: { es: 'Dirige.' } }),
];
const mandated = [...governed, after('peer-review.mandate', mandate)];
const reported = [...mandated, after('peer-review.report', report)];
const answer = { reviewId: 'p-1', finding: 'f-1', response: 'accepted', text: { es: 'Se publicarán.' } };
const answered = after('peer-review.answer-finding', answer);
const followUp = { reviewId: 'p-1', finding: 'f-1', status: 'done', text: { es: 'Publicados.' } };
const wrong = (status: string, expected: string) => ({ thing: 'peer review', id: 'p-1', status, expected });

describe('a peer review', () => {
  test('is mandated by a body or a partner', () => {
    given(governed)
      .when('peer-review.mandate', mandate)
      .gives('peer-review.mandated', {
        subject: { kind: 'fund' },
        mandatedBy: { kind: 'body', id: 'committee' },
        scope: { es: 'Cómo se adjudica.' },
        reviewers: { partners: ['coop'], persons: [] },
        dueDate: '2026-06-30',
      })
      .posts()
      .when('peer-review.mandate', { ...mandate, reviewId: 'p-2', mandatedBy: { kind: 'partner', id: 'stranger' } })
      .rejects('partner-unknown', { partner: 'stranger' })
      .when('peer-review.mandate', { ...mandate, reviewId: 'p-2', mandatedBy: { kind: 'body', id: 'board' } })
      .rejects('not-found', { thing: 'body', id: 'board' })
      .when('peer-review.mandate', mandate)
      .rejects('id-taken', { thing: 'peer review', id: 'p-1' });
  });

  test('reports findings, open ones and sealed ones', () => {
    const told = given(mandated).when('peer-review.report', report);
    const { findings } = told.event.data as { findings: { textHash?: string }[] };
    expect(findings).toEqual([
      { id: 'f-1', severity: 'high', text: { es: 'Los criterios no se publican.' } },
      { id: 'f-2', severity: 'low', textHash: expect.stringMatching(/^[0-9a-f]{64}$/) },
    ]);
    expect(told.book.notes.get(findings[1]!.textHash!)).toBe('Una persona evaluadora llegó tarde.');
    told.when('peer-review.report', report).rejects('wrong-status', wrong('reported', 'mandated'));
  });

  test('says each finding once, and in one way', () => {
    const [first] = report.findings;
    given(mandated)
      .when('peer-review.report', { ...report, findings: [first, first] })
      .rejects('id-taken', { thing: 'finding', id: 'f-1' })
      .when('peer-review.report', { ...report, findings: [{ ...first, sealedText: 'x' }] })
      .rejects('one-text', { thing: 'finding' })
      .when('peer-review.report', { ...report, findings: [{ id: 'f-1', severity: 'low' }] })
      .rejects('one-text', { thing: 'finding' });
  });

  test('is answered finding by finding, and followed up', () => {
    given(reported)
      .when('peer-review.follow-up-finding', followUp)
      .rejects('wrong-status', { thing: 'finding', id: 'f-1', status: 'open', expected: 'answered' })
      .when('peer-review.answer-finding', { ...answer, finding: 'f-9' })
      .rejects('part-unknown', { thing: 'peer review', id: 'p-1', part: 'finding', name: 'f-9', known: ['f-1', 'f-2'] })
      .when('peer-review.answer-finding', answer)
      .gives('peer-review.finding-answered', { finding: 'f-1', response: 'accepted', text: { es: 'Se publicarán.' } })
      .when('peer-review.follow-up-finding', followUp)
      .gives('peer-review.finding-followed-up', { finding: 'f-1', status: 'done', text: { es: 'Publicados.' } });
  });

  test('is closed once every finding is answered', () => {
    given(mandated)
      .when('peer-review.close', { reviewId: 'p-1' })
      .rejects('wrong-status', wrong('mandated', 'reported'))
      .and(after('peer-review.report', report), answered)
      .when('peer-review.close', { reviewId: 'p-1' })
      .rejects('findings-unanswered', { review: 'p-1', findings: ['f-2'] })
      .and(after('peer-review.answer-finding', { ...answer, finding: 'f-2', response: 'rejected' }))
      .when('peer-review.close', { reviewId: 'p-1' })
      .gives('peer-review.closed')
      .when('peer-review.close', { reviewId: 'p-1' })
      .writesNothing()
      .when('peer-review.answer-finding', answer)
      .rejects('wrong-status', wrong('closed', 'reported'));
  });
});
