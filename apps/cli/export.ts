import { once } from 'node:events';
import { closeSync, openSync, renameSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { Command } from 'commander';
import { recordsFrom } from '#event-store/read-all';
import { readHead } from '#event-store/store';
import { type BookId, registryBook } from '#kernel/ids';
import { Explained } from '#platform/explained';
import { iatiActivityFile } from '#projections/iati-export';
import type { ExportProgress, IatiExport } from '#projections/iati-export';
import { tell, withDatabase } from './context.js';
import { book, position } from './options.js';

interface Options {
  readonly position?: number;
  readonly registryPosition?: number;
  readonly out?: string;
}

/** `ayni export iati BOOK` */
export const exportCommand = (): Command =>
  new Command('export').description('Write what is published from a book.').addCommand(
    new Command('iati')
      .argument('<book>', 'a fund', book)
      .description('Write the IATI 2.03 activity file of a book. The same positions give the same bytes.')
      .option('--position <n>', 'as of this position; the last when absent', position)
      .option('--registry-position <n>', 'the partner registry as of this position; the last when absent', position)
      .option('--out <file>', 'into this file; to the output when absent')
      .addHelpText('after', '\nExample:\n  ayni export iati mexico-haiti-alliance --out mexico-haiti.xml')
      .action(async (of: BookId, options: Options) => {
        await withDatabase(async ({ appPool }) => {
          const head = await readHead(appPool, of);
          if (head.position === 0) throw new Explained(`there is no book ${of}`);
          const at = {
            position: options.position ?? head.position,
            registryPosition: options.registryPosition ?? (await readHead(appPool, registryBook)).position,
          };
          const { activities, transactions, findings } = await write(
            iatiActivityFile(recordsFrom(appPool), of, at, teller(), { threads: Math.min(2, availableParallelism()) }),
            options.out,
          );
          for (const { rule, severity, count } of findings) tell(`${severity}: ${count} times ${rule}`);
          tell(
            `${of} at ${at.position} (registry at ${at.registryPosition}): ${activities} activities, ${transactions} transactions`,
          );
        });
      }),
  );

/** A file gets its name once all of it is there. */
async function write(chunks: AsyncGenerator<string | Buffer, IatiExport>, file: string | undefined): Promise<IatiExport> {
  if (file === undefined) {
    return each(chunks, async (chunk) => {
      if (!process.stdout.write(chunk)) await once(process.stdout, 'drain');
    });
  }
  const part = openSync(`${file}.part`, 'w');
  try {
    // This thread has nothing else to do: handing each block to another, as a stream does, takes longer than writing it.
    const written = await each(chunks, (chunk) => writeFileSync(part, chunk));
    renameSync(`${file}.part`, file);
    return written;
  } finally {
    closeSync(part);
  }
}

/** Gives each chunk to `take`, one after the other; what the generator returns. */
async function each<Chunk, Returned>(
  chunks: AsyncGenerator<Chunk, Returned>,
  take: (chunk: Chunk) => void | Promise<void>,
): Promise<Returned> {
  for (;;) {
    const next = await chunks.next();
    if (next.done) return next.value;
    await take(next.value);
  }
}

const tellEveryMs = 5_000;

/** Tells how far a long export is. */
function teller(): (progress: ExportProgress) => void {
  let toldAt = performance.now();
  return ({ step, done, total }) => {
    if (performance.now() - toldAt < tellEveryMs) return;
    toldAt = performance.now();
    tell(step === 'read' ? `${done} of ${total} events read` : `${done} of ${total} activities written`);
  };
}
