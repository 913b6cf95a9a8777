import { type ResourceLimits, Worker } from 'node:worker_threads';
import type { PlacedParts } from './iati-file-parts.js';
import type { RuleFindings } from './iati-findings.js';
import type { FoldSetting, FoldedPile } from './iati-fund-pile.js';
import type { Folding, Laid } from './iati-folding-here.js';
import type { OfAllFolded, OwnFrame } from './iati-own-folding.js';
import type { OwnSummary, ThreadParts } from './iati-own-parts.js';
import { type PilePlace, TemporaryFile, bytesIn } from './piles.js';

/** What a thread begins with: the file that it alone writes to is open. */
export interface FoldTask {
  readonly setting: FoldSetting;
  readonly file: number;
}

/** What it is told: to fold a pile or the fund's own, what its own is to be made of, to write parts of the file; that there are no more piles. */
export type FoldCall =
  | { readonly nth: number; readonly pile: PilePlace }
  | { readonly nth: number; readonly write: PlacedParts }
  | { readonly own: PilePlace }
  | { readonly all: OfAllFolded }
  | 'end';

/** What a thread that folds answers. */
export type FoldAnswer =
  | { readonly nth: number; readonly did: Did }
  | { readonly own: OwnSummary }
  | { readonly frame: OwnFrame }
  | { readonly parts: ThreadParts };

/** What became of a pile, or what is wrong with what was written. */
type Did = FoldedPile | readonly RuleFindings[];

/** Starts a thread that runs `iati-fold-worker`. */
export type StartThread = (task: FoldTask, limits: ResourceLimits) => Worker;

const startThread: StartThread = (workerData, resourceLimits) =>
  new Worker(new URL('./iati-fold-worker.js', import.meta.url), { workerData, resourceLimits });

/** Tasks that a thread has been told of and has not answered, so that it never waits; how far one may be ahead of the others. */
const [told, ahead] = [3, 32];

/**
 * Threads that fold piles beside this one: each in memory that is bounded, and with a temporary file of its own. The first begins
 * with the events of the fund itself.
 */
export class FoldThreads implements Folding {
  private readonly threads: readonly FoldThread[];
  private readonly answers = new Map<number, Did>();
  private tasks: readonly Task[];
  private given = 0;
  private asked = 0;
  private failure: { readonly of: unknown } | undefined;
  private wake: () => void = () => undefined;

  constructor(setting: FoldSetting, { own, piles }: Laid, count: number, start: StartThread = startThread) {
    this.tasks = piles.map((pile) => ({ pile }));
    const limits = limitsFor(
      piles.reduce((most, each) => Math.max(most, bytesIn(each)), 0),
      bytesIn(own),
    );
    const take = (nth: number, did: Did): void => void this.answers.set(nth, did);
    const heard = (failure?: { readonly of: unknown }): void => {
      this.failure ??= failure;
      this.ask();
      this.wake();
    };
    this.threads = Array.from({ length: count }, () => new FoldThread((file) => start({ setting, file }, limits), take, heard));
    this.first.foldOwn(own);
    this.ask();
  }

  folded(): AsyncGenerator<FoldedPile> {
    return this.done() as AsyncGenerator<FoldedPile>;
  }

  own(): Promise<OwnSummary> {
    return this.until(() => this.first.own);
  }

  frame(all: OfAllFolded): Promise<OwnFrame> {
    this.first.tell({ all });
    return this.until(() => this.first.frame);
  }

  async ended(): Promise<readonly ThreadParts[]> {
    for (const thread of this.threads) thread.tell('end');
    const all: ThreadParts[] = [];
    for (const thread of this.threads) all.push(await this.until(() => thread.parts));
    return all;
  }

  written(parts: readonly PlacedParts[]): AsyncGenerator<readonly RuleFindings[]> {
    this.tasks = parts.map((write) => ({ write }));
    [this.given, this.asked] = [0, 0];
    this.ask();
    return this.done() as AsyncGenerator<readonly RuleFindings[]>;
  }

  async close(): Promise<void> {
    await Promise.all(this.threads.map((each) => each.close()));
  }

  private get first(): FoldThread {
    return this.threads[0]!;
  }

  private async *done(): AsyncGenerator<Did> {
    while (this.given < this.tasks.length) {
      const did = await this.until(() => this.answers.get(this.given));
      this.answers.delete(this.given);
      this.given += 1;
      this.ask();
      yield did;
    }
  }

  private ask(): void {
    for (const thread of this.threads) {
      while (thread.open < told && this.asked < Math.min(this.tasks.length, this.given + ahead)) {
        thread.take({ nth: this.asked, ...this.tasks[this.asked]! });
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

type Task = { readonly pile: PilePlace } | { readonly write: PlacedParts };

class FoldThread {
  /** How many tasks it has been told of and has not answered. */
  open = 0;
  own: OwnSummary | undefined;
  frame: OwnFrame | undefined;
  parts: ThreadParts | undefined;
  private readonly file = new TemporaryFile();
  private readonly worker: Worker;

  constructor(
    start: (file: number) => Worker,
    private readonly did: (nth: number, did: Did) => void,
    heard: (failure?: { readonly of: unknown }) => void,
  ) {
    this.worker = start(this.file.file);
    this.worker.on('message', (answer: FoldAnswer) => {
      this.hear(answer);
      heard();
    });
    this.worker.on('error', (of: unknown) => heard({ of }));
  }

  /** It takes some time: no piles are to wait for it. */
  foldOwn(own: PilePlace): void {
    this.open += told;
    this.tell({ own });
  }

  take(task: Exclude<FoldCall, 'end'>): void {
    this.open += 1;
    this.tell(task);
  }

  tell(call: FoldCall): void {
    this.worker.postMessage(call, []);
  }

  async close(): Promise<void> {
    await this.worker.terminate();
    await this.file.close();
  }

  private hear(answer: FoldAnswer): void {
    if ('nth' in answer) {
      this.open -= 1;
      this.did(answer.nth, answer.did);
    } else if ('own' in answer) {
      this.open -= told;
      this.own = answer.own;
    } else if ('frame' in answer) this.frame = answer.frame;
    else this.parts = answer.parts;
  }
}

/** Enough for the largest pile, whose objects take many times what their text does, and for what is known of the fund itself. */
const limitsFor = (largestPile: number, own: number): ResourceLimits => ({
  maxYoungGenerationSizeMb: 12,
  maxOldGenerationSizeMb: 40 + Math.ceil((24 * largestPile + 2 * own) / 1e6),
});
