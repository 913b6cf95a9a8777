import pg from 'pg';
import type { AppendOutcome } from './append.js';
import { type BookBatch, appendTogether, goesTogether } from './append-together.js';
import { batchLimits } from './batch.js';
import { failureOf } from './failure.js';
import { KeptClient } from './kept-client.js';
import type { Database } from './store.js';

/** How many calls are under way before batches wait for the next. */
const callsAtOnce = 2;
/** Of fewer commands there is no call beside another: once that is answered there are more of them. */
const enough = 32;
/** A batch of more commands gains nothing by company. */
const small = 64;
/** How long a client is kept between two calls, in milliseconds. */
const restMs = 5;

/** A batch that is to be sent, and what sends it by itself. */
export interface Sending extends BookBatch {
  readonly alone: () => Promise<AppendOutcome>;
}

interface Waiting extends Sending {
  readonly told: (outcome: AppendOutcome | Promise<AppendOutcome>) => void;
  readonly failed: (error: unknown) => void;
}

/**
 * Sends small batches of several books in one call and one commit: what a call costs is more than what a few commands do. Those that come
 * while calls are under way wait for the next. Whatever keeps them from being written together (a head that somebody holds, a key that
 * is known, a fault) is left to each of them alone.
 */
export class Together {
  private readonly waiting: Waiting[] = [];
  /** Clients of which nothing is asked. */
  private readonly idle: KeptClient[];
  /** How many batches go by themselves. */
  private apart = 0;
  /** Whether the last call was of several. */
  private several = false;
  private starting = false;
  private resting: NodeJS.Timeout | undefined;

  constructor(
    pool: pg.Pool,
    private readonly guardSign: (account: string) => number,
  ) {
    this.idle = Array.from({ length: callsAtOnce }, () => new KeptClient(pool));
  }

  /** Whether a batch is one for `send`: a small one, while other books have something on its way, or had a moment ago. */
  takes({ batch }: BookBatch): boolean {
    const company = this.several || this.apart + this.waiting.length > 0 || this.idle.length < callsAtOnce;
    return company && batch.accepted.length <= small && goesTogether(batch);
  }

  /** Sends a batch by itself. */
  async sendAlone(alone: Sending['alone']): Promise<AppendOutcome> {
    this.apart += 1;
    try {
      return await alone();
    } finally {
      this.apart -= 1;
    }
  }

  /** Sends a batch with those of other books. The outcome, or the exception, is that of `append`. */
  send(sending: Sending): Promise<AppendOutcome> {
    return new Promise((told, failed) => {
      this.waiting.push({ ...sending, told, failed });
      if (this.idle.length > 0) this.startSoon();
    });
  }

  /** Once those who were answered a moment ago have come, and what they gave is decided. */
  private startSoon(): void {
    if (this.starting) return;
    this.starting = true;
    setImmediate(() =>
      setImmediate(() => {
        this.starting = false;
        this.start();
      }),
    );
  }

  private start(): void {
    while (this.goes) void this.call(this.idle.pop()!, this.next());
    // Others may have use for a client of which nothing is asked for a while.
    if (this.idle.length > 0) this.resting ??= setTimeout(() => this.rest(), restMs);
  }

  /** Whether what waits is sent now. */
  private get goes(): boolean {
    if (this.waiting.length === 0 || this.idle.length === 0) return false;
    return this.idle.length === callsAtOnce || this.isEnough;
  }

  private get isEnough(): boolean {
    return this.waiting.reduce((sum, { batch }) => sum + batch.accepted.length, 0) >= enough;
  }

  private rest(): void {
    this.resting = undefined;
    for (const client of this.idle) client.giveBack();
  }

  /** As many as one call takes. */
  private next(): Waiting[] {
    let [commands, bytes, count] = [0, 0, 0];
    for (const { batch } of this.waiting) {
      commands += batch.accepted.length;
      bytes += batch.lines.length;
      if (count > 0 && (commands > batchLimits.commands || bytes > batchLimits.bytes)) break;
      count += 1;
    }
    this.several = count > 1;
    return this.waiting.splice(0, count);
  }

  private async call(client: KeptClient, parts: readonly Waiting[]): Promise<void> {
    const end = await client.with((db) => this.unwritten(db, parts)).catch((error: unknown) => ({ error }));
    this.idle.push(client);
    const failed = 'error' in end;
    const missed = failed ? parts : end;
    // One that is in the way leaves the others to try again without it.
    const again = missed.length < parts.length && missed.length > 0 ? parts.filter((part) => !missed.includes(part)) : [];
    this.waiting.unshift(...again);
    // Before anybody is told: those who are give their next commands at once, and keep this process from sending. Few wait for those.
    if (this.isEnough) this.start();
    else this.startSoon();
    if (missed.length === 0) for (const { told } of parts) told('appended');
    else if (failed) for (const part of parts) part.failed(end.error);
    else for (const { told, alone } of missed) told(this.sendAlone(alone));
  }

  /** Sends batches, and gives those that are to go by themselves: none when all are written. */
  private async unwritten(db: Database, parts: readonly Waiting[]): Promise<readonly Waiting[]> {
    try {
      return await appendTogether(db, parts, this.guardSign);
    } catch (error) {
      // The server has taken all of it back; whose fault it is shows when each goes alone.
      if (error instanceof pg.DatabaseError && failureOf(error) !== 'unknown') return parts;
      throw error;
    }
  }
}
