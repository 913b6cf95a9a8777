import pg from 'pg';

/** The part of pg's connection that COPY needs. */
interface Wire {
  query(text: string): void;
  sendCopyFromChunk(chunk: Buffer): void;
  endCopyFrom(): void;
}

/**
 * `COPY ... FROM STDIN` of rows that are at hand. They go out behind the statement without waiting for the server to ask, so
 * that it takes one round trip and has its place in a pipeline; a statement that fails makes the server pass over them.
 */
class CopyIn extends pg.Query {
  constructor(
    private readonly statement: string,
    private readonly content: Buffer,
    done: (error: Error | undefined) => void,
  ) {
    super(statement, done);
  }

  override readonly submit = (connection: unknown): void => {
    const wire = connection as Wire;
    wire.query(this.statement);
    wire.sendCopyFromChunk(this.content);
    wire.endCopyFrom();
  };

  /** Overrides pg's, which refuses to send. */
  handleCopyInResponse(): void {
    // The rows are on their way.
  }
}

/** Runs `COPY ... FROM STDIN (FORMAT binary)`. The driver copies the rows when it sends them: they must stay until then. */
export function copyIn(client: pg.ClientBase, statement: string, rows: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    client.query(new CopyIn(statement, rows, (error) => (error ? reject(error) : resolve())));
  });
}
