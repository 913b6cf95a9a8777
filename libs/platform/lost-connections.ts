import type pg from 'pg';

const nothing = (): void => undefined;

/**
 * Keeps connections that are lost from ending the process, as an error does that nobody listens for. Of one that is idle `onError` is told;
 * of one that somebody has taken, whoever asks something of it.
 */
export function outliveConnections(pool: pg.Pool, onError: (error: Error) => void): void {
  pool.on('error', onError);
  pool.on('connect', (client) => client.on('error', nothing));
}
