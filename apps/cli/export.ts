import { once } from 'node:events';
import { closeSync, openSync, renameSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { Command } from 'commander';
import { recordsFrom } from '#event-store/read-all';
import { readHead } from '#event-store/store';
import { type BookId, registryBook } from '#kernel/ids';
import { Explained } from '#platform/explained';
import { iatiActivityFile, writeIatiActivityFile } from '#projections/iati-export';
import type { ExportProgress, IatiExport } from '#projections/iati-export';
import type { ExportLimits } from '#projections/iati-fund-export';
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
          const { activities, transactions, findings } = await (options.out === undefined
            ? toOutput(iatiActivityFile(recordsFrom(appPool), of, at, teller(), limits))
            : toFile(options.out, (file) => writeIatiActivityFile(recordsFrom(appPool), of, at, file, teller(), limits)));
          for (const { rule, severity, count } of findings) tell(`${severity}: ${count} times ${rule}`);
          tell(
            `${of} at ${at.position} (registry at ${at.registryPosition}): ${activities} activities, ${transactions} transactions`,
          );
        });
      }),
  );

const limits: ExportLimits = { threads: Math.min(2, availableParallelism()), onLaid: collect };

/** Gives back what reading took, a third of all that is held: V8 does not collect in a thread that only waits for others. */
function collect(): void {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
}

/** A file gets its name once all of it is there. */
async function toFile<Written>(file: string, write: (part: number) => Promise<Written>): Promise<Written> {
  const part = openSync(`${file}.part`, 'w');
  try {
    const written = await write(part);
    renameSync(`${file}.part`, file);
    return written;
  } finally {
    closeSync(part);
  }
}

async function toOutput(chunks: AsyncGenerator<string | Buffer, IatiExport>): Promise<IatiExport> {
  for (;;) {
    const next = await chunks.next();
    if (next.done) return next.value;
    if (!process.stdout.write(next.value)) await once(process.stdout, 'drain');
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
