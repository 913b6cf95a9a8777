import type { FastifyInstance, RouteOptions, onRequestHookHandler } from 'fastify';
import { Problem } from './problem.js';

/**
 * What one process takes in at once; beyond that it says so at once, instead of growing until it falls. It is about two
 * seconds of what a process takes, and fifty times what a thousand funds are reckoned to give in their busiest second.
 */
export const admissionLimits = { requests: 20_000, bytes: 128 * 1024 * 1024 } as const;

export interface AdmissionLimits {
  /** Requests with a body that are under way. */
  readonly requests: number;
  /** Bytes that they hold: what each says that it sends, or the most that its address takes. */
  readonly bytes: number;
}

/**
 * Lets requests with a body in while there is room, and answers the others `server-busy` before anything of them is read.
 * `largestOf` says how many bytes a request at an address holds at most.
 */
export function admit(
  fastify: FastifyInstance,
  largestOf: (route: RouteOptions) => number,
  limits: AdmissionLimits = admissionLimits,
): void {
  let requests = 0;
  let bytes = 0;
  fastify.addHook('onRoute', (made) => {
    if (![made.method].flat().includes('POST')) return;
    const largest = largestOf(made);
    const enter: onRequestHookHandler = (request, reply, done) => {
      const said = Number(request.headers['content-length'] ?? largest);
      const held = said >= 0 && said < largest ? said : largest;
      if (requests >= limits.requests || bytes + held > limits.bytes) {
        done(new Problem('server-busy'));
        return;
      }
      requests += 1;
      bytes += held;
      reply.raw.on('close', () => {
        requests -= 1;
        bytes -= held;
      });
      done();
    };
    made.onRequest = [enter, ...[made.onRequest ?? []].flat()];
  });
}
