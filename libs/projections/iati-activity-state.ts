import type { LocalDate } from '#kernel/time';
import type { FinancedActivity, SignedGrant } from './iati-fund-parts.js';

/** Grants that have not been undone. */
export const standing = (grants: readonly SignedGrant[]): SignedGrant[] => grants.filter((each) => !each.reversed);

/** Whether nothing of an activity is pending: it is carried out and evaluated, and the accounts of its grants are closed. */
export const isFinished = ({ status, evaluated, grants }: FinancedActivity): boolean =>
  status === 'completed' && evaluated && standing(grants).every((each) => each.closed);

/** When an activity is planned to begin and to end: as it says itself, or else as its stages do. */
export function plannedPeriod({ plan, stages }: Pick<FinancedActivity, 'plan' | 'stages'>): {
  readonly start: LocalDate | undefined;
  readonly end: LocalDate | undefined;
} {
  // A stage that never got money takes no time.
  const carriedOut = stages.filter((each) => each.outcome !== 'not-funded');
  const stagesStart = carriedOut.flatMap((each) => each.plannedStart ?? []).toSorted()[0];
  const stagesEnd = carriedOut
    .flatMap((each) => each.plannedEnd ?? [])
    .toSorted()
    .at(-1);
  const { plannedStart: start = stagesStart, plannedEnd: end = stagesEnd } = plan;
  if (start === undefined || end === undefined || start <= end) return { start, end };
  // The plan says one of the two, and its stages contradict it.
  return { start: plan.plannedStart, end: plan.plannedEnd };
}
