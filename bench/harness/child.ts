import { unreachable } from '#kernel/unreachable';
import type { Contender, OpenContender, Place } from './contender.js';

/*
 * The process of one contender: `node child.js <module>`. It is told what to do by messages, one at a time, and answers each.
 */

/** What the harness asks of a contender. */
export type Request =
  | { readonly kind: 'open'; readonly place: Omit<Place, 'tell'> }
  | { readonly kind: 'prepare' | 'measure'; readonly scenario: string }
  | { readonly kind: 'notes' | 'close' };

/** What it answers. */
export type Answer =
  | { readonly kind: 'done'; readonly value?: unknown }
  | { readonly kind: 'failed'; readonly stack: string }
  | { readonly kind: 'told'; readonly line: string };

let contender: Contender | undefined;

const answer = (message: Answer): void => void process.send!(message);

async function act(request: Request): Promise<unknown> {
  switch (request.kind) {
    case 'open': {
      const { open } = (await import(process.argv[2]!)) as { readonly open: OpenContender };
      contender = await open({ ...request.place, tell: (line) => answer({ kind: 'told', line }) });
      return undefined;
    }
    case 'prepare':
      return contender!.prepare?.(request.scenario);
    case 'measure':
      return contender!.measure(request.scenario);
    case 'notes':
      return contender!.notes?.();
    case 'close':
      return contender?.close();
    default:
      return unreachable(request);
  }
}

process.on('message', (request: Request) => {
  act(request).then(
    (value) => answer({ kind: 'done', value }),
    (error: unknown) =>
      answer({ kind: 'failed', stack: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
  );
});
// Ctrl-C reaches every process of the terminal; the harness ends this one when it has cleared up.
process.on('SIGINT', () => undefined);
process.on('disconnect', () => process.exit());
