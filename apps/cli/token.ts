import { Command } from 'commander';
import { type Role, roles } from '#domain/command';
import { present } from '#kernel/present';
import { Explained } from '#platform/explained';
import { createToken, listTokens, revokeToken } from '#runtime/tokens';
import { print, tell, withDatabase } from './context.js';

/** `ayni token create|list|revoke` */
export function tokenCommand(): Command {
  const token = new Command('token').description('Make, list and revoke the tokens of the API.');
  token
    .command('create')
    .description('Make a token and print it, this once: only its hash is kept.')
    .requiredOption('--person <id>', 'opaque id of the person, which events will carry: no name, no number of a document')
    .requiredOption('--roles <list>', `roles separated by commas: ${roles.join(', ')}`)
    .option('--party <id>', 'the partner of the registry for which a cso acts')
    .option('--label <text>', 'what it is for', '')
    .addHelpText('after', '\nExample:\n  ayni token create --person p-001 --roles fund-manager,publisher --label laptop')
    .action(async ({ person, roles: list, party, label }: { person: string; roles: string; party?: string; label: string }) => {
      const held = list.split(',').map((role) => role.trim()) as Role[];
      print(await withDatabase(({ appPool }) => createToken(appPool, { person, roles: held, ...present({ party }) }, label)));
      tell(`a token of ${person} with ${held.join(', ')}; it is not shown again`);
    });
  token
    .command('list')
    .description('List all tokens, never their text.')
    .option('--json', 'one JSON object a line')
    .addHelpText('after', '\nExample:\n  ayni token list')
    .action(async ({ json }: { json?: boolean }) => {
      for (const row of await withDatabase(({ appPool }) => listTokens(appPool))) {
        const { id, person, roles: held, label, createdAt, revokedAt } = row;
        print(
          json
            ? JSON.stringify(row)
            : [id, person, held.join(','), createdAt, revokedAt ? `revoked ${revokedAt}` : 'valid', label].join('  '),
        );
      }
    });
  token
    .command('revoke')
    .argument('<token>', 'its id as `token list` shows it, or the token itself')
    .description('Revoke a token; it works for some seconds more at most.')
    .addHelpText('after', '\nExample:\n  ayni token revoke 3f2a9c01d4e5')
    .action(async (idOrToken: string) => {
      const revoked = await withDatabase(({ appPool }) => revokeToken(appPool, idOrToken));
      if (revoked === 0) throw new Explained('there is no such token, or it is revoked already');
      print(`revoked ${revoked}`);
    });
  return token;
}
