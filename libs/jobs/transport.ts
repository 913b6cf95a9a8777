import type { BackendFactory, IQueueBackend } from 'bullmq';

/** The connection that all queue objects of a process share, whichever server is behind it. */
export interface Transport {
  readonly backend: 'postgres' | 'redis';
  /** Begins the keys on Redis; PostgreSQL has a schema instead and ignores it. */
  readonly prefix: string;
  /** Gives BullMQ's classes this transport; the `connection` in their options is not looked at. */
  readonly factory: BackendFactory<IQueueBackend, unknown>;
  /** Ends the shared connections. Call it after the objects on them are closed. */
  close(): Promise<void>;
}

/** The queue's server did not answer in time or is not there. Whether the request arrived is unknown: ask again. */
export class QueueUnreachable extends Error {
  override readonly name = 'QueueUnreachable';
}

/** Settles as `work` does, or rejects with `QueueUnreachable` after `limitMs`. The work itself is not stopped. */
export async function within<T>(limitMs: number, what: string, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new QueueUnreachable(`${what}: no answer from the queue within ${limitMs} ms`)), limitMs);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

const quietMs = 10_000;

/** Reports an error once in ten seconds, though every object on a connection passes it on and every try repeats it. */
export function quieted(report: (error: Error) => void): (error: Error) => void {
  const reportedAt = new Map<string, number>();
  return (error) => {
    const now = performance.now();
    for (const [message, at] of reportedAt) if (now - at > quietMs) reportedAt.delete(message);
    if (reportedAt.has(error.message)) return;
    reportedAt.set(error.message, now);
    report(error);
  };
}

/** How long closing one thing may take once its work is done or given up. */
export const giveUpMs = 3_000;

/** Closes one thing; a fault, or a server that does not answer, is reported and does not hold up the rest. */
export async function closed(
  what: string,
  limitMs: number,
  closing: Promise<unknown>,
  report: (error: Error) => void,
): Promise<void> {
  try {
    await within(limitMs, `closing ${what}`, closing);
  } catch (error) {
    report(error as Error);
  }
}
