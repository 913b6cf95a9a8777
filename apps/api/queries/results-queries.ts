import { partnerRoles, phases } from '#domain/activities/activity-events';
import { evaluationKinds, evaluationOutcomes } from '#domain/activities/evaluation';
import { partnerKinds } from '#domain/registry/partner';
import { resultTypes } from '#domain/activities/result';
import { subjectKinds } from '#domain/activities/subject';
import { activitySheet } from '#projections/activity-sheet';
import { commentStatuses, commentsToModerate, publishedComments } from '#projections/learning/comments';
import { evaluationSheet, evaluationSheets, evaluationsOfActivity, lessons } from '#projections/learning/evaluation-register';
import { peerReview, peerReviews } from '#projections/learning/peer-reviews';
import { resultSheet, resultSheets, resultsOfActivity } from '#projections/learning/result-sheet';
import { visit, visitStatuses, visits, visitsOfActivity } from '#projections/learning/visits';
import { countryBases, participation } from '#projections/reports/participation';
import { participationLines } from '#projections/reports/participations';
import { pageOf, viewPageOf } from './answers.js';
import * as answers from './answers-results.js';
import { ofFund } from './fund-queries.js';
import { after, idParameter, oneOf, paging, textParameter, yearParameter } from './parameters.js';
import { type Query, type ReadView, defineQuery } from './query.js';

type Path = Readonly<Record<string, string>>;
const learning = ({ fund = '' }: Path): ReadView => ({ book: fund, group: 'learning' });
const withActivities = ({ fund = '' }: Path): ReadView => ({ book: fund, group: 'learning', also: 'activities' });
const ofThatFund = ['fund', 'fund'] as const;

const activityId = idParameter('Of one activity.', 'wells');
const outcome = oneOf('With this outcome.', evaluationOutcomes);
const sector = textParameter('Of activities in this DAC sector.', /^[0-9]{3,5}$/, '14030', {
  en: 'a DAC sector of three or five digits, e.g. 14031',
  es: 'un sector del CAD de tres o cinco dígitos, p. ej. 14031',
});
const country = textParameter('Of activities in this country.', /^[A-Z]{2}$/, 'HN', {
  en: 'a country by its two letters (ISO 3166-1), e.g. CO',
  es: 'un país por sus dos letras (ISO 3166-1), p. ej. CO',
});
const lessonFilters = {
  kind: oneOf('Lessons or good practices.', answers.lessonKinds),
  theme: idParameter('Of one theme.', 'water'),
  outcome,
  sector,
  country,
};
const years = {
  fromYear: yearParameter('Of partners that joined from this year on.', 2026),
  toYear: yearParameter('Of partners that joined up to this year.', 2026),
};
const counting = {
  countryOf: oneOf('Whose country counts: where the activity is, or where the partner is at home.', countryBases),
  ...years,
};
const whatIsCounted =
  'Who took part, per country, phase, role and kind of actor: records, distinct organisations, and in how many activities civil society had the role. `/participations` lists the records.';

/** Those who are responsible: what visitors and reviewers wrote for them is not for everybody. */
const responsible = ['fund-manager', 'approver', 'assessor', 'auditor', 'admin'] as const;

/** What came of activities, what is learned, and what is said of them. */
export const resultsQueries: readonly Query[] = [
  defineQuery({
    name: 'readActivity',
    path: '/funds/{fund}/activities/{activityId}',
    tag: 'Activities',
    summary: 'Read an activity',
    description:
      'What it is, its life, who takes part in which role and phase, its places, documents, grants and money, what was aimed at and came of it, evaluations and visits.',
    parameters: after,
    answer: answers.activityPage,
    view: ({ fund = '' }) => ({ book: fund, group: 'activities', also: 'learning' }),
    thing: ['activity', 'activityId'],
    read: async ({ readPool }, { fund = '', activityId: id = '' }) => {
      const found = await activitySheet(readPool, fund, id);
      return (
        found && {
          ...found,
          results: await resultsOfActivity(readPool, fund, id),
          evaluations: await evaluationsOfActivity(readPool, fund, id),
          visits: await visitsOfActivity(readPool, fund, id),
        }
      );
    },
  }),

  defineQuery({
    name: 'listResults',
    path: '/funds/{fund}/results',
    tag: 'Results',
    summary: 'List the results',
    description: 'Of activities, of the fund and of its arrangements, with actual against target by period and dimension.',
    parameters: {
      subject: oneOf('Of one kind of subject.', subjectKinds),
      activityId,
      type: oneOf('Of one type.', resultTypes),
      ...paging,
      ...after,
    },
    answer: viewPageOf(answers.result),
    view: learning,
    thing: ofThatFund,
    read: (services, { fund = '' }, { after: _, ...asked }) =>
      ofFund(services, fund, 'learning', () => resultSheets(services.readPool, fund, asked)),
  }),
  defineQuery({
    name: 'readResult',
    path: '/funds/{fund}/results/{resultId}',
    tag: 'Results',
    summary: 'Read a result',
    description: 'Every measurement of each period with its evidence, those that were corrected among them.',
    parameters: after,
    answer: answers.result,
    view: learning,
    thing: ['result', 'resultId'],
    read: ({ readPool }, { fund = '', resultId = '' }) => resultSheet(readPool, fund, resultId),
  }),

  defineQuery({
    name: 'listEvaluations',
    path: '/funds/{fund}/evaluations',
    tag: 'Evaluations',
    summary: 'List the evaluations',
    description: 'Those that were withdrawn among them.',
    parameters: {
      subject: oneOf('Of one kind of subject.', subjectKinds),
      activityId,
      kind: oneOf('Of one kind.', evaluationKinds),
      outcome,
      ...paging,
      ...after,
    },
    answer: viewPageOf(answers.evaluation),
    view: learning,
    thing: ofThatFund,
    read: (services, { fund = '' }, { after: _, ...asked }) =>
      ofFund(services, fund, 'learning', () => evaluationSheets(services.readPool, fund, asked)),
  }),
  defineQuery({
    name: 'readEvaluation',
    path: '/funds/{fund}/evaluations/{evaluationId}',
    tag: 'Evaluations',
    summary: 'Read an evaluation',
    parameters: after,
    answer: answers.evaluation,
    view: learning,
    thing: ['evaluation', 'evaluationId'],
    read: ({ readPool }, { fund = '', evaluationId = '' }) => evaluationSheet(readPool, fund, evaluationId),
  }),
  defineQuery({
    name: 'listLessons',
    path: '/funds/{fund}/lessons',
    tag: 'Evaluations',
    summary: 'List the lessons and good practices of a fund',
    description: 'Of evaluations that stand.',
    parameters: { ...lessonFilters, ...paging, ...after },
    answer: viewPageOf(answers.registeredLesson),
    view: withActivities,
    thing: ofThatFund,
    read: (services, { fund = '' }, { after: _, ...asked }) =>
      ofFund(services, fund, 'learning', () => lessons(services.readPool, fund, asked)),
  }),
  defineQuery({
    name: 'listLessonsOfAllFunds',
    path: '/lessons',
    tag: 'Evaluations',
    summary: 'List the lessons and good practices of all funds',
    description: 'The register: by sector, country, theme and outcome, failures among them.',
    parameters: { ...lessonFilters, ...paging },
    answer: pageOf(answers.registeredLesson),
    read: ({ readPool }, _, asked) => lessons(readPool, undefined, asked),
  }),

  defineQuery({
    name: 'listPeerReviews',
    path: '/funds/{fund}/peer-reviews',
    tag: 'Peer reviews',
    summary: 'List the peer reviews',
    description: 'With their open texts.',
    parameters: { status: oneOf('In one status.', answers.reviewStatuses), ...paging, ...after },
    answer: viewPageOf(answers.peerReview),
    view: learning,
    thing: ofThatFund,
    read: (services, { fund = '' }, { after: _, ...asked }) =>
      ofFund(services, fund, 'learning', () => peerReviews(services.readPool, fund, asked)),
  }),
  defineQuery({
    name: 'readPeerReview',
    path: '/funds/{fund}/peer-reviews/{reviewId}',
    tag: 'Peer reviews',
    summary: 'Read a peer review',
    description: 'With its open texts; that there are sealed ones is said.',
    parameters: after,
    answer: answers.peerReview,
    view: learning,
    thing: ['peer-review', 'reviewId'],
    read: ({ readPool }, { fund = '', reviewId = '' }) => peerReview(readPool, fund, reviewId, { open: false }),
  }),
  defineQuery({
    name: 'readPeerReviewInFull',
    path: '/funds/{fund}/peer-reviews/{reviewId}/in-full',
    tag: 'Peer reviews',
    summary: 'Read a peer review with its sealed texts',
    roles: responsible,
    parameters: after,
    answer: answers.peerReview,
    view: learning,
    thing: ['peer-review', 'reviewId'],
    read: ({ readPool }, { fund = '', reviewId = '' }) => peerReview(readPool, fund, reviewId, { open: true }),
  }),

  defineQuery({
    name: 'listVisits',
    path: '/funds/{fund}/visits',
    tag: 'Visits',
    summary: 'List the monitoring visits',
    description: 'With their sealed texts. What everybody may know of them stands with the activity.',
    roles: responsible,
    parameters: {
      activityId,
      grantId: idParameter('Of one grant.', 'g-wells'),
      status: oneOf('In one status.', visitStatuses),
      ...paging,
      ...after,
    },
    answer: viewPageOf(answers.visit),
    view: learning,
    thing: ofThatFund,
    read: (services, { fund = '' }, { after: _, ...asked }) =>
      ofFund(services, fund, 'learning', () => visits(services.readPool, fund, asked)),
  }),
  defineQuery({
    name: 'readVisit',
    path: '/funds/{fund}/visits/{visitId}',
    tag: 'Visits',
    summary: 'Read a monitoring visit',
    roles: responsible,
    parameters: after,
    answer: answers.visit,
    view: learning,
    thing: ['visit', 'visitId'],
    read: ({ readPool }, { fund = '', visitId = '' }) => visit(readPool, fund, visitId),
  }),

  defineQuery({
    name: 'listComments',
    path: '/funds/{fund}/comments',
    tag: 'Comments',
    summary: 'List the comments',
    description: 'Those that were published, the latest first, with the answers that are for everybody.',
    parameters: {
      activityId,
      language: textParameter('In one language.', /^[a-z]{2}$/, 'es', {
        en: 'a language by its two letters (ISO 639-1), e.g. es',
        es: 'un idioma por sus dos letras (ISO 639-1), p. ej. es',
      }),
      ...paging,
      ...after,
    },
    answer: viewPageOf(answers.publishedComment),
    view: learning,
    thing: ofThatFund,
    read: (services, { fund = '' }, { after: _, ...asked }) =>
      ofFund(services, fund, 'learning', () => publishedComments(services.readPool, fund, asked)),
  }),
  defineQuery({
    name: 'listCommentsToModerate',
    path: '/funds/{fund}/comment-moderation',
    tag: 'Comments',
    summary: 'List the comments to moderate',
    description:
      'All of them, whatever became of them, with sealed answers. A portal asks by channel for the answers to one writer.',
    roles: ['fund-manager', 'publisher', 'portal', 'auditor', 'admin'],
    parameters: {
      status: oneOf('In one status.', commentStatuses),
      activityId,
      channel: idParameter('Of one pseudonym of the portal.', 'portal-7f3a'),
      ...paging,
      ...after,
    },
    answer: viewPageOf(answers.moderatedComment),
    view: learning,
    thing: ofThatFund,
    read: (services, { fund = '' }, { after: _, ...asked }) =>
      ofFund(services, fund, 'learning', () => commentsToModerate(services.readPool, fund, asked)),
  }),

  defineQuery({
    name: 'readParticipation',
    path: '/funds/{fund}/participation',
    tag: 'Reports',
    summary: 'Read who takes part',
    description: whatIsCounted,
    parameters: { ...counting, ...after },
    answer: answers.participation,
    mainTable: 'countries.counts',
    view: ({ fund = '' }) => ({ book: fund, group: 'activities' }),
    thing: ofThatFund,
    read: (services, { fund = '' }, { after: _, ...asked }) =>
      ofFund(services, fund, 'activities', () => participation(services.readPool, fund, asked)),
  }),
  defineQuery({
    name: 'listParticipations',
    path: '/funds/{fund}/participations',
    tag: 'Reports',
    summary: 'List who takes part in what',
    description:
      'The records that the participation report counts, activity by activity, each with the position of the event by which a partner joined.',
    parameters: {
      activityId: idParameter('In one activity.', 'wells'),
      partner: idParameter('Of one partner.', 'fundacion-manantial'),
      phase: oneOf('In one phase.', phases),
      role: oneOf('In one role.', partnerRoles),
      kind: oneOf('Of one kind of actor.', partnerKinds),
      ...paging,
      ...after,
    },
    answer: viewPageOf(answers.participationLine),
    view: ({ fund = '' }) => ({ book: fund, group: 'activities' }),
    thing: ofThatFund,
    read: (services, { fund = '' }, { after: _, ...asked }) =>
      ofFund(services, fund, 'activities', () => participationLines(services.readPool, fund, asked)),
  }),
  defineQuery({
    name: 'readParticipationInAllFunds',
    path: '/participation',
    tag: 'Reports',
    summary: 'Read who takes part in all funds',
    description: whatIsCounted,
    parameters: counting,
    answer: answers.participation,
    mainTable: 'countries.counts',
    read: ({ readPool }, _, asked) => participation(readPool, undefined, asked),
  }),
];
