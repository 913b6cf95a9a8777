import type { BankAccount, FundRules, Named, Publishing } from '#domain/fund/fund-events';
import type { LocalDate } from '#kernel/time';
import type { Narratives } from '#domain/fields';
import type { Policy } from '#domain/fund/fund-rules';
import { type Db, Where } from './db.js';
import { type Page, type Paging, idsIn, limitOf, pageOf } from './page.js';
import { count, date, document, keyed, optional, text } from './table.js';
import type { View } from './view.js';

/** What a fund is: one row in each fund's book. */
export const fundTable = keyed('fund', [], {
  name: document<Narratives>(),
  description: optional(document<Narratives>()),
  homeCurrency: text,
  currencies: document<readonly string[]>(),
  timeZone: text,
  startsOn: date,
  endsOn: optional(date),
  rules: document<FundRules>(),
  policy: document<Policy>(),
  earmarks: document<readonly Named[]>(),
  windows: document<readonly Named[]>(),
  bankAccounts: document<readonly BankAccount[]>(),
  publishing: document<Publishing>(),
  legalFrame: optional(text),
  closedOn: optional(date),
  lastPosition: count,
});

/** What the fund is and by which rules it works. */
export const fundSheetView: View = {
  tables: [fundTable],
  streams: ['fund'],
  keysOf: (event) =>
    event.type === 'fund.established' || event.type === 'fund.rules-amended' || event.type === 'fund.closed'
      ? [{ table: fundTable, key: [] }]
      : [],
  apply: (rows, event) => {
    if (event.type === 'fund.established') {
      const { data } = event;
      rows.put(fundTable, {
        name: data.name,
        description: data.description ?? null,
        homeCurrency: data.homeCurrency,
        currencies: data.currencies,
        timeZone: data.timeZone,
        startsOn: data.startsOn,
        endsOn: data.endsOn ?? null,
        rules: data.rules,
        policy: data.policy ?? {},
        earmarks: data.earmarks,
        windows: data.windows,
        bankAccounts: data.bankAccounts,
        publishing: data.publishing,
        legalFrame: data.legalFrame ?? null,
        closedOn: null,
        lastPosition: event.position,
      });
    } else if (event.type === 'fund.rules-amended') {
      const before = rows.get(fundTable);
      if (!before) return;
      const { currencies = [], earmarks = [], windows = [], bankAccounts = [] } = event.data;
      rows.put(fundTable, {
        ...before,
        currencies: [...before.currencies, ...currencies],
        earmarks: [...before.earmarks, ...earmarks],
        windows: [...before.windows, ...windows],
        bankAccounts: [...before.bankAccounts, ...bankAccounts],
        policy: { ...before.policy, ...event.data.policy },
        legalFrame: event.data.legalFrame ?? before.legalFrame,
        lastPosition: event.position,
      });
    } else if (event.type === 'fund.closed') {
      const before = rows.get(fundTable);
      if (before) rows.put(fundTable, { ...before, closedOn: event.data.closedOn, lastPosition: event.position });
    }
  },
};

// Queries

/** A fund and its rules. Earmark `none` and the windows `general` and `administration` are there without being listed. */
export interface FundSheet {
  readonly book: string;
  readonly position: number;
  readonly name: Narratives;
  readonly description: Narratives | null;
  readonly homeCurrency: string;
  readonly currencies: readonly string[];
  readonly timeZone: string;
  readonly startsOn: LocalDate;
  readonly endsOn: LocalDate | null;
  readonly status: 'open' | 'closed';
  readonly closedOn: LocalDate | null;
  readonly rules: FundRules;
  /** The rules that it set for itself. */
  readonly policy: Policy;
  readonly earmarks: readonly Named[];
  readonly windows: readonly Named[];
  readonly bankAccounts: readonly BankAccount[];
  readonly publishing: Publishing;
  /** The agreement of the registry that it rests on. */
  readonly legalFrame: string | null;
}

const select = `SELECT f.book_id AS book, c.position, f.name, f.description, f.home_currency AS "homeCurrency", f.currencies,
    f.time_zone AS "timeZone", f.starts_on::text AS "startsOn", f.ends_on::text AS "endsOn",
    CASE WHEN f.closed_on IS NULL THEN 'open' ELSE 'closed' END AS status, f.closed_on::text AS "closedOn", f.rules, f.policy,
    f.earmarks, f.windows, f.bank_accounts AS "bankAccounts", f.publishing, f.legal_frame AS "legalFrame"
  FROM view.fund f JOIN view.checkpoint c ON c.book_id = f.book_id AND c.view_group = 'activities'`;

type FundRow = Omit<FundSheet, 'position'> & { readonly position: string };
const sheetOf = (row: FundRow): FundSheet => ({ ...row, position: Number(row.position) });

/** A fund; undefined when the book holds none. */
export async function fundSheet(db: Db, book: string): Promise<FundSheet | undefined> {
  const { rows } = await db.query<FundRow>(`${select} WHERE f.book_id = $1`, [book]);
  return rows.map(sheetOf)[0];
}

/** All funds, sorted by book. Throws `PagingFault`. */
export async function fundSheets(db: Db, asked: Paging = {}): Promise<Page<FundSheet>> {
  const limit = limitOf(asked);
  const where = new Where().and('f.book_id > ?', asked.cursor === undefined ? undefined : idsIn(asked.cursor, 1)[0]);
  const { rows } = await db.query<FundRow>(
    `${select} WHERE ${where.sql} ORDER BY f.book_id LIMIT ${where.bind(limit + 1)}`,
    where.values,
  );
  return pageOf(rows, limit, sheetOf, (row) => row.book);
}
