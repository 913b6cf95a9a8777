import { randomFillSync } from 'node:crypto';
import type { FieldError, Language } from '#domain/field-errors';
import { commands } from '#domain/domain';
import { type Prepared, prepare } from '#domain/prepare';
import type { Outcome } from '#event-store/outcome';
import { type EventStore, systemClock } from '#event-store/event-store';
import type { Submission } from '#event-store/rules';
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

/** A command with the right form, as the store takes it. */
export type Posting = Submission & Prepared;

/** Adds the clock and a salt to a command and checks its form. Throws `RangeError` for a type that there is not. */
export function ready({ type, book, key, actor, role, party, body, language, ifMatch }: Post): Posting | WrongForm {
  const definition = commands.get(type);
  if (!definition) throw new RangeError(`no such command: ${type}`);
  const request = { definition, book, key, actor, role, body, now: systemClock(), salt: newSalt(), language };
  const prepared = prepare(party === undefined ? request : { ...request, party });
  if ('wrong' in prepared) return { kind: 'wrong-form', errors: prepared.wrong };
  return ifMatch === undefined ? prepared : { ifMatch, ...prepared };
}

/** Gives a command to the store, if it is `ready`. Rejects with what that throws, and with what `EventStore.submit` does. */
export function post(store: Pick<EventStore, 'submit'>, asked: Post): Promise<Outcome | WrongForm> {
  let given: Posting | WrongForm;
  try {
    given = ready(asked);
  } catch (error) {
    return Promise.reject(error);
  }
  if ('kind' in given) return Promise.resolve(given);
  // The promise of the store itself: every command comes this way, and one around it takes three turns more.
  return store.submit(given);
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
