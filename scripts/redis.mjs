// Redis for the queue's tests, a server or a cluster of three, from the redis-server on PATH.
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Starts a server on a free port with a folder of its own; `stop` ends it and removes that. Throws when there is none. */
export async function startRedis(settings = {}) {
  if (spawnSync('redis-server', ['--version']).error)
    throw new Error(
      'redis-server is needed and not on PATH: `apt-get install redis-server` on Debian and Ubuntu, `brew install redis` on macOS.',
    );
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), 'ayni-redis-'));
  // Nothing is kept, and nothing is thrown out for want of memory: a queue must not lose jobs.
  const all = {
    port,
    bind: '127.0.0.1',
    dir: folder,
    save: '',
    appendonly: 'no',
    'maxmemory-policy': 'noeviction',
    ...settings,
  };
  const child = spawn(
    'redis-server',
    Object.entries(all).flatMap(([name, value]) => [`--${name}`, String(value)]),
  );
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said += chunk));
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  process.once('exit', () => {
    child.kill('SIGKILL');
    remove();
  });
  const stop = async () => {
    child.kill('SIGTERM');
    await ended;
    remove();
  };
  for (let tries = 0; !(await ask(port, 'PING')).startsWith('+PONG'); tries++) {
    if (child.exitCode !== null || tries === 200) {
      await stop();
      throw new Error(`redis-server did not start:\n${said}`);
    }
    await pause();
  }
  return { url: `redis://127.0.0.1:${port}`, port, stop };
}

/** Three servers that share the slots, so that keys without a common hash tag lie on different nodes. */
export async function startRedisCluster() {
  const nodes = [];
  const stop = async () => void (await Promise.all(nodes.map((node) => node.stop())));
  try {
    for (let node = 0; node < 3; node++)
      nodes.push(
        await startRedis({ 'cluster-enabled': 'yes', 'cluster-port': await freePort(), 'cluster-node-timeout': 2000 }),
      );
    const addresses = nodes.map(({ port }) => `127.0.0.1:${port}`);
    const made = spawnSync('redis-cli', ['--cluster', 'create', ...addresses, '--cluster-yes'], { encoding: 'utf8' });
    if (made.status !== 0) throw new Error(`redis-cli made no cluster: ${made.error?.message ?? made.stdout + made.stderr}`);
    for (const { port } of nodes)
      for (let tries = 0; !(await ask(port, 'CLUSTER INFO')).includes('cluster_state:ok'); tries++) {
        if (tries === 400) throw new Error('the nodes of the Redis cluster did not find each other');
        await pause();
      }
  } catch (error) {
    await stop();
    throw error;
  }
  return { url: nodes.map(({ url }) => url).join(','), stop };
}

const pause = () => new Promise((resolve) => setTimeout(resolve, 50));

function freePort() {
  const server = createServer();
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/** The beginning of a server's answer to one command; nothing when it does not answer. */
function ask(port, command) {
  const socket = connect(port, '127.0.0.1');
  return new Promise((resolve) => {
    socket.once('connect', () => socket.write(`${command}\r\n`));
    socket.once('data', (reply) => resolve(reply.toString()));
    for (const event of ['error', 'close']) socket.once(event, () => resolve(''));
  }).finally(() => socket.destroy());
}
