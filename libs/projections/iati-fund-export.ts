import { setImmediate as turn } from 'node:timers/promises';
import type { Records } from '#event-store/read-all';
import type { FundEstablished } from '#domain/fund/fund-events';
import type { EventRecord } from '#kernel/record';
import { type Instant, dateIn } from '#kernel/time';
import type { Reversed } from '#domain/reversal/reversed';
import { checkActivity } from '#iati/rules';
import { activityPieces } from '#iati/writer';
import { FundBudgets } from './iati-budgets.js';
import { FileFrame, type FileSetting } from './iati-file-frame.js';
import { FindingCounts } from './iati-findings.js';
import { FundBook } from './iati-fund-book.js';
import { foldFundEvent, isPublished } from './iati-fund-events.js';
import { type Share, fundActivity } from './iati-fund-file.js';
import { FoldThreads, type StartThread } from './iati-fold-thread.js';
import { type FoldSetting, type FoldedPile, PileFolding, layRecord } from './iati-fund-pile.js';
import { laidEvent } from './iati-laid.js';
import { legibly } from './iati-legible.js';
import { ownActivity } from './iati-own-activity.js';
import { type ListedParts, OwnParts, type OwnSummary, type ThreadParts, later } from './iati-own-parts.js';
import { ActivityRoutes, theFund } from './iati-routes.js';
import type { RecordPlace } from './iati-said.js';
import { type Pile, type PilePlace, Piles, TemporaryFile, blocksOf, linesOf } from './piles.js';
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
}

/** What was written. */
export interface Written {
  activities: number;
  transactions: number;
}

const [nothing, opening, lineFeed] = ['', '{', '\n'].map((text) => Buffer.from(text)) as [Buffer, Buffer, Buffer];
/** Events of the fund itself that are folded at once. */
const ownAtOnce = 128;
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

  /** The file's activities, once all events are in; `onWritten` is told of each that is put together. */
  async *activities(
    partners: FileSetting['partners'],
    generated: Instant,
    findings: FindingCounts,
    onWritten: (activities: number) => void | Promise<void>,
  ): AsyncGenerator<string | Buffer> {
    this.routes.end();
    const setting = this.setting(partners, generated);
    const whole = new WholeFund();
    const parts = new OwnParts(this.file, setting, this.limits.bytes, this.limits.totals);
    const places = this.piles.map((pile) => pile.place());
    const others = this.folding(setting, places, parts);
    const elements: PilePlace[] = [];
    const ofOthers = new FindingCounts();
    this.written.activities = 1;
    try {
      for await (const folded of others.folded()) {
        whole.add(folded.own);
        elements.push(folded.elements);
        ofOthers.merge(folded.findings);
        this.written.activities += folded.activities;
        this.written.transactions += folded.transactions;
        await onWritten(this.written.activities);
      }
      // The threads' memory is given back before that of the fund's own is taken.
      const ofThreads = await others.ended();
      const { book, summary } = await this.foldOwn(setting, parts);
      whole.add(summary);
      yield* this.ownActivity(book, setting, whole, [parts.end(), ...ofThreads], findings);
      findings.merge(ofOthers.all);
      this.written.transactions += whole.transactions;
      for (const each of elements) yield* blocksOf(each);
    } finally {
      await others.close();
    }
  }

  close(): void {
    this.file.close();
  }

  private setting(partners: FileSetting['partners'], generated: Instant): FoldSetting {
    const { established, routes } = this;
    const { timeZone, publishing } = established.data as FundEstablished;
    return {
      book: established.book,
      established,
      reversed: routes.reversed,
      countries: publishing.countries.length > 0 ? publishing.countries : routes.shares('countries'),
      partners,
      generated,
      today: dateIn(timeZone, generated),
    };
  }

  private pileOf(activity: number): Pile {
    const at = Math.floor(activity / (this.limits.activities ?? 32));
    return (this.piles[at] ??= this.records.pile());
  }

  /** Folds the piles of activities, in threads where there are enough of them. */
  private folding(setting: FoldSetting, places: readonly PilePlace[], parts: OwnParts): FoldThreads | FoldingHere {
    const { threads = 0, startThread } = this.limits;
    const count = Math.min(threads, Math.floor(places.length / pilesForThread));
    if (count > 0) return new FoldThreads(setting, places, count, startThread);
    return new FoldingHere(new PileFolding(setting, this.file, parts), places);
  }

  /** In steps, since others wait for this thread. */
  private async foldOwn(setting: FoldSetting, parts: OwnParts): Promise<{ book: FundBook; summary: OwnSummary }> {
    const book = new FundBook(setting.book, setting.reversed);
    const run = parts.begin(this.records);
    let frame: FileFrame | undefined;
    let folded = 0;
    for (const line of linesOf(this.own.place())) {
      foldFundEvent(book, laidEvent(line));
      frame ??= new FileFrame(book, setting);
      for (const each of book.own.lines.splice(0)) run.transaction(frame, each);
      if ((folded += 1) % ownAtOnce === 0) await turn();
    }
    return { book, summary: run.end() };
  }

  private *ownActivity(
    own: FundBook,
    setting: FoldSetting,
    { budgets, executors, related, touchedAt, instalmentGoneAt }: WholeFund,
    ordered: readonly ThreadParts[],
    findings: FindingCounts,
  ): Generator<string | Buffer> {
    const { publishing } = own.fund!;
    const { countries, generated, today } = setting;
    const sectors: readonly Share[] = publishing.sectors.length > 0 ? publishing.sectors : this.routes.shares('sectors');
    const frame = new FileFrame(own, setting);
    const names = FileFrame.organisationsOf(setting, publishing.reportingOrg.ref, countries);
    const model = fundActivity(frame, { names, countries, sectors, budgets, touchedAt, instalmentGoneAt });
    for (const each of checkActivity(model, generated, today)) findings.add(each);
    const sums = new Sums(this.records);
    for (const { totals } of ordered) sums.addLines(() => linesOf(totals));
    const all = {
      executors,
      related,
      totals: sums.all(),
      moved: ordered.map((each) => each.moved),
      planned: ordered.map((each) => each.planned),
    };
    yield* ownActivity(legibly(activityPieces, model), model.participatingOrgs.length, frame.fundId, all, findings);
  }
}

/** Folds piles in this thread; see `FoldThreads`. */
class FoldingHere {
  constructor(
    private readonly folding: PileFolding,
    private readonly places: readonly PilePlace[],
  ) {}

  async *folded(): AsyncGenerator<FoldedPile> {
    for (const place of this.places) {
      yield this.folding.fold(place);
      await turn();
    }
  }

  /** What it made stands among the parts of this thread. */
  ended(): Promise<readonly []> {
    return Promise.resolve([]);
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

/** What all piles came to that the fund's own activity is made of. */
class WholeFund {
  transactions = 0;
  touchedAt: Instant | undefined;
  instalmentGoneAt: Instant | undefined;
  readonly budgets = new FundBudgets();
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
}

/** The type that says what is published of an event: of a reversal, that of what it reverses. */
function publishedAs(type: string, { bytes, start, end }: RecordPlace): string {
  if (!type.endsWith('.reversed')) return type;
  return ((JSON.parse(bytes.toString('utf8', start, end)) as EventRecord).data as Reversed).reverses.type;
}
