import { once } from 'node:events';
import { Command } from 'commander';
import type pg from 'pg';
import { type Wanted, readAll } from '#event-store/read-all';
import type { BookId } from '#kernel/ids';
import { present } from '#kernel/present';
import type { EventRecord } from '#kernel/record';
import { Explained } from '#platform/explained';
import { head } from '#projections/journal';
import { journalLines } from '#runtime/journal-lines';
import { withDatabase } from './context.js';
import { book, position } from './options.js';

interface Options {
  readonly from?: number;
  readonly to?: number;
  readonly type?: string;
  readonly stream?: string;
  readonly json?: boolean;
}

/** `ayni events BOOK` */
export const eventsCommand = (): Command =>
  new Command('events')
    .argument('<book>', 'a fund, or registry', book)
    .description('List the events of a book.')
    .option('--from <position>', 'the first', position)
    .option('--to <position>', 'the last', position)
    .option('--type <type>', 'of one type alone, e.g. disbursement.paid')
    .option('--stream <kind:id>', 'of one thing alone, e.g. grant:g-1')
    .option('--json', 'as the lines of a journal file (docs/formats/journal.md)')
    .addHelpText('after', '\nExample:\n  ayni events mexico-haiti-alliance --type disbursement.paid')
    .action(async (of: BookId, { from = 1, to, type, stream, json }: Options) => {
      await withDatabase(async ({ appPool }) => {
        const known = await head(appPool, of);
        if (!known) throw new Explained(`there is no book ${of}`);
        const last = Math.min(to ?? known.position, known.position);
        const lines = (json ? journalLines : plainLines)(appPool, of, from, last, present({ type, stream }));
        for await (const text of lines) if (!process.stdout.write(text)) await once(process.stdout, 'drain');
      });
    });

/** The events from one position to another, or those that are wanted. */
async function* plainLines(pool: pg.Pool, book: BookId, from: number, to: number, wanted: Wanted): AsyncGenerator<string> {
  for await (const batch of readAll(pool, book, from - 1, to, wanted)) yield batch.map(plainLine).join('');
}

const plainLine = ({ position, valueDate, type, stream, actor }: EventRecord): string =>
  `${[String(position).padStart(7), valueDate, type, stream, actor].join('  ')}\n`;
