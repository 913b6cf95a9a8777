import type { EventStore } from '#event-store/event-store';
import type { Posted } from '#event-store/outcome';
import type { BookId } from '#kernel/ids';
import { migrationNames } from '#migrations/all';
import { post } from '#runtime/post';
import { type Services, openServices } from '#runtime/services';
import { migrated } from '../harness/server.js';
import { type Ask, earmarkAsks, earmarks, establishAsk, projectAsks, registryAsks } from './fund.js';

/** The services of a process as the apps compose them, on a database of the run. */
export async function openProduct(url: string, folder: string, connections = 8): Promise<Services> {
  const { bookUrl, appUrl } = await migrated(url);
  return openServices(
    { bookUrl, appUrl, origin: 'bench.example', redisUrls: [], filesFolder: folder },
    { migrations: migrationNames, migrateQueues: true, connections, onError: (error) => console.error(error) },
  );
}

/** Gives a command and throws unless it is accepted: a benchmark of refusals would be none. */
export async function posted(store: Pick<EventStore, 'submit'>, key: string, asked: Ask): Promise<Posted> {
  const { type, book, actor, role, body } = asked;
  // Member by member: V8 makes a class of its own of every object that is spread and added to, and all who read it meet a new one.
  const outcome = await post(store, { type, book, key, actor, role, body, language: 'en' });
  if (outcome.kind !== 'posted') throw new Error(`${asked.type} was not accepted: ${JSON.stringify(outcome)}`);
  return outcome;
}

/** Gives commands one after the other. */
export async function postAll(store: Pick<EventStore, 'submit'>, prefix: string, asks: Iterable<Ask>): Promise<void> {
  let count = 0;
  for (const asked of asks) await posted(store, `${prefix}-${count++}`, asked);
}

/** The registry that the funds of the benchmark read. */
export const setUpRegistry = (store: EventStore): Promise<void> => postAll(store, 'setup', registryAsks());

/** A fund with as many activities, and a grant for each, as there will be callers. */
export async function setUpFund(store: EventStore, book: BookId, grants: number): Promise<void> {
  const each = (count: number, name: string, asks: (n: number) => Iterable<Ask>): Promise<unknown> =>
    Promise.all(Array.from({ length: count }, (_, n) => postAll(store, `${name}-${n}`, asks(n))));
  await posted(store, 'setup', establishAsk(book));
  await each(earmarks, 'earmark', (n) => earmarkAsks(book, n));
  await each(grants, 'project', (n) => projectAsks(book, n));
}
