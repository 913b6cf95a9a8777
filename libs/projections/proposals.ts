import { type MoneyJson, minorOf } from '#kernel/money';
import type { LocalDate } from '#kernel/time';
import type { Narratives } from '#domain/fields';
import type {
  AwardedFrom,
  ProposalAwarded,
  ProposalAwardedDirectly,
  ProposalDeclined,
  ProposalEvent,
  ProposalStatus,
  ProposalTerms,
  Recommendation,
} from '#domain/calls/proposal';
import type { Standing } from '#domain/calls/ranking';
import type { Score } from '#domain/calls/score';
import { present } from '#kernel/present';
import { type ComplaintSummary, complaintsOf } from './complaints.js';
import { type KeptText, textsOf } from './content.js';
import { type Db, Where } from './db.js';
import { entriesOf, ofOrganisation } from './entries.js';
import { type BookEvent, idOf, moneyOf } from './event.js';
import { type Page, type Paging, idsIn, limitOf, pageOf } from './page.js';
import { positionOf } from './progress.js';
import { type RowOf, count, date, document, keyed, minor, optional, text } from './table.js';
import type { View } from './view.js';

/** A step of a proposal's life; of a decision, what was decided, why, and on whose minute. */
export interface ProposalStep {
  readonly position: number;
  readonly type: ProposalEvent['type'];
  readonly date: LocalDate;
  readonly amount?: MoneyJson;
  /** On what an award in a call rests. */
  readonly basis?: AwardedFrom;
  readonly ground?: ProposalAwardedDirectly['ground'];
  readonly reasons?: Narratives;
  readonly body?: string;
  readonly minute?: string;
  readonly complaint?: string;
}

interface Conflict {
  readonly assessor: string;
  readonly declaredOn: LocalDate;
  readonly natureHash: string;
}

/** One row a proposal. */
export const proposalTable = keyed('proposal', ['proposalId'], {
  proposalId: text,
  callId: optional(text),
  lead: text,
  status: text,
  submittedOn: date,
  terms: document<ProposalTerms>(),
  currency: text,
  requested: minor,
  awarded: minor,
  grantId: optional(text),
  conflicts: document<readonly Conflict[]>(),
  history: document<readonly ProposalStep[]>(),
  lastPosition: count,
});
type ProposalRow = RowOf<typeof proposalTable.columns>;

/** The last assessment of each assessor. */
export const assessmentTable = keyed('assessment', ['proposalId', 'assessor'], {
  proposalId: text,
  assessor: text,
  assessedOn: date,
  scores: optional(document<readonly Score[]>()),
  total: optional(text),
  recommendation: optional(text),
  commentHash: optional(text),
  lastPosition: count,
});

type AProposalEvent = Extract<BookEvent, { type: ProposalEvent['type'] }>;
const isOfProposal = (event: BookEvent): event is AProposalEvent => event.stream.startsWith('proposal:');

/** Proposals and their assessments. */
export const proposalsView: View = {
  tables: [proposalTable, assessmentTable],
  streams: ['proposal'],
  keysOf: (event) => {
    if (!isOfProposal(event)) return [];
    const proposal = { table: proposalTable, key: [idOf(event)] };
    if (event.type !== 'proposal.assessed') return [proposal];
    return [proposal, { table: assessmentTable, key: [idOf(event), event.actor] }];
  },
  apply: (rows, event) => {
    if (!isOfProposal(event)) return;
    const proposalId = idOf(event);
    if (event.type === 'proposal.assessed') {
      const { scores, total, recommendation, commentHash } = event.data;
      rows.put(assessmentTable, {
        proposalId,
        assessor: event.actor,
        assessedOn: event.valueDate,
        scores: scores ?? null,
        total: total ?? null,
        recommendation: recommendation ?? null,
        commentHash: commentHash ?? null,
        lastPosition: event.position,
      });
      return;
    }
    const after = changed(rows.get(proposalTable, proposalId), event);
    if (after) rows.put(proposalTable, { ...after, lastPosition: event.position });
  },
};

type Decided = Partial<Pick<ProposalAwarded, 'amount' | 'from'> & Pick<ProposalAwardedDirectly, 'ground'> & ProposalDeclined>;

function stepOf(
  { position, type, valueDate, authority }: AProposalEvent,
  more: Decided & { complaint?: string } = {},
): ProposalStep {
  const { amount, from, ground, reasons, complaint } = more;
  return present<ProposalStep>({
    position,
    type,
    date: valueDate,
    amount,
    basis: from,
    ground,
    reasons,
    body: authority.body,
    minute: authority.minute,
    complaint,
  });
}

function versionOf(event: Extract<AProposalEvent, { type: 'proposal.submitted' | 'proposal.amended' }>) {
  const { documentDate: _, noteHash: __, ...terms } = event.data;
  const { currency } = terms.requested;
  return { terms, lead: terms.lead, submittedOn: event.valueDate, currency, requested: minorOf(terms.requested) };
}

function changed(before: ProposalRow | undefined, event: AProposalEvent): ProposalRow | undefined {
  if (event.type === 'proposal.submitted') {
    return {
      proposalId: idOf(event),
      callId: event.data.call ?? null,
      status: 'submitted',
      ...versionOf(event),
      awarded: 0n,
      grantId: null,
      conflicts: [],
      history: [stepOf(event)],
      lastPosition: event.position,
    };
  }
  if (!before) return undefined;
  const also = (more?: Parameters<typeof stepOf>[1]) => [...before.history, stepOf(event, more)];
  switch (event.type) {
    case 'proposal.amended':
      return { ...before, ...versionOf(event), history: also() };
    case 'proposal.withdrawn':
      return { ...before, status: 'withdrawn', awarded: 0n, history: also() };
    case 'proposal.conflict-declared': {
      const { assessor, natureHash } = event.data;
      return { ...before, conflicts: [...before.conflicts, { assessor, declaredOn: event.valueDate, natureHash }] };
    }
    case 'proposal.awarded':
    case 'proposal.awarded-directly':
      return { ...before, status: 'awarded', awarded: minorOf(event.data.amount), history: also(event.data) };
    case 'proposal.declined':
      return { ...before, status: 'declined', history: also(event.data) };
    case 'proposal.reopened':
      return { ...before, status: 'submitted', awarded: 0n, history: also({ complaint: event.data.complaint }) };
    case 'proposal.granted':
      return { ...before, grantId: event.data.grant, history: also() };
    default:
      return undefined;
  }
}

// Queries

/** A proposal as everybody may see it: no assessor, and no score before the ranking. */
export interface ProposalSheet {
  readonly proposalId: string;
  readonly position: number;
  readonly callId: string | null;
  readonly lead: string;
  readonly partners: ProposalTerms['partners'];
  readonly title: Narratives;
  readonly summary: Narratives;
  readonly activityId: string | null;
  readonly status: ProposalStatus;
  readonly submittedOn: LocalDate;
  readonly requested: MoneyJson;
  readonly own: ProposalTerms['own'];
  readonly budget: ProposalTerms['budget'];
  readonly instalments: ProposalTerms['instalments'];
  /** How many assessments count. */
  readonly assessments: number;
  /** Of its call's last ranking. */
  readonly place: number | null;
  readonly score: string | null;
  readonly standing: Standing | null;
  readonly awarded: MoneyJson;
  readonly grantId: string | null;
  readonly history: readonly ProposalStep[];
  readonly complaints: readonly ComplaintSummary[];
}

interface Found {
  readonly proposalId: string;
  readonly position: string;
  readonly status: ProposalStatus;
  readonly submittedOn: LocalDate;
  readonly terms: ProposalTerms;
  readonly currency: string;
  readonly awarded: string;
  readonly grantId: string | null;
  readonly history: readonly ProposalStep[];
  readonly assessments: string;
  readonly place: { readonly place?: number; readonly score?: string; readonly standing: Standing } | null;
}

const select = `SELECT p.proposal_id AS "proposalId", ${positionOf('$1', 'governance')} AS position, p.status,
    p.submitted_on::text AS "submittedOn", p.terms, p.currency, p.awarded, p.grant_id AS "grantId", p.history,
    (SELECT count(*) FROM view.assessment a WHERE a.book_id = $1 AND a.proposal_id = p.proposal_id
       AND NOT p.conflicts @> jsonb_build_array(jsonb_build_object('assessor', a.assessor))) AS assessments,
    (SELECT each FROM jsonb_array_elements(c.ranking -> 'places') each WHERE each ->> 'proposal' = p.proposal_id) AS place
  FROM view.proposal p LEFT JOIN view.call c ON c.book_id = p.book_id AND c.call_id = p.call_id`;

async function sheetsOf(db: Db, book: string, found: readonly Found[]): Promise<ProposalSheet[]> {
  const complaints = await complaintsOf(
    db,
    book,
    found.map((row) => row.proposalId),
  );
  return found.map(({ terms, currency, position, assessments, place, awarded, ...row }) => ({
    ...row,
    position: Number(position),
    callId: terms.call ?? null,
    lead: terms.lead,
    partners: terms.partners,
    title: terms.title,
    summary: terms.summary,
    activityId: terms.activity ?? null,
    requested: terms.requested,
    own: terms.own,
    budget: terms.budget,
    instalments: terms.instalments,
    assessments: Number(assessments),
    place: place?.place ?? null,
    score: place?.score ?? null,
    standing: place?.standing ?? null,
    awarded: moneyOf(awarded, currency),
    complaints: complaints.get(row.proposalId) ?? [],
  }));
}

/** One proposal; undefined when the book has none of that id. */
export async function proposalSheet(db: Db, book: string, proposalId: string): Promise<ProposalSheet | undefined> {
  const { rows } = await db.query<Found>(`${select} WHERE p.book_id = $1 AND p.proposal_id = $2`, [book, proposalId]);
  return (await sheetsOf(db, book, rows))[0];
}

export interface ProposalQuery extends Paging {
  readonly callId?: string;
  readonly status?: ProposalStatus;
  readonly lead?: string;
}

/** Proposals by id. Throws `PagingFault`. */
export async function proposalSheets(db: Db, book: string, asked: ProposalQuery = {}): Promise<Page<ProposalSheet>> {
  const limit = limitOf(asked);
  const where = new Where()
    .and('p.book_id = ?', book)
    .and('p.call_id = ?', asked.callId)
    .and('p.status = ?', asked.status)
    .and(ofOrganisation('p.lead'), await entriesOf(db, asked.lead))
    .and('p.proposal_id > ?', asked.cursor === undefined ? undefined : idsIn(asked.cursor, 1)[0]);
  const { rows } = await db.query<Found>(
    `${select} WHERE ${where.sql} ORDER BY p.proposal_id LIMIT ${where.bind(limit + 1)}`,
    where.values,
  );
  const page = pageOf(
    rows,
    limit,
    (row) => row,
    (row) => row.proposalId,
  );
  return { ...page, items: await sheetsOf(db, book, page.items) };
}

/** An assessment with what was said, for those who may see it. */
export interface Assessment {
  readonly assessor: string;
  readonly assessedOn: LocalDate;
  readonly scores: readonly Score[] | null;
  readonly total: string | null;
  readonly recommendation: Recommendation | null;
  /** Null without one, and when it has been erased. */
  readonly comment: KeptText;
  /** False for one whose assessor has declared a conflict. */
  readonly counted: boolean;
}

export interface Assessments {
  readonly proposalId: string;
  readonly position: number;
  readonly assessments: readonly Assessment[];
  readonly conflicts: readonly { readonly assessor: string; readonly declaredOn: LocalDate; readonly nature: KeptText }[];
}

/** All assessments of a proposal and the conflicts that were declared; undefined when there is no such proposal. */
export async function assessments(db: Db, book: string, proposalId: string): Promise<Assessments | undefined> {
  const { rows } = await db.query<{ readonly conflicts: readonly Conflict[]; readonly position: string }>(
    `SELECT p.conflicts, ${positionOf('p.book_id', 'governance')} AS position FROM view.proposal p
     WHERE p.book_id = $1 AND p.proposal_id = $2`,
    [book, proposalId],
  );
  const found = rows[0];
  if (!found) return undefined;
  const { rows: made } = await db.query<Omit<Assessment, 'comment' | 'counted'> & { readonly commentHash: string | null }>(
    `SELECT assessor, assessed_on::text AS "assessedOn", scores, total, recommendation, comment_hash AS "commentHash"
     FROM view.assessment WHERE book_id = $1 AND proposal_id = $2 ORDER BY assessor`,
    [book, proposalId],
  );
  const hashes = [...made.map((each) => each.commentHash), ...found.conflicts.map((each) => each.natureHash)];
  const texts = await textsOf(
    db,
    book,
    hashes.filter((each) => each !== null),
  );
  return {
    proposalId,
    position: Number(found.position),
    assessments: made.map(({ commentHash, ...each }) => ({
      ...each,
      comment: commentHash === null ? null : (texts.get(commentHash) ?? null),
      counted: !found.conflicts.some(({ assessor }) => assessor === each.assessor),
    })),
    conflicts: found.conflicts.map(({ assessor, declaredOn, natureHash }) => ({
      assessor,
      declaredOn,
      nature: texts.get(natureHash) ?? null,
    })),
  };
}
