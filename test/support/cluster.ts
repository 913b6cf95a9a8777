import { join } from 'node:path';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '#platform/embedded-postgres';
import { findProjectRoot } from '#platform/project';

let lazy: Promise<EmbeddedPostgres> | undefined;
let uses = 0;

/** The cluster that tests make their databases in. */
export interface TestCluster {
  /** The administrator's address. */
  readonly url: string;
  /** The same, and where it coordinates a Citus cluster those of its workers. */
  readonly nodes: readonly string[];
  release(): Promise<void>;
}

/**
 * The cluster of `npm test`, by AYNI_TEST_DATABASE_URL (coordinator and workers of a Citus cluster separated by commas); where jest was called directly, one that is started for this file and
 * shared with other workers, and stopped by the last of them.
 */
export async function testCluster(): Promise<TestCluster> {
  const given = process.env['AYNI_TEST_DATABASE_URL'];
  if (given !== undefined && given !== '') {
    const nodes = given.split(',').map((url) => url.trim());
    return { url: nodes[0]!, nodes, release: () => Promise.resolve() };
  }

  uses++;
  const projectRoot = findProjectRoot();
  lazy ??= startEmbeddedPostgres({
    home: join(projectRoot, 'var', 'test', 'direct'),
    projectRoot,
    database: 'postgres',
    log: () => undefined,
    settings: { fsync: 'off' },
    temporary: true,
  });
  const server = await lazy;
  return {
    url: server.url,
    nodes: [server.url],
    release: async () => {
      uses--;
      if (uses > 0) return;
      lazy = undefined;
      await server.stop();
    },
  };
}
