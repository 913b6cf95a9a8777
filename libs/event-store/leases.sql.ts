/** Statements of the leases: locks of a session by the names of books, which touch no table. */

/** Class of the advisory locks that are leases: any two books that share a hash wait for each other, which costs time alone. */
const leases = 1_635_344_750;

/** books: takes the leases of those that are free, and names them. */
export const leaseBooks = {
  name: 'lease-books',
  text: `SELECT book FROM unnest($1::text[]) AS b (book) WHERE pg_try_advisory_lock(${leases}, hashtext(book))`,
};

/** books: gives their leases back. */
export const freeBooks = {
  name: 'free-books',
  text: `SELECT pg_advisory_unlock(${leases}, hashtext(book)) FROM unnest($1::text[]) AS b (book)`,
};
