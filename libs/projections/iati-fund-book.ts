import type { FundEstablished } from '#domain/fund/fund-events';
import { type Money, type MoneyJson, fromJson, greatest, least, minorOf, money, moneyJson } from '#kernel/money';
import { canonical } from '#kernel/canonical';
import { currency } from '#kernel/currency';
import type { LocalDate } from '#kernel/time';
import type { EvaluationRecorded } from '#domain/activities/evaluation';
import type { Subject } from '#domain/activities/subject';
import type { ExpenditureSubmitted } from '#domain/accounts/expenditure';
import type { Reversed } from '#domain/reversal/reversed';
import type { TransactionType } from '#iati/codes';
import { present } from '#kernel/present';
import type { LaidEvent } from './iati-laid.js';
import { Allocated } from './iati-allocated.js';
import { plannedPeriod } from './iati-activity-state.js';
import type { PublishedResult } from './iati-results.js';
import {
  type End,
  type FinancedActivity,
  type KnownContribution,
  type Line,
  type PassedOn,
  type Place,
  type Report,
  type SignedGrant,
  asFund,
} from './iati-fund-parts.js';
import { type Words, filled, published } from './iati-words.js';

/** What an event put into published activities, and how the rest of what it changed is undone. */
interface Made {
  readonly parts: readonly Part[];
  readonly undo: Undo | undefined;
}

/** What is to be remembered, since later events ask for it. */
export interface LaterEvents {
  /** Positions of events that are reversed. */
  readonly reversed: ReadonlySet<number>;
  /** Streams of allocations of which something is taken back. */
  readonly takenBack: ReadonlySet<string>;
}

/** Undoes what an event changed beside transactions; told by which event it is undone. */
type Undo = (reversal: LaidEvent) => void;

/** Transactions of one event in one activity; without any, the activity changed otherwise. */
export interface Part {
  readonly place: Place;
  readonly lines: readonly Line[];
}

/**
 * Everything of a fund's book that its published file is made of: what stands, and what each event put there, for the
 * reversal that may follow. `foldFundEvent` (iati-fund-events.ts) folds the book's events into it, in order.
 */
export class FundBook {
  fund: FundEstablished | undefined;
  closedOn: LocalDate | undefined;
  /** The fund's own activity. */
  readonly own: Place = { lines: [], touchedAt: undefined };
  /** Contributors with their own activities, in the order in which they came. */
  readonly contributors = new Map<string, string | undefined>();
  readonly contributions = new Map<string, KnownContribution>();
  readonly activities = new Map<string, FinancedActivity>();
  readonly grants = new Map<string, SignedGrant>();
  readonly subGrants = new Map<string, PassedOn>();
  /** What is allocated and stands. */
  readonly allocated = new Allocated();
  readonly results = new Map<string, PublishedResult>();
  /** Of evaluations that have not been withdrawn, and of peer reviews; by their streams. */
  readonly reports = new Map<string, Report>();
  /** Evaluations that have not been withdrawn, by their streams. */
  readonly evaluations = new Map<string, EvaluationRecorded>();
  /** What each peer review is of, by its stream. */
  readonly reviewed = new Map<string, Subject>();
  /** When each allocation was made of which something is taken back, by its stream. */
  readonly allocatedOn = new Map<string, LocalDate>();
  /** The instalment that a disbursement pays, where it pays one. */
  readonly instalments = new Map<string, string | undefined>();
  /** Who is paid for a cost of the fund's own, where it is an organisation of the registry. */
  readonly suppliers = new Map<string, string | undefined>();
  readonly expenditures = new Map<string, ExpenditureSubmitted>();
  /** How co-financing in kind was measured. */
  readonly measures = new Map<string, string>();
  private readonly made = new Map<number, Made>();

  /** What is known of later events; absent when there may be any. */
  constructor(
    readonly book: string,
    private readonly later?: LaterEvents,
  ) {}

  /** Whether something of an allocation is taken back later. */
  isTakenBack(stream: string): boolean {
    return this.later?.takenBack.has(stream) ?? true;
  }

  /** The identifier of the activity of its own feed that the executor of a grant names, where it publishes for itself. */
  ownActivityOf(grant: string): string | undefined {
    const { activity, executor } = this.grants.get(grant)!.terms;
    return this.activities.get(activity)!.ownActivities.get(executor);
  }

  /** An event changed what is published of the fund itself. */
  touchFund(event: LaidEvent): void {
    this.own.touchedAt = event.recordedAt;
  }

  /** Changes an activity, as an event says. */
  change(event: LaidEvent, activity: string, apply: (entry: FinancedActivity) => void = () => undefined): void {
    const entry = this.activities.get(activity)!;
    const { plan, stages, classification } = entry;
    apply(entry);
    entry.touchedAt = event.recordedAt;
    if (entry.plan === plan && entry.stages === stages && entry.classification === classification) return;
    if (frameOf(entry) !== frameOf({ plan, stages, classification })) entry.framedAt = event.recordedAt;
  }

  /** Who gives a contribution. */
  giver(contribution: string): End {
    return this.contributions.get(contribution)!.giver;
  }

  /** A transaction of an event; `suffix` tells several of one event apart. */
  line(event: LaidEvent, suffix: string, type: TransactionType, amount: Money, text: Words, from: End, to: End): Line {
    const { position, valueDate, data } = event;
    const date = data.documentDate ?? valueDate;
    return { position, ref: `${this.book}-${position}${suffix}`, type, date, valueDate, amount, text, from, to };
  }

  /** One transaction that reaches the fund itself. */
  fundLine(event: LaidEvent, type: TransactionType, amount: MoneyJson, text: Words, from: End, undo?: Undo): void {
    this.add(event, [{ place: this.own, lines: [this.line(event, '', type, fromJson(amount), text, from, asFund)] }], undo);
  }

  /** Puts the transactions of an event where they belong, and remembers them with how the rest is undone. */
  add(event: LaidEvent, parts: readonly Part[], undo?: Undo): void {
    for (const { place, lines } of parts) {
      place.lines.push(...lines);
      place.touchedAt = event.recordedAt;
      if (place !== this.own) continue;
      for (const { grant, type, amount } of lines) {
        if (grant === undefined) continue;
        const { net } = this.grants.get(grant)!;
        net.set(type, (net.get(type) ?? 0n) + amount.amountMinor);
      }
    }
    if (this.later?.reversed.has(event.position) ?? true) this.made.set(event.position, { parts, undo });
  }

  /** Money, or the promise of it, between the fund and the payee of a grant: in the fund's activity, mirrored in the financed one. */
  movement(event: LaidEvent, id: string, parts: readonly Moved[], text: Words, of = ''): Part[] {
    const { terms, payee } = this.grants.get(id)!;
    const fund: Line[] = [];
    const financed: Line[] = [];
    for (const [index, [type, amountMinor]] of parts.entries()) {
      const amount = money(amountMinor, currency(terms.amount.currency));
      const suffix = index === 0 ? of : `${of}-${index + 1}`;
      const mirror = type === '2' ? '11' : '1';
      fund.push({ grant: id, ...this.line(event, suffix, type, amount, text, asFund, payee) });
      financed.push({ grant: id, ...this.line(event, `${suffix}-in`, mirror, amount, text, asFund, payee) });
    }
    return [
      { place: this.own, lines: fund },
      { place: this.activities.get(terms.activity)!, lines: financed },
    ];
  }

  /** A refund reduces what was paid in advance, then what was reimbursed; what goes beyond both reduces the first. */
  refundParts(grant: string, amount: MoneyJson): Moved[] {
    const { net } = this.grants.get(grant)!;
    const whole = minorOf(amount);
    const reimbursed = least(whole - least(whole, greatest(0n, net.get('3') ?? 0n)), greatest(0n, net.get('7') ?? 0n));
    const parts: Moved[] = [
      ['3', reimbursed - whole],
      ['7', -reimbursed],
    ];
    return parts.filter(([, part]) => part !== 0n);
  }

  /** The lines of what is reversed, with opposite sign, a ref of their own and a text that names the other. */
  reverse(event: LaidEvent & { readonly data: Reversed }): void {
    const { reverses } = event.data;
    const made = this.made.get(reverses.position);
    if (!made) return;
    const opposite = (line: Line): Line => ({
      ...line,
      position: event.position,
      ref: line.ref.replace(`${this.book}-${reverses.position}`, `${this.book}-${event.position}`),
      date: event.data.documentDate ?? event.valueDate,
      valueDate: event.valueDate,
      amount: money(-line.amount.amountMinor, line.amount.currency),
      text: filled(published.reversed, { ref: line.ref, what: line.text }),
    });
    this.add(
      event,
      made.parts.map(({ place, lines }) => ({ place, lines: lines.map(opposite) })),
    );
    made.undo?.(event);
  }
}

/** What the sub-grants of an activity have from it: title, end, places and sectors. */
const frameOf = ({ plan, stages, classification }: Pick<FinancedActivity, 'plan' | 'stages' | 'classification'>): string => {
  const { countries, sectors, collaborationType } = classification;
  return canonical({
    title: plan.title,
    ...present({ end: plannedPeriod({ plan, stages }).end, countries, sectors, collaborationType }),
  });
};

/** By how much a total of a type of transaction changes, in minor units. */
export type Moved = readonly [type: TransactionType, amountMinor: bigint];

/** The events of some types; those that differ by their type alone come together. */
export type EventOf<Type extends LaidEvent['type']> = Holding<LaidEvent, Type>;
type Holding<Event, Type> = Event extends { readonly type: infer Known } ? (Type extends Known ? Event : never) : never;

/** What events of some types do to what is published. */
export type Folds<Type extends LaidEvent['type']> = {
  readonly [Each in Type]: (book: FundBook, event: EventOf<Each>) => void;
};

/** The same amount, taken off. */
export const negative = (amount: MoneyJson): MoneyJson => moneyJson(-minorOf(amount), currency(amount.currency));
