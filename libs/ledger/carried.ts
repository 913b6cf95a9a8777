import { kindNameOf, kindOf } from './accounts.js';
import type { Posting } from './postings.js';

/** What leaves foreign money, or comes to it, at its worth in the home currency. */
const worth: ReadonlySet<string> = new Set(['funded', 'disbursed', 'spent']);
/** What of an event is in the home currency already. */
const atHome: ReadonlySet<string> = new Set(['bank', 'due-to-contributor', 'suspense', 'fx']);

/**
 * By how much the lines of one event change what foreign money stands at, by currency, in minor units of the home currency.
 * What was changed goes through the exchange account of its currency. Money that comes in for a claim in its own currency, or
 * pays a cost in it, is worth what the event changes of what is funded, disbursed and spent, less what moved in the home
 * currency. The view of currency positions adds up the same in SQL.
 */
export function carriedBy(lines: readonly Posting[], home: string): ReadonlyMap<string, bigint> {
  const carried = new Map<string, bigint>();
  const add = (code: string, amountMinor: bigint): void => void carried.set(code, (carried.get(code) ?? 0n) + amountMinor);
  const own = currencyOf(lines, home);
  const opening = lines.some((line) => line.account === 'net-assets:opening');
  for (const { account, currency, amountMinor } of lines) {
    if (currency !== home) continue;
    const kind = kindNameOf(account);
    if (kind === 'fx') add(account.slice(kind.length + 1), amountMinor);
    if (own === undefined) continue;
    if (worth.has(kind) && (kind === 'funded' || !opening)) add(own, amountMinor);
    else if (atHome.has(kind) && !opening) add(own, -amountMinor);
  }
  return carried;
}

/** The foreign currency of what was claimed, owed or spent; of two, the later in the alphabet, as the view has it. */
const currencyOf = (lines: readonly Posting[], home: string): string | undefined =>
  lines
    .filter(({ account, currency }) => currency !== home && kindOf(account).set === 'financial')
    .filter(({ account }) => !['bank', 'fx'].includes(kindNameOf(account)))
    .map((each) => each.currency)
    .toSorted()
    .at(-1);
