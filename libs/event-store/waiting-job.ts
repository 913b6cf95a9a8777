import type { BookId } from '#kernel/ids';
import type { Batch } from './batch.js';
import type { ForeignSnapshot, Job, LaterEvents } from './job.js';
import type { Outcome } from './outcome.js';
import type { Submission } from './rules.js';

const nothingForeign: ReadonlyMap<BookId, ForeignSnapshot> = new Map();

/** A command in the queue of this process, until it is settled. */
export class WaitingJob implements Job {
  readonly outcome: Promise<Outcome>;
  foreign: ReadonlyMap<BookId, ForeignSnapshot> = nothingForeign;
  later?: readonly LaterEvents[];
  settled = false;
  /** Until a guess was wrong. */
  guesses = true;
  /** How often a batch with this command failed. */
  attempts = 0;
  /** How often it was found to need something that was not in memory. */
  loads = 0;
  private resolve!: (outcome: Outcome) => void;
  private reject!: (error: unknown) => void;

  constructor(
    readonly submission: Submission,
    private readonly ended: (job: WaitingJob) => void,
  ) {
    this.outcome = new Promise((resolve, reject) => {
      this.resolve = resolve;
      this.reject = reject;
    });
  }

  settle(outcome: Outcome): void {
    this.end();
    this.resolve(outcome);
  }

  fail(error: unknown): void {
    this.end();
    this.reject(error);
  }

  private end(): void {
    if (!this.settled) this.ended(this);
    this.settled = true;
  }
}

export const keysOf = (jobs: readonly WaitingJob[]): string[] => jobs.map((job) => job.submission.key);

/** The jobs of a batch that are neither cold nor left over, and have not been answered yet. */
export const undecided = ({ accepted, refused, faulty }: Batch<WaitingJob>): WaitingJob[] =>
  [...accepted, ...refused, ...faulty].map(({ job }) => job).filter((job) => !job.settled);

/** Tells the commands that wrote nothing why: they were refused, or their decision threw. */
export function decline({ refused, faulty }: Batch<WaitingJob>): void {
  for (const { job, rejection } of refused) if (!job.settled) job.settle(rejection);
  for (const { job, error } of faulty) if (!job.settled) job.fail(error);
}
