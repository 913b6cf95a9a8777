import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { registryBook } from '#kernel/ids';
import type { MoneyJson } from '#kernel/money';
import { instant } from '#kernel/time';
import { checkBook } from '../../test/support/check-book.js';
import { type TestDatabase, testDatabase } from '../../test/support/database.js';
import { Poster, openStore } from '../../test/support/fund-fixture.js';
import { MemoryBook } from '../../test/support/memory-book.js';
import type { DemoBook } from './command.js';
import { demoBooks } from './demo-books.js';
import { usd } from './script.js';

const books = demoBooks();
const funds = books.filter((each) => each.book !== registryBook);

function posted(): MemoryBook {
  const memory = new MemoryBook(instant('2026-06-30T12:00:00.000000Z'));
  for (const { book, commands } of books) {
    for (const { type, body, actor, role, key } of commands) {
      const outcome = memory.submit(type, book, body, { actor, role, key });
      if (outcome.kind !== 'posted') throw new Error(`${key} ${type}: ${JSON.stringify(outcome)}`);
      if (outcome.events.length === 0) throw new Error(`${key} ${type} says nothing new`);
    }
  }
  return memory;
}

test('the registry comes first, then three funds', () => {
  expect(books.map((each) => each.book)).toEqual([
    'registry',
    'central-america-caribbean',
    'mexico-haiti-alliance',
    'ssc-programme',
  ]);
});

test('the rules accept every command, and each has something to say', () => {
  const memory = posted();
  for (const { book, events } of books) expect(memory.events(book)).toHaveLength(events);
});

test('every command of a fund but the first says its date, which lies in the years of the case', () => {
  for (const { book, commands } of funds) {
    const dates = commands.slice(1).map(({ body }) => (body as { valueDate?: string }).valueDate ?? 'none');
    expect([book, dates.toSorted()[0]! >= '1993', dates.toSorted().at(-1)! < '2014']).toEqual([book, true, true]);
  }
});

test('keys and actors are opaque and tell nothing of a person', () => {
  const commands = books.flatMap((each) => each.commands);
  expect(new Set(commands.map((each) => each.key)).size).toBe(commands.length);
  expect(commands.every((each) => /^p-\d{3}$/.test(each.actor))).toBe(true);
});

describe('the source’s figures', () => {
  const memory = posted();
  const dataOf = (book: string, type: string): Record<string, unknown>[] =>
    memory
      .events(book)
      .filter((each) => each.type === type)
      .map((each) => each.data as Record<string, unknown>);

  test('40 houses at USD 2,000 are paid by the fund of Colombia, Mexico and Venezuela', () => {
    const accepted = memory
      .trialBalance('central-america-caribbean')
      .find((each) => each.account === 'accepted:g-stage-2:houses');
    expect(accepted?.amountMinor).toBe(40n * 2_000_00n);
  });

  test('the houses are paid by the unit, and counted', () => {
    const cost = expect.objectContaining({ basis: 'unit-cost', unitCost: usd('2000.00'), quantity: '40' });
    const houses = { category: 'houses', cost };
    expect(dataOf('central-america-caribbean', 'grant.signed')).toContainEqual(
      expect.objectContaining({ stage: 'stage-2', budget: expect.arrayContaining([expect.objectContaining(houses)]) }),
    );
    expect(dataOf('central-america-caribbean', 'result.measured')).toContainEqual(
      expect.objectContaining({ indicator: 'houses', value: '40' }),
    );
  });

  test('what families pay for them is income of the project, lent on to others, and nothing of it is the fund’s', () => {
    expect(dataOf('central-america-caribbean', 'project-income.earned')).toContainEqual(
      expect.objectContaining({ source: 'sales', use: 'revolving-fund' }),
    );
    const lent = memory.events('central-america-caribbean').filter((each) => each.type === 'revolving-fund.lent');
    expect(lent).not.toEqual([]);
  });

  test('nobody co-finances SERVIVIENDA, in money or in kind', () => {
    const types = memory.events('central-america-caribbean').map((each) => each.type);
    expect(types.filter((each) => /^(cofinancing|in-kind)\./.test(each))).toEqual([]);
  });

  test('SERVIVIENDA is asked by the government, executes under the convention of 1993, and the officials judge it', () => {
    const book = 'central-america-caribbean';
    expect(dataOf(book, 'activity.identified')).toEqual([
      expect.objectContaining({ agreement: 'convenio-colombia-honduras-1993' }),
    ]);
    for (const part of [
      { partner: 'gov-colombia', phase: 'identification', role: 'proposer' },
      { partner: 'servivienda', phase: 'implementation', role: 'executor' },
      { partner: 'fedecoh', phase: 'implementation', role: 'counterpart' },
      { partner: 'gov-honduras', phase: 'evaluation', role: 'evaluator' },
    ]) {
      expect(dataOf(book, 'activity.partner-joined')).toContainEqual(expect.objectContaining(part));
    }
    expect(dataOf(book, 'evaluation.recorded')).toEqual([expect.objectContaining({ outcome: 'successful' })]);
    expect(dataOf(book, 'activity.stage-ended').map((each) => each['outcome'])).toEqual([
      'completed',
      'completed',
      'completed',
    ]);
  });

  test('the fund of the three governments ends with nothing left', () => {
    expect(memory.events('central-america-caribbean').at(-1)!.type).toBe('fund.closed');
  });

  test('the ministry and seven private actors pledge to the alliance', () => {
    const pledged = memory.events('mexico-haiti-alliance').filter((each) => each.type === 'contribution.pledged');
    expect(pledged).toHaveLength(8);
  });

  test('all eight pay in, in pesos and in dollars', () => {
    const given = dataOf('mexico-haiti-alliance', 'contribution.received');
    expect(new Set(given.map((each) => each['contributor'])).size).toBe(8);
    expect(new Set(given.map((each) => (each['amount'] as MoneyJson).currency))).toEqual(new Set(['MXN', 'USD']));
  });

  test('the peasants’ project is proposed by civil society and awarded without a call', () => {
    const book = 'mexico-haiti-alliance';
    expect(memory.events(book).filter((each) => each.type.startsWith('call.'))).toEqual([]);
    expect(dataOf(book, 'proposal.awarded-directly').map((each) => each['ground'])).toEqual([
      'joint-committee',
      'continues-a-stage',
    ]);
    const proposers = dataOf(book, 'activity.partner-joined').filter((each) => each['role'] === 'proposer');
    expect(proposers.map((each) => each['partner'])).toEqual([
      'centro-lindavista',
      'caritas-mexicana',
      'comite-haiti-mexico',
      'osc-haiti',
    ]);
  });

  test('a microcredit is lent, comes back and is lent again', () => {
    const types = memory.events('mexico-haiti-alliance').map((each) => each.type);
    expect(types.filter((each) => /^revolving-fund\.(lent|repaid)$/.test(each))).toEqual([
      'revolving-fund.lent',
      'revolving-fund.repaid',
      'revolving-fund.lent',
    ]);
  });

  test('public bodies and universities of Mexico join the second stage', () => {
    const joined = memory.events('mexico-haiti-alliance').filter((each) => each.type === 'activity.partner-joined');
    const later = joined.filter((each) => each.valueDate >= '2012').map((each) => (each.data as { partner: string }).partner);
    expect(later).toEqual(['organismos-publicos-mexico', 'universidades-mexico']);
  });

  test('the third stage of the alliance ends without money, and that is no error', () => {
    expect(dataOf('mexico-haiti-alliance', 'activity.stage-ended')).toContainEqual(
      expect.objectContaining({ stage: 'stage-3', outcome: 'not-funded' }),
    );
  });

  test('the third stage of the alliance has no grant', () => {
    const stages = memory
      .events('mexico-haiti-alliance')
      .filter((each) => each.type === 'grant.signed')
      .map((each) => (each.data as { stage?: string }).stage);
    expect(stages).toEqual(['stage-1', 'stage-2']);
  });

  test('every theme of the programme has its own earmark', () => {
    const { data } = memory.events('ssc-programme')[0]!;
    expect((data as { earmarks: { id: string }[] }).earmarks.map((each) => each.id)).toEqual([
      'sustainable-tourism',
      'production-consumption',
      'biodiversity',
      'sustainable-energy',
    ]);
  });

  test('each country of the programme has a seat on the committee and a director, and Fundecooperación is the secretariat', () => {
    const seats = dataOf('ssc-programme', 'body.appointed').map((each) => [each['kind'], (each['seats'] as object[]).length]);
    expect(seats).toEqual([
      ['committee', 3],
      ['directors', 3],
      ['secretariat', 1],
    ]);
    expect(dataOf('ssc-programme', 'body.seat-filled')).toContainEqual(
      expect.objectContaining({ seat: 'secretariat', holder: { partner: 'fundecooperacion' } }),
    );
  });

  test('in every project of the programme somebody both gives and receives, and gender equality is marked', () => {
    const inBook = memory.events('ssc-programme');
    const identified = inBook.filter((each) => each.type === 'activity.identified');
    expect(identified).toHaveLength(4);
    for (const { stream, data } of identified) {
      const partners = inBook.filter((each) => each.stream === stream && each.type === 'activity.partner-joined');
      const both = partners.map((each) => each.data as { partner: string; exchange?: string });
      expect(new Set(both.filter((each) => each.exchange === 'both').map((each) => each.partner)).size).toBeGreaterThan(1);
      expect(data).toMatchObject({ classification: { policyMarkers: [{ code: '1' }] } });
    }
  });

  test('money is passed on under each of the three national mechanisms', () => {
    const leads = dataOf('ssc-programme', 'sub-grant.signed').map((each) => each['lead']);
    for (const mechanism of ['fundecooperacion', 'mechanism-benin', 'mechanism-bhutan']) {
      expect(leads.filter((each) => each === mechanism)).toHaveLength(3);
    }
  });

  test('a call is decided by its criteria: awards from the line and the reserve, a refusal, a complaint and its answer', () => {
    const book = 'ssc-programme';
    const [ranked] = dataOf(book, 'call.ranked');
    const places = ranked!['places'] as { proposal: string; standing: string }[];
    expect(places.map(({ proposal, standing }) => [proposal, standing])).toEqual([
      ['p-oils', 'funded'],
      ['p-trails', 'funded'],
      ['p-homestays', 'reserve'],
      ['p-fair', 'below-threshold'],
    ]);
    expect(dataOf(book, 'proposal.awarded').map((each) => each['from'])).toEqual(['line', 'reserve']);
    expect(dataOf(book, 'proposal.declined')).toHaveLength(1);
    expect(dataOf(book, 'complaint.answered')).toEqual([expect.objectContaining({ outcome: 'rejected' })]);
  });

  test('over 180 organisations took part in the programme as a whole, in no one project', () => {
    const [defined] = dataOf('ssc-programme', 'result.defined').filter((each) => each['activity'] === undefined);
    expect(defined).toMatchObject({ subject: { kind: 'fund' }, type: 'outcome' });
    expect(dataOf('ssc-programme', 'result.measured')).toContainEqual(
      expect.objectContaining({ indicator: 'organisations', value: '180', comment: { es: 'Más de 180.', en: 'Over 180.' } }),
    );
    const byCountry = dataOf('ssc-programme', 'result.measured').find((each) => each['measurement'] === 'm-by-country')!;
    const parts = byCountry['by'] as { dimensions: { value: string }[]; value: string }[];
    expect(parts.map(({ dimensions }) => dimensions.map(({ value }) => value).join(' '))).toEqual(['CR', 'BJ', 'BT']);
    expect(parts.reduce((total, { value }) => total + Number(value), 0)).toBe(180);
  });

  test('the award of the United Nations is on record, and what was learned when the money ended', () => {
    expect(dataOf('ssc-programme', 'evaluation.recorded').map((each) => [each['kind'], each['outcome']])).toEqual([
      ['final', 'partly-successful'],
      ['external', 'successful'],
      ['self', 'successful'],
    ]);
  });
});

test('no fund is overdrawn at its bank, on no account', () => {
  const memory = posted();
  for (const { book } of funds) {
    const overdrawn = memory.trialBalance(book).filter((each) => each.account.startsWith('bank:') && each.amountMinor < 0n);
    expect(overdrawn).toEqual([]);
  }
});

test('what is of our own making is marked', () => {
  for (const { commands } of funds) {
    expect(commands.filter((each) => each.type === 'contribution.commit').every((each) => each.illustrative)).toBe(true);
    expect(commands.some((each) => !each.illustrative)).toBe(true);
  }
});

describe('in the store', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await testDatabase();
  });
  afterAll(() => database.close());

  test('posting everything twice writes everything once', async () => {
    const { store, pool } = openStore(database.bookUrl);
    const post = async ({ book, commands }: DemoBook): Promise<boolean[]> => {
      const poster = new Poster(store, book);
      const replayed: boolean[] = [];
      for (const { type, body, actor, key } of commands) {
        const outcome = await poster.post(type, body, { actor, key });
        if (outcome.kind !== 'posted') throw new Error(`${key} ${type}: ${JSON.stringify(outcome)}`);
        replayed.push(outcome.replayed);
      }
      return replayed;
    };
    try {
      for (const each of books) expect((await post(each)).some(Boolean)).toBe(false);
      for (const each of books) expect((await post(each)).every(Boolean)).toBe(true);
      for (const { book, events } of books) expect((await checkBook(database, book)).events).toBe(events);
    } finally {
      await pool.end();
    }
  });
});
