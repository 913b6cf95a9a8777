import type { RejectionCode } from '#domain/rejections';

/** Refusals that several commands share: of an amount that has to be in the home currency. */
export const inHome: readonly RejectionCode[] = ['currency-not-carried', 'currency-mismatch'];
/** Of a line of a bank account. */
export const banked: readonly RejectionCode[] = ['bank-account-unknown', ...inHome];
/** Of an amount that is converted at a rate. */
export const converted: readonly RejectionCode[] = [
  'currency-not-carried',
  'rate-missing',
  'rate-not-needed',
  'home-value-zero',
];
/** Of a thing that has to be there, in a certain status. */
export const moved: readonly RejectionCode[] = ['not-found', 'wrong-status'];
/** Of what a grant that rests, or has ended before its time, does not allow. */
export const standing: readonly RejectionCode[] = ['grant-suspended', 'grant-terminated'];
/** What the registry says against a payee. */
export const vetted: readonly RejectionCode[] = [
  'partner-suspended',
  'due-diligence-missing',
  'due-diligence-failed',
  'due-diligence-expired',
  'advance-exceeds-risk',
];
/** Of a payment that is asked for, agreed to, or left with a payee: it waits for accounts, and for what vouches for both. */
export const ready: readonly RejectionCode[] = [
  'advance-overdue',
  'set-off-advance-overdue',
  'brought-advance-overdue',
  'advance-outstanding',
  'audit-missing',
  ...vetted,
];
