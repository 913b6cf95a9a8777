import assert from 'node:assert/strict';
import { describe, test } from '@jest/globals';
import { recordText } from '#kernel/record';
import { instant } from '#kernel/time';
import type { Ranking } from '#domain/calls/ranking';
import { batchLimits } from '#event-store/batch';
import { type Step, aFund, after, allocated, anActivity, funded, given, grantBody, signed, usd } from '../support/given.js';
import {
  aCall,
  asking,
  assessed,
  awarded,
  closed,
  decider,
  declined,
  minute,
  proposalBody,
  proposed,
  ranked,
  reasons,
  scored,
} from '../support/calls.js';

// From the call to the award: who may apply, who judges, in which order the money goes, and what can be said against it.

/** A fund with 100,000 received, and 80,000 of it for the grants of the call. */
const ready = (policy: object = {}): readonly Step[] => [
  ...aFund({ policy }),
  ...funded('100000'),
  allocated('80000'),
  ...anActivity,
];
/** A call of 80,000 with at most 50,000 for each proposal. */
const call = (more: object = {}): Step => aCall({ total: usd('80000'), mostPerProposal: usd('50000'), ...more });
const rich = (proposalId: string, amount: string, more: object = {}): Step =>
  proposed(proposalId, { ...asking(amount), ...more });
const grantOn = (proposalId: string, amount: string, more: object = {}) => grantBody(amount, { proposalId, ...more });

describe('who may apply', () => {
  test('a company applies for 60,000 to a call for CSOs that gives 50,000 at most, and is told both reasons', () => {
    const company = after(
      'partner.register',
      { partnerId: 'company', name: 'Perforaciones SA', kind: 'private-company', country: 'CO' },
      {},
      'registry',
    );
    given(ready(), company, call({ eligibility: { kinds: ['ngo', 'cooperative'] } }))
      .when('proposal.submit', { ...proposalBody('p-1', asking('60000')), lead: 'company', valueDate: '2026-02-10' })
      .rejects('not-eligible', { call: 'call-1', partner: 'company', failing: ['partner-kind', 'ceiling'] });
  });

  test('a CSO with no due diligence that counts cannot apply where the call asks for it, and can once it has passed', () => {
    const vetted = after(
      'partner.record-due-diligence',
      { partnerId: 'cso', outcome: 'passed', risk: 'low', until: '2026-12-31' },
      {},
      'registry',
    );
    const submit = { ...proposalBody('p-1', asking('40000')), valueDate: '2026-02-10' };
    given(ready(), call({ eligibility: { dueDiligence: true } }))
      .when('proposal.submit', submit)
      .rejects('not-eligible', { call: 'call-1', partner: 'cso', failing: ['due-diligence'] })
      .and(vetted)
      .when('proposal.submit', submit)
      .givesEach(['proposal.submitted', { requested: usd('40000') }], ['call.proposal-received']);
  });

  test('a CSO that sends its proposal a minute after the last day, in Bogota, is late', () => {
    const asCso = { role: 'cso' as const, party: 'cso', actor: 'luz' };
    const send = (now: string) => ({ ...asCso, now: instant(now) });
    given(ready(), call())
      .when('proposal.submit', proposalBody('p-1', asking('40000')), send('2026-02-21T05:00:30.000000Z'))
      .rejects('call-not-open', { call: 'call-1', date: '2026-02-21', opensOn: '2026-02-01', closesOn: '2026-02-20' })
      .when('proposal.submit', proposalBody('p-1', asking('40000')), send('2026-02-21T04:59:30.000000Z'))
      .givesEach(['proposal.submitted'], ['call.proposal-received']);
  });

  test('what proposals are judged by does not change once somebody has applied', () => {
    given(ready(), call(), rich('p-1', '40000'))
      .when('call.amend', { callId: 'call-1', threshold: '7', valueDate: '2026-02-11' })
      .rejects('call-has-proposals', { call: 'call-1', proposals: 1, members: ['threshold'] })
      .when('call.amend', { callId: 'call-1', closesOn: '2026-02-28', valueDate: '2026-02-11' })
      .gives('call.amended', { closesOn: '2026-02-28' });
  });
});

describe('who judges', () => {
  test('an assessor who declares a conflict takes no part, and the proposal waits for a second opinion', () => {
    const conflict = { proposalId: 'p-1', nature: 'Fue miembro de su junta directiva' };
    const told = given(ready(), call(), rich('p-1', '40000'), rich('p-2', '30000'), closed, ...scored('p-2', 5, 5))
      .and(assessed('p-1', 'eva', 9, 9), after('proposal.declare-conflict', conflict, { actor: 'leo', role: 'assessor' }))
      .when(
        'proposal.assess',
        {
          proposalId: 'p-1',
          scores: [
            { criterion: 'relevance', score: 10 },
            { criterion: 'capacity', score: 10 },
          ],
        },
        { actor: 'leo' },
      );
    told
      .rejects('assessor-in-conflict', { assessor: 'leo', proposal: 'p-1' })
      .and(ranked)
      .when('proposal.award', { proposalId: 'p-1', reasons, minute }, decider)
      .rejects('proposal-not-funded', { proposal: 'p-1', standing: 'not-assessed' });
  });

  test('a conflict declared after the ranking stops the award until somebody else has judged, and it keeps its place if no worse', () => {
    const conflict = { proposalId: 'p-1', nature: 'Es prima de la directora' };
    const anew = (score: number) => [
      { criterion: 'relevance', score },
      { criterion: 'capacity', score },
    ];
    const award = { proposalId: 'p-1', reasons, minute };
    given(ready(), call(), rich('p-1', '40000'), rich('p-2', '50000'), closed)
      .and(...scored('p-1', 9, 9), ...scored('p-2', 7, 7), ranked)
      .and(after('proposal.declare-conflict', conflict, { actor: 'leo', role: 'assessor' }))
      .when('proposal.award', award, decider)
      .rejects('ranking-outdated', { call: 'call-1', proposal: 'p-1', ranked: '9.00', score: '9.00', has: 1, needed: 2 })
      .when('proposal.assess', { proposalId: 'p-2', scores: anew(8) }, { actor: 'ines' })
      .rejects('wrong-status', { thing: 'call', id: 'call-1', status: 'ranked', expected: 'closed' })
      .and(assessed('p-1', 'ines', 4, 4))
      .when('proposal.award', award, decider)
      .rejects('ranking-outdated', { call: 'call-1', proposal: 'p-1', ranked: '9.00', score: '6.50', has: 2, needed: 2 })
      .and(ranked)
      .when('proposal.award', { ...award, proposalId: 'p-2' }, decider)
      .gives('proposal.awarded', { from: 'line' });
  });

  test('a conflict declared after the assessment takes it out of the count', () => {
    const conflict = { proposalId: 'p-1', nature: 'Es prima de la directora' };
    given(ready(), call(), rich('p-1', '40000'), closed, ...scored('p-1', 9, 9))
      .and(after('proposal.declare-conflict', conflict, { actor: 'leo', role: 'assessor' }), ranked)
      .when('proposal.award', { proposalId: 'p-1', reasons, minute }, decider)
      .rejects('proposal-not-funded', { proposal: 'p-1', standing: 'not-assessed' });
  });
});

describe('in which order the money goes', () => {
  /** Of 80,000: the best asks for 50,000, the second for 30,000, the third for 30,000. */
  const three: readonly Step[] = [
    ...ready(),
    call(),
    rich('best', '50000'),
    rich('second', '30000', { lead: 'coop' }),
    rich('third', '30000', { lead: 'bystander' }),
    closed,
    ...scored('best', 9, 9),
    ...scored('second', 8, 8),
    ...scored('third', 7, 7),
    ranked,
  ];

  test('the two best are paid from 80,000; the third, in reserve, gets its turn when one is withdrawn', () => {
    given(three)
      .when('proposal.award', { proposalId: 'third', reasons, minute }, decider)
      .rejects('award-exceeds-call', {
        call: 'call-1',
        currency: 'USD',
        awarded: '30000.00',
        room: '0.00',
        missing: '30000.00',
      })
      .and(awarded('best'), awarded('second'), after('proposal.withdraw', { proposalId: 'second' }))
      .when('proposal.award', { proposalId: 'third', reasons, minute }, decider)
      .gives('proposal.awarded', { amount: usd('30000'), from: 'reserve', reasons })
      .leaves({ 'allocated:none:general': '80000.00', 'committed:none:g-1': '0.00' });
  });

  test('equal to the hundredth at the funding line, two proposals wait for the committee to break the tie', () => {
    const onRelevance = { tieBreaks: [] };
    const decided = { callId: 'call-1', ties: [['two', 'one']] };
    given(ready(), call(onRelevance), rich('one', '50000'), rich('two', '50000', { lead: 'coop' }), closed)
      .and(...scored('one', 8, 8), ...scored('two', 8, 8), ranked)
      .when('proposal.award', { proposalId: 'one', reasons, minute }, decider)
      .rejects('ranking-has-ties', { call: 'call-1', proposals: ['one', 'two'] })
      .when('call.rank', decided)
      .rejects('minute-missing', { command: 'call.rank' })
      .when('call.rank', { ...decided, minute })
      .gives('call.ranked', { funded: usd('50000') })
      .when('proposal.award', { proposalId: 'two', reasons, minute }, decider)
      .gives('proposal.awarded', { from: 'line' });
  });

  test('a CSO that is suspended between the ranking and the award gets none, and the committee declines it with its reasons', () => {
    const suspended = after(
      'partner.suspend',
      { partnerId: 'cso', effect: 'new-grants', reason: 'accounts-overdue' },
      {},
      'registry',
    );
    given(three, suspended)
      .when('proposal.award', { proposalId: 'best', reasons, minute }, decider)
      .rejects('partner-suspended', { partner: 'cso', effect: 'new-grants' })
      .and(declined('best'))
      .when('proposal.award', { proposalId: 'second', reasons, minute }, decider)
      .gives('proposal.awarded', { from: 'line' });
  });

  test('an award and a refusal have reasons that are published, and rest on a minute', () => {
    given(three)
      .when('proposal.award', { proposalId: 'best', reasons }, decider)
      .rejects('minute-missing', { command: 'proposal.award' })
      .when('proposal.award', { proposalId: 'best', reasons, minute }, decider)
      .gives('proposal.awarded', { reasons })
      .when('proposal.decline', { proposalId: 'third', minute }, decider)
      .isWrongIn('reasons')
      .when('proposal.decline', { proposalId: 'third', reasons, minute }, decider)
      .gives('proposal.declined', { reasons });
  });

  test('a grant on an award of 50,000 is of 50,000 at most, also once it is amended', () => {
    const more = (amount: string, total: string) => ({
      grantId: 'g-1',
      increase: [{ amount: usd(amount) }],
      instalments: [{ id: 'first', kind: 'advance', amount: usd(total), dueDate: '2026-03-01' }],
    });
    const over = { proposal: 'best', currency: 'USD', awarded: '50000.00' };
    given(three, awarded('best'))
      .when('grant.sign', grantOn('best', '51000'))
      .rejects('grant-exceeds-award', { ...over, grant: '51000.00' })
      .and(signed('45000', { proposalId: 'best' }))
      .when('grant.amend', more('6000', '51000'))
      .rejects('grant-exceeds-award', { ...over, grant: '51000.00' })
      .when('grant.amend', more('5000', '50000'))
      .gives('grant.amended', { amount: usd('50000') })
      .leaves({ 'committed:none:g-1': '50000.00', 'allocated:none:general': '30000.00' });
  });

  test('a grant of a call is not raised with money of another window either', () => {
    given(three, awarded('best'), signed('45000', { proposalId: 'best' }))
      .and(...funded('9000', { contributionId: 'c-w', earmark: 'water' }), allocated('9000', { earmark: 'water' }))
      .when('grant.amend', {
        grantId: 'g-1',
        increase: [{ earmark: 'water', amount: usd('1000') }],
        instalments: [{ id: 'first', kind: 'advance', amount: usd('46000'), dueDate: '2026-03-01' }],
      })
      .rejects('funding-outside-call', {
        call: 'call-1',
        callWindow: 'general',
        callEarmarks: ['none'],
        window: 'general',
        earmark: 'water',
      });
  });

  test('a CSO that was refused complains, somebody else answers, and what was wrong is decided anew', () => {
    const complaint = { complaintId: 'q-1', about: { proposalId: 'third' }, complainant: 'bystander', text: 'Se sumó mal.' };
    const asCso = { role: 'cso' as const, party: 'bystander', actor: 'rosa' };
    const answer = { complaintId: 'q-1', outcome: 'upheld', answer: 'Tiene razón.' };
    given(three, awarded('best'), declined('third'))
      .when('complaint.file', complaint, asCso)
      .gives('complaint.filed', { complainant: 'bystander' })
      .when('complaint.answer', answer, decider)
      .rejects('answerer-involved', { actor: 'dora', about: 'third' })
      .when('complaint.answer', answer, { actor: 'ines' })
      .givesEach(['complaint.answered', { outcome: 'upheld' }], ['proposal.reopened'])
      // The second, above the line, keeps its 30,000: nothing is left until it is decided.
      .when('proposal.award', { proposalId: 'third', reasons, minute }, decider)
      .rejects('award-exceeds-call', {
        call: 'call-1',
        currency: 'USD',
        awarded: '30000.00',
        room: '0.00',
        missing: '30000.00',
      })
      .and(declined('second'))
      .when('proposal.award', { proposalId: 'third', reasons, minute }, decider)
      .gives('proposal.awarded', { from: 'complaint', amount: usd('30000') });
  });
});

describe('a national call', () => {
  test('2,000 proposals are ranked in one go though hundreds are tied, and the committee orders those that the line cuts', () => {
    const ids = Array.from({ length: 2_000 }, (_, n) => `association-for-drinking-water-${n}`.padEnd(64, 'x'));
    const second = ids.filter((_, n) => n % 2 === 1);
    const told = given(ready(), call({ tieBreaks: [], reserve: 50 }))
      .and(...ids.map((id) => rich(id, '60')), closed)
      .and(...ids.flatMap((id, n) => scored(id, n % 2 === 0 ? 9 : 8, 7)), ranked);
    const parts = told.book.events('fund-1').filter((each) => each.type.startsWith('call.rank'));
    assert.deepEqual([parts.length, parts.at(-1)!.type], [10, 'call.ranking-continued']);
    for (const each of parts) assert.ok(Buffer.byteLength(recordText(each)) < batchLimits.eventBytes);
    const { ranking } = told.book.state('fund-1', 'call:call-1') as { ranking: Ranking };
    assert.deepEqual([ranking.places.length, ...ranking.ties.map((tie) => tie.proposals.length)], [2_000, 1_000, 1_000]);
    const award = (proposalId: string) => ({ proposalId, reasons, minute });
    told
      .when('proposal.award', award(second[7]!), decider)
      .rejects('ranking-has-ties', { call: 'call-1', proposals: second })
      .and(after('call.rank', { callId: 'call-1', ties: [second.toReversed()], minute }))
      .when('proposal.award', award(second.at(-1)!), decider)
      .gives('proposal.awarded', { from: 'line' });
  });
});

describe('without a call', () => {
  test('CSOs propose what nobody called for, the committee awards 20,000 of 25,000 on a stated ground, and a grant is signed', () => {
    const { callId: _, ...unsolicited } = proposalBody('p-1', asking('25000'));
    const award = { proposalId: 'p-1', amount: usd('20000'), reasons, minute };
    given(ready())
      .when('proposal.submit', unsolicited)
      .gives('proposal.submitted', { call: undefined })
      .when('proposal.award-directly', award, decider)
      .isWrongIn('ground')
      .when('proposal.award-directly', { ...award, ground: 'joint-committee' }, decider)
      .gives('proposal.awarded-directly', { amount: usd('20000'), ground: 'joint-committee', reasons })
      .when('grant.sign', grantOn('p-1', '25000'))
      .rejects('grant-exceeds-award', { proposal: 'p-1', currency: 'USD', awarded: '20000.00', grant: '25000.00' })
      .when('grant.sign', grantOn('p-1', '20000'))
      .givesEach(['grant.signed', { proposal: 'p-1', amount: usd('20000') }], ['proposal.granted', { grant: 'g-1' }])
      .leaves({ 'committed:none:g-1': '20000.00' });
  });

  test('a fund that awards up to 15,000 without a call refuses 20,000, says by how much, and awards 15,000', () => {
    const { callId: _, ...unsolicited } = proposalBody('p-1', asking('25000'));
    const award = { proposalId: 'p-1', ground: 'joint-committee', reasons, minute };
    given(ready(), after('fund.amend-rules', { policy: { directAwards: { upTo: usd('15000') } } }))
      .and(after('proposal.submit', unsolicited))
      .when('proposal.award-directly', { ...award, amount: usd('20000') }, decider)
      .rejects('direct-award-exceeds', {
        proposal: 'p-1',
        currency: 'USD',
        awarded: '20000.00',
        upTo: '15000.00',
        missing: '5000.00',
      })
      .when('proposal.award-directly', { ...award, amount: usd('15000') }, decider)
      .gives('proposal.awarded-directly', { amount: usd('15000') });
  });
});
