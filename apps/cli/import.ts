import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import { Command } from 'commander';
import type { Language } from '#domain/field-errors';
import { EventStore } from '#event-store/event-store';
import { importIati } from '#import/iati-import';
import type { ImportReport, Taken } from '#import/import-report';
import { type BookId, isId } from '#kernel/ids';
import { Explained } from '#platform/explained';
import { Projector } from '#projections/runner';
import { bookRules } from '#runtime/book-rules';
import { post } from '#runtime/post';
import { print, tell, terminalLanguage, withDatabase } from './context.js';
import { importRowsCommand } from './import-rows.js';
import { book } from './options.js';

interface Options {
  readonly book: BookId;
  readonly person: string;
  readonly json?: boolean;
}

/** `ayni import iati FILE --book ID`, `ayni import rows KIND FILE` */
export const importCommand = (): Command =>
  new Command('import')
    .description('Take in what others have published, and the rows of spreadsheets.')
    .addCommand(importRowsCommand())
    .addCommand(
      new Command('iati')
        .argument('<file>', 'an IATI activity file')
        .description("Load a publisher's IATI activity file into a book of its own, as its published history.")
        .requiredOption('--book <id>', 'the new book', book)
        .option('--person <id>', 'who the events name as their actor; the same for every run of one file', 'importer')
        .option('--json', 'the whole report as JSON')
        .addHelpText(
          'after',
          `
What cannot be taken is reported with its line, by severity, and the rest is taken. After an interruption give the same
command again: nothing is written twice. Exits with 1 when the file could not be read to its end.

Example:
  ayni import iati published.xml --book ocha-cbpf`,
        )
        .action(async (file: string, options: Options) => {
          if (!isId(options.person)) throw new Explained('a person is an opaque id: 1 to 64 of A-Z a-z 0-9 _ -');
          const sourceHash = await hashOf(file);
          const report = await withDatabase(async ({ settings, appPool, bookPool }) => {
            const store = new EventStore({ pool: bookPool, rules: bookRules, origin: settings.origin });
            const done = await load(store, file, sourceHash, options);
            await new Projector(appPool).catchUp(options.book);
            return done;
          });
          if (options.json) print(JSON.stringify(report, null, 2));
          else lines(report, terminalLanguage()).forEach(print);
          if (!report.complete) process.exitCode = 1;
        }),
    );

async function hashOf(file: string): Promise<string> {
  const hash = createHash('sha256');
  try {
    for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
  } catch (error) {
    throw new Explained(`${file} cannot be read: ${(error as Error).message}`, { cause: error });
  }
  return hash.digest('hex');
}

function load(store: EventStore, file: string, sourceHash: string, { book: into, person }: Options): Promise<ImportReport> {
  let toldAt = performance.now();
  return importIati({
    chunks: createReadStream(file),
    book: into,
    sourceHash,
    fileName: basename(file),
    submit: (command) => post(store, { ...command, actor: person, role: 'admin', language: terminalLanguage() }),
    onProgress: ({ activities, transactions, bytes }) => {
      if (performance.now() - toldAt < 2_000) return;
      toldAt = performance.now();
      tell(`${activities} activities, ${transactions} transactions, ${(bytes / 1e6).toFixed(1)} MB`);
    },
  });
}

function lines(
  { book: into, complete, activities, organisations, transactions, totals, problems }: ImportReport,
  language: Language,
): string[] {
  const taken = (name: string, { recorded, known, left }: Taken): string =>
    `  ${name.padEnd(14)} ${String(recorded).padStart(8)} recorded  ${String(known).padStart(8)} there before  ${String(left).padStart(8)} not taken`;
  return [
    `${into}: ${complete ? 'the file was read to its end' : 'THE FILE WAS NOT READ TO ITS END'}`,
    taken('activities', activities),
    taken('organisations', organisations),
    taken('transactions', transactions),
    ...(totals.length === 0 ? [] : ['', '  type  currency  transactions                amount']),
    ...totals.map(
      ({ type, currency, transactions: count, amount }) =>
        `  ${type.padStart(4)}  ${currency.padEnd(8)}  ${String(count).padStart(12)}  ${amount.padStart(20)}`,
    ),
    ...(problems.length === 0 ? [] : ['']),
    ...problems.map(
      ({ severity, rule, count, message, first }) =>
        `  ${severity.padEnd(8)} ${String(count).padStart(7)} x ${rule}: ${message[language]}${first[0] ? ` (line ${first[0].line})` : ''}`,
    ),
  ];
}
