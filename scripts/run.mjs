import { prepare, say } from './prepare.mjs';

/** Prepares, then runs a built program in this process. What went wrong and is explained is told without a stack. */
export async function run(program) {
  await prepare({ build: true });
  process.setSourceMapsEnabled(true);
  try {
    await import(new URL(program, import.meta.url).href);
  } catch (error) {
    if (!error?.explained) throw error;
    say(error.message);
    process.exit(1);
  }
}
