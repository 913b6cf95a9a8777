import { commandRoutes } from '../../apps/api/routes.js';
import { type Ask, callerAsks, fundAsks, fundOf, registryAsks } from '../book/fund.js';
import { openProduct, postAll } from '../book/posting.js';
import { type Figures, type OpenContender, rateOf } from '../harness/contender.js';
import { HttpConnection } from '../harness/http-client.js';
import { percentile } from '../harness/percentile.js';
import { type ServerProcess, startServer } from '../harness/server-process.js';

const closed = 64;
const open64 = 256;

/** Requests to a hello-world and to the product, each a server in a process of its own; this process is the clients of both. */
export const open: OpenContender = async ({ url, folder, size, tell }) => {
  const services = await openProduct(url, folder);
  await postAll(services.store, 'setup', registryAsks());
  await postAll(services.store, 'setup', fundAsks(fundOf(0), open64));
  await services.close();
  const hello = await startServer('contenders/hello-server', []);
  const api = await startServer('contenders/api-server', [url, folder]);
  const [toHello, toApi] = await Promise.all([connections(hello, closed), connections(api, open64)]);
  const callers = Array.from({ length: open64 }, (_, n) => callerAsks(fundOf(0), n, `h${n}`));
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
  let lastRate = 0;
  const measures: Readonly<Record<string, (id: string) => Promise<Figures>>> = {
    'nest-hello.c64': async (id) => ({ [id]: await rateOf(closed, size.seconds, greet) }),
    'command.http.c64': async (id) => {
      lastRate = await rateOf(closed, size.seconds, command);
      return { [id]: lastRate };
    },
    'command.http.openloop': async (id) => {
      if (lastRate === 0) lastRate = await rateOf(closed, size.seconds, command);
      const perSecond = lastRate / 2;
      tell(`open loop at ${Math.round(perSecond)} commands/s`);
      const latencies = await openLoop(perSecond, size.seconds * 2, open64, command);
      return { [id]: percentile(latencies, 0.99), [`${id}.p50`]: percentile(latencies, 0.5), [`${id}.rate`]: perSecond };
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

/**
 * Milliseconds from the moment at which each call was to begin, whether or not the one before had come back: what waits because
 * the server is slow counts as slow. Calls go round the callers, each of which makes one at a time.
 */
async function openLoop(
  perSecond: number,
  seconds: number,
  callers: number,
  once: (caller: number) => Promise<number>,
): Promise<number[]> {
  const latencies: number[] = [];
  const last: Promise<unknown>[] = Array.from({ length: callers }, () => Promise.resolve());
  const started = performance.now();
  const total = Math.floor(perSecond * seconds);
  let begun = 0;
  while (begun < total) {
    const due = Math.min(total, Math.floor(((performance.now() - started) / 1000) * perSecond));
    for (; begun < due; begun++) {
      const scheduled = started + (begun / perSecond) * 1000;
      const caller = begun % callers;
      last[caller] = last[caller]!.then(() => once(caller)).then(() => latencies.push(performance.now() - scheduled));
    }
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  await Promise.all(last);
  return latencies;
}
