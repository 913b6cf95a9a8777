import { describe, test } from '@jest/globals';
import {
  aCall,
  asking,
  awarded,
  callBody,
  closed,
  declined,
  minute,
  proposed,
  ranked,
  scored,
} from '../../../test/support/calls.js';
import { aFund, after, given, usd } from '../../../test/support/given.js';

const title = { en: 'New title' };

describe('a call', () => {
  test('is opened with its rules: eligibility, weighted criteria, ceilings, what breaks a tie', () => {
    given(aFund())
      .when(
        'call.open',
        callBody({
          window: 'small',
          earmarks: ['water', 'none', 'water'],
          mostPerProposal: usd('500'),
          leastPerProposal: usd('100'),
          eligibility: { kinds: ['ngo', 'cooperative'], countries: ['CO', 'HN'] },
          threshold: '6.5',
          cofinancing: { ownShare: '20', mostInKind: '50' },
        }),
      )
      .gives('call.opened', {
        title: callBody()['title'],
        description: undefined,
        window: 'small',
        earmarks: ['water', 'none'],
        opensOn: '2026-02-01',
        closesOn: '2026-02-20',
        total: usd('1000'),
        mostPerProposal: usd('500'),
        leastPerProposal: usd('100'),
        eligibility: { kinds: ['ngo', 'cooperative'], countries: ['CO', 'HN'] },
        criteria: callBody()['criteria'],
        scores: { least: 0, most: 10 },
        threshold: '6.50',
        tieBreaks: ['heaviest-criterion', 'earlier-submission'],
        assessments: 2,
        reserve: 1,
        cofinancing: { ownShare: '20', mostInKind: '50', whenShort: 'hold' },
      })
      .posts();
  });

  test('asks for as many assessments as the fund does, unless it says so itself', () => {
    const strict = aFund({ policy: { assessments: { atLeast: 3 } } });
    given(strict).when('call.open', callBody()).gives('call.opened', { assessments: 3 });
    given(strict)
      .when('call.open', callBody({ assessments: 4 }))
      .gives('call.opened', { assessments: 4 });
  });

  test('asks for two at least, and for no fewer than the fund', () => {
    given(aFund({ policy: { assessments: { atLeast: 3 } } }))
      .when('call.open', callBody({ assessments: 1 }))
      .isWrongIn('assessments')
      .when('call.open', callBody({ assessments: 2 }))
      .rejects('too-few-assessments', { call: 'call-1', given: 2, atLeast: 3 })
      .and(aCall())
      .when('call.amend', { callId: 'call-1', assessments: 2, valueDate: '2026-02-01' })
      .rejects('too-few-assessments', { call: 'call-1', given: 2, atLeast: 3 });
  });

  test('names a window, earmarks and a currency of the fund, once', () => {
    given(aFund())
      .when('call.open', callBody({ window: 'large' }))
      .rejects('window-unknown', { window: 'large', known: ['general', 'administration', 'small'] })
      .when('call.open', callBody({ earmarks: ['roads'] }))
      .rejects('earmark-unknown', { earmark: 'roads', known: ['none', 'water', 'women'] })
      .when('call.open', callBody({ total: { amount: '10', currency: 'EUR' } }))
      .rejects('currency-mismatch', { currency: 'EUR', thing: 'call', id: 'call-1', expected: 'USD' })
      .when('call.open', callBody({ closesOn: '2026-01-31' }))
      .rejects('period-reversed', { start: '2026-02-01', end: '2026-01-31' })
      .and(aCall())
      .when('call.open', callBody())
      .rejects('id-taken', { thing: 'call', id: 'call-1' });
  });

  test('has ranges that stand upright', () => {
    const range = (member: string, least: string, most: string) => ({ call: 'call-1', member, least, most });
    given(aFund())
      .when('call.open', callBody({ mostPerProposal: usd('1001') }))
      .rejects('range-reversed', range('mostPerProposal', '1001.00', '1000.00'))
      .when('call.open', callBody({ mostPerProposal: usd('50'), leastPerProposal: usd('51') }))
      .rejects('range-reversed', range('leastPerProposal', '51.00', '50.00'))
      .when('call.open', callBody({ scores: { least: 5, most: 5 } }))
      .rejects('range-reversed', range('scores', '5', '5'))
      .when('call.open', callBody({ scores: { least: 1, most: 5 }, threshold: '5.01' }))
      .rejects('range-reversed', range('threshold', '5.01', '5'));
  });

  test('has criteria whose weights sum to 100, each once', () => {
    const criteria = (...weights: readonly number[]) => weights.map((weight, index) => ({ id: `c${index}`, title, weight }));
    given(aFund())
      .when('call.open', callBody({ criteria: criteria(60, 30) }))
      .isWrongIn('criteria')
      .when('call.open', callBody({ criteria: criteria(50, 50).map((each) => ({ ...each, id: 'c' })) }))
      .isWrongIn('criteria')
      .when('call.open', callBody({ criteria: criteria(100), tieBreaks: ['lowest-request', 'lowest-request'] }))
      .isWrongIn('tieBreaks');
  });
});

describe('a call that is open', () => {
  test('is amended, its last day only to a later one', () => {
    given(aFund(), aCall({ closesOn: '2026-03-10' }))
      .when('call.amend', { callId: 'call-1', title, closesOn: '2026-03-15', total: usd('1200') })
      .gives('call.amended', { title, closesOn: '2026-03-15', total: usd('1200'), criteria: undefined })
      .when('call.amend', { callId: 'call-1', closesOn: '2026-03-14' })
      .rejects('call-not-shortened', { call: 'call-1', closesOn: '2026-03-15', given: '2026-03-14' })
      .when('call.amend', { callId: 'call-1', closesOn: '2026-03-15' })
      .writesNothing()
      .when('call.amend', { callId: 'call-1', mostPerProposal: usd('1201') })
      .rejects('range-reversed', { call: 'call-1', member: 'mostPerProposal', least: '1201.00', most: '1200.00' });
  });

  test('keeps what proposals are judged by, once there is one', () => {
    given(aFund(), aCall({ closesOn: '2026-03-10' }), proposed('p-1'))
      .when('call.amend', { callId: 'call-1', total: usd('1200'), tieBreaks: [] })
      .rejects('call-has-proposals', { call: 'call-1', members: ['total', 'tieBreaks'], proposals: 1 })
      .when('call.amend', { callId: 'call-1', title, closesOn: '2026-03-15', reserve: 3 })
      .gives('call.amended', { title, closesOn: '2026-03-15', reserve: 3 });
  });

  test('is not amended when its last day is over', () => {
    given(aFund(), aCall())
      .when('call.amend', { callId: 'call-1', title })
      .rejects('call-not-open', { call: 'call-1', date: '2026-03-02', opensOn: '2026-02-01', closesOn: '2026-02-20' });
  });

  test('is closed when its last day is over, once', () => {
    given(aFund(), aCall())
      .when('call.close', { callId: 'call-1', valueDate: '2026-02-20' })
      .rejects('call-still-open', { call: 'call-1', date: '2026-02-20', closesOn: '2026-02-20' })
      .when('call.close', { callId: 'call-1', valueDate: '2026-02-21' })
      .gives('call.closed')
      .when('call.close', { callId: 'call-1' })
      .writesNothing()
      .when('call.amend', { callId: 'call-1', title })
      .rejects('wrong-status', { thing: 'call', id: 'call-1', status: 'closed', expected: 'open' });
  });
});

describe('the ranking of a call', () => {
  const three = [
    ...aFund(),
    aCall(),
    proposed('p-1'),
    proposed('p-2', { lead: 'coop' }),
    proposed('p-3', { lead: 'agent' }),
    closed,
  ];

  test('lists every proposal in order, with the funding line and the reserve', () => {
    given(three, scored('p-1', 6, 6), scored('p-2', 9, 8), scored('p-3', 7, 7))
      .when('call.rank', { callId: 'call-1' })
      .gives('call.ranked', {
        places: [
          { proposal: 'p-2', place: 1, score: '8.60', assessments: 2, standing: 'funded' },
          { proposal: 'p-3', place: 2, score: '7.00', assessments: 2, standing: 'funded' },
          { proposal: 'p-1', place: 3, score: '6.00', assessments: 2, standing: 'reserve' },
        ],
        ties: [],
        total: usd('1000'),
        funded: usd('800'),
      })
      .posts()
      .when('call.rank', { callId: 'call-1' })
      .writesNothing();
  });

  test('leaves out who withdrew or was declined', () => {
    given(
      three,
      scored('p-1', 6, 6),
      scored('p-3', 7, 7),
      after('proposal.withdraw', { proposalId: 'p-1' }, { role: 'fund-manager' }),
    )
      .and(declined('p-3'))
      .when('call.rank', { callId: 'call-1' })
      .gives('call.ranked', {
        places: [{ proposal: 'p-2', assessments: 0, standing: 'not-assessed' }],
        funded: usd('0'),
      });
  });

  test('takes the order of the body, with its minute, where nothing else tells proposals apart', () => {
    const tied = given(three, scored('p-1', 7, 7), scored('p-2', 9, 8), scored('p-3', 7, 7));
    tied
      .when('call.rank', { callId: 'call-1', ties: [['p-3', 'p-1']] })
      .rejects('minute-missing', { command: 'call.rank' })
      .when('call.rank', { callId: 'call-1', ties: [['p-2', 'p-1']], minute })
      .rejects('no-such-tie', { call: 'call-1', proposals: ['p-2', 'p-1'] })
      .when('call.rank', { callId: 'call-1', ties: [['p-1', 'p-1']], minute })
      .rejects('no-such-tie', { call: 'call-1', proposals: ['p-1', 'p-1'] })
      .when('call.rank', { callId: 'call-1' })
      .gives('call.ranked', { ties: [{ score: '7.00', proposals: ['p-1', 'p-3'], brokenBy: 'open' }] })
      .when('proposal.award', { proposalId: 'p-2', reasons: title, minute })
      .rejects('ranking-has-ties', { call: 'call-1', proposals: ['p-1', 'p-3'] })
      .when('call.rank', { callId: 'call-1', ties: [['p-3', 'p-1']], minute })
      .gives('call.ranked', {
        places: [
          { proposal: 'p-2', place: 1, score: '8.60', assessments: 2, standing: 'funded' },
          { proposal: 'p-3', place: 2, score: '7.00', assessments: 2, standing: 'funded' },
          { proposal: 'p-1', place: 3, score: '7.00', assessments: 2, standing: 'reserve' },
        ],
        ties: [{ score: '7.00', proposals: ['p-3', 'p-1'], brokenBy: 'body' }],
      });
  });

  test('comes after the close, and stands once something was awarded on it', () => {
    given(aFund(), aCall())
      .when('call.rank', { callId: 'call-1' })
      .rejects('wrong-status', { thing: 'call', id: 'call-1', status: 'open', expected: 'closed, ranked' });
    given(three, scored('p-1', 6, 6), ranked, awarded('p-1'))
      .when('call.rank', { callId: 'call-1' })
      .rejects('call-has-awards', { call: 'call-1', proposals: ['p-1'] })
      .when('call.cancel', { callId: 'call-1', reason: title })
      .rejects('call-has-awards', { call: 'call-1', proposals: ['p-1'] });
  });
});

test('a call is cancelled with a published reason, and its proposals can be declined', () => {
  given(aFund(), aCall(), proposed('p-1', asking('400')))
    .when('call.cancel', { callId: 'call-1', reason: title })
    .gives('call.cancelled', { reason: title })
    .when('call.cancel', { callId: 'call-1', reason: title })
    .rejects('wrong-status', { thing: 'call', id: 'call-1', status: 'cancelled', expected: 'open, closed, ranked' })
    .and(declined('p-1'));
});
