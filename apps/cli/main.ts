import { Command, CommanderError } from 'commander';
import { isExplained } from '#platform/explained';
import { tell } from './context.js';
import { demoCommand } from './demo.js';
import { eventsCommand } from './events.js';
import { exportCommand } from './export.js';
import { importCommand } from './import.js';
import { migrateCommand } from './migrate.js';
import { rebuildCommand } from './rebuild.js';
import { tokenCommand } from './token.js';
import { verifyCommand } from './verify.js';

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
for (const command of [
  migrateCommand(),
  tokenCommand(),
  demoCommand(),
  eventsCommand(),
  verifyCommand(),
  importCommand(),
  exportCommand(),
  rebuildCommand(),
])
  program.addCommand(command);
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
