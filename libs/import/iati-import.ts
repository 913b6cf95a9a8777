import { type Currency, isCurrency } from '#kernel/currency';
import type { BookId } from '#kernel/ids';
import type { FieldError } from '#domain/field-errors';
import { historyId, organisationKey } from '#domain/history/history';
import { rejectionText, type RejectionCode } from '#domain/rejections';
import type { Outcome } from '#event-store/outcome';
import type { Chunks } from '#iati/decode';
import type { Narratives, Party } from '#iati/model';
import type { Problem, ReadActivity, ReadHead, ReadTransaction } from '#iati/published';
import { readActivities } from '#iati/reader';
import { activityBody, organisationBody, transactionBody, type Body } from './iati-bodies.js';
import { RunningTotals } from './running-totals.js';
import { type ImportReport, ProblemCounts, notTaken } from './import-report.js';

/** A command of an import. Its key follows from the file, so that a second run of the same file writes nothing twice. */
export interface ImportCommand {
  readonly type: string;
  readonly book: BookId;
  readonly key: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/** What became of it: as `post` of libs/runtime answers. */
export type ImportOutcome = Outcome | { readonly kind: 'wrong-form'; readonly errors: readonly FieldError[] };

/** How far an import is. */
export interface ImportProgress {
  readonly activities: number;
  readonly transactions: number;
  /** Of the file, as far as it is read. */
  readonly bytes: number;
}

export interface ImportRequest {
  /** The file, in pieces. */
  readonly chunks: Chunks;
  /** A book of its own for this file. */
  readonly book: BookId;
  /** SHA-256 of the file's bytes, 64 lower-case hex digits. */
  readonly sourceHash: string;
  /** The name of the file, for people. */
  readonly fileName?: string;
  /** Gives a command to the store; the same person and role for every run of one file. */
  readonly submit: (command: ImportCommand) => Promise<ImportOutcome>;
  readonly onProgress?: (progress: ImportProgress) => void | Promise<void>;
}

/** Faults of the file after which nothing more is read. */
const endsReading: ReadonlySet<string> = new Set([
  'not-activities',
  'not-well-formed',
  'doctype-refused',
  'encoding-unknown',
  'encoding-broken',
  'nested-too-deep',
]);

/** How many commands are in flight at once. */
const inFlight = 500;

/**
 * Loads a publisher's IATI activity file into a book as its published history: organisations, activities, and
 * transactions of every type of the standard. What cannot be taken is reported with its line, and the rest is taken. After
 * a crash the same file is simply given again. One activity of the file is in memory at a time, and some hundred commands.
 * Rejects with what `submit` rejects with.
 */
export const importIati = (request: ImportRequest): Promise<ImportReport> => new Import(request).run();

class Import {
  private readonly problems = new ProblemCounts();
  private readonly totals = new RunningTotals();
  private readonly taken = { activities: none(), organisations: none(), transactions: none() };
  private readonly organisations = new Set<string>();
  private readonly identifiers = new Set<string>();
  /** Activities that the book did not take. */
  private readonly refused = new Set<string>();
  private first: Pending[] = [];
  private second: Pending[] = [];
  private head: ReadHead | undefined;
  private bytes = 0;
  private activities = 0;
  private transactions = 0;

  constructor(private readonly request: ImportRequest) {}

  async run(): Promise<ImportReport> {
    let opened: boolean | undefined;
    let whole = true;
    for await (const item of readActivities(this.counted())) {
      if (item.kind === 'head') this.head = item.head;
      else if (item.kind === 'problem') {
        this.problems.add(item.problem);
        if (endsReading.has(item.problem.rule)) whole = false;
      } else {
        opened ??= await this.open(item.activity);
        if (!opened) break;
        this.take(item.activity);
        if (this.first.length + this.second.length >= inFlight) await this.flush();
      }
    }
    await this.flush();
    return {
      book: this.request.book,
      sourceHash: this.request.sourceHash,
      complete: whole && opened === true,
      ...this.taken,
      totals: this.totals.recorded,
      problems: this.problems.sorted,
    };
  }

  /** Opens the book; false when it belongs to another file. */
  private async open({ reportingOrg, line }: ReadActivity): Promise<boolean> {
    const { sourceHash, fileName } = this.request;
    const name = reportingOrg?.name[0]?.text ?? reportingOrg?.ref ?? '?';
    const body = {
      publisher: { ref: reportingOrg?.ref, name: name.slice(0, 300).toWellFormed() },
      source: {
        sha256: sourceHash,
        file: fileName?.slice(0, 300).toWellFormed(),
        version: this.head?.version,
        generatedAt: this.head?.generatedDatetime,
      },
    };
    const outcome = await this.submit('history.open', 'open', body);
    if (outcome.kind === 'posted') return true;
    this.problems.add({
      ...problem('book-taken', 'error', line, 'iati-activities', this.request.book),
      message: {
        en: `The book ${this.request.book} cannot be opened for this file, so nothing was imported: ${because(outcome, 'en')}`,
        es: `El libro ${this.request.book} no se puede abrir para este archivo; no se importó nada: ${because(outcome, 'es')}`,
      },
    });
    return false;
  }

  private take(activity: ReadActivity): void {
    const { identifier } = activity;
    const place = `a${++this.activities}`;
    this.reportWhatIsLeft(activity);
    for (const org of organisationsOf(activity)) this.takeOrganisation(org, activity);
    if (this.identifiers.has(identifier)) {
      // The reader has warned; what it adds are its transactions.
      this.taken.activities.left += 1;
    } else {
      this.identifiers.add(identifier);
      const { body } = this.fitted(activityBody(activity), activity, activity.line);
      this.first.push({
        command: ['history.record-activity', place, body],
        of: activity,
        line: activity.line,
        kind: 'activities',
      });
    }
    for (const [index, entry] of activity.transactions.entries())
      this.takeTransaction(activity, entry, `${place}-t${index + 1}`);
  }

  private takeOrganisation(org: Party, activity: ReadActivity): void {
    const key = organisationKey(org);
    if (key === undefined || this.organisations.has(key)) return;
    this.organisations.add(key);
    const { body } = organisationBody(org);
    const command = ['history.record-organisation', `o-${historyId(key)}`, body] as const;
    this.first.push({ command, of: activity, line: activity.line, kind: 'organisations' });
  }

  private takeTransaction(activity: ReadActivity, entry: ReadTransaction, place: string): void {
    this.transactions += 1;
    const { currency } = entry.value;
    const booked = isCurrency(currency) ? this.totals.book(entry.type, currency, entry.value) : undefined;
    // The reader has said why.
    if (booked === undefined) return void (this.taken.transactions.left += 1);
    const { body } = this.fitted(
      transactionBody(activity.identifier, entry, booked, currency as Currency),
      activity,
      entry.line,
    );
    this.second.push({
      command: ['history.record-transaction', place, body],
      of: activity,
      line: entry.line,
      kind: 'transactions',
      booked: { type: entry.type, currency: currency as Currency, amountMinor: booked },
    });
  }

  private fitted(body: Body, { identifier }: ReadActivity, line: number): Body {
    for (const [member, count] of body.shortened) {
      this.problems.add({
        ...problem('shortened', 'warning', line, member, '', identifier),
        count,
        message: texts.shortened(member),
      });
    }
    return body;
  }

  /** Parts of IATI that a history does not hold; contacts never, since they may name persons. */
  private reportWhatIsLeft(activity: ReadActivity): void {
    for (const [field, items] of Object.entries({
      'contact-info': activity.contacts,
      location: activity.locations,
      'other-identifier': activity.otherIdentifiers,
      budget: activity.budgets,
      'planned-disbursement': activity.plannedDisbursements,
      'document-link': activity.documents,
      result: activity.results,
      conditions: activity.conditions ? [activity.conditions] : [],
    })) {
      if (items.length === 0) continue;
      this.problems.add({
        ...problem(notTaken, 'info', activity.line, field, '', activity.identifier),
        count: items.length,
        message: texts.notTaken(field),
      });
    }
  }

  /** Organisations and activities first, since transactions need theirs. */
  private async flush(): Promise<void> {
    const [first, second] = [this.first, this.second];
    this.first = [];
    this.second = [];
    await this.give(first);
    await this.give(second.filter((each) => !this.refused.has(each.of.identifier)));
    this.taken.transactions.left += second.filter((each) => this.refused.has(each.of.identifier)).length;
    await this.request.onProgress?.({ activities: this.activities, transactions: this.transactions, bytes: this.bytes });
  }

  private async give(pending: readonly Pending[]): Promise<void> {
    for (let from = 0; from < pending.length; from += inFlight) {
      await Promise.all(pending.slice(from, from + inFlight).map((each) => this.giveOne(each)));
    }
  }

  private async giveOne({ command: [type, place, body], of, line, kind, booked }: Pending): Promise<void> {
    const outcome = await this.submit(type, place, body);
    if (outcome.kind === 'posted') {
      this.taken[kind][outcome.replayed ? 'known' : 'recorded'] += 1;
      if (booked) this.totals.record(booked.type, booked.currency, booked.amountMinor);
      return;
    }
    this.taken[kind].left += 1;
    if (kind === 'activities') this.refused.add(of.identifier);
    this.problems.add({
      ...problem('not-recorded', 'error', line, type, '', of.identifier),
      message: texts.notRecorded(because(outcome, 'en'), because(outcome, 'es')),
    });
  }

  private submit(type: string, place: string, body: Readonly<Record<string, unknown>>): Promise<ImportOutcome> {
    const { book, sourceHash, submit } = this.request;
    return submit({ type, book, key: `iati-${sourceHash.slice(0, 16)}-${place}`, body });
  }

  private async *counted(): AsyncGenerator<string | Uint8Array> {
    const { chunks } = this.request;
    for await (const chunk of typeof chunks === 'string' || chunks instanceof Uint8Array ? [chunks] : chunks) {
      this.bytes += typeof chunk === 'string' ? Buffer.byteLength(chunk) : chunk.byteLength;
      yield chunk;
    }
  }
}

interface Pending {
  readonly command: readonly [type: string, place: string, body: Readonly<Record<string, unknown>>];
  readonly of: ReadActivity;
  readonly line: number;
  readonly kind: 'activities' | 'organisations' | 'transactions';
  readonly booked?: { readonly type: string; readonly currency: Currency; readonly amountMinor: bigint };
}

const none = (): { recorded: number; known: number; left: number } => ({ recorded: 0, known: 0, left: 0 });

function* organisationsOf({ reportingOrg, participatingOrgs, transactions }: ReadActivity): Generator<Party> {
  if (reportingOrg) yield { ref: reportingOrg.ref, type: reportingOrg.type, name: reportingOrg.name };
  for (const { ref, type, name } of participatingOrgs) yield known(ref, type, name);
  for (const { provider, receiver } of transactions) {
    for (const org of [provider, receiver]) if (org) yield known(org.ref, org.type, org.name);
  }
}

/** A blank reference is none. */
const known = (ref: string | undefined, type: Party['type'], name: Narratives | undefined): Party => ({
  ref: ref === undefined || ref.trim() === '' ? undefined : ref,
  type,
  name: name?.filter(({ text }) => text.trim() !== ''),
});

function because(outcome: Exclude<ImportOutcome, { kind: 'posted' }>, language: 'en' | 'es'): string {
  switch (outcome.kind) {
    case 'rejection':
      return rejectionText(outcome.code as RejectionCode, outcome.facts, language);
    case 'key-reused':
      return language === 'en'
        ? 'the same file was imported before by another person, or differently.'
        : 'el mismo archivo lo importó antes otra persona, o de otro modo.';
    default:
      return outcome.errors.map((each) => `${each.field}: ${each.expected}`).join('; ');
  }
}

const problem = (
  rule: string,
  severity: Problem['severity'],
  line: number,
  field: string,
  value: string,
  activity?: string,
): Omit<Problem, 'message'> => ({ rule, severity, line, field, value, activity, count: 1 });

const texts = {
  shortened: (member: string) => ({
    en: `${member} was shortened to what an event can hold.`,
    es: `${member} se acortó a lo que cabe en un evento.`,
  }),
  notTaken: (field: string) => ({
    en: `<${field}> is not part of a published history and was left out.`,
    es: `<${field}> no forma parte de una historia publicada y se dejó fuera.`,
  }),
  notRecorded: (en: string, es: string) => ({ en: `It was not recorded: ${en}`, es: `No se registró: ${es}` }),
};
