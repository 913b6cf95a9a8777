import { createHash, randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { Command, Option } from 'commander';
import type { Language } from '#domain/field-errors';
import { EventStore, systemClock } from '#event-store/event-store';
import { importRows } from '#import/rows/import-rows';
import { refusedCsv, refusedOf, refusedXlsx } from '#import/rows/row-files';
import { type ImportMode, type RowsReport, importModes } from '#import/rows/rows-report';
import { templates } from '#import/rows/templates';
import { type BookId, isId, registryBook } from '#kernel/ids';
import { Explained } from '#platform/explained';
import { Projector } from '#projections/runner';
import { bookRules } from '#runtime/book-rules';
import { readSent } from '#runtime/row-imports';
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
  const sent = { template, book: options.book ?? registryBook, bytes };
  const grid = gridOf(sent, language);
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
        book: sent.book,
        grid,
        file: createHash('sha256').update(bytes).digest('hex'),
        mode: options.mode,
        reading: { decimal: options.decimal, dates: options.dates },
      },
    );
    if (options.refused !== undefined && imported.refused.length > 0) {
      const refused = refusedOf(imported);
      const text = options.refused.endsWith('.xlsx') ? refusedXlsx(refused, language) : refusedCsv(refused, language, 'comma');
      writeFileSync(options.refused, text);
      tell(`the refused rows are in ${options.refused}`);
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

function gridOf(sent: Parameters<typeof readSent>[0], language: Language): ReturnType<typeof readSent> {
  try {
    return readSent(sent);
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
  row: { en: 'row', es: 'fila' },
  more: { en: 'more', es: 'más' },
} as const;

function lines(
  { kind, book: into, rows, ignoredColumns, issues, issueCount, balances }: RowsReport,
  language: Language,
): string[] {
  const shown = issues.slice(0, 50);
  return [
    `${into}, ${kind}: ${words.counts[language](rows)}`,
    ...(ignoredColumns.length === 0 ? [] : [`  ${words.ignored[language]}: ${ignoredColumns.join(', ')}`]),
    ...shown.map(
      ({ row, column = '', header, value, expected }) =>
        `  ${words.row[language]} ${row}${column && ` ${column}`}${header === undefined ? '' : ` ${header}`}${value === undefined ? '' : ` ${JSON.stringify(value)}`}: ${expected}`,
    ),
    ...(issueCount > shown.length ? [`  ... ${issueCount - shown.length} ${words.more[language]}`] : []),
    ...balances.map(
      ({ account, currency, before, after }) =>
        `  ${account.padEnd(40)} ${before.padStart(18)} -> ${after.padStart(18)} ${currency}`,
    ),
  ];
}
