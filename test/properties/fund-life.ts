import fc from 'fast-check';
import type { Policy } from '#domain/fund/fund-rules';
import type { RevolvingFundState } from '#domain/grants/revolving-fund';
import { registryBook } from '#kernel/ids';
import { instantOf, microsOf } from '#kernel/time';
import {
  type Step,
  aFund,
  after,
  allocated,
  anActivity,
  anAdvance,
  approved,
  committed,
  fundBody,
  fundId,
  paid,
  received,
  requested,
  signed,
  usd,
} from '../support/given.js';
import type { MemoryBook, Outcome } from '../support/memory-book.js';
import { type Body, type Chance, type Kind, type Make, daysAgo, dollars, ids, secret, statusOf } from './acts/act.js';
import { bankActs } from './acts/bank.js';
import { contributionActs } from './acts/contributions.js';
import { grantActs } from './acts/grants.js';
import { paymentActs, someDisallowance } from './acts/payments.js';
import { someOpenLine, someStatement } from './acts/statements.js';
import { registryActs } from './acts/registry.js';

/** How each step makes its command. */
export const acts = {
  ...contributionActs,
  ...grantActs,
  ...paymentActs,
  ...bankActs,
  ...registryActs,
  'event.reverse': (book, act) => [{ position: positionIn(book, act), note: secret }],
} satisfies Record<string, Make>;

/** What a reversal is tried on: the last events, and now and then an old one. */
const positionIn = (book: MemoryBook, act: Chance): number => {
  const { length } = book.events(fundId);
  return act.sensible ? Math.max(1, length - (act.pick % 8)) : 1 + (act.pick % length);
};

/**
 * A life of a fund at random: mostly sensible steps over very few ids and cents, so that they collide, run short and are
 * refused as often as they are accepted. Days pass between them, and periods are closed.
 */
export interface Act extends Chance {
  readonly type: keyof typeof acts;
}

/** The rules under which the fund lives, and how much of its life has happened already. */
export interface Rules {
  readonly attribution: 'proportional' | 'first-in-first-out';
  readonly interest: 'kept' | 'owed-back';
  readonly policy: Policy;
  /** Rules that it has from the beginning of the life on, whatever happened before; without any, the payee is not vetted. */
  readonly later?: Policy;
  /** From nothing to a grant that is paid twice; 6 is a fund that moved here with what it had. */
  readonly age: 0 | 1 | 2 | 3 | 4 | 5 | 6;
}

/** Absent more often than not: a fund with every rule on would do little. */
const rarely = <T>(...values: readonly T[]): fc.Arbitrary<T | undefined> =>
  fc.option(fc.constantFrom(...values), { nil: undefined, freq: 1 });

const somePolicy: fc.Arbitrary<Policy> = fc
  .record({
    approvals: rarely({ twoAbove: dollars(12) }, { twoAbove: dollars(12), threeAbove: dollars(25) }),
    advances: rarely({ mostOutstanding: '90' }, { dueDays: 60 }, { mostOutstanding: '60', dueDays: 90 }),
    auditAbove: rarely(dollars(120)),
    categoryTolerance: rarely('20'),
    cofinancing: rarely<NonNullable<Policy['cofinancing']>>(
      { ownShare: '10', whenShort: 'warn' },
      { ownShare: '20', mostInKind: '50', whenShort: 'hold' },
    ),
    dueDiligence: rarely<'required'>('required'),
    risk: rarely({ high: { mostAdvance: '80' } }),
    payeeAccount: rarely<'required'>('required'),
    inKind: rarely<'recognised'>('recognised'),
    exchangeResult: rarely<'earmark'>('earmark'),
    reconciliation: rarely<'required'>('required'),
  })
  .map((policy) => Object.fromEntries(Object.entries(policy).filter(([, rule]) => rule !== undefined)) as Policy);

export const someRules: fc.Arbitrary<Rules> = fc.record({
  attribution: fc.constantFrom('proportional', 'first-in-first-out'),
  interest: fc.constantFrom('kept', 'owed-back'),
  policy: fc.constantFrom<Policy>(
    {},
    { incomeRecognition: 'as-spent' },
    { incomeRecognition: 'as-accepted' },
    { incomeRecognition: 'on-receipt' },
    { incomeRecognition: 'at-signature' },
  ),
  later: somePolicy,
  age: fc.constantFrom(0, 1, 2, 2, 3, 3, 4, 5, 6),
});

/** What is there before the life begins. */
export const birth = ({ age, later, ...rules }: Rules): readonly Step[] => [
  ...aFund({ ...rules, bankAccounts: [...(fundBody()['bankAccounts'] as object[]), { id: 'savings', currency: 'USD' }] }),
  ...anActivity,
  ...(later === undefined ? [] : known),
  ...(age === 6 ? moved : [inMoney, withGrants, paidOnce, orderedTwice, paidTwice].slice(0, age).flat()),
  ...(Object.keys(later ?? {}).length === 0 ? [] : [after('fund.amend-rules', { policy: later })]),
];

/** A public collection, and what the registry knows of the payee. */
const known: readonly Step[] = [
  after('partner.register', { partnerId: 'crowd', name: 'The crowd', kind: 'public-collection' }, {}, registryBook),
  after(
    'partner.record-due-diligence',
    { partnerId: 'cso', outcome: 'passed', risk: 'medium', until: '2027-06-30' },
    {},
    registryBook,
  ),
  after(
    'payee-account.propose',
    { partnerId: 'cso', account: 'n-0', country: 'CO', currency: 'USD', number: '123', bank: 'Banco' },
    { actor: 'ana' },
    registryBook,
  ),
  after('payee-account.confirm', { partnerId: 'cso', account: 'n-0' }, { actor: 'beto' }, registryBook),
];

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

/** With 2.00 received, of which 0.20 is gone and 0.60 was paid under grants that run on. */
const moved: readonly Step[] = [
  committed('3.00'),
  committed('1.70', { contributionId: 'c-2', contributor: 'donor-2' }),
  after('opening.record', {
    bankAccounts: [{ bankAccount: 'main', balance: usd('1.25') }],
    contributions: [{ contributionId: 'c-1', received: usd('2.00'), spent: usd('0.20') }],
    own: [{ amount: usd('0.05') }],
    underGrants: usd('0.60'),
  }),
  allocated('1.50'),
  signed('0.80'),
  signed('0.40', { grantId: 'g-2' }),
];

/** How often each step is tried: what carries a life along more often than what ends it. */
const weights: Readonly<Record<keyof typeof acts, number>> = {
  'contribution.pledge': 1,
  'contribution.commit': 4,
  'contribution.receive': 6,
  'contribution.amend': 4,
  'contribution.meet-condition': 2,
  'contribution.end-condition': 1,
  'contribution.write-off': 2,
  'contribution.return': 3,
  'income.recognise': 2,
  'allocation.make': 5,
  'allocation.transfer': 1,
  'allocation.reduce': 1,
  'allocation.lapse': 1,
  'waiver.propose': 3,
  'waiver.confirm': 4,
  'grant.sign': 5,
  'grant.amend': 4,
  'grant.suspend': 1,
  'grant.resume': 2,
  'grant.terminate': 1,
  'grant.settle': 3,
  'grant.close': 3,
  'disbursement.request': 6,
  'disbursement.approve': 7,
  'disbursement.reject': 1,
  'disbursement.cancel': 1,
  'disbursement.pay': 7,
  'disbursement.release-remainder': 1,
  'disbursement.acknowledge': 1,
  'disbursement.bounce': 2,
  'expenditure.submit': 3,
  'expenditure.correct': 1,
  'expenditure.question': 1,
  'expenditure.answer': 4,
  'expenditure.accept': 5,
  'expenditure.disallow': 2,
  'expenditure.appeal': 2,
  'expenditure.decide-appeal': 3,
  'refund.claim': 2,
  'refund.set-off': 8,
  'refund.write-off': 1,
  'refund.receive': 3,
  'interest.receive': 2,
  'bank-charge.record': 2,
  'cost.request': 3,
  'cost.approve': 4,
  'cost.cancel': 1,
  'cost.pay': 4,
  'fee.charge': 1,
  'cash.convert': 2,
  'period.revalue': 1,
  'bank.record-unmatched': 1,
  'bank.explain': 2,
  'cofinancing.agree': 1,
  'cofinancing.report': 2,
  'cofinancing.accept': 3,
  'event.reverse': 12,
  'contribution.open-collection': 2,
  'contribution.waive-condition': 4,
  'contribution.reschedule': 1,
  'interest.return': 3,
  'cost.reject': 1,
  'cash.transfer': 2,
  'period.close': 4,
  'opening.record': 3,
  'opening.bring-grant': 2,
  'statement.import': 3,
  'statement.list-lines': 4,
  'reconciliation.match': 4,
  'reconciliation.explain': 1,
  'reconciliation.release': 1,
  'reconciliation.post': 3,
  'grant.meet-condition': 5,
  'audit.record': 1,
  'sub-grant.sign': 2,
  'sub-grant.pay': 2,
  'sub-grant.report': 2,
  'sub-grant.accept': 2,
  'sub-grant.refund': 1,
  'sub-grant.amend': 1,
  'sub-grant.disallow': 3,
  'sub-grant.write-off': 1,
  'sub-grant.close': 1,
  'project-income.earn': 1,
  'revolving-fund.open': 1,
  'revolving-fund.pay-in': 2,
  'revolving-fund.lend': 2,
  'revolving-fund.repay': 3,
  'revolving-fund.write-off': 2,
  'revolving-fund.withdraw': 1,
  'asset.acquire': 1,
  'asset.dispose': 1,
  'in-kind.pledge': 1,
  'in-kind.deliver': 2,
  'in-kind.value': 2,
  'fund.amend-rules': 2,
  'partner.suspend': 1,
  'partner.reinstate': 2,
  'partner.record-due-diligence': 2,
  'payee-account.propose': 1,
  'payee-account.confirm': 10,
  'payee-account.revoke': 1,
};

/** Whether a thing of the kind is in that state. */
const some =
  (kind: Kind, state: string) =>
  (book: MemoryBook): boolean =>
    ids[kind].some((id) => statusOf(book, `${kind}:${id}`) === state);

const revolving =
  (figure: 'cash' | 'lent') =>
  (book: MemoryBook): boolean => {
    const state = book.state(fundId, 'revolving-fund:m-1') as RevolvingFundState;
    return state.status === 'opened' && state[figure] > 0n;
  };

/** What a step waits for: while it is not so, a sensible life does what leads there instead. */
const first: Partial<Record<Act['type'], readonly [ready: (book: MemoryBook) => boolean, instead: Act['type']]>> = {
  'disbursement.acknowledge': [some('disbursement', 'paid'), 'disbursement.pay'],
  'disbursement.bounce': [some('disbursement', 'paid'), 'disbursement.pay'],
  'disbursement.pay': [some('disbursement', 'approved'), 'disbursement.approve'],
  'disbursement.release-remainder': [some('disbursement', 'partly-paid'), 'disbursement.pay'],
  'disbursement.approve': [some('disbursement', 'requested'), 'disbursement.request'],
  'disbursement.reject': [some('disbursement', 'requested'), 'disbursement.request'],
  'disbursement.request': [some('grant', 'signed'), 'grant.sign'],
  'cost.approve': [some('cost', 'requested'), 'cost.request'],
  'cost.pay': [some('cost', 'approved'), 'cost.approve'],
  'bank.explain': [some('bank', 'unmatched'), 'bank.record-unmatched'],
  'grant.resume': [some('grant', 'suspended'), 'grant.suspend'],
  'waiver.confirm': [some('waiver', 'proposed'), 'waiver.propose'],
  'expenditure.accept': [some('expenditure', 'submitted'), 'expenditure.submit'],
  'expenditure.correct': [some('expenditure', 'submitted'), 'expenditure.submit'],
  'expenditure.question': [some('expenditure', 'submitted'), 'expenditure.submit'],
  'expenditure.answer': [some('expenditure', 'questioned'), 'expenditure.question'],
  'expenditure.disallow': [some('expenditure', 'accepted'), 'expenditure.accept'],
  'refund.set-off': [some('refund', 'due'), 'refund.claim'],
  'refund.write-off': [some('refund', 'due'), 'refund.claim'],
  'expenditure.submit': [some('grant', 'signed'), 'grant.sign'],
  'cofinancing.report': [some('cofinancing', 'agreed'), 'cofinancing.agree'],
  'cofinancing.accept': [some('cofinancing', 'agreed'), 'cofinancing.agree'],
  'contribution.receive': [some('contribution', 'committed'), 'contribution.commit'],
  'contribution.amend': [some('contribution', 'committed'), 'contribution.commit'],
  'contribution.write-off': [some('contribution', 'committed'), 'contribution.commit'],
  'opening.bring-grant': [some('grant', 'signed'), 'grant.sign'],
  'cost.reject': [some('cost', 'requested'), 'cost.request'],
  'sub-grant.sign': [some('grant', 'signed'), 'grant.sign'],
  'sub-grant.pay': [some('sub-grant', 'signed'), 'sub-grant.sign'],
  'sub-grant.report': [some('sub-grant', 'signed'), 'sub-grant.sign'],
  'sub-grant.accept': [some('sub-grant', 'signed'), 'sub-grant.sign'],
  'sub-grant.refund': [some('sub-grant', 'signed'), 'sub-grant.sign'],
  'sub-grant.amend': [some('sub-grant', 'signed'), 'sub-grant.sign'],
  'sub-grant.disallow': [some('sub-grant', 'signed'), 'sub-grant.sign'],
  'sub-grant.write-off': [some('sub-grant', 'signed'), 'sub-grant.sign'],
  'revolving-fund.pay-in': [some('revolving-fund', 'opened'), 'revolving-fund.open'],
  'asset.dispose': [some('asset', 'held'), 'asset.acquire'],
  'in-kind.value': [some('in-kind', 'delivered'), 'in-kind.deliver'],
  'revolving-fund.lend': [revolving('cash'), 'revolving-fund.pay-in'],
  'revolving-fund.withdraw': [revolving('cash'), 'revolving-fund.pay-in'],
  'revolving-fund.repay': [revolving('lent'), 'revolving-fund.lend'],
  'revolving-fund.write-off': [revolving('lent'), 'revolving-fund.lend'],
  'expenditure.appeal': [someDisallowance('made'), 'expenditure.disallow'],
  'expenditure.decide-appeal': [someDisallowance('appealed'), 'expenditure.appeal'],
  'statement.list-lines': [someStatement, 'statement.import'],
  'reconciliation.match': [someOpenLine, 'statement.list-lines'],
  'reconciliation.post': [someOpenLine, 'statement.list-lines'],
};

/** One step, at random. */
export const anAct: fc.Arbitrary<Act> = fc.record({
  type: fc.oneof(
    ...(Object.keys(acts) as Act['type'][]).map((type) => ({ arbitrary: fc.constant(type), weight: weights[type] })),
  ),
  pick: fc.nat(1000),
  other: fc.nat(1000),
  cents: fc.integer({ min: 1, max: 40 }),
  sensible: fc.oneof({ arbitrary: fc.constant(true), weight: 9 }, { arbitrary: fc.constant(false), weight: 1 }),
  days: fc.oneof(
    { arbitrary: fc.constant(0), weight: 60 },
    { arbitrary: fc.integer({ min: 1, max: 9 }), weight: 25 },
    { arbitrary: fc.integer({ min: 20, max: 40 }), weight: 10 },
    { arbitrary: fc.constant(180), weight: 1 },
  ),
  late: fc.oneof({ arbitrary: fc.constant(0), weight: 9 }, { arbitrary: fc.integer({ min: 1, max: 60 }), weight: 1 }),
});

/** The command that a step comes to in a book. */
export interface Command {
  readonly type: Act['type'];
  readonly body: Body;
  readonly actor: string;
  /** The book that it is given to. */
  readonly where: string;
}

const dayInMicros = 86_400_000_000n;

/** The days before a step pass, and it comes to its command. */
export function commandOf(book: MemoryBook, act: Act): Command {
  book.clock = instantOf(microsOf(book.clock) + BigInt(act.days) * dayInMicros);
  return made(book, act);
}

function made(book: MemoryBook, act: Act): Command {
  const wait = act.sensible ? first[act.type] : undefined;
  if (wait) {
    const [ready, instead] = wait;
    if (!ready(book)) return made(book, { ...act, type: instead });
  }
  const make: Make = acts[act.type];
  const [body, actor = 'ana', where = fundId] = make(book, act);
  const dated = act.late > 0 && where === fundId ? { ...body, valueDate: daysAgo(book, act.late) } : body;
  return { type: act.type, body: dated, actor, where };
}

/** What becomes of a step in a book. */
export function lived(book: MemoryBook, act: Act): Command & { readonly outcome: Outcome } {
  const command = commandOf(book, act);
  return { ...command, outcome: book.submit(command.type, command.where, command.body, { actor: command.actor }) };
}
