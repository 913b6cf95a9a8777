import { type Step, after, usd } from './given.js';

type Body = Readonly<Record<string, unknown>>;

/** A call of 1000 dollars from February on, two criteria of 60 and 40, two assessments, one in reserve. */
export const callBody = (more: Body = {}): Body => ({
  callId: 'call-1',
  title: { es: 'Agua para escuelas', en: 'Water for schools' },
  opensOn: '2026-02-01',
  closesOn: '2026-02-20',
  total: usd('1000'),
  criteria: [
    { id: 'relevance', title: { en: 'Relevance' }, weight: 60 },
    { id: 'capacity', title: { en: 'Capacity' }, weight: 40 },
  ],
  reserve: 1,
  ...more,
});

export const aCall = (more: Body = {}): Step => after('call.open', callBody({ valueDate: '2026-01-31', ...more }));

/** Of the cso, for 400 dollars, with 100 of its own. */
export const proposalBody = (proposalId: string, more: Body = {}): Body => ({
  proposalId,
  callId: 'call-1',
  lead: 'cso',
  title: { es: 'Pozos', en: 'Wells' },
  summary: { es: 'Pozos para escuelas.' },
  budget: [
    { category: 'works', amount: usd('450') },
    { category: 'staff', amount: usd('50') },
  ],
  requested: usd('400'),
  own: { cash: usd('60'), kind: usd('40') },
  ...more,
});

/** One that asks for an amount, without anything of its own. */
export const asking = (amount: string): Body => ({
  requested: usd(amount),
  own: {},
  budget: [{ category: 'works', amount: usd(amount) }],
});

/** Entered by the manager on the day when the paper came. */
export const proposed = (proposalId: string, more: Body = {}): Step =>
  after('proposal.submit', proposalBody(proposalId, { valueDate: '2026-02-10', ...more }), {
    role: 'fund-manager',
    actor: 'ana',
  });

export const closed: Step = after('call.close', { callId: 'call-1', valueDate: '2026-02-21' });

/** By one assessor: scores of relevance and capacity. */
export const assessed = (proposalId: string, assessor: string, relevance: number, capacity: number): Step =>
  after(
    'proposal.assess',
    {
      proposalId,
      scores: [
        { criterion: 'relevance', score: relevance },
        { criterion: 'capacity', score: capacity },
      ],
    },
    { actor: assessor },
  );

/** By two assessors who agree. */
export const scored = (proposalId: string, relevance: number, capacity: number): readonly Step[] => [
  assessed(proposalId, 'eva', relevance, capacity),
  assessed(proposalId, 'leo', relevance, capacity),
];

export const ranked: Step = after('call.rank', { callId: 'call-1' });

export const minute = { body: 'committee', minute: '3/2026' };
export const reasons = { es: 'La mejor calificada.', en: 'The best of all.' };
/** Who decides on awards in the tests. */
export const decider = { actor: 'dora' };

export const awarded = (proposalId: string, more: Body = {}): Step =>
  after('proposal.award', { proposalId, reasons, minute, ...more }, decider);
export const declined = (proposalId: string): Step => after('proposal.decline', { proposalId, reasons, minute }, decider);
