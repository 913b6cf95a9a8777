import fc from 'fast-check';
import type { EventRecord } from '#kernel/record';
import { birth, someRules } from '../properties/births.js';
import { anAct, lived } from '../properties/fund-life.js';
import { fundId } from './given.js';
import { MemoryBook } from './memory-book.js';

/** A fund that has lived at random for a while, with all that goes wrong in one. */
export const aLivedBook: fc.Arbitrary<MemoryBook> = fc
  .tuple(someRules, fc.array(anAct, { minLength: 20, maxLength: 100, size: 'max' }))
  .map(([rules, life]) => {
    const book = new MemoryBook();
    for (const step of birth(rules)) step(book);
    for (const act of life) lived(book, act);
    return book;
  });

/** The events of its fund. */
export const aLife: fc.Arbitrary<readonly EventRecord[]> = aLivedBook.map((book) => book.events(fundId));
