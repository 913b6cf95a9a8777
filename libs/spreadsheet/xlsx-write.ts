import { Zip, ZipDeflate, strToU8 } from 'fflate';
import { serialOfDate } from './serial-date.js';
import type { Value, WrittenColumn } from './value.js';
import * as xml from './xlsx-xml.js';

/** A sheet to be written. */
export interface SheetPlan {
  readonly name: string;
  readonly columns: readonly WrittenColumn[];
}

/** The most rows that a sheet has, in every spreadsheet. */
const mostRows = 1_048_576;

/**
 * Writes a workbook row by row: rows go to any of its sheets, and `take` gives what is packed so far. The same rows give the
 * same bytes. What cannot wait is only the packed text of sheets after the first.
 */
export class WorkbookWriter {
  private readonly zip: Zip;
  private readonly sheets: { readonly stream: ZipDeflate; pending: string; rows: number }[] = [];
  private packed: Uint8Array[] = [];

  constructor(private readonly plans: readonly SheetPlan[]) {
    const names = uniqueNames(plans.map(({ name }) => name));
    const lists = listsOf(plans);
    this.zip = new Zip((error, chunk) => {
      if (error) throw error;
      this.packed.push(chunk);
    });
    this.add('[Content_Types].xml', xml.contentTypes(names.length + (lists.length > 0 ? 1 : 0)));
    this.add('_rels/.rels', xml.rootRelations);
    this.add('xl/workbook.xml', xml.workbook(names, lists.length > 0));
    this.add('xl/_rels/workbook.xml.rels', xml.workbookRelations(names.length + (lists.length > 0 ? 1 : 0)));
    this.add('xl/styles.xml', xml.styles);
    if (lists.length > 0) this.add(`xl/worksheets/sheet${names.length + 1}.xml`, xml.listSheet(lists));
    for (const [index, { columns }] of plans.entries()) {
      const stream = packing(`xl/worksheets/sheet${index + 1}.xml`);
      this.zip.add(stream);
      const heads = columns.map(({ header }, at) => xml.textCell(at, 1, header, xml.style.header));
      this.sheets.push({ stream, pending: xml.sheetStart(columns) + xml.row(1, heads), rows: 1 });
    }
  }

  /** Adds a row to a sheet, by the sheet's place. Throws `RangeError` beyond the rows that a sheet can have. */
  row(sheet: number, values: readonly Value[]): void {
    const open = this.sheets[sheet]!;
    if (open.rows === mostRows) throw new RangeError(`a sheet has at most ${mostRows} rows`);
    open.rows += 1;
    open.pending += xml.row(
      open.rows,
      values.map((value, column) => cellXml(value, column, open.rows)),
    );
    if (open.pending.length > 65_536) this.flush(open);
  }

  /** What is packed and was not taken yet. */
  take(): Uint8Array[] {
    const taken = this.packed;
    this.packed = [];
    return taken;
  }

  /** Ends the file; the rest is to be taken then. */
  end(): void {
    const lists = listsOf(this.plans);
    for (const [index, open] of this.sheets.entries()) {
      open.pending += xml.sheetEnd(this.plans[index]!.columns, lists);
      this.flush(open, true);
    }
    this.zip.end();
  }

  private flush(open: { readonly stream: ZipDeflate; pending: string }, last = false): void {
    open.stream.push(strToU8(open.pending), last);
    open.pending = '';
  }

  private add(name: string, text: string): void {
    const stream = packing(name);
    this.zip.add(stream);
    stream.push(strToU8(text), true);
  }
}

/** Files carry no moment: what they say depends on their rows alone. */
function packing(name: string): ZipDeflate {
  const stream = new ZipDeflate(name, { level: 6 });
  stream.mtime = new Date(1980, 0, 1);
  return stream;
}

function cellXml(value: Value, column: number, row: number): string {
  if (value === undefined) return '';
  const { kind, text, marked = false } = value;
  if (kind === 'date') {
    const serial = serialOfDate(text);
    const style = marked ? xml.markedStyle.date : xml.style.date;
    if (serial !== undefined) return xml.numberCell(column, row, String(serial), style);
  }
  if (kind === 'number') {
    const decimals = text.split('.')[1]?.length ?? 0;
    const digits = text.replaceAll(/\D/g, '').replace(/^0+/, '').length;
    // A spreadsheet keeps fifteen digits of a number, and no zeros in front: what has more stays exact as text.
    if (digits <= 15 && !/^-?0\d/.test(text))
      return xml.numberCell(column, row, text, marked ? xml.markedStyle.number : xml.numberStyle(decimals));
  }
  return xml.textCell(column, row, text, marked ? xml.markedStyle.text : xml.style.text);
}

/** The lists of values, each once, in the order in which columns name them. */
export function listsOf(plans: readonly SheetPlan[]): (readonly string[])[] {
  const lists = new Map<string, readonly string[]>();
  for (const { oneOf } of plans.flatMap(({ columns }) => columns)) if (oneOf) lists.set(oneOf.join('\n'), oneOf);
  return [...lists.values()];
}

/** Names as spreadsheets take them: at most 31 characters, none of `[]:*?/\`, each once whatever its case. */
function uniqueNames(names: readonly string[]): string[] {
  const taken = new Set<string>();
  return names.map((wanted) => {
    const base =
      wanted
        .replaceAll(/[[\]:*?/\\]/g, ' ')
        .slice(0, 31)
        .trim() || 'Sheet';
    let name = base;
    for (let n = 2; taken.has(name.toLowerCase()); n++) name = `${base.slice(0, 28)} ${n}`;
    taken.add(name.toLowerCase());
    return name;
  });
}
