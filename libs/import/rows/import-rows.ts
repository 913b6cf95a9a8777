import { commands } from '#domain/domain';
import { type FieldError, type Language, fieldPath } from '#domain/field-errors';
import { prepare } from '#domain/prepare';
import { type RejectionCode, rejectionText } from '#domain/rejections';
import type { EventStore } from '#event-store/event-store';
import type { InOrderMode, InOrderOutcome, InOrderResult } from '#event-store/in-order';
import type { Submission } from '#event-store/rules';
import { currency } from '#kernel/currency';
import { type BookId, registryBook } from '#kernel/ids';
import { formatAmount, moneyJson } from '#kernel/money';
import type { EventRecord } from '#kernel/record';
import type { Rejection } from '#kernel/rejection';
import type { Instant } from '#kernel/time';
import { onOwnSide } from '#ledger/accounts';
import { postingsOf } from '#ledger/postings';
import type { Grid, GridRow } from '#spreadsheet/cell';
import { columnName } from '#spreadsheet/xlsx-xml';
import type { Reading } from './cell-value.js';
import { type RowIssue, quotedCell, ruleText } from './issue.js';
import { type Heading, type SheetCommand, readRows } from './read-rows.js';
import {
  type BalanceMove,
  type ImportMode,
  type RowEvent,
  type RowOutcome,
  type RowsReport,
  mostListed,
} from './rows-report.js';
import { type Template, eachEntry, headOf } from './template.js';

/** Who imports, and what the edge adds. */
export interface Importing {
  readonly store: Pick<EventStore, 'inOrder'>;
  readonly actor: string;
  readonly role: string;
  readonly party?: string;
  readonly language: Language;
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
  readonly grid: Grid;
  /** SHA-256 of the file. */
  readonly file: string;
  readonly mode: ImportMode;
  readonly reading: Reading;
}

/** What an import has come to: its report, and the rows that are not in the book, as they stood in the file. */
export interface RowsImported {
  readonly report: RowsReport;
  readonly heading: Heading;
  readonly refused: readonly { readonly row: GridRow; readonly issues: readonly RowIssue[] }[];
}

const storeModes: Readonly<Record<ImportMode, InOrderMode>> = {
  'dry-run': 'try',
  'all-or-nothing': 'all',
  'row-by-row': 'each',
};

/**
 * Takes in the rows of a sheet: each, or each group with one id, is a command under a key that follows from it, decided on what
 * the rows before it leave. Sending a file again posts nothing twice. What is wrong is told for every row in every mode.
 * Rejects with what `EventStore.inOrder` rejects with.
 */
export async function importRows(
  importing: Importing,
  { template, book: given, grid, file, mode, reading }: RowsFile,
): Promise<RowsImported> {
  const { store, language, told = () => undefined } = importing;
  const book = template.definition.book === 'registry' ? registryBook : given;
  const read = readRows(template, grid, reading, language);
  const issues: RowIssue[] = [...read.issues];
  const { ready, submissions } = prepared(importing, template, book, read, issues);
  // A file that has something wrong is tried all the same, so that everything that is wrong is told at once.
  const stops = mode === 'all-or-nothing' && (issues.length > 0 || read.refused.length > 0);
  const result = await store.inOrder(book, submissions, stops ? 'try' : storeModes[mode], (done) =>
    told(done, submissions.length),
  );
  const settled = settledRows(ready, result, read.heading, language, issues, mode === 'dry-run');
  const complete = issues.length === 0;
  issues.sort((a, b) => a.row - b.row);
  const refused = refusedRows(read.heading, [...read.refused, ...settled.refused, ...unprepared(read.commands, ready)], issues);
  const outcomes = [...settled.outcomes, ...refused.map(({ row }): RowOutcome => ({ rows: [row.number], outcome: 'refused' }))];
  const count = (kind: RowOutcome['outcome']): number =>
    outcomes.filter(({ outcome }) => outcome === kind).reduce((total, { rows }) => total + rows.length, 0);
  return {
    heading: read.heading,
    refused,
    report: {
      kind: template.kind,
      book,
      mode,
      file,
      complete,
      rows: {
        total: read.rows,
        posted: count('posted'),
        ready: count('ready'),
        known: count('known'),
        refused: count('refused'),
      },
      position: result.position,
      ignoredColumns: read.heading.ignored,
      issues: issues.slice(0, mostListed),
      issueCount: issues.length,
      outcomes: outcomes.toSorted((a, b) => a.rows[0]! - b.rows[0]!).slice(0, mostListed),
      balances: complete || result.written ? balanceMoves(result).slice(0, mostListed) : [],
    },
  };
}

function prepared(
  { actor, role, party, language, now, salt }: Importing,
  template: Template,
  book: BookId,
  { commands: asked, heading }: { readonly commands: readonly SheetCommand[]; readonly heading: Heading },
  issues: RowIssue[],
): { ready: SheetCommand[]; submissions: Submission[] } {
  const definition = commands.get(template.command)!;
  const [ready, submissions]: [SheetCommand[], Submission[]] = [[], []];
  const who = { actor, role, ...(party === undefined ? {} : { party }) };
  const at = now();
  for (const command of asked) {
    const made = prepare({ definition, book, key: command.key, ...who, body: command.body, now: at, salt: salt(), language });
    if ('wrong' in made) issues.push(...made.wrong.map((wrong) => fieldIssue(wrong, command, heading, template, language)));
    else {
      ready.push(command);
      submissions.push(made);
    }
  }
  return { ready, submissions };
}

const unprepared = (all: readonly SheetCommand[], ready: readonly SheetCommand[]): GridRow[] => {
  const known = new Set(ready);
  return all.filter((each) => !known.has(each)).flatMap(({ rows }) => rows);
};

/** A wrong field, at the cell that it came from. */
function fieldIssue(
  { field, rule, expected }: FieldError,
  { rows, entries }: SheetCommand,
  { columns, row: head }: Heading,
  template: Template,
  language: Language,
): RowIssue {
  const index = /\[(\d+)\]/.exec(field)?.[1];
  const row =
    (index !== undefined && template.list !== undefined && field.startsWith(template.list)
      ? entries[Number(index)]
      : undefined) ?? rows[0]!;
  const wanted = field.replaceAll(/\[\d+\]/g, `[${eachEntry}]`).replaceAll(`[${eachEntry}]`, '');
  const pathOf = (path: readonly string[]): string => fieldPath(path.filter((member) => member !== eachEntry));
  const fits = (path: string): boolean => path === wanted || path.startsWith(`${wanted}.`) || wanted.startsWith(`${path}[`);
  const at = columns.findIndex((column) => typeof column === 'object' && fits(pathOf(column.path)));
  const missing = template.columns.find(({ path }) => fits(pathOf(path)));
  const cell = row.cells[at];
  return {
    row: row.number,
    ...(at === -1 ? {} : { column: columnName(at) }),
    ...(at === -1 ? (missing ? { header: headOf(template, missing, language) } : {}) : { header: head.cells[at]!.text }),
    ...(cell === undefined || cell.kind === 'empty' ? {} : { value: quotedCell(cell.text) }),
    rule,
    expected,
  };
}

function settledRows(
  ready: readonly SheetCommand[],
  { outcomes, written }: InOrderResult,
  heading: Heading,
  language: Language,
  issues: RowIssue[],
  withPostings: boolean,
): { outcomes: RowOutcome[]; refused: GridRow[] } {
  const [settled, refused]: [RowOutcome[], GridRow[]] = [[], []];
  for (const [index, command] of ready.entries()) {
    const { rows: all, key, byId } = command;
    const rows = all.map(({ number }) => number);
    const outcome = outcomes[index]!;
    switch (outcome.kind) {
      case 'decided':
        settled.push({
          rows,
          outcome: written ? 'posted' : 'ready',
          key,
          events: outcome.records.map((each) => rowEvent(each, withPostings)),
        });
        break;
      case 'known':
        settled.push({
          rows,
          outcome: 'known',
          key,
          events: outcome.proof.events.map(({ type, stream, position }) => ({ type, stream, position })),
        });
        break;
      case 'key-reused':
        // The key of a row without an id says what the row says: somebody else sent the same.
        if (byId) {
          issues.push({ row: rows[0]!, rule: 'posted-otherwise', expected: ruleText('posted-otherwise', language) });
          refused.push(...all);
        } else settled.push({ rows, outcome: 'known', key });
        break;
      case 'rejection':
      case 'fault':
        issues.push(refusalIssue(outcome, command, heading, language));
        refused.push(...all);
    }
  }
  return { outcomes: settled, refused };
}

const rowEvent = (record: EventRecord, withPostings: boolean): RowEvent => ({
  type: record.type,
  stream: record.stream,
  position: record.position,
  ...(withPostings
    ? {
        postings: postingsOf(record).map((line) => ({
          account: line.account,
          ...moneyJson(line.amountMinor, currency(line.currency)),
        })),
      }
    : {}),
});

/** A refusal, at the cell that holds one of the facts that led to it, where there is one. */
function refusalIssue(
  outcome: Extract<InOrderOutcome, Rejection | { readonly kind: 'fault' }>,
  { rows }: SheetCommand,
  { columns, row: head }: Heading,
  language: Language,
): RowIssue {
  const row = rows[0]!;
  if (outcome.kind === 'fault') return { row: row.number, rule: 'fault', expected: ruleText('fault', language) };
  const facts = Object.values(outcome.facts).filter((fact): fact is string => typeof fact === 'string');
  const at = columns.findIndex(
    (column, place) => typeof column === 'object' && facts.includes(row.cells[place]?.text.trim() ?? ''),
  );
  return {
    row: row.number,
    ...(at === -1 ? {} : { column: columnName(at), header: head.cells[at]!.text, value: quotedCell(row.cells[at]!.text) }),
    rule: outcome.code,
    expected: rejectionText(outcome.code as RejectionCode, outcome.facts, language),
  };
}

/** Rows that are not in the book, once each and in their order, with what is wrong with each. */
function refusedRows(heading: Heading, rows: readonly GridRow[], issues: readonly RowIssue[]): RowsImported['refused'] {
  const byRow = new Map<number, RowIssue[]>();
  for (const issue of issues) byRow.set(issue.row, [...(byRow.get(issue.row) ?? []), issue]);
  // What is wrong with the head is said of every row.
  const ofHead = byRow.get(heading.row.number) ?? [];
  return [...new Map(rows.map((row) => [row.number, row])).values()]
    .toSorted((a, b) => a.number - b.number)
    .map((row) => ({ row, issues: [...ofHead, ...(byRow.get(row.number) ?? [])] }));
}

const balanceMoves = ({ balances }: InOrderResult): BalanceMove[] =>
  [...balances.values()]
    .filter(({ oldMinor, newMinor }) => oldMinor !== newMinor)
    .map(({ account, currency: code, oldMinor, newMinor }) => ({
      account,
      currency: code,
      before: formatAmount(onOwnSide(account, oldMinor), currency(code)),
      after: formatAmount(onOwnSide(account, newMinor), currency(code)),
    }))
    .toSorted((a, b) => (a.account < b.account ? -1 : 1));
