import type { Reader } from '#kernel/decider';
import { greatest, minorOf, sum } from '#kernel/money';
import type { Purse } from '../reversal/shifting.js';
import type { Undoing } from '../reversal/undoing.js';
import type { BroughtForward } from './contribution-events.js';

/**
 * An opening and what its contributions had brought by then explain the bank together, and are undone together. The events
 * that one command wrote follow each other in the book.
 */

/** Where what an opening brought forward stands, as far as it still does. */
export function broughtBy({ reader, position }: Pick<Undoing, 'reader' | 'position'>): number[] {
  const found = [];
  for (let at = position + 1; isBrought(reader, at); at++) if (!isUndone(reader, at)) found.push(at);
  return found;
}

/** Whether what was brought forward is all that is left of its opening, as in books where that could be undone alone. */
export function outlivesOpening({ reader, position }: Undoing): boolean {
  let at = position;
  while (isBrought(reader, at)) at -= 1;
  return isUndone(reader, at);
}

/** What accounts have, once what the same opening had brought before has made good what was missing. */
export function purseAfterOthers({ reader, purse, position, with: opening }: Undoing, earmark: string): Purse {
  if (opening === undefined) return purse;
  const others = broughtBy({ reader, position: opening }).filter((at) => at < position);
  const spent = others.map((at) => reader.event(at)!.data as BroughtForward).filter((each) => each.earmark === earmark);
  const freed = sum(spent.map((each) => minorOf(each.spent)));
  return (account) => greatest(0n, purse(account) - freed);
}

const isBrought = (reader: Reader, at: number): boolean => reader.event(at)?.type === 'contribution.brought-forward';

function isUndone(reader: Reader, at: number): boolean {
  const { stream } = reader.event(at)!;
  return (reader.state(stream) as { readonly reversed: readonly number[] }).reversed.includes(at);
}
