import type { Reader, StreamEvent } from '#kernel/decider';
import { type MoneyJson, type Weighted, greatest, least, splitByWeight, sum, toJson } from '#kernel/money';
import { unreachable } from '#kernel/unreachable';
import { type Attributed, attributed, fundItself } from './attribution.js';
import { type Paper, defineCommand, paperOf } from './command.js';
import { contribution } from './contribution.js';
import * as field from './fields.js';
import {
  type OpenFund,
  type Rate,
  bankAccountFor,
  earmarkOf,
  homeJson,
  homeValue,
  noEarmark,
  openFund,
  valueDateOf,
} from './fund.js';
import type { Reversed } from './reversed.js';
import { type Stream, event, refuseTaken, stateOf } from './stream.js';

// Events

export interface InterestReceived extends Paper {
  readonly bankAccount: string;
  readonly bankReference?: string;
  readonly amount: MoneyJson;
  readonly earmark: string;
  readonly treatment: 'kept' | 'owed-back';
  readonly rate?: Rate;
  /** Worth in the home currency; what becomes free to allocate when it is kept. */
  readonly home: MoneyJson;
  /** Whose money earned it, in the currency of the account. */
  readonly earned: readonly { readonly contribution: string; readonly amount: MoneyJson }[];
  /** The same in the home currency: whose cover grows when it is kept. */
  readonly attribution: readonly Attributed[];
  readonly clearsShortfall?: MoneyJson;
  readonly clearsCoverShortfall?: MoneyJson;
}

export type InterestEvent = StreamEvent<'interest.received', InterestReceived> | StreamEvent<'interest.reversed', Reversed>;

// State

export type InterestState =
  | { readonly status: 'absent' }
  | { readonly status: 'received' | 'reversed'; readonly reversed: readonly number[] };

export const interest: Stream<InterestState, InterestEvent> = {
  kind: 'interest',
  thing: 'interest',
  initial: { status: 'absent' },
  evolve: (_, happened) => {
    switch (happened.type) {
      case 'interest.received':
        return { status: 'received', reversed: [] };
      case 'interest.reversed':
        return { status: 'reversed', reversed: [happened.data.reverses.position] };
      default:
        return unreachable(happened);
    }
  },
};

// Decisions

export const interestCommands = [
  defineCommand({
    type: 'interest.receive',
    book: 'fund',
    roles: ['fund-manager'],
    shape: {
      interestId: field.id,
      bankAccount: field.id,
      bankReference: field.line(100).optional(),
      amount: field.amount,
      earmark: field.id.default(noEarmark),
      rate: field.rate.optional(),
    },
    creates: 'interestId',
    decide: (command, reader) => {
      const { body } = command;
      const open = openFund(command, reader);
      refuseTaken(reader, interest, body.interestId);
      earmarkOf(open, body.earmark);
      bankAccountFor(open, body.bankAccount, body.amount);
      const home = homeValue(open, body.amount, body.rate);
      const earners = earnersUnder(open, reader, body.earmark);
      const kept = open.rules.interest === 'kept';
      const clears = kept ? least(home, greatest(0n, reader.balances.of(`shortfall:${body.earmark}`, open.home))) : 0n;
      const clearsCover = kept
        ? least(home, greatest(0n, reader.balances.of(`cover-shortfall:${body.earmark}`, open.home)))
        : 0n;
      const data: InterestReceived = {
        bankAccount: body.bankAccount,
        ...(body.bankReference === undefined ? {} : { bankReference: body.bankReference }),
        amount: toJson(body.amount),
        earmark: body.earmark,
        treatment: open.rules.interest,
        ...(body.rate === undefined ? {} : { rate: body.rate }),
        home: homeJson(open, home),
        earned: [...splitByWeight(body.amount.amountMinor, earners)]
          .filter(([, part]) => part > 0n)
          .map(([id, part]) => ({ contribution: id, amount: toJson({ amountMinor: part, currency: body.amount.currency }) })),
        attribution: attributed(open, splitByWeight(home - clearsCover, earners)),
        ...(clears === 0n ? {} : { clearsShortfall: homeJson(open, clears) }),
        ...(clearsCover === 0n ? {} : { clearsCoverShortfall: homeJson(open, clearsCover) }),
        ...paperOf(command),
      };
      return {
        events: [event(interest, body.interestId, 'interest.received', data)],
        valueDate: valueDateOf(command, open),
      };
    },
  }),
];

/** Interest follows the money: in proportion to what each contribution has brought in under the earmark. */
export function earnersUnder(open: OpenFund, reader: Reader, earmark: string): Weighted[] {
  const prefix = `cover:${earmark}:`;
  const earners = reader.balances
    .under(prefix, open.home)
    .map((each) => each.account.slice(prefix.length))
    .map((id) => {
      const state = stateOf(reader, contribution, id);
      return { id, weight: state.status === 'absent' ? 0n : state.fundedMinor };
    })
    .filter((each) => each.weight > 0n);
  return sum(earners.map((each) => each.weight)) > 0n ? earners : [{ id: fundItself, weight: 1n }];
}
