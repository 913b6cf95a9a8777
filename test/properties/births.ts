import fc from 'fast-check';
import type { Policy } from '#domain/fund/fund-rules';
import { registryBook } from '#kernel/ids';
import {
  type Step,
  aFund,
  after,
  allocated,
  anActivity,
  anAdvance,
  approved,
  committed,
  fundBody,
  paid,
  received,
  requested,
  signed,
  usd,
} from '../support/given.js';
import { dollars } from './acts/act.js';

/** The rules under which the fund lives, and how much of its life has happened already. */
export interface Rules {
  readonly attribution: 'proportional' | 'first-in-first-out';
  readonly interest: 'kept' | 'owed-back';
  readonly policy: Policy;
  /** Rules that it has from the beginning of the life on, whatever happened before; without any, the payee is not vetted. */
  readonly later?: Policy;
  /**
   * From nothing to a grant that is paid twice; 6 is a fund that moved here with what it had, 7 the same with an advance that is
   * overdue, 8 one that left a refund with the payee as an advance, which will be.
   */
  readonly age: 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8;
  /** Whether somebody winds it up at the end. */
  readonly ends?: boolean;
}

/** Absent more often than not: a fund with every rule on would do little. */
const rarely = <T>(...values: readonly T[]): fc.Arbitrary<T | undefined> =>
  fc.option(fc.constantFrom(...values), { nil: undefined, freq: 1 });

const somePolicy: fc.Arbitrary<Policy> = fc
  .record({
    approvals: rarely({ twoAbove: dollars(12) }, { twoAbove: dollars(12), threeAbove: dollars(25) }),
    advances: rarely({ mostOutstanding: '90' }, { dueDays: 20 }, { mostOutstanding: '60', dueDays: 30 }),
    auditAbove: rarely(dollars(120)),
    categoryTolerance: rarely('20'),
    cofinancing: rarely<NonNullable<Policy['cofinancing']>>(
      { ownShare: '10', whenShort: 'warn' },
      { ownShare: '20', mostInKind: '50', whenShort: 'hold' },
    ),
    dueDiligence: rarely<'required'>('required'),
    risk: rarely({ high: { mostAdvance: '80' } }),
    payeeAccount: rarely<'required'>('required'),
    inKind: rarely<'recognised'>('recognised'),
    exchangeResult: rarely<'earmark'>('earmark'),
    reconciliation: rarely<'required'>('required'),
    minutes: rarely(['grant.sign', 'contribution.waive-condition', 'disbursement.approve']),
  })
  .map((policy) => Object.fromEntries(Object.entries(policy).filter(([, rule]) => rule !== undefined)) as Policy);

export const someRules: fc.Arbitrary<Rules> = fc.record({
  attribution: fc.constantFrom('proportional', 'first-in-first-out'),
  interest: fc.constantFrom('kept', 'owed-back'),
  policy: fc.constantFrom<Policy>(
    {},
    { incomeRecognition: 'as-spent' },
    { incomeRecognition: 'as-accepted' },
    { incomeRecognition: 'on-receipt' },
    { incomeRecognition: 'at-signature' },
  ),
  later: somePolicy,
  age: fc.constantFrom(0, 1, 2, 2, 3, 3, 4, 5, 6, 7, 8),
  ends: fc.constantFrom(false, false, false, true),
});

/** What is there before the life begins. */
export const birth = ({ age, later, ends: _, ...rules }: Rules): readonly Step[] => [
  ...aFund({ ...rules, bankAccounts: [...(fundBody()['bankAccounts'] as object[]), { id: 'savings', currency: 'USD' }] }),
  ...anActivity,
  ...(later === undefined ? [] : known),
  ...lived(age),
  ...(Object.keys(later ?? {}).length === 0 ? [] : [after('fund.amend-rules', { policy: later })]),
];

function lived(age: Rules['age']): readonly Step[] {
  if (age === 8) return [...inMoney, ...withGrants, ...paidOnce, ...leftAsAdvance];
  if (age > 5) return age === 7 ? [...moved, ...broughtLate] : moved;
  return [inMoney, withGrants, paidOnce, orderedTwice, paidTwice].slice(0, age).flat();
}

/** A public collection, what the registry knows of the payee, and an entry that was merged into it. */
const known: readonly Step[] = [
  after('partner.register', { partnerId: 'crowd', name: 'The crowd', kind: 'public-collection' }, {}, registryBook),
  after('partner.register', { partnerId: 'old-cso', name: 'The cso as it was', kind: 'ngo' }, {}, registryBook),
  after('partner.merge', { partnerId: 'old-cso', into: 'cso', ground: 'same-organisation' }, {}, registryBook),
  after(
    'partner.record-due-diligence',
    { partnerId: 'cso', outcome: 'passed', risk: 'medium', until: '2027-06-30' },
    {},
    registryBook,
  ),
  after(
    'payee-account.propose',
    { partnerId: 'cso', account: 'n-0', country: 'CO', currency: 'USD', number: '123', bank: 'Banco' },
    { actor: 'ana' },
    registryBook,
  ),
  after('payee-account.confirm', { partnerId: 'cso', account: 'n-0' }, { actor: 'beto' }, registryBook),
];

const inMoney: readonly Step[] = [
  committed('3.00'),
  received('1.51'),
  committed('1.70', { contributionId: 'c-2', contributor: 'donor-2' }),
  received('1.70', 'c-2'),
  committed('2.00', { contributionId: 'c-3', earmark: 'water' }),
  received('1.00', 'c-3'),
];
const withGrants: readonly Step[] = [
  allocated('2.50'),
  allocated('1.00', { earmark: 'water' }),
  allocated('0.11', { window: 'administration' }),
  signed('1.50', {
    funding: [{ amount: usd('1.03') }, { earmark: 'water', amount: usd('0.47') }],
  }),
  signed('0.90', { grantId: 'g-2' }),
];
/** All of the second grant was paid, came back and is about to be paid again. */
const orderedTwice: readonly Step[] = [
  ...paid('d-3', { grantId: 'g-2', ...anAdvance('0.90') }),
  after('refund.receive', { refundId: 'f-1', grantId: 'g-2', amount: usd('0.90'), bankAccount: 'main' }),
  ...approved('d-4', { grantId: 'g-2', ...anAdvance('0.90') }),
];
const paidTwice: readonly Step[] = [after('disbursement.pay', { disbursementId: 'd-4', bankAccount: 'main' })];
const paidOnce: readonly Step[] = [...paid('d-1', anAdvance('0.73')), requested('d-2', anAdvance('0.55'))];

/** With 2.00 received, of which 0.20 is gone and 0.60 was paid under grants that run on. */
const moved: readonly Step[] = [
  committed('3.00'),
  committed('1.70', { contributionId: 'c-2', contributor: 'donor-2' }),
  after('opening.record', {
    bankAccounts: [{ bankAccount: 'main', balance: usd('1.25') }],
    contributions: [{ contributionId: 'c-1', received: usd('2.00'), spent: usd('0.20') }],
    own: [{ amount: usd('0.05') }],
    underGrants: usd('0.60'),
  }),
  allocated('1.50'),
  signed('0.80'),
  signed('0.40', { grantId: 'g-2' }),
];

const soonDue = after('fund.amend-rules', { policy: { advances: { dueDays: 20 } } });
const broughtLate: readonly Step[] = [
  soonDue,
  after('opening.bring-grant', {
    grantId: 'g-1',
    disbursed: usd('0.30'),
    outstandingAdvance: usd('0.20'),
    advancedOn: '2025-12-01',
    accountsDueOn: '2026-02-28',
  }),
];
const leftAsAdvance: readonly Step[] = [
  soonDue,
  after('refund.claim', { refundId: 'f-1', grantId: 'g-1', amount: usd('0.30') }),
  after('refund.set-off', { refundId: 'f-1', amount: usd('0.20'), against: 'g-2', use: 'advance' }, { actor: 'carla' }),
];
