import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bookId, registryBook } from '#kernel/ids';
import { instant } from '#kernel/time';
import { demoBooks } from '#demo/demo-books';
import type { ReadActivity } from '#iati/published';
import { readActivities } from '#iati/reader';
import { type ExportPositions, type IatiExport, iatiActivityFile, writeIatiActivityFile } from '#projections/iati-export';
import { everything } from './iati-read.js';
import type { ExportLimits } from '#projections/iati-fund-export';
import { MemoryBook } from './memory-book.js';
import { type Books, recordsOf } from './memory-events.js';

/** A file as it was written, what its exporter said, and what a reader finds in it. */
export interface Exported {
  readonly xml: string;
  readonly result: IatiExport;
  readonly activities: readonly ReadActivity[];
}

/** Joins the pieces of an export and keeps what it returns. */
export async function whole(pieces: AsyncGenerator<string | Buffer, IatiExport>): Promise<{ xml: string; result: IatiExport }> {
  let xml = '';
  for (;;) {
    const piece = await pieces.next();
    if (piece.done === true) return { xml, result: piece.value };
    xml += piece.value.toString();
  }
}

/** Exports a book from memory; all of it and all of the registry unless told otherwise. Throws when a reader finds errors in it. */
export async function exported(
  memory: Books,
  book: string,
  at: Partial<ExportPositions> = {},
  limits: ExportLimits = {},
): Promise<Exported> {
  const positions = { position: memory.events(book).length, registryPosition: memory.events(registryBook).length, ...at };
  const { xml, result } = await whole(iatiActivityFile(recordsOf(memory), bookId(book), positions, undefined, limits));
  const { activities, problems } = await everything(readActivities(xml));
  const [error] = problems.filter((each) => each.severity === 'error');
  if (error) throw new Error(`line ${error.line}: ${error.message.en}`);
  return { xml, result, activities };
}

/** All of a book as it is written to a file. */
export async function exportedToFile(
  memory: Books,
  book: string,
  limits: ExportLimits = {},
): Promise<{ readonly xml: string; readonly result: IatiExport }> {
  const positions = { position: memory.events(book).length, registryPosition: memory.events(registryBook).length };
  const folder = mkdtempSync(join(tmpdir(), 'exported-'));
  const file = openSync(join(folder, 'file.xml'), 'wx+');
  try {
    const result = await writeIatiActivityFile(recordsOf(memory), bookId(book), positions, file, undefined, limits);
    return { xml: readFileSync(join(folder, 'file.xml'), 'utf8'), result };
  } finally {
    closeSync(file);
    rmSync(folder, { recursive: true });
  }
}

/** The books of the demo, posted in memory. */
export function demoInMemory(): MemoryBook {
  const memory = new MemoryBook(instant('2026-06-30T12:00:00.000000Z'));
  for (const { book, commands } of demoBooks()) {
    for (const { type, body, actor, role, key } of commands) {
      const outcome = memory.submit(type, book, body, { actor, role, key });
      if (outcome.kind !== 'posted') throw new Error(`${key} ${type}: ${JSON.stringify(outcome)}`);
    }
  }
  return memory;
}

/** Sums by transaction type and currency, in minor units, of activities of one hierarchy. */
export function totalsOf(activities: readonly ReadActivity[], hierarchy: number): Record<string, bigint> {
  const totals: Record<string, bigint> = {};
  for (const { type, value } of activities
    .filter((each) => each.hierarchy === hierarchy)
    .flatMap((each) => each.transactions)) {
    const key = `${type} ${value.currency}`;
    totals[key] = (totals[key] ?? 0n) + value.amountMinor!;
  }
  return totals;
}
