import { parentPort, workerData } from 'node:worker_threads';
import type { FoldAnswer, FoldCall, FoldTask } from './iati-fold-thread.js';
import { PileFolding } from './iati-fund-pile.js';
import { OwnParts } from './iati-own-parts.js';
import { PileFile } from './piles.js';

/* A thread that folds piles of activities (iati-fold-thread.ts): each that it is told of, until it is told that there are no more. */

/** Bytes that wait of what stands in the order of the book, and of elements. */
const heldBytes = 1024 * 1024;

const { setting, file } = workerData as FoldTask;
const pileFile = new PileFile(file);
const parts = new OwnParts(pileFile, setting, heldBytes);
const folding = new PileFolding(setting, pileFile, parts);
const port = parentPort!;

port.on('message', (call: FoldCall) => {
  const answer: FoldAnswer = call === 'end' ? { parts: parts.end() } : { pile: call.pile, folded: folding.fold(call.records) };
  port.postMessage(answer);
  if (call === 'end') port.close();
});
