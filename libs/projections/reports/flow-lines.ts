import type { MoneyJson } from '#kernel/money';
import type { Instant, LocalDate } from '#kernel/time';
import { type Db, Where } from '../db.js';
import { entriesOf, ofOrganisation } from '../entries.js';
import { moneyOf } from '../event.js';
import type { FlowKind } from '../flows.js';
import { type Page, type Paging, limitOf, numbersIn, pageOf } from '../page.js';
import { instantText } from '../table.js';
import { type FlowQuery, flowsWithin } from './flow-sums.js';

/** One movement of money: what a figure of a report is made of. `position` leads to the event, its proof and its papers. */
export interface FlowLine {
  readonly position: number;
  readonly line: number;
  readonly valueDate: LocalDate;
  readonly recordedAt: Instant;
  readonly type: string;
  readonly stream: string;
  readonly flow: FlowKind;
  readonly earmark: string;
  readonly contributionId: string | null;
  readonly contributor: string | null;
  /** Why it is no new money for cooperation, if so. */
  readonly notNew: string | null;
  readonly grantId: string | null;
  readonly activityId: string | null;
  readonly executor: string | null;
  readonly category: string | null;
  readonly amount: MoneyJson;
}

export interface FlowLinesQuery extends FlowQuery, Paging {
  readonly flow?: FlowKind;
  readonly earmark?: string;
  readonly contributor?: string;
  readonly executor?: string;
  readonly grantId?: string;
  readonly activityId?: string;
  /** A DAC sector, or a country, of the activity's own classification. */
  readonly sector?: string;
  readonly country?: string;
}

/** The movements behind a figure, in the order of the book. Throws `PagingFault`. */
export async function flowLines(db: Db, book: string, asked: FlowLinesQuery = {}): Promise<Page<FlowLine>> {
  const limit = limitOf(asked);
  const where = new Where();
  const flows = flowsWithin(where, book, asked);
  const outer = new Where();
  outer.values.push(...where.values);
  const coded = (name: string, code: string | undefined): string | undefined =>
    code === undefined ? undefined : JSON.stringify({ [name]: [{ code }] });
  outer
    .and('f.flow = ?', asked.flow)
    .and('f.earmark = ?', asked.earmark)
    .and(ofOrganisation('f.contributor'), await entriesOf(db, asked.contributor))
    .and(ofOrganisation('g.executor'), await entriesOf(db, asked.executor))
    .and('f.grant_id = ?', asked.grantId)
    .and('g.activity_id = ?', asked.activityId)
    .and('a.classification @> ?::jsonb', coded('sectors', asked.sector))
    .and('a.classification @> ?::jsonb', coded('countries', asked.country));
  const [position, line] = asked.cursor === undefined ? [0, 0] : numbersIn(asked.cursor, 2);
  const { rows } = await db.query<
    Omit<FlowLine, 'position' | 'amount'> & { position: string; amount: string; currency: string }
  >(
    `SELECT f.position, f.line, f.value_date::text AS "valueDate", ${instantText('f.recorded_at')} AS "recordedAt", f.type,
       f.stream, f.flow, f.earmark, f.contribution_id AS "contributionId", f.contributor, f.not_new AS "notNew", f.grant_id AS "grantId",
       g.activity_id AS "activityId", g.executor, f.category, f.amount, f.currency
     FROM (${flows}) f
     LEFT JOIN view.grant_sheet g ON g.book_id = f.book_id AND g.grant_id = f.grant_id
     LEFT JOIN view.activity a ON a.book_id = f.book_id AND a.activity_id = g.activity_id
     WHERE ${outer.sql} AND (f.position, f.line) > (${outer.bind(position)}::bigint, ${outer.bind(line)}::integer)
     ORDER BY f.position, f.line LIMIT ${outer.bind(limit + 1)}`,
    outer.values,
  );
  return pageOf(
    rows,
    limit,
    ({ currency, ...row }) => ({ ...row, position: Number(row.position), amount: moneyOf(row.amount, currency) }),
    (row) => `${row.position}.${row.line}`,
  );
}
