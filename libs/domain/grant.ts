import { z } from 'zod';
import type { Reader, StreamEvent } from '#kernel/decider';
import { type MoneyJson, type Weighted, minorOf, sum } from '#kernel/money';
import type { LocalDate } from '#kernel/time';
import { unreachable } from '#kernel/unreachable';
import { activity, refuseUnknownStage } from './activity.js';
import { type Attributed, attributed, coverTotal, coverUnder, draw } from './attribution.js';
import { type Paper, defineCommand, paperOf } from './command.js';
import * as field from './fields.js';
import {
  type OpenFund,
  administration,
  earmarkOf,
  homeJson,
  homeText,
  inHome,
  noEarmark,
  openFund,
  refuseInShortfall,
  valueDateOf,
  windowOf,
} from './fund.js';
import { grantedOn } from './granting.js';
import { registeredPartner } from './partner.js';
import { refusePayee } from './payee.js';
import { refuse } from './rejections.js';
import type { Reversed } from './reversed.js';
import { type Stream, event, existing, refuseTaken, stateOf } from './stream.js';

/** How money leaves: before it is spent, after it was spent, as what remains at the end, or to be accounted for by nobody. */
export const paymentKinds = ['advance', 'reimbursement', 'balance', 'core'] as const;
export type PaymentKind = (typeof paymentKinds)[number];

// Events

/** What a grant is paid from: one earmark and window, and the contributions bound to it. */
export interface FundingLine {
  readonly earmark: string;
  readonly window: string;
  readonly amount: MoneyJson;
  readonly attribution: readonly Attributed[];
}

export interface Instalment {
  readonly id: string;
  readonly kind: PaymentKind;
  readonly amount: MoneyJson;
  readonly dueDate: LocalDate;
  readonly condition?: string;
}

export interface GrantSigned extends Paper {
  readonly activity: string;
  readonly stage?: string;
  /** The partner that is paid. */
  readonly payee: string;
  /** The executor in whose stead a fiscal agent is paid. */
  readonly executor: string;
  readonly agreement?: string;
  /** The proposal on whose award it rests. */
  readonly proposal?: string;
  readonly amount: MoneyJson;
  /** In the order in which they are paid from. */
  readonly lines: readonly FundingLine[];
  readonly instalments: readonly Instalment[];
}

export type GrantEvent = StreamEvent<'grant.signed', GrantSigned> | StreamEvent<'grant.reversed', Reversed>;

// State

export type GrantState =
  | { readonly status: 'absent' }
  | { readonly status: 'signed' | 'reversed'; readonly terms: GrantSigned; readonly reversed: readonly number[] };

export const grant: Stream<GrantState, GrantEvent> = {
  kind: 'grant',
  thing: 'grant',
  initial: { status: 'absent' },
  evolve: (state, happened) => {
    switch (happened.type) {
      case 'grant.signed':
        return { status: 'signed', terms: happened.data, reversed: [] };
      case 'grant.reversed':
        return state.status === 'absent'
          ? state
          : { ...state, status: 'reversed', reversed: [...state.reversed, happened.data.reverses.position] };
      default:
        return unreachable(happened);
    }
  },
};

/** The terms of a grant, whether in force or not: facts are recorded even under one that has ended. */
export const termsOf = (reader: Reader, id: string): GrantSigned => existing(reader, grant, id).terms;

/** The terms of a grant that is in force. */
export function signedGrant(reader: Reader, id: string): GrantSigned {
  const state = existing(reader, grant, id);
  if (state.status !== 'signed') {
    refuse('wrong-status', { thing: grant.thing, id, status: state.status, expected: 'signed' });
  }
  return state.terms;
}

/** The shares in which a funding line is paid, for `apportion`. */
export const sharesOf = (line: FundingLine): Weighted[] =>
  line.attribution.map((each) => ({ id: each.contribution, weight: minorOf(each.amount) }));

/** What a grant has had so far on one of its lines, refunds taken off. */
export const disbursedOn = (open: OpenFund, reader: Reader, grantId: string, line: FundingLine): bigint =>
  reader.balances.of(`disbursed:${line.earmark}:${grantId}`, open.home);

// Decisions

const instalment = z.strictObject({
  id: field.id,
  kind: z.enum(paymentKinds),
  amount: field.amount,
  dueDate: field.date,
  condition: field.line(500).optional(),
});

const signShape = {
  grantId: field.id,
  activityId: field.id,
  stage: field.id.optional(),
  payee: field.id.describe('The partner that is paid: an executor of the activity, or its fiscal agent.'),
  executor: field.id.optional().describe('The executor that a fiscal agent stands for.'),
  agreement: field.line(200).optional(),
  proposalId: field.id.optional().describe('The proposal that was awarded; the grant is to its lead, of the award at most.'),
  amount: field.amount,
  funding: z
    .array(z.strictObject({ earmark: field.id.default(noEarmark), window: field.id.default('general'), amount: field.amount }))
    .min(1)
    .max(20)
    .optional()
    .describe('What it is paid from, in this order; free money of the general window when absent.'),
  instalments: z.array(instalment).min(1).max(100),
};

export const grantCommands = [
  defineCommand({
    type: 'grant.sign',
    book: 'fund',
    roles: ['fund-manager'],
    shape: signShape,
    creates: 'grantId',
    decide: (command, reader) => {
      const { body } = command;
      const open = openFund(command, reader);
      refuseTaken(reader, grant, body.grantId);
      // What covers the fund's own running is kept under this name.
      if (body.grantId === administration) refuse('id-taken', { thing: grant.thing, id: body.grantId });
      refuseUnknownStage(reader, body.activityId, body.stage);
      registeredPartner(reader, body.payee);
      const executor = executorFor(reader, body);
      const total = inHome(open, body.amount, 'fund', command.book);
      const funding = body.funding ?? [{ earmark: noEarmark, window: 'general', amount: body.amount }];
      refuseRepeated(
        funding.map((each) => each.earmark),
        body.instalments.map((each) => each.id),
      );
      refuseUnequal(
        open,
        total,
        'lines-do-not-sum',
        'lines',
        sum(funding.map((each) => inHome(open, each.amount, 'grant', body.grantId))),
      );
      const instalments = sum(body.instalments.map((each) => inHome(open, each.amount, 'grant', body.grantId)));
      refuseUnequal(open, total, 'instalments-do-not-sum', 'instalments', instalments);
      const { payee, instalments: planned } = body;
      refusePayee(open, reader, { payee, executor, totalMinor: total, instalments: planned, on: valueDateOf(command, open) });
      const data: GrantSigned = {
        activity: body.activityId,
        ...(body.stage === undefined ? {} : { stage: body.stage }),
        payee: body.payee,
        executor,
        ...(body.agreement === undefined ? {} : { agreement: body.agreement }),
        ...(body.proposalId === undefined ? {} : { proposal: body.proposalId }),
        amount: homeJson(open, total),
        lines: funding.map((each) => fundingLine(open, reader, each)),
        instalments: body.instalments.map((each) => ({
          id: each.id,
          kind: each.kind,
          amount: homeJson(open, each.amount.amountMinor),
          dueDate: each.dueDate,
          ...(each.condition === undefined ? {} : { condition: each.condition }),
        })),
        ...paperOf(command),
      };
      const signed = event(grant, body.grantId, 'grant.signed', data);
      const asked = { grantId: body.grantId, executor, amountMinor: total, lines: funding };
      const granted = body.proposalId === undefined ? [] : [grantedOn(open, reader, body.proposalId, asked, stands(reader))];
      return { events: [signed, ...granted], valueDate: valueDateOf(command, open) };
    },
  }),
];

/** Whether a grant was signed and has not been undone. */
const stands =
  (reader: Reader) =>
  (id: string): boolean =>
    stateOf(reader, grant, id).status !== 'reversed';

/** The executor that the grant is for: the payee itself, or the one whose fiscal agent the payee is. */
function executorFor(
  reader: Reader,
  body: { readonly activityId: string; readonly payee: string; readonly executor?: string | undefined },
): string {
  const state = existing(reader, activity, body.activityId);
  if (state.status === 'cancelled' || state.status === 'completed') {
    refuse('wrong-status', {
      thing: activity.thing,
      id: body.activityId,
      status: state.status,
      expected: 'identified, negotiated, formulated, started, suspended',
    });
  }
  const executors = state.partners.filter((each) => each.role === 'executor' && each.phase === 'implementation');
  if (body.executor !== undefined && body.executor !== body.payee) {
    const represented = executors.some((each) => each.partner === body.executor && each.fiscalAgent === body.payee);
    if (represented) return body.executor;
    refuse('executor-not-represented', { payee: body.payee, executor: body.executor, activity: body.activityId });
  }
  if (executors.some((each) => each.partner === body.payee)) return body.payee;
  const represented = executors.filter((each) => each.fiscalAgent === body.payee);
  if (represented.length === 1) return represented[0]!.partner;
  if (represented.length > 1) {
    refuse('executor-unclear', {
      payee: body.payee,
      activity: body.activityId,
      executors: represented.map((each) => each.partner),
    });
  }
  return refuse('payee-not-executor', {
    payee: body.payee,
    activity: body.activityId,
    executors: executors.map((each) => each.partner),
  });
}

/** Binds money: refuses what is not allocated or not covered, and fixes from which contributions the line is paid. */
function fundingLine(
  open: OpenFund,
  reader: Reader,
  asked: { readonly earmark: string; readonly window: string; readonly amount: { readonly amountMinor: bigint } },
): FundingLine {
  const { earmark, window } = asked;
  earmarkOf(open, earmark);
  windowOf(open, window);
  refuseInShortfall(open, reader, earmark);
  const requested = asked.amount.amountMinor;
  const facts = { earmark, window, currency: open.home, requested: homeText(open, requested) };
  const allocated = reader.balances.of(`allocated:${earmark}:${window}`, open.home);
  if (requested > allocated) {
    refuse('grant-exceeds-allocated', {
      ...facts,
      allocated: homeText(open, allocated),
      missing: homeText(open, requested - allocated),
    });
  }
  const cover = coverUnder(open, reader, earmark);
  const free = coverTotal(cover);
  if (requested > free) {
    refuse('grant-not-covered', { ...facts, cover: homeText(open, free), missing: homeText(open, requested - free) });
  }
  return {
    earmark,
    window,
    amount: homeJson(open, requested),
    attribution: attributed(open, draw(open, reader, cover, requested)),
  };
}

function refuseUnequal(
  open: OpenFund,
  total: bigint,
  code: 'lines-do-not-sum' | 'instalments-do-not-sum',
  name: string,
  parts: bigint,
): void {
  if (parts !== total) refuse(code, { currency: open.home, [name]: homeText(open, parts), grant: homeText(open, total) });
}

/** One line for each earmark, one instalment for each id: two of the same would be told apart by nothing. */
function refuseRepeated(earmarks: readonly string[], instalments: readonly string[]): void {
  for (const [thing, ids] of [
    ['funding line', earmarks],
    ['instalment', instalments],
  ] as const) {
    const repeated = ids.find((each, index) => ids.indexOf(each) !== index);
    if (repeated !== undefined) refuse('id-taken', { thing, id: repeated });
  }
}
