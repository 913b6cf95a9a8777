import type { Reader } from '#kernel/decider';
import { greatest, least, minorOf, sum } from '#kernel/money';
import { exceedsShare, percentageOf } from '#kernel/percentage';
import { type LocalDate, daysAfter } from '#kernel/time';
import { type AccountsDue, type StandingPayment, disbursement } from './disbursement.js';
import { type OpenFund, homeText } from '../fund/fund.js';
import { disbursedOn } from '../grants/funding-line.js';
import type { GrantSigned } from '../grants/grant.js';
import { refuseAdvances } from '../registry/payee.js';
import { refuse } from '../rejections.js';
import { stateOf } from '../stream.js';

/*
 * A fund may limit its advances: how much may be outstanding, and how long. What was paid in advance under such rules stands
 * on memorandum accounts, `advanced:cso:grant:disbursement`, from which the advances of one CSO are found.
 */

/** What the payment of an advance is to be accounted for by, where the fund limits advances; undefined elsewhere. */
export function accountsDue(open: OpenFund, terms: GrantSigned, paidOn: LocalDate): AccountsDue | undefined {
  const { advances } = open.policy;
  if (!advances) return undefined;
  return { cso: terms.executor, ...(advances.dueDays === undefined ? {} : { dueOn: daysAfter(paidOn, advances.dueDays) }) };
}

/** A part of an advance that is not accounted for. */
export interface OutstandingAdvance {
  readonly grant: string;
  readonly disbursement: string;
  readonly paidOn: LocalDate;
  readonly dueOn?: LocalDate;
  readonly amountMinor: bigint;
}

/**
 * What is outstanding of the advances of a CSO, under all its grants. What was accounted for clears the oldest advance
 * first, so what is outstanding is of the latest ones.
 */
export function outstandingOf(open: OpenFund, reader: Reader, cso: string): OutstandingAdvance[] {
  const prefix = `advanced:${cso}:`;
  const found = reader.balances
    .under(prefix, open.home)
    .filter((each) => each.amountMinor > 0n)
    .map((each) => each.account.slice(prefix.length).split(':') as [grant: string, disbursement: string]);
  return [...new Set(found.map(([grant]) => grant))].flatMap((grant) => {
    const payments = found.filter(([of]) => of === grant).flatMap(([, id]) => paymentsOf(reader, id));
    let rest = greatest(0n, reader.balances.of(`advance:${grant}`, open.home));
    return payments.toSorted(latestFirst).flatMap(({ paidOn, data, disbursement: id }) => {
      const amountMinor = least(rest, minorOf(data.amount) - (data.toPayable ? minorOf(data.toPayable) : 0n));
      rest -= amountMinor;
      const due = data.accounts?.dueOn;
      const part = { grant, disbursement: id, paidOn, ...(due === undefined ? {} : { dueOn: due }), amountMinor };
      return amountMinor === 0n ? [] : [part];
    });
  });
}

type Payment = StandingPayment & { readonly disbursement: string };

const latestFirst = (a: Payment, b: Payment): number =>
  a.paidOn === b.paidOn ? b.position - a.position : a.paidOn < b.paidOn ? 1 : -1;

function paymentsOf(reader: Reader, id: string): Payment[] {
  const state = stateOf(reader, disbursement, id);
  return 'payments' in state ? state.payments.map((each) => ({ ...each, disbursement: id })) : [];
}

/** Refuses a further advance while one is overdue, or while too much is outstanding under the grant. */
export function refuseOutstanding(open: OpenFund, reader: Reader, grantId: string, terms: GrantSigned, on: LocalDate): void {
  const { mostOutstanding, dueDays } = open.policy.advances ?? {};
  if (dueDays !== undefined) {
    const [late] = outstandingOf(open, reader, terms.executor)
      .filter((each) => each.dueOn !== undefined && each.dueOn < on)
      .toSorted((a, b) => (a.dueOn! < b.dueOn! ? -1 : 1));
    if (late) {
      refuse('advance-overdue', {
        cso: terms.executor,
        grant: late.grant,
        disbursement: late.disbursement,
        outstanding: homeText(open, late.amountMinor),
        currency: open.home,
        dueOn: late.dueOn!,
        date: on,
      });
    }
  }
  if (mostOutstanding === undefined) return;
  const outstanding = greatest(0n, reader.balances.of(`advance:${grantId}`, open.home));
  const advanced = advancedUnder(open, reader, grantId, terms);
  if (outstanding > 0n && exceedsShare(outstanding, advanced, mostOutstanding)) {
    refuse('advance-outstanding', {
      grant: grantId,
      currency: open.home,
      outstanding: homeText(open, outstanding),
      advanced: homeText(open, advanced),
      share: percentageOf(outstanding, advanced),
      most: mostOutstanding,
    });
  }
}

/**
 * Refuses an advance by which more of the grant would be out at once, ordered or not accounted for, than the risk of the
 * payee allows: whichever kind the instalments plan, a request may name another.
 */
export function refuseBeyondRisk(
  open: OpenFund,
  reader: Reader,
  grantId: string,
  terms: GrantSigned,
  asked: { readonly amountMinor: bigint; readonly on: LocalDate },
): void {
  if (open.policy.risk === undefined) return;
  const outstanding = reader.balances.of(`advance:${grantId}`, open.home);
  const owed = reader.balances.of(`payable:${grantId}`, open.home);
  const ordered = orderedInAdvance(open, reader, grantId, terms);
  refuseAdvances(open, reader, {
    payee: terms.payee,
    totalMinor: minorOf(terms.amount),
    advancesMinor: outstanding + ordered + asked.amountMinor - owed,
    on: asked.on,
  });
}

/** Advances under a grant that are ordered and not paid. */
function orderedInAdvance(open: OpenFund, reader: Reader, grantId: string, terms: GrantSigned): bigint {
  const orders = terms.lines.flatMap(({ earmark }) => reader.balances.under(`ordered:${earmark}:`, open.home));
  const inAdvance = orders.filter(({ account, amountMinor }) => {
    if (amountMinor <= 0n) return false;
    const state = stateOf(reader, disbursement, account.slice(account.lastIndexOf(':') + 1));
    return state.status !== 'absent' && state.request.grant === grantId && state.request.kind === 'advance';
  });
  return sum(inAdvance.map((each) => each.amountMinor));
}

/** What was paid in advance under a grant; before the fund limited advances, all that was paid counts. */
function advancedUnder(open: OpenFund, reader: Reader, grantId: string, terms: GrantSigned): bigint {
  const dated = reader.balances.under(`advanced:${terms.executor}:${grantId}:`, open.home);
  const known = sum(dated.map((each) => each.amountMinor));
  const outstanding = greatest(0n, reader.balances.of(`advance:${grantId}`, open.home));
  const paid = sum(terms.lines.map((line) => disbursedOn(open, reader, grantId, line)));
  return greatest(outstanding, known > 0n ? known : paid);
}
