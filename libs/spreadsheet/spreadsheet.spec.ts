import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { strToU8, zipSync } from 'fflate';
import { SheetFault, usualLimits } from './cell.js';
import { readCsv } from './csv-read.js';
import { type CsvDialect, byteOrderMark, csvLine } from './csv-write.js';
import { cellNumber, parseDecimal } from './decimal.js';
import { dateOfSerial, isDateFormat, serialOfDate } from './serial-date.js';
import { type Value, textValue } from './value.js';
import { readXlsx } from './xlsx-read.js';
import { WorkbookWriter } from './xlsx-write.js';

const utf8 = (text: string): Uint8Array => strToU8(text);
const shown = (bytes: Uint8Array): string[][] => readCsv(bytes).rows.map(({ cells }) => cells.map(({ text }) => text));
const faultOf = (read: () => unknown): string => {
  try {
    read();
  } catch (error) {
    if (error instanceof SheetFault) return error.code;
    throw error;
  }
  return 'none';
};

describe('numbers that people write', () => {
  test.each([
    ['1234.50', 'auto', '1234.50'],
    ['1234,50', 'auto', '1234.50'],
    ['1,234,567.89', 'auto', '1234567.89'],
    ['1.234.567,89', 'auto', '1234567.89'],
    ['1 234 567,89', 'auto', '1234567.89'],
    ['1\u00a0234,5', 'auto', '1234.5'],
    ["1'234.50", 'auto', '1234.50'],
    ['1,234,567', 'auto', '1234567'],
    ['0.125', 'auto', '0.125'],
    ['1.234', 'auto', 'ambiguous'],
    ['1,234', 'auto', 'ambiguous'],
    ['1.234', 'comma', '1234'],
    ['1.234', 'point', '1.234'],
    ['1,234', 'point', '1234'],
    ['1,234', 'comma', '1.234'],
    ['1.234,5', 'point', 'not-a-number'],
    ['-0,00', 'auto', '0.00'],
    ['−12', 'auto', '-12'],
    ['+007', 'auto', '7'],
    ['12,34,56', 'auto', 'not-a-number'],
    ['1.2.3', 'auto', 'not-a-number'],
    ['USD 12', 'auto', 'not-a-number'],
    ['1e3', 'auto', 'not-a-number'],
    ['', 'auto', 'not-a-number'],
  ] as const)('%s with %s is %s', (text, sign, expected) =>
    expect(Object.values(parseDecimal(text, sign))).toEqual([expected]),
  );

  test('what is written with thousands and decimals, either way round, is read back', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 0n, max: 10n ** 15n }),
        fc.integer({ min: 1, max: 2 }),
        fc.boolean(),
        (whole, decimals, comma) => {
          const digits = whole.toString().padStart(decimals + 1, '0');
          const [units, cents] = [digits.slice(0, -decimals), digits.slice(-decimals)];
          const grouped = units.replaceAll(/\B(?=(\d{3})+$)/g, comma ? '.' : ',');
          expect(parseDecimal(`${grouped}${comma ? ',' : '.'}${cents}`, 'auto')).toEqual({ text: `${units}.${cents}` });
        },
      ),
    );
  });
});

describe('numbers that workbooks hold', () => {
  test.each([
    ['2000.1', '2000.1'],
    ['2000', '2000'],
    ['1.1000000000000001', '1.1'],
    ['2000.0999999999999', '2000.1'],
    ['0.30000000000000004', '0.30000000000000004'],
    ['1E3', '1000'],
    ['1.5e-3', '0.0015'],
    ['-0', '0'],
    ['12345678901234.56', '12345678901234.56'],
    ['1E+15', '1000000000000000'],
    ['abc', undefined],
    ['NaN', undefined],
    ['Infinity', undefined],
  ])('%s is %s', (raw, expected) => expect(cellNumber(raw)).toBe(expected));

  test('every amount of fifteen digits comes out as it went in, through the seventeen digits that Excel writes', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 999_999_999_999_999 }), (minor) => {
        const text = `${Math.floor(minor / 100)}.${String(minor % 100).padStart(2, '0')}`;
        const plain = text.replace(/\.?0+$/, '') || '0';
        expect(cellNumber(Number(text).toPrecision(17))).toBe(text.includes('.') ? plain : text);
      }),
    );
  });
});

describe('dates that workbooks hold', () => {
  test.each([
    ['1', 1900, '1900-01-01'],
    ['59', 1900, '1900-02-28'],
    ['60', 1900, undefined],
    ['61', 1900, '1900-03-01'],
    ['46112', 1900, '2026-03-31'],
    ['44650', 1904, '2026-03-31'],
    ['46112.5', 1900, '2026-03-31T12:00:00'],
    ['0', 1904, '1904-01-01'],
    ['-1', 1900, undefined],
    ['2958466', 1900, undefined],
  ] as const)('serial %s of %i is %s', (serial, system, expected) => expect(dateOfSerial(serial, system)).toBe(expected));

  test('a date is its serial, and back', () => {
    fc.assert(
      fc.property(fc.integer({ min: 61, max: 2_958_465 }), (serial) => {
        expect(serialOfDate(dateOfSerial(String(serial), 1900)!)).toBe(serial);
      }),
    );
    expect(serialOfDate('1900-01-01')).toBeUndefined();
  });

  test.each([
    [14, undefined, true],
    [0, undefined, false],
    [170, 'dd/mm/yyyy', true],
    [170, '[$-es-CO]d "de" mmmm', true],
    [170, '#,##0.00 "dólares"', false],
    [170, '[Red]#,##0', false],
    [170, 'General', false],
    [170, '0.00E+00', false],
    [170, '[h]:mm', true],
  ])('format %i %s shows dates: %s', (id, code, expected) => expect(isDateFormat(id, code)).toBe(expected));
});

describe('reading CSV', () => {
  test.each([
    [
      'commas',
      utf8('id,monto\r\na,1'),
      [
        ['id', 'monto'],
        ['a', '1'],
      ],
    ],
    [
      'semicolons',
      utf8('id;monto\na;1,5\n'),
      [
        ['id', 'monto'],
        ['a', '1,5'],
      ],
    ],
    [
      'tabs',
      utf8('id\tmonto\ra\t1'),
      [
        ['id', 'monto'],
        ['a', '1'],
      ],
    ],
    [
      'a byte order mark',
      utf8(`${byteOrderMark}id,ñ\n1,2`),
      [
        ['id', 'ñ'],
        ['1', '2'],
      ],
    ],
    [
      'sep= in front',
      utf8('sep=|\r\nid|a,b\n1|2'),
      [
        ['id', 'a,b'],
        ['1', '2'],
      ],
    ],
    [
      'quotes',
      utf8('"a;b",c\n"say ""no""","x\ny"'),
      [
        ['a;b', 'c'],
        ['say "no"', 'x\ny'],
      ],
    ],
    ['Latin-1', Uint8Array.from([0x66, 0x75, 0x6e, 0x64, 0x61, 0x63, 0x69, 0xf3, 0x6e, 0x2c, 0x80]), [['fundación', '€']]],
    [
      'UTF-16, as "Unicode text" of Excel',
      new Uint8Array(Buffer.from('\ufeffid\tñ\r\n1\t2', 'utf16le')),
      [
        ['id', 'ñ'],
        ['1', '2'],
      ],
    ],
  ])('%s', (_, bytes, expected) => expect(shown(bytes)).toEqual(expected));

  test('rows keep the numbers that a spreadsheet shows, blank ones and those with a line break counted', () => {
    const { rows } = readCsv(utf8('id\r\n\r\n"a\r\nb"\r\n,\r\nc\r\n'));
    expect(rows.map(({ number }) => number)).toEqual([1, 3, 5]);
  });

  test('quotes that are not closed are told by their line', () => {
    expect(faultOf(() => readCsv(utf8('a,b\n"c,d\n')))).toBe('broken-quotes');
    expect(faultOf(() => readCsv(utf8('a,b\nc"d"e,f\n')))).toBe('broken-quotes');
  });

  test('more rows, columns or characters than are taken are refused', () => {
    const limits = { ...usualLimits, rows: 2, titles: 0, columns: 2, cell: 3 };
    expect(faultOf(() => readCsv(utf8('a\nb\nc'), limits))).toBe('too-many-rows');
    expect(faultOf(() => readCsv(utf8('a,b,c'), limits))).toBe('too-many-columns');
    expect(faultOf(() => readCsv(utf8('abcd'), limits))).toBe('cell-too-long');
  });
});

const anyText = fc.string({ unit: 'binary', maxLength: 30 }).map((text) => text.replaceAll(/[\0\ud800-\udfff]/g, ''));
const anyTable = fc
  .integer({ min: 1, max: 6 })
  .chain((columns) => fc.array(fc.array(anyText, { minLength: columns, maxLength: columns }), { minLength: 1, maxLength: 12 }));
const filled = (rows: readonly (readonly string[])[]): string[][] =>
  rows.filter((row) => row.some((cell) => cell !== '')).map((row) => [...row]);

describe('writing CSV', () => {
  test('what is written in any dialect is read back, whatever it says', () => {
    fc.assert(
      fc.property(anyTable, fc.constantFrom<CsvDialect>('comma', 'semicolon', 'tab'), (rows, dialect) => {
        const head = Array.from({ length: rows[0]!.length + 1 }, (_, n) => `c${n}`);
        const lines = [head, ...rows.map((row) => ['x', ...row])];
        const text = lines.map((row) => csvLine(row.map(textValue), dialect)).join('');
        expect(shown(utf8(byteOrderMark + text))).toEqual(lines);
      }),
    );
  });

  test.each(['=1+1', '+57 300', '-2', '@SUM(A1)', '\t=1', '\r=1', "'=1", '＝1'])(
    '%j is no formula for a spreadsheet',
    (text) => {
      const line = csvLine([textValue(text)], 'comma').trimEnd();
      expect(line.replace(/^"/, '')).toMatch(/^'/);
      expect(shown(utf8(line))).toEqual([[text]]);
    },
  );

  test('numbers stay numbers: with a point, or a comma between semicolons', () => {
    const values: Value[] = [{ kind: 'number', text: '-1234.50' }, { kind: 'date', text: '2026-03-31' }, undefined];
    expect(csvLine(values, 'comma')).toBe('-1234.50,2026-03-31,\r\n');
    expect(csvLine(values, 'semicolon')).toBe('-1234,50;2026-03-31;\r\n');
  });
});

const workbook = (rows: readonly (readonly Value[])[], header: readonly string[]): Uint8Array => {
  const writer = new WorkbookWriter([{ name: 'Data', columns: header.map((each) => ({ header: each })) }]);
  for (const row of rows) writer.row(0, row);
  writer.end();
  return Buffer.concat(writer.take());
};

/** A workbook as some other program writes it. */
const made = (sheet: string, more: Readonly<Record<string, string>> = {}): Uint8Array =>
  zipSync({
    'xl/workbook.xml': strToU8(
      more['workbook'] ?? '<workbook xmlns:r="r"><sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>',
    ),
    'xl/_rels/workbook.xml.rels': strToU8(
      '<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>',
    ),
    'xl/styles.xml': strToU8('<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>'),
    'xl/sharedStrings.xml': strToU8(more['strings'] ?? '<sst/>'),
    'xl/worksheets/sheet1.xml': strToU8(`<worksheet><sheetData>${sheet}</sheetData></worksheet>`),
  });
const cells = (bytes: Uint8Array): string[][] =>
  readXlsx(bytes).rows.map((row) => row.cells.map(({ kind, text }) => `${kind}:${text}`));

describe('workbooks', () => {
  test('what is written is read back, whatever it says', () => {
    fc.assert(
      fc.property(anyTable, (rows) => {
        const head = rows[0]!.map((_, n) => `c${n}`);
        const read = readXlsx(
          workbook(
            rows.map((row) => row.map(textValue)),
            head,
          ),
        ).rows.map((row) => head.map((_, at) => row.cells[at]?.text ?? ''));
        expect(read).toEqual([head, ...filled(rows)]);
      }),
      { numRuns: 50 },
    );
  });

  test('amounts, dates and texts keep their kinds; what a float cannot hold stands as text', () => {
    const amounts = ['2000.00', '-0.05', '0', '1234.567', '123456789012345.67'];
    const rows = [
      amounts.map((text): Value => ({ kind: 'number', text })),
      [{ kind: 'date', text: '2026-03-31' } as const, textValue('=1+1')],
    ];
    expect(cells(workbook(rows, ['a', 'b', 'c', 'd', 'e'])).slice(1)).toEqual([
      ['number:2000', 'number:-0.05', 'number:0', 'number:1234.567', 'text:123456789012345.67'],
      ['date:2026-03-31', 'text:=1+1'],
    ]);
  });

  test('the same rows are the same bytes', () => {
    const once = workbook([[textValue('a')]], ['h']);
    expect(Buffer.from(workbook([[textValue('a')]], ['h'])).equals(once)).toBe(true);
  });

  test('a column with a list of values names it in a hidden sheet, which is not read', () => {
    const writer = new WorkbookWriter([{ name: 'Data', columns: [{ header: 'kind', oneOf: ['a', 'b'] }] }]);
    writer.end();
    const bytes = Buffer.concat(writer.take());
    expect(readXlsx(bytes, ['_lists'])).toEqual({
      name: 'Data',
      rows: [{ number: 1, cells: [{ kind: 'text', text: 'kind' }] }],
    });
  });

  test('strings, rich text, booleans, errors, dates and results of formulas are read as other programs write them', () => {
    const strings = '<sst><si><t>plain</t></si><si><r><t>ri</t></r><r><t>ch</t></r><rPh><t>no</t></rPh></si></sst>';
    const sheet = `<row r="2"><c r="A2" t="s"><v>0</v></c><c r="C2" t="s"><v>1</v></c><c t="b"><v>1</v></c><c t="e"><v>#REF!</v></c></row>
      <row r="5"><c s="1"><v>46112</v></c><c><f>1+1</f><v>2</v></c><c><f>X()</f></c><c t="str"><f>A1</f><v>a_x000D_b</v></c><c t="inlineStr"><is><t>i</t></is></c></row>`;
    const grid = readXlsx(made(sheet, { strings }));
    expect(grid.rows.map(({ number }) => number)).toEqual([2, 5]);
    expect(cells(made(sheet, { strings }))).toEqual([
      ['text:plain', 'empty:', 'text:rich', 'boolean:true', 'error:#REF!'],
      ['date:2026-03-31', 'number:2', 'error:=…', 'text:a\rb', 'text:i'],
    ]);
  });

  test('prefixed names, the 1904 calendar and a hidden first sheet are understood', () => {
    const bytes = zipSync({
      'xl/workbook.xml': strToU8(
        '<x:workbook xmlns:x="x" xmlns:q="r"><x:workbookPr date1904="1"/><x:sheets><x:sheet name="H" state="hidden" q:id="a"/><x:sheet name="S" q:id="b"/></x:sheets></x:workbook>',
      ),
      'xl/_rels/workbook.xml.rels': strToU8(
        '<Relationships><Relationship Id="a" Target="worksheets/one.xml"/><Relationship Id="b" Target="/xl/worksheets/two.xml"/></Relationships>',
      ),
      'xl/styles.xml': strToU8('<styleSheet><cellXfs><xf numFmtId="14"/></cellXfs></styleSheet>'),
      'xl/worksheets/one.xml': strToU8('<worksheet><sheetData><row><c><v>1</v></c></row></sheetData></worksheet>'),
      'xl/worksheets/two.xml': strToU8(
        '<x:worksheet xmlns:x="x"><x:sheetData><x:row><x:c s="0"><x:v>44650</x:v></x:c></x:row></x:sheetData></x:worksheet>',
      ),
    });
    expect(cells(bytes)).toEqual([['date:2026-03-31']]);
  });

  test('what is no workbook, protected, or unpacks to too much is refused before it is unpacked', () => {
    expect(faultOf(() => readXlsx(utf8('id,monto')))).toBe('not-a-workbook');
    expect(faultOf(() => readXlsx(Uint8Array.from([0xd0, 0xcf, 0x11, 0xe0])))).toBe('old-workbook');
    expect(faultOf(() => readXlsx(zipSync({ 'a.txt': utf8('a') })))).toBe('not-a-workbook');
    expect(faultOf(() => readXlsx(Uint8Array.from([0x50, 0x4b, 3, 4, 0, 0])))).toBe('not-a-workbook');
    const bomb = made('<row><c><v>1</v></c></row>'.repeat(100_000));
    expect(faultOf(() => readXlsx(bomb, [], { ...usualLimits, unpacked: 1_000_000 }))).toBe('unpacks-too-large');
    expect(faultOf(() => readXlsx(made('<row><c></row>')))).toBe('not-a-workbook');
    expect(faultOf(() => readXlsx(made('<row><c t="inlineStr"><is><t>&lol;</t></is></c></row>')))).toBe('not-a-workbook');
  });

  test('a part that says it is smaller than it is cannot grow in memory', () => {
    const bytes = made('<row><c><v>1</v></c></row>'.repeat(50_000));
    const view = new DataView(bytes.buffer, bytes.byteOffset);
    // The central directory is what is believed; its entry of the sheet claims a kilobyte.
    for (let at = bytes.length - 22; at >= 0; at--)
      if (view.getUint32(at, true) === 0x02014b50 && view.getUint32(at + 24, true) > 500_000)
        view.setUint32(at + 24, 1024, true);
    expect(faultOf(() => readXlsx(bytes, [], { ...usualLimits, unpacked: 100_000 }))).toBe('not-a-workbook');
  });
});
