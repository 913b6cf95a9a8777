import type { Attributed } from '#domain/money-in/attribution';
import type { BankChargeRecorded } from '#domain/bank/bank-charge';
import type { CashConverted } from '#domain/bank/cash';
import type { CostPaid, Released } from '#domain/bank/cost';
import type { ExchangeDifference } from '#domain/bank/exchange';
import type { FeeCharged } from '#domain/bank/fee';
import type { Freed } from '#domain/bank/own-money';
import type { RevaluedLine } from '#domain/fund/period';
import type { BankExplained, BankUnmatched } from '#domain/bank/unmatched';
import { credit, debit, foreignFor, nobody, nothing, opposite, type Posting, type PostingsOf, rest } from './posting.js';

/** The fund's own running: its costs and fee, and what moves on its bank accounts beside what it receives and grants. */
export const runningPostings: PostingsOf<
  | 'bank-charge.recorded'
  | 'cost.requested'
  | 'cost.endorsed'
  | 'cost.approved'
  | 'cost.rejected'
  | 'cost.cancelled'
  | 'cost.paid'
  | 'fee.charged'
  | 'cash.transferred'
  | 'cash.converted'
  | 'bank.unmatched'
  | 'bank.explained'
  | 'period.revalued'
  | 'period.result-carried'
  | 'period.closed'
  | 'fund.period-closed'
  | 'fund.closed'
  | 'fund.chart-mapped'
  | 'reconciliation.statement-imported'
  | 'reconciliation.matched'
  | 'reconciliation.explained'
  | 'reconciliation.released'
  | 'statement.lines-listed'
> = {
  'bank-charge.recorded': (data) => bankChargeRecorded(data),
  'cost.requested': nothing,
  'cost.endorsed': nothing,
  'cost.approved': (data, id) => [
    ...debit(`allocated:${data.earmark}:administration`, data.home),
    ...credit(orderOf(data.earmark, id), data.home),
    ...bound(data.earmark, data.attribution),
  ],
  'cost.rejected': nothing,
  'cost.cancelled': (data, id) => released(data.earmark, id, data.released),
  'cost.paid': (data, id) => costPaid(id, data),
  'fee.charged': (data) => feeCharged(data),
  'cash.transferred': (data) => [...debit(`bank:${data.to}`, data.amount), ...credit(`bank:${data.from}`, data.amount)],
  'cash.converted': (data) => cashConverted(data),
  'bank.unmatched': (data) => bankUnmatched(data),
  'bank.explained': (data) => bankExplained(data),
  'period.revalued': (data) => [
    ...data.lines.flatMap((line) => revalued(line, data.difference)),
    ...exchanged(data.difference),
  ],
  'period.result-carried': (data) =>
    data.lines.flatMap((line) => [
      ...credit(line.account, line.amount),
      ...debit(`net-assets:${line.restriction}`, line.amount),
    ]),
  'period.closed': nothing,
  'fund.period-closed': nothing,
  'fund.closed': nothing,
  'fund.chart-mapped': nothing,
  'reconciliation.statement-imported': nothing,
  'reconciliation.matched': nothing,
  'reconciliation.explained': nothing,
  'reconciliation.released': nothing,
  'statement.lines-listed': nothing,
};

/** An order of the fund's own stands apart from those of grants, whose ids may be the same. */
const orderOf = (earmark: string, cost: string): string => `ordered:${earmark}:cost:${cost}`;

const bound = (earmark: string, attribution: readonly Attributed[]): Posting[] =>
  attribution.flatMap((each) => [
    ...debit(`cover:${earmark}:${each.contribution}`, each.amount),
    ...credit(`covered:administration:${each.contribution}`, each.amount),
  ]);

const freed = (earmark: string, { attribution, free, clearsCoverShortfall }: Freed): Posting[] => [
  ...attribution.flatMap((each) => debit(`covered:administration:${each.contribution}`, each.amount)),
  ...free.flatMap((each) => credit(`cover:${earmark}:${each.contribution}`, each.amount)),
  ...credit(`cover-shortfall:${earmark}`, clearsCoverShortfall),
];

const released = (earmark: string, cost: string, part: Released | undefined): Posting[] =>
  part
    ? [
        ...debit(orderOf(earmark, cost), part.amount),
        ...credit(`allocated:${earmark}:administration`, part.amount),
        ...freed(earmark, part),
      ]
    : [];

const costPaid = (id: string, data: CostPaid): Posting[] => [
  ...debit(`cost:${data.earmark}:${data.line}`, data.amount),
  ...credit(`bank:${data.bankAccount}`, data.amount),
  ...debit(orderOf(data.earmark, id), data.home),
  ...credit(`spent:${data.earmark}:${data.line}`, data.home),
  ...released(data.earmark, id, data.released),
];

const feeCharged = (data: FeeCharged): Posting[] => [
  ...debit(`cost:${data.earmark}:fee`, data.amount),
  ...credit(`bank:${data.bankAccount}`, data.amount),
  ...debit(`unallocated:${data.earmark}`, data.amount),
  ...credit(`spent:${data.earmark}:fee`, data.amount),
  ...bound(data.earmark, data.attribution),
];

const bankChargeRecorded = (data: BankChargeRecorded): Posting[] => [
  ...debit(`bank-charges:${data.bankAccount}`, data.amount),
  ...credit(`bank:${data.bankAccount}`, data.amount),
  ...debit(`allocated:${data.earmark}:administration`, data.fromAllocated),
  ...debit(`shortfall:${data.earmark}`, data.shortfall),
  ...credit(`spent:${data.earmark}:bank-charges`, data.home),
  ...bound(data.earmark, data.attribution),
  ...debit(`cover-shortfall:${data.earmark}`, data.coverShortfall),
  ...credit(`covered:administration:${nobody}`, data.coverShortfall),
];

const cashConverted = ({ from, to, sold, bought, soldHome, boughtHome, difference }: CashConverted): Posting[] => [
  ...debit(`bank:${to}`, bought),
  ...credit(`bank:${from}`, sold),
  ...opposite(foreignFor(sold, soldHome)),
  ...foreignFor(bought, boughtHome),
  ...(difference?.kind === 'gain'
    ? credit(`fx-gain${under(difference)}`, difference.amount)
    : debit(`fx-loss${under(difference)}`, difference?.amount)),
  ...exchanged(difference),
];

/** The key of a result in exchange: none where it is of the free net assets. */
const under = (made: ExchangeDifference | undefined): string => (made?.restricted ? `:${made.earmark}` : '');

/** What money in hand is worth more or less at the end of a period; the difference has a sign. */
function revalued({ currency, difference }: RevaluedLine, made: ExchangeDifference | undefined): Posting[] {
  const lines = debit(`fx:${currency}`, difference);
  const result = lines[0]!.amountMinor > 0n ? 'fx-gain' : 'fx-loss';
  return [...lines, ...credit(`${result}${under(made)}`, difference)];
}

/** What a gain or a loss does to what may be promised and paid out. */
export function exchanged(difference: ExchangeDifference | undefined): Posting[] {
  if (!difference) return [];
  const { kind, amount, earmark, clearsShortfall, clearsCoverShortfall, attribution, shortfall, coverShortfall } = difference;
  if (kind === 'gain') {
    return [
      ...debit('resources', amount),
      ...credit(`shortfall:${earmark}`, clearsShortfall),
      ...credit(`unallocated:${earmark}`, rest(amount, clearsShortfall)),
      ...debit('funded', amount),
      ...credit(`cover-shortfall:${earmark}`, clearsCoverShortfall),
      ...attribution.flatMap((each) => credit(`cover:${earmark}:${each.contribution}`, each.amount)),
    ];
  }
  return [
    ...debit(`unallocated:${earmark}`, rest(amount, shortfall)),
    ...debit(`shortfall:${earmark}`, shortfall),
    ...credit('resources', amount),
    ...attribution.flatMap((each) => debit(`cover:${earmark}:${each.contribution}`, each.amount)),
    ...debit(`cover-shortfall:${earmark}`, coverShortfall),
    ...credit('funded', amount),
  ];
}

const suspended = (data: Pick<BankUnmatched, 'bankAccount' | 'direction' | 'amount'>): Posting[] => {
  const lines = [...debit(`bank:${data.bankAccount}`, data.amount), ...credit(`suspense:${data.bankAccount}`, data.amount)];
  return data.direction === 'in' ? lines : opposite(lines);
};

const bankUnmatched = (data: BankUnmatched): Posting[] => [
  ...suspended(data),
  ...debit(`shortfall:${data.out?.earmark}`, data.out?.home),
  ...credit(`spent:${data.out?.earmark}:suspense`, data.out?.home),
  ...debit(`cover-shortfall:${data.out?.earmark}`, data.out?.home),
  ...credit(`covered:suspense:${nobody}`, data.out?.home),
];

const bankExplained = (data: BankExplained): Posting[] => [
  ...opposite(suspended(data)),
  ...(data.out
    ? [
        ...debit(`spent:${data.out.earmark}:suspense`, data.out.home),
        ...credit(`shortfall:${data.out.earmark}`, data.out.fromShortfall),
        ...credit(`unallocated:${data.out.earmark}`, rest(data.out.home, data.out.fromShortfall)),
        ...debit(`covered:suspense:${nobody}`, data.out.home),
        ...credit(`cover-shortfall:${data.out.earmark}`, data.out.fromCoverShortfall),
        ...credit(`cover:${data.out.earmark}:${nobody}`, rest(data.out.home, data.out.fromCoverShortfall)),
      ]
    : []),
];
