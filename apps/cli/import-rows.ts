import { createHash, randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { Command, Option } from 'commander';
import type { Language } from '#domain/field-errors';
import { type Locale, languageIn } from '#domain/words/figures';
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
import { print, tell, terminalLocale, withDatabase } from './context.js';
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
      const locale = terminalLocale();
      const language = languageIn(locale);
      const report = await load(kind, file, options, locale);
      if (options.json) print(JSON.stringify(report, null, 2));
      else lines(report, language).forEach(print);
      if (!report.complete) process.exitCode = 1;
    });

async function load(kind: string, file: string, options: Options, locale: Locale): Promise<RowsReport> {
  const language = languageIn(locale);
  const template = templates.get(kind);
  if (!template) throw new Explained(words.noKind[language](kind));
  if (!isId(options.person)) throw new Explained(words.noPerson[language]);
  const ofFund = template.definition.book === 'fund';
  if (ofFund && !options.book) throw new Explained(words.noFund[language](kind));
  const bytes = bytesOf(file, language);
  const sheets = sheetsOf(bytes, template, language);
  let toldAt = performance.now();
  const told = (done: number, total: number): void => {
    if (performance.now() - toldAt < tellEveryMs && done < total) return;
    toldAt = performance.now();
    tell(words.done[language](done, total));
  };
  return withDatabase(async ({ settings, appPool, bookPool }) => {
    const store = new EventStore({ pool: bookPool, rules: bookRules, origin: settings.origin });
    const who = { actor: options.person, role: template.definition.roles[0]!, language, locale };
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
      tell(words.left[which][language](to));
    }
    await new Projector(appPool).catchUp(imported.report.book);
    return imported.report;
  });
}

function bytesOf(file: string, language: Language): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    throw new Explained(`${words.unreadable[language](file)} (${(error as NodeJS.ErrnoException).code})`, { cause: error });
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
  done: {
    en: (done: number, total: number) => `${done} of ${total} rows`,
    es: (done: number, total: number) => `${done} de ${total} filas`,
  },
  left: {
    refused: {
      en: (file: string) => `the rows that were refused are in ${file}`,
      es: (file: string) => `las filas rechazadas quedaron en ${file}`,
    },
    reviewed: {
      en: (file: string) => `all rows, with what became of them, are in ${file}`,
      es: (file: string) => `todas las filas, con su resultado, quedaron en ${file}`,
    },
  },
  unreadable: {
    en: (file: string) => `${file} cannot be read`,
    es: (file: string) => `no se puede leer ${file}`,
  },
  noKind: {
    en: (kind: string) => `there is no kind of sheet ${JSON.stringify(kind)}; there are ${[...templates.keys()].join(', ')}`,
    es: (kind: string) => `no existe el tipo de hoja ${JSON.stringify(kind)}; existen ${[...templates.keys()].join(', ')}`,
  },
  noPerson: {
    en: 'a person is named by an opaque id: 1 to 64 letters, digits, _ and -',
    es: 'la persona se indica con un id opaco: de 1 a 64 letras, dígitos, _ y -',
  },
  noFund: {
    en: (kind: string) => `the rows of ${kind} go to a fund: name it with --book`,
    es: (kind: string) => `las filas de ${kind} van a un fondo: indíquelo con --book`,
  },
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
