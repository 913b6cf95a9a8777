import { merged } from './merge.js';
import type { Run, Spill } from './spill.js';

/** Keys that are held at once; some 150 bytes each. */
const mostKeys = 250_000;

/**
 * Sums by key, of any number of keys: those in memory go to a sorted file when there are too many, and all are merged in the
 * end. Keys are ASCII without line feeds and tabs.
 */
export class Sums {
  private sums = new Map<string, bigint>();
  private readonly runs: Run[] = [];

  constructor(
    private readonly spill: Pick<Spill, 'write'>,
    private readonly most = mostKeys,
  ) {}

  add(key: string, amount: bigint): void {
    const sum = this.sums.get(key);
    this.sums.set(key, sum === undefined ? amount : sum + amount);
    if (this.sums.size < this.most) return;
    this.runs.push(this.spill.write(written(this.sorted())));
    this.sums = new Map();
  }

  /** Adds the sums of another, as its `lines`. */
  addLines(lines: Run): void {
    this.runs.push(lines);
  }

  /** Every key once with its sum, a line each; to be asked when all is in. */
  lines(): Iterable<string> {
    return written(this.all());
  }

  /** Every key once with its sum, sorted by key; to be asked when all is in. */
  *all(): Generator<Sum> {
    const sources: Iterator<Sum>[] = [this.sorted(), ...this.runs.map((run) => parsed(run()))];
    let current: Sum | undefined;
    for (const [key, amount] of merged(sources, ([a], [b]) => a < b)) {
      if (current?.[0] === key) current = [key, current[1] + amount];
      else {
        if (current) yield current;
        current = [key, amount];
      }
    }
    if (current) yield current;
  }

  private *sorted(): Generator<Sum> {
    for (const key of [...this.sums.keys()].toSorted()) yield [key, this.sums.get(key)!];
  }
}

/** A key and what it comes to. */
export type Sum = readonly [key: string, amount: bigint];

function* written(sums: Iterable<Sum>): Generator<string> {
  for (const [key, amount] of sums) yield `${key}\t${amount}`;
}

function* parsed(lines: Iterable<string>): Generator<Sum> {
  for (const line of lines) {
    const tab = line.indexOf('\t');
    yield [line.slice(0, tab), BigInt(line.slice(tab + 1))];
  }
}
