import { memo, nothing, type PostingsOf } from './posting.js';

/** The bodies of governance, calls and proposals: an award is no commitment yet, the grant that follows is. */
export const callsPostings: PostingsOf<
  | 'fund.body-appointed'
  | 'body.appointed'
  | 'body.amended'
  | 'body.seat-filled'
  | 'body.seat-vacated'
  | 'body.met'
  | 'body.contribution-recorded'
  | 'body.dissolved'
  | 'call.opened'
  | 'call.amended'
  | 'call.proposal-received'
  | 'call.closed'
  | 'call.cancelled'
  | 'call.ranked'
  | 'call.ranking-continued'
  | 'proposal.submitted'
  | 'proposal.amended'
  | 'proposal.withdrawn'
  | 'proposal.conflict-declared'
  | 'proposal.assessed'
  | 'proposal.awarded'
  | 'proposal.awarded-directly'
  | 'proposal.declined'
  | 'proposal.reopened'
  | 'proposal.granted'
  | 'complaint.filed'
  | 'complaint.answered'
> = {
  'fund.body-appointed': nothing,
  'body.appointed': nothing,
  'body.amended': nothing,
  'body.seat-filled': nothing,
  'body.seat-vacated': nothing,
  'body.met': nothing,
  'body.contribution-recorded': (data, id) => memo(`mechanism-${data.form}`, `${id}:${data.partner}`, data.amount),
  'body.dissolved': nothing,
  'call.opened': nothing,
  'call.amended': nothing,
  'call.proposal-received': nothing,
  'call.closed': nothing,
  'call.cancelled': nothing,
  'call.ranked': nothing,
  'call.ranking-continued': nothing,
  'proposal.submitted': nothing,
  'proposal.amended': nothing,
  'proposal.withdrawn': nothing,
  'proposal.conflict-declared': nothing,
  'proposal.assessed': nothing,
  'proposal.awarded': nothing,
  'proposal.awarded-directly': nothing,
  'proposal.declined': nothing,
  'proposal.reopened': nothing,
  'proposal.granted': nothing,
  'complaint.filed': nothing,
  'complaint.answered': nothing,
};
