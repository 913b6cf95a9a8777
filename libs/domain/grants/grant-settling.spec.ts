import { describe, test } from '@jest/globals';
import {
  type Step,
  aFund,
  accepted,
  after,
  allocated,
  anActivity,
  anAdvance,
  approved,
  ecb,
  eur,
  funded,
  given,
  lastOf,
  paid,
  reversed,
  signed,
  usd,
} from '../../../test/support/given.js';

const beto = { actor: 'beto' };
const settle = { grantId: 'g-1' };
const settled = after('grant.settle', settle, beto);
const grantOf300 = (more: Readonly<Record<string, unknown>> = {}): readonly Step[] => [
  ...aFund(),
  ...funded('1000'),
  allocated('800'),
  ...anActivity,
  signed('300', more),
];
const earned = (amount: string, incomeId = 'p-1'): Step =>
  after('project-income.earn', {
    incomeId,
    grantId: 'g-1',
    source: 'sales',
    what: '2 houses',
    use: 'reduces-grant',
    amount: usd(amount),
  });
const gave = (amount: string, more: object = {}, cofinancingId = 'k-1'): readonly Step[] => [
  after('cofinancing.agree', {
    cofinancingId,
    grantId: 'g-1',
    partner: 'coop',
    origin: 'own',
    form: 'cash',
    amount: usd(amount),
    ...more,
  }),
  after('cofinancing.report', { cofinancingId, amount: usd(amount) }),
  after('cofinancing.accept', { cofinancingId, amount: usd(amount) }, beto),
];
const sent = { refundId: 'f-1', grantId: 'g-1', amount: usd('30'), bankAccount: 'main' };
const returned = (amount: string): Step =>
  after('refund.receive', { refundId: 'g-1', amount: usd(amount), bankAccount: 'main' });

describe('the settlement of a grant', () => {
  test('makes due what was not accounted for, and frees what was not paid, to the cent of each contribution', () => {
    const two = [...funded('100'), ...funded('200', { contributionId: 'c-2' }), allocated('300'), ...anActivity];
    given([...aFund(), ...two, signed('300'), ...paid('d-1', anAdvance('100')), ...accepted('r-1', '70')])
      .when('grant.settle', settle, beto)
      .gives('grant.settled', {
        activity: 'a-1',
        payee: 'cso',
        amount: usd('100'),
        change: usd('-200'),
        settlement: { accepted: usd('70'), final: usd('70') },
        relieved: [],
        lessPayable: usd('0'),
        toRecoverable: usd('0'),
        unspent: usd('30'),
        refund: usd('30'),
        balance: usd('0'),
      })
      .posts(
        'Dr recoverable:g-1 30.00 USD',
        'Cr advance:g-1 30.00 USD',
        'Dr committed:none:g-1 200.00 USD',
        'Cr allocated:none:general 200.00 USD',
        'Dr covered:g-1:c-1 66.67 USD',
        'Cr cover:none:c-1 66.67 USD',
        'Dr covered:g-1:c-2 133.33 USD',
        'Cr cover:none:c-2 133.33 USD',
      )
      .and(returned('30'))
      .when('grant.close', settle)
      .gives('grant.closed', { amount: usd('70'), settlement: { accepted: usd('70'), final: usd('70') } })
      .leaves({ 'allocated:none:general': '230.00', 'covered:g-1:c-2': '46.67' });
  });

  test('takes project income off what is owed first, and the rest is due back', () => {
    const spent = [...grantOf300(), ...paid('d-1', anAdvance('200')), ...accepted('r-1', '230')];
    given(spent, earned('20'))
      .when('grant.settle', settle, beto)
      .gives('grant.settled', {
        amount: usd('210'),
        relieved: [{ earmark: 'none', category: 'project-income', amount: usd('20') }],
        lessPayable: usd('20'),
        toRecoverable: usd('0'),
        refund: usd('0'),
        balance: usd('10'),
      })
      .leaves({ 'expense:none:project-income': '-20.00', 'payable:g-1': '10.00', 'committed:none:g-1': '10.00' });
    given(spent, earned('50'))
      .when('grant.settle', settle, beto)
      .gives('grant.settled', {
        settlement: { accepted: usd('230'), income: usd('50'), final: usd('180') },
        lessPayable: usd('30'),
        toRecoverable: usd('20'),
        refund: usd('20'),
        balance: usd('0'),
      })
      .when('grant.close', settle)
      .rejects('grant-not-settled', {
        grant: 'g-1',
        currency: 'USD',
        advance: '0.00',
        recoverable: '20.00',
        payable: '0.00',
        ordered: '0.00',
      })
      .and(returned('20'))
      .when('grant.close', settle)
      .gives('grant.closed', { amount: usd('180') });
  });

  test('comes to nothing where the project earned more than it cost', () => {
    given([...grantOf300(), ...paid('d-1', anAdvance('100')), ...accepted('r-1', '100'), earned('500')])
      .when('grant.settle', settle, beto)
      .gives('grant.settled', { refund: usd('100'), balance: usd('0') })
      .when('grant.settle', settle, beto)
      .writesNothing();
  });

  test('that took accepted cost off for income leaves that to nobody to disallow: it is due back already', () => {
    const disallow = { reportId: 'r-1', disallowanceId: 'x-1' };
    const part = (amount: string) => ({
      ...disallow,
      lines: [{ category: 'equipment', amount: usd(amount), reason: 'ineligible' }],
    });
    given([...grantOf300(), ...paid('d-1', anAdvance('100')), ...accepted('r-1', '100'), earned('70'), settled])
      .when('expenditure.disallow', part('30.01'), { actor: 'carla' })
      .rejects('disallowed-relieved', { grant: 'g-1', currency: 'USD', disallowed: '30.01', borne: '30.00' })
      .when('expenditure.disallow', part('30'), { actor: 'carla' })
      .leaves({ 'recoverable:g-1': '100.00' });
  });

  test('leaves the payee what others should have borne: it counts as theirs, and holds nothing back', () => {
    const rule = { cofinancing: { ownShare: '20', whenShort: 'hold' } };
    const spent = [...grantOf300(rule), ...paid('d-1', anAdvance('200')), ...accepted('r-1', '240'), ...gave('20')];
    given(spent)
      .when('grant.settle', settle, beto)
      // A fifth of 260 is 52; the grant bears 208.
      .gives('grant.settled', {
        settlement: { accepted: usd('240'), cofinanced: usd('20'), short: usd('40'), final: usd('208') },
        relieved: [{ earmark: 'none', category: 'own-share', amount: usd('32') }],
        lessPayable: usd('32'),
        balance: usd('8'),
      })
      .and(paid('d-2', { kind: 'balance', amount: usd('8') }))
      .when('grant.close', settle)
      .gives('grant.closed', {
        amount: usd('208'),
        settlement: { accepted: usd('208'), cofinanced: usd('52'), short: usd('0'), final: usd('208') },
      });
  });

  test('holds the ceiling of what is given in kind, with the share that the payee comes to bear, too', () => {
    const rule = { cofinancing: { ownShare: '20', mostInKind: '50', whenShort: 'hold' } };
    const inKind = { form: 'kind', valuation: { quantity: '10', unit: 'day', method: 'wage' } };
    given([...grantOf300(rule), ...paid('d-1', anAdvance('240')), ...accepted('r-1', '240'), ...gave('90', inKind)])
      .when('grant.settle', settle, beto)
      // Others bear 53.34 beside 213.33: 26.67 of the 90 in kind, and 26.67 that are refunded.
      .gives('grant.settled', { toRecoverable: usd('26.67') })
      .and(returned('26.67'))
      .when('grant.close', settle)
      .gives('grant.closed', { amount: usd('213.33') });
  });

  test('takes nothing off for a share of which the rule only warns, but for the income all the same', () => {
    const rule = { cofinancing: { ownShare: '20', whenShort: 'warn' } };
    given([...grantOf300(rule), ...paid('d-1', anAdvance('200')), ...accepted('r-1', '200'), earned('5')])
      .when('grant.close', settle)
      .rejects('grant-above-final', { grant: 'g-1', currency: 'USD', paid: '200.00', final: '195.00', excess: '5.00' })
      .when('grant.settle', settle, beto)
      .gives('grant.settled', { refund: usd('5') })
      .and(returned('5'))
      .when('grant.close', settle)
      .gives('grant.closed', { amount: usd('195') });
  });

  test('waits for what is ordered, and for the auditor where the grant needs one', () => {
    given([...grantOf300(), ...approved('d-1', anAdvance('40'))])
      .when('grant.settle', settle, beto)
      .rejects('grant-ordered', { grant: 'g-1', currency: 'USD', ordered: '40.00' });
    given([...grantOf300({ auditCertificate: true })])
      .when('grant.settle', settle, beto)
      .rejects('audit-missing', { grant: 'g-1', currency: 'USD', amount: '300.00', opinions: ['none'] });
  });

  test('pays what was held back until the final accounts are in order, and advances no more', () => {
    const held = { holdback: { share: '10' } };
    given([...grantOf300(held), ...paid('d-1', anAdvance('200')), ...accepted('r-1', '200'), settled])
      .when('disbursement.request', { disbursementId: 'd-2', grantId: 'g-1', ...anAdvance('1') })
      .rejects('wrong-status', { thing: 'grant', id: 'g-1', status: 'settled', expected: 'signed' })
      .when('disbursement.request', { disbursementId: 'd-2', grantId: 'g-1', kind: 'balance', amount: usd('20') })
      .gives('disbursement.requested', { amount: usd('20'), heldBack: undefined });
  });

  test('is made anew when something is earned afterwards, and writes only what is new', () => {
    given([...grantOf300(), ...paid('d-1', anAdvance('200')), ...accepted('r-1', '200'), earned('20'), settled])
      .when('grant.settle', settle, beto)
      .writesNothing()
      .and(earned('7', 'p-2'))
      .when('grant.settle', settle, beto)
      .gives('grant.settled', { toRecoverable: usd('7'), refund: usd('27'), change: usd('0') })
      .leaves({ 'recoverable:g-1': '27.00', 'settled:g-1:project-income': '27.00' });
  });

  test('is undone while nothing has come back or been paid on it, and the income of it stays meanwhile', () => {
    const spent = [...grantOf300(), ...paid('d-1', anAdvance('200')), ...accepted('r-1', '200'), earned('20')];
    const before = given(spent).book.events('fund-1').length;
    given(spent, settled)
      .when('event.reverse', { position: before })
      .rejects('not-reversible', { position: before, type: 'project-income.earned', because: 'later-events' })
      .and(reversed('grant.settled'))
      .leaves({ 'recoverable:g-1': '0.00', 'committed:none:g-1': '100.00', 'expense:none:project-income': '0.00' })
      .when('disbursement.request', { disbursementId: 'd-2', grantId: 'g-1', ...anAdvance('1') })
      .gives('disbursement.requested');
    given(spent, settled, returned('20'))
      .when('event.reverse', { position: before + 1 })
      .rejects('balance-too-low', { account: 'recoverable:g-1', currency: 'USD', available: '0.00', needed: '20.00' });
  });

  test('leaves the payee what it sent back and did not owe', () => {
    const spent = [...grantOf300(), ...paid('d-1', anAdvance('100')), ...accepted('r-1', '100'), settled];
    given(spent, returned('130'))
      .leaves({ 'payable:g-1': '0.00', 'over-refunded:g-1': '130.00' })
      .when('grant.settle', settle, beto)
      .writesNothing()
      .and(after('grant.close', settle))
      .leaves({ 'over-refunded:g-1': '130.00', 'committed:none:g-1': '0.00' });
    given([...grantOf300(), ...paid('d-1', anAdvance('100')), ...accepted('r-1', '100'), after('refund.receive', sent)])
      .when('grant.settle', settle, beto)
      .gives('grant.settled', {
        amount: usd('100'),
        settlement: { accepted: usd('100'), final: usd('100') },
        balance: usd('0'),
      });
  });

  test('counts what was accepted, not what was given up of a refund or lost in exchange', () => {
    const written = after('refund.write-off', { refundId: 'g-1', amount: usd('20') }, { actor: 'carla' });
    given([...grantOf300(), ...paid('d-1', anAdvance('200')), ...accepted('r-1', '180'), settled, written])
      .when('grant.settle', settle, beto)
      .writesNothing()
      .when('grant.close', settle)
      .gives('grant.closed', { amount: usd('200'), settlement: { accepted: usd('180'), final: usd('180') } });
    const shared = { cofinancing: { ownShare: '20', whenShort: 'hold' } };
    const claimed = after('refund.claim', { refundId: 'f-1', grantId: 'g-1', amount: usd('40') });
    const givenUp = after('refund.write-off', { refundId: 'f-1', amount: usd('40') }, { actor: 'carla' });
    given([...grantOf300(shared), ...paid('d-1', anAdvance('200')), ...accepted('r-1', '160'), ...gave('40'), claimed, givenUp])
      .when('grant.settle', settle, beto)
      .gives('grant.settled', {
        settlement: { accepted: usd('160'), cofinanced: usd('40'), short: usd('0'), final: usd('160') },
      });
    const abroad = { reporting: { currency: 'EUR', rateRule: 'payment-rate', differenceBorneBy: 'fund' } };
    const receipt = {
      refundId: 'f-1',
      grantId: 'g-1',
      amount: eur('70'),
      bankAccount: 'euros',
      rate: ecb('1.10'),
      settles: usd('80'),
    };
    given([
      ...grantOf300(abroad),
      ...paid('d-1', anAdvance('200')),
      ...accepted('r-1', '120'),
      after('refund.receive', receipt),
    ])
      .when('grant.settle', settle, beto)
      .gives('grant.settled', { settlement: { accepted: usd('120'), final: usd('120') } });
  });

  test('gives up what is due by another person than the one who settled', () => {
    const spent = [...grantOf300(), ...paid('d-1', anAdvance('200')), ...accepted('r-1', '180'), settled];
    given(spent)
      .when('refund.write-off', { refundId: 'g-1', amount: usd('20') }, beto)
      .rejects('approver-is-requester', { actor: 'beto', refund: 'g-1' })
      .when('refund.write-off', { refundId: 'g-1', amount: usd('20') }, { actor: 'carla' })
      .gives('refund.written-off', { grant: 'g-1', amount: usd('20') });
  });

  test('keeps costs disallowed that were: what would be owed for them again is free by now', () => {
    const disallow = {
      reportId: 'r-1',
      disallowanceId: 'x-1',
      lines: [{ category: 'equipment', reason: 'no-evidence', amount: usd('50') }],
    };
    const spent = [...grantOf300(), ...paid('d-1', anAdvance('100')), ...accepted('r-1', '60')];
    const told = given(spent, after('expenditure.disallow', disallow, { actor: 'carla' }), settled);
    const position = lastOf(told.book, 'expenditure.disallowed');
    told
      .when('event.reverse', { position })
      .rejects('not-reversible', { position, type: 'expenditure.disallowed', because: 'later-events' })
      .and(reversed('grant.settled'), reversed('expenditure.disallowed'))
      .leaves({ 'recoverable:g-1': '0.00', 'advance:g-1': '40.00' });
  });

  test('keeps what was set off within it set off: it could not pay again what it would owe', () => {
    const disallow = {
      reportId: 'r-1',
      disallowanceId: 'x-1',
      of: 'accepted',
      lines: [{ category: 'equipment', reason: 'no-evidence', amount: usd('50') }],
    };
    const setOff = { refundId: 'r-1', against: 'g-1', use: 'payable', amount: usd('50') };
    const spent = [...grantOf300(), ...paid('d-1', anAdvance('100')), ...accepted('r-1', '100')];
    const owed = [...spent, after('expenditure.disallow', disallow, { actor: 'carla' }), ...accepted('r-2', '50')];
    const told = given(owed, after('refund.set-off', setOff, beto), settled);
    const position = lastOf(told.book, 'refund.set-off');
    told
      .when('event.reverse', { position })
      .rejects('not-reversible', { position, type: 'refund.set-off', because: 'later-events' })
      .and(reversed('grant.settled'), reversed('refund.set-off'))
      .leaves({ 'recoverable:g-1': '50.00', 'payable:g-1': '50.00' });
  });
});
