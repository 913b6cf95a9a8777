import { demoFunds } from '#runtime/demo';
import { publications, requestPublication } from '#runtime/publish';
import type { Services } from '#runtime/services';

/** The published file of a fund. */
export interface Feed {
  readonly book: string;
  readonly title: string;
  readonly position: number;
  readonly sha256: string;
  readonly bytes: number;
  /** Where the file lies. */
  readonly path: string;
}

const patienceMs = 300_000;

/** Publishes the feeds of the demo's funds through the queue, those that have none yet; says how far it is. */
export async function publishFeeds(services: Services, say: (line: string) => void): Promise<Feed[]> {
  const feeds: Feed[] = [];
  for (const { book, title } of demoFunds()) feeds.push(await feedOf(services, book, title.en ?? book, say));
  return feeds;
}

async function feedOf(services: Services, book: string, title: string, say: (line: string) => void): Promise<Feed> {
  const { appPool, files, queues } = services;
  const [latest] = await publications(appPool, book, { limit: 1 });
  if (latest) {
    const path = `sha256/${latest.sha256.slice(0, 2)}/${latest.sha256}.xml`;
    if (await files.has(path)) return { ...latest, title, path: files.locate(path) };
  }
  const asked = await requestPublication(services, book);
  if (!asked) throw new Error(`the demo's book ${book} is not there`);
  say(`ayni: publishing ${title} ...`);
  const { position, sha256, bytes, path } = await queues.publishQueue.result(asked.job, patienceMs, ({ step, done, total }) =>
    say(`ayni:   ${title}: ${step} ${done} of ${total}`),
  );
  return { book, title, position, sha256, bytes, path: files.locate(path) };
}
