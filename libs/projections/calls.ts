import type { MoneyJson } from '#kernel/money';
import { minorOf } from '#kernel/money';
import type { LocalDate } from '#kernel/time';
import type { CallEvent, CallTerms } from '#domain/calls/call';
import type { Narratives } from '#domain/fields';
import { type Place, type Tie, joined } from '#domain/calls/ranking';
import { present } from '#kernel/present';
import { type Db, Where } from './db.js';
import { type BookEvent, idOf, moneyOf } from './event.js';
import { type Page, type Paging, idsIn, limitOf, pageOf } from './page.js';
import { positionOf } from './progress.js';
import { type RowOf, count, document, keyed, optional, text } from './table.js';
import type { View } from './view.js';

/** The order of a call's proposals, as it was made last. */
export interface CallRanking {
  readonly position: number;
  readonly rankedOn: LocalDate;
  readonly places: readonly Place[];
  readonly ties: readonly Tie[];
  /** What those above the funding line ask for. */
  readonly funded: MoneyJson;
}

/** A step of a call. */
export interface CallStep {
  readonly position: number;
  readonly type: CallEvent['type'];
  readonly date: LocalDate;
  readonly body?: string;
  readonly minute?: string;
}

/** One row a call. */
export const callTable = keyed('call', ['callId'], {
  callId: text,
  status: text,
  terms: document<CallTerms>(),
  ranking: optional(document<CallRanking>()),
  cancelled: optional(document<Narratives>()),
  history: document<readonly CallStep[]>(),
  lastPosition: count,
});
type CallRow = RowOf<typeof callTable.columns>;

type ACallEvent = Extract<BookEvent, { type: CallEvent['type'] }>;
const isOfCall = (event: BookEvent): event is ACallEvent => event.stream.startsWith('call:');

/** The calls for proposals. */
export const callsView: View = {
  tables: [callTable],
  streams: ['call'],
  keysOf: (event) => (isOfCall(event) ? [{ table: callTable, key: [idOf(event)] }] : []),
  apply: (rows, event) => {
    if (!isOfCall(event)) return;
    const after = changed(rows.get(callTable, idOf(event)), event);
    if (after) rows.put(callTable, { ...after, lastPosition: event.position });
  },
};

const stepOf = ({ position, type, valueDate, authority }: ACallEvent) =>
  present<CallStep>({ position, type, date: valueDate, body: authority.body, minute: authority.minute });

function changed(before: CallRow | undefined, event: ACallEvent): CallRow | undefined {
  if (event.type === 'call.opened') {
    const { documentDate: _, noteHash: __, ...terms } = event.data;
    const opened = { callId: idOf(event), status: 'open', terms, ranking: null, cancelled: null };
    return { ...opened, history: [stepOf(event)], lastPosition: event.position };
  }
  if (!before) return undefined;
  const history = [...before.history, stepOf(event)];
  switch (event.type) {
    case 'call.amended': {
      const { documentDate: _, noteHash: __, ...changes } = event.data;
      return { ...before, terms: { ...before.terms, ...changes }, history };
    }
    // How many there are is counted from the proposals.
    case 'call.proposal-received':
      return before;
    case 'call.closed':
      return { ...before, status: 'closed', history };
    case 'call.cancelled':
      return { ...before, status: 'cancelled', cancelled: event.data.reason, history };
    case 'call.ranked': {
      const { places, ties, funded } = event.data;
      const ranking = { position: event.position, rankedOn: event.valueDate, places, ties, funded };
      return { ...before, status: 'ranked', ranking, history };
    }
    // A part of the same step.
    case 'call.ranking-continued':
      return { ...before, ranking: before.ranking && { ...before.ranking, ...joined(before.ranking, event.data) } };
    default:
      return undefined;
  }
}

// Queries

export interface CallSheet extends Omit<
  CallTerms,
  'description' | 'mostPerProposal' | 'leastPerProposal' | 'threshold' | 'cofinancing'
> {
  readonly callId: string;
  readonly position: number;
  readonly status: 'open' | 'closed' | 'ranked' | 'cancelled';
  readonly description: Narratives | null;
  readonly mostPerProposal: MoneyJson | null;
  readonly leastPerProposal: MoneyJson | null;
  readonly threshold: string | null;
  readonly cofinancing: CallTerms['cofinancing'] | null;
  /** How many proposals there are, by status. */
  readonly proposals: Readonly<Record<'submitted' | 'withdrawn' | 'awarded' | 'declined', number>>;
  readonly awarded: MoneyJson;
  /** Of the total, what is not awarded. */
  readonly left: MoneyJson;
  readonly ranking: CallRanking | null;
  /** Why it was cancelled. */
  readonly cancelled: Narratives | null;
  readonly history: readonly CallStep[];
}

interface Found extends Pick<CallSheet, 'callId' | 'status' | 'ranking' | 'cancelled' | 'history'> {
  readonly position: string;
  readonly terms: CallTerms;
  readonly submitted: string;
  readonly withdrawn: string;
  readonly declined: string;
  readonly awards: string;
  readonly awarded: string;
}

const counted = (status: string): string => `count(*) FILTER (WHERE p.status = '${status}')`;
const select = `SELECT c.call_id AS "callId", ${positionOf('c.book_id', 'governance')} AS position, c.status, c.terms, c.ranking,
    c.cancelled, c.history, n.*
  FROM view.call c CROSS JOIN LATERAL (
    SELECT ${counted('submitted')} AS submitted, ${counted('withdrawn')} AS withdrawn, ${counted('declined')} AS declined,
      ${counted('awarded')} AS awards, coalesce(sum(p.awarded), 0) AS awarded
    FROM view.proposal p WHERE p.book_id = c.book_id AND p.call_id = c.call_id
  ) n`;

function sheetOf({ terms, position, submitted, withdrawn, declined, awards, awarded, ...row }: Found): CallSheet {
  const { currency } = terms.total;
  const { description, mostPerProposal, leastPerProposal, threshold, cofinancing, ...rest } = terms;
  return {
    ...row,
    ...rest,
    position: Number(position),
    description: description ?? null,
    mostPerProposal: mostPerProposal ?? null,
    leastPerProposal: leastPerProposal ?? null,
    threshold: threshold ?? null,
    cofinancing: cofinancing ?? null,
    proposals: {
      submitted: Number(submitted),
      withdrawn: Number(withdrawn),
      awarded: Number(awards),
      declined: Number(declined),
    },
    awarded: moneyOf(awarded, currency),
    left: moneyOf(minorOf(terms.total) - BigInt(awarded), currency),
  };
}

/** One call; undefined when the book has none of that id. */
export async function callSheet(db: Db, book: string, callId: string): Promise<CallSheet | undefined> {
  const { rows } = await db.query<Found>(`${select} WHERE c.book_id = $1 AND c.call_id = $2`, [book, callId]);
  return rows.map(sheetOf)[0];
}

export interface CallQuery extends Paging {
  readonly status?: CallSheet['status'];
}

/** Calls by id. Throws `PagingFault`. */
export async function callSheets(db: Db, book: string, asked: CallQuery = {}): Promise<Page<CallSheet>> {
  const limit = limitOf(asked);
  const where = new Where()
    .and('c.book_id = ?', book)
    .and('c.status = ?', asked.status)
    .and('c.call_id > ?', asked.cursor === undefined ? undefined : idsIn(asked.cursor, 1)[0]);
  const { rows } = await db.query<Found>(
    `${select} WHERE ${where.sql} ORDER BY c.call_id LIMIT ${where.bind(limit + 1)}`,
    where.values,
  );
  return pageOf(rows, limit, sheetOf, (row) => row.callId);
}
