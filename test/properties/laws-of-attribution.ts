import type { PaymentLine } from '#domain/accounts/disbursement';
import type { RefundSetOff } from '#domain/accounts/refund';
import type { Reversed } from '#domain/reversal/reversed';
import { streamId } from '#kernel/ids';
import { type MoneyJson, minorOf, sum } from '#kernel/money';
import type { EventRecord } from '#kernel/record';
import { same } from './law.js';

/** Whose money is out, added up from what the events say. */
export class Attributions {
  readonly freed = new Freed();
  private readonly parts = new Map<string, bigint>();
  private readonly moved = new Map<string, bigint>();

  of(grant: string, earmark: string, contribution: string): bigint {
    return this.parts.get(`${grant} ${earmark} ${contribution}`) ?? 0n;
  }

  /** What the bank took back of a refund that was committed no longer: paid under the grant without an order. */
  takenBack(grant: string, earmark: string): bigint {
    return this.moved.get(`${grant} ${earmark}`) ?? 0n;
  }

  /** Whether that was so under any grant. */
  isAnyTakenBack(): boolean {
    return [...this.moved.values()].some((amount) => amount > 0n);
  }

  take(event: EventRecord): void {
    this.freed.take(event);
    for (const [data, sign] of paymentsIn(event)) this.takePayment(event, data, sign);
  }

  private takePayment(event: EventRecord, data: Payment, sign: 1n | -1n): void {
    for (const line of data.lines) {
      const attributed = sum(line.attribution.map((each) => minorOf(each.amount)));
      same(attributed, minorOf(line.amount), `attribution of a line of ${event.type}`);
      for (const { contribution, amount } of line.attribution) {
        add(this.parts, `${data.grant} ${line.earmark} ${contribution}`, sign * minorOf(amount));
      }
    }
    for (const { account, amount } of (event.data as Partial<Reversed>).shifts ?? []) {
      const [kind, earmark] = account.split(':');
      if (kind === 'committed') add(this.moved, `${data.grant} ${earmark}`, minorOf(amount));
    }
  }
}

interface Line {
  readonly earmark: string;
  readonly amount: MoneyJson;
  readonly change?: MoneyJson;
}

/**
 * What settlements and closings freed of a line beyond what they took off it: a refund that the bank took back after its money
 * had been ordered again leaves more to a line than it was signed for.
 */
class Freed {
  private readonly amounts = new Map<string, bigint>();
  private readonly gone = new Map<string, bigint>();
  private readonly before = new Map<number, readonly (readonly [key: string, amount: bigint, gone: bigint])[]>();

  beyond(grant: string, earmark: string): bigint {
    return this.gone.get(`${grant} ${earmark}`) ?? 0n;
  }

  take({ type, stream, position, data }: EventRecord): void {
    if (!stream.startsWith('grant:')) return;
    const { lines = [], reverses } = data as { readonly lines?: readonly Line[] } & Partial<Reversed>;
    if (reverses) {
      for (const [key, amount, gone] of this.before.get(reverses.position) ?? []) {
        this.amounts.set(key, amount);
        this.gone.set(key, gone);
      }
      return;
    }
    const keyed = lines.map((line) => [`${streamId(stream)} ${line.earmark}`, line] as const);
    this.before.set(
      position,
      keyed.map(([key]) => [key, this.amounts.get(key) ?? 0n, this.gone.get(key) ?? 0n]),
    );
    for (const [key, { amount, change }] of keyed) {
      const off = (this.amounts.get(key) ?? 0n) - minorOf(amount);
      if (type === 'grant.settled' || type === 'grant.closed') add(this.gone, key, -minorOf(change!) - off);
      this.amounts.set(key, minorOf(amount));
    }
  }
}

/** What an event says of a payment under a grant. */
export interface Payment {
  readonly grant: string;
  readonly amount: MoneyJson;
  readonly lines: readonly PaymentLine[];
}

/** The payments (1), or their returns (-1), that the event tells of. */
function paymentsIn({ type, data }: EventRecord): (readonly [Payment, 1n | -1n])[] {
  if (type === 'disbursement.paid' || type === 'opening.grant-brought') return [[data as Payment, 1n]];
  if (type === 'disbursement.bounced' || type === 'refund.received') return [[data as Payment, -1n]];
  if (type === 'refund.set-off') return ofSetOff(data as RefundSetOff, -1n);
  const { reverses, restated, lines } = data as Partial<Reversed>;
  if (reverses?.type === 'refund.set-off') {
    return ofSetOff({ ...((restated ?? reverses.data) as RefundSetOff), lines: lines ?? [] }, 1n);
  }
  const paid = reverses?.type === 'disbursement.paid' || reverses?.type === 'opening.grant-brought';
  if (!reverses || !(paid || ['disbursement.bounced', 'refund.received'].includes(reverses.type))) return [];
  const { grant, amount } = reverses.data as Payment;
  return [[{ grant, amount, lines: lines ?? [] }, paid ? -1n : 1n]];
}

/** What comes back under one grant, and is paid under the other. */
const ofSetOff = (data: RefundSetOff, back: 1n | -1n): (readonly [Payment, 1n | -1n])[] => [
  [data, back],
  [{ grant: data.against.grant, amount: data.amount, lines: data.pays }, back === 1n ? -1n : 1n],
];

/** Adds to what a map has under a key. */
export function add(map: Map<string, bigint>, key: string, amount: bigint): void {
  map.set(key, (map.get(key) ?? 0n) + amount);
}
