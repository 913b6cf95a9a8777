import { describe, test } from '@jest/globals';
import { instant } from '#kernel/time';
import {
  aCall,
  asking,
  assessed,
  awarded,
  closed,
  proposalBody,
  proposed,
  ranked,
  scored,
} from '../../../test/support/calls.js';
import { aFund, after, anActivity, given, usd } from '../../../test/support/given.js';

/** The cso itself, on a day in the middle of the call. */
const cso = { role: 'cso', party: 'cso', actor: 'carla', now: instant('2026-02-10T15:00:00.000000Z') } as const;
const manager = { role: 'fund-manager' } as const;
const inCall = [...aFund(), aCall({ eligibility: { kinds: ['ngo'] } })];

describe('a proposal', () => {
  test('is submitted by its lead, with partners, a budget by category, an own contribution and instalments', () => {
    const partners = [{ partner: 'coop', role: 'counterpart' }];
    const instalments = [
      { id: 'first', amount: usd('250'), dueDate: '2026-04-01' },
      { id: 'last', amount: usd('150'), dueDate: '2026-12-01', condition: 'Informe final' },
    ];
    const body = proposalBody('p-1', { partners, instalments, activityId: 'a-1' });
    given(inCall, anActivity)
      .when('proposal.submit', body, cso)
      .givesEach(
        [
          'proposal.submitted',
          {
            call: 'call-1',
            lead: 'cso',
            partners,
            title: body['title'],
            summary: body['summary'],
            activity: 'a-1',
            budget: body['budget'],
            requested: usd('400'),
            own: { cash: usd('60'), kind: usd('40') },
            instalments,
          },
        ],
        ['call.proposal-received', { proposal: 'p-1' }],
      )
      .posts()
      .when('proposal.submit', body, cso)
      .rejects('id-taken', { thing: 'proposal', id: 'p-1' });
  });

  test('may come without a call', () => {
    given(aFund())
      .when('proposal.submit', proposalBody('p-1', { callId: undefined, ...asking('400') }), cso)
      .gives('proposal.submitted', { call: undefined, own: { cash: usd('0'), kind: usd('0') }, instalments: [] });
  });

  test('of another organisation is not sent by a CSO, nor withdrawn', () => {
    given(inCall)
      .when('proposal.submit', proposalBody('p-1', { lead: 'bystander' }), cso)
      .rejects('other-organisation', { partner: 'bystander', party: 'cso' })
      .and(proposed('p-1', { lead: 'bystander' }))
      .when('proposal.withdraw', { proposalId: 'p-1' }, cso)
      .rejects('other-organisation', { partner: 'bystander', party: 'cso' });
  });

  test('names partners of the registry and an activity of the fund', () => {
    given(inCall)
      .when('proposal.submit', proposalBody('p-1', { partners: [{ partner: 'nobody', role: 'executor' }] }), cso)
      .rejects('partner-unknown', { partner: 'nobody' })
      .when('proposal.submit', proposalBody('p-1', { activityId: 'a-9' }), cso)
      .rejects('not-found', { thing: 'activity', id: 'a-9' })
      .when('proposal.submit', proposalBody('p-1', { callId: 'call-9' }), cso)
      .rejects('not-found', { thing: 'call', id: 'call-9' });
  });

  test('has a budget of what is requested and put in, and instalments of what is requested', () => {
    const differs = (member: string, sum: string, expected: string) => ({ member, sum, expected, currency: 'USD' });
    given(inCall)
      .when('proposal.submit', proposalBody('p-1', { requested: usd('399') }), cso)
      .rejects('proposal-does-not-sum', differs('budget', '500.00', '499.00'))
      .when(
        'proposal.submit',
        proposalBody('p-1', { instalments: [{ id: 'i', amount: usd('399'), dueDate: '2026-04-01' }] }),
        cso,
      )
      .rejects('proposal-does-not-sum', differs('instalments', '399.00', '400.00'))
      .when('proposal.submit', proposalBody('p-1', { requested: { amount: '400', currency: 'EUR' } }), cso)
      .rejects('currency-mismatch', { currency: 'EUR', thing: 'proposal', id: 'p-1', expected: 'USD' })
      .when(
        'proposal.submit',
        proposalBody('p-1', {
          budget: [
            { category: 'works', amount: usd('1') },
            { category: 'works', amount: usd('499') },
          ],
        }),
        cso,
      )
      .isWrongIn('budget');
  });
});

describe('the day of a proposal', () => {
  const at = (day: string) => ({ ...cso, now: instant(`${day}T04:59:00.000000Z`) });

  test("is the fund's: the last minute of the last day in Bogota is in time, the next is late", () => {
    given(inCall)
      .when('proposal.submit', proposalBody('p-1'), at('2026-02-21'))
      .givesEach(['proposal.submitted'], ['call.proposal-received']);
    given(inCall)
      .when('proposal.submit', proposalBody('p-1'), at('2026-02-22'))
      .rejects('call-not-open', { call: 'call-1', date: '2026-02-21', opensOn: '2026-02-01', closesOn: '2026-02-20' });
  });

  test('is today for what a CSO sends, so that nothing late is dated early', () => {
    given(inCall)
      .when('proposal.submit', proposalBody('p-1', { valueDate: '2026-02-20' }), at('2026-02-23'))
      .rejects('date-not-today', { date: '2026-02-20', today: '2026-02-22', timeZone: 'America/Bogota' });
  });

  test('is not before the call opens', () => {
    given(aFund(), aCall())
      .when('proposal.submit', proposalBody('p-1', { valueDate: '2026-01-31' }), manager)
      .rejects('call-not-open', { call: 'call-1', date: '2026-01-31', opensOn: '2026-02-01', closesOn: '2026-02-20' });
  });

  test('is when the paper came, for one that a manager enters; not after the call was closed', () => {
    given(inCall)
      .when('proposal.submit', proposalBody('p-1', { valueDate: '2026-02-20' }), manager)
      .givesEach(['proposal.submitted'], ['call.proposal-received'])
      .and(closed)
      .when('proposal.submit', proposalBody('p-2', { valueDate: '2026-02-20' }), manager)
      .rejects('wrong-status', { thing: 'call', id: 'call-1', status: 'closed', expected: 'open' });
  });
});

describe('the rules of a call', () => {
  test('are named, every one that is not met', () => {
    const strict = aCall({
      eligibility: { kinds: ['cooperative'], countries: ['CO'] },
      mostPerProposal: usd('300'),
      cofinancing: { ownShare: '30' },
    });
    given(aFund(), strict)
      .when('proposal.submit', proposalBody('p-1'), cso)
      .rejects('not-eligible', {
        call: 'call-1',
        partner: 'cso',
        failing: ['partner-kind', 'partner-country', 'ceiling', 'own-share'],
      });
    given(aFund(), aCall({ leastPerProposal: usd('401') }))
      .when('proposal.submit', proposalBody('p-1'), cso)
      .rejects('not-eligible', { call: 'call-1', partner: 'cso', failing: ['floor'] });
  });

  test('ask the registry what it knows of the organisation on the day', () => {
    const strict = aCall({ eligibility: { leastYears: 5, verified: true, dueDiligence: true } });
    const told = (type: string, body: object) => after(type, { partnerId: 'cso', ...body }, {}, 'registry');
    const passed = (until: string) => told('partner.record-due-diligence', { outcome: 'passed', risk: 'low', until });
    const since = (year: number) =>
      told('partner.declare-capacity', { capacity: 'water', kind: 'training', description: { en: 'Water' }, since: year });
    given(aFund(), strict, told('partner.suspend', { effect: 'all', reason: 'irregularities' }))
      .when('proposal.submit', proposalBody('p-1'), cso)
      .rejects('not-eligible', {
        call: 'call-1',
        partner: 'cso',
        failing: ['years-active', 'verification', 'due-diligence', 'suspension'],
      });
    const failed = told('partner.record-due-diligence', { outcome: 'failed', risk: 'high', until: '2027-01-01' });
    given(aFund(), strict, failed, since(2022), told('partner.verify', { ground: 'visit', until: '2026-12-31' }))
      .when('proposal.submit', proposalBody('p-1'), cso)
      .rejects('not-eligible', { call: 'call-1', partner: 'cso', failing: ['years-active', 'due-diligence'] })
      .and(since(2021), passed('2026-12-31'))
      .when('proposal.submit', proposalBody('p-1'), cso)
      .givesEach(['proposal.submitted'], ['call.proposal-received']);
  });

  test('count in kind only up to its part of the own share', () => {
    // 20 percent of 500 is 100: 60 in cash and 40 in kind meet it, unless only 30 percent of the share may be in kind.
    given(aFund(), aCall({ cofinancing: { ownShare: '20', mostInKind: '40' } }))
      .when('proposal.submit', proposalBody('p-1'), cso)
      .givesEach(['proposal.submitted'], ['call.proposal-received']);
    given(aFund(), aCall({ cofinancing: { ownShare: '20', mostInKind: '30' } }))
      .when('proposal.submit', proposalBody('p-1'), cso)
      .rejects('not-eligible', { call: 'call-1', partner: 'cso', failing: ['own-share'] });
    given(aFund(), aCall({ cofinancing: { ownShare: '50', whenShort: 'warn' } }))
      .when('proposal.submit', proposalBody('p-1'), cso)
      .givesEach(['proposal.submitted'], ['call.proposal-received']);
  });
});

describe('a proposal that was submitted', () => {
  const amended = (more: object = {}) => {
    const { callId: _, ...body } = proposalBody('p-1', { ...asking('350'), ...more });
    return body;
  };

  test('is amended until the call closes', () => {
    given(inCall, proposed('p-1'))
      .when('proposal.amend', amended(), { ...cso, party: 'coop' })
      .rejects('other-organisation', { partner: 'cso', party: 'coop' })
      .when('proposal.amend', amended(), cso)
      .gives('proposal.amended', { call: 'call-1', requested: usd('350') })
      .when('proposal.amend', amended(), cso)
      .writesNothing()
      .when('proposal.amend', amended({ lead: 'bystander' }), manager)
      .rejects('terms-differ', { thing: 'proposal', id: 'p-1', member: 'lead', expected: 'cso', given: 'bystander' })
      .when('proposal.amend', amended(), { ...cso, now: instant('2026-02-22T15:00:00.000000Z') })
      .rejects('call-not-open', { call: 'call-1', date: '2026-02-22', opensOn: '2026-02-01', closesOn: '2026-02-20' });
  });

  test('is not amended any more when it has been assessed', () => {
    given(aFund(), proposed('p-1', { callId: undefined }))
      .and(after('proposal.assess', { proposalId: 'p-1', recommendation: 'award' }, { actor: 'eva' }))
      .when('proposal.amend', amended(), manager)
      .rejects('proposal-assessed', { proposal: 'p-1' });
  });

  test('is withdrawn by its lead, once, and takes no part any more', () => {
    given(inCall, proposed('p-1'))
      .when('proposal.withdraw', { proposalId: 'p-1' }, cso)
      .gives('proposal.withdrawn')
      .when('proposal.withdraw', { proposalId: 'p-1' }, cso)
      .writesNothing()
      .when('proposal.amend', amended(), cso)
      .rejects('wrong-status', { thing: 'proposal', id: 'p-1', status: 'withdrawn', expected: 'submitted' });
  });

  test('is withdrawn after its award, too, and leaves the money to the next in reserve', () => {
    given(inCall, proposed('p-1', asking('1000')), proposed('p-2', { lead: 'bystander' }), closed)
      .and(scored('p-1', 9, 9), scored('p-2', 8, 8), ranked, awarded('p-1'))
      .when(
        'proposal.award',
        { proposalId: 'p-2', reasons: { es: 'x' }, minute: { body: 'b', minute: '1' } },
        { actor: 'dora' },
      )
      .rejects('award-exceeds-call', { call: 'call-1', currency: 'USD', awarded: '400.00', room: '0.00', missing: '400.00' })
      .and(after('proposal.withdraw', { proposalId: 'p-1' }, manager), awarded('p-2'));
  });
});

test('what was assessed before it is amended in its call does not arise: a call is assessed when it has closed', () => {
  given(inCall, proposed('p-1'))
    .when('proposal.assess', { proposalId: 'p-1', scores: [{ criterion: 'relevance', score: 1 }] }, { actor: 'eva' })
    .rejects('wrong-status', { thing: 'call', id: 'call-1', status: 'open', expected: 'closed' })
    .and(closed, assessed('p-1', 'eva', 5, 5));
});
