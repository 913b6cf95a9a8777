import made from './made/results.json' with { type: 'json' };
import type { AreaExamples } from './query-examples.js';

const fund = 'central-america-caribbean';

const stating = 'agua-segura';
const lesson = {
  book: stating,
  evaluationId: 'e-wells',
  lessonId: 'p-1',
  kind: 'good-practice',
  text: { es: 'Comités de agua con mayoría de mujeres.' },
  conditions: { es: 'Acuerdo previo de la asamblea y cuota mensual.' },
  themes: ['gender', 'water'],
  evaluationKind: 'mid-term',
  outcome: 'partly-successful',
  subject: { kind: 'activity', id: 'wells' },
  activityTitle: { es: 'Pozos para escuelas rurales', en: 'Wells for rural schools' },
  recordedOn: '2026-08-14',
};
const finding = {
  id: 'f-1',
  severity: 'medium',
  text: { es: 'Los criterios se publican después de la convocatoria.' },
  answers: [
    { response: 'accepted', dueDate: '2026-08-31', on: '2026-07-10', text: { es: 'Desde la próxima se publican con ella.' } },
  ],
  followUps: [],
};
const review = {
  reviewId: 'peers-2026',
  position: 64,
  status: 'reported',
  subject: { kind: 'fund' },
  mandatedBy: { kind: 'partner', id: 'apc' },
  scope: { es: 'Cómo adjudica el fondo y cómo lo explica.' },
  reviewers: { partners: ['centro-agua'], persons: [] },
  dueDate: '2026-06-30',
  mandatedOn: '2026-05-04',
  reportedOn: '2026-06-25',
  closedOn: null,
  findings: [finding, { id: 'f-2', severity: 'low', sealed: true, answers: [], followUps: [] }],
  report: null,
};
const visit = {
  visitId: 'v-001',
  position: 64,
  activityId: 'wells',
  grantId: 'g-wells',
  purpose: 'progress',
  status: 'made',
  plannedFor: '2026-06-15',
  madeOn: '2026-06-16',
  place: { es: 'Escuela El Rosal, Riohacha' },
  location: 'riohacha',
  visitors: { partners: [], persons: ['p-31'] },
  findings: [{ id: 'f-1', code: 'delayed', severity: 'medium', sealedText: 'Faltan los permisos de dos pozos.' }],
  recommendations: [
    {
      id: 'r-1',
      dueDate: '2026-07-31',
      text: { es: 'Tramitar los permisos con la alcaldía.' },
      followUps: [{ status: 'done', on: '2026-07-20', text: { es: 'La alcaldía los concedió.' } }],
    },
  ],
};
const comment = {
  commentId: 'c-001',
  subject: { kind: 'activity', id: 'wells' },
  author: 'citizen',
  partner: null,
  language: 'es',
  text: 'La bomba de la escuela El Rosal no funciona desde mayo.',
  postedOn: '2026-05-28',
  answers: [{ on: '2026-06-04', text: { es: 'Se reparó el 3 de junio. Gracias por avisar.' } }],
};

/** Activities with what came of them, results, evaluations and participation; what the demonstration does not tell is stated. */
export const resultsExamples: AreaExamples = {
  made,
  asked: {
    readActivity: { path: { fund, activityId: 'servivienda-honduras' } },
    listResults: { path: { fund } },
    readResult: { path: { fund, resultId: 'houses' } },
    listEvaluations: { path: { fund } },
    readEvaluation: { path: { fund, evaluationId: 'e-servivienda' } },
    listParticipations: { path: { fund } },
    readParticipation: { path: { fund } },
    readParticipationInAllFunds: { query: { countryOf: 'partner' } },
  },
  stated: {
    listLessons: { path: { fund: stating }, answer: { items: [lesson], position: 64 } },
    listLessonsOfAllFunds: { answer: { items: [lesson] } },
    listPeerReviews: { path: { fund: stating }, answer: { items: [review], position: 64 } },
    readPeerReview: { path: { fund: stating, reviewId: 'peers-2026' }, answer: review },
    readPeerReviewInFull: {
      path: { fund: stating, reviewId: 'peers-2026' },
      answer: {
        ...review,
        findings: [
          finding,
          {
            id: 'f-2',
            severity: 'low',
            sealed: true,
            sealedText: 'Una persona evaluadora entregó tarde.',
            answers: [],
            followUps: [],
          },
        ],
      },
    },
    listVisits: { path: { fund: stating }, answer: { items: [visit], position: 64 } },
    readVisit: { path: { fund: stating, visitId: 'v-001' }, answer: visit },
    listComments: { path: { fund: stating }, answer: { items: [comment], position: 64 } },
    listCommentsToModerate: {
      path: { fund: stating },
      answer: {
        items: [{ ...comment, status: 'published', ground: null, moderatedOn: '2026-05-29', channel: 'portal-7f3a' }],
        position: 64,
      },
    },
  },
};
