import { commands } from '#domain/domain';
import type { Language } from '#domain/field-errors';
import type { Locale } from '#domain/words/figures';
import { prepare } from '#domain/prepare';
import type { EventStore } from '#event-store/event-store';
import type { InOrderMode } from '#event-store/in-order';
import type { Submission } from '#event-store/rules';
import { type BookId, registryBook } from '#kernel/ids';
import { present } from '#kernel/present';
import type { Instant } from '#kernel/time';
import type { Reading } from './cell-value.js';
import { controlTotals } from './control-totals.js';
import type { Heading, SentSheets, SheetRow } from './heading.js';
import type { RowIssue } from './issue.js';
import { type ReadRows, type SheetCommand, readRows } from './read-rows.js';
import { fieldIssue } from './row-issues.js';
import { type ImportMode, type RowEvent, type RowOutcome, type RowsReport, mostListed } from './rows-report.js';
import { type SettledCommand, balanceMoves, rowsOutcome, settledCommands } from './settled.js';
import type { Template } from './template.js';

/** Who imports, and what the edge adds. */
export interface Importing {
  readonly store: Pick<EventStore, 'inOrder'>;
  readonly actor: string;
  readonly role: string;
  readonly party?: string;
  readonly language: Language;
  /** Whose region writes the figures of refusals; the language's own habits when absent. */
  readonly locale?: Locale;
  readonly now: () => Instant;
  /** 16 random bytes for each command. */
  readonly salt: () => Uint8Array;
  /** Hears how many commands of how many are done. */
  readonly told?: (done: number, total: number) => void;
}

/** A file of rows, and what is to be done with it. */
export interface RowsFile {
  readonly template: Template;
  /** The book of a fund; the registry's templates go to the registry whatever stands here. */
  readonly book: BookId;
  readonly sheets: SentSheets;
  /** SHA-256 of the file. */
  readonly file: string;
  readonly mode: ImportMode;
  readonly reading: Reading;
}

/** A row as it stood in the file, and what became of it. */
export interface ReviewedRow {
  readonly row: SheetRow;
  readonly outcome: RowOutcome['outcome'];
  readonly issues: readonly RowIssue[];
  /** What it posted or would post: of rows that are one command, beside the first. */
  readonly events: readonly RowEvent[];
}

/** What an import has come to: its report, and every row as it stood in the file. */
export interface RowsImported {
  readonly report: RowsReport;
  readonly headings: readonly Heading[];
  readonly reviewed: readonly ReviewedRow[];
}

const storeModes: Readonly<Record<ImportMode, InOrderMode>> = {
  'dry-run': 'try',
  'all-or-nothing': 'all',
  'row-by-row': 'each',
};

/**
 * Takes in the rows of a file: each, or each group with one id, is a command under a key that follows from it, decided on what
 * the rows before it leave. Sending a file again posts nothing twice. What is wrong is told for every row in every mode.
 * Rejects with what `EventStore.inOrder` rejects with.
 */
export async function importRows(
  importing: Importing,
  { template, book: given, sheets, file, mode, reading }: RowsFile,
): Promise<RowsImported> {
  const { store, language, locale = language, told = () => undefined } = importing;
  const book = template.definition.book === 'registry' ? registryBook : given;
  const read = readRows(template, sheets, reading, language);
  const issues: RowIssue[] = [...read.issues];
  const { ready, submissions } = prepared(importing, template, book, read.commands, issues);
  // A file that has something wrong is tried all the same, so that everything that is wrong is told at once.
  const stops = mode === 'all-or-nothing' && (issues.length > 0 || read.refused.length > 0);
  const result = await store.inOrder(book, submissions, stops ? 'try' : storeModes[mode], (done) =>
    told(done, submissions.length),
  );
  const { settled } = settledCommands(ready, result, locale, issues);
  const complete = issues.length === 0;
  const reviewed = reviewedRows(read, settled, issues);
  const refused = reviewed.filter(({ outcome }) => outcome === 'refused');
  const outcomes = [...settled.map(({ outcome }) => outcome), ...refused.map(({ row }) => rowsOutcome([row], 'refused'))];
  const count = (kind: RowOutcome['outcome']): number => reviewed.filter(({ outcome }) => outcome === kind).length;
  return {
    headings: read.headings,
    reviewed,
    report: {
      kind: template.kind,
      book,
      mode,
      file,
      complete,
      rows: {
        total: read.rows.length,
        posted: count('posted'),
        ready: count('ready'),
        known: count('known'),
        refused: count('refused'),
      },
      hiddenRows: read.rows.filter(({ hidden }) => hidden).length,
      position: result.position,
      ignoredColumns: read.headings.flatMap(({ ignored }) => ignored),
      ignoredSheets: read.ignoredSheets,
      issues: inOrder(read, issues).slice(0, mostListed),
      issueCount: issues.length,
      outcomes: outcomes.toSorted((a, b) => firstRow(a) - firstRow(b)).slice(0, mostListed),
      totals: controlTotals(template, accepted(settled), language),
      balances: complete || result.written ? balanceMoves(result).slice(0, mostListed) : [],
    },
  };
}

const accepted = (settled: readonly SettledCommand[]): SheetCommand[] => settled.map(({ command }) => command);

const firstRow = ({ rows, related }: RowOutcome): number => rows[0] ?? related?.[0]?.rows[0] ?? 0;

/** Issues in the order of the sheets and rows that they are of. */
function inOrder({ headings }: ReadRows, issues: readonly RowIssue[]): RowIssue[] {
  const sheetAt = ({ sheet }: RowIssue): number => headings.findIndex((heading) => heading.sheet === sheet);
  return issues.toSorted((a, b) => sheetAt(a) - sheetAt(b) || a.row - b.row);
}

function prepared(
  { actor, role, party, language, now, salt }: Importing,
  template: Template,
  book: BookId,
  asked: readonly SheetCommand[],
  issues: RowIssue[],
): { ready: SheetCommand[]; submissions: Submission[] } {
  const definition = commands.get(template.command)!;
  const [ready, submissions]: [SheetCommand[], Submission[]] = [[], []];
  const who = present({ actor, role, party });
  const at = now();
  for (const command of asked) {
    const made = prepare({ definition, book, key: command.key, ...who, body: command.body, now: at, salt: salt(), language });
    if ('wrong' in made) issues.push(...made.wrong.map((wrong) => fieldIssue(wrong, command, template, language)));
    else {
      ready.push(command);
      submissions.push(made);
    }
  }
  return { ready, submissions };
}

/** Every row of the file, with what became of it: what is not settled is refused. */
function reviewedRows(read: ReadRows, settled: readonly SettledCommand[], issues: readonly RowIssue[]): ReviewedRow[] {
  const placed = ({ sheet = '', row }: Pick<RowIssue, 'sheet' | 'row'>): string => `${row} ${sheet}`;
  const byRow = new Map<string, RowIssue[]>();
  for (const issue of issues) {
    const own = byRow.get(placed(issue));
    if (own) own.push(issue);
    else byRow.set(placed(issue), [issue]);
  }
  const known = new Map<SheetRow, SettledCommand>();
  for (const each of settled) for (const row of each.command.rows) known.set(row, each);
  // What is wrong with a head is said of every row.
  const ofHeads = read.headings.flatMap(({ sheet, row }) => byRow.get(`${row.number} ${sheet ?? ''}`) ?? []);
  return read.rows.map((row) => {
    const { sheet } = row.under;
    const became = known.get(row);
    const own = byRow.get(placed({ ...present({ sheet }), row: row.number })) ?? [];
    return {
      row,
      outcome: became?.outcome.outcome ?? 'refused',
      issues: became ? [] : [...ofHeads, ...own],
      events: became && became.command.rows[0] === row ? became.events : [],
    };
  });
}
