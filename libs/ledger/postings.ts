import type { DomainEvent } from '#domain/domain';
import type { Reversed } from '#domain/reversal/reversed';
import { minorOf } from '#kernel/money';
import { type AccountSet, kindOf } from './accounts.js';
import { accountsPostings } from './postings/accounts.js';
import { besidePostings } from './postings/beside.js';
import { callsPostings } from './postings/calls.js';
import { contributionPostings } from './postings/contributions.js';
import { grantPostings } from './postings/grants.js';
import { moneyInPostings } from './postings/money-in.js';
import { type Posting, type PostingsOf, memo, opposite } from './postings/posting.js';
import { registryPostings } from './postings/registry.js';
import { resultsPostings } from './postings/results.js';
import { runningPostings } from './postings/running.js';
import { unposted } from './postings/unposted.js';

export type { Posting } from './postings/posting.js';

/** What postings follow from: nothing but the event's type, form, data and the id of its thing. */
export interface PostedEvent {
  readonly type: string;
  readonly schemaVersion: number;
  /** `kind:id` of its stream. */
  readonly stream: string;
  readonly data: unknown;
}

/** The events of which a reversal's lines follow from what it reverses. */
type ReversedType = Extract<DomainEvent['type'], `${string}.reversed`>;

/** Every type of event but reversals: a new one without its postings does not compile. */
const postings: PostingsOf<Exclude<DomainEvent['type'], ReversedType>> = {
  ...registryPostings,
  ...unposted,
  ...contributionPostings,
  ...moneyInPostings,
  ...callsPostings,
  ...grantPostings,
  ...besidePostings,
  ...accountsPostings,
  ...runningPostings,
  ...resultsPostings,
  'history.transaction-recorded': (data, id) => memo(`imported-${data.type}`, id, data.value),
};

/** Every type of event whose lines follow from its own data: all but reversals. */
export const postedTypes: readonly string[] = Object.keys(postings);

/**
 * The lines of double entry that an event makes: pure, frozen for each type and schema version, and summing to zero per
 * currency and set. Lines of zero are left out. Throws `RangeError` for an event that it does not know.
 */
export function postingsOf(event: PostedEvent): readonly Posting[] {
  const { type, schemaVersion, stream } = event;
  const lines = type.endsWith('.reversed')
    ? (data: unknown) => reversed(stream, data as Reversed)
    : Object.hasOwn(postings, type)
      ? (postings[type as keyof typeof postings] as (data: unknown, id: string) => readonly Posting[])
      : undefined;
  if (!lines || schemaVersion !== 1) throw new RangeError(`no postings for ${type}, schema version ${schemaVersion}`);
  const made = lines(event.data, stream.slice(stream.indexOf(':') + 1));
  return made.some(isZero) ? made.filter((line) => !isZero(line)) : made;
}

const isZero = ({ amountMinor }: Posting): boolean => amountMinor === 0n;

/** Throws `RangeError` when lines do not sum to zero in every currency and set: such an event is not appended. */
export function assertZeroSum(lines: readonly Posting[]): void {
  // An event has few of them, mostly two: looked through sooner than a map is made.
  const totals: { readonly set: AccountSet; readonly currency: string; minor: bigint }[] = [];
  for (let i = 0; i < lines.length; i++) {
    const { account, currency, amountMinor } = lines[i]!;
    const { set } = kindOf(account);
    let at = 0;
    while (at < totals.length && !(totals[at]!.set === set && totals[at]!.currency === currency)) at += 1;
    if (at < totals.length) totals[at]!.minor += amountMinor;
    else totals.push({ set, currency, minor: amountMinor });
  }
  for (const { set, currency, minor } of totals) {
    if (minor !== 0n) throw new RangeError(`postings do not sum to zero in ${set} ${currency}: ${minor}`);
  }
}

/**
 * The opposite of what is undone, with the figures that hold by now, except that a shift moves its part on another account,
 * on the same side.
 */
function reversed(stream: string, data: Reversed): Posting[] {
  const { reverses, restated, shifts = [] } = data;
  const undone = { ...((restated ?? reverses.data) as object), ...(data.lines === undefined ? {} : { lines: data.lines }) };
  const lines = opposite(postingsOf({ ...reverses, stream, data: undone }));
  for (const shift of shifts) {
    const line = lines.find((each) => each.account === shift.account);
    if (!line) throw new RangeError(`a reversal shifts ${shift.account}, which the event did not touch`);
    const amountMinor = line.amountMinor > 0n ? minorOf(shift.amount) : -minorOf(shift.amount);
    lines.push({ account: shift.account, currency: line.currency, amountMinor: -amountMinor });
    lines.push({ account: shift.instead, currency: line.currency, amountMinor });
  }
  return lines;
}
