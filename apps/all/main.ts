import { join } from 'node:path';
import { migrationNames } from '#migrations/all';
import { migrate } from '#migrations/migrate';
import { claimDataDir } from '#platform/data-dir';
import { openDatabase } from '#platform/database';
import { findProjectRoot } from '#platform/project';
import { parseSettings } from '#platform/settings';
import { demoState, loadDemo } from '#runtime/demo';
import { baseUrl, choosePort } from '#runtime/listening';
import { errorsTo, serviceLogger } from '#runtime/log';
import type { Publishing } from '#runtime/publish';
import { placesOf } from '#runtime/places';
import { openServices } from '#runtime/services';
import { Stopping } from '#runtime/stopping';
import { startWorker } from '#runtime/working';
import { createApi, listen } from '../api/app.js';
import { publishFeeds } from './feeds.js';
import { summary } from './summary.js';
import { demoTokens } from './tokens.js';

/*
 * What `npm start` runs: API and worker in one process, on the embedded database unless the settings name another one. An
 * empty database gets the demo. Ends in order at Ctrl-C, and leaves nothing running.
 */
const say = (line: string): void => void process.stdout.write(`${line}\n`);
const settings = parseSettings(process.env, findProjectRoot());
for (const warning of settings.warnings) say(`ayni: ${warning}`);

const logger = serviceLogger(['fatal', 'error', 'warn']);
const stopping = new Stopping((line) => say(`ayni: ${line}`));
/** What a file breaks of IATI's rules or ours, for whoever looks on. */
const remarks: Publishing['onFindings'] = ({ book, position }, findings) => {
  for (const { severity, rule, count } of findings) say(`ayni:   ${book} at ${position}: ${severity}: ${count} times ${rule}`);
};

try {
  await start();
} catch (error) {
  await stopping.stop();
  // Interrupted while it started: whatever failed then failed because of that.
  if (!stopping.interrupted) throw error;
}

async function start(): Promise<void> {
  const claim = claimDataDir(settings.dataDir, 'npm start');
  stopping.onStop(() => claim.release());
  const port = await choosePort(settings);
  if (port !== settings.port && settings.port !== 0) say(`ayni: port ${settings.port} is busy, taking ${port}`);
  const database = await openDatabase(settings, (line) => say(`ayni: ${line}`));
  stopping.onStop(() => database.close());
  await migrate(database.adminUrl, { ...database, log: (line) => say(`ayni: ${line}`) });

  const services = await openServices(placesOf(settings, database), {
    onError: errorsTo(logger, 'services'),
    migrations: migrationNames,
    onFault: (fault) =>
      logger.error({ ...fault, message: `the view ${fault.group} stands still: ${fault.message}` }, 'projector'),
    migrateQueues: true,
  });
  stopping.onStop(() => services.close());
  const worker = await startWorker(services, remarks);
  stopping.onStop(() => worker.stop());
  const app = await createApi(services, logger);
  stopping.onStop(() => app.close());
  await listen(app, port, settings.host);
  const url = baseUrl(settings.host, (app.getHttpServer().address() as { port: number }).port);
  claim.announce(url);

  const state = await demoState(services.appPool);
  if (state === 'empty' || state === 'part') {
    say('ayni: loading the demonstration: a registry of partners and three funds ...');
    await loadDemo(services.store, ({ title, done, total }) => {
      if (done === total) say(`ayni:   ${title}: ${total} commands posted`);
    });
  }
  const demo = state !== 'other';
  const feeds = demo ? await publishFeeds(services, say) : [];
  const tokens = demo ? await demoTokens(services.appPool, settings.dataDir) : [];
  say(
    summary({
      url,
      database: database.where,
      queue: services.queues.backend,
      files: join(settings.dataDir, 'published'),
      feeds,
      tokens,
    }),
  );
}
