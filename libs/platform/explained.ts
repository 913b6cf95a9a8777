/**
 * A failure whose message is written for the person who runs the program: what is wrong and what to do. Programs print
 * the message alone, since a stack would only bury it.
 */
export class Explained extends Error {
  /** Told apart by this, for a program may see errors of a copy of this class. */
  readonly explained = true;
}

/** Whether the message alone says all. */
export const isExplained = (error: unknown): error is Explained =>
  error instanceof Error && 'explained' in error && error.explained === true;
