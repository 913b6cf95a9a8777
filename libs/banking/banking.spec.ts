import { describe, expect, test } from '@jest/globals';
import { currency } from '#kernel/currency';
import { localDate } from '#kernel/time';
import { readCamt } from './camt.js';
import { proposals } from './matcher.js';
import { type ColumnMapping, readRows } from './rows.js';
import { StatementFault } from './statement.js';

const usd = currency('USD');

interface Entry {
  readonly amount: string;
  readonly side?: 'CRDT' | 'DBIT';
  readonly more?: string;
  readonly status?: string;
}

const entry = ({ amount, side = 'CRDT', more = '', status = '<Sts>BOOK</Sts>' }: Entry): string =>
  `<Ntry><Amt Ccy="USD">${amount}</Amt><CdtDbtInd>${side}</CdtDbtInd>${status}
     <BookgDt><Dt>2026-03-05</Dt></BookgDt><ValDt><DtTm>2026-03-06T10:00:00-05:00</DtTm></ValDt>${more}</Ntry>`;
const balance = (code: string, amount: string, date: string, side = 'CRDT'): string =>
  `<Bal><Tp><CdOrPrtry><Cd>${code}</Cd></CdOrPrtry></Tp><Amt Ccy="USD">${amount}</Amt><CdtDbtInd>${side}</CdtDbtInd><Dt><Dt>${date}</Dt></Dt></Bal>`;

const file = (content: string, version = '02', head = '<?xml version="1.0" encoding="UTF-8"?>'): string =>
  `${head}<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.${version}"><BkToCstmrStmt><GrpHdr><MsgId>m</MsgId></GrpHdr>
   <Stmt><Id>STM-1</Id><ElctrncSeqNb>3</ElctrncSeqNb><Acct><Id><IBAN>CO00123</IBAN></Id><Ccy>USD</Ccy></Acct>${content}</Stmt>
   </BkToCstmrStmt></Document>`;
const frame = balance('OPBD', '100.00', '2026-03-01') + balance('CLBD', '118.50', '2026-03-31');

const read = (text: string, size = 7) => {
  const bytes = Buffer.from(text);
  const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) =>
    bytes.subarray(index * size, (index + 1) * size),
  );
  return readCamt(pieces);
};
const fault = async (text: string): Promise<string> => {
  const error = await read(text, 4096).catch((caught: unknown) => caught);
  if (!(error instanceof StatementFault)) throw error;
  return error.code;
};

describe('a camt.053 file', () => {
  const details = (party: string) =>
    `<AcctSvcrRef>4711</AcctSvcrRef><BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>RCDT</Cd><SubFmlyCd>ESCT</SubFmlyCd></Fmly></Domn></BkTxCd>
     <NtryDtls><TxDtls><Refs><EndToEndId>E-1</EndToEndId></Refs><RltdPties>${party}</RltdPties>
     <RmtInf><Ustrd>Aporte &amp; convenio</Ustrd><Ustrd>12</Ustrd></RmtInf></TxDtls></NtryDtls>`;

  test.each([
    ['02', '<Dbtr><Nm>Agencia</Nm></Dbtr>', '<Sts>BOOK</Sts>'],
    ['08', '<Dbtr><Pty><Nm>Agencia</Nm></Pty></Dbtr>', '<Sts><Cd>BOOK</Cd></Sts>'],
  ])('of version %s is read in pieces of any size', async (version, party, status) => {
    const content =
      frame + entry({ amount: '20.00000', more: details(party), status }) + entry({ amount: '1.5', side: 'DBIT', status });
    expect(await read(file(content, version))).toEqual([
      {
        reference: '3',
        account: 'CO00123',
        currency: 'USD',
        startsOn: '2026-03-01',
        endsOn: '2026-03-31',
        openingMinor: 10_000n,
        closingMinor: 11_850n,
        lines: [
          {
            bookedOn: '2026-03-05',
            valueDate: '2026-03-06',
            amountMinor: 2_000n,
            reference: '4711',
            endToEndId: 'E-1',
            code: 'PMNT-RCDT-ESCT',
            remittance: 'Aporte & convenio 12',
            counterparty: 'Agencia',
          },
          { bookedOn: '2026-03-05', valueDate: '2026-03-06', amountMinor: -150n },
        ],
      },
    ]);
  });

  test('passes over what is not booked, and knows an overdraft and a balance of before', async () => {
    const overdrawn = balance('PRCD', '5.00', '2026-02-28', 'DBIT') + balance('CLBD', '15.00', '2026-03-31');
    const [statement] = await read(
      file(overdrawn + entry({ amount: '7', status: '<Sts>PDNG</Sts>' }) + entry({ amount: '20' })),
    );
    expect(statement).toMatchObject({ openingMinor: -500n, closingMinor: 1_500n, startsOn: '2026-03-05' });
    expect(statement!.lines).toHaveLength(1);
  });

  test('has a line for each payment of a batch that says what each comes to, and one for a batch that does not', async () => {
    const part = (id: string, amount: string, more = '') =>
      `<TxDtls><Refs><EndToEndId>${id}</EndToEndId></Refs>${amount}${more}</TxDtls>`;
    const inFull = (amount: string) => `<Amt Ccy="USD">${amount}</Amt><CdtDbtInd>DBIT</CdtDbtInd>`;
    const asDetail = (amount: string) => `<AmtDtls><TxAmt><Amt Ccy="USD">${amount}</Amt></TxAmt></AmtDtls>`;
    const batch = (...parts: string[]) => `<AcctSvcrRef>B-7</AcctSvcrRef><NtryDtls>${parts.join('')}</NtryDtls>`;
    const overdrawn = balance('OPBD', '10.00', '2026-03-01') + balance('CLBD', '140.00', '2026-03-31', 'DBIT');
    const [statement] = await read(
      file(
        overdrawn +
          entry({ amount: '50', side: 'DBIT', more: batch(part('d-1', inFull('20')), part('d-2', inFull('30'))) }) +
          entry({ amount: '60', side: 'DBIT', more: batch(part('d-3', asDetail('25')), part('d-4', asDetail('35'))) }) +
          entry({ amount: '40', side: 'DBIT', more: batch(part('d-5', asDetail('25')), part('d-6', '')) }),
      ),
    );
    expect(statement).toMatchObject({ openingMinor: 1_000n, closingMinor: -14_000n });
    expect(statement!.lines.map((each) => [each.amountMinor, each.endToEndId, each.reference])).toEqual([
      [-2_000n, 'd-1', 'B-7'],
      [-3_000n, 'd-2', 'B-7'],
      [-2_500n, 'd-3', 'B-7'],
      [-3_500n, 'd-4', 'B-7'],
      [-4_000n, undefined, 'B-7'],
    ]);
  });

  test('says why a payment came back, and ends with the midnight after its last day', async () => {
    const returned = `<NtryDtls><TxDtls><Refs><EndToEndId>d-1</EndToEndId></Refs>
      <RtrInf><Rsn><Cd>AC04</Cd></Rsn><AddtlInf>Cuenta cerrada</AddtlInf></RtrInf></TxDtls></NtryDtls>`;
    const april = '<FrToDt><FrDtTm>2026-03-01T00:00:00</FrDtTm><ToDtTm>2026-04-01T00:00:00</ToDtTm></FrToDt>';
    const [statement] = await read(file(april + frame + entry({ amount: '18.5', more: returned })));
    expect(statement).toMatchObject({ startsOn: '2026-03-01', endsOn: '2026-03-31' });
    expect(statement!.lines[0]).toMatchObject({ amountMinor: 1_850n, endToEndId: 'd-1', remittance: 'AC04 Cuenta cerrada' });
  });

  test('in Latin-1 is read as what it says it is', async () => {
    const text = file(
      frame + entry({ amount: '18.50', more: '<AddtlNtryInf>Comisión</AddtlNtryInf>' }),
      '02',
      '<?xml version="1.0" encoding="ISO-8859-1"?>',
    );
    const [statement] = await readCamt([Buffer.from(text, 'latin1')]);
    expect(statement!.lines[0]!.remittance).toBe('Comisión');
  });

  test('is refused for what it is not', async () => {
    expect(await fault('no xml')).toBe('not-xml');
    expect(await fault('<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.052.001.02"/>')).toBe('not-camt-053');
    expect(await fault(`<!DOCTYPE Document [<!ENTITY a "b">]>${file(frame, '02', '')}`)).toBe('document-type');
    expect(await fault(file(`${frame}<Ntry>&other;</Ntry>`))).toBe('not-xml');
    expect(await fault(file(frame))).toBe('does-not-sum');
    expect(await fault(file(balance('OPBD', '1', '2026-03-01')))).toBe('no-balance');
    expect(await fault(file(frame + entry({ amount: '18.505' })))).toBe('not-an-amount');
    expect(await fault(file(frame + entry({ amount: '18.50' }).replace('2026-03-05', '2026-02-30')))).toBe('no-date');
    expect(await fault(file(frame + entry({ amount: '18.50' })).slice(0, -20))).toBe('not-xml');
  });
});

describe('a table of a bank', () => {
  const mapping: ColumnMapping = {
    bookedOn: 'Fecha',
    amount: 'Valor',
    reference: 'Documento',
    remittance: 'Descripción',
    dates: 'DD/MM/YYYY',
    decimal: ',',
  };
  const rows = (...cells: readonly (readonly string[])[]) => cells.map((each, index) => ({ number: index + 1, cells: each }));
  const table = rows(
    ['Banco de prueba'],
    ['FECHA', 'Descripción', 'Documento', 'Valor', 'Saldo'],
    ['31/03/2026', 'Comisión', 'C-9', '-1.234,50', ''],
    ['05/03/2026', 'Abono', '', '$ 2.000,00', ''],
    ['', 'Total', '', '765,50', ''],
  );
  const about = { currency: usd, openingMinor: 10_000n, closingMinor: 86_550n };

  test('is read by the titles of its columns, the oldest line first', () => {
    expect(readRows(table, mapping, about)).toMatchObject({
      startsOn: '2026-03-05',
      endsOn: '2026-03-31',
      lines: [
        { bookedOn: '2026-03-05', amountMinor: 200_000n, remittance: 'Abono' },
        { bookedOn: '2026-03-31', amountMinor: -123_450n, reference: 'C-9' },
      ],
    });
  });

  test('may have a column for each side, and other ways of writing', () => {
    const { amount: _, ...rest } = mapping;
    const sides = rows(
      ['Fecha', 'Documento', 'Descripción', 'Debe', 'Haber'],
      ['2026-3-5', '', '', '(1,000.10)', ''],
      ['2026-03-06', '', '', '', '0.10'],
    );
    const read = readRows(
      sides,
      { ...rest, debit: 'debe', credit: 'haber', dates: 'YYYY-MM-DD', decimal: '.' },
      { ...about, closingMinor: -90_000n },
    );
    expect(read.lines.map((each) => each.amountMinor)).toEqual([-100_010n, 10n]);
  });

  test.each([
    ['a column that is not there', { ...mapping, amount: 'Monto' }, 'no-such-column'],
    ['another form of dates', { ...mapping, dates: 'MM/DD/YYYY' as const }, 'no-date'],
    ['another decimal sign', { ...mapping, decimal: '.' as const }, 'not-an-amount'],
  ])('is refused for %s', (_, wrong, code) => {
    expect(() => readRows(table, wrong, about)).toThrow(expect.objectContaining({ code }));
  });

  test.each([
    ['80.000,00', '.'],
    ['80,00', '.'],
    ['1.5', ','],
  ] as const)('never reads %s with %s as its decimal sign', (amount, decimal) => {
    const sheet = [
      { number: 1, cells: ['Fecha', 'Valor'] },
      { number: 2, cells: ['2026-03-31', amount] },
    ];
    const plain = { bookedOn: 'Fecha', amount: 'Valor', dates: 'YYYY-MM-DD' as const, decimal };
    expect(() => readRows(sheet, plain, about)).toThrow(expect.objectContaining({ code: 'not-an-amount' }));
  });

  test('covers the days that are given, also without a line, and no line outside of them', () => {
    const march = { ...about, startsOn: localDate('2026-03-01'), endsOn: localDate('2026-03-31') };
    expect(readRows(table, mapping, march)).toMatchObject({ startsOn: '2026-03-01', endsOn: '2026-03-31' });
    expect(readRows(table.slice(0, 2), mapping, { ...march, closingMinor: march.openingMinor })).toMatchObject({ lines: [] });
    expect(() => readRows(table, mapping, { ...march, endsOn: localDate('2026-03-30') })).toThrow(
      expect.objectContaining({ code: 'day-outside', found: '2026-03-31' }),
    );
  });

  test('is refused when it does not add up, or holds nothing', () => {
    expect(() => readRows(table, mapping, { ...about, closingMinor: 1n })).toThrow(
      expect.objectContaining({ code: 'does-not-sum' }),
    );
    expect(() => readRows(table.slice(0, 2), mapping, about)).toThrow(expect.objectContaining({ code: 'no-statement' }));
  });
});

describe('the matcher', () => {
  const line = (more: object = {}) => ({ line: 1, bookedOn: '2026-03-05', leftMinor: -500n, ...more });
  const movement = (more: object = {}) => ({ position: 7, valueDate: '2026-03-05', leftMinor: -500n, id: 'd-001', ...more });

  test('takes the one event of the same amount on the same day', () => {
    expect(proposals([line()], [movement(), movement({ position: 8, leftMinor: 500n })])).toEqual([
      { line: 1, positions: [7], confidence: 75, reasons: ['amount', 'only-one', 'same-day'] },
    ]);
  });

  test('prefers the reference, however it is written, and what the payer quotes', () => {
    const two = [movement({ reference: 'TRF-0412' }), movement({ position: 8, id: 'd-002' })];
    expect(proposals([line({ reference: 'TRF 9' })], two).map((each) => each.positions)).toEqual([[7], [8]]);
    expect(proposals([line({ reference: 'TRF 0412' })], two)[0]).toEqual({
      line: 1,
      positions: [7],
      confidence: 100,
      reasons: ['amount', 'reference', 'same-day'],
    });
    expect(proposals([line({ remittance: 'Pago D-002.' })], two)[0]).toMatchObject({
      positions: [8],
      reasons: ['amount', 'id-quoted', 'same-day'],
    });
  });

  test('proposes nothing beyond ten days, or of another amount', () => {
    expect(proposals([line()], [movement({ valueDate: '2026-03-16' }), movement({ leftMinor: -501n })])).toEqual([]);
  });

  test('finds the events that a bank booked as one', () => {
    const batch = [
      movement({ leftMinor: -200n, reference: 'L-1' }),
      movement({ position: 9, leftMinor: -300n, reference: 'L-1' }),
    ];
    expect(proposals([line({ endToEndId: 'L-1' })], batch)).toEqual([
      { line: 1, positions: [7, 9], confidence: 90, reasons: ['sum', 'reference', 'same-day'] },
    ]);
  });
});
