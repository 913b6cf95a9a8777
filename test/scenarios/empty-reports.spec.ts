import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { z } from 'zod';
import { registryBook } from '#kernel/ids';
import { Projector } from '#projections/runner';
import type { Services } from '#runtime/services';
import { queries } from '../../apps/api/queries/queries.js';
import { type TestDatabase, testDatabase } from '../support/database.js';
import { aFund, fundId } from '../support/given.js';
import { putEvents } from '../support/journal.js';
import { MemoryBook } from '../support/memory-book.js';

// A fund of which nothing is told yet but its rules: whatever is asked of it has an answer that says so.

let database: TestDatabase;
let pool: pg.Pool;
beforeAll(async () => {
  database = await testDatabase();
  pool = new pg.Pool({ connectionString: database.appUrl, max: 4 });
  const book = new MemoryBook();
  for (const step of aFund()) step(book);
  for (const name of [registryBook, fundId]) await putEvents(database.adminUrl, book.events(name));
  const projector = new Projector(pool);
  for (const name of [registryBook, fundId]) await projector.catchUp(name);
});
afterAll(async () => {
  await pool.end();
  await database.close();
});

/** Every question about a fund as a whole. */
const ofFunds = queries
  .filter(({ path }) => path.startsWith('/funds/{fund}/') && (path.match(/\{/g) ?? []).length === 1)
  .map((query) => [query.name, query] as const);
const moments = {
  asOf: ['1900-01-01', '2999-12-31'],
  to: ['1900-01-01'],
  from: ['2999-12-31'],
  toYear: ['1900'],
  fromYear: ['2999'],
};

describe('a fund without any movement', () => {
  test.each(ofFunds)('has an answer to %s, also of before it began and of days to come', async (_, query) => {
    const asked = Object.entries(moments).flatMap(([name, values]) =>
      name in query.parameters ? values.map((value) => ({ [name]: value })) : [],
    );
    for (const each of [{}, ...asked]) {
      const answer = await query.read({ readPool: pool } as Services, { fund: fundId }, each, { role: 'auditor' });
      expect([each, answer && (z.safeParse(query.answer, answer).error?.issues ?? [])]).toEqual([each, []]);
    }
  });

  test('is divided by nothing: shares and indices are zero, and no row is made up', async () => {
    const ask = async (name: string) =>
      queries
        .find((each) => each.name === name)!
        .read({ readPool: pool } as Services, { fund: fundId }, {}, { role: 'auditor' });
    expect(await ask('readConcentration')).toMatchObject({
      concentrations: ['executor', 'contributor', 'territory'].map((among) => ({
        among,
        hhi: 0,
        holdings: [],
        flagged: false,
      })),
    });
    expect(await ask('readParticipation')).toMatchObject({ activities: 0, overall: [], countries: [] });
    expect(await ask('readSourcesAndUses')).toMatchObject({ rows: [] });
    expect(await ask('readSscTable')).toMatchObject({ flows: [] });
    expect(await ask('readPaymentTimes')).toMatchObject({ periods: [], waiting: { requests: 0, oldest: null } });
    expect(await ask('readAdvanceAgeing')).toMatchObject({ payments: [] });
  });

  test('lists the figures of every report, and what opens behind each is nothing', async () => {
    const figures = queries.find((each) => each.name === 'listFigures')!;
    for (const report of ['sources-and-uses', 'concentration', 'position', 'pipeline', 'cash-forecast', 'financial-position']) {
      const answer = await figures.read({ readPool: pool } as Services, { fund: fundId, report }, {});
      expect(z.safeParse(figures.answer, answer).error?.issues ?? []).toEqual([]);
    }
  });
});
