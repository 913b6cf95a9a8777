import { type MoneyJson, minorOf } from '#kernel/money';
import type { Instant, LocalDate } from '#kernel/time';
import { type Db, Where } from '../db.js';
import { moneyOf } from '../event.js';
import { type Page, type Paging, limitOf, numbersIn, pageOf } from '../page.js';
import { instantText } from '../table.js';

/**
 * A figure of a report: an amount of money, or a number. Its name is the way to it in the report's answer, with what each
 * row is known by in place of its place: `/rows/HN/disbursed`, `/payees/cso/outstanding`.
 */
export interface Figure {
  readonly figure: string;
  readonly amount: MoneyJson | null;
  /** A count or a quantity, as decimal text. */
  readonly number: string | null;
  /** What the figure is the sum of. */
  readonly parts: readonly Part[];
}

/** What a row of a part says: an event, and what it adds to the figure. */
export interface PartRow {
  readonly position: number;
  readonly line: number;
  /** In minor units. */
  readonly amountMinor: bigint;
  /** What the rows of the same group before it come to, where a share of the row counts. */
  readonly beforeMinor: bigint;
  readonly group: string | null;
}

/** Rows that a figure is the sum of. */
export interface Part {
  /** SQL of the columns that `columns` names; values are bound to a fork of the query's conditions. */
  readonly rows: (where: Where) => string;
  /** What of a row counts, where that is not all of it; as many minor units of the same currency. */
  readonly counted?: (row: PartRow) => bigint;
}

/** The columns of a part: what is not said is null. */
export function columns(
  said: { readonly position: string } & {
    readonly [Name in 'line' | 'amount' | 'currency' | 'before' | 'group' | 'number']?: string;
  },
): string {
  const { position, line = '1', amount = 'NULL', currency = 'NULL', before = 'NULL', group = 'NULL', number = 'NULL' } = said;
  return `${position}::bigint AS position, ${line}::integer AS line, (${amount})::numeric AS amount, ${currency}::text AS currency,
    (${before})::numeric AS before, ${group}::text AS grp, ${number}::text AS number`;
}

/** Events that are known already, each with what it adds. */
export const listed = (
  items: readonly { readonly position: number; readonly amountMinor?: bigint; readonly number?: string }[],
  currency?: string,
): Part => ({
  rows: (where) => {
    const bound = [
      items.map((each) => each.position),
      items.map((each) => each.amountMinor?.toString() ?? null),
      items.map((each) => each.number ?? null),
    ].map((each) => where.bind(each));
    const code = where.bind(currency ?? null);
    const said = { position: 'i.position', line: 'i.line', amount: 'i.amount', currency: code, number: 'i.number' };
    return `SELECT ${columns(said)} FROM unnest(${bound[0]}::bigint[], ${bound[1]}::numeric[], ${bound[2]}::text[])
      WITH ORDINALITY AS i (position, amount, number, line)`;
  },
});

/** An event behind a figure, and what it adds to it. */
export interface Entry {
  readonly position: number;
  readonly valueDate: LocalDate;
  readonly recordedAt: Instant;
  readonly type: string;
  readonly stream: string;
  readonly amount: MoneyJson | null;
  readonly number: string | null;
  /** All of the movement, where the figure has a share of it. */
  readonly wholeMovement: MoneyJson | null;
  /** SHA-256 of the papers that are named in the journal for the same thing up to this event. */
  readonly evidence: readonly string[];
}

interface Found extends Omit<Entry, 'position' | 'amount' | 'wholeMovement'> {
  readonly part: number;
  readonly position: string;
  readonly line: number;
  readonly amount: string | null;
  readonly currency: string | null;
  readonly before: string | null;
  readonly grp: string | null;
}

/** Where events name papers: by content hash. */
const papers = ['$.**.sha256', '$.**.evidence', '$.**.evidence[*]', '$.**.documentHash', '$.**.fileHash'];

const evidence = `coalesce((SELECT jsonb_agg(DISTINCT paper ORDER BY paper) FROM ledger.event s,
    unnest(ARRAY[${papers.map((path) => `'${path}'`).join(', ')}]) AS path,
    jsonb_path_query(s.record::jsonb -> 'data', path::jsonpath) AS paper
  WHERE s.book_id = $1 AND s.stream = p.stream AND s.position <= p.position
    AND jsonb_typeof(paper) = 'string' AND paper #>> '{}' ~ '^[0-9a-f]{64}$'), '[]')`;

/** The events behind a figure, in the order of the book. Throws `PagingFault`. */
export async function entriesOf(db: Db, book: string, parts: readonly Part[], asked: Paging = {}): Promise<Page<Entry>> {
  const limit = limitOf(asked);
  const where = new Where([book]);
  const rows = parts.map((part, index) => `SELECT ${index} AS part, r.* FROM (${part.rows(where.fork())}) r`);
  if (rows.length === 0) return { items: [] };
  const cursor = asked.cursor === undefined ? [0, 0, 0] : numbersIn(asked.cursor, 3);
  const [part, position, line] = cursor.map((each) => where.bind(each));
  const found = await db.query<Found>(
    `WITH p AS (
       SELECT u.*, e.value_date, e.recorded_at, e.type, e.stream FROM (${rows.join(' UNION ALL ')}) u
       JOIN ledger.event e ON e.book_id = $1 AND e.position = u.position
       WHERE (u.part, u.position, u.line) > (${part}::integer, ${position}::bigint, ${line}::integer)
       ORDER BY u.part, u.position, u.line LIMIT ${where.bind(limit + 1)})
     SELECT p.part, p.position, p.line, p.amount, p.currency, p.before, p.grp, p.number, p.value_date::text AS "valueDate",
       ${instantText('p.recorded_at')} AS "recordedAt", p.type, p.stream, ${evidence} AS evidence
     FROM p ORDER BY p.part, p.position, p.line`,
    where.values,
  );
  const page = pageOf(
    found.rows,
    limit,
    (row) => entryOf(row, parts[row.part]!),
    (row) => `${row.part}.${row.position}.${row.line}`,
  );
  // What clears other advances, or rounds to nothing in this share, says nothing of the figure.
  return {
    ...page,
    items: page.items.filter(({ amount, wholeMovement }) => !(amount && wholeMovement && minorOf(amount) === 0n)),
  };
}

function entryOf(row: Found, { counted }: Part): Entry {
  const { part: _, line, currency, before, grp: group, position, amount, ...rest } = row;
  const whole = amount === null || currency === null ? null : { minor: BigInt(amount), currency };
  const about = { position: Number(position), line, group, beforeMinor: BigInt(before ?? 0) };
  const share = whole && counted ? counted({ ...about, amountMinor: whole.minor }) : undefined;
  return {
    ...rest,
    position: about.position,
    amount: whole && moneyOf(share ?? whole.minor, whole.currency),
    wholeMovement: whole && share !== undefined && share !== whole.minor ? moneyOf(whole.minor, whole.currency) : null,
  };
}

/** A figure of money. */
export const moneyFigure = (figure: string, amount: MoneyJson, ...parts: readonly Part[]): Figure => ({
  figure,
  amount,
  number: null,
  parts,
});

/** A figure that counts. */
export const countFigure = (figure: string, count: number, ...parts: readonly Part[]): Figure => ({
  figure,
  amount: null,
  number: String(count),
  parts,
});
