import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { fundId } from '../support/given.js';
import { MemoryBook, type Outcome } from '../support/memory-book.js';
import { acts, anAct, birth, commandOf, secret, someRules } from './fund-life.js';
import { Witness, holds } from './laws.js';

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
]);

/** What a bank says is refused for its form or because it is not about this fund; never for want of money. */
const bankLines: ReadonlySet<string> = new Set([
  'contribution.receive',
  'disbursement.bounce',
  'refund.receive',
  'interest.receive',
  'bank-charge.record',
]);
const aboutOthers: ReadonlySet<string> = new Set(['not-found', 'id-taken', 'wrong-status', 'terms-differ']);

const runs = process.env['AYNI_TEST_LONG'] === '1' ? { numRuns: 10_000 } : { numRuns: 300, seed: 20_260_302 };

const isNothing = (outcome: Outcome): boolean =>
  outcome.kind === 'rejection' || (outcome.kind === 'posted' && outcome.events.length === 0);

describe('whatever is done to a fund', () => {
  test(`the laws of its book hold after every step of ${runs.numRuns} lives`, () => {
    const happened = new Set<string>();
    fc.assert(
      fc.property(someRules, fc.array(anAct, { minLength: 10, maxLength: 100, size: 'max' }), (rules, life) => {
        const book = new MemoryBook();
        for (const step of birth(rules)) step(book);
        const witness = new Witness(book, secret);
        for (const act of life) {
          const { type, body, actor } = commandOf(book, act);
          const outcome = book.submit(type, fundId, body, { actor });
          holds(outcome.kind !== 'invalid', `${type} has a wrong form: ${JSON.stringify(outcome)}`);
          if (outcome.kind === 'rejection')
            holds(!bankLines.has(type) || aboutOthers.has(outcome.code), `${type} is refused: ${outcome.code}`);
          if (outcome.kind !== 'posted') continue;
          happened.add(type);
          witness.sees(outcome.events);
          if (!newEachTime.has(type)) holds(isNothing(book.submit(type, fundId, body, { actor })), `${type} is written twice`);
        }
        const replayed = book.replayed();
        expect(replayed.states(fundId)).toEqual(book.states(fundId));
        expect(replayed.trialBalance(fundId)).toEqual(book.trialBalance(fundId));
      }),
      runs,
    );
    // A life that never gets anywhere would prove nothing.
    expect([...happened].toSorted((a, b) => (a < b ? -1 : 1))).toEqual(Object.keys(acts).toSorted((a, b) => (a < b ? -1 : 1)));
  }, 3_600_000);
});
