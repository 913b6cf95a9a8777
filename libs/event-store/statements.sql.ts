/** The statements of the event store. Each is prepared under its name; binds are named in the order in which they stand. */

/** book, origin, position, root, added, newRoot, frontier, recordedAt, records, leaves, streams, versions, types, valueDates,
 * recordedAts, accepted, keys, requestHashes, firstPositions, eventCounts, refusedKeys, moved, accounts, currencies, oldMoves, moves,
 * oldAmounts, newAmounts, guards, contents, bases, baseRoots */
export const append = {
  name: 'append',
  text: `SELECT ledger.append($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21,
    $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32) AS outcome`,
};

/** books, positions, roots, added, newRoots, frontiers, headsRecordedAt, records, leaves, streams, versions, types, valueDates,
 * recordedAts, accepted, keys, requestHashes, firstPositions, eventCounts, moved, accounts, currencies, oldMoves, moves,
 * oldAmounts, newAmounts, guards, bases, baseRoots */
export const appendTogether = {
  name: 'append-together',
  text: `SELECT ledger.append_together($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21,
    $22, $23, $24, $25, $26, $27, $28, $29) AS held`,
};

/** book */
export const head = {
  name: 'head',
  text: `SELECT position, root, frontier, recorded_at AS "recordedAt", origin, epoch
    FROM ledger.book_head WHERE book_id = $1 ORDER BY era DESC LIMIT 1`,
};

/** book */
export const lockHead = {
  name: 'lock-head',
  text: `SELECT position, root, frontier, recorded_at AS "recordedAt", origin, epoch FROM ledger.lock_head($1)`,
};

/** book, position that is remembered: the head, held, and the records since as lines. */
export const takeTurn = {
  name: 'take-turn',
  text: `SELECT head_position AS position, head_root AS root, head_frontier AS frontier, head_recorded_at AS "recordedAt", records
    FROM ledger.take_turn($1, $2)`,
};

/** As `takeTurn`, and nothing is held. */
export const since = {
  name: 'since',
  text: `SELECT h.position, h.root, h.frontier, h.recorded_at AS "recordedAt", (
      SELECT string_agg(e.record::text, E'\\n' ORDER BY e.position) FROM ledger.event e
      WHERE e.book_id = $1 AND e.position > $2::bigint AND e.position <= h.position AND h.position <= $2::bigint + 10000
    ) AS records
    FROM ledger.book_head h WHERE h.book_id = $1 ORDER BY h.era DESC LIMIT 1`,
};

/** book, levels, firsts, ends: the leaves of some stretches of indexes, each up to, and without, its end; the level is 0. */
export const leaves = {
  name: 'leaves',
  text: `SELECT s.level, e.position - 1 AS number, e.leaf AS hash
    FROM unnest($2::integer[], $3::bigint[], $4::bigint[]) AS s (level, first, behind)
    CROSS JOIN LATERAL (
      SELECT position, leaf FROM ledger.event WHERE book_id = $1 AND position > s.first AND position <= s.behind ORDER BY position
    ) e`,
};

/** book, levels, firsts, ends: the inner nodes that there are of some stretches of their levels. */
export const treeNodes = {
  name: 'tree-nodes',
  text: `SELECT s.level, n.number, n.hash
    FROM unnest($2::integer[], $3::bigint[], $4::bigint[]) AS s (level, first, behind)
    CROSS JOIN LATERAL (
      SELECT number, hash FROM ledger.tree_node
      WHERE book_id = $1 AND level = s.level AND number >= s.first AND number < s.behind ORDER BY number
    ) n`,
};

/** book: makes the inner nodes that are missing, and gives whether there are more than it makes at once. */
export const growTree = { name: 'grow-tree', text: 'SELECT ledger.grow_tree($1) AS more' };

/** book, after, upTo, limit */
export const eventsAfter = {
  name: 'events-after',
  text: `SELECT record::text AS record FROM ledger.event
    WHERE book_id = $1 AND position > $2 AND position <= $3 ORDER BY position LIMIT $4`,
};

/**
 * book, streams, upTo, folds: what is kept of those streams by these folds, and the events since then, or all of them. Stream by
 * stream, so that no plan reads the book up to a position in search of them: OFFSET 0 keeps the position out of the search.
 */
export const eventsOfStreams = {
  name: 'events-of-streams',
  text: `WITH kept AS MATERIALIZED (
      SELECT k.stream, k.version, k.state FROM unnest($2::text[]) AS s (stream)
      CROSS JOIN LATERAL (
        SELECT stream, version, state FROM ledger.stream_state
        WHERE book_id = $1 AND stream = s.stream AND folds = $4 AND position <= $3 OFFSET 0
      ) k
    )
    SELECT stream, version, state, NULL AS record FROM kept
    UNION ALL
    SELECT NULL, NULL, NULL, e.record::text
    FROM unnest($2::text[]) AS s (stream)
    LEFT JOIN kept k ON k.stream = s.stream
    CROSS JOIN LATERAL (
      SELECT record, position FROM ledger.event
      WHERE book_id = $1 AND stream = s.stream AND version > coalesce(k.version, 0) ORDER BY version OFFSET 0
    ) e
    WHERE e.position <= $3`,
};

/** book, stream, version, folds, state: what a stream has come to, by these folds. */
export const keepState = { name: 'keep-state', text: 'SELECT ledger.keep_state($1, $2, $3, $4, $5)' };

/** book, positions */
export const eventsAt = {
  name: 'events-at',
  text: `SELECT e.record::text AS record
    FROM unnest($2::bigint[]) AS p (position)
    JOIN ledger.event e ON e.book_id = $1 AND e.position = p.position`,
};

/** book, day, after, upTo: what is dated after a day, and when the first event after `after` was recorded. */
export const eventsAfterDay = {
  name: 'events-after-day',
  text: `SELECT e.record::text AS record, f.recorded_on AS "recordedOn"
    FROM (
      SELECT (recorded_at AT TIME ZONE 'UTC')::date::text AS recorded_on FROM ledger.event WHERE book_id = $1 AND position = $3::bigint + 1
    ) f
    LEFT JOIN LATERAL (
      SELECT record, position FROM ledger.event
      WHERE book_id = $1 AND position > $3::bigint AND position <= $4::bigint AND value_date > $2::date ORDER BY position
    ) e ON true`,
};

/**
 * book, accounts ("account currency" pairs as two arrays), prefixes: the head comes with them, from the same snapshot. Prefix by
 * prefix, so that no plan goes through all balances of the book beside them.
 */
export const balances = {
  name: 'balances',
  text: `SELECT h.position, h.root, b.account, b.currency, b.amount, b.moves
    FROM (SELECT position, root FROM ledger.book_head WHERE book_id = $1 ORDER BY era DESC LIMIT 1) h
    LEFT JOIN LATERAL (
      SELECT account, currency, amount, moves FROM ledger.balance WHERE book_id = $1 AND account = ANY ($2::text[])
      UNION
      SELECT f.account, f.currency, f.amount, f.moves
      FROM unnest($3::text[]) AS p (prefix)
      CROSS JOIN LATERAL (
        SELECT account, currency, amount, moves FROM ledger.balance
        WHERE book_id = $1 AND account >= p.prefix AND account < left(p.prefix, -1) || ';' OFFSET 0
      ) f
    ) b ON true`,
};

/** book, keys: the head and what is known of the keys, from one snapshot. */
export const commands = {
  name: 'commands',
  text: `SELECT h.position, h.root, c.key, c.request_hash AS "requestHash", c.first_position AS "firstPosition", c.events,
      c.tree_size AS "treeSize", c.root AS "treeRoot"
    FROM (SELECT 1) one
    LEFT JOIN (SELECT position, root FROM ledger.book_head WHERE book_id = $1 ORDER BY era DESC LIMIT 1) h ON true
    LEFT JOIN ledger.command c ON c.book_id = $1 AND c.key = ANY ($2::text[])`,
};

/** book, ranges (first positions and counts as two arrays): range by range, so that no plan goes through the book beside them. */
export const postedEvents = {
  name: 'posted-events',
  text: `SELECT e.position, e.stream, e.version, e.type, e.leaf
    FROM unnest($2::bigint[], $3::integer[]) AS r (first_position, events)
    CROSS JOIN LATERAL (
      SELECT position, stream, version, type, leaf FROM ledger.event
      WHERE book_id = $1 AND position >= r.first_position AND position < r.first_position + r.events ORDER BY position OFFSET 0
    ) e
    ORDER BY e.position`,
};
