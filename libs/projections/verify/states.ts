import { deserialize } from 'node:v8';
import type pg from 'pg';
import { streams } from '#domain/domain';
import { stateText } from '#event-store/rules';
import { streamKind, type StreamName } from '#kernel/ids';
import type { EventRecord } from '#kernel/record';
import type { Findings } from './finding.js';
import * as sql from './stored.sql.js';

/** Events of a stream that are read at once. */
const atOnce = 1000;

/**
 * Holds what is kept of long streams against what their events come to. What other folds kept is left out: no program with
 * these reads it.
 */
export async function compareStates(pool: pg.Pool, book: string, folds: Buffer, findings: Findings): Promise<void> {
  interface Kept {
    readonly stream: StreamName;
    readonly version: string;
    readonly state: Buffer;
  }
  for (let after = ''; ;) {
    const { rows } = await pool.query<Kept>(sql.statesAfter, [book, after, folds]);
    for (const { stream, version, state } of rows) {
      const own = await stateOf(pool, book, stream, Number(version));
      if (own.version === Number(version) && valueOf(state) === stateText(own.state)) continue;
      findings.add('difference', 'state', `what ${own.version} events come to`, `another state of version ${version}`, {
        where: stream,
      });
    }
    const last = rows.at(-1);
    if (!last) return;
    after = last.stream;
  }
}

async function stateOf(
  pool: pg.Pool,
  book: string,
  stream: StreamName,
  upTo: number,
): Promise<{ state: unknown; version: number }> {
  const fold = streams.get(streamKind(stream))!;
  let [state, version] = [fold.initial, 0];
  for (;;) {
    const { rows } = await pool.query<{ record: string }>(sql.eventsOfStream, [book, stream, version, upTo, atOnce]);
    for (const { record } of rows) {
      const event = JSON.parse(record) as EventRecord;
      state = fold.evolve(state, { ...event, data: event.data as never });
      version = event.version;
    }
    if (rows.length < atOnce) return { state, version };
  }
}

/** Undefined for bytes that are no state. */
function valueOf(state: Buffer): string | undefined {
  try {
    return stateText(deserialize(state));
  } catch {
    return undefined;
  }
}
