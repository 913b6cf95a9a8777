import { bookId } from '#kernel/ids';
import type { MoneyJson } from '#kernel/money';
import type { DemoBook } from './command.js';
import { carryOut, identify, prepare } from './de-campesino-a-campesino.js';
import { reconcileFirstYear, reconcileSecondYear, revalueDollars, sellDollars } from './alliance-bank.js';
import { Script, mxn, paper, usd } from './script.js';

/*
 * The Mexico-Haiti Alliance: a ministry and seven private actors pay into one fund after the earthquake of 2010. Its
 * project "De Campesino a Campesino" was proposed by civil society, without a call. The source gives no amounts: all are
 * illustrative. The third stage depends on money and will; here, as in the source, it has none.
 */

const book = bookId('mexico-haiti-alliance');
const account = 'mxn-main';
const dollars = 'usd-main';

/** Posts the whole case. */
export function mexicoHaitiAlliance(): DemoBook {
  const script = new Script(book, {
    'fund-manager': 'p-004',
    approver: 'p-005',
    assessor: 'p-013',
    portal: 'p-091',
    admin: 'p-001',
  });
  establish(script);
  govern(script);
  const received = contribute(script);
  identify(script);
  reconcileFirstYear(script, received);
  revalueDollars(script, '2010');
  script.closes('2010', { earned: true });
  const sold = sellDollars(script);
  prepare(script);
  allocate(script);
  carryOut(script, (paid) => {
    reconcileSecondYear(script, { ...paid, dollars: sold });
    script.closes('2011', { earned: true });
  });
  revalueDollars(script, '2013');
  script.closes('2013', { earned: true });
  return {
    book,
    title: { es: 'Alianza México por Haití', en: 'Mexico-Haiti Alliance' },
    commands: script.commands,
    events: script.events,
  };
}

function establish(script: Script): void {
  script.told('fund.establish', {
    name: { es: 'Alianza México por Haití', en: 'Mexico-Haiti Alliance' },
    description: {
      es: 'Alianza público-privada formada en noviembre de 2010 por la Secretaría de Relaciones Exteriores y siete actores privados; los proyectos se definieron con el Gobierno de Haití. Datos de demostración: los hechos son de la fuente; los montos y días son ilustrativos.',
      en: 'Public-private alliance formed in November 2010 by the Secretariat of Foreign Affairs and seven private actors; the projects were defined with the government of Haiti. Demonstration data: the facts are from the source; amounts and days are illustrative.',
    },
    homeCurrency: 'MXN',
    currencies: ['USD'],
    timeZone: 'America/Mexico_City',
    startsOn: '2010-11-01',
    endsOn: '2013-12-31',
    legalFrame: 'alianza-mexico-haiti-2010',
    attribution: 'first-in-first-out',
    interest: 'kept',
    policy: {
      approvals: { twoAbove: mxn('1000000.00') },
      categoryTolerance: '10',
      dueDiligence: 'required',
      payeeAccount: 'required',
      incomeRecognition: 'on-receipt',
      reconciliation: 'optional',
    },
    windows: [
      { id: 'health', title: { es: 'Salud', en: 'Health' } },
      { id: 'education', title: { es: 'Educación', en: 'Education' } },
      { id: 'social-development', title: { es: 'Desarrollo social', en: 'Social development' } },
      { id: 'agriculture', title: { es: 'Agricultura', en: 'Agriculture' } },
    ],
    bankAccounts: [
      { id: account, currency: 'MXN' },
      { id: dollars, currency: 'USD' },
    ],
    publishing: {
      reportingOrg: {
        ref: 'XI-IATI-AYNIDEMO-MHA',
        name: 'Alianza México por Haití (demostración de Ayni)',
        type: '30',
      },
      language: 'es',
      scope: '4',
      countries: [{ code: 'HT', percentage: '100' }],
      sectors: [
        { code: '31120', percentage: '50' },
        { code: '24040', percentage: '30' },
        { code: '43040', percentage: '20' },
      ],
      collaborationType: '1',
    },
  });
}

/** The joint committee is of the source; how the eight contributors decide among themselves is our own. */
function govern(script: Script): void {
  script.told('body.appoint', {
    bodyId: 'joint-committee',
    title: { es: 'Comité Conjunto Haití-México de la Sociedad Civil', en: 'Haiti-Mexico Joint Committee of Civil Society' },
    kind: 'joint-committee',
    mandate: {
      es: 'Diálogo desde enero de 2010 entre organizaciones mexicanas y haitianas, que proponen juntas.',
      en: 'Dialogue since January 2010 among Mexican and Haitian organisations, which propose together.',
    },
    valueDate: '2010-11-15',
  });
  script.illustrative('body.appoint', {
    bodyId: 'alliance-board',
    title: { es: 'Mesa de la Alianza', en: 'Board of the Alliance' },
    kind: 'board',
    mandate: {
      es: 'La Secretaría y los siete actores privados definen los proyectos con el Gobierno de Haití.',
      en: 'The Secretariat and the seven private actors define the projects with the government of Haiti.',
    },
    agreement: 'alianza-mexico-haiti-2010',
    seats: gifts.map(({ contributor }) => ({
      id: contributor,
      title: { es: 'Aportante', en: 'Contributor' },
      nominatedBy: contributor,
    })),
    valueDate: '2010-11-15',
  });
  for (const { contributor } of gifts) {
    script.illustrative('body.fill-seat', {
      bodyId: 'alliance-board',
      seat: contributor,
      holder: { partner: contributor },
      from: '2010-11-15',
      valueDate: '2010-11-15',
    });
  }
  const meetings = [
    ['Acta 1 de 2010', '2010-11-15'],
    ['Acta 1 de 2011', '2011-02-14'],
    ['Acta 4 de 2011', '2011-12-12'],
    ['Acta 3 de 2012', '2012-11-19'],
    ['Acta 2 de 2013', '2013-11-25'],
  ] as const;
  for (const [minuteId, metOn] of meetings) {
    script.illustrative('body.record-meeting', {
      bodyId: 'alliance-board',
      minuteId,
      metOn,
      documentHash: paper(minuteId),
      valueDate: metOn,
    });
  }
}

/** A pledge, its signature and one payment; dollars come with the rate of the day of signature. */
interface Gift {
  readonly id: string;
  readonly contributor: string;
  readonly pledged: MoneyJson;
  readonly committed?: MoneyJson;
  readonly received?: readonly (readonly [MoneyJson, string])[];
}

const gifts: readonly Gift[] = [
  {
    id: 'c-sre',
    contributor: 'sre-mexico',
    pledged: mxn('5000000.00'),
    received: [
      [mxn('3000000.00'), '2010-12-13'],
      [mxn('2000000.00'), '2010-12-28'],
    ],
  },
  { id: 'c-banamex', contributor: 'fomento-social-banamex', pledged: mxn('2000000.00') },
  { id: 'c-bancomer', contributor: 'fundacion-bancomer', pledged: mxn('2000000.00') },
  { id: 'c-cuervo', contributor: 'fundacion-cuervo', pledged: mxn('800000.00') },
  { id: 'c-chrysler', contributor: 'fundacion-chrysler', pledged: usd('80000.00') },
  {
    id: 'c-televisa',
    contributor: 'fundacion-televisa',
    pledged: mxn('1500000.00'),
    received: [[mxn('1750000.00'), '2010-12-20']],
  },
  // Its money came a year later, and without a reference: see the statement of 2011.
  { id: 'c-azteca', contributor: 'fundacion-azteca', pledged: mxn('1000000.00'), received: [] },
  { id: 'c-unidos', contributor: 'unidos-por-ellos', pledged: mxn('750000.00'), committed: mxn('500000.00') },
];

const dollarRate = { rate: '12.3550', source: 'Banco de México, FIX (ilustrativo)', date: '2010-11-29' };

/** Answers the positions of the receipts in pesos, by contribution. */
function contribute(script: Script): ReadonlyMap<string, readonly number[]> {
  for (const { id, contributor, pledged } of gifts) {
    script.illustrative('contribution.pledge', {
      contributionId: id,
      contributor,
      amount: pledged,
      valueDate: '2010-11-16',
    });
  }
  for (const { id, contributor, pledged, committed = pledged } of gifts) {
    script.illustrative('contribution.commit', {
      contributionId: id,
      contributor,
      amount: committed,
      ...(committed.currency === 'USD' ? { rate: dollarRate } : {}),
      valueDate: '2010-11-29',
    });
  }
  script.illustrative('contribution.amend', {
    contributionId: 'c-televisa',
    change: 'increase',
    amount: mxn('250000.00'),
    valueDate: '2010-12-15',
  });
  const positions = new Map<string, readonly number[]>();
  for (const { id, pledged, committed = pledged, received = [[committed, '2010-12-20']] as const } of gifts) {
    const own = received.map(([amount, valueDate]) => {
      const bankAccount = amount.currency === 'USD' ? dollars : account;
      return script.illustrative('contribution.receive', { contributionId: id, amount, bankAccount, valueDate });
    });
    positions.set(id, own);
  }
  return positions;
}

function allocate(script: Script): void {
  const made = [
    ['al-agriculture', 'agriculture', '3500000.00'],
    ['al-health', 'health', '2500000.00'],
    ['al-education', 'education', '2500000.00'],
    ['al-social', 'social-development', '1500000.00'],
    ['al-administration', 'administration', '25000.00'],
  ] as const;
  for (const [allocationId, window, amount] of made) {
    script.illustrative('allocation.make', { allocationId, window, amount: mxn(amount), valueDate: '2011-01-31' });
  }
}
