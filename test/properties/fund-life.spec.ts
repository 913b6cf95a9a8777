import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { commands } from '#domain/domain';
import { registryBook } from '#kernel/ids';
import type { Instant } from '#kernel/time';
import { refusalsOf } from '../../apps/api/refusals.js';
import { fundId } from '../support/given.js';
import { MemoryBook, type Outcome } from '../support/memory-book.js';
import { secret } from './acts/act.js';
import { type Act, type Command, type Rules, acts, anAct, birth, commandOf, someRules } from './fund-life.js';
import { holds } from './law.js';
import { Witness } from './laws.js';

/**
 * Commands that are genuinely new each time they are given: money comes or goes twice, and more is reported or accepted on top of
 * what was. Only their `Idempotency-Key` tells a repetition from a second one.
 */
const newEachTime: ReadonlySet<string> = new Set([
  'contribution.receive',
  'disbursement.pay',
  'disbursement.bounce',
  'contribution.amend',
  'contribution.write-off',
  'contribution.return',
  'refund.receive',
  'refund.set-off',
  'refund.write-off',
  'cofinancing.report',
  'cofinancing.accept',
  'allocation.transfer',
  'allocation.reduce',
  'grant.amend',
  'sub-grant.pay',
  'sub-grant.report',
  'sub-grant.accept',
  'sub-grant.refund',
  'sub-grant.disallow',
  'sub-grant.write-off',
  'sub-grant.disallow',
  'sub-grant.write-off',
  'revolving-fund.pay-in',
  'revolving-fund.lend',
  'revolving-fund.repay',
  'revolving-fund.write-off',
  'revolving-fund.withdraw',
  'reconciliation.match',
  'partner.record-due-diligence',
]);

/** What a bank says is refused for its form, its date, or because it is not about this fund; never for want of money. */
const bankLines: ReadonlySet<string> = new Set([
  'contribution.receive',
  'disbursement.bounce',
  'refund.receive',
  'interest.receive',
  'bank-charge.record',
  'bank.record-unmatched',
  'bank.explain',
  'cash.convert',
]);
const notForMoney: ReadonlySet<string> = new Set([
  'not-found',
  'id-taken',
  'wrong-status',
  'terms-differ',
  'period-closed',
  'date-before-start',
]);

/** Commands of a fund that move no money of it: they have lives of their own (calls), or none. */
const movesNone =
  /^(activity|body|call|proposal|complaint|evaluation|peer-review|comment|visit|result)\.|^(asset\.(transfer|verify)|fund\.(establish|map-chart|close))$/;

const runs = process.env['AYNI_TEST_LONG'] === '1' ? { numRuns: 10_000 } : { numRuns: 600, seed: 20_260_302 };

const isNothing = (outcome: Outcome): boolean =>
  outcome.kind === 'rejection' || (outcome.kind === 'posted' && outcome.events.length === 0);

/** All that is given to a book, so that another can be given the same. */
class Diary {
  private readonly entries: (Command & { readonly now: Instant })[] = [];

  give(book: MemoryBook, command: Command): Outcome {
    this.entries.push({ ...command, now: book.clock });
    return book.submit(command.type, command.where, command.body, { actor: command.actor });
  }

  /** The same to another book. */
  lead(book: MemoryBook): void {
    for (const { type, where, body, actor, now } of this.entries) book.submit(type, where, body, { actor, now });
  }
}

/** What a command that is refused, or repeats what is so, must not touch: states are compared by being the very same. */
const standOf = (book: MemoryBook) => ({
  events: book.events(fundId).length + book.events(registryBook).length,
  states: [...book.states(fundId), ...book.states(registryBook)].map(([, state]) => state),
  balances: JSON.stringify(book.trialBalance(fundId).map((each) => each.amountMinor.toString())),
});

function checkUntouched(before: ReturnType<typeof standOf>, after: ReturnType<typeof standOf>, type: string): void {
  holds(before.events === after.events && before.balances === after.balances, `${type} wrote something`);
  holds(
    before.states.length === after.states.length && before.states.every((each, index) => each === after.states[index]),
    `${type} changed a state`,
  );
}

function checkOutcome({ type }: Command, outcome: Outcome): void {
  holds(outcome.kind !== 'invalid', `${type} has a wrong form: ${JSON.stringify(outcome)}`);
  if (outcome.kind !== 'rejection') return;
  holds(!bankLines.has(type) || notForMoney.has(outcome.code), `${type} is refused: ${outcome.code}`);
  holds(
    refusalsOf(type, true).includes(outcome.code),
    `${type} is refused with ${outcome.code}, which its route does not list`,
  );
}

/** Lives it, and throws with the first law that does not hold; `happened` gets every command that did something. */
function checkLife(rules: Rules, life: readonly Act[], happened: Set<string>): void {
  const book = new MemoryBook();
  for (const step of birth(rules)) step(book);
  const witness = new Witness(book, secret);
  const diary = new Diary();
  for (const act of life) {
    const command = commandOf(book, act);
    const before = standOf(book);
    const outcome = diary.give(book, command);
    checkOutcome(command, outcome);
    if (outcome.kind !== 'posted' || outcome.events.length === 0) checkUntouched(before, standOf(book), command.type);
    if (outcome.kind !== 'posted' || outcome.events.length === 0) continue;
    happened.add(command.type);
    if (command.where === fundId) witness.sees(outcome.events);
    if (!newEachTime.has(command.type)) holds(isNothing(diary.give(book, command)), `${command.type} is written twice`);
  }
  const replayed = book.replayed();
  expect(replayed.states(fundId)).toEqual(book.states(fundId));
  expect(replayed.trialBalance(fundId)).toEqual(book.trialBalance(fundId));
  const again = new MemoryBook();
  for (const step of birth(rules)) step(again);
  diary.lead(again);
  holds(JSON.stringify(again.events(fundId)) === JSON.stringify(book.events(fundId)), 'decided twice, it is another life');
}

describe('whatever is done to a fund', () => {
  test(`the laws of its book hold after every step of ${runs.numRuns} lives`, () => {
    const happened = new Set<string>();
    fc.assert(
      fc.property(someRules, fc.array(anAct, { minLength: 10, maxLength: 100, size: 'max' }), (rules, life) => {
        checkLife(rules, life, happened);
      }),
      runs,
    );
    // A life that never gets anywhere would prove nothing.
    expect(Object.keys(acts).filter((type) => !happened.has(type))).toEqual([]);
  }, 3_600_000);

  test('is tried: every command that can move money of it is in the lives above', () => {
    const ofFunds = [...commands.values()].filter((each) => each.book === 'fund').map((each) => each.type);
    expect(ofFunds.filter((type) => !movesNone.test(type) && !(type in acts))).toEqual([]);
  });
});
