import { randomFillSync } from 'node:crypto';
import type { FieldError, Language } from '#domain/field-errors';
import { commands } from '#domain/domain';
import { prepare } from '#domain/prepare';
import type { Outcome } from '#event-store/waiting-job';
import { type EventStore, systemClock } from '#event-store/event-store';
import type { BookId, StreamName } from '#kernel/ids';

/** A command as whoever is at the edge gives it. */
export interface Post {
  readonly type: string;
  readonly book: BookId;
  /** An id, unique in the book for ever. */
  readonly key: string;
  readonly actor: string;
  readonly role: string;
  /** The partner for which it acts, where the role is one of a partner. */
  readonly party?: string;
  readonly body: unknown;
  readonly language: Language;
  readonly ifMatch?: { readonly stream: StreamName; readonly version: number };
}

/** A command whose form is wrong: nothing was decided. */
export interface WrongForm {
  readonly kind: 'wrong-form';
  readonly errors: readonly FieldError[];
}

/**
 * Adds the clock and a salt to a command, checks its form and gives it to the store. Throws `RangeError` for a type that
 * there is not, and whatever `EventStore.submit` throws.
 */
export function post(store: Pick<EventStore, 'submit'>, asked: Post): Promise<Outcome | WrongForm> {
  const { type, book, key, actor, role, party, body, language, ifMatch } = asked;
  const definition = commands.get(type);
  if (!definition) return Promise.reject(new RangeError(`no such command: ${type}`));
  const acting = party === undefined ? {} : { party };
  const prepared = prepare({
    definition,
    book,
    key,
    actor,
    role,
    body,
    now: systemClock(),
    salt: newSalt(),
    language,
    ...acting,
  });
  if ('wrong' in prepared) return Promise.resolve({ kind: 'wrong-form', errors: prepared.wrong });
  // The promise of the store itself: every command comes this way, and one around it takes three turns more.
  return store.submit(ifMatch ? { ifMatch, ...prepared } : prepared);
}

const saltBytes = 16;
const salts = Buffer.alloc(256 * saltBytes);
let saltsUsed = salts.length;

/** 16 random bytes, drawn for many commands at once: a call to the generator costs more than the bytes. */
function newSalt(): Uint8Array {
  if (saltsUsed === salts.length) {
    randomFillSync(salts);
    saltsUsed = 0;
  }
  // A copy, since the next filling would change what somebody still holds.
  return Uint8Array.prototype.slice.call(salts, saltsUsed, (saltsUsed += saltBytes));
}
