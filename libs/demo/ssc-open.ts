import type { InEuros } from './ssc-money.js';
import { type Script, eur, paper, usd } from './script.js';

/*
 * What is still open when the five years of the programme are over: an instalment of the Netherlands that has not come, accounts
 * that are late, the last costs, a bank statement in the middle of its reconciliation. Whoever tries the product finds a fund that
 * lives. All of it is our own.
 */

/** The first weeks of 2012. */
export function stayOpen(script: Script, inEuros: readonly InEuros[]): void {
  audit(script);
  reconcileYears(script, inEuros);
  reconcileMonth(script);
  script.illustrative('expenditure.submit', {
    reportId: 'x-village-stoves-2',
    grantId: 'g-village-stoves',
    periodStart: '2010-05-01',
    periodEnd: '2011-11-30',
    lines: [{ category: 'stoves', amount: usd('4300.00') }],
    valueDate: '2012-02-13',
  });
}

const rate = { rate: '1.2950', source: 'BCE (ilustrativo)', date: '2011-12-30' };

/** The programme is audited at its end; another cost waits for a second person. */
function audit(script: Script): void {
  const closing = { costId: 'closing-audit' };
  script.illustrative('cost.request', {
    ...closing,
    line: 'audit',
    amount: eur('6000.00'),
    rate,
    supplier: 'auditor',
    valueDate: '2012-01-09',
  });
  script.illustrative('cost.approve', { ...closing, valueDate: '2012-01-11' });
  script.illustrative('cost.pay', { ...closing, bankAccount: 'eur-main', valueDate: '2012-01-20' });
  script.illustrative('cost.request', {
    costId: 'archive',
    line: 'archive',
    amount: eur('900.00'),
    rate,
    supplier: 'fundecooperacion',
    valueDate: '2012-02-06',
  });
}

/** What the bank shows of the five years: each line is an event of the book. */
function reconcileYears(script: Script, inEuros: readonly InEuros[]): void {
  const lines = inEuros.toSorted((a, b) => (a.bookedOn < b.bookedOn ? -1 : a.bookedOn > b.bookedOn ? 1 : 0));
  const statement = { statementId: 'eur-2007-2011', bankAccount: 'eur-main', valueDate: '2012-01-09' };
  script.illustrative('statement.import', {
    ...statement,
    format: 'csv',
    fileHash: paper('eur-2007-2011.csv'),
    startsOn: '2007-01-01',
    endsOn: '2011-12-31',
    opening: eur('0.00'),
    closing: eur('61167.45'),
    entries: lines.length,
  });
  script.illustrative('statement.list-lines', {
    ...statement,
    from: 1,
    lines: lines.map(({ bookedOn, amount, remittance }) => ({ bookedOn, amount: eur(amount), remittance })),
  });
  const matches = lines.map(({ position }, index) => ({ line: index + 1, position }));
  script.illustrative('reconciliation.match', { ...statement, matches });
}

/** A month later: two lines are the bank's own mistake, of one the event can be proposed, one nobody knows. */
function reconcileMonth(script: Script): void {
  const lines = [
    ['2012-01-12', '310.00', 'TRF-88213', 'Abono'],
    ['2012-01-13', '-310.00', 'TRF-88213-R', 'Reverso de abono'],
    ['2012-01-23', '-6000.00', 'TRF-88940', 'Pago closing-audit'],
    ['2012-01-31', '-18.50', 'COM-2012-01', 'Comisiones'],
  ] as const;
  const statement = { statementId: 'eur-2012-01', bankAccount: 'eur-main', valueDate: '2012-02-01' };
  script.illustrative('statement.import', {
    ...statement,
    format: 'csv',
    fileHash: paper('eur-2012-01.csv'),
    startsOn: '2012-01-01',
    endsOn: '2012-01-31',
    opening: eur('61167.45'),
    closing: eur('55148.95'),
    entries: lines.length,
  });
  script.illustrative('statement.list-lines', {
    ...statement,
    from: 1,
    lines: lines.map(([bookedOn, amount, reference, remittance]) => ({
      bookedOn,
      amount: eur(amount),
      reference,
      remittance,
    })),
  });
  const reasons = {
    1: 'Abono de otro cliente que el banco nos hizo por error.',
    2: 'El banco revirtió el abono que hizo por error.',
  } as const;
  for (const line of [1, 2] as const) {
    script.illustrative('reconciliation.explain', { ...statement, line, reason: reasons[line] });
  }
}
