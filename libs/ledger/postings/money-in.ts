import type { MoneyJson } from '#kernel/money';
import type { ContributionCommitted, ContributionReceived } from '#domain/contribution';
import type { InterestReceived } from '#domain/interest';
import { credit, debit, memo, type Posting, type PostingsOf, rest } from './posting.js';

/** Contributions and interest. */
export const moneyInPostings: PostingsOf<
  'contribution.pledged' | 'contribution.committed' | 'contribution.received' | 'interest.received'
> = {
  'contribution.pledged': (data, id) => memo('pledge', id, data.amount),
  'contribution.committed': (data, id) => contributionCommitted(id, data),
  'contribution.received': (data, id) => contributionReceived(id, data),
  'interest.received': (data) => interestReceived(data),
};

function contributionCommitted(id: string, data: ContributionCommitted): Posting[] {
  return [
    ...debit(`receivable:${id}`, data.amount),
    ...credit(`deferred:${id}`, data.amount),
    ...debit('resources', data.home),
    ...credit(`shortfall:${data.earmark}`, data.clearsShortfall),
    ...credit(`unallocated:${data.earmark}`, rest(data.home, data.clearsShortfall)),
    ...debit(`due-to-contributor:${id}`, data.applied?.amount),
    ...credit(`receivable:${id}`, data.applied?.amount),
    ...(data.applied ? fundedLines(id, data.earmark, data.applied.funded, data.clearsCoverShortfall) : []),
  ];
}

/** Money in: it clears what cover is missing under the earmark, and is free to bind for the rest. */
const fundedLines = (id: string, earmark: string, funded: MoneyJson, clears: MoneyJson | undefined): Posting[] => [
  ...debit('funded', funded),
  ...credit(`cover-shortfall:${earmark}`, clears),
  ...credit(`cover:${earmark}:${id}`, rest(funded, clears)),
];

const contributionReceived = (id: string, data: ContributionReceived): Posting[] => [
  ...debit(`bank:${data.bankAccount}`, data.amount),
  ...credit(`receivable:${id}`, data.settles),
  ...credit(`due-to-contributor:${id}`, data.excess),
  ...fundedLines(id, data.earmark, data.funded, data.clearsCoverShortfall),
];

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
