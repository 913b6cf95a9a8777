import { readFileSync } from 'node:fs';

/** Watches how much memory a process takes, this one or another, in megabytes. On systems without /proc only this one. */
export class MemoryWatch {
  private readonly samples: number[] = [];
  private readonly timer: NodeJS.Timeout;

  constructor(private readonly pid: number = process.pid) {
    this.take();
    this.timer = setInterval(() => this.take(), 100);
  }

  /** The most that it took, and how much more it took in the last quarter than in the second (1: no more); NaN where nothing was read. */
  stop(): { readonly peak: number; readonly growth: number } {
    clearInterval(this.timer);
    this.take();
    const quarter = (n: number): number => {
      const part = this.samples.slice(
        Math.floor((n / 4) * this.samples.length),
        Math.ceil(((n + 1) / 4) * this.samples.length),
      );
      return part.reduce((sum, each) => sum + each, 0) / Math.max(1, part.length);
    };
    return { peak: this.samples.length === 0 ? NaN : Math.max(...this.samples), growth: quarter(3) / quarter(1) };
  }

  private take(): void {
    const megabytes = this.read();
    if (megabytes !== undefined) this.samples.push(megabytes);
  }

  private read(): number | undefined {
    if (this.pid === process.pid) return process.memoryUsage.rss() / 1e6;
    try {
      const kilobytes = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${this.pid}/status`, 'utf8'))?.[1];
      return kilobytes === undefined ? undefined : Number(kilobytes) / 1000;
    } catch {
      return undefined;
    }
  }
}
