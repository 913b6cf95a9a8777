import { hundredthsOf } from '#kernel/percentage';

/** A criterion of a call; the weights of all sum to 100. */
export interface Criterion {
  readonly id: string;
  readonly weight: number;
}

/** What an assessor gave, by criterion. */
export interface Score {
  readonly criterion: string;
  readonly score: number;
}

/**
 * The weighted total of one assessment, in hundredths of a point: exact, since the weights are whole percentages. Throws
 * `RangeError` when a criterion has no score.
 */
export const totalHundredths = (criteria: readonly Criterion[], scores: readonly Score[]): number =>
  criteria.reduce((total, { id, weight }) => total + weight * scoreOf(scores, id), 0);

function scoreOf(scores: readonly Score[], criterion: string): number {
  const found = scores.find((each) => each.criterion === criterion);
  if (!found) throw new RangeError(`no score for ${criterion}`);
  return found.score;
}

/** The mean of whole numbers that are not negative, rounded half up. Throws `RangeError` for an empty list. */
export function mean(values: readonly number[]): number {
  if (values.length === 0) throw new RangeError('no mean of nothing');
  const total = values.reduce((sum, each) => sum + each, 0);
  return Math.floor((2 * total + values.length) / (2 * values.length));
}

/** The mean that the criteria with the greatest weight got, in hundredths: what breaks a tie first. */
export function heaviestHundredths(criteria: readonly Criterion[], assessments: readonly (readonly Score[])[]): number {
  const greatest = Math.max(...criteria.map((each) => each.weight));
  const heaviest = criteria.filter((each) => each.weight === greatest);
  const points = assessments.map((scores) => heaviest.reduce((sum, { id }) => sum + 100 * scoreOf(scores, id), 0));
  return mean(points);
}

/** Decimal text with up to two decimals, `7.5`, as hundredths. */
export const pointsOf = (text: string): number => Number(hundredthsOf(text));

/** Hundredths as decimal text: 785 is `7.85`. */
export const hundredthsText = (hundredths: number): string =>
  `${Math.floor(hundredths / 100)}.${String(hundredths % 100).padStart(2, '0')}`;
