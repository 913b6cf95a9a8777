import { hasAgency } from '#kernel/agencies';
import { fewAtOnce, remembered } from '#kernel/remembered';
import type { IatiActivity, IatiTransaction, ParticipatingOrg, Party } from './model.js';
import type { RuleId, Setting } from './rule-book.js';

/** Identifiers of the activity, of organisations and of other activities. */
export function checkIdentity(activity: IatiActivity, { report }: Setting): void {
  const { identifier, reportingOrg } = activity;
  if (identifier.trim() === '') report('identifier-missing', '/identifier');
  identifierText(report, '/identifier', identifier, '1.3.1', '1.3.13');
  identifierText(report, '/reportingOrg/ref', reportingOrg.ref, '1.14.1', '1.14.13');
  if (identifier === reportingOrg.ref) report('1.1.3', '/identifier', identifier);
  const isOf = (ref: string): boolean => identifier.startsWith(`${ref}-`);
  const wasOf = activity.otherIdentifiers?.some(({ type, ref }) => type === 'B1' && isOf(ref)) ?? false;
  if (!isOf(reportingOrg.ref) && !wasOf) report('1.1.21', '/identifier', identifier);
  if (!hasAgency(reportingOrg.ref)) report('1.14.8', '/reportingOrg/ref', reportingOrg.ref);

  for (const [n, { ref, type, owner }] of (activity.otherIdentifiers ?? []).entries()) {
    const path = `/otherIdentifiers/${n}`;
    if (type === 'B1') identifierText(report, `${path}/ref`, ref, '1.16.1');
    if (type === 'A3') identifierText(report, `${path}/ref`, ref, '1.6.1');
    if (owner && nameless(owner)) report('6.8.1', `${path}/owner`);
    identifierText(report, `${path}/owner/ref`, owner?.ref, '1.11.1', '1.11.13');
  }
  for (const [n, org] of activity.participatingOrgs.entries()) identityOfOrg(org, `/participatingOrgs/${n}`, report);
  for (const [n, { ref }] of (activity.relatedActivities ?? []).entries()) {
    identityOfRelated(identifier, ref, `/relatedActivities/${n}`, report);
  }
  for (const list of ['transactions', 'plannedDisbursements'] as const) {
    for (const [n, entry] of (activity[list] ?? []).entries()) identityOfParties(entry, `/${list}/${n}`, report);
  }
}

type Report = Setting['report'];

/** A participating organisation. */
export function identityOfOrg(org: ParticipatingOrg, path: string, report: Report): void {
  if (nameless(org)) report('6.10.1', path);
  identifierText(report, `${path}/ref`, org.ref, '1.8.1', '1.8.13');
  identifierText(report, `${path}/activityId`, org.activityId, '1.9.1');
}

/** Another activity that this one, `identifier`, is related to. */
export function identityOfRelated(identifier: string, ref: string, path: string, report: Report): void {
  identifierText(report, `${path}/ref`, ref, '1.7.1');
  if (ref === identifier) report('related-activity-itself', `${path}/ref`, ref);
}

/** The parties of a transaction or of a planned disbursement. */
export function identityOfParties(
  { provider, receiver }: Pick<IatiTransaction, 'provider' | 'receiver'>,
  path: string,
  report: Report,
): void {
  party(report, `${path}/provider`, provider, '6.9.1', '1.10.1', '1.10.13', '1.4.1');
  party(report, `${path}/receiver`, receiver, '6.9.2', '1.15.1', '1.15.13', '1.5.1');
}

const nameless = (org: Pick<Party, 'ref' | 'name'>): boolean => !org.ref && !org.name?.some(({ text }) => text.trim() !== '');

/** Whether no rule on identifiers is broken by a party; many transactions have the same. */
const isWell = remembered((org: Party): boolean => {
  let well = !nameless(org);
  const wrong = (): void => {
    well = false;
  };
  identifierText(wrong, '', org.ref, '1.10.1', '1.10.13');
  identifierText(wrong, '', org.activityId, '1.4.1');
  return well;
}, fewAtOnce);

function party(
  report: Report,
  path: string,
  org: Party | undefined,
  named: RuleId,
  spaces: RuleId,
  symbols: RuleId,
  activity: RuleId,
): void {
  if (!org || isWell(org)) return;
  if (nameless(org)) report(named, path);
  identifierText(report, `${path}/ref`, org.ref, spaces, symbols);
  identifierText(report, `${path}/activityId`, org.activityId, activity);
}

function identifierText(report: Report, path: string, text: string | undefined, spaces: RuleId, symbols?: RuleId): void {
  if (text === undefined) return;
  if (text !== text.trim()) report(spaces, path, text);
  if (symbols && /[/&|?]/.test(text)) report(symbols, path, text);
}
