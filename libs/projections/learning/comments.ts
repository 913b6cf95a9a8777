import type { LocalDate } from '#kernel/time';
import type { CommentEvent, CommentPosted, HidingGround } from '#domain/activities/comment';
import type { SaidText, Subject } from '#domain/activities/subject';
import type { KeptText } from '../content.js';
import { type Db, Where } from '../db.js';
import { type BookEvent, idOf } from '../event.js';
import { type Page, type Paging, limitOf, numbersIn, pageOf } from '../page.js';
import { type RowOf, count, date, document, keyed, optional, text } from '../table.js';
import type { View } from '../view.js';
import { type Said, SealedTexts } from './sealed-texts.js';

type Answer = SaidText & { readonly on: LocalDate };

export const commentTable = keyed('comment', ['commentId'], {
  commentId: text,
  subjectKind: text,
  subjectId: optional(text),
  subject: document<Subject>(),
  author: text,
  partner: optional(text),
  channel: optional(text),
  language: text,
  textHash: text,
  status: text,
  ground: optional(text),
  postedOn: date,
  postedPosition: count,
  moderatedOn: optional(date),
  answers: document<readonly Answer[]>(),
  lastPosition: count,
});
type CommentRow = RowOf<typeof commentTable.columns>;
type ACommentEvent = Extract<BookEvent, { type: CommentEvent['type'] }>;
const isOfComment = (event: BookEvent): event is ACommentEvent => event.stream.startsWith('comment:');

/** One row a comment. */
export const commentsView: View = {
  tables: [commentTable],
  streams: ['comment'],
  keysOf: (event) => (isOfComment(event) ? [{ table: commentTable, key: [idOf(event)] }] : []),
  apply: (rows, event) => {
    if (!isOfComment(event)) return;
    const after = changed(rows.get(commentTable, idOf(event)), event);
    if (after) rows.put(commentTable, { ...after, lastPosition: event.position });
  },
};

function changed(before: CommentRow | undefined, event: ACommentEvent): CommentRow | undefined {
  const { valueDate: on } = event;
  if (event.type === 'comment.posted') return posted(event);
  if (!before) return undefined;
  switch (event.type) {
    case 'comment.published':
      return { ...before, status: 'published', ground: null, moderatedOn: on };
    case 'comment.hidden':
      return { ...before, status: 'hidden', ground: event.data.ground, moderatedOn: on };
    case 'comment.answered': {
      const { text: open, textHash } = event.data;
      const said = open === undefined ? { textHash: textHash! } : { text: open };
      return { ...before, answers: [...before.answers, { ...said, on }] };
    }
    default:
      return undefined;
  }
}

const posted = (event: BookEvent & { readonly data: CommentPosted }): CommentRow => ({
  commentId: idOf(event),
  subjectKind: event.data.subject.kind,
  subjectId: event.data.subject.id ?? null,
  subject: event.data.subject,
  author: event.data.author,
  partner: event.data.partner ?? null,
  channel: event.data.channel ?? null,
  language: event.data.language,
  textHash: event.data.textHash,
  status: 'posted',
  ground: null,
  postedOn: event.valueDate,
  postedPosition: event.position,
  moderatedOn: null,
  answers: [],
  lastPosition: event.position,
});

// Queries

/** A comment as everybody sees it, once it was published. `text` is null where it was erased. */
export interface PublishedComment {
  readonly commentId: string;
  readonly subject: Subject;
  readonly author: CommentPosted['author'];
  readonly partner: string | null;
  readonly language: string;
  readonly text: KeptText;
  readonly postedOn: LocalDate;
  readonly answers: readonly (Said & { readonly on: LocalDate })[];
}

/** A comment as moderators see it. */
export interface ModeratedComment extends PublishedComment {
  readonly status: CommentStatus;
  readonly ground: HidingGround | null;
  readonly moderatedOn: LocalDate | null;
  readonly channel: string | null;
}

export const commentStatuses = ['posted', 'published', 'hidden'] as const;
export type CommentStatus = (typeof commentStatuses)[number];

export interface CommentQuery extends Paging {
  readonly activityId?: string;
  readonly language?: string;
}

export interface ModerationQuery extends CommentQuery {
  readonly status?: CommentStatus;
  /** A pseudonym of the portal's. */
  readonly channel?: string;
}

interface Found extends Omit<ModeratedComment, 'text' | 'answers'> {
  readonly textHash: string;
  readonly postedPosition: string;
  readonly answers: readonly Answer[];
}

/** Comments that were published, the latest first, with the answers that are for everybody. Throws `PagingFault`. */
export async function publishedComments(db: Db, book: string, asked: CommentQuery = {}): Promise<Page<PublishedComment>> {
  const { page, texts } = await found(db, book, { ...asked, status: 'published' });
  return {
    ...page,
    items: page.items.map(({ status: _, ground: __, moderatedOn: ___, channel: ____, ...row }) => ({
      ...shown(row, texts),
      answers: row.answers.flatMap(({ text: open, on }) => (open === undefined ? [] : [{ text: open, on }])),
    })),
  };
}

/** All comments, the latest first, whatever became of them, with all that was answered. Throws `PagingFault`. */
export async function commentsToModerate(db: Db, book: string, asked: ModerationQuery = {}): Promise<Page<ModeratedComment>> {
  const { page, texts } = await found(db, book, asked);
  return {
    ...page,
    items: page.items.map((row) => ({
      ...shown(row, texts),
      status: row.status,
      ground: row.ground,
      moderatedOn: row.moderatedOn,
      channel: row.channel,
      answers: row.answers.map(({ on, ...answer }) => ({ ...texts.said(answer), on })),
    })),
  };
}

const shown = (
  row: Pick<Found, 'commentId' | 'subject' | 'author' | 'partner' | 'language' | 'textHash' | 'postedOn'>,
  texts: SealedTexts,
): Omit<PublishedComment, 'answers'> => ({
  commentId: row.commentId,
  subject: row.subject,
  author: row.author,
  partner: row.partner,
  language: row.language,
  text: texts.said({ textHash: row.textHash }).sealedText ?? null,
  postedOn: row.postedOn,
});

async function found(db: Db, book: string, asked: ModerationQuery): Promise<{ page: Page<Found>; texts: SealedTexts }> {
  const limit = limitOf(asked);
  const where = new Where()
    .and('c.book_id = ?', book)
    .and('c.status = ?', asked.status)
    .and('c.subject_kind = ?', asked.activityId === undefined ? undefined : 'activity')
    .and('c.subject_id = ?', asked.activityId)
    .and('c.language = ?', asked.language)
    .and('c.channel = ?', asked.channel)
    .and('c.posted_position < ?', asked.cursor === undefined ? undefined : numbersIn(asked.cursor, 1)[0]);
  const { rows } = await db.query<Found>(
    `SELECT c.comment_id AS "commentId", c.subject, c.author, c.partner, c.channel, c.language, c.text_hash AS "textHash", c.status,
       c.ground, c.posted_on::text AS "postedOn", c.posted_position AS "postedPosition", c.moderated_on::text AS "moderatedOn",
       c.answers
     FROM view.comment c WHERE ${where.sql} ORDER BY c.posted_position DESC LIMIT ${where.bind(limit + 1)}`,
    where.values,
  );
  const page = pageOf(
    rows,
    limit,
    (row) => row,
    (row) => row.postedPosition,
  );
  const hashes = page.items.flatMap((row) => [row.textHash, ...row.answers.map(({ textHash }) => textHash)]);
  return { page, texts: await SealedTexts.opened(db, book, hashes) };
}
