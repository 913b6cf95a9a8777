import { currency } from '#kernel/currency';
import { type MoneyJson, minorOf, moneyJson } from '#kernel/money';
import type { CofinancingTerms } from '#domain/grants/cofinancing';
import type { AllocationReduced } from '#domain/grants/allocation';
import type { Attributed } from '#domain/money-in/attribution';
import type { ChangedLine, FundingLine } from '#domain/grants/funding-line';
import { credit, debit, memo, nothing, type Posting, type PostingsOf, rest } from './posting.js';

/** Allocations, grants and co-financing. */
export const grantPostings: PostingsOf<
  | 'allocation.made'
  | 'allocation.transferred'
  | 'allocation.reduced'
  | 'allocation.lapsed'
  | 'grant.signed'
  | 'grant.amended'
  | 'grant.condition-met'
  | 'grant.suspended'
  | 'grant.resumed'
  | 'grant.terminated'
  | 'grant.settled'
  | 'grant.closed'
  | 'cofinancing.agreed'
  | 'cofinancing.reported'
  | 'cofinancing.accepted'
  | 'waiver.proposed'
  | 'waiver.confirmed'
> = {
  'allocation.made': (data) => [
    ...debit(`unallocated:${data.earmark}`, data.amount),
    ...credit(`shortfall:${data.earmark}`, data.clearsShortfall),
    ...credit(`allocated:${data.earmark}:${data.window}`, rest(data.amount, data.clearsShortfall)),
  ],
  'allocation.transferred': (data) => [
    ...debit(`allocated:${data.earmark}:${data.window}`, data.amount),
    ...credit(`allocated:${data.earmark}:${data.to}`, data.amount),
  ],
  'allocation.reduced': (data) => reduced(data),
  'allocation.lapsed': (data) => reduced(data),
  'grant.signed': (data, id) => data.lines.flatMap((line) => boundLines(id, line)),
  'grant.amended': (data, id) =>
    data.lines.flatMap((line) =>
      minorOf(line.change) > 0n
        ? boundLines(id, { ...line, amount: line.change })
        : freedLines(id, line, credit(`allocated:${line.earmark}:${line.window}`, negated(line.change))),
    ),
  'grant.condition-met': nothing,
  'grant.suspended': nothing,
  'grant.resumed': nothing,
  'grant.terminated': nothing,
  'grant.settled': (data, id) => [
    ...data.relieved.flatMap(({ earmark, category, amount }) => [
      ...credit(`expense:${earmark}:${category}`, amount),
      ...debit(`settled:${id}:${category}`, amount),
      ...credit('memo-contra:settled', amount),
    ]),
    ...debit(`payable:${id}`, data.lessPayable),
    ...debit(`recoverable:${id}`, data.toRecoverable),
    ...debit(`recoverable:${id}`, data.unspent),
    ...credit(`advance:${id}`, data.unspent),
    ...data.lines.flatMap((line) =>
      freedLines(id, line, credit(`allocated:${line.earmark}:${line.window}`, negated(line.change))),
    ),
  ],
  'grant.closed': (data, id) =>
    data.lines.flatMap((line) => {
      const freed = negated(line.change);
      return freedLines(
        id,
        line,
        data.to === 'allocated'
          ? credit(`allocated:${line.earmark}:${line.window}`, freed)
          : [
              ...credit(`shortfall:${line.earmark}`, line.clearsShortfall),
              ...credit(`unallocated:${line.earmark}`, rest(freed, line.clearsShortfall)),
            ],
      );
    }),
  'cofinancing.agreed': (data) => cofinanced('agreed', data),
  'cofinancing.reported': (data) => cofinanced('reported', data),
  'cofinancing.accepted': (data) => [
    ...cofinanced('accepted', data),
    ...debit(`cofinanced:${data.grant}:${data.form}:${data.origin}`, data.home),
    ...credit('memo-contra:cofinanced', data.home),
  ],
  'waiver.proposed': nothing,
  'waiver.confirmed': (data) => [...debit(`waived:${data.grant}`, data.amount), ...credit('memo-contra:waived', data.amount)],
};

const reduced = (data: AllocationReduced): Posting[] => [
  ...debit(`allocated:${data.earmark}:${data.window}`, data.amount),
  ...credit(`shortfall:${data.earmark}`, data.clearsShortfall),
  ...credit(`unallocated:${data.earmark}`, rest(data.amount, data.clearsShortfall)),
];

const boundLines = (id: string, line: Pick<FundingLine, 'earmark' | 'window' | 'amount' | 'attribution'>): Posting[] => [
  ...debit(`allocated:${line.earmark}:${line.window}`, line.amount),
  ...credit(`committed:${line.earmark}:${id}`, line.amount),
  ...line.attribution.flatMap((each) => [
    ...debit(`cover:${line.earmark}:${each.contribution}`, each.amount),
    ...credit(`covered:${id}:${each.contribution}`, each.amount),
  ]),
];

/** `freed` is where what was committed goes. */
const freedLines = (id: string, line: ChangedLine, freed: readonly Posting[]): Posting[] => [
  ...debit(`committed:${line.earmark}:${id}`, negated(line.change)),
  ...freed,
  ...line.attribution.flatMap((each) => debit(`covered:${id}:${each.contribution}`, each.amount)),
  ...(line.toCover ?? []).flatMap((each: Attributed) => credit(`cover:${line.earmark}:${each.contribution}`, each.amount)),
  ...credit(`cover-shortfall:${line.earmark}`, line.clearsCoverShortfall),
];

const negated = (amount: MoneyJson): MoneyJson => moneyJson(-minorOf(amount), currency(amount.currency));

const cofinanced = (stage: string, data: CofinancingTerms & { readonly amount: MoneyJson }): Posting[] =>
  memo(`cofinancing-${stage}-${data.form}`, `${data.grant}:${data.partner}:${data.origin}`, data.amount);
