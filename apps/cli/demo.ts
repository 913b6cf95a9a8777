import { createWriteStream, mkdirSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Command } from 'commander';
import { registryBook } from '#kernel/ids';
import { migrationNames } from '#migrations/all';
import { head } from '#projections/journal';
import { demoFunds, loadDemo } from '#runtime/demo';
import { journalLines } from '#runtime/journal-lines';
import { requestPublication } from '#runtime/publish';
import { type Services, openServices } from '#runtime/services';
import { Stopping } from '#runtime/stopping';
import { startWorker } from '#runtime/working';
import { print, readSettings, tell } from './context.js';
import { demoDatabase } from './demo-database.js';
import { bookSummary, fundSummary } from './demo-summary.js';

const patienceMs = 300_000;

/** `ayni demo --out DIR` */
export const demoCommand = (): Command =>
  new Command('demo')
    .description(
      'Post the three demonstration funds on a database of their own, publish them, and leave the files in a folder.',
    )
    .requiredOption('--out <dir>', 'where the files go; made when missing')
    .addHelpText('after', '\nNothing that `npm start` keeps is touched.\n\nExample:\n  ayni demo --out demo-files')
    .action(async ({ out }: { out: string }) => {
      const settings = readSettings();
      const stopping = new Stopping(tell);
      try {
        const database = await demoDatabase(settings, tell);
        stopping.onStop(() => database.discard());
        const filesFolder = `${database.folder}-published`;
        stopping.onStop(() => rm(filesFolder, { recursive: true, force: true }));
        const { bookUrl, appUrl } = database;
        const services = await openServices(
          { bookUrl, appUrl, origin: settings.origin, redisUrls: [], filesFolder },
          {
            migrations: migrationNames,
            onError: (error) => tell(error.message),
            onFault: (fault) => tell(JSON.stringify(fault)),
            migrateQueues: true,
          },
        );
        stopping.onStop(() => services.close());
        const worker = await startWorker(services, ({ book }, findings) => {
          for (const { severity, rule, count } of findings) tell(`${book}: ${severity}: ${count} times ${rule}`);
        });
        stopping.onStop(() => worker.stop());
        await run(services, resolve(out));
      } finally {
        await stopping.stop();
      }
    });

async function run(services: Services, out: string): Promise<void> {
  mkdirSync(out, { recursive: true });
  tell('posting the demonstration ...');
  await loadDemo(services.store, ({ title, done, total }) => {
    if (done === total) tell(`  ${title}: ${total} commands`);
  });
  const books = [registryBook, ...demoFunds().map(({ book }) => book)];
  for (const book of books) await services.projector.catchUp(book);
  tell('publishing through the queue ...');
  const funds: Record<string, object> = {};
  const rows: string[][] = [['fund', 'events', 'received', 'granted', 'disbursed', 'accepted', 'advances', 'IATI file']];
  for (const { book, title } of demoFunds()) {
    const published = await publish(services, book, join(out, `${book}.iati-activities.xml`));
    await journal(services, book, out);
    const summary = await fundSummary(services.readPool, book);
    const stands = await bookSummary(services.readPool, book);
    funds[book] = { title, ...stands, ...summary, iati: published };
    const { fundPosition, activities } = summary.views;
    const money = [
      fundPosition.funded,
      activities.granted,
      activities.disbursed,
      activities.accepted,
      fundPosition.outstandingAdvances,
    ];
    rows.push([
      book,
      String(stands.size),
      ...money.map(({ amount, currency }) => `${amount} ${currency}`),
      `${published.bytes} bytes`,
    ]);
  }
  await journal(services, registryBook, out);
  const summary = { registry: await bookSummary(services.readPool, registryBook), funds };
  writeFileSync(join(out, 'summary.json'), `${JSON.stringify(summary, null, 2)}\n`);
  table(rows).forEach(print);
  print(`\nThe files are in ${out}`);
}

async function publish(services: Services, book: string, target: string) {
  const asked = await requestPublication(services, book);
  const { position, registryPosition, sha256, bytes, path } = await services.queues.publishQueue.result(asked!.job, patienceMs);
  await pipeline((await services.files.read(path))!, createWriteStream(target));
  tell(`  ${book} at position ${position}: ${sha256}`);
  return { file: `${book}.iati-activities.xml`, position, registryPosition, sha256, bytes };
}

async function journal({ readPool }: Services, book: string, out: string): Promise<void> {
  const { position } = (await head(readPool, book))!;
  await pipeline(
    Readable.from(journalLines(readPool, book, 1, position)),
    createWriteStream(join(out, `${book}.journal.ndjson`)),
  );
}

/** Columns as wide as their widest; figures to the right. */
function table(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  const line = (row: readonly string[]): string =>
    row.map((cell, column) => (column === 0 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!))).join('  ');
  return [line(rows[0]!), widths.map((width) => '-'.repeat(width)).join('  '), ...rows.slice(1).map(line)];
}
