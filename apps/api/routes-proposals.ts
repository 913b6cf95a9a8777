import type { RejectionCode } from '#domain/rejections';
import type { CommandRoute } from './route.js';
import { inHome, moved } from './route-refusals.js';

const fund = 'agua-segura';
const usd = (amount: string) => ({ amount, currency: 'USD' });
const proposalId = 'wells-2026';
const path = { fund, proposalId };
const thing = ['proposal', 'proposalId'] as const;
const tag = 'Proposals';
const minute = { body: 'committee', minute: 'Acta 5 de 2026' };
const reasons = { es: 'La mejor calificada por su pertinencia.', en: 'The best of all for its relevance.' };

const terms = {
  lead: 'fundacion-manantial',
  title: { es: 'Pozos con bomba solar', en: 'Wells with solar pumps' },
  summary: { es: 'Doce pozos en escuelas rurales, con formación de comités de agua.' },
  activityId: 'wells',
  budget: [
    { category: 'materials', amount: usd('24000.00') },
    { category: 'staff', amount: usd('10000.00') },
  ],
  requested: usd('30000.00'),
  own: { cash: usd('2000.00'), kind: usd('2000.00') },
  instalments: [
    { id: 'first', amount: usd('20000.00'), dueDate: '2026-06-15' },
    { id: 'last', amount: usd('10000.00'), dueDate: '2027-04-30', condition: 'Informe final aceptado' },
  ],
};

const submitted: readonly RejectionCode[] = [
  ...moved,
  ...inHome,
  'partner-unknown',
  'date-not-today',
  'call-not-open',
  'proposal-does-not-sum',
  'not-eligible',
];
const decided: readonly RejectionCode[] = [...moved, 'decider-is-assessor', 'assessor-in-conflict', 'own-proposal'];

/** Proposals: how they come in, are assessed and are decided. */
export const proposalRoutes: readonly CommandRoute[] = [
  {
    type: 'proposal.submit',
    refusals: ['id-taken', ...submitted],
    path: '/funds/{fund}/proposals',
    thing,
    tag,
    summary: 'Submit a proposal',
    description:
      "To a call, whose rules it has to meet by the fund's own date, or without one. A CSO submits its own; a manager enters what came on paper, on the day on which it came.",
    example: { path: { fund }, body: { proposalId, callId: 'schools-2026', ...terms, valueDate: '2026-04-02' } },
  },
  {
    type: 'proposal.amend',
    refusals: [...submitted, 'terms-differ', 'proposal-assessed'],
    path: '/funds/{fund}/proposals/{proposalId}/amendments',
    thing,
    tag,
    summary: 'Amend a proposal',
    description: 'Gives all of it anew, until the call closes; without a call, until it is assessed.',
    example: {
      path,
      body: { ...terms, partners: [{ partner: 'centro-agua', role: 'counterpart' }], valueDate: '2026-04-03' },
    },
  },
  {
    type: 'proposal.withdraw',
    refusals: [...moved, 'date-not-today', 'proposal-granted'],
    path: '/funds/{fund}/proposals/{proposalId}/withdrawal',
    thing,
    tag,
    summary: 'Withdraw a proposal',
    description: 'Also after its award, until a grant is signed on it; the next in reserve may follow.',
    example: { path: { fund, proposalId: 'filters-2026' }, body: { valueDate: '2026-04-08' } },
  },
  {
    type: 'proposal.declare-conflict',
    refusals: [...moved, 'conflict-of-another'],
    path: '/funds/{fund}/proposals/{proposalId}/conflicts',
    thing,
    tag,
    summary: 'Declare a conflict of interest',
    description:
      'An assessor declares its own; a manager records one of another person. Who has a conflict neither assesses nor decides; what it assessed before does not count.',
    example: {
      path: { fund, proposalId: 'tanks' },
      body: { nature: 'Asesoré a la organización en 2024.', valueDate: '2026-04-12' },
    },
  },
  {
    type: 'proposal.assess',
    refusals: [...moved, 'assessor-in-conflict', 'own-proposal', 'assessment-form', 'criteria-differ', 'score-out-of-range'],
    path: '/funds/{fund}/proposals/{proposalId}/assessments',
    thing,
    tag,
    summary: 'Assess a proposal',
    description:
      'One assessment of each assessor, which the next of the same one replaces until the ranking: a score for each criterion in a call, a recommendation without one.',
    example: {
      path,
      body: {
        scores: [
          { criterion: 'relevance', score: 9 },
          { criterion: 'capacity', score: 8 },
          { criterion: 'sustainability', score: 7 },
        ],
        comment: 'Muy pertinente; falta detallar el mantenimiento.',
        valueDate: '2026-04-18',
      },
    },
  },
  {
    type: 'proposal.award',
    refusals: [
      ...decided,
      ...inHome,
      'award-without-call',
      'award-exceeds-request',
      'ranking-has-ties',
      'ranking-outdated',
      'proposal-not-funded',
      'reserve-not-next',
      'award-exceeds-call',
      'partner-suspended',
    ],
    path: '/funds/{fund}/proposals/{proposalId}/award',
    thing,
    tag,
    summary: 'Award a proposal of a call',
    description:
      'Under a minute, with published reasons, by the ranking: above the funding line, or next in reserve while money is left. Nobody decides what they assessed.',
    example: { path, body: { amount: usd('30000.00'), reasons, minute, valueDate: '2026-05-04' } },
  },
  {
    type: 'proposal.award-directly',
    refusals: [
      ...decided,
      ...inHome,
      'award-within-call',
      'award-exceeds-request',
      'direct-award-exceeds',
      'assessments-missing',
      'partner-suspended',
    ],
    path: '/funds/{fund}/proposals/{proposalId}/direct-award',
    thing,
    tag,
    summary: 'Award a proposal without a call',
    description: 'Under a minute, with the ground for doing without a call and published reasons.',
    example: {
      path: { fund, proposalId: 'tanks-2026' },
      body: {
        ground: 'emergency',
        reasons: { es: 'El sismo de abril dejó sin agua a tres escuelas.' },
        minute,
        valueDate: '2026-05-04',
      },
    },
  },
  {
    type: 'proposal.decline',
    refusals: decided,
    path: '/funds/{fund}/proposals/{proposalId}/refusal',
    thing,
    tag,
    summary: 'Decline a proposal',
    description: 'Under a minute, with published reasons.',
    example: {
      path: { fund, proposalId: 'tanks' },
      body: { reasons: { es: 'Quedó bajo el puntaje mínimo en sostenibilidad.' }, minute, valueDate: '2026-05-04' },
    },
  },
];
