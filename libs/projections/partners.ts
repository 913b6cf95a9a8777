import { registryBook } from '#kernel/ids';
import type { LocalDate } from '#kernel/time';
import type { KeptDocument } from '#domain/kept-document';
import type { DueDiligenceRecorded, PartnerKind } from '#domain/registry/partner';
import { type Agreement, agreements } from './agreement-register.js';
import { type Capacity, type CapacityQuery, capacities, capacityConditions } from './capacity-register.js';
import { textsOf } from './content.js';
import { type Db, Where } from './db.js';
import { folded } from './name-key.js';
import { type Page, type Paging, idsIn, limitOf, pageOf } from './page.js';
import {
  type DueDiligenceStatus,
  type FoundPartner,
  type Income,
  type Partner,
  dueDiligenceStatus,
  incomeOf,
  partnerOf,
} from './partner-directory.js';
import { positionOf } from './progress.js';

/** All that everybody may know of a partner. */
export interface PartnerPage extends Partner {
  /** Entries that were merged into this one; their ids lead here. */
  readonly mergedFrom: readonly string[];
  readonly capacities: readonly Capacity[];
  /** The latest year first. */
  readonly incomes: readonly Income[];
  readonly agreements: readonly Pick<Agreement, 'agreementId' | 'title' | 'kind' | 'status'>[];
}

interface FoundPage extends FoundPartner {
  readonly mergedInto: string | null;
  readonly incomes: readonly Parameters<typeof incomeOf>[0][];
}

const columns = `p.partner_id AS "partnerId", ${positionOf('p.book_id', 'partners')} AS position, p.name, p.kind, p.country,
    p.legal_form AS "legalForm", p.identifiers, p.website, p.registered_on::text AS "registeredOn", p.verification,
    p.due_diligence AS "dueDiligence", p.suspension`;

/** The row of a partner, or of the entry into which it was merged. */
async function entry(db: Db, partnerId: string): Promise<FoundPage | undefined> {
  const { rows } = await db.query<FoundPage>(
    `SELECT ${columns}, p.merged_into AS "mergedInto", p.incomes FROM view.partner p WHERE p.book_id = $1 AND p.partner_id = $2`,
    [registryBook, partnerId],
  );
  const found = rows[0];
  return found && found.mergedInto !== null ? entry(db, found.mergedInto) : found;
}

/** Entries that were merged into one, or into those. */
async function mergedInto(db: Db, partnerId: string): Promise<string[]> {
  const { rows } = await db.query<{ partnerId: string }>(
    `WITH RECURSIVE merged AS (
       SELECT partner_id FROM view.partner WHERE book_id = $1 AND merged_into = $2
       UNION SELECT p.partner_id FROM view.partner p JOIN merged m ON p.book_id = $1 AND p.merged_into = m.partner_id)
     SELECT partner_id AS "partnerId" FROM merged ORDER BY 1`,
    [registryBook, partnerId],
  );
  return rows.map((row) => row.partnerId);
}

/** One partner, or the entry into which it was merged; undefined when the registry has none of that id. */
export async function partner(db: Db, partnerId: string, today: LocalDate): Promise<PartnerPage | undefined> {
  const row = await entry(db, partnerId);
  if (!row) return undefined;
  const id = row.partnerId;
  const agreed = await agreements(db, today, { party: id, limit: 500 });
  return {
    ...partnerOf(row, today),
    mergedFrom: await mergedInto(db, id),
    capacities: (await capacities(db, { partnerId: id, limit: 500 })).items,
    incomes: row.incomes.map(incomeOf),
    agreements: agreed.items.map(({ agreementId, title, kind, status }) => ({ agreementId, title, kind, status })),
  };
}

export interface PartnerQuery extends Paging, CapacityQuery {
  /** A part of its id, name or an identifier; case and accents do not matter. */
  readonly text?: string;
  readonly kind?: PartnerKind;
  readonly country?: string;
}

/** Partners by id, without entries that were merged into others. Throws `PagingFault`. */
export async function partners(db: Db, today: LocalDate, asked: PartnerQuery = {}): Promise<Page<Partner>> {
  const limit = limitOf(asked);
  const where = new Where()
    .and('p.book_id = ?', registryBook)
    .and('strpos(p.search, ?) > 0', asked.text === undefined ? undefined : folded(asked.text))
    .and('p.kind = ?', asked.kind)
    .and('p.country = ?', asked.country)
    .and('p.partner_id > ?', asked.cursor === undefined ? undefined : idsIn(asked.cursor, 1)[0]);
  const { sector, territory, capacityKind, capacityText } = asked;
  const able = [sector, territory, capacityKind, capacityText].some((each) => each !== undefined)
    ? `AND EXISTS (SELECT 1 FROM view.capacity c WHERE c.book_id = p.book_id AND c.partner_id = p.partner_id
         AND ${capacityConditions(where, asked).join(' AND ')})`
    : '';
  const { rows } = await db.query<FoundPartner>(
    `SELECT ${columns} FROM view.partner p WHERE ${where.sql} AND p.merged_into IS NULL ${able}
     ORDER BY p.partner_id LIMIT ${where.bind(limit + 1)}`,
    where.values,
  );
  return pageOf(
    rows,
    limit,
    (row) => partnerOf(row, today),
    (row) => row.partnerId,
  );
}

/** Entries that may be of one organisation, and why. */
export interface Duplicates {
  readonly because: 'same-registration' | 'similar-name';
  readonly partners: readonly Pick<Partner, 'partnerId' | 'name' | 'kind' | 'country' | 'identifiers' | 'registeredOn'>[];
}

/**
 * Entries that share a registration (they were made before the registry kept one entry for each), or whose names are
 * the same but for form, order and spelling. Throws `PagingFault`.
 */
export async function duplicates(db: Db, asked: Paging = {}): Promise<Page<Duplicates>> {
  const limit = limitOf(asked);
  const after = asked.cursor === undefined ? ['', ''] : idsIn(asked.cursor, 2);
  const { rows } = await db.query<Duplicates & { readonly first: string }>(
    `WITH entry AS (SELECT * FROM view.partner WHERE book_id = $1 AND merged_into IS NULL),
     keyed AS (
       SELECT partner_id, 'similar-name' COLLATE "C" AS because, name_key AS key FROM entry
       UNION ALL
       SELECT partner_id, 'same-registration', (each->>'agency') || '-' || (each->>'id')
       FROM entry, jsonb_array_elements(identifiers) AS each),
     together AS (
       SELECT DISTINCT because, min(partner_id) AS first, array_agg(DISTINCT partner_id) AS ids
       FROM keyed GROUP BY because, key HAVING count(DISTINCT partner_id) > 1)
     SELECT t.first, t.because, (
       SELECT jsonb_agg(jsonb_build_object('partnerId', e.partner_id, 'name', e.name, 'kind', e.kind, 'country', e.country,
         'identifiers', e.identifiers, 'registeredOn', e.registered_on::text) ORDER BY e.partner_id)
       FROM entry e WHERE e.partner_id = ANY (t.ids)) AS partners
     FROM together t WHERE (t.first, t.because) > ($2 COLLATE "C", $3 COLLATE "C")
     ORDER BY t.first, t.because LIMIT $4`,
    [registryBook, after[0], after[1], limit + 1],
  );
  return pageOf(
    rows,
    limit,
    ({ because, partners: found }) => ({ because, partners: found }),
    (row) => `${row.first}.${row.because}`,
  );
}

/** What was found out about a partner, for those with a role. */
export interface Standing {
  readonly partnerId: string;
  readonly position: number;
  readonly dueDiligence: {
    readonly status: DueDiligenceStatus;
    readonly outcome: DueDiligenceRecorded['outcome'];
    readonly risk: DueDiligenceRecorded['risk'];
    readonly recordedBy: string;
    readonly recordedOn: LocalDate;
    readonly until: LocalDate;
    readonly evidence: readonly KeptDocument[];
    readonly findings: string | null;
  } | null;
  readonly suspension:
    | (NonNullable<Partner['suspension']> & { readonly suspendedBy: string; readonly findings: string | null })
    | null;
}

/** Due diligence and suspension with what lies behind them; undefined when the registry has no such partner. */
export async function standing(db: Db, partnerId: string, today: LocalDate): Promise<Standing | undefined> {
  const row = await entry(db, partnerId);
  if (!row) return undefined;
  const { dueDiligence: found, suspension } = row;
  const hashes = [found?.findingsHash, suspension?.findingsHash].filter((each) => each !== undefined);
  const texts = await textsOf(db, registryBook, hashes);
  const findings = (hash: string | undefined): string | null => (hash === undefined ? null : (texts.get(hash) ?? null));
  return {
    partnerId: row.partnerId,
    position: Number(row.position),
    dueDiligence: found && {
      status: dueDiligenceStatus(found, today),
      outcome: found.outcome,
      risk: found.risk,
      recordedBy: found.by,
      recordedOn: found.on,
      until: found.until,
      evidence: found.evidence,
      findings: findings(found.findingsHash),
    },
    suspension: suspension && {
      effect: suspension.effect,
      reason: suspension.reason,
      since: suspension.on,
      suspendedBy: suspension.by,
      findings: findings(suspension.findingsHash),
    },
  };
}
