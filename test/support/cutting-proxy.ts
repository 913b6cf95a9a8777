import { type AddressInfo, type Socket, connect, createServer } from 'node:net';

/** At which moment of an append its connection breaks. */
export type Cut = 'before' | 'halfway' | 'after' | 'late' | 'never';

/** A way to a PostgreSQL server that breaks in the middle of appends, or of whatever it is told to watch for. */
export interface CuttingProxy {
  readonly url: string;
  /** How many connections were cut. */
  readonly cuts: () => number;
  /** Brings the messages that are `late` to the server, and waits until it has done with them. */
  deliver(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Puts a proxy before a server. For each message that carries an append (or is `watched`), `choose` says when to break the
 * connection: before it reaches the server, when half of it has, once the server has it all but its answer has not come
 * back, or so that it comes to the server only when it is delivered, long after whoever sent it has heard of the break.
 */
export async function cuttingProxy(address: string, choose: () => Cut, watched = carries('append')): Promise<CuttingProxy> {
  const target = new URL(address);
  const sockets = new Set<Socket>();
  let cuts = 0;
  const late: { readonly upstream: Socket; readonly bytes: Buffer }[] = [];
  const server = createServer((client) => {
    const upstream = connect(Number(target.port), target.hostname);
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => sockets.delete(socket));
    }
    let outlives = false;
    client.on('close', () => (outlives ? undefined : upstream.destroy()));
    upstream.on('close', () => client.destroy());
    upstream.on('data', (bytes) => client.write(bytes));
    client.on('data', (bytes) => {
      const cut = watched(bytes) ? choose() : 'never';
      if (cut === 'never') {
        upstream.write(bytes);
        return;
      }
      cuts += 1;
      outlives = cut === 'late';
      client.destroy();
      if (cut === 'before') upstream.destroy();
      else if (cut === 'halfway') upstream.write(bytes.subarray(0, bytes.length >> 1), () => upstream.destroy());
      else if (cut === 'late') late.push({ upstream, bytes });
      // The server goes on with what it has, though nobody is left to hear the answer.
      else upstream.end(bytes);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = new URL(address);
  url.hostname = '127.0.0.1';
  url.port = String((server.address() as AddressInfo).port);
  return {
    url: url.href,
    cuts: () => cuts,
    deliver: async () => {
      for (const { upstream, bytes } of late.splice(0)) {
        // It may have ended the session meanwhile.
        if (upstream.closed) continue;
        upstream.end(bytes);
        await new Promise((resolve) => upstream.once('close', resolve));
      }
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

/** Whether bytes hold a Bind message for a prepared statement of this name (it has an empty portal name). */
export const carries =
  (statement: string) =>
  (bytes: Buffer): boolean =>
    bytes.includes(Buffer.from(`\0${statement}\0`));

/** Whether bytes hold a simple query that begins so. */
export const says =
  (words: string) =>
  (bytes: Buffer): boolean =>
    bytes[0] === 0x51 && bytes.subarray(5, 5 + words.length).toString('latin1') === words;
