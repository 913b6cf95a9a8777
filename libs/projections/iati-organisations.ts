import type { Instant } from '#kernel/time';
import type { EventRecord } from '#kernel/record';
import { streamId } from '#kernel/ids';
import { isIatiAgency } from '#domain/registry/identifiers';
import type { PartnerData, PartnerKind, PartnerMerged } from '#domain/registry/partner';
import type { OrganisationType } from '#iati/codes';
import type { Party } from '#iati/model';

/** What is published of a partner, and since when it reads so. */
export interface PublishedPartner {
  readonly name: string;
  readonly kind: PartnerKind;
  readonly country: string | undefined;
  /** `agency-id` of its first registration whose register IATI lists, or else of the first. */
  readonly ref: string | undefined;
  readonly changedAt: Instant;
  /** The entry into which it was merged, as which it is published. */
  readonly into?: string;
}

/** Folds the registry into what is published of its partners; other events of it change nothing. */
export function foldPartner(partners: Map<string, PublishedPartner>, event: EventRecord): void {
  const id = streamId(event.stream);
  const before = partners.get(id);
  switch (event.type) {
    case 'partner.registered':
    case 'partner.amended':
      partners.set(id, published(event, before));
      return;
    case 'partner.merged':
      if (before) partners.set(id, { ...before, into: (event.data as PartnerMerged).into, changedAt: event.recordedAt });
      return;
    case 'partner.separated':
      if (before) {
        const { into: _, ...itself } = before;
        partners.set(id, { ...itself, changedAt: event.recordedAt });
      }
      return;
    default:
  }
}

function published(event: EventRecord, before: PublishedPartner | undefined): PublishedPartner {
  const { name, kind, country, identifiers } = event.data as PartnerData;
  const first = identifiers.find((each) => isIatiAgency(each.agency)) ?? identifiers[0];
  const ref = first && `${first.agency}-${first.id}`;
  const same = before?.name === name && before.kind === kind && before.country === country && before.ref === ref;
  return { name, kind, country, ref, changedAt: before && same ? before.changedAt : event.recordedAt };
}

/** Types of IATI that do not depend on the activity. */
const fixedTypes: Partial<Record<PartnerKind, OrganisationType>> = {
  'national-government': '10',
  'local-government': '11',
  'other-public-body': '15',
  'public-company': '15',
  parliamentarians: '15',
  multilateral: '40',
  'study-centre': '80',
  academia: '80',
  foundation: '60',
  'public-private-partnership': '30',
  'public-collection': '90',
};

const businesses: ReadonlySet<PartnerKind> = new Set(['private-company', 'cooperative']);

/**
 * The IATI type of a partner in an activity whose money goes to `recipients` (ISO 3166-1): an organisation of civil
 * society is 24 in a recipient country, 22 in another, 21 where it is at home in no one country; a business is 72 in a
 * recipient country and 70 otherwise.
 */
export function organisationType(
  kind: PartnerKind,
  country: string | undefined,
  recipients: ReadonlySet<string>,
): OrganisationType {
  const fixed = fixedTypes[kind];
  if (fixed) return fixed;
  const atHome = country !== undefined && recipients.has(country);
  if (businesses.has(kind)) return atHome ? '72' : '70';
  return atHome ? '24' : country === undefined ? '21' : '22';
}

const publicKinds: ReadonlySet<PartnerKind> = new Set([
  'national-government',
  'local-government',
  'other-public-body',
  'public-company',
  'parliamentarians',
  'multilateral',
  'public-private-partnership',
]);

/** Whether the money of a contributor of this kind is private: its flow is 30, private development finance. */
export const isPrivate = (kind: PartnerKind): boolean => !publicKinds.has(kind);

/** How many ends are remembered. */
const mostEnds = 1_024;

/** The partners that one activity names: how each is written there, and since when all of them read so. */
export class Organisations {
  private latest: Instant | undefined;
  private readonly ends = new Map<object, Party>();

  constructor(
    private readonly partners: ReadonlyMap<string, PublishedPartner>,
    private readonly reportingOrgRef: string,
    private readonly recipients: ReadonlySet<string>,
  ) {}

  /** Throws `RangeError` for a partner that the registry does not have at the position that is read. */
  find(id: string): PublishedPartner {
    const found = this.partners.get(id);
    if (!found) throw new RangeError(`the registry does not have the partner ${id} at that position: take a later one`);
    if (this.latest === undefined || found.changedAt > this.latest) this.latest = found.changedAt;
    return found.into === undefined ? found : this.find(found.into);
  }

  /** Reference, type and name. A partner without a registration is called by an id of the fund's own. */
  party(id: string, activityId?: string): Party {
    const { name, kind, country, ref = `${this.reportingOrgRef}-PARTNER-${this.standing(id)}` } = this.find(id);
    return { ref, type: organisationType(kind, country, this.recipients), activityId, name: [{ text: name }] };
  }

  /** The party that stands at an end of transactions: many of them have the same. */
  at(end: object, find: () => Party): Party {
    let party = this.ends.get(end);
    if (party === undefined) {
      if (this.ends.size >= mostEnds) this.ends.clear();
      this.ends.set(end, (party = find()));
    }
    return party;
  }

  /** The id of the entry as which a partner is published: its own, or that of the one into which it was merged. */
  private standing(id: string): string {
    const into = this.partners.get(id)?.into;
    return into === undefined ? id : this.standing(into);
  }

  /** When one of them last changed; undefined when none was asked for. */
  get changedAt(): Instant | undefined {
    return this.latest;
  }
}
