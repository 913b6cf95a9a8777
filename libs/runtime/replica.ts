import type pg from 'pg';

/** For how long a replica that failed is left alone. */
const awayMs = 5_000;

/**
 * A read replica: the primary's rows, some time later. Whoever reads from it says how far it has come. While it does not
 * answer, readers go to the primary.
 */
export class Replica {
  private awayUntilMs = 0;

  constructor(
    readonly pool: pg.Pool,
    private readonly onError: (error: Error) => void,
    private readonly nowMs: () => number = () => performance.now(),
  ) {}

  get usable(): boolean {
    return this.nowMs() >= this.awayUntilMs;
  }

  /** Takes note of a failure of the replica, which the primary may not have; false when it is none, but the reader's own. */
  failed(error: unknown): boolean {
    if (!isOfReplica(error)) return false;
    this.awayUntilMs = this.nowMs() + awayMs;
    this.onError(error as Error);
    return true;
  }
}

/**
 * It is away, starting or full (SQLSTATE 08, 53, 57P0x); a statement stood in the way of what came from the primary (40001);
 * or a migration has not come there yet (42P01, 42703, 42883).
 */
function isOfReplica(error: unknown): boolean {
  const { code, message } = error as { readonly code?: unknown; readonly message?: unknown };
  return (
    (typeof code === 'string' &&
      /^(08...|53...|57P0.|40001|42P01|42703|42883|ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOTFOUND)$/.test(code)) ||
    /^(Connection terminated|timeout exceeded when trying to connect|Connection ended)/.test(String(message))
  );
}
