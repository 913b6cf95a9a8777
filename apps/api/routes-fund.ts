import type { CommandRoute } from './route.js';

const fund = 'agua-segura';
const usd = (amount: string) => ({ amount, currency: 'USD' });

/** Partners, the fund itself, the money that comes in, and what the bank says. */
export const fundRoutes: readonly CommandRoute[] = [
  {
    type: 'partner.register',
    path: '/partners',
    thing: ['partner', 'partnerId'],
    tag: 'Partners',
    summary: 'Register a partner',
    description: 'Organisations of all funds are in one registry, under ids that are never reused. Persons are no partners.',
    example: {
      path: {},
      body: {
        partnerId: 'fundacion-manantial',
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
    path: '/partners/{partnerId}/amendments',
    thing: ['partner', 'partnerId'],
    tag: 'Partners',
    summary: 'Amend a partner',
    description: 'Gives all that is known of the partner anew; what is left out is not known any more.',
    example: {
      path: { partnerId: 'fundacion-manantial' },
      body: { name: 'Fundación Manantial', kind: 'ngo', country: 'CO', identifiers: [{ agency: 'CO-CCB', id: 'S0001234' }] },
    },
  },
  {
    type: 'fund.establish',
    path: '/funds/{fund}',
    thing: ['fund', 'fund'],
    tag: 'Funds',
    summary: 'Establish a fund',
    description: 'Opens the book of the fund, with its currencies, time zone, rules, earmarks, windows and bank accounts.',
    example: {
      path: { fund },
      body: {
        name: { es: 'Fondo Agua Segura', en: 'Safe Water Fund' },
        homeCurrency: 'USD',
        currencies: ['EUR'],
        timeZone: 'America/Bogota',
        startsOn: '2026-01-01',
        attribution: 'proportional',
        interest: 'kept',
        earmarks: [{ id: 'rural', title: { es: 'Zonas rurales', en: 'Rural areas' } }],
        windows: [{ id: 'schools', title: { es: 'Escuelas', en: 'Schools' } }],
        bankAccounts: [{ id: 'main', currency: 'USD' }],
        publishing: {
          reportingOrg: { ref: 'CO-CCB-S0001234', name: 'Fondo Agua Segura', type: '40' },
          language: 'es',
          countries: [{ code: 'CO', percentage: '100' }],
          sectors: [{ code: '14030', percentage: '100' }],
        },
      },
    },
  },
  {
    type: 'fund.amend-rules',
    path: '/funds/{fund}/rules',
    thing: ['fund', 'fund'],
    tag: 'Funds',
    summary: 'Add to the rules of a fund',
    description: 'Adds currencies, earmarks, windows and bank accounts. What is there stays: events name it.',
    example: { path: { fund }, body: { windows: [{ id: 'health-posts', title: { es: 'Puestos de salud' } }] } },
  },
  {
    type: 'contribution.pledge',
    path: '/funds/{fund}/contributions/pledges',
    thing: ['contribution', 'contributionId'],
    tag: 'Contributions',
    summary: 'Record a pledge',
    description: 'An announcement, kept in the memorandum accounts: nothing can be allocated from it.',
    example: {
      path: { fund },
      body: { contributionId: 'apc-2026', contributor: 'apc', amount: usd('50000.00'), valueDate: '2026-01-15' },
    },
  },
  {
    type: 'contribution.commit',
    path: '/funds/{fund}/contributions/commitments',
    thing: ['contribution', 'contributionId'],
    tag: 'Contributions',
    summary: 'Commit a contribution',
    description:
      'The agreement is signed: its amount can be allocated under its earmark. A pledge under the same id is taken up.',
    example: {
      path: { fund },
      body: {
        contributionId: 'apc-2026',
        contributor: 'apc',
        amount: usd('50000.00'),
        earmark: 'rural',
        agreement: 'Convenio 014 de 2026',
        documentDate: '2026-02-01',
        valueDate: '2026-02-03',
      },
    },
  },
  {
    type: 'contribution.receive',
    path: '/funds/{fund}/contributions/{contributionId}/receipts',
    thing: ['contribution', 'contributionId'],
    tag: 'Contributions',
    summary: 'Record money received',
    description: 'A bank line, so it always posts; what exceeds the commitment is owed back to the contributor.',
    example: {
      path: { fund, contributionId: 'apc-2026' },
      body: { amount: usd('50000.00'), bankAccount: 'main', bankReference: 'TRF-8841', valueDate: '2026-02-10' },
    },
  },
  {
    type: 'allocation.make',
    path: '/funds/{fund}/allocations',
    thing: ['allocation', 'allocationId'],
    tag: 'Allocations',
    summary: 'Allocate money',
    description: 'Sets money of an earmark aside for a window. Refused beyond what is unallocated under that earmark.',
    example: {
      path: { fund },
      body: { allocationId: 'schools-1', earmark: 'rural', window: 'schools', amount: usd('40000.00'), activityId: 'wells' },
    },
  },
  {
    type: 'interest.receive',
    path: '/funds/{fund}/interest',
    thing: ['interest', 'interestId'],
    tag: 'Bank',
    summary: 'Record interest',
    description: "Kept, or owed back to the contributors, as the fund's rules say.",
    example: {
      path: { fund },
      body: { interestId: 'int-2026-03', bankAccount: 'main', amount: usd('12.40'), valueDate: '2026-03-31' },
    },
  },
  {
    type: 'bank-charge.record',
    path: '/funds/{fund}/bank-charges',
    thing: ['bank-charge', 'bankChargeId'],
    tag: 'Bank',
    summary: 'Record a bank charge',
    description: 'Always posts; what was not set aside for it shows as a shortfall that stops decisions under the earmark.',
    example: {
      path: { fund },
      body: { bankChargeId: 'fee-2026-03', bankAccount: 'main', amount: usd('3.50'), earmark: 'rural' },
    },
  },
  {
    type: 'event.reverse',
    path: '/funds/{fund}/reversals',
    tag: 'Reversals',
    summary: 'Reverse an event',
    description: 'Posts the lines of the event at a position with the opposite sign. The event itself stays as it is.',
    example: { path: { fund }, body: { position: 7, note: 'Registrado dos veces.' } },
  },
];
