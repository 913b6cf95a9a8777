import { readFileSync } from 'node:fs';
import { type GrowthSizes, figures } from '../catalogue.js';
import type { Machine } from './machine.js';
import type { Result } from './results.js';

/** What a run says of itself. Members that earlier runs did not write are optional. */
export interface RunNotes {
  readonly seconds: number;
  readonly quick: boolean;
  /** The figures that it was to give. */
  readonly asked?: readonly string[];
  /** Contenders that failed, and the first line of why. */
  readonly failed?: Readonly<Record<string, string>>;
  readonly notes: Readonly<Record<string, unknown>>;
}

/** What `--json` writes. */
export interface Output {
  readonly machine: Machine & { readonly run: RunNotes };
  readonly results: readonly Result[];
}

/** Reads what `--json` wrote, now or earlier: a figure that could not be read was null, and one that nobody had declared had no unit. */
export function readOutput(file: string): Output {
  const { machine, results } = JSON.parse(readFileSync(file, 'utf8')) as Output;
  const unitOf = (id: string): string => figures.find((each) => each.id === id)?.unit ?? '';
  return {
    machine,
    results: results
      .filter(({ value }) => Number.isFinite(value))
      .map((each) => (each.unit === '' ? { ...each, unit: unitOf(each.id) } : each)),
  };
}

/** All figures that runs were to give. */
export const askedOf = (outputs: readonly Output[]): string[] => [
  ...new Set(outputs.flatMap(({ machine }) => machine.run.asked ?? [])),
];

/** What failed in runs, as `name: why`. */
export const failedOf = (outputs: readonly Output[]): string[] =>
  outputs.flatMap(({ machine }) => Object.entries(machine.run.failed ?? {}).map(([name, why]) => `${name}: ${why}`));

/** The books on which the runs measured growth; undefined when none did. */
export const growthSizesOf = (outputs: readonly Output[]): GrowthSizes | undefined =>
  outputs.map(({ machine }) => machine.run.notes['growth'] as GrowthSizes | undefined).find((sizes) => sizes !== undefined);
