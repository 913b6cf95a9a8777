import type { CommandRoute } from './route.js';
import { moved } from './route-refusals.js';

const fund = 'agua-segura';
const bodyId = 'committee';
const thing = ['body', 'bodyId'] as const;
const tag = 'Governance';
const path = { fund, bodyId };

/** The bodies that govern a fund: their seats, meetings, and what the parties give to the mechanism. */
export const bodyRoutes: readonly CommandRoute[] = [
  {
    type: 'body.appoint',
    refusals: ['id-taken', 'agreement-unknown', 'partner-unknown'],
    path: '/funds/{fund}/bodies',
    thing,
    tag,
    summary: 'Appoint a body',
    description:
      'A committee, board or secretariat with its mandate and seats. From the first one on, the minutes of decisions name bodies that the fund has appointed, and that were in office on the value date.',
    example: {
      path: { fund },
      body: {
        bodyId,
        title: { es: 'Comité directivo', en: 'Steering committee' },
        kind: 'committee',
        mandate: { es: 'Abre convocatorias y adjudica subvenciones.', en: 'Opens calls and awards grants.' },
        agreement: 'convenio-agua-2025',
        seats: [
          { id: 'chair', title: { es: 'Presidencia', en: 'Chair' }, nominatedBy: 'apc' },
          { id: 'civil-society', title: { es: 'Sociedad civil', en: 'Civil society' } },
        ],
        valueDate: '2026-01-15',
      },
    },
  },
  {
    type: 'body.amend',
    refusals: ['not-found', 'wrong-status', 'id-taken', 'agreement-unknown', 'partner-unknown', 'seat-unknown', 'seat-held'],
    path: '/funds/{fund}/bodies/{bodyId}/amendments',
    thing,
    tag,
    summary: 'Amend a body',
    description: 'Its title, mandate or agreement; seats that are added, or abolished when nobody holds them.',
    example: {
      path,
      body: { seatsAdded: [{ id: 'academia', title: { es: 'Academia', en: 'Academia' } }], valueDate: '2026-02-01' },
    },
  },
  {
    type: 'body.fill-seat',
    refusals: ['not-found', 'wrong-status', 'seat-unknown', 'seat-held', 'period-reversed', 'partner-unknown'],
    path: '/funds/{fund}/bodies/{bodyId}/terms',
    thing,
    tag,
    summary: 'Fill a seat',
    description: 'By a person, under an opaque id, or by a partner; from a day on, and to one where the term is limited.',
    example: { path, body: { seat: 'chair', holder: { person: 'p-010' }, from: '2026-01-15', to: '2028-01-14' } },
  },
  {
    type: 'body.vacate-seat',
    refusals: ['not-found', 'wrong-status', 'seat-unknown', 'seat-not-held'],
    path: '/funds/{fund}/bodies/{bodyId}/vacancies',
    thing,
    tag,
    summary: 'Record that a seat falls vacant',
    description: 'Before its term would have ended.',
    example: { path, body: { seat: 'chair', on: '2026-06-30', reason: 'resigned' } },
  },
  {
    type: 'body.record-meeting',
    refusals: ['not-found', 'id-taken', 'date-before-step'],
    path: '/funds/{fund}/bodies/{bodyId}/minutes',
    thing,
    tag,
    summary: 'Register the minute of a meeting',
    description: 'With the hash of the signed paper, so that the decisions which rest on it can be held against it.',
    example: {
      path,
      body: {
        minuteId: 'Acta 3 de 2026',
        metOn: '2026-02-13',
        documentHash: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
        valueDate: '2026-02-20',
      },
    },
  },
  {
    type: 'body.record-contribution',
    refusals: [...moved, 'partner-unknown', 'currency-not-carried'],
    path: '/funds/{fund}/bodies/{bodyId}/contributions',
    thing,
    tag,
    summary: 'Record what a party gives to the mechanism',
    description: 'A share of its cost, an office, days of officials: in cash or in kind, in the memorandum accounts.',
    example: {
      path,
      body: {
        partner: 'apc',
        form: 'kind',
        amount: { amount: '1200.00', currency: 'USD' },
        what: 'Oficina y mitad del salario de la secretaría técnica',
        valueDate: '2026-03-01',
      },
    },
  },
  {
    type: 'body.dissolve',
    refusals: [...moved, 'period-reversed'],
    path: '/funds/{fund}/bodies/{bodyId}/dissolution',
    thing,
    tag,
    summary: 'Dissolve a body',
    description: 'Its value date is its last day in office.',
    example: { path, body: { reason: 'El convenio llegó a su término.', valueDate: '2026-10-31' } },
  },
];
