import { currency } from '#kernel/currency';
import { type MoneyJson, minorOf, moneyJson } from '#kernel/money';
import { type Attributed, fundItself } from '#domain/money-in/attribution';
import type { ContributionReceived, Gain, Loss } from '#domain/money-in/contribution-events';
import type { PaymentLine } from '#domain/accounts/disbursement';
import type { ExchangeDifference } from '#domain/bank/exchange';
import type { InterestReceived } from '#domain/money-in/interest';
import type { ReturnedLine } from '#domain/accounts/refund';
import { type BookEvent, effectOf, idOf, postingsOfEvent, remembered } from './event.js';

/**
 * What a line says of a contribution. Each kind adds to one figure of the contribution; a reversal adds the opposite.
 *
 * pledged · conditional: promised if something comes about (negative: it has been decided) · committed: promised for good
 * (negative: cut) · written-off: promised, and will not come · received · excess: received beyond the commitment and owed
 * back (negative: applied to a commitment that came later, or sent back) · returned: sent back to the contributor ·
 * recognised: became income (negative: is income no more) · spent-before: spent of it before the book began · interest:
 * kept, and free to bind · interest-owed: owed back to the contributor (negative: sent back) · exchange: what its money gained
 * in exchange, and what the bank credited beyond the worth that was promised (negative: lost, less) · bound: signed to a
 * grant · paid: left for a payee (negative: the bank returned it) · refunded: a payee gave it back · charged: the fund's own
 * running that it bears: charges, costs, fees, bank lines that nobody can explain yet · cleared: went to what was missing
 * under the earmark (negative: was missing).
 */
export const lineKinds = [
  'pledged',
  'conditional',
  'committed',
  'written-off',
  'received',
  'excess',
  'returned',
  'recognised',
  'spent-before',
  'interest',
  'interest-owed',
  'exchange',
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
  /** Where it is another grant than the one that the event is about. */
  readonly under?: { readonly grant: string; readonly activity: string };
}

/** The lines of an event follow from the event alone. */
export const linesOf: (event: BookEvent) => readonly Line[] = remembered((event) => {
  const { sign, event: done } = effectOf(event);
  const made = new Lines(sign);
  describe(made, idOf(event), done);
  return [...made.lines, ...cleared(event, made.lines)];
});

function describe(made: Lines, id: string, done: BookEvent): void {
  switch (done.type) {
    case 'contribution.pledged':
      made.own(id, done.data.earmark, 'pledged', done.data.amount);
      return;
    case 'contribution.committed':
      for (const { amount } of done.data.conditions ?? []) made.own(id, done.data.earmark, 'conditional', amount);
      gained(made, id, done.data.earmark, done.data);
      return;
    case 'contribution.condition-met':
      made.own(id, done.data.earmark, 'conditional', negative(done.data.amount));
      gained(made, id, done.data.earmark, done.data);
      return;
    case 'contribution.condition-ended':
      made.own(id, done.data.earmark, 'conditional', negative(done.data.amount));
      return;
    case 'contribution.amended':
      if (done.data.change === 'increase') gained(made, id, done.data.earmark, done.data);
      else lost(made, id, done.data.earmark, 'committed', done.data);
      return;
    case 'contribution.written-off':
      lost(made, id, done.data.earmark, 'written-off', done.data);
      return;
    case 'contribution.received':
      received(made, id, done.data);
      return;
    case 'contribution.brought-forward': {
      const { earmark, settles, excess, funded, spent, recognised } = done.data;
      made.own(id, earmark, 'received', plus(settles, excess), funded).own(id, earmark, 'excess', excess);
      made.own(id, earmark, 'recognised', recognised).home(id, earmark, 'spent-before', spent);
      return;
    }
    case 'contribution.returned': {
      const { earmark, fromDue, fromSettled, fromCommitment } = done.data;
      made.own(id, earmark, 'returned', fromDue).own(id, earmark, 'excess', negative(fromDue));
      made.own(id, earmark, 'returned', fromSettled?.amount, fromSettled?.funded);
      made.own(id, earmark, 'returned', fromCommitment?.amount, fromCommitment?.home);
      made.own(id, earmark, 'recognised', negative(fromCommitment?.recognised));
      return;
    }
    case 'income.recognised':
      made.own(id, done.data.earmark, 'recognised', done.data.amount);
      return;
    case 'interest.returned': {
      const { contribution, unearned, earmark, amount, home } = done.data;
      made.own(unearned ? fundItself : contribution, earmark, 'interest-owed', negative(amount), negative(home));
      return;
    }
    case 'opening.recorded':
      for (const { earmark, amount } of done.data.own) made.home(fundItself, earmark, 'interest', amount);
      return;
    case 'interest.received':
      interest(made, done.data);
      return;
    case 'grant.signed':
      for (const line of done.data.lines) made.each(line.earmark, 'bound', line.attribution);
      return;
    case 'grant.amended':
    case 'grant.settled':
    case 'grant.closed':
      for (const { earmark, change, attribution } of done.data.lines) {
        made.each(earmark, 'bound', attribution, minorOf(change) < 0n ? -1n : 1n);
      }
      return;
    case 'disbursement.paid':
    case 'opening.grant-brought':
      moved(made, done.data.lines, 'paid', 1n);
      return;
    case 'disbursement.bounced':
      moved(made, done.data.lines, 'paid', -1n);
      return;
    case 'refund.received':
      cameBack(made, done.data.lines);
      return;
    case 'refund.set-off':
      cameBack(made, done.data.lines);
      moved(made.under(done.data.against), done.data.pays, 'paid', 1n);
      return;
    case 'bank-charge.recorded':
      made.each(done.data.earmark, 'charged', done.data.attribution);
      made.home(fundItself, done.data.earmark, 'charged', done.data.coverShortfall);
      return;
    case 'cost.approved':
    case 'fee.charged':
      made.each(done.data.earmark, 'charged', done.data.attribution);
      return;
    case 'cost.cancelled':
    case 'cost.paid':
      made.each(done.data.earmark, 'charged', done.data.released?.attribution ?? [], -1n);
      return;
    case 'cash.converted':
    case 'period.revalued':
      exchanged(made, done.data.difference);
      return;
    case 'bank.unmatched':
    case 'bank.explained':
      made.home(
        fundItself,
        done.data.out?.earmark ?? '',
        'charged',
        done.data.out?.home,
        done.type === 'bank.unmatched' ? 1n : -1n,
      );
      return;
    default:
      return;
  }
}

function gained(made: Lines, id: string, earmark: string, { amount, home, applied, recognises }: Gain): void {
  made.own(id, earmark, 'committed', amount, home);
  made.own(id, earmark, 'excess', negative(applied?.amount), applied?.funded);
  made.own(id, earmark, 'recognised', recognises);
}

/** What was received of it and is owed back counts no more as money of the fund. An impairment leaves what was income so. */
function lost(made: Lines, id: string, earmark: string, kind: 'committed' | 'written-off', data: Loss): void {
  const { amount, home, unsettles, recognised } = data;
  if (kind === 'committed') made.own(id, earmark, kind, negative(amount), negative(home));
  else made.own(id, earmark, kind, amount, home);
  made.own(id, earmark, 'excess', unsettles?.amount, negative(unsettles?.funded));
  if (kind === 'committed') made.own(id, earmark, 'recognised', negative(recognised));
}

function received(made: Lines, id: string, data: ContributionReceived): void {
  const { earmark, settles, excess, funded, exchange, raises, recognises } = data;
  made.own(id, earmark, 'committed', raises?.amount, raises?.home);
  made.own(id, earmark, 'received', plus(settles, excess), funded).own(id, earmark, 'excess', excess);
  made.home(id, earmark, 'exchange', exchange?.difference).own(id, earmark, 'recognised', recognises);
}

const plus = (a: MoneyJson, b: MoneyJson | undefined): MoneyJson =>
  b ? moneyJson(minorOf(a) + minorOf(b), currency(a.currency)) : a;

const negative = <Amount extends MoneyJson | undefined>(amount: Amount): Amount =>
  (amount && moneyJson(-minorOf(amount), currency(amount.currency))) as Amount;

/** Money leaves (direction 1) or comes back (-1). What leaves beyond what its grant was signed for, the fund itself binds. */
function moved(made: Lines, lines: readonly PaymentLine[], kind: 'paid' | 'refunded', direction: 1n | -1n): void {
  for (const { earmark, attribution, uncovered } of lines) {
    made.each(earmark, kind, attribution, kind === 'paid' ? direction : 1n);
    made.home(fundItself, earmark, 'bound', uncovered?.amount, direction);
  }
}

/** A refund; one that comes after the closing of its grant binds its money no longer. */
function cameBack(made: Lines, lines: readonly ReturnedLine[]): void {
  moved(made, lines, 'refunded', -1n);
  for (const { earmark, freed } of lines) made.each(earmark, 'bound', freed?.covered ?? [], -1n);
}

function interest(made: Lines, { earmark, treatment, earned, attribution, clearsCoverShortfall }: InterestReceived): void {
  if (treatment === 'kept') {
    made.each(earmark, 'interest', attribution).home(fundItself, earmark, 'interest', clearsCoverShortfall);
    return;
  }
  const worth = new Map(attribution.map((each) => [each.contribution, each.amount]));
  for (const { contribution, amount } of earned) {
    made.own(contribution, earmark, 'interest-owed', amount, worth.get(contribution));
  }
}

/** What was gained goes to those whose money it was, or makes good what nobody covered; a loss is borne in the same way. */
function exchanged(made: Lines, difference: ExchangeDifference | undefined): void {
  if (!difference) return;
  const { kind, earmark, attribution, clearsCoverShortfall, coverShortfall } = difference;
  const times = kind === 'gain' ? 1n : -1n;
  made.each(earmark, 'exchange', attribution, times);
  made.home(fundItself, earmark, 'exchange', clearsCoverShortfall ?? coverShortfall, times);
}

/** What each kind of line makes free (1) or takes of what is free (-1). */
export const freeing: Readonly<Record<LineKind, bigint>> = {
  pledged: 0n,
  conditional: 0n,
  committed: 0n,
  'written-off': 0n,
  received: 1n,
  excess: 1n,
  returned: -1n,
  recognised: 0n,
  'spent-before': -1n,
  interest: 1n,
  'interest-owed': 0n,
  exchange: 1n,
  cleared: -1n,
  bound: -1n,
  paid: 0n,
  refunded: 0n,
  charged: -1n,
};

/**
 * What of the lines did not become free, or was not taken of what was: it went to what is missing under the earmark, or is
 * missing now. Found by the postings, so that whatever an event shifts is followed.
 */
function cleared(event: BookEvent, lines: readonly Line[]): readonly Line[] {
  const posted = postingsOfEvent(event);
  if (lines.length === 0 && !posted.some(({ kind }) => kind === 'cover')) return [];
  const rest = new Map<string, bigint>();
  const add = (key: string, amount: bigint): Map<string, bigint> => rest.set(key, (rest.get(key) ?? 0n) + amount);
  let home = '';
  for (const { contributionId, earmark, kind, home: worth } of lines) {
    add(`${earmark}:${contributionId}`, freeing[kind] * (worth ?? 0n));
  }
  for (const { account, amountMinor, currency, kind } of posted) {
    if (kind === 'cover' || kind === 'cover-shortfall' || kind === 'covered') home = currency;
    if (kind === 'cover') add(account.slice('cover:'.length), amountMinor);
  }
  return [...rest]
    .filter(([, amount]) => amount !== 0n)
    .map(([key, amount]) => {
      const [earmark, contributionId] = key.split(':') as [string, string];
      return { contributionId, earmark, kind: 'cleared', amount, currency: home, home: amount, homeCurrency: home };
    });
}

/** Makes the lines of one event: what it does has its sign, and money of nothing makes no line. */
class Lines {
  constructor(
    private readonly sign: bigint,
    readonly lines: Line[] = [],
    private readonly about: Pick<Line, 'under'> = {},
  ) {}

  /** Lines of the same event about another grant; they are among these. */
  under({ grant, activity }: NonNullable<Line['under']>): Lines {
    return new Lines(this.sign, this.lines, { under: { grant, activity } });
  }

  /** In the contribution's own currency; `home` is its worth in the fund's. */
  own(contributionId: string, earmark: string, kind: LineKind, amount: MoneyJson | undefined, home?: MoneyJson): this {
    if (!amount) return this;
    const line = {
      amount: this.sign * minorOf(amount),
      currency: amount.currency,
      home: home ? this.sign * minorOf(home) : null,
      homeCurrency: home?.currency ?? null,
    };
    if (line.amount !== 0n || (line.home ?? 0n) !== 0n)
      this.lines.push({ contributionId, earmark, kind, ...line, ...this.about });
    return this;
  }

  /** In the fund's currency. */
  home(contributionId: string, earmark: string, kind: LineKind, amount: MoneyJson | undefined, times = 1n): this {
    if (!amount || minorOf(amount) === 0n) return this;
    const worth = this.sign * times * minorOf(amount);
    const { currency } = amount;
    this.lines.push({
      contributionId,
      earmark,
      kind,
      amount: worth,
      currency,
      home: worth,
      homeCurrency: currency,
      ...this.about,
    });
    return this;
  }

  each(earmark: string, kind: LineKind, parts: readonly Attributed[], times = 1n): this {
    for (const { contribution, amount } of parts) this.home(contribution, earmark, kind, amount, times);
    return this;
  }
}
