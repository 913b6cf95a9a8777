import fc from 'fast-check';
import { currency } from '#kernel/currency';
import type { Policy } from '#domain/fund-rules';
import type { StreamName } from '#kernel/ids';
import { formatAmount, minorOf } from '#kernel/money';
import type { Disallowance, ExpenditureState } from '#domain/expenditure';
import type { GrantState } from '#domain/grant';
import {
  type Step,
  aFund,
  after,
  anActivity,
  anAdvance,
  approved,
  allocated,
  committed,
  ecb,
  fundId,
  paid,
  received,
  requested,
  signed,
  usd,
} from '../support/given.js';
import type { MemoryBook } from '../support/memory-book.js';

/**
 * A life of a fund at random: mostly sensible steps over very few ids and cents, so that they collide, run short and are
 * refused as often as they are accepted. A step looks at the book only to be sensible; nothing depends on its being so.
 */
export interface Act {
  readonly type: keyof typeof acts;
  /** Chooses among the candidates, whatever their number. */
  readonly pick: number;
  readonly other: number;
  readonly cents: number;
  /** Takes a candidate for which the step makes sense, if there is one; any other id now and then. */
  readonly sensible: boolean;
}

/** The rules under which the fund lives, and how much of its life has happened already. */
export interface Rules {
  readonly attribution: 'proportional' | 'first-in-first-out';
  readonly interest: 'kept' | 'owed-back';
  readonly policy: Policy;
  readonly age: 0 | 1 | 2 | 3 | 4 | 5;
}

export const someRules: fc.Arbitrary<Rules> = fc.record({
  attribution: fc.constantFrom('proportional', 'first-in-first-out'),
  interest: fc.constantFrom('kept', 'owed-back'),
  policy: fc.constantFrom<Policy>(
    {},
    { incomeRecognition: 'as-spent' },
    { incomeRecognition: 'on-receipt' },
    { incomeRecognition: 'at-signature' },
  ),
  age: fc.constantFrom(0, 1, 2, 2, 3, 3, 4, 5),
});

/** What is there before the life begins. */
export const birth = ({ age, ...rules }: Rules): readonly Step[] =>
  [[...aFund(rules), ...anActivity], inMoney, withGrants, paidOnce, orderedTwice, paidTwice].slice(0, age + 1).flat();

const inMoney: readonly Step[] = [
  committed('3.00'),
  received('1.51'),
  committed('1.70', { contributionId: 'c-2', contributor: 'donor-2' }),
  received('1.70', 'c-2'),
  committed('2.00', { contributionId: 'c-3', earmark: 'water' }),
  received('1.00', 'c-3'),
];
const withGrants: readonly Step[] = [
  allocated('2.50'),
  allocated('1.00', { earmark: 'water' }),
  allocated('0.11', { window: 'administration' }),
  signed('1.50', {
    funding: [{ amount: usd('1.03') }, { earmark: 'water', amount: usd('0.47') }],
  }),
  signed('0.90', { grantId: 'g-2' }),
];
/** All of the second grant was paid, came back and is about to be paid again. */
const orderedTwice: readonly Step[] = [
  ...paid('d-3', { grantId: 'g-2', ...anAdvance('0.90') }),
  after('refund.receive', { refundId: 'f-1', grantId: 'g-2', amount: usd('0.90'), bankAccount: 'main' }),
  ...approved('d-4', { grantId: 'g-2', ...anAdvance('0.90') }),
];
const paidTwice: readonly Step[] = [after('disbursement.pay', { disbursementId: 'd-4', bankAccount: 'main' })];
const paidOnce: readonly Step[] = [...paid('d-1', anAdvance('0.73')), requested('d-2', anAdvance('0.55'))];

type Body = Readonly<Record<string, unknown>>;
type Command = readonly [body: Body, actor?: string];
type Make = (book: MemoryBook, act: Act) => Command;

const contributions = ['c-1', 'c-2', 'c-3', 'c-4'];
const allocations = ['l-1', 'l-2', 'l-3', 'l-4', 'l-5', 'l-6'];
const grants = ['g-1', 'g-2', 'g-3'];
const disbursements = ['d-1', 'd-2', 'd-3', 'd-4', 'd-5', 'd-6', 'd-7', 'd-8', 'd-9'];
const cofinancings = ['k-1', 'k-2'];
const waivers = ['w-1', 'w-2'];
const costs = ['k-1', 'k-2', 'k-3'];
const unmatched = ['u-1', 'u-2'];
const reports = ['r-1', 'r-2', 'r-3', 'r-4'];

/** A disallowance that fits, if there is one and the step is to be sensible. */
function disallowanceIn(book: MemoryBook, act: Act, fits: (each: Disallowance) => boolean): Body {
  const found = reports.flatMap((reportId) => {
    const state = book.state(fundId, `expenditure:${reportId}`) as ExpenditureState;
    const fitting = state.status === 'absent' ? [] : state.disallowances.filter(fits);
    return fitting.map(({ id }) => ({ reportId, disallowanceId: id }));
  });
  return found.length > 0 && act.sensible ? among(found, act.pick) : { reportId: 'r-1', disallowanceId: `x-${act.other % 4}` };
}

/** One of few papers, so that they are claimed twice. */
const paperOf = (act: Act) => ({
  number: 'F-1',
  date: '2026-02-01',
  sha256: String(act.pick % 3).repeat(64),
  supplier: secret,
});

const dollars = (cents: number) => ({ amount: formatAmount(BigInt(cents), currency('USD')), currency: 'USD' });
const money = (cents: number, euros: boolean) => ({ ...dollars(cents), currency: euros ? 'EUR' : 'USD' });
const among = <T>(candidates: readonly T[], pick: number): T => candidates[pick % candidates.length]!;

/** An id whose thing is in one of these states, if the step is to be sensible and there is one. */
function idOf(book: MemoryBook, act: Act, kind: string, ids: readonly string[], states: readonly string[]): string {
  const fitting = ids.filter((id) => states.includes(statusOf(book, `${kind}:${id}`)));
  return among(act.sensible && fitting.length > 0 ? fitting : ids, act.pick);
}

const statusOf = (book: MemoryBook, stream: StreamName): string =>
  (book.state(fundId, stream) as { readonly status: string }).status;

/** The fourth contribution is in euros, the third for water. */
const isEuros = (id: string): boolean => id === 'c-4';
const earmarkOf = (id: string): string => (id === 'c-3' ? 'water' : 'none');
const anEarmark = (act: Act): string => (act.other % 3 === 0 ? 'water' : 'none');

const termsOf = (id: string, cents: number): Body => ({
  contributionId: id,
  contributor: id === 'c-2' ? 'donor-2' : 'donor',
  earmark: earmarkOf(id),
  amount: money(cents, isEuros(id)),
});

const rated = (id: string, rate = '0.3337'): Body => (isEuros(id) ? { rate: ecb(rate) } : {});
const committedId = (book: MemoryBook, act: Act): string => idOf(book, act, 'contribution', contributions, ['committed']);

/** Mostly in the currency of the contribution and its account; now and then the bank or the contributor uses the other. */
function paidIn(act: Act, euros: boolean): Body {
  const amount = money(5 * act.cents, euros);
  if (act.other % 4 !== 0) return { amount, bankAccount: euros ? 'euros' : 'main' };
  const other = money(2 * act.cents, !euros);
  return act.other % 8 === 0
    ? { amount, credited: other, bankAccount: euros ? 'main' : 'euros' }
    : { amount: other, rate: ecb('1.7'), bankAccount: euros ? 'main' : 'euros' };
}

/** What a reversal is tried on: the last events, and now and then an old one. */
const positionIn = (book: MemoryBook, act: Act): number => {
  const { length } = book.events(fundId);
  return act.sensible ? Math.max(1, length - (act.pick % 8)) : 1 + (act.pick % length);
};

/** How each step makes its command. */
export const acts = {
  'contribution.pledge': (book, act) => {
    const id = idOf(book, act, 'contribution', contributions, ['absent']);
    return [termsOf(id, 10 * act.cents)];
  },
  'contribution.commit': (book, act) => {
    const id = idOf(book, act, 'contribution', contributions, ['absent', 'pledged']);
    const conditional = { id: 'k-1', text: 'The audit is clean.', amount: money(4 * act.cents, isEuros(id)) };
    const conditions = act.other % 3 === 0 ? { conditions: [conditional] } : {};
    return [{ ...termsOf(id, 10 * act.cents), ...rated(id), ...conditions }];
  },
  'contribution.receive': (book, act) => {
    const id = idOf(book, act, 'contribution', contributions, ['committed', 'pledged']);
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
    const id = idOf(book, act, 'contribution', contributions, ['committed', 'pledged']);
    const euros = isEuros(id);
    const debited = euros && act.other % 3 === 0 ? { debited: dollars(act.cents), bankAccount: 'main' } : {};
    return [{ contributionId: id, amount: money(3 * act.cents, euros), bankAccount: euros ? 'euros' : 'main', ...debited }];
  },
  'income.recognise': (book, act) => [{ contributionId: committedId(book, act) }],
  'allocation.make': (book, act) => {
    const window = act.other % 4 === 0 ? 'administration' : 'general';
    const id = idOf(book, act, 'allocation', allocations, ['absent']);
    const lapsing = act.other % 5 === 0 ? { lapsesAfter: '2026-02-01' } : {};
    return [{ allocationId: id, earmark: anEarmark(act), window, amount: dollars(4 * act.cents), ...lapsing }];
  },
  'allocation.transfer': (book, act) => {
    const [to, window] = act.other % 2 === 0 ? ['small', 'general'] : ['general', 'small'];
    return [{ allocationId: idOf(book, act, 'allocation', allocations, ['made']), window, to, amount: dollars(act.cents) }];
  },
  'allocation.reduce': (book, act) => [
    { allocationId: idOf(book, act, 'allocation', allocations, ['made']), amount: dollars(act.cents) },
  ],
  'allocation.lapse': (book, act) => [{ allocationId: idOf(book, act, 'allocation', allocations, ['made']) }],
  'waiver.propose': (book, act) => [
    {
      waiverId: idOf(book, act, 'waiver', waivers, ['absent']),
      grantId: among(grants, act.other),
      amount: dollars(act.cents),
      reason: secret,
    },
  ],
  'waiver.confirm': (book, act) => [{ waiverId: idOf(book, act, 'waiver', waivers, ['proposed']) }, 'beto'],
  'grant.sign': (book, act) => {
    const id = idOf(book, act, 'grant', grants, ['absent']);
    const [free, water] = [2 * act.cents, act.other % 2 === 0 ? act.cents : 0];
    const funding = [{ amount: dollars(free) }, { earmark: 'water', amount: dollars(water) }].slice(0, water === 0 ? 1 : 2);
    const whole = free + water;
    const first = Math.ceil(whole / 2);
    const instalments = [
      { id: 'first', kind: 'advance', amount: dollars(first), dueDate: '2026-03-01' },
      { id: 'last', kind: 'balance', amount: dollars(whole - first), dueDate: '2026-12-01' },
    ];
    const rule =
      act.other % 3 === 0 ? { cofinancing: { ownShare: '20', whenShort: act.pick % 2 === 0 ? 'hold' : 'warn' } } : {};
    return [{ grantId: id, activityId: 'a-1', payee: 'cso', amount: dollars(whole), funding, instalments, ...rule }];
  },
  'grant.amend': (book, act) => {
    const id = idOf(book, act, 'grant', grants, ['signed']);
    const earmark = anEarmark(act);
    const more = act.other % 2 === 0;
    const funding = [{ earmark, amount: dollars(act.cents) }];
    const whole = signedCents(book, id) + (more ? act.cents : -act.cents);
    const instalments = [{ id: 'first', kind: 'advance', amount: dollars(Math.max(1, whole)), dueDate: '2026-04-01' }];
    return [{ grantId: id, ...(more ? { increase: funding } : { decrease: funding }), instalments }];
  },
  'grant.suspend': (book, act) => [{ grantId: idOf(book, act, 'grant', grants, ['signed']), ground: 'other', note: secret }],
  'grant.resume': (book, act) => [{ grantId: idOf(book, act, 'grant', grants, ['suspended']) }],
  'grant.terminate': (book, act) => [{ grantId: idOf(book, act, 'grant', grants, ['signed', 'suspended']), ground: 'other' }],
  'grant.close': (book, act) => [
    {
      grantId: idOf(book, act, 'grant', grants, ['terminated', 'signed']),
      to: act.other % 2 === 0 ? 'allocated' : 'unallocated',
    },
  ],
  'disbursement.request': (book, act) => {
    const id = idOf(book, act, 'disbursement', disbursements, ['absent']);
    const grantId = idOf(book, { ...act, pick: act.other }, 'grant', grants, ['signed']);
    const kind = among(['advance', 'reimbursement', 'balance', 'advance', 'core'], act.pick);
    const what = act.other % 2 === 0 ? { instalment: 'first' } : { kind, amount: dollars(act.cents) };
    return [{ disbursementId: id, grantId, ...what }, among(['ana', 'ana', 'ana', 'ana', 'beto'], act.other)];
  },
  'disbursement.approve': (book, act) => [
    { disbursementId: idOf(book, act, 'disbursement', disbursements, ['requested']) },
    among(['carla', 'carla', 'beto', 'ana'], act.other),
  ],
  'disbursement.reject': (book, act) => [
    { disbursementId: idOf(book, act, 'disbursement', disbursements, ['requested']) },
    'beto',
  ],
  'disbursement.cancel': (book, act) => [
    { disbursementId: idOf(book, act, 'disbursement', disbursements, ['requested', 'approved']) },
  ],
  'disbursement.release-remainder': (book, act) => [
    { disbursementId: idOf(book, act, 'disbursement', disbursements, ['partly-paid']) },
  ],
  'disbursement.pay': (book, act) => {
    const disbursementId = idOf(book, act, 'disbursement', disbursements, ['approved', 'partly-paid']);
    const part = act.other % 3 === 0 ? { amount: dollars(act.cents) } : {};
    return [{ disbursementId, bankAccount: 'main', ...part }];
  },
  'disbursement.acknowledge': (book, act) => [
    { disbursementId: idOf(book, act, 'disbursement', disbursements, ['paid']), note: secret },
  ],
  'disbursement.bounce': (book, act) => [
    { disbursementId: idOf(book, act, 'disbursement', disbursements, ['paid', 'acknowledged']) },
  ],
  'expenditure.submit': (book, act) => {
    const id = idOf(book, act, 'expenditure', reports, ['absent']);
    const grantId = idOf(book, { ...act, pick: act.other }, 'grant', grants, ['signed']);
    const lines = [
      { category: 'wages', amount: dollars(act.cents) },
      { category: 'travel', amount: dollars(1 + (act.other % 3)) },
    ];
    return [{ reportId: id, grantId, periodStart: '2026-01-01', periodEnd: '2026-02-28', lines, note: secret }];
  },
  'expenditure.correct': (book, act) => {
    const id = idOf(book, act, 'expenditure', reports, ['submitted', 'questioned', 'answered']);
    const lines = [{ category: 'wages', amount: dollars(act.cents), documents: [paperOf(act)] }];
    return [{ reportId: id, periodStart: '2026-01-01', periodEnd: '2026-02-28', lines }];
  },
  'expenditure.question': (book, act) => [
    {
      reportId: idOf(book, act, 'expenditure', reports, ['submitted', 'partly-accepted']),
      lines: [{ category: among(['wages', 'travel'], act.other), reason: 'no-evidence', comment: secret }],
    },
    'carla',
  ],
  'expenditure.answer': (book, act) => [
    {
      reportId: idOf(book, act, 'expenditure', reports, ['questioned']),
      lines: [{ category: among(['wages', 'travel'], act.other), answer: secret, documents: [paperOf(act)] }],
    },
  ],
  'expenditure.accept': (book, act) => {
    const id = idOf(book, act, 'expenditure', reports, ['submitted', 'answered', 'partly-accepted']);
    const part = { lines: [{ category: 'wages', amount: dollars(act.cents) }] };
    return [{ reportId: id, ...(act.other % 3 === 0 ? part : {}) }, among(['carla', 'carla', 'ana'], act.other)];
  },
  'expenditure.disallow': (book, act) => {
    const id = idOf(book, act, 'expenditure', reports, ['accepted', 'partly-accepted', 'answered']);
    const amount = act.other % 2 === 0 ? { amount: dollars(act.cents) } : {};
    const of = act.other % 5 === 0 ? { of: 'accepted' } : {};
    const line = { category: among(['wages', 'travel'], act.pick), reason: 'ineligible', ...amount };
    return [{ disallowanceId: `x-${act.other % 4}`, reportId: id, ...of, lines: [line], comment: secret }, 'carla'];
  },
  'expenditure.appeal': (book, act) => [
    { ...disallowanceIn(book, act, ({ appealedBy }) => appealedBy === undefined), grounds: secret },
  ],
  'expenditure.decide-appeal': (book, act) => [
    {
      ...disallowanceIn(book, act, ({ appealedBy, upheld }) => appealedBy !== undefined && upheld === undefined),
      upheld: act.other % 3 !== 0,
    },
    'dora',
  ],
  'refund.claim': (book, act) => [
    {
      refundId: idOf(book, act, 'refund', ['f-1', 'f-2'], ['absent']),
      grantId: among(grants, act.other),
      amount: dollars(act.cents),
    },
  ],
  'refund.set-off': (book, act) => {
    const refundId = idOf(book, act, 'refund', ['f-1', 'f-2', 'f-3'], ['due']);
    const grantId = statusOf(book, `refund:${refundId}`) === 'absent' ? { grantId: among(grants, act.other) } : {};
    const use = act.other % 3 === 0 ? 'advance' : 'payable';
    return [{ refundId, ...grantId, amount: dollars(act.cents), against: among(grants, act.other + act.pick), use }];
  },
  'refund.write-off': (book, act) => {
    const refundId = idOf(book, act, 'refund', ['f-1', 'f-2', 'f-3'], ['due']);
    const grantId = statusOf(book, `refund:${refundId}`) === 'absent' ? { grantId: among(grants, act.other) } : {};
    return [{ refundId, ...grantId, amount: dollars(act.cents), reason: secret }, 'carla'];
  },
  'refund.receive': (book, act) => {
    const refundId = idOf(book, act, 'refund', ['f-1', 'f-2', 'f-3'], ['due']);
    const grantId = statusOf(book, `refund:${refundId}`) === 'absent' ? { grantId: among(grants, act.other) } : {};
    return [{ refundId, ...grantId, amount: dollars(act.cents), bankAccount: 'main' }];
  },
  'interest.receive': (book, act) => {
    const euros = act.other % 5 === 0;
    const id = idOf(book, act, 'interest', ['i-1', 'i-2', 'i-3'], ['absent']);
    return [{ ...bankLine(act, euros), interestId: id, earmark: anEarmark(act) }];
  },
  'bank-charge.record': (book, act) => {
    const euros = act.other % 5 === 0;
    const id = idOf(book, act, 'bank-charge', ['b-1', 'b-2', 'b-3', 'b-4'], ['absent']);
    return [{ ...bankLine(act, euros), bankChargeId: id, earmark: anEarmark(act) }];
  },
  'cost.request': (book, act) => {
    const id = idOf(book, act, 'cost', costs, ['absent']);
    return [{ costId: id, line: 'rent', earmark: anEarmark(act), amount: dollars(act.cents) }];
  },
  'cost.approve': (book, act) => [
    { costId: idOf(book, act, 'cost', costs, ['requested']) },
    among(['carla', 'carla', 'beto', 'ana'], act.other),
  ],
  'cost.cancel': (book, act) => [{ costId: idOf(book, act, 'cost', costs, ['requested', 'approved']) }],
  'cost.pay': (book, act) => [
    {
      costId: idOf(book, act, 'cost', costs, ['approved']),
      bankAccount: 'main',
      ...(act.other % 2 === 0 ? { amount: dollars(act.cents) } : {}),
    },
  ],
  'fee.charge': (book, act) => {
    const id = idOf(book, act, 'fee', ['m-1', 'm-2'], ['absent']);
    return [{ feeId: id, earmark: anEarmark(act), amount: dollars(act.cents), bankAccount: 'main' }];
  },
  'cash.convert': (book, act) => {
    const id = idOf(book, act, 'cash', ['x-1', 'x-2', 'x-3', 'x-4'], ['absent']);
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
            soldRate: ecb('1.0825'),
            earmark: anEarmark(act),
          }
        : { cashId: id, from: 'main', to: 'euros', sold: home, bought: foreign, earmark: anEarmark(act) },
    ];
  },
  'period.revalue': (_, act) => {
    const rate = ecb(among(['1.0825', '1.1', '0.9'], act.pick));
    return [{ period: '2026-02', rates: [{ currency: 'EUR', rate, bookRate: '1.0825' }], earmark: anEarmark(act) }];
  },
  'bank.record-unmatched': (book, act) => {
    const euros = act.other % 5 === 0;
    const direction = act.pick % 3 === 0 ? 'in' : 'out';
    const unmatchedId = idOf(book, act, 'bank', unmatched, ['absent']);
    const { rate, ...line } = bankLine(act, euros);
    const more = direction === 'in' || rate === undefined ? {} : { rate };
    return [{ ...line, ...more, unmatchedId, direction, earmark: anEarmark(act) }];
  },
  'bank.explain': (book, act) => [{ unmatchedId: idOf(book, act, 'bank', unmatched, ['unmatched']) }],
  'cofinancing.agree': (book, act) => [
    {
      cofinancingId: idOf(book, act, 'cofinancing', cofinancings, ['absent']),
      grantId: among(grants, act.other),
      partner: 'coop',
      origin: 'own',
      form: 'cash',
      amount: dollars(act.cents),
    },
  ],
  'cofinancing.report': (book, act) => [
    { cofinancingId: idOf(book, act, 'cofinancing', cofinancings, ['agreed']), amount: dollars(act.cents) },
  ],
  'cofinancing.accept': (book, act) => [
    { cofinancingId: idOf(book, act, 'cofinancing', cofinancings, ['agreed']), amount: dollars(1 + (act.cents % 5)) },
    'beto',
  ],
  'event.reverse': (book, act) => [{ position: positionIn(book, act), note: secret }],
} satisfies Record<string, Make>;

/** What a grant is signed for, in cents; one that is not there, for nothing. */
const signedCents = (book: MemoryBook, id: string): number => {
  const state = book.state(fundId, `grant:${id}`) as GrantState;
  return state.status === 'absent' ? 0 : Number(minorOf(state.terms.amount));
};

const bankLine = (act: Act, euros: boolean) => ({
  bankAccount: euros ? 'euros' : 'main',
  amount: money(act.cents, euros),
  ...(euros ? { rate: ecb('1.0825') } : {}),
});

/** A text that no event may hold. */
export const secret = 'call Maria on 555-0100';

/** How often each step is tried: what carries a life along more often than what ends it. */
const weights: readonly (readonly [keyof typeof acts, number])[] = [
  ['contribution.pledge', 1],
  ['contribution.commit', 4],
  ['contribution.receive', 6],
  ['contribution.amend', 4],
  ['contribution.meet-condition', 2],
  ['contribution.end-condition', 1],
  ['contribution.write-off', 2],
  ['contribution.return', 3],
  ['income.recognise', 2],
  ['allocation.make', 5],
  ['allocation.transfer', 1],
  ['allocation.reduce', 1],
  ['allocation.lapse', 1],
  ['waiver.propose', 2],
  ['waiver.confirm', 2],
  ['grant.sign', 5],
  ['grant.amend', 4],
  ['grant.suspend', 1],
  ['grant.resume', 2],
  ['grant.terminate', 1],
  ['grant.close', 3],
  ['disbursement.request', 6],
  ['disbursement.approve', 7],
  ['disbursement.reject', 1],
  ['disbursement.cancel', 1],
  ['disbursement.pay', 7],
  ['disbursement.release-remainder', 1],
  ['disbursement.acknowledge', 1],
  ['disbursement.bounce', 2],
  ['expenditure.submit', 3],
  ['expenditure.correct', 1],
  ['expenditure.question', 1],
  ['expenditure.answer', 1],
  ['expenditure.accept', 5],
  ['expenditure.disallow', 2],
  ['expenditure.appeal', 2],
  ['expenditure.decide-appeal', 2],
  ['refund.claim', 2],
  ['refund.set-off', 2],
  ['refund.write-off', 1],
  ['refund.receive', 3],
  ['interest.receive', 2],
  ['bank-charge.record', 2],
  ['cost.request', 2],
  ['cost.approve', 2],
  ['cost.cancel', 1],
  ['cost.pay', 2],
  ['fee.charge', 1],
  ['cash.convert', 2],
  ['period.revalue', 1],
  ['bank.record-unmatched', 1],
  ['bank.explain', 2],
  ['cofinancing.agree', 1],
  ['cofinancing.report', 2],
  ['cofinancing.accept', 3],
  ['event.reverse', 8],
];

/** One step, at random. */
export const anAct: fc.Arbitrary<Act> = fc.record({
  type: fc.oneof(...weights.map(([type, weight]) => ({ arbitrary: fc.constant(type), weight }))),
  pick: fc.nat(1000),
  other: fc.nat(1000),
  cents: fc.integer({ min: 1, max: 40 }),
  sensible: fc.oneof({ arbitrary: fc.constant(true), weight: 9 }, { arbitrary: fc.constant(false), weight: 1 }),
});

/** What a step waits for: while no thing is in that state, a sensible life does what leads there instead. */
const first: Partial<
  Record<Act['type'], readonly [kind: string, ids: readonly string[], state: string, instead: Act['type']]>
> = {
  'disbursement.acknowledge': ['disbursement', disbursements, 'paid', 'disbursement.pay'],
  'disbursement.bounce': ['disbursement', disbursements, 'paid', 'disbursement.pay'],
  'disbursement.pay': ['disbursement', disbursements, 'approved', 'disbursement.approve'],
  'disbursement.release-remainder': ['disbursement', disbursements, 'partly-paid', 'disbursement.pay'],
  'disbursement.approve': ['disbursement', disbursements, 'requested', 'disbursement.request'],
  'disbursement.reject': ['disbursement', disbursements, 'requested', 'disbursement.request'],
  'disbursement.request': ['grant', grants, 'signed', 'grant.sign'],
  'cost.approve': ['cost', costs, 'requested', 'cost.request'],
  'cost.pay': ['cost', costs, 'approved', 'cost.approve'],
  'bank.explain': ['bank', unmatched, 'unmatched', 'bank.record-unmatched'],
  'grant.resume': ['grant', grants, 'suspended', 'grant.suspend'],
  'waiver.confirm': ['waiver', waivers, 'proposed', 'waiver.propose'],
  'expenditure.accept': ['expenditure', reports, 'submitted', 'expenditure.submit'],
  'expenditure.correct': ['expenditure', reports, 'submitted', 'expenditure.submit'],
  'expenditure.question': ['expenditure', reports, 'submitted', 'expenditure.submit'],
  'expenditure.answer': ['expenditure', reports, 'questioned', 'expenditure.question'],
  'expenditure.disallow': ['expenditure', reports, 'accepted', 'expenditure.accept'],
  'refund.set-off': ['refund', ['f-1', 'f-2'], 'due', 'refund.claim'],
  'refund.write-off': ['refund', ['f-1', 'f-2'], 'due', 'refund.claim'],
  'expenditure.submit': ['grant', grants, 'signed', 'grant.sign'],
  'cofinancing.report': ['cofinancing', cofinancings, 'agreed', 'cofinancing.agree'],
  'cofinancing.accept': ['cofinancing', cofinancings, 'agreed', 'cofinancing.agree'],
  'contribution.receive': ['contribution', contributions, 'committed', 'contribution.commit'],
  'contribution.amend': ['contribution', contributions, 'committed', 'contribution.commit'],
  'contribution.write-off': ['contribution', contributions, 'committed', 'contribution.commit'],
};

/** The command that a step comes to in a book. */
export function commandOf(book: MemoryBook, act: Act): { type: string; body: Body; actor: string } {
  const wait = act.sensible ? first[act.type] : undefined;
  if (wait) {
    const [kind, ids, state, instead] = wait;
    if (!ids.some((id) => statusOf(book, `${kind}:${id}`) === state)) return commandOf(book, { ...act, type: instead });
  }
  const make: Make = acts[act.type];
  const [body, actor = 'ana'] = make(book, act);
  return { type: act.type, body, actor };
}
