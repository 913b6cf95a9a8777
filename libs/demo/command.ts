import type { BookId } from '#kernel/ids';
import type { Role } from '#domain/command';
import type { CommandBodies } from '#domain/domain';
import type { Narratives } from '#domain/fields';

/** The bodies of commands, as a client writes them. */
export type Bodies = { readonly [Type in keyof CommandBodies]: Written<CommandBodies[Type]> };

/** What is written down once and changed by nobody. */
type Written<T> = T extends readonly (infer Each)[]
  ? readonly Written<Each>[]
  : T extends object
    ? { readonly [Name in keyof T]: Written<T[Name]> }
    : T;

/** One command of the demo, to be given in its place. */
export interface DemoCommand<Type extends keyof Bodies = keyof Bodies> {
  readonly type: Type;
  /** `demo-<book>-0001` and so on: the same in every run, so that posting it again writes nothing. */
  readonly key: string;
  /** An opaque id; demo people have no names. */
  readonly actor: string;
  readonly role: Role;
  readonly body: Bodies[Type];
  /** Whether an amount, a date or a fact in it is of our own making, because the source gives none. */
  readonly illustrative: boolean;
}

/** A book of the demo and everything that happens in it, in order. */
export interface DemoBook {
  readonly book: BookId;
  readonly title: Narratives;
  readonly commands: readonly DemoCommand[];
  /** How many events they make. */
  readonly events: number;
}
