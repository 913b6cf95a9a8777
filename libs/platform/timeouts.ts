/**
 * How long an append waits for who holds its book, in milliseconds: connections are few, and other books are waiting for them.
 */
export const bookLockTimeoutMs = 2_000;
