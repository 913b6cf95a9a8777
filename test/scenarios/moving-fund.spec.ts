import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { RowImport } from '#runtime/row-imports';
import { type Value, textValue } from '#spreadsheet/value';
import { openXlsx } from '#spreadsheet/xlsx-read';
import { WorkbookWriter } from '#spreadsheet/xlsx-write';
import { type TestApi, TestSite } from '../support/api.js';
import { checkBook } from '../support/check-book.js';

// A fund that ran elsewhere is loaded from one workbook, as a finance officer in Bogotá fills it.

const xlsx = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const fund = 'agua-y-vida';
let site: TestSite;
let api: TestApi;
let manager: string;
beforeAll(async () => {
  site = await TestSite.open();
  api = await site.api();
  manager = await api.token('p-manager', 'fund-manager');
  await api.posted(
    `/funds/${fund}`,
    {
      name: { es: 'Fondo Agua y Vida' },
      homeCurrency: 'USD',
      timeZone: 'America/Bogota',
      startsOn: '2021-01-01',
      bankAccounts: [
        { id: 'corriente', currency: 'USD' },
        { id: 'ahorros', currency: 'USD' },
      ],
      publishing: { reportingOrg: { ref: 'CO-CCB-S0009', name: 'Fondo Agua y Vida', type: '40' } },
    },
    manager,
  );
});
afterAll(() => site.close());

const usd = (header: string): readonly string[] => [header, `${header} (moneda)`];
const money = (amount: string): readonly Value[] => [{ kind: 'number', text: amount }, textValue('USD')];
const day = (text: string): Value => ({ kind: 'date', text });

/** Every sheet by its name, its head first. Amounts are numbers, some dates are texts: day/month/year. */
const sheets: Readonly<Record<string, readonly (readonly (string | Value)[])[]>> = {
  Contrapartes: [
    ['Contraparte', 'Nombre', 'Clase', 'País'],
    ['apc', 'Agencia Presidencial de Cooperación ', 'national-government', 'CO'],
    ['manos', 'Manos Unidas del Sur', 'ngo', 'ES'],
    ['manantial', 'Fundación Manantial', 'ngo', 'CO'],
    ['techos', 'Corporación Techos', 'ngo', 'CO'],
  ],
  'Aportes comprometidos': [
    ['Aporte', 'Aportante', ...usd('Monto'), 'Convenio', 'Fecha valor'],
    ['apc-2021', 'apc', ...money('100000'), 'Convenio 7 de 2021', '15/02/2021'],
    ['manos-2023', 'manos', ...money('50000'), 'MU-23/118', day('2023-06-30')],
  ],
  'Saldos de apertura': [
    ['Cuenta bancaria', ...usd('Saldo'), ...usd('Pagado por subvenciones vigentes'), 'Fecha valor'],
    ['corriente', ...money('40000'), ...money('37000'), day('2026-01-01')],
    ['ahorros', ...money('9000')],
  ],
  'Apertura de aportes': [
    ['Aporte', ...usd('Recibido'), ...usd('Gastado'), ...usd('Reconocido como ingreso')],
    ['apc-2021', ...money('80000'), ...money('20000'), ...money('44000')],
    ['manos-2023', ...money('30000'), ...money('5000'), ...money('10000')],
  ],
  'Apertura de recursos propios': [usd('Monto'), money('1000')],
  Asignaciones: [
    ['Asignación', ...usd('Monto'), 'Fecha valor'],
    ['general-2026', ...money('60000'), day('2026-01-01')],
  ],
  Actividades: [
    ['Actividad', 'Título: español', 'Modalidad', 'Fecha valor'],
    ['pozos', 'Pozos comunitarios', 'bilateral', day('2024-01-10')],
    ['casas', 'Casas para 40 familias', 'triangular', day('2024-02-10')],
  ],
  'Contrapartes de las actividades': [
    ['Actividad', 'Contraparte', 'Fase', 'Papel', 'Fecha valor'],
    ['pozos', 'manantial', 'implementation', 'executor', day('2024-01-10')],
    ['casas', 'techos', 'implementation', 'executor', day('2024-02-10')],
  ],
  Subvenciones: [
    [
      'Subvención',
      'Actividad',
      'Beneficiaria del pago',
      ...usd('Monto'),
      'Id',
      'Clase',
      ...usd('Cuotas: monto'),
      'Fecha prevista',
      'Fecha valor',
    ],
    [
      'g-pozos',
      'pozos',
      'manantial',
      ...money('40000'),
      'primera',
      'advance',
      ...money('25000'),
      day('2024-03-01'),
      day('2024-02-20'),
    ],
    ['g-pozos', '', '', undefined, '', 'segunda', 'advance', ...money('15000'), day('2026-03-01')],
    [
      'g-casas',
      'casas',
      'techos',
      ...money('20000'),
      'única',
      'advance',
      ...money('20000'),
      day('2024-04-01'),
      day('2024-03-20'),
    ],
  ].map((row) => row.map((cell) => (cell === 'única' ? 'unica' : cell))),
  Presupuestos: [
    [
      'Subvención',
      'Categoría',
      ...usd('Monto'),
      'Costo: base',
      'Costo: unidad',
      ...usd('Costo: costo unitario'),
      'Costo: cantidad',
    ],
    ['g-pozos', 'materiales', ...money('30000')],
    ['g-pozos', 'formacion', ...money('10000')],
    ['g-casas', 'casas', undefined, '', 'unit-cost', 'casa', ...money('500'), { kind: 'number', text: '40' }],
  ],
  'Condiciones de cuotas': [
    ['Subvención', 'Cuotas: id', 'Id', 'Texto'],
    ['g-pozos', 'segunda', 'rendicion', 'Rendición del primer anticipo aceptada'],
  ],
  'Apertura de subvenciones': [
    ['Subvención', ...usd('Desembolsado'), ...usd('Anticipo por rendir'), ...usd('Por pagar'), 'Fecha valor'],
    ['g-pozos', ...money('25000'), ...money('10000'), undefined, '', day('2026-01-01')],
    ['g-casas', ...money('12000'), ...money('0'), ...money('2000'), day('2026-01-01')],
  ],
};

function workbook(): Uint8Array {
  const named = Object.entries(sheets);
  const writer = new WorkbookWriter(
    named.map(([name, [head]]) => ({ name, columns: head!.map((cell) => ({ header: cell as string })) })),
  );
  for (const [at, [, [, ...rows]]] of named.entries())
    for (const row of rows)
      writer.row(
        at,
        row.map((cell) => (typeof cell === 'string' ? (cell === '' ? undefined : textValue(cell)) : cell)),
      );
  writer.end();
  return Buffer.concat(writer.take());
}

/** The kinds of rows in the order in which docs/formats/spreadsheets.md has them. */
const kinds = [
  'partners',
  'contributions',
  'opening-balances',
  'allocations',
  'activities',
  'activity-partners',
  'grants',
  'opening-grants',
] as const;

async function send(kind: string, mode: string): Promise<RowImport> {
  const path = `/v1/${kind === 'partners' ? '' : `funds/${fund}/`}imports/${kind}?mode=${mode}&dates=day-first`;
  const headers = { authorization: `Bearer ${manager}`, 'content-type': xlsx, 'accept-language': 'es' };
  const response = await fetch(`${api.url}${path}`, { method: 'POST', headers, body: Buffer.from(workbook()) });
  const answer = (await response.json()) as RowImport;
  if (response.status !== 200) throw new Error(`${kind}: ${JSON.stringify(answer)}`);
  return answer;
}

test('the workbook to fill has every sheet of it, and can be sent unchanged', async () => {
  const response = await fetch(`${api.url}/v1/templates/moving-fund.xlsx`, { headers: { 'accept-language': 'es' } });
  const names = openXlsx(new Uint8Array(await response.arrayBuffer())).map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining(Object.keys(sheets)));
});

test('a fund moves here in one workbook: each sheet tried, then posted whole, and again without any effect', async () => {
  for (const kind of kinds) {
    const tried = await send(kind, 'dry-run');
    expect([kind, tried.report?.issues, tried.report?.ignoredSheets, tried.report?.ignoredColumns]).toEqual([kind, [], [], []]);
    expect(await send(kind, 'all-or-nothing')).toMatchObject({ report: { complete: true, rows: { refused: 0, ready: 0 } } });
    await api.services.projector.catchUp('registry');
    expect(await send(kind, 'row-by-row')).toMatchObject({ report: { complete: true, rows: { posted: 0 } } });
  }
  await checkBook(site.database, fund);
});

interface TrialBalance {
  readonly parts: readonly {
    readonly set: string;
    readonly accounts: readonly { readonly account: string; readonly balance: string | { readonly amount: string } }[];
    readonly balance: { readonly amount: string };
  }[];
}

test('its trial balance is the one with which the old books were closed', async () => {
  await api.services.projector.catchUp(fund);
  const { parts } = await api.read<TrialBalance>(`/funds/${fund}/trial-balance`);
  const financial = parts.find(({ set }) => set === 'financial')!;
  const balances = Object.fromEntries(
    financial.accounts.map(({ account, balance }) => [account, typeof balance === 'string' ? balance : balance.amount]),
  );
  // Assets of 99,000 and deferred income of 96,000: what is not owed to anybody is the fund's own 1,000.
  expect(balances).toEqual({
    'bank:corriente': '40000.00',
    'bank:ahorros': '9000.00',
    'receivable:apc-2021': '20000.00',
    'receivable:manos-2023': '20000.00',
    'advance:g-pozos': '10000.00',
    'payable:g-casas': '-2000.00',
    'deferred:apc-2021': '-56000.00',
    'deferred:manos-2023': '-40000.00',
    'net-assets:opening': '-1000.00',
  });
  for (const { balance } of parts) expect(Number(typeof balance === 'string' ? balance : balance.amount)).toBe(0);
});

test('its running grants go on: the second instalment waits for its condition', async () => {
  const asked = { disbursementId: 'd-2', grantId: 'g-pozos', instalment: 'segunda', valueDate: '2026-03-02' };
  const answer = await api.ask(`/v1/funds/${fund}/disbursements`, { method: 'POST', token: manager, body: asked });
  expect([answer.status, answer.body]).toEqual([409, expect.objectContaining({ unmet: ['rendicion'] })]);
});
