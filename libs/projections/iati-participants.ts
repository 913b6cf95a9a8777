import type { PartnerJoined } from '#domain/activities/activity-events';
import type { ParticipatingOrg, Party } from '#iati/model';
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
  // One list that grows, not many that are spread: of those V8 compiled this function seven times before it was right for each.
  const orgs: ParticipatingOrg[] = [];
  const add = (role: ParticipatingOrg['role'], org: Party): void => void orgs.push({ role, ...org });
  add('1', frame.itself(frame.fundId));
  for (const id of fundersOf(entry)) add('1', names.party(id, own(id)));
  if (accountable.length === 0) add('2', frame.itself());
  for (const id of accountable) add('2', names.party(id));
  add('3', frame.itself());
  for (const id of extending) add('3', names.party(id));
  for (const id of executing) add('4', names.party(id, own(id) ?? frame.idOf(entry.id)));
  for (const each of below) add('4', names.party(each.terms.partner, frame.subIdOf(each)));
  return orgs;
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
