import type { LocalDate } from '#kernel/time';
import type { ComplaintAnswered, ComplaintEvent } from '#domain/calls/complaint';
import { type KeptText, textsOf } from './content.js';
import { type Db, Where, grouped } from './db.js';
import { entriesOf, ofOrganisation } from './entries.js';
import { type BookEvent, idOf } from './event.js';
import { type Page, type Paging, idsIn, limitOf, pageOf } from './page.js';
import { count, date, keyed, optional, text } from './table.js';
import type { View } from './view.js';

/** One row a complaint. */
export const complaintTable = keyed('complaint', ['complaintId'], {
  complaintId: text,
  proposalId: optional(text),
  callId: optional(text),
  complainant: text,
  status: text,
  filedOn: date,
  textHash: text,
  outcome: optional(text),
  answeredOn: optional(date),
  answeredBy: optional(text),
  answerHash: optional(text),
  lastPosition: count,
});

type AComplaintEvent = Extract<BookEvent, { type: ComplaintEvent['type'] }>;
const isOfComplaint = (event: BookEvent): event is AComplaintEvent => event.stream.startsWith('complaint:');

/** Complaints and their answers. */
export const complaintsView: View = {
  tables: [complaintTable],
  streams: ['complaint'],
  keysOf: (event) => (isOfComplaint(event) ? [{ table: complaintTable, key: [idOf(event)] }] : []),
  apply: (rows, event) => {
    if (!isOfComplaint(event)) return;
    const complaintId = idOf(event);
    const { position: lastPosition, valueDate } = event;
    if (event.type === 'complaint.filed') {
      const { about, complainant, textHash } = event.data;
      const open = { status: 'filed', outcome: null, answeredOn: null, answeredBy: null, answerHash: null };
      const subject = {
        proposalId: 'proposal' in about ? about.proposal : null,
        callId: 'call' in about ? about.call : null,
      };
      rows.put(complaintTable, { complaintId, ...subject, complainant, filedOn: valueDate, textHash, ...open, lastPosition });
      return;
    }
    const before = rows.get(complaintTable, complaintId);
    if (!before || event.type !== 'complaint.answered') return;
    const { outcome, answerHash } = event.data;
    const answered = { status: 'answered', outcome, answeredOn: valueDate, answeredBy: event.actor, answerHash };
    rows.put(complaintTable, { ...before, ...answered, lastPosition });
  },
};

// Queries

/** That there is a complaint and what came of it, without what was said. */
export interface ComplaintSummary {
  readonly complaintId: string;
  readonly filedOn: LocalDate;
  readonly status: 'filed' | 'answered';
  readonly outcome: ComplaintAnswered['outcome'] | null;
  readonly answeredOn: LocalDate | null;
}

const summary = `complaint_id AS "complaintId", filed_on::text AS "filedOn", status, outcome, answered_on::text AS "answeredOn"`;

/** The complaints about some proposals, by proposal. */
export async function complaintsOf(
  db: Db,
  book: string,
  proposalIds: readonly string[],
): Promise<Map<string, ComplaintSummary[]>> {
  const { rows } = await db.query<ComplaintSummary & { readonly proposalId: string }>(
    `SELECT proposal_id AS "proposalId", ${summary} FROM view.complaint
     WHERE book_id = $1 AND proposal_id = ANY ($2::text[]) ORDER BY proposal_id, complaint_id`,
    [book, proposalIds],
  );
  return grouped(
    rows,
    (row) => row.proposalId,
    ({ proposalId: _, ...complaint }) => complaint,
  );
}

/** A complaint with its texts: null where they have been erased, or there is no answer yet. */
export interface Complaint extends ComplaintSummary {
  readonly proposalId: string | null;
  readonly callId: string | null;
  readonly complainant: string;
  readonly text: KeptText;
  readonly answeredBy: string | null;
  readonly answer: KeptText;
}

export interface ComplaintQuery extends Paging {
  readonly complaintId?: string;
  readonly status?: Complaint['status'];
  readonly proposalId?: string;
  readonly callId?: string;
  readonly complainant?: string;
}

/** Complaints by id. Throws `PagingFault`. */
export async function complaints(db: Db, book: string, asked: ComplaintQuery = {}): Promise<Page<Complaint>> {
  const limit = limitOf(asked);
  const where = new Where()
    .and('book_id = ?', book)
    .and('complaint_id = ?', asked.complaintId)
    .and('status = ?', asked.status)
    .and('proposal_id = ?', asked.proposalId)
    .and('call_id = ?', asked.callId)
    .and(ofOrganisation('complainant'), await entriesOf(db, asked.complainant))
    .and('complaint_id > ?', asked.cursor === undefined ? undefined : idsIn(asked.cursor, 1)[0]);
  const { rows } = await db.query<
    Omit<Complaint, 'text' | 'answer'> & { readonly textHash: string; readonly answerHash: string | null }
  >(
    `SELECT ${summary}, proposal_id AS "proposalId", call_id AS "callId", complainant, text_hash AS "textHash",
       answered_by AS "answeredBy", answer_hash AS "answerHash"
     FROM view.complaint WHERE ${where.sql} ORDER BY complaint_id LIMIT ${where.bind(limit + 1)}`,
    where.values,
  );
  const hashes = rows.flatMap(({ textHash, answerHash }) => [textHash, ...(answerHash === null ? [] : [answerHash])]);
  const texts = await textsOf(db, book, hashes);
  return pageOf(
    rows,
    limit,
    ({ textHash, answerHash, ...row }) => ({
      ...row,
      text: texts.get(textHash) ?? null,
      answer: answerHash === null ? null : (texts.get(answerHash) ?? null),
    }),
    (row) => row.complaintId,
  );
}
