import { describe, expect, test } from '@jest/globals';
import { accountKinds, guardSign, kindNameOf, kindOf, onOwnSide } from '#ledger/accounts';

/** The chart as the accounting of funds has it: set, normal side, whether guarded, and the key. */
const chart: Readonly<Record<string, readonly [set: string, side: string, guard: boolean, key: string]>> = {
  bank: ['financial', 'debit', false, 'account'],
  suspense: ['financial', 'debit', false, 'account'],
  receivable: ['financial', 'debit', true, 'contribution'],
  deferred: ['financial', 'credit', false, 'contribution'],
  income: ['financial', 'credit', false, 'contribution'],
  'due-to-contributor': ['financial', 'credit', false, 'contribution'],
  advance: ['financial', 'debit', true, 'grant'],
  recoverable: ['financial', 'debit', true, 'grant'],
  payable: ['financial', 'credit', true, 'grant'],
  'over-refunded': ['financial', 'credit', true, 'grant'],
  expense: ['financial', 'debit', false, 'earmark:category'],
  cost: ['financial', 'debit', false, 'earmark:line'],
  'bank-charges': ['financial', 'debit', false, 'account'],
  impairment: ['financial', 'debit', false, ''],
  'fx-loss': ['financial', 'debit', false, 'earmark?'],
  fx: ['financial', 'either', false, 'currency'],
  'fx-gain': ['financial', 'credit', false, 'earmark?'],
  'net-assets': ['financial', 'credit', false, 'restriction'],
  resources: ['budgetary', 'debit', false, ''],
  funded: ['budgetary', 'debit', false, ''],
  unallocated: ['budgetary', 'credit', true, 'earmark'],
  allocated: ['budgetary', 'credit', true, 'earmark:window'],
  committed: ['budgetary', 'credit', true, 'earmark:grant'],
  ordered: ['budgetary', 'credit', true, 'earmark:disbursement'],
  disbursed: ['budgetary', 'credit', true, 'earmark:grant'],
  spent: ['budgetary', 'credit', false, 'earmark:line'],
  cover: ['budgetary', 'credit', true, 'earmark:contribution'],
  covered: ['budgetary', 'credit', true, 'purpose:contribution'],
  shortfall: ['budgetary', 'debit', false, 'earmark'],
  'cover-shortfall': ['budgetary', 'debit', false, 'earmark'],
  advanced: ['memorandum', 'debit', false, 'cso:grant:disbursement'],
  'set-off-advance': ['memorandum', 'debit', false, 'cso:grant:refund'],
  'brought-advance': ['memorandum', 'debit', false, 'cso:grant:opening'],
  cofinanced: ['memorandum', 'debit', false, 'grant:form:origin'],
  subgranted: ['memorandum', 'debit', false, 'grant'],
  'passed-on': ['memorandum', 'debit', false, 'partner:grant:sub-grant'],
  'project-income': ['memorandum', 'debit', false, 'grant:use'],
  settled: ['memorandum', 'debit', false, 'grant:reason'],
  unaccepted: ['memorandum', 'debit', false, 'grant:reason'],
  waived: ['memorandum', 'debit', false, 'grant'],
  accepted: ['memorandum', 'debit', false, 'grant:category'],
  memo: ['memorandum', 'debit', false, 'kind:key...'],
  'memo-contra': ['memorandum', 'credit', false, 'kind'],
};

describe('the chart of accounts', () => {
  test('is this one', () => {
    const found = Object.entries(accountKinds).map(([name, kind]) => [
      name,
      [kind.set, kind.side, kind.guard, kind.key.join(':')],
    ]);
    expect(Object.fromEntries(found)).toEqual(chart);
  });

  test('keeps for decisions what is guarded, the shortfalls that stop them, and the advances of a CSO, and what periods are closed with', () => {
    const decides = Object.entries(accountKinds).filter(([, kind]) => kind.decides);
    expect(decides.filter(([, kind]) => !kind.guard).map(([name]) => name)).toEqual([
      'bank',
      'suspense',
      'income',
      'due-to-contributor',
      'expense',
      'cost',
      'bank-charges',
      'impairment',
      'fx-loss',
      'fx',
      'fx-gain',
      'shortfall',
      'cover-shortfall',
      'advanced',
      'set-off-advance',
      'brought-advance',
      'cofinanced',
      'subgranted',
      'passed-on',
      'project-income',
      'settled',
      'unaccepted',
      'waived',
      'accepted',
    ]);
    expect(Object.values(accountKinds).filter((kind) => kind.guard && !kind.decides)).toEqual([]);
  });

  test('has a name for each in both languages', () => {
    for (const kind of Object.values(accountKinds)) {
      expect(kind.en).toMatch(/\w/);
      expect(kind.es).toMatch(/\w/);
    }
  });
});

describe('an account', () => {
  test('is named by its kind and its key', () => {
    expect(kindNameOf('cover:none:c-1')).toBe('cover');
    expect(kindNameOf('resources')).toBe('resources');
    expect(kindOf('cover-shortfall:water').side).toBe('debit');
  });

  test.each(['cash:main', '', 'Bank:main', 'constructor', '__proto__:x', 'toString'])(
    'named %j is not in the chart',
    (account) => {
      expect(() => kindOf(account)).toThrow(RangeError);
    },
  );

  test.each([
    ['advance:g-1', 5n, 5n, 1],
    ['payable:g-1', -5n, 5n, -1],
    ['unallocated:none', 5n, -5n, -1],
    ['bank:main', -5n, -5n, 0],
    ['shortfall:none', 5n, 5n, 0],
    ['spent:none:bank-charges', -5n, 5n, 0],
    ['fx:EUR', -5n, -5n, 0],
  ])('%s with %s is %s on its own side, and its guard is %s', (account, amount, own, guard) => {
    expect(onOwnSide(account, amount)).toBe(own);
    expect(guardSign(account)).toBe(guard);
  });
});
