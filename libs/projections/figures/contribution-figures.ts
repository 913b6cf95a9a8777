import { minorOf } from '#kernel/money';
import type { LineKind } from '../contribution-lines.js';
import { contributorSummary } from '../contributor-summary.js';
import type { Db } from '../db.js';
import { type SscQuery, sscTable } from '../reports/ssc-framework.js';
import { ledgerLines, ofKind, only } from './ledger-figures.js';
import { type Figure, type Part, columns, listed, moneyFigure } from './opening.js';

/** Which lines of contributions count, and with which sign. */
interface Counted {
  readonly signs: { readonly [Kind in LineKind]?: 1 | -1 };
  /** In the currency of the contribution, or what it is worth in the fund's. */
  readonly in: 'amount' | 'home';
  readonly contributor?: string | null;
  readonly newMoney?: boolean;
  readonly currency?: string;
  readonly grantId?: string;
  readonly activityId?: string | null;
  readonly year?: string;
}

/** Lines of the statements of contributors. */
const linesOf = (book: string, { signs, in: measure, newMoney, currency, ...asked }: Counted): Part => ({
  rows: (where) => {
    const code = measure === 'amount' ? 'l.currency' : 'l.home_currency';
    where
      .and('l.book_id = ?', book)
      .and('l.kind = ANY (?::text[])', Object.keys(signs))
      .and(`l.${measure} IS NOT NULL AND ?`, true)
      .and('c.contributor IS NOT DISTINCT FROM ?::text', asked.contributor)
      .and('(c.not_new IS NULL) = ?::boolean', newMoney)
      .and('c.currency = ?', currency)
      .and('l.grant_id = ?', asked.grantId)
      .and('l.activity_id IS NOT DISTINCT FROM ?::text', asked.activityId)
      .and("to_char(l.value_date, 'YYYY') = ?", asked.year);
    const minus = Object.keys(signs).filter((kind) => signs[kind as LineKind] === -1);
    const sign = `CASE WHEN l.kind = ANY (${where.bind(minus)}::text[]) THEN -1 ELSE 1 END`;
    return `SELECT ${columns({ position: 'l.position', line: 'l.line', amount: `${sign} * l.${measure}`, currency: code })}
      FROM view.contribution_line l
      JOIN view.contribution c ON c.book_id = l.book_id AND c.contribution_id = l.contribution_id AND c.earmark = l.earmark
      WHERE ${where.sql}`;
  },
});

/** What each figure of a contributor's money is the sum of, in the currency of the contribution. */
const own = {
  pledged: { pledged: 1 },
  conditional: { conditional: 1 },
  committed: { committed: 1 },
  writtenOff: { 'written-off': 1 },
  received: { received: 1 },
  excess: { excess: 1 },
  returned: { returned: 1 },
  recognised: { recognised: 1 },
} as const;

/** ... and in the fund's. */
const home = {
  funded: { received: 1, excess: 1 },
  interest: { interest: 1 },
  exchange: { exchange: 1 },
  bound: { bound: 1 },
  paid: { paid: 1 },
  refunded: { refunded: 1 },
  unpaid: { bound: 1, paid: -1, refunded: 1 },
  charged: { charged: 1 },
  cleared: { cleared: 1 },
  returned: { returned: 1 },
  spentBefore: { 'spent-before': 1 },
  balance: {
    received: 1,
    excess: 1,
    interest: 1,
    exchange: 1,
    returned: -1,
    'spent-before': -1,
    cleared: -1,
    bound: -1,
    charged: -1,
  },
} as const;

const keysOf = <Name extends string>(of: Readonly<Record<Name, unknown>>): Name[] => Object.keys(of) as Name[];

/** The statement of a contributor on one page. */
export async function contributorFigures(
  db: Db,
  book: string,
  { contributor = '' }: { readonly contributor?: string },
): Promise<Figure[] | undefined> {
  const summary = await contributorSummary(db, book, contributor);
  if (!summary) return undefined;
  const totals = summary.totals.flatMap((total) => {
    const { currency, newMoney } = total;
    const row = `/totals/${currency}/${newMoney ? 'new' : 'not-new'}`;
    const owed = ofKind(1, 'receivable');
    const outstanding = ledgerLines(book, { currency }, [
      only(
        only(owed, 's.contributor = ?', contributor),
        `EXISTS (SELECT FROM view.contribution c WHERE c.book_id = p.book_id AND c.contribution_id = s.contribution_id
          AND c.contributor IS NOT NULL AND (c.not_new IS NULL) = ?::boolean)`,
        newMoney,
      ),
    ]);
    return [
      ...keysOf(own).map((name) =>
        moneyFigure(
          `${row}/${name}`,
          total[name],
          linesOf(book, { signs: own[name], in: 'amount', contributor, newMoney, currency }),
        ),
      ),
      moneyFigure(`${row}/outstanding`, total.outstanding, outstanding),
    ];
  });
  return [
    ...totals,
    ...keysOf(home).map((name) =>
      moneyFigure(`/home/${name}`, summary.home[name], linesOf(book, { signs: home[name], in: 'home', contributor })),
    ),
    ...summary.paidFor.flatMap(({ grantId, ...figures }) =>
      (['paid', 'refunded'] as const).map((name) =>
        moneyFigure(
          `/paidFor/${grantId}/${name}`,
          figures[name],
          linesOf(book, { signs: { [name]: 1 }, in: 'home', contributor, grantId }),
        ),
      ),
    ),
  ];
}

/** The South-South table: of money the payments, of what is in kind the event that values or delivers it. */
export async function sscFigures(db: Db, book: string, asked: SscQuery): Promise<Figure[] | undefined> {
  const table = await sscTable(db, book, asked);
  if (!table) return undefined;
  const inKind = await eventsInKind(db, book);
  return table.flows.map(({ group, year, provider, activityId, newResource, amount, quantity, inKindId }): Figure => {
    if (inKindId !== null) {
      const figure = `/flows/${group}/${inKindId}/${amount ? 'amount' : 'quantity'}`;
      const { position } = inKind.get(inKindId)!;
      return amount
        ? moneyFigure(figure, amount, listed([{ position, amountMinor: minorOf(amount) }], amount.currency))
        : { figure, amount: null, number: quantity, parts: [listed([{ position, number: quantity ?? '0' }])] };
    }
    const contributor = provider === '*' ? null : provider;
    const about = { contributor, activityId, year, newMoney: newResource };
    const figure = `/flows/A/${year}/${provider}/${activityId ?? '-'}/${newResource ? 'new' : 'not-new'}/amount`;
    return moneyFigure(figure, amount!, linesOf(book, { signs: { paid: 1, refunded: -1 }, in: 'home', ...about }));
  });
}

/** The event by which something in kind came to be worth what it is, or else to be delivered. */
async function eventsInKind(db: Db, book: string): Promise<Map<string, { readonly position: number }>> {
  const { rows } = await db.query<{ id: string; position: string }>(
    `SELECT k.in_kind_id AS id, max(e.position) AS position FROM view.in_kind k
     JOIN ledger.event e ON e.book_id = k.book_id AND e.stream = 'in-kind:' || k.in_kind_id AND e.type = 'in-kind.' || k.status
     WHERE k.book_id = $1 AND k.status IN ('delivered', 'valued') GROUP BY 1`,
    [book],
  );
  return new Map(rows.map(({ id, position }) => [id, { position: Number(position) }]));
}
