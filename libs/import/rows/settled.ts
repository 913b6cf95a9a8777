import { type Locale, languageIn } from '#domain/words/figures';
import type { InOrderResult } from '#event-store/in-order';
import { currency } from '#kernel/currency';
import { formatAmount, moneyJson } from '#kernel/money';
import type { EventRecord } from '#kernel/record';
import { onOwnSide } from '#ledger/accounts';
import { postingsOf } from '#ledger/postings';
import type { SheetRow } from './heading.js';
import { type RowIssue, ruleText } from './issue.js';
import { type SheetCommand, placeOf } from './read-rows.js';
import { refusalIssue } from './row-issues.js';
import type { BalanceMove, RowEvent, RowOutcome } from './rows-report.js';

/** What became of a command of rows that is not refused. */
export interface SettledCommand {
  readonly command: SheetCommand;
  readonly outcome: RowOutcome;
  /** The events with their lines; of what was known before, without. */
  readonly events: readonly RowEvent[];
}

/** What the store's answer means for the rows; what is refused is added to the issues. */
export function settledCommands(
  ready: readonly SheetCommand[],
  { outcomes, written }: InOrderResult,
  locale: Locale,
  issues: RowIssue[],
): { readonly settled: SettledCommand[]; readonly refused: SheetRow[] } {
  const [settled, refused]: [SettledCommand[], SheetRow[]] = [[], []];
  const settle = (command: SheetCommand, outcome: RowOutcome['outcome'], events: readonly RowEvent[] = []): void => {
    const listed = events.map(({ postings, ...event }) => (written || !postings ? event : { ...event, postings }));
    const shown = { ...rowsOutcome(command.rows, outcome), key: command.key, ...(events.length > 0 ? { events: listed } : {}) };
    settled.push({ command, outcome: shown, events });
  };
  for (const [index, command] of ready.entries()) {
    const outcome = outcomes[index]!;
    switch (outcome.kind) {
      case 'decided':
        settle(command, written ? 'posted' : 'ready', outcome.records.map(rowEvent));
        break;
      case 'known':
        settle(
          command,
          'known',
          outcome.proof.events.map(({ type, stream, position }) => ({ type, stream, position })),
        );
        break;
      case 'key-reused':
        // The key of a row without an id says what the row says: somebody else sent the same.
        if (!command.byId) settle(command, 'known');
        else {
          const expected = ruleText('posted-otherwise', languageIn(locale));
          issues.push({ ...placeOf(command.rows[0]!), rule: 'posted-otherwise', expected });
          refused.push(...command.rows);
        }
        break;
      case 'rejection':
      case 'fault':
        issues.push(refusalIssue(outcome, command, locale));
        refused.push(...command.rows);
    }
  }
  return { settled, refused };
}

/** Rows by their numbers, those of other sheets than the main one apart. */
export function rowsOutcome(rows: readonly SheetRow[], outcome: RowOutcome['outcome']): RowOutcome {
  const sheets = [...new Set(rows.map(({ under }) => under.sheet))].filter((sheet) => sheet !== undefined);
  const on = (sheet: string | undefined): number[] =>
    rows.filter(({ under }) => under.sheet === sheet).map(({ number }) => number);
  return {
    rows: on(undefined),
    ...(sheets.length === 0 ? {} : { related: sheets.map((sheet) => ({ sheet, rows: on(sheet) })) }),
    outcome,
  };
}

const rowEvent = (record: EventRecord): RowEvent => ({
  type: record.type,
  stream: record.stream,
  position: record.position,
  postings: postingsOf(record).map((line) => ({
    account: line.account,
    ...moneyJson(line.amountMinor, currency(line.currency)),
  })),
});

/** The balances that decide, where they moved. */
export const balanceMoves = ({ balances }: InOrderResult): BalanceMove[] =>
  [...balances.values()]
    .filter(({ oldMinor, newMinor }) => oldMinor !== newMinor)
    .map(({ account, currency: code, oldMinor, newMinor }) => ({
      account,
      currency: code,
      before: formatAmount(onOwnSide(account, oldMinor), currency(code)),
      after: formatAmount(onOwnSide(account, newMinor), currency(code)),
    }))
    .toSorted((a, b) => (a.account < b.account ? -1 : 1));
