import type { EventRecord } from '#kernel/record';
import { checkActivity } from '#iati/rules';
import { writeActivity } from '#iati/writer';
import { eventOf } from './event.js';
import { FileFrame, type FileSetting } from './iati-file-frame.js';
import { FindingCounts, type RuleFindings } from './iati-findings.js';
import { FundBook } from './iati-fund-book.js';
import { foldFundEvent } from './iati-fund-events.js';
import { type Share, activitiesOf } from './iati-fund-file.js';
import type { OwnParts, OwnSummary } from './iati-own-parts.js';
import { legibly } from './iati-legible.js';
import { type PileFile, type PilePlace, Piles, linesOf } from './piles.js';

/** What is to be known of the whole book before any of its activities is folded. */
export interface FoldSetting extends FileSetting {
  readonly book: string;
  readonly established: EventRecord;
  /** Positions of events that are reversed later. */
  readonly reversed: ReadonlySet<number>;
  /** The fund's own countries, or those of all its activities. */
  readonly countries: readonly Share[];
}

/** What some activities came to, and what they mean for the fund's own. */
export interface FoldedPile {
  readonly activities: number;
  readonly transactions: number;
  readonly findings: readonly RuleFindings[];
  /** Their elements. */
  readonly elements: PilePlace;
  readonly own: OwnSummary;
}

/** Folds the events of some activities at a time, in any thread: nothing of one pile is needed for another. */
export class PileFolding {
  private readonly elements: Piles;

  /** `parts` is where what is kept in the order of the book goes. */
  constructor(
    private readonly setting: FoldSetting,
    file: PileFile,
    private readonly parts: OwnParts,
  ) {
    this.elements = new Piles(file);
  }

  /** Folds the records of a pile, each a line, and writes its activities. */
  fold(records: PilePlace): FoldedPile {
    const { setting } = this;
    const book = new FundBook(setting.book, setting.reversed);
    // An event of the fund itself, which says how it publishes; when it was is of no matter to its activities.
    foldFundEvent(book, eventOf(setting.established));
    for (const line of linesOf(records)) foldFundEvent(book, eventOf(JSON.parse(line) as EventRecord));
    const frame = new FileFrame(book, setting);
    const own = this.parts.begin(this.elements);
    for (const line of book.own.lines) own.transaction(frame, line);
    own.touched(book, frame);
    const findings = new FindingCounts();
    const elements = this.elements.pile();
    let [activities, transactions] = [0, 0];
    for (const entry of book.activities.values()) {
      own.activity(frame, entry);
      for (const activity of activitiesOf(frame, entry)) {
        for (const each of checkActivity(activity, setting.generated, setting.today)) findings.add(each);
        elements.addText(legibly(writeActivity, activity));
        activities += 1;
        transactions += activity.transactions?.length ?? 0;
      }
    }
    return { activities, transactions, findings: findings.all, elements: elements.place(), own: own.end() };
  }
}
