import { z } from 'zod';
import { canonical } from '#kernel/canonical';
import type { NewEvent, Reader } from '#kernel/decider';
import type { BookId } from '#kernel/ids';
import { present } from '#kernel/present';
import type { Authority } from '#kernel/record';
import type { Rejection } from '#kernel/rejection';
import type { Instant, LocalDate } from '#kernel/time';
import type { BookKind } from './book-kind.js';
import { commonFields } from './fields.js';
import { Refusal, type RejectionCode, refuse } from './rejections.js';

/**
 * What a token may do; several may be held at once. A `cso` acts for one partner of the registry, and for that one alone; a
 * `portal` relays what citizens write.
 */
export const roles = ['fund-manager', 'approver', 'assessor', 'cso', 'portal', 'auditor', 'publisher', 'admin'] as const;
export type Role = (typeof roles)[number];

/** Who asks, where, when, under which authority: everything about a command that is not its content. */
export interface Envelope {
  readonly book: BookId;
  /** The `Idempotency-Key`: an id, unique in the book for ever. */
  readonly key: string;
  readonly actor: string;
  readonly authority: Authority;
  /** The partner for which the actor acts, where its role is `cso`. */
  readonly party?: string;
  /** What the clock said when the command came in. */
  readonly now: Instant;
  readonly correlationId?: string;
  readonly causationId?: string;
}

/** A command as decide gets it. `noteHash` stands for the note, whose text is kept apart. */
export interface Command<Body = unknown> extends Envelope {
  readonly type: string;
  readonly body: Body;
  readonly valueDate?: LocalDate;
  readonly documentDate?: LocalDate;
  readonly noteHash?: string;
}

/** What a decider gives: the events, and their value date. No events means: it is so already. */
export interface Decision {
  readonly events: readonly NewEvent[];
  readonly valueDate: LocalDate;
}

/** One kind of command: its content, who may give it, and how it is decided. */
export interface CommandDefinition<Type extends string = string, Schema extends z.ZodType = z.ZodType> {
  readonly type: Type;
  /** Which kind of book it is for. */
  readonly book: 'registry' | BookKind;
  /** Any of these roles may give it; the first that the actor holds becomes its authority. */
  readonly roles: readonly Role[];
  readonly schema: Schema;
  /** The member of the body that names the thing to be made, when the client may leave it out: the key takes its place. */
  readonly creates?: string;
  readonly decide: (command: Command, reader: Reader) => Decision | Rejection<RejectionCode>;
}

/**
 * Defines a command. `shape` are its own members; the common ones (value date, document date, minute, note) are added.
 * `decide` may call `refuse`; what it returns are its events.
 */
export function defineCommand<const Type extends string, Shape extends z.ZodRawShape>(definition: {
  readonly type: Type;
  readonly book: 'registry' | BookKind;
  readonly roles: readonly Role[];
  readonly shape: Shape;
  readonly creates?: keyof Shape & string;
  readonly decide: (command: Command<z.output<z.ZodObject<Shape>>>, reader: Reader) => Decision;
}): CommandDefinition<Type, z.ZodObject<Shape & typeof commonFields, z.core.$strict>> {
  const { shape, decide, ...rest } = definition;
  return {
    ...rest,
    schema: z.strictObject({ ...shape, ...commonFields }),
    decide: (command, reader) => refusing(() => decide(command as Command<z.output<z.ZodObject<Shape>>>, reader)),
  };
}

/** The decision, or the refusal that was met on the way to it. */
export function refusing(decide: () => Decision): Decision | Rejection<RejectionCode> {
  try {
    return decide();
  } catch (error) {
    if (error instanceof Refusal) return error.rejection;
    throw error;
  }
}

/** A command of a CSO has to concern its own organisation; others that may give the command speak for any. */
export function refuseOtherParty(command: Command, ...concerned: readonly string[]): void {
  const { party = '-' } = command;
  if (command.authority.role === 'cso' && !concerned.includes(party)) {
    refuse('other-organisation', { partner: concerned.join(', '), party });
  }
}

/** The members that any event's data takes from its command: the paper's date and the note's hash. */
export interface Paper {
  readonly documentDate?: LocalDate;
  readonly noteHash?: string;
}

/** The paper's date and the note's hash, where the command has them. */
export const paperOf = (command: Command) => present<Paper>({ documentDate: command.documentDate, noteHash: command.noteHash });

/** Whether two contents of events say the same, whatever paper each rests on: repeating what is so already writes nothing. */
export const saysTheSame = (a: object, b: object): boolean => contentText(a) === contentText(b);

const contentText = (content: object): string => canonical({ ...content, documentDate: undefined, noteHash: undefined });
