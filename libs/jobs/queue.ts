import { types } from 'node:util';
import { ConnectionClosedError, Queue, QueueEvents } from 'bullmq';
import { type JobKind, type Progress, assertCarriable, jobProgress } from './payloads.js';
import { QueueUnreachable, type Transport, closed, giveUpMs, within } from './transport.js';
import { type JobWorker, type Processor, type WorkerSettings, startWorker } from './worker.js';

/** When a failed try is repeated, and how long finished jobs are kept. */
export interface Policy {
  /** Tries in all. */
  readonly attempts: number;
  /** The pause before the second try; it doubles with each one after. */
  readonly backoffMs: number;
  readonly keepCompleted: { readonly age: number; readonly count: number };
  readonly keepFailed: { readonly age: number; readonly count: number };
  /** How long a question to the queue may take. */
  readonly answerWithinMs: number;
}

const days = 24 * 60 * 60;

/** Five tries over 15 s; results kept a week, failures a month (ages in seconds), a thousand of each at most. */
export const defaultPolicy: Policy = {
  attempts: 5,
  backoffMs: 1_000,
  keepCompleted: { age: 7 * days, count: 1_000 },
  keepFailed: { age: 30 * days, count: 1_000 },
  answerWithinMs: 10_000,
};

export type JobState = 'waiting' | 'delayed' | 'active' | 'completed' | 'failed';

/** What is known of a job. */
export interface JobStatus<Result> {
  readonly id: string;
  readonly state: JobState;
  readonly progress?: Progress;
  /** Tries that have ended. */
  readonly attempts: number;
  /** Of a completed job, when it is what the kind says. */
  readonly result?: Result;
  /** Of a failed job, or of the last try of one that will be tried again. */
  readonly reason?: string;
}

/** The job has failed for good; `message` is its reason. */
export class JobFailed extends Error {
  override readonly name = 'JobFailed';
}

/** The job was not done in time; it goes on, and its result can be asked for again. */
export class JobUnfinished extends Error {
  override readonly name = 'JobUnfinished';
}

type Bull = ReturnType<Transport['factory']>;
type Events = QueueEvents<unknown, Bull, unknown>;

/** The jobs of one kind: asked for here, done by its workers here or in other processes. */
export class JobQueue<Payload, Result> {
  /** BullMQ's own object: schedules, counts, the queue board. */
  readonly bull: Queue<unknown, unknown, string, unknown, unknown, string, Bull, unknown>;
  private readonly workers: JobWorker[] = [];
  private reader: Events | undefined;

  constructor(
    readonly kind: JobKind<Payload, Result>,
    private readonly transport: Transport,
    private readonly policy: Policy,
    private readonly onError: (error: Error) => void,
  ) {
    this.bull = new Queue(
      kind.queue,
      {
        connection: {},
        prefix: transport.prefix,
        defaultJobOptions: {
          attempts: policy.attempts,
          backoff: { type: 'exponential', delay: policy.backoffMs },
          removeOnComplete: { ...policy.keepCompleted },
          removeOnFail: { ...policy.keepFailed },
          stackTraceLimit: 20,
        },
      },
      transport.factory,
    );
    this.bull.on('error', onError);
  }

  /**
   * Asks for the work and returns the job's id. The same payload is the same job: one that waits or runs is joined, one
   * that is done keeps its result unless `usable` says it is of no use (say, its file is gone), a failed one is begun
   * anew. Throws `ZodError` or `TypeError` on a payload that is none, `QueueUnreachable`.
   */
  async request(
    payload: Payload,
    { delayMs = 0, usable = async () => true }: { delayMs?: number; usable?: (result: Result) => Promise<boolean> } = {},
  ): Promise<string> {
    const data = this.kind.payload.parse(payload);
    assertCarriable(data);
    const id = this.kind.id(data);
    const add = () => this.answered(`adding ${id}`, this.bull.add(this.kind.name, data, { jobId: id, delay: delayMs }));
    const job = await add();
    const known = await this.status(id);
    if (known?.state === 'failed') {
      // Another caller may have been first; then the job is not failed any more, and that is all we want.
      await this.answered(`retrying ${id}`, job.retry('failed', { resetAttemptsMade: true }).catch(ignoreWrongState));
    }
    if (known?.state === 'completed' && !(known.result !== undefined && (await usable(known.result)))) {
      await this.answered(`removing ${id}`, this.bull.remove(id));
      await add();
    }
    return id;
  }

  /** What is known of a job; undefined when there is none, or none any more. */
  async status(id: string): Promise<JobStatus<Result> | undefined> {
    // In this order: what a job holds only grows from state to state, so it has all that belongs to an earlier one.
    const state = stateOf(await this.answered(`reading ${id}`, this.bull.getJobState(id)));
    const job = await this.answered(`reading ${id}`, this.bull.getJob(id));
    if (!state || !job) return undefined;
    const progress = jobProgress.safeParse(job.progress);
    const result = state === 'completed' ? this.kind.result.safeParse(job.returnvalue) : undefined;
    return {
      id,
      state,
      attempts: job.attemptsMade,
      ...(progress.success ? { progress: progress.data } : {}),
      ...(result?.success ? { result: result.data } : {}),
      ...(state !== 'completed' && job.failedReason ? { reason: job.failedReason } : {}),
    };
  }

  /**
   * Waits for a job's result, at most `withinMs`. It asks, at growing intervals up to a second, and does not rely on
   * events: on PostgreSQL an event can be overtaken and passed over. Throws `JobFailed`, `JobUnfinished`.
   */
  async result(id: string, withinMs: number, onProgress?: (progress: Progress) => void): Promise<Result> {
    const deadline = performance.now() + withinMs;
    let last: JobStatus<Result> | undefined;
    let trouble: unknown;
    for (let pauseMs = 50; ; pauseMs = Math.min(pauseMs * 1.5, 1_000)) {
      const leftMs = deadline - performance.now();
      if (leftMs <= 0) throw new JobUnfinished(`${id}: not done within ${withinMs} ms`, { cause: trouble });
      try {
        const status = await within(leftMs, `reading ${id}`, this.status(id));
        if (!status) throw new JobFailed(`${id}: there is no such job`);
        if (status.state === 'completed' && status.result === undefined) throw new JobFailed(`${id}: its result is none`);
        if (status.state === 'completed') return status.result!;
        if (status.state === 'failed') throw new JobFailed(status.reason ?? `${id}: failed`);
        if (status.progress && JSON.stringify(status.progress) !== JSON.stringify(last?.progress))
          onProgress?.(status.progress);
        last = status;
      } catch (error) {
        if (error instanceof JobFailed) throw error;
        // The server may be back before the time is over.
        trouble = error;
      }
      await new Promise((wake) => setTimeout(wake, Math.min(pauseMs, Math.max(deadline - performance.now(), 0))));
    }
  }

  /**
   * Starts a worker in this process. It closes with the queues, or before.
   */
  worker(processor: Processor<Payload, Result>, settings: WorkerSettings = {}): JobWorker {
    const worker = startWorker(this.transport, this.kind, processor, settings, this.onError);
    this.workers.push(worker);
    return worker;
  }

  /**
   * BullMQ's events of this queue from all processes, for live display: at most once, perhaps two seconds late. Opened at
   * the first call, for a connection of its own.
   */
  async events(): Promise<Events> {
    if (!this.reader) {
      this.reader = new QueueEvents(
        this.kind.queue,
        { connection: {}, prefix: this.transport.prefix, blockingTimeout: 2_000 },
        this.transport.factory,
      );
      this.reader.on('error', this.onError);
    }
    await this.reader.waitUntilReady();
    return this.reader;
  }

  /** Closes workers (see `JobWorker.close`), events and the queue; the jobs stay. */
  async close(waitMs?: number): Promise<void> {
    await Promise.all(this.workers.map((worker) => worker.close(waitMs)));
    const rest = Promise.all([this.bull.close(), this.reader?.close() ?? Promise.resolve()]);
    await closed(`the queue ${this.kind.queue}`, giveUpMs, rest, this.onError);
  }

  private async answered<T>(what: string, work: Promise<T>): Promise<T> {
    try {
      return await within(this.policy.answerWithinMs, what, work);
    } catch (error) {
      // BullMQ's name for it on PostgreSQL, and what ioredis says of a client that was ended.
      const lost =
        error instanceof ConnectionClosedError || (types.isNativeError(error) && error.message === 'Connection is closed.');
      throw lost ? new QueueUnreachable(`${what}: ${error.message}`, { cause: error }) : error;
    }
  }
}

/** BullMQ's fault -3: the job is not in the state that it should leave. */
function ignoreWrongState(error: unknown): void {
  if (!(types.isNativeError(error) && 'code' in error && (error.code === -3 || error.code === -1))) throw error;
}

function stateOf(state: string): JobState | undefined {
  switch (state) {
    case 'completed':
    case 'failed':
    case 'active':
    case 'delayed':
      return state;
    case 'unknown':
      return undefined;
    default:
      return 'waiting';
  }
}
