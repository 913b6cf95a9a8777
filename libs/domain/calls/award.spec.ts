import { describe, test } from '@jest/globals';
import {
  aCall,
  asking,
  assessed,
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
import { aFund, after, allocated, anActivity, funded, given, grantBody, lastOf, usd } from '../../../test/support/given.js';

/** p-1 with 9 and p-2 with 8 are above the line; p-3 and p-4 in reserve, p-5 below. Each asks for 400 of 1000. */
const five = ['p-1', 'p-2', 'p-3', 'p-4', 'p-5'];
const call = [
  ...aFund(),
  aCall({ reserve: 2 }),
  ...five.map((id) => proposed(id, asking('400'))),
  closed,
  ...five.flatMap((id, index) => scored(id, 9 - index, 9 - index)),
];
const inOrder = [...call, ranked];
const award = (proposalId: string, more: object = {}) => ({ proposalId, reasons, minute, ...more });

describe('an award', () => {
  test('is of what was requested, or less, with reasons, by the ranking', () => {
    given(inOrder)
      .when('proposal.award', award('p-1'), decider)
      .gives('proposal.awarded', { call: 'call-1', amount: usd('400'), from: 'line', reasons })
      .posts()
      .when('proposal.award', award('p-2', { amount: usd('350') }), decider)
      .gives('proposal.awarded', { amount: usd('350'), from: 'line' })
      .when('proposal.award', award('p-2'), decider)
      .rejects('wrong-status', { thing: 'proposal', id: 'p-2', status: 'awarded', expected: 'submitted' });
  });

  test('is never of more than was requested', () => {
    given(inOrder)
      .when('proposal.award', award('p-1', { amount: usd('401') }), decider)
      .rejects('award-exceeds-request', { proposal: 'p-1', currency: 'USD', awarded: '401.00', requested: '400.00' });
  });

  test('rests on a minute', () => {
    for (const type of ['proposal.award', 'proposal.decline']) {
      given(inOrder)
        .when(type, award('p-1', { minute: undefined }), decider)
        .rejects('minute-missing', { command: type });
    }
  });

  test('is decided by somebody who neither assessed the proposal nor has a conflict in it', () => {
    given(inOrder)
      .when('proposal.award', award('p-1'), { actor: 'eva' })
      .rejects('decider-is-assessor', { actor: 'eva', proposal: 'p-1' })
      .when('proposal.decline', award('p-1'), { actor: 'leo' })
      .rejects('decider-is-assessor', { actor: 'leo', proposal: 'p-1' })
      .and(after('proposal.declare-conflict', { proposalId: 'p-1', nature: 'x', assessor: 'dora' }, { role: 'fund-manager' }))
      .when('proposal.award', award('p-1'), decider)
      .rejects('assessor-in-conflict', { assessor: 'dora', proposal: 'p-1' });
  });

  test('is not made on an assessment of somebody who declared a conflict since the ranking', () => {
    const outdated = { call: 'call-1', proposal: 'p-2', ranked: '8.00', needed: 2 };
    given(inOrder, after('proposal.declare-conflict', { proposalId: 'p-2', nature: 'x' }, { actor: 'leo' }))
      .when('proposal.award', award('p-2'), decider)
      .rejects('ranking-outdated', { ...outdated, score: '8.00', has: 1 })
      .and(assessed('p-2', 'omar', 7, 7))
      .when('proposal.award', award('p-2'), decider)
      .rejects('ranking-outdated', { ...outdated, score: '7.50', has: 2 })
      .and(ranked)
      .when('proposal.award', award('p-2'), decider)
      .gives('proposal.awarded', { from: 'line' });
  });

  test('waits for the ranking', () => {
    given(call)
      .when('proposal.award', award('p-1'), decider)
      .rejects('wrong-status', { thing: 'call', id: 'call-1', status: 'closed', expected: 'ranked' });
  });

  test('is for those above the line or in reserve', () => {
    given(inOrder)
      .when('proposal.award', award('p-5'), decider)
      .rejects('proposal-not-funded', { proposal: 'p-5', standing: 'unfunded' });
    given(aFund(), aCall({ threshold: '6' }), proposed('p-1'), proposed('p-2'), closed, scored('p-1', 5, 5), ranked)
      .when('proposal.award', award('p-1'), decider)
      .rejects('proposal-not-funded', { proposal: 'p-1', standing: 'below-threshold' })
      .when('proposal.award', award('p-2'), decider)
      .rejects('proposal-not-funded', { proposal: 'p-2', standing: 'not-assessed' });
  });
});

describe('the reserve', () => {
  test('is next when money comes free, in its order', () => {
    given(inOrder, awarded('p-1'))
      .when('proposal.award', award('p-3'), decider)
      .rejects('award-exceeds-call', { call: 'call-1', currency: 'USD', awarded: '400.00', room: '200.00', missing: '200.00' })
      .and(declined('p-2'))
      .when('proposal.award', award('p-4'), decider)
      .rejects('reserve-not-next', { proposal: 'p-4', next: 'p-3' })
      .when('proposal.award', award('p-3'), decider)
      .gives('proposal.awarded', { from: 'reserve', amount: usd('400') });
  });

  test('gets what is left, where that is less than it asked for', () => {
    given(inOrder, awarded('p-1'), awarded('p-2'))
      .when('proposal.award', award('p-3', { amount: usd('200') }), decider)
      .gives('proposal.awarded', { from: 'reserve', amount: usd('200') });
  });
});

describe('an award without a call', () => {
  const unsolicited = proposed('p-1', { callId: undefined });
  const directly = (more: object = {}) => award('p-1', { ground: 'joint-committee', ...more });

  test('says on which ground it rests', () => {
    given(aFund(), unsolicited)
      .when('proposal.award-directly', directly(), decider)
      .gives('proposal.awarded-directly', { amount: usd('400'), ground: 'joint-committee', reasons });
  });

  test('is not made of a proposal that answers a call, nor the other way round', () => {
    given(inOrder, proposed('p-9', { callId: undefined }))
      .when('proposal.award-directly', directly(), decider)
      .rejects('award-within-call', { proposal: 'p-1', call: 'call-1' })
      .when('proposal.award', award('p-9'), decider)
      .rejects('award-without-call', { proposal: 'p-9' });
  });

  test('stays within what the fund awards without a call', () => {
    given(aFund({ policy: { directAwards: { upTo: usd('300') } } }), unsolicited)
      .when('proposal.award-directly', directly(), decider)
      .rejects('direct-award-exceeds', {
        proposal: 'p-1',
        currency: 'USD',
        awarded: '400.00',
        upTo: '300.00',
        missing: '100.00',
      })
      .when('proposal.award-directly', directly({ amount: usd('300') }), decider)
      .gives('proposal.awarded-directly', { amount: usd('300') });
  });

  test('needs the assessments that the fund asks for', () => {
    const assess = (actor: string) => after('proposal.assess', { proposalId: 'p-1', recommendation: 'award' }, { actor });
    given(aFund({ policy: { assessments: { atLeast: 2 } } }), unsolicited, assess('eva'))
      .when('proposal.award-directly', directly(), decider)
      .rejects('assessments-missing', { proposal: 'p-1', has: 1, needed: 2 })
      .and(assess('leo'))
      .when('proposal.award-directly', directly(), decider)
      .gives('proposal.awarded-directly');
  });
});

describe('a refusal', () => {
  test('has published reasons', () => {
    given(inOrder).when('proposal.decline', award('p-1'), decider).gives('proposal.declined', { reasons });
  });

  test('of a proposal in a call comes when the call has closed', () => {
    given(aFund(), aCall(), proposed('p-1'))
      .when('proposal.decline', award('p-1'), decider)
      .rejects('wrong-status', { thing: 'call', id: 'call-1', status: 'open', expected: 'closed, ranked, cancelled' });
    given(aFund(), aCall(), proposed('p-1'), closed, assessed('p-1', 'eva', 1, 1)).and(declined('p-1'));
  });
});

describe('a grant on an award', () => {
  const ready = [...inOrder, awarded('p-1', { amount: usd('300') }), ...funded('1000'), allocated('800'), ...anActivity];
  const sign = (amount: string, more: object = {}) => grantBody(amount, { proposalId: 'p-1', ...more });

  test('is noted on the proposal', () => {
    given(ready)
      .when('grant.sign', sign('300'))
      .givesEach(['grant.signed', { proposal: 'p-1', executor: 'cso' }], ['proposal.granted', { grant: 'g-1' }]);
  });

  test("takes the call's rule of co-financing, in the place of the fund's", () => {
    const rule = { ownShare: '10', whenShort: 'warn' as const };
    const awarded_ = [aCall({ cofinancing: rule }), proposed('p-1', asking('400')), closed, ...scored('p-1', 9, 9), ranked];
    given(
      aFund({ policy: { cofinancing: { ownShare: '50' } } }),
      awarded_,
      awarded('p-1', { amount: usd('300') }),
      funded('1000'),
      allocated('800'),
      anActivity,
    )
      .when('grant.sign', sign('300'))
      .givesEach(['grant.signed', { cofinancing: rule }], ['proposal.granted', { grant: 'g-1' }]);
  });

  test('is of the award at most, and to the lead or its fiscal agent', () => {
    given(ready)
      .when('grant.sign', sign('301'))
      .rejects('grant-exceeds-award', { proposal: 'p-1', currency: 'USD', grant: '301.00', awarded: '300.00' })
      .when('grant.sign', sign('300', { payee: 'agent' }))
      .rejects('grant-not-to-lead', { proposal: 'p-1', lead: 'cso', executor: 'coop' })
      .when('grant.sign', sign('300', { proposalId: 'p-2' }))
      .rejects('wrong-status', { thing: 'proposal', id: 'p-2', status: 'submitted', expected: 'awarded' });
  });

  test('is paid from the window and earmarks of the call', () => {
    given(ready, allocated('100', { window: 'small' }))
      .when('grant.sign', sign('100', { funding: [{ window: 'small', amount: usd('100') }] }))
      .rejects('funding-outside-call', {
        call: 'call-1',
        callWindow: 'general',
        callEarmarks: ['none'],
        window: 'small',
        earmark: 'none',
      });
  });

  test('is signed once, unless the one before was reversed', () => {
    const signed = given(ready, after('grant.sign', sign('300')));
    signed
      .when('grant.sign', sign('300', { grantId: 'g-2' }))
      .rejects('proposal-granted', { proposal: 'p-1', grant: 'g-1' })
      .when('proposal.withdraw', { proposalId: 'p-1' }, { role: 'fund-manager' })
      .rejects('proposal-granted', { proposal: 'p-1', grant: 'g-1' })
      .and(after('event.reverse', { position: lastOf(signed.book, 'grant.signed') }))
      .when('grant.sign', sign('250', { grantId: 'g-2' }))
      .givesEach(['grant.signed', { proposal: 'p-1' }], ['proposal.granted', { grant: 'g-2' }]);
  });
});
