import { createServer } from 'node:net';
import { Explained } from '#platform/explained';
import type { Settings } from '#platform/settings';

/** How many ports after the usual one are looked at. */
const mostPorts = 20;

/**
 * The port to listen on: the one that was set, which has to be free, or else the usual one or the next that is. Throws
 * `Explained` when it is busy, or may not be used.
 */
export async function choosePort({ host, port, portGiven }: Pick<Settings, 'host' | 'port' | 'portGiven'>): Promise<number> {
  if (port === 0) return 0;
  for (let each = port; each < port + mostPorts && each <= 65_535; each++) {
    const fault = await tryPort(host, each);
    if (fault === undefined) return each;
    if (fault !== 'EADDRINUSE' || portGiven) throw new Explained(unusable(fault, host, each));
  }
  throw new Explained(`ports ${port} to ${port + mostPorts - 1} are all busy; choose another one with PORT, or PORT=0 for any`);
}

function unusable(fault: string, host: string, port: number): string {
  switch (fault) {
    case 'EADDRINUSE':
      return `port ${port} is busy: another program listens there.\nStop that one, or choose another port, for example PORT=${port + 1}; PORT=0 takes any that is free.`;
    case 'EACCES':
      return `port ${port} may not be used by this user: choose one from 1024 up, for example PORT=3000.`;
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return `${host} is not an address of this machine: change AYNI_HOST, for example to 127.0.0.1.`;
    default:
      return `cannot listen on ${host}, port ${port}: ${fault}`;
  }
}

function tryPort(host: string, port: number): Promise<string | undefined> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(undefined)));
  });
}

/** The address for people to open. A server on all addresses is opened by this machine's own name. */
export function baseUrl(host: string, port: number): string {
  const name = host === '0.0.0.0' || host === '::' ? 'localhost' : host.includes(':') ? `[${host}]` : host;
  return `http://${name}:${port}`;
}
