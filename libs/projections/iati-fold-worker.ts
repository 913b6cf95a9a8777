import { parentPort, workerData } from 'node:worker_threads';
import { PartReader } from './iati-file-parts.js';
import type { FoldAnswer, FoldCall, FoldTask } from './iati-fold-thread.js';
import { PileFolding } from './iati-fund-pile.js';
import { OwnFolding } from './iati-own-folding.js';
import { OwnParts } from './iati-own-parts.js';
import { PileFile, Piles } from './piles.js';

/* A thread that folds piles of activities (iati-fold-thread.ts): each that it is told of, until it is told that there are no more; then it writes. */

/** Bytes that wait of what stands in the order of the book, and of elements. */
const heldBytes = 1024 * 1024;

const { setting, file } = workerData as FoldTask;
const pileFile = new PileFile(file);
const parts = new OwnParts(pileFile, setting, heldBytes);
const folding = new PileFolding(setting, pileFile, parts);
const ownFolding = new OwnFolding(setting, parts, new Piles(pileFile, heldBytes));
const port = parentPort!;
let writer: PartReader | undefined;

port.on('message', (call: FoldCall) => port.postMessage(answerTo(call)));

function answerTo(call: FoldCall): FoldAnswer {
  if (call === 'end') return { parts: parts.end() };
  if ('own' in call) return { own: folded(ownFolding.fold(call.own)) };
  if ('all' in call) return { frame: ownFolding.frame(call.all) };
  const { nth } = call;
  return { nth, did: 'pile' in call ? folding.fold(call.pile) : (writer ??= new PartReader()).write(call.write) };
}

/** What is done in steps, at once: nobody else waits for this thread. */
function folded<Summary>(steps: Generator<void, Summary>): Summary {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}
