// The checks that need no database: format, lint, types, and who may import whom. `npm test` runs them before the
// tests; `node scripts/check.mjs` runs them alone.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { prepare, root } from './prepare.mjs';

const checks = [
  { name: 'format', program: 'oxfmt', args: ['--check', '.'], remedy: 'npm run format' },
  { name: 'lint', program: 'oxlint', args: ['--type-aware', '--deny-warnings'] },
  {
    name: 'types',
    program: 'tsc',
    args: ['--noEmit', '--incremental', '--tsBuildInfoFile', 'node_modules/.cache/ayni/types.tsbuildinfo'],
  },
  {
    name: 'dependencies',
    program: 'depcruise',
    args: ['--config', '.dependency-cruiser.cjs', 'apps', 'libs', 'migrations', 'test', 'bench'],
  },
];

/** Runs all, at once; prints a line for each, and all that a failed one said. Resolves to how many failed. */
export async function runChecks() {
  const results = await Promise.all(checks.map(run));
  return results.filter((passed) => !passed).length;
}

function run({ name, program, args, remedy }) {
  const started = Date.now();
  const child = spawn(process.execPath, [join(root, 'node_modules', '.bin', program), ...args], { cwd: root });
  const said = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => said.push(chunk));
  return new Promise((resolve) => {
    child.once('close', (code) => {
      const took = `${((Date.now() - started) / 1000).toFixed(1)} s`;
      if (code === 0) console.log(`${name}: ok (${took})`);
      else
        console.log(
          `${name}: FAILED (${took})${remedy ? `; ${remedy} mends it` : ''}\n${Buffer.concat(said).toString().trim()}\n`,
        );
      resolve(code === 0);
    });
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await prepare({ build: false });
  process.exitCode = (await runChecks()) === 0 ? 0 : 1;
}
