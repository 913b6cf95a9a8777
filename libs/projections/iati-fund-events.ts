import type { Reversed } from '#domain/reversal/reversed';
import type { LaidEvent } from './iati-laid.js';
import { accountsFolds } from './iati-fold-accounts.js';
import { activityFolds } from './iati-fold-activities.js';
import { grantFolds } from './iati-fold-grants.js';
import { moneyInFolds } from './iati-fold-money-in.js';
import { subGrantFolds } from './iati-fold-sub-grants.js';
import { isUnpublished, unpublished } from './iati-fold-unpublished.js';
import type { Folds, FundBook } from './iati-fund-book.js';

/** The events that undo what others put into the book. */
type ReversedType = Extract<LaidEvent['type'], `${string}.reversed`>;

/** Every type of event but reversals: a new one does not compile until it is said what is published of it. */
const folds: Folds<Exclude<LaidEvent['type'], ReversedType>> = {
  ...moneyInFolds,
  ...activityFolds,
  ...grantFolds,
  ...subGrantFolds,
  ...accountsFolds,
  ...unpublished,
};

/** Whether events of a type change anything that is published. Throws `RangeError` as `foldFundEvent`. */
export function isPublished(type: string): boolean {
  if (!Object.hasOwn(folds, type)) throw new RangeError(`${type} in the book of a fund`);
  return !isUnpublished(type);
}

/** Folds an event of a fund's book into what is published of it. Throws `RangeError` for one that no fund's book holds. */
export function foldFundEvent(book: FundBook, event: LaidEvent): void {
  if (event.type.endsWith('.reversed')) return book.reverse(event as LaidEvent & { readonly data: Reversed });
  if (!Object.hasOwn(folds, event.type)) throw new RangeError(`${event.type} in the book of a fund`);
  // Each fold takes the events of its own type alone, which is how it was looked up.
  (folds[event.type as keyof typeof folds] as (book: FundBook, event: LaidEvent) => void)(book, event);
}
