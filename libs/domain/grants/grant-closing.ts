import { z } from 'zod';
import type { Reader } from '#kernel/decider';
import { least, minorOf, sum } from '#kernel/money';
import { type Decision, defineCommand, paperOf } from '../command.js';
import { refuseUnaudited } from '../accounts/audit.js';
import { disbursement } from '../accounts/disbursement.js';
import * as field from '../fields.js';
import { type OpenFund, homeJson, homeText, openFund, valueDateOf } from '../fund/fund.js';
import { disbursedOn, lowered } from './funding-line.js';
import {
  type ClosedLine,
  type ExistingGrant,
  type GrantClosed,
  type GrantSuspended,
  type GrantTerminated,
  grant,
  grantDate,
  grantFor,
  grounds,
} from './grant.js';
import { refusePassedOnOutstanding } from './sub-grant.js';
import { refuse } from '../rejections.js';
import { event, existing, stateOf } from '../stream.js';
import { type Settled, excessOf, settledFrom, settlementOf } from './settlement.js';

const refuseStatus = (id: string, status: string, expected: string): never =>
  refuse('wrong-status', { thing: grant.thing, id, status, expected });

export const grantLifeCommands = [
  defineCommand({
    type: 'grant.suspend',
    book: 'fund',
    roles: ['fund-manager', 'approver'],
    shape: { grantId: field.id, ground: z.enum(grounds.suspended) },
    decide: (command, reader): Decision => {
      const { grantId, ground } = command.body;
      const open = openFund(command, reader);
      const state = existing(reader, grant, grantId);
      if (state.status === 'suspended' && state.ground === ground) return { events: [], valueDate: valueDateOf(command, open) };
      if (state.status !== 'signed') refuseStatus(grantId, state.status, 'signed');
      const valueDate = grantDate(command, open, grantId, state.signedOn);
      const data: GrantSuspended = { ground, ...paperOf(command) };
      return { events: [event(grant, grantId, 'grant.suspended', data)], valueDate };
    },
  }),

  defineCommand({
    type: 'grant.resume',
    book: 'fund',
    roles: ['fund-manager', 'approver'],
    shape: { grantId: field.id },
    decide: (command, reader): Decision => {
      const { grantId } = command.body;
      const open = openFund(command, reader);
      const state = existing(reader, grant, grantId);
      if (state.status === 'signed') return { events: [], valueDate: valueDateOf(command, open) };
      if (state.status !== 'suspended') return refuseStatus(grantId, state.status, 'suspended');
      const valueDate = grantDate(command, open, grantId, state.since);
      return { events: [event(grant, grantId, 'grant.resumed', paperOf(command))], valueDate };
    },
  }),

  defineCommand({
    type: 'grant.terminate',
    book: 'fund',
    roles: ['fund-manager', 'approver'],
    shape: { grantId: field.id, ground: z.enum(grounds.terminated) },
    decide: (command, reader): Decision => {
      const { grantId, ground } = command.body;
      const open = openFund(command, reader);
      const state = existing(reader, grant, grantId);
      if (state.status === 'terminated' && state.ground === ground)
        return { events: [], valueDate: valueDateOf(command, open) };
      if (state.status !== 'signed' && state.status !== 'suspended') refuseStatus(grantId, state.status, 'signed, suspended');
      const valueDate = grantDate(command, open, grantId, state.signedOn);
      const data: GrantTerminated = { ground, ...paperOf(command) };
      return { events: [event(grant, grantId, 'grant.terminated', data)], valueDate };
    },
  }),

  defineCommand({
    type: 'grant.close',
    book: 'fund',
    roles: ['fund-manager', 'approver'],
    shape: {
      grantId: field.id,
      to: z.enum(['allocated', 'unallocated']).default('allocated').describe('Where what was not paid becomes free.'),
    },
    decide: (command, reader): Decision => {
      const { grantId, to } = command.body;
      const open = openFund(command, reader);
      const state = existing(reader, grant, grantId);
      // An order that the bank returned after the closing and that was withdrawn then leaves something to free again.
      if (state.status === 'closed' && committedUnder(open, reader, grantId, state) === 0n) {
        return { events: [], valueDate: valueDateOf(command, open) };
      }
      const terms = state.status === 'closed' ? state.terms : grantFor(reader, grantId, 'conclude');
      refuseUnsettled(open, reader, grantId, state);
      const settled = settledFrom(open, reader, grantId, terms);
      refuseAboveFinal(open, grantId, settled);
      refusePassedOnOutstanding(open, reader, grantId);
      refuseUnaudited(open, reader, grantId, terms);
      const valueDate = grantDate(command, open, grantId, state.lastOn);
      const lines = terms.lines.map((line) => closedLine(open, reader, grantId, line, to));
      const data: GrantClosed = {
        activity: terms.activity,
        payee: terms.payee,
        to,
        amount: homeJson(open, sum(lines.map((line) => minorOf(line.amount)))),
        lines,
        ...(state.status === 'closed' ? {} : { settlement: settlementOf(open, settled) }),
        ...paperOf(command),
      };
      return { events: [event(grant, grantId, 'grant.closed', data)], valueDate };
    },
  }),
];

const committedUnder = (open: OpenFund, reader: Reader, grantId: string, { terms }: ExistingGrant): bigint =>
  sum(terms.lines.map((line) => reader.balances.of(`committed:${line.earmark}:${grantId}`, open.home)));

/** Refuses while something is outstanding, to be refunded, owed, or ordered. */
function refuseUnsettled(open: OpenFund, reader: Reader, grantId: string, { terms }: ExistingGrant): void {
  const of = (account: string): bigint => reader.balances.of(`${account}:${grantId}`, open.home);
  const ordered = sum(terms.lines.map((line) => orderedUnder(open, reader, grantId, line.earmark)));
  const open_ = { advance: of('advance'), recoverable: of('recoverable'), payable: of('payable'), ordered };
  if (Object.values(open_).every((each) => each === 0n)) return;
  refuse('grant-not-settled', {
    grant: grantId,
    currency: open.home,
    advance: homeText(open, open_.advance),
    recoverable: homeText(open, open_.recoverable),
    payable: homeText(open, open_.payable),
    ordered: homeText(open, open_.ordered),
  });
}

/** All that the grant bears has been paid by now; what is more than it comes to is settled first. */
function refuseAboveFinal(open: OpenFund, grantId: string, settled: Settled): void {
  const excess = sum(Object.values(excessOf(settled)));
  if (excess === 0n) return;
  const paid = settled.accepted.grant - settled.incomeSettled;
  refuse('grant-above-final', {
    grant: grantId,
    currency: open.home,
    paid: homeText(open, paid),
    final: homeText(open, paid - excess),
    excess: homeText(open, excess),
  });
}

/** What is ordered of a grant's line and not paid: orders are kept by disbursement, so all that are open are looked at. */
export function orderedUnder(open: OpenFund, reader: Reader, grantId: string, earmark: string): bigint {
  const prefix = `ordered:${earmark}:`;
  const ofGrant = ({ account }: { readonly account: string }): boolean => {
    const state = stateOf(reader, disbursement, account.slice(prefix.length));
    return state.status !== 'absent' && state.request.grant === grantId;
  };
  const orders = reader.balances.under(prefix, open.home).filter((each) => each.amountMinor > 0n && ofGrant(each));
  return sum(orders.map((each) => each.amountMinor));
}

function closedLine(
  open: OpenFund,
  reader: Reader,
  grantId: string,
  line: ExistingGrant['terms']['lines'][number],
  to: GrantClosed['to'],
): ClosedLine {
  const committed = reader.balances.of(`committed:${line.earmark}:${grantId}`, open.home);
  const paid = least(minorOf(line.amount), disbursedOn(open, reader, grantId, line));
  const missing = to === 'unallocated' ? reader.balances.of(`shortfall:${line.earmark}`, open.home) : 0n;
  const clears = least(committed, missing);
  return {
    ...lowered(open, reader, grantId, line, { by: committed, to: paid }),
    ...(clears === 0n ? {} : { clearsShortfall: homeJson(open, clears) }),
  };
}
