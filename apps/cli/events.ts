import { once } from 'node:events';
import { Command } from 'commander';
import type pg from 'pg';
import { journalLine } from '#audit/verify-journal';
import { readAll } from '#event-store/read-all';
import type { BookId } from '#kernel/ids';
import { present } from '#kernel/present';
import type { EventRecord } from '#kernel/record';
import { Explained } from '#platform/explained';
import { events, head } from '#projections/journal';
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
        const lines =
          type === undefined && stream === undefined
            ? (json ? journalLines : plainLines)(appPool, of, from, last)
            : someLines(appPool, of, from, last, present({ type, stream }), json);
        for await (const text of lines) if (!process.stdout.write(text)) await once(process.stdout, 'drain');
      });
    });

/** Every event from one position to another. */
async function* plainLines(pool: pg.Pool, book: BookId, from: number, to: number): AsyncGenerator<string> {
  for await (const batch of readAll(pool, book, from - 1, to)) yield batch.map(plainLine).join('');
}

/** Those of a type, or of one thing. */
async function* someLines(
  pool: pg.Pool,
  book: BookId,
  from: number,
  to: number,
  filter: { readonly type?: string; readonly stream?: string },
  json: boolean | undefined,
): AsyncGenerator<string> {
  for (let cursor: string | undefined = String(from - 1); cursor !== undefined;) {
    const page = await events(pool, book, { ...filter, limit: 500, cursor });
    const items = page.items.filter(({ record }) => record.position <= to);
    yield items
      .map(({ record, text, leafHash }) => (json ? `${journalLine(text, Buffer.from(leafHash, 'hex'))}\n` : plainLine(record)))
      .join('');
    cursor = items.length < page.items.length ? undefined : page.next;
  }
}

const plainLine = ({ position, valueDate, type, stream, actor }: EventRecord): string =>
  `${[String(position).padStart(7), valueDate, type, stream, actor].join('  ')}\n`;
