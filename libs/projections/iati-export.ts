import type { ReadEvents } from '#event-store/read-all';
import { type BookId, registryBook } from '#kernel/ids';
import type { EventRecord } from '#kernel/record';
import { type Instant, type LocalDate, dateIn } from '#kernel/time';
import type { IatiActivity } from '#iati/model';
import { ruleBook } from '#iati/rule-book';
import { type Finding, checkActivity } from '#iati/rules';
import { UnwritableActivity, closeFile, openFile, writeActivity } from '#iati/writer';
import { unwritableCharacter } from '#iati/xml';
import { eventOf } from './event.js';
import { FindingCounts, type RuleFindings } from './iati-findings.js';
import { FundBook } from './iati-fund-book.js';
import { foldFundEvent } from './iati-fund-events.js';
import { countActivities, fundActivities } from './iati-fund-file.js';
import { HistoryBook } from './iati-history-file.js';
import { type PublishedPartner, foldPartner } from './iati-organisations.js';

/** Up to where the books are read: equal positions give equal bytes, whoever runs it and whenever. */
export interface ExportPositions {
  readonly position: number;
  /** Of the partner registry; 0 when the book names no partner. */
  readonly registryPosition: number;
}

/** How far an export is: `step` is `read` (events) or `write` (activities). */
export interface ExportProgress {
  readonly step: 'read' | 'write';
  readonly done: number;
  readonly total: number;
}

/** What was written, and what of it breaks a rule of IATI's or ours. */
export interface IatiExport {
  readonly activities: number;
  readonly transactions: number;
  readonly findings: readonly RuleFindings[];
}

/** A file before it is written: its moment, the day by which it is checked, its activities. */
interface IatiFile {
  readonly generated: Instant;
  readonly today: LocalDate;
  /** How many activities there are, those left out among them. */
  readonly count: number;
  /** Reports what is left out. */
  readonly activities: (report: (finding: Finding) => void) => Iterable<IatiActivity>;
}

/**
 * The IATI 2.03 activity file of a book as of two positions, in pieces; the generator returns what it found (see
 * `IatiExport`). Reads no clock: the file is generated at the moment of the last event that it read. What the book is, its
 * first event says: a fund, or the published history of another publisher. Keeps summaries of activities and their
 * transactions in memory, not events. Throws `RangeError` when a book does not reach its position, or is neither.
 */
export async function* iatiActivityFile(
  readEvents: ReadEvents,
  book: BookId,
  positions: ExportPositions,
  onProgress: (progress: ExportProgress) => void | Promise<void> = () => undefined,
): AsyncGenerator<string, IatiExport> {
  const file = await fileOf(readEvents, book, positions, onProgress);
  const findings = new FindingCounts();
  let activities = 0;
  let transactions = 0;
  yield openFile(file.generated);
  for (const activity of file.activities((finding) => findings.add(finding))) {
    for (const finding of checkActivity(activity, file.generated, file.today)) findings.add(finding);
    yield writtenLegibly(activity);
    activities += 1;
    transactions += activity.transactions?.length ?? 0;
    if (activities % 100 === 0 || activities === file.count)
      await onProgress({ step: 'write', done: activities, total: file.count });
  }
  if (activities === 0) throw new RangeError(`the book ${book} has nothing to publish`);
  yield closeFile;
  return { activities, transactions, findings: findings.sorted };
}

/**
 * The element of an activity. Events may hold what XML cannot carry (a control character in a name), for ever: such a
 * character becomes U+FFFD, which the rules have reported, rather than keeping a fund from publishing.
 */
function writtenLegibly(activity: IatiActivity): string {
  try {
    return writeActivity(activity);
  } catch (error) {
    if (!(error instanceof UnwritableActivity)) throw error;
    return writeActivity(legible(activity));
  }
}

/** A copy in which every string can be written. */
function legible<Value>(value: Value): Value {
  if (typeof value === 'string') {
    let text: string = value;
    for (let found; (found = unwritableCharacter(text));) {
      const width = text.codePointAt(found.offset)! > 0xffff ? 2 : 1;
      text = `${text.slice(0, found.offset)}\uFFFD${text.slice(found.offset + width)}`;
    }
    return text as Value;
  }
  if (Array.isArray(value)) return value.map((each: unknown) => legible(each)) as Value;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, legible(member as unknown)])) as Value;
}

async function fileOf(
  readEvents: ReadEvents,
  book: BookId,
  { position, registryPosition }: ExportPositions,
  onProgress: (progress: ExportProgress) => void | Promise<void>,
): Promise<IatiFile> {
  const total = position + registryPosition;
  let done = 0;
  const read = (name: BookId, upTo: number) =>
    pagesOf(readEvents, name, upTo, (events) => {
      done += events;
      return onProgress({ step: 'read', done, total });
    });
  let folded: FundBook | HistoryBook | undefined;
  let last: EventRecord | undefined;
  for await (const events of read(book, position)) {
    for (const event of events) {
      last = event;
      folded ??= begun(event);
      if (folded instanceof FundBook) foldFundEvent(folded, eventOf(event));
      else folded.apply(eventOf(event));
    }
  }
  if (!folded || !last) throw new RangeError(`the book ${book} is read from position 1, not to ${position}`);
  if (folded instanceof HistoryBook) return historyFile(folded, last);
  const partners = new Map<string, PublishedPartner>();
  let generated = last.recordedAt;
  for await (const events of read(registryBook, registryPosition)) {
    for (const event of events) {
      foldPartner(partners, event);
      if (event.recordedAt > generated) generated = event.recordedAt;
    }
  }
  return fundFile(folded, partners, generated);
}

/** What a book is, its first event says. */
function begun({ book, type }: EventRecord): FundBook | HistoryBook {
  if (type === 'fund.established') return new FundBook(book);
  if (type === 'history.opened') return new HistoryBook();
  throw new RangeError(`the book ${book} has no activity file: it is neither a fund nor a published history`);
}

function fundFile(book: FundBook, partners: ReadonlyMap<string, PublishedPartner>, generated: Instant): IatiFile {
  const today = dateIn(book.fund!.timeZone, generated);
  const setting = { partners, generated, today };
  return { generated, today, count: countActivities(book, setting), activities: () => fundActivities(book, setting) };
}

function historyFile(book: HistoryBook, { recordedAt: generated }: EventRecord): IatiFile {
  const right = ruleBook['element-missing'];
  const incomplete = (report: (finding: Finding) => void) => (activity: string, path: string) =>
    report({ severity: 'error', rule: 'element-missing', activity, path, value: '', right: { en: right.en, es: right.es } });
  return {
    generated,
    today: dateIn('UTC', generated),
    count: book.count,
    activities: (report) => book.activities(incomplete(report)),
  };
}

/** Events of a book in pages. Throws `RangeError` when the book ends before. */
async function* pagesOf(
  readEvents: ReadEvents,
  book: BookId,
  upTo: number,
  onPage: (events: number) => void | Promise<void>,
): AsyncGenerator<readonly EventRecord[]> {
  let read = 0;
  for await (const page of readEvents(book, 0, upTo)) {
    read += page.length;
    yield page;
    await onPage(page.length);
  }
  if (read < upTo) throw new RangeError(`the book ${book} has ${read} events, not ${upTo}`);
}
