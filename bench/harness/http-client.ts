import { type Socket, connect } from 'node:net';

/** What came back: the status, and the body as text. */
export interface HttpAnswer {
  readonly status: number;
  readonly text: string;
}

const headEnd = Buffer.from('\r\n\r\n');

/**
 * One keep-alive connection that sends requests and reads answers with a content-length, one at a time: as little as there can
 * be on this side, so that the machine works for the server that is measured.
 */
export class HttpConnection {
  private buffered: Buffer = Buffer.alloc(0);
  private waiting: { resolve: (answer: HttpAnswer) => void; reject: (error: Error) => void } | undefined;

  private constructor(
    private readonly socket: Socket,
    private readonly host: string,
  ) {
    socket.setNoDelay(true);
    socket.on('data', (chunk) => this.take(chunk));
    socket.on('error', (error) => this.fail(error));
    socket.on('close', () => this.fail(new Error('the server closed the connection')));
  }

  static open(port: number): Promise<HttpConnection> {
    return new Promise((resolve, reject) => {
      const socket = connect(port, '127.0.0.1', () => resolve(new HttpConnection(socket, `127.0.0.1:${port}`)));
      socket.once('error', reject);
    });
  }

  /** `headers` is text, a line each, ended by CR LF. */
  post(path: string, headers: string, body: string): Promise<HttpAnswer> {
    return new Promise((resolve, reject) => {
      if (this.socket.destroyed) return reject(new Error('the connection has ended'));
      this.waiting = { resolve, reject };
      const length = Buffer.byteLength(body);
      this.socket.write(`POST ${path} HTTP/1.1\r\nhost: ${this.host}\r\n${headers}content-length: ${length}\r\n\r\n${body}`);
    });
  }

  get(path: string): Promise<HttpAnswer> {
    return new Promise((resolve, reject) => {
      if (this.socket.destroyed) return reject(new Error('the connection has ended'));
      this.waiting = { resolve, reject };
      this.socket.write(`GET ${path} HTTP/1.1\r\nhost: ${this.host}\r\n\r\n`);
    });
  }

  close(): void {
    this.waiting = undefined;
    this.socket.destroy();
  }

  private take(chunk: Buffer): void {
    this.buffered = this.buffered.length === 0 ? chunk : Buffer.concat([this.buffered, chunk]);
    const end = this.buffered.indexOf(headEnd);
    if (end < 0) return;
    const head = this.buffered.toString('latin1', 0, end);
    const length = Number(/content-length: *(\d+)/i.exec(head)?.[1] ?? NaN);
    if (Number.isNaN(length)) return this.fail(new Error(`an answer without a length: ${head}`));
    const from = end + headEnd.length;
    if (this.buffered.length < from + length) return;
    const text = this.buffered.toString('utf8', from, from + length);
    this.buffered = this.buffered.subarray(from + length);
    const waiting = this.waiting;
    this.waiting = undefined;
    waiting?.resolve({ status: Number(head.slice(9, 12)), text });
  }

  private fail(error: Error): void {
    this.waiting?.reject(error);
    this.waiting = undefined;
  }
}
