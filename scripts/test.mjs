// `npm test`: node scripts/test.mjs [long|redis|redis-cluster|database] [arguments for jest]
//
//   (nothing)      the checks, then every test, long ones as samples
//   long           the same at full size, with the long runs (*.long.spec.ts)
//   redis          the queue's tests against a Redis server that is started for them
//   redis-cluster  the same against three servers that are a cluster
//   database       every test against the PostgreSQL of AYNI_TEST_DATABASE_URL, an administrator's address
//
// With arguments for jest, a path say, only those tests run and no checks.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { runChecks } from './check.mjs';
import { prepare, root, say } from './prepare.mjs';
import { startRedis, startRedisCluster } from './redis.mjs';

await prepare({ build: false });
await import('./typescript.mjs');
const { startEmbeddedPostgres, discardEmbeddedPostgres } = await import('#platform/embedded-postgres');
const { ensureFolder } = await import('#platform/folders');
const { isHeld, tryFileLock } = await import('#platform/file-lock');

const mode = ['long', 'redis', 'redis-cluster', 'database'].includes(process.argv[2]) ? process.argv[2] : 'usual';
const queueServers = { redis: startRedis, 'redis-cluster': startRedisCluster }[mode];
const jestArguments = process.argv.slice(mode === 'usual' ? 2 : 3);
const testFolder = join(root, 'var', 'test');
const run = `${process.pid}-${Date.now()}`;
const home = join(testFolder, run);
const countsFile = join(testFolder, `${run}.counts.json`);
const homesFile = join(testFolder, `${run}.homes`);

ensureFolder(testFolder);
await discardAbandoned();
const lock = tryFileLock(join(testFolder, `${run}.lock`), 'npm test');

const started = Date.now();
let failed = 0;
let counts = { passed: 0, failed: 0, skipped: 0 };
let redis;
try {
  if (['usual', 'long'].includes(mode) && jestArguments.length === 0) failed += await runChecks();
  redis = await queueServers?.();
  const server = mode === 'database' ? givenServer() : await ownServer();
  const code = await runJest(server.url);
  await server.stop();
  if (existsSync(countsFile)) counts = JSON.parse(readFileSync(countsFile, 'utf8'));
  // jest fails for more than tests (a wrong option, no test found), and that must not look like success.
  if (code !== 0 && counts.failed === 0) failed += 1;
} catch (error) {
  failed += 1;
  say(error.message);
} finally {
  await redis?.stop();
  await discardEmbeddedPostgres(home);
  await discardNoted();
  rmSync(countsFile, { force: true });
  if (isHeld(lock)) lock.release();
}
if (counts.skipped > 0) say(`${counts.skipped} tests were skipped`);
say(`took ${((Date.now() - started) / 1000).toFixed(1)} s`);
process.exitCode = failed + counts.failed === 0 ? 0 : 1;
console.log(`${counts.passed} passed, ${failed + counts.failed} failed`);

/** Its data is thrown away, so it need not survive a power cut. Tests of durability start their own. */
function ownServer() {
  const settings = { fsync: 'off', full_page_writes: 'off', synchronous_commit: 'off', max_connections: '200' };
  return startEmbeddedPostgres({ home, projectRoot: root, database: 'postgres', log: say, settings, temporary: true });
}

/** Whoever gave it keeps it: tests leave the template of their databases and the roles `ayni_*` behind. */
function givenServer() {
  const url = process.env.AYNI_TEST_DATABASE_URL;
  if (!url) throw new Error('AYNI_TEST_DATABASE_URL=postgres://administrator:password@host:port/postgres says where to test');
  return { url, stop: async () => {} };
}

async function runJest(databaseUrl) {
  // Settings of whoever calls must not lead tests to their servers; AYNI_WRITE_* say what to write anew, AYNI_TEST_SEED what to try again.
  const environment = Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => !/^(DATABASE_URL|REDIS_URL|PORT|AYNI_(?!WRITE_|TEST_SEED).*|PG[A-Z]+)$/.test(name),
    ),
  );
  const flags = ['--disable-warning=ExperimentalWarning', '--experimental-vm-modules'];
  const reporters = ['--reporters=default', `--reporters=${join(root, 'scripts', 'count-reporter.mjs')}`];
  // A server elsewhere may be as slow as the way to it.
  const patience = mode === 'database' ? ['--testTimeout=600000'] : [];
  const wanted = queueServers && jestArguments.length === 0 ? ['libs/jobs/', 'queue'] : jestArguments;
  const jest = spawn(
    process.execPath,
    [...flags, join(root, 'node_modules', 'jest', 'bin', 'jest.js'), ...wanted, ...patience, ...reporters],
    {
      cwd: root,
      stdio: 'inherit',
      env: {
        ...environment,
        AYNI_TEST_DATABASE_URL: databaseUrl,
        AYNI_TEST_COUNTS: countsFile,
        AYNI_TEST_HOMES: homesFile,
        ...(mode === 'long' && { AYNI_TEST_LONG: '1' }),
        ...(redis && { REDIS_URL: redis.url }),
      },
    },
  );
  // Ctrl-C reaches jest as well; either way we end after it, to clear up.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => jest.kill(signal));
  return new Promise((resolve, reject) => {
    jest.once('error', reject);
    jest.once('exit', (code) => resolve(code ?? 1));
  });
}

/** Clusters that tests started by themselves and, interrupted, did not stop. */
async function discardNoted(file = homesFile) {
  if (!existsSync(file)) return;
  for (const each of readFileSync(file, 'utf8').split('\n').filter(Boolean)) await discardEmbeddedPostgres(each);
  rmSync(file);
}

/** Clusters of runs that were killed. */
async function discardAbandoned() {
  for (const name of readdirSync(testFolder).filter((each) => each.endsWith('.lock'))) {
    const abandoned = tryFileLock(join(testFolder, name), 'clearing up');
    if (!isHeld(abandoned)) continue;
    const abandonedRun = join(testFolder, name.replace(/\.lock$/, ''));
    await discardNoted(`${abandonedRun}.homes`);
    await discardEmbeddedPostgres(abandonedRun);
    rmSync(`${abandonedRun}.counts.json`, { force: true });
    abandoned.release();
  }
}
