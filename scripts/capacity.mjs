// What many funds need, reckoned from what few were measured to take.
//
//   node scripts/capacity.mjs [--funds 1000] [--events 1000000000] [--years 10] [--disk 500] [--database URL] [--bench FILE]
//
//   --database  measures the bytes of an event anew, on a loaded and folded book (docs/scale.md says how)
//   --bench     takes the rates out of a file of `npm run bench -- --json FILE`
//   --disk      MB/s that the disk of a node reads in order, and half as many that it writes
//
// Without these, the figures below, which docs/scale.md explains. All output is Markdown.
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';

/** Bytes of an event in the tables and indexes of what it leaves behind, in a book of 100,000; least and most. */
const measuredBytes = { ledger: [1149, 1149], views: [1176, 1176] };
/** Of these, what folding and publishing read: `ledger.event` without its indexes. */
const eventBytes = 667;
/** A second, by one process and its database on two cores; least and most of the rounds of a run. */
const measuredRates = { command: [12344, 15938], fold: [46300, 51605], verify: [40115, 44404], export: [158587, 178006] };
const benchIds = { command: 'command.lib.c32', fold: 'projection.rebuild', verify: 'verify.all', export: 'export.iati' };

/** What is assumed, not measured. */
const assumed = {
  busyHoursOfYear: 1_500, // when people work: 6 hours of 250 days
  peakOverMean: 20,
  full: 0.7, // how full a disk may be, with room for rebuilt tables and vacuum
  nodeDisk: 2e12,
  nodeMemory: 128e9,
  nodeCores: 16,
  hot: [0.05, 0.15], // of all rows and indexes, what a working day touches
  copies: 2, // the node and its standby
  writtenTwice: 2, // rows, and the log of them
  clusterCost: 3, // how many times as long a command takes on a cluster: the worse end of docs/scale.md
};

const { values: given } = parseArgs({
  options: {
    funds: { type: 'string', default: '1000' },
    events: { type: 'string', default: '1000000000' },
    years: { type: 'string', default: '10' },
    disk: { type: 'string', default: '500' },
    database: { type: 'string' },
    bench: { type: 'string' },
  },
});
const [funds, events, years, disk] = [given.funds, given.events, given.years, given.disk].map(Number);
/** Bytes a second that the disk of a node reads and writes in order. */
const diskRates = { read: disk * 1e6, write: (disk / 2) * 1e6 };
const bytes = given.database ? await measureBytes(given.database) : measuredBytes;
const rates = given.bench ? ratesOf(given.bench) : measuredRates;
console.log(told(reckoned()));

function reckoned() {
  const both = (range, of) => range.map(of);
  const total = [bytes.ledger[0] + bytes.views[0], bytes.ledger[1] + bytes.views[1]];
  const live = both(total, (each) => each * events);
  const space = both(live, (each) => each / assumed.full);
  const hot = [live[0] * assumed.hot[0], live[1] * assumed.hot[1]];
  const perSecond = (events / (years * assumed.busyHoursOfYear * 3600)) * assumed.peakOverMean;
  const nodesBy = {
    disk: both(space, (each) => Math.ceil(each / assumed.nodeDisk)),
    memory: both(hot, (each) => Math.ceil(each / (assumed.nodeMemory * 0.75))),
    writes: both(rates.command.toReversed(), (rate) =>
      Math.max(1, Math.ceil((perSecond * assumed.clusterCost) / rate / (assumed.nodeCores / 2))),
    ),
  };
  const nodes = [0, 1].map((end) => Math.max(...Object.values(nodesBy).map((range) => range[end])));
  const hours = (work, rate) => both(rate.toReversed(), (each) => work / each / 3600);
  // A process and its database take two cores, and all processes of a node share its disk: the slower of the two.
  const onNodes = (rate, { read = 0, write = 0 }) => {
    const [least, most] = hours(events, rate).map((each) => (2 * each) / assumed.nodeCores);
    const ofDisk = (events * (read / diskRates.read + (write * assumed.writtenTwice) / diskRates.write)) / 3600;
    return [Math.max(least, ofDisk) / nodes[1], Math.max(most, ofDisk) / nodes[0]];
  };
  return {
    live,
    space,
    hot,
    perSecond,
    nodesBy,
    nodes,
    verify: onNodes(rates.verify, { read: bytes.ledger[1] + bytes.views[1] }),
    fold: onNodes(rates.fold, { read: eventBytes, write: bytes.views[1] }),
    export: onNodes(rates.export, { read: eventBytes }),
    oneFund: { verify: hours(events / funds, rates.verify), fold: hours(events / funds, rates.fold) },
  };
}

function told(r) {
  const at = (range, unit, digits = 0) => {
    const [low, high] = range.map((each) => each.toLocaleString('en', { maximumFractionDigits: digits }));
    return `${low === high ? low : `${low} to ${high}`} ${unit}`;
  };
  const tera = (range) => at([range[0] / 1e12, range[1] / 1e12], 'TB', 2);
  const rows = [
    ['bytes of an event: ledger', at(bytes.ledger, 'B'), 'measured'],
    ['bytes of an event: views', at(bytes.views, 'B'), 'measured'],
    ['all rows and indexes', tera(r.live), `${events.toExponential()} events x (ledger + views)`],
    ['disk, once', tera(r.space), `at most ${assumed.full * 100} % full`],
    ['disk, with standbys', tera(r.space.map((each) => each * assumed.copies)), `x ${assumed.copies}`],
    [
      'touched in a working day',
      tera(r.hot),
      `${assumed.hot.map((each) => each * 100).join(' to ')} % of the rows and indexes`,
    ],
    [
      'commands at the busiest',
      `${Math.ceil(r.perSecond)}/s`,
      `the mean of working hours over ${years} years x ${assumed.peakOverMean}`,
    ],
    ['nodes by disk', at(r.nodesBy.disk, ''), `${assumed.nodeDisk / 1e12} TB each`],
    ['nodes by memory', at(r.nodesBy.memory, ''), `three quarters of ${assumed.nodeMemory / 1e9} GB for what is touched`],
    [
      'nodes by writing',
      at(r.nodesBy.writes, ''),
      `${at(rates.command, '/s')} of one writer, on half of ${assumed.nodeCores} cores, each taking ${assumed.clusterCost} times as long on a cluster`,
    ],
    ['nodes', at(r.nodes, ''), 'the most of these, and as many standbys'],
    [
      'verify one fund',
      at(
        r.oneFund.verify.map((each) => each * 60),
        'min',
        1,
      ),
      `${at(rates.verify, 'events/s')}, one process on two cores`,
    ],
    [
      'fold one fund anew',
      at(
        r.oneFund.fold.map((each) => each * 60),
        'min',
        1,
      ),
      `${at(rates.fold, 'events/s')}, one process on two cores`,
    ],
    [
      'verify all',
      at(r.verify, 'h', 1),
      `a process for every two cores of each node, or its disk at ${disk} MB/s: whichever takes longer`,
    ],
    ['fold all anew', at(r.fold, 'h', 1), `the same; rows and log are written at ${disk / 2} MB/s`],
    [
      'publish all',
      at(
        r.export.map((each) => each * 60),
        'min',
      ),
      `${at(rates.export, 'events/s')}, the same`,
    ],
  ];
  const head = `${funds.toLocaleString('en')} funds, ${events.toLocaleString('en')} events, ${years} years`;
  return [
    `| ${head} | | how |`,
    '| --- | --- | --- |',
    ...rows.map((row) => `| ${row.map((each) => each.trim()).join(' | ')} |`),
  ].join('\n');
}

/** Least and most of the rounds of a run. */
function ratesOf(file) {
  const { results } = JSON.parse(readFileSync(file, 'utf8'));
  const found = Object.entries(benchIds).map(([name, id]) => {
    const figure = results.find((each) => each.id === id);
    if (figure) return [name, [Math.min(...figure.rounds), Math.max(...figure.rounds)]];
    console.error(`${file} has no ${id}: ${measuredRates[name].join(' to ')} /s stand in for it`);
    return [name, measuredRates[name]];
  });
  return Object.fromEntries(found);
}

async function measureBytes(connectionString) {
  const { default: pg } = await import('pg');
  const client = new pg.Client({ connectionString });
  await client.connect();
  const { rows } = await client.query(`
    SELECT n.nspname AS schema, format('%s.%s', n.nspname, c.relname) AS name, pg_total_relation_size(c.oid)::float8 AS total,
      pg_indexes_size(c.oid)::float8 AS indexes, CASE n.nspname WHEN 'ledger' THEN (SELECT sum(position) FROM ledger.book_head)
        ELSE (SELECT sum(position) FROM (SELECT min(position) AS position FROM view.checkpoint GROUP BY book_id) c) END::float8 AS events
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname IN ('ledger', 'view') AND c.relkind = 'r' ORDER BY 3 DESC`);
  await client.end();
  const each = (list, member) => list.reduce((sum, row) => sum + row[member] / row.events, 0);
  console.log(`| table | bytes an event | of which indexes |\n| --- | --- | --- |`);
  const large = rows.filter((row) => row.total / row.events >= 5);
  const small = rows.filter((row) => row.total / row.events < 5);
  for (const row of large)
    console.log(`| ${row.name} | ${Math.round(row.total / row.events)} | ${Math.round(row.indexes / row.events)} |`);
  console.log(`| ${small.length} others | ${Math.round(each(small, 'total'))} | ${Math.round(each(small, 'indexes'))} |\n`);
  const of = (schema) => rows.filter((row) => row.schema === schema);
  const twice = (value) => [Math.round(value), Math.round(value)];
  return {
    ledger: twice(each(of('ledger'), 'total')),
    views: twice(each(of('view'), 'total')),
    indexes: twice(each(rows, 'indexes')),
  };
}
