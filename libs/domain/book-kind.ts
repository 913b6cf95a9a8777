import type { Reader } from '#kernel/decider';
import { type BookId, registryBook, streamName } from '#kernel/ids';
import { refuse } from './rejections.js';

/** What a book other than the registry holds, by its first event: one fund, or one publisher's published history. */
export const bookKinds = { fund: "a fund's book", history: 'the book of a published history' } as const;
export type BookKind = keyof typeof bookKinds;

/** Refuses to begin a book as one kind that is the registry, or that another kind has begun: what a book is stays fixed. */
export function refuseOtherKind(reader: Reader, book: BookId, kind: BookKind): void {
  const other: BookKind = kind === 'fund' ? 'history' : 'fund';
  const begun = (reader.state(streamName(other, book)) as { readonly status: string }).status !== 'absent';
  if (begun || book === registryBook) refuse('wrong-book', { expected: bookKinds[kind], book });
}
