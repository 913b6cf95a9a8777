import type { SubGrantDisallowed, SubGrantMoved } from '#domain/grants/sub-grant';
import { credit, debit, memo, nothing, opposite, type Posting, type PostingsOf } from './posting.js';

/** What stands beside the fund's own books: sub-grants, project income, revolving funds, assets. */
export const besidePostings: PostingsOf<
  | 'sub-grant.signed'
  | 'sub-grant.amended'
  | 'sub-grant.paid'
  | 'sub-grant.reported'
  | 'sub-grant.accepted'
  | 'sub-grant.refunded'
  | 'sub-grant.written-off'
  | 'sub-grant.disallowed'
  | 'sub-grant.closed'
  | 'project-income.earned'
  | 'revolving-fund.opened'
  | 'revolving-fund.paid-in'
  | 'revolving-fund.lent'
  | 'revolving-fund.repaid'
  | 'revolving-fund.written-off'
  | 'revolving-fund.withdrawn'
  | 'asset.acquired'
  | 'asset.transferred'
  | 'asset.verified'
  | 'asset.disposed'
> = {
  'sub-grant.signed': (data, id) => [
    ...memo('subgrant-signed', `${data.grant}:${id}`, data.amount),
    ...debit(`subgranted:${data.grant}`, data.home),
    ...credit('memo-contra:subgranted', data.home),
  ],
  'sub-grant.amended': (data, id) => [
    ...memo('subgrant-signed', `${data.grant}:${id}`, data.change),
    ...debit(`subgranted:${data.grant}`, data.homeChange),
    ...credit('memo-contra:subgranted', data.homeChange),
  ],
  'sub-grant.paid': (data, id) => passedOn('paid', id, data),
  'sub-grant.reported': (data, id) => passedOn('reported', id, data),
  'sub-grant.accepted': (data, id) => passedOn('accepted', id, data),
  'sub-grant.refunded': (data, id) => passedOn('refunded', id, data),
  'sub-grant.written-off': (data, id) => passedOn('written-off', id, data),
  'sub-grant.disallowed': (data, id) => [
    ...(data.of === 'accepted' ? opposite(memo('subgrant-accepted', `${data.grant}:${id}`, data.amount)) : []),
    ...passedOn('disallowed', id, data),
  ],
  'sub-grant.closed': (data) => [
    ...credit(`subgranted:${data.grant}`, data.freed),
    ...debit('memo-contra:subgranted', data.freed),
  ],
  'project-income.earned': (data) => [
    ...debit(`project-income:${data.grant}:${data.use}`, data.home),
    ...credit('memo-contra:project-income', data.home),
  ],
  'revolving-fund.opened': nothing,
  'revolving-fund.paid-in': (data, id) => memo('revolving-cash', `${data.grant}:${id}`, data.amount),
  'revolving-fund.lent': (data, id) => [
    ...memo('revolving-loans', `${data.grant}:${id}`, data.amount),
    ...opposite(memo('revolving-cash', `${data.grant}:${id}`, data.amount)),
  ],
  'revolving-fund.repaid': (data, id) => [
    ...memo('revolving-cash', `${data.grant}:${id}`, data.amount),
    ...opposite(memo('revolving-loans', `${data.grant}:${id}`, data.amount)),
    ...(data.charges ? memo('revolving-cash', `${data.grant}:${id}`, data.charges) : []),
  ],
  'revolving-fund.written-off': (data, id) => opposite(memo('revolving-loans', `${data.grant}:${id}`, data.amount)),
  'revolving-fund.withdrawn': (data, id) => opposite(memo('revolving-cash', `${data.grant}:${id}`, data.amount)),
  'asset.acquired': (data, id) => memo('asset', `${data.grant}:${id}`, data.value),
  'asset.transferred': nothing,
  'asset.verified': nothing,
  'asset.disposed': (data, id) => opposite(memo('asset', `${data.grant}:${id}`, data.value)),
};

/** What moves, and what is outstanding of it with whoever it was passed on to. */
const passedOn = (step: string, id: string, data: SubGrantMoved | SubGrantDisallowed): Posting[] => [
  ...memo(`subgrant-${step}`, `${data.grant}:${id}`, data.amount),
  ...outstanding(id, data, data.advance),
  ...opposite(outstanding(id, data, 'clears' in data ? data.clears : undefined)),
];

const outstanding = (
  id: string,
  data: Pick<SubGrantMoved, 'partner' | 'grant'>,
  amount: SubGrantMoved['advance'],
): Posting[] => [...debit(`passed-on:${data.partner}:${data.grant}:${id}`, amount), ...credit('memo-contra:passed-on', amount)];
