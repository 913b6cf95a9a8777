import { currency } from '#kernel/currency';
import { type MoneyJson, moneyJson } from '#kernel/money';
import type { LocalDate } from '#kernel/time';
import type { AccountsDue } from '#domain/accounts/disbursement';
import { type Db, grouped } from './db.js';
import { entriesOf, ofOrganisation } from './entries.js';
import { type BookEvent, effectOf, idOf, moneyOf, postingsOfEvent } from './event.js';
import { recordedBy } from './moment.js';
import { positionOf } from './progress.js';
import { appended, keyed, count, date, minor, optional, small, text } from './table.js';
import type { View } from './view.js';

/**
 * What was paid in advance and what cleared it: one row for each line on an account `advance:grant`. Lines of a payment, of
 * its return and of what undoes either name the position of the payment; all others (a report, a refund, the settling of the
 * grant) clear the oldest advance first. An
 * advance that was left by set-off or brought by the opening is a payment, too, of that day and of no disbursement.
 */
export const advanceTable = appended('advance_movement', {
  position: count,
  line: small,
  grantId: text,
  payee: text,
  disbursementId: optional(text),
  payment: optional(count),
  valueDate: date,
  /** Of a payment: when it was made, which is before its value date where the opening brought it. */
  paidOn: optional(date),
  dueOn: optional(date),
  amount: minor,
  currency: text,
});

/** What is outstanding under each grant, so that those with nothing need not be looked at. */
export const openAdvance = keyed('open_advance', ['grantId', 'currency'], { grantId: text, currency: text, amount: minor });

/** One row a line on an advance account, and what they come to. */
export const advanceMovements: View = {
  tables: [advanceTable, openAdvance],
  streams: ['disbursement', 'expenditure', 'grant', 'refund', 'opening'],
  keysOf: (event) =>
    isOfGrant(event)
      ? postingsOfEvent(event).flatMap(({ account, currency: code, kind }) =>
          kind === 'advance' ? [{ table: openAdvance, key: [account.slice('advance:'.length), code] }] : [],
        )
      : [],
  apply: (rows, event) => {
    if (!isOfGrant(event) || !postingsOfEvent(event).some(({ kind }) => kind === 'advance')) return;
    const { event: done } = effectOf(event);
    const { payee = '', accounts, advancedOn = event.valueDate } = done.data as Told;
    const payment = paymentOf(event);
    postingsOfEvent(event).forEach(({ account, amountMinor, currency: code, kind }, line) => {
      if (kind !== 'advance') return;
      const grantId = account.slice('advance:'.length);
      const amount = (rows.get(openAdvance, grantId, code)?.amount ?? 0n) + amountMinor;
      rows.put(openAdvance, { grantId, currency: code, amount });
      rows.append(advanceTable, {
        position: event.position,
        line,
        grantId,
        payee,
        disbursementId: payment !== undefined && event.stream.startsWith('disbursement:') ? idOf(event) : null,
        payment: payment ?? null,
        valueDate: event.valueDate,
        paidOn: payment === undefined ? null : advancedOn,
        dueOn: payment === undefined ? null : (accounts?.dueOn ?? null),
        amount: amountMinor,
        currency: code,
      });
    });
  },
};

/** What the data of events say of their advances. */
interface Told {
  readonly payee?: string;
  readonly accounts?: AccountsDue;
  readonly advancedOn?: LocalDate;
}

/** Position of the payment that is made, comes back, or is undone. */
function paymentOf(event: BookEvent): number | undefined {
  const { event: done, reversal } = effectOf(event);
  if (done.type === 'disbursement.paid' || done.type === 'opening.grant-brought' || isAdvance(done)) {
    return reversal?.reverses.position ?? event.position;
  }
  return done.type === 'disbursement.bounced' ? done.data.payment : undefined;
}

const isAdvance = (event: BookEvent): boolean => event.type === 'refund.set-off' && event.data.against.use === 'advance';

const isOfGrant = (event: BookEvent): boolean => /^(disbursement|expenditure|grant|refund|opening):/.test(event.stream);

// Queries

/** Upper ends of the buckets, in days since the payment; what is older is in the last one. */
export const buckets = [30, 60, 90, 180] as const;
const bucketNames = ['0-30', '31-60', '61-90', '91-180', '>180'] as const;
export type Bucket = (typeof bucketNames)[number];

/** What is outstanding, by age. */
export interface Ages {
  readonly outstanding: MoneyJson;
  /** Past the day by which the fund's rules ask for the accounts. */
  readonly overdue: MoneyJson;
  readonly buckets: readonly { readonly days: Bucket; readonly amount: MoneyJson }[];
}

/** A payment in advance that is not wholly accounted for. */
export interface OutstandingPayment {
  /** Of the event by which it was paid, set off or brought. */
  readonly position: number;
  /** Null of an advance that was left by set-off or brought by the opening. */
  readonly disbursementId: string | null;
  readonly grantId: string;
  readonly payee: string;
  readonly paidOn: LocalDate;
  readonly dueOn: LocalDate | null;
  readonly days: number;
  readonly paid: MoneyJson;
  readonly outstanding: MoneyJson;
  readonly overdue: boolean;
}

export interface AdvanceAgeing extends Ages {
  readonly position: number;
  readonly asOf: LocalDate;
  readonly payees: readonly (Ages & { readonly payee: string })[];
  readonly grants: readonly (Ages & { readonly grantId: string; readonly payee: string })[];
  readonly payments: readonly OutstandingPayment[];
}

export interface AgeingQuery {
  /** Value dates up to this day; today in the fund's time zone when absent. */
  readonly asOf?: LocalDate;
  readonly grantId?: string;
  readonly payee?: string;
}

interface Found {
  readonly position: string;
  readonly disbursementId: string | null;
  readonly grantId: string;
  readonly payee: string;
  readonly paidOn: LocalDate;
  readonly dueOn: LocalDate | null;
  readonly days: number;
  readonly paid: string;
  readonly outstanding: string;
  readonly currency: string;
}

/** The day that it is in a fund. */
export const today = (book: string): string =>
  `(SELECT (now() AT TIME ZONE f.time_zone)::date FROM view.fund f WHERE f.book_id = ${book})`;

const outstanding = `
  WITH moved AS (
    SELECT * FROM view.advance_movement
    WHERE book_id = $1 AND value_date <= coalesce($2::date, ${today('$1')})
      AND ($3::text IS NULL OR grant_id = $3) AND ($4::text[] IS NULL OR ${ofOrganisation('payee', '$4')})
      AND grant_id IN (
        SELECT o.grant_id FROM view.open_advance o WHERE o.book_id = $1 AND o.amount <> 0
        UNION SELECT l.grant_id FROM view.advance_movement l WHERE l.book_id = $1 AND l.position > $5::bigint)
  ), paid AS (
    SELECT grant_id, payment AS position, min(disbursement_id) AS disbursement_id, min(payee) AS payee, min(paid_on) AS paid_on,
      max(due_on) AS due_on, min(currency) AS currency, sum(amount) AS amount
    FROM moved WHERE payment IS NOT NULL GROUP BY grant_id, payment HAVING sum(amount) > 0
  ), cleared AS (
    SELECT grant_id, -sum(amount) AS amount FROM moved WHERE payment IS NULL GROUP BY grant_id
  ), aged AS (
    SELECT p.*, greatest(0, least(p.amount,
        sum(p.amount) OVER (PARTITION BY p.grant_id ORDER BY p.paid_on, p.position) - coalesce(c.amount, 0))) AS outstanding
    FROM paid p LEFT JOIN cleared c USING (grant_id)
  )
  SELECT position, disbursement_id AS "disbursementId", grant_id AS "grantId", payee, paid_on::text AS "paidOn", due_on::text AS "dueOn",
    coalesce($2::date, ${today('$1')}) - paid_on AS days, amount AS paid, outstanding, currency
  FROM aged WHERE outstanding > 0 ORDER BY paid_on, position`;

/** How old what is outstanding is, as of a day: the oldest advance of a grant is cleared first. Undefined where there is no fund. */
export async function advanceAgeing(db: Db, book: string, asked: AgeingQuery = {}): Promise<AdvanceAgeing | undefined> {
  const { rows: funds } = await db.query<{ asOf: LocalDate; home: string; position: string }>(
    `SELECT coalesce($2::date, ${today('$1')})::text AS "asOf", f.home_currency AS home,
       ${positionOf('$1', 'disbursements')} AS position
     FROM view.fund f WHERE f.book_id = $1`,
    [book, asked.asOf ?? null],
  );
  const [fund] = funds;
  if (!fund) return undefined;
  const payee = await entriesOf(db, asked.payee);
  // Under a grant that has nothing outstanding, something may have been on that day if anything moved since.
  const since = await recordedBy(db, book, fund.asOf);
  const values = [book, asked.asOf ?? null, asked.grantId ?? null, payee ?? null, since];
  const { rows } = await db.query<Found>(outstanding, values);
  const isOverdue = ({ dueOn }: Found): boolean => dueOn !== null && dueOn < fund.asOf;
  const ages = (part: readonly Found[]): Ages => agesOf(part, isOverdue, fund.home);
  const by = <Name extends string>(name: Name, key: (row: Found) => string) =>
    [...grouped(rows, key, (row) => row)]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([id, part]) => ({ ...({ [name]: id } as Record<Name, string>), part }));
  return {
    position: Number(fund.position),
    asOf: fund.asOf,
    ...ages(rows),
    payees: by('payee', (row) => row.payee).map(({ part, payee }) => ({ payee, ...ages(part) })),
    grants: by('grantId', (row) => row.grantId).map(({ part, grantId }) => ({
      grantId,
      payee: part[0]!.payee,
      ...ages(part),
    })),
    payments: rows.map(({ currency: code, ...row }) => ({
      ...row,
      position: Number(row.position),
      paid: moneyOf(row.paid, code),
      outstanding: moneyOf(row.outstanding, code),
      overdue: isOverdue({ currency: code, ...row }),
    })),
  };
}

function agesOf(rows: readonly Found[], isOverdue: (row: Found) => boolean, home: string): Ages {
  const total = (part: readonly Found[]): MoneyJson =>
    moneyJson(
      part.reduce((sum, row) => sum + BigInt(row.outstanding), 0n),
      currency(home),
    );
  return {
    outstanding: total(rows),
    overdue: total(rows.filter(isOverdue)),
    buckets: bucketNames.map((days, index) => ({
      days,
      amount: total(rows.filter((row) => bucketOf(row.days) === index)),
    })),
  };
}

/** Which bucket an age in days falls into. */
export const bucketOf = (days: number): number => {
  const index = buckets.findIndex((end) => days <= end);
  return index === -1 ? buckets.length : index;
};
