import type { Reader } from '#kernel/decider';
import { type MoneyJson, type Weighted, apportion, greatest, least, minorOf, sum } from '#kernel/money';
import { type Attributed, attributed, coverParts, coverTotal, coverUnder, draw } from '../money-in/attribution.js';
import { type OpenFund, earmarkOf, homeJson, homeText, refuseInShortfall, windowOf } from '../fund/fund.js';
import { remembered } from '#kernel/remembered';
import { refuse } from '../rejections.js';
import { frees } from '../reversal/shifting.js';

/** What a grant is paid from: one earmark and window, and the contributions bound to it. */
export interface FundingLine {
  readonly earmark: string;
  readonly window: string;
  readonly amount: MoneyJson;
  readonly attribution: readonly Attributed[];
  /** What amendments have bound on top, in order. */
  readonly added?: readonly Tranche[];
}

/** Money bound by an amendment: it is paid after all that was bound before, which reaches up to `from`. */
export interface Tranche {
  readonly from: MoneyJson;
  readonly attribution: readonly Attributed[];
}

/** What an amendment binds (`change` above zero) or frees on one line; a closing frees. */
export interface ChangedLine {
  readonly earmark: string;
  readonly window: string;
  /** Signed. */
  readonly change: MoneyJson;
  /** Of the line, after it. */
  readonly amount: MoneyJson;
  /** Whose money is bound or freed: sums to the size of the change, or to less where more had been paid than was bound. */
  readonly attribution: readonly Attributed[];
  /** Of what is freed: where it is free again, and the part that makes good what cover is missing. */
  readonly toCover?: readonly Attributed[];
  readonly clearsCoverShortfall?: MoneyJson;
}

/** The shares of a list of attributions, for `apportion`. */
const weightsOf = remembered((parts: readonly Attributed[]): readonly Weighted[] =>
  parts.map((each) => ({ id: each.contribution, weight: minorOf(each.amount) })),
);

/**
 * Whose money a line has paid when `cumulative` of it is out. A function of that total alone, monotone for each
 * contribution, so that a payment followed by its refund leaves no trace, whatever amendments bound or freed in between.
 */
export function paidBy(line: FundingLine, cumulative: bigint): Map<string, bigint> {
  const { attribution: bound, added = [] } = line;
  // Most lines are never amended.
  if (added.length === 0) return bound.length === 0 ? new Map() : apportion(greatest(0n, cumulative), weightsOf(bound));
  const parts = new Map<string, bigint>();
  for (const [index, { from, attribution }] of [{ from: 0n, attribution: bound }, ...added.map(started)].entries()) {
    const next = added[index];
    const upTo = next === undefined ? cumulative : least(cumulative, minorOf(next.from));
    // What was paid beyond what is bound is nobody's.
    if (attribution.length === 0) continue;
    for (const [id, units] of apportion(greatest(0n, upTo - from), weightsOf(attribution))) {
      parts.set(id, (parts.get(id) ?? 0n) + units);
    }
  }
  return parts;
}

const started = ({ from, attribution }: Tranche) => ({ from: minorOf(from), attribution });

/** Whose money moves on a line between two cumulative totals, whichever is larger: how much, without a sign. */
export function paidBetween(line: FundingLine, before: bigint, after: bigint): Map<string, bigint> {
  const [low, high] = before < after ? [before, after] : [after, before];
  const from = paidBy(line, low);
  return new Map([...paidBy(line, high)].map(([id, units]) => [id, units - (from.get(id) ?? 0n)]));
}

/** The line after a change. What is freed was to be paid last, so that who pays first stays as it was. */
export function changed(line: FundingLine, { change, amount, attribution }: ChangedLine): FundingLine {
  if (minorOf(change) < 0n) return { ...line, amount };
  const added = (line.added ?? []).filter((each) => minorOf(each.from) < minorOf(line.amount));
  return { ...line, amount, added: [...added, { from: line.amount, attribution }] };
}

/** What a grant has had so far on one of its lines, refunds taken off. */
export const disbursedOn = (open: OpenFund, reader: Reader, grantId: string, line: Pick<FundingLine, 'earmark'>): bigint =>
  reader.balances.of(`disbursed:${line.earmark}:${grantId}`, open.home);

/** Binds money: refuses what is not allocated or not covered, and fixes from which contributions it is paid. */
export function bound(
  open: OpenFund,
  reader: Reader,
  asked: { readonly earmark: string; readonly window: string; readonly amountMinor: bigint },
): Attributed[] {
  const { earmark, window, amountMinor: requested } = asked;
  earmarkOf(open, earmark);
  windowOf(open, window);
  refuseInShortfall(open, reader, earmark);
  const facts = { earmark, window, currency: open.home, requested: homeText(open, requested) };
  const allocated = reader.balances.of(`allocated:${earmark}:${window}`, open.home);
  if (requested > allocated) {
    refuse('grant-exceeds-allocated', {
      ...facts,
      allocated: homeText(open, allocated),
      missing: homeText(open, requested - allocated),
    });
  }
  const cover = coverUnder(open, reader, earmark);
  const free = coverTotal(cover);
  if (requested > free) {
    refuse('grant-not-covered', { ...facts, cover: homeText(open, free), missing: homeText(open, requested - free) });
  }
  return attributed(open, draw(open, reader, cover, requested));
}

/** Money bound under a line, on top of what it has. */
export const raised = (open: OpenFund, line: FundingLine, by: bigint, attribution: readonly Attributed[]): ChangedLine => ({
  earmark: line.earmark,
  window: line.window,
  change: homeJson(open, by),
  amount: homeJson(open, minorOf(line.amount) + by),
  attribution,
});

/**
 * Money freed under a line: what would have been paid last. It makes good what cover is missing under the earmark first.
 * `by` is what leaves the commitment, `to` the amount that the line keeps.
 */
export function lowered(
  open: OpenFund,
  reader: Reader,
  grantId: string,
  line: FundingLine,
  { by, to }: { readonly by: bigint; readonly to: bigint },
): ChangedLine {
  const freed = attributed(open, freedBy(open, reader, grantId, line, to));
  const short = `cover-shortfall:${line.earmark}`;
  const clearing = frees(
    (account) => greatest(0n, reader.balances.of(account, open.home)),
    short,
    coverParts(reader, line.earmark, freed),
  );
  const clears = sum(clearing.map((each) => each.amountMinor));
  const toCover = freed.flatMap(({ contribution, amount }) => {
    const cleared = clearing.filter((each) => each.account === `cover:${line.earmark}:${contribution}`);
    const rest = minorOf(amount) - sum(cleared.map((each) => each.amountMinor));
    return rest === 0n ? [] : [{ contribution, amount: homeJson(open, rest) }];
  });
  return {
    earmark: line.earmark,
    window: line.window,
    change: homeJson(open, -by),
    amount: homeJson(open, to),
    attribution: freed,
    toCover,
    ...(clears === 0n ? {} : { clearsCoverShortfall: homeJson(open, clears) }),
  };
}

/** Whose money a line lets go of when it keeps `to`: never more than is still bound, since a late refund has freed some. */
function freedBy(open: OpenFund, reader: Reader, grantId: string, line: FundingLine, to: bigint): Map<string, bigint> {
  const kept = paidBy(line, to);
  const free = (id: string): bigint =>
    greatest(0n, reader.balances.of(`covered:${grantId}:${id}`, open.home) - (kept.get(id) ?? 0n));
  return new Map([...paidBetween(line, to, minorOf(line.amount))].map(([id, units]) => [id, least(units, free(id))]));
}
