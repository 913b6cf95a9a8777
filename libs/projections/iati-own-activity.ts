import type { RuleId } from '#iati/rule-book';
import { finding } from '#iati/rules';
import { checkTotals } from '#iati/rules-money';
import type { ActivityPieces } from '#iati/writer';
import type { FilePart, OrderedBucket } from './iati-file-parts.js';
import type { FindingCounts } from './iati-findings.js';
import type { ListedParts, OrderedParts } from './iati-own-parts.js';
import type { Sum } from './sums.js';

/** What the fund's own activity has of all that the fund finances. Of what is ordered, each thread has made some. */
export interface OfAllParts {
  readonly executors: readonly ListedParts[];
  readonly planned: readonly OrderedParts[];
  readonly moved: readonly OrderedParts[];
  readonly related: readonly ListedParts[];
}

/** The fund's own activity. */
export const ownActivity = (
  { open, pieces, close }: ActivityPieces,
  identifier: string,
  { executors, planned, moved, related }: OfAllParts,
): FilePart[] => [
  open + pieces[0],
  ...executors.map((each) => each.elements),
  pieces[1],
  ...buckets('plannedDisbursements', identifier, planned),
  pieces[2],
  ...buckets('transactions', identifier, moved),
  pieces[3],
  ...related.map((each) => each.elements),
  pieces[4] + close,
];

/** Tells what is wrong with listed parts of an activity, `from` of which stand in the list before them. */
export function tellListed(
  list: 'participatingOrgs' | 'relatedActivities',
  identifier: string,
  all: readonly ListedParts[],
  from: number,
  findings: FindingCounts,
): void {
  let place = from;
  for (const { count, findings: found } of all) {
    for (const [nth, { rule, path, value }] of found)
      findings.add(finding(rule, identifier, `/${list}/${place + nth}${path}`, value));
    place += count;
  }
}

/** The parts of each bucket together, whoever made them. */
function buckets(list: OrderedBucket['list'], identifier: string, all: readonly OrderedParts[]): OrderedBucket[] {
  const numbers = [...new Set(all.flatMap((each) => [...each.keys()]))].toSorted((a, b) => a - b);
  let first = 0;
  return numbers.map((bucket) => {
    const piles = all.flatMap((each) => each.get(bucket) ?? []);
    const made = { list, identifier, first, piles };
    for (const { count } of piles) first += count;
    return made;
  });
}

/** Tells what is wrong with totals by counterpart and currency, a counterpart at a time. */
export function tellTotals(identifier: string, totals: Iterable<Sum>, findings: FindingCounts): void {
  const report = (rule: RuleId, path: string, value = ''): void => findings.add(finding(rule, identifier, path, value));
  let [current, ofCurrent] = ['', new Map<string, bigint>()];
  for (const [key, amount] of totals) {
    const space = key.lastIndexOf(' ');
    const counterpart = key.slice(0, space);
    if (counterpart !== current) {
      checkTotals(ofCurrent, report);
      [current, ofCurrent] = [counterpart, new Map()];
    }
    ofCurrent.set(`${key.slice(space + 1)} ${JSON.parse(counterpart) as string}`, amount);
  }
  checkTotals(ofCurrent, report);
}
