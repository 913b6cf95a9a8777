import { type UnzipFileInfo, unzipSync } from 'fflate';
import { SaxesParser } from 'saxes';
import { type ReadLimits, SheetFault } from './cell.js';
import { type DateSystem, isDateFormat } from './serial-date.js';

/** The parts of a workbook that hold its tables; macros, pictures and the rest stay packed. */
const wanted =
  /^(_rels\/\.rels|xl\/(_rels\/workbook\.xml\.rels|workbook\.xml|sharedStrings\.xml|styles\.xml|worksheets\/[^/]+\.xml))$/i;

/** Unpacks the wanted parts of a workbook, by name in lower case. What it unpacks to is bounded before it is unpacked. */
export function unpack(bytes: Uint8Array, limits: ReadLimits): ReadonlyMap<string, Uint8Array> {
  if (bytes[0] === 0xd0 && bytes[1] === 0xcf) throw new SheetFault('old-workbook');
  if (bytes[0] !== 0x50 || bytes[1] !== 0x4b) throw new SheetFault('not-a-workbook', { because: 'it is not a ZIP archive' });
  let unpacked = 0;
  const filter = ({ name, originalSize }: UnzipFileInfo): boolean => {
    if (!wanted.test(name)) return false;
    // The archive's own word: fflate writes into a buffer of this size, so a part that says too little is cut, not grown.
    unpacked += originalSize;
    if (unpacked > limits.unpacked) throw new SheetFault('unpacks-too-large', { largest: limits.unpacked });
    return true;
  };
  try {
    return new Map(Object.entries(unzipSync(bytes, { filter })).map(([name, part]) => [name.toLowerCase(), part]));
  } catch (error) {
    if (error instanceof SheetFault) throw error;
    throw new SheetFault('not-a-workbook', { because: (error as Error).message });
  }
}

/** What is told while XML is read; names come without their prefix. */
export interface XmlEvents {
  readonly open?: (name: string, attributes: Readonly<Record<string, string>>) => void;
  readonly text?: (text: string) => void;
  readonly close?: (name: string) => void;
}

/** Reads XML piece by piece. Entities of its own are not known to the parser, and refused as malformed. */
export function readXml(part: Uint8Array, { open, text, close }: XmlEvents): void {
  const parser = new SaxesParser();
  parser.on('error', (error) => {
    throw new SheetFault('not-a-workbook', { because: error.message });
  });
  if (open) parser.on('opentag', ({ name, attributes }) => open(local(name), attributes));
  if (text) {
    parser.on('text', text);
    parser.on('cdata', text);
  }
  if (close) parser.on('closetag', ({ name }) => close(local(name)));
  const decoder = new TextDecoder('utf-8');
  for (let at = 0; at < part.length; at += 65_536)
    parser.write(decoder.decode(part.subarray(at, at + 65_536), { stream: true }));
  parser.write(decoder.decode());
  parser.close();
}

const local = (name: string): string => name.slice(name.indexOf(':') + 1);

/** A sheet of a workbook: its name, its part, and whether people see it. */
export interface SheetPart {
  readonly name: string;
  readonly part: Uint8Array;
  readonly hidden: boolean;
}

/** The sheets in their order, and the day that dates are counted from. */
export function readWorkbook(parts: ReadonlyMap<string, Uint8Array>): { sheets: SheetPart[]; dates: DateSystem } {
  const workbook = parts.get('xl/workbook.xml');
  if (!workbook) throw new SheetFault('not-a-workbook', { because: 'it has no xl/workbook.xml' });
  const targets = new Map<string, string>();
  readXml(parts.get('xl/_rels/workbook.xml.rels') ?? new Uint8Array(), {
    open: (name, { Id = '', Target = '' }) => void (name === 'Relationship' && targets.set(Id, Target)),
  });
  const sheets: SheetPart[] = [];
  let dates: DateSystem = 1900;
  readXml(workbook, {
    open: (name, attributes) => {
      if (name === 'workbookPr' && /^(1|true)$/.test(attributes['date1904'] ?? '')) dates = 1904;
      if (name !== 'sheet') return;
      const target =
        targets.get(attributes['r:id'] ?? Object.entries(attributes).find(([key]) => key.endsWith(':id'))?.[1] ?? '') ?? '';
      const part = parts.get((target.startsWith('/') ? target.slice(1) : `xl/${target}`).toLowerCase());
      if (part) sheets.push({ name: attributes['name'] ?? '', part, hidden: (attributes['state'] ?? 'visible') !== 'visible' });
    },
  });
  return { sheets, dates };
}

/** Every shared string; phonetic readings are left out, the runs of rich text joined. */
export function readSharedStrings(part: Uint8Array | undefined): string[] {
  const strings: string[] = [];
  if (!part) return strings;
  let current = '';
  let inText = false;
  let phonetic = 0;
  readXml(part, {
    open: (name) => {
      if (name === 'si') current = '';
      if (name === 'rPh') phonetic += 1;
      inText = name === 't' && phonetic === 0;
    },
    text: (text) => void (inText && (current += text)),
    close: (name) => {
      if (name === 'rPh') phonetic -= 1;
      if (name === 't') inText = false;
      if (name === 'si') strings.push(unescaped(current));
    },
  });
  return strings;
}

/** How a cell shows its number, and with how many zeros in front at least. */
export interface CellStyle {
  readonly shows: 'number' | 'date' | 'percent';
  readonly zeros: number;
}

/** What cell styles show, by the index that cells name. */
export function readCellStyles(part: Uint8Array | undefined): CellStyle[] {
  if (!part) return [];
  const formats = new Map<number, string>();
  const styles: CellStyle[] = [];
  let inCells = false;
  readXml(part, {
    open: (name, attributes) => {
      if (name === 'numFmt') formats.set(Number(attributes['numFmtId']), attributes['formatCode'] ?? '');
      if (name === 'cellXfs') inCells = true;
      if (name !== 'xf' || !inCells) return;
      const id = Number(attributes['numFmtId'] ?? 0);
      styles.push(styleOf(id, formats.get(id)));
    },
    close: (name) => void (name === 'cellXfs' && (inCells = false)),
  });
  return styles;
}

/** 9 and 10 are the percentages that every spreadsheet has. */
const styleOf = (id: number, code: string | undefined): CellStyle => ({
  shows: isDateFormat(id, code) ? 'date' : id === 9 || id === 10 || /^[^"[]*%/.test(code ?? '') ? 'percent' : 'number',
  zeros: /^0{2,}$/.test(code ?? '') ? code!.length : 0,
});

/** Workbooks write characters that XML cannot carry as `_x0007_`. */
export const unescaped = (text: string): string =>
  text.replaceAll(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
