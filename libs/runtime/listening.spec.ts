import { once } from 'node:events';
import { type Server, createServer } from 'node:net';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { baseUrl, choosePort } from './listening.js';

let stranger: Server;
let busy: number;
beforeAll(async () => {
  stranger = createServer().listen(0, '127.0.0.1');
  await once(stranger, 'listening');
  busy = (stranger.address() as { port: number }).port;
});
afterAll(() => {
  stranger.close();
});

test('a busy port that nobody asked for gives way to the next that is free', async () => {
  const port = await choosePort({ host: '127.0.0.1', port: busy, portGiven: false });
  expect(port).toBeGreaterThan(busy);
  expect(port).toBeLessThan(busy + 20);
});

test('a busy port that was asked for is said to be busy, with what to do', async () => {
  await expect(choosePort({ host: '127.0.0.1', port: busy, portGiven: true })).rejects.toThrow(
    `port ${busy} is busy: another program listens there.\nStop that one, or choose another port, for example PORT=${busy + 1}; PORT=0 takes any that is free.`,
  );
});

test('a host that this machine does not have is named', async () => {
  await expect(choosePort({ host: '192.0.2.1', port: busy, portGiven: true })).rejects.toThrow('AYNI_HOST');
});

test('port 0 is left to the system', async () => {
  expect(await choosePort({ host: '127.0.0.1', port: 0, portGiven: true })).toBe(0);
});

test.each([
  ['127.0.0.1', 'http://127.0.0.1:3000'],
  ['0.0.0.0', 'http://localhost:3000'],
  ['::', 'http://localhost:3000'],
  ['::1', 'http://[::1]:3000'],
])('what listens on %s is opened at %s', (host, url) => expect(baseUrl(host, 3000)).toBe(url));
