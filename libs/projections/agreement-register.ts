import { registryBook } from '#kernel/ids';
import type { LocalDate } from '#kernel/time';
import type { AgreementData, AgreementEnded } from '#domain/registry/agreement';
import type { Narratives } from '#domain/fields';
import type { KeptDocument } from '#domain/kept-document';
import { type Db, Where } from './db.js';
import { entriesOf, ofOrganisation } from './entries.js';
import { idOf } from './event.js';
import { folded } from './name-key.js';
import { type Page, type Paging, idsIn, limitOf, pageOf } from './page.js';
import { positionOf } from './progress.js';
import { count, date, document, keyed, optional, text } from './table.js';
import type { View } from './view.js';

/** One row an agreement. */
export const agreementTable = keyed('agreement', ['agreementId'], {
  agreementId: text,
  title: document<Narratives>(),
  kind: text,
  parties: document<readonly string[]>(),
  signedOn: date,
  endsOn: optional(date),
  endedOn: optional(date),
  ending: optional(text),
  documents: document<readonly KeptDocument[]>(),
  search: text,
  lastPosition: count,
});

/** The legal frames of cooperation. */
export const agreementRegister: View = {
  tables: [agreementTable],
  streams: ['agreement'],
  keysOf: (event) => (event.stream.startsWith('agreement:') ? [{ table: agreementTable, key: [idOf(event)] }] : []),
  apply: (rows, event) => {
    if (event.type === 'agreement.signed' || event.type === 'agreement.amended') {
      const { data } = event;
      rows.put(agreementTable, {
        agreementId: idOf(event),
        title: data.title,
        kind: data.kind,
        parties: data.parties,
        signedOn: data.signedOn,
        endsOn: data.endsOn ?? null,
        endedOn: null,
        ending: null,
        documents: data.documents,
        search: folded([idOf(event), ...Object.values(data.title)].join('\n')),
        lastPosition: event.position,
      });
    } else if (event.type === 'agreement.ended') {
      const before = rows.get(agreementTable, idOf(event));
      if (!before) return;
      const { endedOn, ground } = event.data;
      rows.put(agreementTable, { ...before, endedOn, ending: ground, lastPosition: event.position });
    }
  },
};

// Queries

/** An agreement as it stands on a day. */
export interface Agreement {
  readonly agreementId: string;
  readonly position: number;
  readonly title: Narratives;
  readonly kind: AgreementData['kind'];
  readonly status: 'in-force' | 'expired' | 'ended';
  readonly parties: readonly string[];
  readonly signedOn: LocalDate;
  readonly endsOn: LocalDate | null;
  readonly endedOn: LocalDate | null;
  readonly ending: AgreementEnded['ground'] | null;
  readonly documents: readonly KeptDocument[];
}
type Found = Omit<Agreement, 'position' | 'status'> & { readonly position: string };

const agreementOf = (row: Found, today: LocalDate): Agreement => ({
  agreementId: row.agreementId,
  position: Number(row.position),
  title: row.title,
  kind: row.kind,
  status: row.endedOn !== null ? 'ended' : row.endsOn !== null && row.endsOn < today ? 'expired' : 'in-force',
  parties: row.parties,
  signedOn: row.signedOn,
  endsOn: row.endsOn,
  endedOn: row.endedOn,
  ending: row.ending,
  documents: row.documents,
});

const select = `SELECT a.agreement_id AS "agreementId", ${positionOf('a.book_id', 'partners')} AS position, a.title, a.kind, a.parties,
    a.signed_on::text AS "signedOn", a.ends_on::text AS "endsOn", a.ended_on::text AS "endedOn", a.ending, a.documents
  FROM view.agreement a`;

/** One agreement; undefined when the registry has none of that id. */
export async function agreement(db: Db, agreementId: string, today: LocalDate): Promise<Agreement | undefined> {
  const { rows } = await db.query<Found>(`${select} WHERE a.book_id = $1 AND a.agreement_id = $2`, [registryBook, agreementId]);
  return rows.map((row) => agreementOf(row, today))[0];
}

export interface AgreementQuery extends Paging {
  readonly party?: string;
  readonly kind?: AgreementData['kind'];
  /** A part of its title or id; case and accents do not matter. */
  readonly text?: string;
}

/** Agreements by id. Throws `PagingFault`. */
export async function agreements(db: Db, today: LocalDate, asked: AgreementQuery = {}): Promise<Page<Agreement>> {
  const limit = limitOf(asked);
  const where = new Where()
    .and('a.book_id = ?', registryBook)
    .and(
      `EXISTS (SELECT FROM jsonb_array_elements_text(a.parties) named WHERE ${ofOrganisation('named')})`,
      await entriesOf(db, asked.party),
    )
    .and('a.kind = ?', asked.kind)
    .and('strpos(a.search, ?) > 0', asked.text === undefined ? undefined : folded(asked.text))
    .and('a.agreement_id > ?', asked.cursor === undefined ? undefined : idsIn(asked.cursor, 1)[0]);
  const { rows } = await db.query<Found>(
    `${select} WHERE ${where.sql} ORDER BY a.agreement_id LIMIT ${where.bind(limit + 1)}`,
    where.values,
  );
  return pageOf(
    rows,
    limit,
    (row) => agreementOf(row, today),
    (row) => row.agreementId,
  );
}
