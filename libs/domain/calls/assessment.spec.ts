import { describe, expect, test } from '@jest/globals';
import { aCall, assessed, closed, declined, minute, proposed, ranked, reasons, scored } from '../../../test/support/calls.js';
import { aFund, after, given } from '../../../test/support/given.js';

const ready = [...aFund(), aCall(), proposed('p-1'), closed];
const scores = (relevance: number, capacity: number) => [
  { criterion: 'capacity', score: capacity },
  { criterion: 'relevance', score: relevance },
];
const eva = { actor: 'eva' };

describe('an assessment', () => {
  test('scores each criterion; its total is weighted exactly', () => {
    given(ready)
      .when('proposal.assess', { proposalId: 'p-1', scores: scores(7, 4) }, eva)
      .gives('proposal.assessed', {
        scores: [
          { criterion: 'relevance', score: 7 },
          { criterion: 'capacity', score: 4 },
        ],
        total: '5.80',
        recommendation: undefined,
      });
  });

  test('keeps the comment apart', () => {
    const told = given(ready).when('proposal.assess', { proposalId: 'p-1', scores: scores(7, 4), comment: 'Débil.' }, eva);
    const { commentHash } = told.event.data as { commentHash: string };
    expect([...told.book.notes]).toEqual([[commentHash, 'Débil.']]);
    expect(JSON.stringify(told.event)).not.toContain('Débil');
  });

  test('replaces the one that the same assessor gave before', () => {
    given(ready, assessed('p-1', 'eva', 1, 1))
      .when('proposal.assess', { proposalId: 'p-1', scores: scores(9, 9) }, eva)
      .gives('proposal.assessed', { total: '9.00' })
      .when('proposal.assess', { proposalId: 'p-1', scores: scores(9, 9) }, eva)
      .writesNothing()
      .and(assessed('p-1', 'leo', 7, 7))
      .when('call.rank', { callId: 'call-1' })
      .gives('call.ranked', { places: [{ proposal: 'p-1', place: 1, score: '8.00', assessments: 2, standing: 'funded' }] });
  });

  test('names the criteria of the call, each once, in the range of its scores', () => {
    const known = ['relevance', 'capacity'];
    given(ready)
      .when('proposal.assess', { proposalId: 'p-1', scores: scores(7, 4).slice(1) }, eva)
      .rejects('criteria-differ', { call: 'call-1', known, given: ['relevance'] })
      .when('proposal.assess', { proposalId: 'p-1', scores: [...scores(7, 4), { criterion: 'style', score: 1 }] }, eva)
      .rejects('criteria-differ', { call: 'call-1', known, given: ['capacity', 'relevance', 'style'] })
      .when('proposal.assess', { proposalId: 'p-1', scores: scores(11, 4) }, eva)
      .rejects('score-out-of-range', { criterion: 'relevance', score: 11, least: 0, most: 10 })
      .when('proposal.assess', { proposalId: 'p-1', scores: [...scores(7, 4), ...scores(7, 4)] }, eva)
      .isWrongIn('scores');
  });

  test('has scores in a call, and a recommendation where nobody called', () => {
    given(ready, proposed('p-2', { callId: undefined }))
      .when('proposal.assess', { proposalId: 'p-1', recommendation: 'award' }, eva)
      .rejects('assessment-form', { proposal: 'p-1', expected: 'scores' })
      .when('proposal.assess', { proposalId: 'p-2', scores: scores(7, 4) }, eva)
      .rejects('assessment-form', { proposal: 'p-2', expected: 'recommendation' })
      .when('proposal.assess', { proposalId: 'p-2', recommendation: 'award-with-changes' }, eva)
      .gives('proposal.assessed', { recommendation: 'award-with-changes', scores: undefined, total: undefined });
  });

  test('is not given by who acts for an organisation in the proposal, nor is the decision', () => {
    const partners = [{ partner: 'coop', role: 'counterpart' }];
    const own = (party: string) => ({ actor: 'eva', party, proposal: 'p-1' });
    given(aFund(), aCall(), proposed('p-1', { partners }), closed)
      .when('proposal.assess', { proposalId: 'p-1', scores: scores(9, 9) }, { ...eva, party: 'cso' })
      .rejects('own-proposal', own('cso'))
      .when('proposal.assess', { proposalId: 'p-1', scores: scores(9, 9) }, { ...eva, party: 'coop' })
      .rejects('own-proposal', own('coop'))
      .when('proposal.decline', { proposalId: 'p-1', reasons, minute }, { ...eva, party: 'coop' })
      .rejects('own-proposal', own('coop'))
      .when('proposal.assess', { proposalId: 'p-1', scores: scores(9, 9) }, { ...eva, party: 'bystander' })
      .gives('proposal.assessed');
  });

  test('ends with the ranking', () => {
    given(ready, scored('p-1', 7, 7), ranked)
      .when('proposal.assess', { proposalId: 'p-1', scores: scores(9, 9) }, eva)
      .rejects('wrong-status', { thing: 'call', id: 'call-1', status: 'ranked', expected: 'closed' });
    given(ready, declined('p-1'))
      .when('proposal.assess', { proposalId: 'p-1', scores: scores(9, 9) }, eva)
      .rejects('wrong-status', { thing: 'proposal', id: 'p-1', status: 'declined', expected: 'submitted' });
  });
});

describe('a conflict of interest', () => {
  const conflict = (more: object = {}) => ({ proposalId: 'p-1', nature: 'Fue consultora de la organización.', ...more });

  test('that is declared bars the assessor; its nature is kept apart', () => {
    const told = given(ready).when('proposal.declare-conflict', conflict(), eva);
    told.gives('proposal.conflict-declared', { assessor: 'eva' });
    expect(JSON.stringify(told.event)).not.toContain('consultora');
    told
      .when('proposal.assess', { proposalId: 'p-1', scores: scores(7, 4) }, eva)
      .rejects('assessor-in-conflict', { assessor: 'eva', proposal: 'p-1' })
      .when('proposal.declare-conflict', conflict(), eva)
      .writesNothing();
  });

  test('that is declared afterwards takes the assessment out of the count', () => {
    given(ready, scored('p-1', 7, 7), after('proposal.declare-conflict', conflict(), eva))
      .when('call.rank', { callId: 'call-1' })
      .gives('call.ranked', { places: [{ proposal: 'p-1', score: '7.00', assessments: 1, standing: 'not-assessed' }] });
  });

  test('and what else had too few assessments when the call was ranked, get theirs, and the call is ranked anew', () => {
    const judge = (actor: string) => ({ actor, role: 'assessor' as const });
    const eight = { proposalId: 'p-1', scores: scores(8, 8) };
    given(ready, after('proposal.assess', eight, judge('ada')), after('call.rank', { callId: 'call-1' }))
      .when('proposal.assess', eight, judge('leo'))
      .gives('proposal.assessed')
      .when('proposal.assess', eight, judge('eva'))
      .rejects('wrong-status', { thing: 'call', id: 'call-1', status: 'ranked', expected: 'closed' });
  });

  test('is one of its own, for an assessor; a manager records that of another', () => {
    given(ready)
      .when('proposal.declare-conflict', conflict({ assessor: 'leo' }), eva)
      .rejects('conflict-of-another', { actor: 'eva', assessor: 'leo' })
      .when('proposal.declare-conflict', conflict({ assessor: 'leo' }), { role: 'fund-manager' })
      .gives('proposal.conflict-declared', { assessor: 'leo' });
  });
});
