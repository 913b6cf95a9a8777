import { unreachable } from '#kernel/unreachable';
import type { DueInstalment } from '#domain/money-in/contribution-events';
import type { KnownCondition } from '#domain/money-in/contribution';
import { type Line, freeing, linesOf } from './contribution-lines.js';
import { type BookEvent, effectOf, idOf, postingsOfEvent } from './event.js';
import {
  copierOf,
  type RowOf,
  appended,
  count,
  date,
  document,
  flag,
  keyed,
  minor,
  moment,
  optional,
  small,
  text,
} from './table.js';
import type { View } from './view.js';

/**
 * One row for each contribution, and one for each earmark under which the fund itself (`*`) has cover. pledged to recognised
 * are in the contribution's currency, the rest in the fund's: homeCommitted and funded are the worth of what was
 * committed and received; free = funded + interest + exchange - cleared - bound - charged - homeReturned - spentBefore.
 */
export const contributionTable = keyed('contribution', ['contributionId', 'earmark'], {
  contributionId: text,
  earmark: text,
  contributor: optional(text),
  agreement: optional(text),
  providerActivity: optional(text),
  notNew: optional(text),
  status: text,
  pooled: flag,
  givers: count,
  conditions: document<readonly KnownCondition[]>(),
  instalments: document<readonly DueInstalment[]>(),
  currency: optional(text),
  pledged: minor,
  conditional: minor,
  committed: minor,
  writtenOff: minor,
  received: minor,
  excess: minor,
  returned: minor,
  outstanding: minor,
  recognised: minor,
  homeCurrency: optional(text),
  homeCommitted: minor,
  homeWrittenOff: minor,
  funded: minor,
  homeReturned: minor,
  spentBefore: minor,
  interest: minor,
  interestOwed: minor,
  exchange: minor,
  cleared: minor,
  bound: minor,
  paid: minor,
  refunded: minor,
  charged: minor,
  free: minor,
  lastPosition: count,
});
type ContributionRow = RowOf<typeof contributionTable.columns>;
const copyOf = copierOf(contributionTable);

/** What happened to the money of each contribution. `home` is the worth in the fund's currency, where it has one. */
export const contributionLine = appended('contribution_line', {
  position: count,
  line: small,
  contributionId: text,
  earmark: text,
  kind: text,
  type: text,
  grantId: optional(text),
  activityId: optional(text),
  disbursementId: optional(text),
  amount: minor,
  currency: text,
  home: optional(minor),
  homeCurrency: optional(text),
  valueDate: date,
  recordedAt: moment,
});

/** What each contribution's money paid for, to the cent. */
export const contributorStatement: View = {
  tables: [contributionTable, contributionLine],
  keysOf: (event) => {
    const lines = linesOf(event).map((line) => ({ table: contributionTable, key: [line.contributionId, line.earmark] }));
    const own = ownKey(event);
    return own ? [...lines, { table: contributionTable, key: own }] : lines;
  },
  apply: (rows, event) => {
    const lines = linesOf(event);
    const about = lines.length === 0 ? undefined : aboutOf(event);
    let number = 0;
    for (const line of lines) {
      rows.append(contributionLine, rowOf(event, (number += 1), line, about!));
      const place = rows.at(contributionTable, `${line.contributionId} ${line.earmark}`);
      rows.putAt(contributionTable, place, added(place.row ?? unknown(line), line, event.position));
    }
    const own = ownKey(event);
    if (!own) return;
    const [contributionId, earmark] = own;
    const row = rows.get(contributionTable, contributionId, earmark) ?? unknown({ contributionId, earmark });
    const outstanding = row.outstanding + owedIn(event, contributionId);
    rows.put(contributionTable, { ...row, ...termsOf(row, event), outstanding, lastPosition: event.position });
  },
};

/** Of an event of a contribution: its own row. */
function ownKey(event: BookEvent): readonly [contributionId: string, earmark: string] | undefined {
  if (!event.stream.startsWith('contribution:')) return undefined;
  const { earmark } = effectOf(event).event.data as { readonly earmark: string };
  return [idOf(event), earmark];
}

/** What the contributor owes more, or less, after an event. */
const owedIn = (event: BookEvent, contributionId: string): bigint =>
  postingsOfEvent(event).reduce(
    (owed, { account, amountMinor }) => (account === `receivable:${contributionId}` ? owed + amountMinor : owed),
    0n,
  );

const unknown = ({ contributionId, earmark }: Pick<Line, 'contributionId' | 'earmark'>): ContributionRow => ({
  contributionId,
  earmark,
  contributor: null,
  agreement: null,
  providerActivity: null,
  notNew: null,
  status: 'fund',
  pooled: false,
  givers: 0,
  conditions: [],
  instalments: [],
  currency: null,
  pledged: 0n,
  conditional: 0n,
  committed: 0n,
  writtenOff: 0n,
  received: 0n,
  excess: 0n,
  returned: 0n,
  outstanding: 0n,
  recognised: 0n,
  homeCurrency: null,
  homeCommitted: 0n,
  homeWrittenOff: 0n,
  funded: 0n,
  homeReturned: 0n,
  spentBefore: 0n,
  interest: 0n,
  interestOwed: 0n,
  exchange: 0n,
  cleared: 0n,
  bound: 0n,
  paid: 0n,
  refunded: 0n,
  charged: 0n,
  free: 0n,
  lastPosition: 0,
});

/** The terms of a contribution, from its own events. */
function termsOf(row: ContributionRow, event: BookEvent): Partial<ContributionRow> {
  const { sign, event: done } = effectOf(event);
  const decided = (condition: string, status: KnownCondition['status']): Partial<ContributionRow> => ({
    conditions: row.conditions.map((each) =>
      each.id === condition ? { ...each, status: sign === 1n ? status : 'open' } : each,
    ),
  });
  switch (done.type) {
    case 'contribution.pledged':
    case 'contribution.committed': {
      if (sign === -1n) return { status: 'pledged', conditions: [], instalments: [] };
      const { contributor, agreement = null, providerActivity = null, notNew = null, amount } = done.data;
      const promised = { contributor, agreement, providerActivity, notNew, currency: amount.currency };
      if (done.type === 'contribution.pledged') return { ...promised, status: 'pledged' };
      const { conditions = [], instalments = [] } = done.data;
      const open = conditions.map((each) => ({ ...each, status: 'open' as const }));
      return { ...promised, status: 'committed', conditions: open, instalments };
    }
    case 'contribution.collection-opened': {
      const { contributor, agreement = null, providerActivity = null, notNew = null, currency } = done.data;
      return { contributor, agreement, providerActivity, notNew, currency, pooled: true, status: 'committed' };
    }
    case 'contribution.condition-met':
      return decided(done.data.condition, done.data.waived ? 'waived' : 'met');
    case 'contribution.condition-ended':
      return decided(done.data.condition, done.data.outcome);
    case 'contribution.amended':
    case 'contribution.rescheduled':
      return sign === 1n && done.data.instalments ? { instalments: done.data.instalments } : {};
    case 'contribution.received':
      return { givers: row.givers + Number(sign) * (done.data.givers ?? 0) };
    default:
      return {};
  }
}

/** What lines of one event have in common: the grant that it is about, where they name no other, and what is paid. */
interface About {
  readonly grantId: string | null;
  readonly activityId: string | null;
  readonly disbursementId: string | null;
}

/** Member by member: there is one for each part of each payment. */
function rowOf(event: BookEvent, line: number, of: Line, about: About): RowOf<typeof contributionLine.columns> {
  const { contributionId, earmark, kind, amount, currency, home, homeCurrency, under } = of;
  return {
    position: event.position,
    line,
    contributionId,
    earmark,
    kind,
    type: event.type,
    grantId: under ? under.grant : about.grantId,
    activityId: under ? under.activity : about.activityId,
    disbursementId: about.disbursementId,
    amount,
    currency,
    home,
    homeCurrency,
    valueDate: event.valueDate,
    recordedAt: event.recordedAt,
  };
}

function aboutOf(event: BookEvent): About {
  const data = effectOf(event).event.data as { readonly grant?: string; readonly activity?: string };
  const [kind, id] = event.stream.split(':') as [string, string];
  return {
    grantId: kind === 'grant' ? id : (data.grant ?? null),
    activityId: data.activity ?? null,
    disbursementId: kind === 'disbursement' ? id : null,
  };
}

/** The row with a line added to its figures. */
function added(before: ContributionRow, { kind, amount, home, homeCurrency }: Line, lastPosition: number): ContributionRow {
  const row = copyOf(before);
  row.homeCurrency = homeCurrency ?? before.homeCurrency;
  row.lastPosition = lastPosition;
  const worth = home ?? 0n;
  row.free += freeing[kind] * worth;
  switch (kind) {
    case 'pledged':
      row.pledged += amount;
      return row;
    case 'conditional':
      row.conditional += amount;
      return row;
    case 'committed':
      row.committed += amount;
      row.homeCommitted += worth;
      return row;
    case 'written-off':
      row.writtenOff += amount;
      row.homeWrittenOff += worth;
      return row;
    case 'received':
    case 'excess':
      row[kind] += amount;
      row.funded += worth;
      return row;
    case 'returned':
      row.returned += amount;
      row.homeReturned += worth;
      return row;
    case 'recognised':
      row.recognised += amount;
      return row;
    case 'spent-before':
      row.spentBefore += worth;
      return row;
    case 'interest-owed':
      row.interestOwed += worth;
      return row;
    case 'interest':
    case 'exchange':
    case 'cleared':
    case 'bound':
    case 'charged':
    case 'paid':
    case 'refunded':
      row[kind] += worth;
      return row;
    default:
      return unreachable(kind);
  }
}
