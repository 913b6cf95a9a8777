import { type Grid, type ReadLimits, SheetFault, usualLimits } from '#spreadsheet/cell';
import { readCsv } from '#spreadsheet/csv-read';
import { type OpenSheet, openXlsx } from '#spreadsheet/xlsx-read';
import { plainWord } from './cell-value.js';
import { type SentSheets, knowsHeads, onlySheet } from './heading.js';
import { helpSheet } from './template-files.js';
import type { Bilingual, Template } from './template.js';
import { templates } from './templates.js';

/**
 * Reads a file of rows, whichever of the two it is. Of a workbook, the sheets that are named for the kind; where none is, its
 * own is the first that has heads of it. Throws `SheetFault`.
 */
export function readSentSheets(bytes: Uint8Array, template: Template, limits: ReadLimits = usualLimits): SentSheets {
  const packed = (bytes[0] === 0x50 && bytes[1] === 0x4b) || (bytes[0] === 0xd0 && bytes[1] === 0xcf);
  const sent = packed ? sheetsIn(openXlsx(bytes, limits), template) : onlySheet(readCsv(bytes, limits));
  const rows = [sent.main, ...sent.related.map(({ grid }) => grid)].reduce((total, grid) => total + grid.rows.length, 0);
  if (rows === 0) throw new SheetFault('empty');
  if (rows > limits.rows + limits.titles) throw new SheetFault('too-many-rows', { most: limits.rows });
  return sent;
}

function sheetsIn(sheets: readonly OpenSheet[], template: Template): SentSheets {
  const related = (template.lists ?? []).flatMap(({ path, sheet }) => {
    const found = sheet && sheets.find(({ name }) => isNamed(name, sheet));
    return found ? [{ list: path, sheet: found }] : [];
  });
  const others = sheets.filter((each) => !related.some(({ sheet }) => sheet === each));
  const named = others.find(({ name }) => isNamed(name, template.title));
  const { sheet, grid } = named ? { sheet: named, grid: named.read() } : firstKnown(others, template);
  const unread = others.filter(
    (each) => each !== sheet && !isNamed(each.name, helpSheet) && !ofSomeKind.has(plainWord(each.name)),
  );
  return {
    main: grid,
    related: related.map(({ list, sheet: each }) => ({ list, grid: each.read() })),
    ignored: unread.filter((each) => each.read().rows.length > 0).map(({ name }) => name),
  };
}

/** The first sheet with heads of the template; the first of all where none has. */
function firstKnown(sheets: readonly OpenSheet[], template: Template): { sheet?: OpenSheet; grid: Grid } {
  const read: { sheet: OpenSheet; grid: Grid }[] = [];
  for (const sheet of sheets) {
    const grid = sheet.read();
    if (knowsHeads(template, grid)) return { sheet, grid };
    read.push({ sheet, grid });
  }
  return read.find(({ grid }) => grid.rows.length > 0) ?? { grid: { name: '', rows: [] } };
}

const isNamed = (name: string, names: Bilingual): boolean =>
  [names.en, names.es].some((each) => plainWord(each) === plainWord(name));

/** Names of sheets that other kinds read: one workbook may hold what several imports take. */
const ofSomeKind: ReadonlySet<string> = new Set(
  [...templates.values()]
    .flatMap(({ title, lists = [] }) => [title, ...lists.flatMap(({ sheet }) => (sheet ? [sheet] : []))])
    .flatMap(({ en, es }) => [plainWord(en), plainWord(es)]),
);
