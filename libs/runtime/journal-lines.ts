import type pg from 'pg';
import { journalLine } from '#audit/verify-journal';
import { type Wanted, readColumnsBriefly } from '#event-store/read-all';
import { bookId } from '#kernel/ids';

/** Lines that are made at once. */
const linesAtOnce = 256;

/**
 * The lines of a book's journal file (docs/formats/journal.md), each with its line feed, from one position to another, or of those
 * that are wanted, some at a time. Neither a connection nor a snapshot is held in between: events do not change.
 */
export async function* journalLines(
  pool: Pick<pg.Pool, 'connect'>,
  book: string,
  from: number,
  to: number,
  wanted: Wanted = {},
): AsyncGenerator<string> {
  for await (const rows of readColumnsBriefly(pool, bookId(book), from - 1, to, ['record', 'leaf'], wanted)) {
    for (let first = 0; first < rows.count; first += linesAtOnce) {
      let lines = '';
      for (let row = first; row < Math.min(rows.count, first + linesAtOnce); row++)
        lines += `${journalLine(rows.text(row, 1), rows.bytes.subarray(rows.start(row, 2), rows.end(row, 2)))}\n`;
      yield lines;
    }
  }
}
