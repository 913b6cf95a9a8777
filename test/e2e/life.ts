import type { Proof, TestApi } from '../support/api.js';

export const usd = (amount: string) => ({ amount, currency: 'USD' });

/** The tokens of the people of a fund. */
export interface People {
  readonly manager: string;
  readonly approver: string;
}

export const peopleOf = async (api: TestApi): Promise<People> => ({
  manager: await api.token('p-manager', 'fund-manager', 'publisher'),
  approver: await api.token('p-approver', 'approver'),
});

/** Founds a fund in USD with 100,000 received, an activity that `csa` executes, and a grant of 40,000 in two instalments. */
export async function foundFund(api: TestApi, { manager }: People, fund: string): Promise<Proof> {
  const post = (path: string, body: object): Promise<Proof> => api.posted(path, body, manager);
  for (const [partnerId, kind] of [
    ['agency', 'national-government'],
    ['csa', 'ngo'],
  ]) {
    const known = await api.ask(`/v1/partners/${partnerId}`);
    if (known.status === 404) await post('/partners', { partnerId, name: `Organización ${partnerId}`, kind, country: 'CO' });
  }
  await post(`/funds/${fund}`, {
    name: { en: 'Safe Water Fund', es: 'Fondo Agua Segura' },
    homeCurrency: 'USD',
    timeZone: 'America/Bogota',
    startsOn: '2026-01-01',
    bankAccounts: [{ id: 'main', currency: 'USD' }],
    publishing: { reportingOrg: { ref: 'CO-CCB-S0001', name: 'Fondo Agua Segura', type: '40' } },
  });
  const paper = { valueDate: '2026-02-02' };
  await post(`/funds/${fund}/contributions/commitments`, {
    contributionId: 'c1',
    contributor: 'agency',
    amount: usd('100000.00'),
    ...paper,
  });
  await post(`/funds/${fund}/contributions/c1/receipts`, { amount: usd('100000.00'), bankAccount: 'main', ...paper });
  await post(`/funds/${fund}/activities`, { activityId: 'wells', title: { es: 'Pozos' }, modality: 'bilateral', ...paper });
  await post(`/funds/${fund}/activities/wells/partners`, {
    partner: 'csa',
    phase: 'implementation',
    role: 'executor',
    ...paper,
  });
  await post(`/funds/${fund}/allocations`, { allocationId: 'al1', amount: usd('60000.00'), ...paper });
  return post(`/funds/${fund}/grants`, {
    grantId: 'g1',
    activityId: 'wells',
    payee: 'csa',
    amount: usd('40000.00'),
    instalments: [
      { id: 'first', kind: 'advance', amount: usd('25000.00'), dueDate: '2026-03-01' },
      { id: 'last', kind: 'balance', amount: usd('15000.00'), dueDate: '2026-09-01' },
    ],
    ...paper,
  });
}

/** Gives it a result with a measurement, an evaluation, a peer review, a visit that was made, and a comment that was published. */
export async function learnFund(api: TestApi, { manager }: People, fund: string): Promise<void> {
  const post = (path: string, body: object): Promise<Proof> => api.posted(`/funds/${fund}${path}`, body, manager);
  const subject = { kind: 'activity', id: 'wells' };
  const periods = [{ start: '2026-01-01', end: '2026-12-31', target: { value: '1200' } }];
  await post('/results', {
    resultId: 'water',
    activityId: 'wells',
    type: 'outcome',
    title: { es: 'Agua en la escuela' },
    indicators: [{ id: 'pupils', title: { es: 'Estudiantes' }, measure: 'count', periods }],
  });
  await post('/results/water/measurements', { indicator: 'pupils', periodStart: '2026-01-01', value: '310' });
  await post('/evaluations', {
    evaluationId: 'e1',
    subject,
    kind: 'mid-term',
    partners: ['agency'],
    outcome: 'unsuccessful',
    lessons: [{ id: 'l1', text: { es: 'Sin repuestos no hay agua.' }, themes: ['maintenance'] }],
    recommendations: [{ id: 'r1', text: { es: 'Formar mecánicas.' } }],
  });
  await post('/peer-reviews', {
    reviewId: 'peers',
    subject: { kind: 'fund' },
    mandatedBy: { kind: 'partner', id: 'agency' },
    scope: { es: 'Cómo adjudica.' },
    partners: ['csa'],
  });
  await post('/peer-reviews/peers/report', {
    findings: [{ id: 'f1', severity: 'low', sealedText: 'Una persona evaluadora entregó tarde.' }],
  });
  await post('/visits', { visitId: 'v1', activityId: 'wells', plannedFor: '2026-02-02' });
  await post('/visits/v1/report', {
    madeOn: '2026-02-02',
    place: { es: 'El Rosal' },
    persons: ['p-31'],
    findings: [{ id: 'f1', code: 'delayed', sealedText: 'Faltan dos permisos.' }],
  });
  await post('/comments', { commentId: 'k1', subject, language: 'es', text: 'La bomba no funciona.' });
  await post('/comments/k1/publication', {});
}
