import { minorOf } from '#kernel/money';
import type { MoneyJson } from '#kernel/money';
import { type Instant, type LocalDate, dateIn, dayAfter } from '#kernel/time';
import { type CalendarPeriod, periodOf, periodPattern } from '#domain/fund/closing';
import type { Db } from './db.js';
import { moneyOf } from './event.js';
import { positionOf } from './progress.js';
import { currencyPositions } from './statements/currency-positions.js';
import type { PeriodSheet } from './periods.js';

/** What is looked at before a period is closed, in this order. */
export const closingChecks = [
  'over',
  'in-turn',
  'bank-lines-explained',
  'foreign-money-revalued',
  'bank-accounts-reconciled',
  'payments-approved',
  'orders-paid',
  'costs-approved',
  'costs-paid',
  'reports-reviewed',
  'waivers-confirmed',
  'income-recognised',
] as const;
export type ClosingCheck = (typeof closingChecks)[number];

/** Something that is open at the end of the period. */
export interface OpenAtClosing {
  /** A bank account, a currency, a disbursement, a cost, a report, a waiver, a contribution; of `in-turn` the period that comes first. */
  readonly id: string;
  readonly amount: MoneyJson | null;
  /** Since when, or up to which day a bank account is reconciled. */
  readonly on: LocalDate | null;
  /** Of a bank account: lines of its statements that are not settled. */
  readonly lines: number | null;
}

export interface ClosingChecklist {
  readonly book: string;
  readonly position: number;
  readonly period: string;
  readonly startsOn: LocalDate;
  readonly endsOn: LocalDate;
  readonly status: PeriodSheet['status'];
  /** Whether `period.close` would be accepted by these checks, as the views know the book. */
  readonly closable: boolean;
  readonly checks: readonly {
    readonly check: ClosingCheck;
    readonly met: boolean;
    /** Whether the closing is refused while it is not met; the others are for whoever closes to know. */
    readonly stops: boolean;
    readonly open: readonly OpenAtClosing[];
  }[];
}

interface Fund {
  readonly position: string;
  readonly timeZone: string;
  readonly startsOn: LocalDate;
  readonly reconciliation: string | null;
  readonly closedThrough: LocalDate | null;
  readonly closedYear: string | null;
  readonly closed: boolean;
}

/** What stands in the way of closing a period, and what else is open at its end. Undefined when there is no such period or fund. */
export async function closingChecklist(
  db: Db,
  book: string,
  period: string,
  now: Instant,
): Promise<ClosingChecklist | undefined> {
  if (!periodPattern.test(period)) return undefined;
  const asked = periodOf(period);
  const { rows } = await db.query<Fund>(
    `SELECT ${positionOf('$1', 'ledger')} AS position, f.time_zone AS "timeZone", f.starts_on::text AS "startsOn",
       f.policy ->> 'reconciliation' AS reconciliation, max(p.ends_on)::text AS "closedThrough",
       max(p.period) FILTER (WHERE length(p.period) = 4) AS "closedYear", coalesce(bool_or(p.period = $2), false) AS closed
     FROM view.fund f LEFT JOIN view.period p ON p.book_id = f.book_id AND p.closed_at IS NOT NULL
     WHERE f.book_id = $1 GROUP BY f.book_id`,
    [book, period],
  );
  const [fund] = rows;
  if (!fund) return undefined;
  const { id, startsOn, endsOn } = asked;
  const found: Record<string, readonly OpenAtClosing[]> = {
    over: endsOn < dateIn(fund.timeZone, now) ? [] : [only(id, { on: endsOn })],
    'in-turn': fund.closed ? [] : outOfTurn(fund, asked),
    'foreign-money-revalued': await unrevalued(db, book, asked),
    ...(await openItems(db, book, endsOn)),
  };
  const checks = closingChecks.map((check) => {
    const open = found[check] ?? [];
    return { check, met: open.length === 0, stops: stops(check, fund), open };
  });
  return {
    book,
    position: Number(fund.position),
    period: id,
    startsOn,
    endsOn,
    status: fund.closed ? 'closed' : 'open',
    closable: !fund.closed && checks.every((each) => each.met || !each.stops),
    checks,
  };
}

const only = (id: string, more: Partial<OpenAtClosing> = {}): OpenAtClosing => ({
  id,
  amount: null,
  on: null,
  lines: null,
  ...more,
});

/** As `period.close` refuses. */
function stops(check: ClosingCheck, { reconciliation }: Fund): boolean {
  if (check === 'bank-accounts-reconciled') return reconciliation === 'required';
  return ['over', 'in-turn', 'bank-lines-explained', 'foreign-money-revalued'].includes(check);
}

/** The period that is to be closed before this one, or in its place. */
function outOfTurn(fund: Fund, { id, kind, startsOn, endsOn }: CalendarPeriod): OpenAtClosing[] {
  const firstOpen = fund.closedThrough === null ? fund.startsOn : dayAfter(fund.closedThrough);
  const year = fund.closedYear === null ? fund.startsOn.slice(0, 4) : String(Number(fund.closedYear) + 1);
  const inTurn = kind === 'year' ? id === year : firstOpen >= startsOn && firstOpen <= endsOn;
  return inTurn ? [] : [only(kind === 'year' ? year : firstOpen.slice(0, 7))];
}

/** Foreign currencies that do not stand at their balance at a rate of the period's end; a year has that of its last month, too. */
async function unrevalued(db: Db, book: string, { id, endsOn }: CalendarPeriod): Promise<OpenAtClosing[]> {
  const positions = await currencyPositions(db, book, { asOf: endsOn });
  const { rows } = await db.query<Pick<PeriodSheet, 'revaluations'>>(
    `SELECT revaluations FROM view.period WHERE book_id = $1 AND period IN ($2, $3)`,
    [book, id, `${id}-12`],
  );
  const lines = rows.flatMap((row) => row.revaluations);
  return (positions?.items ?? [])
    .filter(({ currency, inHand, bookValue }) => {
      const last = lines.filter((line) => line.currency === currency).toSorted((a, b) => b.position - a.position)[0];
      const stands = last?.balance.amount === inHand.amount && last.closing.amount === bookValue.amount;
      return !stands && (minorOf(inHand) !== 0n || minorOf(bookValue) !== 0n);
    })
    .map(({ currency, inHand }) => only(currency, { amount: inHand }));
}

// book, last day: each row something that is open by then, under the check that it fails. Where income follows what was spent,
// what is still deferred of a contribution is for whoever closes to look at.
const openSql = `
  SELECT 'bank-lines-explained' AS check, split_part(account, ':', 2) AS id, currency, -sum(amount) AS amount, NULL AS day, NULL::integer AS lines
  FROM view.posting WHERE book_id = $1 AND kind = 'suspense' AND value_date <= $2::date
  GROUP BY account, currency HAVING sum(amount) <> 0
  UNION ALL
  SELECT 'bank-accounts-reconciled', each ->> 'id', each ->> 'currency', NULL, s.through::text, coalesce(s.lines, 0)
  FROM view.fund f CROSS JOIN LATERAL jsonb_array_elements(f.bank_accounts) AS each
  LEFT JOIN LATERAL (
    SELECT max(ends_on) AS through, sum(entries - settled)::integer AS lines FROM view.bank_statement
    WHERE book_id = $1 AND bank_account = each ->> 'id' AND starts_on <= $2::date) s ON true
  WHERE f.book_id = $1 AND (s.through < $2::date OR s.lines > 0 OR (s.through IS NULL AND 0 <> (
    SELECT coalesce(sum(amount), 0) FROM view.posting
    WHERE book_id = $1 AND value_date <= $2::date AND account_number = ANY (ARRAY(
      SELECT a.number FROM view.account a WHERE a.book_id = $1 AND a.account = 'bank:' || (each ->> 'id'))))))
  UNION ALL
  SELECT CASE status WHEN 'requested' THEN 'payments-approved' ELSE 'orders-paid' END, disbursement_id, currency,
    CASE status WHEN 'requested' THEN amount ELSE remaining END, requested_on::text, NULL
  FROM view.disbursement WHERE book_id = $1 AND status IN ('requested', 'approved', 'partly-paid') AND requested_on <= $2::date
  UNION ALL
  SELECT CASE status WHEN 'requested' THEN 'costs-approved' ELSE 'costs-paid' END, cost_id, currency, amount, requested_on::text, NULL
  FROM view.own_cost WHERE book_id = $1 AND status IN ('requested', 'approved') AND requested_on <= $2::date
  UNION ALL
  SELECT 'reports-reviewed', report_id, currency, open, submitted_on::text, NULL
  FROM view.expenditure_report WHERE book_id = $1 AND open <> 0 AND submitted_on <= $2::date
  UNION ALL
  SELECT 'waivers-confirmed', waiver_id, currency, amount, proposed_on::text, NULL
  FROM view.waiver WHERE book_id = $1 AND status = 'proposed' AND proposed_on <= $2::date
  UNION ALL
  SELECT 'income-recognised', split_part(p.account, ':', 2), p.currency, -sum(p.amount), NULL, NULL
  FROM view.posting p JOIN view.fund f ON f.book_id = p.book_id
  WHERE p.book_id = $1 AND p.kind = 'deferred' AND p.value_date <= $2::date
    AND f.policy ->> 'incomeRecognition' IN ('as-spent', 'as-accepted')
  GROUP BY p.account, p.currency HAVING sum(p.amount) < 0
  ORDER BY 1, 5, 2`;

async function openItems(db: Db, book: string, endsOn: LocalDate): Promise<Record<string, OpenAtClosing[]>> {
  interface Row {
    readonly check: ClosingCheck;
    readonly id: string;
    readonly currency: string;
    readonly amount: string | null;
    readonly day: LocalDate | null;
    readonly lines: number | null;
  }
  const { rows } = await db.query<Row>(openSql, [book, endsOn]);
  const found: Record<string, OpenAtClosing[]> = {};
  for (const { check, id, currency, amount, day, lines } of rows) {
    (found[check] ??= []).push({ id, amount: amount === null ? null : moneyOf(amount, currency), on: day, lines });
  }
  return found;
}
