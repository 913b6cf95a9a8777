import { currency as currencyOf } from '#kernel/currency';
import { formatAmount } from '#kernel/money';
import type { LocalDate } from '#kernel/time';

/** A line of a bank statement as a file has it. */
export interface BankLine {
  readonly bookedOn: LocalDate;
  readonly valueDate: LocalDate;
  /** Minor units of the account's currency; positive is money that came in. */
  readonly amountMinor: bigint;
  readonly reference?: string;
  readonly endToEndId?: string;
  readonly code?: string;
  /** What the payer wrote. May name persons. */
  readonly remittance?: string;
  readonly counterparty?: string;
}

/** A bank statement as a file has it. */
export interface BankStatement {
  readonly reference?: string;
  /** IBAN or another number of the account, as the file has it; for the reader, never for events. */
  readonly account?: string;
  readonly currency: string;
  readonly startsOn: LocalDate;
  readonly endsOn: LocalDate;
  readonly openingMinor: bigint;
  readonly closingMinor: bigint;
  readonly lines: readonly BankLine[];
}

/** Why a file is not read. */
export const statementFaults = [
  'not-xml',
  'document-type',
  'not-camt-053',
  'encoding',
  'too-large',
  'no-statement',
  'no-currency',
  'no-balance',
  'no-date',
  'not-an-amount',
  'does-not-sum',
  'no-such-column',
  'several-accounts',
  'no-such-account',
  'day-outside',
] as const;
export type StatementFaultCode = (typeof statementFaults)[number];

/** A file that is no bank statement, or contradicts itself; `found` is what stands there. */
export class StatementFault extends Error {
  constructor(
    readonly code: StatementFaultCode,
    readonly found: string = '',
    /** Where: a line of the text, or a row of the table; 0 for the whole. */
    readonly line = 0,
  ) {
    super(`${code}${found === '' ? '' : `: ${found}`}${line === 0 ? '' : ` (line ${line})`}`);
  }
}

/** Refuses a statement whose opening balance and lines do not come to its closing balance. */
export function checkSum({ currency, openingMinor, closingMinor, lines }: BankStatement, where: string): void {
  const moved = lines.reduce((sum, line) => sum + line.amountMinor, 0n);
  if (openingMinor + moved === closingMinor) return;
  const text = (minor: bigint): string => formatAmount(minor, currencyOf(currency));
  throw new StatementFault('does-not-sum', `${where}: ${text(openingMinor)} + ${text(moved)} ≠ ${text(closingMinor)}`);
}
