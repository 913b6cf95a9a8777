import { describe, expect, test } from '@jest/globals';
import { registryBook } from '#kernel/ids';
import { instant } from '#kernel/time';
import { aFund, after, fundBody, fundId, given, partners } from '../../../test/support/given.js';

const donor = { contributorId: 'donor' };
const pledge = { contributor: 'donor', amount: { amount: '10.00', currency: 'USD' } };

describe('a fund', () => {
  test('is established under the id of its book, and posts nothing', () => {
    const told = given().when('fund.establish', fundBody()).posts();
    expect(told.event.stream).toBe(`fund:${fundId}`);
  });

  test('keeps its rules, and the currencies that it carries with its own first', () => {
    given()
      .when('fund.establish', fundBody({ currencies: ['EUR', 'USD', 'EUR'], interest: 'owed-back', endsOn: '2030-12-31' }))
      .gives('fund.established', {
        homeCurrency: 'USD',
        currencies: ['USD', 'EUR'],
        rules: { bindAt: 'signature', attribution: 'proportional', interest: 'owed-back' },
        startsOn: '2026-01-01',
        endsOn: '2030-12-31',
        timeZone: 'America/Bogota',
      });
  });

  test('is established on the day that it starts unless another is named', () => {
    expect(given().when('fund.establish', fundBody()).event.valueDate).toBe('2026-01-01');
    expect(given().when('fund.establish', fundBody({ valueDate: '2026-02-03' })).event.valueDate).toBe('2026-02-03');
  });

  test('is established once', () => {
    given(aFund()).when('fund.establish', fundBody()).rejects('id-taken', { thing: 'fund', id: fundId });
  });

  test('is not established in the registry', () => {
    given()
      .when('fund.establish', fundBody(), {}, registryBook)
      .rejects('wrong-book', { expected: "a fund's book", book: registryBook });
  });

  test('does nothing before it is established', () => {
    given()
      .when('contribution.pledge', { ...pledge, contributionId: 'c-1' })
      .rejects('fund-not-open', { fund: fundId });
  });

  test('asks for three persons from a higher amount on than for two, also in parts', () => {
    const [twoAbove, threeAbove] = ['5000.00', '1000.00'].map((amount) => ({ amount, currency: 'USD' }));
    given(aFund({ policy: { approvals: { threeAbove } } }))
      .when('fund.amend-rules', { policy: { approvals: { twoAbove, threeAbove } } })
      .rejects('thresholds-reversed', { currency: 'USD', twoAbove: '5000.00', threeAbove: '1000.00' })
      .when('fund.amend-rules', { policy: { approvals: { twoAbove: threeAbove, threeAbove: twoAbove } } })
      .gives('fund.rules-amended');
  });

  test('does not end before it starts', () => {
    given()
      .when('fund.establish', fundBody({ endsOn: '2025-12-31' }))
      .rejects('period-reversed', { start: '2026-01-01', end: '2025-12-31' });
  });

  test('keeps the rules that it sets for itself, and what it changes of them', () => {
    const usd = (amount: string) => ({ amount, currency: 'USD' });
    const policy = { approvals: { twoAbove: usd('1000') }, advances: { dueDays: 90 } };
    given(aFund({ policy }))
      .when('fund.amend-rules', { policy: { ...policy, assessments: { atLeast: 3 } } })
      .gives('fund.rules-amended', { policy: { assessments: { atLeast: 3 } } })
      .when('fund.amend-rules', { policy: { approvals: { twoAbove: usd('1000.00') } } })
      .writesNothing();
    given()
      .when('fund.establish', fundBody({ policy }))
      .gives('fund.established', { policy: { approvals: { twoAbove: usd('1000.00') }, advances: { dueDays: 90 } } });
  });

  test('sets amounts in its home currency alone', () => {
    const policy = { auditAbove: { amount: '1000.00', currency: 'EUR' } };
    const facts = { currency: 'EUR', thing: 'fund', id: fundId, expected: 'USD' };
    given().when('fund.establish', fundBody({ policy })).rejects('currency-mismatch', facts);
    given(aFund()).when('fund.amend-rules', { policy }).rejects('currency-mismatch', facts);
  });

  test('is established before its first day, on the day that it is done, and money waits for that day', () => {
    const established = given(partners).when('fund.establish', fundBody({ startsOn: '2026-07-01' }));
    expect(established.event.valueDate).toBe('2026-03-02');
    established
      .when('fund.amend-rules', { currencies: ['COP'] })
      .gives('fund.rules-amended', { currencies: ['COP'] })
      .when('activity.identify', { activityId: 'a-1', title: { en: 'Safe water' }, modality: 'triangular' })
      .gives('activity.identified')
      .when('contribution.pledge', { ...pledge, contributionId: 'c-1' })
      .rejects('date-before-start', { date: '2026-03-02', startsOn: '2026-07-01' });
    expect(given().when('fund.establish', fundBody()).event.valueDate).toBe('2026-01-01');
  });

  test.each([
    ['earmark', { earmarks: [{ id: 'none', title: { en: 'None' } }] }, 'none'],
    ['window', { windows: [{ id: 'administration', title: { en: 'Running' } }] }, 'administration'],
    [
      'bank account',
      {
        bankAccounts: [
          { id: 'main', currency: 'USD' },
          { id: 'main', currency: 'EUR' },
        ],
      },
      'main',
    ],
  ])('has no %s twice', (thing, rules, id) => {
    given().when('fund.establish', fundBody(rules)).rejects('id-taken', { thing, id });
  });

  test('has no bank account in a currency that it does not carry', () => {
    given()
      .when('fund.establish', fundBody({ bankAccounts: [{ id: 'francs', currency: 'CHF' }] }))
      .rejects('currency-not-carried', { currency: 'CHF', carried: ['USD', 'EUR'] });
  });

  test('needs a bank account', () => {
    given()
      .when('fund.establish', fundBody({ bankAccounts: [] }))
      .isWrongIn('bankAccounts');
  });
});

describe('the rules of a fund', () => {
  const francs = { currencies: ['CHF'], bankAccounts: [{ id: 'francs', currency: 'CHF' }] };

  test('gain a currency, and an account in it at once', () => {
    given(aFund())
      .when('fund.amend-rules', francs)
      .gives('fund.rules-amended', { ...francs, earmarks: undefined, windows: undefined })
      .posts();
  });

  test('gain an earmark and a window that can be used at once', () => {
    given(
      aFund(),
      after('fund.amend-rules', {
        earmarks: [{ id: 'seeds', title: { en: 'Seeds' } }],
        windows: [{ id: 'seeds', title: { en: 'Seeds' } }],
      }),
    )
      .when('contribution.pledge', { ...pledge, contributionId: 'c-1', earmark: 'seeds' })
      .gives('contribution.pledged');
  });

  test('that are so already are not amended', () => {
    given(aFund())
      .when('fund.amend-rules', { currencies: ['EUR'] })
      .writesNothing();
  });

  test.each([
    ['earmark', { earmarks: [{ id: 'water', title: { en: 'Water' } }] }, 'water'],
    ['window', { windows: [{ id: 'general', title: { en: 'General' } }] }, 'general'],
    ['bank account', { bankAccounts: [{ id: 'main', currency: 'USD' }] }, 'main'],
  ])('do not gain an %s that is there', (thing, rules, id) => {
    given(aFund()).when('fund.amend-rules', rules).rejects('id-taken', { thing, id });
  });

  test('do not gain an account in a currency that is not carried', () => {
    given(aFund())
      .when('fund.amend-rules', { bankAccounts: [{ id: 'francs', currency: 'CHF' }] })
      .rejects('currency-not-carried', { currency: 'CHF', carried: ['USD', 'EUR'] });
  });
});

describe('the value date', () => {
  const evening = instant('2026-03-03T03:00:00.000000Z');
  const body = { ...pledge, contributionId: 'c-1' };

  test("is today where the fund is, which may be yesterday's date in UTC", () => {
    expect(given(aFund()).when('contribution.pledge', body, { now: evening }).event.valueDate).toBe('2026-03-02');
  });

  test('is refused in the future with the day that it is there', () => {
    given(aFund())
      .when('contribution.pledge', { ...body, valueDate: '2026-03-03' }, { now: evening })
      .rejects('date-in-future', { date: '2026-03-03', today: '2026-03-02', timeZone: 'America/Bogota' });
  });

  test('is refused before the fund started', () => {
    given(aFund())
      .when('contribution.pledge', { ...body, valueDate: '2025-12-31' })
      .rejects('date-before-start', { date: '2025-12-31', startsOn: '2026-01-01' });
  });

  test('is its own, beside the date of the paper, which may be older than the fund', () => {
    const { event } = given(aFund()).when('contribution.pledge', {
      ...body,
      valueDate: '2026-02-01',
      documentDate: '2025-11-30',
    });
    expect([event.valueDate, (event.data as { documentDate?: string }).documentDate]).toEqual(['2026-02-01', '2025-11-30']);
  });

  test('of a paper is not in the future either', () => {
    given(aFund())
      .when('contribution.pledge', { ...body, documentDate: '2026-04-01' })
      .rejects('date-in-future', { date: '2026-04-01', today: '2026-03-02', timeZone: 'America/Bogota' });
  });
});

describe('what comes with any command', () => {
  test('the body and its minute become the authority, a note becomes its hash', () => {
    const told = given(aFund()).when('contribution.pledge', {
      ...pledge,
      contributionId: 'c-1',
      minute: { body: 'board', minute: '7/2026' },
      note: 'agreed over coffee with Rosa',
    });
    expect(told.event.authority).toEqual({ role: 'fund-manager', body: 'board', minute: '7/2026' });
    const { noteHash } = told.event.data as { noteHash: string };
    expect(noteHash).toMatch(/^[0-9a-f]{64}$/);
    expect(told.book.notes.get(noteHash)).toBe('agreed over coffee with Rosa');
    expect(JSON.stringify(told.event)).not.toContain('Rosa');
  });

  test('the registry that it read becomes its basis, at the position it had', () => {
    const { event } = given(aFund()).when('contribution.pledge', { ...pledge, contributionId: 'c-1' });
    expect(event.basis).toEqual([{ book: 'registry', position: 6 }]);
  });

  test('a member that no command knows is named', () => {
    given(aFund())
      .when('contribution.pledge', { ...pledge, ...donor })
      .isWrongIn('contributorId');
  });
});
