import type { RegistryEvent } from '#domain/domain';
import { nothing, type PostingsOf } from './posting.js';

/** The registry holds no money. */
export const registryPostings: PostingsOf<RegistryEvent['type']> = {
  'partner.registered': nothing,
  'partner.amended': nothing,
  'partner.verified': nothing,
  'partner.capacity-declared': nothing,
  'partner.capacity-withdrawn': nothing,
  'partner.income-declared': nothing,
  'partner.due-diligence-recorded': nothing,
  'partner.suspended': nothing,
  'partner.reinstated': nothing,
  'partner.merged': nothing,
  'partner.separated': nothing,
  'partner.entry-joined': nothing,
  'partner.entry-left': nothing,
  'registration.claimed': nothing,
  'registration.released': nothing,
  'payee-account.proposed': nothing,
  'payee-account.confirmed': nothing,
  'payee-account.revoked': nothing,
  'agreement.signed': nothing,
  'agreement.amended': nothing,
  'agreement.ended': nothing,
};
