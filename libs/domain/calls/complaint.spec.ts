import { describe, expect, test } from '@jest/globals';
import {
  aCall,
  asking,
  awarded,
  closed,
  decider,
  declined,
  minute,
  proposed,
  ranked,
  reasons,
  scored,
} from '../../../test/support/calls.js';
import { aFund, after, allocated, anActivity, funded, given, grantBody } from '../../../test/support/given.js';

/** p-1 is above the line, p-2 in reserve; p-1 was awarded and p-2 declined, by dora. */
const decided = [
  ...aFund(),
  aCall(),
  proposed('p-1', asking('800')),
  proposed('p-2', { lead: 'coop', ...asking('200.01') }),
  closed,
  ...scored('p-1', 9, 9),
  ...scored('p-2', 8, 8),
  ranked,
  awarded('p-1'),
  declined('p-2'),
];
const coop = { role: 'cso', party: 'coop', actor: 'carlos' } as const;
const file = (more: object = {}) => ({
  complaintId: 'k-1',
  about: { proposalId: 'p-2' },
  complainant: 'coop',
  text: 'No se leyó el anexo 3.',
  ...more,
});
const filed = after('complaint.file', file(), coop);
const answer = (outcome: string) => ({ complaintId: 'k-1', outcome, answer: 'El anexo sí se leyó.' });
const answered = (outcome: string) => after('complaint.answer', answer(outcome), { actor: 'omar' });

describe('a complaint', () => {
  test('is filed by an organisation about a decision; its text is kept apart', () => {
    const told = given(decided).when('complaint.file', file(), coop);
    told.gives('complaint.filed', { about: { proposal: 'p-2' }, complainant: 'coop' }).posts();
    expect(JSON.stringify(told.event)).not.toContain('anexo');
    told.when('complaint.file', file(), coop).rejects('id-taken', { thing: 'complaint', id: 'k-1' });
  });

  test('may be about a call, and about what another organisation got', () => {
    given(decided)
      .when('complaint.file', file({ about: { callId: 'call-1' } }), coop)
      .gives('complaint.filed', { about: { call: 'call-1' } })
      .when('complaint.file', file({ complaintId: 'k-2', about: { proposalId: 'p-1' } }), coop)
      .gives('complaint.filed', { about: { proposal: 'p-1' } });
  });

  test('is not answered before it was filed', () => {
    given(decided, filed)
      .when('complaint.answer', { ...answer('rejected'), valueDate: '2026-03-01' }, { actor: 'omar' })
      .rejects('date-before-step', { thing: 'complaint', id: 'k-1', date: '2026-03-01', earliest: '2026-03-02' });
  });

  test('is of the own organisation alone, and about something decided', () => {
    given(decided, proposed('p-3', { callId: undefined }))
      .when('complaint.file', file({ complainant: 'cso' }), coop)
      .rejects('other-organisation', { partner: 'cso', party: 'coop' })
      .when('complaint.file', file({ about: { proposalId: 'p-3' } }), coop)
      .rejects('wrong-status', { thing: 'proposal', id: 'p-3', status: 'submitted', expected: 'awarded, declined' })
      .when('complaint.file', file({ about: { callId: 'call-9' } }), coop)
      .rejects('not-found', { thing: 'call', id: 'call-9' })
      .when('complaint.file', file({ complainant: 'nobody' }), { role: 'fund-manager' })
      .rejects('partner-unknown', { partner: 'nobody' })
      .when('complaint.file', file({ valueDate: '2026-03-01' }), coop)
      .rejects('date-not-today', { date: '2026-03-01', today: '2026-03-02', timeZone: 'America/Bogota' });
  });
});

describe('the answer to a complaint', () => {
  test('is given once, by another person than who decided or filed', () => {
    given(decided, filed)
      .when('complaint.answer', answer('rejected'), decider)
      .rejects('answerer-involved', { actor: 'dora', about: 'p-2' })
      .when('complaint.answer', answer('rejected'), { actor: 'carlos' })
      .rejects('answerer-involved', { actor: 'carlos', about: 'p-2' })
      .when('complaint.answer', answer('rejected'), { actor: 'omar' })
      .gives('complaint.answered', { about: { proposal: 'p-2' }, outcome: 'rejected' })
      .when('complaint.answer', answer('upheld'), { actor: 'omar' })
      .rejects('wrong-status', { thing: 'complaint', id: 'k-1', status: 'answered', expected: 'filed' });
  });

  test('about a call is not given by who ranked it', () => {
    given(decided, after('complaint.file', file({ about: { callId: 'call-1' } }), coop))
      .when('complaint.answer', answer('upheld'), { actor: 'ana' })
      .rejects('answerer-involved', { actor: 'ana', about: 'call-1' })
      .when('complaint.answer', answer('upheld'), { actor: 'omar' })
      .gives('complaint.answered', { outcome: 'upheld' });
  });

  test('that upholds it opens the decision again: it may be assessed and awarded anew, as far as the money goes', () => {
    given(decided, filed)
      .when('complaint.answer', answer('upheld'), { actor: 'omar' })
      .givesEach(['complaint.answered', { outcome: 'upheld' }], ['proposal.reopened', { complaint: 'k-1' }])
      .and(scored('p-2', 10, 10))
      .when('proposal.award', { proposalId: 'p-2', reasons, minute }, decider)
      .rejects('award-exceeds-call', { call: 'call-1', currency: 'USD', awarded: '200.01', room: '200.00', missing: '0.01' })
      .when('proposal.award', { proposalId: 'p-2', reasons, minute, amount: { amount: '200', currency: 'USD' } }, decider)
      .gives('proposal.awarded', { from: 'complaint' });
  });

  test('opens an award again, too, unless a grant has been signed on it', () => {
    const other = after('complaint.file', file({ about: { proposalId: 'p-1' } }), coop);
    given(decided, other)
      .when('complaint.answer', answer('upheld'), { actor: 'omar' })
      .givesEach(['complaint.answered'], ['proposal.reopened']);
    const sign = after('grant.sign', grantBody('800', { proposalId: 'p-1' }));
    given(decided, other, funded('1000'), allocated('800'), anActivity, sign)
      .when('complaint.answer', answer('upheld'), { actor: 'omar' })
      .gives('complaint.answered');
  });

  test('that rejects it changes nothing', () => {
    given(decided, filed, answered('rejected'))
      .when('proposal.award', { proposalId: 'p-2', reasons, minute }, decider)
      .rejects('wrong-status', { thing: 'proposal', id: 'p-2', status: 'declined', expected: 'submitted' });
  });
});
