import type { Post } from '#runtime/post';
import { type BookId, bookId, registryBook } from '#kernel/ids';

/*
 * A fund as the commands of the benchmark need it, and the commands themselves: real ones, which the product decides, posts
 * and guards as it does in service.
 */

/** A command without the key under which it is given. */
export type Ask = Pick<Post, 'type' | 'book' | 'actor' | 'role' | 'body'>;

const usd = (amount: string) => ({ amount, currency: 'USD' });
const ask = (book: BookId, type: string, body: object, actor = 'ana', role = 'fund-manager'): Ask => ({
  type,
  book,
  actor,
  role,
  body,
});

/** Four contributors and sixteen organisations that carry activities out. */
export const registryAsks = (): Ask[] => [
  ...Array.from({ length: 4 }, (_, n) => partnerAsk(`donor-${n}`, 'national-government')),
  ...Array.from({ length: 16 }, (_, n) => partnerAsk(`cso-${n}`, 'ngo')),
];
const partnerAsk = (partnerId: string, kind: string): Ask =>
  ask(registryBook, 'partner.register', { partnerId, name: `The ${partnerId}`, kind });

export const fundOf = (number: number): BookId => bookId(`fund-${number}`);

/** How many earmarks, each with the contributions of its own. */
export const earmarks = 16;
const earmarkOf = (number: number): string => `e-${number % earmarks}`;
const contributions = 4;

/** A fund with 16 earmarks. */
export const establishAsk = (book: BookId): Ask =>
  ask(
    book,
    'fund.establish',
    {
      name: { es: 'Fondo de prueba', en: 'Benchmark fund' },
      homeCurrency: 'USD',
      timeZone: 'America/Bogota',
      startsOn: '2020-01-01',
      earmarks: Array.from({ length: earmarks }, (_, n) => ({ id: earmarkOf(n), title: { en: `Earmark ${n}` } })),
      bankAccounts: [{ id: 'main', currency: 'USD' }],
      publishing: { reportingOrg: { ref: 'XX-BENCH-1', name: 'Benchmark fund', type: '40' } },
    },
    'root',
    'admin',
  );

/** Four contributions under an earmark, paid in for the most part, and what is allocated of them. */
export function* earmarkAsks(book: BookId, n: number): Generator<Ask> {
  const earmark = earmarkOf(n);
  for (let m = 0; m < contributions; m++) {
    const [contributionId, contributor, amount] = [`c-${n}-${m}`, `donor-${m}`, usd('1000000000.00')];
    yield ask(book, 'contribution.commit', { contributionId, contributor, earmark, amount });
    yield ask(book, 'contribution.receive', { contributionId, amount: usd('900000000.00'), bankAccount: 'main' });
  }
  yield ask(book, 'allocation.make', { allocationId: `a-${n}`, earmark, amount: usd('2000000000.00') });
}

/** An activity with its executor, and the grant for it, of 10 million. */
export function* projectAsks(book: BookId, n: number): Generator<Ask> {
  const [activityId, payee] = [`act-${n}`, `cso-${n % 16}`];
  yield ask(book, 'activity.identify', { activityId, title: { en: `Safe water ${n}` }, modality: 'triangular' });
  yield ask(book, 'activity.join-partner', { activityId, partner: payee, phase: 'implementation', role: 'executor' });
  const amount = usd('10000000.00');
  yield ask(book, 'grant.sign', {
    grantId: `g-${n}`,
    activityId,
    payee,
    amount,
    funding: [{ earmark: earmarkOf(n), amount }],
    instalments: [{ id: 'all', kind: 'advance', amount, dueDate: '2026-03-01' }],
  });
}

/**
 * What a caller gives one after the other, for ever: money comes in, is allocated, and is disbursed under the caller's own
 * grant, from the request to the acknowledgement. Six commands make a round; four of them move money.
 */
export function* callerAsks(book: BookId, grant: number, prefix: string): Generator<Ask, never> {
  for (let n = 0; ; n++) {
    const contributionId = `c-${grant % earmarks}-${n % contributions}`;
    const bankReference = `TRF ${prefix}-${n}`;
    yield ask(book, 'contribution.receive', { contributionId, amount: usd('150.00'), bankAccount: 'main', bankReference });
    yield ask(book, 'allocation.make', { allocationId: `${prefix}-a${n}`, earmark: earmarkOf(grant), amount: usd('120.00') });
    const disbursementId = `${prefix}-d${n}`;
    const paid = { kind: 'advance', amount: usd('100.00') };
    yield ask(book, 'disbursement.request', { disbursementId, grantId: `g-${grant}`, ...paid });
    yield ask(book, 'disbursement.approve', { disbursementId }, 'beto', 'approver');
    yield ask(book, 'disbursement.pay', { disbursementId, bankAccount: 'main', bankReference });
    yield ask(book, 'disbursement.acknowledge', { disbursementId, payeeReference: bankReference });
  }
}
