import { describe, test } from '@jest/globals';
import { registryBook } from '#kernel/ids';
import { type Step, after, fundBody, given, partners } from '../../../test/support/given.js';

const convention = {
  agreementId: 'co-hn-1993',
  title: { es: 'Convenio de cooperación económica y comercial' },
  kind: 'convention',
  parties: ['donor', 'donor-2'],
  signedOn: '1993-05-12',
  documents: [{ title: 'Texto firmado', sha256: 'd'.repeat(64), address: 'https://example.org/convenio.pdf' }],
};
const signed: Step = after('agreement.sign', convention, {}, registryBook);
const ended = { agreementId: 'co-hn-1993', endedOn: '2003-05-12', ground: 'expired' };

describe('an agreement', () => {
  test('is signed by partners of the registry', () => {
    const { agreementId: _, ...data } = convention;
    given(partners).when('agreement.sign', convention, {}, registryBook).gives('agreement.signed', data).posts();
  });

  test('has two parties at least, each once, whom the registry knows', () => {
    given(partners)
      .when('agreement.sign', { ...convention, parties: ['donor'] }, {}, registryBook)
      .isWrongIn('parties')
      .when('agreement.sign', { ...convention, parties: ['donor', 'donor'] }, {}, registryBook)
      .isWrongIn('parties')
      .when('agreement.sign', { ...convention, parties: ['donor', 'stranger'] }, {}, registryBook)
      .rejects('not-found', { thing: 'partner', id: 'stranger' });
  });

  test('is signed once, not in the future, and not for a term that ends before', () => {
    given(partners, signed)
      .when('agreement.sign', convention, {}, registryBook)
      .rejects('id-taken', { thing: 'agreement', id: 'co-hn-1993' })
      .when('agreement.sign', { ...convention, agreementId: 'next', signedOn: '2026-03-04' }, {}, registryBook)
      .rejects('date-in-future', { date: '2026-03-04', today: '2026-03-03', timeZone: 'Pacific/Kiritimati' })
      .when('agreement.sign', { ...convention, agreementId: 'next', endsOn: '1990-01-01' }, {}, registryBook)
      .rejects('period-reversed', { start: '1993-05-12', end: '1990-01-01' });
  });

  test('is amended as a whole, and a party that signed once stays one', () => {
    given(
      partners,
      signed,
      after('partner.merge', { partnerId: 'donor-2', into: 'donor', ground: 'absorbed' }, {}, registryBook),
    )
      .when('agreement.amend', convention, {}, registryBook)
      .writesNothing()
      .when('agreement.amend', { ...convention, endsOn: '2003-05-12' }, {}, registryBook)
      .gives('agreement.amended', { endsOn: '2003-05-12', parties: ['donor', 'donor-2'] })
      .when('agreement.sign', { ...convention, agreementId: 'next' }, {}, registryBook)
      .rejects('partner-merged', { partner: 'donor-2', survivor: 'donor' });
  });

  test('ends once, after it was signed', () => {
    given(partners, signed)
      .when('agreement.end', { ...ended, endedOn: '1993-01-01' }, {}, registryBook)
      .rejects('period-reversed', { start: '1993-05-12', end: '1993-01-01' })
      .when('agreement.end', ended, {}, registryBook)
      .gives('agreement.ended', { endedOn: '2003-05-12', ground: 'expired' })
      .when('agreement.amend', convention, {}, registryBook)
      .rejects('wrong-status', { thing: 'agreement', id: 'co-hn-1993', status: 'ended', expected: 'in-force' });
  });
});

describe('an agreement that a fund names', () => {
  const agreed: readonly Step[] = [partners, signed, after('agreement.end', ended, {}, registryBook)];
  const second = after('agreement.sign', { ...convention, agreementId: 'second' }, {}, registryBook);

  test('is one of the registry, in force or ended', () => {
    given(agreed)
      .when('fund.establish', fundBody({ legalFrame: 'nowhere' }))
      .rejects('agreement-unknown', { agreement: 'nowhere' })
      .when('fund.establish', fundBody({ legalFrame: 'co-hn-1993' }))
      .gives('fund.established', { legalFrame: 'co-hn-1993' });
  });

  test('may be another later on', () => {
    given(agreed, second, after('fund.establish', fundBody({ legalFrame: 'co-hn-1993' })))
      .when('fund.amend-rules', { legalFrame: 'co-hn-1993' })
      .writesNothing()
      .when('fund.amend-rules', { legalFrame: 'second' })
      .gives('fund.rules-amended', { legalFrame: 'second', policy: undefined })
      .when('fund.amend-rules', { legalFrame: 'nowhere' })
      .rejects('agreement-unknown', { agreement: 'nowhere' });
  });
});
