import type { CommandRoute } from './route.js';
import { banked, converted, inHome } from './route-refusals.js';

const fund = 'agua-segura';
const usd = (amount: string) => ({ amount, currency: 'USD' });

/** The fund itself, the money that comes in, and what the bank says. */
export const fundRoutes: readonly CommandRoute[] = [
  {
    type: 'fund.establish',
    refusals: [
      'id-taken',
      'currency-not-carried',
      'currency-mismatch',
      'thresholds-reversed',
      'period-reversed',
      'agreement-unknown',
    ],
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
        interest: 'owed-back',
        earmarks: [{ id: 'rural', title: { es: 'Zonas rurales', en: 'Rural areas' } }],
        windows: [{ id: 'schools', title: { es: 'Escuelas', en: 'Schools' } }],
        bankAccounts: [{ id: 'main', currency: 'USD' }],
        policy: { incomeRecognition: 'as-spent' },
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
    refusals: ['id-taken', 'currency-not-carried', 'currency-mismatch', 'thresholds-reversed', 'agreement-unknown'],
    path: '/funds/{fund}/rules',
    thing: ['fund', 'fund'],
    tag: 'Funds',
    summary: 'Add to the rules of a fund',
    description: 'Adds currencies, earmarks, windows and bank accounts. What is there stays: events name it.',
    example: {
      path: { fund },
      body: {
        windows: [{ id: 'health-posts', title: { es: 'Puestos de salud' } }],
        bankAccounts: [
          { id: 'savings', currency: 'USD' },
          { id: 'euros', currency: 'EUR' },
        ],
        valueDate: '2026-02-16',
      },
    },
  },
  {
    type: 'allocation.make',
    refusals: [
      'id-taken',
      'earmark-unknown',
      'window-unknown',
      'not-found',
      'stage-unknown',
      'stage-without-activity',
      ...inHome,
      'earmark-in-shortfall',
      'allocation-exceeds-unallocated',
      'balance-too-low',
    ],
    path: '/funds/{fund}/allocations',
    thing: ['allocation', 'allocationId'],
    tag: 'Allocations',
    summary: 'Allocate money',
    description: 'Sets money of an earmark aside for a window. Refused beyond what is unallocated under that earmark.',
    example: {
      path: { fund },
      body: {
        allocationId: 'schools-1',
        earmark: 'rural',
        window: 'schools',
        amount: usd('40000.00'),
        activityId: 'wells',
        lapsesAfter: '2026-09-30',
        valueDate: '2026-02-20',
      },
    },
  },
  {
    type: 'interest.receive',
    refusals: ['id-taken', 'earmark-unknown', ...banked, ...converted],
    path: '/funds/{fund}/interest',
    thing: ['interest', 'interestId'],
    tag: 'Bank',
    summary: 'Record interest',
    description: "Kept, or owed back to the contributors, as the fund's rules say.",
    example: {
      path: { fund },
      body: { interestId: 'int-2026-03', bankAccount: 'main', amount: usd('12.40'), earmark: 'rural', valueDate: '2026-03-31' },
    },
  },
  {
    type: 'bank-charge.record',
    refusals: ['id-taken', 'earmark-unknown', ...banked, ...converted],
    path: '/funds/{fund}/bank-charges',
    thing: ['bank-charge', 'bankChargeId'],
    tag: 'Bank',
    summary: 'Record a bank charge',
    description: 'Always posts; what was not set aside for it shows as a shortfall that stops decisions under the earmark.',
    example: {
      path: { fund },
      body: {
        bankChargeId: 'charge-2026-02',
        bankAccount: 'main',
        amount: usd('3.50'),
        earmark: 'rural',
        valueDate: '2026-02-27',
      },
    },
  },
  {
    type: 'event.reverse',
    refusals: ['not-found', 'wrong-status', 'not-reversible', 'date-before-step', 'earmark-in-shortfall', 'balance-too-low'],
    path: '/funds/{fund}/reversals',
    tag: 'Reversals',
    summary: 'Reverse an event',
    description: 'Posts the lines of the event at a position with the opposite sign. The event itself stays as it is.',
    example: { path: { fund }, body: { position: 5, note: 'Registrado dos veces.', valueDate: '2026-02-28' } },
  },
];
