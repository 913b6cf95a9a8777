import { z } from 'zod';
import { compareDecimals, formatDecimal, parseDecimal, sumDecimals } from '#kernel/decimal';
import type { LocalDate } from '#kernel/time';
import * as field from '../fields.js';
import type { Narratives } from '../fields.js';
import { refuse } from '../rejections.js';
import { refuseRepeated } from './subject.js';

/** How an indicator is measured; a qualitative one in words alone. */
export const measures = ['unit', 'count', 'percentage', 'qualitative'] as const;
export type Measure = (typeof measures)[number];

/** What a result is measured by. */
export interface Indicator {
  readonly id: string;
  readonly title: Narratives;
  readonly description?: Narratives;
  readonly measure: Measure;
  /** What is counted or measured, e.g. `households`. */
  readonly unit?: string;
  /** Whether more is better. */
  readonly ascending: boolean;
  readonly baseline?: Baseline;
  readonly dimensions: readonly Dimension[];
  readonly reference?: { readonly vocabulary: string; readonly code: string; readonly uri?: string };
  /** In order of time, and none over another. */
  readonly periods: readonly IndicatorPeriod[];
}

/** How things stood before. */
export interface Baseline {
  readonly year: number;
  readonly date?: LocalDate;
  readonly value?: string;
  readonly comment?: Narratives;
}

/** What figures are broken down by: sex, age, territory... Figures of an additive one sum to the whole. */
export interface Dimension {
  readonly name: string;
  readonly values: readonly string[];
  readonly additive: boolean;
}

export interface IndicatorPeriod {
  readonly start: LocalDate;
  readonly end: LocalDate;
  readonly target?: Figures;
}

/** A figure, or words where the measure is qualitative, and its parts by dimension. Decimal texts. */
export interface Figures {
  readonly value?: string;
  readonly comment?: Narratives;
  readonly by: readonly Part[];
}

/** The figure of those of whom all of this is true, e.g. sex female and age 18-29. */
export interface Part {
  readonly dimensions: readonly { readonly name: string; readonly value: string }[];
  readonly value: string;
}

/** The members of a command that give a figure. */
export const figures = {
  value: field.figure.optional().describe('A decimal text; none where the measure is qualitative.'),
  comment: field.narratives(2000).optional(),
  by: z
    .array(
      z.strictObject({
        dimensions: z
          .array(z.strictObject({ name: field.id, value: field.line(60) }))
          .min(1)
          .max(5),
        value: field.figure,
      }),
    )
    .max(100)
    .default([])
    .describe(
      'Its parts by dimension. Those of additive dimensions sum to the whole where none is missing, and never to more.',
    ),
};

/** An indicator as a command defines it. */
export const indicatorShape = z.strictObject({
  id: field.id,
  title: field.narratives(300),
  description: field.narratives(2000).optional(),
  measure: z.enum(measures),
  unit: field.line(50).optional(),
  ascending: z.boolean().default(true).describe('Whether more is better.'),
  baseline: z
    .strictObject({
      year: z.number().int().min(1900).max(2200),
      date: field.date.optional(),
      value: field.figure.optional(),
      comment: field.narratives(1000).optional(),
    })
    .optional(),
  dimensions: z
    .array(
      z.strictObject({
        name: field.id,
        values: z.array(field.line(60)).min(1).max(50),
        additive: z.boolean().default(false).describe('Whether its figures sum to the whole.'),
      }),
    )
    .max(5)
    .default([]),
  reference: z
    .strictObject({ vocabulary: field.code, code: field.line(100), uri: field.webAddress.optional() })
    .optional()
    .describe('By vocabulary of IATI: 9 is the indicators of the SDGs.'),
  periods: z
    .array(z.strictObject({ start: field.date, end: field.date, target: z.strictObject(figures).optional() }))
    .min(1)
    .max(40),
});

/** Why an indicator cannot be as it is defined. */
export type Unsound =
  | 'no-period'
  | 'period-reversed'
  | 'periods-overlap'
  | 'dimension-repeated'
  | 'percentages-do-not-add'
  | 'qualitative-by-dimension';

/** Refuses an indicator that could not be measured as it is defined, or whose targets do not fit it. */
export function refuseUnsound(indicator: Indicator): void {
  const because = unsound(indicator);
  if (because !== undefined) refuse('indicator-unsound', { indicator: indicator.id, because });
  const { baseline } = indicator;
  if (baseline !== undefined) refuseOtherMeasure(indicator, baseline);
  for (const { target } of indicator.periods) if (target !== undefined) refuseUnfit(indicator, target);
}

function unsound({ measure, dimensions, periods }: Indicator): Unsound | undefined {
  if (periods.some(({ start, end }) => end < start)) return 'period-reversed';
  if (periods.some(({ start }, index) => index > 0 && start <= periods[index - 1]!.end)) return 'periods-overlap';
  if (new Set(dimensions.map(({ name }) => name)).size < dimensions.length) return 'dimension-repeated';
  if (measure === 'percentage' && dimensions.some(({ additive }) => additive)) return 'percentages-do-not-add';
  return measure === 'qualitative' && dimensions.length > 0 ? 'qualitative-by-dimension' : undefined;
}

/**
 * Refuses figures that an indicator does not take: of another measure, by unknown dimensions, or whose parts by additive
 * dimensions exceed the whole, or miss it where none is missing.
 */
export function refuseUnfit(indicator: Indicator, given: Figures): void {
  refuseOtherMeasure(indicator, given);
  for (const part of given.by) refuseUnknownDimension(indicator, part);
  refuseRepeated(
    'part',
    given.by.map(({ dimensions }) => keyOf(dimensions)),
  );
  for (const { names, parts, complete } of additiveParts(indicator, given.by)) {
    const total = sumDecimals(parts.map(({ value }) => parseDecimal(value)!));
    const compared = compareDecimals(total, parseDecimal(given.value!)!);
    if (compared > 0 || (complete && compared !== 0)) {
      const sum = formatDecimal(total);
      refuse('parts-do-not-sum', { indicator: indicator.id, dimensions: names.join(' + '), sum, value: given.value! });
    }
  }
}

const keyOf = (dimensions: Part['dimensions']): string =>
  dimensions
    .map(({ name, value }) => `${name} ${value}`)
    .toSorted()
    .join(' + ');

function refuseOtherMeasure(
  { id, measure }: Indicator,
  { value, comment }: { readonly value?: string; readonly comment?: Narratives },
): void {
  const fits = measure === 'qualitative' ? value === undefined && comment !== undefined : value !== undefined;
  if (!fits) refuse('value-and-measure', { indicator: id, measure });
}

function refuseUnknownDimension({ id, dimensions }: Indicator, part: Part): void {
  const named = new Set<string>();
  for (const { name, value } of part.dimensions) {
    const known = dimensions.find((each) => each.name === name);
    if (!known?.values.includes(value) || named.has(name)) {
      refuse('dimension-unknown', {
        indicator: id,
        dimension: name,
        value,
        known: dimensions.map((each) => `${each.name}: ${each.values.join(' / ')}`),
      });
    }
    named.add(name);
  }
}

/** Parts by the dimensions that they are of, where all of these are additive; complete where no combination is missing. */
function additiveParts({ dimensions }: Indicator, parts: readonly Part[]) {
  const additive = dimensions.filter((each) => each.additive);
  const groups = new Map<string, { readonly names: readonly string[]; readonly parts: Part[] }>();
  for (const part of parts) {
    const names = part.dimensions.map(({ name }) => name).toSorted();
    if (!names.every((name) => additive.some((each) => each.name === name))) continue;
    const known = groups.get(names.join(' ')) ?? { names, parts: [] };
    known.parts.push(part);
    groups.set(names.join(' '), known);
  }
  return [...groups.values()].map((group) => ({
    ...group,
    complete: group.parts.length === group.names.reduce((product, name) => product * valuesOf(additive, name), 1),
  }));
}

const valuesOf = (dimensions: readonly Dimension[], name: string): number =>
  new Set(dimensions.find((each) => each.name === name)!.values).size;
