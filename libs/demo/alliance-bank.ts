import { type Script, mxn, paper, usd } from './script.js';

/*
 * The accounts of the Alliance at its bank: its statements, its dollars. All of it is our own.
 */

const account = 'mxn-main';
const dollars = 'usd-main';

/** The first statement of the bank: each line is a receipt that the book knows. */
export function reconcileFirstYear(script: Script, received: ReadonlyMap<string, readonly number[]>): void {
  const lines = [
    ['2010-12-13', '3000000.00', 'c-sre', 0],
    ['2010-12-20', '2000000.00', 'c-banamex', 0],
    ['2010-12-20', '2000000.00', 'c-bancomer', 0],
    ['2010-12-20', '800000.00', 'c-cuervo', 0],
    ['2010-12-20', '1750000.00', 'c-televisa', 0],
    ['2010-12-20', '500000.00', 'c-unidos', 0],
    ['2010-12-28', '2000000.00', 'c-sre', 1],
  ] as const;
  const statement = { statementId: 'mxn-2010', bankAccount: account, valueDate: '2010-12-31' };
  script.illustrative('statement.import', {
    ...statement,
    format: 'csv',
    fileHash: paper('mxn-2010.csv'),
    startsOn: '2010-11-01',
    endsOn: '2010-12-31',
    opening: mxn('0.00'),
    closing: mxn('12050000.00'),
    entries: lines.length,
  });
  script.illustrative('statement.list-lines', {
    ...statement,
    from: 1,
    lines: lines.map(([bookedOn, amount, id]) => ({ bookedOn, amount: mxn(amount), reference: `SPEI ${id}` })),
  });
  const matches = lines.map(([, , id, which], index) => ({ line: index + 1, position: received.get(id)![which]! }));
  script.illustrative('reconciliation.match', { ...statement, matches });
}

/** The year's statement: payments are matched; interest, charge and a receipt without a name are posted from it. */
export function reconcileSecondYear(script: Script, paid: Readonly<Record<'first' | 'balance' | 'dollars', number>>): void {
  const lines = [
    ['2011-02-08', '964000.00', 'Venta de dólares'],
    ['2011-03-15', '-600000.00', 'd-stage-1-1'],
    ['2011-10-12', '-300000.00', 'd-stage-1-2'],
    ['2011-11-21', '1000000.00', 'Sin referencia'],
    ['2011-12-30', '184320.17', 'Intereses'],
    ['2011-12-30', '-1250.50', 'Comisiones'],
  ] as const;
  const of = { statementId: 'mxn-2011', bankAccount: account };
  const statement = { ...of, valueDate: '2011-12-31' };
  script.illustrative('statement.import', {
    ...statement,
    format: 'csv',
    fileHash: paper('mxn-2011.csv'),
    startsOn: '2011-01-01',
    endsOn: '2011-12-31',
    opening: mxn('12050000.00'),
    closing: mxn('13297069.67'),
    entries: lines.length,
  });
  script.illustrative('statement.list-lines', {
    ...statement,
    from: 1,
    lines: lines.map(([bookedOn, amount, remittance]) => ({ bookedOn, amount: mxn(amount), remittance })),
  });
  const matches = [paid.dollars, paid.first, paid.balance].map((position, index) => ({ line: index + 1, position }));
  script.illustrative('reconciliation.match', { ...statement, matches });
  const post = { ...of, with: {} };
  script.illustrative('reconciliation.post', {
    ...post,
    line: 4,
    as: 'bank.record-unmatched',
    with: { unmatchedId: 'um-2011-11' },
    valueDate: '2011-11-21',
  });
  script.illustrative('reconciliation.post', {
    ...post,
    line: 5,
    as: 'interest.receive',
    with: { interestId: 'int-2011' },
    valueDate: '2011-12-30',
  });
  script.illustrative('reconciliation.post', {
    ...post,
    line: 6,
    as: 'bank-charge.record',
    with: { bankChargeId: 'bc-2011' },
    valueDate: '2011-12-30',
  });
  // The foundation said that the money was its own.
  script.illustrative('bank.explain', { unmatchedId: 'um-2011-11', valueDate: '2011-12-05' });
  script.illustrative('contribution.receive', {
    contributionId: 'c-azteca',
    amount: mxn('1000000.00'),
    bankAccount: account,
    valueDate: '2011-12-05',
  });
}

const atRate = (rate: string, date: string) => ({ rate, source: 'Banco de México, FIX (ilustrativo)', date });
const yearEnds = { 2010: atRate('12.3817', '2010-12-31'), 2013: atRate('13.0765', '2013-12-31') };

/** Dollars in hand at the end of the year, at the rate of the day. */
export function revalueDollars(script: Script, period: '2010' | '2013'): void {
  script.illustrative('period.revalue', {
    period,
    rates: [{ currency: 'USD', rate: yearEnds[period] }],
    valueDate: `${period}-12-31`,
  });
}

/** The project spends pesos. Answers the position of the sale. */
export const sellDollars = (script: Script): number =>
  script.illustrative('cash.convert', {
    cashId: 'fx-2011',
    from: dollars,
    to: account,
    sold: usd('80000.00'),
    bought: mxn('964000.00'),
    soldRate: yearEnds[2010],
    valueDate: '2011-02-08',
  });
