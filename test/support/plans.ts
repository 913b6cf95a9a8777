import type pg from 'pg';
import type { Db } from '#projections/db';

/** A step of a plan that went through many rows of a table. */
export interface LongWay {
  readonly table: string;
  /** `Seq Scan`, `Index Scan`, ... */
  readonly step: string;
  /** Rows that were looked at, over all turns. */
  readonly rows: number;
  readonly query: string;
}

interface Plan {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Actual Rows': number;
  readonly 'Actual Loops': number;
  readonly 'Rows Removed by Filter'?: number;
  readonly 'Rows Removed by Index Recheck'?: number;
  readonly Plans?: readonly Plan[];
}

/** A client that runs each query twice: once for its answer, and once for the rows that its plan went through. */
export class PlanWatch implements Db {
  readonly ways: LongWay[] = [];
  readonly query: Db['query'];

  constructor(client: pg.ClientBase) {
    this.query = (async (text: string, values?: unknown[]) => {
      const { rows } = await client.query<{ 'QUERY PLAN': readonly { readonly Plan: Plan }[] }>(
        `EXPLAIN (ANALYZE, FORMAT JSON) ${text}`,
        values,
      );
      this.note(rows[0]!['QUERY PLAN'][0]!.Plan, text);
      return client.query(text, values);
    }) as unknown as Db['query'];
  }

  private note(plan: Plan, query: string): void {
    const table = plan['Relation Name'];
    if (table !== undefined) {
      const each = plan['Actual Rows'] + (plan['Rows Removed by Filter'] ?? 0) + (plan['Rows Removed by Index Recheck'] ?? 0);
      this.ways.push({ table, step: plan['Node Type'], rows: Math.round(each * plan['Actual Loops']), query });
    }
    for (const each of plan.Plans ?? []) this.note(each, query);
  }
}
