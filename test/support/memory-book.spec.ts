import { describe, expect, test } from '@jest/globals';
import { instant } from '#kernel/time';
import { aFund, aGrantOf600, after, fundId, given, paid, usd } from './given.js';
import { MemoryBook } from './memory-book.js';

const pledge = { contributionId: 'c-9', contributor: 'donor', amount: usd('10') };

describe('the book in memory', () => {
  test('numbers events without gaps, and its recorded time only rises', () => {
    const events = given(aGrantOf600, paid('d-1')).book.events(fundId);
    expect(events.map((each) => each.position)).toEqual(events.map((_, index) => index + 1));
    expect(events.filter((each) => each.stream === 'disbursement:d-1').map((each) => each.version)).toEqual([1, 2, 3]);
    const times = events.map((each) => each.recordedAt);
    expect(new Set(times).size).toBe(times.length);
    expect(times).toEqual(times.toSorted((a, b) => (a < b ? -1 : 1)));
  });

  test('answers the same key with the same events', () => {
    const { book } = given(aFund());
    const first = book.submit('contribution.pledge', fundId, pledge, { key: 'k' });
    expect(book.submit('contribution.pledge', fundId, pledge, { key: 'k' })).toEqual(first);
    expect(book.events(fundId)).toHaveLength(2);
  });

  test('writes nothing when it refuses', () => {
    const { book } = given(aFund());
    const before = [book.trialBalance(fundId), book.states(fundId)];
    expect(book.submit('allocation.make', fundId, { allocationId: 'l-1', amount: usd('1') }).kind).toBe('rejection');
    expect([book.trialBalance(fundId), book.states(fundId)]).toEqual(before);
  });

  test('tells wrong fields in the language that is asked for', () => {
    const outcome = new MemoryBook().submit('fund.establish', fundId, { homeCurrency: 'x' }, { language: 'es' });
    expect(outcome).toMatchObject({ kind: 'invalid' });
    expect(JSON.stringify(outcome)).toContain('una moneda por su código (ISO 4217)');
  });

  test('has no patience with a test that is wrong', () => {
    const book = new MemoryBook();
    expect(() => book.submit('fund.abolish', fundId, {})).toThrow(RangeError);
    expect(() => book.submit('disbursement.approve', fundId, { disbursementId: 'd-1' }, { role: 'auditor' })).toThrow(
      RangeError,
    );
    expect(() => after('fund.amend-rules', {})(book)).toThrow('fund-not-open');
  });

  test('takes the clock of the command', () => {
    const now = instant('2026-05-01T00:00:00.000000Z');
    const { event } = given(aFund()).when('contribution.pledge', pledge, { now });
    expect([event.recordedAt, event.valueDate]).toEqual([now, '2026-04-30']);
  });

  test('is the same when it is read anew from its events', () => {
    const { book } = given(aGrantOf600, paid('d-1'));
    expect(book.replayed().states(fundId)).toEqual(book.states(fundId));
    expect(book.replayed().trialBalance(fundId)).toEqual(book.trialBalance(fundId));
  });
});
