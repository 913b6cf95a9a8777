/** The database that a contender works on, and how much it is to do. */
export interface Place {
  /** An administrator's address; the database is the contender's own. */
  readonly url: string;
  /** Databases of others that it works on, too, by name. */
  readonly others: Readonly<Record<string, string>>;
  /** A folder for files, which goes with the run. */
  readonly folder: string;
  /** For people, while they wait. */
  readonly tell: (line: string) => void;
  readonly size: Size;
}

/** How much is done: all of it in a full run, a tenth in a quick one. */
export interface Size {
  /** How long one measurement goes on, where it is bound by time. */
  readonly seconds: number;
  /** The share of the full number, where it is bound by number. */
  readonly scale: number;
  /** Events of the book that growth is measured on. */
  readonly growth: number;
}

/** Figures by id: what a measurement found. Rates are per second, times in milliseconds, memory in megabytes. */
export type Figures = Readonly<Record<string, number>>;

/** One that is compared: it runs in a process of its own. */
export interface Contender {
  /** What has to be there before a scenario is measured for the first time; not part of the measurement. */
  prepare?(scenario: string): Promise<void>;
  /** Measures once. The figures carry the scenario's own id, and those of others that it gives beside it. */
  measure(scenario: string): Promise<Figures>;
  /** What stands beside the figures: the size of records, say. */
  notes?(): Readonly<Record<string, string | number>>;
  close(): Promise<void>;
}

/** What the module of a contender exports as `open`. */
export type OpenContender = (place: Place) => Promise<Contender>;

/** How many times a second `once` is done by `callers` at the same time; each begins again when it is done. */
export async function rateOf(callers: number, seconds: number, once: (caller: number) => Promise<number>): Promise<number> {
  const run = async (forSeconds: number): Promise<number> => {
    const started = performance.now();
    const until = started + forSeconds * 1000;
    let done = 0;
    const call = async (caller: number): Promise<void> => {
      while (performance.now() < until) {
        const more = await once(caller);
        done += more;
      }
    };
    await Promise.all(Array.from({ length: callers }, (_, caller) => call(caller)));
    return done / ((performance.now() - started) / 1000);
  };
  // Statements are prepared, code is compiled and memory is warm before it counts.
  await run(Math.min(1, seconds / 4));
  return run(seconds);
}
