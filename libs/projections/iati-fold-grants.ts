import { currency } from '#kernel/currency';
import { streamId } from '#kernel/ids';
import { type MoneyJson, fromJson, least, minorOf, money, moneyJson, sum } from '#kernel/money';
import type { LocalDate } from '#kernel/time';
import type { CofinancingAgreed, CofinancingMore } from '#domain/grants/cofinancing';
import {
  type GrantAmended,
  type GrantClosed,
  type GrantSettled,
  type GrantSigned,
  amended,
  asClosed,
} from '#domain/grants/grant';
import type { LaidEvent } from './iati-laid.js';
import { isFinished } from './iati-activity-state.js';
import { grantConditions } from './iati-conditions.js';
import { countBelow } from './iati-fold-sub-grants.js';
import { type EventOf, type Folds, type FundBook, type Part, negative } from './iati-fund-book.js';
import type { Freed, SignedGrant } from './iati-fund-parts.js';
import { filled, joined, measured, named, published } from './iati-words.js';

/** What is set aside, promised and borne by others: allocations, grants, co-financing, what is bought. */
export const grantFolds: Folds<
  | 'allocation.made'
  | 'allocation.reduced'
  | 'allocation.lapsed'
  | 'grant.signed'
  | 'grant.amended'
  | 'grant.terminated'
  | 'grant.settled'
  | 'grant.closed'
  | 'cofinancing.agreed'
  | 'cofinancing.accepted'
  | 'asset.acquired'
> = {
  'allocation.made': (book, event) => {
    if (book.isTakenBack(event.stream)) book.allocatedOn.set(event.stream, event.valueDate);
    allocated(book, event, event.data.amount, event.valueDate);
  },
  'allocation.reduced': takenBack,
  'allocation.lapsed': takenBack,
  'grant.signed': signed,
  'grant.amended': regranted,
  'grant.settled': regranted,
  'grant.terminated': (book, event) => {
    const grant = book.grants.get(streamId(event.stream))!;
    grant.terminated = true;
    book.add(event, [{ place: book.own, lines: [] }], () => {
      grant.terminated = false;
    });
  },
  'grant.closed': regranted,
  'cofinancing.agreed': (book, event) => {
    if (event.data.valuation) book.measures.set(streamId(event.stream), measured(event.data.valuation));
    cofinanced(book, event, '11', event.data);
  },
  'cofinancing.accepted': (book, event) => cofinanced(book, event, '1', event.data),
  'asset.acquired': (book, event) => {
    const id = streamId(event.stream);
    const entry = book.activities.get(event.data.activity)!;
    entry.assets.set(id, event.data.value);
    book.add(event, [{ place: entry, lines: [] }], () => entry.assets.delete(id));
  },
};

type AllocationEvent = EventOf<'allocation.made' | 'allocation.reduced' | 'allocation.lapsed'>;

function allocated(book: FundBook, event: AllocationEvent, amount: MoneyJson, on: LocalDate): void {
  const { earmark, window } = event.data;
  const amountMinor = minorOf(amount);
  book.allocated.add({ earmark, window }, on, amountMinor);
  book.add(event, [{ place: book.own, lines: [] }], () => book.allocated.add({ earmark, window }, on, -amountMinor));
}

function takenBack(book: FundBook, event: EventOf<'allocation.reduced' | 'allocation.lapsed'>): void {
  const { amount } = event.data;
  const less = moneyJson(-minorOf(amount), currency(amount.currency));
  allocated(book, event, less, book.allocatedOn.get(event.stream)!);
}

function signed(book: FundBook, event: EventOf<'grant.signed'>): void {
  const id = streamId(event.stream);
  const { data: terms } = event;
  const grant: SignedGrant = {
    id,
    position: event.position,
    payee: { kind: 'payee', grant: id },
    terms,
    signedOn: event.valueDate,
    before: [],
    reversed: false,
    terminated: false,
    closed: false,
    agreed: undefined,
    unallocated: [],
    paid: new Map(),
    net: new Map(),
    spentMinor: 0n,
    spentBelowMinor: 0n,
    countedBelowMinor: 0n,
  };
  book.grants.set(id, grant);
  book.activities.get(terms.activity)!.grants.push(grant);
  const text = joined([named('grant.signed', id), terms.agreement], ', ');
  book.add(event, book.movement(event, id, [['2', minorOf(terms.amount)]], text), () => {
    grant.reversed = true;
  });
}

/** An addendum, the settlement or the closing: what it adds to the promise, or takes from it, on its own date. */
function regranted(book: FundBook, event: EventOf<'grant.amended' | 'grant.settled' | 'grant.closed'>): void {
  const id = streamId(event.stream);
  const grant = book.grants.get(id)!;
  const entry = book.activities.get(grant.terms.activity)!;
  const { terms, signedOn, agreed, closed, unallocated } = grant;
  const seen = JSON.stringify([grantConditions(terms), isFinished(entry)]);
  grant.before.push({ terms, signedOn });
  grant.terms = event.type === 'grant.amended' ? amended(terms, event.data) : settled(terms, event.data);
  if (event.type !== 'grant.amended') grant.agreed ??= { terms, signedOn };
  if (event.type === 'grant.closed') {
    grant.closed = true;
    if (event.data.to === 'unallocated') grant.unallocated = [...unallocated, ...freedBy(event.data)];
  }
  const relieved = event.type === 'grant.settled' ? sum(event.data.relieved.map((each) => minorOf(each.amount))) : 0n;
  grant.spentMinor -= relieved;
  const undo = (reversal: LaidEvent): void => {
    Object.assign(grant, { ...grant.before.pop()!, agreed, closed, unallocated });
    grant.spentMinor += relieved;
    countBelow(book, reversal, id);
  };
  if (relieved === 0n && changesNoMoney(event.data)) {
    const same = JSON.stringify([grantConditions(grant.terms), isFinished(entry)]) === seen;
    return book.add(event, same ? [] : [{ place: entry, lines: [] }], undo);
  }
  grant.signedOn = event.valueDate;
  const change = minorOf(event.data.amount) - minorOf(terms.amount);
  const text = joined([named(event.type, id), 'agreement' in event.data ? event.data.agreement : undefined], ', ');
  const moved = book.movement(event, id, change === 0n ? [] : [['2', change]], text);
  book.add(event, [...moved, ...relief(book, event, id, relieved)], undo);
  countBelow(book, event, id);
}

/** Costs that had been accepted, and that a settled grant bears no more: they were not spent of it. */
function relief(book: FundBook, event: LaidEvent, id: string, reliefMinor: bigint): Part[] {
  if (reliefMinor === 0n) return [];
  const { activity, amount } = book.grants.get(id)!.terms;
  const less = money(-reliefMinor, currency(amount.currency));
  const payee = { kind: 'payee', grant: id } as const;
  const line = book.line(event, '-borne', '4', less, named('borne-no-more', id), payee, { kind: 'suppliers' });
  return [{ place: book.activities.get(activity)!, lines: [{ grant: id, ...line }] }];
}

const freedBy = ({ lines }: GrantClosed): Freed[] =>
  lines.map(({ earmark, window, change }) => ({ earmark, window, amount: negative(change) }));

/** Whether amounts and instalments stay as they are: a later end, or a closing that frees nothing. */
const changesNoMoney = (data: GrantAmended | GrantSettled | GrantClosed): boolean =>
  !('instalments' in data) && data.lines.every((each) => minorOf(each.change) === 0n);

/** The terms of a settled or closed grant: what was not paid is promised no longer. */
function settled(terms: GrantSigned, data: GrantSettled | GrantClosed): GrantSigned {
  let rest = minorOf(data.amount);
  const instalments = terms.instalments.map((each) => {
    const part = least(rest, minorOf(each.amount));
    rest -= part;
    return { ...each, amount: moneyJson(part, currency(data.amount.currency)) };
  });
  return { ...asClosed(terms, data), instalments };
}

function cofinanced(book: FundBook, event: LaidEvent, type: '11' | '1', data: CofinancingAgreed | CofinancingMore): void {
  const { grant, partner, amount } = data;
  const entry = book.activities.get(book.grants.get(grant)!.terms.activity)!;
  const kind = book.measures.get(streamId(event.stream));
  const what = published[type === '11' ? 'cofinancing.agreed' : 'cofinancing.accepted'];
  // What was accepted may be less than what was agreed: the measure is of the agreement, and says so.
  const measure = kind === undefined || type === '11' ? kind : filled(published.agreed, { what: kind });
  const text = kind === undefined ? what : joined([what, published['in-kind'], measure], ', ');
  entry.cofinanciers.add(partner);
  const from = { kind: 'partner', partner } as const;
  const line = book.line(event, '', type, fromJson(amount), text, from, book.grants.get(grant)!.payee);
  book.add(event, [{ place: entry, lines: [{ ...line, grant, ...(kind === undefined ? {} : { inKind: true }) }] }]);
}
