import { minorOf } from '#kernel/money';
import { type BookEvent, idOf } from './event.js';
import type { Rows, Touch } from './rows.js';
import { type RowOf, count, date, document, keyed, minor, optional, small, text } from './table.js';
import type { View } from './view.js';

/** What a bank says of an account between two days, and how many of its lines are settled. */
export const statementTable = keyed('bank_statement', ['statementId'], {
  statementId: text,
  bankAccount: text,
  currency: text,
  format: text,
  /** Empty for one that was typed in. */
  fileHash: text,
  reference: optional(text),
  startsOn: date,
  endsOn: date,
  opening: minor,
  closing: minor,
  entries: small,
  listed: small,
  settled: small,
  position: count,
  lastPosition: count,
});

/** A part of a line that is an event of the book. */
export interface LineMatchRow {
  readonly position: number;
  readonly amountMinor: string;
}

/** One line of a statement. `remittance`, `counterparty` and `reason` are hashes of texts that are kept apart. */
export const bankLineTable = keyed('bank_line', ['statementId', 'lineId'], {
  statementId: text,
  lineId: text,
  line: small,
  bankAccount: text,
  currency: text,
  bookedOn: date,
  valueDate: date,
  amount: minor,
  reference: optional(text),
  endToEndId: optional(text),
  code: optional(text),
  remittance: optional(text),
  counterparty: optional(text),
  status: text,
  matched: minor,
  matches: document<readonly LineMatchRow[]>(),
  reason: optional(text),
  lastPosition: count,
});
type BankLineRow = RowOf<typeof bankLineTable.columns>;

/** What of an event is matched on a bank account. */
export const bankMatchTable = keyed('bank_match', ['bankAccount', 'movement'], {
  bankAccount: text,
  movement: text,
  amount: minor,
  lastPosition: count,
});

/** How far the bank's statements agree with the book. */
export const bankStatements: View = {
  tables: [statementTable, bankLineTable, bankMatchTable],
  keysOf,
  apply: (rows, event) => {
    switch (event.type) {
      case 'reconciliation.statement-imported':
        return imported(rows, event);
      case 'statement.lines-listed':
        return listed(rows, event);
      case 'reconciliation.matched':
        for (const { line, amount, position } of event.data.matches) {
          match(rows, event, event.data.statement, line, position ?? event.position - 1, minorOf(amount));
        }
        return;
      case 'reconciliation.explained': {
        const { statement, line, reasonHash } = event.data;
        return settle(rows, event, statement, line, { status: 'explained', reason: reasonHash });
      }
      case 'reconciliation.released': {
        const { statement, line, matches } = event.data;
        for (const { position, amount } of matches) moved(rows, event, position, -minorOf(amount));
        return settle(rows, event, statement, line, { status: 'open', matched: 0n, matches: [], reason: null });
      }
      default:
        return;
    }
  },
};

function keysOf(event: BookEvent): Touch[] {
  const line = (statement: string, number: number): Touch[] => [
    { table: bankLineTable, key: [statement, String(number)] },
    { table: statementTable, key: [statement] },
  ];
  const movement = (position: number): Touch => ({ table: bankMatchTable, key: [idOf(event), String(position)] });
  switch (event.type) {
    case 'reconciliation.statement-imported':
      return [{ table: statementTable, key: [event.data.statement] }];
    case 'statement.lines-listed':
      return event.data.lines.flatMap((each) => line(idOf(event), each.line));
    case 'reconciliation.matched':
      return event.data.matches.flatMap((each) => [
        ...line(event.data.statement, each.line),
        movement(each.position ?? event.position - 1),
      ]);
    case 'reconciliation.explained':
      return line(event.data.statement, event.data.line);
    case 'reconciliation.released':
      return [...line(event.data.statement, event.data.line), ...event.data.matches.map((each) => movement(each.position))];
    default:
      return [];
  }
}

type Of<Type extends BookEvent['type']> = Extract<BookEvent, { readonly type: Type }>;

function imported(rows: Rows, event: Of<'reconciliation.statement-imported'>): void {
  const { statement, format, fileHash = '', reference = null, startsOn, endsOn, opening, closing, entries } = event.data;
  rows.put(statementTable, {
    statementId: statement,
    bankAccount: idOf(event),
    currency: opening.currency,
    format,
    fileHash,
    reference,
    startsOn,
    endsOn,
    opening: minorOf(opening),
    closing: minorOf(closing),
    entries,
    listed: 0,
    settled: 0,
    position: event.position,
    lastPosition: event.position,
  });
}

function listed(rows: Rows, event: Of<'statement.lines-listed'>): void {
  const statementId = idOf(event);
  const { bankAccount, lines } = event.data;
  for (const each of lines) {
    rows.put(bankLineTable, {
      statementId,
      lineId: String(each.line),
      line: each.line,
      bankAccount,
      currency: each.amount.currency,
      bookedOn: each.bookedOn,
      valueDate: each.valueDate,
      amount: minorOf(each.amount),
      reference: each.reference ?? null,
      endToEndId: each.endToEndId ?? null,
      code: each.code ?? null,
      remittance: each.remittanceHash ?? null,
      counterparty: each.counterpartyHash ?? null,
      status: 'open',
      matched: 0n,
      matches: [],
      reason: null,
      lastPosition: event.position,
    });
  }
  const statement = rows.get(statementTable, statementId)!;
  rows.put(statementTable, { ...statement, listed: statement.listed + lines.length, lastPosition: event.position });
}

function match(rows: Rows, event: BookEvent, statement: string, line: number, position: number, amount: bigint): void {
  const before = rows.get(bankLineTable, statement, String(line))!;
  const matched = before.matched + amount;
  settle(rows, event, statement, line, {
    status: matched === before.amount ? 'matched' : 'partly-matched',
    matched,
    matches: [...before.matches, { position, amountMinor: amount.toString() }],
  });
  moved(rows, event, position, amount);
}

function moved(rows: Rows, event: BookEvent, position: number, amount: bigint): void {
  const [bankAccount, movement] = [idOf(event), String(position)];
  const before = rows.get(bankMatchTable, bankAccount, movement)?.amount ?? 0n;
  rows.put(bankMatchTable, { bankAccount, movement, amount: before + amount, lastPosition: event.position });
}

const isSettled = (status: string): number => (status === 'matched' || status === 'explained' ? 1 : 0);

function settle(rows: Rows, event: BookEvent, statementId: string, line: number, change: Partial<BankLineRow>): void {
  const before = rows.get(bankLineTable, statementId, String(line))!;
  const after = { ...before, ...change, lastPosition: event.position };
  rows.put(bankLineTable, after);
  const statement = rows.get(statementTable, statementId)!;
  const settled = statement.settled + isSettled(after.status) - isSettled(before.status);
  rows.put(statementTable, { ...statement, settled, lastPosition: event.position });
}
