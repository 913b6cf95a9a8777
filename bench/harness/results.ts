import type { FigureKind, Target } from '../catalogue.js';
import type { Rounds } from './run.js';

/** One row of the output; the form is fixed. */
export interface Result {
  readonly id: string;
  /** Median of the rounds. */
  readonly value: number;
  readonly unit: string;
  readonly rounds: readonly number[];
  /** This figure as a multiple of others of the same run. */
  readonly ratios: Readonly<Record<string, number>>;
}

/** A target, and whether it was met; undefined when the run lacks a figure for it. */
export interface Judged {
  readonly target: Target;
  readonly found: number | undefined;
  readonly met: boolean | undefined;
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** Half the distance between the quarters, as a share of the median. */
export function spread(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number): number => {
    const place = share * (sorted.length - 1);
    const low = Math.floor(place);
    return sorted[low]! + (sorted[Math.ceil(place)]! - sorted[low]!) * (place - low);
  };
  return (at(0.75) - at(0.25)) / 2 / median(values);
}

/** One against another: the median of the ratios of the rounds where they were measured side by side. */
function ratio(own: readonly number[], other: readonly number[]): number {
  if (own.length === other.length) return median(own.map((value, index) => value / other[index]!));
  return median(own) / median(other);
}

/** Every figure that was measured, in the order of the catalogue; those that it does not know come last. */
export function resultsOf(rounds: Rounds, kinds: readonly FigureKind[], targets: readonly Target[]): Result[] {
  const known = kinds.filter(({ id }) => rounds.has(id));
  const others = [...rounds.keys()].filter((id) => kinds.every((kind) => kind.id !== id)).map((id) => ({ id, unit: '' }));
  return [...known, ...others].map((kind) => {
    const own = rounds.get(kind.id)!;
    const against = new Set('against' in kind ? kind.against : []);
    for (const { id, over } of targets) if (id === kind.id && over !== undefined) against.add(over);
    const ratios = [...against].filter((id) => rounds.has(id)).map((id) => [id, ratio(own, rounds.get(id)!)] as const);
    return { id: kind.id, value: median(own), unit: kind.unit, rounds: own, ratios: Object.fromEntries(ratios) };
  });
}

/** Every target for which there is a figure, or (`asked`) was to be one: what failed is not measured, and not forgotten. */
export function judged(results: readonly Result[], targets: readonly Target[], asked: readonly string[] = []): Judged[] {
  const byId = new Map(results.map((each) => [each.id, each]));
  return targets
    .filter(({ id }) => byId.has(id) || asked.includes(id))
    .map((target) => {
      const { id, over, atLeast = -Infinity, atMost = Infinity } = target;
      const result = byId.get(id);
      const value = over === undefined ? result?.value : result?.ratios[over];
      const found = Number.isFinite(value) ? value : undefined;
      return { target, found, met: found === undefined ? undefined : found >= atLeast && found <= atMost };
    });
}
