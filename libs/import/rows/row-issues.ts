import type { FieldError, Language } from '#domain/field-errors';
import { type Locale, languageIn } from '#domain/words/figures';
import { type RejectionCode, rejectionText } from '#domain/rejections';
import type { InOrderOutcome } from '#event-store/in-order';
import type { Rejection } from '#kernel/rejection';
import { columnName } from '#spreadsheet/xlsx-xml';
import type { SheetRow } from './heading.js';
import { type RowIssue, quotedCell, ruleText } from './issue.js';
import { type SheetCommand, placeOf } from './read-rows.js';
import { type Template, type TemplateColumn, eachEntry, headOf } from './template.js';

/** A wrong field of a command, at the cell that it came from. */
export function fieldIssue(
  { field, rule, expected }: FieldError,
  { rows, entries }: SheetCommand,
  template: Template,
  language: Language,
): RowIssue {
  const wanted = tokensOf(field);
  const row = entryRow(entries, field) ?? rows[0]!;
  const at = row.under.columns.findIndex((column) => typeof column === 'object' && fits(column, wanted));
  const missing = at === -1 ? template.columns.find((column) => fits(column, wanted)) : undefined;
  return {
    ...placeOf(row),
    ...cellFacts(row, at),
    ...(missing ? { header: headOf(template, missing, language, listOfSheet(row, missing)) } : {}),
    rule,
    expected,
  };
}

/** A refusal, at the cell that holds one of the facts that led to it, where there is one. */
export function refusalIssue(
  outcome: Extract<InOrderOutcome, Rejection | { readonly kind: 'fault' }>,
  { rows }: SheetCommand,
  locale: Locale,
): RowIssue {
  if (outcome.kind === 'fault') return { ...placeOf(rows[0]!), rule: 'fault', expected: ruleText('fault', languageIn(locale)) };
  const facts = Object.values(outcome.facts).filter((fact): fact is string => typeof fact === 'string');
  // Most sentences name the currency; few are about it.
  const ofCurrency = /currency|rate/.test(outcome.code);
  const holds = (row: SheetRow): number =>
    row.under.columns.findIndex(
      (column, place) =>
        typeof column === 'object' &&
        (ofCurrency || column.kind !== 'currency') &&
        facts.includes(row.cells[place]?.text.trim() ?? ''),
    );
  const row = holds(rows[0]!) === -1 ? (rows.find((each) => holds(each) !== -1) ?? rows[0]!) : rows[0]!;
  return {
    ...placeOf(row),
    ...cellFacts(row, holds(row)),
    rule: outcome.code,
    expected: rejectionText(outcome.code as RejectionCode, outcome.facts, locale),
  };
}

/** The column, head and value of a cell, as issues name them; nothing where there is no such cell. */
function cellFacts(row: SheetRow, at: number): Pick<RowIssue, 'column' | 'header' | 'value'> {
  if (at === -1) return {};
  const cell = row.cells[at];
  return {
    column: columnName(at),
    header: row.under.row.cells[at]!.text,
    ...(cell === undefined || cell.kind === 'empty' ? {} : { value: quotedCell(cell.text) }),
  };
}

const listOfSheet = ({ under }: SheetRow, column: TemplateColumn): string | undefined =>
  under.sheet === undefined ? undefined : column.list;

/** The row of the innermost entry that a field stands in. */
function entryRow(entries: SheetCommand['entries'], field: string): SheetRow | undefined {
  for (let at = field; at !== ''; at = at.slice(0, Math.max(at.lastIndexOf('.'), at.lastIndexOf('['), 0))) {
    const row = entries.get(at);
    if (row) return row;
  }
  return undefined;
}

/** `lines[0].amount.amount` as `lines`, `0`, `amount`, `amount`. */
const tokensOf = (field: string): string[] => field.split(/[.[\]]+/).filter((token) => token !== '');

/** Whether a column holds the field, a part of it, or the list of words that it is a word of. */
function fits({ path }: TemplateColumn, wanted: readonly string[]): boolean {
  const same = (token: string, at: number): boolean =>
    wanted[at] === token || (token === eachEntry && /^\d+$/.test(wanted[at] ?? ''));
  if (wanted.length <= path.length) return path.slice(0, wanted.length).every(same);
  return path.every(same) && /^\d+$/.test(wanted[path.length]!);
}
