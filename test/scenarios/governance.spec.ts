import { describe, test } from '@jest/globals';
import {
  type Step,
  aFund,
  after,
  allocated,
  anActivity,
  approved,
  funded,
  given,
  grantBody,
  requested,
  signed,
  usd,
} from '../support/given.js';

// The mechanism of a fund: the agreement it rests on, its bodies, who sits in them, and what rests on their minutes.

const convention: Step = after(
  'agreement.sign',
  {
    agreementId: 'co-hn-1993',
    title: { es: 'Convenio de cooperación económica y comercial' },
    kind: 'convention',
    parties: ['donor', 'donor-2'],
    signedOn: '1993-05-12',
  },
  {},
  'registry',
);
const body = (bodyId: string, kind: string, more: object = {}) => ({
  bodyId,
  kind,
  title: { es: 'Órgano del fondo' },
  mandate: { es: 'Decide sobre el fondo.' },
  valueDate: '2026-01-15',
  ...more,
});
const seats = [
  { id: 'chair', title: { es: 'Presidencia' }, nominatedBy: 'donor' },
  { id: 'member', title: { es: 'Vocal' }, nominatedBy: 'donor-2' },
];
const committee: Step = after('body.appoint', body('committee', 'committee', { agreement: 'co-hn-1993', seats }));
const acta = { body: 'committee', minute: 'Acta 3' };
const met: Step = after('body.record-meeting', {
  bodyId: 'committee',
  minuteId: 'Acta 3',
  metOn: '2026-02-10',
  documentHash: 'a'.repeat(64),
});
/** A fund with 100,000 received and 80,000 allocated, whose committee rests on the convention. */
const ready = (policy: object = {}): readonly Step[] => [
  ...aFund({ policy }),
  convention,
  ...funded('100000'),
  allocated('80000'),
  ...anActivity,
  committee,
];

describe('the mechanism of a fund', () => {
  test('it has a committee, directors, a secretariat and a body of consultation, under the convention of two governments', () => {
    const told = given(aFund(), convention);
    for (const kind of ['committee', 'directors', 'secretariat', 'consultation'] as const) {
      told
        .when('body.appoint', body(kind, kind, { agreement: 'co-hn-1993' }))
        .givesEach(['body.appointed', { kind, agreement: 'co-hn-1993' }], ['fund.body-appointed', { body: kind }]);
    }
    told
      .when('body.appoint', body('board', 'board', { agreement: 'unknown' }))
      .rejects('agreement-unknown', { agreement: 'unknown' });
  });

  test('a chair resigns and a successor sits from the next day, so that who held the seat when is on record', () => {
    const fill = (person: string, from: string) => ({ bodyId: 'committee', seat: 'chair', holder: { person }, from });
    given(ready(), after('body.fill-seat', fill('p-10', '2026-01-15')))
      .when('body.fill-seat', fill('p-11', '2026-03-01'))
      .rejects('seat-held', { body: 'committee', seat: 'chair', holder: 'p-10', term: '2026-01-15/..' })
      .and(after('body.vacate-seat', { bodyId: 'committee', seat: 'chair', on: '2026-02-28', reason: 'resigned' }))
      .when('body.fill-seat', fill('p-11', '2026-02-28'))
      .rejects('seat-held', { body: 'committee', seat: 'chair', holder: 'p-10', term: '2026-01-15/2026-02-28' })
      .when('body.fill-seat', fill('p-11', '2026-03-01'))
      .gives('body.seat-filled', { seat: 'chair', holder: { person: 'p-11' }, from: '2026-03-01' });
  });

  test('what each party gives to the secretariat is on record, and is no money of the fund', () => {
    const gift = { bodyId: 'committee', partner: 'donor', form: 'kind', amount: usd('18000'), what: 'Sueldo de la secretaria' };
    given(ready())
      .when('body.record-contribution', gift)
      .gives('body.contribution-recorded', { partner: 'donor', form: 'kind', amount: usd('18000') })
      .leaves({ resources: '100000.00', 'unallocated:none': '20000.00', 'bank:main': '100000.00' });
  });
});

describe('a decision and its minute', () => {
  test('where the rules ask for it, a grant is signed on the minute of a body in office, and never without', () => {
    const sign = (more: Readonly<Record<string, unknown>> = {}) => grantBody('30000', more);
    given(ready({ minutes: ['grant.sign'] }), met)
      .when('grant.sign', sign())
      .rejects('minute-missing', { command: 'grant.sign' })
      .when('grant.sign', sign({ minute: { body: 'jury', minute: 'Acta 1' } }))
      .rejects('body-unknown', { body: 'jury', known: ['committee'] })
      .when('grant.sign', sign({ minute: acta, valueDate: '2026-01-10' }))
      .rejects('body-not-in-office', { body: 'committee', date: '2026-01-10', term: '2026-01-15/..' })
      .when('grant.sign', sign({ minute: acta }))
      .gives('grant.signed', { amount: usd('30000') })
      .leaves({ 'allocated:none:general': '50000.00', 'committed:none:g-1': '30000.00' });
  });

  test('what was decided in January rests on no minute of a meeting in February', () => {
    given(ready(), met)
      .when('grant.sign', grantBody('30000', { minute: acta, valueDate: '2026-02-09' }))
      .rejects('minute-later', { body: 'committee', minute: 'Acta 3', metOn: '2026-02-10', date: '2026-02-09' })
      .when('grant.sign', grantBody('30000', { minute: acta, valueDate: '2026-02-10' }))
      .gives('grant.signed');
  });

  test('a committee that was dissolved decides nothing any more', () => {
    const dissolved = after('body.dissolve', { bodyId: 'committee', reason: 'Fin del convenio', valueDate: '2026-02-15' });
    given(ready({ minutes: ['disbursement.approve'] }), signed('30000'), requested('d-1'), dissolved)
      .when('disbursement.approve', { disbursementId: 'd-1', minute: acta }, { actor: 'beto' })
      .rejects('body-not-in-office', { body: 'committee', date: '2026-03-02', term: '2026-01-15/2026-02-15' })
      .leaves({ 'committed:none:g-1': '30000.00' });
  });

  test('the rules may ask for minutes from a day on: what was ordered before is paid', () => {
    given(ready(), signed('30000'), ...approved('d-1'))
      .and(after('fund.amend-rules', { policy: { minutes: ['disbursement.approve'] } }))
      .when('disbursement.pay', { disbursementId: 'd-1', bankAccount: 'main' })
      .gives('disbursement.paid', { amount: usd('15000') })
      .and(requested('d-2', { kind: 'advance', amount: usd('1000') }))
      .when('disbursement.approve', { disbursementId: 'd-2' }, { actor: 'beto' })
      .rejects('minute-missing', { command: 'disbursement.approve' })
      .when('disbursement.approve', { disbursementId: 'd-2', minute: acta }, { actor: 'beto' })
      .gives('disbursement.approved', { amount: usd('1000') });
  });

  test('a condition of a contribution is waived on a minute alone', () => {
    const conditional = after('contribution.commit', {
      contributionId: 'c-2',
      contributor: 'donor-2',
      amount: usd('20000'),
      conditions: [{ id: 'audit', text: 'Auditoría 2025 sin salvedades', amount: usd('20000') }],
    });
    const waive = { contributionId: 'c-2', condition: 'audit' };
    given(ready(), conditional)
      .when('contribution.waive-condition', waive)
      .rejects('minute-missing', { command: 'contribution.waive-condition' })
      .when('contribution.waive-condition', { ...waive, minute: acta })
      .gives('contribution.condition-met', { waived: true, amount: usd('20000') })
      .leaves({ 'receivable:c-2': '20000.00', 'unallocated:none': '40000.00' });
  });
});
