import { z } from 'zod';
import { currency } from '#kernel/currency';
import type { Reader } from '#kernel/decider';
import { streamId, streamKind } from '#kernel/ids';
import { type MoneyJson, greatest, least, minorOf, moneyJson } from '#kernel/money';
import type { EventRecord } from '#kernel/record';
import { fundItself } from './attribution.js';
import type { BankChargeRecorded } from './bank-charge.js';
import { type Command, defineCommand, paperOf } from './command.js';
import type { ContributionReceived } from './contribution.js';
import {
  type DisbursementBounced,
  type DisbursementPaid,
  type DisbursementState,
  type PaymentLine,
  attributedLine,
} from './disbursement.js';
import { type OpenFund, homeJson, openFund, valueDateOf } from './fund.js';
import { signedGrant } from './grant.js';
import type { InterestReceived } from './interest.js';
import type { RefundReceived, RefundState } from './refund.js';
import { refuse } from './rejections.js';
import type { Reversed, Shift } from './reversed.js';

/**
 * Errors are corrected by reversal: a new event with the lines of the old one on the other side. What can be reversed,
 * and what a reversal needs beyond the opposite lines, stands here.
 */
interface Reversal {
  /** Facts always post: where an account is too low by now, the amount goes to a shortfall. Decisions are refused then. */
  readonly draws?: (data: never) => Draw[];
  /** Whose money moves back. */
  readonly lines?: (open: OpenFund, reader: Reader, data: never) => PaymentLine[];
  /** Why it cannot be reversed now, if so. */
  readonly refusal?: (state: never, position: number) => string | undefined;
}

/** The reversal lowers `account` by `amount`; what it does not have is taken from `instead`. */
interface Draw {
  readonly account: string;
  readonly amount: MoneyJson;
  readonly instead: string;
}

const unlessLast = (state: { readonly last: number }, position: number): string | undefined =>
  state.last === position ? undefined : 'later-events';

const reversals: Readonly<Record<string, Reversal>> = {
  'contribution.committed': {},
  'contribution.received': {
    draws: (data: ContributionReceived & { readonly contribution: string }) => [
      {
        account: `cover:${data.earmark}:${data.contribution}`,
        amount: lessen(data.funded, data.clearsCoverShortfall),
        instead: `cover-shortfall:${data.earmark}`,
      },
    ],
  },
  'allocation.made': {},
  'grant.signed': {},
  'disbursement.paid': {
    refusal: (state: Exclude<DisbursementState, { status: 'absent' }>, position) => unlessLast(state, position),
    lines: (open, reader, data: DisbursementPaid) => moved(open, reader, data, -1n),
  },
  'disbursement.bounced': {
    refusal: (state: Exclude<DisbursementState, { status: 'absent' }>, position) => unlessLast(state, position),
    draws: (data: DisbursementBounced) => [
      { account: `payable:${data.grant}`, amount: data.toPayable, instead: `advance:${data.grant}` },
    ],
    lines: (open, reader, data: DisbursementBounced) => moved(open, reader, data, 1n),
  },
  'expenditure.accepted': {
    refusal: (state: { readonly status: string }) => (state.status === 'accepted' ? undefined : 'not-accepted'),
  },
  'refund.due': {
    refusal: (state: Exclude<RefundState, { status: 'absent' }>) => (state.receivedMinor > 0n ? 'later-events' : undefined),
  },
  'refund.received': {
    draws: (data: RefundReceived) => [
      { account: `payable:${data.grant}`, amount: data.toPayable, instead: `recoverable:${data.grant}` },
      ...data.lines.map((line) => ({
        account: `committed:${line.earmark}:${data.grant}`,
        amount: line.amount,
        instead: `shortfall:${line.earmark}`,
      })),
    ],
    lines: (open, reader, data: RefundReceived) => moved(open, reader, data, 1n),
  },
  'interest.received': {
    draws: (data: InterestReceived) =>
      data.treatment === 'owed-back'
        ? []
        : [
            {
              account: `unallocated:${data.earmark}`,
              amount: lessen(data.home, data.clearsShortfall),
              instead: `shortfall:${data.earmark}`,
            },
            ...data.attribution.map((each) => ({
              account: `cover:${data.earmark}:${each.contribution}`,
              amount: each.amount,
              instead: `cover-shortfall:${data.earmark}`,
            })),
          ],
  },
  'bank-charge.recorded': {
    // A shortfall that was made good meanwhile has nothing left to take back: what is returned is free again.
    draws: (data: BankChargeRecorded) => [
      { account: `shortfall:${data.earmark}`, amount: data.shortfall, instead: `unallocated:${data.earmark}` },
      {
        account: `cover-shortfall:${data.earmark}`,
        amount: data.coverShortfall,
        instead: `cover:${data.earmark}:${fundItself}`,
      },
    ],
  },
};

/** The event types that can be reversed. */
export const reversible: readonly string[] = Object.keys(reversals);

export const reversalCommands = [
  defineCommand({
    type: 'event.reverse',
    book: 'fund',
    roles: ['fund-manager'],
    shape: { position: z.number().int().min(1).max(Number.MAX_SAFE_INTEGER).describe('Position of the event in the book.') },
    decide: (command, reader) => {
      const { position } = command.body;
      const open = openFund(command, reader);
      const record = reader.event(position);
      if (!record) return refuse('not-found', { thing: 'event', id: String(position) });
      const reversal = reversals[record.type];
      const no = (because: string): never => refuse('not-reversible', { position, type: record.type, because });
      if (!reversal) return no('type-not-reversible');
      const state = reader.state(record.stream) as { readonly reversed: readonly number[] };
      if (state.reversed.includes(position)) no('already-reversed');
      const refusal = reversal.refusal?.(state as never, position);
      if (refusal) no(refusal);
      return {
        events: [
          {
            type: `${streamKind(record.stream)}.reversed`,
            schemaVersion: 1,
            stream: record.stream,
            data: reversedBy(command, open, reader, record, reversal),
          },
        ],
        valueDate: valueDateOf(command, open),
      };
    },
  }),
];

function reversedBy(command: Command, open: OpenFund, reader: Reader, record: EventRecord, reversal: Reversal): Reversed {
  const { position, type, schemaVersion, data } = record;
  const facts = { ...(data as object), [streamKind(record.stream)]: streamId(record.stream) } as never;
  const shifts = (reversal.draws?.(facts) ?? []).flatMap((each) => shift(open, reader, each));
  const lines = reversal.lines?.(open, reader, facts) ?? [];
  return {
    reverses: { position, type, schemaVersion, data },
    ...(lines.length === 0 ? {} : { lines }),
    ...(shifts.length === 0 ? {} : { shifts }),
    ...paperOf(command),
  };
}

function shift(open: OpenFund, reader: Reader, { account, amount, instead }: Draw): Shift[] {
  const needed = minorOf(amount);
  const missing = needed - least(needed, greatest(0n, reader.balances.of(account, open.home)));
  return missing === 0n ? [] : [{ account, instead, amount: homeJson(open, missing) }];
}

const moved = (
  open: OpenFund,
  reader: Reader,
  data: { readonly grant: string; readonly lines: readonly PaymentLine[] },
  sign: 1n | -1n,
): PaymentLine[] => {
  const terms = signedGrant(reader, data.grant);
  return data.lines.map((line) => attributedLine(open, reader, data.grant, terms, line, sign));
};

const lessen = (whole: MoneyJson, part: MoneyJson | undefined): MoneyJson =>
  part ? moneyJson(minorOf(whole) - minorOf(part), currency(whole.currency)) : whole;
