import { describe, expect, test } from '@jest/globals';
import { registryBook } from '#kernel/ids';
import { refuseSuspended } from '#domain/registry/payee';
import { Refusal } from '#domain/rejections';
import type { KnownPartner } from '#domain/registry/partner';
import type { Reader } from '#kernel/decider';
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
  signed,
  usd,
} from '../../../test/support/given.js';

type Policy = Readonly<Record<string, unknown>>;
const ready = (policy: Policy = {}): readonly Step[] => [
  ...aFund({ policy }),
  ...funded('1000'),
  allocated('800'),
  ...anActivity,
];
const done = (type: string, body: object): Step => after(type, { partnerId: 'cso', ...body }, {}, registryBook);
const vetted = (more: object = {}): Step =>
  done('partner.record-due-diligence', { outcome: 'passed', risk: 'high', until: '2026-12-31', ...more });
const required = { dueDiligence: 'required' };
const risk = { risk: { high: { mostAdvance: '40' }, medium: { mostAdvance: '50' } } };

describe('a fund that asks for due diligence', () => {
  test('signs with a payee that has passed it', () => {
    given(ready(required), vetted()).when('grant.sign', grantBody('600')).gives('grant.signed');
  });

  test('does not sign where there is none', () => {
    given(ready(required)).when('grant.sign', grantBody('600')).rejects('due-diligence-missing', { partner: 'cso' });
  });

  test('does not sign where it was not passed', () => {
    given(ready(required), vetted({ outcome: 'failed' }))
      .when('grant.sign', grantBody('600'))
      .rejects('due-diligence-failed', { partner: 'cso' });
  });

  test('does not sign on a day after it has ended', () => {
    given(
      ready(required),
      done('partner.record-due-diligence', {
        outcome: 'passed',
        risk: 'low',
        until: '2026-01-31',
        valueDate: '2026-01-01',
      }),
    )
      .when('grant.sign', grantBody('600', { valueDate: '2026-02-01' }))
      .rejects('due-diligence-expired', { partner: 'cso', until: '2026-01-31', date: '2026-02-01' })
      .when('grant.sign', grantBody('600', { valueDate: '2026-01-31' }))
      .gives('grant.signed');
  });

  test('asks for nothing of the kind where its policy does not', () => {
    given(ready(), vetted({ outcome: 'failed' }))
      .when('grant.sign', grantBody('600'))
      .gives('grant.signed');
  });
});

describe('a fund that advances by risk', () => {
  const facts = { partner: 'cso', currency: 'USD', requested: '300.00' };

  test('advances no more than the rating allows', () => {
    given(ready(risk), vetted())
      .when('grant.sign', grantBody('600'))
      .rejects('advance-exceeds-risk', { ...facts, risk: 'high', share: '40', most: '240.00', missing: '60.00' })
      .and(vetted({ risk: 'medium' }))
      .when('grant.sign', grantBody('600'))
      .gives('grant.signed');
  });

  test('treats who has no rating that counts as the highest risk', () => {
    given(ready(risk))
      .when('grant.sign', grantBody('600'))
      .rejects('advance-exceeds-risk', { ...facts, risk: 'unrated', share: '40', most: '240.00', missing: '60.00' });
  });

  test('has no bound for a rating that its policy leaves out', () => {
    given(ready(risk), vetted({ risk: 'low' }))
      .when('grant.sign', grantBody('600'))
      .gives('grant.signed');
  });

  test('counts advances alone', () => {
    const instalments = [
      { id: 'first', kind: 'advance', amount: usd('240'), dueDate: '2026-03-01' },
      { id: 'last', kind: 'balance', amount: usd('360'), dueDate: '2026-12-01' },
    ];
    given(ready(risk), vetted()).when('grant.sign', grantBody('600', { instalments })).gives('grant.signed');
  });
});

describe('a suspended partner', () => {
  test.each(['new-grants', 'all'])('signs no grant while its suspension stops %s', (effect) => {
    given(ready(), done('partner.suspend', { effect, reason: 'legal-status' }))
      .when('grant.sign', grantBody('600'))
      .rejects('partner-suspended', { partner: 'cso', effect })
      .and(done('partner.reinstate', {}))
      .when('grant.sign', grantBody('600'))
      .gives('grant.signed');
  });

  test('passes nothing on, and nothing is passed on to it', () => {
    const passing = { subGrantId: 's-1', grantId: 'g-1', partner: 'coop', amount: usd('100') };
    const suspended = (partnerId: string): Step =>
      after('partner.suspend', { partnerId, effect: 'all', reason: 'irregularities' }, {}, registryBook);
    given(ready(), signed('600'), suspended('coop'))
      .when('sub-grant.sign', passing)
      .rejects('partner-suspended', { partner: 'coop', effect: 'all' })
      .and(after('partner.reinstate', { partnerId: 'coop' }, {}, registryBook), suspended('cso'))
      .when('sub-grant.sign', passing)
      .rejects('partner-suspended', { partner: 'cso', effect: 'all' });
  });

  test('signs when only payments are stopped', () => {
    given(ready(), done('partner.suspend', { effect: 'payments', reason: 'accounts-overdue' }))
      .when('grant.sign', grantBody('600'))
      .gives('grant.signed');
  });

  test('is not paid through a fiscal agent either', () => {
    given(ready(), after('partner.suspend', { partnerId: 'coop', effect: 'all', reason: 'sanctions-list' }, {}, registryBook))
      .when('grant.sign', grantBody('600', { payee: 'agent' }))
      .rejects('partner-suspended', { partner: 'coop', effect: 'all' });
  });

  test('stops payments under whatever entry it was known', () => {
    const entries: Readonly<Record<string, Partial<KnownPartner>>> = {
      'partner:old': { status: 'merged', into: 'new' },
      'partner:new': { status: 'registered', suspension: { effect: 'payments', reason: 'other' } },
    };
    const reader = { foreign: (_: string, stream: string) => entries[stream] } as unknown as Reader;
    expect(() => refuseSuspended(reader, 'old', 'payments')).toThrow(Refusal);
    expect(() => refuseSuspended(reader, 'old', 'new-grants')).not.toThrow();
  });
});

describe('an amendment', () => {
  const suspended = done('partner.suspend', { effect: 'new-grants', reason: 'legal-status' });
  const instalments = (advance: string, balance: string) => [
    { id: 'first', kind: 'advance', amount: usd(advance), dueDate: '2026-03-01' },
    { id: 'last', kind: 'balance', amount: usd(balance), dueDate: '2026-12-01' },
  ];

  test('gives a suspended payee no more, and may give it less or later', () => {
    given(ready(), signed('600'), suspended)
      .when('grant.amend', { grantId: 'g-1', increase: [{ amount: usd('50') }], instalments: instalments('300', '350') })
      .rejects('partner-suspended', { partner: 'cso', effect: 'new-grants' })
      .when('grant.amend', { grantId: 'g-1', decrease: [{ amount: usd('50') }], instalments: instalments('300', '250') })
      .gives('grant.amended');
  });

  test('advances no more than the rating allows', () => {
    given(ready(risk), vetted({ risk: 'medium' }), signed('600'), vetted())
      .when('grant.amend', { grantId: 'g-1', instalments: instalments('310', '290') })
      .rejects('advance-exceeds-risk', {
        partner: 'cso',
        risk: 'high',
        share: '40',
        currency: 'USD',
        requested: '310.00',
        most: '240.00',
        missing: '70.00',
      })
      .when('grant.amend', { grantId: 'g-1', instalments: instalments('290', '310') })
      .gives('grant.amended');
  });
});

describe('a payment', () => {
  const ordered = (policy: Policy): readonly Step[] => [...ready(policy), signed('600'), ...approved('d-1')];
  const pay = { disbursementId: 'd-1', bankAccount: 'main' };
  const account = { account: 'usd-1', country: 'CO', currency: 'USD', number: '031-123', bank: 'Banco de la República' };

  test('waits for an account of the payee that two persons have made, where the policy asks for it', () => {
    given(ordered({ payeeAccount: 'required' }), done('payee-account.propose', account))
      .when('disbursement.pay', pay)
      .rejects('payee-account-missing', { partner: 'cso' })
      .and(after('payee-account.confirm', { partnerId: 'cso', account: 'usd-1' }, { actor: 'beto' }, registryBook))
      .when('disbursement.pay', pay)
      .gives('disbursement.paid');
  });

  test.each(['payments', 'all'])('is not made while a suspension stops %s', (effect) => {
    given(ordered({}), done('partner.suspend', { effect, reason: 'accounts-overdue' }))
      .when('disbursement.pay', pay)
      .rejects('partner-suspended', { partner: 'cso', effect });
  });
});
