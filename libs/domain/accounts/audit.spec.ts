import { describe, expect, test } from '@jest/globals';
import { registryBook } from '#kernel/ids';
import {
  aFund,
  accepted,
  after,
  allocated,
  anActivity,
  funded,
  given,
  paid,
  signed,
  usd,
} from '../../../test/support/given.js';

const certificate = {
  certificateId: 'q-1',
  grantId: 'g-1',
  auditor: 'bystander',
  opinion: 'unqualified',
  periodStart: '2026-01-01',
  periodEnd: '2026-02-28',
  sha256: 'a'.repeat(64),
};
const recorded = (more: Readonly<Record<string, unknown>> = {}) => after('audit.record', { ...certificate, ...more });
const grantUnder = (policy: object, more: Readonly<Record<string, unknown>> = {}) => [
  ...aFund({ policy }),
  ...funded('1000'),
  allocated('800'),
  ...anActivity,
  signed('600', more),
  ...paid('d-1'),
  ...accepted('r-1', '600'),
];
const aBalance = { disbursementId: 'd-2', grantId: 'g-1', kind: 'balance', amount: usd('300') };
const missing = { grant: 'g-1', amount: '600.00', currency: 'USD' };

describe('an audit certificate', () => {
  test('says who looked at the accounts, of which period, with which opinion', () => {
    given(grantUnder({}))
      .when('audit.record', certificate)
      .gives('audit.recorded', { certificate: 'q-1', auditor: 'bystander', opinion: 'unqualified', sha256: 'a'.repeat(64) })
      .posts();
  });

  test('has its findings kept apart from the event', () => {
    const told = given(grantUnder({})).when('audit.record', { ...certificate, findings: 'El tesorero firmó dos veces.' });
    expect(told.book.notes.get((told.event.data as { findingsHash: string }).findingsHash)).toBe(
      'El tesorero firmó dos veces.',
    );
  });

  test('is of nobody whose other entry in the registry is paid, or executes', () => {
    const twin = { partnerId: 'cso-anew', name: 'The CSO', kind: 'ngo', country: 'CO' };
    given(
      grantUnder({}),
      after('partner.register', twin, {}, registryBook),
      after('partner.merge', { partnerId: 'cso', into: 'cso-anew', ground: 'same-organisation' }, {}, registryBook),
    )
      .when('audit.record', { ...certificate, auditor: 'cso-anew' })
      .rejects('auditor-not-independent', { auditor: 'cso-anew', grant: 'g-1' });
  });

  test('is of a registered partner that is neither paid nor executes, of a period that is over, and has an id of its own', () => {
    given(grantUnder({}), recorded())
      .when('audit.record', { ...certificate, certificateId: 'q-2', auditor: 'cso' })
      .rejects('auditor-not-independent', { auditor: 'cso', grant: 'g-1' })
      .when('audit.record', { ...certificate, certificateId: 'q-2', auditor: 'nobody' })
      .rejects('partner-unknown', { partner: 'nobody' })
      .when('audit.record', { ...certificate, certificateId: 'q-2', periodEnd: '2025-12-31' })
      .rejects('period-reversed', { start: '2026-01-01', end: '2025-12-31' })
      .when('audit.record', certificate)
      .rejects('id-taken', { thing: 'audit certificate', id: 'q-1' })
      .when('audit.record', { ...certificate, certificateId: 'q-2', periodEnd: '2026-03-03' })
      .rejects('date-in-future', { date: '2026-03-03', today: '2026-03-02', timeZone: 'America/Bogota' });
  });

  test('comes when the books of its period are closed', () => {
    given(grantUnder({}), after('period.close', { period: '2026-01' }), after('period.close', { period: '2026-02' }))
      .when('audit.record', certificate)
      .gives('audit.recorded', { periodEnd: '2026-02-28' });
  });
});

describe('a grant above the threshold of audit', () => {
  const rules = { auditAbove: usd('599.99') };

  test('gets no final payment without a certificate', () => {
    given(grantUnder(rules))
      .when('disbursement.request', aBalance)
      .rejects('audit-missing', { ...missing, opinions: ['none'] })
      .and(recorded())
      .when('disbursement.request', aBalance)
      .gives('disbursement.requested');
  });

  test('needs one that vouches for its accounts', () => {
    given(grantUnder(rules), recorded({ opinion: 'adverse' }), recorded({ certificateId: 'q-2', opinion: 'disclaimer' }))
      .when('disbursement.request', aBalance)
      .rejects('audit-missing', { ...missing, opinions: ['adverse', 'disclaimer'] })
      .and(recorded({ certificateId: 'q-3', opinion: 'qualified' }))
      .when('disbursement.request', aBalance)
      .gives('disbursement.requested');
  });

  test('is not closed without one', () => {
    const reimbursed = [
      after('disbursement.request', { ...aBalance, kind: 'reimbursement' }, { actor: 'ana' }),
      after('disbursement.approve', { disbursementId: 'd-2' }, { actor: 'beto' }),
      after('disbursement.pay', { disbursementId: 'd-2', bankAccount: 'main' }),
    ];
    given(grantUnder(rules), reimbursed)
      .when('grant.close', { grantId: 'g-1' })
      .rejects('audit-missing', { ...missing, opinions: ['none'] })
      .and(recorded())
      .when('grant.close', { grantId: 'g-1' })
      .gives('grant.closed');
  });

  test('may agree otherwise, and so may one below it', () => {
    given(grantUnder(rules, { auditCertificate: false }))
      .when('disbursement.request', aBalance)
      .gives('disbursement.requested');
    given(grantUnder({}, { auditCertificate: true }))
      .when('disbursement.request', aBalance)
      .rejects('audit-missing', { ...missing, opinions: ['none'] });
  });
});
