import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import type { Role } from '#domain/command';
import { type TestDatabase, testDatabase } from '../../test/support/database.js';
import { Tokens, createToken, listTokens, revokeToken } from './tokens.js';

let database: TestDatabase;
let pool: pg.Pool;
beforeAll(async () => {
  database = await testDatabase();
  pool = new pg.Pool({ connectionString: database.appUrl, max: 2 });
});
afterAll(async () => {
  await pool.end();
  await database.close();
});

const identity = { person: 'p-1', roles: ['fund-manager', 'auditor'] as Role[] };

test('a token is 256 random bits, and the database has its hash alone', async () => {
  const token = await createToken(pool, identity, 'laptop');
  expect(token).toMatch(/^ayni_[A-Za-z0-9_-]{43}$/);
  const { rows } = await pool.query('SELECT * FROM directory.token');
  expect(JSON.stringify(rows)).not.toContain(token.slice(5));
  expect(await new Tokens(pool).identify(token)).toEqual(identity);
  expect(await new Tokens(pool).identify(`${token}x`)).toBeUndefined();
});

test.each([
  [{ person: 'María Pérez', roles: ['auditor'] }, 'not a person id'],
  [{ person: 'p-1', roles: ['king'] }, 'no such role: king'],
  [{ person: 'p-1', roles: [] }, 'needs a role'],
])('%j is refused', async (asked, words) => {
  await expect(createToken(pool, asked as never)).rejects.toThrow(words);
});

describe('a revoked token', () => {
  test('is named by the beginning of its hash, and cannot be revoked twice', async () => {
    await createToken(pool, { ...identity, person: 'p-2' });
    const { id } = (await listTokens(pool)).find(({ person }) => person === 'p-2')!;
    expect(id).toMatch(/^[0-9a-f]{12}$/);
    expect(await revokeToken(pool, id)).toBe(1);
    expect(await revokeToken(pool, id)).toBe(0);
    expect((await listTokens(pool)).find((each) => each.id === id)?.revokedAt).toMatch(/^\d{4}-.*Z$/);
    for (const odd of ['', '%', 'abc', id.slice(0, 11)]) expect(await revokeToken(pool, odd)).toBe(0);
  });

  test('is believed for five seconds more by whoever has just asked, and not longer', async () => {
    const token = await createToken(pool, { ...identity, person: 'p-3' });
    let nowMs = 0;
    const tokens = new Tokens(pool, () => nowMs);
    expect(await tokens.identify(token)).toMatchObject({ person: 'p-3' });
    await revokeToken(pool, token);
    nowMs = 4_999;
    expect(await tokens.identify(token)).toMatchObject({ person: 'p-3' });
    nowMs = 5_000;
    expect(await tokens.identify(token)).toBeUndefined();
  });
});
