import { streamId } from '#kernel/ids';
import { fromJson, minorOf, moneyJson } from '#kernel/money';
import { currency } from '#kernel/currency';
import type { InKindTarget } from '#domain/money-in/in-kind';
import type { LaidEvent } from './iati-laid.js';
import { type EventOf, type Folds, type FundBook, negative } from './iati-fund-book.js';
import { type End, type Place, asFund } from './iati-fund-parts.js';
import { type Words, joined, measured, published } from './iati-words.js';

/** What comes in, and goes back: contributions, interest, what is given in kind, openings. */
export const moneyInFolds: Folds<
  | 'contribution.pledged'
  | 'contribution.committed'
  | 'contribution.collection-opened'
  | 'contribution.condition-met'
  | 'contribution.condition-ended'
  | 'contribution.amended'
  | 'contribution.received'
  | 'contribution.brought-forward'
  | 'contribution.written-off'
  | 'contribution.returned'
  | 'interest.received'
  | 'in-kind.valued'
  | 'opening.grant-brought'
> = {
  'contribution.pledged': (book, event) => agreed(book, event, '13'),
  'contribution.committed': (book, event) => agreed(book, event, '11'),
  'contribution.collection-opened': (book, event) => {
    known(book, event);
    book.touchFund(event);
  },
  'contribution.condition-met': (book, event) => {
    const what = published[event.data.waived ? 'contribution.condition-waived' : 'contribution.condition-met'];
    const { conditions } = book.contributions.get(streamId(event.stream))!;
    const text = joined([what, conditions.find(({ id }) => id === event.data.condition)?.text], ': ');
    book.fundLine(event, '11', event.data.amount, text, giverOf(book, event));
  },
  'contribution.condition-ended': (book, event) => {
    const { ended } = book.contributions.get(streamId(event.stream))!;
    ended.add(event.data.condition);
    book.add(event, [{ place: book.own, lines: [] }], () => ended.delete(event.data.condition));
  },
  'contribution.amended': (book, event) =>
    event.data.change === 'increase'
      ? book.fundLine(event, '11', event.data.amount, under(book, event, 'contribution.increased'), giverOf(book, event))
      : book.fundLine(event, '11', negative(event.data.amount), under(book, event, 'contribution.cut'), giverOf(book, event)),
  'contribution.received': (book, event) =>
    book.fundLine(event, '1', event.data.amount, under(book, event, event.type), giverOf(book, event)),
  'contribution.brought-forward': (book, event) => {
    const { settles, excess } = event.data;
    const amount = moneyJson(minorOf(settles) + (excess ? minorOf(excess) : 0n), currency(settles.currency));
    book.fundLine(event, '1', amount, under(book, event, event.type), giverOf(book, event));
  },
  'contribution.written-off': (book, event) =>
    book.fundLine(event, '11', negative(event.data.amount), under(book, event, event.type), giverOf(book, event)),
  'contribution.returned': (book, event) =>
    book.fundLine(event, '1', negative(event.data.amount), under(book, event, event.type), giverOf(book, event)),
  'interest.received': (book, event) => {
    // What is owed back to the contributors is no money of the fund's.
    if (event.data.treatment === 'owed-back') return;
    const { amount, on } = event.data;
    // What a payee's bank paid it is no money of the financed activity: it comes from the organisation alone.
    const from: End = on ? { kind: 'partner', partner: on.payee } : { kind: 'bank' };
    book.fundLine(event, '1', amount, published[event.type], from);
  },
  'in-kind.valued': (book, event) => {
    const { partner, what, value, notNew, quantity, unit, method } = event.data;
    // What is no new resource for cooperation is in no total, and so in no transaction.
    if (notNew !== undefined) return;
    const { place, to, grant } = reached(book, partner, event.data.for);
    const text = joined([what, published['in-kind'], measured({ quantity, unit, method })], ', ');
    const line = book.line(event, '', '1', fromJson(value), text, { kind: 'partner', partner }, to);
    book.add(event, [{ place, lines: [{ ...line, inKind: true, ...(grant === undefined ? {} : { grant }) }] }]);
  },
  'opening.grant-brought': (book, event) => {
    const { grant, amount } = event.data;
    const text: Words = joined([published[event.type], grant], ': ');
    book.add(event, book.movement(event, grant, [['3', minorOf(amount)]], text));
  },
};

const giverOf = (book: FundBook, event: Pick<LaidEvent, 'stream'>): End => book.giver(streamId(event.stream));

/** What happened, and the agreement under which it did. */
const under = (book: FundBook, event: Pick<LaidEvent, 'stream'>, what: keyof typeof published): Words =>
  joined([published[what], book.contributions.get(streamId(event.stream))!.agreement], ': ');

type Agreement = EventOf<'contribution.pledged' | 'contribution.committed' | 'contribution.collection-opened'>;

function known(book: FundBook, event: Agreement): void {
  const { contributor, providerActivity, agreement } = event.data;
  const conditions = event.type === 'contribution.committed' ? (event.data.conditions ?? []) : [];
  book.contributions.set(streamId(event.stream), {
    giver: { kind: 'partner', partner: contributor, activityId: providerActivity },
    agreement,
    conditions,
    ended: new Set(),
  });
  book.contributors.set(contributor, providerActivity ?? book.contributors.get(contributor));
}

/** What is promised, or agreed. */
function agreed(book: FundBook, event: EventOf<'contribution.pledged' | 'contribution.committed'>, type: '13' | '11'): void {
  const id = streamId(event.stream);
  known(book, event);
  const contribution = book.contributions.get(id)!;
  const undo = (): void => {
    contribution.conditions = [];
  };
  const { amount } = event.data;
  const text = under(book, event, event.type);
  // Of an agreement that is conditional in whole nothing is committed yet.
  if (minorOf(amount) === 0n) book.add(event, [{ place: book.own, lines: [] }], undo);
  else book.fundLine(event, type, amount, text, book.giver(id), undo);
}

/** Where a gift in kind stands: in the activity that it is for, with its payee where it is for a grant; else in the fund's own. */
function reached(
  book: FundBook,
  partner: string,
  { kind, id }: InKindTarget,
): { readonly place: Place; readonly to: End; readonly grant?: string } {
  if (kind === 'fund' || kind === 'body') {
    book.contributors.set(partner, book.contributors.get(partner));
    return { place: book.own, to: asFund };
  }
  const activity = kind === 'grant' ? book.grants.get(id!)!.terms.activity : id!;
  const place = book.activities.get(activity)!;
  place.cofinanciers.add(partner);
  return kind === 'grant' ? { place, to: book.grants.get(id!)!.payee, grant: id! } : { place, to: { kind, activity } };
}
