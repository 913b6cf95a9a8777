import type { InterestReceived } from '#domain/interest';
import { type Posting, type PostingsOf, credit, debit, rest } from './posting.js';

/** Interest, what is given in kind, and the balances with which a fund moves here. */
export const moneyInPostings: PostingsOf<'interest.received'> = {
  'interest.received': (data) => interestReceived(data),
};

function interestReceived(data: InterestReceived): Posting[] {
  const kept = data.treatment === 'kept';
  return [
    ...debit(`bank:${data.bankAccount}`, data.amount),
    ...data.earned.flatMap((each) => credit(`${kept ? 'income' : 'due-to-contributor'}:${each.contribution}`, each.amount)),
    ...(kept
      ? [
          ...debit('resources', data.home),
          ...credit(`shortfall:${data.earmark}`, data.clearsShortfall),
          ...credit(`unallocated:${data.earmark}`, rest(data.home, data.clearsShortfall)),
          ...debit('funded', data.home),
          ...credit(`cover-shortfall:${data.earmark}`, data.clearsCoverShortfall),
          ...data.attribution.flatMap((each) => credit(`cover:${data.earmark}:${each.contribution}`, each.amount)),
        ]
      : []),
  ];
}
