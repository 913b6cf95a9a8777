import { registryBook } from '#kernel/ids';
import type { LocalDate } from '#kernel/time';
import type { PartnerData, PartnerKind } from '#domain/partner';
import { type Db, Where } from './db.js';
import { idOf } from './event.js';
import { type Page, type Paging, idsIn, limitOf, pageOf } from './page.js';
import { positionOf } from './progress.js';
import { count, date, document, keyed, optional, text } from './table.js';
import type { View } from './view.js';

/** One row a partner. `search` is what a text is looked for in. */
export const partnerTable = keyed('partner', ['partnerId'], {
  partnerId: text,
  name: text,
  kind: text,
  country: optional(text),
  legalForm: optional(text),
  identifiers: document<PartnerData['identifiers']>(),
  website: optional(text),
  registeredOn: date,
  search: text,
  lastPosition: count,
});

/** The organisations of the registry. */
export const partnerDirectory: View = {
  tables: [partnerTable],
  keysOf: (event) =>
    event.type === 'partner.registered' || event.type === 'partner.amended'
      ? [{ table: partnerTable, key: [idOf(event)] }]
      : [],
  apply: (rows, event) => {
    if (event.type !== 'partner.registered' && event.type !== 'partner.amended') return;
    const { data, position } = event;
    const partnerId = idOf(event);
    rows.put(partnerTable, {
      partnerId,
      name: data.name,
      kind: data.kind,
      country: data.country ?? null,
      legalForm: data.legalForm ?? null,
      identifiers: data.identifiers,
      website: data.website ?? null,
      registeredOn: rows.get(partnerTable, partnerId)?.registeredOn ?? event.valueDate,
      search: folded([partnerId, data.name, ...data.identifiers.map((each) => `${each.agency}-${each.id}`)].join('\n')),
      lastPosition: position,
    });
  },
};

/** Without case and accents, so that `corporacion` finds `Corporación`. */
const folded = (text: string): string => text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase();

// Queries

export interface Partner {
  readonly partnerId: string;
  readonly position: number;
  readonly name: string;
  readonly kind: PartnerKind;
  readonly country: string | null;
  readonly legalForm: string | null;
  readonly identifiers: PartnerData['identifiers'];
  readonly website: string | null;
  readonly registeredOn: LocalDate;
}

type Found = Omit<Partner, 'position'> & { readonly position: string };
const partnerOf = (row: Found): Partner => ({ ...row, position: Number(row.position) });

const select = `SELECT p.partner_id AS "partnerId", ${positionOf('p.book_id', 'partners')} AS position, p.name, p.kind, p.country,
    p.legal_form AS "legalForm", p.identifiers, p.website, p.registered_on::text AS "registeredOn"
  FROM view.partner p`;

/** One partner; undefined when the registry has none of that id. */
export async function partner(db: Db, partnerId: string): Promise<Partner | undefined> {
  const { rows } = await db.query<Found>(`${select} WHERE p.book_id = $1 AND p.partner_id = $2`, [registryBook, partnerId]);
  return rows.map(partnerOf)[0];
}

export interface PartnerQuery extends Paging {
  /** A part of its id, name or an identifier; case and accents do not matter. */
  readonly text?: string;
  readonly kind?: PartnerKind;
  readonly country?: string;
}

/** Partners by id. Throws `PagingFault`. */
export async function partners(db: Db, asked: PartnerQuery = {}): Promise<Page<Partner>> {
  const limit = limitOf(asked);
  const where = new Where()
    .and('p.book_id = ?', registryBook)
    .and('strpos(p.search, ?) > 0', asked.text === undefined ? undefined : folded(asked.text))
    .and('p.kind = ?', asked.kind)
    .and('p.country = ?', asked.country)
    .and('p.partner_id > ?', asked.cursor === undefined ? undefined : idsIn(asked.cursor, 1)[0]);
  const { rows } = await db.query<Found>(
    `${select} WHERE ${where.sql} ORDER BY p.partner_id LIMIT ${where.bind(limit + 1)}`,
    where.values,
  );
  return pageOf(rows, limit, partnerOf, (row) => row.partnerId);
}
