import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type ContenderKind, type ScenarioKind, type Suite, databasesOf, givenBy } from '../catalogue.js';
import type { Figures } from './contender.js';
import { ContenderProcess } from './process.js';
import type { BenchServer } from './server.js';

/** How a run is to be. */
export interface RunOptions {
  /** Measurements of each scenario; as the suite says when absent. */
  readonly rounds?: number;
  /** Share of the full sizes and times. */
  readonly scale: number;
  /** Events of the book that growth is measured on. */
  readonly growth: number;
  readonly tell: (line: string) => void;
  /** Databases that a later suite works on, too. */
  readonly keep?: ReadonlySet<string>;
  /** Ends the run between two measurements. */
  readonly stopped: () => boolean;
}

/** What a figure was in each round, by id. */
export type Rounds = ReadonlyMap<string, readonly number[]>;

interface Entry {
  readonly contender: ContenderKind;
  readonly scenario: ScenarioKind;
}

/** The contenders of a suite, each in its process, measured in turn. */
export class SuiteRun {
  private readonly processes = new Map<string, ContenderProcess>();
  readonly rounds = new Map<string, number[]>();
  /** Contenders that failed, and why; what is left of them is not measured. */
  readonly failures = new Map<string, string>();
  readonly notes: Record<string, Readonly<Record<string, string | number>>> = {};

  constructor(
    private readonly suite: Suite,
    private readonly server: BenchServer,
    private readonly options: RunOptions,
  ) {}

  async run(): Promise<void> {
    const { suite, options } = this;
    const entries = suite.contenders.flatMap((contender) =>
      contender.scenarios.map((scenario): Entry => ({ contender, scenario })),
    );
    const rounds = options.rounds ?? (options.scale < 1 ? quickRounds(suite) : suite.rounds);
    try {
      for (const { contender, scenario } of entries) await this.attempt(contender, () => this.prepare(contender, scenario));
      for (let round = 0; round < rounds; round++) {
        for (const entry of rotated(entries, round)) {
          if (options.stopped()) return;
          if (round >= (entry.scenario.rounds ?? rounds)) continue;
          await this.attempt(entry.contender, () => this.measure(entry, `round ${round + 1} of ${rounds}`));
        }
      }
      for (const [name, process] of this.processes) if (!this.failures.has(name)) this.notes[name] = await process.notes();
    } finally {
      await this.close();
    }
  }

  /** Ends the processes at once. */
  async kill(): Promise<void> {
    await Promise.all([...this.processes.values()].map((process) => process.kill()));
  }

  /** One that fails does not keep the others from being measured; the run tells of it, and does not end well. */
  private async attempt({ name }: ContenderKind, task: () => Promise<void>): Promise<void> {
    if (this.failures.has(name) || this.options.stopped()) return;
    try {
      await task();
    } catch (error) {
      if (this.options.stopped()) return;
      this.failures.set(name, error instanceof Error ? error.message : String(error));
      this.options.tell(this.failures.get(name)!);
    }
  }

  private async prepare(contender: ContenderKind, scenario: ScenarioKind): Promise<void> {
    if (this.options.stopped()) return;
    let process = this.processes.get(contender.name);
    if (!process) {
      const { name, module, database, others = [] } = contender;
      this.options.tell(`${name}: preparing`);
      process = new ContenderProcess(name, module, (line) => this.options.tell(`${name}: ${line}`));
      this.processes.set(name, process);
      const folder = join(this.server.folder, name);
      mkdirSync(folder, { recursive: true });
      const { scale, growth } = this.options;
      const size = { seconds: this.suite.seconds * (scale < 1 ? 0.5 : 1), scale, growth };
      const urls: Record<string, string> = {};
      for (const other of others) urls[other] = await this.server.database(other);
      await process.open({ url: await this.server.database(database), others: urls, folder, size });
    }
    await process.prepare(scenario.id);
  }

  private async measure({ contender, scenario }: Entry, round: string): Promise<void> {
    const figures: Figures = await this.processes.get(contender.name)!.measure(scenario.id);
    for (const [id, value] of measuredOf(scenario, figures)) {
      const known = this.rounds.get(id);
      if (known) known.push(value);
      else this.rounds.set(id, [value]);
      this.options.tell(`${round}: ${id} ${shortly(value)}`);
    }
  }

  private async close(): Promise<void> {
    for (const process of this.processes.values()) await process.close().catch(() => process.kill());
    const { keep } = this.options;
    for (const database of new Set(this.suite.contenders.flatMap(databasesOf)))
      if (!keep?.has(database)) await this.server.drop(database);
  }
}

/**
 * What a measurement found; without what could not be read (no number, as the memory of a process is on some systems). Throws
 * unless its figures are those that the catalogue says: one that nobody declared has no unit, no words and no target.
 */
export function measuredOf(scenario: ScenarioKind, found: Figures): [id: string, value: number][] {
  const declared = givenBy(scenario);
  const strays = Object.keys(found).filter((id) => !declared.includes(id));
  const absent = declared.filter((id) => !(id in found));
  if (strays.length > 0) throw new Error(`${scenario.id} gave what the catalogue does not know: ${strays.join(', ')}`);
  if (absent.length > 0) throw new Error(`${scenario.id} did not give ${absent.join(', ')}`);
  return Object.entries(found).filter(([, value]) => Number.isFinite(value));
}

/** A quick run measures what is bound by time twice, and what takes its time once. */
const quickRounds = ({ seconds }: Suite): number => (seconds > 0 ? 2 : 1);

/** The order moves on by one from round to round, so that nobody always follows the same neighbour's mess. */
const rotated = <T>(entries: readonly T[], round: number): T[] => {
  const from = entries.length === 0 ? 0 : round % entries.length;
  return [...entries.slice(from), ...entries.slice(0, from)];
};

/** Three digits and a bit. */
export const shortly = (value: number): string =>
  value >= 1000 ? Math.round(value).toLocaleString('en-US') : value >= 100 ? value.toFixed(0) : value.toPrecision(3);
