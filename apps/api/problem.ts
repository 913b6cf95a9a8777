import type { FieldError, Language } from '#domain/field-errors';
import { rejectionText } from '#domain/rejections';
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

/** A problem in the form of RFC 9457: `type`, `title`, `status`, `detail`, the facts as members, and the wrong fields. */
export function problemBody(problem: Problem, language: Language): Record<string, unknown> {
  const { code } = problem;
  const facts = problem.factsIn(language);
  const errors = problem.errors(language);
  const { status, title } = problemKinds[code];
  return {
    type: problemType(code),
    title: title[language],
    status,
    detail: isEdge(code) ? filled(edgeProblems[code].detail[language], facts) : rejectionText(code, facts, language),
    ...Object.fromEntries(Object.entries(facts).map(([name, value]) => [factName(name), value])),
    ...(errors.length === 0 ? {} : { errors }),
  };
}

const isEdge = (code: ProblemCode): code is EdgeCode => !(code in rejectionProblems);

function filled(text: string, facts: Facts): string {
  return text.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const fact = facts[name];
    if (Array.isArray(fact)) return fact.length === 0 ? '-' : fact.join(', ');
    return typeof fact === 'string' || typeof fact === 'number' ? String(fact) : '?';
  });
}

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
