import { type MoneyJson, minorOf, sum } from '#kernel/money';
import type { LocalDate } from '#kernel/time';
import { restoredByAppeal } from '#domain/accounts/expenditure';
import { type RefundReceived, settledOf } from '#domain/accounts/refund';
import type { Rate } from '#domain/fund/fund';
import { shiftedFrom } from '#domain/reversal/reversed';
import { present } from '#kernel/present';
import { today } from './advance-ageing.js';
import { type KeptText, textsOf } from './content.js';
import { type Db, Where } from './db.js';
import { entriesOf, ofOrganisation } from './entries.js';
import { type BookEvent, effectOf, idOf, moneyOf } from './event.js';
import { type Page, type Paging, limitOf, numbersIn, pageOf } from './page.js';
import { positionOf } from './progress.js';
import { type RowOf, count, date, document, keyed, minor, text } from './table.js';
import type { View } from './view.js';

/** Why something is due: it was not spent, was disallowed before it was accepted, or after, or the grant came to less. */
export const refundGrounds = ['unspent', 'disallowed', 'recovered', 'settled', 'unclaimed'] as const;
export type RefundGround = (typeof refundGrounds)[number];

/** A step of a refund; people are opaque ids. `undone` is the position of the reversal. */
interface Step {
  readonly position: number;
  readonly type: string;
  readonly date: LocalDate;
  readonly actor: string;
  readonly amount: MoneyJson;
  readonly bankReference?: string;
  /** Of one that came in another currency, or went back in one. */
  readonly charged?: MoneyJson;
  readonly credited?: MoneyJson;
  readonly sent?: MoneyJson;
  readonly rate?: Rate;
  /** Borne by the fund. */
  readonly exchange?: RefundReceived['exchange'];
  /** Of interest that came with it. */
  readonly interestId?: string;
  /** Of a set-off: the grant that pays. */
  readonly against?: string;
  readonly reasonHash?: string;
  readonly undone?: number;
}

/** One row a claim, a report whose accepted costs were disallowed or a settled grant (under its id), or money that came back unclaimed. */
export const refundTable = keyed('refund', ['refundId'], {
  refundId: text,
  grantId: text,
  activityId: text,
  payee: text,
  ground: text,
  dueOn: date,
  currency: text,
  due: minor,
  received: minor,
  setOff: minor,
  writtenOff: minor,
  /** Of what came in: what was not due yet, and was outstanding as an advance or owed to the payee. */
  clearedAdvance: minor,
  /** Of what came in: what the payee did not owe, and what of that was given back. */
  inExcess: minor,
  returned: minor,
  /** That came with it, at what it was worth. */
  interest: minor,
  outstanding: minor,
  history: document<readonly Step[]>(),
  firstPosition: count,
  lastPosition: count,
});
type RefundRow = RowOf<typeof refundTable.columns>;

/** What an event says of a refund: which, and which of its figures moves. */
interface Moved {
  readonly refundId: string;
  readonly figure: 'due' | 'received' | 'setOff' | 'writtenOff' | 'returned' | 'interest';
  readonly sign: 1n | -1n;
  readonly ground: RefundGround;
  readonly data: { readonly grant: string; readonly activity: string; readonly payee: string };
  readonly amount: MoneyJson;
  /** Of what came in: what was in excess, and what settled anything that was due; all, when absent. */
  readonly inExcess?: MoneyJson | undefined;
  readonly settles?: MoneyJson | undefined;
  /** Of a claim that is undone: what had been paid of it, and stays. */
  readonly restored?: bigint;
  readonly step?: Omit<Step, 'position' | 'type' | 'date' | 'actor' | 'amount' | 'undone'>;
}

/** One row a refund. */
export const refundRegister: View = {
  tables: [refundTable],
  keysOf: (event) => {
    const moved = movedBy(event);
    return moved ? [{ table: refundTable, key: [moved.refundId] }] : [];
  },
  apply: (rows, event) => {
    const moved = movedBy(event);
    if (!moved) return;
    const before = rows.get(refundTable, moved.refundId) ?? opened(moved, event);
    const by = moved.sign * minorOf(moved.amount) + (moved.restored ?? 0n);
    const excess = moved.inExcess ? moved.sign * minorOf(moved.inExcess) : 0n;
    const cleared = moved.settles ? by - excess - moved.sign * minorOf(moved.settles) : 0n;
    const after = {
      ...before,
      [moved.figure]: before[moved.figure] + by,
      clearedAdvance: before.clearedAdvance + cleared,
      inExcess: before.inExcess + excess,
    };
    rows.put(refundTable, {
      ...after,
      ...outstandingOf(after),
      history: stepsAfter(before.history, event, moved),
      lastPosition: event.position,
    });
  },
};

function movedBy(event: BookEvent): Moved | undefined {
  const { sign, event: done, reversal } = effectOf(event);
  const refundId = idOf(event);
  switch (done.type) {
    case 'refund.due':
      return { refundId, figure: 'due', sign, ground: done.data.ground, data: done.data, amount: done.data.amount };
    case 'refund.received': {
      const amount = moneyOf(settledOf(done.data), done.data.amount.currency);
      const { inExcess, settles } = done.data;
      const step = receiptOf(done.data);
      return { refundId, figure: 'received', sign, ground: 'unclaimed', data: done.data, amount, inExcess, settles, step };
    }
    case 'interest.received': {
      const { on, home, amount, bankReference, rate } = done.data;
      if (!on) return undefined;
      const step = present({
        interestId: refundId,
        bankReference,
        ...(rate === undefined ? {} : { credited: amount, rate }),
      });
      return { refundId: on.refund, figure: 'interest', sign, ground: 'unclaimed', data: on, amount: home, step };
    }
    case 'refund.set-off': {
      const { amount, against } = done.data;
      const step = { against: against.grant };
      return { refundId, figure: 'setOff', sign, ground: 'unclaimed', data: done.data, amount, step };
    }
    case 'refund.written-off': {
      const { amount, reasonHash } = done.data;
      const step = reasonHash === undefined ? {} : { reasonHash };
      return { refundId, figure: 'writtenOff', sign, ground: 'unclaimed', data: done.data, amount, step };
    }
    case 'refund.returned': {
      const { amount, bankReference, charged, rate } = done.data;
      const step = present({ bankReference, charged, rate });
      return { refundId, figure: 'returned', sign, ground: 'unclaimed', data: done.data, amount, step };
    }
    case 'grant.settled': {
      const { toRecoverable, unspent, activity, payee } = done.data;
      const due = sum([toRecoverable, unspent].map(minorOf));
      if (due === 0n) return undefined;
      const amount = moneyOf(due, unspent.currency);
      return { refundId, figure: 'due', sign, ground: 'settled', data: { grant: refundId, activity, payee }, amount };
    }
    case 'expenditure.disallowed':
    case 'expenditure.appeal-decided': {
      const { of, total } = done.data;
      if (of === 'reported' || (done.type === 'expenditure.appeal-decided' && !done.data.upheld)) return undefined;
      const claim = { refundId, figure: 'due', ground: 'recovered', data: done.data, amount: total } as const;
      if (done.type === 'expenditure.appeal-decided') return { ...claim, sign: -1n, restored: restoredByAppeal(done.data) };
      const restored = reversal ? shiftedFrom(reversal, `recoverable:${done.data.grant}`) : 0n;
      return { ...claim, sign, restored };
    }
    default:
      return undefined;
  }
}

/** How it came. */
const receiptOf = ({ bankReference, credited, sent, rate, exchange }: RefundReceived) =>
  present<NonNullable<Moved['step']>>({ bankReference, credited, sent, rate, exchange });

const opened = ({ refundId, ground, data, amount }: Moved, event: BookEvent): RefundRow => ({
  refundId,
  grantId: data.grant,
  activityId: data.activity,
  payee: data.payee,
  ground,
  dueOn: event.valueDate,
  currency: amount.currency,
  due: 0n,
  received: 0n,
  setOff: 0n,
  writtenOff: 0n,
  clearedAdvance: 0n,
  inExcess: 0n,
  returned: 0n,
  interest: 0n,
  outstanding: 0n,
  history: [],
  firstPosition: event.position,
  lastPosition: event.position,
});

function outstandingOf(row: Omit<RefundRow, 'outstanding'>): Pick<RefundRow, 'outstanding'> {
  const { due, received, clearedAdvance, inExcess, setOff, writtenOff } = row;
  const left = due - (received - clearedAdvance - inExcess) - setOff - writtenOff;
  return { outstanding: left > 0n ? left : 0n };
}

function stepsAfter(history: readonly Step[], event: BookEvent, { amount, step }: Moved): Step[] {
  const { position, type, valueDate, actor } = event;
  const undone = type.endsWith('.reversed') ? effectOf(event).reversal!.reverses.position : undefined;
  return [
    ...history.map((each) => (each.position === undone ? { ...each, undone: position } : each)),
    { position, type, date: valueDate, actor, amount, ...step },
  ];
}

// Queries

export interface Refund {
  readonly refundId: string;
  readonly position: number;
  readonly grantId: string;
  readonly activityId: string;
  readonly payee: string;
  readonly ground: RefundGround;
  readonly dueOn: LocalDate;
  /** Since it is due. */
  readonly days: number;
  readonly due: MoneyJson;
  readonly received: MoneyJson;
  readonly setOff: MoneyJson;
  readonly writtenOff: MoneyJson;
  /** What of it was not due yet: it was outstanding as an advance, or owed to the payee. */
  readonly clearedAdvance: MoneyJson;
  /** What of it the payee did not owe, and what of that was given back. */
  readonly inExcess: MoneyJson;
  readonly returned: MoneyJson;
  /** That the payee gave back beside it. */
  readonly interest: MoneyJson;
  readonly outstanding: MoneyJson;
  readonly history: readonly (Omit<Step, 'reasonHash'> & { readonly reason?: KeptText })[];
}

type MoneyName =
  | 'due'
  | 'received'
  | 'setOff'
  | 'writtenOff'
  | 'clearedAdvance'
  | 'inExcess'
  | 'returned'
  | 'interest'
  | 'outstanding';
type Found = Omit<Refund, 'position' | 'history' | MoneyName> &
  Readonly<Record<MoneyName, string>> & {
    readonly position: string;
    readonly currency: string;
    readonly history: readonly Step[];
    readonly firstPosition: string;
  };

export interface RefundQuery extends Paging {
  readonly standing?: 'outstanding' | 'settled';
  /** The day from which ages are counted; today in the fund's time zone when absent. */
  readonly asOf?: LocalDate;
  readonly grantId?: string;
  readonly payee?: string;
}

/** Refunds, from the oldest to the latest, with the days since each is due. Throws `PagingFault`. */
export async function refunds(db: Db, book: string, asked: RefundQuery = {}): Promise<Page<Refund>> {
  const limit = limitOf(asked);
  const where = new Where()
    .and('r.book_id = ?', book)
    .and('(r.outstanding > 0) = ?', asked.standing === undefined ? undefined : asked.standing === 'outstanding')
    .and('r.grant_id = ?', asked.grantId)
    .and(ofOrganisation('r.payee'), await entriesOf(db, asked.payee))
    .and('r.first_position > ?::bigint', asked.cursor === undefined ? undefined : numbersIn(asked.cursor, 1)[0]);
  const asOf = where.bind(asked.asOf ?? null);
  const { rows } = await db.query<Found>(
    `SELECT r.refund_id AS "refundId", ${positionOf('$1', 'disbursements')} AS position, r.grant_id AS "grantId",
       r.activity_id AS "activityId", r.payee, r.ground, r.due_on::text AS "dueOn",
       coalesce(${asOf}::date, ${today('$1')}) - r.due_on AS days, r.currency, r.due, r.received, r.set_off AS "setOff", r.written_off AS "writtenOff",
       r.cleared_advance AS "clearedAdvance", r.in_excess AS "inExcess", r.returned,
       r.interest, r.outstanding, r.history, r.first_position AS "firstPosition"
     FROM view.refund r WHERE ${where.sql} ORDER BY r.first_position LIMIT ${where.bind(limit + 1)}`,
    where.values,
  );
  const hashes = rows.flatMap(({ history }) => history.flatMap(({ reasonHash }) => reasonHash ?? []));
  const texts = await textsOf(db, book, hashes);
  return pageOf(rows, limit, shown(texts), (row) => row.firstPosition);
}

const shown =
  (texts: ReadonlyMap<string, KeptText>) =>
  ({ currency, firstPosition: _, history, ...row }: Found): Refund => ({
    ...row,
    position: Number(row.position),
    due: moneyOf(row.due, currency),
    received: moneyOf(row.received, currency),
    setOff: moneyOf(row.setOff, currency),
    writtenOff: moneyOf(row.writtenOff, currency),
    clearedAdvance: moneyOf(row.clearedAdvance, currency),
    inExcess: moneyOf(row.inExcess, currency),
    returned: moneyOf(row.returned, currency),
    interest: moneyOf(row.interest, currency),
    outstanding: moneyOf(row.outstanding, currency),
    history: history.map(({ reasonHash, ...step }) =>
      reasonHash === undefined ? step : { ...step, reason: texts.get(reasonHash) ?? null },
    ),
  });
