import { z } from 'zod';
import type { Reader } from '#kernel/decider';
import { present } from '#kernel/present';
import type { LocalDate } from '#kernel/time';
import * as field from '../fields.js';
import { type PartnerKind, partnerKinds, registeredPartner, survivor } from '../registry/partner.js';

/** Who may apply to a call, as data: what is absent is not asked for. */
export interface Eligibility {
  readonly kinds?: readonly PartnerKind[];
  /** ISO 3166-1 alpha-2. */
  readonly countries?: readonly string[];
  /** Years since the earliest of its declared capacities. */
  readonly leastYears?: number;
  /** Whether the registry must have verified it, on a day that still counts. */
  readonly verified?: true;
  /** Whether it must have passed a due diligence that still counts. */
  readonly dueDiligence?: true;
}

/** The form of the rules in commands. */
export const eligibility = z.strictObject({
  kinds: z.array(z.enum(partnerKinds)).min(1).max(partnerKinds.length).optional(),
  countries: z.array(field.countryCode).min(1).max(250).optional(),
  leastYears: z.int().min(1).max(100).optional().describe('Years since the earliest of its declared capacities.'),
  verified: z.literal(true).optional(),
  dueDiligence: z.literal(true).optional(),
});

/** As events keep them. */
export const eligibilityOf = (given: z.output<typeof eligibility>) =>
  present<Eligibility>({
    kinds: given.kinds,
    countries: given.countries,
    leastYears: given.leastYears,
    verified: given.verified,
    dueDiligence: given.dueDiligence,
  });

/** The rules that a partner does not meet on a day, by name; none when it may apply. Who is suspended may not. */
export function failingRules(reader: Reader, rules: Eligibility, lead: string, on: LocalDate): string[] {
  const { kind, country } = registeredPartner(reader, lead);
  const { verification, dueDiligence, suspension, capacities } = survivor(reader, lead).state;
  const counts = (until: LocalDate | undefined): boolean => until === undefined || until >= on;
  const since = Math.min(...capacities.map((each) => each.since ?? Infinity));
  const failing: Readonly<Record<string, boolean>> = {
    'partner-kind': rules.kinds !== undefined && !rules.kinds.includes(kind),
    'partner-country': rules.countries !== undefined && (country === undefined || !rules.countries.includes(country)),
    'years-active': rules.leastYears !== undefined && Number(on.slice(0, 4)) - since < rules.leastYears,
    verification: rules.verified === true && !(verification && counts(verification.until)),
    'due-diligence': rules.dueDiligence === true && !(dueDiligence?.outcome === 'passed' && counts(dueDiligence.until)),
    suspension: suspension !== undefined && suspension.effect !== 'payments',
  };
  return Object.keys(failing).filter((rule) => failing[rule]);
}
