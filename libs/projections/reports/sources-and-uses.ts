import { type MoneyJson, type Weighted, splitByWeight } from '#kernel/money';
import { hundredthsOf } from '#kernel/percentage';
import { present } from '#kernel/present';
import { unreachable } from '#kernel/unreachable';
import type { Db } from '../db.js';
import { moneyOf } from '../event.js';
import { type FlowKind, flowKinds } from '../flows.js';
import { type FlowQuery, type FlowSum, type FlowSums, flowSums } from './flow-sums.js';

/**
 * What a report is broken down by. `theme` is the DAC sector, `territory` the country, of the activity that a grant pays for,
 * by their percentages; `actor` the kind of organisation, and `organisation` the organisation itself: who gives, and who
 * executes.
 */
export const dimensions = ['year', 'theme', 'territory', 'actor', 'organisation', 'earmark'] as const;
export type Dimension = (typeof dimensions)[number];

/** What moved under one key. */
export interface FlowRow extends Readonly<Record<FigureName, MoneyJson>> {
  /** A year, a code, a kind or an id; `-` where the books do not say: the fund's own costs have no theme. */
  readonly key: string;
  /** Of an organisation. */
  readonly name?: string;
}

/** The column of each kind of movement. */
export const figures = {
  committed: 'committed',
  received: 'received',
  interest: 'interest',
  'written-off': 'writtenOff',
  returned: 'returned',
  signed: 'signed',
  disbursed: 'disbursed',
  accepted: 'accepted',
  'own-cost': 'ownCost',
} as const satisfies Record<FlowKind, string>;
type FigureName = (typeof figures)[FlowKind];

/** Where money came from and where it went. Every column sums to the total, to the cent. */
export interface SourcesAndUses {
  readonly book: string;
  readonly position: number;
  readonly registryPosition: number;
  readonly by: Dimension;
  readonly currency: string;
  readonly rows: readonly FlowRow[];
  readonly total: Omit<FlowRow, 'key' | 'name'>;
}

export interface SourcesAndUsesQuery extends FlowQuery {
  readonly by?: Dimension;
}

/** Sources and uses by one dimension, largest use first, years in order; undefined when the book holds no fund. */
export async function sourcesAndUses(
  db: Db,
  book: string,
  { by = 'year', ...asked }: SourcesAndUsesQuery = {},
): Promise<SourcesAndUses | undefined> {
  const found = await flowSums(db, book, asked);
  if (!found) return undefined;
  const cells = new Map<string, Map<FlowKind, bigint>>();
  for (const [key, flow, amount] of brokenDown(found, by)) {
    const row = cells.get(key) ?? new Map<FlowKind, bigint>();
    cells.set(key, row.set(flow, (row.get(flow) ?? 0n) + amount));
  }
  const rowOf = (row: ReadonlyMap<FlowKind, bigint>): Record<FigureName, MoneyJson> =>
    Object.fromEntries(flowKinds.map((flow) => [figures[flow], moneyOf(row.get(flow) ?? 0n, found.home)])) as Record<
      FigureName,
      MoneyJson
    >;
  const keys = [...cells.keys()].toSorted(
    by === 'year' ? inOrder : (a, b) => larger(weightOf(cells.get(a)!), weightOf(cells.get(b)!)) || inOrder(a, b),
  );
  const total = new Map(
    flowKinds.map((flow) => [
      flow,
      found.sums.filter((each) => each.flow === flow).reduce((sum, each) => sum + each.amountMinor, 0n),
    ]),
  );
  return {
    book,
    position: found.position,
    registryPosition: found.registryPosition,
    by,
    currency: found.home,
    rows: keys.map((key) => {
      const name = by === 'organisation' ? found.partnerOf(key)?.name : undefined;
      return { key, ...present({ name }), ...rowOf(cells.get(key)!) };
    }),
    total: rowOf(total),
  };
}

const inOrder = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const larger = (a: bigint, b: bigint): number => (a > b ? -1 : a < b ? 1 : 0);
const weightOf = (row: ReadonlyMap<FlowKind, bigint>): bigint => (row.get('disbursed') ?? 0n) + (row.get('received') ?? 0n);

/** What the books do not say. */
export const unsaid = '-';

/**
 * The sums by key. What is split over sectors or countries is split by activity, year and kind of movement at once, by
 * largest remainder, so that a column sums to its total.
 */
export function* brokenDown(found: FlowSums, by: Dimension): Generator<readonly [string, FlowKind, bigint]> {
  if (by !== 'theme' && by !== 'territory') {
    for (const each of found.sums) yield [keyOf(found, by, each), each.flow, each.amountMinor];
    return;
  }
  const whole = new Map<string, { activityId: string | null; flow: FlowKind; amount: bigint }>();
  for (const { flow, activityId, year, amountMinor } of found.sums) {
    const key = `${flow} ${activityId ?? ''} ${year}`;
    const before = whole.get(key)?.amount ?? 0n;
    whole.set(key, { activityId, flow, amount: before + amountMinor });
  }
  for (const { activityId, flow, amount } of whole.values()) {
    for (const [key, part] of partsOf(found, by, activityId, amount)) yield [key, flow, part];
  }
}

/** An amount of an activity by the codes of its classification; of what hangs on no activity, and of none, undivided. */
export function partsOf(
  { classOf }: Pick<FlowSums, 'classOf'>,
  by: 'theme' | 'territory',
  activityId: string | null,
  amountMinor: bigint,
): ReadonlyMap<string, bigint> {
  const { countries, sectors } = classOf(activityId);
  const shares = by === 'theme' ? sectors : countries;
  if (activityId === null || shares.length === 0) return new Map([[unsaid, amountMinor]]);
  const weights: Weighted[] = shares.map(({ code, percentage }) => ({ id: code, weight: hundredthsOf(percentage) }));
  const sign = amountMinor < 0n ? -1n : 1n;
  return new Map([...splitByWeight(sign * amountMinor, weights)].map(([code, part]) => [code, sign * part]));
}

function keyOf(found: FlowSums, by: Exclude<Dimension, 'theme' | 'territory'>, each: FlowSum): string {
  const organisation = each.contributor ?? each.executor ?? unsaid;
  switch (by) {
    case 'year':
      return each.year;
    case 'earmark':
      return each.earmark;
    case 'organisation':
      return organisation;
    case 'actor':
      return found.partnerOf(organisation)?.kind ?? unsaid;
    default:
      return unreachable(by);
  }
}
