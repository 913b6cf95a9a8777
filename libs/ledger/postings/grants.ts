import type { MoneyJson } from '#kernel/money';
import type { CofinancingTerms } from '#domain/cofinancing';
import type { GrantSigned } from '#domain/grant';
import { credit, debit, memo, type Posting, type PostingsOf, rest } from './posting.js';

/** Allocations, grants and co-financing. */
export const grantPostings: PostingsOf<
  'allocation.made' | 'grant.signed' | 'cofinancing.agreed' | 'cofinancing.reported' | 'cofinancing.accepted'
> = {
  'allocation.made': (data) => [
    ...debit(`unallocated:${data.earmark}`, data.amount),
    ...credit(`shortfall:${data.earmark}`, data.clearsShortfall),
    ...credit(`allocated:${data.earmark}:${data.window}`, rest(data.amount, data.clearsShortfall)),
  ],
  'grant.signed': (data, id) => grantSigned(id, data),
  'cofinancing.agreed': (data) => cofinanced('agreed', data),
  'cofinancing.reported': (data) => cofinanced('reported', data),
  'cofinancing.accepted': (data) => cofinanced('accepted', data),
};

const grantSigned = (id: string, data: GrantSigned): Posting[] =>
  data.lines.flatMap((line) => [
    ...debit(`allocated:${line.earmark}:${line.window}`, line.amount),
    ...credit(`committed:${line.earmark}:${id}`, line.amount),
    ...line.attribution.flatMap((each) => [
      ...debit(`cover:${line.earmark}:${each.contribution}`, each.amount),
      ...credit(`covered:${id}:${each.contribution}`, each.amount),
    ]),
  ]);

const cofinanced = (stage: string, data: CofinancingTerms & { readonly amount: MoneyJson }): Posting[] =>
  memo(`cofinancing-${stage}-${data.form}`, `${data.grant}:${data.partner}:${data.origin}`, data.amount);
