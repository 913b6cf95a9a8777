import { describe, expect, test } from '@jest/globals';
import { StatementFault } from '#banking/statement';
import { type StatementFile, plannedStatements } from './bank-statement.js';

const onMain = { bankAccount: 'main', currency: 'USD' } as const;

describe('a table of a bank, as Latin American banks write it', () => {
  const mapping = {
    bookedOn: 'Fecha',
    debit: 'Débito',
    credit: 'Crédito',
    remittance: 'Descripción',
    dates: 'DD/MM/YYYY',
    decimal: ',',
  } as const;
  const text =
    'Banco de prueba;;;\r\nFecha;Descripción;Débito;Crédito\r\n' +
    '05/03/2026;"Abono; convenio 12";;"1.234.567,80"\r\n31/03/2026;Comisión;1.200,5;\r\n';
  const file = (bytes: Uint8Array, more: object = {}): StatementFile => ({
    ...onMain,
    bytes,
    format: 'csv',
    table: { mapping, opening: '-100.00', closing: '1233267.30', ...more },
  });
  const summary = { startsOn: '2026-03-05', endsOn: '2026-03-31', entries: 2, opening: { amount: '-100.00', currency: 'USD' } };

  test.each([
    ['in UTF-8 behind a byte order mark', Buffer.from(`\ufeff${text}`)],
    ['in Windows-1252', Buffer.from(text, 'latin1')],
    ['in UTF-16', Buffer.from(`\ufeff${text}`, 'utf16le')],
  ])('is read with semicolons and decimal commas, %s', async (_, bytes) => {
    const [planned, ...others] = await plannedStatements(file(bytes));
    expect(others).toEqual([]);
    expect(planned).toMatchObject(summary);
    expect(planned!.commands[1]!.body).toMatchObject({
      lines: [
        { amount: { amount: '1234567.80', currency: 'USD' }, remittance: 'Abono; convenio 12' },
        { amount: { amount: '-1200.50', currency: 'USD' }, remittance: 'Comisión' },
      ],
    });
  });

  test('gives the same ids and keys whenever it is read', async () => {
    const keys = async (bytes: Uint8Array) =>
      (await plannedStatements(file(bytes))).flatMap((each) => each.commands.map(({ key }) => key));
    expect(await keys(Buffer.from(text))).toEqual(await keys(Buffer.from(text)));
    expect(await keys(Buffer.from(text))).not.toEqual(await keys(Buffer.from(`\ufeff${text}`)));
  });
});

describe('a file of all accounts of a client', () => {
  const balance = (code: string, amount: string, day: string): string =>
    `<Bal><Tp><CdOrPrtry><Cd>${code}</Cd></CdOrPrtry></Tp><Amt Ccy="USD">${amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>${day}</Dt></Dt></Bal>`;
  const statement = (account: string, amount: string): string =>
    `<Stmt><Id>1</Id><Acct><Id><Othr><Id>${account}</Id></Othr></Id><Ccy>USD</Ccy></Acct>${balance('OPBD', amount, '2026-03-01')}${balance('CLBD', amount, '2026-03-31')}</Stmt>`;
  const file = (...statements: string[]): StatementFile => ({
    ...onMain,
    format: 'camt.053',
    bytes: Buffer.from(
      `<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt>${statements.join('')}</BkToCstmrStmt></Document>`,
    ),
  });
  const both = file(statement('CO00 1234', '1'), statement('CO00 9999', '2'));
  const fault = async (asked: StatementFile): Promise<string> => {
    const error = await plannedStatements(asked).catch((caught: unknown) => caught);
    if (!(error instanceof StatementFault)) throw error;
    return error.code;
  };

  test('has to be told of which account it is read, and never puts one account into another', async () => {
    expect(await fault(both)).toBe('several-accounts');
    expect(await fault({ ...both, account: 'CO00 5555' })).toBe('no-such-account');
    expect(await plannedStatements({ ...both, account: 'co009999' })).toMatchObject([
      { closing: { amount: '2.00', currency: 'USD' } },
    ]);
    expect(await plannedStatements(file(statement('CO00 1234', '1')))).toHaveLength(1);
  });
});
