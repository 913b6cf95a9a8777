import { type Script, eur, paper, usd } from './script.js';

/*
 * What the Netherlands gives to the programme, and what the programme itself costs. The source names who gives and for which
 * themes; the amounts and days are our own.
 */

const account = 'usd-main';
const programmeWindow = 'reciprocity-projects';

/** The four themes, and what is given for each. */
export const themes = [
  { id: 'sustainable-tourism', title: { es: 'Turismo sostenible', en: 'Sustainable tourism' }, given: '450000.00' },
  {
    id: 'production-consumption',
    title: { es: 'Cadenas sostenibles de producción y consumo', en: 'Sustainable production and consumption chains' },
    given: '450000.00',
  },
  {
    id: 'biodiversity',
    title: { es: 'Conservación y uso sostenible de la biodiversidad', en: 'Conservation and sustainable use of biodiversity' },
    given: '500000.00',
  },
  {
    id: 'sustainable-energy',
    title: { es: 'Acceso a energía sostenible y su uso eficiente', en: 'Access to sustainable energy and its efficient use' },
    given: '500000.00',
  },
] as const;

/** A movement of the account in euros, as its bank shows it: the event is at `position`. */
export interface InEuros {
  readonly bookedOn: string;
  readonly amount: string;
  readonly remittance: string;
  readonly position: number;
}

/** One agreement; the money of each theme is bound to it, and what pays for the mechanism itself is free. Answers what came in euros. */
export function contribute(script: Script): InEuros[] {
  const rate = { rate: '1.3119', source: 'BCE (ilustrativo)', date: '2007-03-01' };
  const dutch = { contributor: 'gov-netherlands', agreement: 'Acuerdos de Desarrollo Sostenible' } as const;
  for (const { id, given } of themes) {
    const theme = { ...dutch, contributionId: `c-${id}`, earmark: id, amount: usd(given) };
    script.illustrative('contribution.commit', { ...theme, valueDate: '2007-03-01' });
  }
  const mechanism = { ...dutch, contributionId: 'c-mechanism', amount: eur('320000.00') };
  script.illustrative('contribution.pledge', { ...mechanism, valueDate: '2007-02-01' });
  script.illustrative('contribution.commit', {
    ...mechanism,
    rate,
    conditions: [
      {
        id: 'audit',
        text: 'Auditoría de cierre del programa entregada.',
        kind: 'fiduciary',
        translations: { en: 'Closing audit of the programme delivered.' },
        amount: eur('5000.00'),
      },
    ],
    instalments: [
      { id: 'first', dueDate: '2007-04-16', amount: eur('150000.00') },
      { id: 'second', dueDate: '2009-02-16', amount: eur('150000.00') },
      // Still to come: the programme has ended, and its last accounts are not all in.
      { id: 'final-report', dueDate: '2012-03-30', amount: eur('15000.00') },
      { id: 'audit', dueDate: '2012-06-29', amount: eur('5000.00'), condition: 'audit' },
    ],
    valueDate: '2007-03-01',
  });
  for (const { id, given } of themes) {
    script.illustrative('contribution.receive', {
      contributionId: `c-${id}`,
      amount: usd(given),
      bankAccount: account,
      valueDate: '2007-04-16',
    });
  }
  const received = ['2007-04-16', '2009-02-16'].map((valueDate): InEuros => {
    const given = { contributionId: 'c-mechanism', amount: eur('150000.00'), bankAccount: 'eur-main', valueDate };
    const position = script.illustrative('contribution.receive', given);
    return { bookedOn: valueDate, amount: '150000.00', remittance: 'c-mechanism', position };
  });
  allocate(script);
  return received;
}

function allocate(script: Script): void {
  for (const { id } of themes) {
    script.illustrative('allocation.make', {
      allocationId: `al-${id}`,
      earmark: id,
      window: programmeWindow,
      amount: usd('420000.00'),
      valueDate: '2007-06-01',
    });
  }
  script.illustrative('allocation.make', {
    allocationId: 'al-administration',
    window: 'administration',
    amount: usd('345000.00'),
    valueDate: '2007-06-01',
  });
}

/** Euros at the end of each year. What is in hand stands at the rate of the year before, and what came in since at that of the signature. */
const euros = [
  { year: '2007', cost: '40000.00', bookRate: '1.3119', closing: '1.4721' },
  { year: '2008', cost: '50000.00', bookRate: '1.4721', closing: '1.3917' },
  { year: '2009', cost: '50000.00', bookRate: '1.3347', closing: '1.4333' },
  { year: '2010', cost: '50000.00', bookRate: '1.4333', closing: '1.3252' },
  { year: '2011', cost: '50000.00', bookRate: '1.3252', closing: '1.2950' },
] as const;

const atRate = (rate: string, date: string) => ({ rate, source: 'BCE (ilustrativo)', date });

/** What the mechanism itself costs: the secretariat is paid in euros, and gives running costs of its own in kind. Answers what was paid. */
export function runMechanism(script: Script): InEuros[] {
  const paid = euros.map(({ year, cost, bookRate }): InEuros => {
    const secretariat = { costId: `secretariat-${year}` };
    script.illustrative('cost.request', {
      ...secretariat,
      line: 'secretariat',
      amount: eur(cost),
      rate: atRate(bookRate, `${year}-12-01`),
      supplier: 'fundecooperacion',
      valueDate: `${year}-12-01`,
    });
    script.illustrative('cost.approve', { ...secretariat, valueDate: `${year}-12-03` });
    const [bookedOn, bankAccount] = [`${year}-12-10`, 'eur-main'];
    const position = script.illustrative('cost.pay', { ...secretariat, bankAccount, valueDate: bookedOn });
    return { bookedOn, amount: `-${cost}`, remittance: secretariat.costId, position };
  });
  const inEuros = { bankAccount: 'eur-main', rate: atRate('1.3347', '2009-12-31'), valueDate: '2009-12-31' };
  const charge = script.illustrative('bank-charge.record', { bankChargeId: 'bc-2009', amount: eur('312.75'), ...inEuros });
  const interest = script.illustrative('interest.receive', { interestId: 'int-2009', amount: eur('1480.20'), ...inEuros });
  giveInKind(script);
  const line = { bookedOn: inEuros.valueDate };
  return [
    ...paid,
    { ...line, amount: '-312.75', remittance: 'Comisiones', position: charge },
    { ...line, amount: '1480.20', remittance: 'Intereses', position: interest },
  ];
}

/** What is given to the mechanism without money. */
function giveInKind(script: Script): void {
  const offices = {
    inKindId: 'ik-secretariat',
    partner: 'fundecooperacion',
    kind: 'operating-cost',
    what: 'Oficina y servicios de la secretaría',
    for: { kind: 'body', id: 'secretariat' },
    quantity: '60',
    unit: 'meses',
  } as const;
  script.illustrative('in-kind.pledge', { ...offices, valueDate: '2007-02-12' });
  script.illustrative('in-kind.deliver', {
    ...offices,
    quantity: '58',
    evidence: [paper('Estados de cuenta de la oficina')],
    periodStart: '2007-02-01',
    periodEnd: '2011-11-30',
    valueDate: '2011-12-12',
  });
  script.illustrative('in-kind.value', {
    inKindId: offices.inKindId,
    value: usd('46400.00'),
    method: 'alquiler y servicios de mercado, USD 800 al mes',
    valueDate: '2011-12-12',
  });
  // Officials on the committee: shown, and no new resource.
  const officials = {
    inKindId: 'ik-committee',
    partner: 'gov-costa-rica',
    kind: 'salaries',
    what: 'Funcionarios en el comité',
    for: { kind: 'body', id: 'committee' },
    quantity: '240',
    unit: 'horas',
  } as const;
  script.illustrative('in-kind.deliver', {
    ...officials,
    evidence: [paper('Registro de horas del comité')],
    valueDate: '2011-12-15',
  });
  script.illustrative('in-kind.value', {
    inKindId: officials.inKindId,
    value: usd('9000.00'),
    method: 'escala salarial pública',
    valueDate: '2011-12-15',
  });
}

/** The five years are closed when the programme has ended. */
export function closeYears(script: Script): void {
  for (const { year, closing } of euros) {
    script.illustrative('period.revalue', {
      period: year,
      rates: [{ currency: 'EUR', rate: atRate(closing, `${year}-12-31`) }],
      valueDate: `${year}-12-31`,
    });
    script.closes(year, { earned: true });
  }
}
