import { describe, expect, test } from '@jest/globals';
import { type Step, aFund, after, allocated, anActivity, funded, given, grantBody, usd } from '../support/given.js';
import { aGrantOf60000, agreedTo, ana, asCso, beto, cost, ordered, paidOut } from '../support/fund-story.js';
import { aCall, asking, awarded, closed, proposed, ranked, scored } from '../support/calls.js';

/** Others bear a fifth of the cost, at most half of that in kind; payments wait for it. */
const aFifth = { ownShare: '20', mostInKind: '50', whenShort: 'hold' as const };

const promised = (cofinancingId: string, amount: string, more: object = {}): Step =>
  after('cofinancing.agree', {
    cofinancingId,
    grantId: 'g-1',
    partner: 'cso',
    origin: 'own',
    form: 'cash',
    amount: usd(amount),
    ...more,
  });
const inKind = { form: 'kind', valuation: { quantity: '200', unit: 'day', method: 'municipal daily wage of 25 dollars' } };
const told = (cofinancingId: string, amount: string, more: object = {}): Step =>
  after('cofinancing.report', { cofinancingId, amount: usd(amount), ...more }, asCso);
const believed = (cofinancingId: string, amount: string): Step =>
  after('cofinancing.accept', { cofinancingId, amount: usd(amount) }, beto);
const given_ = (cofinancingId: string, amount: string, more: object = {}): readonly Step[] => [
  promised(cofinancingId, amount, more),
  told(cofinancingId, amount),
  believed(cofinancingId, amount),
];

/** 30,000 are advanced and 24,000 of them are accepted, so that others have to bear 6,000. */
const accountedFor = (rule: object): readonly Step[] => [
  ...aGrantOf60000({ cofinancing: rule }),
  ...paidOut('d-1', { instalment: 'first' }),
  ...agreedTo('r-1', [cost('works', '24000')]),
];
const second = { disbursementId: 'd-2', bankAccount: 'main' };
const askedAgain = ordered('d-2', { kind: 'advance', amount: usd('5000') });

describe('co-financing', () => {
  test('is asked of nobody where the fund has no rule, and still kept on record where somebody gives', () => {
    given(
      aGrantOf60000(),
      paidOut('d-1', { instalment: 'first' }),
      agreedTo('r-1', [cost('works', '24000')]),
      given_('k-1', '1500'),
      paidOut('d-2', { kind: 'advance', amount: usd('5000') }),
    ).leaves({ 'memo:cofinancing-accepted-cash:g-1:cso:own': '1500.00', 'bank:main': '165000.00' });
  });

  test('agreed, reported and accepted stand beside each other, apart from the money of the fund', () => {
    given(aGrantOf60000(), promised('k-1', '6000'), told('k-1', '4500'))
      .when('cofinancing.accept', { cofinancingId: 'k-1', amount: usd('4000') }, beto)
      .gives('cofinancing.accepted', { partner: 'cso', origin: 'own', form: 'cash', amount: usd('4000') })
      .leaves({
        'memo:cofinancing-agreed-cash:g-1:cso:own': '6000.00',
        'memo:cofinancing-reported-cash:g-1:cso:own': '4500.00',
        'memo:cofinancing-accepted-cash:g-1:cso:own': '4000.00',
        'bank:main': '200000.00',
        resources: '200000.00',
      });
  });

  test('in short supply holds the next payment, and says how much is missing', () => {
    given(accountedFor(aFifth), given_('k-1', '3500'), askedAgain)
      .when('disbursement.pay', second, ana)
      .rejects('cofinancing-short', {
        grant: 'g-1',
        currency: 'USD',
        share: '20',
        required: '6000.00',
        counted: '3500.00',
        missing: '2500.00',
      })
      .and(given_('k-2', '2500'))
      .when('disbursement.pay', second, ana)
      .gives('disbursement.paid', { amount: usd('5000'), cofinancingShort: undefined });
  });

  test('in kind counts up to its ceiling only, however much was given', () => {
    given(accountedFor(aFifth), given_('k-1', '2000'), given_('k-2', '5000', inKind), askedAgain)
      .when('disbursement.pay', second, ana)
      .rejects('cofinancing-short', {
        grant: 'g-1',
        currency: 'USD',
        share: '20',
        required: '6000.00',
        // 2,000 in cash, and of the 5,000 in kind the half of what is required.
        counted: '5000.00',
        missing: '1000.00',
      });
  });

  test('out of public money does not count where the fund asks for money of the CSO’s own', () => {
    given(
      accountedFor({ ownShare: '20', origins: ['own', 'private'], whenShort: 'hold' }),
      given_('k-1', '6000', { origin: 'public', partner: 'coop' }),
      given_('k-2', '1000', { origin: 'private', partner: 'coop' }),
      askedAgain,
    )
      .when('disbursement.pay', second, ana)
      .rejects('cofinancing-short', {
        grant: 'g-1',
        currency: 'USD',
        share: '20',
        required: '6000.00',
        counted: '1000.00',
        missing: '5000.00',
      });
  });

  test('that only warns lets the payment out, and the payment says what was missing', () => {
    given(accountedFor({ ...aFifth, whenShort: 'warn' }), given_('k-1', '3500'), askedAgain)
      .when('disbursement.pay', second, ana)
      .gives('disbursement.paid', { amount: usd('5000'), cofinancingShort: usd('2500') });
  });

  test('is let off with a reason, once a second person agrees and never by the one who proposes', () => {
    const proposal = { waiverId: 'w-1', grantId: 'g-1', amount: usd('2500'), reason: 'La creciente se llevó la cosecha.' };
    const waived = given(accountedFor(aFifth), given_('k-1', '3500'), askedAgain).when('waiver.propose', proposal, ana);
    expect([...waived.book.notes.values()]).toContain('La creciente se llevó la cosecha.');
    waived
      .when('waiver.confirm', { waiverId: 'w-1' }, ana)
      .rejects('approver-is-requester', { actor: 'ana', waiver: 'w-1' })
      .when('disbursement.pay', second, ana)
      .rejects('cofinancing-short', {
        grant: 'g-1',
        currency: 'USD',
        share: '20',
        required: '6000.00',
        counted: '3500.00',
        missing: '2500.00',
      })
      .and(after('waiver.confirm', { waiverId: 'w-1' }, beto))
      .leaves({ 'waived:g-1': '2500.00' })
      .when('disbursement.pay', second, ana)
      .gives('disbursement.paid', { amount: usd('5000') });
  });

  test('fixes what the grant comes to: its share of the total that was accepted, under its ceiling', () => {
    // The CSO spent 30,000 of the grant and 5,000 of its own: a fifth of 35,000 is 7,000, the grant bears 28,000.
    const spent = [
      ...aGrantOf60000({ cofinancing: { ownShare: '20', whenShort: 'hold' } }),
      ...paidOut('d-1', { instalment: 'first' }),
      ...agreedTo('r-1', [cost('works', '30000')]),
      ...given_('k-1', '5000'),
    ];
    given(spent)
      .when('grant.close', { grantId: 'g-1' }, beto)
      .rejects('grant-above-final', { grant: 'g-1', currency: 'USD', paid: '30000.00', final: '28000.00', excess: '2000.00' })
      // What the grant does not bear the CSO bears: it is not the fund's expense, and it counts as money of the CSO's own.
      .when('grant.settle', { grantId: 'g-1' }, beto)
      .gives('grant.settled', {
        settlement: { accepted: usd('30000'), cofinanced: usd('5000'), short: usd('2500'), final: usd('28000') },
        refund: usd('2000'),
        balance: usd('0'),
      })
      .when('grant.close', { grantId: 'g-1' }, beto)
      .rejects('grant-not-settled', {
        grant: 'g-1',
        currency: 'USD',
        advance: '0.00',
        recoverable: '2000.00',
        payable: '0.00',
        ordered: '0.00',
      })
      .and(after('refund.receive', { refundId: 'g-1', amount: usd('2000'), bankAccount: 'main' }, ana))
      .when('grant.close', { grantId: 'g-1' }, beto)
      .gives('grant.closed', {
        amount: usd('28000'),
        settlement: { accepted: usd('28000'), cofinanced: usd('7000'), short: usd('0'), final: usd('28000') },
      })
      .leaves({ 'bank:main': '172000.00', 'recoverable:g-1': '0.00' });
  });

  test('of a call binds the grants of that call, in the place of the rule of the fund', () => {
    const rule = { ownShare: '10', whenShort: 'warn' };
    given(
      aFund({ policy: { cofinancing: aFifth } }),
      funded('200000'),
      allocated('150000'),
      anActivity,
      aCall({ cofinancing: rule, total: usd('60000') }),
      proposed('p-1', asking('60000')),
      closed,
      scored('p-1', 9, 8),
      ranked,
      awarded('p-1'),
    )
      .when('grant.sign', { ...grantBody('60000'), proposalId: 'p-1' })
      .givesEach(['grant.signed', { cofinancing: rule }], ['proposal.granted']);
  });
});
