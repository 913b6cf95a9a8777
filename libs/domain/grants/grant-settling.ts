import type { Reader } from '#kernel/decider';
import { greatest, least, minorOf, splitByWeight, sum } from '#kernel/money';
import { type Decision, defineCommand, paperOf } from '../command.js';
import { refuseUnaudited } from '../accounts/audit.js';
import type { CostLine } from '../accounts/expenditure.js';
import { costLines } from '../accounts/expenditure-lines.js';
import * as field from '../fields.js';
import { type OpenFund, homeJson, homeText, openFund, valueDateOf } from '../fund/fund.js';
import { type ChangedLine, disbursedOn, lowered } from './funding-line.js';
import { type GrantSettled, type GrantSigned, grant, grantDate, grantFor } from './grant.js';
import { orderedUnder } from './grant-closing.js';
import { type Excess, excessOf, settledFrom, settlementOf } from './settlement.js';
import { refusePassedOnOutstanding } from './sub-grant.js';
import { refuse } from '../rejections.js';
import { event, existing } from '../stream.js';

/*
 * The settlement of a grant: one decision that says what it comes to, and makes of it what each side owes. What the grant
 * should not bear comes off what is owed to the payee, and is due back where it was paid; so is what was advanced and not
 * accounted for. What neither side needs is free again. The grant is closed when what is owed has been paid.
 */

export const grantSettlingCommands = [
  defineCommand({
    type: 'grant.settle',
    book: 'fund',
    roles: ['fund-manager', 'approver'],
    shape: { grantId: field.id },
    decide: (command, reader): Decision => {
      const { grantId } = command.body;
      const open = openFund(command, reader);
      const terms = grantFor(reader, grantId, 'conclude');
      refuseOrdered(open, reader, grantId, terms);
      refusePassedOnOutstanding(open, reader, grantId);
      refuseUnaudited(open, reader, grantId, terms);
      const settled = settledFrom(open, reader, grantId, terms);
      const excess = excessOf(settled);
      const owes = owedOf(open, reader, grantId, sum(Object.values(excess)));
      const lines = releasedLines(open, reader, grantId, terms, owes.balance);
      const change = sum(lines.map((line) => minorOf(line.amount) - lineAmount(terms, line.earmark)));
      const { status, lastOn } = existing(reader, grant, grantId);
      const nothing = owes.lessPayable + owes.toRecoverable + owes.unspent === 0n && lines.length === 0;
      if (status === 'settled' && nothing) return { events: [], valueDate: valueDateOf(command, open) };
      const data: GrantSettled = {
        activity: terms.activity,
        payee: terms.payee,
        amount: homeJson(open, minorOf(terms.amount) + change),
        change: homeJson(open, change),
        lines,
        settlement: settlementOf(open, settled),
        relieved: relievedOf(open, terms, excess),
        lessPayable: homeJson(open, owes.lessPayable),
        toRecoverable: homeJson(open, owes.toRecoverable),
        unspent: homeJson(open, owes.unspent),
        refund: homeJson(open, owes.refund),
        balance: homeJson(open, owes.balance),
        ...paperOf(command),
      };
      const valueDate = grantDate(command, open, grantId, lastOn);
      return { events: [event(grant, grantId, 'grant.settled', data)], valueDate };
    },
  }),
];

/** What is ordered is paid, or withdrawn, before anybody can say what is owed. */
function refuseOrdered(open: OpenFund, reader: Reader, grantId: string, { lines }: GrantSigned): void {
  const ordered = sum(lines.map((line) => orderedUnder(open, reader, grantId, line.earmark)));
  if (ordered > 0n) refuse('grant-ordered', { grant: grantId, currency: open.home, ordered: homeText(open, ordered) });
}

/** What the grant bears no more, by the earmarks that bore the costs. */
function relievedOf(open: OpenFund, { lines }: GrantSigned, excess: Excess): CostLine[] {
  const whole = sum(lines.map((line) => minorOf(line.amount)));
  // Where nothing is left of a grant, what is taken off has no proportion: each line bears as much.
  const weights = lines.map((line) => ({ id: line.earmark, weight: whole === 0n ? 1n : minorOf(line.amount) }));
  return Object.entries(excess).flatMap(([category, amount]) => costLines(open, category, splitByWeight(amount, weights)));
}

/** What each side owes once the grant bears so much less, in minor units. */
function owedOf(open: OpenFund, reader: Reader, grantId: string, excess: bigint) {
  const of = (kind: string): bigint => greatest(0n, reader.balances.of(`${kind}:${grantId}`, open.home));
  const [payable, unspent] = [of('payable'), of('advance')];
  const lessPayable = least(payable, excess);
  const toRecoverable = excess - lessPayable;
  return {
    lessPayable,
    toRecoverable,
    unspent,
    refund: of('recoverable') + toRecoverable + unspent,
    balance: payable - lessPayable,
  };
}

/** What of each line is free again: all that is committed, but for what the balance is paid from, in the grant's order. */
function releasedLines(open: OpenFund, reader: Reader, grantId: string, terms: GrantSigned, balance: bigint): ChangedLine[] {
  let rest = balance;
  return terms.lines.flatMap((line) => {
    const committed = reader.balances.of(`committed:${line.earmark}:${grantId}`, open.home);
    const paid = least(minorOf(line.amount), disbursedOn(open, reader, grantId, line));
    const kept = least(rest, least(committed, minorOf(line.amount) - paid));
    rest -= kept;
    const by = committed - kept;
    return by === 0n ? [] : [lowered(open, reader, grantId, line, { by, to: paid + kept })];
  });
}

const lineAmount = (terms: GrantSigned, earmark: string): bigint =>
  minorOf(terms.lines.find((each) => each.earmark === earmark)!.amount);
