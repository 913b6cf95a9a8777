/** The statement of the leases: locks of a session by the names of books. Any two books that share a hash wait for each other, which costs time alone. */

/**
 * books, positions of those that are remembered, freed: gives leases back and takes those that are free; of each that was taken its
 * book, the head, and the records since as lines. No head where the book has not begun, or lies on another server.
 */
export const leaseBooks = {
  name: 'lease-books',
  text: `SELECT leased AS book, head_position AS position, head_root AS root, head_frontier AS frontier,
      head_recorded_at AS "recordedAt", records
    FROM ledger.lease_books($1, $2, $3)`,
};
