import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import type pg from 'pg';
import type { Language } from '#domain/field-errors';
import type { Locale } from '#domain/words/figures';
import { type EventStore, systemClock } from '#event-store/event-store';
import type { Reading } from '#import/rows/cell-value';
import { type RowsImported, importRows } from '#import/rows/import-rows';
import { type KeptRows, keptRows } from '#import/rows/returned-rows';
import type { ImportMode, RowsReport } from '#import/rows/rows-report';
import { readSentSheets } from '#import/rows/sent-sheets';
import type { Template } from '#import/rows/template';
import { type BookId, registryBook } from '#kernel/ids';
import { type Page, type Paging, idsIn, limitOf, pageOf } from '#projections/page';
import { entriesOf, ofOrganisation } from '#projections/entries';

type Db = Pick<pg.Pool, 'query'>;

/** A file of rows as it came. */
export interface SentRows {
  readonly template: Template;
  /** The book of a fund; the registry's templates go to the registry whatever stands here. */
  readonly book: BookId;
  readonly bytes: Uint8Array;
  readonly mode: ImportMode;
  readonly reading: Reading;
  readonly person: string;
  readonly role: string;
  readonly party?: string;
  readonly language: Language;
  /** Whose region writes the figures of refusals. */
  readonly locale: Locale;
}

/** An import that is kept: how far it is, and what it came to. */
export interface RowImport {
  readonly run: string;
  readonly book: string;
  readonly kind: string;
  readonly mode: ImportMode;
  readonly person: string;
  /** SHA-256 of the file. */
  readonly file: string;
  readonly startedAt: string;
  /** `interrupted`: nothing was heard of it for a minute. Sending the file again goes on where it stopped. */
  readonly state: 'running' | 'done' | 'failed' | 'interrupted';
  readonly progress: { readonly done: number; readonly total: number };
  readonly report: RowsReport | null;
}

/** For how long imports are kept: their rows hold what people wrote. */
const keptDays = 30;
/** How often progress is written down. */
const tellEveryMs = 500;

/**
 * Begins to take in a file of rows, and keeps what becomes of it. Throws `SheetFault` before anything is kept when the file
 * cannot be read. `done` resolves with the report, and rejects with what `importRows` rejects with.
 */
export async function startRowImport(
  { store, appPool }: { readonly store: EventStore; readonly appPool: Db },
  sent: SentRows,
): Promise<{ readonly run: string; readonly book: BookId; readonly done: Promise<RowsReport> }> {
  const sheets = readSentSheets(sent.bytes, sent.template);
  const { template, mode, reading, person, role, party, language, locale } = sent;
  const book = template.definition.book === 'registry' ? registryBook : sent.book;
  const file = createHash('sha256').update(sent.bytes).digest();
  const run = randomUUID();
  await appPool.query(`DELETE FROM importing.run WHERE started_at < now() - interval '${keptDays} days'`);
  await appPool.query(
    `INSERT INTO importing.run (book_id, run_id, kind, mode, person, party, file, total) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [book, run, template.kind, mode, person, party ?? null, file, Math.max(0, sheets.main.rows.length - 1)],
  );
  const importing = {
    store,
    actor: person,
    role,
    ...(party === undefined ? {} : { party }),
    language,
    locale,
    now: systemClock,
    salt: () => randomBytes(16),
    told: teller(appPool, book, run),
  };
  const done = importRows(importing, { template, book, sheets, file: file.toString('hex'), mode, reading }).then(
    async (imported) => {
      await keep(appPool, book, run, imported, keptRows(template, imported, language));
      return imported.report;
    },
    async (error: unknown) => {
      const failure = error instanceof Error ? error.name : 'Error';
      await appPool.query('UPDATE importing.run SET failure = $3, told_at = now() WHERE book_id = $1 AND run_id = $2', [
        book,
        run,
        failure,
      ]);
      throw error;
    },
  );
  return { run, book, done };
}

/** Progress is for people: it is written now and then, and a write of it that fails must not fail the import. */
function teller(db: Db, book: BookId, run: string): (done: number, total: number) => void {
  let toldAt = -Infinity;
  return (done, total) => {
    if (performance.now() - toldAt < tellEveryMs && done < total) return;
    toldAt = performance.now();
    const text =
      'UPDATE importing.run SET done = greatest(done, $3), total = $4, told_at = now() WHERE book_id = $1 AND run_id = $2';
    void db.query(text, [book, run, done, total]).catch(() => undefined);
  };
}

async function keep(db: Db, book: BookId, run: string, { report }: RowsImported, rows: KeptRows): Promise<void> {
  await db.query(
    'UPDATE importing.run SET report = $3, reviewed = $4, done = $5, total = $5, told_at = now() WHERE book_id = $1 AND run_id = $2',
    [book, run, JSON.stringify(report, carried), await packed(Buffer.from(JSON.stringify(rows))), report.rows.total],
  );
}

const packed = promisify(gzip);
const unpacked = promisify(gunzip);

/** jsonb takes neither NUL nor lone surrogates, which cells may hold. */
const carried = (_: string, value: unknown): unknown =>
  typeof value === 'string' ? value.toWellFormed().replaceAll('\0', '\ufffd') : value;

interface Row extends Omit<RowImport, 'progress' | 'state'> {
  readonly done: number;
  readonly total: number;
  readonly failure: string | null;
  readonly silent: boolean;
}

const select = `SELECT run_id AS run, book_id AS book, kind, mode, person, encode(file, 'hex') AS file, done, total, report, failure,
  to_char(started_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "startedAt", told_at < now() - interval '1 minute' AS silent
  FROM importing.run`;

const importOf = ({ done, total, failure, silent, report, ...row }: Row): RowImport => ({
  ...row,
  state: report ? 'done' : failure !== null ? 'failed' : silent ? 'interrupted' : 'running',
  progress: { done, total },
  report,
});

/** Those of one organisation, under whichever of its entries, where there is one to ask for. */
const ofParty = (ids: string): string => `(${ids}::text[] IS NULL OR ${ofOrganisation('party', ids)})`;

/** One import of a book; those of a partner alone where `party` is given. */
export async function rowImport(db: Db, book: string, run: string, party?: string): Promise<RowImport | undefined> {
  const text = `${select} WHERE book_id = $1 AND run_id = $2 AND ${ofParty('$3')}`;
  return (await db.query<Row>(text, [book, run, (await entriesOf(db, party)) ?? null])).rows.map(importOf)[0];
}

/** The imports of a book, the newest first; without their reports. */
export async function rowImports(
  db: Db,
  book: string,
  paging: Paging,
  party?: string,
): Promise<Page<Omit<RowImport, 'report'>>> {
  const limit = limitOf(paging);
  const after = paging.cursor === undefined ? null : idsIn(paging.cursor, 1)[0]!;
  const { rows } = await db.query<Row>(
    `${select} WHERE book_id = $1 AND ${ofParty('$2')}
       AND ($3::text IS NULL OR (started_at, run_id) < (SELECT started_at, run_id FROM importing.run WHERE book_id = $1 AND run_id = $3))
     ORDER BY started_at DESC, run_id DESC LIMIT $4`,
    [book, (await entriesOf(db, party)) ?? null, after, limit + 1],
  );
  const withoutReport = (row: Row): Omit<RowImport, 'report'> => {
    const { report: _, ...rest } = importOf(row);
    return rest;
  };
  return pageOf(rows, limit, withoutReport, ({ run }) => run);
}

/** The rows of an import as they came, and what became of each. */
export async function importedRows(db: Db, book: string, run: string, party?: string): Promise<KeptRows | undefined> {
  const text = `SELECT reviewed FROM importing.run WHERE book_id = $1 AND run_id = $2 AND ${ofParty('$3')} AND reviewed IS NOT NULL`;
  const [row] = (await db.query<{ reviewed: Buffer }>(text, [book, run, (await entriesOf(db, party)) ?? null])).rows;
  return row && (JSON.parse((await unpacked(row.reviewed)).toString()) as KeptRows);
}
