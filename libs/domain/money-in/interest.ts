import { z } from 'zod';
import type { Reader, StreamEvent } from '#kernel/decider';
import {
  type Money,
  type MoneyJson,
  type Weighted,
  fromJson,
  greatest,
  least,
  splitByWeight,
  sum,
  toJson,
} from '#kernel/money';
import { present } from '#kernel/present';
import { unreachable } from '#kernel/unreachable';
import { type Attributed, attributed, fundItself } from './attribution.js';
import { type Command, type Decision, type Paper, defineCommand, paperOf } from '../command.js';
import { contribution } from './contribution.js';
import * as field from '../fields.js';
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
} from '../fund/fund.js';
import { refuse } from '../rejections.js';
import type { Reversed } from '../reversal/reversed.js';
import { type Stream, event, existing, refuseTaken, stateOf } from '../stream.js';

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
  /** Earned on the advance of a grant: it came with what the payee gave back. */
  readonly on?: { readonly grant: string; readonly activity: string; readonly payee: string; readonly refund: string };
}

/** Interest that was owed back goes to the contributor whose money earned it; what nobody's did, to the one that is named. */
export interface InterestReturned extends Paper {
  readonly contribution: string;
  readonly earmark: string;
  readonly amount: MoneyJson;
  readonly bankAccount: string;
  readonly bankReference?: string;
  /** No contribution had earned it: it is owed to nobody by name, and the fund says who gets it. */
  readonly unearned?: true;
  /** What `amount` is worth in the home currency, at the rate at which it came in. */
  readonly home: MoneyJson;
}

export type InterestEvent =
  | StreamEvent<'interest.received', InterestReceived>
  | StreamEvent<'interest.returned', InterestReturned>
  | StreamEvent<'interest.reversed', Reversed>;

// State

export type InterestState =
  | { readonly status: 'absent' }
  | {
      readonly status: 'received' | 'reversed';
      readonly received: InterestReceived;
      /** Contributions to which their part was returned. */
      readonly returned: readonly string[];
      readonly reversed: readonly number[];
    };

export const interest: Stream<InterestState, InterestEvent> = {
  kind: 'interest',
  thing: 'interest',
  initial: { status: 'absent' },
  evolve: (state, happened) => {
    switch (happened.type) {
      case 'interest.received':
        return { status: 'received', received: happened.data, returned: [], reversed: [] };
      case 'interest.returned':
        if (state.status === 'absent') return state;
        return { ...state, returned: [...state.returned, earnerOf(happened.data)] };
      case 'interest.reversed': {
        if (state.status === 'absent') return state;
        const { position, type, data } = happened.data.reverses;
        const reversed = [...state.reversed, position];
        if (type === 'interest.received') return { ...state, status: 'reversed', reversed };
        const again = earnerOf(data as InterestReturned);
        return { ...state, returned: state.returned.filter((each) => each !== again), reversed };
      }
      default:
        return unreachable(happened);
    }
  },
};

/** Under which name it was owed. */
const earnerOf = ({ contribution: id, unearned }: InterestReturned): string => (unearned ? fundItself : id);

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
      const short = (account: string): bigint => reader.balances.of(account, open.home);
      const data = present<InterestReceived>({
        bankAccount: body.bankAccount,
        bankReference: body.bankReference,
        ...earnedBy(open, short, earnersUnder(open, reader, body.earmark), body),
        ...paperOf(command),
      });
      return {
        events: [event(interest, body.interestId, 'interest.received', data)],
        valueDate: valueDateOf(command, open),
      };
    },
  }),

  defineCommand({
    type: 'interest.return',
    book: 'fund',
    roles: ['fund-manager'],
    shape: {
      contributionId: field.id,
      interests: z.array(field.id).min(1).max(100).describe('The interests of which its part goes back.'),
      unearned: z
        .boolean()
        .default(false)
        .describe('Instead of its own part: what no contribution had earned, which goes to this contributor by agreement.'),
      bankAccount: field.id,
      bankReference: field.line(100).optional(),
    },
    decide: sendBack,
  }),
];

/** Interest under an earmark, for whose money earned it. What is kept makes good first what is short there. */
export function earnedBy(
  open: OpenFund,
  short: (account: string) => bigint,
  earners: readonly Weighted[],
  { amount, rate, earmark }: { readonly amount: Money; readonly rate?: Rate | undefined; readonly earmark: string },
): Omit<InterestReceived, 'bankAccount' | 'bankReference' | keyof Paper> {
  const home = homeValue(open, amount, rate);
  const clearing = (account: string): bigint =>
    open.rules.interest === 'kept' ? least(home, greatest(0n, short(account))) : 0n;
  const [clears, clearsCover] = [clearing(`shortfall:${earmark}`), clearing(`cover-shortfall:${earmark}`)];
  return {
    amount: toJson(amount),
    earmark,
    treatment: open.rules.interest,
    ...present({ rate }),
    home: homeJson(open, home),
    earned: [...splitByWeight(amount.amountMinor, earners)]
      .filter(([, part]) => part > 0n)
      .map(([id, part]) => ({ contribution: id, amount: toJson({ amountMinor: part, currency: amount.currency }) })),
    attribution: attributed(open, splitByWeight(home - clearsCover, earners)),
    ...(clears === 0n ? {} : { clearsShortfall: homeJson(open, clears) }),
    ...(clearsCover === 0n ? {} : { clearsCoverShortfall: homeJson(open, clearsCover) }),
  };
}

/** One event for each interest, since each knows what it earned for whom; one bank line may pay them all. */
function sendBack(
  command: Command<{
    contributionId: string;
    interests: string[];
    unearned: boolean;
    bankAccount: string;
    bankReference?: string | undefined;
  }>,
  reader: Reader,
): Decision {
  const { body } = command;
  const open = openFund(command, reader);
  existing(reader, contribution, body.contributionId);
  const earner = body.unearned ? fundItself : body.contributionId;
  const events = [...new Set(body.interests)].map((id) => {
    const state = existing(reader, interest, id);
    const part = state.received.earned.find((each) => each.contribution === earner);
    const owed = state.status === 'received' && state.received.treatment === 'owed-back';
    if (!part || !owed || state.returned.includes(earner)) {
      if (body.unearned) refuse('no-unearned-interest', { interest: id });
      return refuse('no-interest-owed', { interest: id, contribution: body.contributionId });
    }
    bankAccountFor(open, body.bankAccount, fromJson(part.amount));
    const worth = state.received.attribution.find((each) => each.contribution === earner);
    const data = present<InterestReturned>({
      contribution: body.contributionId,
      earmark: state.received.earmark,
      amount: part.amount,
      bankAccount: body.bankAccount,
      bankReference: body.bankReference,
      unearned: body.unearned || undefined,
      home: worth?.amount ?? homeJson(open, 0n),
      ...paperOf(command),
    });
    return event(interest, id, 'interest.returned', data);
  });
  return { events, valueDate: valueDateOf(command, open) };
}

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
