import { describe, expect, test } from '@jest/globals';
import { againstRule, finalGrant } from '#domain/grants/cofinancing-rule';
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
  paid,
  signed,
  usd,
} from '../../../test/support/given.js';

const beto = { actor: 'beto' };
const rule = { ownShare: '20', whenShort: 'hold' as const };
const grantUnder = (cofinancing: object): readonly Step[] => [
  ...aFund(),
  ...funded('1000'),
  allocated('800'),
  ...anActivity,
  signed('600', { cofinancing }),
];
const spent = (cofinancing: object) => [...grantUnder(cofinancing), ...paid('d-1'), ...accepted('r-1', '300')];
const given_ = (amount: string, more: object = {}): readonly Step[] => [
  after('cofinancing.agree', {
    cofinancingId: 'k-1',
    grantId: 'g-1',
    partner: 'coop',
    origin: 'own',
    form: 'cash',
    amount: usd(amount),
    ...more,
  }),
  after('cofinancing.report', { cofinancingId: 'k-1', amount: usd(amount) }),
  after('cofinancing.accept', { cofinancingId: 'k-1', amount: usd(amount) }, beto),
];
const proposed = after('waiver.propose', { waiverId: 'w-1', grantId: 'g-1', amount: usd('25'), reason: 'The flood' });
const confirmed = after('waiver.confirm', { waiverId: 'w-1' }, beto);

const cash = (amountMinor: bigint) => ({ form: 'cash' as const, origin: 'own' as const, amountMinor });
const kind = (amountMinor: bigint) => ({ form: 'kind' as const, origin: 'own' as const, amountMinor });
const cost = (grant: bigint, ...cofinanced: (ReturnType<typeof cash> | ReturnType<typeof kind>)[]) => ({
  grant,
  cofinanced,
  waived: 0n,
  settled: 0n,
});

describe('the share that others have to bear', () => {
  test('is of the total cost, rounded up to the cent', () => {
    expect(againstRule(rule, cost(8000n, cash(2000n)))).toEqual({ required: 2000n, counted: 2000n, short: 0n, grant: 8000n });
    expect(againstRule(rule, cost(8001n, cash(2000n)))).toMatchObject({ required: 2001n, short: 1n, grant: 8000n });
    expect(againstRule({ ...rule, ownShare: '33.33' }, cost(0n))).toMatchObject({ required: 0n, short: 0n, grant: 0n });
    expect(againstRule({ ...rule, ownShare: '100' }, cost(10n))).toMatchObject({ grant: 0n });
  });

  test('is given in kind up to its ceiling, and by the origins that count', () => {
    expect(againstRule({ ...rule, mostInKind: '50' }, cost(8000n, cash(500n), kind(3000n)))).toMatchObject({
      counted: 1500n,
      short: 500n,
      // The payee bears the other 445 in cash, so that others bear 1,889: no more than 944 of it in kind.
      grant: 7555n,
    });
    const public_ = { form: 'cash' as const, origin: 'public' as const, amountMinor: 2000n };
    const accepted_ = { grant: 8000n, cofinanced: [public_], waived: 0n, settled: 0n };
    expect(againstRule({ ...rule, origins: ['own', 'private'] }, accepted_).counted).toBe(0n);
    expect(againstRule({ ...rule, origins: ['public'] }, accepted_).counted).toBe(2000n);
  });

  test('makes the final grant: no more than its ceiling, less the income that reduces it', () => {
    expect(finalGrant(undefined, cost(9000n), { ceiling: 8000n, income: 0n })).toBe(8000n);
    expect(finalGrant(rule, cost(8000n, cash(1000n)), { ceiling: 8000n, income: 200n })).toBe(7000n);
    expect(finalGrant(rule, cost(100n, cash(100n)), { ceiling: 8000n, income: 200n })).toBe(0n);
  });
});

describe('a payment, while the share falls short', () => {
  const short = { grant: 'g-1', currency: 'USD', share: '20', required: '75.00', counted: '50.00', missing: '25.00' };
  const ordered = approved('d-2', anAdvance('10'));
  const pay = { disbursementId: 'd-2', bankAccount: 'main' };

  test('is held', () => {
    given(spent(rule), given_('50'), ordered).when('disbursement.pay', pay).rejects('cofinancing-short', short);
    given(spent(rule), given_('75'), ordered).when('disbursement.pay', pay).gives('disbursement.paid');
  });

  test('or goes out with what is missing, where the rule only warns', () => {
    given(spent({ ...rule, whenShort: 'warn' }), given_('50'), ordered)
      .when('disbursement.pay', pay)
      .gives('disbursement.paid', { cofinancingShort: usd('25') });
  });

  test('goes out once two persons have let it off', () => {
    given(spent(rule), given_('50'), ordered, proposed).when('disbursement.pay', pay).rejects('cofinancing-short', short);
    given(spent(rule), given_('50'), ordered, proposed, confirmed)
      .when('disbursement.pay', pay)
      .gives('disbursement.paid', { cofinancingShort: undefined });
  });

  test('is not looked at before anything has been accepted, as what is outstanding is not', () => {
    given(grantUnder(rule), paid('d-1'), ordered).when('disbursement.pay', pay).gives('disbursement.paid');
  });
});

describe('a waiver', () => {
  test('is proposed by one person, with a reason apart, and confirmed by another', () => {
    given(spent(rule))
      .when('waiver.propose', { waiverId: 'w-1', grantId: 'g-1', amount: usd('25'), reason: 'The flood' })
      .gives('waiver.proposed', { grant: 'g-1', amount: usd('25'), reason: undefined })
      .posts()
      .when('waiver.confirm', { waiverId: 'w-1' })
      .rejects('approver-is-requester', { actor: 'ana', waiver: 'w-1' })
      .when('waiver.confirm', { waiverId: 'w-1' }, beto)
      .gives('waiver.confirmed', { grant: 'g-1', amount: usd('25') })
      .posts('Dr waived:g-1 25.00 USD', 'Cr memo-contra:waived 25.00 USD')
      .when('waiver.confirm', { waiverId: 'w-1' }, beto)
      .writesNothing();
  });

  test('is of a grant that asks for a share, once, in the home currency', () => {
    given([...aFund(), ...funded('1000'), allocated('800'), ...anActivity, signed('600')])
      .when('waiver.propose', { grantId: 'g-1', amount: usd('1'), reason: 'x' })
      .rejects('no-cofinancing-rule', { grant: 'g-1' });
    given(spent(rule), [proposed])
      .when('waiver.propose', { waiverId: 'w-1', grantId: 'g-1', amount: usd('1'), reason: 'x' })
      .rejects('id-taken', { thing: 'waiver', id: 'w-1' })
      .when('waiver.propose', { grantId: 'g-1', amount: eur('1'), reason: 'x' })
      .rejects('currency-mismatch', { currency: 'EUR', thing: 'grant', id: 'g-1', expected: 'USD' });
  });
});

describe('the rule of a grant', () => {
  test("is the fund's at its signature, unless it has one of its own", () => {
    const open = [...aFund({ policy: { cofinancing: rule } }), ...funded('1000'), allocated('800'), ...anActivity];
    const grant = { grantId: 'g-1', activityId: 'a-1', payee: 'cso', amount: usd('60') };
    const instalments = [{ id: 'all', kind: 'advance', amount: usd('60'), dueDate: '2026-03-01' }];
    given(open)
      .when('grant.sign', { ...grant, instalments })
      .gives('grant.signed', { cofinancing: rule });
    given(open)
      .when('grant.sign', { ...grant, instalments, cofinancing: { ownShare: '5', whenShort: 'warn' } })
      .gives('grant.signed', { cofinancing: { ownShare: '5', whenShort: 'warn' } });
  });

  test('counts what came in another currency at its rate', () => {
    const euros = { amount: eur('100') };
    given(spent(rule))
      .and(
        after('cofinancing.agree', {
          cofinancingId: 'k-2',
          grantId: 'g-1',
          partner: 'coop',
          origin: 'own',
          form: 'cash',
          ...euros,
        }),
        after('cofinancing.report', { cofinancingId: 'k-2', ...euros }),
      )
      .when('cofinancing.accept', { cofinancingId: 'k-2', ...euros }, beto)
      .rejects('rate-missing', { currency: 'EUR', home: 'USD' })
      .when('cofinancing.accept', { cofinancingId: 'k-2', ...euros, rate: ecb('1.1') }, beto)
      .gives('cofinancing.accepted', { home: usd('110') })
      .leaves({ 'cofinanced:g-1:cash:own': '110.00' });
  });
});

describe('a grant that falls short', () => {
  test('is closed at its share of what has been accepted, and no sooner than the rest is refunded', () => {
    given(spent(rule), given_('50'))
      .when('grant.close', { grantId: 'g-1' })
      .rejects('grant-above-final', { grant: 'g-1', currency: 'USD', paid: '300.00', final: '280.00', excess: '20.00' })
      .and(proposed, confirmed)
      .when('grant.close', { grantId: 'g-1' })
      .gives('grant.closed', {
        settlement: { accepted: usd('300'), cofinanced: usd('75'), short: usd('0'), final: usd('300') },
      });
  });

  test('is closed as it is where the rule only warns, and says so', () => {
    given(spent({ ...rule, whenShort: 'warn' }), given_('50'))
      .when('grant.close', { grantId: 'g-1' })
      .gives('grant.closed', {
        settlement: { accepted: usd('300'), cofinanced: usd('50'), short: usd('25'), final: usd('280') },
      });
  });
});
