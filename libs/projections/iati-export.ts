import { writeFileSync } from 'node:fs';
import type { ReadRecords, Records, Wanted } from '#event-store/read-all';
import { type BookId, registryBook } from '#kernel/ids';
import type { EventRecord } from '#kernel/record';
import { type Instant, dateIn } from '#kernel/time';
import { ruleBook } from '#iati/rule-book';
import { checkActivity } from '#iati/rules';
import { closeFile, openFile, writeActivity } from '#iati/writer';
import { eventOf } from './event.js';
import { FindingCounts, type RuleFindings } from './iati-findings.js';
import { type ExportLimits, FundExport } from './iati-fund-export.js';
import { publishedEvents } from './iati-fold-unpublished.js';
import { HistoryBook } from './iati-history-file.js';
import { legibly } from './iati-legible.js';
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

type OnProgress = (progress: ExportProgress) => void | Promise<void>;

/**
 * The IATI 2.03 activity file of a book as of two positions, in pieces; the generator returns what it found (see
 * `IatiExport`). Reads no clock: the file is generated at the moment of the last event that it read. What the book is, its
 * first event says: a fund, or the published history of another publisher. Memory is bounded for a fund, however many
 * activities and transactions it has (`FundExport`); a history's are held. Throws `RangeError` when a book does not reach its
 * position, or is neither.
 */
export const iatiActivityFile = (
  readRecords: ReadRecords,
  book: BookId,
  positions: ExportPositions,
  onProgress: OnProgress = () => undefined,
  limits: ExportLimits = {},
): AsyncGenerator<string | Buffer, IatiExport> => activityFile(readRecords, book, positions, onProgress, limits);

/** As `iatiActivityFile`, into an empty file that is open: each thread writes what it made. */
export async function writeIatiActivityFile(
  readRecords: ReadRecords,
  book: BookId,
  positions: ExportPositions,
  file: number,
  onProgress: OnProgress = () => undefined,
  limits: ExportLimits = {},
): Promise<IatiExport> {
  const pieces = activityFile(readRecords, book, positions, onProgress, limits, file);
  for (;;) {
    const next = await pieces.next();
    if (next.done) return next.value;
    writeFileSync(file, next.value);
  }
}

/** Of a fund nothing is given where it can be written to a file. */
async function* activityFile(
  readRecords: ReadRecords,
  book: BookId,
  positions: ExportPositions,
  onProgress: OnProgress,
  limits: ExportLimits,
  file?: number,
): AsyncGenerator<string | Buffer, IatiExport> {
  const { position, registryPosition } = positions;
  const total = position + registryPosition;
  const read = (name: BookId, upTo: number, before: number, wanted?: Wanted) =>
    pagesOf(readRecords(name, 0, upTo, wanted), (reached) => onProgress({ step: 'read', done: before + reached, total }));
  const last = await eventAt(readRecords, book, position);
  const content = begun(await eventAt(readRecords, book, 1), limits);
  try {
    for await (const records of read(book, position, 0, publishedEvents)) {
      if (content instanceof FundExport) content.add(records);
      else for (let row = 0; row < records.count; row++) content.apply(eventOf(eventIn(records, row)));
    }
    if (content instanceof HistoryBook) return yield* historyFile(book, content, last.recordedAt, onProgress);
    const partners = new Map<string, PublishedPartner>();
    const known = registryPosition > 0 ? await eventAt(readRecords, registryBook, registryPosition) : last;
    const generated = known.recordedAt > last.recordedAt ? known.recordedAt : last.recordedAt;
    for await (const records of read(registryBook, registryPosition, position)) {
      for (let row = 0; row < records.count; row++) foldPartner(partners, eventIn(records, row));
    }
    return yield* fundFile(content, partners, generated, onProgress, file);
  } finally {
    if (content instanceof FundExport) await content.close();
  }
}

const eventIn = (records: Records, row: number): EventRecord =>
  JSON.parse(records.bytes.toString('utf8', records.start(row), records.end(row))) as EventRecord;

/** What a book is, its first event says. */
function begun(first: EventRecord, limits: ExportLimits): FundExport | HistoryBook {
  if (first.type === 'fund.established') return new FundExport(first, limits);
  if (first.type === 'history.opened') return new HistoryBook();
  throw new RangeError(`the book ${first.book} has no activity file: it is neither a fund nor a published history`);
}

async function* fundFile(
  content: FundExport,
  partners: ReadonlyMap<string, PublishedPartner>,
  generated: Instant,
  onProgress: OnProgress,
  file: number | undefined,
): AsyncGenerator<Buffer, IatiExport> {
  const onWritten = (done: number) => onProgress({ step: 'write', done, total: content.count });
  const parts = [openFile(generated), ...(await content.parts(partners, generated, onWritten)), closeFile];
  if (file === undefined) yield* content.bytesOf(parts);
  else await content.write(file, parts);
  const { activities, transactions } = content.written;
  await onProgress({ step: 'write', done: activities, total: activities });
  return { activities, transactions, findings: content.findings().sorted };
}

async function* historyFile(
  name: BookId,
  book: HistoryBook,
  generated: Instant,
  onProgress: OnProgress,
): AsyncGenerator<string, IatiExport> {
  const findings = new FindingCounts();
  const { severity, en, es } = ruleBook['element-missing'];
  const incomplete = (activity: string, path: string): void =>
    findings.add({ severity, rule: 'element-missing', activity, path, value: '', right: { en, es } });
  let [activities, transactions] = [0, 0];
  yield openFile(generated);
  for (const activity of book.activities(incomplete)) {
    for (const finding of checkActivity(activity, generated, dateIn('UTC', generated))) findings.add(finding);
    yield legibly(writeActivity, activity);
    activities += 1;
    transactions += activity.transactions?.length ?? 0;
    if (activities % 100 === 0 || activities === book.count)
      await onProgress({ step: 'write', done: activities, total: book.count });
  }
  if (activities === 0) throw new RangeError(`the book ${name} has nothing to publish`);
  yield closeFile;
  return { activities, transactions, findings: findings.sorted };
}

/** Records of a book in pages; `onPage` is told of the position that each reaches. */
async function* pagesOf(
  pages: AsyncIterable<Records>,
  onPage: (reached: number) => void | Promise<void>,
): AsyncGenerator<Records> {
  for await (const page of pages) {
    const reached = page.position(page.count - 1);
    yield page;
    await onPage(reached);
  }
}

/** The event at a position of a book. Throws `RangeError` when the book ends before. */
async function eventAt(readRecords: ReadRecords, book: BookId, position: number): Promise<EventRecord> {
  for await (const records of readRecords(book, position - 1, position)) return eventIn(records, 0);
  throw new RangeError(`the book ${book} does not reach position ${position}`);
}
