import pg from 'pg';

/** The part of pg's connection that COPY needs. */
interface Wire {
  query(text: string): void;
  sendCopyFromChunk(chunk: Buffer): void;
  endCopyFrom(): void;
}

/**
 * `COPY ... FROM STDIN` of lines that are at hand. They go out behind the statement without waiting for the server to ask, so
 * that it takes one round trip and has its place in a pipeline; a statement that fails makes the server pass over them.
 */
class CopyIn extends pg.Query {
  constructor(
    private readonly statement: string,
    private readonly lines: string,
    done: (error: Error | undefined) => void,
  ) {
    super(statement, done);
  }

  override readonly submit = (connection: unknown): void => {
    const wire = connection as Wire;
    wire.query(this.statement);
    wire.sendCopyFromChunk(Buffer.from(this.lines));
    wire.endCopyFrom();
  };

  /** Overrides pg's, which refuses to send. */
  handleCopyInResponse(): void {
    // The lines are on their way.
  }
}

/** Runs `COPY ... FROM STDIN` with lines in its text form. */
export function copyIn(client: pg.ClientBase, statement: string, lines: string): Promise<void> {
  return new Promise((resolve, reject) => {
    client.query(new CopyIn(statement, lines, (error) => (error ? reject(error) : resolve())));
  });
}

const special = /[\\\n\r\t]/;
const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** Text in the form that COPY reads. */
export const copied = (value: string): string =>
  special.test(value) ? value.replaceAll(/[\\\n\r\t]/g, (found) => escapes[found]!) : value;
