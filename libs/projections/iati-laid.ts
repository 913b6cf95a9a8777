import type { EventRecord } from '#kernel/record';
import type { BookEvent } from './event.js';

/** What is not laid on a pile of any record: who acted, on what, and under which key changes nothing that is published. */
type UnreadOfRecord = 'actor' | 'authority' | 'basis' | 'book' | 'causationId' | 'commandId' | 'correlationId';

type DataOf<Type> = Extract<BookEvent, { readonly type: Type }>['data'];

/** Members of the data of frequent events of which nothing is published: they are neither laid nor parsed. */
export const unread = {
  'contribution.received': ['bankAccount', 'bankReference', 'contributor', 'earmark', 'funded', 'settles'],
  'disbursement.paid': ['accounts', 'activity', 'bankAccount', 'bankReference', 'lines', 'payee', 'payeeAccount'],
} as const satisfies { readonly [Type in BookEvent['type']]?: readonly (keyof DataOf<Type>)[] };

type Unread = typeof unread;
type Laid<Event> = Event extends { readonly type: infer Type; readonly data: infer Data }
  ? Omit<Event, UnreadOfRecord | 'data'> & {
      readonly data: Type extends keyof Unread ? Omit<Data, Unread[Type][number]> : Data;
    }
  : never;

/** An event as it is folded: with all that is laid of it, so that no fold reads anything else. */
export type LaidEvent = Laid<BookEvent>;

/** The members of an event's data that are not laid. */
export const unreadOf = (type: string): readonly string[] => unread[type as keyof Unread] ?? none;

const none: readonly string[] = [];

/** The event of which a text was laid. */
export const laidEvent = (text: string): LaidEvent => JSON.parse(text) as LaidEvent;

/** The same event from its whole record. */
export const laidOf = (record: EventRecord): LaidEvent => record as EventRecord & LaidEvent;
