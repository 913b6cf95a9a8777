import { currency } from '#kernel/currency';
import { streamId } from '#kernel/ids';
import { type Money, type MoneyJson, divideHalfEven, fromJson, greatest, least, minorOf, money } from '#kernel/money';
import { amendedSubGrant } from '#domain/grants/sub-grant';
import type { LaidEvent } from './iati-laid.js';
import type { EventOf, Folds, FundBook, Part } from './iati-fund-book.js';
import type { End, Line, PassedOn } from './iati-fund-parts.js';
import { type Words, joined, named, published } from './iati-words.js';

/**
 * What the payee of a grant passes on. Each sub-grant is an activity of its own below the financed one, which it leaves as a
 * commitment and a disbursement; what is spent of it is spent there, and no more in the activity that it came from.
 */
export const subGrantFolds: Folds<
  | 'sub-grant.signed'
  | 'sub-grant.amended'
  | 'sub-grant.paid'
  | 'sub-grant.accepted'
  | 'sub-grant.disallowed'
  | 'sub-grant.refunded'
  | 'sub-grant.closed'
> = {
  'sub-grant.signed': (book, event) => {
    const id = streamId(event.stream);
    const { data: terms, valueDate: signedOn, recordedAt: touchedAt } = event;
    const subGrant: PassedOn = { id, terms, signedOn, status: 'signed', lines: [], touchedAt };
    book.subGrants.set(id, subGrant);
    book.activities.get(terms.activity)!.subGrants.push(subGrant);
    const text = joined([named(event.type, id), terms.agreement], ', ');
    book.add(event, passedOn(book, event, subGrant, ['2', '11'], fromJson(terms.amount), text), () => {
      subGrant.status = 'reversed';
    });
  },
  'sub-grant.amended': (book, event) => {
    const subGrant = book.subGrants.get(streamId(event.stream))!;
    const { terms } = subGrant;
    const change = fromJson(event.data.change);
    const text = joined([named(event.type, subGrant.id), event.data.agreement], ', ');
    subGrant.terms = amendedSubGrant(terms, event.data);
    const parts =
      change.amountMinor === 0n ? [{ place: subGrant, lines: [] }] : passedOn(book, event, subGrant, ['2', '11'], change, text);
    book.add(event, parts, () => {
      subGrant.terms = terms;
    });
  },
  'sub-grant.paid': (book, event) => moved(book, event, 1n),
  'sub-grant.refunded': (book, event) => moved(book, event, -1n),
  'sub-grant.accepted': (book, event) => {
    const { periodStart, periodEnd } = event.data;
    const period = periodStart && periodEnd && `${periodStart} - ${periodEnd}`;
    const text = joined([published['expenditure.accepted'], streamId(event.stream), period], ', ');
    spent(book, event, event.data.amount, text, 1n);
  },
  'sub-grant.disallowed': (book, event) => {
    if (event.data.of === 'reported') return;
    spent(book, event, event.data.amount, named('expenditure.disallowed', streamId(event.stream)), -1n);
  },
  'sub-grant.closed': (book, event) => {
    const subGrant = book.subGrants.get(streamId(event.stream))!;
    const code = currency(subGrant.terms.amount.currency);
    const unpaid = netOf(subGrant, '11') - netOf(subGrant, '1');
    const text = named(event.type, subGrant.id);
    subGrant.status = 'closed';
    subGrant.closedOn = event.valueDate;
    const parts =
      unpaid === 0n
        ? [{ place: subGrant, lines: [] }]
        : passedOn(book, event, subGrant, ['2', '11'], money(-unpaid, code), text);
    book.add(event, parts, () => {
      subGrant.status = 'signed';
      delete subGrant.closedOn;
    });
  },
};

/** A cost that is accepted, or accepted no more. It counts against the grant at the rate at which the sub-grant does. */
function spent(book: FundBook, event: LaidEvent, amount: MoneyJson, text: Words, sign: 1n | -1n): void {
  const id = streamId(event.stream);
  const subGrant = book.subGrants.get(id)!;
  const { terms } = subGrant;
  const grant = book.grants.get(terms.grant)!;
  const { amountMinor, currency: code } = fromJson(amount);
  const from: End = { kind: 'sub-grantee', subGrant: id };
  const line = book.line(event, '', '4', money(sign * amountMinor, code), text, from, { kind: 'suppliers' });
  const home = sign * divideHalfEven(amountMinor * minorOf(terms.home), minorOf(terms.amount));
  grant.spentBelowMinor += home;
  book.add(event, [{ place: subGrant, lines: [line] }], (reversal) => {
    grant.spentBelowMinor -= home;
    countBelow(book, reversal, terms.grant);
  });
  countBelow(book, event, terms.grant);
}

function moved(book: FundBook, event: EventOf<'sub-grant.paid' | 'sub-grant.refunded'>, sign: 1n | -1n): void {
  const subGrant = book.subGrants.get(streamId(event.stream))!;
  const { amountMinor, currency: code } = fromJson(event.data.amount);
  const text = named(event.type, subGrant.id);
  book.add(event, passedOn(book, event, subGrant, ['3', '1'], money(sign * amountMinor, code), text));
}

/** What leaves the activity of the grant for that of the sub-grant, and reaches it. */
function passedOn(
  book: FundBook,
  event: LaidEvent,
  { id, terms }: PassedOn,
  [out, into]: readonly ['2', '11'] | readonly ['3', '1'],
  amount: Money,
  text: Words,
): Part[] {
  const from = book.grants.get(terms.grant)!.payee;
  const to: End = { kind: 'sub-grantee', subGrant: id };
  const line = (suffix: string, type: Line['type']): Line => book.line(event, suffix, type, amount, text, from, to);
  return [
    { place: book.activities.get(terms.activity)!, lines: [{ grant: terms.grant, ...line('', out) }] },
    { place: book.subGrants.get(id)!, lines: [line('-in', into)] },
  ];
}

const netOf = ({ lines }: PassedOn, type: Line['type']): bigint =>
  lines.reduce((total, each) => (each.type === type ? total + each.amount.amountMinor : total), 0n);

/**
 * The accounts of a grant tell also of what was spent below it. As far as both are accepted, that part stands in the
 * activity of the sub-grant and is taken off here: it would count twice.
 */
export function countBelow(book: FundBook, event: LaidEvent, id: string): void {
  const grant = book.grants.get(id)!;
  const below = greatest(0n, least(grant.spentMinor, grant.spentBelowMinor));
  const more = below - grant.countedBelowMinor;
  if (more === 0n) return;
  grant.countedBelowMinor = below;
  const amount = money(-more, currency(grant.terms.amount.currency));
  const line = book.line(event, '-below', '4', amount, published['spent-below'], grant.payee, { kind: 'suppliers' });
  const entry = book.activities.get(grant.terms.activity)!;
  entry.lines.push({ grant: id, ...line });
  entry.touchedAt = event.recordedAt;
}
