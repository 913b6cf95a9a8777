import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { findProjectRoot } from '#platform/project';
import { MemoryWatch } from './memory.js';

/** What a command of the product came to. */
export interface Ran {
  readonly seconds: number;
  /** The most memory that its process took, in megabytes; NaN where the system does not tell. */
  readonly peak: number;
  readonly output: string;
  /** What it told meanwhile. */
  readonly said: string;
}

/** Runs `ayni` as a user does, in a process of its own, start and end included. Throws with what it said unless it ends with 0. */
export async function ayni(databaseUrl: string, folder: string, ...args: readonly string[]): Promise<Ran> {
  const started = performance.now();
  const program = join(findProjectRoot(), 'dist', 'apps', 'cli', 'main.js');
  const child = spawn(process.execPath, [program, ...args], {
    env: { ...process.env, DATABASE_URL: databaseUrl, AYNI_DATA_DIR: folder },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const memory = new MemoryWatch(child.pid);
  let output = '';
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  const { peak } = memory.stop();
  if (code !== 0) throw new Error(`ayni ${args.join(' ')} ended with ${code}: ${said.slice(-2_000)}${output.slice(-2_000)}`);
  return { seconds: (performance.now() - started) / 1000, peak, output, said };
}
