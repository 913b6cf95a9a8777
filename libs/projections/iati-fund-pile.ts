import type { EventRecord } from '#kernel/record';
import type { IatiActivity } from '#iati/model';
import { checkActivity } from '#iati/rules';
import { writeActivity } from '#iati/writer';
import { FileFrame, type FileSetting } from './iati-file-frame.js';
import { FindingCounts, type RuleFindings } from './iati-findings.js';
import { FundBook, type LaterEvents } from './iati-fund-book.js';
import { foldFundEvent } from './iati-fund-events.js';
import { type Share, activitiesOf } from './iati-fund-file.js';
import { laidEvent, laidOf } from './iati-laid.js';
import type { OwnParts, OwnRun, OwnSummary } from './iati-own-parts.js';
import { legibly } from './iati-legible.js';
import type { Places, RecordPlace } from './iati-said.js';
import { type Pile, type PileFile, type PilePlace, PileReader, Piles } from './piles.js';

/** What is to be known of the whole book before any of its activities is folded. */
export interface FoldSetting extends FileSetting {
  readonly book: string;
  readonly established: EventRecord;
  readonly later: LaterEvents;
  /** The fund's own countries, or those of all its activities. */
  readonly countries: readonly Share[];
  /** And its sectors, or those of all. */
  readonly sectors: readonly Share[];
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
  private readonly reader = new PileReader();

  /** `parts` is where what is kept in the order of the book goes. */
  constructor(
    private readonly setting: FoldSetting,
    file: PileFile,
    private readonly parts: OwnParts,
  ) {
    this.elements = new Piles(file);
  }

  /** Folds what was laid on a pile, an activity at a time, and writes the activities. */
  fold(laid: PilePlace): FoldedPile {
    const own = this.parts.begin(this.elements);
    const found = new FindingCounts();
    const elements = this.elements.pile();
    let [activities, transactions] = [0, 0];
    const bytes = this.reader.read(laid);
    for (const records of recordsByActivity(bytes)) {
      for (const activity of this.foldActivity(bytes, records, own)) {
        for (const each of checkActivity(activity, this.setting.generated, this.setting.today)) found.add(each);
        elements.addText(legibly(writeActivity, activity));
        activities += 1;
        transactions += activity.transactions?.length ?? 0;
      }
    }
    return { activities, transactions, findings: found.all, elements: elements.place(), own: own.end() };
  }

  /** An activity and those below it, by the places of its records. */
  private *foldActivity(bytes: Buffer, records: readonly number[], own: OwnRun): Generator<IatiActivity> {
    const { setting } = this;
    const book = new FundBook(setting.book, setting.later);
    // An event of the fund itself, which says how it publishes; when it was is of no matter to its activities.
    foldFundEvent(book, laidOf(setting.established));
    for (let at = 0; at < records.length; at += 2) {
      foldFundEvent(book, laidEvent(bytes.toString('utf8', records[at], records[at + 1])));
    }
    const frame = new FileFrame(book, setting);
    for (const line of book.own.lines) own.transaction(frame, line);
    own.touched(book, frame);
    for (const entry of book.activities.values()) {
      own.activity(frame, entry);
      yield* activitiesOf(frame, entry);
    }
  }
}

/**
 * Lays what is read of the record of an event of an activity, by its number, on a pile; `places` is where it stands in the
 * record (`sayingIn`).
 */
export function layRecord(pile: Pile, activity: number, { bytes, start }: RecordPlace, places: Places): void {
  let length = places[0] === start ? 0 : 1;
  for (let at = 0; at < places.length; at += 2) length += places[at + 1]! - places[at]!;
  head.writeUInt32LE(activity, 0);
  head.writeUInt32LE(length, 4);
  pile.addParts(places[0] === start ? wholeHead : head, bytes, places);
}

/** Before each record: the number of its activity, and its length; then how it begins, where it does not begin as it did. */
const head = Buffer.from('********{');
const wholeHead = head.subarray(0, 8);

/** Where the records of each activity begin and end in turn; the activities in the order of their numbers. */
function recordsByActivity(bytes: Buffer): number[][] {
  const byActivity = new Map<number, number[]>();
  for (let at = 0; at < bytes.length;) {
    const [activity, start] = [bytes.readUInt32LE(at), at + wholeHead.length];
    const end = start + bytes.readUInt32LE(at + 4);
    const places = byActivity.get(activity);
    if (places) places.push(start, end);
    else byActivity.set(activity, [start, end]);
    at = end;
  }
  return [...byActivity].toSorted(([a], [b]) => a - b).map(([, places]) => places);
}
