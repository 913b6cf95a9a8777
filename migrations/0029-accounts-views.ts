import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Reports of expenditure, movements of advances, refunds and audit certificates: folded beside the register of disbursements. */
export class AccountsViews1764000000029 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
SET LOCAL ROLE ayni_app;
TRUNCATE view.disbursement;
DELETE FROM view.checkpoint WHERE view_group = 'disbursements';

CREATE TABLE view.expenditure_report (
  book_id            text COLLATE "C" NOT NULL,
  report_id          text COLLATE "C" NOT NULL,
  grant_id           text COLLATE "C" NOT NULL,
  activity_id        text COLLATE "C" NOT NULL,
  payee              text COLLATE "C" NOT NULL,
  status             text NOT NULL,
  period_start       date NOT NULL,
  period_end         date NOT NULL,
  submitted_by       text NOT NULL,
  submitted_on       date NOT NULL,
  currency           text COLLATE "C" NOT NULL,
  reported           bigint NOT NULL,
  accepted           bigint NOT NULL,
  disallowed         bigint NOT NULL,
  recovered          bigint NOT NULL,
  open               bigint NOT NULL,
  state              jsonb NOT NULL,
  history            jsonb NOT NULL,
  submitted_position bigint NOT NULL,
  last_position      bigint NOT NULL,
  PRIMARY KEY (book_id, report_id)
) WITH (fillfactor = 70);
CREATE INDEX expenditure_report_submitted ON view.expenditure_report (book_id, submitted_position);
CREATE INDEX expenditure_report_status ON view.expenditure_report (book_id, status, submitted_position);
CREATE INDEX expenditure_report_grant ON view.expenditure_report (book_id, grant_id, submitted_position);

CREATE TABLE view.advance_movement (
  book_id         text COLLATE "C" NOT NULL,
  position        bigint NOT NULL,
  line            integer NOT NULL,
  grant_id        text COLLATE "C" NOT NULL,
  payee           text COLLATE "C" NOT NULL,
  disbursement_id text COLLATE "C",
  payment         bigint,
  value_date      date NOT NULL,
  due_on          date,
  amount          bigint NOT NULL,
  currency        text COLLATE "C" NOT NULL,
  PRIMARY KEY (book_id, position, line)
);
CREATE INDEX advance_movement_grant ON view.advance_movement (book_id, grant_id, value_date);

CREATE TABLE view.refund (
  book_id        text COLLATE "C" NOT NULL,
  refund_id      text COLLATE "C" NOT NULL,
  grant_id       text COLLATE "C" NOT NULL,
  activity_id    text COLLATE "C" NOT NULL,
  payee          text COLLATE "C" NOT NULL,
  ground         text NOT NULL,
  due_on         date NOT NULL,
  currency       text COLLATE "C" NOT NULL,
  due            bigint NOT NULL,
  received       bigint NOT NULL,
  set_off        bigint NOT NULL,
  written_off    bigint NOT NULL,
  outstanding    bigint NOT NULL CHECK (outstanding = greatest(0, due - received - set_off - written_off)),
  history        jsonb NOT NULL,
  first_position bigint NOT NULL,
  last_position  bigint NOT NULL,
  PRIMARY KEY (book_id, refund_id)
) WITH (fillfactor = 70);
CREATE INDEX refund_first ON view.refund (book_id, first_position);
CREATE INDEX refund_grant ON view.refund (book_id, grant_id, first_position);

CREATE TABLE view.audit_certificate (
  book_id           text COLLATE "C" NOT NULL,
  grant_id          text COLLATE "C" NOT NULL,
  certificate_id    text COLLATE "C" NOT NULL,
  activity_id       text COLLATE "C" NOT NULL,
  payee             text COLLATE "C" NOT NULL,
  auditor           text COLLATE "C" NOT NULL,
  opinion           text NOT NULL,
  period_start      date NOT NULL,
  period_end        date NOT NULL,
  sha256            text NOT NULL,
  findings_hash     text,
  recorded_on       date NOT NULL,
  recorded_by       text NOT NULL,
  undone            bigint,
  recorded_position bigint NOT NULL,
  last_position     bigint NOT NULL,
  PRIMARY KEY (book_id, grant_id, certificate_id)
) WITH (fillfactor = 70);
CREATE INDEX audit_certificate_recorded ON view.audit_certificate (book_id, recorded_position);
RESET ROLE;
`);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}
