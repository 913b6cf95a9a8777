import { amountOf, homeOf, worthOf } from '#domain/money-in/tranches';
import { type Json, canonical } from '#kernel/canonical';
import { streamId, streamKind } from '#kernel/ids';
import { type MoneyJson, greatest, least, minorOf, sum } from '#kernel/money';
import type { EventRecord } from '#kernel/record';
import type { AllocationMade } from '#domain/grants/allocation';
import { fundItself } from '#domain/money-in/attribution';
import type { ContributionReturned, ContributionState } from '#domain/money-in/contribution';
import type { DisbursementState } from '#domain/accounts/disbursement';
import { paidBy } from '#domain/grants/funding-line';
import type { GrantState } from '#domain/grants/grant';
import type { Reversed } from '#domain/reversal/reversed';
import { guardSign, onOwnSide } from '#ledger/accounts';
import { type Posting, assertZeroSum, postingsOf } from '#ledger/postings';
import { fundId } from '../support/given.js';
import type { MemoryBook } from '../support/memory-book.js';
import { Attributions, type Payment, add } from './laws-of-attribution.js';
import { checkBank, checkBeside } from './laws-beside.js';
import { Periods, Persons } from './laws-of-decisions.js';
import { Earmarks } from './laws-of-money.js';
import { CostsBorne } from './laws-of-costs.js';
import { AcceptedCosts, PayeeAccounts } from './laws-of-payees.js';
import { holds, same } from './law.js';

/** Sees every event of a fund's book, and throws with the law that does not hold after it. */
export class Witness {
  private readonly paid = new Attributions();
  private readonly payments = new Payments();
  private readonly periods = new Periods();
  private readonly persons = new Persons();
  private readonly earmarks = new Earmarks();
  private readonly payees = new PayeeAccounts();
  private readonly costs = new CostsBorne();
  private readonly accepted = new AcceptedCosts();
  private readonly reversed = new Set<number>();
  private before = new Balances([]);

  /** What has happened already counts; `secret` is a text that no event may hold. */
  constructor(
    private readonly book: MemoryBook,
    private readonly secret: string,
  ) {
    this.sees(book.events(fundId));
  }

  sees(events: readonly EventRecord[]): void {
    for (const event of events) {
      checkRecord(event, this.secret);
      this.paid.take(event);
      this.payments.take(event);
      this.periods.take(event, () => this.book.events(fundId));
      this.persons.take(event);
      this.earmarks.take(this.book, event);
      this.payees.take(event);
      this.costs.take(event);
      this.accepted.take(event);
      this.checkReversal(event);
      checkBank(event);
    }
    const stands = this.book.trialBalance(fundId);
    const balances = new Balances(stands);
    balances.checkGuards();
    checkEquations(balances);
    this.earmarks.check(stands);
    this.payees.check((account) => balances.of(account));
    this.accepted.check(
      (account) => balances.of(account),
      (kind, fits) => balances.total(kind, fits),
    );
    // Of what has happened before, only the end is seen; of a command, its one event.
    const [event] = events;
    if (event && events.length === 1) checkDecision(this.book, event, this.before, balances);
    this.before = balances;
    for (const [stream, state] of this.book.states(fundId)) {
      const id = streamId(stream);
      if (streamKind(stream) === 'contribution') checkContribution(id, state as ContributionState, balances);
      if (streamKind(stream) === 'grant') checkGrant(this.book, id, state as GrantState, balances, this.paid);
    }
    checkBeside(this.book, (account, code) => balances.of(account, code));
  }

  /** Whether the bank took back a refund of which the money was ordered again. */
  isAnyTakenBack(): boolean {
    return this.paid.isAnyTakenBack();
  }

  /** Nothing is undone twice. */
  private checkReversal({ type, data }: EventRecord): void {
    const { reverses } = data as Partial<Reversed>;
    if (!reverses) return;
    holds(!this.reversed.has(reverses.position), `${type} undoes ${reverses.position} again`);
    this.reversed.add(reverses.position);
  }
}

/** Every balance of the fund's book on its own side, by account and currency. */
class Balances {
  private readonly all: ReadonlyMap<string, bigint>;

  constructor(private readonly lines: readonly Posting[]) {
    this.all = new Map(lines.map((each) => [`${each.account} ${each.currency}`, onOwnSide(each.account, each.amountMinor)]));
  }

  of(account: string, currency = 'USD'): bigint {
    return this.all.get(`${account} ${currency}`) ?? 0n;
  }

  /** The sum over a kind of account in the home currency, or over those whose name fits. */
  total(kind: string, fits: (account: string) => boolean = () => true): bigint {
    const matching = this.lines.filter(
      (each) => each.currency === 'USD' && (each.account === kind || each.account.startsWith(`${kind}:`)) && fits(each.account),
    );
    return sum(matching.map((each) => onOwnSide(each.account, each.amountMinor)));
  }

  /** Throws for a guard that is broken, or a shortfall below nothing. */
  checkGuards(): void {
    for (const { account, amountMinor } of this.lines) {
      holds(BigInt(guardSign(account)) * amountMinor >= 0n, `${account} stands at ${amountMinor}, beyond its guard`);
      if (account.includes('shortfall:')) holds(onOwnSide(account, amountMinor) >= 0n, `${account} is below nothing`);
    }
  }
}

/** Resources are what may be promised, in its stages; what is funded is what may be paid out. */
function checkEquations(balances: Balances): void {
  const stages = ['unallocated', 'allocated', 'committed', 'ordered', 'disbursed', 'spent'].map((each) => balances.total(each));
  same(balances.of('resources'), sum(stages) - balances.total('shortfall'), 'resources');
  const cover = balances.total('cover') + balances.total('covered') - balances.total('cover-shortfall');
  same(balances.of('funded'), cover, 'funded');
}

/** Two persons decide on a payment; nothing is decided while money is missing; what becomes free makes that good first. */
function checkDecision(book: MemoryBook, event: EventRecord, before: Balances, after: Balances): void {
  if (event.type === 'disbursement.paid') {
    const { grant: id, lines } = event.data as Payment;
    const { terms } = book.state(fundId, `grant:${id}`) as Exclude<GrantState, { status: 'absent' }>;
    for (const { earmark } of lines) {
      const most = minorOf(terms.lines.find((each) => each.earmark === earmark)!.amount);
      holds(after.of(`disbursed:${earmark}:${id}`) <= most, `${id} has paid more than ${most} under ${earmark}`);
    }
  }
  if (event.type === 'disbursement.approved') {
    const state = book.state(fundId, event.stream) as DisbursementState;
    holds(state.status === 'approved' && state.requestedBy !== event.actor, `${event.stream} is approved by who asked for it`);
  }
  for (const earmark of ['none', 'water']) {
    const short = (balances: Balances): bigint =>
      greatest(balances.of(`shortfall:${earmark}`), balances.of(`cover-shortfall:${earmark}`));
    const grew = (kind: string): boolean => after.total(`${kind}:${earmark}`) > before.total(`${kind}:${earmark}`);
    if (event.type === 'bank-charge.recorded') {
      const administration = after.of(`allocated:${earmark}:administration`);
      holds(!grew('shortfall') || administration === 0n, `a charge leaves ${administration} to administration`);
      holds(!grew('cover-shortfall') || after.total(`cover:${earmark}`) === 0n, `a charge leaves cover under ${earmark}`);
    }
    const bound = decides(event, earmark);
    holds(!bound || short(before) === 0n, `${event.type} under ${earmark} while ${short(before)} is missing`);
    // Undoing the allocation that had made a shortfall good is to open it again.
    const opens = (event.data as Partial<Reversed>).reverses?.type === 'allocation.made';
    holds(opens || !grew('unallocated') || after.of(`shortfall:${earmark}`) === 0n, `${event.type} leaves ${earmark} short`);
    holds(!grew('cover') || after.of(`cover-shortfall:${earmark}`) === 0n, `${event.type} leaves ${earmark} short of cover`);
  }
}

/** Whether the event is a decision that binds or pays money under the earmark. */
function decides({ type, data }: EventRecord, earmark: string): boolean {
  if (type === 'allocation.made') {
    const made = data as AllocationMade;
    return made.earmark === earmark && made.clearsShortfall === undefined;
  }
  if (type === 'contribution.returned') {
    const { fromCommitment, ...back } = data as ContributionReturned;
    return fromCommitment !== undefined && back.earmark === earmark;
  }
  const lines =
    (data as { readonly lines?: readonly { readonly earmark?: string; readonly change?: MoneyJson }[] }).lines ?? [];
  const binding = ['grant.signed', 'grant.amended', 'disbursement.approved', 'disbursement.paid'].includes(type);
  return binding && lines.some((line) => line.earmark === earmark && !line.change?.amount.startsWith('-'));
}

/** Everything received of a contribution settles what is committed first, at exactly what that part of it is worth. */
function checkContribution(id: string, state: ContributionState, balances: Balances): void {
  if (state.status === 'absent') return;
  const { committedMinor, settledMinor, excessMinor, tranches, recognisedMinor } = state;
  same(settledMinor, least(committedMinor, settledMinor + excessMinor), `settled of ${id}`);
  holds(excessMinor >= 0n, `${id} is owed ${excessMinor}`);
  same(committedMinor, amountOf(tranches), `committed of ${id}`);
  same(state.homeCommittedMinor, homeOf(tranches), `home value of ${id}`);
  same(state.fundedMinor, worthOf(tranches, settledMinor), `home value received of ${id}`);
  holds(
    tranches.every((each) => each.amountMinor > 0n && each.homeMinor >= 0n),
    `${id} has a promise below nothing`,
  );
  holds(recognisedMinor >= 0n && recognisedMinor <= committedMinor, `${id} has recognised ${recognisedMinor}`);
  same(balances.of(`receivable:${id}`, state.currency), committedMinor - settledMinor, `receivable of ${id}`);
  same(balances.of(`deferred:${id}`, state.currency), committedMinor - recognisedMinor, `deferred of ${id}`);
}

/**
 * What a grant's line was signed for is committed, ordered or paid; its payments are shared out to the cent; they are
 * covered; and what is owed to the payee can still be paid.
 */
function checkGrant(book: MemoryBook, id: string, state: GrantState, balances: Balances, paid: Attributions): void {
  if (state.status === 'absent') return;
  const { lines } = state.terms;
  let room = 0n;
  for (const line of lines) {
    const disbursed = balances.of(`disbursed:${line.earmark}:${id}`);
    room += greatest(0n, minorOf(line.amount) - disbursed);
    for (const [contribution, part] of paidBy(line, disbursed)) {
      same(paid.of(id, line.earmark, contribution), part, `${id} from ${contribution}`);
    }
    if (state.status === 'reversed') continue;
    const ordered = balances.total(`ordered:${line.earmark}`, (account) => grantOf(book, account) === id);
    const stages = balances.of(`committed:${line.earmark}:${id}`) + ordered + disbursed;
    const most = minorOf(line.amount) + paid.takenBack(id, line.earmark) - paid.freed.beyond(id, line.earmark);
    // What comes back after the closing is no longer the grant's, and what was committed twice went with it.
    if (state.status === 'closed') holds(stages <= most, `${id} is closed and has ${stages} under ${line.earmark} of ${most}`);
    else same(stages, most, `what ${id} is under ${line.earmark}`);
  }
  if (state.status === 'closed') checkClosed(book, id, state, balances, paid);
  const out = sum(lines.map((line) => balances.of(`disbursed:${line.earmark}:${id}`)));
  const covered = balances.total(`covered:${id}`);
  holds(covered >= out, `${id} has paid ${out} out of cover for ${covered}`);
  const owed = balances.of(`payable:${id}`);
  const overdrawn = sum(lines.map((line) => paid.takenBack(id, line.earmark)));
  holds(owed <= room + overdrawn, `${id} owes ${owed}, can pay ${room}, and has paid ${overdrawn} without an order`);
}

/**
 * A grant that is closed and has no order of a returned payment holds of each contribution what it paid from it, to the cent.
 * What no contribution brought has no line of its own to be told from.
 */
function checkClosed(
  book: MemoryBook,
  id: string,
  { terms }: Exclude<GrantState, { status: 'absent' }>,
  balances: Balances,
  paid: Attributions,
): void {
  for (const line of terms.lines) {
    const ordered = balances.total(`ordered:${line.earmark}`, (account) => grantOf(book, account) === id);
    const settled = ordered === 0n && balances.of(`committed:${line.earmark}:${id}`) === 0n;
    const disbursed = balances.of(`disbursed:${line.earmark}:${id}`);
    if (!settled || disbursed > minorOf(line.amount) || paid.takenBack(id, line.earmark) > 0n) continue;
    for (const [contribution, part] of paidBy(line, disbursed)) {
      if (contribution !== fundItself)
        same(balances.of(`covered:${id}:${contribution}`), part, `${id} holds of ${contribution}`);
    }
  }
}

/** The grant of an `ordered:earmark:disbursement` account. */
function grantOf(book: MemoryBook, account: string): string | undefined {
  // An order of the fund's own is none of a grant.
  if (account.split(':').length > 3) return undefined;
  const disbursement = account.slice(account.lastIndexOf(':') + 1);
  const state = book.state(fundId, `disbursement:${disbursement}`) as DisbursementState;
  return state.status === 'absent' ? undefined : state.request.grant;
}

/** What left the bank under a disbursement is never more than was approved. */
class Payments {
  private readonly approved = new Map<string, bigint>();
  private readonly out = new Map<string, bigint>();

  take({ type, stream, data }: EventRecord): void {
    const { amount, reverses } = data as {
      readonly amount?: MoneyJson;
      readonly reverses?: Reversed['reverses'];
    };
    if (type === 'disbursement.approved') add(this.approved, stream, minorOf(amount!));
    if (type === 'disbursement.paid') add(this.out, stream, minorOf(amount!));
    if (type === 'disbursement.bounced') add(this.out, stream, -minorOf(amount!));
    if (type === 'disbursement.reversed') {
      const back = minorOf((reverses!.data as { readonly amount: MoneyJson }).amount);
      add(this.out, stream, reverses!.type === 'disbursement.paid' ? -back : back);
    }
    const [left, allowed] = [this.out.get(stream) ?? 0n, this.approved.get(stream) ?? 0n];
    holds(left >= 0n && left <= allowed, `${stream} has paid ${left} of ${allowed} approved`);
  }
}

/** What an event holds comes back from JSON as it was, is canonical, and holds no free text of a person. */
function checkRecord(event: EventRecord, secret: string): void {
  const text = canonical(event as unknown as Json);
  holds(canonical(JSON.parse(JSON.stringify(event)) as Json) === text, `${event.type} does not survive JSON`);
  holds(!text.includes(secret), `${event.type} holds the text of a note`);
  assertZeroSum(postingsOf(JSON.parse(text) as EventRecord));
}
