import { checkActivity } from '#iati/rules';
import { type ActivityPieces, activityPieces } from '#iati/writer';
import type { Instant } from '#kernel/time';
import { type BudgetSums, FundBudgets } from './iati-budgets.js';
import { FileFrame } from './iati-file-frame.js';
import { FindingCounts, type RuleFindings } from './iati-findings.js';
import { FundBook } from './iati-fund-book.js';
import { foldFundEvent } from './iati-fund-events.js';
import { fundActivity } from './iati-fund-file.js';
import type { FoldSetting } from './iati-fund-pile.js';
import { laidEvent } from './iati-laid.js';
import { legibly } from './iati-legible.js';
import type { OwnParts, OwnSummary } from './iati-own-parts.js';
import { type PilePlace, type Piles, linesOf } from './piles.js';

/** What all activities came to that the fund's own has beside its events. */
export interface OfAllFolded {
  readonly budgets: BudgetSums;
  readonly touchedAt: Instant | undefined;
  readonly instalmentGoneAt: Instant | undefined;
}

/** The fund's own activity without what there may be very many of. */
export interface OwnFrame {
  readonly identifier: string;
  readonly pieces: ActivityPieces;
  /** How many organisations take part already. */
  readonly organisations: number;
  readonly findings: readonly RuleFindings[];
}

/** Events of the fund itself that are folded at once. */
const ownAtOnce = 128;

/** Folds the events of the fund itself, in any thread. */
export class OwnFolding {
  private readonly book: FundBook;

  constructor(
    private readonly setting: FoldSetting,
    private readonly parts: OwnParts,
    private readonly lists: Piles,
  ) {
    this.book = new FundBook(setting.book, setting.later);
  }

  /** In steps, for a thread for which others wait. */
  *fold(laid: PilePlace): Generator<void, OwnSummary> {
    const { book, setting } = this;
    const run = this.parts.begin(this.lists);
    let frame: FileFrame | undefined;
    let folded = 0;
    for (const line of linesOf(laid)) {
      foldFundEvent(book, laidEvent(line));
      frame ??= new FileFrame(book, setting);
      for (const each of book.own.lines.splice(0)) run.transaction(frame, each);
      if ((folded += 1) % ownAtOnce === 0) yield;
    }
    return run.end();
  }

  /** The fund's own activity, once its events and those of all activities are folded. */
  frame({ budgets: sums, touchedAt, instalmentGoneAt }: OfAllFolded): OwnFrame {
    const { countries, sectors, generated, today } = this.setting;
    const frame = new FileFrame(this.book, this.setting);
    const names = FileFrame.organisationsOf(this.setting, frame.fund.publishing.reportingOrg.ref, countries);
    const budgets = new FundBudgets();
    budgets.addSums(sums);
    const model = fundActivity(frame, { names, countries, sectors, budgets, touchedAt, instalmentGoneAt });
    const findings = new FindingCounts();
    for (const each of checkActivity(model, generated, today)) findings.add(each);
    const pieces = legibly(activityPieces, model);
    return { identifier: frame.fundId, pieces, organisations: model.participatingOrgs.length, findings: findings.all };
  }
}
