import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { bookId } from '#kernel/ids';
import { Explained } from '#platform/explained';
import { findProjectRoot } from '#platform/project';
import { makeLargeBook, projectsFor } from './book/large.js';
import { openProduct } from './book/posting.js';
import { databasesOf, figures, figuresOf, suites, targets, targetsOf } from './catalogue.js';
import { chosen, idsOf } from './harness/choice.js';
import { machineOf } from './harness/machine.js';
import { type Output, type RunNotes, askedOf, growthSizesOf, readOutput } from './harness/output.js';
import { writePage } from './harness/page.js';
import { writePlots } from './harness/plots.js';
import { judged, resultsOf } from './harness/results.js';
import { type RunOptions, SuiteRun } from './harness/run.js';
import { openServer } from './harness/server.js';
import { figuresTable, targetsTable } from './harness/table.js';

const usage = `npm run bench -- [options]

  --only IDS     these figures alone, by id or the beginning of one, separated by commas, and what they are set against
  --alone        with --only: without what they are set against
  --rounds N     measurements of each; otherwise as each suite has it
  --quick        a tenth of the sizes, half the times, without growth: under three minutes
  --growth N     events of the book that growth is measured on; ten million when absent
  --json FILE    the figures for machines
  --plots DIR    the plots as SVG files
  --page FILE    writes the figures into a page, between the lines <!-- figures --> and <!-- end of figures -->
  --from FILES   measures nothing: takes the figures of such files (--json), separated by commas, and shows and draws them
  --list         the ids, and what they are
  --make EVENTS  measures nothing: writes a book of that many events, large-1, into the database that DATABASE_URL names

DATABASE_URL: a PostgreSQL 18 to measure on instead of the embedded one; databases ayni_bench_* are made and dropped there.`;

const tell = (line: string): void => void process.stderr.write(`bench: ${line}\n`);

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    alone: { type: 'boolean', default: false },
    rounds: { type: 'string' },
    quick: { type: 'boolean', default: false },
    growth: { type: 'string', default: '10000000' },
    json: { type: 'string' },
    plots: { type: 'string' },
    page: { type: 'string' },
    from: { type: 'string' },
    list: { type: 'boolean', default: false },
    make: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});

if (values.help) console.log(usage);
else if (values.list) for (const { id, unit, what } of figures) console.log(`${id.padEnd(28)} ${unit.padEnd(6)} ${what}`);
else if (values.from !== undefined) reportOf(values.from.split(',').map(readOutput));
else if (values.make !== undefined) await make(Number(values.make));
else await measure();

async function make(events: number): Promise<void> {
  const url = process.env['DATABASE_URL'];
  if (url === undefined) throw new Explained('--make needs DATABASE_URL: the database that the book is written into');
  if (!(Number.isInteger(events) && events > 0)) throw new Explained('--make takes a number of events');
  const services = await openProduct(url, join(findProjectRoot(), 'var', 'bench'));
  const book = bookId('large-1');
  const written = await makeLargeBook({ adminUrl: url, store: services.store, book, projects: projectsFor(events), tell });
  await services.close();
  tell(`${book}: ${written} events`);
}

async function measure(): Promise<void> {
  const { only, alone, quick } = values;
  const rounds = values.rounds === undefined ? undefined : Number(values.rounds);
  if (rounds !== undefined && !(Number.isInteger(rounds) && rounds > 0))
    throw new Explained('--rounds takes a number from 1 on');
  const wanted = chosen(suites, figures, { only: only?.split(','), alone, quick });
  let stopped = false;
  let running: SuiteRun | undefined;
  const options: RunOptions = {
    scale: quick ? 0.1 : 1,
    growth: Number(values.growth),
    tell,
    stopped: () => stopped,
    ...(rounds === undefined ? {} : { rounds }),
  };
  // Before anything is started: from here on Ctrl-C clears up.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => {
      if (!stopped) tell('stopping, and clearing up ...');
      stopped = true;
      void running?.kill();
    });
  const server = await openServer(tell, quick ? 64 : 256, () => stopped);
  const found = new Map<string, number[]>();
  const failed: Record<string, string> = {};
  const notes: Record<string, unknown> = {};
  const started = performance.now();
  try {
    for (const [index, suite] of wanted.entries()) {
      if (stopped) break;
      const keep = new Set(wanted.slice(index + 1).flatMap((later) => later.contenders.flatMap(databasesOf)));
      running = new SuiteRun(suite, server, { ...options, keep });
      await running.run();
      for (const [id, each] of running.rounds) found.set(id, each);
      for (const [name, why] of running.failures) failed[name] = why.split('\n', 1)[0]!;
      Object.assign(notes, running.notes);
    }
    const seconds = Math.round((performance.now() - started) / 1000);
    if (!stopped) await report({ seconds, quick, asked: idsOf(wanted), failed, notes }, found, () => server.describe());
  } finally {
    await server.discard();
  }
  const names = Object.keys(failed);
  if (names.length > 0) tell(`failed, and not measured: ${names.join(', ')}; why is above`);
  if (names.length > 0) process.exitCode = 1;
  if (stopped) process.exitCode = 130;
}

async function report(
  run: RunNotes,
  found: ReadonlyMap<string, readonly number[]>,
  describe: () => Promise<Readonly<Record<string, string>>>,
): Promise<void> {
  const machine = { ...machineOf(await describe(), { ...run }), run };
  const output: Output = { machine, results: resultsOf(found, figures, targets) };
  if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(output, null, 2)}\n`);
  reportOf([output]);
}

/** Tables and plots of one run, or of several that each measured a part. */
function reportOf(outputs: readonly Output[]): void {
  const results = outputs.flatMap((each) => each.results);
  const sizes = growthSizesOf(outputs);
  console.log(figuresTable(results, figuresOf(sizes)));
  const all = judged(results, targetsOf(sizes), askedOf(outputs));
  if (all.length > 0) console.log(`\n${targetsTable(all, results)}`);
  if (values.page !== undefined) writePage(values.page, outputs);
  for (const { machine } of outputs) console.log(`\n${JSON.stringify(machine)}`);
  if (values.plots !== undefined) tell(`drawn in ${values.plots}: ${writePlots(values.plots, results, sizes).join(', ')}`);
}
