import type { FigureKind } from '../catalogue.js';
import { type Judged, type Result, spread } from './results.js';
import { shortly } from './run.js';

/** The figures for people: value, spread, and how they stand to others. */
export function figuresTable(results: readonly Result[], kinds: readonly FigureKind[]): string {
  const rows = results.map(({ id, value, unit, rounds, ratios }) => [
    id,
    `${shortly(value)} ${unit}`.trim(),
    rounds.length > 1 ? `±${Math.round(spread(rounds) * 100)} %` : '',
    Object.entries(ratios)
      .map(([other, times]) => `${times.toFixed(2)}x ${other}`)
      .join(', '),
    kinds.find((kind) => kind.id === id)?.what ?? '',
  ]);
  return aligned(['id', 'median', 'spread', 'side by side', 'what'], rows);
}

/** What is promised, and whether it holds. */
export function targetsTable(all: readonly Judged[], results: readonly Result[]): string {
  const rows = all.map(({ target, found, met }) => [
    target.id,
    limitText(target, results),
    found === undefined ? '-' : target.over === undefined ? shortly(found) : `${found.toFixed(2)}x`,
    met === undefined ? 'not measured' : met ? 'met' : 'NOT MET',
  ]);
  return aligned(['target', 'limit', 'found', ''], rows);
}

function limitText({ id, over, atLeast, atMost }: Judged['target'], results: readonly Result[]): string {
  const unit = results.find((each) => each.id === id)?.unit ?? '';
  const limit = atLeast === undefined ? `at most ${atMost}` : `at least ${atLeast}`;
  return over === undefined ? `${limit} ${unit}` : `${limit}x ${over}`;
}

function aligned(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]!.length)));
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, column) => cell.padEnd(widths[column]!))
      .join('  ')
      .trimEnd();
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
}
