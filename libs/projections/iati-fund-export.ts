import { setImmediate as turn } from 'node:timers/promises';
import type { EventRecord } from '#kernel/record';
import { type IatiTransaction } from '#iati/model';
import type { RuleId } from '#iati/rule-book';
import { type Finding, checkActivity, finding } from '#iati/rules';
import { checkTotals, totalKey } from '#iati/rules-money';
import { checkOrgPart, checkPlannedPart, checkRelatedPart, checkTransactionPart } from '#iati/rules-parts';
import {
  activityPieces,
  participatingOrg,
  plannedDisbursement,
  relatedActivity,
  transaction,
  writeActivity,
} from '#iati/writer';
import { eventOf } from './event.js';
import { FundBudgets } from './iati-budgets.js';
import { FileFrame, type FileSetting } from './iati-file-frame.js';
import { FindingCounts } from './iati-findings.js';
import { FundBook } from './iati-fund-book.js';
import { foldFundEvent, isPublished } from './iati-fund-events.js';
import { type Share, activitiesOf, executorsIn, fundActivity, plannedIn } from './iati-fund-file.js';
import type { FinancedActivity, Line } from './iati-fund-parts.js';
import { unpaidInstalments } from './iati-fund-plans.js';
import { legibly } from './iati-legible.js';
import type { Organisations } from './iati-organisations.js';
import { ActivityRoutes, theFund } from './iati-routes.js';
import { merged } from './merge.js';
import { type Pile, Spill } from './spill.js';
import { Sums } from './sums.js';

/** What is held at once; the file is the same whatever these are. */
export interface ExportLimits {
  /** Activities that are folded together; 250 when absent. */
  readonly activities?: number;
  /** Characters that wait in memory for the step after, before they go to files; 16 million when absent. */
  readonly characters?: number;
  /** Counterparts whose totals are held; 50,000 when absent. */
  readonly totals?: number;
}

/** Characters that are given at once, about. */
const pieceLength = 1 << 16;

/** What was written. */
export interface Written {
  activities: number;
  transactions: number;
}

/**
 * The file of a fund in memory that neither its activities nor its transactions fill. Events are first laid on piles by the
 * activities that they belong to, then folded pile by pile; what an activity means for the fund's own, which stands first in
 * the file, is kept in its order until all are written. What is too much for memory goes to temporary files.
 */
export class FundExport {
  readonly written: Written = { activities: 0, transactions: 0 };
  private readonly spill: Spill;
  private readonly routes = new ActivityRoutes();
  /** Events that are the fund's own, and those of each few activities, as text. */
  private readonly own: Pile;
  private readonly piles: Pile[] = [];
  private established: EventRecord | undefined;

  constructor(
    private readonly book: string,
    private readonly limits: ExportLimits,
  ) {
    this.spill = new Spill(limits.characters);
    this.own = this.spill.pile();
  }

  /** How many activities the file has at most. */
  get count(): number {
    return this.routes.count;
  }

  /** The time zone of the fund; undefined for a book that is none. */
  get timeZone(): string | undefined {
    return (this.established?.data as { readonly timeZone: string } | undefined)?.timeZone;
  }

  /** Takes the next event of the book, and its text. */
  add(record: EventRecord, text: string): void {
    const event = eventOf(record);
    if (event.type === 'fund.established') this.established = record;
    if (!isPublished(event)) return;
    const line = `${text}\n`;
    const seen = new Set<Pile>();
    for (const owner of this.routes.ownersOf(event)) {
      const pile = owner === theFund ? this.own : this.pileOf(owner);
      // Two activities of one pile are folded together.
      if (!seen.has(pile)) pile.add(line);
      seen.add(pile);
    }
  }

  /** The file's activities, once all events are in; `onWritten` is told of each that is put together. */
  async *activities(
    setting: FileSetting,
    findings: FindingCounts,
    onWritten: (activities: number) => void | Promise<void>,
  ): AsyncGenerator<string | Buffer> {
    const own = new FundBook(this.book, this.routes.reversed);
    const { publishing } = eventOf(this.established!).data as NonNullable<FundBook['fund']>;
    const countries: readonly Share[] =
      publishing.countries.length > 0 ? publishing.countries : this.routes.shares('countries');
    const sectors: readonly Share[] = publishing.sectors.length > 0 ? publishing.sectors : this.routes.shares('sectors');
    const names = FileFrame.organisationsOf(setting, publishing.reportingOrg.ref, countries);
    const whole = new WholeFund(this.spill, this.limits.totals ?? 50_000, setting, names);
    this.foldOwn(own, whole);
    const ofOthers = new FindingCounts();
    const others = this.spill.pile();
    this.written.activities = 1;
    for (const pile of this.piles) {
      this.writeSome(pile, whole, others, ofOthers, setting);
      await onWritten(this.written.activities);
      await turn();
    }
    const frame = new FileFrame(own, setting);
    const { budgets, touchedAt, instalmentGoneAt } = whole;
    const model = fundActivity(frame, { names, countries, sectors, budgets, touchedAt, instalmentGoneAt });
    for (const each of checkActivity(model, setting.generated, setting.today)) findings.add(each);
    yield* whole.elements(legibly(activityPieces, model), model.participatingOrgs.length, frame.fundId, findings);
    findings.merge(ofOthers);
    this.written.transactions += whole.transactions;
    yield* others.pieces();
  }

  close(): void {
    this.spill.close();
  }

  private pileOf(activity: number): Pile {
    const at = Math.floor(activity / (this.limits.activities ?? 250));
    return (this.piles[at] ??= this.spill.pile());
  }

  private foldOwn(own: FundBook, whole: WholeFund): void {
    const run = whole.begin();
    let frame: FileFrame | undefined;
    for (const line of this.own.lines()) {
      foldFundEvent(own, eventOf(JSON.parse(line) as EventRecord));
      frame ??= new FileFrame(own, whole.setting);
      for (const each of own.own.lines.splice(0)) run.transaction(frame, each);
    }
  }

  /** Folds some activities, and writes them. */
  private writeSome(pile: Pile, whole: WholeFund, others: Pile, findings: FindingCounts, setting: FileSetting): void {
    const book = new FundBook(this.book, this.routes.reversed);
    // An event of the fund itself, which says how it publishes; when it was is of no matter to its activities.
    foldFundEvent(book, eventOf(this.established!));
    for (const line of pile.lines()) foldFundEvent(book, eventOf(JSON.parse(line) as EventRecord));
    const frame = new FileFrame(book, setting);
    const run = whole.begin();
    for (const line of book.own.lines) run.transaction(frame, line);
    run.touched(book, frame);
    for (const entry of book.activities.values()) {
      run.activity(frame, entry);
      for (const activity of activitiesOf(frame, entry)) {
        for (const each of checkActivity(activity, setting.generated, setting.today)) findings.add(each);
        others.add(legibly(writeActivity, activity));
        this.written.activities += 1;
        this.written.transactions += activity.transactions?.length ?? 0;
      }
    }
  }
}

/** A part of the fund's own activity: where it belongs, what is wrong with it, and its element. */
interface Part {
  readonly position: number;
  /** Of one event, what it pays stands before what it returns. */
  readonly order: number;
  readonly findings: readonly Pick<Finding, 'rule' | 'path' | 'value'>[];
  readonly element: string;
}

/** What the fund's own activity has of all that the fund finances. */
class WholeFund {
  transactions = 0;
  touchedAt: FundBook['own']['touchedAt'];
  instalmentGoneAt: FundBook['own']['touchedAt'];
  readonly budgets = new FundBudgets();
  readonly moved: Pile[] = [];
  readonly planned: Pile[] = [];
  readonly executors: Pile;
  readonly related: Pile;
  readonly totals: Sums;

  constructor(
    private readonly spill: Spill,
    mostTotals: number,
    readonly setting: FileSetting,
    readonly names: Organisations,
  ) {
    this.executors = spill.pile();
    this.related = spill.pile();
    this.totals = new Sums(spill, mostTotals);
  }

  /** What follows comes in the order of the book. */
  begin(): WholeRun {
    const [moved, planned] = [this.spill.pile(), this.spill.pile()];
    this.moved.push(moved);
    this.planned.push(planned);
    return new WholeRun(this, moved, planned);
  }

  /** The element, of whose organisations there are some already. */
  *elements(
    { open, pieces, close }: ReturnType<typeof activityPieces>,
    organisations: number,
    identifier: string,
    findings: FindingCounts,
  ): Generator<string> {
    const told = (list: string, from = 0): Teller => new Teller(identifier, list, from, findings);
    yield open + pieces[0];
    yield* told('participatingOrgs', organisations).elements(parts(this.executors));
    yield pieces[1];
    yield* told('plannedDisbursements').elements(inOrder(this.planned));
    yield pieces[2];
    yield* told('transactions').elements(inOrder(this.moved));
    yield pieces[3];
    yield* told('relatedActivities').elements(parts(this.related));
    yield pieces[4] + close;
    this.checkTotals(identifier, findings);
  }

  /** Totals by counterpart and currency, a counterpart at a time. */
  private checkTotals(identifier: string, findings: FindingCounts): void {
    const report = (rule: RuleId, path: string, value = ''): void => findings.add(finding(rule, identifier, path, value));
    let [current, totals] = ['', new Map<string, bigint>()];
    for (const [key, amount] of this.totals.all()) {
      const type = key.slice(key.lastIndexOf(' ') + 1);
      const rest = JSON.parse(key.slice(0, key.lastIndexOf(' '))) as string;
      if (rest !== current) {
        checkTotals(totals, report);
        [current, totals] = [rest, new Map()];
      }
      totals.set(`${type} ${rest}`, amount);
    }
    checkTotals(totals, report);
  }
}

/** What some activities add to the fund's own. */
class WholeRun {
  constructor(
    private readonly whole: WholeFund,
    private readonly moved: Pile,
    private readonly planned: Pile,
  ) {}

  /** A transaction of the fund's own activity. */
  transaction(frame: FileFrame, line: Line): void {
    const { names, setting } = this.whole;
    const entry: IatiTransaction = frame.transaction(line, names);
    const suffix = line.ref.slice(frame.book.book.length + 1);
    const found = new Found();
    checkTransactionPart(frame.fundId, entry, setting.today, found.report);
    this.whole.transactions += 1;
    const key = totalKey(entry);
    this.whole.totals.add(`${JSON.stringify(key.slice(key.indexOf(' ') + 1))} ${entry.type}`, entry.value.amountMinor);
    const order = suffix.includes('-paid') ? 0 : 1;
    this.moved.add(partLine(Number.parseInt(suffix, 10), order, found, legibly(transaction, entry)));
  }

  /** Grants of all these activities, and when they changed what is said of the fund. */
  touched(book: FundBook, frame: FileFrame): void {
    const { whole } = this;
    const grants = [...book.grants.values()];
    whole.budgets.add(grants);
    const { due, changedAt } = unpaidInstalments(grants, whole.setting.today);
    for (const each of due) {
      const entry = plannedIn(frame, each, whole.names);
      const found = new Found();
      checkPlannedPart(entry, whole.setting.today, found.report);
      this.planned.add(partLine(each.grant.position, 0, found, legibly(plannedDisbursement, entry)));
    }
    whole.touchedAt = later(whole.touchedAt, book.own.touchedAt);
    whole.instalmentGoneAt = later(whole.instalmentGoneAt, changedAt);
  }

  /** An activity is related to the fund's, and those who execute it take part. */
  activity(frame: FileFrame, entry: FinancedActivity): void {
    const related = { ref: frame.idOf(entry.id), type: '2' } as const;
    const found = new Found();
    checkRelatedPart(frame.fundId, related, found.report);
    this.whole.related.add(partLine(0, 0, found, legibly(relatedActivity, related)));
    for (const org of executorsIn(frame, entry, this.whole.names)) {
      const wrong = new Found();
      checkOrgPart(org, wrong.report);
      this.whole.executors.add(partLine(0, 0, wrong, legibly(participatingOrg, org)));
    }
  }
}

const later = <At extends string>(a: At | undefined, b: At | undefined): At | undefined =>
  a === undefined || (b !== undefined && b > a) ? b : a;

/** What is wrong with one part. */
class Found {
  readonly list: { readonly rule: RuleId; readonly path: string; readonly value: string }[] = [];
  readonly report = (rule: RuleId, path: string, value = ''): void => void this.list.push({ rule, path, value });
}

/** A part as a line; in its element U+0001, which XML cannot carry, stands for a line feed. */
const partLine = (position: number, order: number, { list }: Found, element: string): string =>
  `${position}\t${order}\t${list.length === 0 ? '' : JSON.stringify(list)}\t${element.replaceAll('\n', '\u0001')}\n`;

function* parts(pile: Pile): Generator<Part> {
  for (const line of pile.lines()) {
    const first = line.indexOf('\t');
    const second = line.indexOf('\t', first + 1);
    const third = line.indexOf('\t', second + 1);
    const found = line.slice(second + 1, third);
    yield {
      position: Number(line.slice(0, first)),
      order: Number(line.slice(first + 1, second)),
      findings: found === '' ? [] : (JSON.parse(found) as Part['findings']),
      element: line.slice(third + 1).replaceAll('\u0001', '\n'),
    };
  }
}

const inOrder = (piles: readonly Pile[]): Generator<Part> =>
  merged(piles.map(parts), (a, b) => a.position < b.position || (a.position === b.position && a.order < b.order));

/** Tells of what is wrong with the parts of a list by their place in it, and joins their elements. */
class Teller {
  constructor(
    private readonly identifier: string,
    private readonly list: string,
    private count: number,
    private readonly findings: FindingCounts,
  ) {}

  *elements(all: Iterable<Part>): Generator<string> {
    let text = '';
    for (const { findings, element } of all) {
      for (const { rule, path, value } of findings)
        this.findings.add(finding(rule, this.identifier, `/${this.list}/${this.count}${path}`, value));
      this.count += 1;
      text += element;
      if (text.length < pieceLength) continue;
      yield text;
      text = '';
    }
    yield text;
  }
}
