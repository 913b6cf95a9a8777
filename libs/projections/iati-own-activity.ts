import type { RuleId } from '#iati/rule-book';
import { finding } from '#iati/rules';
import { checkTotals } from '#iati/rules-money';
import type { ActivityPieces } from '#iati/writer';
import type { FindingCounts } from './iati-findings.js';
import { type ListedParts, type OrderedParts, type PartFinding, partHead } from './iati-own-parts.js';
import { blocksOf, readPile } from './piles.js';
import type { Sum } from './sums.js';

/** What the fund's own activity has of all that the fund finances. Of what is ordered, each thread has made some. */
export interface OfAllParts {
  readonly executors: readonly ListedParts[];
  readonly planned: readonly OrderedParts[];
  readonly moved: readonly OrderedParts[];
  readonly related: readonly ListedParts[];
  readonly totals: Iterable<Sum>;
}

/** The fund's own activity, of whose organisations there are some already, and what is wrong with its parts. */
export function* ownActivity(
  { open, pieces, close }: ActivityPieces,
  organisations: number,
  identifier: string,
  all: OfAllParts,
  findings: FindingCounts,
): Generator<string | Buffer> {
  const teller = (list: string) => (place: number, found: PartFinding) =>
    findings.add(finding(found.rule, identifier, `/${list}/${place}${found.path}`, found.value));
  yield open + pieces[0];
  yield* listed(all.executors, organisations, teller('participatingOrgs'));
  yield pieces[1];
  yield* ordered(all.planned, teller('plannedDisbursements'));
  yield pieces[2];
  yield* ordered(all.moved, teller('transactions'));
  yield pieces[3];
  yield* listed(all.related, 0, teller('relatedActivities'));
  yield pieces[4] + close;
  totals(all.totals, (rule, path, value = '') => findings.add(finding(rule, identifier, path, value)));
}

/** Tells of what is wrong with a part by its place in its list. */
type Tell = (place: number, found: PartFinding) => void;

function* listed(all: readonly ListedParts[], from: number, tell: Tell): Generator<Buffer> {
  let place = from;
  for (const { count, findings, elements } of all) {
    for (const [nth, found] of findings) tell(place + nth, found);
    place += count;
    yield* blocksOf(elements);
  }
}

/** A bucket at a time: its parts, whoever made them, in the order of their events. */
function* ordered(all: readonly OrderedParts[], tell: Tell): Generator<Buffer> {
  const buckets = [...new Set(all.flatMap((each) => [...each.keys()]))].toSorted((a, b) => a - b);
  let place = 0;
  for (const bucket of buckets) {
    const parts = all.flatMap((each) => [...partsIn(each.get(bucket))]).toSorted((a, b) => a.order - b.order);
    const elements = Buffer.allocUnsafe(parts.reduce((sum, each) => sum + each.end - each.start, 0));
    let used = 0;
    for (const { bytes, found, start, end } of parts) {
      if (found !== '') for (const each of JSON.parse(found) as PartFinding[]) tell(place, each);
      used += bytes.copy(elements, used, start, end);
      place += 1;
    }
    yield elements;
  }
}

interface Part {
  readonly order: number;
  readonly found: string;
  /** Where its element stands. */
  readonly bytes: Buffer;
  readonly start: number;
  readonly end: number;
}

function* partsIn(place: Parameters<typeof readPile>[0] | undefined): Generator<Part> {
  if (!place) return;
  const bytes = readPile(place);
  for (let at = 0; at < bytes.length;) {
    const start = at + partHead + bytes.readUInt32LE(at + 8);
    const end = start + bytes.readUInt32LE(at + 12);
    const found = start === at + partHead ? '' : bytes.toString('utf8', at + partHead, start);
    yield { order: bytes.readDoubleLE(at), found, bytes, start, end };
    at = end;
  }
}

/** Totals by counterpart and currency, a counterpart at a time. */
function totals(sums: Iterable<Sum>, report: (rule: RuleId, path: string, value?: string) => void): void {
  let [current, ofCurrent] = ['', new Map<string, bigint>()];
  for (const [key, amount] of sums) {
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
