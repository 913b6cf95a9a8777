import { nothing, type PostingsOf } from './posting.js';

/** What is planned, measured, found and said: none of it moves money. */
export const resultsPostings: PostingsOf<
  | 'activity.amended'
  | 'activity.located'
  | 'activity.budget-planned'
  | 'activity.stage-amended'
  | 'activity.stage-ended'
  | 'activity.document-linked'
  | 'activity.document-unlinked'
  | 'activity.evaluated'
  | 'result.defined'
  | 'result.amended'
  | 'result.measured'
  | 'evaluation.recorded'
  | 'evaluation.recommendation-answered'
  | 'evaluation.recommendation-carried-out'
  | 'evaluation.withdrawn'
  | 'peer-review.mandated'
  | 'peer-review.reported'
  | 'peer-review.finding-answered'
  | 'peer-review.finding-followed-up'
  | 'peer-review.closed'
  | 'comment.posted'
  | 'comment.published'
  | 'comment.hidden'
  | 'comment.answered'
  | 'visit.planned'
  | 'visit.made'
  | 'visit.followed-up'
  | 'visit.cancelled'
> = {
  'activity.amended': nothing,
  'activity.located': nothing,
  'activity.budget-planned': nothing,
  'activity.stage-amended': nothing,
  'activity.stage-ended': nothing,
  'activity.document-linked': nothing,
  'activity.document-unlinked': nothing,
  'activity.evaluated': nothing,
  'result.defined': nothing,
  'result.amended': nothing,
  'result.measured': nothing,
  'evaluation.recorded': nothing,
  'evaluation.recommendation-answered': nothing,
  'evaluation.recommendation-carried-out': nothing,
  'evaluation.withdrawn': nothing,
  'peer-review.mandated': nothing,
  'peer-review.reported': nothing,
  'peer-review.finding-answered': nothing,
  'peer-review.finding-followed-up': nothing,
  'peer-review.closed': nothing,
  'comment.posted': nothing,
  'comment.published': nothing,
  'comment.hidden': nothing,
  'comment.answered': nothing,
  'visit.planned': nothing,
  'visit.made': nothing,
  'visit.followed-up': nothing,
  'visit.cancelled': nothing,
};
