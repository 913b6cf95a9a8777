import { type MoneyJson, minorOf } from '#kernel/money';
import { type Attributed, fundItself } from '#domain/attribution';
import type { InterestReceived } from '#domain/interest';
import type { Shift } from '#domain/reversed';
import { type BookEvent, effectOf, idOf } from './event.js';

/**
 * What a line says of a contribution. Each kind adds to one figure of the contribution; a reversal adds the opposite.
 *
 * pledged, committed, received · excess: received beyond the commitment and owed back (negative: applied to a commitment
 * that came later) · interest: kept, and free to bind · interest-owed: owed back to the contributor · cleared: went to
 * what was missing under the earmark (negative: was missing) · bound: signed to a grant · paid: left for a payee
 * (negative: the bank returned it) · refunded: a payee gave it back · charged: bank charges that it bore.
 */
export const lineKinds = [
  'pledged',
  'committed',
  'received',
  'excess',
  'interest',
  'interest-owed',
  'cleared',
  'bound',
  'paid',
  'refunded',
  'charged',
] as const;
export type LineKind = (typeof lineKinds)[number];

/** What an event did to the money of one contribution. */
export interface Line {
  readonly contributionId: string;
  readonly earmark: string;
  readonly kind: LineKind;
  readonly amount: bigint;
  readonly currency: string;
  readonly home: bigint | null;
  readonly homeCurrency: string | null;
}

type EarmarkLine = { readonly earmark: string; readonly attribution: readonly Attributed[] };

/** The lines of an event follow from the event alone. */
export function linesOf(event: BookEvent): readonly Line[] {
  const { sign, event: done, reversal } = effectOf(event);
  const made = new Lines(sign);
  const id = idOf(event);
  // What moves back may be another's money than what moved: shares are counted on the total at the time.
  const moved = (lines: readonly EarmarkLine[], kind: LineKind, times = 1n): void => {
    for (const line of reversal ? (reversal.lines ?? []) : lines) made.each(line.earmark, kind, line.attribution, times);
  };
  switch (done.type) {
    case 'contribution.pledged':
      made.own(id, done.data.earmark, 'pledged', done.data.amount);
      break;
    case 'contribution.committed': {
      const { earmark, amount, home, applied, clearsCoverShortfall } = done.data;
      made.own(id, earmark, 'committed', amount, home);
      made.own(id, earmark, 'excess', applied?.amount, applied?.funded, -1n);
      made.home(id, earmark, 'cleared', clearsCoverShortfall);
      break;
    }
    case 'contribution.received': {
      const { earmark, amount, funded, excess, clearsCoverShortfall } = done.data;
      made.own(id, earmark, 'received', amount, funded);
      made.own(id, earmark, 'excess', excess);
      made.home(id, earmark, 'cleared', clearsCoverShortfall);
      break;
    }
    case 'interest.received':
      interestLines(made, done.data);
      break;
    case 'grant.signed':
      for (const line of done.data.lines) made.each(line.earmark, 'bound', line.attribution);
      break;
    case 'disbursement.paid':
      moved(done.data.lines, 'paid');
      break;
    case 'disbursement.bounced':
      moved(done.data.lines, 'paid', -1n);
      break;
    case 'refund.received':
      moved(done.data.lines, 'refunded');
      break;
    case 'bank-charge.recorded': {
      const { earmark, attribution, coverShortfall } = done.data;
      made.each(earmark, 'charged', attribution);
      made.home(fundItself, earmark, 'charged', coverShortfall).home(fundItself, earmark, 'cleared', coverShortfall, -1n);
      break;
    }
    default:
      break;
  }
  return [...made.lines, ...shifted(reversal?.shifts ?? [])];
}

function interestLines(made: Lines, { earmark, treatment, earned, attribution, clearsCoverShortfall }: InterestReceived): void {
  if (treatment === 'kept') {
    made.each(earmark, 'interest', attribution);
    made.home(fundItself, earmark, 'interest', clearsCoverShortfall).home(fundItself, earmark, 'cleared', clearsCoverShortfall);
    return;
  }
  const worth = new Map(attribution.map((each) => [each.contribution, each.amount]));
  for (const { contribution, amount } of earned) {
    made.own(contribution, earmark, 'interest-owed', amount, worth.get(contribution));
  }
}

/** Where a reversal finds cover too low, what is missing has been cleared for others; the other way round it is free. */
function shifted(shifts: readonly Shift[]): readonly Line[] {
  const made = new Lines(-1n);
  for (const { account, instead, amount } of shifts) {
    const cover = [account, instead].find((name) => name.startsWith('cover:'));
    if (cover === undefined) continue;
    const [, earmark, contribution] = cover.split(':') as [string, string, string];
    made.home(contribution, earmark, 'cleared', amount);
  }
  return made.lines;
}

/** Makes the lines of one event: what it does has its sign, and money of nothing makes no line. */
class Lines {
  readonly lines: Line[] = [];

  constructor(private readonly sign: bigint) {}

  /** In the contribution's own currency; `home` is its worth in the fund's. */
  own(
    contributionId: string,
    earmark: string,
    kind: LineKind,
    amount: MoneyJson | undefined,
    home?: MoneyJson,
    times = 1n,
  ): this {
    if (!amount) return this;
    const line = {
      amount: this.sign * times * minorOf(amount),
      currency: amount.currency,
      home: home ? this.sign * minorOf(home) : null,
      homeCurrency: home?.currency ?? null,
    };
    if (line.amount !== 0n || (line.home ?? 0n) !== 0n) this.lines.push({ contributionId, earmark, kind, ...line });
    return this;
  }

  /** In the fund's currency. */
  home(contributionId: string, earmark: string, kind: LineKind, amount: MoneyJson | undefined, times = 1n): this {
    if (!amount || minorOf(amount) === 0n) return this;
    const worth = this.sign * times * minorOf(amount);
    const { currency } = amount;
    this.lines.push({ contributionId, earmark, kind, amount: worth, currency, home: worth, homeCurrency: currency });
    return this;
  }

  each(earmark: string, kind: LineKind, parts: readonly Attributed[], times = 1n): this {
    for (const { contribution, amount } of parts) this.home(contribution, earmark, kind, amount, times);
    return this;
  }
}
