import type { Refusals } from './refusal.js';

/** Refusals of allocations, grants and co-financing. */
export const grantsRefusals = {
  'allocation-exceeds-unallocated': {
    en: 'Allocating {requested} {currency} needs {missing} more than is unallocated under {earmark}: {unallocated}.',
    es: 'Asignar {requested} {currency} excede en {missing} lo no asignado en {earmark}: {unallocated}.',
    facts: { currency: 'USD', requested: '30000.00', missing: '5000.00', earmark: 'rural', unallocated: '25000.00' },
  },
  'grant-exceeds-allocated': {
    en: 'Signing {requested} {currency} needs {missing} more than is allocated under {earmark} to {window}: {allocated}.',
    es: 'Firmar {requested} {currency} excede en {missing} lo asignado en {earmark} a {window}: {allocated}.',
    facts: {
      currency: 'USD',
      requested: '30000.00',
      missing: '5000.00',
      earmark: 'rural',
      window: 'schools',
      allocated: '25000.00',
    },
  },
  'grant-not-covered': {
    en: 'Signing {requested} {currency} needs {missing} more money received and free under {earmark}: {cover}.',
    es: 'Firmar {requested} {currency} requiere {missing} más de dinero recibido y libre en {earmark}: {cover}.',
    facts: {
      currency: 'USD',
      requested: '30000.00',
      missing: '5000.00',
      earmark: 'rural',
      window: 'schools',
      cover: '25000.00',
    },
  },
  'payee-not-executor': {
    en: 'The partner {payee} is neither an executor of {activity} in its implementation nor the fiscal agent named by one.',
    es: 'La contraparte {payee} no es ejecutora de {activity} en su ejecución ni el agente fiscal que una nombró.',
    facts: { payee: 'gov-colombia', activity: 'wells', executors: ['fundacion-manantial'] },
  },
  'executor-not-represented': {
    en: 'The partner {payee} is not the fiscal agent of {executor} in {activity}.',
    es: 'La contraparte {payee} no es agente fiscal de {executor} en {activity}.',
    facts: { payee: 'gov-colombia', executor: 'fundacion-manantial', activity: 'wells' },
  },
  'executor-unclear': {
    en: '{payee} is the fiscal agent of several executors of {activity}: {executors}. Name the one that the grant is for.',
    es: '{payee} es agente fiscal de varias ejecutoras de {activity}: {executors}. Indique para cuál es la subvención.',
    facts: { payee: 'agent', activity: 'wells', executors: ['centro-agua', 'fundacion-manantial'] },
  },
  'instalments-do-not-sum': {
    en: 'The instalments sum to {instalments} {currency}, the grant to {grant}.',
    es: 'Las cuotas suman {instalments} {currency}, la subvención {grant}.',
    facts: { currency: 'USD', instalments: '29000.00', grant: '30000.00' },
  },
  'lines-do-not-sum': {
    en: 'The funding lines sum to {lines} {currency}, the grant to {grant}.',
    es: 'Las líneas de financiación suman {lines} {currency}, la subvención {grant}.',
    facts: { currency: 'USD', lines: '29000.00', grant: '30000.00' },
  },
  'valuation-and-form': {
    en: 'A co-financing of the form {form} does not fit: in kind needs a valuation, cash has none.',
    es: 'Una cofinanciación de la forma {form} no corresponde: en especie requiere valoración, en efectivo no la lleva.',
    facts: { form: 'kind' },
  },
} as const satisfies Refusals;
