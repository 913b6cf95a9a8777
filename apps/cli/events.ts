import { Command } from 'commander';
import { journalLine } from '#audit/verify-journal';
import type { BookId } from '#kernel/ids';
import { present } from '#kernel/present';
import { Explained } from '#platform/explained';
import { events, head } from '#projections/journal';
import { print, withDatabase } from './context.js';
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
        const filter = present({ type, stream, limit: 500 });
        for (let cursor: string | undefined = String(from - 1); cursor !== undefined;) {
          const page = await events(appPool, of, { ...filter, cursor });
          for (const { record, text, leafHash } of page.items) {
            if (record.position > last) return;
            if (json) print(journalLine(text, Buffer.from(leafHash, 'hex')));
            else
              print(
                [String(record.position).padStart(7), record.valueDate, record.type, record.stream, record.actor].join('  '),
              );
          }
          cursor = page.next;
        }
      });
    });
