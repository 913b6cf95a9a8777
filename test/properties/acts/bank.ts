import type { FundState } from '#domain/fund/fund';
import type { InterestState } from '#domain/money-in/interest';
import { dayAfter, daysAfter } from '#kernel/time';
import { ecb, fundId } from '../../support/given.js';
import type { MemoryBook } from '../../support/memory-book.js';
import { type Make, among, anEarmark, bankLine, dollars, daysAgo, idOf, ids, money, statusOf, today } from './act.js';
import { statementActs } from './statements.js';

const openFundOf = (book: MemoryBook) => book.state(fundId, `fund:${fundId}`) as Extract<FundState, { status: 'open' }>;

/** Interest that is owed back, and to whom. */
const owedInterest = (book: MemoryBook) =>
  ids.interest.flatMap((interest) => {
    const state = book.state(fundId, `interest:${interest}`) as InterestState;
    if (state.status !== 'received' || state.received.treatment !== 'owed-back') return [];
    const owed = state.received.earned.filter((each) => !state.returned.includes(each.contribution));
    return owed.map(({ contribution, amount }) => {
      const to = contribution === '*' ? { contributionId: 'c-1', unearned: true } : { contributionId: contribution };
      return { ...to, interest, euros: amount.currency === 'EUR' };
    });
  });

/** What the bank says, what the fund costs, and the periods of its book. */
export const bankActs = {
  'interest.receive': (book, act) => {
    const euros = act.other % 5 === 0;
    const id = idOf(book, act, 'interest', 'absent');
    return [{ ...bankLine(act, euros), interestId: id, earmark: anEarmark(act) }];
  },
  'bank-charge.record': (book, act) => {
    const euros = act.other % 5 === 0;
    const id = idOf(book, act, 'bank-charge', 'absent');
    return [{ ...bankLine(act, euros), bankChargeId: id, earmark: anEarmark(act) }];
  },
  'cost.request': (book, act) => {
    const id = idOf(book, act, 'cost', 'absent');
    return [{ costId: id, line: 'rent', earmark: anEarmark(act), amount: dollars(act.cents) }];
  },
  'cost.approve': (book, act) => [
    { costId: idOf(book, act, 'cost', 'requested') },
    among(['carla', 'carla', 'beto', 'ana'], act.other),
  ],
  'cost.cancel': (book, act) => [{ costId: idOf(book, act, 'cost', 'requested', 'approved') }],
  'cost.pay': (book, act) => [
    {
      costId: idOf(book, act, 'cost', 'approved'),
      bankAccount: 'main',
      ...(act.other % 2 === 0 ? { amount: dollars(act.cents) } : {}),
    },
  ],
  'fee.charge': (book, act) => {
    const id = idOf(book, act, 'fee', 'absent');
    return [{ feeId: id, earmark: anEarmark(act), amount: dollars(act.cents), bankAccount: 'main' }];
  },
  'cash.convert': (book, act) => {
    const id = idOf(book, act, 'cash', 'absent');
    const out = act.other % 3 !== 0;
    const foreign = money(act.cents, true);
    const home = dollars(Math.max(1, act.cents + (act.pick % 21) - 10));
    return [
      out
        ? {
            cashId: id,
            from: 'euros',
            to: 'main',
            sold: foreign,
            bought: home,
            // Without a rate it goes at what it stands at in the book.
            ...(act.pick % 2 === 0 ? { soldRate: ecb('1.0825') } : {}),
            earmark: anEarmark(act),
          }
        : { cashId: id, from: 'main', to: 'euros', sold: home, bought: foreign, earmark: anEarmark(act) },
    ];
  },
  'bank.record-unmatched': (book, act) => {
    const euros = act.other % 5 === 0;
    const direction = act.pick % 3 === 0 ? 'in' : 'out';
    const unmatchedId = idOf(book, act, 'bank', 'absent');
    const { rate, ...line } = bankLine(act, euros);
    const more = direction === 'in' || rate === undefined ? {} : { rate };
    return [{ ...line, ...more, unmatchedId, direction, earmark: anEarmark(act) }];
  },
  'bank.explain': (book, act) => [{ unmatchedId: idOf(book, act, 'bank', 'unmatched') }],
  'period.revalue': (book, act) => {
    const rate = ecb(among(['1.0825', '1.1', '0.9'], act.pick));
    const { closedThrough } = openFundOf(book);
    const next = closedThrough === undefined ? '2026-01' : dayAfter(closedThrough).slice(0, 7);
    return [
      {
        period: act.sensible ? next : '2026-02',
        rates: [{ currency: 'EUR', rate }],
        earmark: anEarmark(act),
      },
    ];
  },
  'interest.return': (book, act) => {
    const found = owedInterest(book);
    const { interest, euros, ...to } =
      act.sensible && found.length > 0
        ? among(found, act.pick)
        : { contributionId: 'c-1', interest: among(ids.interest, act.pick), euros: false };
    return [{ ...to, interests: [interest], bankAccount: euros ? 'euros' : 'main' }];
  },
  'cost.reject': (book, act) => [{ costId: idOf(book, act, 'cost', 'requested') }, 'carla'],
  'cash.transfer': (book, act) => {
    const [from, to] = act.other % 2 === 0 ? ['main', 'savings'] : ['savings', 'main'];
    return [{ cashId: idOf(book, act, 'cash', 'absent'), from, to, amount: dollars(act.cents) }];
  },
  'period.close': (book, act) => {
    const { closedThrough, closedYear } = openFundOf(book);
    const from = closedThrough === undefined ? '2026-01' : dayAfter(closedThrough).slice(0, 7);
    const year = String(Number(closedYear ?? '2025') + 1);
    const over = year < today(book).slice(0, 4);
    const next = over && act.other % 2 === 0 ? year : from;
    const openItems = act.other % 5 === 0 ? {} : { openItems: 'carry-forward' };
    return [{ period: act.sensible ? next : among(['2026-02', '2026', '2026-07'], act.pick), ...openItems }];
  },
  'opening.record': (book, act) => {
    const found = ids.contribution.filter(
      (id) => statusOf(book, `contribution:${id}`) === 'committed' && !['c-4', 'c-5'].includes(id),
    );
    const [received, own] = [3 * act.cents, act.other % 3];
    const [spent, under] = [act.cents, act.cents];
    const brought = found.length > 0 ? { contributionId: among(found, act.pick), received: dollars(received) } : undefined;
    const balance = brought ? received + own - spent - under : own;
    return [
      {
        bankAccounts: [{ bankAccount: 'main', balance: dollars(act.sensible ? balance : balance + 1) }],
        ...(brought ? { contributions: [{ ...brought, spent: dollars(spent) }], underGrants: dollars(under) } : {}),
        ...(own === 0 ? {} : { own: [{ amount: dollars(own) }] }),
      },
    ];
  },
  'opening.bring-grant': (book, act) => [
    {
      grantId: idOf(book, act, 'grant', 'signed'),
      disbursed: dollars(1 + (act.cents % 10)),
      outstandingAdvance: dollars(1),
      ...(act.other % 3 === 0 ? { payable: dollars(1) } : {}),
      ...(act.pick % 2 === 0 ? { advancedOn: daysAgo(book, act.pick % 50) } : {}),
      ...(act.pick % 3 === 0 ? { accountsDueOn: daysAfter(today(book), act.other % 30) } : {}),
    },
  ],
  ...statementActs,
} satisfies Record<string, Make>;
