import { describe, test } from '@jest/globals';
import { type Step, aGrantOf600, after, eur, given, lastOf, reversed, usd } from '../../../test/support/given.js';

const terms = { cofinancingId: 'k-1', grantId: 'g-1', partner: 'coop', origin: 'own', form: 'cash', amount: usd('200') };
const valuation = { quantity: '40', unit: 'days', method: 'daily wage of the municipality' };
const agreed = after('cofinancing.agree', terms);
const more = (amount: string) => ({ cofinancingId: 'k-1', amount: usd(amount) });
const reported = (amount: string) => after('cofinancing.report', more(amount));
const beto = { actor: 'beto' };

describe('co-financing', () => {
  test('is agreed by grant, partner, origin and form, and stands in the memorandum only', () => {
    given(aGrantOf600)
      .when('cofinancing.agree', terms)
      .gives('cofinancing.agreed', {
        grant: 'g-1',
        partner: 'coop',
        origin: 'own',
        form: 'cash',
        amount: usd('200'),
        valuation: undefined,
      })
      .posts('Dr memo:cofinancing-agreed-cash:g-1:coop:own 200.00 USD', 'Cr memo-contra:cofinancing-agreed-cash 200.00 USD');
  });

  test('in kind says how much of what, and how its value was found', () => {
    given(aGrantOf600)
      .when('cofinancing.agree', { ...terms, form: 'kind', valuation, amount: eur('100') })
      .gives('cofinancing.agreed', { form: 'kind', valuation })
      .posts('Dr memo:cofinancing-agreed-kind:g-1:coop:own 100.00 EUR', 'Cr memo-contra:cofinancing-agreed-kind 100.00 EUR');
  });

  test.each([
    ['kind', {}],
    ['cash', { valuation }],
  ])('of the form %s with %j is refused', (form, given_) => {
    given(aGrantOf600)
      .when('cofinancing.agree', { ...terms, form, ...given_ })
      .rejects('valuation-and-form', { form });
  });

  test('is agreed once, under a grant, with a partner of the registry', () => {
    given(aGrantOf600, agreed)
      .when('cofinancing.agree', terms)
      .rejects('id-taken', { thing: 'co-financing', id: 'k-1' })
      .when('cofinancing.agree', { ...terms, cofinancingId: 'k-2', grantId: 'g-9' })
      .rejects('not-found', { thing: 'grant', id: 'g-9' })
      .when('cofinancing.agree', { ...terms, cofinancingId: 'k-2', partner: 'stranger' })
      .rejects('partner-unknown', { partner: 'stranger' });
  });

  test('is reported bit by bit, beyond what was agreed too', () => {
    given(aGrantOf600, agreed, reported('150'))
      .when('cofinancing.report', more('100'))
      .gives('cofinancing.reported', { grant: 'g-1', partner: 'coop', origin: 'own', form: 'cash', amount: usd('100') })
      .posts(
        'Dr memo:cofinancing-reported-cash:g-1:coop:own 100.00 USD',
        'Cr memo-contra:cofinancing-reported-cash 100.00 USD',
      );
  });

  test('is accepted up to what was reported', () => {
    given(aGrantOf600, agreed, reported('150'))
      .when('cofinancing.accept', more('100'), beto)
      .posts(
        'Dr memo:cofinancing-accepted-cash:g-1:coop:own 100.00 USD',
        'Cr memo-contra:cofinancing-accepted-cash 100.00 USD',
        'Dr cofinanced:g-1:cash:own 100.00 USD',
        'Cr memo-contra:cofinanced 100.00 USD',
      )
      .when('cofinancing.accept', more('50.01'), beto)
      .rejects('accepted-exceeds-reported', { category: 'k-1', currency: 'USD', accepted: '50.01', reported: '50.00' });
  });

  test('keeps its currency', () => {
    given(aGrantOf600, agreed)
      .when('cofinancing.report', { ...more('1'), amount: eur('1') })
      .rejects('currency-mismatch', { currency: 'EUR', thing: 'co-financing', id: 'k-1', expected: 'USD' });
  });

  test('that was not agreed is not reported', () => {
    given(aGrantOf600).when('cofinancing.report', more('1')).rejects('not-found', { thing: 'co-financing', id: 'k-1' });
  });

  test('is accepted by another person than those who reported it, with its evidence', () => {
    const evidence = ['a'.repeat(64)];
    given(aGrantOf600, agreed)
      .when('cofinancing.report', { ...more('100'), evidence })
      .gives('cofinancing.reported', { evidence })
      .when('cofinancing.accept', more('100'))
      .rejects('approver-is-requester', { actor: 'ana', cofinancing: 'k-1' });
  });

  test('is reported by the CSO that gives it, or that executes the grant, for itself alone', () => {
    const as = (party: string) => ({ role: 'cso' as const, party });
    given(aGrantOf600, agreed)
      .when('cofinancing.report', more('10'), as('coop'))
      .gives('cofinancing.reported')
      .when('cofinancing.report', more('10'), as('cso'))
      .gives('cofinancing.reported')
      .when('cofinancing.report', more('10'), as('bystander'))
      .rejects('other-organisation', { partner: 'coop, cso, cso', party: 'bystander' });
  });

  test('in kind is valued anew as it is given and as it is accepted; in cash it has no valuation', () => {
    const given30 = { quantity: '30', unit: 'days', method: 'daily wage of the municipality' };
    given(aGrantOf600, after('cofinancing.agree', { ...terms, form: 'kind', valuation }))
      .when('cofinancing.report', { ...more('150'), valuation: given30 })
      .gives('cofinancing.reported', { amount: usd('150'), valuation: given30 })
      .when('cofinancing.accept', { ...more('140'), valuation: { ...given30, quantity: '28' } }, beto)
      .gives('cofinancing.accepted', { amount: usd('140'), valuation: { ...given30, quantity: '28' } });
    given(aGrantOf600, agreed)
      .when('cofinancing.report', { ...more('150'), valuation: given30 })
      .rejects('valuation-and-form', { form: 'cash' });
  });

  test('is undone step by step', () => {
    const [report, accept] = [reported('150'), after('cofinancing.accept', more('100'), beto)];
    const at = (type: string, ...steps: readonly Step[]) => lastOf(given(aGrantOf600, agreed, steps).book, type);
    given(aGrantOf600, agreed, report, accept)
      .when('event.reverse', { position: at('cofinancing.agreed', report) })
      .rejects('not-reversible', {
        position: at('cofinancing.agreed', report),
        type: 'cofinancing.agreed',
        because: 'later-events',
      })
      .when('event.reverse', { position: at('cofinancing.reported', report) })
      .rejects('not-reversible', {
        position: at('cofinancing.reported', report),
        type: 'cofinancing.reported',
        because: 'later-events',
      })
      .and(reversed('cofinancing.accepted'), reversed('cofinancing.reported'), reversed('cofinancing.agreed'))
      .leaves({ 'cofinanced:g-1:cash:own': '0.00', 'memo:cofinancing-agreed-cash:g-1:coop:own': '0.00' })
      .when('cofinancing.report', more('1'))
      .rejects('wrong-status', { thing: 'co-financing', id: 'k-1', status: 'reversed', expected: 'agreed' });
  });
});
