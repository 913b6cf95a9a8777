import type { Where } from '../db.js';
import { type Moment, within } from '../moment.js';
import { type Part, columns } from './opening.js';

/** Which lines of the ledger count, and on which side: SQL over a line `p` and the source `s` of its contribution. */
export interface Term {
  /** 1 where debit adds to the figure, -1 where credit does. */
  readonly sign: 1 | -1;
  readonly of: (where: Where) => string;
}

export interface LinesAsked extends Moment {
  readonly currency?: string;
  readonly from?: string;
  readonly to?: string;
}

/** Lines of the ledger; the first term that fits says how one counts. */
export const ledgerLines = (book: string, { currency, from, to, ...moment }: LinesAsked, terms: readonly Term[]): Part => ({
  rows: (where) => {
    if (terms.length === 0) return `SELECT ${columns({ position: '0' })} WHERE false`;
    within(where.and('book_id = ?', book), moment)
      .and('currency = ?', currency)
      .and('value_date >= ?::date', from)
      .and('value_date <= ?::date', to);
    const conditions = terms.map(({ of, sign }) => ({ sql: of(where.fork()), sign }));
    const sign = conditions.map((each) => `WHEN ${each.sql} THEN ${each.sign}`).join(' ');
    return `SELECT ${columns({ position: 'p.position', line: 'p.line', amount: `(CASE ${sign} END) * p.amount`, currency: 'p.currency' })}
      FROM (SELECT * FROM view.posting WHERE ${where.sql}) p
      LEFT JOIN view.source s ON s.book_id = p.book_id
        AND s.contribution_id = split_part(p.account, ':', CASE WHEN p.kind = 'memo' THEN 3 ELSE 2 END)
      WHERE ${conditions.map((each) => `(${each.sql})`).join(' OR ')}`;
  },
});

/** Lines of accounts of a kind; of those with these parts after it, where they are said. */
export const ofKind = (sign: 1 | -1, kind: string, ...names: readonly (string | undefined)[]): Term => ({
  sign,
  of: (where) => {
    where.and('p.kind = ?', kind);
    for (const [index, name] of names.entries()) where.and(`split_part(p.account, ':', ${index + 2}) = ?`, name);
    return where.sql;
  },
});

/** A term that holds under a condition alone; `?` in it stands for the value. */
export const only = ({ sign, of }: Term, condition: string, value: unknown = true): Term => ({
  sign,
  of: (where) => `${of(where.fork())} AND ${where.and(condition, value).sql}`,
});
