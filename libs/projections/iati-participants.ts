import type { PartnerJoined } from '#domain/activities/activity-events';
import type { ParticipatingOrg } from '#iati/model';
import { standing } from './iati-activity-state.js';
import type { FileFrame } from './iati-file-frame.js';
import type { FinancedActivity } from './iati-fund-parts.js';
import type { Organisations } from './iati-organisations.js';

/** Partners that execute an activity. */
export const executorsOf = (entry: FinancedActivity): string[] => partnersOf(entry, ({ role }) => role === 'executor');

/** Who gives money or goods to an activity beside the fund: funders, co-financiers, and who provides in the exchange what it pays for. */
export const fundersOf = (entry: FinancedActivity): string[] =>
  distinct([
    ...partnersOf(entry, ({ role }) => role === 'funder'),
    ...partnersOf(entry, (each) => provides(each) && each.brings.includes('financial')),
    ...entry.cofinanciers,
  ]);

/** Who takes part in one of IATI's four roles; the first three are the fund's where nobody else has them. */
export function participantsOf(frame: FileFrame, entry: FinancedActivity, names: Organisations): ParticipatingOrg[] {
  const inRole = (...roles: readonly string[]) => partnersOf(entry, (each) => roles.includes(each.role));
  const own = (id: string) => entry.ownActivities.get(id);
  const grants = standing(entry.grants);
  const accountable = inRole('secretariat', 'coordinator', 'supervisor');
  const agents = grants.filter((each) => each.terms.payee !== each.terms.executor).map((each) => each.terms.payee);
  const extending = distinct([...inRole('facilitator'), ...agents]);
  const executing = distinct([
    ...executorsOf(entry),
    ...grants.map((each) => each.terms.executor),
    ...partnersOf(entry, carriesOut),
  ]);
  const below = frame
    .subGrantsOf(entry)
    .filter((each) => each.status !== 'reversed' && !executing.includes(each.terms.partner));
  return [
    { role: '1', ...frame.itself(frame.fundId) },
    ...fundersOf(entry).map((id) => ({ role: '1' as const, ...names.party(id, own(id)) })),
    ...(accountable.length === 0
      ? [{ role: '2' as const, ...frame.itself() }]
      : accountable.map((id) => ({ role: '2' as const, ...names.party(id) }))),
    { role: '3', ...frame.itself() },
    ...extending.map((id) => ({ role: '3' as const, ...names.party(id) })),
    ...executing.map((id) => ({ role: '4' as const, ...names.party(id, own(id) ?? frame.idOf(entry.id)) })),
    ...below.map((each) => ({ role: '4' as const, ...names.party(each.terms.partner, frame.subIdOf(each)) })),
  ];
}

const provides = ({ exchange }: PartnerJoined): boolean => exchange === 'provides' || exchange === 'both';

/** A counterpart, or one for whom it is done, that gives people or knowledge while it is done carries it out as well. */
const carriesOut = (each: PartnerJoined): boolean =>
  (each.role === 'counterpart' || each.role === 'beneficiary') &&
  each.phase === 'implementation' &&
  provides(each) &&
  each.brings.some((input) => input !== 'financial');

const partnersOf = (entry: FinancedActivity, which: (each: PartnerJoined) => boolean): string[] =>
  distinct(entry.partners.filter(which).map((each) => each.partner));

const distinct = (list: readonly string[]): string[] => [...new Set(list)];
