import made from './made/book.json' with { type: 'json' };
import type { AreaExamples } from './query-examples.js';

const book = 'central-america-caribbean';

/** The journal, and what was published from it. */
export const bookExamples: AreaExamples = {
  made,
  asked: {
    listBooks: {},
    readHead: { path: { book } },
    listEvents: { path: { book } },
    readEvent: { path: { book, position: '20' } },
    readInclusion: { path: { book, position: '20' }, query: { treeSize: '100' } },
    readConsistency: { path: { book, position: '20' }, query: { treeSize: '100' } },
    listPublications: { path: { fund: book } },
  },
};
