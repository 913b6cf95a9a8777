import { z } from 'zod';
import type { Reader } from '#kernel/decider';
import { type Money, type Weighted, least, minorOf, money, splitByWeight, sum } from '#kernel/money';
import { present } from '#kernel/present';
import { fundItself } from '../money-in/attribution.js';
import type { Paper } from '../command.js';
import * as field from '../fields.js';
import { type OpenFund, bankAccountFor } from '../fund/fund.js';
import { type FundingLine, disbursedOn, paidBetween } from '../grants/funding-line.js';
import type { GrantSigned } from '../grants/grant.js';
import { type InterestReceived, earnedBy, interest } from '../money-in/interest.js';
import type { RefundReceived, ReturnedLine } from './refund.js';
import type { Credited } from './refund-receipt.js';
import { event, refuseTaken } from '../stream.js';

/** What a payee gives back beside an advance: the interest that it earned on it. */
export const interestWithRefund = z
  .strictObject({ interestId: field.id, amount: field.amount })
  .optional()
  .describe(
    'Interest on the advance that came with it, over and above the amount, in the currency of the account; an interest of its own, kept or owed back.',
  );

type Refunded = Pick<RefundReceived, 'grant' | 'activity' | 'payee' | 'bankAccount' | 'bankReference' | 'lines'>;

/**
 * The interest that came with a refund. It follows the money of the grant: by what each of its lines has been paid, and by the
 * contributions that paid it. One interest for each earmark of the grant; those after the first have a number behind their id.
 */
export function interestOnAdvance(
  open: OpenFund,
  reader: Reader,
  asked: Credited & { readonly interestId: string; readonly amount: Money; readonly refund: string; readonly paper: Paper },
  { lines: granted }: GrantSigned,
  { grant, activity, payee, lines, bankAccount, bankReference }: Refunded,
) {
  bankAccountFor(open, bankAccount, asked.amount);
  const paid = granted.map((line) => ({ id: line.earmark, weight: disbursedOn(open, reader, grant, line) }));
  const weights = sum(paid.map((each) => each.weight)) > 0n ? paid : paid.map((each) => ({ ...each, weight: 1n }));
  const parts = [...splitByWeight(asked.amount.amountMinor, weights)].filter(([, part]) => part > 0n);
  return parts.map(([earmark, part], index) => {
    const id = index === 0 ? asked.interestId : `${asked.interestId}-${index + 1}`;
    refuseTaken(reader, interest, id);
    const earners = earnersOf(
      open,
      reader,
      grant,
      granted.find((each) => each.earmark === earmark)!,
    );
    const short = (account: string): bigint => reader.balances.of(account, open.home) - clearedBy(lines, account);
    const data = present<InterestReceived>({
      bankAccount,
      bankReference,
      ...earnedBy(open, short, earners, {
        amount: money(part, asked.amount.currency),
        rate: asked.rate,
        earmark,
      }),
      on: { grant, activity, payee, refund: asked.refund },
      ...asked.paper,
    });
    return event(interest, id, 'interest.received', data);
  });
}

/** Whose money a line has paid out; of a line that has paid nothing, whose money it binds. */
function earnersOf(open: OpenFund, reader: Reader, grant: string, line: FundingLine): Weighted[] {
  const signed = minorOf(line.amount);
  const paid = least(disbursedOn(open, reader, grant, line), signed);
  const shares = paidBetween(line, 0n, paid > 0n ? paid : signed);
  const earners = [...shares].map(([id, weight]) => ({ id, weight })).filter((each) => each.weight > 0n);
  return earners.length > 0 ? earners : [{ id: fundItself, weight: 1n }];
}

/** What the refund itself makes good of a shortfall before its interest does. */
const clearedBy = (lines: readonly ReturnedLine[], account: string): bigint =>
  sum(
    lines.flatMap(({ earmark, freed, uncovered }) =>
      [
        account === `shortfall:${earmark}` ? [freed?.clearsShortfall] : [],
        account === `cover-shortfall:${earmark}` ? [freed?.clearsCoverShortfall, uncovered?.short] : [],
      ]
        .flat()
        .map((each) => (each ? minorOf(each) : 0n)),
    ),
  );
