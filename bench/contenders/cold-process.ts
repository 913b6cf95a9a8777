import type { Ask } from '../book/fund.js';
import { openServices } from '#runtime/services';
import { migrationNames } from '#migrations/all';
import { roleUrl } from '#platform/database';
import { posted } from '../book/posting.js';

/** What a fresh process is to do. */
export interface ColdTask {
  readonly key: string;
  readonly asked: Ask;
}

/** Milliseconds from the command to its answer, and before that from the loaded program to open services. */
export interface ColdAnswer {
  readonly first: number;
  readonly opened: number;
}

const [, , url, folder, task] = process.argv;
const { key, asked } = JSON.parse(task!) as ColdTask;
const loaded = performance.now();
const services = await openServices(
  {
    bookUrl: roleUrl(url!, 'ayni_book'),
    appUrl: roleUrl(url!, 'ayni_app'),
    origin: 'bench.example',
    redisUrls: [],
    filesFolder: folder!,
  },
  { migrations: migrationNames, onError: (error) => console.error(error) },
);
const opened = performance.now();
await posted(services.store, key, asked);
const answered = performance.now();
process.send!({ first: answered - opened, opened: opened - loaded } satisfies ColdAnswer);
await services.close();
process.disconnect();
