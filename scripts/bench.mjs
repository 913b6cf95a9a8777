// `npm run bench`: builds the product, brings the packages of the peers on first use, compiles the benchmark into dist,
// and runs it in this process. The benchmark measures what is served: the built program.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { prepare, root, say } from './prepare.mjs';

await prepare({ build: true });
bringPeers();
await compile();
process.setSourceMapsEnabled(true);
try {
  await import('../dist/bench/main.js');
} catch (error) {
  if (!error?.explained) throw error;
  say(error.message);
  process.exitCode = 1;
}

/** What others offer has a package of its own, so that nothing of it is installed with the product. */
function bringPeers() {
  const folder = join(root, 'bench', 'peers');
  const lock = createHash('sha256')
    .update(readFileSync(join(folder, 'package-lock.json')))
    .digest('hex');
  const stamp = join(folder, 'node_modules', '.ayni-lock-hash');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return;
  say('installing the packages of the peers ...');
  const flags = ['install', '--no-audit', '--no-fund', '--loglevel=error', '--include=dev', '--no-save'];
  const { status, error } = spawnSync('npm', flags, { cwd: folder, stdio: ['ignore', 2, 2] });
  if (error || status !== 0) {
    say(`the packages of the peers could not be installed${error ? `: ${error.message}` : ''}`);
    process.exit(1);
  }
  writeFileSync(stamp, lock);
}

/** Types are checked with everything else (`npm run check`); here they are only left out. */
async function compile() {
  const { transformFile } = await import('@swc/core');
  const target = join(root, 'dist', 'bench');
  rmSync(target, { recursive: true, force: true });
  const sources = readdirSync(join(root, 'bench'), { recursive: true, encoding: 'utf8' }).filter(
    (path) => path.endsWith('.ts') && !path.endsWith('.spec.ts') && !path.startsWith('peers'),
  );
  await Promise.all(
    sources.map(async (path) => {
      const { code } = await transformFile(join(root, 'bench', path), {
        swcrc: false,
        sourceMaps: 'inline',
        module: { type: 'es6' },
        jsc: {
          target: 'es2023',
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
        },
      });
      const file = join(target, path.replace(/\.ts$/, '.js'));
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, code);
    }),
  );
}
