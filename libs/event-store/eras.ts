/**
 * How many positions of a book, and how many moves of a balance, make an era. The rows of its head and its balances have their era in
 * their keys, so that a reader meets no more versions of them than an era has, however long others hold a snapshot. The append
 * functions of the database have the same figure.
 */
export const eraLength = 1024;
