import type { CommandRoute } from './route.js';
import { inHome, moved } from './route-refusals.js';

const fund = 'agua-segura';
const activityId = 'wells';
const thing = ['activity', 'activityId'] as const;
const tag = 'Activities';

const move = (name: string, summary: string, description: string, activity = activityId): CommandRoute => ({
  type: `activity.${name}`,
  refusals: [...moved, 'date-before-step'],
  path: `/funds/{fund}/activities/{activityId}/moves/${name}`,
  thing,
  tag,
  summary,
  description: `${description} Asked again, it writes nothing.`,
  example: { path: { fund, activityId: activity }, body: { valueDate: '2026-03-02' } },
});

/** Activities: what they are, who takes part, and how they move through their life. */
export const activityRoutes: readonly CommandRoute[] = [
  {
    type: 'activity.identify',
    refusals: ['id-taken', 'period-reversed', 'agreement-unknown'],
    path: '/funds/{fund}/activities',
    thing,
    tag,
    summary: 'Identify an activity',
    example: {
      path: { fund },
      body: {
        activityId,
        title: { es: 'Pozos para escuelas rurales', en: 'Wells for rural schools' },
        description: { es: 'Doce pozos con bomba solar.', en: 'Twelve wells with solar pumps.' },
        modality: 'bilateral',
        plannedStart: '2026-03-01',
        plannedEnd: '2027-02-28',
        classification: {
          countries: [{ code: 'CO', percentage: '100' }],
          sectors: [{ code: '14031', percentage: '100' }],
          sdgTargets: ['6.1'],
          policyMarkers: [{ code: '1', significance: '1' }],
        },
      },
    },
  },
  {
    type: 'activity.amend',
    refusals: [...moved, 'period-reversed', 'extension-without-reason', 'agreement-unknown'],
    path: '/funds/{fund}/activities/{activityId}/amendments',
    thing,
    tag,
    summary: 'Amend an activity',
    description:
      'What is named takes the place of what was planned; the history stays. A planned end that moves to a later day is a no-cost extension and needs its reason.',
    example: {
      path: { fund, activityId },
      body: { plannedEnd: '2027-08-31', reason: 'Las lluvias retrasaron la perforación.' },
    },
  },
  {
    type: 'activity.locate',
    refusals: ['not-found', 'id-taken'],
    path: '/funds/{fund}/activities/{activityId}/locations',
    thing,
    tag,
    summary: 'Say where an activity takes place',
    description: 'All its places at once, with point, exactness and administrative areas in the codes of IATI.',
    example: {
      path: { fund, activityId },
      body: {
        locations: [
          {
            id: 'riohacha',
            name: { es: 'Riohacha, La Guajira' },
            point: { latitude: '11.5444', longitude: '-72.9072' },
            exactness: '2',
            areas: [{ vocabulary: 'G1', level: 1, code: '3678847' }],
          },
        ],
      },
    },
  },
  {
    type: 'activity.plan-budget',
    refusals: [...moved, 'stage-unknown', 'id-taken', ...inHome],
    path: '/funds/{fund}/activities/{activityId}/budgets',
    thing,
    tag,
    summary: 'Plan the budget of an activity or a stage',
    description: 'By category, in home currency. Indicative: it binds nothing, and the next one takes its place.',
    example: {
      path: { fund, activityId },
      body: {
        lines: [
          { category: 'equipment', amount: { amount: '9000.00', currency: 'USD' } },
          { category: 'training', amount: { amount: '3000.00', currency: 'USD' } },
        ],
      },
    },
  },
  {
    type: 'activity.classify',
    refusals: ['not-found'],
    path: '/funds/{fund}/activities/{activityId}/classifications',
    thing,
    tag,
    summary: 'Classify an activity',
    description: 'Countries and sectors with percentages that sum to 100, SDG targets, policy markers. Replaces what it names.',
    example: {
      path: { fund, activityId },
      body: {
        classification: {
          countries: [
            { code: 'CO', percentage: '60' },
            { code: 'EC', percentage: '40' },
          ],
        },
      },
    },
  },
  {
    type: 'activity.join-partner',
    refusals: ['not-found', 'partner-unknown', 'partner-already-joined'],
    path: '/funds/{fund}/activities/{activityId}/partners',
    thing,
    tag,
    summary: 'Let a partner join',
    description:
      'In one role of one phase; a partner may have several. An executor may name the fiscal agent that is paid in its stead.',
    example: {
      path: { fund, activityId },
      body: {
        partner: 'fundacion-manantial',
        phase: 'implementation',
        role: 'executor',
        inputs: [
          { kind: 'human', description: 'Dos ingenieras', quantity: '320', unit: 'horas' },
          { kind: 'technical', description: 'Manual de mantenimiento' },
        ],
        exchange: 'both',
        advantage: 'Veinte años de pozos comunitarios.',
        relationships: [{ partner: 'centro-agua', kind: 'long-standing-ally', text: 'Trabajan juntos desde 1998.' }],
      },
    },
  },
  {
    type: 'activity.amend-partner',
    refusals: ['not-found', 'partner-unknown', 'partner-not-joined'],
    path: '/funds/{fund}/activities/{activityId}/partner-amendments',
    thing,
    tag,
    summary: 'Amend the record of a partner',
    description:
      'All that holds of it from now on, in the role and phase in which it takes part; what held before is in the events.',
    example: {
      path: { fund, activityId },
      body: {
        partner: 'fundacion-manantial',
        phase: 'implementation',
        role: 'executor',
        inputs: [{ kind: 'human', description: 'Tres ingenieras', quantity: '480', unit: 'horas' }],
        exchange: 'both',
        advantage: 'Veinte años de pozos comunitarios.',
        relationships: [{ partner: 'centro-agua', kind: 'long-standing-ally', text: 'Trabajan juntos desde 1998.' }],
      },
    },
  },
  {
    type: 'activity.leave-partner',
    refusals: ['not-found', 'partner-not-joined'],
    path: '/funds/{fund}/activities/{activityId}/departures',
    thing,
    tag,
    summary: 'Let a partner leave',
    example: {
      path: { fund, activityId },
      body: { partner: 'centro-agua', phase: 'evaluation', role: 'observer' },
    },
  },
  {
    type: 'activity.add-stage',
    refusals: ['not-found', 'id-taken', 'period-reversed'],
    path: '/funds/{fund}/activities/{activityId}/stages',
    thing,
    tag,
    summary: 'Add a stage',
    description: 'A stage of the project, which money hangs on; the phases of the cycle are another thing.',
    example: {
      path: { fund, activityId },
      body: { stage: 'first', title: { es: 'Primera etapa' }, plannedStart: '2026-03-01' },
    },
  },
  {
    type: 'activity.amend-stage',
    refusals: [...moved, 'stage-unknown', 'period-reversed', 'extension-without-reason'],
    path: '/funds/{fund}/activities/{activityId}/stages/{stage}/amendments',
    thing,
    tag,
    summary: 'Amend a stage',
    example: {
      path: { fund, activityId, stage: 'first' },
      body: { plannedEnd: '2026-12-31' },
    },
  },
  {
    type: 'activity.end-stage',
    refusals: [...moved, 'stage-unknown', 'stage-has-grants'],
    path: '/funds/{fund}/activities/{activityId}/stages/{stage}/end',
    thing,
    tag,
    summary: 'End a stage',
    description:
      'A stage that never got money ends as `not-funded`: that is normal. It cannot, while a grant of it is alive or after one was paid.',
    example: {
      path: { fund, activityId, stage: 'first' },
      body: { outcome: 'not-funded', reason: 'Los aportantes dieron prioridad a otra región.' },
    },
  },
  {
    type: 'activity.link-document',
    refusals: ['not-found', 'id-taken'],
    path: '/funds/{fund}/activities/{activityId}/documents',
    thing,
    tag,
    summary: 'Link a document',
    description: 'Published somewhere, with its category by IATI (A02 objectives, A07 evaluation, A08 results, A11 contract).',
    example: {
      path: { fund, activityId },
      body: {
        document: 'logframe',
        category: 'A02',
        title: { es: 'Marco lógico' },
        url: 'https://manantial.example/marco-logico.pdf',
        format: 'application/pdf',
        language: 'es',
        date: '2026-02-15',
      },
    },
  },
  {
    type: 'activity.unlink-document',
    refusals: ['not-found'],
    path: '/funds/{fund}/activities/{activityId}/documents/{document}/removal',
    thing,
    tag,
    summary: 'Unlink a document',
    description: 'It is published no more; that it was stays on record.',
    example: { path: { fund, activityId, document: 'logframe' }, body: {} },
  },
  {
    type: 'activity.evaluate',
    refusals: [...moved, 'date-before-step', 'evaluation-of-other'],
    path: '/funds/{fund}/activities/{activityId}/moves/evaluate',
    thing,
    tag,
    summary: 'Evaluate',
    description: 'The fourth phase: the completed activity has an evaluation on record. Asked again, it writes nothing.',
    example: { path: { fund, activityId }, body: { evaluation: 'e-wells' } },
  },
  move('negotiate', 'Negotiate', 'The parties negotiate the activity.'),
  move('formulate', 'Formulate', 'The activity is formulated.'),
  move('start', 'Start', 'Implementation begins.'),
  move('suspend', 'Suspend', 'Implementation rests.'),
  move('resume', 'Resume', 'A suspended activity goes on.'),
  move('complete', 'Complete', 'Implementation is over; payments may follow.'),
  move('cancel', 'Cancel', 'The activity will not be implemented, or not to its end.', 'filters'),
];
