import { describe, expect, test } from '@jest/globals';
import {
  type Step,
  aFund,
  after,
  allocated,
  anActivity,
  eur,
  funded,
  committed,
  given,
  lastOf,
  received,
  signed,
  usd,
} from '../support/given.js';
import { ana, beto, ordered, paidOut } from '../support/fund-story.js';

const bankAccounts = [
  { id: 'main', currency: 'USD' },
  { id: 'savings', currency: 'USD' },
  { id: 'euros', currency: 'EUR' },
];
/** 200,000 dollars came, of which 20,000 are for the fund's own administration. */
const running: readonly Step[] = [
  ...aFund({ bankAccounts }),
  ...funded('200000'),
  allocated('20000', { window: 'administration' }),
];
const rent = { costId: 'rent-03', line: 'rent', amount: usd('1800'), supplier: 'coop' };

describe("the fund's own running", () => {
  test('the rent is asked for by one, approved by another, paid, and comes out of administration', () => {
    given(running, after('cost.request', rent, ana))
      .when('cost.approve', { costId: 'rent-03' }, ana)
      .rejects('approver-is-requester', { actor: 'ana', cost: 'rent-03' })
      .and(
        after('cost.approve', { costId: 'rent-03' }, beto),
        after('cost.pay', { costId: 'rent-03', bankAccount: 'main', amount: usd('1750') }, ana),
      )
      .leaves({
        'bank:main': '198250.00',
        'cost:none:rent': '1750.00',
        'allocated:none:administration': '18250.00',
        'spent:none:rent': '1750.00',
      });
  });

  test('a cost beyond what is allocated to administration is refused with what is missing', () => {
    given(running, after('cost.request', { ...rent, amount: usd('20500') }, ana))
      .when('cost.approve', { costId: 'rent-03' }, beto)
      .rejects('cost-exceeds-allocated', {
        earmark: 'none',
        currency: 'USD',
        requested: '20500.00',
        allocated: '20000.00',
        missing: '500.00',
      });
  });

  test('the management fee of 7 % is taken out of what nobody has been promised', () => {
    given(running)
      .when(
        'fee.charge',
        { feeId: 'fee-2026', amount: usd('14000'), bankAccount: 'main', basis: { percentage: '7', of: usd('200000') } },
        beto,
      )
      .gives('fee.charged', { basis: { percentage: '7', of: usd('200000') } })
      .leaves({ 'bank:main': '186000.00', 'cost:none:fee': '14000.00', 'unallocated:none': '166000.00' });
  });

  test('a bank charge that nobody planned is recorded all the same, and stops new decisions until it is made good', () => {
    const noReserve = [...aFund({ bankAccounts }), ...funded('1000'), allocated('1000'), ...anActivity];
    given(noReserve, after('bank-charge.record', { bankAccount: 'main', amount: usd('12.50') }))
      .leaves({ 'bank:main': '987.50', 'bank-charges:main': '12.50', 'shortfall:none': '12.50' })
      .when('grant.sign', {
        grantId: 'g-1',
        activityId: 'a-1',
        payee: 'cso',
        amount: usd('500'),
        instalments: [{ id: 'all', kind: 'advance', amount: usd('500'), dueDate: '2026-03-01' }],
      })
      .rejects('earmark-in-shortfall', { earmark: 'none', shortfall: '12.50', currency: 'USD' })
      .and(funded('12.50', { contributionId: 'c-2' }))
      .leaves({ 'shortfall:none': '0.00' })
      .and(signed('500'));
  });

  test('money moved to the savings account is still there, and no promise changes', () => {
    given(running, after('cash.transfer', { cashId: 't-1', from: 'main', to: 'savings', amount: usd('80000') })).leaves({
      'bank:main': '120000.00',
      'bank:savings': '80000.00',
      'unallocated:none': '180000.00',
      resources: '200000.00',
    });
  });

  test('dollars changed into euros stand at what was paid for them', () => {
    given(
      running,
      after('cash.convert', { cashId: 'x-1', from: 'main', to: 'euros', sold: usd('10825'), bought: eur('10000') }),
    )
      .leaves({ 'bank:main': '189175.00', 'fx:USD': '0.00', resources: '200000.00', 'fx-gain': '0.00' })
      .when('cash.convert', { cashId: 'x-2', from: 'main', to: 'savings', sold: usd('1'), bought: usd('1') })
      .rejects('conversion-of-nothing', { currency: 'USD' });
  });
});

describe('bank reconciliation', () => {
  const onMain = { bankAccount: 'main', statementId: 's-02' };
  const booked = (amount: string, bookedOn: string, more: object = {}) => ({ bookedOn, amount: usd(amount), ...more });
  /** February: 200,000 came in, 30,000 went to the CSO, 8.40 to the bank, and somebody paid 77 in. */
  const february = (entries: number, closing: string, ...lines: readonly object[]): readonly Step[] => [
    after('statement.import', {
      ...onMain,
      format: 'camt.053',
      startsOn: '2026-02-01',
      endsOn: '2026-02-28',
      opening: usd('0'),
      closing: usd(closing),
      entries,
    }),
    after('statement.list-lines', { ...onMain, from: 1, lines }),
  ];
  const statement = february(
    4,
    '170068.60',
    booked('200000', '2026-02-03'),
    booked('-30000', '2026-02-20', { remittance: 'Anticipo g-1' }),
    booked('-8.40', '2026-02-27'),
    booked('77', '2026-02-28', { counterparty: 'Pedro Ruiz' }),
  );
  const fund = [
    ...aFund({ bankAccounts, policy: { reconciliation: 'required' } }),
    ...funded('200000'),
    allocated('100000'),
    ...anActivity,
    signed('60000'),
    ...paidOut('d-1', { instalment: 'first' }),
  ];

  test('each line is matched, posted or explained, and what is left stands in the way of closing', () => {
    const told = given(fund, statement);
    const [receipt, payment] = [lastOf(told.book, 'contribution.received'), lastOf(told.book, 'disbursement.paid')];
    told
      .and(
        after('reconciliation.match', {
          ...onMain,
          matches: [
            { line: 1, position: receipt },
            { line: 2, position: payment },
          ],
        }),
        after('reconciliation.post', { ...onMain, line: 3, as: 'bank-charge.record' }),
      )
      .leaves({ 'bank:main': '169991.60', 'bank-charges:main': '8.40' })
      .and(after('period.close', { period: '2026-01', openItems: 'carry-forward' }))
      .when('period.close', { period: '2026-02' })
      .rejects('not-reconciled', { period: '2026-02', bankAccounts: ['main'] })
      .and(after('reconciliation.explain', { ...onMain, line: 4, reason: 'El banco se equivocó; lo devuelve en marzo.' }))
      .and(after('period.close', { period: '2026-02' }));
    expect(JSON.stringify(told.book.events('fund-1'))).not.toContain('Pedro');
  });

  test('a bank line that nobody can match stands in suspense until it is explained', () => {
    given(fund, statement, after('reconciliation.post', { ...onMain, line: 4, as: 'bank.record-unmatched' }))
      .leaves({ 'bank:main': '170077.00', 'suspense:main': '-77.00', resources: '200000.00' })
      .and(after('period.close', { period: '2026-01', openItems: 'carry-forward' }))
      .when('period.close', { period: '2026-02' })
      .rejects('suspense-open', { period: '2026-02', bankAccounts: ['main'], suspense: ['main 77.00 USD'] });
  });

  test('money that left without anybody knowing why is missing, and is not when its payment is found', () => {
    given(
      fund,
      after('bank.record-unmatched', { unmatchedId: 'u-1', bankAccount: 'main', direction: 'out', amount: usd('5000') }),
    )
      .leaves({ 'suspense:main': '5000.00', 'shortfall:none': '5000.00', 'bank:main': '165000.00' })
      .and(after('bank.explain', { unmatchedId: 'u-1' }))
      .and(paidOut('d-2', { kind: 'advance', amount: usd('5000') }))
      .leaves({ 'suspense:main': '0.00', 'shortfall:none': '0.00', 'bank:main': '165000.00', 'advance:g-1': '35000.00' });
  });

  test('a payment order is posted from the line of the bank, and only for what the line says', () => {
    given(fund, statement, ordered('d-2', { kind: 'advance', amount: usd('8.41') }))
      .when('reconciliation.post', { ...onMain, line: 3, as: 'disbursement.pay', with: { disbursementId: 'd-2' } })
      .rejects('line-differs', { currency: 'USD', line: '-8.40', posted: '-8.41' });
  });

  test('a transfer that came less the charge of the bank is the receipt and the charge', () => {
    const told = given(
      fund,
      committed('1000', { contributionId: 'c-2' }),
      received('1000', 'c-2'),
      after('bank-charge.record', { bankAccount: 'main', amount: usd('18') }),
      february(1, '982', booked('982', '2026-02-10')),
    );
    const [receipt, charge] = [lastOf(told.book, 'contribution.received'), lastOf(told.book, 'bank-charge.recorded')];
    told
      .when('reconciliation.match', {
        ...onMain,
        matches: [
          { line: 1, position: receipt, amount: usd('1000') },
          { line: 1, position: charge },
        ],
      })
      .gives('reconciliation.matched');
  });

  test('a statement that does not add up, or does not follow the last one, is not taken in', () => {
    given(fund)
      .and(february(1, '100', booked('100', '2026-02-03')))
      .when('statement.import', {
        bankAccount: 'main',
        statementId: 's-03',
        format: 'csv',
        startsOn: '2026-03-01',
        endsOn: '2026-03-02',
        opening: usd('90'),
        closing: usd('90'),
        entries: 0,
      })
      .rejects('statement-does-not-follow', { bankAccount: 'main', closing: '100.00', opening: '90.00', currency: 'USD' });
  });
});
