import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { findProjectRoot } from '#platform/project';

/** A program of ours as a process of its own, from its sources, with all that it says. */
export class Program {
  private readonly child: ChildProcess;
  output = '';
  errors = '';
  private readonly ended: Promise<number | null>;

  /** `settings` are the only ones that it sees: those of whoever runs the tests must not lead it elsewhere. */
  constructor(file: string, settings: Readonly<Record<string, string>>, args: readonly string[] = []) {
    const usual = Object.entries(process.env).filter(([name]) => /^(PATH|HOME|USER|TMPDIR|NODE_OPTIONS)$/.test(name));
    this.child = spawn(process.execPath, ['--import', './scripts/typescript.mjs', file, ...args], {
      cwd: findProjectRoot(),
      env: { ...Object.fromEntries(usual), NODE_OPTIONS: '', LANG: 'C.UTF-8', ...settings },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.child.stdout!.setEncoding('utf8').on('data', (text: string) => (this.output += text));
    this.child.stderr!.setEncoding('utf8').on('data', (text: string) => (this.errors += text));
    this.ended = once(this.child, 'close').then(([code]) => code as number | null);
  }

  /** Waits for words in what it says. Throws when it ends, or a minute passes, without them. */
  async says(pattern: RegExp): Promise<RegExpExecArray> {
    let over: string | undefined;
    void this.ended.then((code) => (over = `it ended with ${code}`));
    for (let waitedMs = 0; waitedMs < 60_000; waitedMs += 20) {
      const found = pattern.exec(this.output) ?? pattern.exec(this.errors);
      if (found) return found;
      if (over !== undefined) break;
      await new Promise((wake) => setTimeout(wake, 20));
    }
    throw new Error(`it did not say ${pattern}; ${over ?? 'it runs'}, and said:\n${this.output}\n${this.errors}`);
  }

  signal(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }

  /** Its exit code; null after a signal that it did not handle. */
  exit(): Promise<number | null> {
    return this.ended;
  }
}
