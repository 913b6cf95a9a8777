/** Signals by which a person, a container or a closing terminal ends a process. */
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** How long an orderly end may take before it is given up. */
const patienceMs = 30_000;

/**
 * Ends the process in order at the first signal: runs what was handed to `onStop`, the last handed first. A second
 * signal ends it at once.
 */
export class Stopping {
  private readonly tasks: (() => Promise<void>)[] = [];
  private stopping: Promise<void> | undefined;

  /** `say` tells a person what happens. */
  constructor(private readonly say: (line: string) => void) {
    for (const signal of signals) process.on(signal, () => this.signalled(signal));
  }

  /** What undoes a thing that was just begun. */
  onStop(task: () => Promise<void> | void): void {
    this.tasks.push(async () => task());
  }

  /** Runs the tasks, once; a task that fails does not keep the others from running. */
  stop(): Promise<void> {
    this.stopping ??= this.run();
    return this.stopping;
  }

  /** Whether a signal came. */
  interrupted = false;

  private async run(): Promise<void> {
    for (const task of this.tasks.toReversed()) {
      try {
        await task();
      } catch (error) {
        this.say(`stopping: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
  }

  private signalled(signal: (typeof signals)[number]): void {
    const code = signal === 'SIGINT' ? 130 : signal === 'SIGTERM' ? 143 : 129;
    if (this.interrupted) {
      this.say('stopped at once');
      process.exit(code);
    }
    this.interrupted = true;
    this.say('stopping ... (again to stop at once)');
    setTimeout(() => {
      this.say(`not stopped within ${patienceMs / 1000} s; ending`);
      process.exit(1);
    }, patienceMs).unref();
    // An orderly end is what was asked for, so it is no failure.
    void this.stop().then(() => process.exit(0));
  }
}
