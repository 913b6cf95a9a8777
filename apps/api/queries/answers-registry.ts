import { z } from 'zod';
import { agreementEndings, agreementKinds } from '#domain/registry/agreement';
import {
  capacityKinds,
  incomeSources,
  partnerKinds,
  riskRatings,
  suspensionEffects,
  suspensionReasons,
  verificationGrounds,
} from '#domain/registry/partner';
import { revocationReasons } from '#domain/registry/payee-account';
import { date, hash, id, money, narratives, position } from './answers.js';

/* The forms of answers about the registry; see answers.ts. */
const documents = z.array(
  z.strictObject({ title: z.string(), sha256: hash, address: z.string().optional().describe('Where it can be read.') }),
);
const identifiers = z.array(z.strictObject({ agency: z.string(), id: z.string() }));
const percentage = z
  .string()
  .regex(/^\d{1,3}\.\d{2}$/)
  .nullable();

const suspension = {
  effect: z.enum(suspensionEffects),
  reason: z.enum(suspensionReasons),
  since: date,
};

export const partner = z.strictObject({
  partnerId: id,
  position,
  name: z.string(),
  kind: z.enum(partnerKinds),
  country: z.string().nullable(),
  legalForm: z.string().nullable(),
  identifiers,
  website: z.string().nullable(),
  registeredOn: date,
  verification: z
    .strictObject({
      status: z.enum(['verified', 'expired']),
      ground: z.enum(verificationGrounds),
      verifier: id.nullable(),
      verifiedBy: id,
      verifiedOn: date,
      until: date.nullable(),
    })
    .nullable(),
  dueDiligence: z.strictObject({ status: z.enum(['none', 'passed', 'failed', 'expired']), until: date.nullable() }),
  suspension: z.strictObject(suspension).nullable(),
});

export const capacity = z.strictObject({
  partnerId: id,
  partnerName: z.string(),
  partnerKind: z.enum(partnerKinds),
  country: z.string().nullable(),
  capacity: id,
  kind: z.enum(capacityKinds),
  description: narratives,
  sectors: z.array(z.string()),
  territories: z.array(z.string()),
  since: z.int().nullable(),
  evidence: documents,
  declaredOn: date,
});

const agreementStatus = z.enum(['in-force', 'expired', 'ended']);

export const partnerPage = partner.extend({
  mergedFrom: z.array(id).describe('Entries that were merged into this one; their ids lead here.'),
  capacities: z.array(capacity),
  incomes: z.array(
    z.strictObject({
      year: z.int(),
      total: money,
      sources: z.array(z.strictObject({ source: z.enum(incomeSources), amount: money })),
      publicShare: percentage.describe('What of it comes from the state at home, national and local, in percent.'),
      foreignPublicShare: percentage.describe('What of it comes from other states and their organisations, in percent.'),
      declaredOn: date,
    }),
  ),
  agreements: z.array(
    z.strictObject({ agreementId: id, title: narratives, kind: z.enum(agreementKinds), status: agreementStatus }),
  ),
});

export const duplicates = z.strictObject({
  because: z.enum(['same-registration', 'similar-name']),
  partners: z.array(
    z.strictObject({
      partnerId: id,
      name: z.string(),
      kind: z.enum(partnerKinds),
      country: z.string().nullable(),
      identifiers,
      registeredOn: date,
    }),
  ),
});

export const standing = z.strictObject({
  partnerId: id,
  position,
  dueDiligence: z
    .strictObject({
      status: z.enum(['passed', 'failed', 'expired', 'none']),
      outcome: z.enum(['passed', 'failed']),
      risk: z.enum(riskRatings),
      recordedBy: id,
      recordedOn: date,
      until: date,
      evidence: documents,
      findings: z.string().nullable(),
    })
    .nullable(),
  suspension: z.strictObject({ ...suspension, suspendedBy: id, findings: z.string().nullable() }).nullable(),
});

const account = z.strictObject({
  account: id,
  status: z.enum(['proposed', 'confirmed', 'replaced', 'revoked']),
  country: z.string(),
  currency: z.string(),
  bank: z.string().nullable(),
  ending: z.string().nullable(),
  replaces: id.nullable(),
  evidence: documents,
  proposedBy: id,
  proposedOn: date,
  confirmedBy: id.nullable(),
  confirmedOn: date.nullable(),
  endedOn: date.nullable(),
  reason: z.enum(revocationReasons).nullable(),
});

export const payeeAccounts = z.strictObject({ position, items: z.array(account) });

export const payeeAccount = account.extend({
  position,
  number: z.string().nullable().describe('Null once it has been erased.'),
  findings: z.string().nullable(),
  sharedWith: z.array(id).describe('Other partners with an account of the same number: ask before you confirm it.'),
});

export const agreement = z.strictObject({
  agreementId: id,
  position,
  title: narratives,
  kind: z.enum(agreementKinds),
  status: agreementStatus,
  parties: z.array(id),
  signedOn: date,
  endsOn: date.nullable(),
  endedOn: date.nullable(),
  ending: z.enum(agreementEndings).nullable(),
  documents,
});
