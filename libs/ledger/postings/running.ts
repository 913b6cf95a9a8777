import type { BankChargeRecorded } from '#domain/bank-charge';
import { credit, debit, nobody, type Posting, type PostingsOf } from './posting.js';

/** The fund's own running. */
export const runningPostings: PostingsOf<'bank-charge.recorded'> = {
  'bank-charge.recorded': (data) => bankChargeRecorded(data),
};

const bankChargeRecorded = (data: BankChargeRecorded): Posting[] => [
  ...debit(`bank-charges:${data.bankAccount}`, data.amount),
  ...credit(`bank:${data.bankAccount}`, data.amount),
  ...debit(`allocated:${data.earmark}:administration`, data.fromAllocated),
  ...debit(`shortfall:${data.earmark}`, data.shortfall),
  ...credit(`spent:${data.earmark}:bank-charges`, data.home),
  ...data.attribution.flatMap((each) => [
    ...debit(`cover:${data.earmark}:${each.contribution}`, each.amount),
    ...credit(`covered:administration:${each.contribution}`, each.amount),
  ]),
  ...debit(`cover-shortfall:${data.earmark}`, data.coverShortfall),
  ...credit(`covered:administration:${nobody}`, data.coverShortfall),
];
