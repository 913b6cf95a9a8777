import { z } from 'zod';
import { canonical } from '#kernel/canonical';
import type { NewEvent, Reader } from '#kernel/decider';
import { streamId, streamKind } from '#kernel/ids';
import { type MoneyJson, greatest, minorOf } from '#kernel/money';
import type { EventRecord } from '#kernel/record';
import { coverParts, fundItself } from '../money-in/attribution.js';
import type { BankChargeRecorded } from '../bank/bank-charge.js';
import { acceptedLumpSum } from '../accounts/cost-basis.js';
import type { CashConverted } from '../bank/cash.js';
import { type Command, defineCommand, paperOf } from '../command.js';
import { contributionReversals } from '../money-in/contribution-reversals.js';
import type { DisbursementBounced, DisbursementPaid, OrderLine } from '../accounts/disbursement.js';
import type { ExchangeDifference } from '../bank/exchange.js';
import type { ExpenditureAccepted, ExpenditureDisallowed, Report } from '../accounts/expenditure.js';
import type { FeeCharged } from '../bank/fee.js';
import { type OpenFund, homeJson, notBefore, openFund, valueDateOf } from '../fund/fund.js';
import { termsOf } from '../grants/grant.js';
import { grantReversals } from '../grants/grant-reversals.js';
import type { InKindState } from '../money-in/in-kind.js';
import type { InterestReceived } from '../money-in/interest.js';
import { broughtBy } from '../money-in/opening-undone.js';
import { boundAgain } from '../accounts/late-refund.js';
import { attributedLine } from '../accounts/payment-lines.js';
import type { RefundReceived, RefundSetOff, ReturnedLine } from '../accounts/refund.js';
import { refuse } from '../rejections.js';
import type { Reversed } from './reversed.js';
import { type Move, type Part, type Purse, frees, part, takes, takesInTurn, unclears } from './shifting.js';
import { type Reversal, type Undoing, isConcluded, lessen, unclearsBudget, unclearsCover } from './undoing.js';

const inKindStatus = (state: unknown): string => (state as InKindState).status;

const unlessLast = ({ state, position }: Undoing): string | undefined =>
  (state as { readonly last: number }).last === position ? undefined : 'later-events';

const reversals: Readonly<Record<string, Reversal>> = {
  'body.contribution-recorded': {},
  ...contributionReversals,
  ...grantReversals,
  'in-kind.pledged': { refusal: ({ state }) => (inKindStatus(state) === 'pledged' ? undefined : 'later-events') },
  'in-kind.delivered': { refusal: ({ state }) => (inKindStatus(state) === 'delivered' ? undefined : 'later-events') },
  'in-kind.valued': {},
  'opening.recorded': {
    refusal: ({ state }) => ((state as { readonly broughtMinor: bigint }).broughtMinor > 0n ? 'later-events' : undefined),
    beside: broughtBy,
  },
  'opening.grant-brought': { pays: -1n },
  'disbursement.paid': { refusal: unlessLast, pays: -1n },
  'disbursement.bounced': {
    refusal: (undoing, data: DisbursementBounced) => unlessLast(undoing) ?? unlessGivenBack(undoing, data),
    pays: 1n,
    // An advance that stands again pays what has been accepted in the meantime, as one that is paid does.
    moves: ({ purse }, data: DisbursementBounced) => [
      ...takes(purse, owedTo(data), `advance:${data.grant}`),
      ...unclearsAdvance(purse, data, data.toAdvance),
    ],
  },
  'expenditure.accepted': {
    refusal: ({ state, position }) => {
      const { acceptances, disallowances } = state as Report;
      if (!acceptances.some((each) => each.position === position)) return 'not-accepted';
      return disallowances.some((each) => each.data.of === 'accepted') ? 'later-events' : undefined;
    },
    // What is owed for other expenditure is owed for less: it clears the advance in the place of this one.
    moves: ({ purse }, data: ExpenditureAccepted) => unclearsAdvance(purse, data, data.clearsAdvance),
  },
  'expenditure.disallowed': {
    refusal: ({ open, reader, state, position }, { grant, of, findings }: ExpenditureDisallowed) => {
      const made = (state as Report).disallowances.find((each) => each.position === position);
      const again = (category: string): boolean =>
        of === 'accepted' && acceptedLumpSum(open, reader, grant, termsOf(reader, grant), category) > 0n;
      return isConcluded(reader, grant) || made?.appealedBy !== undefined || findings.some((each) => again(each.category))
        ? 'later-events'
        : undefined;
    },
    // What was paid back for it meanwhile clears what is outstanding, and is owed to the payee beyond that.
    moves: ({ purse }, data: ExpenditureDisallowed) =>
      data.of === 'reported'
        ? []
        : takesInTurn(purse, part(`recoverable:${data.grant}`, data.total), [`advance:${data.grant}`], `payable:${data.grant}`),
  },
  'audit.recorded': {},
  'refund.due': {
    refusal: ({ state }) => {
      const { receivedMinor, writtenOffMinor } = state as { readonly receivedMinor: bigint; readonly writtenOffMinor: bigint };
      return receivedMinor + writtenOffMinor > 0n ? 'later-events' : undefined;
    },
  },
  'refund.set-off': {
    // Both sides of one grant would be open again, and the grant no longer pays its own.
    refusal: ({ reader }, { grant, against }: RefundSetOff) =>
      against.grant === grant && isConcluded(reader, grant) ? 'later-events' : undefined,
    pays: 1n,
    restate: (_, data: RefundSetOff, __, { open, reader }) => {
      const { grant } = data.against;
      const terms = termsOf(reader, grant);
      const pays = data.pays.map((line) => attributedLine(open, reader, grant, terms, line, -1n));
      return { ...data, pays, lines: boundAgain(open, reader, data.grant, termsOf(reader, data.grant), data.lines) };
    },
    // What is owed again clears an advance that was paid meanwhile.
    moves: ({ purse }, { against, amount }: RefundSetOff) =>
      against.use !== 'payable'
        ? []
        : unclears(purse, part(`payable:${against.grant}`, amount), [`advance:${against.grant}`], []),
  },
  'refund.written-off': {},
  'refund.returned': {},
  'refund.received': {
    refusal: (undoing, data: RefundReceived) => unlessGivenBack(undoing, data),
    pays: 1n,
    restate: (_, data: RefundReceived, __, { open, reader }) => ({
      ...data,
      lines: boundAgain(open, reader, data.grant, termsOf(reader, data.grant), data.lines),
    }),
    moves: ({ purse }, data: RefundReceived) => [
      ...takes(purse, owedTo(data), `recoverable:${data.grant}`),
      ...unclearsAdvance(purse, data, data.clearsAdvance),
      ...data.lines.flatMap((line) => takesBack(purse, data.grant, line)),
    ],
  },
  'interest.returned': {},
  'interest.received': {
    refusal: ({ state }) =>
      (state as { readonly returned: readonly string[] }).returned.length > 0 ? 'returned-since' : undefined,
    moves: ({ open, purse }, data: InterestReceived) => {
      if (data.treatment === 'owed-back') return [];
      const covers = data.attribution.map((each) => part(`cover:${data.earmark}:${each.contribution}`, each.amount));
      return [
        ...takes(
          purse,
          { account: `unallocated:${data.earmark}`, amountMinor: lessen(data.home, data.clearsShortfall) },
          `shortfall:${data.earmark}`,
        ),
        ...unclearsBudget(purse, data.earmark, data.home, data.clearsShortfall),
        ...covers.flatMap((each) => takes(purse, each, `cover-shortfall:${data.earmark}`)),
        ...unclearsCover(purse, data.earmark, covers, { cleared: data.clearsCoverShortfall ?? homeJson(open, 0n) }),
      ];
    },
  },
  'cost.paid': { refusal: unlessLast },
  'fee.charged': {
    moves: ({ purse, reader }, data: FeeCharged) => [
      ...frees(purse, `shortfall:${data.earmark}`, [part(`unallocated:${data.earmark}`, data.amount)]),
      ...frees(purse, `cover-shortfall:${data.earmark}`, coverParts(reader, data.earmark, data.attribution)),
    ],
  },
  'cash.transferred': {},
  'cash.converted': {
    moves: ({ purse, reader }, { difference }: CashConverted) => (difference ? unexchanges(purse, reader, difference) : []),
  },
  'bank-charge.recorded': {
    moves: ({ purse, reader }, data: BankChargeRecorded) => [
      ...frees(purse, `shortfall:${data.earmark}`, [], {
        amountMinor: minorOf(data.shortfall),
        surplus: `unallocated:${data.earmark}`,
      }),
      ...frees(purse, `cover-shortfall:${data.earmark}`, coverParts(reader, data.earmark, data.attribution), {
        amountMinor: minorOf(data.coverShortfall),
        surplus: `cover:${data.earmark}:${fundItself}`,
      }),
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
      const open = openFund(command, reader);
      const { position } = command.body;
      const events = reversing(command, open, reader, position);
      const of = { thing: 'event', id: String(position) };
      return {
        events,
        valueDate: notBefore(valueDateOf(command, open), reader.event(position)!.valueDate, of),
      };
    },
  }),
];

/** What reverses the event at a position, and what its command had written beside it. */
function reversing(command: Command, open: OpenFund, reader: Reader, position: number, beside?: number): NewEvent[] {
  const record = reader.event(position);
  if (!record) return refuse('not-found', { thing: 'event', id: String(position) });
  const reversal = Object.hasOwn(reversals, record.type) ? reversals[record.type] : undefined;
  const no = (because: string): never => refuse('not-reversible', { position, type: record.type, because });
  if (!reversal) return no('type-not-reversible');
  const state = reader.state(record.stream) as { readonly reversed: readonly number[] };
  if (state.reversed.includes(position)) no('already-reversed');
  const purse: Purse = (account) => greatest(0n, reader.balances.of(account, open.home));
  const id = streamId(record.stream);
  const undoing: Undoing = { open, reader, purse, id, state, position, ...(beside === undefined ? {} : { with: beside }) };
  const because = reversal.refusal?.(undoing, record.data as never);
  if (because !== undefined) no(because);
  const data = reversedBy(command, undoing, record, reversal);
  const others = reversal.beside?.(undoing, record.data as never) ?? [];
  return [
    { type: `${streamKind(record.stream)}.reversed`, schemaVersion: 1, stream: record.stream, data },
    ...others.flatMap((other) => reversing(command, open, reader, other, position)),
  ];
}

function reversedBy(command: Command, undoing: Undoing, record: EventRecord, reversal: Reversal): Reversed {
  const { open, reader, position, state } = undoing;
  const { type, schemaVersion } = record;
  const data = record.data as object;
  const restated = reversal.restate?.(state as never, data as never, open.home, undoing) ?? data;
  const lines = reversal.pays === undefined ? [] : paidAnew(open, reader, restated as Payment, reversal.pays);
  const moves = reversal.moves?.(undoing, restated as never) ?? [];
  return {
    reverses: { position, type, schemaVersion, data },
    ...(canonical(restated as never) === canonical(data as never) ? {} : { restated }),
    ...(lines.length === 0 ? {} : { lines }),
    ...(moves.length === 0
      ? {}
      : {
          shifts: moves.map(({ account, instead, amountMinor }) => ({ account, instead, amount: homeJson(open, amountMinor) })),
        }),
    ...paperOf(command),
  };
}

type Payment = Pick<DisbursementPaid, 'grant'> & { readonly lines: readonly (OrderLine & Pick<ReturnedLine, 'freed'>)[] };

const paidAnew = (open: OpenFund, reader: Reader, { grant, lines }: Payment, sign: 1n | -1n) => {
  const terms = termsOf(reader, grant);
  return lines.map(({ freed, ...line }) => ({
    ...attributedLine(open, reader, grant, terms, line, sign),
    ...(freed === undefined ? {} : { freed }),
  }));
};

/** A refund that the bank takes back: what the grant had of it, or after its closing what had become free. */
function takesBack(purse: Purse, grant: string, { earmark, amount, freed }: ReturnedLine): Move[] {
  if (!freed) return takes(purse, part(`committed:${earmark}:${grant}`, amount), `shortfall:${earmark}`);
  const covers = freed.toCover.map((each) => part(`cover:${earmark}:${each.contribution}`, each.amount));
  return [
    ...takes(
      purse,
      { account: `unallocated:${earmark}`, amountMinor: lessen(amount, freed.clearsShortfall) },
      `shortfall:${earmark}`,
    ),
    ...unclearsBudget(purse, earmark, amount, freed.clearsShortfall),
    ...covers.flatMap((each) => takes(purse, each, `cover-shortfall:${earmark}`)),
    ...unclearsCover(purse, earmark, covers, { cleared: freed.clearsCoverShortfall }),
  ];
}

/** What came in excess has to be there still: what was given back of it, or set off, is undone first. */
const unlessGivenBack = (
  { purse }: Undoing,
  { grant, inExcess }: { readonly grant: string; readonly inExcess?: MoneyJson },
): string | undefined => (part('', inExcess).amountMinor > purse(`over-refunded:${grant}`) ? 'returned-since' : undefined);

type Owing = { readonly grant: string; readonly toPayable?: MoneyJson };
const owedTo = (data: Owing): Part => part(`payable:${data.grant}`, data.toPayable);

/** An advance is outstanding again, and pays first what is owed to the payee beside it. */
const unclearsAdvance = (purse: Purse, data: Owing, cleared: MoneyJson | undefined): Move[] =>
  unclears(purse, part(`advance:${data.grant}`, cleared), [`payable:${data.grant}`], [owedTo(data)]);

/** A gain is taken back as interest is; a loss comes back as a charge does. */
function unexchanges(purse: Purse, reader: Reader, difference: ExchangeDifference): Move[] {
  const { kind, amount, earmark, clearsShortfall, clearsCoverShortfall, attribution, shortfall, coverShortfall } = difference;
  if (kind === 'loss') {
    return [
      ...frees(purse, `shortfall:${earmark}`, [{ account: `unallocated:${earmark}`, amountMinor: lessen(amount, shortfall) }], {
        amountMinor: part('', shortfall).amountMinor,
        surplus: `unallocated:${earmark}`,
      }),
      ...frees(purse, `cover-shortfall:${earmark}`, coverParts(reader, earmark, attribution), {
        amountMinor: part('', coverShortfall).amountMinor,
        surplus: `cover:${earmark}:${fundItself}`,
      }),
    ];
  }
  const covers = attribution.map((each) => part(`cover:${earmark}:${each.contribution}`, each.amount));
  return [
    ...takes(
      purse,
      { account: `unallocated:${earmark}`, amountMinor: lessen(amount, clearsShortfall) },
      `shortfall:${earmark}`,
    ),
    ...unclearsBudget(purse, earmark, amount, clearsShortfall),
    ...covers.flatMap((each) => takes(purse, each, `cover-shortfall:${earmark}`)),
    ...(clearsCoverShortfall ? unclearsCover(purse, earmark, covers, { cleared: clearsCoverShortfall }) : []),
  ];
}
