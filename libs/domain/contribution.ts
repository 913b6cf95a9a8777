import { z } from 'zod';
import { currency } from '#kernel/currency';
import type { StreamEvent } from '#kernel/decider';
import { type Money, type MoneyJson, divideHalfEven, greatest, least, minorOf, moneyJson, toJson } from '#kernel/money';
import type { LocalDate } from '#kernel/time';
import { unreachable } from '#kernel/unreachable';
import { type Paper, defineCommand, paperOf } from './command.js';
import * as field from './fields.js';
import {
  type Rate,
  bankAccountFor,
  carried,
  earmarkOf,
  homeJson,
  homeValue,
  noEarmark,
  openFund,
  valueDateOf,
} from './fund.js';
import { registeredPartner } from './partner.js';
import { refuse } from './rejections.js';
import { type Reversed, undoneBy } from './reversed.js';
import { type Stream, event, existing, stateOf } from './stream.js';

// Events

/** Who gives, under which earmark: fixed by the first event of a contribution. */
interface Terms {
  readonly contributor: string;
  /** Exactly one; an agreement that binds money to several is several contributions. */
  readonly earmark: string;
  /** The agreement's own number or title. */
  readonly agreement?: string;
  /** The contributor's own IATI activity, where it publishes one. */
  readonly providerActivity?: string;
}

export interface ContributionPledged extends Terms, Paper {
  readonly amount: MoneyJson;
}

export interface ContributionCommitted extends Terms, Paper {
  readonly amount: MoneyJson;
  /** What it is worth in the home currency. */
  readonly home: MoneyJson;
  readonly rate?: Rate;
  /** Received before it was committed, and owed to the contributor until now. */
  readonly applied?: { readonly amount: MoneyJson; readonly funded: MoneyJson };
  /** The part of `home` that clears a shortfall instead of becoming free to allocate. */
  readonly clearsShortfall?: MoneyJson;
  /** The part of `applied.funded` that clears a shortfall of cover. */
  readonly clearsCoverShortfall?: MoneyJson;
}

export interface ContributionReceived extends Paper {
  readonly contributor: string;
  readonly earmark: string;
  readonly amount: MoneyJson;
  readonly bankAccount: string;
  readonly bankReference?: string;
  /** What settles the commitment; the rest of the amount is owed back to the contributor. */
  readonly settles: MoneyJson;
  readonly excess?: MoneyJson;
  /** What `settles` is worth in the home currency, at the rate of the commitment. */
  readonly funded: MoneyJson;
  readonly clearsCoverShortfall?: MoneyJson;
}

export type ContributionEvent =
  | StreamEvent<'contribution.pledged', ContributionPledged>
  | StreamEvent<'contribution.committed', ContributionCommitted>
  | StreamEvent<'contribution.received', ContributionReceived>
  | StreamEvent<'contribution.reversed', Reversed>;

// State

interface Given extends Terms {
  readonly currency: string;
  readonly pledgedMinor: bigint;
  readonly committedMinor: bigint;
  readonly homeCommittedMinor: bigint;
  /** Settled against the commitment, and what of it has been counted in the home currency. */
  readonly settledMinor: bigint;
  readonly fundedMinor: bigint;
  /** Received beyond the commitment. */
  readonly excessMinor: bigint;
  readonly firstReceivedOn?: LocalDate;
  readonly reversed: readonly number[];
}
export type KnownContribution = { readonly status: 'pledged' | 'committed' } & Given;
export type ContributionState = { readonly status: 'absent' } | KnownContribution;

export const contribution: Stream<ContributionState, ContributionEvent> = {
  kind: 'contribution',
  thing: 'contribution',
  initial: { status: 'absent' },
  evolve: (state, happened) => {
    switch (happened.type) {
      case 'contribution.pledged':
        return {
          ...fresh(happened.data, happened.data.amount.currency),
          status: 'pledged',
          pledgedMinor: minorOf(happened.data.amount),
        };
      case 'contribution.committed': {
        const before = state.status === 'absent' ? fresh(happened.data, happened.data.amount.currency) : state;
        return { ...before, ...committedBy(before, happened.data, 1n), status: 'committed' };
      }
      case 'contribution.received': {
        if (state.status === 'absent') return state;
        return {
          ...state,
          ...receivedBy(state, happened.data, 1n),
          firstReceivedOn: state.firstReceivedOn ?? happened.valueDate,
        };
      }
      case 'contribution.reversed':
        return state.status === 'absent' ? state : after(state, happened.data);
      default:
        return unreachable(happened);
    }
  },
};

const fresh = (terms: Terms, code: string): Given => ({
  contributor: terms.contributor,
  earmark: terms.earmark,
  ...(terms.agreement === undefined ? {} : { agreement: terms.agreement }),
  ...(terms.providerActivity === undefined ? {} : { providerActivity: terms.providerActivity }),
  currency: code,
  pledgedMinor: 0n,
  committedMinor: 0n,
  homeCommittedMinor: 0n,
  settledMinor: 0n,
  fundedMinor: 0n,
  excessMinor: 0n,
  reversed: [],
});

function committedBy(state: Given, data: ContributionCommitted, sign: bigint): Partial<Given> {
  const applied = data.applied ? minorOf(data.applied.amount) : 0n;
  return {
    committedMinor: state.committedMinor + sign * minorOf(data.amount),
    homeCommittedMinor: state.homeCommittedMinor + sign * minorOf(data.home),
    settledMinor: state.settledMinor + sign * applied,
    fundedMinor: state.fundedMinor + sign * (data.applied ? minorOf(data.applied.funded) : 0n),
    excessMinor: state.excessMinor - sign * applied,
  };
}

const receivedBy = (state: Given, data: ContributionReceived, sign: bigint): Partial<Given> => ({
  settledMinor: state.settledMinor + sign * minorOf(data.settles),
  fundedMinor: state.fundedMinor + sign * minorOf(data.funded),
  excessMinor: state.excessMinor + sign * (data.excess ? minorOf(data.excess) : 0n),
});

function after(state: KnownContribution, reversal: Reversed): ContributionState {
  const reversed = [...state.reversed, reversal.reverses.position];
  const data = undoneBy(reversal);
  switch (reversal.reverses.type) {
    case 'contribution.committed':
      return { ...state, ...committedBy(state, data as ContributionCommitted, -1n), status: 'pledged', reversed };
    case 'contribution.received': {
      const { firstReceivedOn, ...rest } = { ...state, ...receivedBy(state, data as ContributionReceived, -1n), reversed };
      const nothing = rest.settledMinor + rest.excessMinor === 0n;
      return { ...rest, ...(nothing || firstReceivedOn === undefined ? {} : { firstReceivedOn }) };
    }
    default:
      return { ...state, reversed };
  }
}

/**
 * A receipt as it is undone: all receipts of a contribution are one sum of money, so what goes back is first what is owed
 * to the contributor anyway, then what settled the commitment, worth what the commitment loses of its home value.
 */
export function undoneReceipt(state: KnownContribution, data: ContributionReceived): ContributionReceived {
  const { settles: _, excess: __, funded: ___, clearsCoverShortfall, ...rest } = data;
  const code = currency(data.amount.currency);
  const home = currency(data.funded.currency);
  const excess = least(minorOf(data.amount), state.excessMinor);
  const settles = minorOf(data.amount) - excess;
  const funded = state.fundedMinor - shareOf(state.homeCommittedMinor, state.settledMinor - settles, state.committedMinor);
  const cleared = least(funded, clearsCoverShortfall ? minorOf(clearsCoverShortfall) : 0n);
  return {
    ...rest,
    settles: moneyJson(settles, code),
    ...(excess === 0n ? {} : { excess: moneyJson(excess, code) }),
    funded: moneyJson(funded, home),
    ...(cleared === 0n ? {} : { clearsCoverShortfall: moneyJson(cleared, home) }),
  };
}

/** A commitment as it is undone: a receipt that it took over may itself have been undone since. */
export function undoneCommitment(state: KnownContribution, data: ContributionCommitted): ContributionCommitted {
  const { applied, clearsCoverShortfall, ...rest } = data;
  if (!applied || state.settledMinor >= minorOf(applied.amount)) return data;
  const home = currency(data.home.currency);
  const cleared = least(state.fundedMinor, clearsCoverShortfall ? minorOf(clearsCoverShortfall) : 0n);
  return {
    ...rest,
    ...(state.settledMinor === 0n
      ? {}
      : {
          applied: {
            amount: moneyJson(state.settledMinor, currency(applied.amount.currency)),
            funded: moneyJson(state.fundedMinor, home),
          },
        }),
    ...(cleared === 0n ? {} : { clearsCoverShortfall: moneyJson(cleared, home) }),
  };
}

// Decisions

const terms = {
  contributionId: field.id,
  contributor: field.id.describe('A partner of the registry.'),
  amount: field.amount,
  earmark: field.id.default(noEarmark),
  agreement: field.line(200).optional(),
  providerActivity: field.iatiIdentifier.optional(),
};

const termsOf = (body: z.output<z.ZodObject<typeof terms>>): Terms => ({
  contributor: body.contributor,
  earmark: body.earmark,
  ...(body.agreement === undefined ? {} : { agreement: body.agreement }),
  ...(body.providerActivity === undefined ? {} : { providerActivity: body.providerActivity }),
});

export const contributionCommands = [
  defineCommand({
    type: 'contribution.pledge',
    book: 'fund',
    roles: ['fund-manager'],
    shape: terms,
    creates: 'contributionId',
    decide: (command, reader) => {
      const { body } = command;
      const open = openFund(command, reader);
      if (stateOf(reader, contribution, body.contributionId).status !== 'absent') {
        refuse('id-taken', { thing: contribution.thing, id: body.contributionId });
      }
      registeredPartner(reader, body.contributor);
      earmarkOf(open, body.earmark);
      const data: ContributionPledged = { ...termsOf(body), amount: toJson(carried(open, body.amount)), ...paperOf(command) };
      return {
        events: [event(contribution, body.contributionId, 'contribution.pledged', data)],
        valueDate: valueDateOf(command, open),
      };
    },
  }),

  defineCommand({
    type: 'contribution.commit',
    book: 'fund',
    roles: ['fund-manager'],
    shape: { ...terms, rate: field.rate.optional() },
    creates: 'contributionId',
    decide: (command, reader) => {
      const { body } = command;
      const open = openFund(command, reader);
      const before = stateOf(reader, contribution, body.contributionId);
      registeredPartner(reader, body.contributor);
      earmarkOf(open, body.earmark);
      if (before.status === 'committed') refuse('id-taken', { thing: contribution.thing, id: body.contributionId });
      if (before.status === 'pledged') refuseOtherTerms(before, body, body.contributionId);
      const home = homeValue(open, body.amount, body.rate);
      const excess = before.status === 'pledged' ? before.excessMinor : 0n;
      const settles = least(excess, body.amount.amountMinor);
      const funded = shareOf(home, settles, body.amount.amountMinor);
      const clears = least(home, greatest(0n, reader.balances.of(`shortfall:${body.earmark}`, open.home)));
      const clearsCover = least(funded, greatest(0n, reader.balances.of(`cover-shortfall:${body.earmark}`, open.home)));
      const data: ContributionCommitted = {
        ...termsOf(body),
        amount: toJson(body.amount),
        home: homeJson(open, home),
        ...(body.rate === undefined ? {} : { rate: body.rate }),
        ...(settles === 0n
          ? {}
          : { applied: { amount: moneyJson(settles, body.amount.currency), funded: homeJson(open, funded) } }),
        ...(clears === 0n ? {} : { clearsShortfall: homeJson(open, clears) }),
        ...(clearsCover === 0n ? {} : { clearsCoverShortfall: homeJson(open, clearsCover) }),
        ...paperOf(command),
      };
      return {
        events: [event(contribution, body.contributionId, 'contribution.committed', data)],
        valueDate: valueDateOf(command, open),
      };
    },
  }),

  defineCommand({
    type: 'contribution.receive',
    book: 'fund',
    roles: ['fund-manager'],
    shape: {
      contributionId: field.id,
      amount: field.amount,
      bankAccount: field.id,
      bankReference: field.line(100).optional(),
    },
    decide: (command, reader) => {
      const { body } = command;
      const open = openFund(command, reader);
      const before = existing(reader, contribution, body.contributionId);
      const amount = carried(open, body.amount);
      bankAccountFor(open, body.bankAccount, amount);
      if (amount.currency !== before.currency) {
        refuse('currency-mismatch', {
          currency: amount.currency,
          thing: contribution.thing,
          id: body.contributionId,
          expected: before.currency,
        });
      }
      const settles = least(amount.amountMinor, before.committedMinor - before.settledMinor);
      const excess = amount.amountMinor - settles;
      const settled = before.settledMinor + settles;
      const funded = shareOf(before.homeCommittedMinor, settled, before.committedMinor) - before.fundedMinor;
      const clears = least(funded, greatest(0n, reader.balances.of(`cover-shortfall:${before.earmark}`, open.home)));
      const data: ContributionReceived = {
        contributor: before.contributor,
        earmark: before.earmark,
        amount: toJson(amount),
        bankAccount: body.bankAccount,
        ...(body.bankReference === undefined ? {} : { bankReference: body.bankReference }),
        settles: moneyJson(settles, amount.currency),
        ...(excess === 0n ? {} : { excess: moneyJson(excess, amount.currency) }),
        funded: homeJson(open, funded),
        ...(clears === 0n ? {} : { clearsCoverShortfall: homeJson(open, clears) }),
        ...paperOf(command),
      };
      return {
        events: [event(contribution, body.contributionId, 'contribution.received', data)],
        valueDate: valueDateOf(command, open),
      };
    },
  }),
];

/** The home value of a part of a commitment, counted on the cumulative part so that the whole comes out exact. */
const shareOf = (home: bigint, part: bigint, whole: bigint): bigint => (whole === 0n ? 0n : divideHalfEven(home * part, whole));

/** A commitment keeps to the contributor, earmark and currency of its pledge; the amount may differ. */
function refuseOtherTerms(
  before: Given,
  body: { readonly contributor: string; readonly earmark: string; readonly amount: Money },
  id: string,
): void {
  const differing =
    before.contributor !== body.contributor ? 'contributor' : before.earmark !== body.earmark ? 'earmark' : undefined;
  if (differing)
    refuse('terms-differ', {
      thing: contribution.thing,
      id,
      member: differing,
      expected: before[differing],
      given: body[differing],
    });
  if (before.currency !== body.amount.currency) {
    refuse('currency-mismatch', { currency: body.amount.currency, thing: contribution.thing, id, expected: before.currency });
  }
}
