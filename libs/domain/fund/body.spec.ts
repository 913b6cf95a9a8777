import { describe, test } from '@jest/globals';
import { aFund, after, committed, given, lastOf, usd } from '../../../test/support/given.js';

const documentHash = 'a'.repeat(64);
const seats = [
  { id: 'chair', title: { en: 'Chair' }, nominatedBy: 'donor' },
  { id: 'member', title: { en: 'Member' } },
];
const committee = (more: object = {}) => ({
  bodyId: 'committee',
  title: { es: 'Comité directivo', en: 'Steering committee' },
  kind: 'committee',
  mandate: { es: 'Decide sobre convocatorias y subvenciones.' },
  seats,
  ...more,
});
const convention = after(
  'agreement.sign',
  {
    agreementId: 'convenio-1993',
    title: { es: 'Convenio' },
    kind: 'convention',
    parties: ['donor', 'donor-2'],
    signedOn: '1993-05-12',
  },
  {},
  'registry',
);
const appointed = after('body.appoint', committee({ valueDate: '2026-01-15' }));
const fill = (more: object = {}) => ({
  bodyId: 'committee',
  seat: 'chair',
  holder: { person: 'p-10' },
  from: '2026-01-15',
  ...more,
});
const chaired = after('body.fill-seat', fill());
const minute = (body = 'committee') => ({ body, minute: '3/2026' });

describe('a body', () => {
  test('is appointed with a mandate and seats, and the fund knows it from then on', () => {
    given(aFund(), convention)
      .when('body.appoint', committee({ agreement: 'convenio-1993' }))
      .givesEach(
        [
          'body.appointed',
          { title: committee().title, kind: 'committee', mandate: committee().mandate, agreement: 'convenio-1993', seats },
        ],
        ['fund.body-appointed', { body: 'committee' }],
      )
      .posts();
  });

  test('is appointed once', () => {
    given(aFund(), appointed).when('body.appoint', committee()).rejects('id-taken', { thing: 'body', id: 'committee' });
  });

  test('has each seat once, named by a partner of the registry', () => {
    given(aFund())
      .when('body.appoint', committee({ seats: [seats[1], seats[1]] }))
      .rejects('id-taken', { thing: 'seat', id: 'member' })
      .when('body.appoint', committee({ seats: [{ ...seats[0], nominatedBy: 'nobody' }] }))
      .rejects('partner-unknown', { partner: 'nobody' });
  });

  test('rests on an agreement of the registry', () => {
    given(aFund(), appointed)
      .when('body.appoint', committee({ bodyId: 'board', agreement: 'convenio-9' }))
      .rejects('agreement-unknown', { agreement: 'convenio-9' })
      .when('body.amend', { bodyId: 'committee', agreement: 'convenio-9' })
      .rejects('agreement-unknown', { agreement: 'convenio-9' });
  });

  test('is amended: a title, seats that come and go', () => {
    const secretary = { id: 'secretary', title: { en: 'Secretary' } };
    given(aFund(), appointed)
      .when('body.amend', { bodyId: 'committee', seatsAdded: [secretary], seatsAbolished: ['member'] })
      .gives('body.amended', { seatsAdded: [secretary], seatsAbolished: ['member'], title: undefined })
      .when('body.fill-seat', fill({ seat: 'member' }))
      .rejects('seat-unknown', { body: 'committee', seat: 'member', known: ['chair', 'secretary'] })
      .when('body.amend', { bodyId: 'committee', seatsAdded: [secretary] })
      .rejects('id-taken', { thing: 'seat', id: 'secretary' })
      .when('body.amend', { bodyId: 'committee' })
      .writesNothing();
  });

  test('keeps a seat that is held', () => {
    given(aFund(), appointed, chaired)
      .when('body.amend', { bodyId: 'committee', seatsAbolished: ['chair'] })
      .rejects('seat-held', { body: 'committee', seat: 'chair', holder: 'p-10', term: '2026-01-15/..' });
  });

  test('is dissolved, and then takes nothing up any more', () => {
    given(aFund(), appointed)
      .when('body.dissolve', { bodyId: 'committee', reason: 'El convenio venció.' })
      .gives('body.dissolved', { reason: 'El convenio venció.' })
      .when('body.fill-seat', fill())
      .rejects('wrong-status', { thing: 'body', id: 'committee', status: 'dissolved', expected: 'in-office' })
      .when('body.dissolve', { bodyId: 'committee', reason: 'again' })
      .rejects('wrong-status', { thing: 'body', id: 'committee', status: 'dissolved', expected: 'in-office' });
    given(aFund(), appointed)
      .when('body.dissolve', { bodyId: 'committee', reason: 'x', valueDate: '2026-01-14' })
      .rejects('period-reversed', { start: '2026-01-15', end: '2026-01-14' });
  });
});

describe('a seat', () => {
  test('is held by a person or a partner, for a term', () => {
    given(aFund(), appointed)
      .when('body.fill-seat', fill({ to: '2027-01-14' }))
      .gives('body.seat-filled', { seat: 'chair', holder: { person: 'p-10' }, from: '2026-01-15', to: '2027-01-14' })
      .when('body.fill-seat', fill({ seat: 'member', holder: { partner: 'cso' } }))
      .gives('body.seat-filled', { seat: 'member', holder: { partner: 'cso' }, to: undefined });
  });

  test('is held by one at a time; the next term begins when the last is over', () => {
    given(aFund(), appointed, after('body.fill-seat', fill({ to: '2026-02-28' })))
      .when('body.fill-seat', fill({ holder: { person: 'p-11' }, from: '2026-02-28' }))
      .rejects('seat-held', { body: 'committee', seat: 'chair', holder: 'p-10', term: '2026-01-15/2026-02-28' })
      .when('body.fill-seat', fill({ holder: { partner: 'donor' }, from: '2026-03-01' }))
      .gives('body.seat-filled')
      .when('body.fill-seat', fill({ from: '2027-01-01' }))
      .rejects('seat-held', { body: 'committee', seat: 'chair', holder: 'donor', term: '2026-03-01/..' });
  });

  test('falls vacant on a day of its term, with the reason', () => {
    const vacate = (on: string) => ({ bodyId: 'committee', seat: 'chair', on, reason: 'resigned' });
    given(aFund(), appointed, chaired)
      .when('body.vacate-seat', vacate('2026-01-14'))
      .rejects('seat-not-held', { body: 'committee', seat: 'chair', date: '2026-01-14' })
      .when('body.vacate-seat', vacate('2026-02-10'))
      .gives('body.seat-vacated', { seat: 'chair', on: '2026-02-10', reason: 'resigned' })
      .when('body.vacate-seat', vacate('2026-02-20'))
      .rejects('seat-not-held', { body: 'committee', seat: 'chair', date: '2026-02-20' })
      .when('body.fill-seat', fill({ from: '2026-02-11' }))
      .gives('body.seat-filled');
  });

  test('has a term that ends after it begins, in the time of its body', () => {
    given(aFund(), appointed)
      .when('body.fill-seat', fill({ to: '2026-01-14' }))
      .rejects('period-reversed', { start: '2026-01-15', end: '2026-01-14' })
      .when('body.fill-seat', fill({ from: '2026-01-14' }))
      .rejects('body-not-in-office', { body: 'committee', date: '2026-01-14', term: '2026-01-15/..' })
      .when('body.fill-seat', fill({ holder: { partner: 'nobody' } }))
      .rejects('partner-unknown', { partner: 'nobody' })
      .when('body.fill-seat', fill({ holder: {} }))
      .isWrongIn('holder');
  });
});

describe('a meeting', () => {
  const meeting = (metOn: string) => ({ bodyId: 'committee', minuteId: '3/2026', metOn, documentHash });

  test('is registered by its minute and the hash of the paper', () => {
    given(aFund(), appointed)
      .when('body.record-meeting', meeting('2026-02-20'))
      .gives('body.met', { minute: '3/2026', metOn: '2026-02-20', documentHash })
      .when('body.record-meeting', meeting('2026-02-21'))
      .rejects('id-taken', { thing: 'minute', id: '3/2026' });
  });

  test('is registered when its minute is signed, also after the closing of its month', () => {
    given(aFund(), appointed, after('period.close', { period: '2026-01' }), after('period.close', { period: '2026-02' }))
      .when('body.record-meeting', meeting('2026-02-20'))
      .gives('body.met', { metOn: '2026-02-20' });
  });

  test('took place while the body was in office, and not tomorrow', () => {
    given(aFund(), appointed)
      .when('body.record-meeting', meeting('2026-01-14'))
      .rejects('body-not-in-office', { body: 'committee', date: '2026-01-14', term: '2026-01-15/..' })
      .when('body.record-meeting', meeting('2026-03-03'))
      .rejects('date-in-future', { date: '2026-03-03', today: '2026-03-02', timeZone: 'America/Bogota' })
      .when('body.record-meeting', { ...meeting('2026-02-20'), valueDate: '2026-02-19' })
      .rejects('date-before-step', { thing: 'minute', id: '3/2026', date: '2026-02-19', earliest: '2026-02-20' })
      .when('body.record-meeting', { ...meeting('2026-02-20'), documentHash: 'A' })
      .isWrongIn('documentHash');
  });
});

describe('what a party gives to the mechanism', () => {
  const office = {
    bodyId: 'committee',
    partner: 'donor',
    form: 'kind',
    amount: usd('1200'),
    what: 'Oficina y mitad de un salario',
  };

  test('is counted beside the books, in cash and in kind apart', () => {
    given(aFund(), appointed)
      .when('body.record-contribution', office)
      .gives('body.contribution-recorded', { partner: 'donor', form: 'kind', amount: usd('1200'), what: office.what })
      .posts('Dr memo:mechanism-kind:committee:donor 1200.00 USD', 'Cr memo-contra:mechanism-kind 1200.00 USD')
      .when('body.record-contribution', { ...office, form: 'cash' })
      .posts('Dr memo:mechanism-cash:committee:donor 1200.00 USD', 'Cr memo-contra:mechanism-cash 1200.00 USD')
      .when('body.record-contribution', { ...office, partner: 'nobody' })
      .rejects('partner-unknown', { partner: 'nobody' });
  });

  test('is taken back by reversal, once', () => {
    const told = given(aFund(), appointed, after('body.record-contribution', office));
    const position = lastOf(told.book, 'body.contribution-recorded');
    told
      .when('event.reverse', { position })
      .posts('Cr memo:mechanism-kind:committee:donor 1200.00 USD', 'Dr memo-contra:mechanism-kind 1200.00 USD')
      .when('event.reverse', { position })
      .rejects('not-reversible', { position, type: 'body.contribution-recorded', because: 'already-reversed' });
  });
});

describe('the minute of a decision', () => {
  const pledge = (more: object = {}) => ({ contributionId: 'c-1', contributor: 'donor', amount: usd('10'), ...more });
  const commit = 'contribution.commit';

  test('may name any body while the book knows none', () => {
    given(aFund())
      .when(commit, pledge({ minute: minute('board') }))
      .gives('contribution.committed');
  });

  test('names a body that was appointed, once there is one', () => {
    given(aFund(), appointed)
      .when(commit, pledge({ minute: minute('board') }))
      .rejects('body-unknown', { body: 'board', known: ['committee'] })
      .when(commit, pledge({ minute: minute() }))
      .gives('contribution.committed');
  });

  test('is of a body that was in office on the day', () => {
    given(aFund(), appointed)
      .when(commit, pledge({ minute: minute(), valueDate: '2026-01-14' }))
      .rejects('body-not-in-office', { body: 'committee', date: '2026-01-14', term: '2026-01-15/..' });
    given(aFund(), appointed, after('body.dissolve', { bodyId: 'committee', reason: 'x', valueDate: '2026-02-01' }))
      .when(commit, pledge({ minute: minute(), valueDate: '2026-02-02' }))
      .rejects('body-not-in-office', { body: 'committee', date: '2026-02-02', term: '2026-01-15/2026-02-01' })
      .when(commit, pledge({ minute: minute(), valueDate: '2026-02-01' }))
      .gives('contribution.committed');
  });

  test('is of a meeting that was not after the decision, as far as it has been lodged', () => {
    const met = { bodyId: 'committee', minuteId: '3/2026', metOn: '2026-02-20', documentHash: 'a'.repeat(64) };
    given(aFund(), appointed)
      .when(commit, pledge({ minute: minute(), valueDate: '2026-02-19' }))
      .gives('contribution.committed')
      .and(after('body.record-meeting', met))
      .when(commit, pledge({ contributionId: 'c-2', minute: minute(), valueDate: '2026-02-19' }))
      .rejects('minute-later', { body: 'committee', minute: '3/2026', metOn: '2026-02-20', date: '2026-02-19' })
      .when(commit, pledge({ contributionId: 'c-2', minute: minute(), valueDate: '2026-02-20' }))
      .gives('contribution.committed');
  });

  test('has to be there where the rules of the fund say so', () => {
    given(aFund({ policy: { minutes: ['contribution.commit'] } }))
      .when(commit, pledge())
      .rejects('minute-missing', { command: 'contribution.commit' })
      .when(commit, pledge({ minute: minute() }))
      .gives('contribution.committed')
      .when('contribution.receive', { contributionId: 'c-1', amount: usd('10'), bankAccount: 'main' })
      .gives('contribution.received');
  });

  test('cannot be asked for a command that there is not', () => {
    given(aFund())
      .when('fund.amend-rules', { policy: { minutes: ['grant.sign', 'grant.sing'] } })
      .isWrongIn('policy.minutes[1]');
  });

  test('is not asked for where nothing is decided anew', () => {
    given(aFund(), committed('100'), after('fund.amend-rules', { policy: { minutes: ['fund.amend-rules'] } }))
      .when('fund.amend-rules', { policy: { minutes: ['fund.amend-rules'] } })
      .writesNothing();
  });
});
