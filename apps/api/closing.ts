import type { FastifyInstance } from 'fastify';

/** How often, while the server closes, connections that have become idle are ended. */
const sweepEveryMs = 20;

/**
 * Lets a closing server end when its last answer is out. A client keeps its connection open for the next request; the
 * connections that are idle when closing begins are ended by the server, those that were busy then would hold it for the
 * whole time of keep-alive. Their answers say `Connection: close`, and whoever's answer was under way is ended once idle.
 */
export function endConnectionsOnClose(fastify: FastifyInstance): void {
  let closing = false;
  fastify.addHook('onSend', (_request, reply, payload, done) => {
    if (closing) reply.header('connection', 'close');
    done(null, payload);
  });
  fastify.addHook('preClose', async () => {
    closing = true;
    const sweep = setInterval(() => fastify.server.closeIdleConnections(), sweepEveryMs);
    fastify.server.once('close', () => clearInterval(sweep));
  });
}
