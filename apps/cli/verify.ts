import { createReadStream } from 'node:fs';
import { Command, InvalidArgumentError } from 'commander';
import type pg from 'pg';
import { verifyJournalFile } from '#audit/journal-file';
import type { KnownHead } from '#audit/verify-journal';
import type { BookId } from '#kernel/ids';
import { Explained } from '#platform/explained';
import { verifyBook } from '#projections/verify/book';
import type { VerifyFinding } from '#projections/verify/finding';
import { allBooks } from './books.js';
import { print, tell, withDatabase } from './context.js';
import { FollowingBeside } from './follow-beside.js';
import { books } from './options.js';

/** From here on a second thread is worth its start. */
const manyEvents = 20_000;

interface Options {
  readonly file?: string;
  readonly head?: KnownHead[];
  readonly tree?: boolean;
  readonly json?: boolean;
}

/** `ayni verify [BOOK...]`, `ayni verify --file FILE` */
export const verifyCommand = (): Command =>
  new Command('verify')
    .argument('[books...]', 'all when none is named', books)
    .description('Recompute leaves, root, columns, keys, decision balances and views from the events, and say what differs.')
    .option('--file <journal>', 'check a journal file instead, with no database')
    .option('--head <size:root>', 'a head that the file has to contain, from a posting proof, say; may be repeated', knownHead)
    .option('--tree', 'records, leaves and the tree alone')
    .option('--json', 'what differs as one JSON object a line')
    .addHelpText(
      'after',
      `
Warnings (value dates on which a guarded balance was negative) are no differences: facts may be dated back.
Exits with 1 when something differs.

Examples:
  ayni verify
  ayni verify mexico-haiti-alliance
  ayni verify --file mexico-haiti-alliance.journal.ndjson --head 78:6962...`,
    )
    .action(async (named: BookId[], { file, head, tree = false, json = false }: Options) => {
      if (head && file === undefined) throw new Explained('--head belongs to --file');
      if (file !== undefined && named.length > 0) throw new Explained('name books, or a file, but not both');
      if (file !== undefined && tree) throw new Explained('--tree belongs to books: a file has nothing else');
      const clean =
        file === undefined ? await verifyBooks(named, tree ? 'tree' : 'all', json) : await verifyFile(file, head ?? [], json);
      if (!clean) process.exitCode = 1;
    });

function knownHead(text: string, before: KnownHead[] = []): KnownHead[] {
  const parts = /^([1-9]\d{0,14}):([0-9a-f]{64})$/.exec(text);
  if (!parts) throw new InvalidArgumentError('a head is <size>:<root>, the root 64 hex digits in lower case.');
  return [...before, { size: Number(parts[1]), root: parts[2]! }];
}

async function verifyBooks(named: readonly BookId[], part: 'all' | 'tree', json: boolean): Promise<boolean> {
  return withDatabase(async ({ appPool, viewPool, database }) => {
    const checked = named.length > 0 ? named : await allBooks(appPool);
    if (part === 'all') await catchUp(viewPool, checked);
    let differences = 0;
    for (const book of checked) differences += await verifyOne(appPool, database.appUrl, book, part, json);
    if (!json) print(`${checked.length} books: ${differences === 0 ? 'nothing differs' : `${differences} differences`}`);
    return differences === 0;
  });
}

/** By which what is kept of long streams is compared. */
async function foldsOfProgram(): Promise<Buffer> {
  const { bookRules } = await import('#runtime/book-rules');
  return bookRules.folds;
}

/** Views follow their books; what is merely on its way is no difference. */
async function catchUp(pool: pg.Pool, named: readonly BookId[]): Promise<void> {
  const { Projector } = await import('#projections/runner');
  const projector = new Projector(pool, undefined, { onError: (error) => tell(String(error)) });
  for (const book of named) await projector.catchUp(book);
  await projector.stop();
}

async function verifyOne(pool: pg.Pool, appUrl: string, book: BookId, part: 'all' | 'tree', json: boolean): Promise<number> {
  let toldAt = performance.now();
  const onProgress = (done: number, of: number, step: string): void => {
    if (performance.now() - toldAt < 2_000) return;
    toldAt = performance.now();
    tell(`${book}: ${done} of ${of} events${step === 'events' ? '' : ` (${step})`}`);
  };
  const { rows } = await pool.query<{ position: string }>('SELECT position FROM ledger.book_head WHERE book_id = $1', [book]);
  const beside = part === 'all' && Number(rows[0]?.position ?? 0) >= manyEvents;
  const findings = verifyBook(pool, book, {
    part,
    onProgress,
    ...(beside ? { follow: (followed) => new FollowingBeside(appUrl, followed) } : {}),
    ...(part === 'all' ? { folds: await foldsOfProgram() } : {}),
  });
  for (;;) {
    const next = await findings.next();
    if (!next.done) {
      print(json ? JSON.stringify(next.value) : sentence(next.value));
      continue;
    }
    const { events, root, commands, balances, differences, warnings } = next.value;
    const beside = part === 'tree' ? '' : `${commands} commands, ${balances} decision balances, `;
    const counts = `${events} events, ${beside}root ${root}`;
    if (!json) print(`${book}: ${counts}: ${differences} differences, ${warnings} warnings`);
    return differences;
  }
}

const sentence = ({ severity, book, rule, position, where, expected, found }: VerifyFinding): string =>
  `${severity.toUpperCase()} ${book}${position === undefined ? '' : ` at ${position}`}: ${rule}${where === undefined ? '' : ` (${where})`}: expected ${expected}, found ${found}`;

async function verifyFile(file: string, heads: readonly KnownHead[], json: boolean): Promise<boolean> {
  const chunks = createReadStream(file);
  const { findings, size, root } = await verifyJournalFile(chunks, { heads }, (finding) => {
    const { line, position, rule, expected, found } = finding;
    const at = `line ${line}${position === undefined ? '' : `, position ${position}`}`;
    print(json ? JSON.stringify(finding) : `DIFFERENCE ${at}: ${rule}: expected ${expected}, found ${found}`);
  });
  if (!json) print(`${file}: ${size} events, root ${root}: ${findings === 0 ? 'nothing differs' : `${findings} differences`}`);
  return findings === 0;
}
