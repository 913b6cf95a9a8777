import { instant } from '#kernel/time';
import { type Step, aFund, after, allocated, anActivity, funded, signed, usd } from './given.js';

/*
 * What the scenarios of a fund manager tell: a fund that has 200,000 dollars, of which 150,000 are allocated, and a grant of
 * 60,000 to a CSO, half as an advance and half as the final balance. Ana asks and pays, Beto and others agree.
 */

type Body = Readonly<Record<string, unknown>>;

/** What happens on a day: the clock says its noon in Bogotá, and value dates that are not given are of that day. */
export const on =
  (day: string, ...steps: readonly (Step | readonly Step[])[]): Step =>
  (book) => {
    book.clock = instant(`${day}T17:00:00.000000Z`);
    for (const step of steps.flat()) step(book);
  };

/** The fund and its grant g-1; `policy` are the fund's rules, `terms` what else the grant agrees on. */
export const aGrantOf60000 = (policy: Body = {}, terms: Body = {}): readonly Step[] => [
  ...aFund({ policy }),
  ...funded('200000'),
  allocated('150000'),
  ...anActivity,
  signed('60000', terms),
];

export const ana = { actor: 'ana' };
export const beto = { actor: 'beto' };
export const carla = { actor: 'carla' };
export const dora = { actor: 'dora' };
/** The token of the organisation that executes g-1. */
export const asCso = { role: 'cso', party: 'cso', actor: 'rosa' } as const;

/** Asked for by the CSO, agreed to by one person. */
export const ordered = (disbursementId: string, body: Body): readonly Step[] => [
  after('disbursement.request', { disbursementId, grantId: 'g-1', ...body }, asCso),
  after('disbursement.approve', { disbursementId }, beto),
];
/** ... and paid whole from the main account. */
export const paidOut = (disbursementId: string, body: Body): readonly Step[] => [
  ...ordered(disbursementId, body),
  after('disbursement.pay', { disbursementId, bankAccount: 'main' }, ana),
];

/** A line of a report or a budget. */
export const cost = (category: string, amount: string, more: Body = {}): Body => ({ category, amount: usd(amount), ...more });

/** What the CSO submits for January and February. */
export const reportOf = (reportId: string, lines: readonly Body[], more: Body = {}): Body => ({
  reportId,
  grantId: 'g-1',
  periodStart: '2026-01-01',
  periodEnd: '2026-02-28',
  lines,
  ...more,
});

/** Submitted by the CSO. */
export const accounted = (reportId: string, lines: readonly Body[], more: Body = {}): Step =>
  after('expenditure.submit', reportOf(reportId, lines, more), asCso);
/** ... and accepted whole by Beto. */
export const agreedTo = (reportId: string, lines: readonly Body[], more: Body = {}): readonly Step[] => [
  accounted(reportId, lines, more),
  after('expenditure.accept', { reportId }, beto),
];
