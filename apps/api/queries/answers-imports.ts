import { z } from 'zod';
import { roles } from '#domain/command';
import { importModes } from '#import/rows/rows-report';
import { position } from './answers.js';

const rowNumber = z.int().min(1).describe('As a spreadsheet shows it.');

/** What is wrong with one cell, or one row. */
const rowIssue = z
  .strictObject({
    sheet: z.string().optional().describe('The sheet, where it is not the main one.'),
    row: rowNumber,
    column: z.string().optional().describe('Its letter; absent for what concerns the whole row.'),
    header: z.string().optional(),
    value: z.string().optional().describe('What stands there, cut at 80 characters.'),
    rule: z.string().describe('The rule of a field, or the code of a refusal.'),
    expected: z.string().describe("What would be right, in the reader's language."),
  })
  .meta({ id: 'RowIssue', description: 'What is wrong with a cell or a row of a sheet.' });

const rowOutcome = z.strictObject({
  rows: z.array(rowNumber),
  related: z
    .array(z.strictObject({ sheet: z.string(), rows: z.array(rowNumber) }))
    .optional()
    .describe('Rows of other sheets of the workbook that belong to them.'),
  outcome: z.enum(['posted', 'ready', 'known', 'refused']),
  key: z.string().optional().describe('Under which it is in the book, or would be.'),
  events: z
    .array(
      z.strictObject({
        type: z.string(),
        stream: z.string(),
        position,
        postings: z
          .array(z.strictObject({ account: z.string(), amount: z.string(), currency: z.string() }))
          .optional()
          .describe('Of a dry run; debit is positive.'),
      }),
    )
    .optional(),
});

const report = z
  .strictObject({
    kind: z.string(),
    book: z.string(),
    mode: z.enum(importModes),
    file: z.string().describe('SHA-256 of the file.'),
    complete: z.boolean().describe('Whether every row is in the book; of a dry run, would be.'),
    rows: z.strictObject({ total: z.int(), posted: z.int(), ready: z.int(), known: z.int(), refused: z.int() }),
    hiddenRows: z.int().describe('How many of the rows are hidden; they are taken like the others.'),
    position,
    ignoredColumns: z.array(z.string()),
    ignoredSheets: z.array(z.string()).describe('Sheets with content that were passed over.'),
    issueCount: z.int(),
    issues: z.array(rowIssue).describe('In the order of the rows; the first thousand.'),
    outcomes: z.array(rowOutcome).describe('In the order of the rows; the first thousand.'),
    totals: z
      .array(z.strictObject({ header: z.string(), count: z.int(), amount: z.string(), currency: z.string() }))
      .describe(
        "What the columns of amounts sum to, over all rows that are not refused: to compare with the sheet's own sums.",
      ),
    balances: z
      .array(z.strictObject({ account: z.string(), currency: z.string(), before: z.string(), after: z.string() }))
      .describe('The balances that decide, on their own side, before the first row and after the last.'),
  })
  .meta({ id: 'RowsReport', description: 'What an import of rows has done, or would do.' });

/** An import without its report. */
export const listedImport = z.strictObject({
  run: z.string(),
  book: z.string(),
  kind: z.string(),
  mode: z.enum(importModes),
  person: z.string(),
  file: z.string().describe('SHA-256 of the file.'),
  startedAt: z.string().meta({ format: 'date-time' }),
  state: z
    .enum(['running', 'done', 'failed', 'interrupted'])
    .describe('`interrupted`: nothing was heard of it for a minute. Sending the file again goes on where it stopped.'),
  progress: z.strictObject({ done: z.int(), total: z.int() }),
});

export const rowImport = listedImport.extend({ report: report.nullable() });

/** A kind of sheet, with its columns. */
export const template = z.strictObject({
  kind: z.string(),
  title: z.strictObject({ en: z.string(), es: z.string() }),
  about: z.strictObject({ en: z.string(), es: z.string() }),
  command: z.string(),
  book: z.enum(['registry', 'fund']),
  roles: z.array(z.enum(roles)),
  columns: z.array(
    z.strictObject({
      head: z.strictObject({ en: z.string(), es: z.string() }),
      member: z.string().describe('Where its value goes in the body of the command.'),
      kind: z.enum(['text', 'date', 'decimal', 'amount', 'currency', 'integer', 'boolean', 'choice', 'list']),
      required: z.boolean(),
      oneOf: z.array(z.string()).optional(),
    }),
  ),
});
