import { memo, nothing, type PostingsOf } from './posting.js';

/** The bodies of governance. */
export const callsPostings: PostingsOf<
  | 'fund.body-appointed'
  | 'body.appointed'
  | 'body.amended'
  | 'body.seat-filled'
  | 'body.seat-vacated'
  | 'body.met'
  | 'body.contribution-recorded'
  | 'body.dissolved'
> = {
  'fund.body-appointed': nothing,
  'body.appointed': nothing,
  'body.amended': nothing,
  'body.seat-filled': nothing,
  'body.seat-vacated': nothing,
  'body.met': nothing,
  'body.contribution-recorded': (data, id) => memo(`mechanism-${data.form}`, `${id}:${data.partner}`, data.amount),
  'body.dissolved': nothing,
};
