import type { Language } from '#domain/field-errors';

/** One type of problem: the status it is answered with, and its title, which never varies. */
export interface ProblemKind {
  readonly status: number;
  readonly title: Readonly<Record<Language, string>>;
}

/**
 * How the refusals of one area are answered; does not compile with one missing. 404: what is named is not there. 409: the
 * state of the book forbids it, and may allow it later. 422: what is asked can never be right. 403: another person has to
 * do it.
 */
export type Problems<Refusals> = Readonly<Record<keyof Refusals, ProblemKind>>;

/** A kind of problem: its status, and its title in English and Spanish. */
export const problem = (status: number, en: string, es: string): ProblemKind => ({ status, title: { en, es } });
