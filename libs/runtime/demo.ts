import type pg from 'pg';
import { demoBooks } from '#demo/demo-books';
import type { DemoBook } from '#demo/command';
import type { EventStore } from '#event-store/event-store';
import { registryBook } from '#kernel/ids';
import { post } from './post.js';

type Db = Pick<pg.Pool, 'query'>;

/** How much of the demo is in a database. `other`: there is something, and it is not the demo. */
export type DemoState = 'empty' | 'part' | 'whole' | 'other';

/** Looks for the first and the last command of each book of the demo: a load that was interrupted is told from a whole one. */
export async function demoState(db: Db): Promise<DemoState> {
  const { rows } = await db.query<{ book: string; key: string }>(
    `SELECT book_id AS book, key FROM ledger.command WHERE (book_id, key) IN (SELECT * FROM unnest($1::text[], $2::text[]))`,
    endsOf(demoBooks()),
  );
  const known = new Set(rows.map(({ book, key }) => `${book} ${key}`));
  const [books, keys] = endsOf(demoBooks());
  if (known.has(`${books[0]} ${keys[0]}`)) return known.size === new Set(keys).size ? 'whole' : 'part';
  const { rowCount } = await db.query('SELECT 1 FROM ledger.book_head LIMIT 1');
  return rowCount === 0 ? 'empty' : 'other';
}

const endsOf = (books: readonly DemoBook[]): [books: string[], keys: string[]] => {
  const ends = books.flatMap(({ book, commands }) => [commands[0]!, commands.at(-1)!].map(({ key }) => ({ book, key })));
  return [ends.map((each) => each.book), ends.map((each) => each.key)];
};

/** How far a book of the demo is. */
export interface DemoProgress {
  readonly book: string;
  readonly title: string;
  readonly done: number;
  readonly total: number;
}

/**
 * Posts the demo: the registry, then the funds beside each other, each in its order. Posting it again writes nothing, so
 * one that was interrupted is finished. Throws when a command is not accepted.
 */
export async function loadDemo(store: EventStore, onProgress: (progress: DemoProgress) => void): Promise<void> {
  const load = async ({ book, title, commands }: DemoBook): Promise<void> => {
    for (const [index, { type, key, actor, role, body }] of commands.entries()) {
      const outcome = await post(store, { type, book, key, actor, role, body, language: 'en' });
      if (outcome.kind !== 'posted')
        throw new Error(`the demo's ${key} (${type}) was not accepted: ${JSON.stringify(outcome)}`);
      onProgress({ book, title: title.en ?? book, done: index + 1, total: commands.length });
    }
  };
  const books = demoBooks();
  for (const each of books.filter(({ book }) => book === registryBook)) await load(each);
  await Promise.all(books.filter(({ book }) => book !== registryBook).map(load));
}

/** The funds of the demo: book and title. */
export const demoFunds = (): readonly Pick<DemoBook, 'book' | 'title'>[] =>
  demoBooks().filter(({ book }) => book !== registryBook);
