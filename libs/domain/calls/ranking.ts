import { present } from '#kernel/present';
import { hundredthsText } from './score.js';

/** What may tell apart proposals of the same score, in the order in which a call lists them. */
export const tieBreaks = ['heaviest-criterion', 'lowest-request', 'earlier-submission'] as const;
export type TieBreak = (typeof tieBreaks)[number];

/** A proposal as it comes to be ranked. */
export interface Candidate {
  readonly proposal: string;
  readonly requestedMinor: bigint;
  readonly submittedOn: string;
  /** How many assessors have scored it; those barred since are not among them. */
  readonly assessments: number;
  /** Hundredths of a point; absent without assessments. */
  readonly score?: number;
  readonly heaviest?: number;
}

/** What a ranking is made by. */
export interface RankingRules {
  readonly totalMinor: bigint;
  /** How many assessments a proposal needs. */
  readonly assessments: number;
  /** Hundredths of a point, below which no proposal is funded. */
  readonly threshold: number;
  /** How many stand in reserve. */
  readonly reserve: number;
  readonly tieBreaks: readonly TieBreak[];
  /** Orders that a body decided for proposals which nothing else tells apart. */
  readonly decided: readonly (readonly string[])[];
}

/** Above the funding line; next when money comes free; below; cut through by a line, so that a body has to decide; out. */
export const standings = ['funded', 'reserve', 'unfunded', 'tied', 'below-threshold', 'not-assessed'] as const;
export type Standing = (typeof standings)[number];

/** Where a proposal came out. */
export interface Place {
  readonly proposal: string;
  /** 1 is first; the same for those that nothing tells apart. Absent where it is not ranked. */
  readonly place?: number;
  readonly score?: string;
  readonly assessments: number;
  readonly standing: Standing;
}

/** Proposals with one score, best first, and what told them apart; `open` where nothing did. */
export interface Tie {
  readonly score: string;
  readonly proposals: readonly string[];
  readonly brokenBy: TieBreak | 'body' | 'open';
}

export interface Ranking {
  readonly places: readonly Place[];
  readonly ties: readonly Tie[];
}

/**
 * A ranking in parts of so many places, at least one, each with the ties among them: an event has a size, a call has none. A
 * tie that is cut in two is joined again, since ties differ by score.
 */
export function inParts({ places, ties }: Ranking, size: number): [Ranking, ...Ranking[]] {
  const part = (from: number): Ranking => {
    const here = places.slice(from, from + size);
    const ids = new Set(here.map((each) => each.proposal));
    const among = ties.map((tie) => ({ ...tie, proposals: tie.proposals.filter((each) => ids.has(each)) }));
    return { places: here, ties: among.filter((tie) => tie.proposals.length > 0) };
  };
  const others = Math.max(0, Math.ceil(places.length / size) - 1);
  return [part(0), ...Array.from({ length: others }, (_, index) => part((index + 1) * size))];
}

/** A ranking and the part that follows it. */
export function joined(before: Ranking, next: Ranking): Ranking {
  const last = before.ties.at(-1);
  const [first, ...rest] = next.ties;
  const places = [...before.places, ...next.places];
  if (!last || !first || last.score !== first.score) return { places, ties: [...before.ties, ...next.ties] };
  const whole = { ...last, proposals: [...last.proposals, ...first.proposals] };
  return { places, ties: [...before.ties.slice(0, -1), whole, ...rest] };
}

type Scored = Candidate & { readonly score: number; readonly heaviest: number };

const before: Readonly<Record<TieBreak, (a: Scored, b: Scored) => number>> = {
  'heaviest-criterion': (a, b) => b.heaviest - a.heaviest,
  'lowest-request': (a, b) => (a.requestedMinor < b.requestedMinor ? -1 : a.requestedMinor > b.requestedMinor ? 1 : 0),
  'earlier-submission': (a, b) => (a.submittedOn < b.submittedOn ? -1 : a.submittedOn > b.submittedOn ? 1 : 0),
};

/**
 * Orders proposals by score, compared to the hundredth as published; ties by the call's own rules, then by what the body
 * decided. The funding line runs before the first proposal that what is left does not pay in full: no smaller one overtakes it.
 */
export function rank(candidates: readonly Candidate[], rules: RankingRules): Ranking {
  const assessed = candidates.filter(
    (each): each is Scored => each.score !== undefined && each.assessments >= rules.assessments,
  );
  const enough = new Set(assessed.map((each) => each.proposal));
  const ranked = assessed.filter((each) => each.score >= rules.threshold);
  const groups = grouped(ranked, rules);
  const standing = standingsOf(groups, rules);
  let place = 1;
  const places = groups.flatMap((group) => {
    const at = place;
    place += group.length;
    return group.map((each) => placeOf(each, standing.get(each.proposal)!, at));
  });
  const out = (standingOf: Standing) => (each: Candidate) => placeOf(each, standingOf);
  return {
    places: [
      ...places,
      ...byScore(assessed.filter((each) => each.score < rules.threshold)).map(out('below-threshold')),
      ...candidates.filter((each) => !enough.has(each.proposal)).map(out('not-assessed')),
    ],
    ties: tiesOf(groups, rules),
  };
}

const placeOf = ({ proposal, score, assessments }: Candidate, standing: Standing, place?: number) =>
  present<Place>({
    proposal,
    place,
    score: score === undefined ? undefined : hundredthsText(score),
    assessments,
    standing,
  });

const byScore = (list: readonly Scored[]): Scored[] => list.toSorted((a, b) => b.score - a.score);

/** The first rule that tells two proposals of one score apart; 0 when none does. */
function compared(a: Scored, b: Scored, rules: RankingRules): number {
  for (const rule of rules.tieBreaks) {
    const found = before[rule](a, b);
    if (found !== 0) return found;
  }
  return 0;
}

/** In order; those that nothing tells apart stand in one group. */
function grouped(ranked: readonly Scored[], rules: RankingRules): Scored[][] {
  const groups: Scored[][] = [];
  for (const each of ranked.toSorted((a, b) => b.score - a.score || compared(a, b, rules))) {
    const last = groups.at(-1);
    if (last && last[0]!.score === each.score && compared(last[0]!, each, rules) === 0) last.push(each);
    else groups.push([each]);
  }
  return groups.flatMap((group) => {
    const order = decidedOrder(group, rules);
    return order ? order.map((id) => [group.find((each) => each.proposal === id)!]) : [group];
  });
}

/** What the body decided for exactly these proposals. */
const decidedOrder = (group: readonly Scored[], { decided }: RankingRules): readonly string[] | undefined =>
  group.length === 1
    ? undefined
    : decided.find((list) => list.length === group.length && group.every((each) => list.includes(each.proposal)));

function standingsOf(groups: readonly (readonly Scored[])[], { totalMinor, reserve }: RankingRules): Map<string, Standing> {
  const found = new Map<string, Standing>();
  let room = totalMinor;
  let below = false;
  let spare = reserve;
  for (const group of groups) {
    const asked = group.reduce((sum, each) => sum + each.requestedMinor, 0n);
    const cut: boolean = !below && asked > room;
    below ||= cut;
    const standing = ((): Standing => {
      if (!below) return 'funded';
      if (cut && group.length > 1 && group.some((each) => each.requestedMinor <= room)) return 'tied';
      if (spare >= group.length) return 'reserve';
      return spare > 0 && group.length > 1 ? 'tied' : 'unfunded';
    })();
    if (!below) room -= asked;
    if (standing === 'reserve' || standing === 'tied') spare = Math.max(0, spare - group.length);
    for (const each of group) found.set(each.proposal, standing);
  }
  return found;
}

/** Every score that several proposals have. */
function tiesOf(groups: readonly (readonly Scored[])[], rules: RankingRules): Tie[] {
  const inOrder = groups.flat();
  const scores = [...new Set(inOrder.map((each) => each.score))];
  return scores.flatMap((score) => {
    const same = inOrder.filter((each) => each.score === score);
    if (same.length === 1) return [];
    return [
      { score: hundredthsText(score), proposals: same.map((each) => each.proposal), brokenBy: breakOf(same, groups, rules) },
    ];
  });
}

/** What it took in the end to tell all of them apart. */
function breakOf(same: readonly Scored[], groups: readonly (readonly Scored[])[], rules: RankingRules): Tie['brokenBy'] {
  if (groups.some((group) => group.length > 1 && group[0]!.score === same[0]!.score)) return 'open';
  const needed = same
    .slice(1)
    .map((each, index) => rules.tieBreaks.findIndex((rule) => before[rule](same[index]!, each) !== 0));
  return needed.includes(-1) ? 'body' : rules.tieBreaks[Math.max(...needed)]!;
}
