import { registryBook } from '#kernel/ids';
import type { LocalDate } from '#kernel/time';
import type { KeptDocument } from '#domain/kept-document';
import type { AccountRevoked, PayeeAccount as AccountState } from '#domain/registry/payee-account';
import { textsOf } from './content.js';
import { type Db, Where } from './db.js';
import { idOf } from './event.js';
import type { Touch } from './rows.js';
import { count, date, document, keyed, optional, text } from './table.js';
import type { View } from './view.js';

/** Accounts of payees. Numbers and banks are texts that are kept apart; here are their hashes. */
export const payeeAccountTable = keyed('payee_account', ['partnerId', 'account'], {
  partnerId: text,
  account: text,
  status: text,
  country: text,
  currency: text,
  numberHash: text,
  endingHash: optional(text),
  bankHash: text,
  replaces: optional(text),
  evidence: document<readonly KeptDocument[]>(),
  proposedBy: text,
  proposedOn: date,
  confirmedBy: optional(text),
  confirmedOn: optional(date),
  endedOn: optional(date),
  reason: optional(text),
  findingsHash: optional(text),
  lastPosition: count,
});

/** Where payees are paid. */
export const payeeAccountRegister: View = {
  tables: [payeeAccountTable],
  keysOf: (event) => {
    const touch = (account: string): Touch => ({ table: payeeAccountTable, key: [idOf(event), account] });
    switch (event.type) {
      case 'payee-account.proposed':
      case 'payee-account.revoked':
        return [touch(event.data.account)];
      case 'payee-account.confirmed':
        return [event.data.account, ...(event.data.replaces === undefined ? [] : [event.data.replaces])].map(touch);
      default:
        return [];
    }
  },
  apply: (rows, event) => {
    const { position: lastPosition, valueDate, actor } = event;
    const change = (account: string, members: object): void => {
      const before = rows.get(payeeAccountTable, idOf(event), account);
      if (before) rows.put(payeeAccountTable, { ...before, ...members, lastPosition });
    };
    switch (event.type) {
      case 'payee-account.proposed': {
        const { data } = event;
        rows.put(payeeAccountTable, {
          partnerId: idOf(event),
          account: data.account,
          status: 'proposed',
          country: data.country,
          currency: data.currency,
          numberHash: data.numberHash,
          endingHash: data.endingHash ?? null,
          bankHash: data.bankHash,
          replaces: data.replaces ?? null,
          evidence: data.evidence,
          proposedBy: actor,
          proposedOn: valueDate,
          confirmedBy: null,
          confirmedOn: null,
          endedOn: null,
          reason: null,
          findingsHash: null,
          lastPosition,
        });
        return;
      }
      case 'payee-account.confirmed':
        if (event.data.replaces !== undefined) change(event.data.replaces, { status: 'replaced', endedOn: valueDate });
        change(event.data.account, { status: 'confirmed', confirmedBy: actor, confirmedOn: valueDate });
        return;
      case 'payee-account.revoked': {
        const { account, reason, findingsHash = null } = event.data;
        change(account, { status: 'revoked', endedOn: valueDate, reason, findingsHash });
        return;
      }
      default:
    }
  },
};

// Queries: for those with a role alone

/** An account of a payee; texts are null once they have been erased. */
export interface PayeeAccount {
  readonly account: string;
  readonly status: AccountState['status'];
  readonly country: string;
  readonly currency: string;
  readonly bank: string | null;
  readonly ending: string | null;
  readonly replaces: string | null;
  readonly evidence: readonly KeptDocument[];
  readonly proposedBy: string;
  readonly proposedOn: LocalDate;
  readonly confirmedBy: string | null;
  readonly confirmedOn: LocalDate | null;
  readonly endedOn: LocalDate | null;
  readonly reason: AccountRevoked['reason'] | null;
}

/** An account with its number, for those who confirm it or pay to it. */
export interface PayeeAccountNumber extends PayeeAccount {
  readonly position: number;
  readonly number: string | null;
  readonly findings: string | null;
  /** Other partners with an account of the same number: a reason to ask before confirming. */
  readonly sharedWith: readonly string[];
}

interface Found extends Omit<PayeeAccount, 'bank' | 'ending'> {
  readonly position: string;
  readonly numberHash: string;
  readonly endingHash: string | null;
  readonly bankHash: string;
  readonly findingsHash: string | null;
}

async function found(db: Db, where: Where): Promise<Found[]> {
  const { rows } = await db.query<Found>(
    `SELECT a.account, a.status, a.country, a.currency, a.replaces, a.evidence, a.proposed_by AS "proposedBy",
       a.proposed_on::text AS "proposedOn", a.confirmed_by AS "confirmedBy", a.confirmed_on::text AS "confirmedOn",
       a.ended_on::text AS "endedOn", a.reason, a.number_hash AS "numberHash", a.ending_hash AS "endingHash",
       a.bank_hash AS "bankHash", a.findings_hash AS "findingsHash", c.position
     FROM view.payee_account a JOIN view.checkpoint c ON c.book_id = a.book_id AND c.view_group = 'partners'
     WHERE ${where.sql} ORDER BY a.proposed_on, a.account`,
    where.values,
  );
  return rows;
}

const ofPartner = (partnerId: string): Where =>
  new Where().and('a.book_id = ?', registryBook).and('a.partner_id = ?', partnerId);

function accountOf(row: Found, texts: ReadonlyMap<string, string | null>): PayeeAccount {
  const { position: _, numberHash: __, endingHash, bankHash, findingsHash: ___, ...rest } = row;
  return { ...rest, bank: texts.get(bankHash) ?? null, ending: endingHash === null ? null : (texts.get(endingHash) ?? null) };
}

const hashesOf = ({ bankHash, endingHash }: Found): string[] => [bankHash, ...(endingHash === null ? [] : [endingHash])];

/** The accounts of a partner, the first proposed first, without their numbers; undefined when there is no such partner. */
export async function payeeAccounts(db: Db, partnerId: string): Promise<readonly PayeeAccount[] | undefined> {
  const known = await db.query('SELECT 1 FROM view.partner WHERE book_id = $1 AND partner_id = $2', [registryBook, partnerId]);
  if (known.rowCount === 0) return undefined;
  const rows = await found(db, ofPartner(partnerId));
  const texts = await textsOf(db, registryBook, rows.flatMap(hashesOf));
  return rows.map((row) => accountOf(row, texts));
}

/** One account with its number; undefined when the partner has none of that id. */
export async function payeeAccountNumber(db: Db, partnerId: string, account: string): Promise<PayeeAccountNumber | undefined> {
  const [row] = await found(db, ofPartner(partnerId).and('a.account = ?', account));
  if (!row) return undefined;
  const { numberHash, findingsHash } = row;
  const hashes = [...hashesOf(row), numberHash, ...(findingsHash === null ? [] : [findingsHash])];
  const texts = await textsOf(db, registryBook, hashes);
  const number = texts.get(numberHash) ?? null;
  return {
    ...accountOf(row, texts),
    position: Number(row.position),
    number,
    findings: findingsHash === null ? null : (texts.get(findingsHash) ?? null),
    sharedWith: number === null ? [] : await holdersOf(db, number, partnerId),
  };
}

/** Other partners whose accounts have this number, however it is spaced. */
async function holdersOf(db: Db, number: string, partnerId: string): Promise<string[]> {
  const { rows } = await db.query<{ partnerId: string }>(
    `SELECT DISTINCT a.partner_id AS "partnerId"
     FROM view.payee_account a JOIN ledger.content t ON t.book_id = a.book_id AND t.hash = decode(a.number_hash, 'hex')
     WHERE a.book_id = $1 AND a.partner_id <> $2
       AND regexp_replace(upper(t.text), '[^A-Z0-9]', '', 'g') = regexp_replace(upper($3), '[^A-Z0-9]', '', 'g')
     ORDER BY 1`,
    [registryBook, partnerId, number],
  );
  return rows.map((row) => row.partnerId);
}
