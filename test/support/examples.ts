import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { demoBooks } from '#demo/demo-books';
import { commands } from '#domain/domain';
import { prepare } from '#domain/prepare';
import type { Instant } from '#kernel/time';
import { migrationNames } from '#migrations/all';
import { publish, publications } from '#runtime/publish';
import { type Services, openServices } from '#runtime/services';
import { exampleAreas } from '../../apps/api/openapi/query-examples.js';
import { queries } from '../../apps/api/queries/queries.js';
import { testDatabase } from './database.js';

/** The one moment at which everything is posted, so that examples come out alike on every day. Later than all the demo tells. */
const now = '2026-11-26T15:00:00.000000Z' as Instant;
/** A file's time of publication is the database's. */
const instant = /"publishedAt":"[^"]+"/g;
const salt = new Uint8Array(16);

/** What each area's file of answers has to hold: a line of JSON for each query. */
export async function makeExamples(): Promise<ReadonlyMap<string, string>> {
  const database = await testDatabase();
  const filesFolder = mkdtempSync(join(tmpdir(), 'ayni-examples-'));
  try {
    const services = await openServices(
      { bookUrl: database.bookUrl, appUrl: database.appUrl, origin: 'ayni.example', redisUrls: [], filesFolder },
      {
        migrations: migrationNames,
        migrateQueues: true,
        store: { clock: () => now },
        onError: (error) => {
          throw error;
        },
      },
    );
    try {
      await postDemo(services);
      return await answersOf(services);
    } finally {
      await services.close();
    }
  } finally {
    await database.close();
    rmSync(filesFolder, { recursive: true, force: true });
  }
}

/** Every command at the same moment and with the same salts: the same bytes, hashes included, whenever this is run. */
async function postDemo({ store, projector, appPool, readPool, files }: Services): Promise<void> {
  for (const { book, commands: script } of demoBooks()) {
    for (const { type, key, actor, role, body } of script) {
      const definition = commands.get(type)!;
      const prepared = prepare({ definition, book, key, actor, role, body, now, salt, language: 'en' });
      if ('wrong' in prepared) throw new Error(`${key}: ${JSON.stringify(prepared.wrong)}`);
      const outcome = await store.submit(prepared);
      if (outcome.kind !== 'posted') throw new Error(`${key}: ${JSON.stringify(outcome)}`);
    }
  }
  for (const { book } of demoBooks()) await projector.catchUp(book);
  const [registry, fund] = demoBooks();
  const positions = { position: fund!.events, registryPosition: registry!.events };
  await publish(
    { appPool, files, onFindings: () => undefined },
    { book: fund!.book, ...positions, format: 'iati-activities-2.03' },
    { id: 'example', attempt: 1, signal: new AbortController().signal, progress: async () => undefined },
  );
  const [published] = await publications(readPool, fund!.book, { limit: 1 });
  if (!published) throw new Error('nothing was published');
}

async function answersOf(services: Services): Promise<ReadonlyMap<string, string>> {
  const files = new Map<string, string>();
  for (const [area, { asked }] of Object.entries(exampleAreas)) {
    const lines: string[] = [];
    for (const [name, { path = {}, query = {} }] of Object.entries(asked)) {
      const found = queries.find((each) => each.name === name);
      if (!found) throw new Error(`${area}: there is no query ${name}`);
      const paging = 'limit' in found.parameters ? { limit: '2' } : {};
      const answer = await found.read(services, path, { ...paging, ...query });
      if (!answer) throw new Error(`${area}: the demonstration has nothing for ${name} at ${JSON.stringify(path)}`);
      const text = JSON.stringify(cut(answer)).replaceAll(instant, `"publishedAt":"${now}"`);
      lines.push(`${JSON.stringify(name)}:${text}`);
    }
    files.set(area, `{\n${lines.join(',\n')}\n}\n`);
  }
  return files;
}

/** An example shows the form: two of each are enough. */
function cut(value: unknown): unknown {
  if (Array.isArray(value)) return value.slice(0, 2).map(cut);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, cut(member)]));
}
