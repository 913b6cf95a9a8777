import type { MoneyJson } from '#kernel/money';
import type { Db } from '../db.js';
import { moneyOf } from '../event.js';
import { positionOf } from '../progress.js';

/**
 * How far projects have come on their way to money: `open` calls take proposals; `assessed` ones are closed and not decided;
 * `awarded` wait for a grant; `committed` is signed and not ordered; `ordered` is to be paid; `outstanding` is paid ahead and
 * not accounted for; `payable` is accepted and not paid.
 */
export const pipelineStages = [
  'open',
  'assessed',
  'unsolicited',
  'awarded',
  'committed',
  'ordered',
  'outstanding',
  'payable',
] as const;
export type PipelineStage = (typeof pipelineStages)[number];

export interface Pipeline {
  readonly book: string;
  readonly position: number;
  readonly currency: string;
  readonly stages: readonly {
    readonly stage: PipelineStage;
    /** Proposals, then grants. */
    readonly count: number;
    readonly amount: MoneyJson;
  }[];
  /** What is free to be promised, and what is set aside for windows and not yet promised. */
  readonly unallocated: MoneyJson;
  readonly allocated: MoneyJson;
}

/** Proposals by stage, as SQL over `$1`, the book: stage, proposal_id, amount, and the event that says it. */
export const proposalsByStage = `
  SELECT CASE WHEN p.status = 'awarded' THEN 'awarded' WHEN p.call_id IS NULL THEN 'unsolicited'
      WHEN c.status = 'open' THEN 'open' ELSE 'assessed' END AS stage,
    p.proposal_id AS id, CASE WHEN p.status = 'awarded' THEN p.awarded ELSE p.requested END AS amount, p.last_position AS position
  FROM view.proposal p LEFT JOIN view.call c ON c.book_id = p.book_id AND c.call_id = p.call_id
  WHERE p.book_id = $1 AND (p.status = 'submitted' OR (p.status = 'awarded' AND p.grant_id IS NULL))`;

/** Grants by stage, likewise; one that has money in several is in each of them. */
export const grantsByStage = `
  SELECT s.stage, g.grant_id AS id, s.amount, g.last_position AS position
  FROM view.grant_sheet g, LATERAL (VALUES ('committed', g.committed), ('ordered', g.ordered), ('outstanding', g.advance),
    ('payable', g.payable)) AS s (stage, amount)
  WHERE g.book_id = $1 AND s.amount <> 0`;

/** What is on its way, from the proposal to the last account; undefined when the book holds no fund. */
export async function pipeline(db: Db, book: string): Promise<Pipeline | undefined> {
  const fund = await db.query<{ home: string; position: string; unallocated: string; allocated: string }>(
    `SELECT f.home_currency AS home,
       least(${['ledger', 'activities', 'governance'].map((group) => positionOf('$1', group)).join(', ')}) AS position,
       coalesce((SELECT -sum(balance) FROM view.account_total WHERE book_id = $1 AND kind = 'unallocated'), 0) AS unallocated,
       coalesce((SELECT -sum(balance) FROM view.account_total WHERE book_id = $1 AND kind = 'allocated'), 0) AS allocated
     FROM view.fund f WHERE f.book_id = $1`,
    [book],
  );
  const about = fund.rows[0];
  if (!about) return undefined;
  const { rows } = await db.query<{ stage: PipelineStage; count: string; amount: string }>(
    `SELECT stage, count(*) AS count, sum(amount) AS amount
     FROM (${proposalsByStage} UNION ALL ${grantsByStage}) each GROUP BY stage`,
    [book],
  );
  const found = new Map(rows.map((row) => [row.stage, row]));
  return {
    book,
    position: Number(about.position),
    currency: about.home,
    stages: pipelineStages.map((stage) => ({
      stage,
      count: Number(found.get(stage)?.count ?? 0),
      amount: moneyOf(found.get(stage)?.amount ?? '0', about.home),
    })),
    unallocated: moneyOf(about.unallocated, about.home),
    allocated: moneyOf(about.allocated, about.home),
  };
}
