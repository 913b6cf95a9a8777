import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The fund's own running: balances that decisions read from now on (money in hand, what is owed back of it, and what a
 * closing carries to net assets), what contributions gain in exchange, bank statements, periods, and the fund's own chart.
 */
export class Running1764000000010 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(balancesOfBefore + contributions + running);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}

// The rows that the append would have kept, had decisions read these accounts from the beginning: added up from the events
// of the types that there were. A reversal has the opposite lines, with the figures that held when it was made.
export const balancesOfBefore = `
SET LOCAL ROLE ayni_owner;
INSERT INTO ledger.balance (book_id, account, currency, amount, guard)
WITH event AS (
  SELECT book_id, stream, type AS done, record::jsonb -> 'data' AS data FROM ledger.event
  WHERE type IN ('contribution.committed', 'contribution.received', 'contribution.reversed', 'interest.received',
    'interest.reversed', 'disbursement.paid', 'disbursement.bounced', 'disbursement.reversed', 'refund.received',
    'refund.reversed', 'bank-charge.recorded', 'bank-charge.reversed', 'expenditure.accepted', 'expenditure.reversed')
), effect AS (
  SELECT book_id, split_part(stream, ':', 2) AS id,
    CASE WHEN done LIKE '%.reversed' THEN data -> 'reverses' ->> 'type' ELSE done END AS type,
    CASE WHEN done LIKE '%.reversed' THEN -1 ELSE 1 END AS sign,
    CASE WHEN done LIKE '%.reversed' THEN coalesce(data -> 'restated', data -> 'reverses' -> 'data') ELSE data END AS data
  FROM event
), line AS (
  SELECT book_id, 'bank:' || (data ->> 'bankAccount') AS account, data -> 'amount' AS amount,
    sign * CASE WHEN type IN ('disbursement.paid', 'bank-charge.recorded') THEN -1 ELSE 1 END AS sign
  FROM effect WHERE data ? 'bankAccount'
  UNION ALL
  SELECT book_id, 'bank-charges:' || (data ->> 'bankAccount'), data -> 'amount', sign
  FROM effect WHERE type = 'bank-charge.recorded'
  UNION ALL
  SELECT e.book_id, CASE WHEN data ->> 'treatment' = 'kept' THEN 'income:' ELSE 'due-to-contributor:' END
      || (part ->> 'contribution'), part -> 'amount', -sign
  FROM effect e, jsonb_array_elements(data -> 'earned') AS part WHERE type = 'interest.received'
  UNION ALL
  SELECT book_id, 'due-to-contributor:' || id, data -> 'excess', -sign
  FROM effect WHERE type = 'contribution.received' AND data ? 'excess'
  UNION ALL
  SELECT book_id, 'due-to-contributor:' || id, data -> 'applied' -> 'amount', sign
  FROM effect WHERE type = 'contribution.committed' AND data ? 'applied'
  UNION ALL
  SELECT e.book_id, 'expense:' || (part ->> 'earmark') || ':' || (part ->> 'category'), part -> 'amount', sign
  FROM effect e, jsonb_array_elements(data -> 'lines') AS part WHERE type = 'expenditure.accepted'
)
SELECT book_id, account, amount ->> 'currency', sum(sign * replace(amount ->> 'amount', '.', '')::bigint), 0
FROM line GROUP BY 1, 2, 3
HAVING bool_or(replace(amount ->> 'amount', '.', '')::bigint <> 0);
RESET ROLE;
`;

const contributions = `
SET LOCAL ROLE ayni_app;
TRUNCATE view.contribution, view.contribution_line;
DELETE FROM view.checkpoint WHERE view_group = 'contributions';
ALTER TABLE view.contribution ADD COLUMN exchange bigint NOT NULL;
ALTER TABLE view.contribution DROP CONSTRAINT contribution_check;
ALTER TABLE view.contribution ADD CONSTRAINT contribution_check
  CHECK (free = funded + interest + exchange - cleared - bound - charged);
RESET ROLE;
`;

const running = `
SET LOCAL ROLE ayni_app;

CREATE TABLE view.bank_statement (
  book_id       text COLLATE "C" NOT NULL,
  statement_id  text COLLATE "C" NOT NULL,
  bank_account  text COLLATE "C" NOT NULL,
  currency      text COLLATE "C" NOT NULL,
  format        text NOT NULL,
  file_hash     text NOT NULL,
  reference     text,
  starts_on     date NOT NULL,
  ends_on       date NOT NULL,
  opening       bigint NOT NULL,
  closing       bigint NOT NULL,
  entries       integer NOT NULL,
  listed        integer NOT NULL,
  settled       integer NOT NULL,
  position      bigint NOT NULL,
  last_position bigint NOT NULL,
  PRIMARY KEY (book_id, statement_id)
) WITH (fillfactor = 70);
CREATE INDEX bank_statement_account ON view.bank_statement (book_id, bank_account, ends_on);

CREATE TABLE view.bank_line (
  book_id       text COLLATE "C" NOT NULL,
  statement_id  text COLLATE "C" NOT NULL,
  line_id       text COLLATE "C" NOT NULL,
  line          integer NOT NULL,
  bank_account  text COLLATE "C" NOT NULL,
  currency      text COLLATE "C" NOT NULL,
  booked_on     date NOT NULL,
  value_date    date NOT NULL,
  amount        bigint NOT NULL,
  reference     text,
  end_to_end_id text,
  code          text,
  remittance    text,
  counterparty  text,
  status        text NOT NULL,
  matched       bigint NOT NULL,
  matches       jsonb NOT NULL,
  reason        text,
  last_position bigint NOT NULL,
  PRIMARY KEY (book_id, statement_id, line_id)
) WITH (fillfactor = 70);
CREATE INDEX bank_line_status ON view.bank_line (book_id, bank_account, status, booked_on);

CREATE TABLE view.bank_match (
  book_id       text COLLATE "C" NOT NULL,
  bank_account  text COLLATE "C" NOT NULL,
  movement      text COLLATE "C" NOT NULL,
  amount        bigint NOT NULL,
  last_position bigint NOT NULL,
  PRIMARY KEY (book_id, bank_account, movement)
) WITH (fillfactor = 70);

CREATE TABLE view.period (
  book_id       text COLLATE "C" NOT NULL,
  period        text COLLATE "C" NOT NULL,
  starts_on     date NOT NULL,
  ends_on       date NOT NULL,
  closed_at     timestamptz,
  closed_by     text,
  revaluations  jsonb NOT NULL,
  open_items    jsonb NOT NULL,
  last_position bigint NOT NULL,
  PRIMARY KEY (book_id, period)
);

CREATE TABLE view.chart (
  book_id       text COLLATE "C" NOT NULL,
  account_kind  text COLLATE "C" NOT NULL,
  account_key   text COLLATE "C" NOT NULL,
  code          text NOT NULL,
  name          text NOT NULL,
  last_position bigint NOT NULL,
  PRIMARY KEY (book_id, account_kind, account_key)
);

RESET ROLE;
`;
