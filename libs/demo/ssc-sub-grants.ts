import { type Script, usd } from './script.js';

/*
 * What the three national mechanisms passed on. Over 180 organisations took part; the record names none, so that three of our
 * own stand for those of each country.
 */

interface PassedOn {
  readonly id: string;
  readonly grantId: string;
  readonly partner: string;
  readonly stage?: string;
  readonly paid: string;
  /** What was accepted; where it is less than what was paid, `back` says what came back. */
  readonly spent: string;
  readonly back?: string;
  /** What was not accepted of its report: it came back, and what was left could not be got. */
  readonly disallowed?: string;
}

const passed: readonly PassedOn[] = [
  { id: 'sg-cr', grantId: 'g-biodiversity-cr', partner: 'participant-cr', paid: '40000.00', spent: '40000.00' },
  { id: 'sg-cr-2', grantId: 'g-biodiversity-cr', partner: 'participant-cr-2', paid: '18000.00', spent: '18000.00' },
  {
    id: 'sg-cr-3',
    grantId: 'g-biodiversity-cr',
    partner: 'participant-cr-3',
    paid: '15000.00',
    spent: '14380.00',
    back: '620.00',
  },
  {
    id: 'sg-bj',
    grantId: 'g-chains',
    partner: 'participant-bj',
    stage: 'exchange',
    paid: '60000.00',
    spent: '60000.00',
  },
  {
    id: 'sg-bj-2',
    grantId: 'g-chains',
    partner: 'participant-bj-2',
    stage: 'exchange',
    paid: '22000.00',
    spent: '22000.00',
  },
  { id: 'sg-bj-3', grantId: 'g-biodiversity-bj', partner: 'participant-bj-3', paid: '16500.00', spent: '16500.00' },
  {
    id: 'sg-bt',
    grantId: 'g-energy',
    partner: 'participant-bt',
    paid: '50000.00',
    spent: '48750.00',
    back: '1250.00',
  },
  { id: 'sg-bt-2', grantId: 'g-energy', partner: 'participant-bt-2', paid: '12000.00', spent: '12000.00' },
  { id: 'sg-bt-3', grantId: 'g-energy', partner: 'participant-bt-3', paid: '9000.00', spent: '6200.00', disallowed: '1900.00' },
];

/** Three organisations under each national mechanism: paid, accounted for, closed. */
export function passOn(script: Script): void {
  for (const { id, grantId, partner, paid, spent, back, disallowed, ...stage } of passed) {
    const on = { subGrantId: id };
    script.illustrative('sub-grant.sign', {
      ...on,
      grantId,
      partner,
      ...stage,
      amount: usd(paid),
      agreement: 'Convenio con el mecanismo nacional',
      valueDate: '2008-06-02',
    });
    const period = { periodStart: '2008-06-16', periodEnd: '2009-06-30' };
    script.illustrative('sub-grant.pay', { ...on, amount: usd(paid), valueDate: '2008-06-16' });
    const reported = disallowed ? '8100.00' : spent;
    script.illustrative('sub-grant.report', { ...on, ...period, amount: usd(reported), valueDate: '2009-07-20' });
    script.illustrative(
      'sub-grant.accept',
      { ...on, ...period, amount: usd(spent), valueDate: '2009-08-03' },
      { actor: 'p-015' },
    );
    if (back) script.illustrative('sub-grant.refund', { ...on, amount: usd(back), valueDate: '2009-08-17' });
    if (disallowed) recover(script, id, disallowed);
    script.illustrative('sub-grant.close', { ...on, valueDate: disallowed ? '2010-09-13' : '2009-08-31' });
  }
}

/** A cost without a paper comes back; what nobody can account for any more is written off by another person than the one who reported. */
function recover(script: Script, subGrantId: string, disallowed: string): void {
  const lost = { subGrantId, amount: usd(disallowed) };
  script.illustrative(
    'sub-grant.disallow',
    { ...lost, reason: 'no-evidence', comment: 'Faltan los recibos de dos jornales.', valueDate: '2009-08-03' },
    { actor: 'p-015' },
  );
  script.illustrative('sub-grant.refund', { ...lost, valueDate: '2010-03-15' });
  script.illustrative(
    'sub-grant.write-off',
    {
      subGrantId,
      amount: usd('900.00'),
      reason: 'Una inundación se llevó los materiales y sus comprobantes; consta en el acta del municipio.',
      valueDate: '2010-09-06',
    },
    { actor: 'p-015' },
  );
}
