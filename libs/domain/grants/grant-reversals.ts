import { currency } from '#kernel/currency';
import { greatest, minorOf, sum } from '#kernel/money';
import type { AllocationMade, AllocationReduced, AllocationTransferred } from './allocation.js';
import type { AssetDisposed, AssetState } from './asset.js';
import { coverParts } from '../money-in/attribution.js';
import type { CofinancingMore, CofinancingState } from './cofinancing.js';
import { refuseInShortfall } from '../fund/fund.js';
import { type ChangedLine, disbursedOn } from './funding-line.js';
import {
  type ExistingGrant,
  type GrantAmended,
  type GrantClosed,
  type GrantSettled,
  type GrantSigned,
  termsOf,
} from './grant.js';
import { type IncomeEarned, projectIncome } from './project-income.js';
import { type RevolvingFigures, type RevolvingMoved, afterMove, type revolvingMoves } from './revolving-fund.js';
import { frees } from '../reversal/shifting.js';
import { stateOf } from '../stream.js';
import {
  type ExistingSubGrant,
  type SubGrantAmended,
  type SubGrantClosed,
  type SubGrantDisallowed,
  type SubGrantMoved,
  brokenIn,
  moved,
  outstandingOn,
  passedOnAccount,
} from './sub-grant.js';
import { type Reversal, type Undoing, isConcluded, lessen } from '../reversal/undoing.js';

/** How allocations, grants, co-financing and what stands beside them are undone. */
export const grantReversals: Readonly<Record<string, Reversal>> = {
  'allocation.made': {
    refusal: ({ state }) => ((state as { readonly moves: number }).moves > 0 ? 'later-events' : undefined),
    moves: ({ purse }, data: AllocationMade) => {
      const free = { account: `unallocated:${data.earmark}`, amountMinor: lessen(data.amount, data.clearsShortfall) };
      return frees(purse, `shortfall:${data.earmark}`, [free]);
    },
  },
  'allocation.transferred': { refusal: unlessThere },
  'allocation.reduced': { refusal: unlessMadeGood },
  'allocation.lapsed': { refusal: unlessMadeGood },
  'grant.signed': {
    refusal: (undoing, data: GrantSigned) =>
      amendedSince(undoing) || inUse(undoing, data) ? 'later-events' : unlessPassedOn(undoing, undoing.id, 0n),
    moves: ({ purse, reader }, data: GrantSigned) =>
      data.lines.flatMap(({ earmark, attribution }) =>
        frees(purse, `cover-shortfall:${earmark}`, coverParts(reader, earmark, attribution)),
      ),
  },
  'grant.amended': {
    refusal: (undoing, data: GrantAmended) =>
      unlessLastChange(undoing, data.lines) ??
      unlessStillFree(undoing, data.lines) ??
      unlessPassedOn(undoing, undoing.id, minorOf(data.amount) - minorOf(data.change)),
    moves: ({ purse, reader }, data: GrantAmended) =>
      data.lines
        .filter(({ change }) => minorOf(change) > 0n)
        .flatMap(({ earmark, attribution }) =>
          frees(purse, `cover-shortfall:${earmark}`, coverParts(reader, earmark, attribution)),
        ),
  },
  'grant.condition-met': {},
  'cofinancing.agreed': {
    refusal: ({ state }) => ((state as CofinancingAccounts).reportedMinor > 0n ? 'later-events' : undefined),
  },
  'cofinancing.reported': {
    refusal: ({ state }, { amount }: CofinancingMore) => {
      const { reportedMinor, acceptedMinor } = state as CofinancingAccounts;
      return reportedMinor - minorOf(amount) < acceptedMinor ? 'later-events' : undefined;
    },
  },
  'cofinancing.accepted': {},
  'waiver.confirmed': {},
  'sub-grant.signed': {
    refusal: ({ state }) =>
      Object.values((state as ExistingSubGrant).figures).some((each) => each > 0n) ||
      (state as ExistingSubGrant).before.length > 0
        ? 'later-events'
        : unlessSigned(state),
  },
  'sub-grant.amended': { refusal: unlessSubGrantFits },

  'sub-grant.paid': { refusal: unlessSubGrantBreaks('paid') },
  'sub-grant.reported': { refusal: unlessSubGrantBreaks('reported') },
  'sub-grant.accepted': { refusal: unlessSubGrantBreaks('accepted') },
  'sub-grant.refunded': { refusal: unlessSubGrantBreaks('refunded') },
  'sub-grant.written-off': { refusal: unlessSubGrantBreaks('written-off') },
  'sub-grant.disallowed': { refusal: unlessSubGrantBreaks('disallowed') },
  'sub-grant.closed': {
    refusal: (undoing, { grant, freed }: SubGrantClosed) =>
      unlessPassedOn(undoing, grant, minorOf(termsOf(undoing.reader, grant).amount) - minorOf(freed)),
  },
  'project-income.earned': {
    refusal: (undoing, { grant, use, asset }: IncomeEarned) =>
      asset !== undefined && undoing.with === undefined
        ? 'of-disposal'
        : use === 'reduces-grant' && isConcluded(undoing.reader, grant)
          ? 'later-events'
          : undefined,
  },
  'revolving-fund.paid-in': { refusal: unlessLentOn('paid-in') },
  'revolving-fund.lent': { refusal: unlessLentOn('lent') },
  'revolving-fund.repaid': { refusal: unlessLentOn('repaid') },
  'revolving-fund.written-off': { refusal: unlessLentOn('written-off') },
  'revolving-fund.withdrawn': { refusal: unlessLentOn('withdrawn') },
  'asset.acquired': {
    refusal: ({ state }) => {
      const { status, verifications, terms, custodian } = state as AssetHeld;
      return status !== 'held' || verifications > 0 || custodian !== terms.custodian ? 'later-events' : undefined;
    },
  },
  'asset.disposed': {
    beside: ({ reader }, { income }: AssetDisposed) => {
      const earned = income === undefined ? undefined : stateOf(reader, projectIncome, income);
      return earned?.status === 'earned' ? [earned.position] : [];
    },
  },
  'grant.terminated': { refusal: (undoing) => unlessLastChange(undoing, []) },
  'grant.settled': { refusal: (undoing, data: GrantSettled) => unlessLastChange(undoing, data.lines) },
  'grant.closed': {
    refusal: (undoing, data: GrantClosed) => unlessLastChange(undoing, data.lines) ?? unlessPaidSince(undoing, data.lines),
  },
};

type AssetHeld = Exclude<AssetState, { readonly status: 'absent' }>;
type CofinancingAccounts = Exclude<CofinancingState, { readonly status: 'absent' }>;

/** Whether the payee is owed something under a grant, or money ever left it: the account is there then, even at zero. */
const inUse = ({ open, reader, purse, id }: Undoing, data: GrantSigned): boolean =>
  purse(`payable:${id}`) > 0n ||
  purse(`over-refunded:${id}`) > 0n ||
  data.lines.some(({ earmark }) => {
    const account = `disbursed:${earmark}:${id}`;
    return reader.balances.under(`disbursed:${earmark}:`, open.home).some((each) => each.account === account);
  });

/** What was transferred may have been moved on, or taken back. */
function unlessThere({ state }: Undoing, { to, amount }: AllocationTransferred): string | undefined {
  const { parts } = state as { readonly parts: Readonly<Record<string, bigint>> };
  return (parts[to] ?? 0n) < minorOf(amount) ? 'later-events' : undefined;
}

/** Setting aside again what was taken back is a decision like any other. */
function unlessMadeGood({ open, reader }: Undoing, { earmark, clearsShortfall }: AllocationReduced): string | undefined {
  if (clearsShortfall !== undefined) return 'made-good';
  refuseInShortfall(open, reader, earmark);
  return undefined;
}

/** What is passed on in sub-grants has to fit into what a grant comes to. */
function unlessPassedOn({ purse }: Undoing, grant: string, most: bigint): string | undefined {
  return purse(`subgranted:${grant}`) > most ? 'later-events' : undefined;
}

function unlessSigned(state: unknown): string | undefined {
  return (state as ExistingSubGrant).status === 'signed' ? undefined : 'later-events';
}

/** What a sub-grant paid, accepted or got back may have been built on since, in all, in a category, or in what is outstanding. */
function unlessSubGrantBreaks(
  step: string,
): (undoing: Undoing, data: SubGrantMoved | SubGrantDisallowed) => string | undefined {
  return ({ state: found, id, reader }, data) => {
    const state = found as ExistingSubGrant;
    const without = moved(state, `sub-grant.${step}`, data, -1n);
    const broken = (data.lines ?? []).some(({ category }) => {
      const { reported, accepted, disallowed } = without.categories[category]!;
      return accepted < 0n || accepted + disallowed > reported;
    });
    const counted = (part: { readonly amount: string; readonly currency: string } | undefined): bigint =>
      part === undefined ? 0n : minorOf(part);
    const change = outstandingOn(without.figures) - outstandingOn(state.figures);
    const posted = counted('clears' in data ? data.clears : undefined) - counted(data.advance);
    const account = reader.balances.of(passedOnAccount(id, state.terms), currency(data.amount.currency));
    // Beyond what was counted (payments of before) nothing can be said; else what is outstanding has to stay what it is said to be.
    const parted = account === outstandingOn(state.figures) && change !== posted;
    const breaks = broken || parted || brokenIn(without.figures, minorOf(state.terms.amount)) !== undefined;
    return breaks ? 'later-events' : unlessSigned(state);
  };
}

/** The last amendment alone, while what it changed fits again: into what is out, and into the grant. */
function unlessSubGrantFits(undoing: Undoing, data: SubGrantAmended): string | undefined {
  const state = undoing.state as ExistingSubGrant;
  const last = state.before.at(-1);
  if (last?.position !== undoing.position || unlessSigned(state) !== undefined) return 'later-events';
  const { figures, categories } = state;
  const known = last.terms.budget?.map((each) => each.category) ?? [];
  const reported = Object.entries(categories).filter(([, each]) => each.reported > 0n);
  const whole = last.terms.budget !== undefined && reported.length === 0 && figures.reported > 0n;
  if (figures.paid - figures.refunded > minorOf(last.terms.amount)) return 'later-events';
  if (whole || reported.some(([category]) => !known.includes(category))) return 'later-events';
  const most = minorOf(termsOf(undoing.reader, data.grant).amount) + minorOf(data.homeChange);
  return minorOf(data.homeChange) < 0n ? unlessPassedOn(undoing, data.grant, most) : undefined;
}

/** What came into a revolving fund may have been lent since, and what was lent repaid. */
function unlessLentOn(move: (typeof revolvingMoves)[number]): (undoing: Undoing, data: RevolvingMoved) => string | undefined {
  return ({ state }, data) => {
    const { cash, lent } = afterMove(state as RevolvingFigures, `revolving-fund.${move}`, data, -1n);
    return cash < 0n || lent < 0n ? 'later-events' : undefined;
  };
}

const grantOf = ({ state }: Undoing): ExistingGrant => state as ExistingGrant;

/** Whether a grant has been amended, terminated or closed since it was signed. */
const amendedSince = (undoing: Undoing): boolean => grantOf(undoing).before.length > 0;

/** The last change of a grant alone can be undone, and binding again what it freed is a decision like any other. */
function unlessLastChange(undoing: Undoing, lines: readonly ChangedLine[]): string | undefined {
  const { open, reader, position } = undoing;
  if (grantOf(undoing).before.at(-1)?.position !== position) return 'later-events';
  const freed = lines.filter(({ change }) => minorOf(change) < 0n);
  if (freed.some((line) => line.clearsCoverShortfall !== undefined || 'clearsShortfall' in line)) return 'made-good';
  for (const { earmark } of freed) refuseInShortfall(open, reader, earmark);
  return undefined;
}

/** What an amendment bound must neither have been ordered, nor paid, nor be owed. */
function unlessStillFree(undoing: Undoing, lines: readonly ChangedLine[]): string | undefined {
  const { open, reader, purse, id } = undoing;
  const { terms } = grantOf(undoing);
  const bound = lines.filter(({ change }) => minorOf(change) > 0n);
  const used = bound.some(({ earmark, change, amount }) => {
    const before = minorOf(amount) - minorOf(change);
    return purse(`committed:${earmark}:${id}`) < minorOf(change) || purse(`disbursed:${earmark}:${id}`) > before;
  });
  const unpaid = terms.lines.map((line) => greatest(0n, minorOf(line.amount) - disbursedOn(open, reader, id, line)));
  const change = sum(lines.map((line) => minorOf(line.change)));
  return used || sum(unpaid) - change < purse(`payable:${id}`) ? 'later-events' : undefined;
}

/** A grant that has paid or had money back since its closing stays closed. */
function unlessPaidSince({ open, reader, id }: Undoing, lines: readonly ChangedLine[]): string | undefined {
  const moved = lines.some((line) => disbursedOn(open, reader, id, line) < minorOf(line.amount));
  return moved ? 'later-events' : undefined;
}
