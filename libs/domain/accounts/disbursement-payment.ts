import { z } from 'zod';
import type { Reader } from '#kernel/decider';
import { type Money, greatest, least, minorOf, money, sum } from '#kernel/money';
import { present } from '#kernel/present';
import { accountsDue } from './accounts-due.js';
import { refuseOutstanding } from './advance-rules.js';
import { chargeOf } from './charge.js';
import { defineCommand, paperOf } from '../command.js';
import { coreSupport, refuseStatus, refuseStranger } from './disbursement-approval.js';
import {
  type DisbursementAcknowledged,
  type DisbursementBounced,
  type DisbursementPaid,
  type ExpenseLine,
  type OrderLine,
  disbursement,
} from './disbursement.js';
import * as field from '../fields.js';
import {
  type OpenFund,
  homeJson,
  homeText,
  inHome,
  notBefore,
  openFund,
  refuseInShortfall,
  valueDateOf,
} from '../fund/fund.js';
import { disbursedOn } from '../grants/funding-line.js';
import { actOf, grantFor, termsOf } from '../grants/grant.js';
import type { PaymentKind } from '../grants/grant-terms.js';
import { attributedLine, firstOf, refuseBeyondLine, returnedLines } from './payment-lines.js';
import { accountToPay } from '../registry/payee.js';
import { refuse } from '../rejections.js';
import { event, existing } from '../stream.js';
import { refuseShortOfCofinancing } from '../grants/waiver.js';

/*
 * What happens to an order: it is paid, whole or in parts, the payee says that the money came, or the bank gives it back.
 */

export const disbursementPaymentCommands = [
  defineCommand({
    type: 'disbursement.pay',
    book: 'fund',
    roles: ['fund-manager'],
    shape: {
      disbursementId: field.id,
      bankAccount: field.id,
      bankReference: field.line(100).optional(),
      amount: field.amount.optional().describe('A part of the order, in the currency of the grant; all of it when absent.'),
      charged: field.amount.optional().describe('What left the account, where it is in another currency than the grant.'),
      rate: field.rate.optional().describe('At which rate the bank changed it.'),
    },
    decide: (command, reader) => {
      const { body } = command;
      const open = openFund(command, reader);
      const state = existing(reader, disbursement, body.disbursementId);
      if (state.status !== 'approved' && state.status !== 'partly-paid') {
        return refuse('not-approved', { disbursement: body.disbursementId, status: state.status });
      }
      const { grant: grantId, activity, payee, kind, category } = state.request;
      const payeeAccount = accountToPay(open, reader, payee, body.charged?.currency ?? open.home);
      const terms = grantFor(reader, grantId, actOf(kind, 'pay'));
      const lines = orderedPart(open, grantId, body.disbursementId, state.lines, body.amount);
      const amount = sum(lines.map((line) => minorOf(line.amount)));
      const charge = chargeOf(open, money(amount, open.home), body);
      for (const line of lines) refuseInShortfall(open, reader, line.earmark);
      for (const line of lines) refuseBeyondLine(open, reader, grantId, terms, line);
      const valueDate = valueDateOf(command, open);
      // Several orders may have been agreed to before the first of them was paid.
      if (kind === 'advance') refuseOutstanding(open, reader, grantId, terms, valueDate, body.disbursementId);
      const short = refuseShortOfCofinancing(open, reader, grantId, terms);
      if (kind === 'core') refuseOwed(open, reader, grantId, amount);
      if (kind === 'reimbursement' || kind === 'balance') refuseNotPayable(open, reader, grantId, kind, amount);
      const toPayable = kind === 'advance' ? least(amount, reader.balances.of(`payable:${grantId}`, open.home)) : 0n;
      const accounts = kind === 'advance' ? accountsDue(open, terms, valueDate) : undefined;
      const data = present<DisbursementPaid>({
        grant: grantId,
        activity,
        payee,
        kind,
        amount: homeJson(open, amount),
        bankAccount: body.bankAccount,
        bankReference: body.bankReference,
        ...charge,
        payeeAccount,
        lines: lines.map((line) => attributedLine(open, reader, grantId, terms, line, 1n)),
        toPayable: toPayable === 0n ? undefined : homeJson(open, toPayable),
        expenses: kind === 'core' ? expensesOf(lines, category ?? coreSupport) : undefined,
        accounts,
        cofinancingShort: short,
        ...paperOf(command),
      });
      return { events: [event(disbursement, body.disbursementId, 'disbursement.paid', data)], valueDate };
    },
  }),

  defineCommand({
    type: 'disbursement.acknowledge',
    book: 'fund',
    roles: ['fund-manager', 'cso'],
    shape: { disbursementId: field.id, payeeReference: field.line(100).optional() },
    decide: (command, reader) => {
      const { body } = command;
      const open = openFund(command, reader);
      const state = existing(reader, disbursement, body.disbursementId);
      const valueDate = valueDateOf(command, open);
      refuseStranger(command, reader, termsOf(reader, state.request.grant));
      if (state.status === 'acknowledged') return { events: [], valueDate };
      if (state.status !== 'paid' && state.status !== 'partly-paid') refuseStatus(body.disbursementId, state.status, 'paid');
      if (state.payments.every((each) => each.acknowledged)) return { events: [], valueDate };
      const [first] = state.payments.map((each) => each.paidOn).toSorted();
      notBefore(valueDate, first!, { thing: disbursement.thing, id: body.disbursementId });
      const data = present<DisbursementAcknowledged>({
        grant: state.request.grant,
        payeeReference: body.payeeReference,
        ...paperOf(command),
      });
      return { events: [event(disbursement, body.disbursementId, 'disbursement.acknowledged', data)], valueDate };
    },
  }),

  defineCommand({
    type: 'disbursement.bounce',
    book: 'fund',
    roles: ['fund-manager'],
    shape: {
      disbursementId: field.id,
      bankReference: field.line(100).optional(),
      payment: z.int().min(1).optional().describe('Position of the payment that came back; the last one when absent.'),
    },
    decide: (command, reader) => {
      const { body } = command;
      const open = openFund(command, reader);
      const state = existing(reader, disbursement, body.disbursementId);
      const payments = 'payments' in state ? state.payments : [];
      const payment = body.payment === undefined ? payments.at(-1) : payments.find((each) => each.position === body.payment);
      if (!payment) return refuseStatus(body.disbursementId, state.status, 'paid, acknowledged');
      const paid = payment.data;
      const amount = minorOf(paid.amount);
      const advanced = paid.kind === 'advance' ? amount - (paid.toPayable ? minorOf(paid.toPayable) : 0n) : 0n;
      const lines = returnedLines(open, reader, paid);
      const back = sum(lines.map((line) => minorOf(line.amount)));
      const toAdvance = least(least(advanced, back), greatest(0n, reader.balances.of(`advance:${paid.grant}`, open.home)));
      // What the payee had given back already, and the bank returned all the same, goes back to it.
      const inExcess = paid.expenses ? 0n : amount - back;
      const terms = termsOf(reader, paid.grant);
      const of = { thing: disbursement.thing, id: body.disbursementId };
      const valueDate = notBefore(valueDateOf(command, open), payment.paidOn, of);
      const data = present<DisbursementBounced>({
        grant: paid.grant,
        activity: paid.activity,
        payee: paid.payee,
        kind: paid.kind,
        amount: paid.amount,
        bankAccount: paid.bankAccount,
        bankReference: body.bankReference,
        payment: payment.position,
        charged: paid.charged,
        rate: paid.rate,
        lines: lines.map((line) => attributedLine(open, reader, paid.grant, terms, line, -1n)),
        toAdvance: homeJson(open, toAdvance),
        toPayable: homeJson(open, paid.expenses ? 0n : back - toAdvance),
        inExcess: inExcess === 0n ? undefined : homeJson(open, inExcess),
        expenses: paid.expenses,
        accounts: paid.accounts,
        ...paperOf(command),
      });
      return {
        events: [event(disbursement, body.disbursementId, 'disbursement.bounced', data)],
        valueDate,
      };
    },
  }),
];

/** What is paid of an order: all that is left of it, or a part that fits. */
function orderedPart(
  open: OpenFund,
  grantId: string,
  id: string,
  lines: readonly OrderLine[],
  asked: Money | undefined,
): readonly OrderLine[] {
  if (!asked) return lines;
  const requested = inHome(open, asked, 'grant', grantId);
  const ordered = sum(lines.map((line) => minorOf(line.amount)));
  if (requested > ordered) {
    refuse('payment-exceeds-order', {
      disbursement: id,
      currency: open.home,
      requested: homeText(open, requested),
      ordered: homeText(open, ordered),
      missing: homeText(open, requested - ordered),
    });
  }
  return firstOf(open, lines, requested);
}

const expensesOf = (lines: readonly OrderLine[], category: string): ExpenseLine[] =>
  lines.map(({ earmark, amount }) => ({ earmark, category, amount }));

/** What is accepted and unpaid under the same grant has to remain payable. */
function refuseOwed(open: OpenFund, reader: Reader, grantId: string, requested: bigint): void {
  const payable = reader.balances.of(`payable:${grantId}`, open.home);
  const { amount, lines } = termsOf(reader, grantId);
  const room = minorOf(amount) - sum(lines.map((line) => disbursedOn(open, reader, grantId, line))) - payable;
  if (requested > room) {
    refuse('payable-first', {
      grant: grantId,
      currency: open.home,
      requested: homeText(open, requested),
      payable: homeText(open, payable),
      room: homeText(open, room),
      missing: homeText(open, requested - room),
    });
  }
}

/** Reimbursements and balances pay for accepted expenditure; there has to be some. */
function refuseNotPayable(open: OpenFund, reader: Reader, grantId: string, kind: PaymentKind, requested: bigint): void {
  const payable = reader.balances.of(`payable:${grantId}`, open.home);
  if (requested > payable) {
    refuse('nothing-payable', {
      grant: grantId,
      kind,
      currency: open.home,
      requested: homeText(open, requested),
      payable: homeText(open, payable),
    });
  }
}
