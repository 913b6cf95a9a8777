import { z } from 'zod';
import type { Reader, StreamEvent } from '#kernel/decider';
import { type MoneyJson, greatest, least, minorOf, splitByWeight, sum } from '#kernel/money';
import type { LocalDate } from '#kernel/time';
import { unreachable } from '#kernel/unreachable';
import { type Paper, defineCommand, paperOf, refuseOtherParty } from './command.js';
import * as field from './fields.js';
import { type OpenFund, homeJson, homeText, inHome, openFund, valueDateOf } from './fund.js';
import { disbursedOn } from './funding-line.js';
import { type GrantSigned, grantFor } from './grant.js';
import { refuse } from './rejections.js';
import type { Reversed } from './reversed.js';
import { type Stream, event, existing, refuseTaken } from './stream.js';

// Events

export interface CategoryLine {
  readonly category: string;
  readonly amount: MoneyJson;
}

export interface ExpenditureSubmitted extends Paper {
  readonly grant: string;
  readonly activity: string;
  readonly payee: string;
  readonly periodStart: LocalDate;
  readonly periodEnd: LocalDate;
  readonly lines: readonly CategoryLine[];
}

/** An accepted cost and the earmark that bears it. */
export interface CostLine extends CategoryLine {
  readonly earmark: string;
}

/** The fund's share of what was spent. It clears the advance first; what goes beyond is owed to the payee. */
export interface ExpenditureAccepted extends Paper {
  readonly grant: string;
  readonly activity: string;
  readonly payee: string;
  readonly total: MoneyJson;
  readonly lines: readonly CostLine[];
  readonly clearsAdvance: MoneyJson;
  readonly toPayable: MoneyJson;
}

export type ExpenditureEvent =
  | StreamEvent<'expenditure.submitted', ExpenditureSubmitted>
  | StreamEvent<'expenditure.accepted', ExpenditureAccepted>
  | StreamEvent<'expenditure.reversed', Reversed>;

// State

interface Submitted {
  readonly report: ExpenditureSubmitted;
  readonly submittedBy: string;
  readonly reversed: readonly number[];
}
export type ExpenditureState =
  | { readonly status: 'absent' }
  | ({ readonly status: 'submitted' } & Submitted)
  | ({ readonly status: 'accepted'; readonly acceptedBy: string } & Submitted);

export const expenditure: Stream<ExpenditureState, ExpenditureEvent> = {
  kind: 'expenditure',
  thing: 'expenditure report',
  initial: { status: 'absent' },
  evolve: (state, happened) => {
    if (happened.type === 'expenditure.submitted') {
      return { status: 'submitted', report: happened.data, submittedBy: happened.actor, reversed: [] };
    }
    if (state.status === 'absent') return state;
    const { report, submittedBy, reversed } = state;
    switch (happened.type) {
      case 'expenditure.accepted':
        return { status: 'accepted', report, submittedBy, reversed, acceptedBy: happened.actor };
      case 'expenditure.reversed':
        return { status: 'submitted', report, submittedBy, reversed: [...reversed, happened.data.reverses.position] };
      default:
        return unreachable(happened);
    }
  },
};

// Decisions

const categoryLines = z
  .array(z.strictObject({ category: field.id, amount: field.amount }))
  .min(1)
  .max(200)
  .refine((lines) => new Set(lines.map((each) => each.category)).size === lines.length, { params: { rule: 'unique' } });

export const expenditureCommands = [
  defineCommand({
    type: 'expenditure.submit',
    book: 'fund',
    roles: ['fund-manager', 'cso'],
    shape: { reportId: field.id, grantId: field.id, periodStart: field.date, periodEnd: field.date, lines: categoryLines },
    creates: 'reportId',
    decide: (command, reader) => {
      const { body } = command;
      const open = openFund(command, reader);
      refuseTaken(reader, expenditure, body.reportId);
      const terms = grantFor(reader, body.grantId, 'account');
      refuseOtherParty(command, ...new Set([terms.executor, terms.payee]));
      if (body.periodEnd < body.periodStart) refuse('period-reversed', { start: body.periodStart, end: body.periodEnd });
      const valueDate = valueDateOf(command, open);
      valueDateOf({ ...command, valueDate: body.periodEnd }, { ...open, startsOn: body.periodEnd });
      const data: ExpenditureSubmitted = {
        grant: body.grantId,
        activity: terms.activity,
        payee: terms.payee,
        periodStart: body.periodStart,
        periodEnd: body.periodEnd,
        lines: body.lines.map((each) => ({
          category: each.category,
          amount: homeJson(open, inHome(open, each.amount, 'grant', body.grantId)),
        })),
        ...paperOf(command),
      };
      return { events: [event(expenditure, body.reportId, 'expenditure.submitted', data)], valueDate };
    },
  }),

  defineCommand({
    type: 'expenditure.accept',
    book: 'fund',
    roles: ['approver'],
    shape: {
      reportId: field.id,
      lines: categoryLines.optional().describe('What is accepted, by category; all that was reported when absent.'),
    },
    decide: (command, reader) => {
      const { body } = command;
      const open = openFund(command, reader);
      const state = existing(reader, expenditure, body.reportId);
      const valueDate = valueDateOf(command, open);
      if (state.status === 'accepted') {
        if (state.acceptedBy === command.actor && body.lines === undefined) return { events: [], valueDate };
        refuse('wrong-status', { thing: expenditure.thing, id: body.reportId, status: state.status, expected: 'submitted' });
      }
      if (state.submittedBy === command.actor) {
        refuse('approver-is-requester', { actor: command.actor, expenditure: body.reportId });
      }
      const { grant: grantId, activity, payee } = state.report;
      const terms = grantFor(reader, grantId, 'account');
      const accepted = acceptedLines(open, state.report, grantId, body.lines);
      const total = sum(accepted.map((each) => each.amountMinor));
      const clears = least(total, greatest(0n, reader.balances.of(`advance:${grantId}`, open.home)));
      refuseBeyondGrant(open, reader, grantId, terms, total, total - clears);
      const data: ExpenditureAccepted = {
        grant: grantId,
        activity,
        payee,
        total: homeJson(open, total),
        lines: accepted.flatMap((each) => byEarmark(open, terms, each)),
        clearsAdvance: homeJson(open, clears),
        toPayable: homeJson(open, total - clears),
        ...paperOf(command),
      };
      return { events: [event(expenditure, body.reportId, 'expenditure.accepted', data)], valueDate };
    },
  }),
];

interface Accepted {
  readonly category: string;
  readonly amountMinor: bigint;
}

function acceptedLines(
  open: OpenFund,
  report: ExpenditureSubmitted,
  grantId: string,
  asked: z.output<typeof categoryLines> | undefined,
): Accepted[] {
  const reported = new Map(report.lines.map((each) => [each.category, minorOf(each.amount)]));
  if (!asked) return [...reported].map(([category, amountMinor]) => ({ category, amountMinor }));
  return asked.map(({ category, amount }) => {
    const amountMinor = inHome(open, amount, 'grant', grantId);
    const most = reported.get(category) ?? 0n;
    if (amountMinor > most) {
      refuse('accepted-exceeds-reported', {
        category,
        currency: open.home,
        accepted: homeText(open, amountMinor),
        reported: homeText(open, most),
      });
    }
    return { category, amountMinor };
  });
}

/** What becomes payable has to fit into what the grant has not paid yet. */
function refuseBeyondGrant(
  open: OpenFund,
  reader: Reader,
  grantId: string,
  terms: GrantSigned,
  accepted: bigint,
  toPayable: bigint,
): void {
  const unpaid = minorOf(terms.amount) - sum(terms.lines.map((line) => disbursedOn(open, reader, grantId, line)));
  const owed = reader.balances.of(`payable:${grantId}`, open.home);
  // What clears an advance has been paid already, however little the grant has left.
  const missing = least(toPayable, owed + toPayable - unpaid);
  if (missing > 0n) {
    refuse('expenditure-exceeds-grant', {
      grant: grantId,
      currency: open.home,
      accepted: homeText(open, accepted),
      room: homeText(open, accepted - missing),
      missing: homeText(open, missing),
    });
  }
}

/** A cost is borne by the grant's earmarks in the proportion of their lines. */
function byEarmark(open: OpenFund, terms: GrantSigned, { category, amountMinor }: Accepted): CostLine[] {
  const parts = splitByWeight(
    amountMinor,
    terms.lines.map((line) => ({ id: line.earmark, weight: minorOf(line.amount) })),
  );
  return [...parts]
    .filter(([, part]) => part > 0n)
    .map(([earmark, part]) => ({ earmark, category, amount: homeJson(open, part) }));
}
