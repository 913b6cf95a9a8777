import type { MoneyJson } from '#kernel/money';
import type { Form, Origin } from '#domain/grants/cofinancing-rule';
import { type Db, Where, grouped } from '../db.js';
import { entriesOf, ofOrganisation } from '../entries.js';
import { moneyOf } from '../event.js';
import { positionOf } from '../progress.js';

/** What others promised to give, say that they gave, and gave as far as the fund accepts it. */
interface Given {
  readonly agreed: MoneyJson;
  readonly reported: MoneyJson;
  readonly accepted: MoneyJson;
}

/** What one partner gives beside one grant, out of one origin and in one form. */
export interface CofinancingRow extends Given {
  readonly grantId: string;
  readonly activityId: string;
  readonly partner: string;
  readonly origin: Origin;
  readonly form: Form;
}

/** All that is given in one form, out of one origin, in one currency. */
export interface CofinancingTotal extends Given {
  readonly form: Form;
  readonly origin: Origin;
}

export interface CofinancingReport {
  readonly book: string;
  readonly position: number;
  readonly totals: readonly CofinancingTotal[];
  readonly rows: readonly CofinancingRow[];
}

export interface CofinancingQuery {
  readonly grantId?: string;
  readonly partner?: string;
  readonly form?: Form;
  readonly origin?: Origin;
}

type Figures = Readonly<Record<'currency' | 'agreed' | 'reported' | 'accepted', string>>;
type Found = Omit<CofinancingRow, keyof Given> & Figures;

/** Co-financing in cash and in kind, which never sum: by form, origin and currency, and by grant and partner. */
export async function cofinancingReport(db: Db, book: string, asked: CofinancingQuery = {}): Promise<CofinancingReport> {
  const where = new Where()
    .and('c.book_id = ?', book)
    .and('c.grant_id = ?', asked.grantId)
    .and(ofOrganisation('c.partner'), await entriesOf(db, asked.partner))
    .and('c.form = ?', asked.form)
    .and('c.origin = ?', asked.origin);
  const { rows } = await db.query<Found>(
    `SELECT c.grant_id AS "grantId", g.activity_id AS "activityId", c.partner, c.origin, c.form, c.currency, c.agreed, c.reported,
       c.accepted
     FROM view.grant_cofinancing c JOIN view.grant_sheet g ON g.book_id = c.book_id AND g.grant_id = c.grant_id
     WHERE ${where.sql} ORDER BY c.grant_id, c.partner, c.form, c.origin, c.currency`,
    where.values,
  );
  const at = await db.query<{ position: string }>(`SELECT ${positionOf('$1', 'activities')} AS position`, [book]);
  const groups = grouped(
    rows,
    (row) => [row.form, row.origin, row.currency].join(' '),
    (row) => row,
  );
  return {
    book,
    position: Number(at.rows[0]!.position),
    totals: [...groups.values()]
      .map((of) => ({ form: of[0]!.form, origin: of[0]!.origin, ...givenOf(of) }))
      .toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1)),
    rows: rows.map((row) => ({
      grantId: row.grantId,
      activityId: row.activityId,
      partner: row.partner,
      form: row.form,
      origin: row.origin,
      ...givenOf([row]),
    })),
  };
}

const keyOf = ({ form, origin, agreed }: CofinancingTotal): string => `${form} ${origin} ${agreed.currency}`;

function givenOf(rows: readonly Figures[]): Given {
  const total = (name: 'agreed' | 'reported' | 'accepted'): MoneyJson =>
    moneyOf(
      rows.reduce((sum, row) => sum + BigInt(row[name]), 0n),
      rows[0]!.currency,
    );
  return { agreed: total('agreed'), reported: total('reported'), accepted: total('accepted') };
}
