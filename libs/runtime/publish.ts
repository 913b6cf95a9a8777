import { UnrecoverableError } from 'bullmq';
import type pg from 'pg';
import type { FileStore } from '#jobs/files';
import type { ExportIati, ExportedFile } from '#jobs/payloads';
import type { JobContext } from '#jobs/worker';
import { recordsFrom } from '#event-store/read-all';
import { readHead } from '#event-store/store';
import { bookId, registryBook } from '#kernel/ids';
import { type ExportProgress, type IatiExport, iatiActivityFile } from '#projections/iati-export';
import type { RuleFindings } from '#projections/iati-findings';
import type { Services } from './services.js';

type Db = Pick<pg.Pool, 'query'>;

/** A file that was published. */
export interface Publication {
  readonly book: string;
  readonly format: string;
  readonly position: number;
  readonly registryPosition: number;
  /** 64 lower-case hex digits. */
  readonly sha256: string;
  readonly bytes: number;
  /** ISO 8601, UTC, six decimals. */
  readonly publishedAt: string;
}

/** What the publish processor works with. */
export interface Publishing {
  readonly appPool: pg.Pool;
  readonly files: FileStore;
  /** Told of what each file breaks of IATI's rules or ours. */
  readonly onFindings: (asked: ExportIati, findings: readonly RuleFindings[]) => void;
}

const progressEveryMs = 250;

/**
 * Does one publish job: writes the file, stores it by its content, records it. Doing it again changes nothing. A book
 * that cannot be written (not a fund's, too short) fails at once: no retry would help.
 */
export async function publish(
  { appPool, files, onFindings }: Publishing,
  asked: ExportIati,
  job: JobContext,
): Promise<ExportedFile> {
  const { book, position, registryPosition, format } = asked;
  // In a thread, so that who shares this process is not kept waiting.
  const chunks = iatiActivityFile(recordsFrom(appPool), bookId(book), { position, registryPosition }, teller(job), {
    threads: 1,
  });
  const stored = await files
    .put(
      stoppable(chunks, job.signal, (done) => onFindings(asked, done.findings)),
      'xml',
    )
    .catch(lasting);
  await appPool.query(
    `INSERT INTO publishing.file (book_id, format, position, registry_position, sha256, bytes)
     VALUES ($1, $2, $3, $4, decode($5, 'hex'), $6)
     ON CONFLICT (book_id, format, position, registry_position) DO UPDATE
     SET sha256 = excluded.sha256, bytes = excluded.bytes, published_at = excluded.published_at
     WHERE publishing.file.sha256 <> excluded.sha256`,
    [book, format, position, registryPosition, stored.sha256, stored.bytes],
  );
  return { ...asked, ...stored };
}

/** Progress is for people: it is told now and then, and a write of it that fails must not fail the file. */
function teller(job: JobContext): (progress: ExportProgress) => Promise<void> {
  let toldAt = -Infinity;
  return async (progress) => {
    if (performance.now() - toldAt < progressEveryMs && progress.done < progress.total) return;
    toldAt = performance.now();
    await job.progress(progress).catch(() => undefined);
  };
}

async function* stoppable(
  chunks: AsyncGenerator<string | Buffer, IatiExport>,
  signal: AbortSignal,
  done: (summary: IatiExport) => void,
): AsyncIterable<string | Buffer> {
  for (;;) {
    signal.throwIfAborted();
    const next = await chunks.next();
    if (next.done) return done(next.value);
    yield next.value;
  }
}

const lasting = (error: unknown): never => {
  if (error instanceof RangeError) throw new UnrecoverableError(error.message);
  throw error;
};

/**
 * Asks for the file of a book at its present position and gives the job's id. The same position is the same job, unless
 * its file has gone. Undefined when there is no such book. Throws `QueueUnreachable`.
 */
export async function requestPublication(
  { readPool, queues, files }: Pick<Services, 'readPool' | 'queues' | 'files'>,
  book: string,
): Promise<{ readonly job: string; readonly position: number; readonly registryPosition: number } | undefined> {
  const [head, registry] = [await readHead(readPool, bookId(book)), await readHead(readPool, registryBook)];
  if (head.position === 0) return undefined;
  const at = { position: head.position, registryPosition: registry.position };
  const usable = ({ path }: ExportedFile): Promise<boolean> => files.has(path);
  return { job: await queues.publishQueue.request({ book, ...at, format: 'iati-activities-2.03' }, { usable }), ...at };
}

/** The files of a book, the newest position first. `before` is the position that the page before ended with. */
export async function publications(
  db: Db,
  book: string,
  { before, limit }: { readonly before?: readonly [position: number, registryPosition: number]; readonly limit: number },
): Promise<Publication[]> {
  const values = [book, before?.[0] ?? null, before?.[1] ?? null, limit];
  const { rows } = await db.query<PublicationRow>(
    `${select} WHERE book_id = $1 AND ($2::bigint IS NULL OR (position, registry_position) < ($2::bigint, $3::bigint))
     ORDER BY position DESC, registry_position DESC LIMIT $4`,
    values,
  );
  return rows.map(publicationOf);
}

/** The publication of a book with these bytes; undefined when there is none. */
export async function publicationOfHash(db: Db, book: string, sha256: string): Promise<Publication | undefined> {
  const { rows } = await db.query<PublicationRow>(
    `${select} WHERE book_id = $1 AND sha256 = decode($2, 'hex') ORDER BY position DESC LIMIT 1`,
    [book, sha256],
  );
  return rows.map(publicationOf)[0];
}

interface PublicationRow extends Omit<Publication, 'position' | 'registryPosition' | 'bytes'> {
  readonly position: string;
  readonly registryPosition: string;
  readonly bytes: string;
}
const select = `SELECT book_id AS book, format, position, registry_position AS "registryPosition", encode(sha256, 'hex') AS sha256,
  bytes, to_char(published_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "publishedAt" FROM publishing.file`;

const publicationOf = (row: PublicationRow): Publication => ({
  ...row,
  position: Number(row.position),
  registryPosition: Number(row.registryPosition),
  bytes: Number(row.bytes),
});
