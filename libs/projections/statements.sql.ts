/** The statements of the runner; binds are named in the order in which they stand. */

/** book, groups: how far each has come, null for those that have not begun; and the position of a fault, if there is one */
export const progress = `
  SELECT g.name, c.position, f.position AS fault
  FROM unnest($2::text[]) AS g (name)
  LEFT JOIN view.checkpoint c ON c.book_id = $1 AND c.view_group = g.name
  LEFT JOIN view.fault f ON f.book_id = $1 AND f.view_group = g.name`;

/** book, groups: of a book that there is, so that asking for others leaves no trace */
export const begin = `
  INSERT INTO view.checkpoint (book_id, view_group)
  SELECT h.book_id, g.name FROM ledger.book_head h, unnest($2::text[]) AS g (name) WHERE h.book_id = $1
  ON CONFLICT DO NOTHING`;

/** book, groups, from, to: takes the groups from where they were seen; nobody else moves them until the transaction ends */
export const advance = `
  UPDATE view.checkpoint SET position = $4 WHERE book_id = $1 AND view_group = ANY ($2::text[]) AND position = $3`;

/** book, groups: where those that have begun stand, and in which generation */
export const generations = `
  SELECT view_group AS name, position, generation FROM view.checkpoint WHERE book_id = $1 AND view_group = ANY ($2::text[])`;

/** book, groups: the same, and nobody moves them until the transaction ends */
export const hold = `${generations} ORDER BY view_group FOR UPDATE`;

/** book, groups: begins another generation of them, for a rebuild */
export const restart = `
  UPDATE view.checkpoint SET position = 0, generation = generation + 1 WHERE book_id = $1 AND view_group = ANY ($2::text[])`;

/** book: how far it has come */
export const head = `SELECT position FROM ledger.book_head WHERE book_id = $1 ORDER BY era DESC LIMIT 1`;

/** book, after, upTo, limit */
export const eventsAfter = `
  SELECT record::text AS record FROM ledger.event
  WHERE book_id = $1 AND position > $2 AND position <= $3 ORDER BY position LIMIT $4`;

/** book, group, position, type, message: unless the group has moved on meanwhile */
export const fault = `
  INSERT INTO view.fault (book_id, view_group, position, type, message)
  SELECT $1, $2, $3, $4, $5 FROM view.checkpoint
  WHERE book_id = $1 AND view_group = $2 AND position = $3::bigint - 1
  ON CONFLICT (book_id, view_group)
  DO UPDATE SET position = EXCLUDED.position, type = EXCLUDED.type, message = EXCLUDED.message, faulted_at = EXCLUDED.faulted_at`;

/** book, groups */
export const mend = `DELETE FROM view.fault WHERE book_id = $1 AND view_group = ANY ($2::text[])`;

/** every fault */
export const mendAll = `DELETE FROM view.fault`;

/** Whether a book's checkpoints `c` (with faults `f`) that are at its head `h`, or wait at a fault, are all that it should have. */
const isReached = '(c.position >= h.position OR f.book_id IS NOT NULL)';
const ownGroups = 'CASE WHEN h.book_id = $3 THEN $1::text[] ELSE $2::text[] END';

/**
 * groups of the registry, groups of funds, the registry's id, recorded after: books that were appended to since then and
 * are ahead of one of their groups; a group that stands at a fault is not waited for. Looked at one by one, since few are; and
 * counted, since a planner that spreads a statement over nodes takes no list of names as the outer side of a join
 */
export const behind = `
  SELECT h.book_id AS book
  FROM ledger.book_head h
  WHERE h.recorded_at COLLATE "C" > $4 AND (
    SELECT count(*) FROM view.checkpoint c LEFT JOIN view.fault f ON f.book_id = c.book_id AND f.view_group = c.view_group
    WHERE c.book_id = h.book_id AND c.view_group = ANY (${ownGroups}) AND ${isReached}
  ) < cardinality(${ownGroups})`;

/** groups of the registry, groups of funds, the registry's id: the same of all books, in one pass over the checkpoints */
export const allBehind = `
  SELECT h.book_id AS book
  FROM ledger.book_head h
  LEFT JOIN view.checkpoint c ON c.book_id = h.book_id AND c.view_group = ANY (${ownGroups})
  LEFT JOIN view.fault f ON f.book_id = c.book_id AND f.view_group = c.view_group
  GROUP BY h.book_id
  HAVING count(*) FILTER (WHERE ${isReached}) < cardinality(${ownGroups})`;

/** recorded after: the last time at which any book was appended to; a clock that runs ahead does not count */
export const lastRecorded = `
  SELECT max(least(h.recorded_at COLLATE "C", to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'))) AS "recordedAt"
  FROM ledger.book_head h WHERE h.recorded_at COLLATE "C" > $1`;
