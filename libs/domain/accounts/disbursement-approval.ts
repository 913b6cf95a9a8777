import { z } from 'zod';
import type { Reader } from '#kernel/decider';
import { minorOf } from '#kernel/money';
import type { LocalDate } from '#kernel/time';
import { approvalsNeeded } from '../fund/approvals.js';
import { type Command, defineCommand, paperOf } from '../command.js';
import {
  type DisbursementApproved,
  type DisbursementEndorsed,
  type DisbursementEnded,
  type DisbursementRequested,
  disbursement,
} from './disbursement.js';
import * as field from '../fields.js';
import { type OpenFund, homeJson, homeText, inHome, notBefore, openFund, valueDateOf } from '../fund/fund.js';
import { type GrantSigned, holdbackOf, instalmentRefusal, termsOf } from '../grants/grant.js';
import { paymentKinds } from '../grants/grant-terms.js';
import { orderLines } from './payment-lines.js';
import { refuseBeyondReleased, refuseUnready } from './readiness.js';
import { refuseOtherOrganisation } from '../registry/partner.js';
import { refuse } from '../rejections.js';
import { event, existing, refuseTaken } from '../stream.js';

/*
 * A disbursement up to the order to pay it: who asks, who agrees, and what has to be true before money may leave.
 */

/** The category of core support that names none. */
export const coreSupport = 'core-support';

/** Refuses with what state is needed instead. */
export function refuseStatus(id: string, status: string, expected: string): never {
  return refuse('wrong-status', { thing: disbursement.thing, id, status, expected });
}

/** A CSO acts under the grants that it is paid for, or whose activity it executes. */
export function refuseStranger(
  command: Command,
  reader: Reader,
  { payee, executor }: Pick<GrantSigned, 'payee' | 'executor'>,
): void {
  refuseOtherOrganisation(command, reader, ...new Set([payee, executor]));
}

/** What of a request is kept back, as the grant agrees; refuses a request of which nothing would be left. */
function heldBack(open: OpenFund, reader: Reader, grant: string, requested: bigint): bigint {
  const kept = holdbackOf(open, reader, grant, requested);
  if (kept >= requested) {
    const { holdback } = termsOf(reader, grant);
    refuse('all-held-back', {
      grant,
      currency: open.home,
      requested: homeText(open, requested),
      until: holdback?.until ?? '-',
    });
  }
  return kept;
}

export const disbursementApprovalCommands = [
  defineCommand({
    type: 'disbursement.request',
    book: 'fund',
    roles: ['fund-manager', 'cso'],
    shape: {
      disbursementId: field.id,
      grantId: field.id,
      instalment: field.id
        .optional()
        .describe('The instalment it calls; its kind and amount are taken from there unless given.'),
      kind: z.enum(paymentKinds).optional(),
      amount: field.amount.optional(),
      category: field.id.optional().describe(`Of core support: what it is an expense for; ${coreSupport} when absent.`),
    },
    creates: 'disbursementId',
    decide: (command, reader) => {
      const { body } = command;
      const open = openFund(command, reader);
      refuseTaken(reader, disbursement, body.disbursementId);
      const terms = termsOf(reader, body.grantId);
      refuseStranger(command, reader, terms);
      const instalment = terms.instalments.find((each) => each.id === body.instalment);
      const known = terms.instalments.map((each) => each.id);
      if (!instalment && body.instalment !== undefined) {
        refuse('instalment-unknown', { grant: body.grantId, instalment: body.instalment, known });
      }
      if (!instalment && (body.kind === undefined || body.amount === undefined)) {
        refuse('request-incomplete', { grant: body.grantId, known });
      }
      const valueDate = valueDateOf(command, open);
      const kind = body.kind ?? instalment!.kind;
      if (body.category !== undefined && kind !== 'core') refuse('category-of-core-only', { category: body.category, kind });
      const asked = body.amount ? inHome(open, body.amount, 'grant', body.grantId) : minorOf(instalment!.amount);
      refuseUnready(open, reader, { grant: body.grantId, kind, amountMinor: asked, on: valueDate });
      const held = instalment && instalmentRefusal(reader, body.grantId, instalment.id);
      if (held) refuse(held.code, held.facts);
      refuseBeyondReleased(open, reader, body.grantId, terms, asked);
      const kept = heldBack(open, reader, body.grantId, asked);
      const data: DisbursementRequested = {
        grant: body.grantId,
        activity: terms.activity,
        payee: terms.payee,
        kind,
        ...(body.instalment === undefined ? {} : { instalment: body.instalment }),
        amount: homeJson(open, asked - kept),
        ...(kept === 0n ? {} : { heldBack: homeJson(open, kept) }),
        ...(body.category === undefined ? {} : { category: body.category }),
        ...paperOf(command),
      };
      return { events: [event(disbursement, body.disbursementId, 'disbursement.requested', data)], valueDate };
    },
  }),

  defineCommand({
    type: 'disbursement.approve',
    book: 'fund',
    roles: ['approver'],
    shape: { disbursementId: field.id },
    decide: (command, reader) => {
      const id = command.body.disbursementId;
      const open = openFund(command, reader);
      const state = existing(reader, disbursement, id);
      const valueDate = dayOfStep(command, open, id, state);
      if (state.status === 'approved' && state.approvedBy === command.actor) return { events: [], valueDate };
      if (state.status !== 'requested') refuseStatus(id, state.status, 'requested');
      if (state.requestedBy === command.actor) refuse('approver-is-requester', { actor: command.actor, disbursement: id });
      if (state.endorsedBy.includes(command.actor)) return { events: [], valueDate };
      const { grant: grantId, kind, amount } = state.request;
      const terms = termsOf(reader, grantId);
      refuseUnready(open, reader, { grant: grantId, kind, amountMinor: minorOf(amount), on: valueDate });
      refuseBeyondReleased(open, reader, grantId, terms, minorOf(amount));
      const lines = orderLines(open, reader, grantId, terms, minorOf(amount));
      const [given, needed] = [state.endorsedBy.length + 1, approvalsNeeded(open, amount)];
      if (given < needed) {
        const data: DisbursementEndorsed = { grant: grantId, amount, given, needed, ...paperOf(command) };
        return { events: [event(disbursement, id, 'disbursement.endorsed', data)], valueDate };
      }
      const data: DisbursementApproved = { grant: grantId, amount, lines, ...paperOf(command) };
      return { events: [event(disbursement, id, 'disbursement.approved', data)], valueDate };
    },
  }),

  defineCommand({
    type: 'disbursement.reject',
    book: 'fund',
    roles: ['approver'],
    shape: { disbursementId: field.id, reason: field.sealed(2000).optional() },
    decide: (command, reader) => {
      const id = command.body.disbursementId;
      const open = openFund(command, reader);
      const state = existing(reader, disbursement, id);
      const valueDate = dayOfStep(command, open, id, state);
      if (state.status === 'rejected') return { events: [], valueDate };
      if (state.status !== 'requested') refuseStatus(id, state.status, 'requested');
      const data = ended(command, state.request.grant, []);
      return { events: [event(disbursement, id, 'disbursement.rejected', data)], valueDate };
    },
  }),

  defineCommand({
    type: 'disbursement.cancel',
    book: 'fund',
    roles: ['fund-manager', 'approver'],
    shape: { disbursementId: field.id, reason: field.sealed(2000).optional() },
    decide: (command, reader) => {
      const id = command.body.disbursementId;
      const open = openFund(command, reader);
      const state = existing(reader, disbursement, id);
      const valueDate = dayOfStep(command, open, id, state);
      if (state.status === 'cancelled') return { events: [], valueDate };
      if (state.status !== 'requested' && state.status !== 'approved') refuseStatus(id, state.status, 'requested, approved');
      const data = ended(command, state.request.grant, state.status === 'approved' ? state.lines : []);
      return { events: [event(disbursement, id, 'disbursement.cancelled', data)], valueDate };
    },
  }),

  defineCommand({
    type: 'disbursement.release-remainder',
    book: 'fund',
    roles: ['fund-manager', 'approver'],
    shape: { disbursementId: field.id, reason: field.sealed(2000).optional() },
    decide: (command, reader) => {
      const id = command.body.disbursementId;
      const open = openFund(command, reader);
      const state = existing(reader, disbursement, id);
      if (state.status !== 'partly-paid') return refuseStatus(id, state.status, 'partly-paid');
      const data = ended(command, state.request.grant, state.lines);
      return {
        events: [event(disbursement, id, 'disbursement.remainder-released', data)],
        valueDate: valueDateOf(command, open),
      };
    },
  }),
];

/** The day on which a request is decided: not before it was made. */
const dayOfStep = (
  command: Command,
  open: OpenFund,
  id: string,
  { requestedOn }: { readonly requestedOn: LocalDate },
): LocalDate => notBefore(valueDateOf(command, open), requestedOn, { thing: disbursement.thing, id });

const ended = (
  command: Command<{ readonly reason?: string | undefined }>,
  grant: string,
  lines: DisbursementEnded['lines'],
): DisbursementEnded => ({
  grant,
  lines,
  ...(command.body.reason === undefined ? {} : { reasonHash: command.body.reason }),
  ...paperOf(command),
});
