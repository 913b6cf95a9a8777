import { describe, expect, test } from '@jest/globals';
import { instant } from '#kernel/time';
import { aFund, after, fundId, given } from '../../../test/support/given.js';
import { historyId, organisationKey } from './history.js';

const sha256 = 'a'.repeat(64);
const book = 'published';
const opening = { publisher: { ref: 'XM-OCHA-CBPF', name: 'OCHA' }, source: { sha256 } };
const opened = after('history.open', opening, {}, book);
const identifier = 'XM-OCHA-CBPF-SYR-20/DDA-3558/SA1';
const activity = { identifier, line: 3, title: [{ text: 'Food' }] };
const recorded = after('history.record-activity', activity, {}, book);
const transaction = (more: object = {}) => ({
  identifier,
  line: 9,
  type: '3',
  date: '2020-05-01',
  value: { amount: '-12.50', currency: 'EUR' },
  ...more,
});

describe('a published history', () => {
  test('opens a book with its publisher and the hash of its file', () => {
    given().when('history.open', opening, {}, book).gives('history.opened', opening);
  });

  test('is one in a book', () => {
    given(opened)
      .when('history.open', { ...opening, source: { sha256: 'b'.repeat(64) } }, {}, book)
      .rejects('id-taken', { thing: 'published history', id: book });
  });

  test('does not begin in the book of a fund, nor in the registry', () => {
    const expected = 'the book of a published history';
    given(aFund()).when('history.open', opening, {}, fundId).rejects('wrong-book', { expected, book: fundId });
    expect(given().book.submit('history.open', 'registry', opening)).toMatchObject({ code: 'wrong-book' });
  });

  test('keeps a fund from being established in its book', () => {
    given(opened).when('fund.establish', fundBodyOf(), {}, book).rejects('wrong-book', { expected: "a fund's book", book });
  });

  test('keeps other commands of funds out of its book', () => {
    given(opened)
      .when('activity.identify', { activityId: 'a', title: { en: 'A' }, modality: 'bilateral' }, {}, book)
      .rejects('fund-not-open', { fund: book });
  });

  test('is opened before anything is recorded in it', () => {
    given().when('history.record-activity', activity, {}, book).rejects('not-found', { thing: 'published history', id: book });
  });

  test('takes identifiers with any character, under an id made of their hash', () => {
    const { event } = given(opened).when('history.record-activity', activity, {}, book);
    expect(event.stream).toBe('history-activity:4d210092e660a0947f197312034db379');
    expect(event.data).toEqual({ ...activity, descriptions: [], participatingOrgs: [], dates: [] });
  });

  test('takes an activity once', () => {
    given(opened, recorded)
      .when('history.record-activity', activity, {}, book)
      .rejects('id-taken', { thing: 'activity', id: historyId(identifier) });
  });

  test('takes an organisation once, by its reference or else its name', () => {
    const ngo = { ref: 'XI-1', name: [{ text: 'An NGO' }], type: '22' };
    given(opened, after('history.record-organisation', ngo, {}, book))
      .when('history.record-organisation', { ref: 'XI-1' }, {}, book)
      .rejects('id-taken', { thing: 'organisation', id: historyId('XI-1') });
    expect(organisationKey({ name: [{ text: 'An NGO' }] })).toBe('name:An NGO');
  });
});

describe('a published transaction', () => {
  test('posts to the memorandum set, in its own currency and sign', () => {
    const id = historyId(identifier);
    given(opened, recorded)
      .when('history.record-transaction', transaction(), {}, book)
      .gives('history.transaction-recorded', { value: { amount: '-12.50', currency: 'EUR' } })
      .posts(`Cr memo:imported-3:${id} 12.50 EUR`, 'Dr memo-contra:imported-3 12.50 EUR');
  });

  test('of nothing posts nothing', () => {
    given(opened, recorded)
      .when('history.record-transaction', transaction({ value: { amount: '0', currency: 'EUR' } }), {}, book)
      .posts();
  });

  test('belongs to an activity that is recorded', () => {
    given(opened)
      .when('history.record-transaction', transaction(), {}, book)
      .rejects('not-found', { thing: 'activity', id: historyId(identifier) });
  });

  test('has its date as accounting date, but for one that lies ahead', () => {
    const at = (date: string) =>
      given(opened, recorded).when(
        'history.record-transaction',
        transaction({ date }),
        { now: instant('2026-03-02T15:00:00.000000Z') },
        book,
      ).event.valueDate;
    expect([at('2020-05-01'), at('2031-01-01')]).toEqual(['2020-05-01', '2026-03-03']);
  });

  test('has no accounting date in the future either when one is named', () => {
    given(opened, recorded)
      .when('history.record-transaction', transaction({ valueDate: '2031-01-01' }), {}, book)
      .rejects('date-in-future', { date: '2031-01-01', today: '2026-03-03', timeZone: 'Pacific/Kiritimati' });
  });

  test('is of a type of the standard, in a currency of ISO 4217', () => {
    given(opened, recorded)
      .when('history.record-transaction', transaction({ type: '14', value: { amount: '1', currency: 'XXX' } }), {}, book)
      .isWrongIn('type', 'value.currency');
  });
});

function fundBodyOf(): Readonly<Record<string, unknown>> {
  return {
    name: { en: 'Fund' },
    homeCurrency: 'USD',
    timeZone: 'America/Bogota',
    startsOn: '2026-01-01',
    bankAccounts: [{ id: 'main', currency: 'USD' }],
    publishing: { reportingOrg: { ref: 'XX-TEST-1', name: 'Fund', type: '40' } },
  };
}
