import { createHash } from 'node:crypto';
import { readCamt } from '#banking/camt';
import { type ColumnMapping, readRows } from '#banking/rows';
import { type BankStatement, StatementFault } from '#banking/statement';
import { linesAnEvent } from '#domain/bank/statement';
import { currency } from '#kernel/currency';
import { type MoneyJson, moneyJson, parseAmount } from '#kernel/money';
import { present } from '#kernel/present';
import type { LocalDate } from '#kernel/time';
import { SheetFault } from '#spreadsheet/cell';
import { readCsv } from '#spreadsheet/csv-read';

/** A file of bank statements, and the account that it is of. */
export interface StatementFile {
  readonly bytes: Uint8Array;
  readonly format: 'camt.053' | 'csv';
  readonly bankAccount: string;
  readonly currency: string;
  /** Of a table: which column is what, and the balances that no table has. */
  readonly table?: {
    readonly mapping: ColumnMapping;
    readonly opening: string;
    readonly closing: string;
    readonly startsOn?: LocalDate;
    readonly endsOn?: LocalDate;
  };
  /** Of a file of several accounts: the number, as the file has it, of the one that is read. Kept nowhere. */
  readonly account?: string;
}

/** A command to be posted, under a key that is the same whenever the same file is read. */
export interface PlannedCommand {
  readonly type: 'statement.import' | 'statement.list-lines';
  readonly key: string;
  readonly body: object;
}

/** One statement of a file, and what would be posted for it. */
export interface PlannedStatement {
  readonly statementId: string;
  readonly reference: string | null;
  readonly startsOn: string;
  readonly endsOn: string;
  readonly opening: MoneyJson;
  readonly closing: MoneyJson;
  readonly entries: number;
  readonly commands: readonly PlannedCommand[];
}

/**
 * Reads a file of bank statements as commands. The same file of the same account gives the same ids and keys, so that it can
 * be sent again, whole or after a part of it went in. Throws `StatementFault`.
 */
export async function plannedStatements(file: StatementFile): Promise<PlannedStatement[]> {
  const fileHash = createHash('sha256').update(file.bytes).digest('hex');
  const read = file.format === 'camt.053' ? await readCamt([file.bytes]) : [table(file)];
  return ofAccount(read, file.account)
    .toSorted((a, b) => (a.startsOn < b.startsOn ? -1 : a.startsOn > b.startsOn ? 1 : 0))
    .map((statement, index) => planned(file, statement, fileHash, index));
}

/** The statements of one account: a bank may send those of all its client's accounts in one file. */
function ofAccount(statements: readonly BankStatement[], account: string | undefined): readonly BankStatement[] {
  const plain = (text: string | undefined): string => (text ?? '').replaceAll(/[\s.-]/g, '').toUpperCase();
  const accounts = [...new Set(statements.map((each) => plain(each.account)))];
  if (account === undefined) {
    if (accounts.length > 1) throw new StatementFault('several-accounts', String(accounts.length));
    return statements;
  }
  const own = statements.filter((each) => plain(each.account) === plain(account));
  if (own.length === 0) throw new StatementFault('no-such-account', account);
  return own;
}

function table({ bytes, currency: code, table: given }: StatementFile): BankStatement {
  if (!given) throw new StatementFault('no-balance');
  const home = currency(code);
  const minor = (text: string): bigint => {
    const amount = parseAmount(text, home);
    if (typeof amount === 'string') throw new StatementFault('not-an-amount', text);
    return amount;
  };
  const { startsOn, endsOn } = given;
  const frame = present({
    currency: home,
    openingMinor: minor(given.opening),
    closingMinor: minor(given.closing),
    startsOn,
    endsOn,
  });
  return readRows(textRows(bytes), given.mapping, frame);
}

function textRows(bytes: Uint8Array): { number: number; cells: string[] }[] {
  try {
    return readCsv(bytes).rows.map(({ number, cells }) => ({ number, cells: cells.map((cell) => cell.text) }));
  } catch (error) {
    if (error instanceof SheetFault) throw new StatementFault('no-statement', error.message);
    throw error;
  }
}

function planned(file: StatementFile, statement: BankStatement, fileHash: string, index: number): PlannedStatement {
  if (statement.currency !== file.currency) throw new StatementFault('no-currency', statement.currency);
  const name = createHash('sha256').update(`${file.bankAccount} ${fileHash} ${index}`).digest('hex').slice(0, 32);
  const statementId = `st-${name}`;
  const code = currency(statement.currency);
  const { startsOn, endsOn, reference, lines } = statement;
  const [opening, closing] = [moneyJson(statement.openingMinor, code), moneyJson(statement.closingMinor, code)];
  const of = { statementId, bankAccount: file.bankAccount };
  const chunks = Array.from({ length: Math.ceil(lines.length / linesAnEvent) }, (_, chunk) => chunk * linesAnEvent);
  return {
    statementId,
    reference: reference ?? null,
    startsOn,
    endsOn,
    opening,
    closing,
    entries: lines.length,
    commands: [
      {
        type: 'statement.import',
        key: `${statementId}-0`,
        body: {
          ...of,
          format: file.format,
          fileHash,
          ...present({ reference }),
          startsOn,
          endsOn,
          opening,
          closing,
          entries: lines.length,
        },
      },
      ...chunks.map((from): PlannedCommand => ({
        type: 'statement.list-lines',
        key: `${statementId}-${from + 1}`,
        body: {
          ...of,
          from: from + 1,
          lines: lines
            .slice(from, from + linesAnEvent)
            .map(({ amountMinor, ...line }) => ({ ...line, amount: moneyJson(amountMinor, code) })),
        },
      })),
    ],
  };
}
