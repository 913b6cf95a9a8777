import { setImmediate as turn } from 'node:timers/promises';
import { PartReader, type PlacedParts } from './iati-file-parts.js';
import type { RuleFindings } from './iati-findings.js';
import { type FoldSetting, type FoldedPile, PileFolding } from './iati-fund-pile.js';
import { type OfAllFolded, OwnFolding, type OwnFrame } from './iati-own-folding.js';
import { OwnParts, type OwnSummary, type ThreadParts } from './iati-own-parts.js';
import { type PileFile, type PilePlace, Piles } from './piles.js';

/** What is to be folded: the events of the fund itself, and those of its activities, some on each pile. */
export interface Laid {
  readonly own: PilePlace;
  readonly piles: readonly PilePlace[];
}

/** Who folds what was laid, and writes what was made of it. Throws what folding throws. */
export interface Folding {
  /** Each pile folded, in their order. */
  folded(): AsyncGenerator<FoldedPile>;
  /** The events of the fund itself, once all piles are folded. */
  own(): Promise<OwnSummary>;
  /** The fund's own activity. */
  frame(all: OfAllFolded): Promise<OwnFrame>;
  /** What was made that stands in the order of the book, by each who folded. */
  ended(): Promise<readonly ThreadParts[]>;
  /** Writes parts of the file, and gives what is wrong with them in their order. */
  written(parts: readonly PlacedParts[]): AsyncGenerator<readonly RuleFindings[]>;
  /** Temporary files are gone then. */
  close(): Promise<void>;
}

/** Folds in this thread, in steps, since others wait for it. */
export class FoldingHere implements Folding {
  private readonly parts: OwnParts;
  private readonly ofPiles: PileFolding;
  private readonly ofFund: OwnFolding;

  /** `bytes` wait in memory, and `totals` of that many counterparts are held. */
  constructor(
    setting: FoldSetting,
    private readonly laid: Laid,
    file: PileFile,
    { bytes, totals }: { readonly bytes?: number; readonly totals?: number },
  ) {
    this.parts = new OwnParts(file, setting, bytes, totals);
    this.ofPiles = new PileFolding(setting, file, this.parts);
    this.ofFund = new OwnFolding(setting, this.parts, new Piles(file, bytes));
  }

  async *folded(): AsyncGenerator<FoldedPile> {
    for (const place of this.laid.piles) {
      yield this.ofPiles.fold(place);
      await turn();
    }
  }

  async own(): Promise<OwnSummary> {
    const steps = this.ofFund.fold(this.laid.own);
    for (;;) {
      const step = steps.next();
      if (step.done) return step.value;
      await turn();
    }
  }

  frame(all: OfAllFolded): Promise<OwnFrame> {
    return Promise.resolve(this.ofFund.frame(all));
  }

  ended(): Promise<readonly ThreadParts[]> {
    return Promise.resolve([this.parts.end()]);
  }

  async *written(parts: readonly PlacedParts[]): AsyncGenerator<readonly RuleFindings[]> {
    const reader = new PartReader();
    for (const each of parts) {
      yield reader.write(each);
      await turn();
    }
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}
