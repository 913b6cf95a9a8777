import { expect, test } from '@jest/globals';
import pg from 'pg';
import { failureOf } from './failure.js';

const fromServer = (code: string): Error => Object.assign(new pg.DatabaseError('no', 2, 'error'), { code });
const fromSocket = (code: string): Error => Object.assign(new Error(`write ${code}`), { code, syscall: 'write' });

test.each([
  ['a broken guard', fromServer('23514'), 'refused'],
  ['balances that have moved', fromServer('AY001'), 'stale'],
  ['a statement that took too long', fromServer('57014'), 'stale'],
  ['a lock that did not come', fromServer('55P03'), 'busy'],
  ['a pool without a free connection', new Error('timeout exceeded when trying to connect'), 'busy'],
  ['a server that shuts down', fromServer('57P01'), 'unknown'],
  ['a connection that the server gave up', fromServer('08006'), 'unknown'],
  ['a socket that the other side closed', fromSocket('EPIPE'), 'unknown'],
  ['a socket that was reset', fromSocket('ECONNRESET'), 'unknown'],
  ['a bug of ours', new TypeError('x is not a function'), 'refused'],
  ['a thrown text', 'no', 'unknown'],
] as const)('%s', (_, error, failure) => {
  expect(failureOf(error)).toBe(failure);
});
