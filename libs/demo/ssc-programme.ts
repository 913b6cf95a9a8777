import { bookId } from '#kernel/ids';
import type { DemoBook } from './command.js';
import { Script, eur, paper, usd } from './script.js';
import { callForReciprocity } from './ssc-call.js';
import { carryOut, complete } from './ssc-projects.js';
import { review } from './ssc-review.js';

/*
 * The Programme of South-South Cooperation of Costa Rica, Benin and Bhutan, 2007 to 2011, financed by the Netherlands
 * under the Sustainable Development Agreements: four themes, three directors (one for each national mechanism), a
 * committee of officials, reciprocity projects in which each side gives and receives. The source names no single project
 * and gives no amounts: one illustrative project stands for each theme.
 */

const book = bookId('ssc-programme');
const account = 'usd-main';
const programmeWindow = 'reciprocity-projects';
const frame = 'acuerdos-desarrollo-sostenible';

const themes = [
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

/** Posts the whole case. */
export function sscProgramme(): DemoBook {
  const script = new Script(book, { 'fund-manager': 'p-006', approver: 'p-007', portal: 'p-090', admin: 'p-001' });
  establish(script);
  govern(script);
  contribute(script);
  runMechanism(script);
  carryOut(script);
  callForReciprocity(script);
  complete(script);
  review(script);
  closeYears(script);
  return {
    book,
    title: { es: 'Programa de Cooperación Sur-Sur (PSC)', en: 'Programme of South-South Cooperation (PSC)' },
    commands: script.commands,
    events: script.events,
  };
}

function establish(script: Script): void {
  script.told('fund.establish', {
    name: { es: 'Programa de Cooperación Sur-Sur (PSC)', en: 'Programme of South-South Cooperation (PSC)' },
    description: {
      es: 'Cooperación triangular entre Costa Rica, Benín y Bután, creada tras la cumbre de Johannesburgo de 2002 y financiada por los Países Bajos. Un comité de funcionarios coordina; tres directores, uno por mecanismo nacional, operan; Fundecooperación es la secretaría. Premio de Cooperación Sur-Sur de Naciones Unidas 2010. Datos de demostración: los proyectos, montos y días son ilustrativos.',
      en: 'Triangular cooperation between Costa Rica, Benin and Bhutan, set up after the Johannesburg summit of 2002 and financed by the Netherlands. A committee of officials coordinates; three directors, one for each national mechanism, operate; Fundecooperación is the secretariat. UN South-South Cooperation Award 2010. Demonstration data: projects, amounts and days are illustrative.',
    },
    homeCurrency: 'USD',
    currencies: ['EUR'],
    timeZone: 'America/Costa_Rica',
    startsOn: '2007-01-01',
    endsOn: '2011-12-31',
    interest: 'kept',
    legalFrame: frame,
    policy: {
      assessments: { atLeast: 2 },
      concentration: { share: '60' },
      incomeRecognition: 'at-signature',
      inKind: 'memorandum',
    },
    earmarks: themes.map(({ id, title }) => ({ id, title })),
    windows: [{ id: programmeWindow, title: { es: 'Proyectos de reciprocidad', en: 'Reciprocity projects' } }],
    bankAccounts: [
      { id: account, currency: 'USD' },
      { id: 'eur-main', currency: 'EUR' },
    ],
    publishing: {
      reportingOrg: {
        ref: 'XI-IATI-AYNIDEMO-PSC',
        name: 'Programa de Cooperación Sur-Sur (demostración de Ayni)',
        type: '60',
      },
      language: 'es',
      scope: '3',
      countries: [
        { code: 'CR', percentage: '34' },
        { code: 'BJ', percentage: '33' },
        { code: 'BT', percentage: '33' },
      ],
      sectors: [
        { code: '33210', percentage: '25' },
        { code: '32130', percentage: '25' },
        { code: '41030', percentage: '25' },
        { code: '23210', percentage: '25' },
      ],
      collaborationType: '8',
    },
  });
}

/** A committee of officials coordinates, three directors operate, Fundecooperación is the secretariat. Days, persons and values are our own. */
function govern(script: Script): void {
  const countries = [
    { id: 'costa-rica', es: 'Costa Rica', en: 'Costa Rica', mechanism: 'fundecooperacion', director: 'p-101' },
    { id: 'benin', es: 'Benín', en: 'Benin', mechanism: 'mechanism-benin', director: 'p-102' },
    { id: 'bhutan', es: 'Bután', en: 'Bhutan', mechanism: 'mechanism-bhutan', director: 'p-103' },
  ] as const;
  const day = '2007-01-15';
  script.told('body.appoint', {
    bodyId: 'committee',
    title: { es: 'Comité de funcionarios', en: 'Committee of officials' },
    kind: 'committee',
    mandate: { es: 'Coordinación política del programa.', en: 'Political coordination of the programme.' },
    agreement: frame,
    seats: countries.map(({ id, es, en }) => ({ id, title: { es, en }, nominatedBy: `gov-${id}` })),
    valueDate: day,
  });
  script.told('body.appoint', {
    bodyId: 'directors',
    title: { es: 'Directores de los mecanismos nacionales', en: 'Directors of the national mechanisms' },
    kind: 'directors',
    mandate: { es: 'Operación del programa, uno por mecanismo nacional.', en: 'Operation, one for each national mechanism.' },
    seats: countries.map(({ id, es, en, mechanism }) => ({ id, title: { es, en }, nominatedBy: mechanism })),
    valueDate: day,
  });
  script.told('body.appoint', {
    bodyId: 'secretariat',
    title: { es: 'Secretaría', en: 'Secretariat' },
    kind: 'secretariat',
    mandate: { es: 'Secretaría de todo el programa.', en: 'Secretariat of the whole programme.' },
    seats: [{ id: 'secretariat', title: { es: 'Secretaría', en: 'Secretariat' } }],
    valueDate: day,
  });
  const term = { from: day, valueDate: day };
  for (const { id, director } of countries) {
    script.told('body.fill-seat', { bodyId: 'committee', seat: id, holder: { partner: `gov-${id}` }, ...term });
    script.illustrative('body.fill-seat', {
      bodyId: 'directors',
      seat: id,
      holder: { person: director },
      to: '2011-12-31',
      ...term,
    });
    // Costa Rica's is valued as a contribution in kind, below.
    if (id === 'costa-rica') continue;
    script.illustrative('body.record-contribution', {
      bodyId: 'committee',
      partner: `gov-${id}`,
      form: 'kind',
      amount: usd('9000.00'),
      what: 'Tiempo de funcionarios en el comité, cinco años',
      valueDate: '2011-12-15',
    });
  }
  for (const [minuteId, metOn] of [
    ['Acta 1 de 2007', '2007-02-12'],
    ['Acta 2 de 2008', '2008-09-15'],
    ['Acta 1 de 2011', '2011-11-28'],
  ] as const) {
    const meeting = { bodyId: 'committee', minuteId, metOn, documentHash: paper(minuteId) };
    script.illustrative('body.record-meeting', { ...meeting, valueDate: metOn });
  }
  const seat = { bodyId: 'secretariat', seat: 'secretariat', holder: { partner: 'fundecooperacion' } } as const;
  script.told('body.fill-seat', { ...seat, ...term });
}

/** One agreement; the money of each theme is bound to it, and what pays for the mechanism itself is free. */
function contribute(script: Script): void {
  const rate = { rate: '1.3119', source: 'BCE (ilustrativo)', date: '2007-03-01' };
  const dutch = { contributor: 'gov-netherlands', agreement: 'Acuerdos de Desarrollo Sostenible' } as const;
  for (const { id, given } of themes) {
    const theme = { ...dutch, contributionId: `c-${id}`, earmark: id, amount: usd(given) };
    script.illustrative('contribution.commit', { ...theme, valueDate: '2007-03-01' });
  }
  const mechanism = { ...dutch, contributionId: 'c-mechanism', amount: eur('300000.00') };
  script.illustrative('contribution.pledge', { ...mechanism, valueDate: '2007-02-01' });
  script.illustrative('contribution.commit', { ...mechanism, rate, valueDate: '2007-03-01' });
  for (const { id, given } of themes) {
    script.illustrative('contribution.receive', {
      contributionId: `c-${id}`,
      amount: usd(given),
      bankAccount: account,
      valueDate: '2007-04-16',
    });
  }
  for (const [amount, valueDate] of [
    ['150000.00', '2007-04-16'],
    ['150000.00', '2009-02-16'],
  ] as const) {
    script.illustrative('contribution.receive', {
      contributionId: 'c-mechanism',
      amount: eur(amount),
      bankAccount: 'eur-main',
      valueDate,
    });
  }
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
    amount: usd('335000.00'),
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

/** What the mechanism itself costs: the secretariat is paid in euros, and gives running costs of its own in kind. */
function runMechanism(script: Script): void {
  for (const { year, cost, bookRate } of euros) {
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
    script.illustrative('cost.pay', { ...secretariat, bankAccount: 'eur-main', valueDate: `${year}-12-10` });
  }
  const inEuros = { bankAccount: 'eur-main', rate: atRate('1.3347', '2009-12-31'), valueDate: '2009-12-31' };
  script.illustrative('bank-charge.record', { bankChargeId: 'bc-2009', amount: eur('312.75'), ...inEuros });
  script.illustrative('interest.receive', { interestId: 'int-2009', amount: eur('1480.20'), ...inEuros });
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
function closeYears(script: Script): void {
  for (const { year, closing } of euros) {
    script.illustrative('period.revalue', {
      period: year,
      rates: [{ currency: 'EUR', rate: atRate(closing, `${year}-12-31`) }],
      valueDate: `${year}-12-31`,
    });
    script.closes(year, { earned: true });
  }
}
