import type { WrittenColumn } from './value.js';

/* The XML of a workbook (ECMA-376, transitional), as little of it as every spreadsheet needs. */

const declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const relations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const packageRelations = 'http://schemas.openxmlformats.org/package/2006/relationships';
const sheetType = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

/** The longest text that a cell can hold. */
const longest = 32_767;

/** Places in `cellXfs` below. */
export const style = { header: 1, date: 2, text: 3, whole: 4 } as const;
const mostDecimals = 12;

/** The styles of cells with which something is wrong, after all others. */
export const markedStyle = { text: mostDecimals + 5, date: mostDecimals + 6, number: mostDecimals + 7 } as const;
const marked = [49, 164, 0]
  .map((format) => `<xf numFmtId="${format}" fillId="3" applyNumberFormat="1" applyFill="1"/>`)
  .join('');

/** The style of a number that is shown with so many decimals. */
export const numberStyle = (decimals: number): number =>
  decimals === 0 ? style.whole : style.whole + Math.min(decimals, mostDecimals);

const numberFormats = Array.from(
  { length: mostDecimals },
  (_, n) => `<numFmt numFmtId="${165 + n}" formatCode="#,##0.${'0'.repeat(n + 1)}"/>`,
);

export const styles = `${declaration}<styleSheet xmlns="${main}"><numFmts count="${mostDecimals + 2}"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/>${numberFormats.join('')}<numFmt numFmtId="${165 + mostDecimals}" formatCode="#,##0"/></numFmts><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="4"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill><fill><patternFill patternType="solid"><fgColor rgb="FFE8EEF4"/></patternFill></fill><fill><patternFill patternType="solid"><fgColor rgb="FFFFC7CE"/></patternFill></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="${mostDecimals + 8}"><xf/><xf fontId="1" fillId="2" applyFont="1" applyFill="1"><alignment vertical="top" wrapText="1"/></xf><xf numFmtId="164" applyNumberFormat="1"/><xf numFmtId="49" applyNumberFormat="1"/><xf numFmtId="${165 + mostDecimals}" applyNumberFormat="1"/>${Array.from({ length: mostDecimals }, (_, n) => `<xf numFmtId="${165 + n}" applyNumberFormat="1"/>`).join('')}${marked}</cellXfs></styleSheet>`;

export const contentTypes = (sheets: number): string =>
  `${declaration}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${sheetType}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="${sheetType}.styles+xml"/>${numbered(sheets, (n) => `<Override PartName="/xl/worksheets/sheet${n}.xml" ContentType="${sheetType}.worksheet+xml"/>`)}</Types>`;

export const rootRelations = `${declaration}<Relationships xmlns="${packageRelations}"><Relationship Id="rId1" Type="${relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>`;

/** `lists` says that one more sheet, hidden, holds the lists of values. */
export const workbook = (names: readonly string[], lists: boolean): string =>
  `${declaration}<workbook xmlns="${main}" xmlns:r="${relations}"><sheets>${names.map((name, at) => `<sheet name="${escaped(name)}" sheetId="${at + 1}" r:id="rId${at + 1}"/>`).join('')}${lists ? `<sheet name="${listName}" sheetId="${names.length + 1}" state="hidden" r:id="rId${names.length + 1}"/>` : ''}</sheets></workbook>`;

export const workbookRelations = (sheets: number): string =>
  `${declaration}<Relationships xmlns="${packageRelations}">${numbered(sheets, (n) => `<Relationship Id="rId${n}" Type="${relations}/worksheet" Target="worksheets/sheet${n}.xml"/>`)}<Relationship Id="rId${sheets + 1}" Type="${relations}/styles" Target="styles.xml"/></Relationships>`;

/** The hidden sheet of the lists; no language's word, so that no sheet of ours is called so. */
const listName = '_lists';

export const sheetStart = (columns: readonly WrittenColumn[]): string =>
  `${declaration}<worksheet xmlns="${main}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>${columns.length === 0 ? '' : `<cols>${columns.map(({ header, width = Math.min(Math.max(header.length + 2, 10), 40) }, at) => `<col min="${at + 1}" max="${at + 1}" width="${width}" customWidth="1"/>`).join('')}</cols>`}<sheetData>`;

export const sheetEnd = (columns: readonly WrittenColumn[], lists: readonly (readonly string[])[]): string => {
  const validated = columns.flatMap(({ oneOf }, at) => {
    const list = oneOf === undefined ? -1 : lists.findIndex((each) => each.join('\n') === oneOf.join('\n'));
    if (list === -1) return [];
    const [name, source] = [columnName(at), columnName(list)];
    return `<dataValidation type="list" allowBlank="1" showErrorMessage="1" sqref="${name}2:${name}1048576"><formula1>${listName}!$${source}$1:$${source}$${lists[list]!.length}</formula1></dataValidation>`;
  });
  return `</sheetData>${validated.length === 0 ? '' : `<dataValidations count="${validated.length}">${validated.join('')}</dataValidations>`}</worksheet>`;
};

/** Each list is a column. */
export function listSheet(lists: readonly (readonly string[])[]): string {
  const rows = Math.max(...lists.map((list) => list.length));
  const cells = (at: number): string[] =>
    lists.map((list, column) => (list[at] === undefined ? '' : textCell(column, at + 1, list[at])));
  const body = Array.from({ length: rows }, (_, at) => row(at + 1, cells(at))).join('');
  return `${declaration}<worksheet xmlns="${main}"><sheetData>${body}</sheetData></worksheet>`;
}

export const row = (number: number, cells: readonly string[]): string => `<row r="${number}">${cells.join('')}</row>`;

export const numberCell = (column: number, at: number, number: string, formatted: number): string =>
  `<c r="${columnName(column)}${at}" s="${formatted}"><v>${number}</v></c>`;

/** A text stands in its cell as such: no spreadsheet calculates it. */
export const textCell = (column: number, at: number, text: string, formatted: number = style.text): string => {
  const kept = text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
  return `<c r="${columnName(column)}${at}" s="${formatted}" t="inlineStr"><is><t xml:space="preserve">${escaped(kept)}</t></is></c>`;
};

/** `A`, `B`, ... `Z`, `AA` ... */
export function columnName(index: number): string {
  const rest = index % 26;
  return (index >= 26 ? columnName((index - rest) / 26 - 1) : '') + String.fromCharCode(65 + rest);
}

const numbered = (count: number, text: (n: number) => string): string =>
  Array.from({ length: count }, (_, at) => text(at + 1)).join('');

const named: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** As XML can carry it: other characters, and text that looks like their escape, as `_xHHHH_`. */
const escaped = (text: string): string =>
  text
    .toWellFormed()
    .replaceAll(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_')
    .replaceAll(
      /[^\t\n\u0020-\ufffd\u{10000}-\u{10ffff}]/gu,
      (char) => `_x${char.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`,
    )
    .replaceAll(/[&<>"]/g, (char) => named[char]!);
