declare const brand: unique symbol;

/** A string that has passed the check of its kind; `Brand` names the kind. */
export type Branded<Brand extends string> = string & { readonly [brand]: Brand };

/** A book: one fund's journal or the partner registry. Fixed when the book is created, never reused. */
export type BookId = Branded<'BookId'>;

/** What every id in the product may be: 1 to 64 of `A-Z a-z 0-9 _ -`. */
export const idPattern = /^[A-Za-z0-9_-]{1,64}$/;

export const isId = (text: string): boolean => idPattern.test(text);

/** Brands a text as a book id. Throws `RangeError` when it is not one; edges check first and answer politely. */
export function bookId(text: string): BookId {
  if (!isId(text)) throw new RangeError(`not a book id: ${JSON.stringify(text)}; expected 1 to 64 of A-Z a-z 0-9 _ -`);
  return text as BookId;
}

/** The registry of partners: the one book that funds read. */
export const registryBook = bookId('registry');

/** One thing inside a book, written `kind:id`, e.g. `grant:g-1`. Versions 1, 2, 3... count its events. */
export type StreamName = `${string}:${string}`;

/** `kind:id`; both parts keep to `idPattern`, so the colon separates without ambiguity. */
export const streamName = (kind: string, id: string): StreamName => `${kind}:${id}`;

/** The part of a stream name before the colon. */
export const streamKind = (stream: StreamName): string => stream.slice(0, stream.indexOf(':'));

/** The part of a stream name after the colon. */
export const streamId = (stream: StreamName): string => stream.slice(stream.indexOf(':') + 1);
