import type { GrantBrought, OpeningRecorded } from '#domain/money-in/opening';
import type { InterestReceived } from '#domain/money-in/interest';
import type { InKindValued } from '#domain/money-in/in-kind';
import { type Posting, type PostingsOf, credit, debit, foreignFor, memo, nobody, nothing, rest } from './posting.js';

/** Interest, what is given in kind, and the balances with which a fund moves here. */
export const moneyInPostings: PostingsOf<
  | 'interest.received'
  | 'interest.returned'
  | 'in-kind.pledged'
  | 'in-kind.delivered'
  | 'in-kind.valued'
  | 'opening.recorded'
  | 'opening.grant-brought'
> = {
  'in-kind.pledged': nothing,
  'in-kind.delivered': nothing,
  'in-kind.valued': (data, id) => inKindValued(id, data),
  'opening.recorded': (data) => openingRecorded(data),
  'opening.grant-brought': (data, id) => grantBrought(id, data),
  'interest.received': (data) => interestReceived(data),
  'interest.returned': (data) => [
    ...debit(`due-to-contributor:${data.unearned ? nobody : data.contribution}`, data.amount),
    ...credit(`bank:${data.bankAccount}`, data.amount),
  ],
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

/** Counted beside the books; what is no new resource in a place of its own, so that the two are never summed. */
const inKindValued = (id: string, data: InKindValued): Posting[] => [
  ...memo(data.notNew === undefined ? 'in-kind' : 'in-kind-not-new', id, data.home),
  ...(data.recognised ? [...debit('expense:none:in-kind', data.home), ...credit(`income:${nobody}`, data.home)] : []),
];

/** All that was before stands against the net assets of the opening. */
const openingRecorded = (data: OpeningRecorded): Posting[] => [
  ...data.bankAccounts.flatMap(({ bankAccount, amount, home }) => [
    ...debit(`bank:${bankAccount}`, amount),
    ...foreignFor(amount, home),
    ...credit('net-assets:opening', home),
  ]),
  ...data.own.flatMap(({ earmark, amount }) => [
    ...debit('resources', amount),
    ...credit(`unallocated:${earmark}`, amount),
    ...debit('funded', amount),
    ...credit(`cover:${earmark}:${nobody}`, amount),
  ]),
];

const grantBrought = (id: string, data: GrantBrought): Posting[] => [
  ...debit(`advance:${data.grant}`, data.outstandingAdvance),
  ...credit('net-assets:opening', data.outstandingAdvance),
  ...debit('net-assets:opening', data.payable),
  ...credit(`payable:${data.grant}`, data.payable),
  ...data.lines.flatMap(({ earmark, amount }) => [
    ...debit(`committed:${earmark}:${data.grant}`, amount),
    ...credit(`disbursed:${earmark}:${data.grant}`, amount),
  ]),
  // What of all that was paid was an advance is not known any more: all of it counts, as that of a fund without limits does.
  ...(data.accounts
    ? [
        ...debit(`brought-advance:${data.accounts.cso}:${data.grant}:${id}`, data.amount),
        ...credit('memo-contra:brought-advance', data.amount),
      ]
    : []),
];
