import { readFileSync, writeFileSync } from 'node:fs';
import { type FigureKind, figuresOf, targetsOf } from '../catalogue.js';
import type { Machine } from './machine.js';
import { type Output, askedOf, failedOf, growthSizesOf } from './output.js';
import { type Judged, type Result, judged, spread } from './results.js';
import { shortly } from './run.js';

const begin = '<!-- figures -->';
const end = '<!-- end of figures -->';

/** Puts the figures of runs into a page, in the place of those that it had. Throws when the page has no place for them. */
export function writePage(file: string, runs: readonly Output[]): void {
  const page = readFileSync(file, 'utf8');
  const [from, to] = [page.indexOf(begin), page.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`${file} has no ${begin} and ${end}`);
  const results = runs.flatMap((each) => each.results);
  const sizes = growthSizesOf(runs);
  const failed = failedOf(runs).map((each) => `- failed, and not measured: ${each}`);
  const text = [
    begin,
    '',
    machineText(runs.map(({ machine }) => machine)),
    ...(failed.length > 0 ? ['', ...failed] : []),
    '',
    targetRows(judged(results, targetsOf(sizes), askedOf(runs)), results),
    '',
    figureRows(results, figuresOf(sizes)),
    '',
  ].join('\n');
  writeFileSync(file, `${page.slice(0, from)}${text}\n${page.slice(to)}`);
}

function machineText(machines: readonly Machine[]): string {
  const [first] = machines;
  const { cpu, cores, memoryGB, system, node, postgres } = first!;
  const settings = Object.entries(postgres as Readonly<Record<string, string>>).map(([name, value]) => `${name} ${value}`);
  const runs = machines.map(({ commit, at }) => `${String(at).slice(0, 16).replace('T', ' ')} UTC at ${String(commit)}`);
  return [
    `${String(cpu)}, ${String(cores)} cores, ${String(memoryGB)} GB, ${String(system)}, Node ${String(node)}.`,
    `PostgreSQL: ${settings.join(', ')}.`,
    `${runs.length === 1 ? 'One run' : `${runs.length} runs, each of a part`}: ${[...new Set(runs)].join('; ')}.`,
  ].join('\n');
}

function targetRows(all: readonly Judged[], results: readonly Result[]): string {
  const rows = all.map(({ target, found, met }) => {
    const value =
      found === undefined
        ? '-'
        : target.over === undefined
          ? `${shortly(found)} ${unitOf(results, target.id)}`
          : `${found.toFixed(2)}x`;
    return `| \`${target.id}\` | ${limitOf(target, results)} | ${value} | ${met === undefined ? 'not measured' : met ? 'met' : '**not met**'} |`;
  });
  return ['| target | limit | found | |', '| --- | --- | --- | --- |', ...rows].join('\n');
}

function limitOf({ id, over, atLeast, atMost }: Judged['target'], results: readonly Result[]): string {
  const limit = atLeast === undefined ? `at most ${shortly(atMost!)}` : `at least ${shortly(atLeast)}`;
  return over === undefined ? `${limit} ${unitOf(results, id)}` : `${limit}x \`${over}\``;
}

const unitOf = (results: readonly Result[], id: string): string => results.find((each) => each.id === id)?.unit ?? '';

function figureRows(results: readonly Result[], figures: readonly FigureKind[]): string {
  const rows = results.map(({ id, value, unit, rounds, ratios }) => {
    const what = figures.find((each) => each.id === id)?.what ?? '';
    const beside = Object.entries(ratios).map(([other, times]) => `${times.toFixed(2)}x \`${other}\``);
    const scatter = rounds.length > 1 ? `±${Math.round(spread(rounds) * 100)} %` : '';
    return `| \`${id}\` | ${shortly(value)} ${unit} | ${scatter} | ${beside.join('<br>')} | ${what} |`;
  });
  return ['| figure | median | spread | side by side | what |', '| --- | --- | --- | --- | --- |', ...rows].join('\n');
}
