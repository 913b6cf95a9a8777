import { Command, CommanderError } from 'commander';
import { isExplained } from '#platform/explained';
import { tell } from './context.js';

/*
 * Exit codes: 0 when all is well, 1 when something differs, is refused or fails, 2 when the command is not understood.
 */
const program = new Command('ayni')
  .description('The ledger of cooperation funds: what is done beside the API.')
  .option('--stack', 'show where in the program a failure came from')
  .addHelpText(
    'after',
    `
Settings are read from the environment: DATABASE_URL, AYNI_DATA_DIR and others (see README.md). Without DATABASE_URL the
embedded database is used: the running one where npm start is up, or else one that is started for the command.

Example:
  ayni verify`,
  )
  .exitOverride()
  .configureOutput({ outputError: (text, write) => write(`ayni: ${text.replace(/^error: /, '')}`) });

/** Each brings what it needs: a command that is named starts without the others. */
const commands: Readonly<Record<string, () => Promise<Command>>> = {
  migrate: async () => (await import('./migrate.js')).migrateCommand(),
  token: async () => (await import('./token.js')).tokenCommand(),
  demo: async () => (await import('./demo.js')).demoCommand(),
  events: async () => (await import('./events.js')).eventsCommand(),
  verify: async () => (await import('./verify.js')).verifyCommand(),
  import: async () => (await import('./import.js')).importCommand(),
  export: async () => (await import('./export.js')).exportCommand(),
  rebuild: async () => (await import('./rebuild.js')).rebuildCommand(),
};
const named = process.argv[2] ?? '';
const needed = Object.hasOwn(commands, named) ? [commands[named]!] : Object.values(commands);
for (const make of needed) program.addCommand(await make());
for (const command of [...program.commands, ...program.commands.flatMap((each) => each.commands)])
  command.copyInheritedSettings(program);

// Whoever reads the output may have seen enough (`ayni events ... | head`).
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));

process.exitCode = await run(process.argv);

async function run(argv: string[]): Promise<number> {
  try {
    await program.parseAsync(argv);
    return Number(process.exitCode ?? 0);
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    const { message, stack } = error instanceof Error ? error : new Error(String(error));
    tell(program.opts<{ stack?: boolean }>().stack === true && !isExplained(error) ? (stack ?? message) : message);
    return 1;
  }
}
