import assert from 'node:assert/strict';
import type { Json } from '#kernel/canonical';
import { currency } from '#kernel/currency';
import { formatAmount, parseAmount } from '#kernel/money';
import type { EventRecord } from '#kernel/record';
import type { RejectionCode } from '#domain/rejections';
import { postingsOf } from '#ledger/postings';
import { type Asked, MemoryBook, type Outcome } from './memory-book.js';
import { faultsOf } from './sentences.js';

/** The book that the fixtures are about. */
export const fundId = 'fund-1';

/** Something that has happened before: it must be accepted, or the test is wrong. */
export type Step = (book: MemoryBook) => void;

type Body = Readonly<Record<string, unknown>>;

/** `given(aFund(), ...).when('grant.sign', {...}).gives('grant.signed')`, or `.rejects('grant-not-covered', {...})`. */
export const given = (...steps: readonly (Step | readonly Step[])[]): Given => {
  const book = new MemoryBook();
  for (const step of steps.flat()) step(book);
  return new Given(book);
};

/** Any command as something that has happened. */
export const after =
  (type: string, body: Body, asked: Asked = {}, book: string = fundId): Step =>
  (memory) => {
    const outcome = memory.submit(type, book, body, asked);
    if (outcome.kind !== 'posted') throw new Error(`${type} was to be accepted: ${JSON.stringify(outcome)}`);
  };

export class Given {
  constructor(readonly book: MemoryBook) {}

  /** Further things that have happened. */
  and(...steps: readonly (Step | readonly Step[])[]): Given {
    for (const step of steps.flat()) step(this.book);
    return this;
  }

  /** The command that the sentence is about. */
  when(type: string, body: Body, asked: Asked = {}, book: string = fundId): Told {
    return new Told(this.book, this.book.submit(type, book, body, asked));
  }

  /** Balances of the fund in US dollars, on their own side, as they stand now. */
  leaves(balances: Readonly<Record<string, string>>): this {
    const found = Object.keys(balances).map((account) => [account, this.book.balance(fundId, account, 'USD')] as const);
    assert.deepStrictEqual(
      Object.fromEntries(found.map(([account, minor]) => [account, formatAmount(minor, dollars)])),
      balances,
    );
    return this;
  }
}

/** What became of the command; the checks can be chained. */
export class Told extends Given {
  constructor(
    book: MemoryBook,
    private readonly outcome: Outcome,
  ) {
    super(book);
  }

  /** The event, which must be the only one. */
  get event(): EventRecord {
    const [event, ...others] = this.events();
    assert.ok(event !== undefined && others.length === 0, 'one event was expected');
    return event;
  }

  /** One event of this type, whose data has these members with these values; what must be absent is `undefined`. */
  gives(type: string, data: Body = {}): this {
    const found = this.event.data as Body;
    assert.equal(this.event.type, type);
    assert.deepStrictEqual(Object.fromEntries(Object.keys(data).map((name) => [name, found[name]])), data);
    return this;
  }

  /** These events, in this order, each with these members, as `gives` checks them. */
  givesEach(...expected: readonly (readonly [type: string, data?: Body])[]): this {
    const events = this.events();
    assert.deepStrictEqual(
      events.map((each) => each.type),
      expected.map(([type]) => type),
    );
    expected.forEach(([, data = {}], index) => {
      const found = events[index]!.data as Body;
      assert.deepStrictEqual(Object.fromEntries(Object.keys(data).map((name) => [name, found[name]])), data);
    });
    return this;
  }

  /** Nothing is written: it is so already. */
  writesNothing(): this {
    assert.deepStrictEqual(this.events(), []);
    return this;
  }

  /** Refused with exactly these facts; it can be shown to a reader of either language. */
  rejects(code: RejectionCode, facts: { readonly [name: string]: Json }): this {
    assert.deepStrictEqual(this.outcome, { kind: 'rejection', code, facts });
    for (const language of ['en', 'es'] as const) assert.deepStrictEqual(faultsOf(code, facts, language), []);
    return this;
  }

  /** Refused for its form, in these fields. */
  isWrongIn(...fields: readonly string[]): this {
    assert.deepStrictEqual(
      this.outcome.kind === 'invalid' ? this.outcome.errors.map((each) => each.field) : this.outcome,
      fields,
    );
    return this;
  }

  /** The lines of double entry, as `Dr bank:main 10.00 USD`, in any order. */
  posts(...lines: readonly string[]): this {
    assert.deepStrictEqual(this.events().flatMap(linesOf).toSorted(), lines.toSorted());
    return this;
  }

  private events(): readonly EventRecord[] {
    if (this.outcome.kind !== 'posted') throw new Error(`was to be accepted: ${JSON.stringify(this.outcome)}`);
    return this.outcome.events;
  }
}

const dollars = currency('USD');

/** The postings of an event in words: `Dr bank:main 10.00 USD`. */
export const linesOf = (event: EventRecord): string[] =>
  postingsOf(event).map(({ account, currency: code, amountMinor }) => {
    const amount = formatAmount(amountMinor < 0n ? -amountMinor : amountMinor, currency(code));
    return `${amountMinor < 0n ? 'Cr' : 'Dr'} ${account} ${amount} ${code}`;
  });

/** `usd('600')` is 600 dollars in wire form, as events hold them. */
export const usd = (text: string): { amount: string; currency: string } => ({
  amount: formatAmount(parseAmount(text, dollars) as bigint, dollars),
  currency: 'USD',
});
export const eur = (text: string): { amount: string; currency: string } => ({ ...usd(text), currency: 'EUR' });

export const ecb = (rate: string) => ({ rate, source: 'ECB', date: '2026-02-27' });

// The small fund that most tests use. Partners: two donors, two executors, a fiscal agent and one that is none of these.

/** The registry. */
export const partners: Step = (book) => {
  for (const [partnerId, kind] of [
    ['donor', 'national-government'],
    ['donor-2', 'foundation'],
    ['cso', 'ngo'],
    ['coop', 'cooperative'],
    ['agent', 'foundation'],
    ['bystander', 'ngo'],
  ] as const) {
    after('partner.register', { partnerId, name: `The ${partnerId}`, kind }, {}, 'registry')(book);
  }
};

/** What a fund is established with; `rules` are other members of the command. */
export const fundBody = (rules: Body = {}): Body => ({
  name: { es: 'Fondo de prueba', en: 'Test fund' },
  homeCurrency: 'USD',
  currencies: ['EUR'],
  timeZone: 'America/Bogota',
  startsOn: '2026-01-01',
  earmarks: [
    { id: 'water', title: { en: 'Water' } },
    { id: 'women', title: { en: 'Women' } },
  ],
  windows: [{ id: 'small', title: { en: 'Small grants' } }],
  bankAccounts: [
    { id: 'main', currency: 'USD' },
    { id: 'euros', currency: 'EUR' },
  ],
  publishing: { reportingOrg: { ref: 'XX-TEST-1', name: 'Test fund', type: '40' } },
  ...rules,
});

/** A fund in US dollars that carries euros too, with the earmarks water and women and the window small. */
export const aFund = (rules: Body = {}): readonly Step[] => [partners, after('fund.establish', fundBody(rules))];

/** A contribution of the donor: signed, and not received yet. */
export const committed = (amount: string, terms: Body = {}): Step =>
  after('contribution.commit', { contributionId: 'c-1', contributor: 'donor', amount: usd(amount), ...terms });

export const received = (amount: string, contributionId = 'c-1', more: Body = {}): Step =>
  after('contribution.receive', { contributionId, amount: usd(amount), bankAccount: 'main', ...more });

/** A contribution signed and received in full. */
export const funded = (amount: string, terms: { contributionId?: string; earmark?: string } = {}): readonly Step[] => [
  committed(amount, terms),
  received(amount, terms.contributionId),
];

export const allocated = (amount: string, terms: Body = {}): Step =>
  after('allocation.make', { amount: usd(amount), ...terms });

/** An activity whose executor is the cso, and the coop with the agent as its fiscal agent. */
export const anActivity: readonly Step[] = [
  after('activity.identify', { activityId: 'a-1', title: { en: 'Safe water' }, modality: 'triangular' }),
  after('activity.join-partner', { activityId: 'a-1', partner: 'cso', phase: 'implementation', role: 'executor' }),
  after('activity.join-partner', {
    activityId: 'a-1',
    partner: 'coop',
    phase: 'implementation',
    role: 'executor',
    fiscalAgent: 'agent',
  }),
];

/** What a grant is signed with: to the cso, half as an advance and half as the final balance. */
export const grantBody = (amount: string, more: Body = {}): Body => {
  const minor = parseAmount(amount, dollars) as bigint;
  const half = usd(formatAmount(minor / 2n, dollars));
  const rest = usd(formatAmount(minor - minor / 2n, dollars));
  return {
    grantId: 'g-1',
    activityId: 'a-1',
    payee: 'cso',
    amount: usd(amount),
    instalments: [
      { id: 'first', kind: 'advance', amount: half, dueDate: '2026-03-01' },
      { id: 'last', kind: 'balance', amount: rest, dueDate: '2026-12-01' },
    ],
    ...more,
  };
};

export const signed = (amount: string, more: Body = {}): Step => after('grant.sign', grantBody(amount, more));

/** A fund with 1000 received, 800 allocated and a grant of 600 in two instalments of 300. */
export const aGrantOf600: readonly Step[] = [...aFund(), ...funded('1000'), allocated('800'), ...anActivity, signed('600')];

/** A disbursement asked for by ana. */
export const requested = (disbursementId: string, body: Body = { instalment: 'first' }): Step =>
  after('disbursement.request', { disbursementId, grantId: 'g-1', ...body }, { actor: 'ana' });

/** ... and approved by beto. */
export const approved = (disbursementId: string, body: Body = { instalment: 'first' }): readonly Step[] => [
  requested(disbursementId, body),
  after('disbursement.approve', { disbursementId }, { actor: 'beto' }),
];

/** ... and paid from the main account. */
export const paid = (disbursementId: string, body: Body = { instalment: 'first' }): readonly Step[] => [
  ...approved(disbursementId, body),
  after('disbursement.pay', { disbursementId, bankAccount: 'main' }),
];

/** Of any kind and amount, whatever the instalments. */
export const anAdvance = (amount: string): Body => ({ kind: 'advance', amount: usd(amount) });
export const aReimbursement = (amount: string): Body => ({ kind: 'reimbursement', amount: usd(amount) });

/** An expenditure report of one category, submitted by ana. */
export const submitted = (reportId: string, amount: string, more: Body = {}): Step =>
  after(
    'expenditure.submit',
    {
      reportId,
      grantId: 'g-1',
      periodStart: '2026-01-01',
      periodEnd: '2026-02-28',
      lines: [{ category: 'equipment', amount: usd(amount) }],
      ...more,
    },
    { actor: 'ana' },
  );

/** ... and accepted by beto. */
export const accepted = (reportId: string, amount: string, more: Body = {}): readonly Step[] => [
  submitted(reportId, amount, more),
  after('expenditure.accept', { reportId }, { actor: 'beto' }),
];

/** Reverses the last event of a type. */
export const reversed =
  (type: string): Step =>
  (book) =>
    after('event.reverse', { position: lastOf(book, type) })(book);

/** The position of the last event of a type. */
export function lastOf(book: MemoryBook, type: string, where: string = fundId): number {
  const found = book.events(where).findLast((each) => each.type === type);
  if (!found) throw new Error(`there is no ${type} to refer to`);
  return found.position;
}
