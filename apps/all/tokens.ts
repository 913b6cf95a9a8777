import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type pg from 'pg';
import type { Role } from '#domain/command';
import { Tokens, createToken } from '#runtime/tokens';

/** Two people of the demo, since nobody approves what the same person asked for. */
const people: readonly { readonly file: string; readonly person: string; readonly roles: readonly Role[] }[] = [
  { file: 'demo-token', person: 'p-demo-manager', roles: ['fund-manager', 'publisher', 'auditor'] },
  { file: 'demo-token-approver', person: 'p-demo-approver', roles: ['approver'] },
];

/** A token to try, in a file of mode 0600 that holds nothing else. */
export interface DemoToken {
  readonly path: string;
  readonly roles: readonly Role[];
}

/** Makes the tokens of the demo, or finds them as they were. */
export async function demoTokens(db: pg.Pool, dataDir: string): Promise<DemoToken[]> {
  const tokens = new Tokens(db);
  const found: DemoToken[] = [];
  for (const { file, person, roles } of people) {
    const path = join(dataDir, file);
    const known = existsSync(path) ? await tokens.identify(readFileSync(path, 'utf8').trim()) : undefined;
    if (!known) {
      const token = await createToken(db, { person, roles }, 'demo');
      writeFileSync(path, `${token}\n`, { mode: 0o600 });
    }
    // A file that was there before keeps its mode when it is written.
    chmodSync(path, 0o600);
    found.push({ path, roles: known?.roles ?? roles });
  }
  return found;
}
