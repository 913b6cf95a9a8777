import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type TestCluster, testCluster } from './cluster.js';
import { testDatabase } from './database.js';
import { inDatabase, once } from './template.js';

let cluster: TestCluster;
let built = 0;
const template = {
  key: 'self',
  build: async (adminUrl: string) => {
    built++;
    await once(adminUrl, 'CREATE TABLE thing AS SELECT 1 AS id');
  },
};

beforeAll(async () => {
  cluster = await testCluster();
  await once(inDatabase(cluster.url, 'postgres'), 'DROP DATABASE IF EXISTS ayni_template_self WITH (FORCE)');
});
afterAll(() => cluster.release());

test('askers at the same time get databases of their own from one template', async () => {
  const databases = await Promise.all([1, 2, 3, 4].map(() => testDatabase(template)));
  expect(built).toBe(1);
  expect(new Set(databases.map(({ name }) => name)).size).toBe(4);

  await once(databases[0]!.adminUrl, 'INSERT INTO thing VALUES (2)');
  const counts = await Promise.all(databases.map(({ adminUrl }) => once(adminUrl, 'SELECT count(*)::int FROM thing')));
  expect(counts.map(({ rows }) => rows[0])).toEqual([{ count: 2 }, { count: 1 }, { count: 1 }, { count: 1 }]);

  await Promise.all(databases.map((database) => database.close()));
  const names = databases.map(({ name }) => name);
  const left = await once(cluster.url, 'SELECT datname FROM pg_database WHERE datname = ANY($1)', [names]);
  expect(left.rows).toEqual([]);
});

test('a template that could not be built is built again', async () => {
  const failing = { key: 'failing', build: () => Promise.reject(new Error('no')) };
  await expect(testDatabase(failing)).rejects.toThrow('no');
  const mended = await testDatabase({ key: 'failing', build: template.build });
  await mended.close();
  await once(inDatabase(cluster.url, 'postgres'), 'DROP DATABASE ayni_template_failing');
});
