import { once } from 'node:events';
import { type IncomingMessage, type ServerResponse, createServer } from 'node:http';
import type { Services } from '#runtime/services';

/** A server that tells whether a worker is well. */
export interface HealthServer {
  readonly port: number;
  close(): Promise<void>;
}

/** Answers `/health` (the process runs) and `/ready` (its database and queue answer). */
export async function healthServer(services: Pick<Services, 'unready'>, port: number, host: string): Promise<HealthServer> {
  const answers = async (path: string | undefined): Promise<[status: number, body: object]> => {
    if (path === '/health') return [200, { status: 'ok' }];
    if (path !== '/ready') return [404, { status: 'not found' }];
    const parts = await services.unready();
    return parts.length === 0 ? [200, { status: 'ready' }] : [503, { status: 'unavailable', parts }];
  };
  const listener = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const [status, body] = await answers(request.url);
    response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' }).end(JSON.stringify(body));
  };
  const server = createServer((request, response) => void listener(request, response)).listen(port, host);
  await once(server, 'listening');
  return {
    port: (server.address() as { port: number }).port,
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
