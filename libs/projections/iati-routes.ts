import type { Classification } from '#domain/activities/activity-events';
import type { Reversed } from '#domain/reversal/reversed';
import { splitByWeight } from '#kernel/money';
import type { EventRecord } from '#kernel/record';
import { unreadOf } from './iati-laid.js';
import { type Places, type RecordPlace, type Saying, laidIn, sayingIn } from './iati-said.js';

const parsed = ({ bytes, start, end }: RecordPlace): EventRecord =>
  JSON.parse(bytes.toString('utf8', start, end)) as EventRecord;

/** Instead of an activity: the fund itself. */
export const theFund = -1;

/** Kinds of streams whose events are the fund's own, whatever they name. */
const ofTheFund: ReadonlySet<string> = new Set([
  'fund',
  'contribution',
  'interest',
  'allocation',
  'bank-charge',
  'cost',
  'fee',
]);

/**
 * Which activities each event of a fund's book is published in, so that they can be folded a few at a time. Holds a number for
 * each activity, grant, sub-grant, result and evaluation; and what is to be known of the whole book before any activity is
 * written: the places and sectors of all, and which events are reversed.
 */
export class ActivityRoutes {
  /** The number of each activity, in the order in which they were identified. */
  private readonly activities = new Map<string, number>();
  private readonly grants = new Map<string, number>();
  /** Of things whose later events do not say it. */
  private readonly things = new Map<string, number>();
  /** What each activity is classified as, by its place among the different ones. */
  private readonly classified: number[] = [];
  private readonly classifications = new Map<string, number>();
  /** Positions of events that are reversed. */
  readonly reversed = new Set<number>();
  /** Streams of allocations of which something is taken back. */
  readonly takenBack = new Set<string>();
  /** Where the parts of the last record stand that are laid of it. */
  readonly laid: Places = [];
  private identified = 0;
  private subGrants = 0;

  /** The activities that an event belongs to by their numbers, or `theFund`; `at` is its record. Events come in the order of the book. */
  ownersOf(type: string, stream: string, at: RecordPlace): readonly number[] {
    const unread = unreadOf(type);
    if (type.endsWith('.reversed')) return this.ownersOfReversal(stream, at);
    if (isOfTheFund(type)) {
      if (type === 'allocation.reduced' || type === 'allocation.lapsed') this.takenBack.add(stream);
      if (unread.length > 0) sayingIn(at, unread, this.laid);
      else laidIn(at, this.laid);
      return [theFund];
    }
    const colon = stream.indexOf(':');
    const [kind, id] = [stream.slice(0, colon), stream.slice(colon + 1)];
    if (kind === 'activity') {
      laidIn(at, this.laid);
      return [this.activity(type, id, at)];
    }
    if (type === 'sub-grant.signed') this.subGrants += 1;
    const data = sayingIn(at, unread, this.laid);
    // A request that calls no instalment is not published.
    if (type === 'disbursement.requested' && data.instalment === undefined) return [];
    return this.ownersBy(data, type, kind, stream);
  }

  /** How many activities the file has at most. */
  get count(): number {
    return 1 + this.identified + this.subGrants;
  }

  /** No event follows: whose each is need not be known any more. */
  end(): void {
    this.activities.clear();
    this.grants.clear();
    this.things.clear();
  }

  /** Where the fund itself does not say: the shares of its activities, each counting the same, in hundredths of a percent. */
  shares(of: 'countries' | 'sectors'): { code: string; percentage: string }[] {
    const different = [...this.classifications.keys()].map((text) => (JSON.parse(text) as Classification)[of] ?? []);
    const weights = new Map<string, bigint>();
    for (const number of this.classified) {
      for (const { code, percentage } of different[number]!)
        weights.set(code, (weights.get(code) ?? 0n) + BigInt(Math.round(Number(percentage) * 100)));
    }
    if (weights.size === 0) return [];
    const parts = splitByWeight(
      10_000n,
      [...weights].map(([id, weight]) => ({ id, weight })),
    );
    return [...parts]
      .filter(([, part]) => part > 0n)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([code, part]) => ({ code, percentage: `${part / 100n}.${String(part % 100n).padStart(2, '0')}` }));
  }

  private ownersOfReversal(stream: string, at: RecordPlace): readonly number[] {
    const { position, type, data } = (parsed(at).data as Reversed).reverses;
    laidIn(at, this.laid);
    this.reversed.add(position);
    if (isOfTheFund(type)) return [theFund];
    const [kind = '', id = ''] = stream.split(':');
    if (kind === 'activity') return [this.numberOf(id)];
    return this.ownersBy(data as Saying, type, kind, stream);
  }

  private ownersBy(data: Saying, type: string, kind: string, stream: string): readonly number[] {
    const owner = this.said(data) ?? this.things.get(stream) ?? theFund;
    if (kind === 'grant') {
      const id = stream.slice(kind.length + 1);
      if (type === 'grant.signed') this.grants.set(id, owner);
      return [this.grants.get(id) ?? owner];
    }
    if (rememberedKinds.has(kind)) this.things.set(stream, owner);
    const other = data.against === undefined ? owner : this.numberOf(data.against.activity);
    return other === owner ? [owner] : [owner, other];
  }

  private activity(type: string, id: string, at: RecordPlace): number {
    if (type === 'activity.identified') this.activities.set(id, this.identified++);
    const number = this.numberOf(id);
    if (type === 'activity.identified')
      this.classify(number, (parsed(at).data as { classification: Classification }).classification);
    if (type === 'activity.classified') this.classify(number, parsed(at).data as Classification);
    return number;
  }

  private classify(number: number, { countries, sectors }: Classification): void {
    const text = JSON.stringify({ countries, sectors });
    let known = this.classifications.get(text);
    if (known === undefined) this.classifications.set(text, (known = this.classifications.size));
    this.classified[number] = known;
  }

  /** Whose an event is by its data; undefined when that does not say. */
  private said({ activity, subject, for: target, grant }: Saying): number | undefined {
    if (activity !== undefined) return this.numberOf(activity);
    const about = subject ?? target;
    if (about?.kind === 'activity') return this.numberOf(about.id!);
    if (about?.kind === 'grant') return this.grants.get(about.id!);
    return grant === undefined ? undefined : this.grants.get(grant);
  }

  private numberOf(activity: string): number {
    const number = this.activities.get(activity);
    if (number === undefined) throw new RangeError(`the book has no activity ${activity} by then`);
    return number;
  }
}

const isOfTheFund = (type: string): boolean => ofTheFund.has(type.slice(0, type.indexOf('.')));

/** Later events of these do not name the activity. */
const rememberedKinds: ReadonlySet<string> = new Set(['result', 'evaluation', 'peer-review', 'sub-grant']);
