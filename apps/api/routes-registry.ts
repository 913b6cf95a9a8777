import type { CommandRoute } from './route.js';

const partnerId = 'fundacion-manantial';
const partner = ['partner', 'partnerId'] as const;
const account = ['payee-account', 'partnerId'] as const;
const agreement = ['agreement', 'agreementId'] as const;
const usd = (amount: string) => ({ amount, currency: 'USD' });
const paper = {
  title: 'Certificado de existencia y representación',
  sha256: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
};

/** Partners: who they are, what they can do, how they stand. */
const partnerRoutes: readonly CommandRoute[] = [
  {
    type: 'partner.register',
    refusals: ['id-taken', 'registration-taken'],
    path: '/partners',
    thing: partner,
    tag: 'Partners',
    summary: 'Register a partner',
    description:
      'Organisations of all funds are in one registry, under ids that are never reused. Persons are no partners: their numbers are refused. A registration belongs to one partner.',
    example: {
      path: {},
      body: {
        partnerId,
        name: 'Fundación Manantial',
        kind: 'ngo',
        country: 'CO',
        legalForm: 'Fundación sin ánimo de lucro',
        identifiers: [{ agency: 'CO-CCB', id: 'S0001234' }],
        website: 'https://manantial.example',
      },
    },
  },
  {
    type: 'partner.amend',
    refusals: ['not-found', 'partner-merged', 'registration-taken'],
    path: '/partners/{partnerId}/amendments',
    thing: partner,
    tag: 'Partners',
    summary: 'Amend a partner',
    description:
      'Gives all that is known of the partner anew; what is left out is not known any more. Under another name, kind, country or registration a verification counts no longer.',
    example: {
      path: { partnerId },
      body: {
        name: 'Fundación Manantial',
        kind: 'ngo',
        country: 'CO',
        identifiers: [
          { agency: 'CO-CCB', id: 'S0001234' },
          { agency: 'CO-NIT', id: '900.123.458-2' },
        ],
      },
    },
  },
  {
    type: 'partner.merge',
    refusals: ['not-found', 'partner-merged', 'merged-into-itself', 'partner-suspended'],
    path: '/partners/{partnerId}/merger',
    thing: partner,
    tag: 'Partners',
    summary: 'Merge a partner into another',
    description:
      'For one organisation with two entries. The id stays known and leads to the entry that stays; new agreements name that one.',
    example: { path: { partnerId: 'manantial' }, body: { into: partnerId, ground: 'same-organisation' } },
  },
  {
    type: 'partner.separate',
    refusals: ['not-found'],
    path: '/partners/{partnerId}/separation',
    thing: partner,
    tag: 'Partners',
    summary: 'Undo a merger',
    description: 'The two were not one organisation after all. Asked again, it writes nothing.',
    example: { path: { partnerId: 'manantial' }, body: {} },
  },
  {
    type: 'partner.declare-capacity',
    refusals: ['not-found', 'partner-merged'],
    path: '/partners/{partnerId}/capacities',
    thing: partner,
    tag: 'Partners',
    summary: 'Declare a capacity',
    description: 'What the organisation can bring, in which sectors and where. Declared again, it says what holds from now on.',
    example: {
      path: { partnerId },
      body: {
        capacity: 'solar-wells',
        kind: 'technical-assistance',
        description: { es: 'Pozos comunitarios con bomba solar', en: 'Community wells with solar pumps' },
        sectors: ['14031'],
        territories: ['CO', 'EC'],
        since: 2006,
        evidence: [{ ...paper, title: 'Informe de gestión 2025' }],
      },
    },
  },
  {
    type: 'partner.withdraw-capacity',
    refusals: ['not-found', 'partner-merged'],
    path: '/partners/{partnerId}/capacities/{capacity}/withdrawal',
    thing: partner,
    tag: 'Partners',
    summary: 'Withdraw a capacity',
    example: { path: { partnerId, capacity: 'solar-wells' }, body: {} },
  },
  {
    type: 'partner.declare-income',
    refusals: ['not-found', 'partner-merged', 'currency-mismatch'],
    path: '/partners/{partnerId}/incomes',
    thing: partner,
    tag: 'Partners',
    summary: 'Declare the income of a year',
    description:
      'By source, in one currency. The public share follows from it: what of its income comes from the state at home.',
    example: {
      path: { partnerId },
      body: {
        year: 2025,
        sources: [
          { source: 'national-public', amount: usd('60000.00') },
          { source: 'foundations', amount: usd('25000.00') },
          { source: 'own-activities', amount: usd('15000.00') },
        ],
      },
    },
  },
  {
    type: 'partner.verify',
    refusals: ['not-found', 'partner-merged', 'verifies-itself', 'period-reversed'],
    path: '/partners/{partnerId}/verifications',
    thing: partner,
    tag: 'Partners',
    summary: 'Verify a partner',
    description: 'Somebody has seen that the organisation is what its entry says: on what ground, and until when it counts.',
    example: { path: { partnerId }, body: { ground: 'registry-extract', evidence: [paper] } },
  },
  {
    type: 'partner.record-due-diligence',
    refusals: ['not-found', 'partner-merged', 'period-reversed'],
    path: '/partners/{partnerId}/due-diligence',
    thing: partner,
    tag: 'Partners',
    summary: 'Record a due diligence',
    description:
      "Outcome, rating of the risk, and the last day on which it counts. A fund's policy may require it for a grant, and bound advances by the rating.",
    example: {
      path: { partnerId },
      body: {
        outcome: 'passed',
        risk: 'medium',
        until: '2027-12-31',
        evidence: [{ ...paper, title: 'Estados financieros 2025 auditados' }],
        findings: 'Una sola persona lleva la caja; se recomienda doble firma.',
      },
    },
  },
  {
    type: 'partner.suspend',
    refusals: ['not-found', 'partner-merged'],
    path: '/partners/{partnerId}/suspension',
    thing: partner,
    tag: 'Partners',
    summary: 'Suspend a partner',
    description: 'Stops new grants, payments, or both, in every fund. The story behind the reason is kept apart.',
    example: {
      path: { partnerId },
      body: { effect: 'new-grants', reason: 'accounts-overdue', findings: 'Dos informes vencidos.' },
    },
  },
  {
    type: 'partner.reinstate',
    refusals: ['not-found', 'partner-merged'],
    path: '/partners/{partnerId}/reinstatement',
    thing: partner,
    tag: 'Partners',
    summary: 'Reinstate a partner',
    description: 'Ends its suspension. Asked again, it writes nothing.',
    example: { path: { partnerId }, body: { findings: 'Informes recibidos y aceptados.' } },
  },
];

/** Accounts to which payees are paid. */
const accountRoutes: readonly CommandRoute[] = [
  {
    type: 'payee-account.propose',
    refusals: ['not-found', 'partner-merged', 'id-taken', 'wrong-status'],
    path: '/partners/{partnerId}/accounts',
    thing: account,
    tag: 'Payee accounts',
    summary: 'Propose an account',
    description:
      'The number is kept apart from the journal, which holds its salted hash, and is never published. The account is used once another person has confirmed it.',
    example: {
      path: { partnerId },
      body: {
        account: 'usd-1',
        country: 'CO',
        currency: 'USD',
        number: '031-000123-45',
        ending: '2345',
        bank: 'Banco de la República',
      },
    },
  },
  {
    type: 'payee-account.confirm',
    refusals: ['not-found', 'partner-merged', 'wrong-status', 'approver-is-requester', 'payee-account-in-use'],
    path: '/partners/{partnerId}/accounts/{account}/confirmation',
    thing: account,
    tag: 'Payee accounts',
    summary: 'Confirm an account',
    description:
      'By another person than the one who proposed it. A partner has one confirmed account in a currency; a new one says which it replaces.',
    example: { path: { partnerId, account: 'usd-1' }, body: {} },
  },
  {
    type: 'payee-account.revoke',
    refusals: ['not-found', 'partner-merged', 'wrong-status'],
    path: '/partners/{partnerId}/accounts/{account}/revocation',
    thing: account,
    tag: 'Payee accounts',
    summary: 'Revoke an account',
    description: 'Ends a proposal, or the use of a confirmed account.',
    example: { path: { partnerId, account: 'usd-1' }, body: { reason: 'closed' } },
  },
];

/** Agreements among partners: the legal frame of funds and activities. */
const agreementRoutes: readonly CommandRoute[] = [
  {
    type: 'agreement.sign',
    refusals: ['id-taken', 'not-found', 'partner-merged', 'period-reversed'],
    path: '/agreements',
    thing: agreement,
    tag: 'Agreements',
    summary: 'Record an agreement',
    description: 'A treaty, convention, memorandum or other frame on which funds and activities rest.',
    example: {
      path: {},
      body: {
        agreementId: 'convenio-agua-2025',
        title: { es: 'Memorando de entendimiento sobre agua rural', en: 'Memorandum of understanding on rural water' },
        kind: 'memorandum',
        parties: ['apc', partnerId],
        signedOn: '2025-11-03',
        endsOn: '2028-11-02',
        documents: [
          {
            title: 'Memorando firmado',
            sha256: '2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae',
            address: 'https://agua-segura.example/memorando-2025.pdf',
          },
        ],
      },
    },
  },
  {
    type: 'agreement.amend',
    refusals: ['not-found', 'wrong-status', 'partner-merged', 'period-reversed'],
    path: '/agreements/{agreementId}/amendments',
    thing: agreement,
    tag: 'Agreements',
    summary: 'Amend an agreement',
    description: 'Gives all that it says anew.',
    example: {
      path: { agreementId: 'convenio-agua-2025' },
      body: {
        title: { es: 'Memorando de entendimiento sobre agua rural' },
        kind: 'memorandum',
        parties: ['apc', partnerId],
        signedOn: '2025-11-03',
        endsOn: '2030-11-02',
      },
    },
  },
  {
    type: 'agreement.end',
    refusals: ['not-found', 'wrong-status', 'period-reversed'],
    path: '/agreements/{agreementId}/end',
    thing: agreement,
    tag: 'Agreements',
    summary: 'End an agreement',
    description: 'It has expired, was denounced, replaced or fulfilled. What rests on it stays as it is.',
    example: { path: { agreementId: 'convenio-agua-2025' }, body: { endedOn: '2026-10-31', ground: 'replaced' } },
  },
];

/** Partners, their accounts, and agreements among them. */
export const registryRoutes: readonly CommandRoute[] = [...partnerRoutes, ...accountRoutes, ...agreementRoutes];
