import type { Refusals } from './refusal.js';

/** Refusals about partners. */
export const registryRefusals = {
  'partner-unknown': {
    en: 'The partner {partner} is not in the registry.',
    es: 'La contraparte {partner} no está en el registro.',
    facts: { partner: 'nobody' },
  },
} as const satisfies Refusals;
