import type pg from 'pg';
import { type TreeSizes, consistencyOf, inclusionOf } from '#event-store/inclusion';
import { readHead } from '#event-store/store';
import { type BookId, bookId, isId } from '#kernel/ids';
import { present } from '#kernel/present';
import { books, event, events, head } from '#projections/journal';
import { publications } from '#runtime/publish';
import { limitOf, numbersIn } from '#projections/page';
import * as answers from './answers.js';
import { type Problem, invalidFields } from '../problem.js';
import { paging, positionOf, textParameter } from './parameters.js';
import { type Query, defineQuery } from './query.js';

const sizeParameter = positionOf('Size of the tree, from the position up to the size of the book; that size when absent.');

const wrongSize = (treeSize: number, least: number, most: number): Problem =>
  invalidFields((language) => [
    {
      field: 'treeSize',
      value: String(treeSize),
      rule: 'tree-size',
      expected: { en: `a size from ${least} to ${most}`, es: `un tamaño de ${least} a ${most}` }[language],
    },
  ]);

/** Asks for a proof of a position in a tree; undefined when there is no such event. */
async function withinTree<Proof>(
  pool: pg.Pool,
  { book = '', position = '' }: Readonly<Record<string, string>>,
  treeSize: number | undefined,
  prove: (book: BookId, position: number, sizes: TreeSizes) => Promise<Proof>,
): Promise<Proof | undefined> {
  if (!isId(book) || !/^[1-9]\d{0,14}$/.test(position)) return undefined;
  const head = await readHead(pool, bookId(book));
  const at = Number(position);
  if (at > head.position) return undefined;
  if (treeSize !== undefined && (treeSize < at || treeSize > head.position)) throw wrongSize(treeSize, at, head.position);
  return prove(bookId(book), at, { head, ...present({ treeSize }) });
}

/** The journal itself, and what was published from it. */
export const bookQueries: readonly Query[] = [
  defineQuery({
    name: 'listBooks',
    path: '/books',
    tag: 'Journal',
    summary: 'List the books',
    description: 'With the head of each: its size and root, which stand for its whole history.',
    parameters: paging,
    answer: answers.pageOf(answers.bookHead),
    read: ({ readPool }, _, asked) => books(readPool, asked),
  }),
  defineQuery({
    name: 'readHead',
    path: '/books/{book}/head',
    tag: 'Journal',
    summary: 'Read the head of a book',
    parameters: {},
    answer: answers.bookHead,
    thing: ['book', 'book'],
    read: ({ readPool }, { book = '' }) => head(readPool, book),
  }),
  defineQuery({
    name: 'listEvents',
    path: '/books/{book}/events',
    tag: 'Journal',
    summary: 'List the events of a book',
    description:
      'In the order of their positions. Pages stay as they are while events are added: nothing is put in between. A page of one type looks through a million events: it may have fewer than were asked for, or none, and a `next`.',
    parameters: {
      type: textParameter('Of one type.', /^[a-z]+(-[a-z]+)*\.[a-z]+(-[a-z]+)*$/, 'disbursement.paid', {
        en: 'a type of event, e.g. disbursement.paid',
        es: 'un tipo de evento, p. ej. disbursement.paid',
      }),
      stream: textParameter('Of one thing.', /^[A-Za-z0-9_-]{1,64}:[A-Za-z0-9_-]{1,64}$/, 'grant:g-wells', {
        en: 'a thing of the book, kind:id, e.g. grant:g-wells',
        es: 'una cosa del libro, tipo:id, p. ej. grant:g-wells',
      }),
      ...paging,
    },
    answer: answers.pageOf(answers.listedEvent),
    thing: ['book', 'book'],
    read: async ({ readPool }, { book = '' }, asked) => {
      const { items, ...rest } = await events(readPool, book, asked);
      if (items.length === 0 && !(await head(readPool, book))) return undefined;
      return { items: items.map(({ record, leafHash }) => ({ record, leafHash })), ...rest };
    },
  }),
  defineQuery({
    name: 'readEvent',
    path: '/books/{book}/events/{position}',
    tag: 'Journal',
    summary: 'Read an event',
    description: 'With the canonical text whose bytes are hashed. Never changes.',
    parameters: {},
    answer: answers.journalEvent,
    thing: ['event', 'position'],
    read: async ({ readPool }, { book = '', position = '' }) =>
      /^[1-9]\d{0,14}$/.test(position) ? event(readPool, book, Number(position)) : undefined,
  }),
  defineQuery({
    name: 'readInclusion',
    path: '/books/{book}/events/{position}/proof',
    tag: 'Journal',
    summary: 'Prove that an event is in its book',
    description:
      'The way from the leaf of the event to the root of the tree, now or as of a size that a posting proof or head of yours names: docs/formats/journal.md, section 6, says how it is checked by hand.',
    parameters: { treeSize: sizeParameter },
    answer: answers.inclusion,
    thing: ['event', 'position'],
    read: ({ readPool }, asked, { treeSize }) =>
      withinTree(readPool, asked, treeSize, (book, position, sizes) => inclusionOf(readPool, book, position, sizes)),
  }),
  defineQuery({
    name: 'readConsistency',
    path: '/books/{book}/heads/{position}/consistency',
    tag: 'Journal',
    summary: 'Prove that a book only grew',
    description:
      'That the tree of the first events, up to a position that a posting proof or head of yours names, begins the tree as it is now, or as of a larger size: nothing was changed or taken away. docs/formats/journal.md, section 6, says how it is checked by hand.',
    parameters: { treeSize: sizeParameter },
    answer: answers.consistency,
    thing: ['event', 'position'],
    read: ({ readPool }, asked, { treeSize }) =>
      withinTree(readPool, asked, treeSize, (book, position, sizes) => consistencyOf(readPool, book, position, sizes)),
  }),
  defineQuery({
    name: 'listPublications',
    path: '/funds/{fund}/publications',
    tag: 'Publishing',
    summary: 'List the published files of a fund',
    description: 'The newest position first. Each file is named by its SHA-256 and never changes.',
    parameters: paging,
    answer: answers.pageOf(answers.publication),
    thing: ['fund', 'fund'],
    read: async ({ readPool }, { fund = '' }, asked) => {
      const limit = limitOf(asked);
      const before = asked.cursor === undefined ? undefined : (numbersIn(asked.cursor, 2) as [number, number]);
      const found = await publications(readPool, fund, { limit: limit + 1, ...(before ? { before } : {}) });
      if (found.length === 0 && !(await head(readPool, fund))) return undefined;
      const items = found.slice(0, limit);
      const last = items.at(-1);
      return { items, ...(found.length > limit && last ? { next: `${last.position}.${last.registryPosition}` } : {}) };
    },
  }),
];
