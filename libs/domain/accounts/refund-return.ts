import type { Reader } from '#kernel/decider';
import { fromJson, minorOf } from '#kernel/money';
import { present } from '#kernel/present';
import { defineCommand, paperOf } from '../command.js';
import { chargeOf } from './charge.js';
import { approvalsNeeded } from '../fund/approvals.js';
import * as field from '../fields.js';
import { type OpenFund, homeJson, homeText, inHome, openFund, valueDateOf } from '../fund/fund.js';
import { termsOf } from '../grants/grant.js';
import {
  type AskedBack,
  type RefundReturnApproved,
  type RefundReturned,
  type RefundReturnRequested,
  refund,
} from './refund.js';
import { grantOwing } from './refund-origin.js';
import { accountToPay } from '../registry/payee.js';
import { refuse } from '../rejections.js';
import { event, existing, stateOf } from '../stream.js';

/*
 * What a payee sent beyond all that it owed is its own, and none of the grant's money: it goes back through the bank, agreed to
 * by as many persons as any payment, and no budget pays it. It may be given back under a grant that has ended.
 */

const givenBack = {
  refundId: field.id.describe('The refund that brought too much, or a new one for a payment that the bank returned.'),
  grantId: field.id.optional().describe('Where no refund has this id.'),
};

export const refundReturnCommands = [
  defineCommand({
    type: 'refund.request-return',
    book: 'fund',
    roles: ['fund-manager'],
    shape: { ...givenBack, amount: field.amount },
    creates: 'refundId',
    decide: (command, reader) => {
      const { body } = command;
      const open = openFund(command, reader);
      const grantId = grantOwing(reader, body);
      const { activity, payee } = termsOf(reader, grantId);
      const amount = inHome(open, body.amount, 'grant', grantId);
      const valueDate = valueDateOf(command, open);
      if (isAskedAlready(reader, body.refundId, command.actor, amount)) return { events: [], valueDate };
      refuseBeyondExcess(open, reader, grantId, amount);
      const data: RefundReturnRequested = {
        grant: grantId,
        activity,
        payee,
        amount: homeJson(open, amount),
        ...paperOf(command),
      };
      return { events: [event(refund, body.refundId, 'refund.return-requested', data)], valueDate };
    },
  }),

  defineCommand({
    type: 'refund.approve-return',
    book: 'fund',
    roles: ['approver'],
    shape: { refundId: field.id },
    decide: (command, reader) => {
      const { refundId } = command.body;
      const { actor } = command;
      const open = openFund(command, reader);
      const { grant, asked } = askedBackUnder(reader, refundId);
      if (asked.requestedBy === actor) refuse('approver-is-requester', { actor, refund: refundId });
      const valueDate = valueDateOf(command, open);
      if (asked.approvedBy.includes(actor)) return { events: [], valueDate };
      const { activity, payee } = termsOf(reader, grant);
      const data: RefundReturnApproved = {
        grant,
        activity,
        payee,
        amount: asked.amount,
        given: asked.approvedBy.length + 1,
        needed: approvalsNeeded(open, asked.amount),
        ...paperOf(command),
      };
      return { events: [event(refund, refundId, 'refund.return-approved', data)], valueDate };
    },
  }),

  defineCommand({
    type: 'refund.return',
    book: 'fund',
    roles: ['fund-manager'],
    shape: {
      refundId: field.id,
      bankAccount: field.id,
      bankReference: field.line(100).optional(),
      charged: field.amount.optional().describe('What left the account, where it is in another currency than the grant.'),
      rate: field.rate.optional().describe('At which rate the bank changed it.'),
    },
    decide: (command, reader) => {
      const { body } = command;
      const open = openFund(command, reader);
      const { grant, asked } = askedBackUnder(reader, body.refundId);
      const [given, needed] = [asked.approvedBy.length, approvalsNeeded(open, asked.amount)];
      if (given < needed) refuse('return-not-approved', { refund: body.refundId, given, needed });
      const { activity, payee } = termsOf(reader, grant);
      refuseBeyondExcess(open, reader, grant, minorOf(asked.amount));
      const payeeAccount = accountToPay(open, reader, payee, body.charged?.currency ?? open.home);
      const data = present<RefundReturned>({
        grant,
        activity,
        payee,
        amount: asked.amount,
        bankAccount: body.bankAccount,
        bankReference: body.bankReference,
        ...chargeOf(open, fromJson(asked.amount), body),
        payeeAccount,
        ...paperOf(command),
      });
      return { events: [event(refund, body.refundId, 'refund.returned', data)], valueDate: valueDateOf(command, open) };
    },
  }),
];

function isAskedAlready(reader: Reader, refundId: string, actor: string, amount: bigint): boolean {
  const state = stateOf(reader, refund, refundId);
  const asked = state.status === 'absent' ? undefined : state.askedBack;
  return asked !== undefined && asked.requestedBy === actor && minorOf(asked.amount) === amount;
}

/** What is asked to be given back of a refund; refuses where nothing is. */
function askedBackUnder(reader: Reader, refundId: string): { readonly grant: string; readonly asked: AskedBack } {
  const state = existing(reader, refund, refundId);
  return { grant: state.grant, asked: state.askedBack ?? refuse('no-return-requested', { refund: refundId }) };
}

/** Refuses more than the payee has sent in excess under a grant. */
export function refuseBeyondExcess(open: OpenFund, reader: Reader, grantId: string, requested: bigint): void {
  const excess = reader.balances.of(`over-refunded:${grantId}`, open.home);
  if (requested > excess) {
    refuse('nothing-in-excess', {
      grant: grantId,
      currency: open.home,
      requested: homeText(open, requested),
      excess: homeText(open, excess),
    });
  }
}
