import { type ResourceLimits, Worker } from 'node:worker_threads';
import type { FoldSetting, FoldedPile } from './iati-fund-pile.js';
import type { ThreadParts } from './iati-own-parts.js';
import { type PilePlace, TemporaryFile, bytesIn } from './piles.js';

/** What a thread begins with: the file that it alone writes to is open. */
export interface FoldTask {
  readonly setting: FoldSetting;
  readonly file: number;
}

/** What it is told: to fold a pile, or that there are no more. */
export type FoldCall = { readonly pile: number; readonly records: PilePlace } | 'end';

export type FoldAnswer = { readonly pile: number; readonly folded: FoldedPile } | { readonly parts: ThreadParts };

/** Starts a thread that runs `iati-fold-worker`. */
export type StartThread = (task: FoldTask, limits: ResourceLimits) => Worker;

const startThread: StartThread = (workerData, resourceLimits) =>
  new Worker(new URL('./iati-fold-worker.js', import.meta.url), { workerData, resourceLimits });

/** Piles that a thread has been told of and has not answered, so that it never waits; how far one may be ahead of the others. */
const [told, ahead] = [3, 32];

/** Threads that fold piles beside this one: each in memory that is bounded, and with a temporary file of its own. */
export class FoldThreads {
  private readonly threads: readonly FoldThread[];
  private readonly answers = new Map<number, FoldedPile>();
  private given = 0;
  private asked = 0;
  private failure: { readonly of: unknown } | undefined;
  private wake: () => void = () => undefined;

  constructor(
    setting: FoldSetting,
    private readonly piles: readonly PilePlace[],
    count: number,
    start: StartThread = startThread,
  ) {
    const limits = limitsFor(piles.reduce((most, each) => Math.max(most, bytesIn(each)), 0));
    const take = (pile: number, folded: FoldedPile): void => void this.answers.set(pile, folded);
    const heard = (failure?: { readonly of: unknown }): void => {
      this.failure ??= failure;
      this.ask();
      this.wake();
    };
    this.threads = Array.from({ length: count }, () => new FoldThread((file) => start({ setting, file }, limits), take, heard));
    this.ask();
  }

  /** Each pile folded, in their order. Throws what folding one of them throws. */
  async *folded(): AsyncGenerator<FoldedPile> {
    while (this.given < this.piles.length) {
      const folded = await this.until(() => this.answers.get(this.given));
      this.answers.delete(this.given);
      this.given += 1;
      this.ask();
      yield folded;
    }
  }

  /** What they made that stands in the order of the book, once all piles are folded. */
  async ended(): Promise<readonly ThreadParts[]> {
    for (const thread of this.threads) thread.end();
    const all: ThreadParts[] = [];
    for (const thread of this.threads) all.push(await this.until(() => thread.parts));
    return all;
  }

  /** Their files are gone then. */
  async close(): Promise<void> {
    await Promise.all(this.threads.map((each) => each.close()));
  }

  private ask(): void {
    for (const thread of this.threads) {
      while (thread.open < told && this.asked < Math.min(this.piles.length, this.given + ahead)) {
        thread.fold(this.asked, this.piles[this.asked]!);
        this.asked += 1;
      }
    }
  }

  private async until<Value>(value: () => Value | undefined): Promise<Value> {
    for (;;) {
      if (this.failure) throw this.failure.of;
      const found = value();
      if (found !== undefined) return found;
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
    }
  }
}

class FoldThread {
  /** How many piles it has been told of and has not answered. */
  open = 0;
  parts: ThreadParts | undefined;
  private readonly file = new TemporaryFile();
  private readonly worker: Worker;

  constructor(
    start: (file: number) => Worker,
    take: (pile: number, folded: FoldedPile) => void,
    heard: (failure?: { readonly of: unknown }) => void,
  ) {
    this.worker = start(this.file.file);
    this.worker.on('message', (answer: FoldAnswer) => {
      if ('parts' in answer) this.parts = answer.parts;
      else {
        this.open -= 1;
        take(answer.pile, answer.folded);
      }
      heard();
    });
    this.worker.on('error', (of: unknown) => heard({ of }));
  }

  fold(pile: number, records: PilePlace): void {
    this.open += 1;
    this.worker.postMessage({ pile, records } satisfies FoldCall, []);
  }

  end(): void {
    this.worker.postMessage('end' satisfies FoldCall, []);
  }

  async close(): Promise<void> {
    await this.worker.terminate();
    this.file.close();
  }
}

/** Enough for the largest pile, whose objects take many times what their text does. */
const limitsFor = (largestPile: number): ResourceLimits => ({
  maxYoungGenerationSizeMb: 12,
  maxOldGenerationSizeMb: 40 + Math.ceil((24 * largestPile) / 1e6),
});
