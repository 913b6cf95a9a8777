import { describe, expect, test } from '@jest/globals';
import type { MoneyJson } from '#kernel/money';
import { demoInMemory } from '../../test/support/exported.js';
import { demoBooks } from './demo-books.js';
import { usd } from './script.js';

const memory = demoInMemory();
const events = (book: string, type: string) => memory.events(book).filter((each) => each.type === type);
const dataOf = (book: string, type: string) => events(book, type).map((each) => each.data as Record<string, unknown>);
const balance = (book: string, account: string): bigint =>
  memory.trialBalance(book).find((each) => each.account === account)?.amountMinor ?? 0n;

describe('the demonstration has something of everything', () => {
  test.each([
    ['registry', ['partner.merged', 'partner.suspended', 'partner.reinstated']],
    ['central-america-caribbean', ['grant.settled', 'asset.disposed', 'contribution.returned', 'fund.closed']],
    [
      'mexico-haiti-alliance',
      ['expenditure.appealed', 'expenditure.appeal-decided', 'grant.settled', 'bank.explained', 'evaluation.recorded'],
    ],
    [
      'ssc-programme',
      [
        'waiver.confirmed',
        'refund.set-off',
        'refund.written-off',
        'sub-grant.disallowed',
        'sub-grant.written-off',
        'reconciliation.explained',
        'in-kind.valued',
        'comment.hidden',
        'comment.answered',
        'complaint.answered',
        'proposal.awarded-directly',
      ],
    ],
  ])('%s: what may be needed rarely has been needed once', (book, types) => {
    expect(types.filter((type) => events(book, type).length === 0)).toEqual([]);
  });

  test('every grant that was closed was settled before', () => {
    for (const { book } of demoBooks()) {
      const streams = (type: string): string[] => events(book, type).map((each) => each.stream);
      expect(streams('grant.closed').filter((each) => !streams('grant.settled').includes(each))).toEqual([]);
    }
  });

  test('what was left of the peasants’ project came back in dollars', () => {
    const back = dataOf('mexico-haiti-alliance', 'refund.received').filter((each) => each['credited'] !== undefined);
    expect(back).toEqual([
      expect.objectContaining({ credited: usd('1200.00'), amount: { amount: '15300.00', currency: 'MXN' } }),
    ]);
  });

  test('what the homestays could not give back was paid, and is no accepted cost', () => {
    const [givenUp] = dataOf('ssc-programme', 'refund.written-off').filter((each) => each['grant'] === 'g-homestays');
    expect(givenUp).toMatchObject({ amount: usd('420.00'), unaccepted: usd('420.00') });
    const ended = [...events('ssc-programme', 'grant.settled'), ...events('ssc-programme', 'grant.closed')];
    const settlements = ended
      .filter((each) => each.stream === 'grant:g-homestays')
      .map((each) => (each.data as { readonly settlement: { readonly accepted: MoneyJson } }).settlement.accepted);
    expect(settlements).toEqual([usd('69580.00'), usd('69580.00')]);
  });

  test('the fund of the programme lives: money is still to come, and an advance is late', () => {
    const book = 'ssc-programme';
    expect(memory.events(book).some((each) => each.type === 'fund.closed')).toBe(false);
    expect(balance(book, 'receivable:c-mechanism')).toBe(15_000_00n);
    expect(balance(book, 'advance:g-village-stoves')).toBe(5_900_00n);
    const [paid] = dataOf(book, 'disbursement.paid').filter((each) => each['grant'] === 'g-village-stoves');
    expect(paid).toMatchObject({ accounts: { cso: 'participant-bj-2', dueOn: '2011-05-04' } });
  });

  test('who tries it finds a grant of a CSO that is not late, with something left to ask for', () => {
    const [open] = dataOf('ssc-programme', 'grant.signed').filter((each) => each['payee'] === 'fundecooperacion');
    expect((open!['amount'] as MoneyJson).currency).toBe('USD');
    expect(-balance('ssc-programme', 'committed:sustainable-tourism:g-tourism')).toBeGreaterThan(10_00n);
    expect(balance('ssc-programme', 'advance:g-tourism')).toBe(0n);
  });
});

test('what is told of the third stage, of those who took part by country, and of the sub-grants is marked as our own', () => {
  const commands = demoBooks().flatMap((each) => each.commands);
  const made = commands.filter(({ type, body }) => {
    const { stage, measurement, outcome } = body as Readonly<Record<string, unknown>>;
    return (stage === 'stage-3' && outcome === 'not-funded') || measurement === 'm-by-country' || type.startsWith('sub-grant.');
  });
  expect(made.length).toBeGreaterThan(10);
  expect(made.filter((each) => !each.illustrative)).toEqual([]);
});
