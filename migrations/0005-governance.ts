import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Bodies and what they decided, calls, proposals with their assessments, complaints: how a fund decides whom it finances. */
export class Governance1764000000005 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
SET LOCAL ROLE ayni_app;
CREATE TABLE view.body (
  book_id       text COLLATE "C" NOT NULL,
  body_id       text COLLATE "C" NOT NULL,
  title         jsonb NOT NULL,
  kind          text NOT NULL,
  mandate       jsonb NOT NULL,
  agreement     text COLLATE "C",
  status        text NOT NULL,
  since         date NOT NULL,
  until         date,
  reason        text,
  seats         jsonb NOT NULL,
  minutes       jsonb NOT NULL,
  contributions jsonb NOT NULL,
  last_position bigint NOT NULL,
  PRIMARY KEY (book_id, body_id)
);

CREATE TABLE view.decision (
  book_id    text COLLATE "C" NOT NULL,
  position   bigint NOT NULL,
  line       integer NOT NULL,
  body       text COLLATE "C" NOT NULL,
  minute     text NOT NULL,
  type       text NOT NULL,
  stream     text COLLATE "C" NOT NULL,
  value_date date NOT NULL,
  PRIMARY KEY (book_id, position, line)
);
CREATE INDEX decision_body ON view.decision (book_id, body, position);

CREATE TABLE view.call (
  book_id       text COLLATE "C" NOT NULL,
  call_id       text COLLATE "C" NOT NULL,
  status        text NOT NULL,
  terms         jsonb NOT NULL,
  ranking       jsonb,
  cancelled     jsonb,
  history       jsonb NOT NULL,
  last_position bigint NOT NULL,
  PRIMARY KEY (book_id, call_id)
);
CREATE INDEX call_status ON view.call (book_id, status, call_id);

CREATE TABLE view.proposal (
  book_id       text COLLATE "C" NOT NULL,
  proposal_id   text COLLATE "C" NOT NULL,
  call_id       text COLLATE "C",
  lead          text COLLATE "C" NOT NULL,
  status        text NOT NULL,
  submitted_on  date NOT NULL,
  terms         jsonb NOT NULL,
  currency      text COLLATE "C" NOT NULL,
  requested     bigint NOT NULL,
  awarded       bigint NOT NULL,
  grant_id      text COLLATE "C",
  conflicts     jsonb NOT NULL,
  history       jsonb NOT NULL,
  last_position bigint NOT NULL,
  PRIMARY KEY (book_id, proposal_id)
);
CREATE INDEX proposal_call ON view.proposal (book_id, call_id, proposal_id);
CREATE INDEX proposal_lead ON view.proposal (book_id, lead, proposal_id);

CREATE TABLE view.assessment (
  book_id        text COLLATE "C" NOT NULL,
  proposal_id    text COLLATE "C" NOT NULL,
  assessor       text COLLATE "C" NOT NULL,
  assessed_on    date NOT NULL,
  scores         jsonb,
  total          text,
  recommendation text,
  comment_hash   text,
  last_position  bigint NOT NULL,
  PRIMARY KEY (book_id, proposal_id, assessor)
);

CREATE TABLE view.complaint (
  book_id       text COLLATE "C" NOT NULL,
  complaint_id  text COLLATE "C" NOT NULL,
  proposal_id   text COLLATE "C",
  call_id       text COLLATE "C",
  complainant   text COLLATE "C" NOT NULL,
  status        text NOT NULL,
  filed_on      date NOT NULL,
  text_hash     text NOT NULL,
  outcome       text,
  answered_on   date,
  answered_by   text,
  answer_hash   text,
  last_position bigint NOT NULL,
  PRIMARY KEY (book_id, complaint_id)
);
CREATE INDEX complaint_proposal ON view.complaint (book_id, proposal_id) WHERE proposal_id IS NOT NULL;
CREATE INDEX complaint_call ON view.complaint (book_id, call_id) WHERE call_id IS NOT NULL;
RESET ROLE;
`);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}
