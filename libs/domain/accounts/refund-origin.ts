import type { Reader } from '#kernel/decider';
import { greatest, minorOf, sum } from '#kernel/money';
import { expenditure } from './expenditure.js';
import { grant } from '../grants/grant.js';
import { refund } from './refund.js';
import { refuse } from '../rejections.js';
import { stateOf } from '../stream.js';

/*
 * What makes a refund due: its own claim, what was disallowed of a report after its acceptance, or the settlement of a grant.
 * Each has those who found it, and how much of it is left: whoever lets go of it is another person.
 */

/** What a refund is owed for. */
export interface RefundOrigin {
  readonly refund: string;
  readonly grant: string;
  /** The persons who found that it is due. */
  readonly foundBy: readonly string[];
  /** What was found, less what of it came back or was given up; in minor units of the home currency. */
  readonly leftMinor: bigint;
}

interface Asked {
  readonly refundId: string;
  readonly grantId?: string | undefined;
}

/** What a refund is owed for; refuses one that nothing has made due, and one of another grant than the one that is named. */
export function originOf(reader: Reader, asked: Asked): RefundOrigin {
  const found = foundUnder(reader, asked.refundId) ?? refuse('not-found', { thing: refund.thing, id: asked.refundId });
  refuseOtherGrant(asked, found.grant);
  const state = stateOf(reader, refund, asked.refundId);
  const settled = state.status === 'absent' ? 0n : state.settledMinor;
  return { refund: asked.refundId, ...found, leftMinor: greatest(0n, found.leftMinor - settled) };
}

type Found = Omit<RefundOrigin, 'refund'>;

function foundUnder(reader: Reader, id: string): Found | undefined {
  const claim = stateOf(reader, refund, id);
  if (claim.status !== 'absent' && claim.claimedBy !== undefined) {
    return { grant: claim.grant, foundBy: [claim.claimedBy], leftMinor: claim.dueMinor };
  }
  return disallowedIn(reader, id) ?? settledUnder(reader, id);
}

function disallowedIn(reader: Reader, id: string): Found | undefined {
  const state = stateOf(reader, expenditure, id);
  if (state.status === 'absent') return undefined;
  const found = state.disallowances.filter(({ data }) => data.of === 'accepted');
  const standing = found.filter(({ upheld }) => upheld !== true);
  return {
    grant: state.report.grant,
    foundBy: found.map((each) => each.disallowedBy),
    // What came back for what is not disallowed any more is no payment of what is.
    leftMinor: sum(standing.map(({ data }) => minorOf(data.total))) + (state.restoredMinor ?? 0n),
  };
}

function settledUnder(reader: Reader, id: string): Found | undefined {
  const state = stateOf(reader, grant, id);
  if (state.status === 'absent') return undefined;
  const { settlements } = state;
  return { grant: id, foundBy: settlements.map((each) => each.by), leftMinor: sum(settlements.map((each) => each.dueMinor)) };
}

/** The grant under which money comes back: that of its claim, report or settlement, or else the one that is named. */
export function grantOwing(reader: Reader, asked: Asked): string {
  const { refundId, grantId } = asked;
  const known = stateOf(reader, refund, refundId);
  const found = known.status === 'absent' ? foundUnder(reader, refundId)?.grant : known.grant;
  const owing = found ?? grantId ?? refuse('not-found', { thing: refund.thing, id: refundId });
  refuseOtherGrant(asked, owing);
  return owing;
}

function refuseOtherGrant({ refundId, grantId }: Asked, expected: string): void {
  if (grantId === undefined || grantId === expected) return;
  refuse('terms-differ', { thing: refund.thing, id: refundId, member: 'grant', expected, given: grantId });
}
