import { describe, test } from '@jest/globals';
import { aFund, aGrantOf600, after, ecb, eur, given, lastOf, reversed, usd } from '../../../test/support/given.js';

const evidence = ['ab'.repeat(32)];
const hours = { inKindId: 'h-1', partner: 'cso', kind: 'hours', what: 'Jornadas comunitarias', quantity: '40', unit: 'hour' };
const delivered = after('in-kind.deliver', { ...hours, evidence });
const valuation = { inKindId: 'h-1', value: usd('400'), method: 'Tarifa de voluntariado 2026' };

describe('what is given in kind', () => {
  test('is pledged, delivered with its evidence, and valued with its method', () => {
    given(aFund())
      .when('in-kind.pledge', hours)
      .gives('in-kind.pledged', { quantity: '40', for: { kind: 'fund' }, notNew: undefined })
      .posts()
      .when('in-kind.deliver', { ...hours, quantity: '36.5', evidence, periodStart: '2026-01-01', periodEnd: '2026-02-28' })
      .gives('in-kind.delivered', { quantity: '36.5', evidence })
      .posts()
      .when('in-kind.value', valuation)
      .gives('in-kind.valued', { quantity: '36.5', value: usd('400'), home: usd('400'), recognised: undefined })
      .posts('Dr memo:in-kind:h-1 400.00 USD', 'Cr memo-contra:in-kind 400.00 USD');
  });

  test('is worth its rate', () => {
    given(aFund(), delivered)
      .when('in-kind.value', { ...valuation, value: eur('400'), rate: ecb('1.10') })
      .gives('in-kind.valued', { home: usd('440') });
  });

  test('is income and expense as well where the policy says so, and changes nothing that may be allocated', () => {
    given(aFund({ policy: { inKind: 'recognised' } }), delivered)
      .when('in-kind.value', valuation)
      .posts(
        'Dr memo:in-kind:h-1 400.00 USD',
        'Cr memo-contra:in-kind 400.00 USD',
        'Dr expense:none:in-kind 400.00 USD',
        'Cr income:* 400.00 USD',
      );
  });

  test('as the salary of officials is no new resource, whoever says so', () => {
    given(aFund({ policy: { inKind: 'recognised' } }))
      .and(after('in-kind.deliver', { ...hours, partner: 'donor', kind: 'salaries', evidence }))
      .when('in-kind.value', valuation)
      .gives('in-kind.valued', { notNew: 'official-salaries', recognised: undefined })
      .posts('Dr memo:in-kind-not-new:h-1 400.00 USD', 'Cr memo-contra:in-kind-not-new 400.00 USD');
  });

  test('may be for an activity, a grant or a body of the fund', () => {
    given(aGrantOf600)
      .when('in-kind.pledge', { ...hours, for: { kind: 'grant', id: 'g-1' } })
      .gives('in-kind.pledged', { for: { kind: 'grant', id: 'g-1' } })
      .when('in-kind.pledge', { ...hours, inKindId: 'h-2', for: { kind: 'activity', id: 'a-9' } })
      .rejects('not-found', { thing: 'activity', id: 'a-9' })
      .when('in-kind.pledge', { ...hours, inKindId: 'h-2', for: { kind: 'fund', id: 'a-1' } })
      .rejects('in-kind-for-what', { kind: 'fund', id: 'a-1' });
  });

  test('is valued once it was delivered, and once', () => {
    given(aFund(), after('in-kind.pledge', hours))
      .when('in-kind.value', valuation)
      .rejects('wrong-status', { thing: 'contribution in kind', id: 'h-1', status: 'pledged', expected: 'delivered' })
      .and(delivered)
      .when('in-kind.deliver', { ...hours, evidence })
      .rejects('id-taken', { thing: 'contribution in kind', id: 'h-1' });
  });

  test('comes from who pledged it', () => {
    given(aFund(), after('in-kind.pledge', hours))
      .when('in-kind.deliver', { ...hours, partner: 'coop', evidence })
      .rejects('terms-differ', {
        thing: 'contribution in kind',
        id: 'h-1',
        member: 'partner',
        expected: 'cso',
        given: 'coop',
      });
  });

  test('is delivered in a period that does not end before it starts', () => {
    given(aFund())
      .when('in-kind.deliver', { ...hours, evidence, periodStart: '2026-02-01', periodEnd: '2026-01-01' })
      .rejects('period-reversed', { start: '2026-02-01', end: '2026-01-01' });
  });

  test('is undone step by step, and can be given anew', () => {
    const { book } = given(aFund(), after('in-kind.pledge', hours), delivered, after('in-kind.value', valuation));
    given(aFund(), after('in-kind.pledge', hours), delivered, after('in-kind.value', valuation))
      .when('event.reverse', { position: lastOf(book, 'in-kind.delivered') })
      .rejects('not-reversible', { position: 3, type: 'in-kind.delivered', because: 'later-events' })
      .and(reversed('in-kind.valued'), reversed('in-kind.delivered'), delivered)
      .when('in-kind.value', valuation)
      .gives('in-kind.valued', { quantity: '40' });
  });
});
