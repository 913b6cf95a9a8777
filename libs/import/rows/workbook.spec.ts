import { describe, expect, test } from '@jest/globals';
import { strToU8, zipSync } from 'fflate';
import { type Value, textValue } from '#spreadsheet/value';
import { WorkbookWriter } from '#spreadsheet/xlsx-write';
import type { Reading } from './cell-value.js';
import { readRows } from './read-rows.js';
import { readSentSheets } from './sent-sheets.js';
import { templates } from './templates.js';

/** Workbooks as people who live in Excel make them: what is read of them, sheet by sheet and cell by cell. */

const reading: Reading = { decimal: 'auto', dates: 'auto' };
type Sheet = readonly [name: string, ...rows: readonly (readonly (string | Value)[])[]];

/** A workbook whose first row of each sheet is its head. */
function workbook(...sheets: readonly Sheet[]): Uint8Array {
  const value = (cell: string | Value): Value =>
    typeof cell === 'string' ? (cell === '' ? undefined : textValue(cell)) : cell;
  const writer = new WorkbookWriter(
    sheets.map(([name, head]) => ({ name, columns: head!.map((cell) => ({ header: cell as string })) })),
  );
  for (const [at, [, , ...rows]] of sheets.entries()) for (const row of rows) writer.row(at, row.map(value));
  writer.end();
  return Buffer.concat(writer.take());
}

/** A workbook as Excel writes it: the XML of its only sheet, and the formats of its cells. */
const raw = (sheet: string, formats = ''): Uint8Array =>
  zipSync({
    'xl/workbook.xml': strToU8('<workbook xmlns:r="r"><sheets><sheet name="Hoja1" sheetId="1" r:id="a"/></sheets></workbook>'),
    'xl/_rels/workbook.xml.rels': strToU8('<Relationships><Relationship Id="a" Target="worksheets/s.xml"/></Relationships>'),
    'xl/styles.xml': strToU8(`<styleSheet>${formats}</styleSheet>`),
    'xl/worksheets/s.xml': strToU8(`<worksheet>${sheet}</worksheet>`),
  });
const text = (cell: string): string => `<c t="inlineStr"><is><t>${cell}</t></is></c>`;
const row = (cells: readonly string[], more = ''): string =>
  `<row ${more}>${cells.map((cell) => (cell.startsWith('<') ? cell : text(cell))).join('')}</row>`;

const read = (kind: string, file: Uint8Array, how = reading) =>
  readRows(templates.get(kind)!, readSentSheets(file, templates.get(kind)!), how, 'es');
const bodies = (kind: string, file: Uint8Array): object[] => {
  const { commands, issues } = read(kind, file);
  expect(issues).toEqual([]);
  return commands.map(({ body }) => body);
};

const grants: Sheet = [
  'Subvenciones',
  [
    'Subvención',
    'Actividad',
    'Beneficiaria del pago',
    'Monto',
    'Monto (moneda)',
    'Id',
    'Clase',
    'Cuotas: monto',
    'Cuotas: monto (moneda)',
    'Fecha prevista',
  ],
  ['g-1', 'pozos', 'manantial', '1000', 'USD', 'primera', 'advance', '600', 'USD', '2026-03-01'],
  ['g-1', '', '', '', '', 'segunda', 'balance', '400', 'USD', '2026-09-01'],
  ['g-2', 'pozos', 'manantial', '50', 'USD', 'única', 'advance', '50', 'USD', '2026-03-01'],
];

describe('lists on sheets of their own', () => {
  const related: Sheet[] = [
    [
      'Condiciones de cuotas',
      ['Subvención', 'Cuotas: id', 'Id', 'Texto'],
      ['g-1', 'segunda', 'informe', 'Informe aceptado'],
      ['g-1', 'segunda', 'acta', 'Acta de entrega'],
    ],
    [
      'Líneas de financiación',
      ['Subvención', 'Destinación', 'Monto', 'Monto (moneda)'],
      ['g-1', 'agua', '700', 'USD'],
      ['g-1', 'none', '300', 'USD'],
    ],
    [
      'Presupuestos',
      [
        'Subvención',
        'Categoría',
        'Costo: base',
        'Costo: unidad',
        'Costo: costo unitario',
        'Costo: costo unitario (moneda)',
        'Costo: cantidad',
      ],
      ['g-1', 'casas', 'unit-cost', 'casa', '100', 'USD', '10'],
    ],
  ];

  test('a grant has its funding lines, conditions and budget, whatever order the sheets have', () => {
    for (const sheets of [
      [grants, ...related],
      [...related.toReversed(), grants],
    ])
      expect(bodies('grants', workbook(...sheets))).toMatchObject([
        {
          grantId: 'g-1',
          funding: [{ earmark: 'agua', amount: { amount: '700' } }, { earmark: 'none' }],
          instalments: [
            { id: 'primera', kind: 'advance' },
            { id: 'segunda', conditions: [{ id: 'informe', text: 'Informe aceptado' }, { id: 'acta' }] },
          ],
          budget: [
            { category: 'casas', cost: { basis: 'unit-cost', unit: 'casa', unitCost: { amount: '100' }, quantity: '10' } },
          ],
        },
        { grantId: 'g-2', instalments: [{ id: 'única' }] },
      ]);
  });

  test('a row that names nothing on the main sheet, or lacks the column that names it, is told on its sheet', () => {
    const lost: Sheet = ['Presupuestos', ['Subvención', 'Categoría'], ['g-9', 'casas']];
    const { commands } = read('grants', workbook(grants, lost));
    expect(commands.map(({ body, rows }) => [body, rows.map(({ under }) => under.sheet)]).at(-1)).toEqual([
      { grantId: 'g-9', budget: [{ category: 'casas' }], instalments: [{}] },
      ['Presupuestos'],
    ]);
    const nameless: Sheet = ['Presupuestos', ['Categoría', 'Color'], ['casas', 'rojo']];
    expect(read('grants', workbook(grants, nameless)).issues).toMatchObject([
      { sheet: 'Presupuestos', row: 1, header: 'Subvención', rule: 'column-missing' },
    ]);
  });

  test('contributions have conditions and instalments; in one sheet, in further rows with the same id', () => {
    const file = workbook(
      [
        'Hoja1',
        [
          'Aporte',
          'Aportante',
          'Monto',
          'Monto (moneda)',
          'Cuotas: id',
          'Cuotas: fecha prevista',
          'Cuotas: monto',
          'Cuotas: monto (moneda)',
          'Condición',
        ],
        ['c-1', 'apc', '100', 'USD', 'a', '2026-02-01', '60', 'USD', ''],
        ['c-1', '', '', '', 'b', '2026-09-01', '40', 'USD', 'auditoria'],
      ],
      [
        'Condiciones de aportes',
        ['Aporte', 'Id', 'Texto', 'Monto', 'Monto (moneda)', 'Hasta'],
        ['c-1', 'auditoria', 'Sin salvedades', '40', 'USD', '2026-12-31'],
      ],
    );
    expect(bodies('contributions', file)).toMatchObject([
      {
        amount: { amount: '100' },
        conditions: [{ id: 'auditoria', until: '2026-12-31', amount: { amount: '40' } }],
        instalments: [{ id: 'a' }, { id: 'b', condition: 'auditoria', amount: { amount: '40' } }],
      },
    ]);
  });

  test('results are broken down by as many dimensions as stand in the row', () => {
    const head = [
      'Resultado',
      'Medición',
      'Indicador',
      'Inicio del período',
      'Valor',
      'Dimensión 1',
      'Parte de la dimensión 1',
      'Dimensión 2',
      'Parte de la dimensión 2',
      'Cifra de la parte',
    ];
    const file = workbook([
      'Resultados medidos',
      head,
      ['agua', 'm-1', 'personas', '2026-01-01', '1200', '', '', '', '', ''],
      ['agua', 'm-1', '', '', '', 'sexo', 'mujer', '', '', '700'],
      ['agua', 'm-1', '', '', '', 'sexo', 'mujer', 'edad', '18-29', '300'],
      // Without the id of a measurement, rows of one indicator, period and place are one.
      ['escuela', '', 'alumnos', '2026-01-01', '80', 'territorio', 'Cauca', '', '', '80'],
      ['escuela', '', 'alumnos', '2026-01-01', '', 'territorio', 'Huila', '', '', '0'],
      // Two results may have a measurement of the same id.
      ['suelo', 'm-1', 'huertas', '2026-01-01', '9', '', '', '', '', ''],
    ]);
    const sex = { name: 'sexo', value: 'mujer' };
    expect(bodies('results', file)).toMatchObject([
      {
        value: '1200',
        by: [
          { dimensions: [sex], value: '700' },
          { dimensions: [sex, { name: 'edad', value: '18-29' }], value: '300' },
        ],
      },
      { value: '80', by: [{ value: '80' }, { dimensions: [{ value: 'Huila' }], value: '0' }] },
      { resultId: 'suelo', value: '9' },
    ]);
    expect(new Set(read('results', file).commands.map(({ key }) => key)).size).toBe(3);
  });

  test('opening balances are one command of all rows', () => {
    const file = workbook(
      [
        'Saldos de apertura',
        [
          'Cuenta bancaria',
          'Saldo',
          'Saldo (moneda)',
          'Pagado por subvenciones vigentes',
          'Pagado por subvenciones vigentes (moneda)',
          'Fecha valor',
        ],
        ['main', '40', 'USD', '40', 'USD', '2026-01-01'],
        ['ahorros', '2', 'USD'],
      ],
      ['Apertura de aportes', ['Aporte', 'Recibido', 'Recibido (moneda)'], ['c-1', '82', 'USD']],
    );
    const { commands, headings } = read('opening-balances', file);
    expect(headings[0]!.ignored).toEqual([]);
    expect(commands).toMatchObject([
      {
        body: {
          bankAccounts: [{ bankAccount: 'main' }, { bankAccount: 'ahorros' }],
          contributions: [{ received: { amount: '82' } }],
        },
      },
    ]);
  });
});

describe('what stands around a table', () => {
  const pledges = ['Aporte', 'Aportante', 'Monto', 'Monto (moneda)'];

  test('titles above it, a sheet before it, blank rows in it and notes beside it are no rows', () => {
    const file = workbook(
      ['Portada', ['Fondo Agua Segura'], ['Informe de 2026']],
      [
        'Datos',
        ['Anuncios de aporte 2026'],
        [''],
        [...pledges, '', 'Observación'],
        ['p-1', 'apc', '5', 'USD'],
        [''],
        ['', '', '', '', 'total abajo'],
        ['p-2', 'apc', '6', 'USD'],
      ],
      ['Borrador', ['x'], ['y']],
    );
    expect(bodies('pledges', file)).toMatchObject([{ contributionId: 'p-1' }, { contributionId: 'p-2' }]);
    expect(read('pledges', file)).toMatchObject({
      ignoredSheets: ['Portada', 'Borrador'],
      headings: [{ ignored: ['Observación'] }],
    });
  });

  test('hidden rows are taken, and said to be hidden', () => {
    const sheet = `<sheetData>${row(pledges)}${row(['p-1', 'apc', '5', 'USD'], 'hidden="1"')}</sheetData>`;
    expect(read('pledges', raw(sheet))).toMatchObject({
      commands: [{ body: { contributionId: 'p-1' } }],
      rows: [{ hidden: true }],
    });
  });

  test('cells merged over rows count in each of them; a figure does not', () => {
    const head = ['Informe', 'Subvención', 'Inicio del período', 'Fin del período', 'Categoría', 'Monto', 'Monto (moneda)'];
    const sheet = (merges: string): string =>
      `<sheetData>${row(head)}${row(['r-1', 'g-1', '2026-01-01', '2026-03-31', 'materiales', '<c><v>5</v></c>', 'USD'])}<row><c/><c/><c/><c/>${text('viajes')}<c>${merges.includes('F') ? '' : '<v>7</v>'}</c>${text('USD')}</row></sheetData><mergeCells>${merges}</mergeCells>`;
    const words = ['A2:A3', 'B2:D3'].map((ref) => `<mergeCell ref="${ref}"/>`).join('');
    expect(bodies('expenditure', raw(sheet(words)))).toMatchObject([
      {
        reportId: 'r-1',
        lines: [
          { category: 'materiales', amount: { amount: '5' } },
          { category: 'viajes', amount: { amount: '7' } },
        ],
      },
    ]);
    expect(read('expenditure', raw(sheet(`${words}<mergeCell ref="F2:F3"/>`))).issues).toMatchObject([
      { row: 3, column: 'F', rule: 'merged-cell' },
    ]);
  });
});

describe('what stands in cells', () => {
  const formats =
    '<numFmts><numFmt numFmtId="164" formatCode="0000000000"/><numFmt numFmtId="165" formatCode="0.0%"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="9"/></cellXfs>';

  test('a code shown with zeros in front keeps them; a share shown as 15 % is 15', () => {
    const sheet = `<sheetData>${row(['Contraparte', 'Nombre', 'Clase', 'Id'])}${row(['p-1', 'Uno', 'ngo', '<c s="1"><v>12345678</v></c>'])}</sheetData>`;
    const { headings, commands } = read('partners', raw(sheet, formats));
    expect([headings[0]!.ignored, commands[0]!.body]).toEqual([
      [],
      expect.objectContaining({ identifiers: [{ id: '0012345678' }] }),
    ]);
    const rate = `<sheetData>${row(['Presupuesto: costo: tasa', 'Presupuesto: categoría', 'Subvención'])}${row(['<c s="2"><v>0.15</v></c>', 'indirectos', 'g-1'])}</sheetData>`;
    const grant = read('grants', raw(rate, formats));
    expect(grant.issues.filter(({ rule }) => rule !== 'column-missing')).toEqual([]);
  });

  test('blanks around a text are nobody’s meaning: with them it is the same row', () => {
    const head = ['Contraparte', 'Nombre', 'Clase', 'País'];
    const rows = (...names: string[]) =>
      read('partners', workbook(['Contrapartes', head, ...names.map((name) => ['', name, 'ngo', 'CO'])]));
    expect(rows('Fundación Uno ', '\u00a0Fundación Uno').issues).toMatchObject([{ row: 3, rule: 'row-twice' }]);
  });

  test('a row of blanks alone is no row', () => {
    const head = ['Contraparte', 'Nombre', 'Clase'];
    expect(read('partners', workbook(['Contrapartes', head, ['  ', '\u00a0', ' ']]))).toMatchObject({ rows: [], issues: [] });
  });

  test('a row that says what the example says is meant, unless all of the example stands there', () => {
    const head = ['Aporte', 'Aportante', 'Monto', 'Monto (moneda)'];
    const example = ['apc-2026', 'apc', '50000', 'USD'];
    expect(bodies('pledges', workbook(['Anuncios de aporte', head, example]))).toHaveLength(1);
    const whole: Sheet = ['Anuncios de aporte', [...head, 'Fecha valor'], [...example, '2026-01-15']];
    expect(bodies('pledges', workbook(whole))).toHaveLength(0);
  });

  test('amounts with the sign of their currency, as Excel writes them to CSV', () => {
    const file = Buffer.from(
      'Aporte;Aportante;Monto;Monto (moneda)\np-1;apc; $ 1.234.567,50 ;COP\np-2;apc;US$ 12,5;USD\n',
      'latin1',
    );
    expect(bodies('pledges', file)).toMatchObject([{ amount: { amount: '1234567.50' } }, { amount: { amount: '12.5' } }]);
  });

  test('a web page under the name of a workbook is told as what it is', () => {
    expect(() => read('pledges', Buffer.from('<html><table><tr><td>Aporte</td></tr></table></html>'))).toThrow(/web page/);
  });
});
