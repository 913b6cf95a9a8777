import { nothing, type PostingsOf } from './posting.js';

/** The fund's rules, activities: what moves no money. */
export const unposted: PostingsOf<
  | 'fund.established'
  | 'fund.rules-amended'
  | 'activity.identified'
  | 'activity.classified'
  | 'activity.partner-joined'
  | 'activity.partner-amended'
  | 'activity.partner-left'
  | 'activity.stage-added'
  | 'activity.negotiated'
  | 'activity.formulated'
  | 'activity.started'
  | 'activity.suspended'
  | 'activity.resumed'
  | 'activity.completed'
  | 'activity.cancelled'
  | 'history.opened'
  | 'history.organisation-recorded'
  | 'history.activity-recorded'
> = {
  'fund.established': nothing,
  'fund.rules-amended': nothing,
  'activity.identified': nothing,
  'activity.classified': nothing,
  'activity.partner-joined': nothing,
  'activity.partner-amended': nothing,
  'activity.partner-left': nothing,
  'activity.stage-added': nothing,
  'activity.negotiated': nothing,
  'activity.formulated': nothing,
  'activity.started': nothing,
  'activity.suspended': nothing,
  'activity.resumed': nothing,
  'activity.completed': nothing,
  'activity.cancelled': nothing,
  'history.opened': nothing,
  'history.organisation-recorded': nothing,
  'history.activity-recorded': nothing,
};
