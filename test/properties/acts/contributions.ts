import { type ContributionState, openConditions } from '#domain/money-in/contribution';
import { minorOf, sum } from '#kernel/money';
import { ecb, fundId } from '../../support/given.js';
import type { MemoryBook } from '../../support/memory-book.js';
import { type Body, type Chance, type Make, among, dollars, idOf, money } from './act.js';

/** The fourth contribution is in euros, the third for water; the fifth is a collection, which nobody signs. */
const isEuros = (id: string): boolean => id === 'c-4';
const earmarkOf = (id: string): string => (id === 'c-3' ? 'water' : 'none');

const termsOf = (id: string, cents: number): Body => ({
  contributionId: id,
  contributor: id === 'c-2' ? 'donor-2' : 'donor',
  earmark: earmarkOf(id),
  amount: money(cents, isEuros(id)),
});

const rated = (id: string, rate = '0.3337'): Body => (isEuros(id) ? { rate: ecb(rate) } : {});
const committedId = (book: MemoryBook, act: Chance): string => idOf(book, act, 'contribution', 'committed');

/** Mostly in the currency of the contribution and its account; now and then the bank or the contributor uses the other. */
function paidIn(act: Chance, euros: boolean): Body {
  const amount = money(5 * act.cents, euros);
  if (act.other % 4 !== 0) return { amount, bankAccount: euros ? 'euros' : 'main' };
  const other = money(2 * act.cents, !euros);
  return act.other % 8 === 0
    ? { amount, credited: other, bankAccount: euros ? 'main' : 'euros' }
    : { amount: other, rate: ecb('1.7'), bankAccount: euros ? 'main' : 'euros' };
}

/** Contributions: what is promised, what comes in, what is given up or goes back. */
export const contributionActs = {
  'contribution.pledge': (book, act) => {
    const id = idOf(book, act, 'contribution', 'absent');
    return [termsOf(id, 10 * act.cents)];
  },
  'contribution.commit': (book, act) => {
    const id = idOf(book, act, 'contribution', 'absent', 'pledged');
    const conditional = { id: 'k-1', text: 'The audit is clean.', amount: money(4 * act.cents, isEuros(id)) };
    const conditions = act.other % 3 === 0 ? { conditions: [conditional] } : {};
    return [{ ...termsOf(id, 10 * act.cents), ...rated(id), ...conditions }];
  },
  'contribution.receive': (book, act) => {
    const id = idOf(book, act, 'contribution', 'committed', 'pledged');
    return [{ contributionId: id, ...paidIn(act, isEuros(id)) }];
  },
  'contribution.amend': (book, act) => {
    const id = committedId(book, act);
    const change = among(['increase', 'cut'], act.other);
    const amount = money(3 * act.cents, isEuros(id));
    return [{ contributionId: id, change, amount, ...(change === 'increase' ? rated(id, '0.4111') : {}) }];
  },
  'contribution.meet-condition': (book, act) => {
    const id = committedId(book, act);
    return [{ contributionId: id, condition: 'k-1', ...rated(id, '0.3') }];
  },
  'contribution.end-condition': (book, act) => [
    { contributionId: committedId(book, act), condition: 'k-1', outcome: among(['failed', 'lapsed'], act.other) },
  ],
  'contribution.write-off': (book, act) => {
    const id = committedId(book, act);
    return [{ contributionId: id, ...(act.other % 3 === 0 ? {} : { amount: money(2 * act.cents, isEuros(id)) }) }];
  },
  'contribution.return': (book, act) => {
    const id = idOf(book, act, 'contribution', 'committed', 'pledged');
    const euros = isEuros(id);
    const debited = euros && act.other % 3 === 0 ? { debited: dollars(act.cents), bankAccount: 'main' } : {};
    return [{ contributionId: id, amount: money(3 * act.cents, euros), bankAccount: euros ? 'euros' : 'main', ...debited }];
  },
  'income.recognise': (book, act) => {
    const id = committedId(book, act);
    return [{ contributionId: id, ...(act.other % 4 === 0 ? { amount: money(act.cents, isEuros(id)) } : {}) }];
  },
  'contribution.open-collection': (_, act) => [
    { contributionId: 'c-5', contributor: act.sensible ? 'crowd' : 'donor', currency: 'USD' },
  ],
  'contribution.waive-condition': (book, act) => {
    const id = committedId(book, act);
    const minute = act.sensible ? { minute: { body: 'committee', minute: '3/2026' } } : {};
    return [{ contributionId: id, condition: 'k-1', ...rated(id, '0.3'), ...minute }];
  },
  'contribution.reschedule': (book, act) => {
    const id = committedId(book, act);
    const state = book.state(fundId, `contribution:${id}`) as ContributionState;
    const promised =
      state.status === 'absent'
        ? 0
        : Number(state.committedMinor + sum(openConditions(state).map((each) => minorOf(each.amount))));
    const first = Math.ceil(promised / 2);
    const parts = [first, promised - first].filter((each) => each > 0);
    const instalments = (parts.length > 0 ? parts : [act.cents]).map((cents, index) => ({
      id: `p-${index + 1}`,
      dueDate: `2026-0${4 + (act.other % 5)}-01`,
      amount: money(cents, isEuros(id)),
    }));
    return [{ contributionId: id, instalments }];
  },
} satisfies Record<string, Make>;
