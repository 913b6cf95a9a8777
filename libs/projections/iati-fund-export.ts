import type { FundEstablished } from '#domain/fund/fund-events';
import type { Reversed } from '#domain/reversal/reversed';
import type { Records } from '#event-store/read-all';
import type { EventRecord } from '#kernel/record';
import { type Instant, dateIn } from '#kernel/time';
import { FundBudgets } from './iati-budgets.js';
import type { FileSetting } from './iati-file-frame.js';
import { type FilePart, PartReader, type PlacedParts, lengthOf } from './iati-file-parts.js';
import { FindingCounts } from './iati-findings.js';
import { FoldThreads, type StartThread } from './iati-fold-thread.js';
import { type Folding, FoldingHere } from './iati-folding-here.js';
import { isPublished } from './iati-fund-events.js';
import { type FoldSetting, layRecord } from './iati-fund-pile.js';
import { ownActivity, tellListed, tellTotals } from './iati-own-activity.js';
import type { OfAllFolded, OwnFrame } from './iati-own-folding.js';
import { type ListedParts, type OwnSummary, type ThreadParts, later } from './iati-own-parts.js';
import { ActivityRoutes, theFund } from './iati-routes.js';
import type { RecordPlace } from './iati-said.js';
import { type Pile, type PilePlace, Piles, TemporaryFile, linesOf } from './piles.js';
import { Sums } from './sums.js';

/** What is held at once, and by how many; the file is the same whatever these are. */
export interface ExportLimits {
  /** Activities whose events are laid on one pile; 32 when absent. */
  readonly activities?: number;
  /** Bytes that wait in memory for the step after, before they go to a file; 2 million when absent. */
  readonly bytes?: number;
  /** Counterparts whose totals are held; 10,000 when absent. */
  readonly totals?: number;
  /** Threads that fold activities beside this one, where there are many; none when absent. */
  readonly threads?: number;
  readonly startThread?: StartThread;
  /** Called when all is laid, before threads take memory of their own. */
  readonly onLaid?: () => void;
}

/** What was written. */
export interface Written {
  activities: number;
  transactions: number;
}

const [nothing, opening, lineFeed] = ['', '{', '\n'].map((text) => Buffer.from(text)) as [Buffer, Buffer, Buffer];
/** Fewer piles than this are folded sooner than a thread is there. */
const pilesForThread = 16;

/**
 * The file of a fund in memory that neither its activities nor its transactions fill. Events are first laid on piles by the
 * activities that they belong to, unread, then folded pile by pile; what an activity means for the fund's own, which stands
 * first in the file, is kept in its order until all are written. What is too much for memory goes to temporary files.
 */
export class FundExport {
  readonly written: Written = { activities: 0, transactions: 0 };
  private readonly file = new TemporaryFile();
  private readonly records: Piles;
  private readonly routes = new ActivityRoutes();
  /** Events that are the fund's own, and those of each few activities, a record a line. */
  private readonly own: Pile;
  private readonly piles: Pile[] = [];
  private folding: Folding | undefined;
  /** Tells what is wrong between the parts of the fund's own activity. */
  private tellRest: () => void = () => undefined;
  /** In the order in which they are told of: what is wrong with the fund's own before its ordered parts, in these, and behind. */
  private readonly found = {
    own: new FindingCounts(),
    ordered: new FindingCounts(),
    behind: new FindingCounts(),
    others: new FindingCounts(),
  };

  constructor(
    /** The first event of the book. */
    private readonly established: EventRecord,
    private readonly limits: ExportLimits,
  ) {
    this.records = new Piles(this.file, limits.bytes);
    this.own = this.records.pile();
  }

  /** How many activities the file has at most. */
  get count(): number {
    return this.routes.count;
  }

  /** Takes the next events of the book. */
  add(events: Records): void {
    const { bytes } = events;
    for (let row = 0; row < events.count; row++) {
      const at = { bytes, start: events.start(row), end: events.end(row) };
      const type = events.type(row);
      if (!isPublished(publishedAs(type, at))) continue;
      this.lay(at, this.routes.ownersOf(type, events.stream(row), at));
    }
  }

  private lay(at: RecordPlace, owners: readonly number[]): void {
    for (const owner of owners) {
      const { laid } = this.routes;
      if (owner !== theFund) layRecord(this.pileOf(owner), owner, at, laid);
      else {
        this.own.addParts(laid[0] === at.start ? nothing : opening, at.bytes, laid);
        this.own.add(lineFeed);
      }
    }
  }

  /**
   * The parts of the file between its head and its foot, once all events are in; `onWritten` is told of each activity that is
   * folded. They are there until it is closed.
   */
  async parts(
    partners: FileSetting['partners'],
    generated: Instant,
    onWritten: (activities: number) => void | Promise<void>,
  ): Promise<readonly FilePart[]> {
    this.routes.end();
    const setting = this.setting(partners, generated);
    this.limits.onLaid?.();
    const whole = new WholeFund();
    const folding = (this.folding = this.foldingOf(setting));
    const elements: PilePlace[] = [];
    this.written.activities = 1;
    for await (const folded of folding.folded()) {
      whole.add(folded.own);
      elements.push(folded.elements);
      this.found.others.merge(folded.findings);
      this.written.activities += folded.activities;
      this.written.transactions += folded.transactions;
      await onWritten(this.written.activities);
    }
    whole.add(await folding.own());
    this.written.transactions += whole.transactions;
    return [...this.ownActivity(await folding.frame(whole.all), whole, await folding.ended()), ...elements];
  }

  /** The bytes of parts of the file. */
  *bytesOf(parts: readonly FilePart[]): Generator<Buffer> {
    this.tellRest();
    const reader = new PartReader();
    // Who takes a piece may still have it when it asks for the next.
    for (const part of parts) for (const bytes of reader.bytesOf(part, this.found.ordered)) yield Buffer.from(bytes);
  }

  /** Writes a file of parts, in the threads that folded where there are any. */
  async write(file: number, parts: readonly FilePart[]): Promise<void> {
    const written = this.folding!.written(placed(file, parts));
    // The threads have begun.
    this.tellRest();
    for await (const findings of written) this.found.ordered.merge(findings);
  }

  /** What breaks a rule, once the bytes of all parts were made. */
  findings(): FindingCounts {
    const { own, ordered, behind, others } = this.found;
    for (const each of [ordered, behind, others]) own.merge(each.all);
    return own;
  }

  async close(): Promise<void> {
    await Promise.all([this.folding?.close(), this.file.close()]);
  }

  private setting(partners: FileSetting['partners'], generated: Instant): FoldSetting {
    const { established, routes } = this;
    const { timeZone, publishing } = established.data as FundEstablished;
    return {
      book: established.book,
      established,
      later: { reversed: routes.reversed, takenBack: routes.takenBack },
      countries: publishing.countries.length > 0 ? publishing.countries : routes.shares('countries'),
      sectors: publishing.sectors.length > 0 ? publishing.sectors : routes.shares('sectors'),
      partners,
      generated,
      today: dateIn(timeZone, generated),
    };
  }

  private pileOf(activity: number): Pile {
    const at = Math.floor(activity / (this.limits.activities ?? 32));
    return (this.piles[at] ??= this.records.pile());
  }

  /** In threads where there are enough activities for them. */
  private foldingOf(setting: FoldSetting): Folding {
    const laid = { own: this.own.place(), piles: this.piles.map((pile) => pile.place()) };
    const { threads = 0, startThread } = this.limits;
    const count = Math.min(threads, Math.floor(laid.piles.length / pilesForThread));
    if (count > 0) return new FoldThreads(setting, laid, count, startThread);
    return new FoldingHere(setting, laid, this.file, this.limits);
  }

  private ownActivity(
    { identifier, pieces, organisations, findings }: OwnFrame,
    { executors, related }: WholeFund,
    ordered: readonly ThreadParts[],
  ): FilePart[] {
    this.found.own.merge(findings);
    tellListed('participatingOrgs', identifier, executors, organisations, this.found.own);
    tellListed('relatedActivities', identifier, related, 0, this.found.behind);
    this.tellRest = () => {
      const sums = new Sums(this.records);
      for (const { totals } of ordered) sums.addLines(() => linesOf(totals, totalsAtOnce));
      tellTotals(identifier, sums.all(), this.found.behind);
    };
    const [moved, planned] = [ordered.map((each) => each.moved), ordered.map((each) => each.planned)];
    return ownActivity(pieces, identifier, { executors, related, moved, planned });
  }
}

/** Bytes of totals that are read at once, of each who made some. */
const totalsAtOnce = 64 * 1024;
/** Bytes of parts that a thread writes at once. */
const writtenAtOnce = 4 * 1024 * 1024;

/** Parts of a file, as many at a time as are written at once. */
function placed(file: number, parts: readonly FilePart[]): PlacedParts[] {
  const all: PlacedParts[] = [];
  let [at, end, some]: [number, number, FilePart[]] = [0, 0, []];
  for (const part of parts) {
    some.push(part);
    end += lengthOf(part);
    if (end - at < writtenAtOnce) continue;
    all.push({ file, at, parts: some });
    [at, some] = [end, []];
  }
  all.push({ file, at, parts: some });
  return all;
}

/** What all piles came to that the fund's own activity is made of. */
class WholeFund {
  transactions = 0;
  private touchedAt: Instant | undefined;
  private instalmentGoneAt: Instant | undefined;
  private readonly budgets = new FundBudgets();
  readonly executors: ListedParts[] = [];
  readonly related: ListedParts[] = [];

  add(own: OwnSummary): void {
    this.transactions += own.transactions;
    this.touchedAt = later(this.touchedAt, own.touchedAt);
    this.instalmentGoneAt = later(this.instalmentGoneAt, own.instalmentGoneAt);
    this.budgets.addSums(own.budgets);
    this.executors.push(own.executors);
    this.related.push(own.related);
  }

  get all(): OfAllFolded {
    const { budgets, touchedAt, instalmentGoneAt } = this;
    return { budgets: budgets.sums, touchedAt, instalmentGoneAt };
  }
}

/** The type that says what is published of an event: of a reversal, that of what it reverses. */
function publishedAs(type: string, { bytes, start, end }: RecordPlace): string {
  if (!type.endsWith('.reversed')) return type;
  return ((JSON.parse(bytes.toString('utf8', start, end)) as EventRecord).data as Reversed).reverses.type;
}
