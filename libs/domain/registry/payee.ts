import type { Reader } from '#kernel/decider';
import type { LocalDate } from '#kernel/time';
import { type MoneyJson, minorOf, sum } from '#kernel/money';
import { shareOf } from '#kernel/percentage';
import { type OpenFund, homeText } from '../fund/fund.js';
import { type DueDiligenceRecorded, type RiskRating, survivor } from './partner.js';
import { confirmedPayeeAccount, payeeAccountOf } from './payee-account.js';
import { refuse } from '../rejections.js';

// What the registry says about whoever a fund wants to sign with or pay, and what the fund's policy makes of it.

/** Refuses a partner whose suspension stops this; whoever was merged is judged by the entry that stays. */
export function refuseSuspended(reader: Reader, partner: string, what: 'new-grants' | 'payments'): void {
  const { partner: id, state } = survivor(reader, partner);
  const effect = state.suspension?.effect;
  if (effect === 'all' || effect === what) refuse('partner-suspended', { partner: id, effect });
}

/** An account of the registry, by the partner whose it is and the id that it has there: no number, no bank. */
export interface PaidAccount {
  readonly partner: string;
  readonly account: string;
}

/**
 * To which account a payee is paid in a currency: one that two persons have made, where there is one. Refuses a payment that
 * a suspension stops, or for which the fund's policy asks for a confirmed account that there is not.
 */
export function accountToPay(open: OpenFund, reader: Reader, payee: string, currency: string): PaidAccount | undefined {
  refuseSuspended(reader, payee, 'payments');
  if (open.policy.payeeAccount === 'required') confirmedPayeeAccount(reader, payee, currency);
  const found = payeeAccountOf(reader, payee, currency);
  return found && { partner: found.partner, account: found.known.account };
}

/** An instalment of a grant, as far as it matters here. */
interface Planned {
  readonly kind: string;
  readonly amount: MoneyJson;
}

const advancesOf = (instalments: readonly Planned[]): bigint =>
  sum(instalments.filter((each) => each.kind === 'advance').map((each) => minorOf(each.amount)));

/** A grant that is about to be signed, in minor units of the home currency. */
interface Signing {
  readonly payee: string;
  /** For whom a fiscal agent is paid; the payee itself otherwise. */
  readonly executor: string;
  readonly totalMinor: bigint;
  readonly instalments: readonly Planned[];
  readonly on: LocalDate;
}

/** Refuses a payee with which the fund may not sign, or not under these terms: suspended, not vetted, advanced too much. */
export function refusePayee(open: OpenFund, reader: Reader, signing: Signing): void {
  for (const each of new Set([signing.payee, signing.executor])) refuseSuspended(reader, each, 'new-grants');
  const found = survivor(reader, signing.payee).state.dueDiligence;
  if (open.policy.dueDiligence === 'required') refuseUnvetted(signing, found);
  refuseAdvances(open, reader, { ...signing, advancesMinor: advancesOf(signing.instalments) });
}

/** The same for an amendment, where it gives the payee more, in all or in advance; less, or later, it may always have. */
export function refuseMoreToPayee(
  open: OpenFund,
  reader: Reader,
  before: { readonly amount: MoneyJson; readonly instalments: readonly Planned[] },
  signing: Signing,
): void {
  const more = signing.totalMinor > minorOf(before.amount);
  if (more || advancesOf(signing.instalments) > advancesOf(before.instalments)) refusePayee(open, reader, signing);
}

/** Refuses a further payment to a payee for whom the fund's policy asks for due diligence, and whose has expired or failed. */
export function refuseUnvettedPayee(open: OpenFund, reader: Reader, payee: string, on: LocalDate): void {
  if (open.policy.dueDiligence === 'required') refuseUnvetted({ payee, on }, survivor(reader, payee).state.dueDiligence);
}

function refuseUnvetted({ payee, on }: Pick<Signing, 'payee' | 'on'>, found: DueDiligenceRecorded | undefined): void {
  if (!found) return refuse('due-diligence-missing', { partner: payee });
  if (found.outcome === 'failed') refuse('due-diligence-failed', { partner: payee });
  if (found.until < on) refuse('due-diligence-expired', { partner: payee, until: found.until, date: on });
}

interface Advances extends Pick<Signing, 'payee' | 'totalMinor' | 'on'> {
  readonly advancesMinor: bigint;
}

/**
 * Refuses advances beyond the part of a grant that the risk of the payee allows: those that a grant plans, or those that
 * would be out at once. Who has no rating that counts gets no better terms than the highest risk.
 */
export function refuseAdvances(open: OpenFund, reader: Reader, { payee, totalMinor, on, advancesMinor }: Advances): void {
  if (open.policy.risk === undefined) return;
  const found = survivor(reader, payee).state.dueDiligence;
  const risk: RiskRating | undefined = found && found.until >= on ? found.risk : undefined;
  const share = open.policy.risk[risk ?? 'high']?.mostAdvance;
  if (share === undefined) return;
  const most = shareOf(totalMinor, share);
  if (advancesMinor <= most) return;
  refuse('advance-exceeds-risk', {
    partner: payee,
    risk: risk ?? 'unrated',
    share,
    currency: open.home,
    requested: homeText(open, advancesMinor),
    most: homeText(open, most),
    missing: homeText(open, advancesMinor - most),
  });
}
