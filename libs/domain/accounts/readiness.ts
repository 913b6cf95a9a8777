import type { Reader } from '#kernel/decider';
import { greatest, minorOf, sum } from '#kernel/money';
import type { LocalDate } from '#kernel/time';
import { refuseBeyondRisk, refuseOutstanding } from './advance-rules.js';
import { refuseUnaudited } from './audit.js';
import { type OpenFund, homeText } from '../fund/fund.js';
import { type GrantSigned, actOf, grant, grantFor, instalmentRefusal } from '../grants/grant.js';
import type { PaymentKind } from '../grants/grant-terms.js';
import { refuseSuspended, refuseUnvettedPayee } from '../registry/payee.js';
import { refuse } from '../rejections.js';
import { existing } from '../stream.js';

/** A payment that is asked for, agreed to, or left with a payee. */
interface Asked {
  readonly grant: string;
  readonly kind: PaymentKind;
  readonly amountMinor: bigint;
  readonly on: LocalDate;
}

/** What the fund's rules and the terms of the grant ask for before a payment of this kind is requested or agreed to. */
export function refuseUnready(open: OpenFund, reader: Reader, asked: Asked): void {
  const terms = grantFor(reader, asked.grant, actOf(asked.kind, 'order'));
  for (const each of new Set([terms.payee, terms.executor])) refuseSuspended(reader, each, 'payments');
  refuseUnvettedPayee(open, reader, terms.payee, asked.on);
  if (asked.kind === 'advance' || asked.kind === 'core') refuseOutstanding(open, reader, asked.grant, terms, asked.on);
  if (asked.kind === 'advance') refuseBeyondRisk(open, reader, asked.grant, terms, asked);
  if (asked.kind === 'balance') refuseUnaudited(open, reader, asked.grant, terms);
}

/**
 * Refuses a payment, whatever instalment it names or leaves out, by which the money of an instalment would leave that still
 * waits for its conditions. What is owed of a grant that has ended or is settled is paid whatever they were.
 */
export function refuseBeyondReleased(
  open: OpenFund,
  reader: Reader,
  grantId: string,
  terms: GrantSigned,
  requested: bigint,
): void {
  if (existing(reader, grant, grantId).status !== 'signed') return;
  const waiting = terms.instalments.flatMap(({ id, amount }) => {
    const held = instalmentRefusal(reader, grantId, id);
    return held ? [{ amount: minorOf(amount), unmet: held.facts.unmet }] : [];
  });
  if (waiting.length === 0) return;
  const left = terms.lines.map((line) => reader.balances.of(`committed:${line.earmark}:${grantId}`, open.home));
  const released = greatest(0n, sum(left) - sum(waiting.map((each) => each.amount)));
  if (requested <= released) return;
  refuse('request-exceeds-released', {
    grant: grantId,
    currency: open.home,
    requested: homeText(open, requested),
    released: homeText(open, released),
    missing: homeText(open, requested - released),
    unmet: [...new Set(waiting.flatMap((each) => each.unmet))],
  });
}
