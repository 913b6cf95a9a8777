import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { findProjectRoot } from '#platform/project';
import type { Answer, Request } from './child.js';
import type { Figures, Place } from './contender.js';

/** How this program was started: built, or (in tests) from its sources. Whatever it starts runs the same way. */
const fromSource = import.meta.url.endsWith('.ts');
const profiles = process.env['AYNI_BENCH_CPU_PROF'];
const flags = [
  '--disable-warning=ExperimentalWarning',
  // As `npm start` and the image have it; the same for whatever is compared.
  '--max-semi-space-size=64',
  '--v8-pool-size=0',
  ...(fromSource ? ['--import', join(findProjectRoot(), 'scripts', 'typescript.mjs')] : []),
  ...(profiles === undefined ? [] : ['--cpu-prof', '--cpu-prof-dir', profiles]),
];

/** Starts a module of the benchmark in a process of its own. `module` is relative to the folder `bench`, without its ending. */
export function forkModule(module: string, args: readonly string[] = []): ChildProcess {
  return fork(fileURLToPath(moduleUrl(module)), [...args], {
    execArgv: flags,
    stdio: ['ignore', 2, 2, 'ipc'],
  });
}

/** Where a module of the benchmark is; one that ends in .mjs is not compiled. */
export const moduleUrl = (module: string): URL =>
  module.endsWith('.mjs')
    ? new URL(`file://${join(findProjectRoot(), 'bench', module)}`)
    : new URL(`../${module}.${fromSource ? 'ts' : 'js'}`, import.meta.url);

/** A contender in its process, seen from the harness. */
export class ContenderProcess {
  private readonly child: ChildProcess;
  private waiting: { resolve: (value: unknown) => void; reject: (error: Error) => void } | undefined;
  private readonly ended: Promise<void>;

  constructor(
    readonly name: string,
    module: string,
    tell: (line: string) => void,
  ) {
    this.child = forkModule('harness/child', [moduleUrl(module).href]);
    this.ended = new Promise((resolve) => this.child.once('exit', () => resolve()));
    this.child.once('exit', (code, signal) => this.waiting?.reject(new Error(`${name} ended (${signal ?? code})`)));
    this.child.on('message', (answer: Answer) => {
      if (answer.kind === 'told') return tell(answer.line);
      const waiting = this.waiting;
      this.waiting = undefined;
      if (answer.kind === 'done') waiting?.resolve(answer.value);
      else waiting?.reject(new Error(`${name} failed: ${answer.stack}`));
    });
  }

  async open(place: Omit<Place, 'tell'>): Promise<void> {
    await this.ask({ kind: 'open', place });
  }

  async prepare(scenario: string): Promise<void> {
    await this.ask({ kind: 'prepare', scenario });
  }

  async measure(scenario: string): Promise<Figures> {
    return (await this.ask({ kind: 'measure', scenario })) as Figures;
  }

  async notes(): Promise<Readonly<Record<string, string | number>>> {
    return ((await this.ask({ kind: 'notes' })) ?? {}) as Record<string, string | number>;
  }

  async close(): Promise<void> {
    await this.ask({ kind: 'close' });
    // It ends by itself, in order: profiles are written then.
    this.child.disconnect();
    await this.ended;
  }

  async kill(): Promise<void> {
    this.child.kill('SIGTERM');
    await this.ended;
  }

  private ask(request: Request): Promise<unknown> {
    return new Promise((resolve, reject) => {
      if (!this.child.connected) return reject(new Error(`${this.name} has ended`));
      this.waiting = { resolve, reject };
      this.child.send(request);
    });
  }
}
