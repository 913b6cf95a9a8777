import { currency } from '#kernel/currency';
import { streamId } from '#kernel/ids';
import { type MoneyJson, moneyJson } from '#kernel/money';
import type { EventRecord } from '#kernel/record';
import type { Paper } from '#domain/command';
import type { DomainEvent } from '#domain/domain';
import { type Reversed, undoneBy } from '#domain/reversal/reversed';
import { type AccountKindName, accountKinds, kindNameOf } from '#ledger/accounts';
import { type Posting, postingsOf } from '#ledger/postings';

/** What no view tells of a record: under which key something was done, and what was read for it. */
type Untold = 'basis' | 'book' | 'causationId' | 'commandId' | 'correlationId';

/** An event of the domain as the journal has it, without what no view tells. */
export type BookEvent = DomainEvent & Omit<EventRecord, 'type' | 'data' | Untold>;

/** The event that a record holds. Types that a view does not know, it passes over; the ledger refuses them. */
export const eventOf = (record: EventRecord): BookEvent => record as BookEvent;

/** How many events' answers are kept: those of as many as are folded at once. */
const mostKept = 1_024;

/** Forget what is remembered of the events that are being folded. */
const forgets: (() => void)[] = [];

/** What an event does to the figures: itself, or the opposite of what it reverses. */
export interface Effect {
  readonly sign: 1n | -1n;
  /**
   * What is done, or undone: its own type and thing, the data with the figures that hold by now; position, dates and actor
   * are those of the event that does it.
   */
  readonly event: BookEvent;
  /** Present when it undoes. */
  readonly reversal?: Reversed;
}

/** An event as it counts: one that reverses counts as what it reverses, with the opposite sign. */
export function effectOf(event: BookEvent): Effect {
  if (event.type.endsWith('.reversed')) return reversalOf(event);
  // All views ask of one event before any asks of the next.
  if (asked?.event !== event) asked = { sign: 1n, event };
  return asked;
}

let asked: Effect | undefined;

const reversalOf = remembered((event): Effect => {
  const reversal = event.data as Reversed;
  const { type, schemaVersion } = reversal.reverses;
  return { sign: -1n, event: { ...event, type, schemaVersion, data: undoneBy(reversal) } as BookEvent, reversal };
});

/** What an event says, without the paper that it rests on. */
export const contentOf = <Data extends Paper>({ documentDate: _, noteHash: __, ...content }: Data): Omit<Data, keyof Paper> =>
  content;

/**
 * The same function of an event, which remembers its answers until `forgetAnswers`: several views ask for them, first for the
 * keys, then for the rows. Not by weak references: collecting those costs more than the answers. Nor by a map that is cleared: its
 * table leads to the next one, and all tables with their events outlive what they are for.
 */
export function remembered<Answer>(of: (event: BookEvent) => Answer): (event: BookEvent) => Answer {
  /** By the end of the event's position: what was asked of, and the answer. */
  const asked: (BookEvent | undefined)[] = Array.from({ length: mostKept });
  const answers: (Answer | undefined)[] = Array.from({ length: mostKept });
  let last: BookEvent | undefined;
  let lastAnswer: Answer | undefined;
  forgets.push(() => {
    asked.fill(undefined);
    answers.fill(undefined);
    last = undefined;
    lastAnswer = undefined;
  });
  return (event) => {
    // Mostly of the event that was asked of before: views fold one after the other.
    if (event === last) return lastAnswer!;
    const at = event.position & (mostKept - 1);
    if (asked[at] !== event) {
      answers[at] = of(event);
      asked[at] = event;
    }
    last = event;
    lastAnswer = answers[at];
    return lastAnswer!;
  };
}

/** Lets go of the events that were folded, so that they are forgotten while they are young. */
export function forgetAnswers(): void {
  for (const forget of forgets) forget();
}

/** A line of double entry, and the kind of its account. */
export interface PostedLine extends Posting {
  readonly kind: AccountKindName;
}

/** The lines of double entry that an event makes. */
export const postingsOfEvent: (event: BookEvent) => readonly PostedLine[] = remembered((event) =>
  postingsOf(event).map(({ account, currency: code, amountMinor }) => ({
    account,
    currency: code,
    amountMinor,
    kind: kindNameOf(account),
  })),
);

/** The amount of a line as it stands on its account's own side: positive is healthy. */
export const ownSideOf = ({ kind, amountMinor }: Pick<PostedLine, 'kind' | 'amountMinor'>): bigint =>
  accountKinds[kind].side === 'credit' ? -amountMinor : amountMinor;

/** The id of the thing whose event it is. */
export const idOf = (event: BookEvent): string => streamId(event.stream);

/** Wire form of minor units that a query gave as text. */
export const moneyOf = (amountMinor: string | bigint, code: string): MoneyJson =>
  moneyJson(BigInt(amountMinor), currency(code));
