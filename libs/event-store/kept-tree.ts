import type { LeafRange } from '#audit/proof';
import { appendAll, emptyFrontier, levelsBetweenNodes, perfectRanges, rootOf } from '#audit/tree';
import type { BookId } from '#kernel/ids';
import * as sql from './statements.sql.js';
import type { Database, Head } from './store.js';

/** How many leaves stand under an inner node of the lowest level that is kept, and how many nodes under one of the next. */
const width = 2 ** levelsBetweenNodes;
/** Hashes that are read and worked on at once where nodes are missing. */
const atOnce = 256 * width;

/** Hashes of one level, from a number up to, and without, another. Level 0 is the leaves. */
interface Stretch {
  readonly level: number;
  readonly first: number;
  readonly end: number;
}

/**
 * The roots of some ranges of leaves of a book, each of which begins where a perfect subtree of its size does. What the head's
 * frontier has comes from there, the rest from the inner nodes that the book keeps and, below the lowest of them and behind the
 * last, from leaves: some ninety hashes in two queries, whatever the size of the book, and two or three more at its end.
 * Nothing is trusted: whoever asks holds what comes of it against a root.
 */
export async function rootsOf(
  db: Database,
  book: BookId,
  ranges: readonly LeafRange[],
  head: Head,
): Promise<readonly Buffer[]> {
  const frontier = new Map(perfectRanges(0, head.position).map((range, at) => [keyOf(range), head.frontier[at]!]));
  const parts = ranges.map(({ from, to }) =>
    perfectRanges(from, to).map((range) => ({ range, known: frontier.get(keyOf(range)) })),
  );
  const unknown = parts.flat().flatMap(({ range, known }) => (known ? [] : [stretchOf(range)]));
  const tree = new KeptTree(db, book);
  await tree.read(unknown);
  const roots: Buffer[] = [];
  for (const [index, { from, to }] of ranges.entries()) {
    const peaks: Buffer[] = [];
    for (const { range, known } of parts[index]!) peaks.push(known ?? rootOfPerfect(await tree.hashes(stretchOf(range))));
    roots.push(rootOf(peaks, to - from));
  }
  return roots;
}

class KeptTree {
  private readonly found = new Map<string, Buffer>();

  constructor(
    private readonly db: Database,
    private readonly book: BookId,
  ) {}

  /** Reads what there is of some stretches. */
  async read(stretches: readonly Stretch[]): Promise<void> {
    const queries = [
      { query: sql.leaves, of: stretches.filter(({ level }) => level === 0) },
      { query: sql.treeNodes, of: stretches.filter(({ level }) => level > 0) },
    ];
    for (const { query, of } of queries) {
      if (of.length === 0) continue;
      const columns = [of.map(({ level }) => level), of.map(({ first }) => first), of.map(({ end }) => end)];
      const { rows } = await this.db.query<{ level: number; number: string; hash: Buffer }>({
        ...query,
        values: [this.book, ...columns],
      });
      for (const { level, number, hash } of rows) this.found.set(`${level} ${number}`, hash);
    }
  }

  /** The hashes of a stretch that was read; nodes that are missing are made from the level below them. */
  async hashes({ level, first, end }: Stretch): Promise<readonly Buffer[]> {
    const hashes: Buffer[] = [];
    for (let number = first; number < end; number++) {
      const hash = this.found.get(`${level} ${number}`);
      if (!hash) break;
      hashes.push(hash);
    }
    for (let from = first + hashes.length; from < end;) {
      if (level === 0) throw new RangeError(`no leaf ${from} in ${this.book}`);
      const to = Math.min(end, from + atOnce / width);
      for (const hash of await this.made({ level, first: from, end: to })) hashes.push(hash);
      from = to;
    }
    return hashes;
  }

  private async made({ level, first, end }: Stretch): Promise<readonly Buffer[]> {
    const below = new KeptTree(this.db, this.book);
    const children: Stretch = { level: level - levelsBetweenNodes, first: first * width, end: end * width };
    await below.read([children]);
    const hashes = await below.hashes(children);
    return Array.from({ length: end - first }, (_, at) => rootOfPerfect(hashes.slice(at * width, (at + 1) * width)));
  }
}

/** The hashes of the highest level that is kept and not above a perfect range. */
function stretchOf({ from, to }: LeafRange): Stretch {
  let [level, leaves] = [0, 1];
  for (; leaves * width <= to - from; leaves *= width) level += levelsBetweenNodes;
  return { level, first: from / leaves, end: to / leaves };
}

const rootOfPerfect = (hashes: readonly Buffer[]): Buffer => rootOf(appendAll(emptyFrontier, 0, hashes), hashes.length);

const keyOf = ({ from, to }: LeafRange): string => `${from} ${to}`;
