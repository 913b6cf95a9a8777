import pg from 'pg';
import { type Frontier, appendAll, encodeFrontier, rootOf } from '#audit/tree';
import { BookCache } from '#event-store/book-cache';
import { eraLength } from '#event-store/eras';
import type { EventStore } from '#event-store/event-store';
import { emptyHead, growTree, keepState, readAfter, readHead, readStreams } from '#event-store/store';
import type { BookId, StreamName } from '#kernel/ids';
import { microsOf } from '#kernel/time';
import { bookRules } from '#runtime/book-rules';
import { CopyIn } from './copy.js';
import { postAll } from './posting.js';
import {
  type Calendar,
  dayOf,
  eventsOfProject,
  groupName,
  groupPartners,
  groups,
  largeFundAsks,
  largeProjectAsks,
  projectName,
} from './project.js';
import { Stencil } from './stencil.js';

/** A book to be made. */
export interface LargeBook {
  /** An administrator's address: no login of the product can write past the append. */
  readonly adminUrl: string;
  readonly store: EventStore;
  readonly book: BookId;
  readonly projects: number;
  readonly tell: (line: string) => void;
}

const firstDay = '2024-01-01';
/** Of a group that stamped projects have, too, and with a number that is met nowhere else. */
const decided = 9_000_000;

/** How many projects a book of at least this many events has. */
export const projectsFor = (events: number): number => Math.ceil(events / eventsOfProject);

/**
 * Makes a book of any size: the fund and one project are given to the product as commands; the records of that project are the
 * form for all others, which go in by COPY with their leaves, the tree, the keys and the balances. `ayni verify` finds nothing
 * that differs. Memory does not grow with the book. Gives the number of its events.
 */
export async function makeLargeBook({ adminUrl, store, book, projects, tell }: LargeBook): Promise<number> {
  const calendar: Calendar = { firstDay, perDay: Math.max(1, Math.ceil(projects / 700)) };
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    await postAll(store, 'partners', groupPartners());
    await postAll(store, `fund-${book}`, largeFundAsks(book, firstDay));
    const before = (await readHead(client, book)).position;
    await postAll(store, projectName(decided), largeProjectAsks(book, decided, firstDay));
    const records = await readAfter(client, book, before);
    const stencil = new Stencil(records, projectName(decided), groupName(decided % groups), firstDay);
    const loading = new Loading(adminUrl, client, stencil, { book, projects, calendar });
    await loading.run(tell);
    return loading.position;
  } finally {
    await client.end();
  }
}

const eventCopy = `COPY ledger.event (book_id, position, stream, version, type, value_date, recorded_at, leaf, record) FROM STDIN`;
const commandCopy = `COPY ledger.command (book_id, key, request_hash, first_position, events, tree_size, root) FROM STDIN`;
const balanceCopy = `COPY ledger.balance (book_id, account, currency, amount, guard) FROM STDIN`;
const projectsAtOnce = 100;

class Loading {
  position = 0;
  private frontier!: Frontier;
  private micros!: bigint;
  private readonly versions = new Map<string, number>();

  constructor(
    private readonly adminUrl: string,
    private readonly client: pg.Client,
    private readonly stencil: Stencil,
    private readonly asked: { readonly book: BookId; readonly projects: number; readonly calendar: Calendar },
  ) {}

  async run(tell: (line: string) => void): Promise<void> {
    const { book, projects } = this.asked;
    await this.begin();
    const clients = await Promise.all([eventCopy, commandCopy, balanceCopy].map(() => this.connect()));
    const [events, commands, balances] = clients.map(
      (client, index) => new CopyIn(client, [eventCopy, commandCopy, balanceCopy][index]!),
    ) as [CopyIn, CopyIn, CopyIn];
    let toldAt = performance.now();
    for (let from = 0; from < projects; from += projectsAtOnce) {
      const rows = this.stamp(from, Math.min(projects, from + projectsAtOnce));
      await Promise.all([events.write(rows.events), commands.write(rows.commands), balances.write(rows.balances)]);
      if (performance.now() - toldAt < 5_000) continue;
      toldAt = performance.now();
      tell(`${book}: ${this.position.toLocaleString('en-US')} events written`);
    }
    await Promise.all([events.end(), commands.end(), balances.end()]);
    await Promise.all(clients.map((client) => client.end()));
    await this.end();
  }

  private async connect(): Promise<pg.Client> {
    const client = new pg.Client({ connectionString: this.adminUrl });
    await client.connect();
    return client;
  }

  private async begin(): Promise<void> {
    const head = await readHead(this.client, this.asked.book);
    this.position = head.position;
    this.frontier = head.frontier;
    this.micros = microsOf(head.recordedAt!);
    const { rows } = await this.client.query<{ stream: string; version: string }>(
      'SELECT stream, max(version) AS version FROM ledger.event WHERE book_id = $1 GROUP BY stream',
      [this.asked.book],
    );
    for (const { stream, version } of rows) this.versions.set(stream, Number(version));
  }

  /** Some projects as rows of the three tables; what is shared is added up at the end. */
  private stamp(from: number, to: number): { events: string; commands: string; balances: string } {
    const { book, calendar } = this.asked;
    const rows = { events: '', commands: '', balances: '' };
    for (let number = from; number < to; number++) {
      const project = { book, project: projectName(number), group: groupName(number % groups), day: dayOf(calendar, number) };
      this.micros += this.stencil.micros;
      const stamped = this.stencil.stamp(project, this.position + 1, this.micros, (stream) => this.nextVersion(stream));
      const leaves = stamped.map((each) => each.leaf);
      this.frontier = appendAll(this.frontier, this.position, leaves);
      const size = this.position + stamped.length;
      const root = rootOf(this.frontier, size).toString('hex');
      for (const [index, each] of stamped.entries()) {
        const position = this.position + 1 + index;
        const leaf = each.leaf.toString('hex');
        rows.events += `${book}\t${position}\t${each.stream}\t${each.version}\t${each.type}\t${project.day}\t${each.recordedAt}\t\\\\x${leaf}\t${each.text}\n`;
        // Nobody asks for these keys again: any 32 bytes do for the hash of the request.
        rows.commands += `${book}\t${each.key}\t\\\\x${leaf}\t${position}\t1\t${size}\t\\\\x${root}\n`;
      }
      rows.balances += this.ownBalances(project);
      this.position = size;
    }
    return rows;
  }

  private ownBalances({ book, project, group }: { book: string; project: string; group: string }): string {
    return this.stencil.balances
      .filter((each) => each.own)
      .map((each) => `${book}\t${each.account(project, group)}\t${each.currency}\t${each.amountMinor}\t${each.guard}\n`)
      .join('');
  }

  private nextVersion(stream: string): number {
    const next = (this.versions.get(stream) ?? 0) + 1;
    this.versions.set(stream, next);
    return next;
  }

  /** What the projects share, the head, and what the planner has to know of the tables. */
  private async end(): Promise<void> {
    const { book, projects } = this.asked;
    const shared = new Map<string, { account: string; currency: string; guard: number; amountMinor: number }>();
    for (let group = 0; group < groups; group++) {
      const count = Math.ceil((projects - group) / groups);
      for (const each of this.stencil.balances.filter(({ own }) => !own)) {
        const account = each.account('', groupName(group));
        const known = shared.get(account) ?? { account, currency: each.currency, guard: each.guard, amountMinor: 0 };
        shared.set(account, { ...known, amountMinor: known.amountMinor + count * each.amountMinor });
      }
    }
    const rows = [...shared.values()];
    await this.client.query(
      `INSERT INTO ledger.balance (book_id, account, currency, era, amount, guard)
       SELECT $1, c.account, c.currency, coalesce(b.era, 0), c.amount + coalesce(b.amount, 0), c.guard
       FROM unnest($2::text[], $3::text[], $4::bigint[], $5::smallint[]) AS c (account, currency, amount, guard)
       LEFT JOIN ledger.balance b ON b.book_id = $1 AND b.account = c.account AND b.currency = c.currency
       ON CONFLICT (book_id, account, currency, era) DO UPDATE SET amount = excluded.amount`,
      [book, rows.map((r) => r.account), rows.map((r) => r.currency), rows.map((r) => r.amountMinor), rows.map((r) => r.guard)],
    );
    const last = await this.client.query<{ text: string }>(
      `SELECT record::text AS text FROM ledger.event WHERE book_id = $1 AND position = $2`,
      [book, this.position],
    );
    const { recordedAt } = JSON.parse(last.rows[0]!.text) as { recordedAt: string };
    await this.client.query(
      `UPDATE ledger.book_head SET era = $2 / ${eraLength}, position = $2, root = $3, frontier = $4, recorded_at = $5 WHERE book_id = $1`,
      [book, this.position, rootOf(this.frontier, this.position), encodeFrontier(this.frontier), recordedAt],
    );
    await growTree(this.client, book);
    await this.keepLongStreams();
    const written = ['event', 'command', 'balance', 'book_head', 'tree_node', 'stream_state'].map((name) => `ledger.${name}`);
    await this.client.query(`VACUUM ANALYZE ${written.join(', ')}`);
  }

  /** As the product would have: what streams of 256 events and more have come to. */
  private async keepLongStreams(): Promise<void> {
    const { book } = this.asked;
    const { folds } = bookRules;
    for (const stream of [...this.versions].filter(([, version]) => version >= 256).map(([name]) => name as StreamName)) {
      const read = await readStreams(this.client, book, [stream], this.position, folds);
      const cache = new BookCache(bookRules, emptyHead);
      await keepState(this.client, book, stream, cache.addStream(stream, read.get(stream)!), folds);
    }
  }
}
