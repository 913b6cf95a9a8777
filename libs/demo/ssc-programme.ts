import { bookId } from '#kernel/ids';
import type { DemoBook } from './command.js';
import { Script, paper, usd } from './script.js';
import { callForReciprocity } from './ssc-call.js';
import { closeYears, contribute, runMechanism, themes } from './ssc-money.js';
import { stayOpen } from './ssc-open.js';
import { carryOut, complete } from './ssc-projects.js';
import { review } from './ssc-review.js';
import { cookCleaner } from './ssc-stoves.js';

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

/** Posts the whole case. */
export function sscProgramme(): DemoBook {
  const script = new Script(book, { 'fund-manager': 'p-006', approver: 'p-007', portal: 'p-090', admin: 'p-001' });
  establish(script);
  govern(script);
  const inEuros = [...contribute(script), ...runMechanism(script)];
  carryOut(script);
  callForReciprocity(script);
  cookCleaner(script);
  complete(script);
  review(script);
  closeYears(script);
  stayOpen(script, inEuros);
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
      advances: { dueDays: 730 },
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
    ['Acta 1 de 2009', '2009-03-30'],
    ['Acta 1 de 2011', '2011-11-28'],
  ] as const) {
    const meeting = { bodyId: 'committee', minuteId, metOn, documentHash: paper(minuteId) };
    script.illustrative('body.record-meeting', { ...meeting, valueDate: metOn });
  }
  const seat = { bodyId: 'secretariat', seat: 'secretariat', holder: { partner: 'fundecooperacion' } } as const;
  script.told('body.fill-seat', { ...seat, ...term });
}
