import type pg from 'pg';

/** What pg's connection has beyond its types, for those that speak COPY. */
interface CopyConnection extends pg.Connection {
  query(text: string): void;
  sendCopyFromChunk(chunk: Buffer): void;
  endCopyFrom(): void;
  sendCopyFail(message: string): void;
}

/**
 * `COPY ... FROM STDIN` on a client: text goes in as it comes, no faster than the server takes it. pg itself speaks the protocol
 * and has no class for it.
 */
export class CopyIn {
  private connection: CopyConnection | undefined;
  private settle: { resolve: () => void; reject: (error: Error) => void } | undefined;
  private begun!: () => void;
  private failed: Error | undefined;
  private readonly ready: Promise<void>;
  private readonly ended: Promise<void>;

  constructor(
    client: pg.ClientBase,
    private readonly text: string,
  ) {
    this.ready = new Promise((resolve) => (this.begun = resolve));
    this.ended = new Promise((resolve, reject) => (this.settle = { resolve, reject }));
    this.ended.catch(() => undefined);
    client.query(this as unknown as pg.Submittable);
  }

  async write(text: string): Promise<void> {
    await this.ready;
    if (this.failed) throw this.failed;
    const { stream } = this.connection!;
    this.connection!.sendCopyFromChunk(Buffer.from(text));
    if (stream.writableLength > 4_000_000) await new Promise((resolve) => stream.once('drain', resolve));
  }

  /** Resolves when the server has taken all of it. */
  async end(): Promise<void> {
    await this.ready;
    if (!this.failed) this.connection!.endCopyFrom();
    return this.ended;
  }

  // What pg calls of a query.

  submit(connection: CopyConnection): void {
    this.connection = connection;
    connection.query(this.text);
  }

  handleCopyInResponse(): void {
    this.begun();
  }

  handleError(error: Error): void {
    this.failed = error;
    this.begun();
    this.settle!.reject(error);
  }

  handleReadyForQuery(): void {
    this.settle!.resolve();
  }

  handleCommandComplete(): void {}
  handleRowDescription(): void {}
  handleDataRow(): void {}
}
