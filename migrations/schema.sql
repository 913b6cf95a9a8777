-- The schema after all migrations; migrations/schema.spec.ts compares and renews it.

CREATE SCHEMA directory;
ALTER SCHEMA directory OWNER TO ayni_app;

CREATE SCHEMA importing;
ALTER SCHEMA importing OWNER TO ayni_app;

CREATE SCHEMA jobs;
ALTER SCHEMA jobs OWNER TO ayni_app;

CREATE SCHEMA ledger;
ALTER SCHEMA ledger OWNER TO ayni_owner;
GRANT USAGE ON SCHEMA ledger TO ayni_app;
GRANT USAGE ON SCHEMA ledger TO ayni_book;

CREATE SCHEMA publishing;
ALTER SCHEMA publishing OWNER TO ayni_app;

CREATE SCHEMA view;
ALTER SCHEMA view OWNER TO ayni_app;

CREATE TABLE directory.token (
  hash bytea NOT NULL,
  person text NOT NULL,
  roles text[] NOT NULL,
  label text DEFAULT ''::text NOT NULL,
  created_at timestamp with time zone DEFAULT now() NOT NULL,
  revoked_at timestamp with time zone,
  party text COLLATE "C",
  CONSTRAINT token_pkey PRIMARY KEY (hash),
  CONSTRAINT token_check CHECK ((('cso'::text = ANY (roles)) = (party IS NOT NULL))),
  CONSTRAINT token_hash_check CHECK ((length(hash) = 32)),
  CONSTRAINT token_roles_check CHECK ((cardinality(roles) > 0))
);
ALTER TABLE directory.token OWNER TO ayni_app;

CREATE TABLE importing.run (
  book_id text COLLATE "C" NOT NULL,
  run_id text COLLATE "C" NOT NULL,
  kind text COLLATE "C" NOT NULL,
  mode text COLLATE "C" NOT NULL,
  person text NOT NULL,
  party text,
  file bytea NOT NULL,
  started_at timestamp with time zone DEFAULT now() NOT NULL,
  told_at timestamp with time zone DEFAULT now() NOT NULL,
  done integer DEFAULT 0 NOT NULL,
  total integer DEFAULT 0 NOT NULL,
  report jsonb,
  failure text,
  reviewed bytea,
  CONSTRAINT run_pkey PRIMARY KEY (book_id, run_id),
  CONSTRAINT run_file_check CHECK ((length(file) = 32))
);
ALTER TABLE importing.run OWNER TO ayni_app;

CREATE TABLE ledger.balance (
  book_id text COLLATE "C" NOT NULL,
  account text COLLATE "C" NOT NULL,
  currency text COLLATE "C" NOT NULL,
  amount bigint NOT NULL,
  guard smallint NOT NULL,
  era bigint DEFAULT 0 NOT NULL,
  moves bigint DEFAULT 0 NOT NULL,
  CONSTRAINT balance_pkey PRIMARY KEY (book_id, account, currency, era)
) WITH (fillfactor=50);
ALTER TABLE ledger.balance OWNER TO ayni_owner;
GRANT SELECT ON TABLE ledger.balance TO ayni_app;
GRANT SELECT ON TABLE ledger.balance TO ayni_book;

CREATE TABLE ledger.book_head (
  book_id text COLLATE "C" NOT NULL,
  "position" bigint NOT NULL,
  root bytea NOT NULL,
  frontier bytea NOT NULL,
  recorded_at text NOT NULL,
  origin text NOT NULL,
  epoch integer DEFAULT 1 NOT NULL,
  era bigint DEFAULT 0 NOT NULL,
  CONSTRAINT book_head_pkey PRIMARY KEY (book_id, era)
) WITH (fillfactor=50);
ALTER TABLE ledger.book_head OWNER TO ayni_owner;
GRANT SELECT ON TABLE ledger.book_head TO ayni_app;
GRANT SELECT ON TABLE ledger.book_head TO ayni_book;

CREATE TABLE ledger.command (
  book_id text COLLATE "C" NOT NULL,
  key text COLLATE "C" NOT NULL,
  request_hash bytea NOT NULL,
  first_position bigint NOT NULL,
  events integer NOT NULL,
  tree_size bigint NOT NULL,
  root bytea NOT NULL,
  CONSTRAINT command_pkey PRIMARY KEY (book_id, key)
);
ALTER TABLE ledger.command OWNER TO ayni_owner;
GRANT SELECT ON TABLE ledger.command TO ayni_app;
GRANT SELECT ON TABLE ledger.command TO ayni_book;

CREATE TABLE ledger.content (
  book_id text COLLATE "C" NOT NULL,
  hash bytea NOT NULL,
  salt bytea,
  text text,
  erased_at timestamp with time zone,
  CONSTRAINT content_pkey PRIMARY KEY (book_id, hash),
  CONSTRAINT content_check CHECK (((erased_at IS NULL) = ((salt IS NOT NULL) AND (text IS NOT NULL)))),
  CONSTRAINT content_hash_check CHECK ((length(hash) = 32))
);
ALTER TABLE ledger.content OWNER TO ayni_owner;
GRANT SELECT ON TABLE ledger.content TO ayni_app;
GRANT SELECT ON TABLE ledger.content TO ayni_book;

CREATE TABLE ledger.event (
  book_id text COLLATE "C" NOT NULL,
  "position" bigint NOT NULL,
  stream text COLLATE "C" NOT NULL,
  version bigint NOT NULL,
  type text NOT NULL,
  value_date date NOT NULL,
  recorded_at timestamp with time zone NOT NULL,
  leaf bytea NOT NULL,
  record json NOT NULL,
  CONSTRAINT event_pkey PRIMARY KEY (book_id, "position"),
  CONSTRAINT event_book_id_stream_version_key UNIQUE (book_id, stream, version)
);
ALTER TABLE ledger.event OWNER TO ayni_owner;
GRANT SELECT ON TABLE ledger.event TO ayni_app;
GRANT SELECT ON TABLE ledger.event TO ayni_book;

CREATE TABLE ledger.stream_state (
  book_id text COLLATE "C" NOT NULL,
  stream text COLLATE "C" NOT NULL,
  version bigint NOT NULL,
  "position" bigint NOT NULL,
  folds bytea NOT NULL,
  state bytea NOT NULL,
  CONSTRAINT stream_state_pkey PRIMARY KEY (book_id, stream),
  CONSTRAINT stream_state_folds_check CHECK ((length(folds) = 32)),
  CONSTRAINT stream_state_version_check CHECK ((version > 0))
);
ALTER TABLE ledger.stream_state OWNER TO ayni_owner;
GRANT SELECT ON TABLE ledger.stream_state TO ayni_app;
GRANT SELECT ON TABLE ledger.stream_state TO ayni_book;

CREATE TABLE ledger.tree_node (
  book_id text COLLATE "C" NOT NULL,
  level smallint NOT NULL,
  number bigint NOT NULL,
  hash bytea NOT NULL,
  CONSTRAINT tree_node_pkey PRIMARY KEY (book_id, level, number),
  CONSTRAINT tree_node_hash_check CHECK ((length(hash) = 32)),
  CONSTRAINT tree_node_level_check CHECK (((level > 0) AND (((level)::integer % 4) = 0))),
  CONSTRAINT tree_node_number_check CHECK ((number >= 0))
);
ALTER TABLE ledger.tree_node OWNER TO ayni_owner;
GRANT SELECT ON TABLE ledger.tree_node TO ayni_app;
GRANT SELECT ON TABLE ledger.tree_node TO ayni_book;

CREATE TABLE publishing.file (
  book_id text COLLATE "C" NOT NULL,
  format text NOT NULL,
  "position" bigint NOT NULL,
  registry_position bigint NOT NULL,
  sha256 bytea NOT NULL,
  bytes bigint NOT NULL,
  published_at timestamp with time zone DEFAULT now() NOT NULL,
  CONSTRAINT file_pkey PRIMARY KEY (book_id, format, "position", registry_position),
  CONSTRAINT file_sha256_check CHECK ((length(sha256) = 32))
);
ALTER TABLE publishing.file OWNER TO ayni_app;

CREATE TABLE view.account (
  book_id text COLLATE "C" NOT NULL,
  account text COLLATE "C" NOT NULL,
  currency text COLLATE "C" NOT NULL,
  account_set text NOT NULL,
  kind text COLLATE "C" NOT NULL,
  debit bigint NOT NULL,
  credit bigint NOT NULL,
  balance bigint NOT NULL,
  last_position bigint NOT NULL,
  number bigint NOT NULL,
  CONSTRAINT account_pkey PRIMARY KEY (book_id, account, currency),
  CONSTRAINT account_check CHECK ((balance = (debit - credit)))
) WITH (fillfactor=70);
ALTER TABLE view.account OWNER TO ayni_app;

CREATE TABLE view.account_total (
  book_id text COLLATE "C" NOT NULL,
  account text COLLATE "C" NOT NULL,
  currency text COLLATE "C" NOT NULL,
  account_set text NOT NULL,
  kind text COLLATE "C" NOT NULL,
  debit bigint NOT NULL,
  credit bigint NOT NULL,
  balance bigint NOT NULL,
  CONSTRAINT account_total_pkey PRIMARY KEY (book_id, account, currency),
  CONSTRAINT account_total_check CHECK ((balance = (debit - credit)))
) WITH (fillfactor=50);
ALTER TABLE view.account_total OWNER TO ayni_app;

CREATE TABLE view.activity (
  book_id text COLLATE "C" NOT NULL,
  activity_id text COLLATE "C" NOT NULL,
  title jsonb NOT NULL,
  description jsonb,
  modality text NOT NULL,
  status text NOT NULL,
  planned_start date,
  planned_end date,
  classification jsonb NOT NULL,
  history jsonb NOT NULL,
  partners jsonb NOT NULL,
  stages jsonb NOT NULL,
  last_position bigint NOT NULL,
  agreement text COLLATE "C",
  evaluation text COLLATE "C",
  locations jsonb NOT NULL,
  budgets jsonb NOT NULL,
  documents jsonb NOT NULL,
  CONSTRAINT activity_pkey PRIMARY KEY (book_id, activity_id)
);
ALTER TABLE view.activity OWNER TO ayni_app;

CREATE TABLE view.advance_movement (
  book_id text COLLATE "C" NOT NULL,
  "position" bigint NOT NULL,
  line integer NOT NULL,
  grant_id text COLLATE "C" NOT NULL,
  payee text COLLATE "C" NOT NULL,
  disbursement_id text COLLATE "C",
  payment bigint,
  value_date date NOT NULL,
  due_on date,
  amount bigint NOT NULL,
  currency text COLLATE "C" NOT NULL,
  paid_on date,
  CONSTRAINT advance_movement_pkey PRIMARY KEY (book_id, "position", line)
);
ALTER TABLE view.advance_movement OWNER TO ayni_app;

CREATE TABLE view.agreement (
  book_id text COLLATE "C" NOT NULL,
  agreement_id text COLLATE "C" NOT NULL,
  title jsonb NOT NULL,
  kind text NOT NULL,
  parties jsonb NOT NULL,
  signed_on date NOT NULL,
  ends_on date,
  ended_on date,
  ending text,
  documents jsonb NOT NULL,
  search text NOT NULL,
  last_position bigint NOT NULL,
  CONSTRAINT agreement_pkey PRIMARY KEY (book_id, agreement_id)
);
ALTER TABLE view.agreement OWNER TO ayni_app;

CREATE TABLE view.allocation (
  book_id text COLLATE "C" NOT NULL,
  allocation_id text COLLATE "C" NOT NULL,
  earmark text COLLATE "C" NOT NULL,
  first_window text COLLATE "C" NOT NULL,
  activity_id text COLLATE "C",
  stage text,
  status text NOT NULL,
  currency text COLLATE "C" NOT NULL,
  amount bigint NOT NULL,
  lapsed bigint NOT NULL,
  reduced bigint NOT NULL,
  parts jsonb NOT NULL,
  made_on date NOT NULL,
  lapses_after date,
  last_position bigint NOT NULL,
  CONSTRAINT allocation_pkey PRIMARY KEY (book_id, allocation_id)
) WITH (fillfactor=70);
ALTER TABLE view.allocation OWNER TO ayni_app;

CREATE TABLE view.assessment (
  book_id text COLLATE "C" NOT NULL,
  proposal_id text COLLATE "C" NOT NULL,
  assessor text COLLATE "C" NOT NULL,
  assessed_on date NOT NULL,
  scores jsonb,
  total text,
  recommendation text,
  comment_hash text,
  last_position bigint NOT NULL,
  CONSTRAINT assessment_pkey PRIMARY KEY (book_id, proposal_id, assessor)
);
ALTER TABLE view.assessment OWNER TO ayni_app;

CREATE TABLE view.asset (
  book_id text COLLATE "C" NOT NULL,
  asset_id text COLLATE "C" NOT NULL,
  grant_id text COLLATE "C" NOT NULL,
  activity_id text COLLATE "C" NOT NULL,
  description text NOT NULL,
  serial text,
  currency text COLLATE "C" NOT NULL,
  amount bigint NOT NULL,
  custodian text COLLATE "C" NOT NULL,
  status text NOT NULL,
  acquired_on date NOT NULL,
  condition text,
  verified_on date,
  disposed_on date,
  history jsonb NOT NULL,
  last_position bigint NOT NULL,
  CONSTRAINT asset_pkey PRIMARY KEY (book_id, asset_id)
) WITH (fillfactor=70);
ALTER TABLE view.asset OWNER TO ayni_app;

CREATE TABLE view.audit_certificate (
  book_id text COLLATE "C" NOT NULL,
  grant_id text COLLATE "C" NOT NULL,
  certificate_id text COLLATE "C" NOT NULL,
  activity_id text COLLATE "C" NOT NULL,
  payee text COLLATE "C" NOT NULL,
  auditor text COLLATE "C" NOT NULL,
  opinion text NOT NULL,
  period_start date NOT NULL,
  period_end date NOT NULL,
  sha256 text NOT NULL,
  findings_hash text,
  recorded_on date NOT NULL,
  recorded_by text NOT NULL,
  undone bigint,
  recorded_position bigint NOT NULL,
  last_position bigint NOT NULL,
  CONSTRAINT audit_certificate_pkey PRIMARY KEY (book_id, grant_id, certificate_id)
) WITH (fillfactor=70);
ALTER TABLE view.audit_certificate OWNER TO ayni_app;

CREATE TABLE view.bank_line (
  book_id text COLLATE "C" NOT NULL,
  statement_id text COLLATE "C" NOT NULL,
  line_id text COLLATE "C" NOT NULL,
  line integer NOT NULL,
  bank_account text COLLATE "C" NOT NULL,
  currency text COLLATE "C" NOT NULL,
  booked_on date NOT NULL,
  value_date date NOT NULL,
  amount bigint NOT NULL,
  reference text,
  end_to_end_id text,
  code text,
  remittance text,
  counterparty text,
  status text NOT NULL,
  matched bigint NOT NULL,
  matches jsonb NOT NULL,
  reason text,
  last_position bigint NOT NULL,
  CONSTRAINT bank_line_pkey PRIMARY KEY (book_id, statement_id, line_id)
) WITH (fillfactor=70);
ALTER TABLE view.bank_line OWNER TO ayni_app;

CREATE TABLE view.bank_match (
  book_id text COLLATE "C" NOT NULL,
  bank_account text COLLATE "C" NOT NULL,
  movement text COLLATE "C" NOT NULL,
  amount bigint NOT NULL,
  last_position bigint NOT NULL,
  CONSTRAINT bank_match_pkey PRIMARY KEY (book_id, bank_account, movement)
) WITH (fillfactor=70);
ALTER TABLE view.bank_match OWNER TO ayni_app;

CREATE TABLE view.bank_statement (
  book_id text COLLATE "C" NOT NULL,
  statement_id text COLLATE "C" NOT NULL,
  bank_account text COLLATE "C" NOT NULL,
  currency text COLLATE "C" NOT NULL,
  format text NOT NULL,
  file_hash text NOT NULL,
  reference text,
  starts_on date NOT NULL,
  ends_on date NOT NULL,
  opening bigint NOT NULL,
  closing bigint NOT NULL,
  entries integer NOT NULL,
  listed integer NOT NULL,
  settled integer NOT NULL,
  "position" bigint NOT NULL,
  last_position bigint NOT NULL,
  CONSTRAINT bank_statement_pkey PRIMARY KEY (book_id, statement_id)
) WITH (fillfactor=70);
ALTER TABLE view.bank_statement OWNER TO ayni_app;

CREATE TABLE view.body (
  book_id text COLLATE "C" NOT NULL,
  body_id text COLLATE "C" NOT NULL,
  title jsonb NOT NULL,
  kind text NOT NULL,
  mandate jsonb NOT NULL,
  agreement text COLLATE "C",
  status text NOT NULL,
  since date NOT NULL,
  until date,
  reason text,
  seats jsonb NOT NULL,
  minutes jsonb NOT NULL,
  contributions jsonb NOT NULL,
  last_position bigint NOT NULL,
  CONSTRAINT body_pkey PRIMARY KEY (book_id, body_id)
);
ALTER TABLE view.body OWNER TO ayni_app;

CREATE TABLE view.call (
  book_id text COLLATE "C" NOT NULL,
  call_id text COLLATE "C" NOT NULL,
  status text NOT NULL,
  terms jsonb NOT NULL,
  ranking jsonb,
  cancelled jsonb,
  history jsonb NOT NULL,
  last_position bigint NOT NULL,
  CONSTRAINT call_pkey PRIMARY KEY (book_id, call_id)
);
ALTER TABLE view.call OWNER TO ayni_app;

CREATE TABLE view.capacity (
  book_id text COLLATE "C" NOT NULL,
  partner_id text COLLATE "C" NOT NULL,
  capacity text COLLATE "C" NOT NULL,
  kind text NOT NULL,
  description jsonb NOT NULL,
  sectors jsonb NOT NULL,
  territories jsonb NOT NULL,
  since integer,
  evidence jsonb NOT NULL,
  declared_on date NOT NULL,
  withdrawn_on date,
  search text NOT NULL,
  last_position bigint NOT NULL,
  CONSTRAINT capacity_pkey PRIMARY KEY (book_id, partner_id, capacity)
);
ALTER TABLE view.capacity OWNER TO ayni_app;

CREATE TABLE view.chart (
  book_id text COLLATE "C" NOT NULL,
  account_kind text COLLATE "C" NOT NULL,
  account_key text COLLATE "C" NOT NULL,
  code text NOT NULL,
  name text NOT NULL,
  last_position bigint NOT NULL,
  CONSTRAINT chart_pkey PRIMARY KEY (book_id, account_kind, account_key)
);
ALTER TABLE view.chart OWNER TO ayni_app;

CREATE TABLE view.checkpoint (
  book_id text COLLATE "C" NOT NULL,
  view_group text COLLATE "C" NOT NULL,
  generation integer DEFAULT 1 NOT NULL,
  "position" bigint DEFAULT 0 NOT NULL,
  CONSTRAINT checkpoint_pkey PRIMARY KEY (book_id, view_group),
  CONSTRAINT checkpoint_generation_check CHECK ((generation >= 1)),
  CONSTRAINT checkpoint_position_check CHECK (("position" >= 0))
) WITH (fillfactor=50);
ALTER TABLE view.checkpoint OWNER TO ayni_app;

CREATE TABLE view.comment (
  book_id text COLLATE "C" NOT NULL,
  comment_id text COLLATE "C" NOT NULL,
  subject_kind text NOT NULL,
  subject_id text COLLATE "C",
  subject jsonb NOT NULL,
  author text NOT NULL,
  partner text COLLATE "C",
  channel text COLLATE "C",
  language text NOT NULL,
  text_hash text COLLATE "C" NOT NULL,
  status text NOT NULL,
  ground text,
  posted_on date NOT NULL,
  posted_position bigint NOT NULL,
  moderated_on date,
  answers jsonb NOT NULL,
  last_position bigint NOT NULL,
  CONSTRAINT comment_pkey PRIMARY KEY (book_id, comment_id)
);
ALTER TABLE view.comment OWNER TO ayni_app;

CREATE TABLE view.complaint (
  book_id text COLLATE "C" NOT NULL,
  complaint_id text COLLATE "C" NOT NULL,
  proposal_id text COLLATE "C",
  call_id text COLLATE "C",
  complainant text COLLATE "C" NOT NULL,
  status text NOT NULL,
  filed_on date NOT NULL,
  text_hash text NOT NULL,
  outcome text,
  answered_on date,
  answered_by text,
  answer_hash text,
  last_position bigint NOT NULL,
  CONSTRAINT complaint_pkey PRIMARY KEY (book_id, complaint_id)
);
ALTER TABLE view.complaint OWNER TO ayni_app;

CREATE TABLE view.contribution (
  book_id text COLLATE "C" NOT NULL,
  contribution_id text COLLATE "C" NOT NULL,
  earmark text COLLATE "C" NOT NULL,
  contributor text COLLATE "C",
  agreement text,
  provider_activity text,
  status text NOT NULL,
  currency text COLLATE "C",
  pledged bigint NOT NULL,
  committed bigint NOT NULL,
  received bigint NOT NULL,
  excess bigint NOT NULL,
  home_currency text COLLATE "C",
  home_committed bigint NOT NULL,
  funded bigint NOT NULL,
  interest bigint NOT NULL,
  interest_owed bigint NOT NULL,
  cleared bigint NOT NULL,
  bound bigint NOT NULL,
  paid bigint NOT NULL,
  refunded bigint NOT NULL,
  charged bigint NOT NULL,
  free bigint NOT NULL,
  last_position bigint NOT NULL,
  exchange bigint NOT NULL,
  not_new text,
  pooled boolean NOT NULL,
  givers bigint NOT NULL,
  conditions jsonb NOT NULL,
  instalments jsonb NOT NULL,
  conditional bigint NOT NULL,
  outstanding bigint NOT NULL,
  written_off bigint NOT NULL,
  returned bigint NOT NULL,
  recognised bigint NOT NULL,
  home_written_off bigint NOT NULL,
  home_returned bigint NOT NULL,
  spent_before bigint NOT NULL,
  CONSTRAINT contribution_pkey PRIMARY KEY (book_id, contribution_id, earmark),
  CONSTRAINT contribution_free CHECK ((free = (((((((funded + interest) + exchange) - cleared) - bound) - charged) - home_returned) - spent_before)))
) WITH (fillfactor=70);
ALTER TABLE view.contribution OWNER TO ayni_app;

CREATE TABLE view.contribution_line (
  book_id text COLLATE "C" NOT NULL,
  "position" bigint NOT NULL,
  line integer NOT NULL,
  contribution_id text COLLATE "C" NOT NULL,
  earmark text COLLATE "C" NOT NULL,
  kind text COLLATE "C" NOT NULL,
  type text NOT NULL,
  grant_id text COLLATE "C",
  activity_id text COLLATE "C",
  disbursement_id text COLLATE "C",
  amount bigint NOT NULL,
  currency text COLLATE "C" NOT NULL,
  home bigint,
  home_currency text COLLATE "C",
  value_date date NOT NULL,
  recorded_at timestamp with time zone NOT NULL,
  CONSTRAINT contribution_line_pkey PRIMARY KEY (book_id, "position", line)
);
ALTER TABLE view.contribution_line OWNER TO ayni_app;

CREATE TABLE view.decision (
  book_id text COLLATE "C" NOT NULL,
  "position" bigint NOT NULL,
  line integer NOT NULL,
  body text COLLATE "C" NOT NULL,
  minute text NOT NULL,
  type text NOT NULL,
  stream text COLLATE "C" NOT NULL,
  value_date date NOT NULL,
  CONSTRAINT decision_pkey PRIMARY KEY (book_id, "position", line)
);
ALTER TABLE view.decision OWNER TO ayni_app;

CREATE TABLE view.disbursement (
  book_id text COLLATE "C" NOT NULL,
  disbursement_id text COLLATE "C" NOT NULL,
  grant_id text COLLATE "C" NOT NULL,
  activity_id text COLLATE "C" NOT NULL,
  payee text COLLATE "C" NOT NULL,
  kind text NOT NULL,
  instalment text,
  currency text COLLATE "C" NOT NULL,
  amount bigint NOT NULL,
  paid bigint NOT NULL,
  status text NOT NULL,
  requested_by text NOT NULL,
  approved_by text,
  requested_on date NOT NULL,
  approved_on date,
  paid_on date,
  acknowledged_on date,
  bounced_on date,
  ended_on date,
  bank_account text,
  bank_reference text,
  payee_reference text,
  ordered text NOT NULL,
  history text NOT NULL,
  requested_position bigint NOT NULL,
  last_position bigint NOT NULL,
  category text,
  remaining bigint NOT NULL,
  approvals text NOT NULL,
  reason_hash text,
  payments text NOT NULL,
  CONSTRAINT disbursement_pkey PRIMARY KEY (book_id, disbursement_id)
) WITH (fillfactor=70);
ALTER TABLE view.disbursement OWNER TO ayni_app;

CREATE TABLE view.earned (
  book_id text COLLATE "C" NOT NULL,
  contribution_id text COLLATE "C" NOT NULL,
  kind text COLLATE "C" NOT NULL,
  currency text COLLATE "C" NOT NULL,
  debit bigint NOT NULL,
  credit bigint NOT NULL,
  balance bigint NOT NULL,
  CONSTRAINT earned_pkey PRIMARY KEY (book_id, contribution_id, kind, currency),
  CONSTRAINT earned_check CHECK ((balance = (debit - credit)))
) WITH (fillfactor=50);
ALTER TABLE view.earned OWNER TO ayni_app;

CREATE TABLE view.evaluation (
  book_id text COLLATE "C" NOT NULL,
  evaluation_id text COLLATE "C" NOT NULL,
  subject_kind text NOT NULL,
  subject_id text COLLATE "C",
  subject jsonb NOT NULL,
  kind text NOT NULL,
  outcome text NOT NULL,
  recorded_on date NOT NULL,
  content jsonb NOT NULL,
  recommendations jsonb NOT NULL,
  withdrawn jsonb,
  last_position bigint NOT NULL,
  CONSTRAINT evaluation_pkey PRIMARY KEY (book_id, evaluation_id)
);
ALTER TABLE view.evaluation OWNER TO ayni_app;

CREATE TABLE view.evidence_claim (
  book_id text COLLATE "C" NOT NULL,
  sha256 text COLLATE "C" NOT NULL,
  report_id text COLLATE "C" NOT NULL,
  grant_id text COLLATE "C" NOT NULL,
  share text NOT NULL,
  claimed boolean NOT NULL,
  last_position bigint NOT NULL,
  CONSTRAINT evidence_claim_pkey PRIMARY KEY (book_id, sha256, report_id)
) WITH (fillfactor=70);
ALTER TABLE view.evidence_claim OWNER TO ayni_app;

CREATE TABLE view.expenditure_report (
  book_id text COLLATE "C" NOT NULL,
  report_id text COLLATE "C" NOT NULL,
  grant_id text COLLATE "C" NOT NULL,
  activity_id text COLLATE "C" NOT NULL,
  payee text COLLATE "C" NOT NULL,
  status text NOT NULL,
  period_start date NOT NULL,
  period_end date NOT NULL,
  submitted_by text NOT NULL,
  submitted_on date NOT NULL,
  currency text COLLATE "C" NOT NULL,
  reported bigint NOT NULL,
  accepted bigint NOT NULL,
  disallowed bigint NOT NULL,
  recovered bigint NOT NULL,
  open bigint NOT NULL,
  state jsonb NOT NULL,
  history jsonb NOT NULL,
  submitted_position bigint NOT NULL,
  last_position bigint NOT NULL,
  CONSTRAINT expenditure_report_pkey PRIMARY KEY (book_id, report_id)
) WITH (fillfactor=70);
ALTER TABLE view.expenditure_report OWNER TO ayni_app;

CREATE TABLE view.fault (
  book_id text COLLATE "C" NOT NULL,
  view_group text COLLATE "C" NOT NULL,
  "position" bigint NOT NULL,
  type text NOT NULL,
  message text NOT NULL,
  faulted_at timestamp with time zone DEFAULT now() NOT NULL,
  CONSTRAINT fault_pkey PRIMARY KEY (book_id, view_group)
);
ALTER TABLE view.fault OWNER TO ayni_app;

CREATE TABLE view.flow (
  book_id text COLLATE "C" NOT NULL,
  "position" bigint NOT NULL,
  line integer NOT NULL,
  value_date date NOT NULL,
  recorded_at timestamp with time zone NOT NULL,
  type text NOT NULL,
  stream text COLLATE "C" NOT NULL,
  flow text COLLATE "C" NOT NULL,
  earmark text COLLATE "C" NOT NULL,
  contribution_id text COLLATE "C",
  contributor text COLLATE "C",
  grant_id text COLLATE "C",
  category text COLLATE "C",
  amount bigint NOT NULL,
  currency text COLLATE "C" NOT NULL,
  not_new text,
  CONSTRAINT flow_pkey PRIMARY KEY (book_id, "position", line)
);
ALTER TABLE view.flow OWNER TO ayni_app;

CREATE TABLE view.flow_source (
  book_id text COLLATE "C" NOT NULL,
  contribution_id text COLLATE "C" NOT NULL,
  contributor text COLLATE "C" NOT NULL,
  last_position bigint NOT NULL,
  not_new text,
  CONSTRAINT flow_source_pkey PRIMARY KEY (book_id, contribution_id)
);
ALTER TABLE view.flow_source OWNER TO ayni_app;

CREATE TABLE view.fund (
  book_id text COLLATE "C" NOT NULL,
  name jsonb NOT NULL,
  description jsonb,
  home_currency text COLLATE "C" NOT NULL,
  currencies jsonb NOT NULL,
  time_zone text NOT NULL,
  starts_on date NOT NULL,
  ends_on date,
  rules jsonb NOT NULL,
  earmarks jsonb NOT NULL,
  windows jsonb NOT NULL,
  bank_accounts jsonb NOT NULL,
  publishing jsonb NOT NULL,
  last_position bigint NOT NULL,
  legal_frame text COLLATE "C",
  policy jsonb DEFAULT '{}'::jsonb NOT NULL,
  closed_on date,
  CONSTRAINT fund_pkey PRIMARY KEY (book_id)
);
ALTER TABLE view.fund OWNER TO ayni_app;

CREATE TABLE view.grant_category (
  book_id text COLLATE "C" NOT NULL,
  grant_id text COLLATE "C" NOT NULL,
  category text COLLATE "C" NOT NULL,
  currency text COLLATE "C" NOT NULL,
  reported bigint NOT NULL,
  accepted bigint NOT NULL,
  last_position bigint NOT NULL,
  CONSTRAINT grant_category_pkey PRIMARY KEY (book_id, grant_id, category)
);
ALTER TABLE view.grant_category OWNER TO ayni_app;

CREATE TABLE view.grant_cofinancing (
  book_id text COLLATE "C" NOT NULL,
  grant_id text COLLATE "C" NOT NULL,
  partner text COLLATE "C" NOT NULL,
  origin text COLLATE "C" NOT NULL,
  form text COLLATE "C" NOT NULL,
  currency text COLLATE "C" NOT NULL,
  agreed bigint NOT NULL,
  reported bigint NOT NULL,
  accepted bigint NOT NULL,
  last_position bigint NOT NULL,
  CONSTRAINT grant_cofinancing_pkey PRIMARY KEY (book_id, grant_id, partner, origin, form, currency)
);
ALTER TABLE view.grant_cofinancing OWNER TO ayni_app;

CREATE TABLE view.grant_sheet (
  book_id text COLLATE "C" NOT NULL,
  grant_id text COLLATE "C" NOT NULL,
  activity_id text COLLATE "C" NOT NULL,
  stage text,
  payee text COLLATE "C" NOT NULL,
  executor text COLLATE "C" NOT NULL,
  agreement text,
  status text NOT NULL,
  signed_on date NOT NULL,
  currency text COLLATE "C" NOT NULL,
  amount bigint NOT NULL,
  lines jsonb NOT NULL,
  instalments jsonb NOT NULL,
  committed bigint NOT NULL,
  ordered bigint NOT NULL,
  disbursed bigint NOT NULL,
  advance bigint NOT NULL,
  payable bigint NOT NULL,
  recoverable bigint NOT NULL,
  reported bigint NOT NULL,
  accepted bigint NOT NULL,
  claimed bigint NOT NULL,
  refunded bigint NOT NULL,
  last_position bigint NOT NULL,
  starts_on date,
  ends_on date,
  ground text,
  since date,
  signed jsonb DEFAULT '{}'::jsonb NOT NULL,
  changes jsonb DEFAULT '[]'::jsonb NOT NULL,
  clauses jsonb DEFAULT '{}'::jsonb NOT NULL,
  conditions jsonb DEFAULT '[]'::jsonb NOT NULL,
  waived bigint DEFAULT 0 NOT NULL,
  sub_granted bigint DEFAULT 0 NOT NULL,
  cofinanced jsonb DEFAULT '{}'::jsonb NOT NULL,
  income jsonb DEFAULT '{}'::jsonb NOT NULL,
  settled jsonb NOT NULL,
  interest bigint DEFAULT 0 NOT NULL,
  interests jsonb DEFAULT '[]'::jsonb NOT NULL,
  over_refunded bigint NOT NULL,
  unaccepted bigint NOT NULL,
  CONSTRAINT grant_sheet_pkey PRIMARY KEY (book_id, grant_id)
) WITH (fillfactor=70);
ALTER TABLE view.grant_sheet OWNER TO ayni_app;

CREATE TABLE view.in_kind (
  book_id text COLLATE "C" NOT NULL,
  in_kind_id text COLLATE "C" NOT NULL,
  partner text COLLATE "C" NOT NULL,
  kind text NOT NULL,
  what text NOT NULL,
  for_kind text NOT NULL,
  for_id text COLLATE "C",
  not_new text,
  status text NOT NULL,
  unit text NOT NULL,
  pledged text,
  delivered text,
  evidence jsonb NOT NULL,
  method text,
  currency text COLLATE "C",
  value bigint,
  home_currency text COLLATE "C",
  home_value bigint,
  rate jsonb,
  recognised boolean NOT NULL,
  pledged_on date,
  delivered_on date,
  valued_on date,
  last_position bigint NOT NULL,
  CONSTRAINT in_kind_pkey PRIMARY KEY (book_id, in_kind_id)
);
ALTER TABLE view.in_kind OWNER TO ayni_app;

CREATE TABLE view.open_advance (
  book_id text COLLATE "C" NOT NULL,
  grant_id text COLLATE "C" NOT NULL,
  currency text COLLATE "C" NOT NULL,
  amount bigint NOT NULL,
  CONSTRAINT open_advance_pkey PRIMARY KEY (book_id, grant_id, currency)
);
ALTER TABLE view.open_advance OWNER TO ayni_app;

CREATE TABLE view.own_cost (
  book_id text COLLATE "C" NOT NULL,
  cost_id text COLLATE "C" NOT NULL,
  line text COLLATE "C" NOT NULL,
  earmark text COLLATE "C" NOT NULL,
  amount bigint NOT NULL,
  currency text COLLATE "C" NOT NULL,
  home bigint NOT NULL,
  home_currency text COLLATE "C" NOT NULL,
  supplier text COLLATE "C",
  status text NOT NULL,
  requested_by text NOT NULL,
  requested_on date NOT NULL,
  approved_by text,
  approved_on date,
  paid_on date,
  paid bigint NOT NULL,
  spent bigint NOT NULL,
  bank_account text,
  bank_reference text,
  "position" bigint NOT NULL,
  last_position bigint NOT NULL,
  CONSTRAINT own_cost_pkey PRIMARY KEY (book_id, cost_id)
) WITH (fillfactor=70);
ALTER TABLE view.own_cost OWNER TO ayni_app;

CREATE TABLE view.partner (
  book_id text COLLATE "C" NOT NULL,
  partner_id text COLLATE "C" NOT NULL,
  name text NOT NULL,
  kind text NOT NULL,
  country text,
  legal_form text,
  identifiers jsonb NOT NULL,
  website text,
  registered_on date NOT NULL,
  search text NOT NULL,
  last_position bigint NOT NULL,
  name_key text COLLATE "C" NOT NULL,
  merged_into text COLLATE "C",
  verification jsonb,
  due_diligence jsonb,
  suspension jsonb,
  incomes jsonb NOT NULL,
  CONSTRAINT partner_pkey PRIMARY KEY (book_id, partner_id)
);
ALTER TABLE view.partner OWNER TO ayni_app;

CREATE TABLE view.payee_account (
  book_id text COLLATE "C" NOT NULL,
  partner_id text COLLATE "C" NOT NULL,
  account text COLLATE "C" NOT NULL,
  status text NOT NULL,
  country text NOT NULL,
  currency text NOT NULL,
  number_hash text COLLATE "C" NOT NULL,
  ending_hash text COLLATE "C",
  bank_hash text COLLATE "C" NOT NULL,
  replaces text COLLATE "C",
  evidence jsonb NOT NULL,
  proposed_by text COLLATE "C" NOT NULL,
  proposed_on date NOT NULL,
  confirmed_by text COLLATE "C",
  confirmed_on date,
  ended_on date,
  reason text,
  findings_hash text COLLATE "C",
  last_position bigint NOT NULL,
  CONSTRAINT payee_account_pkey PRIMARY KEY (book_id, partner_id, account)
);
ALTER TABLE view.payee_account OWNER TO ayni_app;

CREATE TABLE view.peer_review (
  book_id text COLLATE "C" NOT NULL,
  review_id text COLLATE "C" NOT NULL,
  status text NOT NULL,
  subject jsonb NOT NULL,
  mandated_by jsonb NOT NULL,
  scope jsonb NOT NULL,
  reviewers jsonb NOT NULL,
  due_date date,
  mandated_on date NOT NULL,
  reported_on date,
  closed_on date,
  findings jsonb NOT NULL,
  report jsonb,
  last_position bigint NOT NULL,
  CONSTRAINT peer_review_pkey PRIMARY KEY (book_id, review_id)
);
ALTER TABLE view.peer_review OWNER TO ayni_app;

CREATE TABLE view.period (
  book_id text COLLATE "C" NOT NULL,
  period text COLLATE "C" NOT NULL,
  starts_on date NOT NULL,
  ends_on date NOT NULL,
  closed_at timestamp with time zone,
  closed_by text,
  revaluations jsonb NOT NULL,
  open_items jsonb NOT NULL,
  last_position bigint NOT NULL,
  CONSTRAINT period_pkey PRIMARY KEY (book_id, period)
);
ALTER TABLE view.period OWNER TO ayni_app;

CREATE TABLE view.posting (
  book_id text COLLATE "C" NOT NULL,
  "position" bigint NOT NULL,
  line integer NOT NULL,
  value_date date NOT NULL,
  recorded_at timestamp with time zone NOT NULL,
  type text NOT NULL,
  stream text COLLATE "C" NOT NULL,
  account_set text NOT NULL,
  kind text COLLATE "C" NOT NULL,
  account text COLLATE "C" NOT NULL,
  currency text COLLATE "C" NOT NULL,
  amount bigint NOT NULL,
  account_number bigint NOT NULL,
  CONSTRAINT posting_pkey PRIMARY KEY (book_id, "position", line)
);
ALTER TABLE view.posting OWNER TO ayni_app;

CREATE TABLE view.project_income (
  book_id text COLLATE "C" NOT NULL,
  income_id text COLLATE "C" NOT NULL,
  grant_id text COLLATE "C" NOT NULL,
  activity_id text COLLATE "C" NOT NULL,
  source text NOT NULL,
  what text NOT NULL,
  use text NOT NULL,
  status text NOT NULL,
  earned_on date NOT NULL,
  currency text COLLATE "C" NOT NULL,
  amount bigint NOT NULL,
  home_currency text COLLATE "C" NOT NULL,
  home bigint NOT NULL,
  evidence jsonb,
  last_position bigint NOT NULL,
  CONSTRAINT project_income_pkey PRIMARY KEY (book_id, income_id)
);
ALTER TABLE view.project_income OWNER TO ayni_app;

CREATE TABLE view.proposal (
  book_id text COLLATE "C" NOT NULL,
  proposal_id text COLLATE "C" NOT NULL,
  call_id text COLLATE "C",
  lead text COLLATE "C" NOT NULL,
  status text NOT NULL,
  submitted_on date NOT NULL,
  terms jsonb NOT NULL,
  currency text COLLATE "C" NOT NULL,
  requested bigint NOT NULL,
  awarded bigint NOT NULL,
  grant_id text COLLATE "C",
  conflicts jsonb NOT NULL,
  history jsonb NOT NULL,
  last_position bigint NOT NULL,
  CONSTRAINT proposal_pkey PRIMARY KEY (book_id, proposal_id)
);
ALTER TABLE view.proposal OWNER TO ayni_app;

CREATE TABLE view.refund (
  book_id text COLLATE "C" NOT NULL,
  refund_id text COLLATE "C" NOT NULL,
  grant_id text COLLATE "C" NOT NULL,
  activity_id text COLLATE "C" NOT NULL,
  payee text COLLATE "C" NOT NULL,
  ground text NOT NULL,
  due_on date NOT NULL,
  currency text COLLATE "C" NOT NULL,
  due bigint NOT NULL,
  received bigint NOT NULL,
  set_off bigint NOT NULL,
  written_off bigint NOT NULL,
  outstanding bigint NOT NULL,
  history jsonb NOT NULL,
  first_position bigint NOT NULL,
  last_position bigint NOT NULL,
  interest bigint DEFAULT 0 NOT NULL,
  in_excess bigint NOT NULL,
  returned bigint NOT NULL,
  cleared_advance bigint NOT NULL,
  CONSTRAINT refund_pkey PRIMARY KEY (book_id, refund_id),
  CONSTRAINT refund_check CHECK ((outstanding = GREATEST((0)::bigint, (((due - ((received - cleared_advance) - in_excess)) - set_off) - written_off))))
) WITH (fillfactor=70);
ALTER TABLE view.refund OWNER TO ayni_app;

CREATE TABLE view.result (
  book_id text COLLATE "C" NOT NULL,
  result_id text COLLATE "C" NOT NULL,
  activity_id text COLLATE "C",
  stage text COLLATE "C",
  type text NOT NULL,
  title jsonb NOT NULL,
  description jsonb,
  indicators jsonb NOT NULL,
  measurements jsonb NOT NULL,
  amendments jsonb NOT NULL,
  last_position bigint NOT NULL,
  subject jsonb NOT NULL,
  CONSTRAINT result_pkey PRIMARY KEY (book_id, result_id)
);
ALTER TABLE view.result OWNER TO ayni_app;

CREATE TABLE view.revolving_fund (
  book_id text COLLATE "C" NOT NULL,
  revolving_fund_id text COLLATE "C" NOT NULL,
  grant_id text COLLATE "C" NOT NULL,
  activity_id text COLLATE "C" NOT NULL,
  title jsonb NOT NULL,
  opened_on date NOT NULL,
  currency text COLLATE "C" NOT NULL,
  paid_in bigint NOT NULL,
  lent bigint NOT NULL,
  repaid bigint NOT NULL,
  charges bigint NOT NULL,
  written_off bigint NOT NULL,
  withdrawn bigint NOT NULL,
  loans bigint NOT NULL,
  last_position bigint NOT NULL,
  CONSTRAINT revolving_fund_pkey PRIMARY KEY (book_id, revolving_fund_id)
) WITH (fillfactor=70);
ALTER TABLE view.revolving_fund OWNER TO ayni_app;

CREATE TABLE view.source (
  book_id text COLLATE "C" NOT NULL,
  contribution_id text COLLATE "C" NOT NULL,
  contributor text COLLATE "C" NOT NULL,
  earmark text COLLATE "C" NOT NULL,
  CONSTRAINT source_pkey PRIMARY KEY (book_id, contribution_id)
);
ALTER TABLE view.source OWNER TO ayni_app;

CREATE TABLE view.sub_grant (
  book_id text COLLATE "C" NOT NULL,
  sub_grant_id text COLLATE "C" NOT NULL,
  grant_id text COLLATE "C" NOT NULL,
  activity_id text COLLATE "C" NOT NULL,
  lead text COLLATE "C" NOT NULL,
  partner text COLLATE "C" NOT NULL,
  stage text,
  agreement text,
  status text NOT NULL,
  signed_on date NOT NULL,
  currency text COLLATE "C" NOT NULL,
  amount bigint NOT NULL,
  home_currency text COLLATE "C" NOT NULL,
  home bigint NOT NULL,
  paid bigint NOT NULL,
  reported bigint NOT NULL,
  accepted bigint NOT NULL,
  refunded bigint NOT NULL,
  outstanding bigint NOT NULL,
  last_position bigint NOT NULL,
  starts_on date,
  ends_on date,
  disallowed bigint NOT NULL,
  written_off bigint NOT NULL,
  due_on date,
  signed jsonb NOT NULL,
  amendments jsonb NOT NULL,
  payments jsonb NOT NULL,
  categories jsonb NOT NULL,
  CONSTRAINT sub_grant_pkey PRIMARY KEY (book_id, sub_grant_id)
) WITH (fillfactor=70);
ALTER TABLE view.sub_grant OWNER TO ayni_app;

CREATE TABLE view.visit (
  book_id text COLLATE "C" NOT NULL,
  visit_id text COLLATE "C" NOT NULL,
  activity_id text COLLATE "C" NOT NULL,
  grant_id text COLLATE "C",
  purpose text NOT NULL,
  status text NOT NULL,
  planned_for date NOT NULL,
  made_on date,
  place jsonb,
  location text COLLATE "C",
  visitors jsonb,
  findings jsonb NOT NULL,
  recommendations jsonb NOT NULL,
  last_position bigint NOT NULL,
  CONSTRAINT visit_pkey PRIMARY KEY (book_id, visit_id)
);
ALTER TABLE view.visit OWNER TO ayni_app;

CREATE TABLE view.waiver (
  book_id text COLLATE "C" NOT NULL,
  waiver_id text COLLATE "C" NOT NULL,
  grant_id text COLLATE "C" NOT NULL,
  status text NOT NULL,
  currency text COLLATE "C" NOT NULL,
  amount bigint NOT NULL,
  reason_hash text NOT NULL,
  proposed_by text NOT NULL,
  proposed_on date NOT NULL,
  confirmed_by text,
  confirmed_on date,
  last_position bigint NOT NULL,
  CONSTRAINT waiver_pkey PRIMARY KEY (book_id, waiver_id)
);
ALTER TABLE view.waiver OWNER TO ayni_app;

CREATE INDEX run_age ON importing.run USING btree (started_at);

CREATE INDEX run_started ON importing.run USING btree (book_id, started_at, run_id);

CREATE INDEX book_head_recorded ON ledger.book_head USING brin (recorded_at COLLATE "C") WITH (pages_per_range='4', autosummarize='on');

CREATE INDEX activity_status ON view.activity USING btree (book_id, status, activity_id);

CREATE INDEX advance_movement_grant ON view.advance_movement USING btree (book_id, grant_id, value_date);

CREATE INDEX agreement_parties ON view.agreement USING gin (parties);

CREATE INDEX asset_custodian ON view.asset USING btree (book_id, custodian, asset_id);

CREATE INDEX asset_grant ON view.asset USING btree (book_id, grant_id, asset_id);

CREATE INDEX audit_certificate_recorded ON view.audit_certificate USING btree (book_id, recorded_position);

CREATE INDEX bank_line_status ON view.bank_line USING btree (book_id, bank_account, status, booked_on);

CREATE INDEX bank_match_position ON view.bank_match USING btree (book_id, ((movement)::bigint)) WHERE (amount <> 0);

CREATE INDEX bank_statement_account ON view.bank_statement USING btree (book_id, bank_account, ends_on);

CREATE INDEX call_status ON view.call USING btree (book_id, status, call_id);

CREATE INDEX comment_posted ON view.comment USING btree (book_id, posted_position DESC);

CREATE INDEX comment_subject ON view.comment USING btree (book_id, subject_kind, subject_id, posted_position DESC);

CREATE INDEX complaint_call ON view.complaint USING btree (book_id, call_id) WHERE (call_id IS NOT NULL);

CREATE INDEX complaint_proposal ON view.complaint USING btree (book_id, proposal_id) WHERE (proposal_id IS NOT NULL);

CREATE INDEX contribution_contributor ON view.contribution USING btree (book_id, contributor);

CREATE INDEX contribution_line_contribution ON view.contribution_line USING btree (book_id, contribution_id, "position", line) WITH (deduplicate_items=off);

CREATE INDEX contribution_line_grant ON view.contribution_line USING btree (book_id, grant_id, "position", line) WITH (deduplicate_items=off);

CREATE INDEX decision_body ON view.decision USING btree (book_id, body, "position");

CREATE INDEX disbursement_grant ON view.disbursement USING btree (book_id, grant_id, requested_position);

CREATE INDEX disbursement_payee ON view.disbursement USING btree (book_id, payee, requested_position);

CREATE INDEX disbursement_requested ON view.disbursement USING btree (book_id, requested_position);

CREATE INDEX disbursement_status ON view.disbursement USING btree (book_id, status, requested_position);

CREATE INDEX evaluation_subject ON view.evaluation USING btree (book_id, subject_kind, subject_id, evaluation_id);

CREATE INDEX evidence_claim_document ON view.evidence_claim USING btree (sha256);

CREATE INDEX expenditure_report_grant ON view.expenditure_report USING btree (book_id, grant_id, submitted_position);

CREATE INDEX expenditure_report_status ON view.expenditure_report USING btree (book_id, status, submitted_position);

CREATE INDEX expenditure_report_submitted ON view.expenditure_report USING btree (book_id, submitted_position);

CREATE INDEX flow_contributor ON view.flow USING btree (book_id, contributor, "position", line) WITH (deduplicate_items=off) WHERE (contributor IS NOT NULL);

CREATE INDEX flow_grant ON view.flow USING btree (book_id, grant_id, "position", line) WITH (deduplicate_items=off) WHERE (grant_id IS NOT NULL);

CREATE INDEX flow_kind ON view.flow USING btree (book_id, flow, "position", line) WITH (deduplicate_items=off) WHERE (flow <> ALL (ARRAY['disbursed'::text, 'accepted'::text]));

CREATE INDEX grant_sheet_activity ON view.grant_sheet USING btree (book_id, activity_id, grant_id);

CREATE INDEX grant_sheet_payee ON view.grant_sheet USING btree (book_id, payee, grant_id);

CREATE INDEX in_kind_for ON view.in_kind USING btree (book_id, for_kind, for_id, in_kind_id);

CREATE INDEX in_kind_partner ON view.in_kind USING btree (book_id, partner, in_kind_id);

CREATE INDEX open_advance_open ON view.open_advance USING btree (book_id, grant_id) WHERE (amount <> 0);

CREATE INDEX own_cost_position ON view.own_cost USING btree (book_id, "position");

CREATE INDEX partner_merged_into ON view.partner USING btree (book_id, merged_into) WHERE (merged_into IS NOT NULL);

CREATE INDEX partner_name_key ON view.partner USING btree (book_id, name_key);

CREATE INDEX posting_account ON view.posting USING btree (book_id, account_number, "position", line) INCLUDE (amount);

CREATE INDEX posting_kind ON view.posting USING btree (book_id, kind, "position", line) WITH (deduplicate_items=off) WHERE (kind = ANY (ARRAY['bank'::text, 'income'::text, 'net-assets'::text]));

CREATE INDEX project_income_grant ON view.project_income USING btree (book_id, grant_id, income_id);

CREATE INDEX proposal_call ON view.proposal USING btree (book_id, call_id, proposal_id);

CREATE INDEX proposal_lead ON view.proposal USING btree (book_id, lead, proposal_id);

CREATE INDEX refund_first ON view.refund USING btree (book_id, first_position);

CREATE INDEX refund_grant ON view.refund USING btree (book_id, grant_id, first_position);

CREATE INDEX result_activity ON view.result USING btree (book_id, activity_id, result_id);

CREATE INDEX sub_grant_due ON view.sub_grant USING btree (book_id, due_on) WHERE (due_on IS NOT NULL);

CREATE INDEX sub_grant_grant ON view.sub_grant USING btree (book_id, grant_id, sub_grant_id);

CREATE INDEX sub_grant_partner ON view.sub_grant USING btree (book_id, partner, sub_grant_id);

CREATE INDEX visit_activity ON view.visit USING btree (book_id, activity_id, visit_id);

CREATE OR REPLACE FUNCTION ledger.append(p_book text, p_origin text, p_position bigint, p_root bytea, p_added integer, p_new_root bytea, p_frontier bytea, p_recorded_at text, p_records text, p_leaves bytea, p_streams text, p_versions text, p_types text, p_value_dates text, p_recorded_ats text, p_accepted integer, p_keys text, p_request_hashes bytea, p_first_positions text, p_event_counts text, p_refused_keys text, p_moved integer, p_accounts text, p_currencies text, p_old_moves text, p_moves text, p_old_amounts text, p_new_amounts text, p_guards text, p_contents json, p_bases text, p_base_roots bytea)
 RETURNS text
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'ledger', 'pg_temp'
 SET plan_cache_mode TO 'force_generic_plan'
 SET enable_seqscan TO 'off'
 SET enable_bitmapscan TO 'off'
 SET enable_hashjoin TO 'off'
 SET enable_mergejoin TO 'off'
AS $function$
DECLARE
  written integer := 0;
  stood bigint;
  believed bigint[];
  broken boolean;
BEGIN
  IF length(p_new_root) <> 32 OR length(p_frontier) % 32 <> 0 OR length(p_leaves) <> 32 * p_added
    OR length(p_request_hashes) <> 32 * p_accepted OR p_event_counts LIKE '%-%' THEN
    RAISE EXCEPTION 'a batch of book % has hashes that are not of 32 bytes each, or counts below nothing', p_book
      USING ERRCODE = 'check_violation';
  END IF;

  IF p_bases IS NOT NULL THEN
    -- Where books are on several servers, the head of another one cannot be seen from here.
    IF current_setting('citus.shard_count', true) IS NOT NULL THEN
      RETURN 'outdated';
    END IF;
    IF EXISTS (
      SELECT FROM unnest(string_to_array(p_bases, E'\n')) WITH ORDINALITY AS b (book, n)
      WHERE substring(p_base_roots FROM (n * 32 - 31)::integer FOR 32)
        IS DISTINCT FROM coalesce((
          SELECT h.root FROM ledger.book_head h WHERE h.book_id = b.book ORDER BY h.era DESC LIMIT 1
        ), sha256(''))
    ) THEN
      RETURN 'outdated';
    END IF;
  END IF;

  -- Waits for whoever appends or holds the head, and then finds it or does not.
  UPDATE ledger.book_head h
  SET era = (p_position + p_added) / 1024, position = p_position + p_added, root = p_new_root, frontier = p_frontier, recorded_at = p_recorded_at
  WHERE h.book_id = p_book AND h.era = p_position / 1024 AND h.position = p_position AND h.root = p_root;
  IF NOT FOUND THEN
    IF p_position <> 0 THEN
      RETURN 'conflict';
    END IF;
    -- The key says nothing of heads of other eras: whoever begins a book does so alone, and looks.
    PERFORM pg_advisory_xact_lock(hashtextextended('ledger.book_head ' || p_book, 0));
    PERFORM FROM ledger.book_head h WHERE h.book_id = p_book;
    IF FOUND THEN
      RETURN 'conflict';
    END IF;
    INSERT INTO ledger.book_head (book_id, era, position, root, frontier, recorded_at, origin)
    VALUES (p_book, p_added / 1024, p_added, p_new_root, p_frontier, p_recorded_at, p_origin);
  END IF;

  -- A refusal is none when its command was accepted before, be it while this waited for the head.
  IF p_refused_keys IS NOT NULL THEN
    PERFORM FROM ledger.command c WHERE c.book_id = p_book AND c.key = ANY (string_to_array(p_refused_keys, E'\n'));
    IF FOUND THEN
      RAISE EXCEPTION 'a command that is refused is in book % already: command_pkey', p_book
        USING ERRCODE = 'unique_violation', CONSTRAINT = 'command_pkey';
    END IF;
  END IF;

  -- A key that is known breaks the unique key, and with it all of this. A list that is shorter or longer than the others leaves
  -- columns of its rows, or of theirs, without a value, which none may be.
  IF p_accepted = 1 THEN
    INSERT INTO ledger.command (book_id, key, request_hash, first_position, events, tree_size, root)
    VALUES (p_book, p_keys, p_request_hashes, p_first_positions::bigint, p_event_counts::integer, p_position + p_added, p_new_root);
  ELSE
    INSERT INTO ledger.command (book_id, key, request_hash, first_position, events, tree_size, root)
    SELECT p_book, key, substring(p_request_hashes FROM n * 32 - 31 FOR 32), first_position::bigint, events::integer,
           p_position + p_added, p_new_root
    FROM (
      SELECT generate_series(1, p_accepted) AS n, unnest(string_to_array(p_keys, E'\n')) AS key,
             unnest(string_to_array(p_first_positions, E'\n')) AS first_position,
             unnest(string_to_array(p_event_counts, E'\n')) AS events
    ) AS c;
  END IF;

  IF p_added = 1 THEN
    INSERT INTO ledger.event (book_id, position, stream, version, type, value_date, recorded_at, leaf, record)
    VALUES (p_book, p_position + 1, p_streams, p_versions::bigint, p_types, p_value_dates::date, p_recorded_ats::timestamptz,
            p_leaves, p_records::json);
  ELSIF p_added > 1 THEN
    INSERT INTO ledger.event (book_id, position, stream, version, type, value_date, recorded_at, leaf, record)
    SELECT p_book, p_position + n, stream, version::bigint, type, value_date::date, recorded_at::timestamptz,
           substring(p_leaves FROM n * 32 - 31 FOR 32), record::json
    FROM (
      SELECT generate_series(1, p_added) AS n, unnest(string_to_array(p_records, E'\n')) AS record,
             unnest(string_to_array(p_streams, E'\n')) AS stream, unnest(string_to_array(p_versions, E'\n')) AS version,
             unnest(string_to_array(p_types, E'\n')) AS type, unnest(string_to_array(p_value_dates, E'\n')) AS value_date,
             unnest(string_to_array(p_recorded_ats, E'\n')) AS recorded_at
    ) AS e;
  END IF;

  IF p_moved > 0 THEN
    -- Of accounts that are taken for new it is not known that they are.
    IF p_old_moves LIKE '%,%' THEN
      SELECT string_agg(coalesce(c.moves, (
        SELECT b.moves FROM ledger.balance b
        WHERE b.book_id = p_book AND b.account = c.account AND b.currency = c.currency ORDER BY b.era DESC LIMIT 1
      )::text, ','), E'\n') INTO p_old_moves
      FROM (
        SELECT unnest(string_to_array(p_accounts, E'\n')) AS account, unnest(string_to_array(p_currencies, E'\n')) AS currency,
               unnest(string_to_array(p_old_moves, E'\n', ',')) AS moves
      ) AS c;
    END IF;
    believed := string_to_array(p_old_amounts, E'\n', '')::bigint[];
    FOR stood, broken IN
      INSERT INTO ledger.balance (book_id, account, currency, era, amount, guard, moves)
      SELECT p_book, c.account, c.currency, (CASE c.old_moves WHEN ',' THEN c.moves ELSE c.old_moves END)::bigint / 1024, c.amount::bigint, c.guard::smallint,
             (CASE c.old_moves WHEN ',' THEN '0' ELSE c.old_moves END)::bigint + c.moves::bigint
      FROM (
        SELECT unnest(string_to_array(p_accounts, E'\n')) AS account, unnest(string_to_array(p_currencies, E'\n')) AS currency,
               unnest(string_to_array(p_old_moves, E'\n')) AS old_moves, unnest(string_to_array(p_moves, E'\n')) AS moves,
               unnest(string_to_array(p_new_amounts, E'\n')) AS amount, unnest(string_to_array(p_guards, E'\n')) AS guard
      ) AS c
      ON CONFLICT (book_id, account, currency, era) DO UPDATE
      SET amount = excluded.amount, moves = excluded.moves, era = excluded.moves / 1024
      RETURNING old.amount, new.guard * new.amount < 0 OR abs(new.guard) > 1
    LOOP
      written := written + 1;
      IF broken THEN
        RAISE EXCEPTION 'account % of book % would break its guard', split_part(p_accounts, E'\n', written), p_book
          USING ERRCODE = 'check_violation';
      END IF;
      IF stood IS DISTINCT FROM believed[written] THEN
        IF believed[written] IS NULL THEN
          RAISE EXCEPTION 'account % of book % is not new', split_part(p_accounts, E'\n', written), p_book
            USING ERRCODE = 'unique_violation';
        END IF;
        -- An account that had no row stood at nothing that could be known.
        RAISE EXCEPTION 'balances of book % are not what the decision was made on: account % of % stood at %',
          p_book, written, p_moved, stood USING ERRCODE = 'AY001';
      END IF;
    END LOOP;
    IF written <> p_moved THEN
      RAISE EXCEPTION 'a batch that moves % balances of book % has %', p_moved, p_book, written USING ERRCODE = 'AY002';
    END IF;
  END IF;

  IF p_contents IS NOT NULL THEN
    INSERT INTO ledger.content (book_id, hash, salt, text)
    SELECT p_book, decode(c.hash, 'hex'), decode(c.salt, 'hex'), c.text
    FROM json_to_recordset(p_contents) AS c (hash text, salt text, text text)
    ON CONFLICT DO NOTHING;
  END IF;
  RETURN 'appended';
END
$function$;
ALTER FUNCTION ledger.append(text,text,bigint,bytea,integer,bytea,bytea,text,text,bytea,text,text,text,text,text,integer,text,bytea,text,text,text,integer,text,text,text,text,text,text,text,json,text,bytea) OWNER TO ayni_owner;
GRANT EXECUTE ON FUNCTION ledger.append(text,text,bigint,bytea,integer,bytea,bytea,text,text,bytea,text,text,text,text,text,integer,text,bytea,text,text,text,integer,text,text,text,text,text,text,text,json,text,bytea) TO ayni_book;

CREATE OR REPLACE FUNCTION ledger.append_together(p_books text, p_positions text, p_roots bytea, p_added text, p_new_roots bytea, p_frontiers bytea, p_heads_recorded_at text, p_records text, p_leaves bytea, p_streams text, p_versions text, p_types text, p_value_dates text, p_recorded_ats text, p_accepted text, p_keys text, p_request_hashes bytea, p_first_positions text, p_event_counts text, p_moved text, p_accounts text, p_currencies text, p_old_moves text, p_moves text, p_old_amounts text, p_new_amounts text, p_guards text, p_bases text, p_base_roots bytea)
 RETURNS text
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'ledger', 'pg_temp'
 SET plan_cache_mode TO 'force_generic_plan'
 SET enable_seqscan TO 'off'
 SET enable_bitmapscan TO 'off'
 SET enable_hashjoin TO 'off'
 SET enable_mergejoin TO 'off'
AS $function$
DECLARE
  books text[] := string_to_array(p_books, E'\n');
  positions bigint[] := string_to_array(p_positions, E'\n')::bigint[];
  added integer[] := string_to_array(p_added, E'\n')::integer[];
  accepted integer[] := string_to_array(p_accepted, E'\n')::integer[];
  moved integer[] := string_to_array(p_moved, E'\n')::integer[];
  -- What each book is at afterwards, and the first of its lines in the lists.
  sizes bigint[];
  roots bytea[];
  frontiers bytea[];
  first_event integer[];
  first_key integer[];
  first_moved integer[];
  event_count integer := 0;
  key_count integer := 0;
  moved_count integer := 0;
  frontier_bytes integer := 0;
  hashes integer;
  written integer := 0;
  stood bigint;
  believed bigint[];
  broken boolean;
  held text;
BEGIN
  -- Where books are on several servers, nothing is written to two of them at once.
  IF current_setting('citus.shard_count', true) IS NOT NULL THEN
    RETURN 'all';
  END IF;
  FOR b IN 1..cardinality(books) LOOP
    sizes[b] := positions[b] + added[b];
    hashes := 32 * bit_count(sizes[b]::bit(64));
    roots[b] := substring(p_new_roots FROM b * 32 - 31 FOR 32);
    frontiers[b] := substring(p_frontiers FROM frontier_bytes + 1 FOR hashes);
    first_event[b] := event_count + 1;
    first_key[b] := key_count + 1;
    first_moved[b] := moved_count + 1;
    frontier_bytes := frontier_bytes + hashes;
    event_count := event_count + added[b];
    key_count := key_count + accepted[b];
    moved_count := moved_count + moved[b];
  END LOOP;
  IF length(p_new_roots) <> 32 * cardinality(books) OR length(p_frontiers) <> frontier_bytes OR length(p_leaves) <> 32 * event_count
    OR length(p_request_hashes) <> 32 * key_count OR p_event_counts LIKE '%-%' OR p_added LIKE '%-%' OR p_accepted LIKE '%-%'
    OR p_moved LIKE '%-%' OR num_nulls(event_count, key_count, moved_count) > 0 THEN
    RAISE EXCEPTION 'batches of books % have hashes that are not of 32 bytes each, or counts below nothing', books
      USING ERRCODE = 'check_violation';
  END IF;

  IF p_bases IS NOT NULL AND EXISTS (
    SELECT FROM unnest(string_to_array(p_bases, E'\n')) WITH ORDINALITY AS o (book, n)
    WHERE substring(p_base_roots FROM (n * 32 - 31)::integer FOR 32)
      IS DISTINCT FROM coalesce((
        SELECT h.root FROM ledger.book_head h WHERE h.book_id = o.book ORDER BY h.era DESC LIMIT 1
      ), sha256(''))
  ) THEN
    RETURN 'all';
  END IF;

  SELECT string_agg(b::text, E'\n') INTO held
  FROM generate_series(1, cardinality(books)) AS b
  LEFT JOIN LATERAL (
    SELECT true AS free FROM ledger.book_head h
    WHERE h.book_id = books[b] AND h.era = positions[b] / 1024 AND h.position = positions[b]
      AND h.root = substring(p_roots FROM b * 32 - 31 FOR 32)
    FOR NO KEY UPDATE SKIP LOCKED
  ) AS f ON true
  WHERE f.free IS NULL;
  IF held IS NOT NULL THEN
    RETURN held;
  END IF;
  UPDATE ledger.book_head h
  SET era = sizes[b] / 1024, position = sizes[b], root = roots[b], frontier = frontiers[b],
      recorded_at = (string_to_array(p_heads_recorded_at, E'\n'))[b]
  FROM generate_series(1, cardinality(books)) AS b
  WHERE h.book_id = books[b] AND h.era = positions[b] / 1024;
  GET DIAGNOSTICS written = ROW_COUNT;
  IF written <> cardinality(books) THEN
    RAISE EXCEPTION '% heads of % books: %', written, cardinality(books), books USING ERRCODE = 'AY002';
  END IF;

  -- Whose line it is follows from its number; one without a number is in no book, and no row is.
  INSERT INTO ledger.command (book_id, key, request_hash, first_position, events, tree_size, root)
  SELECT books[b], key, substring(p_request_hashes FROM n * 32 - 31 FOR 32), first_position::bigint, events::integer, sizes[b], roots[b]
  FROM (
    SELECT n, key, first_position, c.events, width_bucket(n, first_key) AS b
    FROM (
      SELECT generate_series(1, key_count) AS n, unnest(string_to_array(p_keys, E'\n')) AS key,
             unnest(string_to_array(p_first_positions, E'\n')) AS first_position,
             unnest(string_to_array(p_event_counts, E'\n')) AS events
    ) AS c
  ) AS c;

  INSERT INTO ledger.event (book_id, position, stream, version, type, value_date, recorded_at, leaf, record)
  SELECT books[b], positions[b] + n - first_event[b] + 1, stream, version::bigint, type, value_date::date, recorded_at::timestamptz,
         substring(p_leaves FROM n * 32 - 31 FOR 32), record::json
  FROM (
    SELECT e.*, width_bucket(n, first_event) AS b
    FROM (
      SELECT generate_series(1, event_count) AS n, unnest(string_to_array(p_records, E'\n')) AS record,
             unnest(string_to_array(p_streams, E'\n')) AS stream, unnest(string_to_array(p_versions, E'\n')) AS version,
             unnest(string_to_array(p_types, E'\n')) AS type, unnest(string_to_array(p_value_dates, E'\n')) AS value_date,
             unnest(string_to_array(p_recorded_ats, E'\n')) AS recorded_at
    ) AS e
  ) AS e;

  written := 0;
  IF moved_count > 0 THEN
    IF p_old_moves LIKE '%,%' THEN
      SELECT string_agg(coalesce(c.moves, (
        SELECT o.moves FROM ledger.balance o
        WHERE o.book_id = books[width_bucket(n, first_moved)] AND o.account = c.account AND o.currency = c.currency
        ORDER BY o.era DESC LIMIT 1
      )::text, ','), E'\n') INTO p_old_moves
      FROM (
        SELECT generate_series(1, moved_count) AS n, unnest(string_to_array(p_accounts, E'\n')) AS account,
               unnest(string_to_array(p_currencies, E'\n')) AS currency, unnest(string_to_array(p_old_moves, E'\n', ',')) AS moves
      ) AS c;
    END IF;
    believed := string_to_array(p_old_amounts, E'\n', '')::bigint[];
    FOR stood, broken IN
      INSERT INTO ledger.balance (book_id, account, currency, era, amount, guard, moves)
      SELECT books[b], account, currency, (CASE old_moves WHEN ',' THEN moves ELSE old_moves END)::bigint / 1024, amount::bigint, guard::smallint,
             (CASE old_moves WHEN ',' THEN '0' ELSE old_moves END)::bigint + moves::bigint
      FROM (
        SELECT c.*, width_bucket(n, first_moved) AS b
        FROM (
          SELECT generate_series(1, moved_count) AS n, unnest(string_to_array(p_accounts, E'\n')) AS account,
                 unnest(string_to_array(p_currencies, E'\n')) AS currency, unnest(string_to_array(p_old_moves, E'\n')) AS old_moves,
                 unnest(string_to_array(p_moves, E'\n')) AS moves, unnest(string_to_array(p_new_amounts, E'\n')) AS amount, unnest(string_to_array(p_guards, E'\n')) AS guard
        ) AS c
      ) AS c
      ON CONFLICT (book_id, account, currency, era) DO UPDATE
      SET amount = excluded.amount, moves = excluded.moves, era = excluded.moves / 1024
      RETURNING old.amount, new.guard * new.amount < 0 OR abs(new.guard) > 1
    LOOP
      written := written + 1;
      IF broken THEN
        RAISE EXCEPTION 'account % would break its guard', split_part(p_accounts, E'\n', written) USING ERRCODE = 'check_violation';
      END IF;
      IF stood IS DISTINCT FROM believed[written] THEN
        RAISE EXCEPTION 'balances are not what the decision was made on: account % stood at %',
          split_part(p_accounts, E'\n', written), stood USING ERRCODE = 'AY001';
      END IF;
    END LOOP;
  END IF;
  RETURN '';
END
$function$;
ALTER FUNCTION ledger.append_together(text,text,bytea,text,bytea,bytea,text,text,bytea,text,text,text,text,text,text,text,bytea,text,text,text,text,text,text,text,text,text,text,text,bytea) OWNER TO ayni_owner;
GRANT EXECUTE ON FUNCTION ledger.append_together(text,text,bytea,text,bytea,bytea,text,text,bytea,text,text,text,text,text,text,text,bytea,text,text,text,text,text,text,text,text,text,text,text,bytea) TO ayni_book;

CREATE OR REPLACE FUNCTION ledger.erase_content(p_book text, p_hash bytea)
 RETURNS boolean
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'ledger', 'pg_temp'
AS $function$
  UPDATE ledger.content SET salt = NULL, text = NULL, erased_at = now()
  WHERE book_id = p_book AND hash = p_hash AND erased_at IS NULL
  RETURNING true
$function$;
ALTER FUNCTION ledger.erase_content(text,bytea) OWNER TO ayni_owner;
GRANT EXECUTE ON FUNCTION ledger.erase_content(text,bytea) TO ayni_book;

CREATE OR REPLACE FUNCTION ledger.grow_tree(p_book text)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'ledger', 'pg_temp'
 SET enable_seqscan TO 'off'
 SET enable_bitmapscan TO 'off'
AS $function$
DECLARE
  below bigint;
  begun bigint;
  complete bigint;
  hashes bytea;
  more boolean;
BEGIN
  SELECT h.position INTO below FROM ledger.book_head h WHERE h.book_id = p_book ORDER BY h.era DESC LIMIT 1;
  FOR node_level IN 4..60 BY 4 LOOP
    begun := coalesce((
      SELECT n.number + 1 FROM ledger.tree_node n WHERE n.book_id = p_book AND n.level = node_level
      ORDER BY n.number DESC LIMIT 1
    ), 0);
    complete := below / 16;
    IF node_level = 4 THEN
      more := complete > begun + 4096;
      complete := least(complete, begun + 4096);
    END IF;
    below := greatest(begun, complete);
    CONTINUE WHEN complete <= begun;

    IF node_level = 4 THEN
      SELECT string_agg(e.leaf, ''::bytea ORDER BY e.position) INTO hashes FROM ledger.event e
      WHERE e.book_id = p_book AND e.position > begun * 16 AND e.position <= complete * 16;
    ELSE
      SELECT string_agg(n.hash, ''::bytea ORDER BY n.number) INTO hashes FROM ledger.tree_node n
      WHERE n.book_id = p_book AND n.level = node_level - 4 AND n.number >= begun * 16 AND n.number < complete * 16;
    END IF;
    IF length(hashes) IS DISTINCT FROM (complete - begun) * 16 * 32 THEN
      RAISE EXCEPTION 'leaves of book % are missing', p_book USING ERRCODE = 'AY003';
    END IF;
    -- Four times two and two become one: SHA-256(0x01 || left || right), RFC 6962 2.1.
    FOR halving IN 1..4 LOOP
      hashes := (
        SELECT string_agg(sha256('\x01'::bytea || substring(hashes FROM n * 64 + 1 FOR 64)), ''::bytea ORDER BY n)
        FROM generate_series(0, length(hashes) / 64 - 1) n
      );
    END LOOP;
    INSERT INTO ledger.tree_node (book_id, level, number, hash)
    SELECT p_book, node_level, begun + n, substring(hashes FROM n * 32 + 1 FOR 32)
    FROM generate_series(0, (complete - begun)::integer - 1) n
    ON CONFLICT DO NOTHING;
  END LOOP;
  RETURN coalesce(more, false);
END
$function$;
ALTER FUNCTION ledger.grow_tree(text) OWNER TO ayni_owner;
GRANT EXECUTE ON FUNCTION ledger.grow_tree(text) TO ayni_book;

CREATE OR REPLACE FUNCTION ledger.keep_state(p_book text, p_stream text, p_version bigint, p_folds bytea, p_state bytea)
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'ledger', 'pg_temp'
AS $function$
  INSERT INTO ledger.stream_state AS s (book_id, stream, version, position, folds, state)
  SELECT p_book, p_stream, p_version, e.position, p_folds, p_state
  FROM ledger.event e WHERE e.book_id = p_book AND e.stream = p_stream AND e.version = p_version
  ON CONFLICT (book_id, stream) DO UPDATE
  SET version = EXCLUDED.version, position = EXCLUDED.position, folds = EXCLUDED.folds, state = EXCLUDED.state
  WHERE s.folds <> EXCLUDED.folds OR s.version < EXCLUDED.version
$function$;
ALTER FUNCTION ledger.keep_state(text,text,bigint,bytea,bytea) OWNER TO ayni_owner;
GRANT EXECUTE ON FUNCTION ledger.keep_state(text,text,bigint,bytea,bytea) TO ayni_book;

CREATE OR REPLACE FUNCTION ledger.lease_books(p_books text[], p_after bigint[], p_freed text[])
 RETURNS TABLE(leased text, head_position bigint, head_root bytea, head_frontier bytea, head_recorded_at text, records text)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'ledger', 'pg_temp'
 SET plan_cache_mode TO 'force_generic_plan'
 SET enable_seqscan TO 'off'
 SET enable_bitmapscan TO 'off'
AS $function$
DECLARE
  -- Class of the advisory locks that are leases.
  leases CONSTANT integer := 1635344750;
BEGIN
  IF current_setting('citus.shard_count', true) IS NOT NULL THEN
    RETURN QUERY SELECT b.book, NULL::bigint, NULL::bytea, NULL::bytea, NULL::text, NULL::text
      FROM unnest(p_books) AS b (book) WHERE pg_try_advisory_lock(leases, hashtext(b.book));
    PERFORM pg_advisory_unlock(leases, hashtext(f.book)) FROM unnest(p_freed) AS f (book);
    RETURN;
  END IF;
  PERFORM pg_advisory_unlock(leases, hashtext(f.book)) FROM unnest(p_freed) AS f (book);
  FOR n IN 1..cardinality(p_books) LOOP
    CONTINUE WHEN NOT pg_try_advisory_lock(leases, hashtext(p_books[n]));
    leased := p_books[n];
    records := NULL;
    SELECT h.position, h.root, h.frontier, h.recorded_at INTO head_position, head_root, head_frontier, head_recorded_at
    FROM ledger.book_head h WHERE h.book_id = leased ORDER BY h.era DESC LIMIT 1;
    IF head_position > p_after[n] AND head_position <= p_after[n] + 10000 THEN
      SELECT string_agg(e.record::text, E'\n' ORDER BY e.position) INTO records
      FROM ledger.event e WHERE e.book_id = leased AND e.position > p_after[n] AND e.position <= head_position;
    END IF;
    RETURN NEXT;
  END LOOP;
END
$function$;
ALTER FUNCTION ledger.lease_books(text[],bigint[],text[]) OWNER TO ayni_owner;
GRANT EXECUTE ON FUNCTION ledger.lease_books(text[],bigint[],text[]) TO ayni_book;

CREATE OR REPLACE FUNCTION ledger.lock_head(p_book text)
 RETURNS SETOF ledger.book_head
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'ledger', 'pg_temp'
AS $function$
  SELECT * FROM ledger.book_head WHERE book_id = p_book ORDER BY era DESC LIMIT 1 FOR NO KEY UPDATE
$function$;
ALTER FUNCTION ledger.lock_head(text) OWNER TO ayni_owner;
GRANT EXECUTE ON FUNCTION ledger.lock_head(text) TO ayni_book;

CREATE OR REPLACE FUNCTION ledger.take_turn(p_book text, p_after bigint)
 RETURNS TABLE(head_position bigint, head_root bytea, head_frontier bytea, head_recorded_at text, records text)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'ledger', 'pg_temp'
 SET plan_cache_mode TO 'force_generic_plan'
 SET enable_seqscan TO 'off'
 SET enable_bitmapscan TO 'off'
AS $function$
BEGIN
  SELECT h.position, h.root, h.frontier, h.recorded_at INTO head_position, head_root, head_frontier, head_recorded_at
  FROM ledger.book_head h WHERE h.book_id = p_book ORDER BY h.era DESC LIMIT 1 FOR NO KEY UPDATE;
  IF NOT FOUND THEN
    RETURN;
  END IF;
  IF head_position > p_after AND head_position <= p_after + 10000 THEN
    SELECT string_agg(e.record::text, E'\n' ORDER BY e.position) INTO records
    FROM ledger.event e WHERE e.book_id = p_book AND e.position > p_after;
  END IF;
  RETURN NEXT;
END
$function$;
ALTER FUNCTION ledger.take_turn(text,bigint) OWNER TO ayni_owner;
GRANT EXECUTE ON FUNCTION ledger.take_turn(text,bigint) TO ayni_book;
