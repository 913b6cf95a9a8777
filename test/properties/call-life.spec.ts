import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { CallState } from '#domain/calls/call';
import type { ProposalState } from '#domain/calls/proposal';
import { type MoneyJson, minorOf } from '#kernel/money';
import type { EventRecord } from '#kernel/record';
import { instant } from '#kernel/time';
import { callBody, minute, proposalBody, reasons } from '../support/calls.js';
import { type Step, aFund, allocated, anActivity, funded, fundId, grantBody, usd } from '../support/given.js';
import { MemoryBook, type Outcome } from '../support/memory-book.js';

/*
 * Calls at random: a few proposals over few cents and few people, so that ties, conflicts, shortages and persons who
 * may not do what they try come up all the time.
 */
const proposals = ['p-0', 'p-1', 'p-2', 'p-3', 'p-4'];
const people = ['ana', 'eva', 'leo', 'dora', 'omar'];
const leads = ['cso', 'coop', 'bystander'];

interface Act {
  readonly type: keyof typeof acts;
  readonly proposal: string;
  readonly person: string;
  readonly number: number;
  readonly lead: string;
}
type Body = Readonly<Record<string, unknown>>;

const amountOf = (number: number) => usd(`${1 + (number % 5)}.00`);
const scores = (number: number) => [
  { criterion: 'relevance', score: number % 3 },
  { criterion: 'capacity', score: (number + 1) % 2 },
];
const asked = (number: number) => ({
  requested: amountOf(number),
  own: {},
  budget: [{ category: 'works', amount: amountOf(number) }],
});

const acts = {
  'proposal.submit': ({ proposal, number, lead }: Act) =>
    proposalBody(proposal, {
      lead,
      ...asked(number),
      ...(number % 7 === 0 ? { callId: undefined } : {}),
      valueDate: number % 2 === 0 ? '2026-02-10' : '2026-02-11',
    }),
  'proposal.withdraw': ({ proposal }: Act) => ({ proposalId: proposal }),
  'call.close': () => ({ callId: 'call-1', valueDate: '2026-02-21' }),
  'proposal.declare-conflict': ({ proposal, person }: Act) => ({ proposalId: proposal, assessor: person, nature: 'x' }),
  'proposal.assess': ({ proposal, number }: Act) =>
    number % 5 === 0 ? { proposalId: proposal, recommendation: 'award' } : { proposalId: proposal, scores: scores(number) },
  'call.rank': ({ number, proposal, lead }: Act) => ({
    callId: 'call-1',
    ...(number % 3 === 0 ? { ties: [[proposal, proposals[(number + lead.length) % 5]]], minute } : {}),
  }),
  'proposal.award': ({ proposal, number }: Act) => ({
    proposalId: proposal,
    reasons,
    minute,
    ...(number % 3 === 0 ? { amount: amountOf(number) } : {}),
  }),
  'proposal.award-directly': ({ proposal }: Act) => ({ proposalId: proposal, ground: 'emergency', reasons, minute }),
  'proposal.decline': ({ proposal }: Act) => ({ proposalId: proposal, reasons, minute }),
  'complaint.file': ({ proposal, number, lead }: Act) => ({
    complaintId: `k-${number % 4}`,
    about: number % 4 === 0 ? { callId: 'call-1' } : { proposalId: proposal },
    complainant: lead,
    text: 'x',
  }),
  'complaint.answer': ({ number }: Act) => ({
    complaintId: `k-${number % 4}`,
    outcome: number % 2 === 0 ? 'upheld' : 'rejected',
    answer: 'x',
  }),
  'grant.sign': ({ proposal, number }: Act) =>
    grantBody(`${1 + (number % 5)}.00`, { grantId: `g-${number}`, proposalId: proposal }),
  'event.reverse': (_: Act, book: MemoryBook) => ({
    position: book.events(fundId).findLast((each) => each.type === 'grant.signed')?.position ?? 1,
  }),
} satisfies Readonly<Record<string, (act: Act, book: MemoryBook) => Body>>;

const anAct: fc.Arbitrary<Act> = fc.record({
  type: fc.constantFrom(
    ...(Object.keys(acts) as (keyof typeof acts)[]),
    ...(['proposal.submit', 'proposal.assess', 'proposal.assess', 'proposal.award', 'grant.sign', 'grant.sign'] as const),
  ),
  proposal: fc.constantFrom(...proposals),
  person: fc.constantFrom(...people),
  number: fc.integer({ min: 0, max: 15 }),
  lead: fc.constantFrom(...leads),
});

/** What has happened so far: nothing but the call, all up to its close and the scores, the ranking, some decisions. */
const birth = (age: number): readonly Step[] => {
  const ready: readonly Step[] = [...aFund(), ...anActivity, ...funded('100'), allocated('50'), opened];
  return [ready, grown, [given('call.rank', { callId: 'call-1' })], decided].slice(0, age + 1).flat();
};
const given =
  (type: keyof typeof acts | 'call.open', body: Body, actor = 'ana'): Step =>
  (book) => {
    const outcome = submit(book, type, body, actor);
    if (outcome.kind !== 'posted') throw new Error(`${type}: ${JSON.stringify(outcome)}`);
  };
const opened = given('call.open', callBody({ total: usd('9.00'), reserve: 2, valueDate: '2026-01-31' }));
const grown = [
  ...proposals.map((proposal, index) =>
    given('proposal.submit', proposalBody(proposal, { ...asked(index + 1), lead: leads[index % 2], valueDate: '2026-02-10' })),
  ),
  given('call.close', acts['call.close']()),
  ...proposals.flatMap((proposal, index) =>
    ['eva', 'leo'].map((person) =>
      given('proposal.assess', { proposalId: proposal, scores: scores(index + (index % 2)) }, person),
    ),
  ),
];

/** The body orders the two that are tied; one is awarded, another is declined and complains. */
const decided = [
  given('call.rank', { callId: 'call-1', ties: [['p-4', 'p-3']], minute }),
  given('proposal.award', { proposalId: 'p-4', reasons, minute }, 'dora'),
  given('proposal.decline', { proposalId: 'p-1', reasons, minute }, 'dora'),
  given('complaint.file', { complaintId: 'k-0', about: { proposalId: 'p-1' }, complainant: 'coop', text: 'x' }),
];

const submit = (book: MemoryBook, type: string, body: Body, actor: string): Outcome =>
  book.submit(type, fundId, body, { actor, ...(/submit|withdraw|file/.test(type) ? { role: 'fund-manager' } : {}) });

const stateOf = (book: MemoryBook, id: string) => book.state(fundId, `proposal:${id}`) as ProposalState;

/** The laws of awarding, after every step. */
function holds(book: MemoryBook, events: readonly EventRecord[]): void {
  const { terms, ranking } = book.state(fundId, 'call:call-1') as Exclude<CallState, { status: 'absent' }>;
  let awarded = 0n;
  for (const id of proposals) {
    const state = stateOf(book, id);
    if (state.status === 'absent') continue;
    if (state.terms.call === 'call-1') awarded += state.awardedMinor;
    // Nothing is awarded beyond what was asked for, nor kept by whoever is out.
    expect(state.awardedMinor <= minorOf(state.terms.requested)).toBe(true);
    expect(state.awardedMinor > 0n).toBe(state.status === 'awarded');
    // Signed grants are of the award at most, to its lead, and one at a time.
    const grants = state.grants
      .map(
        (grant) => book.state(fundId, `grant:${grant}`) as { status: string; terms: { amount: MoneyJson; executor: string } },
      )
      .filter((grant) => grant.status !== 'reversed');
    expect(grants.length).toBeLessThanOrEqual(1);
    for (const grant of grants) {
      expect(minorOf(grant.terms.amount) <= state.awardedMinor).toBe(true);
      expect(grant.terms.executor).toBe(state.terms.lead);
    }
  }
  // The call never gives more than it has.
  expect(awarded <= minorOf(terms.total)).toBe(true);
  for (const { type, stream, actor } of events) {
    const state = stateOf(book, stream.slice('proposal:'.length));
    if (!/^proposal\.(awarded|awarded-directly|declined)$/.test(type) || state.status === 'absent') continue;
    // Whoever assessed, or has an interest, does not decide.
    expect([...state.assessments.keys(), ...state.conflicts]).not.toContain(actor);
    if (type !== 'proposal.awarded') continue;
    const place = ranking!.places.find((each) => `proposal:${each.proposal}` === stream);
    expect(state.reopenedBy !== undefined || place?.standing === 'funded' || place?.standing === 'reserve').toBe(true);
    expect(ranking!.places.some((each) => each.standing === 'tied')).toBe(false);
  }
}

const runs = process.env['AYNI_TEST_LONG'] === '1' ? { numRuns: 5_000 } : { numRuns: 150, seed: 20_260_302 };

test(`the laws of awarding hold after every step of ${runs.numRuns} calls`, () => {
  const happened = new Set<string>();
  fc.assert(
    fc.property(fc.nat({ max: 3 }), fc.array(anAct, { minLength: 10, maxLength: 60, size: 'max' }), (age, life) => {
      const book = new MemoryBook(instant('2026-03-02T15:00:00.000000Z'));
      for (const step of birth(age)) step(book);
      for (const act of life) {
        const body = acts[act.type](act, book);
        const outcome = submit(book, act.type, body, act.person);
        expect(outcome.kind).not.toBe('invalid');
        if (outcome.kind !== 'posted' || outcome.events.length === 0) continue;
        for (const event of outcome.events) happened.add(event.type);
        holds(book, outcome.events);
      }
      expect(book.replayed().states(fundId)).toEqual(book.states(fundId));
    }),
    runs,
  );
  // A life that never gets anywhere would prove nothing.
  const expected = [
    'call.ranked',
    'proposal.assessed',
    'proposal.conflict-declared',
    'proposal.awarded',
    'proposal.awarded-directly',
    'proposal.declined',
    'proposal.withdrawn',
    'proposal.reopened',
    'proposal.granted',
    'complaint.answered',
    'grant.reversed',
  ];
  expect(expected.filter((type) => !happened.has(type))).toEqual([]);
});
