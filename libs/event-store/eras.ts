/**
 * How many positions of a book make an era. The rows of its head and its balances have their era in their keys, so that a reader
 * meets no more versions of them than an era has appends, however long others hold a snapshot. The append function of the
 * database has the same figure.
 */
export const eraLength = 1024;

/** The era of a position. */
export const eraOf = (position: number): number => Math.floor(position / eraLength);
