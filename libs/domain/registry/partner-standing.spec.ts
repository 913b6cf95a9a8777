import { describe, expect, test } from '@jest/globals';
import { registryBook } from '#kernel/ids';
import type { KnownPartner } from '#domain/registry/partner';
import { type Step, after, given, partners } from '../../../test/support/given.js';

const paper = { title: 'Certificado de existencia', sha256: 'c'.repeat(64) };
const done = (type: string, body: object): Step => after(type, { partnerId: 'cso', ...body }, {}, registryBook);
const verified = done('partner.verify', { ground: 'registry-extract', until: '2027-03-01', evidence: [paper] });
const suspended = done('partner.suspend', { effect: 'payments', reason: 'accounts-overdue' });

describe('a verification', () => {
  test('says on what ground, who looked, and until when it counts', () => {
    given(partners)
      .when(
        'partner.verify',
        { partnerId: 'cso', ground: 'visit', verifier: 'donor', until: '2027-03-01', evidence: [paper] },
        {},
        registryBook,
      )
      .gives('partner.verified', { ground: 'visit', verifier: 'donor', until: '2027-03-01', evidence: [paper] })
      .posts();
  });

  test('is not by the organisation itself, and does not end before it begins', () => {
    given(partners)
      .when('partner.verify', { partnerId: 'cso', ground: 'visit', verifier: 'cso' }, {}, registryBook)
      .rejects('verifies-itself', { partner: 'cso' })
      .when('partner.verify', { partnerId: 'cso', ground: 'visit', until: '2026-03-01' }, {}, registryBook)
      .rejects('period-reversed', { start: '2026-03-02', end: '2026-03-01' });
  });

  test.each([
    ['another name', { name: 'The other' }, undefined],
    ['another country', { country: 'EC' }, undefined],
    ['an address more', { website: 'https://example.org' }, 'registry-extract'],
    ['a registration more', { identifiers: [{ agency: 'CO-NIT', id: '890900943' }] }, 'registry-extract'],
  ])('counts as it should after an amendment with %s', (_, change, ground) => {
    const { book } = given(partners, verified, done('partner.amend', { name: 'The cso', kind: 'ngo', ...change }));
    expect((book.state(registryBook, 'partner:cso') as KnownPartner).verification?.ground).toBe(ground);
  });
});

describe('due diligence', () => {
  test('is recorded with outcome, rating and the day on which it ends; what was found is kept apart', () => {
    const told = given(partners).when(
      'partner.record-due-diligence',
      { partnerId: 'cso', outcome: 'passed', risk: 'medium', until: '2027-03-01', findings: 'Ana lleva la caja sola.' },
      {},
      registryBook,
    );
    told.gives('partner.due-diligence-recorded', { outcome: 'passed', risk: 'medium', until: '2027-03-01', evidence: [] });
    const { findingsHash } = told.event.data as { readonly findingsHash: string };
    expect(told.book.notes.get(findingsHash)).toBe('Ana lleva la caja sola.');
    expect(JSON.stringify(told.event)).not.toContain('caja');
  });

  test('ends after the day on which it is recorded', () => {
    given(partners)
      .when(
        'partner.record-due-diligence',
        { partnerId: 'cso', outcome: 'passed', risk: 'low', until: '2026-03-01' },
        {},
        registryBook,
      )
      .rejects('period-reversed', { start: '2026-03-02', end: '2026-03-01' });
  });
});

describe('a suspension', () => {
  test('says what it stops and why, and keeps the story apart', () => {
    const told = given(partners).when(
      'partner.suspend',
      { partnerId: 'cso', effect: 'all', reason: 'irregularities', findings: 'Facturas repetidas.' },
      {},
      registryBook,
    );
    told.gives('partner.suspended', { effect: 'all', reason: 'irregularities' }).posts();
    expect(JSON.stringify(told.event)).not.toContain('Facturas');
  });

  test('that is so already is not repeated; one that stops more is', () => {
    given(partners, suspended)
      .when('partner.suspend', { partnerId: 'cso', effect: 'payments', reason: 'accounts-overdue' }, {}, registryBook)
      .writesNothing()
      .when('partner.suspend', { partnerId: 'cso', effect: 'all', reason: 'accounts-overdue' }, {}, registryBook)
      .gives('partner.suspended', { effect: 'all' });
  });

  test('ends with a reinstatement', () => {
    given(partners, suspended)
      .when('partner.reinstate', { partnerId: 'cso', findings: 'Rindió todo.' }, {}, registryBook)
      .gives('partner.reinstated')
      .when('partner.reinstate', { partnerId: 'cso' }, {}, registryBook)
      .writesNothing();
  });
});
