import type { LocalDate } from '#kernel/time';
import type { Db } from './db.js';
import { entriesOf, ofOrganisation } from './entries.js';
import { positionOf } from './progress.js';

/** How a period is cut. */
export const cuts = ['month', 'quarter', 'year'] as const;
export type Cut = (typeof cuts)[number];

/** How long payments took in a period, in days from request to payment by value date. */
export interface PaymentTime {
  /** First day of the period in which they were paid. */
  readonly from: LocalDate;
  readonly payments: number;
  readonly least: number;
  readonly median: number;
  readonly ninetieth: number;
  readonly most: number;
}

export interface PaymentTimes {
  readonly position: number;
  readonly by: Cut;
  readonly periods: readonly PaymentTime[];
  /** Asked for, and neither paid nor ended. */
  readonly waiting: { readonly requests: number; readonly oldest: LocalDate | null };
}

export interface PaymentTimeQuery {
  /** Quarters when absent. */
  readonly by?: Cut;
  readonly grantId?: string;
  readonly payee?: string;
}

const filterOf = `d.book_id = $1 AND ($2::text IS NULL OR d.grant_id = $2) AND ($3::text[] IS NULL OR ${ofOrganisation('d.payee', '$3')})`;
const valuesOf = async (db: Db, book: string, asked: PaymentTimeQuery) => [
  book,
  asked.grantId ?? null,
  (await entriesOf(db, asked.payee)) ?? null,
];
const waits = `d.status IN ('requested', 'approved', 'partly-paid')`;

/** The last payments of the disbursements that are counted, each with the first day of its period. */
export async function paidIn(
  db: Db,
  book: string,
  asked: PaymentTimeQuery,
): Promise<{ readonly position: number; readonly from: LocalDate }[]> {
  const { rows } = await db.query<{ position: string; from: LocalDate }>(
    `SELECT date_trunc('${asked.by ?? 'quarter'}', d.paid_on)::date::text AS "from",
       (SELECT max((p ->> 'position')::bigint) FROM json_array_elements(d.payments::json) AS p) AS position
     FROM view.disbursement d WHERE ${filterOf} AND d.paid_on IS NOT NULL ORDER BY 2`,
    await valuesOf(db, book, asked),
  );
  return rows.map((row) => ({ ...row, position: Number(row.position) }));
}

/** The requests that wait. */
export async function waitingFor(db: Db, book: string, asked: PaymentTimeQuery): Promise<{ readonly position: number }[]> {
  const { rows } = await db.query<{ position: string }>(
    `SELECT d.requested_position AS position FROM view.disbursement d WHERE ${filterOf} AND ${waits} ORDER BY 1`,
    await valuesOf(db, book, asked),
  );
  return rows.map((row) => ({ position: Number(row.position) }));
}

/** Days from request to payment, by the period of the payment. A disbursement that was paid in parts counts at its last part. */
export async function paymentTimes(db: Db, book: string, asked: PaymentTimeQuery = {}): Promise<PaymentTimes | undefined> {
  const by = asked.by ?? 'quarter';
  const values = await valuesOf(db, book, asked);
  const { rows: periods } = await db.query<PaymentTime>(
    `SELECT date_trunc('${by}', d.paid_on)::date::text AS "from", count(*)::int AS payments,
       min(d.paid_on - d.requested_on)::int AS least,
       percentile_disc(0.5) WITHIN GROUP (ORDER BY d.paid_on - d.requested_on)::int AS median,
       percentile_disc(0.9) WITHIN GROUP (ORDER BY d.paid_on - d.requested_on)::int AS ninetieth,
       max(d.paid_on - d.requested_on)::int AS most
     FROM view.disbursement d WHERE ${filterOf} AND d.paid_on IS NOT NULL GROUP BY 1 ORDER BY 1`,
    values,
  );
  const { rows } = await db.query<{ position: string; requests: number; oldest: LocalDate | null }>(
    `SELECT ${positionOf('$1', 'disbursements')} AS position, w.requests, w.oldest
     FROM view.fund f, LATERAL (
       SELECT count(*)::int AS requests, min(d.requested_on)::text AS oldest FROM view.disbursement d
       WHERE ${filterOf} AND ${waits}
     ) w WHERE f.book_id = $1`,
    values,
  );
  const [found] = rows;
  return (
    found && { position: Number(found.position), by, periods, waiting: { requests: found.requests, oldest: found.oldest } }
  );
}
