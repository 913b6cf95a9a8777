import { z } from 'zod';
import type { Reader } from '#kernel/decider';
import { type Money, type MoneyJson, greatest, least, minorOf, splitByWeight, sum } from '#kernel/money';
import { present } from '#kernel/present';
import type { LocalDate } from '#kernel/time';
import { accountsDue } from './accounts-due.js';
import { homeOrNone } from '../bank/own-money.js';
import { type Command, defineCommand, paperOf } from '../command.js';
import { expenditure } from './expenditure.js';
import { approvalsNeeded } from '../fund/approvals.js';
import * as field from '../fields.js';
import { type OpenFund, homeJson, homeText, inHome, openFund, valueDateOf } from '../fund/fund.js';
import { disbursedOn } from '../grants/funding-line.js';
import { type GrantSigned, grant, grantFor, signedGrant, termsOf } from '../grants/grant.js';
import { freedBy } from './late-refund.js';
import { attributedLine, orderLines, refuseBeyondLine } from './payment-lines.js';
import {
  type RefundDue,
  type RefundReceived,
  type RefundSetOff,
  type RefundWrittenOff,
  type ReturnedLine,
  refund,
  settledOf,
} from './refund.js';
import { interestOnAdvance, interestWithRefund } from './refund-interest.js';
import { receiptLine } from '../money-in/contribution.js';
import { refuseBeyondExcess } from './refund-return.js';
import { type RefundOrigin, grantOwing, originOf } from './refund-origin.js';
import { creditedBy, receiptShape, receivedBy } from './refund-receipt.js';
import { refuseBeyondReleased, refuseUnready } from './readiness.js';
import { sameOrganisationAs } from '../registry/partner.js';
import { refuse } from '../rejections.js';
import { refuseShortOfCofinancing } from '../grants/waiver.js';
import { event, existing, refuseTaken, stateOf } from '../stream.js';

export const owing = {
  refundId: field.id.describe(
    'The claim that it is about, the report whose accepted costs were disallowed, or the grant whose settlement made it due.',
  ),
  grantId: field.id
    .optional()
    .describe('Of money that came back unasked: where no claim, report or settled grant has this id.'),
  amount: field.amount,
};

export const refundCommands = [
  defineCommand({
    type: 'refund.claim',
    book: 'fund',
    roles: ['fund-manager'],
    shape: {
      refundId: field.id,
      grantId: field.id,
      amount: field.amount,
      ground: z.enum(['unspent', 'disallowed']).default('unspent'),
    },
    creates: 'refundId',
    decide: (command, reader) => {
      const { body } = command;
      const open = openFund(command, reader);
      refuseTaken(reader, refund, body.refundId);
      refuseTaken(reader, expenditure, body.refundId);
      refuseTaken(reader, grant, body.refundId);
      const terms = grantFor(reader, body.grantId, 'account');
      const requested = inHome(open, body.amount, 'grant', body.grantId);
      const advance = greatest(0n, reader.balances.of(`advance:${body.grantId}`, open.home));
      if (requested > advance) {
        refuse('refund-exceeds-advance', {
          grant: body.grantId,
          currency: open.home,
          requested: homeText(open, requested),
          advance: homeText(open, advance),
          missing: homeText(open, requested - advance),
        });
      }
      const data: RefundDue = {
        grant: body.grantId,
        activity: terms.activity,
        payee: terms.payee,
        amount: homeJson(open, requested),
        ground: body.ground,
        ...paperOf(command),
      };
      return { events: [event(refund, body.refundId, 'refund.due', data)], valueDate: valueDateOf(command, open) };
    },
  }),

  defineCommand({
    type: 'refund.receive',
    book: 'fund',
    roles: ['fund-manager'],
    shape: { ...owing, ...receiptShape, interest: interestWithRefund },
    creates: 'refundId',
    decide: (command, reader) => {
      const { body } = command;
      const open = openFund(command, reader);
      const grantId = grantOwing(reader, body);
      const terms = termsOf(reader, grantId);
      const received = receivedBy(open, reader, grantId, terms, body);
      const excess = received.inExcess ? minorOf(received.inExcess) : 0n;
      const lines = comesBack(open, reader, grantId, terms, minorOf(received.amount) - excess);
      const data = present<RefundReceived>({
        grant: grantId,
        activity: terms.activity,
        payee: terms.payee,
        bankAccount: body.bankAccount,
        bankReference: body.bankReference,
        ...received,
        lines,
        unaccepted: homeOrNone(open, settledOf(received) - excess - sum(lines.map((line) => minorOf(line.amount)))),
        ...paperOf(command),
      });
      const valueDate = valueDateOf(command, open);
      refuseSecond(reader, body.refundId, data, valueDate);
      const { interest } = body;
      const asked = { refund: body.refundId, paper: paperOf(command), ...creditedBy(open, body) };
      const earned = interest ? interestOnAdvance(open, reader, { ...asked, ...interest }, terms, data) : [];
      return {
        events: [event(refund, body.refundId, 'refund.received', data), ...earned],
        valueDate,
      };
    },
  }),

  defineCommand({
    type: 'refund.set-off',
    book: 'fund',
    roles: ['fund-manager', 'approver'],
    shape: {
      ...owing,
      against: field.id.describe('The grant that pays, of the same payee; the same one for what it owes itself.'),
      use: z
        .enum(['payable', 'advance', 'over-refunded'])
        .default('payable')
        .describe('What it pays: accepted expenditure, or an advance; or what the payee had sent in excess under it.'),
    },
    decide: (command, reader) => {
      const { body } = command;
      const open = openFund(command, reader);
      const origin = originOf(reader, body);
      const { grant: grantId } = origin;
      const terms = termsOf(reader, grantId);
      const itself = body.against === grantId;
      const amount = recoverableOf(open, reader, origin, body.amount);
      if (body.use === 'over-refunded' || !itself) refuseBeyondPaid(open, reader, grantId, terms, amount);
      const valueDate = valueDateOf(command, open);
      const other = payingGrant(reader, body.against, body.use);
      if (!sameOrganisationAs(reader, other.payee, terms.payee)) {
        refuse('payees-differ', { grant: grantId, payee: terms.payee, other: body.against, otherPayee: other.payee });
      }
      if (body.use === 'payable') refuseBeyondPayable(open, reader, body.against, amount);
      else if (body.use === 'over-refunded') refuseBeyondExcess(open, reader, body.against, amount);
      else {
        if (itself) refuse('set-off-against-itself', { grant: grantId });
        // What stays with the payee is paid to it: all that is asked of an advance is asked of it.
        refuseUnready(open, reader, { grant: body.against, kind: 'advance', amountMinor: amount, on: valueDate });
        refuseBeyondReleased(open, reader, body.against, other, amount);
        refuseShortOfCofinancing(open, reader, body.against, other);
        refuseBeforeOwed(open, reader, body.against);
        refuseUnapproved(command, open, origin, homeJson(open, amount));
      }
      const accounts = body.use === 'advance' ? accountsDue(open, other, valueDate) : undefined;
      const data: RefundSetOff = {
        grant: grantId,
        activity: terms.activity,
        payee: terms.payee,
        amount: homeJson(open, amount),
        against: { grant: body.against, activity: other.activity, use: body.use },
        // Under the same grant what comes back is paid out again: nothing moves but what is owed on both sides.
        lines: itself && body.use === 'payable' ? [] : comesBack(open, reader, grantId, terms, amount),
        // What had come in excess is none of the other grant's money.
        pays: itself || body.use === 'over-refunded' ? [] : paidBySetOff(open, reader, body.against, other, amount),
        ...(accounts === undefined ? {} : { accounts }),
        ...paperOf(command),
      };
      return { events: [event(refund, body.refundId, 'refund.set-off', data)], valueDate };
    },
  }),

  defineCommand({
    type: 'refund.write-off',
    book: 'fund',
    roles: ['approver'],
    shape: { ...owing, reason: field.sealed(4000).optional() },
    decide: (command, reader) => {
      const { body } = command;
      const open = openFund(command, reader);
      const origin = originOf(reader, body);
      const { grant: grantId } = origin;
      refuseFinder(command, origin);
      const terms = termsOf(reader, grantId);
      const amount = recoverableOf(open, reader, origin, body.amount);
      const data: RefundWrittenOff = {
        grant: grantId,
        activity: terms.activity,
        payee: terms.payee,
        amount: homeJson(open, amount),
        unaccepted: homeJson(open, amount),
        ...(body.reason === undefined ? {} : { reasonHash: body.reason }),
        ...paperOf(command),
      };
      return { events: [event(refund, body.refundId, 'refund.written-off', data)], valueDate: valueDateOf(command, open) };
    },
  }),
];

/**
 * What is left as an advance is a payment, agreed to by another person than the one who found that it is due. Where it needs
 * more persons than one, it is refunded, and asked for as any advance.
 */
function refuseUnapproved(command: Command, open: OpenFund, origin: RefundOrigin, amount: MoneyJson): void {
  refuseFinder(command, origin);
  const needed = approvalsNeeded(open, amount);
  if (needed > 1) refuse('set-off-needs-order', { refund: origin.refund, ...amount, needed });
}

/** What one person has found to be due, another lets go of. */
function refuseFinder({ actor }: Command, { foundBy, refund: id }: RefundOrigin): void {
  if (foundBy.includes(actor)) refuse('approver-is-requester', { actor, refund: id });
}

/** An amount of what is due: of what the refund is about, and under its grant; refuses more than there is. */
function recoverableOf(open: OpenFund, reader: Reader, { grant: grantId, leftMinor }: RefundOrigin, asked: Money): bigint {
  const requested = inHome(open, asked, 'grant', grantId);
  const due = least(leftMinor, reader.balances.of(`recoverable:${grantId}`, open.home));
  if (requested > due) {
    refuse('refund-exceeds-due', {
      grant: grantId,
      currency: open.home,
      requested: homeText(open, requested),
      due: homeText(open, due),
      missing: homeText(open, requested - due),
    });
  }
  return requested;
}

/** The grant that pays what is set off: facts of the past stand under one that has ended, too. */
function payingGrant(reader: Reader, against: string, use: RefundSetOff['against']['use']): GrantSigned {
  if (use === 'over-refunded') return termsOf(reader, against);
  return use === 'payable' ? grantFor(reader, against, 'pay-owed') : signedGrant(reader, against);
}

/** No more comes back under a grant than it has paid: what it owes at the same time is set off under itself first. */
function refuseBeyondPaid(open: OpenFund, reader: Reader, grantId: string, terms: GrantSigned, requested: bigint): void {
  const paid = sum(terms.lines.map((line) => disbursedOn(open, reader, grantId, line)));
  if (requested > paid) {
    refuse('refund-exceeds-paid', {
      grant: grantId,
      currency: open.home,
      requested: homeText(open, requested),
      paid: homeText(open, paid),
    });
  }
}

function refuseBeyondPayable(open: OpenFund, reader: Reader, grantId: string, requested: bigint): void {
  const payable = reader.balances.of(`payable:${grantId}`, open.home);
  if (requested > payable) {
    refuse('nothing-payable', {
      grant: grantId,
      kind: 'balance',
      currency: open.home,
      requested: homeText(open, requested),
      payable: homeText(open, payable),
    });
  }
}

/** What a grant owes is paid before anything is advanced under it: else too little might be committed to pay it. */
function refuseBeforeOwed(open: OpenFund, reader: Reader, grantId: string): void {
  const payable = reader.balances.of(`payable:${grantId}`, open.home);
  if (payable > 0n) {
    refuse('owed-before-advance', { grant: grantId, currency: open.home, payable: homeText(open, payable) });
  }
}

/** What of an amount goes back to the lines of a grant, in the proportion of what they have paid: never more than they have. */
function comesBack(open: OpenFund, reader: Reader, grantId: string, terms: GrantSigned, amount: bigint): ReturnedLine[] {
  const closed = existing(reader, grant, grantId).status === 'closed';
  const disbursed = terms.lines.map((line) => ({ id: line.earmark, weight: disbursedOn(open, reader, grantId, line) }));
  const returned = least(amount, sum(disbursed.map((each) => each.weight)));
  return [...splitByWeight(returned, disbursed)]
    .filter(([, part]) => part > 0n)
    .map(([earmark, part]) => {
      const line = attributedLine(open, reader, grantId, terms, { earmark, amount: homeJson(open, part) }, -1n);
      const funding = terms.lines.find((each) => each.earmark === earmark)!;
      return closed ? { ...line, freed: freedBy(open, reader, grantId, funding, line) } : line;
    });
}

/** What the other grant pays: from what is committed in it, as an order and its payment would. */
function paidBySetOff(
  open: OpenFund,
  reader: Reader,
  grantId: string,
  terms: GrantSigned,
  amount: bigint,
): RefundSetOff['pays'] {
  const lines = orderLines(open, reader, grantId, terms, amount);
  for (const line of lines) refuseBeyondLine(open, reader, grantId, terms, line);
  return lines.map((line) => attributedLine(open, reader, grantId, terms, line, 1n));
}

/** Refuses a line of the bank that has been recorded already, and stands: it was sent a second time. */
function refuseSecond(reader: Reader, id: string, data: RefundReceived, date: LocalDate): void {
  const { bankReference } = data;
  const state = stateOf(reader, refund, id);
  if (bankReference === undefined || state.status === 'absent') return;
  const line = receiptLine(data, date);
  const same = state.receipts.find((each) => each.line === line && !state.reversed.includes(each.position));
  if (same) refuse('refund-recorded', { refund: id, bankReference, date, position: same.position });
}
