import { afterAll, beforeAll, expect, test } from '@jest/globals';
import pg from 'pg';
import { registryBook } from '#kernel/ids';
import { type TestDatabase, testDatabase } from '../../test/support/database.js';
import { demoInMemory } from '../../test/support/exported.js';
import { putEvents } from '../../test/support/journal.js';
import { type BankMovement, type BankMovementQuery, bankMovements } from './bank-book.js';
import { Projector } from './runner.js';

/** Of the demonstration, the funds that have taken in statements of their banks, and what of them moved. */
const funds = ['mexico-haiti-alliance', 'ssc-programme'];

let database: TestDatabase;
let pool: pg.Pool;
beforeAll(async () => {
  database = await testDatabase();
  pool = new pg.Pool({ connectionString: database.appUrl, max: 4 });
  const demo = demoInMemory();
  await putEvents(
    database.adminUrl,
    [registryBook, ...funds].flatMap((book) => demo.events(book)),
  );
  const projector = new Projector(pool);
  for (const book of funds) await projector.catchUp(book);
  await projector.stop();
});
afterAll(async () => {
  await pool.end();
  await database.close();
});

async function all(book: string, asked: BankMovementQuery): Promise<BankMovement[]> {
  const items: BankMovement[] = [];
  for (let cursor: string | undefined, more = true; more;) {
    const page = await bankMovements(pool, book, { ...asked, ...(cursor === undefined ? {} : { cursor }) });
    items.push(...page.items);
    cursor = page.next;
    more = cursor !== undefined;
  }
  return items;
}

const isMatched = ({ amount, matched }: BankMovement): boolean => amount.amount === matched.amount;

test.each(funds)('%s: each movement is on a statement as a whole, or is not, on pages of any size', async (book) => {
  const movements = await all(book, {});
  const [yes, no] = [movements.filter(isMatched), movements.filter((each) => !isMatched(each))];
  expect([movements.length > 20, yes.length > 0, no.length > 0]).toEqual([true, true, true]);
  const { bankAccount, type, valueDate } = yes.at(-1)!;
  const asked: BankMovementQuery[] = [
    {},
    { bankAccount },
    { type },
    { from: valueDate },
    { to: valueDate },
    { bankAccount, type },
  ];
  for (const each of asked) {
    const fits = (movement: BankMovement): boolean =>
      (each.bankAccount === undefined || movement.bankAccount === each.bankAccount) &&
      (each.type === undefined || movement.type === each.type) &&
      (each.from === undefined || movement.valueDate >= each.from) &&
      (each.to === undefined || movement.valueDate <= each.to);
    for (const limit of [1, 7, 500]) {
      expect(await all(book, { ...each, matched: 'yes', limit })).toEqual(yes.filter(fits));
      expect(await all(book, { ...each, matched: 'no', limit })).toEqual(no.filter(fits));
    }
  }
});
