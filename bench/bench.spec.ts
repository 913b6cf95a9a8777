import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import type { EventStore } from '#event-store/event-store';
import { readAfter, readHead } from '#event-store/store';
import { bookId } from '#kernel/ids';
import { type EventRecord, recordText } from '#kernel/record';
import { microsOf } from '#kernel/time';
import { verifyBook } from '#projections/verify/book';
import { Projector } from '#projections/runner';
import { type TestCluster, testCluster } from '../test/support/cluster.js';
import { type TestDatabase, testDatabase } from '../test/support/database.js';
import { openStore } from '../test/support/fund-fixture.js';
import { Program } from '../test/support/program.js';
import { makeLargeBook } from './book/large.js';
import { postAll } from './book/posting.js';
import { dayOf, eventsOfProject, groupName, groups, largeFundAsks, largeProjectAsks, projectName } from './book/project.js';
import { Stencil } from './book/stencil.js';
import { figures, figuresOf, suites, targets, targetsOf } from './catalogue.js';
import { chosen, idsOf } from './harness/choice.js';
import { MemoryWatch } from './harness/memory.js';
import { atHalfOf } from './harness/open-loop.js';
import { type Output, askedOf, failedOf, readOutput } from './harness/output.js';
import { writePage } from './harness/page.js';
import { writePlots } from './harness/plots.js';
import { judged, median, resultsOf, spread } from './harness/results.js';
import { measuredOf } from './harness/run.js';

describe('a large book', () => {
  let database: TestDatabase;
  let pool: pg.Pool;
  const book = bookId('large');
  const pools: pg.Pool[] = [];
  const opened = (): EventStore => {
    const { store, pool: books } = openStore(database.bookUrl);
    pools.push(books);
    return store;
  };
  beforeAll(async () => {
    database = await testDatabase();
    pool = new pg.Pool({ connectionString: database.appUrl, max: 4 });
  });
  afterAll(async () => {
    await Promise.all([pool, ...pools].map((each) => each.end()));
    await database.close();
  });

  test('is one that the product cannot tell from its own', async () => {
    const store = opened();
    // More than a group has, so that shared streams and accounts go round.
    const projects = groups + 3;
    const events = await makeLargeBook({ adminUrl: database.adminUrl, store, book, projects, tell: () => undefined });
    const projector = new Projector(pool);
    await projector.catchUp(book);
    const checking = verifyBook(pool, book);
    for (;;) {
      const next = await checking.next();
      if (!next.done) throw new Error(JSON.stringify(next.value));
      expect(next.value).toMatchObject({ events, commands: events, differences: 0, warnings: 0 });
      break;
    }
    // And it goes on from there.
    await postAll(store, 'later', largeProjectAsks(book, 9_000_064, '2026-01-05'));
    expect((await readHead(pool, book)).position).toBe(events + eventsOfProject);
  });

  test('has the records, to the byte, that the product would have written', async () => {
    const store = opened();
    const other = bookId('decided');
    const recordsOf = async (project: number, day: string): Promise<readonly EventRecord[]> => {
      const { position } = await readHead(pool, other);
      await postAll(store, projectName(project), largeProjectAsks(other, project, day));
      return readAfter(pool, other, position);
    };
    await postAll(store, 'fund', largeFundAsks(other, '2024-01-01'));
    const model = await recordsOf(9_000_000, '2024-01-01');
    const stencil = new Stencil(model, projectName(9_000_000), groupName(0), '2024-01-01');
    const day = dayOf({ firstDay: '2024-01-01', perDay: 1 }, 7);
    const decided = await recordsOf(7, day);
    const at = { book: other, project: projectName(7), group: groupName(7), day };
    const [first] = decided;
    const versions = (stream: string): number => decided.find((each) => each.stream === stream)!.version;
    const stamped = stencil.stamp(at, first!.position, microsOf(first!.recordedAt), versions);
    // The clock is all that differs.
    expect(stamped.map((each) => each.text)).toEqual(
      decided.map((record, index) => recordText({ ...record, recordedAt: stamped[index]!.recordedAt as never })),
    );
  });
});

describe('the benchmark', () => {
  let folder: string;
  let cluster: TestCluster;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'ayni-bench-'));
    cluster = await testCluster();
  });
  afterAll(async () => {
    await cluster.release();
    rmSync(folder, { recursive: true });
  });

  test('measures, says how it stands, and leaves nothing behind', async () => {
    const file = join(folder, 'figures.json');
    const options = ['--quick', '--alone', '--rounds', '1', '--only', 'raw-insert.c1,command.lib.c1', '--json', file];
    const program = new Program('bench/main.ts', { DATABASE_URL: cluster.url }, [...options, '--plots', folder]);
    expect([await program.exit(), program.errors]).toEqual([0, expect.stringContaining('round 1 of 1: command.lib.c1')]);
    const { machine, results } = JSON.parse(readFileSync(file, 'utf8'));
    expect(machine).toMatchObject({ cores: expect.any(Number), postgres: { server_version: expect.any(String) } });
    const [, command] = results;
    expect(command).toEqual({
      id: 'command.lib.c1',
      value: expect.any(Number),
      unit: '/s',
      rounds: [command.value],
      ratios: { 'raw-insert.c1': command.value / results[0].value },
    });
    expect(program.output).toMatch(/command\.lib\.c1 +at least 0\.6x raw-insert\.c1 +\d\.\d\dx +(met|NOT MET)/);
    expect(readFileSync(join(folder, 'commands.svg'), 'utf8')).toContain('>raw-insert.c1</text>');
    const admin = new pg.Client({ connectionString: cluster.url });
    await admin.connect();
    const { rows } = await admin.query(`SELECT datname FROM pg_database WHERE datname LIKE 'ayni\\_bench\\_%'`);
    await admin.end();
    expect(rows).toEqual([]);
  });

  test('knows what every figure is that it promises something of', () => {
    const ids = new Set(figures.map(({ id }) => id));
    const named = targets.flatMap(({ id, over }) => (over === undefined ? [id] : [id, over]));
    expect(named.filter((id) => !ids.has(id))).toEqual([]);
    const given = suites.flatMap(({ contenders }) =>
      contenders.flatMap(({ scenarios }) => scenarios.flatMap(({ id, gives }) => gives ?? [id])),
    );
    expect(given.toSorted()).toEqual([...ids].toSorted());
  });

  test('brings what a figure is set against, unless it is told not to', () => {
    const idsOf = (alone: boolean): string[] =>
      chosen(suites, figures, { only: ['command.lib.c1'], alone }).flatMap(({ contenders }) =>
        contenders.flatMap(({ scenarios }) => scenarios.map(({ id }) => id)),
      );
    expect(idsOf(false)).toEqual(['fdatasync', 'raw-insert.c1', 'emmett.append.c1', 'command.lib.c1']);
    expect(idsOf(true)).toEqual(['command.lib.c1']);
    expect(() => chosen(suites, figures, { only: ['command.faster'] })).toThrow('no such figure: command.faster');
    expect(chosen(suites, figures, { quick: true }).some(({ long }) => long)).toBe(false);
  });

  test('measures no growth in a quick run, by whatever name it is asked for', () => {
    const quick = (only: string[]) => idsOf(chosen(suites, figures, { only, quick: true, alone: true }));
    expect(() => quick(['growth.append'])).toThrow('a quick run leaves out growth.append');
    expect(quick(['growth', 'coldstart'])).toEqual(['coldstart', 'coldstart.process']);
  });

  test('takes the figures of a scenario that are declared, all of them, and none that could not be read', () => {
    const scenario = { id: 'a', gives: ['a', 'a.memory'] };
    expect(measuredOf(scenario, { a: 1, 'a.memory': NaN })).toEqual([['a', 1]]);
    expect(() => measuredOf(scenario, { a: 1, 'a.memory': 2, 'a.luck': 3 })).toThrow('does not know: a.luck');
    expect(() => measuredOf(scenario, { a: 1 })).toThrow('a did not give a.memory');
    expect(targets.filter(({ id }) => id.endsWith('.fairness')).map(({ atLeast }) => atLeast)).toEqual([0.5, 0.5]);
  });

  test('knows nothing of the memory of a process of which the system does not tell', () => {
    // No process has this number.
    const { peak, growth } = new MemoryWatch(2 ** 30).stop();
    expect([peak, growth]).toEqual([NaN, NaN]);
  });

  test('sends at half of the rate that was reached right before, each time anew', async () => {
    const rates = [200, 100];
    const sent = async () =>
      (
        await atHalfOf(
          () => Promise.resolve(rates.shift()!),
          (rate) => Promise.resolve([rate]),
        )
      ).found;
    expect([await sent(), await sent()]).toEqual([[100], [50]]);
  });

  test('leaves nothing behind when it is stopped while its server starts', async () => {
    const program = new Program('bench/main.ts', {}, ['--quick', '--only', 'raw-insert.c1']);
    const [, home] = await program.says(/GB of log in advance, for the server in (.+)/);
    expect(existsSync(home!)).toBe(true);
    program.signal('SIGINT');
    expect([await program.exit(), program.errors]).toEqual([130, expect.stringContaining('clearing up')]);
    expect(existsSync(home!)).toBe(false);
  });
});

describe('what is told', () => {
  const kinds = [
    { id: 'a', unit: '/s', what: 'a' },
    { id: 'b', unit: '/s', what: 'b' },
  ];
  const rounds = new Map([
    ['a', [10, 40, 20]],
    ['b', [5, 10, 10]],
  ]);

  test('is the median, and the median of the ratios of rounds', () => {
    const [a] = resultsOf(rounds, kinds, [{ id: 'a', over: 'b', atLeast: 2 }]);
    expect(a).toEqual({ id: 'a', value: 20, unit: '/s', rounds: [10, 40, 20], ratios: { b: 2 } });
    expect([median([4, 1]), spread([1, 2, 3])]).toEqual([2.5, 0.25]);
  });

  test('a target is met at its limit, missed below, and neither without its other figure', () => {
    const asked = [
      { id: 'a', over: 'b', atLeast: 2 },
      { id: 'a', atMost: 19 },
      { id: 'b', over: 'c', atLeast: 1 },
    ];
    expect(judged(resultsOf(rounds, kinds, asked), asked).map(({ met }) => met)).toEqual([true, false, undefined]);
  });

  test('is the size of the books that growth was measured on, and a promise of those alone that it is about', () => {
    const wordsOf = (...[sizes]: Parameters<typeof figuresOf>) =>
      figuresOf(sizes).find(({ id }) => id === 'growth.proof')!.what;
    expect(wordsOf()).toContain('10 million events against 1 million');
    expect(wordsOf({ small: 1_000_116, large: 2_000_145 })).toContain('2 million events against 1 million');
    expect(wordsOf({ small: 100_126, large: 10_000_145 })).toContain('10 million events against 100,000');
    const promised = (...[sizes]: Parameters<typeof targetsOf>) => targetsOf(sizes).some(({ id }) => id === 'growth.proof');
    expect([promised(), promised({ small: 1_000_116, large: 10_000_145 })]).toEqual([true, true]);
    expect(promised({ small: 1_000_116, large: 2_000_145 })).toBe(false);
  });

  test('a target of what failed, or could not be read, is there as not measured', () => {
    const asked = [
      { id: 'failed', atLeast: 2 },
      { id: 'other', atLeast: 2 },
      { id: 'memory', atMost: 300 },
    ];
    const unread = { id: 'memory', value: -Infinity, unit: 'MB', rounds: [], ratios: {} };
    const told = judged([unread], asked, ['failed', 'memory']).map(({ target, met }) => [target.id, met]);
    expect(told).toEqual([
      ['failed', undefined],
      ['memory', undefined],
    ]);
  });

  test('is read from what earlier runs wrote, and a page says what failed', () => {
    const folder = mkdtempSync(join(tmpdir(), 'ayni-page-'));
    const [file, page] = [join(folder, 'run.json'), join(folder, 'page.md')];
    const machine = {
      cpu: 'x',
      postgres: {},
      commit: 'abc',
      at: '2026-11-27T04:13:19.259Z',
      run: { seconds: 1, quick: true, notes: {} },
    };
    const earlier = { id: 'command.funds16.p2.fairness', value: 0.4, unit: '', rounds: [0.4], ratios: {} };
    const unread = { id: 'export.iati.memory', value: null, unit: 'MB', rounds: [null], ratios: {} };
    writeFileSync(file, JSON.stringify({ machine, results: [earlier, unread] }));
    const old = readOutput(file);
    expect([old.results, askedOf([old]), failedOf([old])]).toEqual([[{ ...earlier, unit: 'x' }], [], []]);
    const run = { ...old.machine.run, asked: ['command.bulk'], failed: { bulk: 'bulk failed: no answer' } };
    const now: Output = { machine: { ...old.machine, run }, results: [] };
    writeFileSync(page, 'before\n<!-- figures -->\nold\n<!-- end of figures -->\nafter\n');
    writePage(page, [old, now]);
    const text = readFileSync(page, 'utf8');
    expect(text).toContain('- failed, and not measured: bulk: bulk failed: no answer');
    expect(text).toMatch(/`command\.bulk` \| at least 1\.00x `emmett\.append100\.c8` \| - \| not measured/);
    expect(text).toMatch(/`command\.funds16\.p2\.fairness` \| at least 0\.500 x \| 0\.400 x \| \*\*not met\*\*/);
    rmSync(folder, { recursive: true });
  });

  test('is drawn with names, figures and lines, and escaped', () => {
    const folder = mkdtempSync(join(tmpdir(), 'ayni-plots-'));
    const result = (id: string, value: number) => ({ id, value, unit: '/s', rounds: [value], ratios: {} });
    expect(writePlots(folder, [result('nest-hello.c64', 1000), result('command.http.c64', 600)])).toEqual(['http.svg']);
    const svg = readFileSync(join(folder, 'http.svg'), 'utf8');
    expect(svg).toContain('>600 /s</text>');
    expect(svg).toContain('half of the hello-world: the target');
    expect(svg).toContain('prefers-color-scheme: dark');
    rmSync(folder, { recursive: true });
  });
});
