import { currency } from '#kernel/currency';
import type { Reader, StreamEvent } from '#kernel/decider';
import { type MoneyJson, minorOf, moneyJson, sum } from '#kernel/money';
import { present } from '#kernel/present';
import type { LocalDate } from '#kernel/time';
import { unreachable } from '#kernel/unreachable';
import type { Paper } from '../command.js';
import type { SealedHash } from '../fields.js';
import type { OpenFund } from '../fund/fund.js';
import { type Stream, stateOf } from '../stream.js';

/**
 * What a bank says of one account, and how it agrees with the book: one stream for each bank account. The lines of a
 * statement are in a stream of their own, which is read only when one of them is dealt with.
 */

// Events

export interface StatementImported extends Paper {
  readonly statement: string;
  readonly format: 'camt.053' | 'csv' | 'manual';
  /** SHA-256 of the file, 64 hex digits; of a statement that was typed in, there is none. */
  readonly fileHash?: string;
  /** The bank's own number of it. */
  readonly reference?: string;
  readonly startsOn: LocalDate;
  readonly endsOn: LocalDate;
  /** Positive is money that the fund has. */
  readonly opening: MoneyJson;
  readonly closing: MoneyJson;
  readonly entries: number;
}

/** A line of a statement; texts that persons wrote, or that name them, are kept apart. */
export interface StatementLine {
  /** 1, 2, 3... within the statement. */
  readonly line: number;
  readonly bookedOn: LocalDate;
  readonly valueDate: LocalDate;
  /** Positive is money that came in. */
  readonly amount: MoneyJson;
  readonly reference?: string;
  readonly endToEndId?: string;
  /** The bank's code for the kind of transaction. */
  readonly code?: string;
  readonly remittanceHash?: SealedHash;
  readonly counterpartyHash?: SealedHash;
}

export interface StatementLinesListed extends Paper {
  readonly bankAccount: string;
  readonly lines: readonly StatementLine[];
}

/** Lines that are events of the book, in whole or in part. */
export interface LinesMatched extends Paper {
  readonly statement: string;
  readonly matches: readonly LineMatch[];
}

export interface LineMatch {
  readonly line: number;
  readonly amount: MoneyJson;
  /** Of the event; of the event just before this one when absent: it was posted from the line. */
  readonly position?: number;
}

/** A line that needs no event: the bank's own mistake and its correction, say. */
export interface LineExplained extends Paper {
  readonly statement: string;
  readonly line: number;
  readonly reasonHash: SealedHash;
}

/** A match or an explanation that was wrong: the line is open again. */
export interface LineReleased extends Paper {
  readonly statement: string;
  readonly line: number;
  /** What had been matched of it. */
  readonly matches: readonly { readonly position: number; readonly amount: MoneyJson }[];
}

export type ReconciliationEvent =
  | StreamEvent<'reconciliation.statement-imported', StatementImported>
  | StreamEvent<'reconciliation.matched', LinesMatched>
  | StreamEvent<'reconciliation.explained', LineExplained>
  | StreamEvent<'reconciliation.released', LineReleased>;
export type StatementEvent = StreamEvent<'statement.lines-listed', StatementLinesListed>;

// State

/** What is settled of a line, and by which events. */
export interface SettledLine {
  readonly explained: boolean;
  readonly matches: readonly { readonly position: number; readonly amountMinor: bigint }[];
}

export interface ReconciliationState {
  readonly status: 'reconciled';
  readonly statements: readonly StatementImported[];
  /** By statement and line: `s-1 12`. */
  readonly lines: ReadonlyMap<string, SettledLine>;
  /** What of each event is matched, by position. */
  readonly movements: ReadonlyMap<number, bigint>;
}

export const lineKey = (statement: string, line: number): string => `${statement} ${line}`;

export const reconciliation: Stream<ReconciliationState, ReconciliationEvent> = {
  kind: 'reconciliation',
  thing: 'bank account',
  initial: { status: 'reconciled', statements: [], lines: new Map(), movements: new Map() },
  evolve: (state, happened) => {
    switch (happened.type) {
      case 'reconciliation.statement-imported':
        return { ...state, statements: [...state.statements, happened.data] };
      case 'reconciliation.matched':
        return matched(state, happened.data, happened.position - 1);
      case 'reconciliation.explained': {
        const lines = new Map(state.lines);
        lines.set(lineKey(happened.data.statement, happened.data.line), { explained: true, matches: [] });
        return { ...state, lines };
      }
      case 'reconciliation.released':
        return released(state, lineKey(happened.data.statement, happened.data.line));
      default:
        return unreachable(happened);
    }
  },
};

function matched(state: ReconciliationState, { statement, matches }: LinesMatched, before: number): ReconciliationState {
  const [lines, movements] = [new Map(state.lines), new Map(state.movements)];
  for (const { line, amount, position = before } of matches) {
    const key = lineKey(statement, line);
    const amountMinor = minorOf(amount);
    const known = lines.get(key)?.matches ?? [];
    lines.set(key, { explained: false, matches: [...known, { position, amountMinor }] });
    movements.set(position, (movements.get(position) ?? 0n) + amountMinor);
  }
  return { ...state, lines, movements };
}

function released(state: ReconciliationState, key: string): ReconciliationState {
  const [lines, movements] = [new Map(state.lines), new Map(state.movements)];
  for (const { position, amountMinor } of lines.get(key)?.matches ?? []) {
    const rest = movements.get(position)! - amountMinor;
    if (rest === 0n) movements.delete(position);
    else movements.set(position, rest);
  }
  lines.delete(key);
  return { ...state, lines, movements };
}

export interface StatementState {
  readonly status: 'absent' | 'listed';
  readonly bankAccount?: string;
  readonly lines: readonly StatementLine[];
}

export const statement: Stream<StatementState, StatementEvent> = {
  kind: 'statement',
  thing: 'bank statement',
  initial: { status: 'absent', lines: [] },
  evolve: (state, happened) => ({
    status: 'listed',
    bankAccount: happened.data.bankAccount,
    lines: [...state.lines, ...happened.data.lines],
  }),
};

/** What is matched of a line so far. */
export const matchedOf = (settled: SettledLine | undefined): bigint =>
  sum((settled?.matches ?? []).map((each) => each.amountMinor));

/** A bank account whose statements do not reach a day, or leave lines open. */
export interface Unreconciled {
  readonly bankAccount: string;
  /** The last day that a statement reaches; none when there is no statement. */
  readonly through?: LocalDate;
  readonly openLines: number;
}

/** The bank accounts that are not reconciled up to a day. One that never held money needs no statement. */
export function unreconciledOn(open: OpenFund, reader: Reader, day: LocalDate): Unreconciled[] {
  return open.bankAccounts.flatMap(({ id, currency: code }) => {
    const state = stateOf(reader, reconciliation, id);
    const begun = state.statements.filter((each) => each.startsOn <= day);
    const through = begun
      .map((each) => each.endsOn)
      .toSorted()
      .at(-1);
    const openLines = begun.reduce((count, each) => count + openLinesOf(reader, state, each), 0);
    const used = begun.length > 0 || reader.balances.of(`bank:${id}`, code, day) !== 0n;
    const agrees = through !== undefined && through >= day && openLines === 0;
    return !used || agrees ? [] : [{ bankAccount: id, ...present({ through }), openLines }];
  });
}

/** Lines of a statement that are not settled in whole. Those that are not listed yet are open, too. */
function openLinesOf(reader: Reader, state: ReconciliationState, { statement: id, entries }: StatementImported): number {
  const { lines } = stateOf(reader, statement, id);
  const settled = lines.filter((each) => {
    const known = state.lines.get(lineKey(id, each.line));
    return known?.explained === true || (known !== undefined && matchedOf(known) === minorOf(each.amount));
  });
  return entries - settled.length;
}

/** An amount on the account's own currency, with its sign. */
export const signed = (amountMinor: bigint, code: string): MoneyJson => moneyJson(amountMinor, currency(code));
