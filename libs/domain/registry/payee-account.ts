import { z } from 'zod';
import type { Reader, StreamEvent } from '#kernel/decider';
import { registryBook } from '#kernel/ids';
import { present } from '#kernel/present';
import { unreachable } from '#kernel/unreachable';
import { type Paper, defineCommand, paperOf } from '../command.js';
import * as field from '../fields.js';
import { type KeptDocument, evidence } from '../kept-document.js';
import { activePartner, refuseOtherEntry, survivor } from './partner.js';
import { registryDate } from './registry.js';
import { refuse } from '../rejections.js';
import { type Stream, event, nameOf, stateOf } from '../stream.js';

/*
 * Where a payee is paid. One person proposes an account, another confirms it: a changed account number is how payments are
 * stolen. Number and bank are kept apart from the event: the journal, which everybody may read, shows country and currency alone.
 */

/** Why an account is used no longer. */
export const revocationReasons = ['closed', 'wrong', 'not-of-the-payee', 'doubtful', 'own-request'] as const;

// Events

export interface AccountProposed extends Paper {
  readonly account: string;
  /** Where the bank is, ISO 3166-1 alpha-2. */
  readonly country: string;
  readonly currency: string;
  /** Of the account's number, which is kept apart. */
  readonly numberHash: string;
  /** Of its last characters, at most four, by which people tell accounts apart. */
  readonly endingHash?: string;
  /** Of the bank's name and code. */
  readonly bankHash: string;
  /** The account that it takes the place of, once it is confirmed. */
  readonly replaces?: string;
  readonly evidence: readonly KeptDocument[];
}

export interface AccountConfirmed extends Paper {
  readonly account: string;
  /** The account that is used no longer from now on. */
  readonly replaces?: string;
}

export interface AccountRevoked extends Paper {
  readonly account: string;
  readonly reason: (typeof revocationReasons)[number];
  readonly findingsHash?: string;
}

export type PayeeAccountEvent =
  | StreamEvent<'payee-account.proposed', AccountProposed>
  | StreamEvent<'payee-account.confirmed', AccountConfirmed>
  | StreamEvent<'payee-account.revoked', AccountRevoked>;

// State

export interface PayeeAccount {
  readonly account: string;
  readonly status: 'proposed' | 'confirmed' | 'replaced' | 'revoked';
  readonly country: string;
  readonly currency: string;
  readonly replaces?: string;
  readonly proposedBy: string;
}

/** The accounts of one partner, whose id is the stream's. */
export interface PayeeAccounts {
  readonly accounts: readonly PayeeAccount[];
}

export const payeeAccount: Stream<PayeeAccounts, PayeeAccountEvent> = {
  kind: 'payee-account',
  thing: 'payee account',
  initial: { accounts: [] },
  evolve: ({ accounts }, happened) => {
    const { data } = happened;
    switch (happened.type) {
      case 'payee-account.proposed': {
        const { account, country, currency, replaces } = happened.data;
        const proposed = { account, status: 'proposed' as const, country, currency, proposedBy: happened.actor };
        return { accounts: [...accounts, { ...proposed, ...present({ replaces }) }] };
      }
      case 'payee-account.confirmed': {
        const { replaces } = happened.data;
        const left = replaces === undefined ? accounts : moved(accounts, replaces, 'replaced');
        return { accounts: moved(left, data.account, 'confirmed') };
      }
      case 'payee-account.revoked':
        return { accounts: moved(accounts, data.account, 'revoked') };
      default:
        return unreachable(happened);
    }
  },
};

const moved = (accounts: readonly PayeeAccount[], id: string, status: PayeeAccount['status']): readonly PayeeAccount[] =>
  accounts.map((each) => (each.account === id ? { ...each, status } : each));

const accountsOf = (reader: Reader, partnerId: string): readonly PayeeAccount[] =>
  stateOf(reader, payeeAccount, partnerId).accounts;

/**
 * The account to which a partner is paid, from a fund's book: the confirmed one in the currency, or else the one that was
 * confirmed last. Refuses when there is none. Whoever was merged is paid as the entry that stays.
 */
export function confirmedPayeeAccount(reader: Reader, partner: string, currency?: string): PayeeAccount {
  const found = payeeAccountOf(reader, partner, currency);
  return found?.known ?? refuse('payee-account-missing', { partner: survivor(reader, partner).partner });
}

/** The same account, and the entry whose it is; undefined when there is none. */
export function payeeAccountOf(
  reader: Reader,
  partner: string,
  currency?: string,
): { readonly partner: string; readonly known: PayeeAccount } | undefined {
  const { partner: id } = survivor(reader, partner);
  const { accounts } = reader.foreign(registryBook, nameOf(payeeAccount, id)) as PayeeAccounts;
  const confirmed = accounts.filter((each) => each.status === 'confirmed');
  const known = confirmed.find((each) => each.currency === currency) ?? confirmed.at(-1);
  return known && { partner: id, known };
}

// Decisions

const ids = { partnerId: field.id, account: field.id };

/** An account of the partner in one of some states. */
function accountIn(reader: Reader, partnerId: string, id: string, ...expected: PayeeAccount['status'][]): PayeeAccount {
  const found = accountsOf(reader, partnerId).find((each) => each.account === id);
  if (!found) return refuse('not-found', { thing: payeeAccount.thing, id });
  if (!expected.includes(found.status)) {
    refuse('wrong-status', { thing: payeeAccount.thing, id, status: found.status, expected: expected.join(', ') });
  }
  return found;
}

export const payeeAccountCommands = [
  defineCommand({
    type: 'payee-account.propose',
    book: 'registry',
    roles: ['fund-manager', 'admin', 'cso'],
    shape: {
      ...ids,
      country: field.countryCode.describe('Where the bank is.'),
      currency: field.currencyCode,
      number: field.sealed(64).describe('Kept apart from the event, which holds its salted hash; never published.'),
      ending: field.sealed(4).optional().describe('Its last characters, at most four.'),
      bank: field.sealed(200).describe('Name and code of the bank.'),
      replaces: field.id.optional().describe('The confirmed account whose place it takes.'),
      evidence,
    },
    creates: 'account',
    decide: (command, reader) => {
      const { body } = command;
      refuseOtherEntry(command, reader, body.partnerId);
      activePartner(reader, body.partnerId);
      if (accountsOf(reader, body.partnerId).some((each) => each.account === body.account)) {
        refuse('id-taken', { thing: payeeAccount.thing, id: body.account });
      }
      if (body.replaces !== undefined) accountIn(reader, body.partnerId, body.replaces, 'confirmed');
      const data = present<AccountProposed>({
        account: body.account,
        country: body.country,
        currency: body.currency,
        numberHash: body.number,
        endingHash: body.ending,
        bankHash: body.bank,
        replaces: body.replaces,
        evidence: body.evidence,
        ...paperOf(command),
      });
      return {
        events: [event(payeeAccount, body.partnerId, 'payee-account.proposed', data)],
        valueDate: registryDate(command),
      };
    },
  }),

  defineCommand({
    type: 'payee-account.confirm',
    book: 'registry',
    roles: ['approver', 'fund-manager', 'admin'],
    shape: ids,
    decide: (command, reader) => {
      const { partnerId, account } = command.body;
      activePartner(reader, partnerId);
      const proposed = accountIn(reader, partnerId, account, 'proposed');
      if (proposed.proposedBy === command.actor) refuse('approver-is-requester', { actor: command.actor });
      const { currency } = proposed;
      const confirmed = accountsOf(reader, partnerId).filter((each) => each.status === 'confirmed');
      // What it was to replace may have been revoked in the meantime.
      const replaces = confirmed.find((each) => each.account === proposed.replaces)?.account;
      // Which of two to pay to would be anybody's guess.
      const used = confirmed.find((each) => each.currency === currency && each.account !== replaces);
      if (used) refuse('payee-account-in-use', { partner: partnerId, account: used.account, currency });
      const data = present<AccountConfirmed>({ account, replaces, ...paperOf(command) });
      return {
        events: [event(payeeAccount, partnerId, 'payee-account.confirmed', data)],
        valueDate: registryDate(command),
      };
    },
  }),

  defineCommand({
    type: 'payee-account.revoke',
    book: 'registry',
    roles: ['fund-manager', 'approver', 'admin', 'cso'],
    shape: { ...ids, reason: z.enum(revocationReasons), findings: field.sealed().optional() },
    decide: (command, reader) => {
      const { partnerId, account, reason, findings } = command.body;
      refuseOtherEntry(command, reader, partnerId);
      activePartner(reader, partnerId);
      accountIn(reader, partnerId, account, 'proposed', 'confirmed');
      const data = present<AccountRevoked>({ account, reason, findingsHash: findings, ...paperOf(command) });
      return {
        events: [event(payeeAccount, partnerId, 'payee-account.revoked', data)],
        valueDate: registryDate(command),
      };
    },
  }),
];
