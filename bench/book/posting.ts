import type { EventStore } from '#event-store/event-store';
import type { Posted } from '#event-store/outcome';
import { migrationNames } from '#migrations/all';
import { post } from '#runtime/post';
import { type Services, openServices } from '#runtime/services';
import { migrated } from '../harness/server.js';
import type { Ask } from './fund.js';

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
  const outcome = await post(store, { ...asked, key, language: 'en' });
  if (outcome.kind !== 'posted') throw new Error(`${asked.type} was not accepted: ${JSON.stringify(outcome)}`);
  return outcome;
}

/** Gives commands in their order, many at a time where they are of one kind: those that follow depend on other kinds. */
export async function postAll(store: Pick<EventStore, 'submit'>, prefix: string, asks: Iterable<Ask>): Promise<number> {
  let count = 0;
  for (const asked of asks) await posted(store, `${prefix}-${count++}`, asked);
  return count;
}
