import type { CommandRoute } from './route.js';
import { inHome, moved } from './route-refusals.js';

const fund = 'agua-segura';
const usd = (amount: string) => ({ amount, currency: 'USD' });
const callId = 'schools-2026';
const ofCall = ['call', 'callId'] as const;
const tag = 'Calls';
const minute = { body: 'committee', minute: 'Acta 3 de 2026' };

/** Calls for proposals: their rules, their close, the ranking, complaints. */
export const callsRoutes: readonly CommandRoute[] = [
  {
    type: 'call.open',
    refusals: [
      'id-taken',
      ...inHome,
      'window-unknown',
      'earmark-unknown',
      'period-reversed',
      'too-few-assessments',
      'range-reversed',
    ],
    path: '/funds/{fund}/calls',
    thing: ofCall,
    tag,
    summary: 'Open a call for proposals',
    description:
      'With the rules by which it is decided: who may apply, weighted criteria, ceilings, how many assessments, what breaks a tie, how many stand in reserve.',
    example: {
      path: { fund },
      body: {
        callId,
        title: { es: 'Agua para escuelas 2026', en: 'Water for schools 2026' },
        description: { es: 'Pozos, tanques y filtros en escuelas rurales.' },
        window: 'schools',
        earmarks: ['rural'],
        opensOn: '2026-02-16',
        closesOn: '2026-03-31',
        total: usd('40000.00'),
        mostPerProposal: usd('30000.00'),
        leastPerProposal: usd('5000.00'),
        eligibility: { kinds: ['ngo', 'cooperative', 'community-organisation'], countries: ['CO'] },
        criteria: [
          { id: 'relevance', title: { es: 'Pertinencia', en: 'Relevance' }, weight: 40 },
          { id: 'capacity', title: { es: 'Capacidad', en: 'Capacity' }, weight: 35 },
          { id: 'sustainability', title: { es: 'Sostenibilidad', en: 'Sustainability' }, weight: 25 },
        ],
        scores: { least: 0, most: 10 },
        threshold: '6',
        assessments: 2,
        reserve: 2,
        cofinancing: { ownShare: '10', mostInKind: '50' },
        minute,
        valueDate: '2026-02-16',
      },
    },
  },
  {
    type: 'call.amend',
    refusals: [
      ...moved,
      ...inHome,
      'call-not-open',
      'call-not-shortened',
      'call-has-proposals',
      'too-few-assessments',
      'range-reversed',
    ],
    path: '/funds/{fund}/calls/{callId}/amendments',
    thing: ofCall,
    tag,
    summary: 'Amend a call',
    description:
      'Until its last day, which can only move to a later one. Once somebody has applied, what proposals are judged by stays as it is.',
    example: { path: { fund, callId }, body: { closesOn: '2026-04-10', valueDate: '2026-03-20' } },
  },
  {
    type: 'call.close',
    refusals: [...moved, 'call-still-open'],
    path: '/funds/{fund}/calls/{callId}/close',
    thing: ofCall,
    tag,
    summary: 'Close a call',
    description: 'After its last day; assessing begins. Asked again, it writes nothing.',
    example: { path: { fund, callId }, body: { valueDate: '2026-04-11' } },
  },
  {
    type: 'call.rank',
    refusals: [...moved, 'call-has-awards', 'no-such-tie'],
    path: '/funds/{fund}/calls/{callId}/rankings',
    thing: ofCall,
    tag,
    summary: 'Rank the proposals of a call',
    description:
      'By the mean of their assessments to the hundredth, ties by the rules of the call. What nothing tells apart is decided by the body, whose order comes with its minute. May be done again until the first award.',
    example: { path: { fund, callId }, body: { valueDate: '2026-04-25' } },
  },
  {
    type: 'call.cancel',
    refusals: [...moved, 'call-has-awards'],
    path: '/funds/{fund}/calls/{callId}/cancellation',
    thing: ofCall,
    tag,
    summary: 'Cancel a call',
    description: 'With a published reason, before anything is awarded.',
    example: {
      path: { fund, callId: 'health-2026' },
      body: { reason: { es: 'Se reunieron muy pocas propuestas elegibles.' }, minute, valueDate: '2026-04-20' },
    },
  },
  {
    type: 'complaint.file',
    refusals: ['id-taken', ...moved, 'partner-unknown', 'date-not-today'],
    path: '/funds/{fund}/complaints',
    thing: ['complaint', 'complaintId'],
    tag: 'Complaints',
    summary: 'File a complaint',
    description: 'By an organisation, about a call or the decision on a proposal. Its text is kept apart from the event.',
    example: {
      path: { fund },
      body: {
        complaintId: 'k-001',
        about: { proposalId: 'tanks' },
        complainant: 'centro-agua',
        text: 'No se tuvo en cuenta el anexo técnico.',
        valueDate: '2026-05-06',
      },
    },
  },
  {
    type: 'complaint.answer',
    refusals: [...moved, 'answerer-involved', 'date-before-step'],
    path: '/funds/{fund}/complaints/{complaintId}/answer',
    thing: ['complaint', 'complaintId'],
    tag: 'Complaints',
    summary: 'Answer a complaint',
    description:
      'By another person than who decided. One that is upheld opens the decision again, unless a grant has been signed on it.',
    example: {
      path: { fund, complaintId: 'k-001' },
      body: { outcome: 'upheld', answer: 'El anexo no se remitió a los evaluadores.', minute, valueDate: '2026-05-12' },
    },
  },
];
