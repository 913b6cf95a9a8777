import { describe, expect, test } from '@jest/globals';
import { registryBook } from '#kernel/ids';
import type { Reader } from '#kernel/decider';
import type { KnownPartner } from '#domain/registry/partner';
import { type PayeeAccounts, confirmedPayeeAccount } from '#domain/registry/payee-account';
import type { Asked } from '../../../test/support/memory-book.js';
import { type Step, after, given, partners } from '../../../test/support/given.js';

const account = {
  partnerId: 'cso',
  account: 'cop-1',
  country: 'CO',
  currency: 'COP',
  number: '031-123456-78',
  ending: '5678',
  bank: 'Banco de la República',
};
const asCso: Asked = { role: 'cso', party: 'cso', actor: 'luz' };
const step = (type: string, body: object, asked: Asked): Step =>
  after(`payee-account.${type}`, { ...body }, asked, registryBook);
const proposed = step('propose', account, asCso);
const confirmed = step('confirm', { partnerId: 'cso', account: 'cop-1' }, { actor: 'beto', role: 'approver' });
const second = { ...account, account: 'cop-2', number: '999-000000-11', ending: '0011' };

describe('an account of a payee', () => {
  test('is proposed by the organisation; its number is kept apart', () => {
    const told = given(partners).when('payee-account.propose', account, asCso, registryBook);
    told
      .gives('payee-account.proposed', {
        account: 'cop-1',
        country: 'CO',
        currency: 'COP',
        replaces: undefined,
      })
      .posts();
    const { numberHash, endingHash, bankHash } = told.event.data as Readonly<Record<string, string>>;
    const kept = [numberHash, endingHash, bankHash].map((hash) => told.book.notes.get(hash!));
    expect(kept).toEqual(['031-123456-78', '5678', 'Banco de la República']);
    expect(JSON.stringify(told.event)).not.toMatch(/123456|5678|Banco/);
  });

  test('is not proposed for another organisation', () => {
    given(partners)
      .when('payee-account.propose', account, { role: 'cso', party: 'coop' }, registryBook)
      .rejects('other-organisation', { partner: 'cso', party: 'coop' });
  });

  test('is proposed once, and shows four characters at most', () => {
    given(partners, proposed)
      .when('payee-account.propose', account, {}, registryBook)
      .rejects('id-taken', { thing: 'payee account', id: 'cop-1' })
      .when('payee-account.propose', { ...second, ending: '000011' }, {}, registryBook)
      .isWrongIn('ending');
  });

  test('is confirmed by another person', () => {
    given(partners, proposed)
      .when('payee-account.confirm', { partnerId: 'cso', account: 'cop-1' }, { actor: 'luz' }, registryBook)
      .rejects('approver-is-requester', { actor: 'luz' })
      .when('payee-account.confirm', { partnerId: 'cso', account: 'cop-1' }, { actor: 'beto' }, registryBook)
      .gives('payee-account.confirmed', { account: 'cop-1', replaces: undefined })
      .when('payee-account.confirm', { partnerId: 'cso', account: 'cop-1' }, { actor: 'beto' }, registryBook)
      .rejects('wrong-status', { thing: 'payee account', id: 'cop-1', status: 'confirmed', expected: 'proposed' });
  });

  test('that nobody proposed is not confirmed', () => {
    given(partners)
      .when('payee-account.confirm', { partnerId: 'cso', account: 'cop-9' }, {}, registryBook)
      .rejects('not-found', { thing: 'payee account', id: 'cop-9' });
  });

  test('is the only one in its currency, unless it replaces the other', () => {
    given(partners, proposed, confirmed, step('propose', second, asCso))
      .when('payee-account.confirm', { partnerId: 'cso', account: 'cop-2' }, { actor: 'beto' }, registryBook)
      .rejects('payee-account-in-use', { partner: 'cso', account: 'cop-1', currency: 'COP' })
      .and(step('propose', { ...second, account: 'cop-3', replaces: 'cop-1' }, asCso))
      .when('payee-account.confirm', { partnerId: 'cso', account: 'cop-3' }, { actor: 'beto' }, registryBook)
      .gives('payee-account.confirmed', { account: 'cop-3', replaces: 'cop-1' })
      .when('payee-account.revoke', { partnerId: 'cso', account: 'cop-1', reason: 'closed' }, {}, registryBook)
      .rejects('wrong-status', {
        thing: 'payee account',
        id: 'cop-1',
        status: 'replaced',
        expected: 'proposed, confirmed',
      });
  });

  test('replaces nothing that was revoked before it was confirmed', () => {
    given(partners, proposed, confirmed, step('propose', { ...second, replaces: 'cop-1' }, asCso))
      .and(step('revoke', { partnerId: 'cso', account: 'cop-1', reason: 'closed' }, {}))
      .when('payee-account.confirm', { partnerId: 'cso', account: 'cop-2' }, { actor: 'beto' }, registryBook)
      .gives('payee-account.confirmed', { account: 'cop-2', replaces: undefined });
  });

  test('is revoked, with its reason in a word and the story apart', () => {
    given(partners, proposed, confirmed)
      .when(
        'payee-account.revoke',
        { partnerId: 'cso', account: 'cop-1', reason: 'doubtful', findings: 'Llamó alguien.' },
        asCso,
        registryBook,
      )
      .gives('payee-account.revoked', { account: 'cop-1', reason: 'doubtful' });
  });
});

describe('the account to which a partner is paid', () => {
  const found = (accounts: PayeeAccounts['accounts'], currency?: string) => {
    const streams: Readonly<Record<string, Partial<KnownPartner> | PayeeAccounts>> = {
      'partner:old': { status: 'merged', into: 'cso' },
      'partner:cso': { status: 'registered' },
      'payee-account:cso': { accounts },
    };
    const reader = { foreign: (_: string, stream: string) => streams[stream] } as unknown as Reader;
    return confirmedPayeeAccount(reader, 'old', currency).account;
  };
  const cop = { account: 'cop', status: 'confirmed', country: 'CO', currency: 'COP', proposedBy: 'luz' } as const;
  const usd = { ...cop, account: 'usd', currency: 'USD' };

  test('is the confirmed one in the currency, of the entry that stays', () => {
    expect(found([cop, usd], 'COP')).toBe('cop');
    expect(found([cop, usd], 'USD')).toBe('usd');
  });

  test('is the last confirmed one where none is in the currency', () => {
    expect(found([cop, usd], 'EUR')).toBe('usd');
    expect(found([cop, { ...usd, status: 'revoked' }])).toBe('cop');
  });

  test('has to be there', () => {
    refuses(() => found([{ ...cop, status: 'proposed' }]), 'payee-account-missing', { partner: 'cso' });
  });
});

function refuses(read: () => unknown, code: string, facts: object): void {
  expect(read).toThrow(expect.objectContaining({ rejection: { kind: 'rejection', code, facts } }));
}
