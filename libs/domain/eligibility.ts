import { z } from 'zod';
import type { Reader } from '#kernel/decider';
import type { LocalDate } from '#kernel/time';
import * as field from './fields.js';
import { type PartnerKind, partnerKinds, registeredPartner } from './partner.js';

/** Who may apply to a call, as data: what is absent is not asked for. */
export interface Eligibility {
  readonly kinds?: readonly PartnerKind[];
  /** ISO 3166-1 alpha-2. */
  readonly countries?: readonly string[];
}

/** The form of the rules in commands. */
export const eligibility = z.strictObject({
  kinds: z.array(z.enum(partnerKinds)).min(1).max(partnerKinds.length).optional(),
  countries: z.array(field.countryCode).min(1).max(250).optional(),
});

/** As events keep them. */
export const eligibilityOf = (given: z.output<typeof eligibility>): Eligibility => ({
  ...(given.kinds === undefined ? {} : { kinds: given.kinds }),
  ...(given.countries === undefined ? {} : { countries: given.countries }),
});

/** The rules that a partner does not meet on a day, by name; none when it may apply. */
export function failingRules(reader: Reader, rules: Eligibility, lead: string, _on: LocalDate): string[] {
  const known = registeredPartner(reader, lead);
  return [
    ...(rules.kinds && !rules.kinds.includes(known.kind) ? ['partner-kind'] : []),
    ...(rules.countries && (known.country === undefined || !rules.countries.includes(known.country))
      ? ['partner-country']
      : []),
  ];
}
