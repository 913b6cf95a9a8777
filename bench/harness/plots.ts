import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type BarChart, type BarKind, type Line, barChart } from './bar-chart.js';
import { type GrowthSizes, growthWords } from '../catalogue.js';
import type { Result } from './results.js';
import { shortly } from './run.js';

/** One picture: which figures, and what they are set against. */
interface Plot {
  readonly file: string;
  readonly title: string;
  readonly axis: string;
  readonly ids: readonly string[];
  readonly logarithmic?: boolean;
  /** Multiples of a figure, or (without one) plain values, as dashed lines. */
  readonly lines: readonly { readonly times: number; readonly of?: string; readonly text: string }[];
}

const plotsOf = (sizes?: GrowthSizes): readonly Plot[] => [
  {
    file: 'commands',
    title: 'Commands on one fund, beside bare inserts and another event store',
    axis: 'events a second; more is better',
    ids: [
      'fdatasync',
      'raw-insert.c1',
      'raw-insert.c8',
      'raw-insert.c32',
      'emmett.append.c1',
      'emmett.append.c8',
      'emmett.append.c32',
      'emmett.append100.c8',
      'emmett.append100.c32',
      'command.lib.c1',
      'command.lib.c32',
      'command.lib.c256',
      'command.funds16.p2',
      'command.funds16.p2.apart',
      'command.bulk',
    ],
    lines: [
      { times: 1, of: 'raw-insert.c32', text: 'the bare insert, 32 connections' },
      { times: 2, of: 'raw-insert.c32', text: 'twice that: the target with 32 callers' },
      { times: 3, of: 'raw-insert.c32', text: 'three times: the target with 256 callers' },
    ],
  },
  {
    file: 'http',
    title: 'Commands through HTTP, beside a hello-world on the same adapter',
    axis: 'requests a second, 64 keep-alive connections; more is better',
    ids: ['nest-hello.c64', 'command.http.c64'],
    lines: [{ times: 0.5, of: 'nest-hello.c64', text: 'half of the hello-world: the target' }],
  },
  {
    file: 'long-work',
    title: 'Views, verification and publishing, beside what bounds them',
    axis: 'events a second, each line ten times the one before; more is better',
    ids: [
      'sha256',
      'read-rows',
      'copy-out-parse',
      'copy-in',
      'emmett.consumer',
      'projection.catchup',
      'projection.rebuild',
      'verify.tree',
      'verify.all',
      'concat',
      'concat.parsed',
      'concat.published',
      'export.iati',
    ],
    logarithmic: true,
    lines: [{ times: 60_000, text: '60,000: the target of views and of verifying everything' }],
  },
  {
    file: 'waiting',
    title: 'How long one waits',
    axis: 'milliseconds, each line ten times the one before; less is better',
    ids: [
      'command.http.openloop.p50',
      'command.http.openloop',
      'projection.lag.p50',
      'projection.lag',
      'projection.lag.together.p50',
      'projection.lag.together',
      'coldstart',
    ],
    logarithmic: true,
    lines: [
      { times: 50, text: '50 ms: the target of the slowest hundredth' },
      { times: 200, text: '200 ms: the target of a cold start' },
    ],
  },
  {
    file: 'growth',
    title: `The same work on two books: ${growthWords(sizes)}`,
    axis: 'times as long for the same work; less is better',
    ids: ['append', 'catchup', 'verify', 'export', 'coldstart', 'read', 'proof'].map((what) => `growth.${what}`),
    lines: [
      { times: 1, text: 'the same' },
      { times: 1.2, text: '1.2: the target' },
      { times: 1.5, text: '1.5: the target of an append' },
    ],
  },
];

const kindOf = (id: string): BarKind =>
  /^(emmett|nest-hello)/.test(id)
    ? 'peer'
    : /^(fdatasync|raw-insert|sha256|read-rows|copy-|concat)/.test(id)
      ? 'limit'
      : 'product';

/** The pictures of what was measured, those without a figure left out. Gives the names of the files. */
export function writePlots(folder: string, results: readonly Result[], sizes?: GrowthSizes): string[] {
  mkdirSync(folder, { recursive: true });
  return plotsOf(sizes).flatMap((plot) => {
    const chart = chartOf(plot, results);
    if (!chart) return [];
    const file = `${plot.file}.svg`;
    writeFileSync(join(folder, file), barChart(chart));
    return [file];
  });
}

function chartOf({ title, axis, ids, lines, logarithmic = false }: Plot, results: readonly Result[]): BarChart | undefined {
  const known = new Map(results.map((each) => [each.id, each]));
  const bars = ids.flatMap((id) => {
    const found = known.get(id);
    if (!found) return [];
    const { value, unit, rounds } = found;
    const range = [Math.min(...rounds), Math.max(...rounds)] as const;
    return [{ name: id, value, text: `${shortly(value)} ${unit}`.trim(), kind: kindOf(id), range }];
  });
  if (bars.length === 0) return undefined;
  const drawn = lines.flatMap(({ times, of, text }): Line[] => {
    const base = of === undefined ? 1 : known.get(of)?.value;
    return base === undefined ? [] : [{ at: times * base, text }];
  });
  return { title, axis, bars, lines: drawn, logarithmic };
}
