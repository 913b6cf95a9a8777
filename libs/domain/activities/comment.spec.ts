import { describe, expect, test } from '@jest/globals';
import { aFund, after, anActivity, given } from '../../../test/support/given.js';

const post = {
  commentId: 'c-1',
  subject: { kind: 'activity', id: 'a-1' },
  channel: 'portal-7f3a',
  language: 'es',
  text: 'La bomba de la escuela no funciona desde mayo.',
};
const posted = [...aFund(), ...anActivity, after('comment.post', post)];
const answer = { commentId: 'c-1', text: { es: 'Se reparó el 3 de junio.' } };

describe('a comment', () => {
  test('of a citizen comes without a name, its text kept apart', () => {
    const told = given(aFund(), anActivity).when('comment.post', post, { role: 'portal', actor: 'portal' });
    const { textHash } = told.event.data as { textHash: string };
    told
      .gives('comment.posted', {
        subject: { kind: 'activity', id: 'a-1' },
        author: 'citizen',
        partner: undefined,
        channel: 'portal-7f3a',
        language: 'es',
        textHash,
      })
      .posts();
    expect(JSON.stringify(told.event)).not.toContain('bomba');
    expect(told.book.notes.get(textHash)).toBe(post.text);
  });

  test('of an organisation names it; with the token of one, no other', () => {
    const asCso = { role: 'cso', party: 'cso', actor: 'carla' } as const;
    given(aFund(), anActivity)
      .when('comment.post', post, asCso)
      .gives('comment.posted', { author: 'organisation', partner: 'cso', channel: undefined })
      .when('comment.post', { ...post, commentId: 'c-2', partner: 'coop' }, asCso)
      .rejects('other-organisation', { partner: 'coop', party: 'cso' })
      .when('comment.post', { ...post, commentId: 'c-2', partner: 'stranger' })
      .rejects('partner-unknown', { partner: 'stranger' });
  });

  test('is about the fund or an activity that there is', () => {
    given(aFund())
      .when('comment.post', { ...post, subject: { kind: 'fund' } })
      .gives('comment.posted', { subject: { kind: 'fund' } })
      .when('comment.post', { ...post, commentId: 'c-2' })
      .rejects('not-found', { thing: 'activity', id: 'a-1' })
      .when('comment.post', { ...post, subject: { kind: 'body', id: 'committee' } })
      .isWrongIn('subject.kind');
  });

  test('is posted once', () => {
    given(posted).when('comment.post', post).rejects('id-taken', { thing: 'comment', id: 'c-1' });
  });

  test('is published, or hidden with the ground for it, and may be judged anew', () => {
    given(posted)
      .when('comment.publish', { commentId: 'c-1' })
      .gives('comment.published')
      .when('comment.publish', { commentId: 'c-1' })
      .writesNothing()
      .when('comment.hide', { commentId: 'c-1', ground: 'personal-data' })
      .gives('comment.hidden', { ground: 'personal-data' })
      .when('comment.hide', { commentId: 'c-1', ground: 'personal-data' })
      .writesNothing()
      .when('comment.hide', { commentId: 'c-1', ground: 'spam' })
      .gives('comment.hidden', { ground: 'spam' })
      .when('comment.publish', { commentId: 'c-1' })
      .gives('comment.published');
  });

  test('is answered, openly or to whoever wrote it, unless it is hidden', () => {
    given(posted)
      .when('comment.answer', answer)
      .gives('comment.answered', { text: { es: 'Se reparó el 3 de junio.' }, textHash: undefined })
      .when('comment.answer', { commentId: 'c-1' })
      .rejects('one-text', { thing: 'answer' })
      .and(after('comment.hide', { commentId: 'c-1', ground: 'offence' }))
      .when('comment.answer', answer)
      .rejects('wrong-status', { thing: 'comment', id: 'c-1', status: 'hidden', expected: 'posted, published' });
  });
});
