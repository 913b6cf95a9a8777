import { isDeepStrictEqual } from 'node:util';
import { deserialize, serialize } from 'node:v8';
import type { FundState } from '#domain/fund/fund';
import type { Reversed } from '#domain/reversal/reversed';
import { stateText } from '#event-store/rules';
import { registryBook } from '#kernel/ids';
import type { EventRecord } from '#kernel/record';
import type { Instant } from '#kernel/time';
import { refusalsOf } from '../../apps/api/refusals.js';
import { fundId } from '../support/given.js';
import { MemoryBook, type Outcome } from '../support/memory-book.js';
import { secret } from './acts/act.js';
import { type Rules, birth } from './births.js';
import { type Act, type Command, commandOf, give } from './fund-life.js';
import { holds } from './law.js';
import { checkMinutes, checkOrganisation } from './laws-of-organisations.js';
import { Views } from './laws-of-views.js';
import { Witness } from './laws.js';

/**
 * Commands that are genuinely new each time they are given: money comes or goes twice, and more is reported or accepted on top of
 * what was. Only their `Idempotency-Key` tells a repetition from a second one.
 */
const newEachTime: ReadonlySet<string> = new Set([
  'contribution.receive',
  'disbursement.pay',
  'disbursement.bounce',
  'contribution.amend',
  'contribution.write-off',
  'contribution.return',
  'refund.receive',
  'refund.set-off',
  'refund.write-off',
  'income.recognise',
  'cofinancing.report',
  'cofinancing.accept',
  'allocation.transfer',
  'allocation.reduce',
  'grant.amend',
  'sub-grant.pay',
  'sub-grant.report',
  'sub-grant.accept',
  'sub-grant.refund',
  'sub-grant.disallow',
  'sub-grant.write-off',
  'revolving-fund.pay-in',
  'revolving-fund.lend',
  'revolving-fund.repay',
  'revolving-fund.write-off',
  'revolving-fund.withdraw',
  'reconciliation.match',
  'asset.verify',
  'partner.record-due-diligence',
]);

/** What a bank says is refused for its form, its date, or because it is not about this fund; never for want of money. */
const bankLines: ReadonlySet<string> = new Set([
  'contribution.receive',
  'disbursement.bounce',
  'refund.receive',
  'interest.receive',
  'bank-charge.record',
  'bank.record-unmatched',
  'bank.explain',
  'cash.convert',
]);
const notForMoney: ReadonlySet<string> = new Set([
  'not-found',
  'id-taken',
  'wrong-status',
  'terms-differ',
  'period-closed',
  'date-before-start',
  'date-before-step',
  'fund-closed',
  // Nobody said at what the money of another currency stands.
  'rate-missing',
  // The payee has settled no more than it owed, where the fund bears the difference.
  'refund-exceeds-due',
]);

const isNothing = (outcome: Outcome): boolean =>
  outcome.kind === 'rejection' || (outcome.kind === 'posted' && outcome.events.length === 0);

/** What a command that is refused, or repeats what is so, must not touch: states are compared by being the very same. */
const standOf = (book: MemoryBook) => ({
  events: book.events(fundId).length + book.events(registryBook).length,
  states: [...book.states(fundId), ...book.states(registryBook)].map(([, state]) => state),
  balances: balancesOf(book),
});

/** Every balance that is not nothing, a line each. */
const balancesOf = (book: MemoryBook): string =>
  book
    .trialBalance(fundId)
    .filter((each) => each.amountMinor !== 0n)
    .map(({ account, currency, amountMinor }) => `${account} ${amountMinor} ${currency}`)
    .join('\n');

/** What happened in the lives that were lived: each command that did something, and each refusal that was met. */
export interface Seen {
  readonly happened: Set<string>;
  readonly refused: Set<string>;
}

/** A fund that lives under its laws: every command is held against them, and everything is written down to be lived again. */
export class Life {
  readonly book = new MemoryBook();
  private readonly witness: Witness;
  private readonly views = new Views();
  private readonly given: (Command & { readonly now: Instant; readonly key: string })[] = [];
  /** The balances before each event that was alone, by its position. */
  private readonly before = new Map<number, string>();

  constructor(
    private readonly rules: Rules,
    private readonly seen: Seen,
  ) {
    for (const step of birth(rules)) step(this.book);
    this.witness = new Witness(this.book, secret);
  }

  /** One step at random, and what becomes of it. */
  live(act: Act): Outcome {
    return this.take(commandOf(this.book, act));
  }

  /** Gives a command; throws with the first law that does not hold after it. */
  take(command: Command): Outcome {
    const { type } = command;
    const before = standOf(this.book);
    const fund = this.book.state(fundId, `fund:${fundId}`) as FundState;
    const outcome = this.give(command);
    checkOutcome(command, outcome);
    if (outcome.kind === 'rejection') this.seen.refused.add(outcome.code);
    if (outcome.kind !== 'posted' || outcome.events.length === 0) {
      checkUntouched(before, standOf(this.book), type);
      return outcome;
    }
    this.seen.happened.add(type);
    checkOrganisation(this.book, command, outcome.events);
    checkMinutes(fund, command, outcome.events);
    if (command.where === fundId) {
      holds(fund.status !== 'closed', `${type} is written after the end of the fund`);
      this.witness.sees(outcome.events);
      this.checkUndone(outcome.events, before.balances);
      if (this.given.length % 25 === 0) this.views.check(this.book);
    }
    this.checkRepeated(command);
    return outcome;
  }

  /** The book read anew is the same, and the same commands given to another make the same. */
  end(): void {
    this.views.check(this.book);
    const replayed = this.book.replayed();
    holds(isDeepStrictEqual(replayed.states(fundId), this.book.states(fundId)), 'read anew, its states are others');
    holds(isDeepStrictEqual(replayed.trialBalance(fundId), this.book.trialBalance(fundId)), 'read anew, it balances otherwise');
    const kept: unknown = deserialize(serialize(this.book.states(fundId)));
    holds(stateText(kept) === stateText(this.book.states(fundId)), 'kept and read again, its states are others');
    const again = new MemoryBook();
    for (const step of birth(this.rules)) step(again);
    for (const each of this.given) giveAgain(again, each);
    holds(
      JSON.stringify(again.events(fundId)) === JSON.stringify(this.book.events(fundId)),
      'decided twice, it is another life',
    );
  }

  /** Whether the bank took back a refund of which the money was ordered again. */
  isAnyTakenBack(): boolean {
    return this.witness.isAnyTakenBack();
  }

  private give(command: Command): Outcome {
    const entry = { ...command, now: this.book.clock, key: `given-${this.given.length}` };
    this.given.push(entry);
    return giveAgain(this.book, entry);
  }

  /** Sent again under its key it changes nothing, and neither does it when it is given anew, unless it is new each time. */
  private checkRepeated(command: Command): void {
    const before = standOf(this.book);
    giveAgain(this.book, this.given.at(-1)!);
    checkUntouched(before, standOf(this.book), `${command.type}, sent again,`);
    if (!newEachTime.has(command.type)) holds(isNothing(this.give(command)), `${command.type} is written twice`);
  }

  /** What is undone at once leaves every balance as it was before; a shortfall opens again only where nothing free is found. */
  private checkUndone(events: readonly EventRecord[], balances: string): void {
    const [event] = events;
    if (!event || events.length > 1) return;
    this.before.set(event.position, balances);
    const { reverses, shifts = [] } = event.data as Partial<Reversed>;
    const stood = reverses && this.before.get(reverses.position);
    if (stood === undefined || reverses?.position !== event.position - 1) return;
    const shifted = new Set(shifts.flatMap((each) => [each.account, each.instead]));
    const others = (lines: string): string[] => lines.split('\n').filter((line) => !shifted.has(line.split(' ')[0]!));
    const [was, is] = [others(stood), others(balancesOf(this.book))];
    const differ = [...was.filter((line) => !is.includes(line)), ...is.filter((line) => !was.includes(line))];
    holds(differ.length === 0, `${event.type} at once leaves other balances: ${differ.join(', ')}`);
  }
}

function giveAgain(book: MemoryBook, given: Command & { readonly now: Instant; readonly key: string }): Outcome {
  book.clock = given.now;
  return give(book, given, given.key);
}

function checkUntouched(before: ReturnType<typeof standOf>, after: ReturnType<typeof standOf>, type: string): void {
  holds(before.events === after.events && before.balances === after.balances, `${type} wrote something`);
  holds(
    before.states.length === after.states.length && before.states.every((each, index) => each === after.states[index]),
    `${type} changed a state`,
  );
}

function checkOutcome({ type }: Command, outcome: Outcome): void {
  holds(outcome.kind !== 'invalid', `${type} has a wrong form: ${JSON.stringify(outcome)}`);
  if (outcome.kind !== 'rejection') return;
  holds(!bankLines.has(type) || notForMoney.has(outcome.code), `${type} is refused: ${outcome.code}`);
  holds(
    refusalsOf(type, true).includes(outcome.code),
    `${type} is refused with ${outcome.code}, which its route does not list`,
  );
}
