import { InvalidArgumentError } from 'commander';
import { type BookId, bookId, isId } from '#kernel/ids';

/** Reads a position out of an option. */
export function position(text: string): number {
  if (!/^[1-9]\d{0,14}$/.test(text)) throw new InvalidArgumentError('a position is a whole number from 1 up.');
  return Number(text);
}

/** Reads the id of a book out of an argument. */
export function book(text: string): BookId {
  if (!isId(text)) throw new InvalidArgumentError('a book is 1 to 64 of A-Z a-z 0-9 _ -.');
  return bookId(text);
}

/** Reads several books out of one argument after the other. */
export const books = (text: string, before: BookId[] = []): BookId[] => [...before, book(text)];
