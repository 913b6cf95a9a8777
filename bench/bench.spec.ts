import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
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
import { figures, suites, targets } from './catalogue.js';
import { chosen } from './harness/choice.js';
import { writePlots } from './harness/plots.js';
import { judged, median, resultsOf, spread } from './harness/results.js';

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
