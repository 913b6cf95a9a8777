import { present } from '#kernel/present';
import type { Db } from '../db.js';
import type { Moment } from '../moment.js';
import { trialBalance } from '../postings.js';
import { type Days, statementOfActivities } from '../statements/activities.js';
import { budgetAgainstActual, usedWindow } from '../statements/budget.js';
import { type CashFlowQuery, cashFlow } from '../statements/cash-flow.js';
import { financialPosition } from '../statements/financial-position.js';
import { isIncome, isResult, restrictionOf, resultKinds } from '../statements/result-kinds.js';
import { type Term, ledgerLines, ofKind, only } from './ledger-figures.js';
import { type Figure, moneyFigure } from './opening.js';

const notCarried = `p.type <> ?`;
const carried = 'period.result-carried';

/** A kind of income or expense under a restriction; which sign adds to the figure. */
const underRestriction = (sign: 1 | -1, kind: string, restriction: string | undefined): Term => {
  const term = ofKind(sign, kind);
  return restriction === undefined ? term : only(term, `${restrictionOf('p.kind', 'p.account')} = ?`, restriction);
};

/** What the fund owns, owes and is worth. */
export async function financialPositionFigures(db: Db, book: string, asked: Moment): Promise<Figure[]> {
  const { parts } = await financialPosition(db, book, asked);
  return parts.flatMap((part) => {
    const { currency } = part;
    const lines = (...terms: readonly Term[]) => ledgerLines(book, { ...asked, currency }, terms);
    const kinds = (items: typeof part.assets, sign: 1 | -1): Term[] => items.map(({ kind }) => ofKind(sign, kind));
    const results = (restriction: string): Term[] => resultKinds.map((kind) => underRestriction(-1, kind, restriction));
    const path = `/parts/${currency}`;
    return [
      ...part.assets.map((each) => moneyFigure(`${path}/assets/${each.kind}/amount`, each.amount, lines(...kinds([each], 1)))),
      ...part.liabilities.map((each) =>
        moneyFigure(`${path}/liabilities/${each.kind}/amount`, each.amount, lines(...kinds([each], -1))),
      ),
      ...part.netAssets.flatMap(({ restriction, carried: before, result, amount }) => {
        const own = ofKind(-1, 'net-assets', restriction);
        const row = `${path}/netAssets/${restriction}`;
        return [
          moneyFigure(`${row}/carried`, before, lines(own)),
          moneyFigure(`${row}/result`, result, lines(...results(restriction))),
          moneyFigure(`${row}/amount`, amount, lines(own, ...results(restriction))),
        ];
      }),
      moneyFigure(`${path}/totalAssets`, part.totalAssets, lines(...kinds(part.assets, 1))),
      moneyFigure(`${path}/totalLiabilities`, part.totalLiabilities, lines(...kinds(part.liabilities, -1))),
      moneyFigure(
        `${path}/totalNetAssets`,
        part.totalNetAssets,
        lines(ofKind(-1, 'net-assets'), ...resultKinds.map((kind) => ofKind(-1, kind))),
      ),
      moneyFigure(`${path}/exchangeAccounts`, part.exchangeAccounts, lines(ofKind(1, 'fx'))),
    ];
  });
}

/** Income and expense between two days. */
export async function activitiesFigures(db: Db, book: string, asked: Days & Omit<Moment, 'asOf'>): Promise<Figure[]> {
  const { parts } = await statementOfActivities(db, book, asked);
  return parts.flatMap((part) => {
    const { currency } = part;
    const lines = (terms: readonly Term[]) =>
      ledgerLines(
        book,
        { ...asked, currency },
        terms.map((term) => only(term, notCarried, carried)),
      );
    const of = (sign: 1 | -1, which: (kind: string) => boolean, restriction?: string) =>
      resultKinds.filter(which).map((kind) => underRestriction(sign, kind, restriction));
    const earned = (kind: string): boolean => isResult(kind) && isIncome(kind as (typeof resultKinds)[number]);
    const path = `/parts/${currency}`;
    return [
      ...[...part.income, ...part.expense].map(({ kind, restriction, item, amount }) => {
        const side = isIncome(kind) ? 'income' : 'expense';
        const at = kind === 'expense' || kind === 'cost' ? 3 : 2;
        const term = only(
          underRestriction(side === 'income' ? -1 : 1, kind, restriction),
          `split_part(p.account, ':', ${at}) = ?`,
          item ?? '',
        );
        return moneyFigure(`${path}/${side}/${kind}/${restriction}/${item ?? '-'}/amount`, amount, lines([term]));
      }),
      ...part.byRestriction.flatMap(({ restriction, income, expense, result }) => {
        const row = `${path}/byRestriction/${restriction}`;
        return [
          moneyFigure(`${row}/income`, income, lines(of(-1, earned, restriction))),
          moneyFigure(`${row}/expense`, expense, lines(of(1, (kind) => !earned(kind), restriction))),
          moneyFigure(`${row}/result`, result, lines(of(-1, () => true, restriction))),
        ];
      }),
      moneyFigure(`${path}/totalIncome`, part.totalIncome, lines(of(-1, earned))),
      moneyFigure(`${path}/totalExpense`, part.totalExpense, lines(of(1, (kind) => !earned(kind)))),
      moneyFigure(`${path}/result`, part.result, lines(of(-1, () => true))),
    ];
  });
}

/** What came into the bank accounts and left them. */
export async function cashFlowFigures(db: Db, book: string, asked: CashFlowQuery): Promise<Figure[]> {
  const { from, to, bankAccount, ...moment } = asked;
  const { parts } = await cashFlow(db, book, asked);
  return parts.flatMap(({ currency, opening, flows, closing }) => {
    const bank = (sign: 1 | -1): Term => ofKind(sign, 'bank', bankAccount);
    const days = { ...moment, currency, ...present({ to }) };
    const during = { ...days, ...present({ from }) };
    const path = `/parts/${currency}`;
    return [
      moneyFigure(
        `${path}/opening`,
        opening,
        ledgerLines(book, days, [only(bank(1), 'p.value_date < ?::date', from ?? '0001-01-01')]),
      ),
      ...flows.flatMap(({ type, ...figures }) => {
        const own = (sign: 1 | -1, side: string): Term =>
          only(only(bank(sign), 'p.type = ?', type), `(p.amount ${side} 0) = ?::boolean`);
        return [
          moneyFigure(`${path}/flows/${type}/in`, figures.in, ledgerLines(book, during, [own(1, '>')])),
          moneyFigure(`${path}/flows/${type}/out`, figures.out, ledgerLines(book, during, [own(-1, '<')])),
          moneyFigure(`${path}/flows/${type}/net`, figures.net, ledgerLines(book, during, [own(1, '<>')])),
        ];
      }),
      moneyFigure(`${path}/closing`, closing, ledgerLines(book, days, [bank(1)])),
    ];
  });
}

/** What each window has left, and how far the rest has gone; what was spent in each category. Budgets of grants are terms. */
export async function budgetFigures(db: Db, book: string, asked: Days & Omit<Moment, 'asOf'>): Promise<Figure[] | undefined> {
  const budget = await budgetAgainstActual(db, book, asked);
  if (!budget) return undefined;
  const { currency } = budget;
  const placed = { available: 'allocated', committed: 'committed', ordered: 'ordered', disbursed: 'disbursed', spent: 'spent' };
  return [
    ...budget.rows.flatMap((row) => {
      const own = (kind: string): Term =>
        only(ofKind(-1, kind, row.earmark), `(${usedWindow}) IS NOT DISTINCT FROM ?::text`, row.window);
      const lines = (...kinds: readonly string[]) => ledgerLines(book, { ...asked, currency }, kinds.map(own));
      const path = `/rows/${row.earmark}/${row.window ?? '-'}`;
      const names = Object.entries(placed) as [keyof typeof placed, string][];
      return [
        moneyFigure(`${path}/budget`, row.budget, lines(...Object.values(placed))),
        ...names.map(([name, kind]) => moneyFigure(`${path}/${name}`, row[name], lines(kind))),
      ];
    }),
    ...budget.categories.map(({ earmark, category, by, amount }) => {
      const term = ofKind(by === 'grants' ? 1 : -1, by === 'grants' ? 'expense' : 'spent', earmark, category);
      const lines = ledgerLines(book, { ...asked, currency: amount.currency }, [only(term, notCarried, carried)]);
      return moneyFigure(`/categories/${by}/${earmark}/${category}/amount`, amount, lines);
    }),
    ...budget.grantCategories.map(({ grantId, category, accepted }) =>
      moneyFigure(
        `/grantCategories/${grantId}/${category}/accepted`,
        accepted,
        ledgerLines(book, asked, [ofKind(1, 'accepted', grantId, category)]),
      ),
    ),
  ];
}

/** Every account: debit, credit and balance. */
export async function trialBalanceFigures(db: Db, book: string, asked: Moment): Promise<Figure[]> {
  const { parts } = await trialBalance(db, book, asked);
  return parts.flatMap(({ currency, accounts }) =>
    accounts.flatMap(({ account, debit, credit, balance }) => {
      const own = (sign: 1 | -1, side: string): Term => ({
        sign,
        of: (where) => {
          const its = `a.book_id = $1 AND a.currency = ${where.bind(currency)} AND a.account = ?`;
          return where
            .and(`p.account_number = (SELECT a.number FROM view.account a WHERE ${its})`, account)
            .and(`(p.amount ${side} 0) = ?::boolean`, true).sql;
        },
      });
      const lines = (term: Term) => ledgerLines(book, { ...asked, currency }, [term]);
      const path = `/accounts/${account}/${currency}`;
      return [
        moneyFigure(`${path}/debit`, debit, lines(own(1, '>'))),
        moneyFigure(`${path}/credit`, credit, lines(own(-1, '<'))),
        moneyFigure(`${path}/balance`, balance, lines(own(1, '<>'))),
      ];
    }),
  );
}
