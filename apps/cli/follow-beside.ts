import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { CopiedRows, HandedRows } from '#event-store/copy-out';
import type { BookId } from '#kernel/ids';
import { findProjectRoot } from '#platform/project';
import type { Difference } from '#projections/compare';
import type { PostingFault } from '#projections/verify/balances';
import type { Followed, Following } from '#projections/verify/following';
import { BatchRooms } from '#projections/verify/rooms';

/** What the thread is given. */
export interface FollowedBook {
  readonly appUrl: string;
  readonly book: BookId;
}

/** What it is asked for. */
export type Asked =
  | { readonly kind: 'events'; readonly room: number; readonly rows: HandedRows }
  | { readonly kind: 'sums' }
  | { readonly kind: 'more'; readonly of: 'sums' | 'differences' }
  | { readonly kind: 'stop' };

/** What it tells. Sums and differences are to be answered with `more` before the next ones come; undefined is the end of them. */
export type Told =
  | { readonly kind: 'progress'; readonly position: number }
  | { readonly kind: 'done'; readonly room: number; readonly faults: readonly PostingFault[] }
  | { readonly kind: 'sums'; readonly lines: readonly string[] | undefined }
  | { readonly kind: 'difference'; readonly difference: Difference | undefined }
  | { readonly kind: 'stopped' };

/** This program was built, or runs from its sources. */
const fromSource = import.meta.url.endsWith('.ts');
const program = new URL(`./follow-thread.${fromSource ? 'ts' : 'js'}`, import.meta.url);
const flags = fromSource ? { execArgv: ['--import', join(findProjectRoot(), 'scripts', 'typescript.mjs')] } : {};

/** Follows a book in a thread of its own, with connections of its own. */
export class FollowingBeside implements Following {
  private readonly rooms = new BatchRooms(true);
  private readonly worker: Worker;
  private readonly given = new Map<number, CopiedRows>();
  private batches = 0;
  private faulty: PostingFault[] = [];
  private readonly told = { sums: new Answers<readonly string[]>(), differences: new Answers<Difference>() };
  private stopped: () => void = () => undefined;

  constructor(appUrl: string, { book, onProgress }: Pick<Followed, 'book' | 'onProgress'>) {
    const workerData: FollowedBook = { appUrl, book };
    this.worker = new Worker(program, { workerData, ...flags });
    this.worker.on('message', (told: Told) => (told.kind === 'progress' ? onProgress(told.position) : this.hear(told)));
    this.worker.on('error', (error) => this.fail(error));
    this.worker.on('exit', (code) => this.fail(new Error(`the thread that follows the book ended with ${code}`)));
  }

  room(): Promise<CopiedRows> {
    return this.rooms.take();
  }

  give(rows: CopiedRows): void {
    const room = this.batches++;
    this.given.set(room, rows);
    this.ask({ kind: 'events', room, rows: rows.handed });
  }

  unused(rows: CopiedRows): void {
    this.rooms.back(rows);
  }

  sums(): AsyncGenerator<readonly string[]> {
    this.ask({ kind: 'sums' });
    return this.told.sums.all(() => this.ask({ kind: 'more', of: 'sums' }));
  }

  views(): AsyncGenerator<Difference> {
    return this.told.differences.all(() => this.ask({ kind: 'more', of: 'differences' }));
  }

  faults(): readonly PostingFault[] {
    const taken = this.faulty;
    this.faulty = [];
    return taken;
  }

  /** Ends the thread, whatever it is at. */
  async stop(): Promise<void> {
    if (!this.failed) {
      const stopped = new Promise<void>((resolve) => (this.stopped = resolve));
      this.ask({ kind: 'stop' });
      await stopped;
    }
    await this.worker.terminate();
  }

  private failed = false;

  private ask(asked: Asked): void {
    this.worker.postMessage(asked, []);
  }

  private hear(told: Exclude<Told, { kind: 'progress' }>): void {
    switch (told.kind) {
      case 'done':
        this.faulty.push(...told.faults);
        this.rooms.back(this.given.get(told.room)!);
        this.given.delete(told.room);
        return;
      case 'sums':
        return this.told.sums.come(told.lines);
      case 'difference':
        return this.told.differences.come(told.difference);
      case 'stopped':
        return this.stopped();
      default:
        throw new RangeError(told satisfies never);
    }
  }

  private fail(error: unknown): void {
    this.failed = true;
    this.stopped();
    this.rooms.fail(error);
    this.told.sums.fail(error);
    this.told.differences.fail(error);
  }
}

/** Answers of one kind, each of which is asked for. */
class Answers<T> {
  private readonly waiting: (T | undefined)[] = [];
  private failure: { readonly error: unknown } | undefined;
  private wake: () => void = () => undefined;

  /** All of them; `more` asks for the next. Throws what made them end early. */
  async *all(more: () => void): AsyncGenerator<T> {
    for (;;) {
      while (this.waiting.length > 0) {
        const next = this.waiting.shift();
        if (next === undefined) return;
        yield next;
        more();
      }
      if (this.failure) throw this.failure.error;
      await new Promise<void>((resolve) => (this.wake = resolve));
    }
  }

  /** Takes one; undefined is the end. */
  come(answer: T | undefined): void {
    this.waiting.push(answer);
    this.wake();
  }

  fail(error: unknown): void {
    this.failure ??= { error };
    this.wake();
  }
}
