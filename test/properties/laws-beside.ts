import { bankMovementsOf } from '#domain/bank/bank-movements';
import type { GrantState } from '#domain/grants/grant';
import type { ReconciliationState, StatementState } from '#domain/bank/reconciliation';
import type { RevolvingFundState } from '#domain/grants/revolving-fund';
import { type SubGrantState, outstandingOn, passedOnAccount } from '#domain/grants/sub-grant';
import type { BankLineState } from '#domain/bank/unmatched';
import { streamId, streamKind } from '#kernel/ids';
import { greatest, least, minorOf, sum } from '#kernel/money';
import type { EventRecord } from '#kernel/record';
import { postingsOf } from '#ledger/postings';
import { fundId } from '../support/given.js';
import type { MemoryBook } from '../support/memory-book.js';
import { holds, same } from './law.js';

/** What can be matched to a bank line is what the event moves on that account. */
export function checkBank(event: EventRecord): void {
  const key = (account: string, code: string): string => `${account} ${code}`;
  const totals = (lines: readonly (readonly [string, bigint])[]): Map<string, bigint> => {
    const found = new Map<string, bigint>();
    for (const [name, amount] of lines) found.set(name, (found.get(name) ?? 0n) + amount);
    return found;
  };
  const posted = totals(
    postingsOf(event)
      .filter((each) => each.account.startsWith('bank:'))
      .map((each) => [key(each.account, each.currency), each.amountMinor]),
  );
  const moved = totals(
    bankMovementsOf(event).map((each) => [key(`bank:${each.bankAccount}`, each.currency), each.amountMinor]),
  );
  for (const name of new Set([...posted.keys(), ...moved.keys()]))
    same(moved.get(name) ?? 0n, posted.get(name) ?? 0n, `what ${event.type} moves on ${name}`);
}

/** The laws of what stands beside the fund's own money, and of what the bank says of it. */
export function checkBeside(book: MemoryBook, balance: (account: string, currency: string) => bigint): void {
  const suspense = new Map<string, bigint>();
  for (const [stream, state] of book.states(fundId)) {
    const id = streamId(stream);
    switch (streamKind(stream)) {
      case 'sub-grant':
        checkSubGrant(id, state as SubGrantState, balance);
        break;
      case 'grant':
        checkPassedOn(id, state as GrantState, balance);
        break;
      case 'revolving-fund':
        checkRevolving(id, state as RevolvingFundState);
        break;
      case 'reconciliation':
        checkReconciliation(book, id, state as ReconciliationState);
        break;
      case 'bank':
        unmatched(state as BankLineState, suspense);
        break;
      default:
    }
  }
  for (const [name, amount] of suspense) {
    const [account, code] = name.split(' ') as [string, string];
    same(balance(`suspense:${account}`, code), amount, `what nobody can match on ${account}`);
  }
}

function checkSubGrant(id: string, state: SubGrantState, balance: (account: string, currency: string) => bigint): void {
  if (state.status === 'absent') return;
  const { paid, reported, accepted, refunded, disallowed } = state.figures;
  const gone = state.figures['written-off'];
  holds(paid - refunded >= 0n && paid - refunded <= minorOf(state.terms.amount), `${id} has ${paid} out, less ${refunded}`);
  holds(
    accepted >= 0n && accepted + disallowed <= reported,
    `${id} has decided on ${accepted} and ${disallowed} of ${reported}`,
  );
  same(balance(passedOnAccount(id, state.terms), 'USD'), outstandingOn(state.figures), `what is outstanding of ${id}`);
  holds(state.status !== 'closed' || paid - accepted - refunded - gone <= 0n, `${id} is closed and has ${paid} out`);
}

/** What is passed on fits into the grant. */
function checkPassedOn(id: string, state: GrantState, balance: (account: string, currency: string) => bigint): void {
  if (state.status !== 'signed' && state.status !== 'reversed') return;
  const passed = balance(`subgranted:${id}`, 'USD');
  const most = state.status === 'reversed' ? 0n : minorOf(state.terms.amount);
  holds(passed >= 0n && passed <= most, `${id} passes on ${passed} of ${most}`);
}

function checkRevolving(id: string, state: RevolvingFundState): void {
  if (state.status === 'absent') return;
  holds(state.cash >= 0n && state.lent >= 0n, `${id} has ${state.cash} and has lent ${state.lent}`);
}

/** Statements follow each other, their lines sum up, and nothing is matched with more than it is. */
function checkReconciliation(book: MemoryBook, account: string, state: ReconciliationState): void {
  const inOrder = state.statements.toSorted((a, b) => (a.startsOn < b.startsOn ? -1 : 1));
  inOrder.forEach((each, index) => {
    const before = inOrder[index - 1];
    holds(!before || before.endsOn < each.startsOn, `${each.statement} overlaps ${before?.statement}`);
    if (before) same(minorOf(each.opening), minorOf(before.closing), `what ${each.statement} begins with`);
    const { lines } = book.state(fundId, `statement:${each.statement}`) as StatementState;
    if (lines.length < each.entries) return;
    same(
      minorOf(each.opening) + sum(lines.map((line) => minorOf(line.amount))),
      minorOf(each.closing),
      `lines of ${each.statement}`,
    );
  });
  for (const [position, matched] of state.movements) {
    const event = book.events(fundId)[position - 1]!;
    const moved = bankMovementsOf(event).find((each) => each.bankAccount === account)?.amountMinor ?? 0n;
    const within = moved > 0n ? matched >= 0n && matched <= moved : matched <= 0n && matched >= moved;
    holds(within, `${position} moved ${moved} and is matched with ${matched}`);
  }
  for (const [key, { matches }] of state.lines) {
    const [statement, line] = key.split(' ') as [string, string];
    const { lines } = book.state(fundId, `statement:${statement}`) as StatementState;
    const amount = minorOf(lines[Number(line) - 1]!.amount);
    const whole = sum(matches.map((each) => each.amountMinor));
    const within = whole >= least(0n, amount) && whole <= greatest(0n, amount);
    holds(within, `line ${key} of ${amount} is matched with ${whole}`);
  }
}

function unmatched(state: BankLineState, suspense: Map<string, bigint>): void {
  if (state.status === 'absent') return;
  const { bankAccount, direction, amount } = state.line;
  const name = `${bankAccount} ${amount.currency}`;
  const sign = direction === 'out' ? 1n : -1n;
  suspense.set(name, (suspense.get(name) ?? 0n) + (state.status === 'unmatched' ? sign * minorOf(amount) : 0n));
}
