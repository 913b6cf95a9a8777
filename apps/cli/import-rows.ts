import { createHash, randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { Command, Option } from 'commander';
import type { Language } from '#domain/field-errors';
import { EventStore, systemClock } from '#event-store/event-store';
import { importRows } from '#import/rows/import-rows';
import { keptRows, returnedCsv, returnedXlsx } from '#import/rows/returned-rows';
import { type ImportMode, type RowsReport, importModes } from '#import/rows/rows-report';
import type { SentSheets } from '#import/rows/heading';
import { readSentSheets } from '#import/rows/sent-sheets';
import type { Template } from '#import/rows/template';
import { templates } from '#import/rows/templates';
import { type BookId, isId, registryBook } from '#kernel/ids';
import { Explained } from '#platform/explained';
import { Projector } from '#projections/runner';
import { bookRules } from '#runtime/book-rules';
import { SheetFault, sheetFaultText } from '#spreadsheet/cell';
import { print, tell, terminalLanguage, withDatabase } from './context.js';
import { book } from './options.js';

interface Options {
  readonly book?: BookId;
  readonly person: string;
  readonly mode: ImportMode;
  readonly decimal: 'auto' | 'point' | 'comma';
  readonly dates: 'auto' | 'day-first' | 'month-first';
  readonly refused?: string;
  readonly reviewed?: string;
  readonly json?: boolean;
}

const tellEveryMs = 1_000;

/** `ayni import rows KIND FILE` */
export const importRowsCommand = (): Command =>
  new Command('rows')
    .argument('<kind>', `what the rows are: ${[...templates.keys()].join(', ')}`)
    .argument('<file>', 'a CSV or XLSX file, as the template of its kind')
    .description('Load the rows of a spreadsheet, each as the command that it stands for.')
    .option('--book <id>', 'the fund; of partners, left out', book)
    .requiredOption('--person <id>', 'who the events name as their actor')
    .addOption(
      new Option('--mode <mode>', 'nothing, all rows or none, or each for itself').choices(importModes).default('dry-run'),
    )
    .addOption(
      new Option('--decimal <sign>', 'what stands before decimals in texts')
        .choices(['auto', 'point', 'comma'])
        .default('auto'),
    )
    .addOption(
      new Option('--dates <order>', 'what comes first in dates with slashes')
        .choices(['auto', 'day-first', 'month-first'])
        .default('auto'),
    )
    .option('--refused <file>', 'where to leave the rows that were refused, to be corrected (.csv or .xlsx)')
    .option('--reviewed <file>', 'where to leave all rows, with what became of each and what is wrong (.csv or .xlsx)')
    .option('--json', 'the whole report as JSON')
    .addHelpText(
      'after',
      `
Sending a file again posts nothing twice. Exits with 1 when a row was refused.

Example:
  ayni import rows contributions aportes.xlsx --book agua-segura --person p-002 --mode all-or-nothing`,
    )
    .action(async (kind: string, file: string, options: Options) => {
      const language = terminalLanguage();
      const report = await load(kind, file, options, language);
      if (options.json) print(JSON.stringify(report, null, 2));
      else lines(report, language).forEach(print);
      if (!report.complete) process.exitCode = 1;
    });

async function load(kind: string, file: string, options: Options, language: Language): Promise<RowsReport> {
  const template = templates.get(kind);
  if (!template)
    throw new Explained(`there is no kind of sheet ${JSON.stringify(kind)}; there are ${[...templates.keys()].join(', ')}`);
  if (!isId(options.person)) throw new Explained('a person is an opaque id: 1 to 64 of A-Z a-z 0-9 _ -');
  const ofFund = template.definition.book === 'fund';
  if (ofFund && !options.book) throw new Explained(`${kind} go to a fund: name it with --book`);
  const bytes = bytesOf(file);
  const sheets = sheetsOf(bytes, template, language);
  let toldAt = performance.now();
  const told = (done: number, total: number): void => {
    if (performance.now() - toldAt < tellEveryMs && done < total) return;
    toldAt = performance.now();
    tell(`${done} of ${total} rows`);
  };
  return withDatabase(async ({ settings, appPool, bookPool }) => {
    const store = new EventStore({ pool: bookPool, rules: bookRules, origin: settings.origin });
    const who = { actor: options.person, role: template.definition.roles[0]!, language };
    const imported = await importRows(
      { store, ...who, now: systemClock, salt: () => randomBytes(16), told },
      {
        template,
        book: options.book ?? registryBook,
        sheets,
        file: createHash('sha256').update(bytes).digest('hex'),
        mode: options.mode,
        reading: { decimal: options.decimal, dates: options.dates },
      },
    );
    const rows = keptRows(template, imported, language);
    for (const which of ['refused', 'reviewed'] as const) {
      const to = options[which];
      if (to === undefined || (which === 'refused' && imported.report.rows.refused === 0)) continue;
      const text = to.endsWith('.xlsx') ? returnedXlsx(rows, which, language) : returnedCsv(rows, which, language, 'comma');
      writeFileSync(to, text);
      tell(`the ${which} rows are in ${to}`);
    }
    await new Projector(appPool).catchUp(imported.report.book);
    return imported.report;
  });
}

function bytesOf(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    throw new Explained(`${file} cannot be read: ${(error as Error).message}`, { cause: error });
  }
}

function sheetsOf(bytes: Uint8Array, template: Template, language: Language): SentSheets {
  try {
    return readSentSheets(bytes, template);
  } catch (error) {
    if (error instanceof SheetFault) throw new Explained(sheetFaultText(error.code, error.facts, language), { cause: error });
    throw error;
  }
}

const words = {
  counts: {
    en: (r: RowsReport['rows']) =>
      `${r.total} rows: ${r.posted} posted, ${r.ready} ready, ${r.known} there before, ${r.refused} refused`,
    es: (r: RowsReport['rows']) =>
      `${r.total} filas: ${r.posted} registradas, ${r.ready} listas, ${r.known} ya estaban, ${r.refused} rechazadas`,
  },
  ignored: { en: 'columns passed over', es: 'columnas omitidas' },
  ignoredSheets: { en: 'sheets passed over', es: 'hojas omitidas' },
  hidden: { en: 'hidden rows taken as well', es: 'filas ocultas incluidas' },
  row: { en: 'row', es: 'fila' },
  more: { en: 'more', es: 'más' },
} as const;

function lines(
  { kind, book: into, rows, hiddenRows, ignoredColumns, ignoredSheets, issues, issueCount, totals, balances }: RowsReport,
  language: Language,
): string[] {
  const shown = issues.slice(0, 50);
  return [
    `${into}, ${kind}: ${words.counts[language](rows)}`,
    ...(ignoredColumns.length === 0 ? [] : [`  ${words.ignored[language]}: ${ignoredColumns.join(', ')}`]),
    ...(ignoredSheets.length === 0 ? [] : [`  ${words.ignoredSheets[language]}: ${ignoredSheets.join(', ')}`]),
    ...(hiddenRows === 0 ? [] : [`  ${words.hidden[language]}: ${hiddenRows}`]),
    ...totals.map(({ header, count, amount, currency }) => `  ${header} (${count}): ${amount} ${currency}`),
    ...shown.map(
      ({ sheet, row, column = '', header, value, expected }) =>
        `  ${sheet === undefined ? '' : `${sheet}, `}${words.row[language]} ${row}${column && ` ${column}`}${header === undefined ? '' : ` ${header}`}${value === undefined ? '' : ` ${JSON.stringify(value)}`}: ${expected}`,
    ),
    ...(issueCount > shown.length ? [`  ... ${issueCount - shown.length} ${words.more[language]}`] : []),
    ...balances.map(
      ({ account, currency, before, after }) =>
        `  ${account.padEnd(40)} ${before.padStart(18)} -> ${after.padStart(18)} ${currency}`,
    ),
  ];
}
