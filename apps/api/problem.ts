import type { FieldError, Language } from '#domain/field-errors';
import { refusalOf, rejectionText } from '#domain/rejections';
import { type Locale, languageIn } from '#domain/words/figures';
import { sentence } from '#domain/words/sentence';
import type { Json } from '#kernel/canonical';
import type { ServicePart } from '#runtime/services';
import { type EdgeCode, type ProblemCode, edgeProblems, problemKinds, rejectionProblems } from './problem-codes.js';

type Facts = Readonly<Record<string, Json | undefined>>;

/** Leaves a handler with a problem; the filter answers it in the reader's language. */
export class Problem extends Error {
  constructor(
    readonly code: ProblemCode,
    readonly facts: Facts = {},
    /** Facts that are words, so that they depend on the reader's language. */
    private readonly words: (language: Language) => Facts = () => ({}),
    readonly errors: (language: Language) => readonly FieldError[] = () => [],
  ) {
    super(code);
  }

  factsIn(language: Language): Facts {
    return { ...this.facts, ...this.words(language) };
  }

  get status(): number {
    return problemKinds[this.code].status;
  }

  get retryAfterSeconds(): number | undefined {
    return isEdge(this.code) ? (edgeProblems[this.code] as { retryAfterSeconds?: number }).retryAfterSeconds : undefined;
  }
}

/** The stable URI of a type of problem. */
export const problemType = (code: ProblemCode): string => `urn:ayni:problem:${code}`;

/** RFC 9457 keeps these names for itself; a fact that is called so goes under the other name. */
const renamed: Readonly<Record<string, string>> = { status: 'currentStatus', type: 'eventType' };
const reserved = new Set(['type', 'title', 'status', 'detail', 'instance', 'errors']);

/** The name under which a fact stands in a problem. */
export const factName = (name: string): string => renamed[name] ?? (reserved.has(name) ? `${name}Fact` : name);

/** Facts as a problem may come with, for descriptions. */
export const factsOf = (code: ProblemCode): { readonly [name: string]: Json } =>
  isEdge(code) ? edgeProblems[code].facts : refusalOf(code).facts;

/**
 * A problem in the form of RFC 9457: `type`, `title`, `status`, `detail`, the facts as members, and the wrong fields. The
 * figures in `detail` are those of the reader's region; the facts are the same for every reader.
 */
export function problemBody(problem: Problem, locale: Locale): Record<string, unknown> {
  const { code } = problem;
  const language = languageIn(locale);
  const facts = problem.factsIn(language);
  const errors = problem.errors(language);
  const { status, title } = problemKinds[code];
  return {
    type: problemType(code),
    title: title[language],
    status,
    detail: isEdge(code)
      ? sentence(edgeProblems[code].detail[language], facts, edgeProblems[code].facts, locale)
      : rejectionText(code, facts, locale),
    ...Object.fromEntries(Object.entries(facts).map(([name, value]) => [factName(name), value])),
    ...(errors.length === 0 ? {} : { errors }),
  };
}

const isEdge = (code: ProblemCode): code is EdgeCode => !(code in rejectionProblems);

/** The problem of wrong fields; `errors` lists them in a language. */
export function invalidFields(errors: (language: Language) => readonly FieldError[]): Problem {
  return new Problem('invalid-fields', {}, (language) => ({ count: errors(language).length }), errors);
}

/** Parts of the service that may be out of reach, in the reader's words. */
const parts = {
  database: { en: 'the database', es: 'la base de datos' },
  migrations: { en: 'the migrations of the database', es: 'las migraciones de la base de datos' },
  queue: { en: 'the queue', es: 'la cola' },
} as const satisfies Record<ServicePart, Record<Language, string>>;

/** The problem of parts that do not answer. */
export const unavailable = (...missing: readonly ServicePart[]): Problem =>
  new Problem('unavailable', { parts: missing }, (language) => ({
    what: missing.map((each) => parts[each][language]).join(', '),
  }));
