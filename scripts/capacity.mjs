// What many funds need, reckoned from what few were measured to take.
//
//   node scripts/capacity.mjs [--funds 1000] [--events 1000000000] [--years 10] [--database URL] [--bench FILE]
//
//   --database  measures the bytes of an event anew, on a loaded and folded book (docs/scale.md says how)
//   --bench     takes the rates out of a file of `npm run bench -- --json FILE`
//
// Without these, the figures below, which docs/scale.md explains. All output is Markdown.
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';

/** Bytes of an event in the tables and indexes of what it leaves behind, in a book of 100,000; least and most. */
const measuredBytes = { ledger: [1149, 1149], views: [1320, 1320] };
/** A second, by one process and its database on two cores; least and most of the rounds of a run. */
const measuredRates = { command: [11154, 14763], fold: [40458, 42132], verify: [35492, 35886], export: [165149, 179792] };
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
};

const { values: given } = parseArgs({
  options: {
    funds: { type: 'string', default: '1000' },
    events: { type: 'string', default: '1000000000' },
    years: { type: 'string', default: '10' },
    database: { type: 'string' },
    bench: { type: 'string' },
  },
});
const [funds, events, years] = [given.funds, given.events, given.years].map(Number);
const bytes = given.database ? await measureBytes(given.database) : measuredBytes;
const rates = given.bench ? ratesOf(given.bench) : measuredRates;
console.log(told(reckoned()));

function reckoned() {
  const both = (range, of) => range.map(of);
  const total = [bytes.ledger[0] + bytes.views[0], bytes.ledger[1] + bytes.views[1]];
  const live = both(total, (each) => each * events);
  const disk = both(live, (each) => each / assumed.full);
  const hot = [live[0] * assumed.hot[0], live[1] * assumed.hot[1]];
  const perSecond = (events / (years * assumed.busyHoursOfYear * 3600)) * assumed.peakOverMean;
  const nodesBy = {
    disk: both(disk, (each) => Math.ceil(each / assumed.nodeDisk)),
    memory: both(hot, (each) => Math.ceil(each / (assumed.nodeMemory * 0.75))),
    writes: both(rates.command.toReversed(), (rate) => Math.max(1, Math.ceil(perSecond / rate / (assumed.nodeCores / 2)))),
  };
  const nodes = [0, 1].map((end) => Math.max(...Object.values(nodesBy).map((range) => range[end])));
  const hours = (work, rate) => both(rate.toReversed(), (each) => work / each / 3600);
  return {
    live,
    disk,
    hot,
    perSecond,
    nodesBy,
    nodes,
    fold: hours(events, rates.fold),
    verify: hours(events, rates.verify),
    export: hours(events, rates.export),
    oneFund: { verify: hours(events / funds, rates.verify), fold: hours(events / funds, rates.fold) },
  };
}

function told(r) {
  const at = (range, unit, digits = 0) => {
    const [low, high] = range.map((each) => each.toLocaleString('en', { maximumFractionDigits: digits }));
    return `${low === high ? low : `${low} to ${high}`} ${unit}`;
  };
  const tera = (range) => at([range[0] / 1e12, range[1] / 1e12], 'TB', 2);
  // A process and its database take two cores.
  const spread = ([least, most]) =>
    at([(2 * least) / r.nodes[1] / assumed.nodeCores, (2 * most) / r.nodes[0] / assumed.nodeCores], 'h', 1);
  const rows = [
    ['bytes of an event: ledger', at(bytes.ledger, 'B'), 'measured'],
    ['bytes of an event: views', at(bytes.views, 'B'), 'measured'],
    ['all rows and indexes', tera(r.live), `${events.toExponential()} events x (ledger + views)`],
    ['disk, once', tera(r.disk), `at most ${assumed.full * 100} % full`],
    ['disk, with standbys', tera(r.disk.map((each) => each * assumed.copies)), `x ${assumed.copies}`],
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
      `${at(rates.command, '/s')} of one writer, on half of ${assumed.nodeCores} cores`,
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
    ['verify all', spread(r.verify), 'a process for every two cores of each node'],
    ['fold all anew', spread(r.fold), 'the same'],
    ['publish all', spread(r.export), `${at(rates.export, 'events/s')}, the same`],
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
    return [name, figure ? [Math.min(...figure.rounds), Math.max(...figure.rounds)] : measuredRates[name]];
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
