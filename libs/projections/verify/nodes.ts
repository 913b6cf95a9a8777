import type pg from 'pg';
import type { Findings } from './finding.js';
import * as sql from './stored.sql.js';

/** An inner node as the leaves come to it. */
interface Node {
  readonly level: number;
  readonly number: number;
  readonly hash: string;
}

/** Nodes that are looked up at once. */
const atOnce = 1000;

/** Holds the inner nodes of the tree that a book keeps against those that its leaves come to. One that is not kept is none that differs. */
export class KeptNodes {
  private list: Node[] = [];

  constructor(
    private readonly pool: pg.Pool,
    private readonly book: string,
    private readonly findings: Findings,
  ) {}

  /** Told of each node as the tree grows; its hash is a string of one character a byte. */
  readonly complete = (level: number, number: number, hash: string): void => {
    this.list.push({ level, number, hash });
  };

  /** Compares what has been told, once it is worth a question. */
  async compareSome(): Promise<void> {
    if (this.list.length >= atOnce) await this.compare();
  }

  /** Compares the rest, and looks for nodes over leaves behind a position. */
  async end(position: number): Promise<void> {
    await this.compare();
    const { rows } = await this.pool.query<{ beyond: string }>(sql.nodesBeyond, [this.book, position]);
    this.findings.compare('node', '0', rows[0]!.beyond, { where: 'nodes beyond the head' });
  }

  private async compare(): Promise<void> {
    const nodes = this.list;
    this.list = [];
    if (nodes.length === 0) return;
    const { rows } = await this.pool.query<{ n: string; hash: string }>(sql.nodes, [
      this.book,
      nodes.map(({ level }) => level),
      nodes.map(({ number }) => number),
    ]);
    for (const { n, hash } of rows) {
      const { level, number, hash: own } = nodes[Number(n) - 1]!;
      const leaves = 2 ** level;
      this.findings.compare('node', Buffer.from(own, 'latin1').toString('hex'), hash, {
        where: `positions ${number * leaves + 1} to ${(number + 1) * leaves}`,
      });
    }
  }
}
