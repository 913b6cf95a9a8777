import { type Currency, currency } from '#kernel/currency';
import { money, splitByWeight } from '#kernel/money';
import type { Instant, LocalDate } from '#kernel/time';
import { phases } from '#domain/activities/activity';
import type { FundEstablished } from '#domain/fund/fund';
import {
  type ActivityDateType,
  type ActivityStatus,
  activityScopes,
  collaborationTypes,
  flowTypes,
  isCode,
  organisationTypes,
  policySignificances,
  tiedStatuses,
} from '#iati/codes';
import type {
  ActivityDate,
  Description,
  DocumentLink,
  IatiActivity,
  IatiTransaction,
  Narratives,
  ParticipatingOrg,
  Party,
  Result,
} from '#iati/model';
import type { End, FinancedActivity, FundBook, Line, SignedGrant } from './iati-fund-book.js';
import { allocatedByYear, conditionsOf, grantedByYear, unpaidInstalments } from './iati-fund-plans.js';
import { Organisations, type PublishedPartner, isPrivate } from './iati-organisations.js';
import { documentElement, locationElement, resultElement } from './iati-results.js';
import {
  type Language,
  type Words,
  filled,
  joined,
  outcomeWords,
  phaseWords,
  published,
  quote,
  roleWords,
  say,
  spokenBy,
} from './iati-words.js';

/** What a file is made from besides the book: the registry, and the moment of the last event that was read. */
export interface FileSetting {
  readonly partners: ReadonlyMap<string, PublishedPartner>;
  readonly generated: Instant;
  /** The day of `generated` in the fund's time zone. */
  readonly today: LocalDate;
}

/**
 * The activities of a fund's file: the fund itself (hierarchy 1), then what it finances (hierarchy 2), in the order in
 * which they were identified. docs/formats/iati.md says which event becomes which element. Requires a fund that was
 * established; throws `RangeError` for a partner that the registry does not have.
 */
export function* fundActivities(book: FundBook, setting: FileSetting): Generator<IatiActivity> {
  const file = new FundFile(book, setting);
  yield file.ofFund();
  for (const entry of book.activities.values()) yield file.ofActivity(entry);
}

class FundFile {
  private readonly fund: FundEstablished;
  private readonly home: Currency;
  private readonly spoken: readonly Language[];
  private readonly fundId: string;

  constructor(
    private readonly book: FundBook,
    private readonly setting: FileSetting,
  ) {
    if (!book.fund) throw new RangeError(`the book ${book.book} holds no fund`);
    this.fund = book.fund;
    this.home = currency(book.fund.homeCurrency);
    this.spoken = spokenBy(book.fund.publishing.language, book.fund.name);
    this.fundId = `${book.fund.publishing.reportingOrg.ref}-${book.book}`;
  }

  ofFund(): IatiActivity {
    const { fund, book } = this;
    const { publishing } = fund;
    const countries = publishing.countries.length > 0 ? publishing.countries : this.sharesOfActivities('countries');
    const sectors = publishing.sectors.length > 0 ? publishing.sectors : this.sharesOfActivities('sectors');
    const names = this.organisations(countries);
    const unpaid = unpaidInstalments(book, this.setting.today);
    return {
      ...this.common(1, this.fundId, book.book),
      title: quote(publishing.language, fund.name),
      descriptions: [{ type: '1', text: quote(publishing.language, fund.description ?? fund.name) }],
      participatingOrgs: [
        ...[...book.contributors].map(([partner, activityId]) => ({ ...names.party(partner, activityId), role: '1' as const })),
        { ...this.itself(), role: '2' },
        { ...this.itself(), role: '3' },
        ...[...book.activities.values()].flatMap((entry) =>
          executorsOf(entry).map((partner) => ({
            ...names.party(partner, entry.ownActivities.get(partner) ?? this.idOf(entry.id)),
            role: '4' as const,
          })),
        ),
      ],
      status: '2',
      dates: [
        { type: '1', date: fund.startsOn },
        { type: '2', date: fund.startsOn },
        ...(fund.endsOn === undefined ? [] : [{ type: '3' as const, date: fund.endsOn }]),
      ],
      scope: isCode(activityScopes, publishing.scope) ? publishing.scope : undefined,
      recipientCountries: countries,
      sectors: sectors.map((each) => ({ vocabulary: '1', ...each })),
      collaborationType: isCode(collaborationTypes, publishing.collaborationType) ? publishing.collaborationType : undefined,
      defaultAidTypes: [{ vocabulary: '1', code: publishing.aidType }],
      budgets: allocatedByYear(book, this.home),
      plannedDisbursements: unpaid.due.map(({ grant, amountMinor, period, signedOn }) => ({
        type: '1',
        period,
        value: { ...money(amountMinor, this.home), valueDate: signedOn },
        provider: this.itself(this.fundId),
        receiver: this.end({ kind: 'payee', grant }, names),
      })),
      transactions: book.lines.map((line) => this.transaction(line, names)),
      documents: this.reports(undefined),
      results: this.results(undefined, []),
      relatedActivities: [...book.activities.keys()].map((id) => ({ ref: this.idOf(id), type: '2' })),
      lastUpdated: this.updated(book.touchedAt, names, unpaid.changedAt),
    };
  }

  ofActivity(entry: FinancedActivity): IatiActivity {
    const { identified, plan, classification, grants } = entry;
    const { publishing } = this.fund;
    const countries = classification.countries?.length ? classification.countries : publishing.countries;
    const sectors = classification.sectors?.length ? classification.sectors : publishing.sectors;
    const names = this.organisations(countries);
    const collaboration = classification.collaborationType ?? byModality[identified.modality];
    return {
      ...this.common(2, this.idOf(entry.id), `activity:${entry.id}`),
      title: quote(publishing.language, plan.title),
      descriptions: [
        { type: '1', text: quote(publishing.language, plan.description ?? plan.title) },
        ...this.others(entry, names),
      ],
      participatingOrgs: this.participants(entry, grants, names),
      status: statuses[entry.status],
      dates: datesOf(entry),
      scope: countries.length === 1 ? '4' : countries.length > 1 ? '3' : undefined,
      recipientCountries: countries,
      locations: entry.locations.map((each) => locationElement(publishing.language, each)),
      sectors: sectors.map((each) => ({ vocabulary: '1', ...each })),
      tags: classification.sdgTargets?.map((code) => ({ vocabulary: '3', code })),
      policyMarkers: classification.policyMarkers?.map(({ code, significance }) => ({
        vocabulary: '1',
        code,
        significance: isCode(policySignificances, significance) ? significance : undefined,
      })),
      collaborationType: isCode(collaborationTypes, collaboration) ? collaboration : undefined,
      defaultAidTypes: [{ vocabulary: '1', code: 'C01' }],
      budgets: grantedByYear(grants, this.home),
      transactions: entry.lines
        .filter((line) => line.grant === undefined || this.book.ownActivityOf(line.grant) === undefined)
        .map((line) => this.transaction(line, names)),
      documents: [
        ...[...entry.documents.values()].map((each) => documentElement(publishing.language, each, each.category)),
        ...this.reports(entry.id),
      ],
      relatedActivities: [{ ref: this.fundId, type: '1' }],
      conditions: conditionsOf(grants),
      results: this.results(entry.id, entry.locations),
      lastUpdated: this.updated(entry.touchedAt, names),
    };
  }

  /** Reports of evaluations of an activity, or of the arrangement as a whole. */
  private reports(activity: string | undefined): DocumentLink[] {
    return [...this.book.evaluations.values()]
      .filter((each) => each.activity === activity)
      .map((each) => documentElement(this.fund.publishing.language, each.document, 'A07'));
  }

  /** What came of an activity, or of the fund and its arrangements. */
  private results(activity: string | undefined, locations: FinancedActivity['locations']): Result[] {
    const places = new Set(locations.map((each) => each.id));
    return [...this.book.results.values()]
      .filter((each) => each.activity === activity)
      .map((each) => resultElement(this.fund.publishing.language, places, each));
  }

  private idOf(activity: string): string {
    // Ids of the book hold no dot, so no two of a publisher's funds and activities can be called the same.
    return `${this.fundId}.${activity}`;
  }

  private organisations(countries: readonly { readonly code: string }[]): Organisations {
    const recipients = new Set(countries.map((each) => each.code));
    return new Organisations(this.setting.partners, this.fund.publishing.reportingOrg.ref, recipients);
  }

  private common(hierarchy: 1 | 2, identifier: string, ownId: string) {
    const { reportingOrg, language, mailbox, website, flowType, financeType, tiedStatus } = this.fund.publishing;
    const name: Narratives = [{ text: reportingOrg.name }];
    return {
      lang: language,
      defaultCurrency: this.home,
      hierarchy,
      identifier,
      reportingOrg: { ref: reportingOrg.ref, type: typeOr90(reportingOrg.type), secondaryReporter: false, name },
      otherIdentifiers: [{ ref: ownId, type: 'A1' as const, owner: { ref: reportingOrg.ref, name } }],
      contacts:
        mailbox === undefined && website === undefined
          ? undefined
          : [
              {
                type: '1' as const,
                organisation: name,
                emails: mailbox === undefined ? undefined : [mailbox],
                websites: website === undefined ? undefined : [website],
              },
            ],
      defaultFlowType: isCode(flowTypes, flowType) ? flowType : undefined,
      defaultFinanceType: financeType,
      defaultTiedStatus: isCode(tiedStatuses, tiedStatus) ? tiedStatus : undefined,
    };
  }

  /** The reporting organisation as a party, in the fund's own activity when that is where the money is. */
  private itself(activityId?: string): Party {
    const { ref, name, type } = this.fund.publishing.reportingOrg;
    return { ref, type: typeOr90(type), activityId, name: [{ text: name }] };
  }

  private transaction(line: Line, names: Organisations): IatiTransaction {
    const { ref, type, date, valueDate, amount, text, from, to, inKind } = line;
    const giver = to.kind === 'fund' && from.kind === 'partner' ? names.find(from.partner) : undefined;
    const { flowType } = this.fund.publishing;
    return {
      ref,
      type,
      date,
      value: { ...amount, valueDate },
      description: say(this.spoken, text),
      provider: this.end(from, names),
      receiver: this.end(to, names),
      disbursementChannel: inKind ? '4' : undefined,
      flowType: giver && isPrivate(giver.kind) && flowType !== '30' ? '30' : undefined,
    };
  }

  private end(end: End, names: Organisations): Party {
    switch (end.kind) {
      case 'fund':
        return this.itself(this.fundId);
      case 'partner':
        return names.party(end.partner, end.activityId);
      case 'payee': {
        const { payee, activity } = this.book.grants.get(end.grant)!.terms;
        return names.party(payee, this.book.ownActivityOf(end.grant) ?? this.idOf(activity));
      }
      default:
        return { name: say(this.spoken, published[end.kind]) };
    }
  }

  /** Who takes part in one of IATI's four roles; the first three are the fund's where nobody else has them. */
  private participants(entry: FinancedActivity, grants: readonly SignedGrant[], names: Organisations): ParticipatingOrg[] {
    const inRole = (...roles: readonly string[]) => entry.partners.filter((each) => roles.includes(each.role));
    const ids = (list: readonly { readonly partner: string }[]) => [...new Set(list.map((each) => each.partner))];
    const standing = grants.filter((each) => !each.reversed);
    const funders = [...new Set([...ids(inRole('funder')), ...entry.cofinanciers])];
    const accountable = ids(inRole('secretariat', 'coordinator', 'supervisor'));
    const agents = standing.filter((each) => each.terms.payee !== each.terms.executor).map((each) => each.terms.payee);
    const extending = [...new Set([...ids(inRole('facilitator')), ...agents])];
    const executors = [...new Set([...executorsOf(entry), ...standing.map((each) => each.terms.executor)])];
    return [
      { ...this.itself(this.fundId), role: '1' },
      ...funders.map((id) => ({ ...names.party(id), role: '1' as const })),
      ...(accountable.length === 0
        ? [{ ...this.itself(), role: '2' as const }]
        : accountable.map((id) => ({ ...names.party(id), role: '2' as const }))),
      { ...this.itself(), role: '3' },
      ...extending.map((id) => ({ ...names.party(id), role: '3' as const })),
      ...executors.map((id) => ({
        ...names.party(id, entry.ownActivities.get(id) ?? this.idOf(entry.id)),
        role: '4' as const,
      })),
    ];
  }

  /** Roles that IATI has no code for, and all phases; then the stages: as text, each in one description. */
  private others(entry: FinancedActivity, names: Organisations): Description[] {
    const lines = phases.flatMap((phase) => {
      const there = entry.partners.filter((each) => each.phase === phase);
      const who = there.map(({ partner, role }) =>
        filled(published.inRole, { who: names.find(partner).name, role: roleWords[role] }),
      );
      return who.length === 0 ? [] : [joined([phaseWords[phase], joined(who, '; ')], ': ')];
    });
    const stages = entry.stages.map(({ title, plannedStart, plannedEnd, outcome }) => {
      const period =
        plannedStart === undefined && plannedEnd === undefined ? '' : ` (${plannedStart ?? ''} - ${plannedEnd ?? ''})`;
      return joined([inWords(title, this.spoken[0]!, period), outcome && outcomeWords[outcome]], ': ');
    });
    const texts: Words[] = [
      ...(lines.length === 0 ? [] : [joined(lines, '. ')]),
      ...(stages.length === 0 ? [] : [joined([published.stages, joined(stages, '; ')], ': ')]),
    ];
    return texts.map((text) => ({ type: '4', text: say(this.spoken, text) }));
  }

  /** When the content last changed: by an event of the book, by one of the registry, or because a quarter went by. */
  private updated(...moments: readonly (Instant | Organisations | undefined)[]): Instant {
    const times = moments
      .map((each) => (each instanceof Organisations ? each.changedAt : each))
      .filter((each) => each !== undefined)
      .toSorted();
    const latest = times.at(-1)!;
    return latest < this.setting.generated ? latest : this.setting.generated;
  }

  /** Where the fund itself does not say: the shares of its activities, each counting the same, in hundredths of a percent. */
  private sharesOfActivities(of: 'countries' | 'sectors'): { code: string; percentage: string }[] {
    const saying = [...this.book.activities.values()]
      .map((each) => each.classification[of] ?? [])
      .filter((list) => list.length > 0);
    const weights = new Map<string, bigint>();
    for (const { code, percentage } of saying.flat()) {
      weights.set(code, (weights.get(code) ?? 0n) + BigInt(Math.round(Number(percentage) * 100)));
    }
    if (weights.size === 0) return [];
    const parts = splitByWeight(
      10_000n,
      [...weights].map(([id, weight]) => ({ id, weight })),
    );
    return [...parts]
      .filter(([, part]) => part > 0n)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([code, part]) => ({ code, percentage: `${part / 100n}.${String(part % 100n).padStart(2, '0')}` }));
  }
}

const typeOr90 = (type: string) => (isCode(organisationTypes, type) ? type : '90');

const statuses: Readonly<Record<FinancedActivity['status'], ActivityStatus>> = {
  planned: '1',
  started: '2',
  suspended: '6',
  completed: '3',
  cancelled: '5',
};

const byModality: Readonly<Record<string, string>> = { bilateral: '1', triangular: '8' };

const executorsOf = (entry: FinancedActivity): string[] => [
  ...new Set(entry.partners.filter((each) => each.role === 'executor').map((each) => each.partner)),
];

/** IATI wants a start: where none is planned and none was, it is the day of identification. */
function datesOf({ plan, identifiedOn, stages, startedOn, completedOn }: FinancedActivity): ActivityDate[] {
  // A stage that never got money takes no time.
  const carriedOut = stages.filter((each) => each.outcome !== 'not-funded');
  const starts = carriedOut.flatMap((each) => each.plannedStart ?? []).toSorted();
  const ends = carriedOut.flatMap((each) => each.plannedEnd ?? []).toSorted();
  const plannedEnd = plan.plannedEnd ?? ends.at(-1);
  const known = plan.plannedStart ?? starts[0];
  const fallback = startedOn === undefined ? earlier(identifiedOn, plannedEnd) : undefined;
  const dates: readonly (readonly [ActivityDateType, LocalDate | undefined])[] = [
    ['1', known ?? fallback],
    ['2', startedOn],
    ['3', plannedEnd],
    ['4', completedOn],
  ];
  return dates.flatMap(([type, date]) => (date === undefined ? [] : [{ type, date }]));
}

const earlier = (a: LocalDate, b: LocalDate | undefined): LocalDate => (b !== undefined && b < a ? b : a);

/** A text of somebody's own in every language of the product: in its own where it has it, else in the nearest it has. */
function inWords(text: Partial<Record<Language, string | undefined>>, own: Language, after: string): Words {
  const fallback = text[own] ?? text.es ?? text.en ?? text.pt ?? text.fr ?? '';
  const of = (language: Language): string => `${text[language] ?? fallback}${after}`;
  return { es: of('es'), en: of('en'), pt: of('pt'), fr: of('fr') };
}
