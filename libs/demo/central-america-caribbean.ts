import { bookId } from '#kernel/ids';
import type { DemoBook } from './command.js';
import { Script, usd } from './script.js';
import { carryOut, evaluate, prepare } from './servivienda.js';

/*
 * SERVIVIENDA: Colombia and Honduras, technical cooperation of the 1990s, paid by a fund of Colombia, Mexico and
 * Venezuela. The source gives who, why, the three stages, and 40 houses at USD 2,000; the other figures and the days are
 * illustrative. The fund paid all of it: there is no co-financing, and nothing is valued in kind. At the end what is left
 * goes back to the three governments, and the fund is closed: of that the source says nothing, either.
 */

const book = bookId('central-america-caribbean');
const project = 'servivienda-honduras';
const account = 'usd-main';

/** Posts the whole case. */
export function centralAmericaCaribbean(): DemoBook {
  const script = new Script(book, { 'fund-manager': 'p-002', approver: 'p-003', admin: 'p-001' });
  establish(script);
  contribute(script);
  prepare(script);
  script.closes('1993', { earned: false });
  carryOut(script, { allocate, closeYear });
  evaluate(script);
  settle(script);
  endFund(script);
  return {
    book,
    title: { es: 'Fondo de Cooperación para Centroamérica y el Caribe', en: 'Central America and Caribbean Cooperation Fund' },
    commands: script.commands,
    events: script.events,
  };
}

function establish(script: Script): void {
  script.illustrative('fund.establish', {
    name: { es: 'Fondo de Cooperación para Centroamérica y el Caribe', en: 'Central America and Caribbean Cooperation Fund' },
    description: {
      es: 'Fondo público cofinanciado en su momento por Colombia, México y Venezuela para la cooperación técnica con Centroamérica y el Caribe. Datos de demostración: los hechos son de la fuente; los montos y días son ilustrativos, salvo las 40 viviendas a USD 2.000.',
      en: 'Public fund co-financed at the time by Colombia, Mexico and Venezuela for technical cooperation with Central America and the Caribbean. Demonstration data: the facts are from the source; amounts and days are illustrative, except the 40 houses at USD 2,000.',
    },
    homeCurrency: 'USD',
    timeZone: 'America/Bogota',
    startsOn: '1993-01-01',
    endsOn: '1998-12-31',
    windows: [{ id: 'technical-cooperation', title: { es: 'Cooperación técnica', en: 'Technical cooperation' } }],
    bankAccounts: [{ id: account, currency: 'USD' }],
    policy: { incomeRecognition: 'as-spent', advances: { dueDays: 365 } },
    publishing: {
      reportingOrg: {
        ref: 'XI-IATI-AYNIDEMO-CAC',
        name: 'Fondo de Cooperación para Centroamérica y el Caribe (demostración de Ayni)',
        type: '15',
      },
      language: 'es',
      scope: '2',
      countries: [{ code: 'HN', percentage: '100' }],
      sectors: [{ code: '16040', percentage: '100' }],
      collaborationType: '1',
    },
  });
}

/** What each gives, and what of it is left at the end. */
const gifts = [
  { id: 'c-colombia', contributor: 'gov-colombia', amount: '120000.00', left: '49386.79' },
  { id: 'c-mexico', contributor: 'gov-mexico', amount: '50000.00', left: '20577.83' },
  { id: 'c-venezuela', contributor: 'gov-venezuela', amount: '40000.00', left: '16462.28' },
];

function contribute(script: Script): void {
  for (const { id, contributor, amount } of gifts) {
    const body = { contributionId: id, contributor, amount: usd(amount) };
    script.illustrative('contribution.pledge', { ...body, valueDate: '1993-06-15' });
    script.illustrative('contribution.commit', { ...body, valueDate: '1993-09-01' });
  }
  const receive = (contributionId: string, amount: string, valueDate: string): number =>
    script.illustrative('contribution.receive', { contributionId, amount: usd(amount), bankAccount: account, valueDate });
  receive('c-colombia', '70000.00', '1993-10-04');
  receive('c-mexico', '50000.00', '1993-10-18');
  receive('c-venezuela', '40000.00', '1993-11-08');
  // The same bank line entered a second time, and put right.
  const twice = receive('c-venezuela', '40000.00', '1993-11-08');
  script.illustrative('event.reverse', { position: twice, valueDate: '1993-11-10' });
  receive('c-colombia', '50000.00', '1994-05-02');
}

function allocate(script: Script): void {
  script.illustrative('allocation.make', {
    allocationId: 'al-project',
    window: 'technical-cooperation',
    amount: usd('130000.00'),
    activityId: project,
    lapsesAfter: '1998-06-30',
    valueDate: '1994-02-01',
  });
  script.illustrative('allocation.make', {
    allocationId: 'al-administration',
    window: 'administration',
    amount: usd('1000.00'),
    lapsesAfter: '1998-06-30',
    valueDate: '1994-02-01',
  });
  script.illustrative('bank-charge.record', {
    bankChargeId: 'bc-1994',
    amount: usd('85.50'),
    bankAccount: account,
    valueDate: '1994-12-30',
  });
  script.illustrative('interest.receive', {
    interestId: 'int-1994',
    amount: usd('1912.40'),
    bankAccount: account,
    valueDate: '1994-12-30',
  });
}

/** What was spent in a year becomes income of those whose money it was. */
function closeYear(script: Script, year: string): void {
  for (const { id } of gifts) {
    script.illustrative('income.recognise', { contributionId: id, valueDate: `${year}-12-31` });
  }
  script.closes(year, { earned: true });
}

/** The three grants are settled and closed; what is left of the allocations lapses. */
function settle(script: Script): void {
  script.illustrative('asset.dispose', { assetId: 'factory', how: 'donated', recipient: 'fedecoh', valueDate: '1998-03-30' });
  for (const grantId of ['g-stage-2', 'g-stage-3']) {
    script.illustrative('grant.settle', { grantId, valueDate: '1998-04-15' });
  }
  for (const grantId of ['g-stage-1', 'g-stage-2', 'g-stage-3']) {
    script.illustrative('grant.close', { grantId, valueDate: '1998-04-30' });
  }
  for (const allocationId of ['al-project', 'al-administration']) {
    script.illustrative('allocation.lapse', { allocationId, valueDate: '1998-07-01' });
  }
}

/** What was not spent goes back to those who gave it, by what is left of each one's money; then the books are closed. */
function endFund(script: Script): void {
  for (const { id, left } of gifts) {
    script.illustrative('contribution.return', {
      contributionId: id,
      amount: usd(left),
      bankAccount: account,
      valueDate: '1998-11-30',
    });
  }
  // Interest that was income once goes back, too.
  script.closes('1998', { earned: true });
  script.illustrative('fund.close', { valueDate: '1999-01-29' });
}
