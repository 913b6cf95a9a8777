import { type Attributed, fundItself } from '#domain/money-in/attribution';
import type { ContributionState } from '#domain/money-in/contribution';
import type { Reversed } from '#domain/reversal/reversed';
import { type MoneyJson, minorOf, sum } from '#kernel/money';
import type { EventRecord } from '#kernel/record';
import { onOwnSide } from '#ledger/accounts';
import { type Posting, postingsOf } from '#ledger/postings';
import { fundId } from '../support/given.js';
import type { MemoryBook } from '../support/memory-book.js';
import { holds } from './law.js';

const earmarks = ['none', 'water', 'women'];
const stages = ['unallocated', 'allocated', 'committed', 'ordered', 'disbursed', 'spent'];

/** Of the accounts of one kind under an earmark, what they have on their own side. */
function under(lines: readonly Posting[], kind: string, earmark: string): bigint {
  const name = `${kind}:${earmark}`;
  const own = lines.filter((each) => each.currency === 'USD' && (each.account === name || each.account.startsWith(`${name}:`)));
  return sum(own.map((each) => onOwnSide(each.account, each.amountMinor)));
}

/**
 * Money under an earmark pays for nothing else: nothing that may be promised moves from one earmark to another, whoever pays
 * under an earmark gave for it, and no more is paid under it than came in for it, but for a shortfall that is shown.
 */
export class Earmarks {
  private readonly received = new Map<string, bigint>();

  take(book: MemoryBook, event: EventRecord): void {
    const lines = postingsOf(event);
    const [gained] = [total(lines, 'resources')];
    const named = earmarksOf(event);
    for (const earmark of earmarks) {
      const moved = sum(stages.map((stage) => under(lines, stage, earmark))) - under(lines, 'shortfall', earmark);
      const own = named === undefined ? 0n : (named.get(earmark) ?? gained);
      holds(moved === 0n || named === undefined || own === moved, `${event.type} moves ${moved} to ${earmark}`);
      holds(moved === 0n || gained !== 0n, `${event.type} moves ${moved} to ${earmark}, and nothing came of it`);
    }
    this.receive(event, total(lines, 'funded'), named);
    checkGivers(book, event.data);
  }

  check(balances: readonly Posting[]): void {
    for (const earmark of earmarks) {
      const out = under(balances, 'disbursed', earmark) + under(balances, 'spent', earmark);
      const most = (this.received.get(earmark) ?? 0n) + under(balances, 'cover-shortfall', earmark);
      holds(out <= most, `${out} is out under ${earmark}, of ${most} that came in or is shown as missing`);
    }
  }

  private receive(event: EventRecord, funded: bigint, named: ReadonlyMap<string, bigint | undefined> | undefined): void {
    if (funded === 0n) return;
    holds(named !== undefined, `${event.type} brings ${funded} under no earmark`);
    for (const [earmark, amount = funded] of named!) this.received.set(earmark, (this.received.get(earmark) ?? 0n) + amount);
  }
}

const total = (lines: readonly Posting[], account: string): bigint =>
  sum(lines.filter((each) => each.account === account).map((each) => each.amountMinor));

interface Earmarked extends Partial<Reversed> {
  readonly earmark?: string;
  readonly difference?: { readonly earmark: string };
  readonly own?: readonly { readonly earmark: string; readonly amount: MoneyJson }[];
}

/** The earmark that an event names, where it names one for all that it moves; amounts where it names several. */
function earmarksOf({ data }: { readonly data: unknown }, sign = 1n): ReadonlyMap<string, bigint | undefined> | undefined {
  const { earmark, difference, own, reverses } = data as Earmarked;
  if (reverses) return earmarksOf(reverses, -sign);
  if (own) {
    return new Map(
      earmarks.map((each) => [
        each,
        sign * sum(own.filter((line) => line.earmark === each).map((line) => minorOf(line.amount))),
      ]),
    );
  }
  const one = earmark ?? difference?.earmark;
  return one === undefined ? undefined : new Map([[one, undefined]]);
}

/** Whoever is named as paying under an earmark gave for it. */
function checkGivers(book: MemoryBook, data: unknown): void {
  if (typeof data !== 'object' || data === null) return;
  if (Array.isArray(data)) {
    for (const each of data) checkGivers(book, each);
    return;
  }
  const { earmark, attribution } = data as { readonly earmark?: string; readonly attribution?: readonly Attributed[] };
  if (earmark !== undefined && attribution !== undefined) {
    for (const { contribution: id } of attribution) {
      const giver = book.state(fundId, `contribution:${id}`) as ContributionState;
      holds(id === fundItself || (giver.status !== 'absent' && giver.earmark === earmark), `${id} pays under ${earmark}`);
    }
  }
  for (const each of Object.values(data)) checkGivers(book, each);
}
