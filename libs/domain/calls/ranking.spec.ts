import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Candidate, type RankingRules, inParts, joined, rank, standings, tieBreaks } from '#domain/calls/ranking';
import { heaviestHundredths, hundredthsText, mean, pointsOf, totalHundredths } from '#domain/calls/score';

const candidate = (proposal: string, score: number, more: Partial<Candidate> = {}): Candidate => ({
  proposal,
  requestedMinor: 400n,
  submittedOn: '2026-02-10',
  assessments: 2,
  score,
  heaviest: score,
  ...more,
});
const rules = (more: Partial<RankingRules> = {}): RankingRules => ({
  totalMinor: 1000n,
  assessments: 2,
  threshold: 0,
  reserve: 1,
  tieBreaks: ['heaviest-criterion', 'earlier-submission'],
  decided: [],
  ...more,
});
const places = (candidates: readonly Candidate[], more: Partial<RankingRules> = {}) =>
  rank(candidates, rules(more)).places.map((each) => [each.proposal, each.place, each.standing]);

describe('a score', () => {
  const criteria = [
    { id: 'a', weight: 50 },
    { id: 'b', weight: 50 },
  ];

  test('is weighted exactly, in hundredths', () => {
    const scores = [
      { criterion: 'a', score: 7 },
      { criterion: 'b', score: 8 },
    ];
    expect(hundredthsText(totalHundredths(criteria, scores))).toBe('7.50');
    expect(heaviestHundredths(criteria, [scores])).toBe(1500);
    expect(() => totalHundredths(criteria, scores.slice(1))).toThrow(RangeError);
  });

  test('is averaged over assessors, half up', () => {
    expect([mean([1, 2]), mean([1, 1, 2]), mean([0])]).toEqual([2, 1, 0]);
    expect(() => mean([])).toThrow(RangeError);
  });

  test('reads and writes the same points', () => {
    expect(['7.5', '0', '10.05'].map((text) => hundredthsText(pointsOf(text)))).toEqual(['7.50', '0.00', '10.05']);
  });
});

describe('a ranking', () => {
  test('funds in order of score until the money does not pay the next in full', () => {
    expect(places([candidate('c', 500), candidate('a', 900), candidate('b', 700), candidate('d', 400)])).toEqual([
      ['a', 1, 'funded'],
      ['b', 2, 'funded'],
      ['c', 3, 'reserve'],
      ['d', 4, 'unfunded'],
    ]);
  });

  test('lets no smaller request overtake', () => {
    expect(places([candidate('a', 900, { requestedMinor: 1100n }), candidate('b', 800, { requestedMinor: 1n })])).toEqual([
      ['a', 1, 'reserve'],
      ['b', 2, 'unfunded'],
    ]);
  });

  test('leaves out who is below the threshold, or not assessed enough, and lists them', () => {
    const { places: found } = rank(
      [
        candidate('a', 599),
        candidate('b', 600),
        candidate('c', 900, { assessments: 1 }),
        { ...candidate('d', 0), assessments: 0 },
      ],
      rules({ threshold: 600 }),
    );
    expect(found).toEqual([
      { proposal: 'b', place: 1, score: '6.00', assessments: 2, standing: 'funded' },
      { proposal: 'a', score: '5.99', assessments: 2, standing: 'below-threshold' },
      { proposal: 'c', score: '9.00', assessments: 1, standing: 'not-assessed' },
      { proposal: 'd', score: '0.00', assessments: 0, standing: 'not-assessed' },
    ]);
  });

  test('breaks ties by the heaviest criterion, then by the earlier submission, and says so', () => {
    const tied = [
      candidate('late', 700, { submittedOn: '2026-02-12' }),
      candidate('early', 700, { submittedOn: '2026-02-11' }),
      candidate('strong', 700, { heaviest: 800 }),
    ];
    expect(rank(tied, rules())).toMatchObject({
      places: [{ proposal: 'strong' }, { proposal: 'early' }, { proposal: 'late' }],
      ties: [{ score: '7.00', proposals: ['strong', 'early', 'late'], brokenBy: 'earlier-submission' }],
    });
    expect(rank(tied.slice(1), rules()).ties).toEqual([
      { score: '7.00', proposals: ['strong', 'early'], brokenBy: 'heaviest-criterion' },
    ]);
    const cheap = [candidate('a', 700), candidate('b', 700, { requestedMinor: 300n })];
    expect(rank(cheap, rules({ tieBreaks: ['lowest-request'] })).ties).toEqual([
      { score: '7.00', proposals: ['b', 'a'], brokenBy: 'lowest-request' },
    ]);
  });

  test('leaves to the body a tie through which the funding line runs', () => {
    const tied = [candidate('x', 900, { requestedMinor: 500n }), candidate('a', 700), candidate('b', 700)];
    expect(places(tied)).toEqual([
      ['x', 1, 'funded'],
      ['a', 2, 'tied'],
      ['b', 2, 'tied'],
    ]);
    expect(rank(tied, rules()).ties).toEqual([{ score: '7.00', proposals: ['a', 'b'], brokenBy: 'open' }]);
    expect(places(tied, { decided: [['b', 'a']] })).toEqual([
      ['x', 1, 'funded'],
      ['b', 2, 'funded'],
      ['a', 3, 'reserve'],
    ]);
    expect(rank(tied, rules({ decided: [['b', 'a']] })).ties).toEqual([
      { score: '7.00', proposals: ['b', 'a'], brokenBy: 'body' },
    ]);
  });

  test('needs no decision on a tie that no line cuts through', () => {
    expect(places([candidate('a', 700), candidate('b', 700)])).toEqual([
      ['a', 1, 'funded'],
      ['b', 1, 'funded'],
    ]);
    const unfit = { requestedMinor: 2000n };
    expect(places([candidate('a', 700, unfit), candidate('b', 700, unfit)], { reserve: 2 })).toEqual([
      ['a', 1, 'reserve'],
      ['b', 1, 'reserve'],
    ]);
    expect(places([candidate('a', 700, unfit), candidate('b', 700, unfit)])).toEqual([
      ['a', 1, 'tied'],
      ['b', 1, 'tied'],
    ]);
  });
});

const anyCandidates = fc
  .array(
    fc.record({
      requestedMinor: fc.bigInt({ min: 1n, max: 600n }),
      submittedOn: fc.constantFrom('2026-02-10', '2026-02-11'),
      assessments: fc.integer({ min: 1, max: 3 }),
      score: fc.integer({ min: 0, max: 5 }),
      heaviest: fc.integer({ min: 0, max: 2 }),
    }),
    { maxLength: 12 },
  )
  .map((list) => list.map((each, index) => ({ ...each, proposal: `p-${index}` })));
const anyRules = fc.record({
  totalMinor: fc.bigInt({ min: 0n, max: 1500n }),
  assessments: fc.constant(2),
  threshold: fc.integer({ min: 0, max: 3 }),
  reserve: fc.integer({ min: 0, max: 3 }),
  tieBreaks: fc.shuffledSubarray([...tieBreaks]),
  decided: fc.constant([]),
});

test('every ranking lists each proposal once, by score, and funds no more than there is', () => {
  fc.assert(
    fc.property(anyCandidates, anyRules, (candidates, given) => {
      const { places: found } = rank(candidates, given);
      expect(found.map((each) => each.proposal).toSorted()).toEqual(candidates.map((each) => each.proposal).toSorted());
      const in_ = found.filter((each) => each.place !== undefined);
      const scores = in_.map((each) => Number(each.score));
      expect(scores).toEqual(scores.toSorted((a, b) => b - a));
      const asked = new Map(candidates.map((each) => [each.proposal, each.requestedMinor]));
      const funded = found
        .filter((each) => each.standing === 'funded')
        .reduce((sum, each) => sum + asked.get(each.proposal)!, 0n);
      expect(funded <= given.totalMinor).toBe(true);
      expect(found.filter((each) => each.standing === 'reserve').length).toBeLessThanOrEqual(given.reserve);
      // Standings only go down the list.
      const order = ['funded', 'tied', 'reserve', 'unfunded'];
      const ranks = in_.filter((each) => each.standing !== 'tied').map((each) => order.indexOf(each.standing));
      expect(ranks).toEqual(ranks.toSorted((a, b) => a - b));
      for (const each of found) expect(standings).toContain(each.standing);
    }),
  );
});

test('a ranking that is cut into parts is the same when they are joined', () => {
  fc.assert(
    fc.property(anyCandidates, anyRules, fc.integer({ min: 1, max: 5 }), (candidates, given, size) => {
      const whole = rank(candidates, given);
      const [first, ...others] = inParts(whole, size);
      expect([first, ...others].every((part) => part.places.length <= size)).toBe(true);
      expect(others.reduce(joined, first)).toEqual(whole);
    }),
  );
});

test('a ranking does not depend on the order in which proposals are read', () => {
  fc.assert(
    fc.property(anyCandidates, anyRules, (candidates, given) => {
      const byId = (list: ReturnType<typeof rank>['places']) =>
        Object.fromEntries(list.map((each) => [each.proposal, [each.place, each.standing]]));
      expect(byId(rank(candidates.toReversed(), given).places)).toEqual(byId(rank(candidates, given).places));
    }),
  );
});
