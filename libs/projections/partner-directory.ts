import { currency } from '#kernel/currency';
import { type MoneyJson, minorOf, moneyJson, sum } from '#kernel/money';
import { percentageOf } from '#kernel/percentage';
import type { LocalDate } from '#kernel/time';
import {
  type DueDiligenceRecorded,
  type IncomeDeclared,
  type IncomeSource,
  type PartnerData,
  type PartnerEvent,
  type PartnerKind,
  type PartnerSuspended,
  type PartnerVerified,
  foreignPublicSources,
  publicSources,
  sameOrganisation,
} from '#domain/registry/partner';
import type { BookEvent } from './event.js';
import { idOf } from './event.js';
import { folded, nameKey } from './name-key.js';
import { type Row, type RowOf, count, date, document, keyed, optional, text } from './table.js';
import type { View } from './view.js';

/** What was found, by whom it was recorded, and on which value date. */
type Dated<Data> = Pick<Data, Exclude<keyof Data, 'documentDate' | 'noteHash'>> & {
  readonly on: LocalDate;
  readonly by: string;
};

/** One row a partner. `search` is what a text is looked for in, `nameKey` what two entries of one organisation share. */
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
  nameKey: text,
  mergedInto: optional(text),
  verification: optional(document<Dated<PartnerVerified>>()),
  dueDiligence: optional(document<Dated<DueDiligenceRecorded>>()),
  suspension: optional(document<Dated<PartnerSuspended>>()),
  /** The latest year first. */
  incomes: document<readonly Dated<IncomeDeclared>[]>(),
  lastPosition: count,
});
type PartnerRow = RowOf<(typeof partnerTable)['columns']> & Row;

type PartnerBookEvent = Extract<BookEvent, { readonly type: PartnerEvent['type'] }>;
const isPartnerEvent = (event: BookEvent): event is PartnerBookEvent => event.stream.startsWith('partner:');

/** The organisations of the registry, and how they stand. */
export const partnerDirectory: View = {
  tables: [partnerTable],
  streams: ['partner'],
  keysOf: (event) => (isPartnerEvent(event) ? [{ table: partnerTable, key: [idOf(event)] }] : []),
  apply: (rows, event) => {
    if (!isPartnerEvent(event)) return;
    const before = rows.get(partnerTable, idOf(event));
    if (event.type === 'partner.registered') rows.put(partnerTable, entered(event, event.data, before));
    else if (before) rows.put(partnerTable, { ...before, ...changeOf(event, before), lastPosition: event.position });
  },
};

/** A row out of what is known of an organisation; how it stands is kept. */
function entered(event: PartnerBookEvent, data: PartnerData, before: PartnerRow | undefined): PartnerRow {
  const partnerId = idOf(event);
  return {
    mergedInto: null,
    verification: null,
    dueDiligence: null,
    suspension: null,
    incomes: [],
    registeredOn: event.valueDate,
    ...before,
    partnerId,
    name: data.name,
    kind: data.kind,
    country: data.country ?? null,
    legalForm: data.legalForm ?? null,
    identifiers: data.identifiers,
    website: data.website ?? null,
    search: folded([partnerId, data.name, ...data.identifiers.map((each) => `${each.agency}-${each.id}`)].join('\n')),
    nameKey: nameKey(data.name),
    lastPosition: event.position,
  };
}

/** The entry as a row has it. */
const dataOf = (row: PartnerRow): PartnerData => ({
  name: row.name,
  kind: row.kind as PartnerKind,
  ...(row.country === null ? {} : { country: row.country }),
  ...(row.legalForm === null ? {} : { legalForm: row.legalForm }),
  identifiers: row.identifiers,
});

function changeOf(event: PartnerBookEvent, before: PartnerRow): Partial<PartnerRow> {
  switch (event.type) {
    case 'partner.amended': {
      const stands = sameOrganisation(dataOf(before), event.data);
      return { ...entered(event, event.data, before), ...(stands ? {} : { verification: null }) };
    }
    case 'partner.verified':
      return { verification: dated(event.data, event) };
    case 'partner.due-diligence-recorded':
      return { dueDiligence: dated(event.data, event) };
    case 'partner.suspended':
      return { suspension: dated(event.data, event) };
    case 'partner.reinstated':
      return { suspension: null };
    case 'partner.merged':
      return { mergedInto: event.data.into };
    case 'partner.separated':
      return { mergedInto: null };
    case 'partner.income-declared': {
      const others = before.incomes.filter((each) => each.year !== event.data.year);
      return { incomes: [...others, dated(event.data, event)].toSorted((a, b) => b.year - a.year) };
    }
    default:
      return {};
  }
}

function dated<Data extends { readonly documentDate?: unknown; readonly noteHash?: unknown }>(
  { documentDate: _, noteHash: __, ...data }: Data,
  { valueDate, actor }: Pick<BookEvent, 'valueDate' | 'actor'>,
): Dated<Data> {
  return { ...data, on: valueDate, by: actor };
}

// What the rows say to readers

/** What is found in an entry, and how it stands on a day. */
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
  readonly verification: {
    readonly status: 'verified' | 'expired';
    readonly ground: PartnerVerified['ground'];
    readonly verifier: string | null;
    readonly verifiedBy: string;
    readonly verifiedOn: LocalDate;
    readonly until: LocalDate | null;
  } | null;
  /** Outcome and end alone: rating and findings are for those with a role. */
  readonly dueDiligence: { readonly status: DueDiligenceStatus; readonly until: LocalDate | null };
  readonly suspension: {
    readonly effect: PartnerSuspended['effect'];
    readonly reason: PartnerSuspended['reason'];
    readonly since: LocalDate;
  } | null;
}
/** Where the due diligence of a partner stands on a day. */
export type DueDiligenceStatus = 'none' | 'passed' | 'failed' | 'expired';

/** The income of a year. Shares are in percent of the total; null where there was none. */
export interface Income {
  readonly year: number;
  readonly total: MoneyJson;
  readonly sources: readonly { readonly source: IncomeSource; readonly amount: MoneyJson }[];
  readonly publicShare: string | null;
  readonly foreignPublicShare: string | null;
  readonly declaredOn: LocalDate;
}

/** A row as queries find it. */
export interface FoundPartner {
  readonly partnerId: string;
  readonly position: string;
  readonly name: string;
  readonly kind: PartnerKind;
  readonly country: string | null;
  readonly legalForm: string | null;
  readonly identifiers: PartnerData['identifiers'];
  readonly website: string | null;
  readonly registeredOn: LocalDate;
  readonly verification: PartnerRow['verification'];
  readonly dueDiligence: PartnerRow['dueDiligence'];
  readonly suspension: PartnerRow['suspension'];
}

/** An entry as it stands on a day. */
export function partnerOf(row: FoundPartner, today: LocalDate): Partner {
  const { verification, dueDiligence, suspension } = row;
  return {
    partnerId: row.partnerId,
    position: Number(row.position),
    name: row.name,
    kind: row.kind,
    country: row.country,
    legalForm: row.legalForm,
    identifiers: row.identifiers,
    website: row.website,
    registeredOn: row.registeredOn,
    verification: verification && {
      status: verification.until !== undefined && verification.until < today ? 'expired' : 'verified',
      ground: verification.ground,
      verifier: verification.verifier ?? null,
      verifiedBy: verification.by,
      verifiedOn: verification.on,
      until: verification.until ?? null,
    },
    dueDiligence: { status: dueDiligenceStatus(dueDiligence, today), until: dueDiligence?.until ?? null },
    suspension: suspension && { effect: suspension.effect, reason: suspension.reason, since: suspension.on },
  };
}

/** `passed` holds through its last day, and is `expired` after it; a failed one stays `failed`. */
export function dueDiligenceStatus(found: PartnerRow['dueDiligence'], today: LocalDate): DueDiligenceStatus {
  if (!found) return 'none';
  return found.outcome === 'failed' ? 'failed' : found.until < today ? 'expired' : 'passed';
}

/** The income of a year with its total and the shares on which autonomy is judged. */
export function incomeOf({ year, sources, on }: Dated<IncomeDeclared>): Income {
  const code = currency(sources[0]!.amount.currency);
  const of = (which: readonly IncomeSource[] | undefined): bigint =>
    sum(sources.filter(({ source }) => which?.includes(source) ?? true).map(({ amount }) => minorOf(amount)));
  const total = of(undefined);
  const share = (part: bigint): string | null => (total === 0n ? null : percentageOf(part, total));
  return {
    year,
    total: moneyJson(total, code),
    sources,
    publicShare: share(of(publicSources)),
    foreignPublicShare: share(of(foreignPublicSources)),
    declaredOn: on,
  };
}
