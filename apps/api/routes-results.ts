import { moved } from './route-refusals.js';
import type { CommandRoute } from './route.js';

const fund = 'agua-segura';
const activityId = 'wells';
const resultId = 'water-at-school';
const evaluationId = 'e-wells';
const reviewId = 'peers-2026';
const commentId = 'c-001';
const visitId = 'v-001';

const ofResults = { thing: ['result', 'resultId'], tag: 'Results' } as const;
const ofEvaluations = { thing: ['evaluation', 'evaluationId'], tag: 'Evaluations' } as const;
const ofReviews = { thing: ['peer-review', 'reviewId'], tag: 'Peer reviews' } as const;
const ofComments = { thing: ['comment', 'commentId'], tag: 'Comments' } as const;
const ofVisits = { thing: ['visit', 'visitId'], tag: 'Visits' } as const;

const ofSubject = [
  'not-found',
  'stage-unknown',
  'stage-without-activity',
  'subject-and-id',
  'agreement-unknown',
  'partner-unknown',
] as const;

const resultRoutes: readonly CommandRoute[] = [
  {
    type: 'result.define',
    refusals: [
      'id-taken',
      'result-of-one',
      'not-found',
      'stage-unknown',
      'stage-without-activity',
      'subject-and-id',
      'agreement-unknown',
      'indicator-unsound',
      'value-and-measure',
      'dimension-unknown',
      'parts-do-not-sum',
    ],
    path: '/funds/{fund}/results',
    ...ofResults,
    summary: 'Define a result',
    description:
      'An output, outcome or impact, with the indicators that it is measured by: of an activity or a stage of it, or else of the fund as a whole, a body or an agreement.',
    example: {
      path: { fund },
      body: {
        resultId,
        activityId,
        type: 'outcome',
        title: { es: 'Agua segura en las escuelas', en: 'Safe water at school' },
        indicators: [
          {
            id: 'pupils',
            title: { es: 'Estudiantes con agua segura', en: 'Pupils with safe water' },
            measure: 'count',
            unit: 'pupils',
            baseline: { year: 2025, value: '0' },
            dimensions: [{ name: 'sex', values: ['female', 'male'], additive: true }],
            reference: { vocabulary: '9', code: '6.1.1' },
            periods: [{ start: '2026-01-01', end: '2026-12-31', target: { value: '1200' } }],
          },
        ],
      },
    },
  },
  {
    type: 'result.amend',
    refusals: [
      'not-found',
      'id-taken',
      'indicator-unsound',
      'value-and-measure',
      'dimension-unknown',
      'parts-do-not-sum',
      'indicator-measured',
    ],
    path: '/funds/{fund}/results/{resultId}/amendments',
    ...ofResults,
    summary: 'Amend a result',
    description:
      'Revises targets and texts, or adds indicators; what was so stays in the history. What has been measured keeps its meaning.',
    example: {
      path: { fund, resultId },
      body: {
        indicators: [
          {
            id: 'pupils',
            title: { es: 'Estudiantes con agua segura', en: 'Pupils with safe water' },
            measure: 'count',
            unit: 'pupils',
            baseline: { year: 2025, value: '0' },
            dimensions: [{ name: 'sex', values: ['female', 'male'], additive: true }],
            reference: { vocabulary: '9', code: '6.1.1' },
            periods: [{ start: '2026-01-01', end: '2026-12-31', target: { value: '1400' } }],
          },
        ],
        reason: 'Se sumaron dos escuelas.',
      },
    },
  },
  {
    type: 'result.measure',
    refusals: [
      'not-found',
      'id-taken',
      'part-unknown',
      'period-unknown',
      'value-and-measure',
      'dimension-unknown',
      'parts-do-not-sum',
      'location-unknown',
      'location-without-activity',
      'already-measured',
      'not-replaceable',
    ],
    path: '/funds/{fund}/results/{resultId}/measurements',
    ...ofResults,
    summary: 'Measure an indicator',
    description:
      'In one period, of all of the activity or in one of its places. A later measurement that corrects one names it as `replaces`. A CSO may report what it takes part in.',
    example: {
      path: { fund, resultId },
      body: {
        measurement: 'm-2026-1',
        indicator: 'pupils',
        periodStart: '2026-01-01',
        value: '310',
        by: [
          { dimensions: [{ name: 'sex', value: 'female' }], value: '162' },
          { dimensions: [{ name: 'sex', value: 'male' }], value: '148' },
        ],
        evidence: ['9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08'],
      },
    },
  },
];

const evaluationRoutes: readonly CommandRoute[] = [
  {
    type: 'evaluation.record',
    refusals: ['id-taken', ...ofSubject, 'nobody-named', 'period-reversed'],
    path: '/funds/{fund}/evaluations',
    ...ofEvaluations,
    summary: 'Record an evaluation',
    description:
      'Of an activity, or of the arrangement itself: the fund, a body, an agreement. Failures are outcomes like others; lessons and good practices go into their register.',
    example: {
      path: { fund },
      body: {
        evaluationId,
        subject: { kind: 'activity', id: activityId },
        kind: 'mid-term',
        partners: ['centro-agua'],
        outcome: 'partly-successful',
        scores: [
          { criterion: 'relevance', score: 6 },
          { criterion: 'sustainability', score: 3 },
        ],
        findings: [{ id: 'f-1', text: { es: 'Nueve de doce pozos dan agua todo el año.' } }],
        lessons: [
          { id: 'l-1', text: { es: 'Sin repuestos cerca, la bomba solar se abandona.' }, themes: ['maintenance', 'water'] },
        ],
        goodPractices: [
          {
            id: 'p-1',
            text: { es: 'Comités de agua con mayoría de mujeres.' },
            conditions: { es: 'Acuerdo previo de la asamblea y cuota mensual.' },
            themes: ['gender', 'water'],
          },
        ],
        recommendations: [{ id: 'r-1', text: { es: 'Formar a mecánicas locales.' } }],
        document: {
          title: { es: 'Informe de medio término' },
          url: 'https://manantial.example/evaluacion.pdf',
          format: 'application/pdf',
        },
      },
    },
  },
  {
    type: 'evaluation.answer-recommendation',
    refusals: [...moved, 'part-unknown', 'due-date-missing'],
    path: '/funds/{fund}/evaluations/{evaluationId}/recommendations/{recommendation}/answers',
    ...ofEvaluations,
    summary: 'Answer a recommendation',
    description: 'The response of those who are responsible; what is accepted has a date.',
    example: {
      path: { fund, evaluationId, recommendation: 'r-1' },
      body: { response: 'accepted', text: { es: 'Con el instituto técnico de Riohacha.' }, dueDate: '2026-09-30' },
    },
  },
  {
    type: 'evaluation.carry-out-recommendation',
    refusals: [...moved, 'part-unknown'],
    path: '/funds/{fund}/evaluations/{evaluationId}/recommendations/{recommendation}/completion',
    ...ofEvaluations,
    summary: 'Say that a recommendation was carried out',
    example: { path: { fund, evaluationId, recommendation: 'r-1' }, body: {} },
  },
  {
    type: 'evaluation.withdraw',
    refusals: ['not-found'],
    path: '/funds/{fund}/evaluations/{evaluationId}/withdrawal',
    ...ofEvaluations,
    summary: 'Withdraw an evaluation',
    description: 'One that was recorded in error, or that another one takes the place of. It stays on record.',
    example: { path: { fund, evaluationId: 'e-draft' }, body: { ground: 'recorded-in-error' } },
  },
];

const reviewRoutes: readonly CommandRoute[] = [
  {
    type: 'peer-review.mandate',
    refusals: ['id-taken', ...ofSubject, 'nobody-named'],
    path: '/funds/{fund}/peer-reviews',
    ...ofReviews,
    summary: 'Mandate a peer review',
    description: 'By a body of the fund or a partner, with its scope and who reviews.',
    example: {
      path: { fund },
      body: {
        reviewId,
        subject: { kind: 'fund' },
        mandatedBy: { kind: 'partner', id: 'apc' },
        scope: { es: 'Cómo adjudica el fondo y cómo lo explica.' },
        partners: ['centro-agua'],
        dueDate: '2026-06-30',
      },
    },
  },
  {
    type: 'peer-review.report',
    refusals: [...moved, 'id-taken', 'one-text'],
    path: '/funds/{fund}/peer-reviews/{reviewId}/report',
    ...ofReviews,
    summary: 'Report the findings of a peer review',
    description: 'Each finding has an open text, which is published, or a sealed one.',
    example: {
      path: { fund, reviewId },
      body: {
        findings: [{ id: 'f-1', severity: 'medium', text: { es: 'Los criterios se publican después de la convocatoria.' } }],
      },
    },
  },
  {
    type: 'peer-review.answer-finding',
    refusals: [...moved, 'part-unknown', 'one-text'],
    path: '/funds/{fund}/peer-reviews/{reviewId}/findings/{finding}/answers',
    ...ofReviews,
    summary: 'Answer a finding',
    example: {
      path: { fund, reviewId, finding: 'f-1' },
      body: { response: 'accepted', text: { es: 'Desde la próxima se publican con ella.' }, dueDate: '2026-08-31' },
    },
  },
  {
    type: 'peer-review.follow-up-finding',
    refusals: [...moved, 'part-unknown', 'one-text'],
    path: '/funds/{fund}/peer-reviews/{reviewId}/findings/{finding}/follow-ups',
    ...ofReviews,
    summary: 'Follow a finding up',
    example: {
      path: { fund, reviewId, finding: 'f-1' },
      body: { status: 'done', text: { es: 'La convocatoria de 2027 ya los trae.' } },
    },
  },
  {
    type: 'peer-review.close',
    refusals: [...moved, 'findings-unanswered'],
    path: '/funds/{fund}/peer-reviews/{reviewId}/closing',
    ...ofReviews,
    summary: 'Close a peer review',
    description: 'Once every finding is answered.',
    example: { path: { fund, reviewId }, body: {} },
  },
];

const commentRoutes: readonly CommandRoute[] = [
  {
    type: 'comment.post',
    refusals: ['id-taken', ...ofSubject],
    path: '/funds/{fund}/comments',
    ...ofComments,
    summary: 'Post a comment',
    description:
      'Of a citizen, relayed by a public site, or of an organisation. The text is kept apart from the event and can be erased; no name, address or number belongs into any member.',
    example: {
      path: { fund },
      body: {
        commentId,
        subject: { kind: 'activity', id: activityId },
        channel: 'portal-7f3a',
        language: 'es',
        text: 'La bomba de la escuela El Rosal no funciona desde mayo.',
      },
    },
  },
  {
    type: 'comment.publish',
    refusals: ['not-found'],
    path: '/funds/{fund}/comments/{commentId}/publication',
    ...ofComments,
    summary: 'Publish a comment',
    description: 'From then on it is shown; before, and when it is hidden, it is not.',
    example: { path: { fund, commentId }, body: {} },
  },
  {
    type: 'comment.hide',
    refusals: ['not-found'],
    path: '/funds/{fund}/comments/{commentId}/hiding',
    ...ofComments,
    summary: 'Hide a comment',
    description: 'With the ground for it. It stays on record.',
    example: { path: { fund, commentId: 'c-002' }, body: { ground: 'personal-data' } },
  },
  {
    type: 'comment.answer',
    refusals: [...moved, 'one-text'],
    path: '/funds/{fund}/comments/{commentId}/answers',
    ...ofComments,
    summary: 'Answer a comment',
    example: { path: { fund, commentId }, body: { text: { es: 'Se reparó el 3 de junio. Gracias por avisar.' } } },
  },
];

const visitRoutes: readonly CommandRoute[] = [
  {
    type: 'visit.plan',
    refusals: ['id-taken', 'not-found', 'grant-of-other-activity'],
    path: '/funds/{fund}/visits',
    ...ofVisits,
    summary: 'Plan a monitoring visit',
    description: 'To an activity, or to one grant of it.',
    example: { path: { fund }, body: { visitId, activityId, purpose: 'progress', plannedFor: '2026-06-15' } },
  },
  {
    type: 'visit.make',
    refusals: [...moved, 'location-unknown', 'nobody-named', 'partner-unknown', 'id-taken', 'one-text'],
    path: '/funds/{fund}/visits/{visitId}/report',
    ...ofVisits,
    summary: 'Report a monitoring visit',
    description:
      'Findings in codes, which are counted, with sealed texts where there is more to say; recommendations, to be followed up.',
    example: {
      path: { fund, visitId },
      body: {
        madeOn: '2026-06-15',
        place: { es: 'Escuela El Rosal, Riohacha' },
        persons: ['p-31'],
        findings: [{ id: 'f-1', code: 'delayed', severity: 'medium', sealedText: 'Faltan los permisos de dos pozos.' }],
        recommendations: [{ id: 'r-1', text: { es: 'Tramitar los permisos con la alcaldía.' }, dueDate: '2026-07-31' }],
      },
    },
  },
  {
    type: 'visit.follow-up',
    refusals: [...moved, 'part-unknown', 'one-text'],
    path: '/funds/{fund}/visits/{visitId}/recommendations/{recommendation}/follow-ups',
    ...ofVisits,
    summary: 'Follow a recommendation up',
    example: {
      path: { fund, visitId, recommendation: 'r-1' },
      body: { status: 'done', text: { es: 'La alcaldía los concedió.' } },
    },
  },
  {
    type: 'visit.cancel',
    refusals: moved,
    path: '/funds/{fund}/visits/{visitId}/cancellation',
    ...ofVisits,
    summary: 'Cancel a monitoring visit',
    example: { path: { fund, visitId: 'v-002' }, body: {} },
  },
];

/** Results, evaluations, reviews, comments and visits. */
export const resultsRoutes: readonly CommandRoute[] = [
  ...resultRoutes,
  ...evaluationRoutes,
  ...reviewRoutes,
  ...commentRoutes,
  ...visitRoutes,
];
