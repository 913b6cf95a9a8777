import { z } from 'zod';
import type { Reader } from '#kernel/decider';
import { minorOf, sum } from '#kernel/money';
import { present } from '#kernel/present';
import { activity, refuseUnknownStage } from '../activities/activity.js';
import { defineCommand, paperOf } from '../command.js';
import * as field from '../fields.js';
import { type OpenFund, administration, homeJson, homeText, inHome, noEarmark, openFund, valueDateOf } from '../fund/fund.js';
import { bound } from './funding-line.js';
import {
  type Clauses,
  type Instalment,
  clauseFields,
  clausesOf,
  conditionsIn,
  instalmentField,
  instalmentsOf,
  refuseRepeated,
} from './grant-terms.js';
import { type ConditionMet, type GrantSigned, grant, grantDate, grantFor } from './grant.js';
import { cofinancingOfCall, grantedOn } from '../calls/granting.js';
import { registeredPartner, sameOrganisationAs } from '../registry/partner.js';
import { refusePayee } from '../registry/payee.js';
import { refuse } from '../rejections.js';
import { event, existing, refuseTaken, stateOf } from '../stream.js';

/** What is bound to a grant, line by line. */
export const fundingField = z
  .array(z.strictObject({ earmark: field.id.default(noEarmark), window: field.id.optional(), amount: field.amount }))
  .min(1)
  .max(20);

const withWindow = <Asked extends { readonly window?: string | undefined }>(asked: Asked) => ({
  ...asked,
  window: asked.window ?? 'general',
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
  funding: fundingField
    .optional()
    .describe('What it is paid from, in this order; free money of the general window when absent.'),
  instalments: z.array(instalmentField).min(1).max(100),
  ...clauseFields,
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
      const funding = (body.funding ?? [{ earmark: noEarmark, amount: body.amount }]).map(withWindow);
      refuseRepeated(
        'funding line',
        funding.map((each) => each.earmark),
      );
      const parts = sum(funding.map((each) => inHome(open, each.amount, 'grant', body.grantId)));
      refuseUnequal(open, total, 'lines-do-not-sum', 'lines', parts);
      const instalments = instalmentsOf(open, body.grantId, body.instalments);
      refuseUnequalInstalments(open, total, instalments);
      refusePayee(open, reader, {
        payee: body.payee,
        executor,
        totalMinor: total,
        instalments,
        on: valueDateOf(command, open),
      });
      const data = present<GrantSigned>({
        activity: body.activityId,
        stage: body.stage,
        payee: body.payee,
        executor,
        agreement: body.agreement,
        proposal: body.proposalId,
        amount: homeJson(open, total),
        lines: funding.map(({ earmark, window, amount }) => ({
          earmark,
          window,
          amount: homeJson(open, amount.amountMinor),
          attribution: bound(open, reader, { earmark, window, amountMinor: amount.amountMinor }),
        })),
        instalments,
        ...ruleFor(open, reader, body.proposalId),
        ...clausesOf(open, body.grantId, body, { totalMinor: total, instalments }),
        ...paperOf(command),
      });
      const signed = event(grant, body.grantId, 'grant.signed', data);
      const asked = { grantId: body.grantId, executor, amountMinor: total, lines: funding };
      const granted = body.proposalId === undefined ? [] : [grantedOn(open, reader, body.proposalId, asked, stands(reader))];
      return { events: [signed, ...granted], valueDate: valueDateOf(command, open) };
    },
  }),

  defineCommand({
    type: 'grant.meet-condition',
    book: 'fund',
    roles: ['fund-manager', 'approver'],
    shape: {
      grantId: field.id,
      condition: field.id,
      evidence: field.sha256.optional().describe('SHA-256 of the document that shows it.'),
    },
    decide: (command, reader) => {
      const { grantId, condition, evidence } = command.body;
      const open = openFund(command, reader);
      const terms = grantFor(reader, grantId, 'conclude');
      const state = existing(reader, grant, grantId);
      const conditions = conditionsIn(terms);
      const known = conditions.map((each) => each.id);
      const asked = conditions.find((each) => each.id === condition);
      if (!asked) return refuse('condition-unknown', { grant: grantId, condition, known });
      if (state.met.some((each) => each.condition === condition)) return { events: [], valueDate: valueDateOf(command, open) };
      if (state.signedBy === command.actor) refuse('approver-is-requester', { actor: command.actor, grant: grantId });
      if (asked.body !== undefined && command.authority.body !== asked.body) {
        refuse('condition-needs-body', { condition, grant: grantId, body: asked.body });
      }
      const valueDate = grantDate(command, open, grantId, state.signedOn);
      const data = present<ConditionMet>({ condition, evidence, ...paperOf(command) });
      return { events: [event(grant, grantId, 'grant.condition-met', data)], valueDate };
    },
  }),
];

/** The co-financing that a grant is signed under unless it has a rule of its own: the call's, or else the fund's. */
function ruleFor(open: OpenFund, reader: Reader, proposalId: string | undefined): Pick<Clauses, 'cofinancing'> {
  const rule = (proposalId === undefined ? undefined : cofinancingOfCall(reader, proposalId)) ?? open.policy.cofinancing;
  return rule === undefined ? {} : { cofinancing: rule };
}

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
  if (state.status === 'cancelled' || state.status === 'completed' || state.status === 'evaluated') {
    refuse('wrong-status', {
      thing: activity.thing,
      id: body.activityId,
      status: state.status,
      expected: 'identified, negotiated, formulated, started, suspended',
    });
  }
  const executors = state.partners.filter((each) => each.role === 'executor' && each.phase === 'implementation');
  // An activity names its partners as they were known when they joined.
  const is = (named: string | undefined, id: string): boolean => named !== undefined && sameOrganisationAs(reader, named, id);
  const { payee } = body;
  if (body.executor !== undefined && body.executor !== payee) {
    const { executor } = body;
    const represented = executors.some((each) => is(each.partner, executor) && is(each.fiscalAgent, payee));
    if (represented) return body.executor;
    refuse('executor-not-represented', { payee: body.payee, executor: body.executor, activity: body.activityId });
  }
  if (executors.some((each) => is(each.partner, payee))) return payee;
  const represented = executors.filter((each) => is(each.fiscalAgent, payee));
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

/** Refuses instalments that do not sum to the grant. */
export const refuseUnequalInstalments = (open: OpenFund, total: bigint, instalments: readonly Instalment[]): void =>
  refuseUnequal(open, total, 'instalments-do-not-sum', 'instalments', sum(instalments.map((each) => minorOf(each.amount))));

function refuseUnequal(
  open: OpenFund,
  total: bigint,
  code: 'lines-do-not-sum' | 'instalments-do-not-sum',
  name: string,
  parts: bigint,
): void {
  if (parts !== total) refuse(code, { currency: open.home, [name]: homeText(open, parts), grant: homeText(open, total) });
}
