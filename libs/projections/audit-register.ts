import type { LocalDate } from '#kernel/time';
import type { Opinion } from '#domain/accounts/audit';
import { type KeptText, textsOf } from './content.js';
import { type Db, Where } from './db.js';
import { entriesOf, ofOrganisation } from './entries.js';
import { effectOf } from './event.js';
import { type Page, type Paging, limitOf, numbersIn, pageOf } from './page.js';
import { count, date, keyed, optional, text } from './table.js';
import type { View } from './view.js';

/** One row an audit certificate; one that was undone stays, and says so. */
export const auditTable = keyed('audit_certificate', ['grantId', 'certificateId'], {
  grantId: text,
  certificateId: text,
  activityId: text,
  payee: text,
  auditor: text,
  opinion: text,
  periodStart: date,
  periodEnd: date,
  sha256: text,
  findingsHash: optional(text),
  recordedOn: date,
  recordedBy: text,
  undone: optional(count),
  recordedPosition: count,
  lastPosition: count,
});

/** One row a certificate. */
export const auditRegister: View = {
  tables: [auditTable],
  keysOf: (event) => {
    const { event: done } = effectOf(event);
    return done.type === 'audit.recorded' ? [{ table: auditTable, key: [done.data.grant, done.data.certificate] }] : [];
  },
  apply: (rows, event) => {
    const { sign, event: done } = effectOf(event);
    if (done.type !== 'audit.recorded') return;
    const { data } = done;
    const before = rows.get(auditTable, data.grant, data.certificate);
    if (sign === -1n) {
      if (before) rows.put(auditTable, { ...before, undone: event.position, lastPosition: event.position });
      return;
    }
    rows.put(auditTable, {
      grantId: data.grant,
      certificateId: data.certificate,
      activityId: data.activity,
      payee: data.payee,
      auditor: data.auditor,
      opinion: data.opinion,
      periodStart: data.periodStart,
      periodEnd: data.periodEnd,
      sha256: data.sha256,
      findingsHash: data.findingsHash ?? null,
      recordedOn: event.valueDate,
      recordedBy: event.actor,
      undone: null,
      recordedPosition: event.position,
      lastPosition: event.position,
    });
  },
};

// Queries

export interface AuditCertificate {
  readonly certificateId: string;
  readonly grantId: string;
  readonly activityId: string;
  readonly payee: string;
  readonly auditor: string;
  readonly opinion: Opinion;
  readonly periodStart: LocalDate;
  readonly periodEnd: LocalDate;
  readonly sha256: string;
  /** Null when there are none, or the text was erased. */
  readonly findings: KeptText;
  readonly recordedOn: LocalDate;
  readonly recordedBy: string;
  readonly eventPosition: number;
  /** Position of the reversal, where it was undone. */
  readonly undone: number | null;
}

type Found = Omit<AuditCertificate, 'findings' | 'eventPosition' | 'undone'> & {
  readonly findingsHash: string | null;
  readonly recordedPosition: string;
  readonly undone: string | null;
};

export interface AuditQuery extends Paging {
  readonly grantId?: string;
  readonly payee?: string;
}

/** Certificates, from the latest to the first. Throws `PagingFault`. */
export async function auditCertificates(db: Db, book: string, asked: AuditQuery = {}): Promise<Page<AuditCertificate>> {
  const limit = limitOf(asked);
  const where = new Where()
    .and('a.book_id = ?', book)
    .and('a.grant_id = ?', asked.grantId)
    .and(ofOrganisation('a.payee'), await entriesOf(db, asked.payee))
    .and('a.recorded_position < ?::bigint', asked.cursor === undefined ? undefined : numbersIn(asked.cursor, 1)[0]);
  const { rows } = await db.query<Found>(
    `SELECT a.certificate_id AS "certificateId", a.grant_id AS "grantId", a.activity_id AS "activityId", a.payee, a.auditor,
       a.opinion, a.period_start::text AS "periodStart", a.period_end::text AS "periodEnd", a.sha256,
       a.findings_hash AS "findingsHash", a.recorded_on::text AS "recordedOn", a.recorded_by AS "recordedBy", a.undone,
       a.recorded_position AS "recordedPosition"
     FROM view.audit_certificate a WHERE ${where.sql} ORDER BY a.recorded_position DESC LIMIT ${where.bind(limit + 1)}`,
    where.values,
  );
  const texts = await textsOf(
    db,
    book,
    rows.flatMap((row) => row.findingsHash ?? []),
  );
  return pageOf(
    rows,
    limit,
    ({ findingsHash, recordedPosition, undone, ...row }) => ({
      ...row,
      findings: (findingsHash === null ? undefined : texts.get(findingsHash)) ?? null,
      eventPosition: Number(recordedPosition),
      undone: undone === null ? null : Number(undone),
    }),
    (row) => row.recordedPosition,
  );
}
