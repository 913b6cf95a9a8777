import { describe, test } from '@jest/globals';
import { registryBook } from '#kernel/ids';
import type { Asked } from '../../../test/support/memory-book.js';
import { type Step, after, eur, given, partners, usd } from '../../../test/support/given.js';

const paper = { title: 'Informe de gestión 2025', sha256: 'a'.repeat(64) };
const wells = {
  partnerId: 'cso',
  capacity: 'wells',
  kind: 'technical-assistance',
  description: { es: 'Pozos comunitarios con bomba solar' },
  sectors: ['14031', '140'],
  territories: ['CO-ANT', 'EC', '489'],
  since: 2006,
  evidence: [paper],
};
const income = {
  partnerId: 'cso',
  year: 2025,
  sources: [
    { source: 'national-public', amount: usd('60000') },
    { source: 'own-activities', amount: usd('40000') },
  ],
};
const asCso: Asked = { role: 'cso', party: 'cso' };
const declared: Step = after('partner.declare-capacity', wells, {}, registryBook);

describe('a capacity', () => {
  test('is declared by the organisation itself', () => {
    const { partnerId: _, ...data } = wells;
    given(partners)
      .when('partner.declare-capacity', wells, asCso, registryBook)
      .gives('partner.capacity-declared', data)
      .posts();
  });

  test('is that of one organisation, and not for another to declare', () => {
    given(partners)
      .when('partner.declare-capacity', wells, { role: 'cso', party: 'coop' }, registryBook)
      .rejects('other-organisation', { partner: 'cso', party: 'coop' });
  });

  test('that is so already is not declared again, and one that has changed is', () => {
    given(partners, declared)
      .when('partner.declare-capacity', wells, {}, registryBook)
      .writesNothing()
      .when('partner.declare-capacity', { ...wells, territories: ['CO'] }, {}, registryBook)
      .gives('partner.capacity-declared', { territories: ['CO'] });
  });

  test('names sectors and territories once each, in the codes of their lists', () => {
    given(partners)
      .when('partner.declare-capacity', { ...wells, sectors: ['140', '140'], territories: ['CO', 'CO'] }, {}, registryBook)
      .gives('partner.capacity-declared', { sectors: ['140'], territories: ['CO'] })
      .when('partner.declare-capacity', { ...wells, sectors: ['water'], territories: ['Colombia'] }, {}, registryBook)
      .isWrongIn('sectors[0]', 'territories[0]')
      .when('partner.declare-capacity', { ...wells, evidence: [{ ...paper, sha256: 'A' }] }, {}, registryBook)
      .isWrongIn('evidence[0].sha256');
  });

  test('is not there since a year that has not come', () => {
    given(partners)
      .when('partner.declare-capacity', { ...wells, since: 2027 }, {}, registryBook)
      .rejects('date-in-future', { date: '2027-01-01', today: '2026-03-03', timeZone: 'Pacific/Kiritimati' });
  });

  test('is withdrawn, once', () => {
    given(partners, declared)
      .when('partner.withdraw-capacity', { partnerId: 'cso', capacity: 'wells' }, asCso, registryBook)
      .gives('partner.capacity-withdrawn', { capacity: 'wells' })
      .when('partner.withdraw-capacity', { partnerId: 'cso', capacity: 'wells' }, {}, registryBook)
      .rejects('not-found', { thing: 'capacity', id: 'wells' });
  });
});

describe('the income of an organisation', () => {
  test('is declared for a year, by source', () => {
    const { partnerId: _, ...data } = income;
    given(partners)
      .when('partner.declare-income', income, asCso, registryBook)
      .gives('partner.income-declared', { ...data, evidence: [] })
      .posts();
  });

  test('is declared anew when it has changed', () => {
    given(partners, after('partner.declare-income', income, {}, registryBook))
      .when('partner.declare-income', income, {}, registryBook)
      .writesNothing()
      .when('partner.declare-income', { ...income, sources: [income.sources[0]] }, {}, registryBook)
      .gives('partner.income-declared', { sources: [income.sources[0]] });
  });

  test('is in one currency, each source once, of a year that has begun', () => {
    given(partners)
      .when(
        'partner.declare-income',
        { ...income, sources: [...income.sources, { source: 'members', amount: eur('5') }] },
        {},
        registryBook,
      )
      .rejects('currency-mismatch', { currency: 'EUR', thing: 'income', id: '2025', expected: 'USD' })
      .when('partner.declare-income', { ...income, sources: [income.sources[0], income.sources[0]] }, {}, registryBook)
      .isWrongIn('sources')
      .when('partner.declare-income', { ...income, year: 2027 }, {}, registryBook)
      .rejects('date-in-future', { date: '2027-01-01', today: '2026-03-03', timeZone: 'Pacific/Kiritimati' });
  });

  test('is not for another organisation to declare', () => {
    given(partners)
      .when('partner.declare-income', income, { role: 'cso', party: 'coop' }, registryBook)
      .rejects('other-organisation', { partner: 'cso', party: 'coop' });
  });
});
