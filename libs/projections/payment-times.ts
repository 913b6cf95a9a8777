import type { LocalDate } from '#kernel/time';
import type { Db } from './db.js';
import { ofOrganisation } from './entries.js';
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

/** Days from request to payment, by the period of the payment. A disbursement that was paid in parts counts at its last part. */
export async function paymentTimes(db: Db, book: string, asked: PaymentTimeQuery = {}): Promise<PaymentTimes | undefined> {
  const by = asked.by ?? 'quarter';
  const values = [book, asked.grantId ?? null, asked.payee ?? null];
  const filter = `d.book_id = $1 AND ($2::text IS NULL OR d.grant_id = $2) AND ($3::text IS NULL OR ${ofOrganisation('d.payee', '$3')})`;
  const { rows: periods } = await db.query<PaymentTime>(
    `SELECT date_trunc('${by}', d.paid_on)::date::text AS "from", count(*)::int AS payments,
       min(d.paid_on - d.requested_on)::int AS least,
       percentile_disc(0.5) WITHIN GROUP (ORDER BY d.paid_on - d.requested_on)::int AS median,
       percentile_disc(0.9) WITHIN GROUP (ORDER BY d.paid_on - d.requested_on)::int AS ninetieth,
       max(d.paid_on - d.requested_on)::int AS most
     FROM view.disbursement d WHERE ${filter} AND d.paid_on IS NOT NULL GROUP BY 1 ORDER BY 1`,
    values,
  );
  const { rows } = await db.query<{ position: string; requests: number; oldest: LocalDate | null }>(
    `SELECT ${positionOf('f.book_id', 'disbursements')} AS position, w.requests, w.oldest
     FROM view.fund f, LATERAL (
       SELECT count(*)::int AS requests, min(d.requested_on)::text AS oldest FROM view.disbursement d
       WHERE ${filter} AND d.status IN ('requested', 'approved', 'partly-paid')
     ) w WHERE f.book_id = $1`,
    values,
  );
  const [found] = rows;
  return (
    found && { position: Number(found.position), by, periods, waiting: { requests: found.requests, oldest: found.oldest } }
  );
}
