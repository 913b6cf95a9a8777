/*
 * What is measured, with whom it is compared, and what is promised: the one list. Targets are in the output as met or not;
 * nothing else depends on them.
 */

/** A figure of the output. */
export interface FigureKind {
  readonly id: string;
  readonly unit: string;
  /** What was done, for people. */
  readonly what: string;
  /** Which figures of the same run it is set against. */
  readonly against?: readonly string[];
}

/** What a figure has to come to, alone or as a multiple of another. */
export interface Target {
  readonly id: string;
  readonly over?: string;
  readonly atLeast?: number;
  readonly atMost?: number;
}

/** A process that takes part: its module, the database that it works on, and what it measures. */
export interface ContenderKind {
  readonly name: string;
  /** Relative to this folder, without its ending unless that is .mjs. */
  readonly module: string;
  /** Contenders that name the same one share it; it is dropped when the suite is over unless it is kept. */
  readonly database: string;
  /** Databases of others that it works on, too. */
  readonly others?: readonly string[];
  readonly scenarios: readonly ScenarioKind[];
}

/** All databases that a contender works on. */
export const databasesOf = ({ database, others = [] }: ContenderKind): readonly string[] => [database, ...others];

/** One measurement, and the figures that it gives (its own id alone when absent). */
export interface ScenarioKind {
  readonly id: string;
  readonly gives?: readonly string[];
  /** The most rounds of it, where one takes minutes. */
  readonly rounds?: number;
}

/** The figures that a scenario gives. */
export const givenBy = ({ id, gives }: ScenarioKind): readonly string[] => gives ?? [id];

/** What is measured side by side: in every round each scenario once, in an order that moves on from round to round. */
export interface Suite {
  readonly name: string;
  readonly contenders: readonly ContenderKind[];
  readonly rounds: number;
  readonly seconds: number;
  /** Left out of a quick run. */
  readonly long?: boolean;
}

const some = (...ids: readonly string[]): ScenarioKind[] => ids.map((id) => ({ id }));

const raw: ContenderKind = {
  name: 'raw',
  module: 'contenders/raw',
  database: 'raw',
  scenarios: some('fdatasync', 'raw-insert.c1', 'raw-insert.c8', 'raw-insert.c32'),
};
const emmett: ContenderKind = {
  name: 'emmett',
  module: 'peers/emmett.mjs',
  database: 'emmett',
  scenarios: some('emmett.append.c1', 'emmett.append.c8', 'emmett.append.c32', 'emmett.append100.c8', 'emmett.append100.c32'),
};
const library: ContenderKind = {
  name: 'library',
  module: 'contenders/library',
  database: 'library',
  scenarios: some('command.lib.c1', 'command.lib.c32', 'command.lib.c256'),
};
const funds: ContenderKind = {
  name: 'funds',
  module: 'contenders/funds',
  database: 'funds',
  scenarios: ['command.funds16.p2', 'command.funds16.p2.apart'].map((id) => ({ id, gives: [id, `${id}.fairness`] })),
};
const bulk: ContenderKind = {
  name: 'bulk',
  module: 'contenders/bulk',
  database: 'bulk',
  scenarios: some('command.bulk'),
};
const http: ContenderKind = {
  name: 'http',
  module: 'contenders/http',
  database: 'http',
  scenarios: [
    ...some('nest-hello.c64', 'command.http.c64'),
    {
      id: 'command.http.openloop',
      gives: ['command.http.openloop', 'command.http.openloop.p50', 'command.http.openloop.rate'],
    },
  ],
};

/** All that work on the book of a million events. */
const large: readonly ContenderKind[] = [
  {
    name: 'limits',
    module: 'contenders/limits',
    database: 'large',
    scenarios: some('sha256', 'read-rows', 'copy-out-parse', 'copy-in'),
  },
  { name: 'emmett-consumer', module: 'peers/emmett.mjs', database: 'consumed', scenarios: some('emmett.consumer') },
  {
    name: 'projector',
    module: 'contenders/projector',
    database: 'large',
    scenarios: ['projection.catchup', 'projection.rebuild'].map((id) => ({ id, gives: [id, `${id}.memory`, `${id}.growth`] })),
  },
  {
    name: 'verifier',
    module: 'contenders/verifier',
    database: 'large',
    scenarios: [...some('verify.tree'), { id: 'verify.all', gives: ['verify.all', 'verify.all.memory'] }],
  },
];
const cold: ContenderKind = {
  name: 'cold',
  module: 'contenders/cold',
  database: 'large',
  scenarios: [{ id: 'coldstart', gives: ['coldstart', 'coldstart.process'] }],
};
const lag: ContenderKind = {
  name: 'lag',
  module: 'contenders/lag',
  database: 'lag',
  scenarios: ['projection.lag', 'projection.lag.together'].map((id) => ({ id, gives: [id, `${id}.p50`] })),
};
const publishing: readonly ContenderKind[] = [
  {
    name: 'concat',
    module: 'contenders/concat',
    database: 'export',
    scenarios: some('concat', 'concat.parsed', 'concat.published'),
  },
  {
    name: 'exporter',
    module: 'contenders/exporter',
    database: 'export',
    scenarios: [{ id: 'export.iati', gives: ['export.iati', 'export.iati.memory'] }],
  },
];
const growth: ContenderKind = {
  name: 'growth',
  module: 'contenders/growth',
  database: 'large10',
  others: ['large'],
  scenarios: [
    ...['growth.catchup', 'growth.verify', 'growth.export'].map((id) => ({ id, rounds: 1 })),
    ...some('growth.append', 'growth.coldstart', 'growth.read', 'growth.proof'),
  ],
};

export const suites: readonly Suite[] = [
  { name: 'commands', rounds: 5, seconds: 2, contenders: [raw, emmett, library, bulk, funds] },
  { name: 'http', rounds: 5, seconds: 3, contenders: [http] },
  { name: 'lag', rounds: 3, seconds: 5, contenders: [lag] },
  { name: 'export', rounds: 2, seconds: 0, contenders: publishing },
  { name: 'large', rounds: 3, seconds: 0, contenders: large },
  { name: 'cold', rounds: 5, seconds: 0, contenders: [cold] },
  { name: 'growth', rounds: 3, seconds: 3, contenders: [growth], long: true },
];

const oneFund = 'on one fund through the library: form, decision, record, balances, proof, tree';

/** How many events the two books have on which growth is measured. */
export interface GrowthSizes {
  readonly small: number;
  readonly large: number;
}

/** What the targets of growth are about. */
const fullGrowth: GrowthSizes = { small: 1_000_000, large: 10_000_000 };

/** `10 million against 1 million`: books have a few events more than was asked for. */
export function growthWords({ small, large }: GrowthSizes = fullGrowth): string {
  const words = (events: number): string => {
    const round = Number(events.toPrecision(2));
    return round >= 1_000_000 ? `${round / 1_000_000} million` : round.toLocaleString('en-US');
  };
  return `${words(large)} events against ${words(small)}`;
}

/** What each figure is; those of growth name the sizes that were measured. */
export const figuresOf = (sizes?: GrowthSizes): readonly FigureKind[] => [
  ...otherFigures,
  ...growthFigures(growthWords(sizes)),
];

const otherFigures: readonly FigureKind[] = [
  { id: 'fdatasync', unit: '/s', what: 'writes of 8 KB to a file beside the database, each of them safe before the next' },
  { id: 'raw-insert.c1', unit: '/s', what: 'autocommit INSERTs of a 400-byte event, 1 connection' },
  { id: 'raw-insert.c8', unit: '/s', what: 'autocommit INSERTs of a 400-byte event, 8 connections' },
  { id: 'raw-insert.c32', unit: '/s', what: 'autocommit INSERTs of a 400-byte event, 32 connections' },
  { id: 'emmett.append.c1', unit: '/s', what: 'emmett appendToStream of one event, 1 caller' },
  { id: 'emmett.append.c8', unit: '/s', what: 'emmett appendToStream of one event, 8 callers, a stream each' },
  { id: 'emmett.append.c32', unit: '/s', what: 'emmett appendToStream of one event, 32 callers, a stream each' },
  { id: 'emmett.append100.c8', unit: '/s', what: 'events through emmett appendToStream of 100, 8 callers' },
  { id: 'emmett.append100.c32', unit: '/s', what: 'events through emmett appendToStream of 100, 32 callers' },
  {
    id: 'command.lib.c1',
    unit: '/s',
    what: `commands ${oneFund}; 1 caller`,
    against: ['raw-insert.c1', 'emmett.append.c1', 'fdatasync'],
  },
  {
    id: 'command.lib.c32',
    unit: '/s',
    what: `commands ${oneFund}; 32 callers`,
    against: ['raw-insert.c32', 'emmett.append.c32'],
  },
  {
    id: 'command.lib.c256',
    unit: '/s',
    what: `commands ${oneFund}; 256 callers`,
    against: ['raw-insert.c32', 'emmett.append.c32'],
  },
  {
    id: 'command.funds16.p2',
    unit: '/s',
    what: 'the same commands on 16 funds, 256 callers in two processes, each of which serves every fund',
    against: ['command.lib.c256'],
  },
  { id: 'command.funds16.p2.fairness', unit: 'x', what: 'of the two processes, what the slower did against the faster' },
  {
    id: 'command.funds16.p2.apart',
    unit: '/s',
    what: 'the same commands, where each process serves 8 funds of its own',
    against: ['command.lib.c256'],
  },
  { id: 'command.funds16.p2.apart.fairness', unit: 'x', what: 'of these two, what the slower did against the faster' },
  {
    id: 'command.bulk',
    unit: '/s',
    what: '10,000 commands on one fund in one NDJSON request, each line with its own key',
    against: ['emmett.append100.c8', 'emmett.append100.c32'],
  },
  {
    id: 'nest-hello.c64',
    unit: '/s',
    what: 'POSTs of a hello-world on the same framework and adapter, 64 keep-alive connections',
  },
  {
    id: 'command.http.c64',
    unit: '/s',
    what: 'commands on one fund through HTTP: authenticated, validated, idempotent; 64 keep-alive connections',
    against: ['nest-hello.c64'],
  },
  {
    id: 'command.http.openloop',
    unit: 'ms',
    what: 'p99 of such a command from the moment it is due, at half the rate that 64 connections reached right before',
  },
  { id: 'command.http.openloop.p50', unit: 'ms', what: 'the same, p50' },
  { id: 'command.http.openloop.rate', unit: '/s', what: 'the rate at which they were due' },
  {
    id: 'projection.lag',
    unit: 'ms',
    what: 'p99 from the commit of a command until all views have it, at 500 commands/s, worker in a process of its own',
  },
  { id: 'projection.lag.p50', unit: 'ms', what: 'the same, p50' },
  {
    id: 'projection.lag.together',
    unit: 'ms',
    what: 'p99 of the same with the worker in the process of the commands, as npm start has it',
  },
  { id: 'projection.lag.together.p50', unit: 'ms', what: 'the same, p50' },
  { id: 'concat', unit: '/s', what: 'events of 100,000 activities read as text, and put together in a file' },
  { id: 'concat.parsed', unit: '/s', what: 'the same, where each record is parsed and its members are named' },
  {
    id: 'concat.published',
    unit: '/s',
    what: 'the same as text, where only events are read of which the export publishes anything',
  },
  {
    id: 'export.iati',
    unit: '/s',
    what: 'events of the same book through ayni export iati: 100,000 activities of ten transactions, checked by the rules; start included',
    against: ['concat', 'concat.parsed', 'concat.published'],
  },
  { id: 'export.iati.memory', unit: 'MB', what: 'the most memory that it took' },
  { id: 'sha256', unit: '/s', what: 'records hashed in memory, by one core' },
  { id: 'read-rows', unit: '/s', what: 'records and leaves of the large book read in pages, and nothing done with them' },
  { id: 'copy-out-parse', unit: '/s', what: 'events of the large book read by COPY, and parsed' },
  { id: 'copy-in', unit: '/s', what: 'events of 400 bytes into a bare table by COPY' },
  { id: 'emmett.consumer', unit: '/s', what: 'events through a projector of emmett with one view, from the first' },
  {
    id: 'projection.catchup',
    unit: '/s',
    what: 'events of the large book folded into all views, where no view has begun',
    against: ['copy-out-parse', 'emmett.consumer'],
  },
  { id: 'projection.catchup.memory', unit: 'MB', what: 'the most memory that it took' },
  { id: 'projection.catchup.growth', unit: 'x', what: 'memory in the last quarter of it against the second' },
  {
    id: 'projection.rebuild',
    unit: '/s',
    what: 'events of the large book folded anew beside all views, which are mended where they differ (a tenth of the lines is missing, every account is wrong), while readers see the old rows',
    against: ['copy-out-parse', 'emmett.consumer'],
  },
  { id: 'projection.rebuild.memory', unit: 'MB', what: 'the most memory that it took' },
  { id: 'projection.rebuild.growth', unit: 'x', what: 'memory in the last quarter of it against the second' },
  {
    id: 'verify.tree',
    unit: '/s',
    what: 'events of the large book through ayni verify --tree: leaves, tree, columns and head; start included',
    against: ['sha256', 'read-rows'],
  },
  {
    id: 'verify.all',
    unit: '/s',
    what: 'events of the large book through ayni verify: leaves, tree, columns, keys, balances, views; start included',
    against: ['sha256', 'read-rows'],
  },
  { id: 'verify.all.memory', unit: 'MB', what: 'the most memory that it took' },
  {
    id: 'coldstart',
    unit: 'ms',
    what: 'first command of a fresh process on the large book, from command to answer; slowest of three kinds',
  },
  { id: 'coldstart.process', unit: 'ms', what: 'the same from the start of the process: Node, loading, connecting' },
];

const growthFigures = (books: string): readonly FigureKind[] => [
  { id: 'growth.append', unit: 'x', what: `time of a command (32 callers, cold activities among them), ${books}` },
  { id: 'growth.catchup', unit: 'x', what: `time an event takes to be folded into all views, ${books}` },
  { id: 'growth.verify', unit: 'x', what: `time an event takes in ayni verify, ${books}` },
  { id: 'growth.export', unit: 'x', what: `time an event takes in ayni export iati, ${books}` },
  { id: 'growth.coldstart', unit: 'x', what: `first command of a fresh process, ${books}` },
  { id: 'growth.read', unit: 'x', what: `keyed reads and first pages through the API, ${books}` },
  { id: 'growth.proof', unit: 'x', what: `inclusion proofs through the API, ${books}` },
];

/** What the figures are with the sizes of a full run. */
export const figures = figuresOf();

/** What is promised of a run; nothing of growth where its books are smaller than those that the promise is about, or closer. */
export function targetsOf(sizes: GrowthSizes = fullGrowth): readonly Target[] {
  const fits = sizes.small >= fullGrowth.small && sizes.large >= fullGrowth.large && sizes.large >= 9 * sizes.small;
  return fits ? targets : targets.filter(({ id }) => !id.startsWith('growth.'));
}

export const targets: readonly Target[] = [
  { id: 'command.lib.c1', over: 'raw-insert.c1', atLeast: 0.6 },
  { id: 'command.lib.c32', over: 'raw-insert.c32', atLeast: 2 },
  { id: 'command.lib.c32', over: 'emmett.append.c32', atLeast: 6 },
  { id: 'command.lib.c256', over: 'raw-insert.c32', atLeast: 3 },
  { id: 'command.lib.c256', over: 'emmett.append.c32', atLeast: 6 },
  { id: 'command.funds16.p2', over: 'command.lib.c256', atLeast: 0.9 },
  { id: 'command.funds16.p2.fairness', atLeast: 0.5 },
  { id: 'command.funds16.p2.apart.fairness', atLeast: 0.5 },
  { id: 'command.bulk', over: 'emmett.append100.c8', atLeast: 1 },
  { id: 'command.bulk', over: 'emmett.append100.c32', atLeast: 1 },
  { id: 'command.http.c64', over: 'nest-hello.c64', atLeast: 0.5 },
  { id: 'command.http.openloop', atMost: 50 },
  ...['projection.catchup', 'projection.rebuild'].flatMap((id): Target[] => [
    { id, atLeast: 60_000 },
    { id, over: 'emmett.consumer', atLeast: 20 },
    { id: `${id}.growth`, atMost: 1.2 },
  ]),
  { id: 'verify.tree', atLeast: 100_000 },
  { id: 'verify.all', atLeast: 60_000 },
  { id: 'coldstart', atMost: 200 },
  { id: 'projection.lag', atMost: 50 },
  { id: 'projection.lag.p50', atMost: 10 },
  { id: 'export.iati', over: 'concat', atLeast: 0.5 },
  { id: 'export.iati', over: 'concat.published', atLeast: 0.5 },
  { id: 'export.iati.memory', atMost: 300 },
  { id: 'growth.append', atMost: 1.5 },
  ...['catchup', 'verify', 'export', 'coldstart', 'read', 'proof'].map((what): Target => ({
    id: `growth.${what}`,
    atMost: 1.2,
  })),
];
