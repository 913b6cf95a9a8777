import { minorOf } from '#kernel/money';
import type { LocalDate } from '#kernel/time';
import { type GrantAmended, type GrantClosed, type GrantSigned, amended, asClosed } from '#domain/grants/grant';
import { type Condition, clausesIn, closingCondition, conditionsIn } from '#domain/grants/grant-terms';
import { present } from '#kernel/present';
import { type BookEvent, effectOf } from './event.js';

/** What became of a grant since it was signed, with the data of its event. */
export interface GrantChange {
  readonly position: number;
  readonly type:
    | 'grant.amended'
    | 'grant.condition-met'
    | 'grant.suspended'
    | 'grant.resumed'
    | 'grant.terminated'
    | 'grant.settled'
    | 'grant.closed';
  readonly on: LocalDate;
  readonly actor: string;
  readonly data: object;
}

/** A condition of an instalment or of the holdback, and when it was met. */
export interface GrantCondition {
  readonly id: string;
  /** Absent for the condition that the final accounts are in order. */
  readonly text?: string;
  readonly body?: string;
  readonly instalment?: string;
  readonly metOn?: LocalDate;
  readonly evidence?: string;
}

/** The changes that stand after an event of the grant: one more, or one less where it is undone. */
export function changedBy(changes: readonly GrantChange[], event: BookEvent): readonly GrantChange[] {
  const { event: done, reversal } = effectOf(event);
  if (reversal) return changes.filter((each) => each.position !== reversal.reverses.position);
  const { documentDate: _, noteHash: __, ...data } = done.data as Readonly<Record<string, unknown>>;
  const type = done.type as GrantChange['type'];
  return [...changes, { position: event.position, type, on: event.valueDate, actor: event.actor, data }];
}

/** The columns of a sheet that follow from what was signed and from the changes that stand. */
export function termsIn(signed: GrantSigned, changes: readonly GrantChange[]) {
  const terms = changes.reduce((before, { type, data }) => {
    if (type === 'grant.amended') return amended(before, data as GrantAmended);
    return type === 'grant.settled' || type === 'grant.closed' ? asClosed(before, data as GrantClosed) : before;
  }, signed);
  const { startsOn: _, endsOn: __, ...clauses } = clausesIn(terms);
  return {
    agreement: terms.agreement ?? null,
    amount: minorOf(terms.amount),
    lines: terms.lines,
    instalments: terms.instalments,
    startsOn: terms.startsOn ?? null,
    endsOn: terms.endsOn ?? null,
    clauses,
    conditions: conditionsOf(terms, changes),
  };
}

function conditionsOf(terms: GrantSigned, changes: readonly GrantChange[]): GrantCondition[] {
  const met = new Map(
    changes
      .filter((each) => each.type === 'grant.condition-met')
      .map(({ on, data }) => {
        const { condition, evidence } = data as { readonly condition: string; readonly evidence?: string };
        return [condition, { metOn: on, ...present({ evidence }) }] as const;
      }),
  );
  const named = terms.instalments.flatMap(({ id: instalment, conditions = [] }) =>
    conditions.map((each: Condition): GrantCondition => ({ ...each, instalment, ...met.get(each.id) })),
  );
  const closing = conditionsIn(terms).some((each) => each.id === closingCondition);
  return closing ? [...named, { id: closingCondition, ...met.get(closingCondition) }] : named;
}

/** Whether the grant is in force, why not, and since when. */
export function standingOf(changes: readonly GrantChange[]) {
  const last = changes.findLast((each) => each.type !== 'grant.amended' && each.type !== 'grant.condition-met');
  if (!last || last.type === 'grant.resumed') return { status: 'signed', ground: null, since: null };
  const { ground = null } = last.data as { readonly ground?: string };
  return { status: last.type.slice('grant.'.length), ground, since: last.on };
}
