import type { Instant } from '#kernel/time';
import type { FundEstablished } from '#domain/fund/fund-events';
import type { IatiTransaction } from '#iati/model';
import type { RuleId } from '#iati/rule-book';
import { totalKey } from '#iati/rules-money';
import { checkOrgPart, checkPlannedPart, checkRelatedPart, checkTransactionPart } from '#iati/rules-parts';
import { participatingOrg, plannedDisbursement, relatedActivity, transaction } from '#iati/writer';
import { type BudgetSums, FundBudgets } from './iati-budgets.js';
import { FileFrame } from './iati-file-frame.js';
import type { FoldSetting } from './iati-fund-pile.js';
import type { FundBook } from './iati-fund-book.js';
import { executorsIn, plannedIn } from './iati-fund-file.js';
import type { FinancedActivity, Line } from './iati-fund-parts.js';
import { unpaidInstalments } from './iati-fund-plans.js';
import { legibly } from './iati-legible.js';
import type { Organisations } from './iati-organisations.js';
import { type Pile, type PileFile, type PilePlace, Piles } from './piles.js';
import { Sums } from './sums.js';

/*
 * The fund's own activity has a transaction for each that it makes to others, and more that follows from all that it finances.
 * It is made wherever the events of those are folded, part by part, and put together in the end (iati-own-activity.ts).
 */

/** What is wrong with a part; the path begins at it. */
export interface PartFinding {
  readonly rule: RuleId;
  readonly path: string;
  readonly value: string;
}

/** Parts that stand in the order of the activities, as elements one behind the other; and what is wrong with the nth of them. */
export interface ListedParts {
  readonly count: number;
  readonly findings: readonly (readonly [number, PartFinding])[];
  readonly elements: PilePlace;
}

/** Parts that stand in the order of the book: those of the events of each bucket of positions on a pile. */
export type OrderedParts = ReadonlyMap<number, OrderedPile>;

/** Some of them, each behind a head (`partHead`). */
export interface OrderedPile {
  readonly place: PilePlace;
  readonly count: number;
  /** Of their elements. */
  readonly bytes: number;
}

/** What stands in the order of the book, of all that one thread made. */
export interface ThreadParts {
  readonly moved: OrderedParts;
  readonly planned: OrderedParts;
  /** Totals by counterpart, as lines of `Sums`. */
  readonly totals: PilePlace;
}

/** What some activities mean for the fund's own. */
export interface OwnSummary {
  readonly transactions: number;
  /** When it last changed. */
  readonly touchedAt: Instant | undefined;
  readonly instalmentGoneAt: Instant | undefined;
  readonly budgets: BudgetSums;
  readonly executors: ListedParts;
  readonly related: ListedParts;
}

/** An `OrderedPile` to which parts are added. */
interface Growing {
  readonly pile: Pile;
  count: number;
  bytes: number;
}

/** Positions of one bucket: its parts are sorted in memory. */
const bucketSize = 4_096;

/** The parts that one thread makes. */
export class OwnParts {
  private readonly piles: Piles;
  private readonly moved = new Map<number, Growing>();
  private readonly planned = new Map<number, Growing>();
  readonly totals: Sums;
  private frame: Buffer = Buffer.allocUnsafeSlow(16 * 1024);

  constructor(
    file: PileFile,
    readonly setting: FoldSetting,
    bytes?: number,
    /** Counterparts whose totals are held at once. */
    mostTotals = 10_000,
  ) {
    this.piles = new Piles(file, bytes);
    this.totals = new Sums(this.piles, mostTotals);
  }

  /** Of the events or the activities that follow; what is listed goes to `lists`. */
  begin(lists: Piles): OwnRun {
    return new OwnRun(this, lists);
  }

  addMoved(position: number, order: number, found: readonly PartFinding[], element: string): void {
    this.add(this.moved, position, order, found, element);
  }

  addPlanned(position: number, found: readonly PartFinding[], element: string): void {
    this.add(this.planned, position, 0, found, element);
  }

  /** All of them; nothing may be added any more. */
  end(): ThreadParts {
    const places = (piles: ReadonlyMap<number, Growing>): OrderedParts =>
      new Map([...piles].map(([bucket, { pile, count, bytes }]) => [bucket, { place: pile.place(), count, bytes }]));
    const totals = this.piles.lay(this.totals.lines());
    return { moved: places(this.moved), planned: places(this.planned), totals: totals.place() };
  }

  private add(
    piles: Map<number, Growing>,
    position: number,
    order: number,
    found: readonly PartFinding[],
    element: string,
  ): void {
    const bucket = Math.floor(position / bucketSize);
    let growing = piles.get(bucket);
    if (!growing) piles.set(bucket, (growing = { pile: this.piles.pile(), count: 0, bytes: 0 }));
    const findings = found.length === 0 ? '' : JSON.stringify(found);
    const most = partHead + 3 * (findings.length + element.length);
    if (this.frame.length < most) this.frame = Buffer.allocUnsafeSlow(2 * most);
    const { frame } = this;
    const foundBytes = findings === '' ? 0 : frame.write(findings, partHead);
    const elementBytes = frame.write(element, partHead + foundBytes);
    frame.writeDoubleLE(2 * position + order, 0);
    frame.writeUInt32LE(foundBytes, 8);
    frame.writeUInt32LE(elementBytes, 12);
    growing.pile.add(frame, 0, partHead + foundBytes + elementBytes);
    growing.count += 1;
    growing.bytes += elementBytes;
  }
}

/** Before a part: twice its position and its order among those of its event, then the lengths of its findings and its element. */
export const partHead = 16;

/** What some activities add to the fund's own. */
export class OwnRun {
  private readonly names: Organisations;
  private readonly executors: PartList;
  private readonly related: PartList;
  private readonly totals = new Map<string, bigint>();
  private readonly budgets = new FundBudgets();
  private transactions = 0;
  private touchedAt: Instant | undefined;
  private instalmentGoneAt: Instant | undefined;

  constructor(
    private readonly parts: OwnParts,
    lists: Piles,
  ) {
    const { setting } = parts;
    this.names = FileFrame.organisationsOf(setting, reportingOrgOf(setting), setting.countries);
    this.executors = new PartList(lists);
    this.related = new PartList(lists);
  }

  /** A transaction of the fund's own activity. */
  transaction(frame: FileFrame, line: Line): void {
    const entry: IatiTransaction = frame.transaction(line, this.names);
    const found = new Found();
    checkTransactionPart(frame.fundId, entry, frame.setting.today, found.report);
    this.transactions += 1;
    const total = totalKey(entry);
    this.totals.set(total, (this.totals.get(total) ?? 0n) + entry.value.amountMinor);
    // Of one event, what it pays stands before what it returns.
    const order = line.ref.includes('-paid', frame.book.book.length) ? 0 : 1;
    this.parts.addMoved(line.position, order, found.list, legibly(transaction, entry));
  }

  /** Grants of all these activities, and when they changed what is said of the fund. */
  touched(book: FundBook, frame: FileFrame): void {
    const { today } = frame.setting;
    const grants = [...book.grants.values()];
    this.budgets.add(grants);
    const { due, changedAt } = unpaidInstalments(grants, today);
    for (const each of due) {
      const entry = plannedIn(frame, each, this.names);
      const found = new Found();
      checkPlannedPart(entry, today, found.report);
      this.parts.addPlanned(each.grant.position, found.list, legibly(plannedDisbursement, entry));
    }
    this.touchedAt = later(this.touchedAt, book.own.touchedAt);
    this.instalmentGoneAt = later(this.instalmentGoneAt, changedAt);
  }

  /** An activity is related to the fund's, and those who execute it take part. */
  activity(frame: FileFrame, entry: FinancedActivity): void {
    const related = { ref: frame.idOf(entry.id), type: '2' } as const;
    const found = new Found();
    checkRelatedPart(frame.fundId, related, found.report);
    this.related.add(found.list, legibly(relatedActivity, related));
    for (const org of executorsIn(frame, entry, this.names)) {
      const wrong = new Found();
      checkOrgPart(org, wrong.report);
      this.executors.add(wrong.list, legibly(participatingOrg, org));
    }
  }

  end(): OwnSummary {
    const { transactions, instalmentGoneAt } = this;
    for (const [key, amountMinor] of this.totals) this.parts.totals.add(byCounterpart(key), amountMinor);
    return {
      transactions,
      touchedAt: later(this.touchedAt, this.names.changedAt),
      instalmentGoneAt,
      budgets: this.budgets.sums,
      executors: this.executors.end(),
      related: this.related.end(),
    };
  }
}

const reportingOrgOf = ({ established }: FoldSetting): string =>
  (established.data as FundEstablished).publishing.reportingOrg.ref;

/** Parts one behind the other. */
class PartList {
  private readonly elements: Pile;
  private readonly findings: [number, PartFinding][] = [];
  private count = 0;

  constructor(lists: Piles) {
    this.elements = lists.pile();
  }

  add(found: readonly PartFinding[], element: string): void {
    for (const each of found) this.findings.push([this.count, each]);
    this.count += 1;
    this.elements.addText(element);
  }

  end(): ListedParts {
    return { count: this.count, findings: this.findings, elements: this.elements.place() };
  }
}

/** The key of a total so that those of one counterpart and currency (as JSON) stand together: what it is of comes last. */
function byCounterpart(totalKey: string): string {
  const space = totalKey.indexOf(' ');
  return `${JSON.stringify(totalKey.slice(space + 1))} ${totalKey.slice(0, space)}`;
}

/** What is wrong with one part. */
class Found {
  readonly list: PartFinding[] = [];
  readonly report = (rule: RuleId, path: string, value = ''): void => void this.list.push({ rule, path, value });
}

export const later = <At extends string>(a: At | undefined, b: At | undefined): At | undefined =>
  a === undefined || (b !== undefined && b > a) ? b : a;
