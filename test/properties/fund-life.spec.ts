import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { commands } from '#domain/domain';
import { someRules } from './births.js';
import { acts, anAct } from './fund-life.js';
import { Life, type Seen } from './life.js';
import { windUp } from './wind-up.js';

/** Commands of a fund that move no money of it: they have lives of their own (calls), or none. */
const movesNone =
  /^(activity|body|call|proposal|complaint|evaluation|peer-review|comment|visit)\.|^fund\.(establish|map-chart)$/;

/** The long run takes another seed each time; both take the one that is asked for, and say which. */
const long = process.env['AYNI_TEST_LONG'] === '1';
const asked = process.env['AYNI_TEST_SEED'];
const runs = {
  numRuns: long ? 10_000 : 300,
  seed: asked === undefined ? (long ? Date.now() % 2 ** 31 : 20_260_302) : Number(asked),
};

/** Refusals that have to be met: each stands for a rule that the lives are to run into. */
const met: readonly string[] = [
  'advance-outstanding',
  'advance-overdue',
  'approver-is-requester',
  'brought-advance-overdue',
  'earmark-in-shortfall',
  'fund-closed',
  'fund-has-open-balances',
  'grant-not-covered',
  'income-exceeds-spent',
  'minute-missing',
  'other-organisation',
  'period-closed',
  'rate-missing',
  'set-off-advance-overdue',
];

describe('whatever is done to a fund', () => {
  test(`the laws of its book hold after every step of ${runs.numRuns} lives from seed ${runs.seed}`, () => {
    let [wound, closed] = [0, 0];
    const seen: Seen = { happened: new Set(), refused: new Set() };
    fc.assert(
      fc.property(someRules, fc.array(anAct, { minLength: 10, maxLength: 100, size: 'max' }), (rules, steps) => {
        const life = new Life(rules, seen);
        for (const step of steps) life.live(step);
        if (rules.ends) {
          wound += 1;
          if (windUp(life)) closed += 1;
          // Nothing is written after the end.
          for (const step of steps.slice(0, 20)) life.live(step);
        }
        life.end();
      }),
      runs,
    );
    expect([wound, 10 * closed > 9 * wound]).toEqual([wound, true]);
    // A life that never gets anywhere would prove nothing. How much a few hundred get to see is a matter of their seed.
    if (asked !== undefined && !long) return;
    expect(Object.keys(acts).filter((type) => !seen.happened.has(type))).toEqual([]);
    expect(met.filter((code) => !seen.refused.has(code))).toEqual([]);
  }, 3_600_000);

  test('is tried: every command that can move money of it is in the lives above', () => {
    const ofFunds = [...commands.values()].filter((each) => each.book === 'fund').map((each) => each.type);
    expect(ofFunds.filter((type) => !movesNone.test(type) && !(type in acts))).toEqual([]);
  });
});
