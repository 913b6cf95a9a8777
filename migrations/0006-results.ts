import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Results, evaluations, reviews, comments and visits; what more an activity's sheet says, which is folded anew. */
export class Results1764000000006 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`SET LOCAL ROLE ayni_app;${activities}${learning}${speaking}RESET ROLE;`);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}

const activities = `
TRUNCATE view.fund, view.activity, view.grant_sheet, view.grant_category, view.grant_cofinancing;
DELETE FROM view.checkpoint WHERE view_group = 'activities';
ALTER TABLE view.activity
  ADD COLUMN agreement  text COLLATE "C",
  ADD COLUMN evaluation text COLLATE "C",
  ADD COLUMN locations  jsonb NOT NULL,
  ADD COLUMN budgets    jsonb NOT NULL,
  ADD COLUMN documents  jsonb NOT NULL;
`;

const learning = `
CREATE TABLE view.result (
  book_id       text COLLATE "C" NOT NULL,
  result_id     text COLLATE "C" NOT NULL,
  activity_id   text COLLATE "C" NOT NULL,
  stage         text COLLATE "C",
  type          text NOT NULL,
  title         jsonb NOT NULL,
  description   jsonb,
  indicators    jsonb NOT NULL,
  measurements  jsonb NOT NULL,
  amendments    jsonb NOT NULL,
  last_position bigint NOT NULL,
  PRIMARY KEY (book_id, result_id)
);
CREATE INDEX result_activity ON view.result (book_id, activity_id, result_id);

CREATE TABLE view.evaluation (
  book_id         text COLLATE "C" NOT NULL,
  evaluation_id   text COLLATE "C" NOT NULL,
  subject_kind    text NOT NULL,
  subject_id      text COLLATE "C",
  subject         jsonb NOT NULL,
  kind            text NOT NULL,
  outcome         text NOT NULL,
  recorded_on     date NOT NULL,
  content         jsonb NOT NULL,
  recommendations jsonb NOT NULL,
  withdrawn       jsonb,
  last_position   bigint NOT NULL,
  PRIMARY KEY (book_id, evaluation_id)
);
CREATE INDEX evaluation_subject ON view.evaluation (book_id, subject_kind, subject_id, evaluation_id);

CREATE TABLE view.peer_review (
  book_id       text COLLATE "C" NOT NULL,
  review_id     text COLLATE "C" NOT NULL,
  status        text NOT NULL,
  subject       jsonb NOT NULL,
  mandated_by   jsonb NOT NULL,
  scope         jsonb NOT NULL,
  reviewers     jsonb NOT NULL,
  due_date      date,
  mandated_on   date NOT NULL,
  reported_on   date,
  closed_on     date,
  findings      jsonb NOT NULL,
  report        jsonb,
  last_position bigint NOT NULL,
  PRIMARY KEY (book_id, review_id)
);
`;

const speaking = `
CREATE TABLE view.comment (
  book_id         text COLLATE "C" NOT NULL,
  comment_id      text COLLATE "C" NOT NULL,
  subject_kind    text NOT NULL,
  subject_id      text COLLATE "C",
  subject         jsonb NOT NULL,
  author          text NOT NULL,
  partner         text COLLATE "C",
  channel         text COLLATE "C",
  language        text NOT NULL,
  text_hash       text COLLATE "C" NOT NULL,
  status          text NOT NULL,
  ground          text,
  posted_on       date NOT NULL,
  posted_position bigint NOT NULL,
  moderated_on    date,
  answers         jsonb NOT NULL,
  last_position   bigint NOT NULL,
  PRIMARY KEY (book_id, comment_id)
);
CREATE INDEX comment_posted ON view.comment (book_id, posted_position DESC);
CREATE INDEX comment_subject ON view.comment (book_id, subject_kind, subject_id, posted_position DESC);

CREATE TABLE view.visit (
  book_id         text COLLATE "C" NOT NULL,
  visit_id        text COLLATE "C" NOT NULL,
  activity_id     text COLLATE "C" NOT NULL,
  grant_id        text COLLATE "C",
  purpose         text NOT NULL,
  status          text NOT NULL,
  planned_for     date NOT NULL,
  made_on         date,
  place           jsonb,
  location        text COLLATE "C",
  visitors        jsonb,
  findings        jsonb NOT NULL,
  recommendations jsonb NOT NULL,
  last_position   bigint NOT NULL,
  PRIMARY KEY (book_id, visit_id)
);
CREATE INDEX visit_activity ON view.visit (book_id, activity_id, visit_id);
`;
