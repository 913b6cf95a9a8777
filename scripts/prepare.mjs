// What every command does first: the right Node, the packages of the lock file, and (for what is served) the built
// program. Plain JavaScript on Node's own modules, since it runs before anything is installed. All it says goes to
// stderr: the output of a command is its own.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder with package.json. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)));

const installStamp = join(root, 'node_modules', '.ayni-lock-hash');
const buildStamp = join(root, 'dist', '.built-from.json');
const lockFile = join(root, 'dist', '.prepare.lock');

/** Brings packages and, with `build`, dist up to date; quick when they are. Ends the process with a message when it cannot. */
export async function prepare({ build }) {
  checkNode();
  const upToDate = () => isInstalled() && (!build || isBuilt());
  if (upToDate()) return;
  await alone(() => {
    // Another one may have done it while we waited.
    if (!isInstalled()) install();
    if (build && !isBuilt()) compile();
  });
}

export const say = (line) => process.stderr.write(`ayni: ${line}\n`);

function fail(message, code = 1) {
  process.stderr.write(`\nayni: ${message}\n`);
  process.exit(code);
}

/** The ranges of package.json's `engines`. */
function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if ((major === 20 && minor >= 19) || (major === 22 && minor >= 12) || major >= 24) return;
  fail(
    `this is Node ${process.versions.node}; Ayni needs 20.19 or later of 20, 22.12 or later of 22, or 24 and later.\n      See https://nodejs.org/en/download`,
  );
}

/** Packages are right when they were installed, to the end, from this lock file and for this platform. */
function lockHash() {
  const lock = readFileSync(join(root, 'package-lock.json'));
  return createHash('sha256').update(lock).update(`${process.platform}-${process.arch}`).digest('hex');
}

const isInstalled = () => existsSync(installStamp) && readFileSync(installStamp, 'utf8') === lockHash();

function install() {
  const started = Date.now();
  say('installing packages, which takes about half a minute the first time ...');
  rmSync(installStamp, { force: true });
  // Not `npm ci`: it fails on registries that lack an optional package of another platform. The lock file pins the same.
  // The tools are needed whatever NODE_ENV says, and a clone stays as it was committed.
  const flags = ['install', '--no-audit', '--no-fund', '--loglevel=error', '--include=dev', '--include=optional', '--no-save'];
  // Under `npm start` the npm that runs us is the one to use; otherwise the one on PATH.
  const npm = /npm-cli\.c?js$/.test(process.env.npm_execpath ?? '') ? [process.execPath, process.env.npm_execpath] : ['npm'];
  const { status, error, signal } = spawnSync(npm[0], [...npm.slice(1), ...flags], { cwd: root, stdio: ['ignore', 2, 2] });
  if (error) fail(`npm could not be run: ${error.message}. It comes with Node.`);
  if (signal) process.kill(process.pid, signal);
  if (status !== 0)
    fail('the packages could not be installed; npm says why above. With the network back, run the same command again.');
  writeFileSync(installStamp, lockHash());
  say(`packages installed in ${seconds(started)} s`);
}

/** What dist is made of: name, size and time of every source. */
function sources() {
  const files = {};
  const add = (path) => {
    const { size, mtimeMs } = statSync(join(root, path));
    files[path] = `${size} ${mtimeMs}`;
  };
  for (const name of ['package-lock.json', 'tsconfig.json', 'tsconfig.build.json']) add(name);
  for (const folder of ['apps', 'libs', 'migrations'])
    for (const name of readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).toSorted())
      if (/\.(ts|json)$/.test(name) && !name.endsWith('.spec.ts')) add(join(folder, name));
  return files;
}

const builtFrom = () => (existsSync(buildStamp) ? readFileSync(buildStamp, 'utf8') : '{}');
const isBuilt = () => builtFrom() === JSON.stringify(sources());

function compile() {
  const started = Date.now();
  say('building ...');
  const before = JSON.parse(builtFrom());
  const now = sources();
  rmSync(buildStamp, { force: true });
  // tsc never removes what it made of a source that is gone.
  for (const path of Object.keys(before).filter((name) => name.endsWith('.ts') && !(name in now)))
    for (const end of ['.js', '.js.map']) rmSync(join(root, 'dist', path.replace(/\.ts$/, end)), { force: true });
  const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  const { status, signal } = spawnSync(process.execPath, [tsc, '-p', 'tsconfig.build.json'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
  });
  if (signal) process.kill(process.pid, signal);
  if (status !== 0) fail('the program could not be built; the compiler says why above.');
  writeFileSync(buildStamp, JSON.stringify(now));
  say(`built in ${seconds(started)} s`);
}

const seconds = (started) => ((Date.now() - started) / 1000).toFixed(1);

/** Two commands at once must not install or build over each other. A lock whose process is gone is nobody's. */
async function alone(task) {
  for (let waits = 0; !take(); waits++) {
    if (waits === 10) say('another command is installing or building; waiting for it ...');
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  const release = () => rmSync(lockFile, { force: true });
  process.once('exit', release);
  try {
    task();
  } finally {
    process.off('exit', release);
    release();
  }
}

function take() {
  try {
    mkdirSync(dirname(lockFile), { recursive: true });
    const file = openSync(lockFile, 'wx');
    writeSync(file, String(process.pid));
    closeSync(file);
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') fail(`${root} cannot be written to: ${error.message}`);
  }
  if (holderIsGone()) rmSync(lockFile, { force: true });
  return false;
}

function holderIsGone() {
  try {
    const pid = Number(readFileSync(lockFile, 'utf8'));
    // Written right after it is made: empty for longer than that, it was abandoned in between.
    if (pid === 0) return Date.now() - statSync(lockFile).mtimeMs > 5_000;
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return error.code === 'ESRCH';
  }
}
