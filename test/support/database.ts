import { createHash, randomBytes } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { rolePassword, roleUrl } from '#platform/database';
import { findProjectRoot } from '#platform/project';
import { testCluster } from './cluster.js';
import { type Template, cloneTemplate, dropDatabase, inDatabase } from './template.js';

/** A migrated database of a test's own. */
export interface TestDatabase {
  readonly name: string;
  readonly adminUrl: string;
  /** Login of the role that appends. */
  readonly bookUrl: string;
  /** Login of the role of views, jobs and directory. */
  readonly appUrl: string;
  /** Drops the database, cutting connections that are left. */
  close(): Promise<void>;
}

/** A fresh database with all migrations; `template` replaces the migrations in tests of this file itself. */
export async function testDatabase(template: Template = migrated()): Promise<TestDatabase> {
  const cluster = await testCluster();
  const name = `ayni_test_${randomBytes(6).toString('hex')}`;
  try {
    await cloneTemplate(cluster.nodes, template, name);
  } catch (error) {
    await cluster.release();
    throw error;
  }
  const adminUrl = inDatabase(cluster.url, name);
  return {
    name,
    adminUrl,
    bookUrl: roleUrl(adminUrl, 'ayni_book'),
    appUrl: roleUrl(adminUrl, 'ayni_app'),
    close: async () => {
      await dropDatabase(cluster.nodes, name);
      await cluster.release();
    },
  };
}

/** Keyed by the migrations' text: another text is another template. */
function migrated(): Template {
  const folder = join(findProjectRoot(), 'migrations');
  const hash = createHash('sha256');
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' }).toSorted())
    if (name.endsWith('.ts') && !name.endsWith('.spec.ts')) hash.update(`${name}\n`).update(readFileSync(join(folder, name)));
  return {
    key: hash.digest('hex').slice(0, 16),
    build: async (adminUrl) => {
      const { migrate } = await import('#migrations/migrate');
      const [bookPassword, appPassword] = [rolePassword(adminUrl, 'ayni_book'), rolePassword(adminUrl, 'ayni_app')];
      await migrate(adminUrl, { bookPassword, appPassword });
    },
  };
}
