import type { LocalDate } from '#kernel/time';
import type { IatiTransaction, ParticipatingOrg, PlannedDisbursement, RelatedActivity } from './model.js';
import type { Setting } from './rule-book.js';
import { checkFlow } from './rules-classification.js';
import { identityOfOrg, identityOfParties, identityOfRelated } from './rules-identity.js';
import { checkPlanned, checkTransaction } from './rules-money.js';
import { checkStrings } from './rules-texts.js';

/*
 * The parts of which an activity may have more than memory holds, each by itself, as `checkActivity` checks them in the whole. What
 * is between them (refs that repeat, totals) is left to whoever has them all. Paths begin at the part.
 */

type Report = Setting['report'];

/** A transaction in the activity `identifier`; of its own it has no sector, no place and no aid type. */
export function checkTransactionPart(identifier: string, entry: IatiTransaction, today: LocalDate, report: Report): void {
  identityOfParties(entry, '', report);
  checkStrings(entry, '', report);
  checkFlow(entry, '', report);
  checkTransaction(identifier, entry, '', today, report);
}

export function checkPlannedPart(entry: PlannedDisbursement, today: LocalDate, report: Report): void {
  identityOfParties(entry, '', report);
  checkStrings(entry, '', report);
  checkPlanned(entry, '', today, report);
}

export function checkOrgPart(org: ParticipatingOrg, report: Report): void {
  identityOfOrg(org, '', report);
  checkStrings(org, '', report);
}

export function checkRelatedPart(identifier: string, related: RelatedActivity, report: Report): void {
  identityOfRelated(identifier, related.ref, '', report);
  checkStrings(related, '', report);
}
