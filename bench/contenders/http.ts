import { commandRoutes } from '../../apps/api/routes.js';
import { type Ask, callerAsks, fundOf } from '../book/fund.js';
import { openProduct, setUpFund, setUpRegistry } from '../book/posting.js';
import { type Figures, type OpenContender, rateOf } from '../harness/contender.js';
import { HttpConnection } from '../harness/http-client.js';
import { atHalfOf, openLoop } from '../harness/open-loop.js';
import { percentile } from '../harness/percentile.js';
import { type ServerProcess, startServer } from '../harness/server-process.js';

/** Connections of the closed loop, and of the open one. */
const closed = 64;
const opened = 256;

/** Requests to a hello-world and to the product, each a server in a process of its own; this process is the clients of both. */
export const open: OpenContender = async ({ url, folder, size, tell }) => {
  const services = await openProduct(url, folder);
  await setUpRegistry(services.store);
  await setUpFund(services.store, fundOf(0), opened);
  await services.close();
  const hello = await startServer('contenders/hello-server', []);
  const api = await startServer('contenders/api-server', [url, folder]);
  const [toHello, toApi] = await Promise.all([connections(hello, closed), connections(api, opened)]);
  const callers = Array.from({ length: opened }, (_, n) => callerAsks(fundOf(0), n, `h${n}`));
  let keys = 0;

  const command = async (caller: number): Promise<number> => {
    const asked = callers[caller]!.next().value;
    const headers = `content-type: application/json\r\nauthorization: Bearer ${api.told[asked.actor]}\r\nidempotency-key: h-${(keys += 1)}\r\n`;
    const { status, text } = await toApi[caller]!.post(pathOf(asked), headers, JSON.stringify(asked.body));
    if (status !== 201) throw new Error(`${asked.type}: ${status} ${text}`);
    return 1;
  };
  const greet = async (caller: number): Promise<number> => {
    const { status } = await toHello[caller]!.post('/hello', 'content-type: application/json\r\n', '{"name":"ayni"}');
    if (status !== 201) throw new Error(`hello: ${status}`);
    return 1;
  };
  const commands = (): Promise<number> => rateOf(closed, size.seconds, command);
  const measures: Readonly<Record<string, (id: string) => Promise<Figures>>> = {
    'nest-hello.c64': async (id) => ({ [id]: await rateOf(closed, size.seconds, greet) }),
    'command.http.c64': async (id) => ({ [id]: await commands() }),
    'command.http.openloop': async (id) => {
      const { perSecond, found } = await atHalfOf(commands, (rate) => {
        tell(`open loop at ${Math.round(rate)} commands/s`);
        return openLoop(rate, size.seconds * 2, opened, command);
      });
      return { [id]: percentile(found, 0.99), [`${id}.p50`]: percentile(found, 0.5), [`${id}.rate`]: perSecond };
    },
  };
  return {
    measure: (id) => measures[id]!(id),
    close: async () => {
      for (const each of [...toHello, ...toApi]) each.close();
      await hello.stop();
      await api.stop();
    },
  };
};

const connections = (server: ServerProcess, count: number): Promise<HttpConnection[]> =>
  Promise.all(Array.from({ length: count }, () => HttpConnection.open(server.port)));

const paths = new Map<string, string>(commandRoutes.map(({ type, path }) => [type, path]));

function pathOf({ type, book, body }: Ask): string {
  const members = { ...(body as Readonly<Record<string, string>>), fund: book };
  return `/v1${paths.get(type)!.replaceAll(/\{(\w+)\}/g, (_, name: string) => members[name as keyof typeof members])}`;
}
