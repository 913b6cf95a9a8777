import { registryBook } from '#kernel/ids';
import type { LocalDate } from '#kernel/time';
import type { Narratives } from '#domain/fields';
import type { KeptDocument } from '#domain/kept-document';
import type { CapacityDeclared, PartnerKind } from '#domain/registry/partner';
import { type Db, Where } from './db.js';
import { idOf } from './event.js';
import { folded } from './name-key.js';
import { type Page, type Paging, idsIn, limitOf, pageOf } from './page.js';
import { around } from './regions.js';
import { count, date, document, keyed, optional, small, text } from './table.js';
import type { View } from './view.js';

/** What each partner can do, as it was declared last; `search` is what a text is looked for in. */
export const capacityTable = keyed('capacity', ['partnerId', 'capacity'], {
  partnerId: text,
  capacity: text,
  kind: text,
  description: document<Narratives>(),
  sectors: document<readonly string[]>(),
  territories: document<readonly string[]>(),
  since: optional(small),
  evidence: document<readonly KeptDocument[]>(),
  declaredOn: date,
  withdrawnOn: optional(date),
  search: text,
  lastPosition: count,
});

/** The inventory of capacities. */
export const capacityRegister: View = {
  tables: [capacityTable],
  keysOf: (event) =>
    event.type === 'partner.capacity-declared' || event.type === 'partner.capacity-withdrawn'
      ? [{ table: capacityTable, key: [idOf(event), event.data.capacity] }]
      : [],
  apply: (rows, event) => {
    const partnerId = idOf(event);
    if (event.type === 'partner.capacity-declared') {
      const { data } = event;
      rows.put(capacityTable, {
        partnerId,
        capacity: data.capacity,
        kind: data.kind,
        description: data.description,
        sectors: data.sectors,
        territories: data.territories,
        since: data.since ?? null,
        evidence: data.evidence,
        declaredOn: event.valueDate,
        withdrawnOn: null,
        search: folded([data.capacity, ...Object.values(data.description)].join('\n')),
        lastPosition: event.position,
      });
    } else if (event.type === 'partner.capacity-withdrawn') {
      const before = rows.get(capacityTable, partnerId, event.data.capacity);
      if (before) rows.put(capacityTable, { ...before, withdrawnOn: event.valueDate, lastPosition: event.position });
    }
  },
};

// Queries

/** Which capacities are looked for. Each is met by one and the same capacity. */
export interface CapacityQuery {
  /** A DAC sector: a category finds its purposes, and a purpose what was declared for its category. */
  readonly sector?: string;
  /** A country finds its parts, and a part what was declared for its country; regions as `around` has them. */
  readonly territory?: string;
  readonly capacityKind?: CapacityDeclared['kind'];
  /** A part of its description; case and accents do not matter. */
  readonly capacityText?: string;
}

/** The conditions on capacities `c`, each with its value bound. */
export function capacityConditions(where: Where, asked: CapacityQuery): string[] {
  const conditions: string[] = ['c.withdrawn_on IS NULL'];
  const anyOf = (list: string, holds: string): string =>
    `EXISTS (SELECT 1 FROM jsonb_array_elements_text(c.${list}) AS each(code) WHERE ${holds})`;
  if (asked.sector !== undefined) {
    const sector = `${where.bind(asked.sector)}::text`;
    conditions.push(anyOf('sectors', `starts_with(each.code, ${sector}) OR starts_with(${sector}, each.code)`));
  }
  if (asked.territory !== undefined) {
    const territory = `${where.bind(asked.territory)}::text`;
    // A part of a country is written after a hyphen.
    const part = `starts_with(each.code, ${territory} || '-') OR starts_with(${territory}, each.code || '-')`;
    conditions.push(anyOf('territories', `each.code = ANY (${where.bind(around(asked.territory))}::text[]) OR ${part}`));
  }
  if (asked.capacityKind !== undefined) conditions.push(`c.kind = ${where.bind(asked.capacityKind)}`);
  if (asked.capacityText !== undefined) conditions.push(`strpos(c.search, ${where.bind(folded(asked.capacityText))}) > 0`);
  return conditions;
}

/** Something that a partner can do. */
export interface Capacity {
  readonly partnerId: string;
  readonly partnerName: string;
  readonly partnerKind: PartnerKind;
  readonly country: string | null;
  readonly capacity: string;
  readonly kind: CapacityDeclared['kind'];
  readonly description: Narratives;
  readonly sectors: readonly string[];
  readonly territories: readonly string[];
  readonly since: number | null;
  readonly evidence: readonly KeptDocument[];
  readonly declaredOn: LocalDate;
}

const select = `SELECT c.partner_id AS "partnerId", p.name AS "partnerName", p.kind AS "partnerKind", p.country, c.capacity, c.kind,
    c.description, c.sectors, c.territories, c.since, c.evidence, c.declared_on::text AS "declaredOn"
  FROM view.capacity c JOIN view.partner p ON p.book_id = c.book_id AND p.partner_id = c.partner_id`;

/** Capacities by partner and name. Throws `PagingFault`. */
export async function capacities(
  db: Db,
  asked: CapacityQuery & Paging & { readonly partnerId?: string; readonly partnerKind?: PartnerKind } = {},
): Promise<Page<Capacity>> {
  const limit = limitOf(asked);
  const after = asked.cursor === undefined ? undefined : idsIn(asked.cursor, 2);
  const where = new Where()
    .and('c.book_id = ?', registryBook)
    .and('c.partner_id = ?', asked.partnerId)
    .and('p.kind = ?', asked.partnerKind)
    .and(
      `(c.partner_id, c.capacity) > (split_part(?, '.', 1) COLLATE "C", split_part(?, '.', 2) COLLATE "C")`,
      after?.join('.'),
    );
  const conditions = capacityConditions(where, asked).join(' AND ');
  const { rows } = await db.query<Capacity>(
    `${select} WHERE ${where.sql} AND p.merged_into IS NULL AND ${conditions}
     ORDER BY c.partner_id, c.capacity LIMIT ${where.bind(limit + 1)}`,
    where.values,
  );
  return pageOf(
    rows,
    limit,
    (row) => row,
    (row) => `${row.partnerId}.${row.capacity}`,
  );
}
