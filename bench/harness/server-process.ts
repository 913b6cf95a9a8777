import { once } from 'node:events';
import type { ChildProcess } from 'node:child_process';
import { forkModule } from './process.js';

/** A server in a process of its own, which says on which port it listens. */
export interface ServerProcess {
  readonly port: number;
  readonly child: ChildProcess;
  /** What the server told beside the port. */
  readonly told: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

/** The message by which a server process says that it is ready. */
export interface Listening {
  readonly port: number;
  readonly told?: Readonly<Record<string, string>>;
}

/** Starts a module that listens and sends `Listening`; it ends when its channel is closed. */
export async function startServer(module: string, args: readonly string[]): Promise<ServerProcess> {
  const child = forkModule(module, args);
  const [listening] = (await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(([code]) => Promise.reject(new Error(`${module} ended with ${code}`))),
  ])) as [Listening];
  return {
    port: listening.port,
    child,
    told: listening.told ?? {},
    stop: async () => {
      const ended = once(child, 'exit');
      child.disconnect();
      await ended;
    },
  };
}

/** The other side: says where it listens, and closes in order when it is to end. */
export function serveUntilDisconnected(listening: Listening, close: () => Promise<unknown>): void {
  // Ctrl-C reaches every process of the terminal; whoever started this one ends it in order.
  process.on('SIGINT', () => undefined);
  process.on('disconnect', () => void close().finally(() => process.exit()));
  process.send!(listening);
}
