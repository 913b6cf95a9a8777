// A Redis server for the queue's tests, from the redis-server on PATH.
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Starts it on a free port with a folder of its own; `stop` ends it and removes that. Throws when there is none. */
export async function startRedis() {
  if (spawnSync('redis-server', ['--version']).error)
    throw new Error(
      'redis-server is needed and not on PATH: `apt-get install redis-server` on Debian and Ubuntu, `brew install redis` on macOS.',
    );
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), 'ayni-redis-'));
  // Nothing is kept, and nothing is thrown out for want of memory: a queue must not lose jobs.
  const settings = { port, bind: '127.0.0.1', dir: folder, save: '', appendonly: 'no', 'maxmemory-policy': 'noeviction' };
  const child = spawn(
    'redis-server',
    Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)]),
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
  for (let tries = 0; !(await answers(port)); tries++) {
    if (child.exitCode !== null || tries === 200) {
      await stop();
      throw new Error(`redis-server did not start:\n${said}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return { url: `redis://127.0.0.1:${port}`, stop };
}

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

function answers(port) {
  const socket = connect(port, '127.0.0.1');
  return new Promise((resolve) => {
    socket.once('connect', () => socket.write('PING\r\n'));
    socket.once('data', (reply) => resolve(reply.toString().startsWith('+PONG')));
    for (const event of ['error', 'close']) socket.once(event, () => resolve(false));
  }).finally(() => socket.destroy());
}
