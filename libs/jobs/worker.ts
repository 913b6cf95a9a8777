import { types } from 'node:util';
import { type Job, UnrecoverableError, WaitingError, Worker } from 'bullmq';
import { type JobKind, type Progress, assertCarriable, jobProgress } from './payloads.js';
import { type Transport, closed, giveUpMs } from './transport.js';

/** What a processor is told besides its payload. */
export interface JobContext {
  readonly id: string;
  /** 1 at the first try. */
  readonly attempt: number;
  /** Aborts when the worker closes and has waited long enough: the job then goes to another worker, so stop. */
  readonly signal: AbortSignal;
  /** Tells how far the job is; costs a write, so report steps, not items. Throws when the job was taken away. */
  readonly progress: (value: Progress) => Promise<void>;
}

/**
 * Does the work of one job. It may run again after it has run (a worker died, a connection was lost), so it writes what
 * it writes in a way that may be repeated. A thrown error is tried again; BullMQ's `UnrecoverableError` is not.
 */
export type Processor<Payload, Result> = (payload: Payload, context: JobContext) => Promise<Result>;

/** How a worker works. */
export interface WorkerSettings {
  /** Jobs at a time in this worker. */
  readonly concurrency?: number;
  /** How long a job stays with a worker that shows no life; renewed at half of it, so the process must not block so long. */
  readonly lockMs?: number;
  /** How often workers look for jobs of dead ones: such a job is taken up after at most `lockMs` + 2 `stalledCheckMs`. */
  readonly stalledCheckMs?: number;
}

/** A running worker. */
export interface JobWorker {
  /** BullMQ's own object, for its events and for the queue board. */
  readonly bull: BullWorker;
  /** Resolves when it is connected and takes jobs. */
  ready(): Promise<void>;
  /**
   * Takes no more jobs and waits for those it has; what is not done after `waitMs` goes back to the queue, at no cost of
   * a try. Resolves some seconds after that at the latest, also when the server is away.
   */
  close(waitMs?: number): Promise<void>;
}

type BullWorker = Worker<unknown, unknown, string, ReturnType<Transport['factory']>, Progress, unknown>;
type BullJob = Job<unknown, unknown, string, Progress>;

// A job that kills its worker must not go round for ever; one that only met several restarts must not fail for it.
const maxStalledCount = 5;
const longestReason = 4_000;

/** Starts a worker for the jobs of one kind. */
export function startWorker<Payload, Result>(
  transport: Transport,
  kind: JobKind<Payload, Result>,
  processor: Processor<Payload, Result>,
  settings: WorkerSettings,
  onError: (error: Error) => void,
): JobWorker {
  const stop = new AbortController();
  const bull = new LeavingWorker(
    kind.queue,
    async (job, token) => {
      try {
        return await untilStopped(job, token, stop.signal, () => run(kind, job, processor, stop.signal));
      } catch (error) {
        throw writable(error);
      }
    },
    {
      connection: {},
      prefix: transport.prefix,
      concurrency: settings.concurrency ?? 1,
      lockDuration: settings.lockMs ?? 30_000,
      stalledInterval: settings.stalledCheckMs ?? 15_000,
      maxStalledCount,
      // The pause before a statement is tried again that met a lost connection.
      runRetryDelay: 1_000,
    },
    transport.factory,
  );
  bull.on('error', onError);
  return {
    bull,
    ready: async () => {
      await bull.waitUntilReady();
    },
    close: async (waitMs = 10_000) => {
      const timer = setTimeout(() => stop.abort(new Error('the worker is closing')), waitMs);
      await closed('a worker', waitMs + giveUpMs, bull.close(), onError);
      await bull.leave();
      clearTimeout(timer);
      stop.abort(new Error('the worker is closed'));
    },
  };
}

class LeavingWorker extends Worker<unknown, unknown, string, ReturnType<Transport['factory']>, Progress, unknown> {
  /** Ends the timers that a close which gave up has not come to; they would keep the process alive. */
  async leave(): Promise<void> {
    await this.lockManager.close();
    await this.pause(true);
  }
}

async function run<Payload, Result>(
  kind: JobKind<Payload, Result>,
  job: BullJob,
  processor: Processor<Payload, Result>,
  signal: AbortSignal,
): Promise<Result> {
  const payload = kind.payload.safeParse(job.data);
  if (job.name !== kind.name || !payload.success) {
    throw new UnrecoverableError(`not a job of kind ${kind.name}: ${payload.error?.message ?? job.name}`);
  }
  const id = job.id ?? '';
  // A schedule names its jobs by their times; any other name would let the same work be queued twice.
  if (job.repeatJobKey === undefined && id !== kind.id(payload.data)) {
    throw new UnrecoverableError(`not a job of kind ${kind.name}: its id is not what its payload gives`);
  }
  const answer = await processor(payload.data, {
    id,
    attempt: job.attemptsMade + 1,
    signal,
    progress: async (value) => {
      signal.throwIfAborted();
      await job.updateProgress(jobProgress.parse(value));
    },
  });
  const result = kind.result.safeParse(answer);
  if (!result.success) throw new UnrecoverableError(`not a result of kind ${kind.name}: ${result.error.message}`);
  assertCarriable(result.data);
  return result.data;
}

/** Gives the job back to the queue when the worker may wait no longer; what its processor still does is not heard. */
async function untilStopped<T>(
  job: BullJob,
  token: string | undefined,
  signal: AbortSignal,
  work: () => Promise<T>,
): Promise<T> {
  const giveBack = async (): Promise<never> => {
    await job.moveToWait(token);
    throw new WaitingError();
  };
  if (signal.aborted) return giveBack();
  let onAbort = (): void => {};
  const stopped = new Promise<never>((_, reject) => {
    onAbort = () => reject(signal.reason as Error);
    signal.addEventListener('abort', onAbort, { once: true });
  });
  try {
    return await Promise.race([work(), stopped]);
  } catch (error) {
    if (!signal.aborted) throw error;
    return await giveBack();
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

/** PostgreSQL's text holds no NUL, and nobody reads a reason of a megabyte; a failure must not fail to be written. */
function writable(error: unknown): unknown {
  if (!types.isNativeError(error)) return new Error(clean(String(error)));
  const { name, message, stack = '' } = error;
  if (message === clean(message) && stack === clean(stack)) return error;
  // BullMQ knows its own errors by their names too.
  return Object.assign(new Error(clean(message), { cause: error }), { name, stack: clean(stack) });
}

const clean = (text: string): string => text.replaceAll('\0', '').slice(0, longestReason).toWellFormed();
