import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { BookId } from '#kernel/ids';
import { findProjectRoot } from '#platform/project';
import type { Difference } from '#projections/compare';

/** What the thread is given. */
export interface Comparing {
  readonly appUrl: string;
  readonly book: BookId;
}

/** What it tells. A difference is to be answered before the next one comes. */
export type Told =
  | { readonly kind: 'progress'; readonly position: number }
  | { readonly kind: 'difference'; readonly difference: Difference }
  | { readonly kind: 'end' };

/** This program was built, or runs from its sources. */
const fromSource = import.meta.url.endsWith('.ts');
const program = new URL(`./views-thread.${fromSource ? 'ts' : 'js'}`, import.meta.url);
const flags = fromSource ? { execArgv: ['--import', join(findProjectRoot(), 'scripts', 'typescript.mjs')] } : {};

/** As `compareViews`, in a thread of its own with connections of its own. */
export async function* viewsBeside(
  appUrl: string,
  book: BookId,
  onProgress: (position: number) => void,
): AsyncGenerator<Difference> {
  const workerData: Comparing = { appUrl, book };
  const worker = new Worker(program, { workerData, ...flags });
  const told: Told[] = [];
  let failure: { readonly error: unknown } | undefined;
  let wake: () => void = () => undefined;
  const ended = (error: unknown): void => {
    failure ??= { error };
    wake();
  };
  worker.on('message', (message: Told) => {
    if (message.kind === 'progress') return onProgress(message.position);
    told.push(message);
    wake();
  });
  worker.on('error', ended);
  worker.on('exit', (code) => ended(new Error(`the thread that compares views ended with ${code}`)));
  try {
    for (;;) {
      const message = told.shift();
      if (message?.kind === 'end') return;
      if (message?.kind === 'difference') {
        yield message.difference;
        worker.postMessage('more', []);
      } else if (failure) throw failure.error;
      else await new Promise<void>((resolve) => (wake = resolve));
    }
  } finally {
    await worker.terminate();
  }
}
