import type { CommandRoute } from './route.js';
import { moved } from './route-refusals.js';

const fund = 'agua-segura';
const activityId = 'wells';
const thing = ['activity', 'activityId'] as const;
const tag = 'Activities';

const move = (name: string, summary: string, description: string): CommandRoute => ({
  type: `activity.${name}`,
  refusals: moved,
  path: `/funds/{fund}/activities/{activityId}/moves/${name}`,
  thing,
  tag,
  summary,
  description: `${description} Asked again, it writes nothing.`,
  example: { path: { fund, activityId }, body: { valueDate: '2026-03-02' } },
});

/** Activities: what they are, who takes part, and how they move through their life. */
export const activityRoutes: readonly CommandRoute[] = [
  {
    type: 'activity.identify',
    refusals: ['id-taken', 'period-reversed'],
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
        brings: ['human', 'technical'],
        advantage: 'Veinte años de pozos comunitarios.',
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
      body: { partner: 'fundacion-manantial', phase: 'evaluation', role: 'observer' },
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
  move('negotiate', 'Negotiate', 'The parties negotiate the activity.'),
  move('formulate', 'Formulate', 'The activity is formulated.'),
  move('start', 'Start', 'Implementation begins.'),
  move('suspend', 'Suspend', 'Implementation rests.'),
  move('resume', 'Resume', 'A suspended activity goes on.'),
  move('complete', 'Complete', 'Implementation is over; payments may follow.'),
  move('cancel', 'Cancel', 'The activity will not be implemented, or not to its end.'),
];
