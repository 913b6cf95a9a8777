import { present } from '#kernel/present';
import type { AccountKindName } from '#ledger/accounts';
import { type LineKind, linesOf } from './contribution-lines.js';
import { type BookEvent, effectOf, idOf, ownSideOf, postingsOfEvent } from './event.js';
import { type RowOf, appended, count, date, keyed, minor, moment, optional, small, text } from './table.js';
import type { View } from './view.js';

/**
 * What happened to money, in the fund's home currency: `committed`, `received`, `interest` come in from contributors (less
 * what is undone); `written-off` will not come, `returned` goes back to them; `signed`, `disbursed`, `accepted` go out under
 * grants (less what comes back); `own-cost` the fund spends itself.
 */
export const flowKinds = [
  'committed',
  'received',
  'interest',
  'written-off',
  'returned',
  'signed',
  'disbursed',
  'accepted',
  'own-cost',
] as const;
export type FlowKind = (typeof flowKinds)[number];

/** Every movement of money that reports count, one row each, in the order of the book. */
export const flowTable = appended('flow', {
  position: count,
  line: small,
  valueDate: date,
  recordedAt: moment,
  type: text,
  stream: text,
  flow: text,
  earmark: text,
  contributionId: optional(text),
  contributor: optional(text),
  /** Why what comes in is no new money for cooperation, if so. */
  notNew: optional(text),
  grantId: optional(text),
  /** Of what is accepted, or spent by the fund itself. */
  category: optional(text),
  amount: minor,
  currency: text,
});
type Flow = Pick<
  RowOf<typeof flowTable.columns>,
  'flow' | 'earmark' | 'contributionId' | 'contributor' | 'notNew' | 'grantId' | 'category' | 'amount' | 'currency'
>;

/** Who brings a contribution, as its first event says. */
const sourceTable = keyed('flow_source', ['contributionId'], {
  contributionId: text,
  contributor: text,
  notNew: optional(text),
  lastPosition: count,
});

/** The movements of money of a fund. */
export const flowsView: View = {
  tables: [flowTable, sourceTable],
  keysOf: (event) => sourcesOf(event).map((contributionId) => ({ table: sourceTable, key: [contributionId] })),
  apply: (rows, event) => {
    const source = sourceIn(event);
    if (source) {
      const known = rows.get(sourceTable, idOf(event));
      const notNew = source.notNew ?? known?.notNew ?? null;
      const { position: lastPosition } = event;
      rows.put(sourceTable, { contributionId: idOf(event), contributor: source.contributor, notNew, lastPosition });
    }
    const { position, valueDate, recordedAt, type, stream } = event;
    let line = 0;
    const moves = (flow: Flow): void => {
      line += 1;
      rows.append(flowTable, { position, line, valueDate, recordedAt, type, stream, ...flow });
    };
    for (const flow of incoming(event)) {
      const { contributor = null, notNew = null } = rows.get(sourceTable, flow.contributionId) ?? {};
      moves({ contributor, notNew, ...flow });
    }
    outgoing(event, moves);
  },
};

/** What the lines of a contribution's statement are here. */
const incomingKinds: { readonly [Kind in LineKind]?: FlowKind } = {
  committed: 'committed',
  'written-off': 'written-off',
  received: 'received',
  // What had come before its commitment counts once that is signed.
  excess: 'received',
  returned: 'returned',
  interest: 'interest',
};

const incoming = (event: BookEvent) =>
  linesOf(event).flatMap(({ kind, contributionId, earmark, home, homeCurrency }) => {
    const flow = incomingKinds[kind];
    if (!flow || home === null || home === 0n || homeCurrency === null) return [];
    return [{ flow, earmark, contributionId, grantId: null, category: null, amount: home, currency: homeCurrency }];
  });

function sourcesOf(event: BookEvent): string[] {
  const ids = sourceIn(event) ? [idOf(event)] : [];
  for (const { contributionId } of incoming(event)) if (!ids.includes(contributionId)) ids.push(contributionId);
  return ids;
}

function sourceIn(event: BookEvent): { readonly contributor: string; readonly notNew?: string } | undefined {
  if (!event.stream.startsWith('contribution:')) return undefined;
  const { contributor, notNew } = event.data as { readonly contributor?: string; readonly notNew?: string };
  return contributor === undefined ? undefined : { contributor, ...present({ notNew }) };
}

/** What leaves, or comes back, follows from the postings, so that whatever an event shifts is followed. */
function outgoing(event: BookEvent, moves: (flow: Flow) => void): void {
  for (const posted of postingsOfEvent(event)) {
    const { kind, account, currency } = posted;
    const flow = outgoingKinds[kind];
    if (!flow) continue;
    // What is ordered, paid or returned moves on this account, too; only the grant's own events bind or free money.
    if (kind === 'committed' && !event.stream.startsWith('grant:')) continue;
    const grantId = kind === 'expense' ? grantOf(event) : undefined;
    if (kind === 'expense' && grantId === undefined) continue;
    const [, earmark = '', part = ''] = account.split(':', 3);
    const isGrants = kind === 'disbursed' || kind === 'committed';
    moves({
      flow,
      earmark,
      contributionId: null,
      contributor: null,
      notNew: null,
      grantId: isGrants ? part : (grantId ?? null),
      category: isGrants ? null : part,
      amount: ownSideOf(posted),
      currency,
    });
  }
}

/** What the accounts that money leaves by are here. */
const outgoingKinds: { readonly [Kind in AccountKindName]?: FlowKind } = {
  disbursed: 'disbursed',
  committed: 'signed',
  expense: 'accepted',
  spent: 'own-cost',
};

const grantOf = (event: BookEvent): string | undefined =>
  event.stream.startsWith('grant:') ? idOf(event) : (effectOf(event).event.data as { readonly grant?: string }).grant;
