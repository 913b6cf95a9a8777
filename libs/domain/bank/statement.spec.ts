import { describe, expect, test } from '@jest/globals';
import {
  type Step,
  aFund,
  aGrantOf600,
  after,
  approved,
  committed,
  eur,
  funded,
  given,
  lastOf,
  received,
  usd,
} from '../../../test/support/given.js';

const statement = {
  statementId: 's-1',
  bankAccount: 'main',
  format: 'camt.053',
  startsOn: '2026-02-01',
  endsOn: '2026-02-28',
  opening: usd('0'),
  closing: usd('70'),
  entries: 3,
};
const line = (amount: string, more = {}) => ({ bookedOn: '2026-02-10', amount: usd(amount), ...more });
const lines = {
  statementId: 's-1',
  bankAccount: 'main',
  from: 1,
  lines: [
    line('100', { reference: 'R-1', endToEndId: 'E-1', remittance: 'Aporte de Ana Gómez', counterparty: 'Ana Gómez' }),
    line('-25'),
    line('-5', { bookedOn: '2026-02-28', valueDate: '2026-02-27', code: 'PMNT-CCRD' }),
  ],
};
const imported: Step = after('statement.import', statement);
const listed: readonly Step[] = [imported, after('statement.list-lines', lines)];
const onMain = { bankAccount: 'main', statementId: 's-1' };

describe('a bank statement', () => {
  test('is imported once, into an account of its currency, and posts nothing', () => {
    given(aFund())
      .when('statement.import', { ...statement, fileHash: 'a'.repeat(64), reference: '2026/2' })
      .gives('reconciliation.statement-imported', { statement: 's-1', opening: usd('0'), closing: usd('70'), entries: 3 })
      .posts()
      .when('statement.import', statement)
      .writesNothing()
      .when('statement.import', { ...statement, statementId: 's-2', bankAccount: 'euros' })
      .rejects('currency-mismatch', { currency: 'USD', thing: 'bank account', id: 'euros', expected: 'EUR' })
      .when('statement.import', { ...statement, statementId: 's-2', endsOn: '2026-01-01' })
      .rejects('period-reversed', { start: '2026-02-01', end: '2026-01-01' });
  });

  test('follows the one before it', () => {
    const march = { ...statement, statementId: 's-2', startsOn: '2026-03-01', endsOn: '2026-03-02', opening: usd('70') };
    given(aFund(), imported)
      .when('statement.import', { ...march, startsOn: '2026-02-28' })
      .rejects('statement-overlaps', { bankAccount: 'main', statement: 's-1', start: '2026-02-01', end: '2026-02-28' })
      .when('statement.import', { ...march, opening: usd('69') })
      .rejects('statement-does-not-follow', { bankAccount: 'main', closing: '70.00', opening: '69.00', currency: 'USD' })
      .when('statement.import', {
        ...march,
        startsOn: '2026-01-01',
        endsOn: '2026-01-31',
        opening: usd('0'),
        closing: usd('1'),
      })
      .rejects('statement-does-not-follow', { bankAccount: 'main', closing: '1.00', opening: '0.00', currency: 'USD' })
      .when('statement.import', march)
      .gives('reconciliation.statement-imported');
  });

  test('lists its lines in order, with what names persons kept apart', () => {
    const told = given(aFund(), imported).when('statement.list-lines', lines);
    const [first] = (told.event.data as { lines: { remittanceHash: string; counterpartyHash: string }[] }).lines;
    expect(first!.remittanceHash).toMatch(/^[0-9a-f]{64}$/);
    expect(JSON.stringify(told.event)).not.toContain('Ana');
    told
      .when('statement.list-lines', lines)
      .writesNothing()
      .when('statement.list-lines', { ...lines, from: 4, lines: [line('1')] })
      .rejects('lines-out-of-turn', { statement: 's-1', from: 4, expected: 4, entries: 3 })
      .when('statement.list-lines', { ...lines, statementId: 's-9' })
      .rejects('not-found', { thing: 'bank statement', id: 'main s-9' });
  });

  test('adds up: what it opens with and all that moved is what it closes with', () => {
    given(aFund(), imported)
      .when('statement.list-lines', { ...lines, lines: [line('100'), line('-25'), line('-6')] })
      .rejects('statement-does-not-sum', {
        statement: 's-1',
        currency: 'USD',
        opening: '0.00',
        entries: '69.00',
        closing: '70.00',
        difference: '-1.00',
      });
  });
});

describe('a line of a statement', () => {
  const withMoney: readonly Step[] = [...aFund(), committed('100'), received('100'), ...listed];

  test('is matched to the event that it is, for no more than either has left', () => {
    const given1 = given(withMoney);
    const position = lastOf(given1.book, 'contribution.received');
    given1
      .when('reconciliation.match', {
        ...onMain,
        matches: [
          { line: 1, position, amount: usd('60') },
          { line: 1, position },
        ],
      })
      .gives('reconciliation.matched', {
        statement: 's-1',
        matches: [
          { line: 1, amount: usd('60'), position },
          { line: 1, amount: usd('40'), position },
        ],
      })
      .posts()
      .when('reconciliation.match', { ...onMain, matches: [{ line: 1, position }] })
      .rejects('line-settled', { statement: 's-1', line: 1 })
      .when('reconciliation.match', { ...onMain, matches: [{ line: 2, position }] })
      .rejects('match-exceeds-movement', { position, currency: 'USD', left: '0.00', requested: '-25.00' })
      .when('reconciliation.release', { ...onMain, line: 1 })
      .gives('reconciliation.released', {
        line: 1,
        matches: [
          { position, amount: usd('60') },
          { position, amount: usd('40') },
        ],
      })
      .when('reconciliation.release', { ...onMain, line: 1 })
      .writesNothing()
      .when('reconciliation.match', { ...onMain, matches: [{ line: 1, position, amount: usd('101') }] })
      .rejects('match-exceeds-movement', { position, currency: 'USD', left: '100.00', requested: '101.00' })
      .when('reconciliation.match', { ...onMain, matches: [{ line: 9, position }] })
      .rejects('line-unknown', { statement: 's-1', line: 9, listed: 3 })
      .when('reconciliation.match', { ...onMain, matches: [{ line: 1, position: 1 }] })
      .rejects('not-a-bank-movement', { position: 1, bankAccount: 'main' });
  });

  test('may be several events, one of which goes the other way: a receipt less the charge of the bank', () => {
    const told = given(
      ...aFund(),
      committed('130'),
      received('105'),
      received('20'),
      after('bank-charge.record', { bankAccount: 'main', amount: usd('5') }),
      listed,
    );
    const charge = lastOf(told.book, 'bank-charge.recorded');
    const [first, second] = [charge - 2, charge - 1];
    const whole = { line: 1, position: first, amount: usd('105') };
    told
      .when('reconciliation.match', { ...onMain, matches: [whole] })
      .rejects('match-exceeds-line', { statement: 's-1', line: 1, currency: 'USD', left: '100.00', requested: '105.00' })
      .when('reconciliation.match', { ...onMain, matches: [whole, { line: 1, position: second, amount: usd('1') }] })
      .rejects('match-exceeds-line', { statement: 's-1', line: 1, currency: 'USD', left: '100.00', requested: '106.00' })
      .when('reconciliation.match', { ...onMain, matches: [whole, { line: 1, position: charge }] })
      .gives('reconciliation.matched', {
        matches: [whole, { line: 1, position: charge, amount: usd('-5') }],
      })
      .when('reconciliation.explain', { ...onMain, line: 1, reason: 'x' })
      .rejects('line-settled', { statement: 's-1', line: 1 });
  });

  test('that is known in part is posted for the rest; two lines may be one payment', () => {
    const told = given(withMoney);
    const position = lastOf(told.book, 'contribution.received');
    told
      .and(
        after('reconciliation.match', { ...onMain, matches: [{ line: 1, position, amount: usd('60') }] }),
        committed('50', { contributionId: 'c-2' }),
      )
      .when('reconciliation.post', { ...onMain, line: 1, as: 'contribution.receive', with: { contributionId: 'c-2' } })
      .givesEach(
        ['contribution.received', { amount: usd('40') }],
        ['reconciliation.matched', { matches: [{ line: 1, amount: usd('40') }] }],
      );
    const paid = given(
      ...aGrantOf600,
      approved('d-1'),
      after('disbursement.pay', { disbursementId: 'd-1', bankAccount: 'main', amount: usd('30') }),
      listed,
    );
    const payment = lastOf(paid.book, 'disbursement.paid');
    paid
      .when('reconciliation.match', {
        ...onMain,
        matches: [
          { line: 2, position: payment },
          { line: 3, position: payment },
        ],
      })
      .gives('reconciliation.matched');
  });

  test('is posted as a transfer, a conversion, a return or a bounce, with what it says of each', () => {
    const accounts = [
      { id: 'main', currency: 'USD' },
      { id: 'savings', currency: 'USD' },
      { id: 'euros', currency: 'EUR' },
    ];
    given(aFund({ bankAccounts: accounts }), committed('100'), received('100'), listed)
      .when('reconciliation.post', { ...onMain, line: 2, as: 'cash.transfer', with: { to: 'savings' } })
      .givesEach(['cash.transferred', { from: 'main', to: 'savings', amount: usd('25') }], ['reconciliation.matched'])
      .when('reconciliation.post', { ...onMain, line: 3, as: 'cash.convert', with: { to: 'euros', bought: eur('4') } })
      .givesEach(['cash.converted', { sold: usd('5'), bought: eur('4') }], ['reconciliation.matched'])
      .when('reconciliation.post', { ...onMain, line: 1, as: 'cash.transfer', with: { from: 'main' } })
      .rejects('same-bank-account', { bankAccount: 'main' });
    given(withMoney)
      .when('reconciliation.post', { ...onMain, line: 2, as: 'contribution.return', with: { contributionId: 'c-1' } })
      .givesEach(['contribution.returned', { amount: usd('25') }], ['reconciliation.matched']);
    given(
      ...aGrantOf600,
      approved('d-1'),
      after('disbursement.pay', { disbursementId: 'd-1', bankAccount: 'main', amount: usd('100'), valueDate: '2026-02-09' }),
      listed,
    )
      .when('reconciliation.post', { ...onMain, line: 1, as: 'disbursement.bounce', with: { disbursementId: 'd-1' } })
      .givesEach(['disbursement.bounced', { amount: usd('100'), bankReference: 'R-1' }], ['reconciliation.matched']);
  });

  test('is explained where the book needs no event', () => {
    given(withMoney)
      .when('reconciliation.explain', { ...onMain, line: 2, reason: 'The bank corrected its own mistake' })
      .gives('reconciliation.explained', { statement: 's-1', line: 2 })
      .when('reconciliation.explain', { ...onMain, line: 2, reason: 'Again' })
      .rejects('line-settled', { statement: 's-1', line: 2 });
  });

  test('is posted as what it is, with its amount, date and reference, and matched to that', () => {
    const told = given(withMoney).and(after('reconciliation.post', { ...onMain, line: 3, as: 'bank-charge.record' }));
    const events = told.book.events('fund-1').slice(-2);
    expect(events.map((each) => [each.type, each.valueDate])).toEqual([
      ['bank-charge.recorded', '2026-02-28'],
      ['reconciliation.matched', '2026-02-28'],
    ]);
    told
      .when('reconciliation.post', { ...onMain, line: 3, as: 'bank-charge.record' })
      .rejects('line-settled', { statement: 's-1', line: 3 })
      .when('reconciliation.match', { ...onMain, matches: [{ line: 2, position: events[0]!.position }] })
      .rejects('match-exceeds-movement', { position: events[0]!.position, currency: 'USD', left: '0.00', requested: '-25.00' });
  });

  test('that nobody knows is posted as unmatched, with its direction', () => {
    given(withMoney)
      .and(after('reconciliation.post', { ...onMain, line: 2, as: 'bank.record-unmatched' }))
      .leaves({ 'suspense:main': '25.00', 'bank:main': '75.00', 'shortfall:none': '25.00' });
  });

  test('is refused for what its command is refused, or where it comes to another amount', () => {
    given(withMoney)
      .when('reconciliation.post', { ...onMain, line: 1, as: 'contribution.receive' })
      .rejects('line-post-incomplete', { command: 'contribution.receive', fields: ['contributionId'] })
      .when('reconciliation.post', { ...onMain, line: 1, as: 'contribution.receive', with: { contributionId: 'c-9' } })
      .rejects('not-found', { thing: 'contribution', id: 'c-9' })
      .when('reconciliation.post', { ...onMain, line: 1, as: 'bank-charge.record' })
      .rejects('line-differs', { currency: 'USD', line: '100.00', posted: '-100.00' })
      .when('reconciliation.post', { ...onMain, line: 2, as: 'fee.charge' })
      .rejects('line-post-not-allowed', { command: 'fee.charge', role: 'fund-manager' });
    given(aGrantOf600, listed, approved('d-1'))
      .when('reconciliation.post', { ...onMain, line: 2, as: 'disbursement.pay', with: { disbursementId: 'd-1' } })
      .rejects('line-differs', { currency: 'USD', line: '-25.00', posted: '-300.00' });
  });

  test('makes an account agree up to its end, once all are settled', () => {
    const policy = { policy: { reconciliation: 'required' } };
    const early = { valueDate: '2026-01-15' };
    const january = { ...statement, startsOn: '2026-01-01', endsOn: '2026-01-31', entries: 1, closing: usd('100') };
    const given1 = given(
      aFund(policy),
      committed('100', early),
      received('100', 'c-1', early),
      after('statement.import', january),
      after('statement.list-lines', { ...lines, lines: [line('100', { bookedOn: '2026-01-15' })] }),
    );
    given1.when('period.close', { period: '2026-01' }).rejects('not-reconciled', { period: '2026-01', bankAccounts: ['main'] });
    const position = lastOf(given1.book, 'contribution.received');
    given1.and(
      after('reconciliation.match', { ...onMain, matches: [{ line: 1, position }] }),
      after('period.close', { period: '2026-01' }),
    );
  });
});

test('a conversion moves both its accounts, and each is matched on its own', () => {
  const given1 = given(
    aFund(),
    funded('100'),
    after('cash.convert', { cashId: 'x-1', from: 'main', to: 'euros', sold: usd('25'), bought: eur('20') }),
    listed,
  );
  const position = lastOf(given1.book, 'cash.converted');
  given1
    .when('reconciliation.match', { ...onMain, matches: [{ line: 2, position }] })
    .gives('reconciliation.matched', { matches: [{ line: 2, amount: usd('-25'), position }] });
});
