import { type Db, grouped } from './db.js';
import { idOf } from './event.js';
import { count, flag, keyed, text } from './table.js';
import type { View } from './view.js';

/** One row a document and a report that names it, or named it before it was corrected. */
export const evidenceTable = keyed('evidence_claim', ['sha256', 'reportId'], {
  sha256: text,
  reportId: text,
  grantId: text,
  /** The part of it that is claimed there, in percent. */
  share: text,
  claimed: flag,
  lastPosition: count,
});

/** Which reports claim which documents. */
export const evidenceClaims: View = {
  tables: [evidenceTable],
  streams: ['evidence'],
  keysOf: (event) =>
    event.type === 'evidence.claimed' || event.type === 'evidence.released'
      ? [{ table: evidenceTable, key: [idOf(event), event.data.report] }]
      : [],
  apply: (rows, event) => {
    if (event.type !== 'evidence.claimed' && event.type !== 'evidence.released') return;
    const { report: reportId, grant: grantId } = event.data;
    const before = rows.get(evidenceTable, idOf(event), reportId);
    rows.put(evidenceTable, {
      sha256: idOf(event),
      reportId,
      grantId,
      share: event.type === 'evidence.claimed' ? event.data.share : (before?.share ?? '100'),
      claimed: event.type === 'evidence.claimed',
      lastPosition: event.position,
    });
  },
};

// Queries

/** Where else a document is claimed: in another fund, which no rule of this one can see. */
export interface ClaimedElsewhere {
  readonly fund: string;
  readonly reportId: string;
  readonly share: string;
}

/** What other funds have been shown of some documents, by document. */
export async function claimedElsewhere(
  db: Db,
  book: string,
  documents: readonly string[],
): Promise<Map<string, ClaimedElsewhere[]>> {
  if (documents.length === 0) return new Map();
  const { rows } = await db.query<ClaimedElsewhere & { readonly sha256: string }>(
    `SELECT e.sha256, e.book_id AS fund, e.report_id AS "reportId", e.share FROM view.evidence_claim e
     WHERE e.sha256 = ANY ($2) AND e.book_id <> $1 AND e.claimed ORDER BY e.book_id, e.report_id`,
    [book, documents],
  );
  return grouped(
    rows,
    (row) => row.sha256,
    ({ fund, reportId, share }) => ({ fund, reportId, share }),
  );
}
