import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { Explained } from '#platform/explained';
import { figures, suites, targets } from './catalogue.js';
import { chosen } from './harness/choice.js';
import { machineOf } from './harness/machine.js';
import { judged, resultsOf } from './harness/results.js';
import { type RunOptions, SuiteRun } from './harness/run.js';
import { openServer } from './harness/server.js';
import { figuresTable, targetsTable } from './harness/table.js';

const usage = `npm run bench -- [options]

  --only IDS     these figures alone, by id or the beginning of one, separated by commas, and what they are set against
  --alone        with --only: without what they are set against
  --rounds N     measurements of each; otherwise as each suite has it
  --quick        a tenth of the sizes, half the times, without growth: under three minutes
  --json FILE    the figures for machines
  --plots DIR    the plots as SVG files
  --list         the ids, and what they are

DATABASE_URL: a PostgreSQL 18 to measure on instead of the embedded one; databases ayni_bench_* are made and dropped there.`;

const tell = (line: string): void => void process.stderr.write(`bench: ${line}\n`);

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    alone: { type: 'boolean', default: false },
    rounds: { type: 'string' },
    quick: { type: 'boolean', default: false },
    json: { type: 'string' },
    plots: { type: 'string' },
    list: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

if (values.help) console.log(usage);
else if (values.list) for (const { id, unit, what } of figures) console.log(`${id.padEnd(28)} ${unit.padEnd(6)} ${what}`);
else await measure();

async function measure(): Promise<void> {
  const { only, alone, quick } = values;
  const rounds = values.rounds === undefined ? (quick ? 2 : undefined) : Number(values.rounds);
  if (rounds !== undefined && !(Number.isInteger(rounds) && rounds > 0))
    throw new Explained('--rounds takes a number from 1 on');
  const wanted = chosen(suites, figures, { only: only?.split(','), alone, quick });
  let stopped = false;
  let running: SuiteRun | undefined;
  const options: RunOptions = {
    scale: quick ? 0.1 : 1,
    tell,
    stopped: () => stopped,
    ...(rounds === undefined ? {} : { rounds }),
  };
  const server = await openServer(tell);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => {
      if (!stopped) tell('stopping, and clearing up ...');
      stopped = true;
      void running?.kill();
    });
  const found = new Map<string, number[]>();
  const notes: Record<string, unknown> = {};
  const started = performance.now();
  try {
    for (const suite of wanted) {
      if (stopped) break;
      running = new SuiteRun(suite, server, options);
      await running.run().catch((error: unknown) => {
        if (!stopped) throw error;
      });
      for (const [id, each] of running.rounds) found.set(id, each);
      Object.assign(notes, running.notes);
    }
    if (!stopped)
      await report({ seconds: Math.round((performance.now() - started) / 1000), quick, notes }, found, () => server.describe());
  } finally {
    await server.discard();
  }
  if (stopped) process.exitCode = 130;
}

async function report(
  run: Readonly<Record<string, unknown>>,
  found: ReadonlyMap<string, readonly number[]>,
  describe: () => Promise<Readonly<Record<string, string>>>,
): Promise<void> {
  const results = resultsOf(found, figures, targets);
  const machine = machineOf(await describe(), run);
  console.log(figuresTable(results, figures));
  const all = judged(results, targets);
  if (all.length > 0) console.log(`\n${targetsTable(all, results)}`);
  console.log(`\n${JSON.stringify(machine)}`);
  if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify({ machine, results }, null, 2)}\n`);
}
