import { greatest, least, minorOf } from '#kernel/money';
import { type AdvanceAgeing, type AgeingQuery, type Ages, advanceAgeing, bucketOf, today } from '../advance-ageing.js';
import type { Db } from '../db.js';
import { type Figure, type Part, type PartRow, columns, moneyFigure } from './opening.js';

type Payment = AdvanceAgeing['payments'][number];

/** A payment in advance, and what was paid under its grant up to it and with it. */
interface Standing {
  readonly payment: Payment;
  readonly paidMinor: bigint;
  readonly upToMinor: bigint;
}

/**
 * The movements behind what is outstanding of some payments: the payments themselves, and of all that clears the advances of
 * a grant, oldest first, what falls to these.
 */
function advancePart(book: string, asked: AgeingQuery, payments: readonly Standing[], figure: 'outstanding' | 'paid'): Part {
  const byGrant = new Map<string, Standing[]>();
  for (const each of payments) {
    const { grantId } = each.payment;
    byGrant.set(grantId, [...(byGrant.get(grantId) ?? []), each]);
  }
  const leftOf = (grantId: string, clearedMinor: bigint): bigint =>
    (byGrant.get(grantId) ?? []).reduce(
      (sum, { paidMinor, upToMinor }) => sum + greatest(0n, least(paidMinor, upToMinor - clearedMinor)),
      0n,
    );
  const positions = payments.map(({ payment }) => payment.position);
  return {
    rows: (where) => {
      const [day, grants, own] = [asked.asOf ?? null, [...byGrant.keys()], positions].map((each) => where.bind(each));
      const id = where.bind(book);
      const said = {
        position: 'm.position',
        line: 'm.line',
        amount: 'm.amount',
        currency: 'm.currency',
        before: 'CASE WHEN m.payment IS NULL THEN m.before END',
        group: `CASE WHEN m.payment IS NULL THEN m.grant_id END`,
      };
      return `SELECT ${columns(said)} FROM (
          SELECT a.*, sum(-a.amount) FILTER (WHERE a.payment IS NULL)
              OVER (PARTITION BY a.grant_id ORDER BY a.position, a.line) + a.amount AS before
          FROM view.advance_movement a
          WHERE a.book_id = ${id} AND a.value_date <= coalesce(${day}::date, ${today(id)}) AND a.grant_id = ANY (${grants}::text[])) m
        WHERE m.payment = ANY (${own}::bigint[])${figure === 'paid' ? '' : ' OR m.payment IS NULL'}`;
    },
    // What was paid counts whole; what clears, by what it takes off these payments.
    counted: ({ group, amountMinor, beforeMinor }: PartRow) =>
      group === null ? amountMinor : leftOf(group, beforeMinor - amountMinor) - leftOf(group, beforeMinor),
  };
}

const agesOf = (path: string, ages: Ages, part: (own: (payment: Payment) => boolean) => Part): Figure[] => [
  moneyFigure(
    `${path}/outstanding`,
    ages.outstanding,
    part(() => true),
  ),
  moneyFigure(
    `${path}/overdue`,
    ages.overdue,
    part((each) => each.overdue),
  ),
  ...ages.buckets.map(({ days, amount }, index) =>
    moneyFigure(
      `${path}/buckets/${days}/amount`,
      amount,
      part((each) => bucketOf(each.days) === index),
    ),
  ),
];

/** The ageing of advances: of all, by payee and grant, and of each payment. */
export async function advanceFigures(db: Db, book: string, asked: AgeingQuery): Promise<Figure[] | undefined> {
  const ageing = await advanceAgeing(db, book, asked);
  if (!ageing) return undefined;
  const standing = await standings(db, book, ageing);
  const part =
    (of: (payment: Payment) => boolean) =>
    (own: (payment: Payment) => boolean): Part =>
      advancePart(
        book,
        asked,
        standing.filter(({ payment }) => of(payment) && own(payment)),
        'outstanding',
      );
  return [
    ...agesOf(
      '',
      ageing,
      part(() => true),
    ),
    ...ageing.payees.flatMap((ages) =>
      agesOf(
        `/payees/${ages.payee}`,
        ages,
        part((each) => each.payee === ages.payee),
      ),
    ),
    ...ageing.grants.flatMap((ages) =>
      agesOf(
        `/grants/${ages.grantId}`,
        ages,
        part((each) => each.grantId === ages.grantId),
      ),
    ),
    ...standing.flatMap((each) =>
      (['paid', 'outstanding'] as const).map((name) =>
        moneyFigure(
          `/payments/${each.payment.grantId}/${each.payment.position}/${name}`,
          each.payment[name],
          advancePart(book, asked, [each], name),
        ),
      ),
    ),
  ];
}

/** What was paid under each grant up to each payment; those that are wholly accounted for count before it, too. */
async function standings(db: Db, book: string, { asOf, payments }: AdvanceAgeing): Promise<Standing[]> {
  const { rows } = await db.query<{ position: string; grantId: string; upTo: string }>(
    `SELECT payment AS position, grant_id AS "grantId",
       sum(sum(amount)) OVER (PARTITION BY grant_id ORDER BY min(value_date), payment) AS "upTo"
     FROM (SELECT *, sum(amount) OVER (PARTITION BY grant_id, payment) AS whole FROM view.advance_movement
       WHERE book_id = $1 AND value_date <= $2::date AND payment IS NOT NULL AND grant_id = ANY ($3::text[])) m
     WHERE whole > 0 GROUP BY grant_id, payment`,
    [book, asOf, [...new Set(payments.map((each) => each.grantId))]],
  );
  const upTo = new Map(rows.map((row) => [`${row.grantId} ${row.position}`, BigInt(row.upTo)]));
  return payments.map((payment) => ({
    payment,
    paidMinor: minorOf(payment.paid),
    upToMinor: upTo.get(`${payment.grantId} ${payment.position}`)!,
  }));
}
