import type { Reader } from '#kernel/decider';
import { greatest, least, minorOf, sum } from '#kernel/money';
import { exceedsShare, percentageOf } from '#kernel/percentage';
import type { LocalDate } from '#kernel/time';
import { unreachable } from '#kernel/unreachable';
import { type AccountsDue, disbursement } from './disbursement.js';
import { type OpenFund, homeText } from '../fund/fund.js';
import { disbursedOn } from '../grants/funding-line.js';
import type { GrantSigned } from '../grants/grant.js';
import { opening } from '../money-in/opening.js';
import { refund } from './refund.js';
import { entriesOf } from '../registry/partner.js';
import { refuseAdvances } from '../registry/payee.js';
import { refuse } from '../rejections.js';
import { stateOf } from '../stream.js';

/*
 * A fund may limit its advances: how much may be outstanding, and how long. What was paid in advance under such rules stands
 * on memorandum accounts, from which the advances of one CSO are found: `advanced:cso:grant:disbursement`, what a set-off left
 * with it on `set-off-advance:cso:grant:refund`, and what was brought by the opening on `brought-advance:cso:grant:opening`.
 */

/** The accounts that name payments in advance, each by the stream in which its day is found. */
const kinds = ['advanced', 'set-off-advance', 'brought-advance'] as const;

/** A part of an advance that is not accounted for. */
export interface OutstandingAdvance {
  readonly grant: string;
  readonly by: AdvancedBy;
  readonly paidOn: LocalDate;
  readonly dueOn?: LocalDate;
  readonly amountMinor: bigint;
}

/** How money came to be with a CSO in advance. */
type AdvancedBy =
  | { readonly kind: 'disbursement'; readonly disbursement: string }
  | { readonly kind: 'set-off'; readonly refund: string }
  | { readonly kind: 'opening' };

/**
 * What is outstanding of the advances of a CSO, under all its grants and every entry of the registry that is the CSO by now. What was accounted for clears the oldest advance
 * first, so what is outstanding is of the latest ones.
 */
export function outstandingOf(open: OpenFund, reader: Reader, cso: string): OutstandingAdvance[] {
  const payments = entriesOf(reader, cso).flatMap((entry) => [
    ...paymentsUnder(open, reader, 'advanced', entry, paidBy),
    ...paymentsUnder(open, reader, 'set-off-advance', entry, leftBy),
    ...paymentsUnder(open, reader, 'brought-advance', entry, broughtUnder),
  ]);
  return [...new Set(payments.map((each) => each.grant))].flatMap((grant) => {
    let rest = greatest(0n, reader.balances.of(`advance:${grant}`, open.home));
    const under = payments.filter((each) => each.grant === grant).toSorted(latestFirst);
    return under.flatMap(({ position: _, ...payment }) => {
      const amountMinor = least(rest, payment.amountMinor);
      rest -= amountMinor;
      return amountMinor === 0n ? [] : [{ ...payment, amountMinor }];
    });
  });
}

type Payment = OutstandingAdvance & { readonly position: number };
type Found = Omit<Payment, 'grant'>;

const latestFirst = (a: Payment, b: Payment): number =>
  a.paidOn === b.paidOn ? b.position - a.position : a.paidOn < b.paidOn ? 1 : -1;

/** The payments to a CSO in advance that the accounts of one kind name. */
function paymentsUnder(
  open: OpenFund,
  reader: Reader,
  kind: (typeof kinds)[number],
  cso: string,
  found: (reader: Reader, grant: string, id: string) => Found[],
): Payment[] {
  const prefix = `${kind}:${cso}:`;
  return reader.balances
    .under(prefix, open.home)
    .filter((each) => each.amountMinor > 0n)
    .flatMap(({ account }) => {
      const [grant = '', id = ''] = account.slice(prefix.length).split(':');
      return found(reader, grant, id).map((each) => ({ ...each, grant }));
    });
}

const dueOf = (accounts: AccountsDue | undefined) => (accounts?.dueOn === undefined ? {} : { dueOn: accounts.dueOn });

function paidBy(reader: Reader, _: string, id: string): Found[] {
  const state = stateOf(reader, disbursement, id);
  const payments = 'payments' in state ? state.payments : [];
  return payments.map(({ position, paidOn, data }) => ({
    position,
    paidOn,
    by: { kind: 'disbursement', disbursement: id },
    ...dueOf(data.accounts),
    amountMinor: minorOf(data.amount) - (data.toPayable ? minorOf(data.toPayable) : 0n),
  }));
}

function leftBy(reader: Reader, grant: string, id: string): Found[] {
  const state = stateOf(reader, refund, id);
  const left = state.status === 'absent' ? [] : state.advances.filter((each) => each.grant === grant);
  return left.map(({ position, paidOn, amount, accounts }) => ({
    position,
    paidOn,
    by: { kind: 'set-off', refund: id },
    ...dueOf(accounts),
    amountMinor: minorOf(amount),
  }));
}

function broughtUnder(reader: Reader, grant: string, id: string): Found[] {
  const state = stateOf(reader, opening, id);
  const brought = state.status === 'absent' ? undefined : state.advances[grant];
  if (!brought) return [];
  const { position, paidOn, accounts, amount } = brought;
  return [{ position, paidOn, by: { kind: 'opening' }, ...dueOf(accounts), amountMinor: minorOf(amount) }];
}

/**
 * Refuses a further advance while one is overdue, or while too much is outstanding under the grant. What was paid of the order
 * `paying` itself does not stand in the way of its next part.
 */
export function refuseOutstanding(
  open: OpenFund,
  reader: Reader,
  grantId: string,
  terms: GrantSigned,
  on: LocalDate,
  paying?: string,
): void {
  const { mostOutstanding, dueDays } = open.policy.advances ?? {};
  if (dueDays !== undefined) {
    const [late] = outstandingOf(open, reader, terms.executor)
      .filter((each) => each.dueOn !== undefined && each.dueOn < on)
      .toSorted((a, b) => (a.dueOn! < b.dueOn! ? -1 : 1));
    if (late) refuseLate(open, terms.executor, late, on);
  }
  if (mostOutstanding === undefined) return;
  const own = outstandingOf(open, reader, terms.executor).filter(
    ({ grant, by }) => grant === grantId && by.kind === 'disbursement' && by.disbursement === paying,
  );
  const ownPaid = reader.balances.of(`advanced:${terms.executor}:${grantId}:${paying ?? ''}`, open.home);
  const outstanding = greatest(
    0n,
    reader.balances.of(`advance:${grantId}`, open.home) - sum(own.map((each) => each.amountMinor)),
  );
  const advanced = advancedUnder(open, reader, grantId, terms) - ownPaid;
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

function refuseLate(
  open: OpenFund,
  cso: string,
  { grant, by, dueOn, amountMinor }: OutstandingAdvance,
  date: LocalDate,
): never {
  const facts = { cso, grant, outstanding: homeText(open, amountMinor), currency: open.home, dueOn: dueOn!, date };
  switch (by.kind) {
    case 'disbursement':
      return refuse('advance-overdue', { ...facts, disbursement: by.disbursement });
    case 'set-off':
      return refuse('set-off-advance-overdue', { ...facts, refund: by.refund });
    case 'opening':
      return refuse('brought-advance-overdue', facts);
    default:
      return unreachable(by);
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
  const dated = kinds.flatMap((kind) => reader.balances.under(`${kind}:${terms.executor}:${grantId}:`, open.home));
  const known = sum(dated.map((each) => each.amountMinor));
  const outstanding = greatest(0n, reader.balances.of(`advance:${grantId}`, open.home));
  const paid = sum(terms.lines.map((line) => disbursedOn(open, reader, grantId, line)));
  return greatest(outstanding, known > 0n ? known : paid);
}
