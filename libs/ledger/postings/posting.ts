import { currency } from '#kernel/currency';
import { type MoneyJson, minorOf, moneyJson } from '#kernel/money';
import type { DomainEvent } from '#domain/domain';

/** One line of double entry: debit is positive. */
export interface Posting {
  readonly account: string;
  readonly currency: string;
  readonly amountMinor: bigint;
}

/** The events of the given types. */
export type EventOf<Type extends DomainEvent['type']> = Extract<DomainEvent, { readonly type: Type }>;

/**
 * What each of some types of event posts, from its data and the id of its thing alone: pure, and frozen for each type and
 * schema version. `nothing` for those that move no money.
 */
export type PostingsOf<Type extends DomainEvent['type']> = {
  readonly [Each in Type]: (data: EventOf<Each>['data'], id: string) => readonly Posting[];
};

/** Of an event that moves no money. */
export const nothing = (): readonly Posting[] => [];

/** A line in debit; none of an amount that is absent. */
export const debit = (account: string, amount: MoneyJson | undefined): Posting[] =>
  amount ? [{ account, currency: amount.currency, amountMinor: minorOf(amount) }] : [];
/** A line in credit; none of an amount that is absent. */
export const credit = (account: string, amount: MoneyJson | undefined): Posting[] =>
  amount ? [{ account, currency: amount.currency, amountMinor: -minorOf(amount) }] : [];

/** What is left of an amount after a part of it goes elsewhere. */
export const rest = (whole: MoneyJson, part: MoneyJson | undefined): MoneyJson =>
  part ? moneyJson(minorOf(whole) - minorOf(part), currency(whole.currency)) : whole;

/** The same lines on the other side. */
export const opposite = (lines: readonly Posting[]): Posting[] =>
  lines.map((line) => ({ ...line, amountMinor: -line.amountMinor }));

/**
 * The exchange account of a foreign currency takes part wherever that currency is changed: in its own money on one side, and
 * at what it is worth in the home currency on the other. Here foreign money comes in, or is owed no longer, for `home`.
 * Nothing where the amount is in the home currency already.
 */
export const foreignFor = (amount: MoneyJson, home: MoneyJson): Posting[] =>
  amount.currency === home.currency
    ? []
    : [...credit(`fx:${amount.currency}`, amount), ...debit(`fx:${amount.currency}`, home)];

/** An amount of one currency against one of another: each goes through its own account, at what both are worth. */
export const changedInto = (into: MoneyJson, from: MoneyJson, home: MoneyJson): Posting[] =>
  into.currency === from.currency ? [] : [...foreignFor(into, home), ...opposite(foreignFor(from, home))];

/** An amount that is counted beside the books. */
export const memo = (kind: string, key: string, amount: MoneyJson): Posting[] => [
  ...debit(`memo:${kind}:${key}`, amount),
  ...credit(`memo-contra:${kind}`, amount),
];

/** Under this name cover stands that no contribution brought, and what is spent that none covers. Not an id. */
export const nobody = '*';
