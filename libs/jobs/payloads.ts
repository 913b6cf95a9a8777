import { z } from 'zod';
import { idPattern } from '#kernel/ids';

/**
 * One kind of job: where it waits, what it carries, what it yields. The id follows from the payload, so asking for the
 * same work twice is asking once.
 */
export interface JobKind<Payload, Result> {
  readonly queue: string;
  readonly name: string;
  /** Checked before a job is added, and again before it is worked on. */
  readonly payload: z.ZodType<Payload>;
  /** Checked before a job is completed, and again before its result is handed out. */
  readonly result: z.ZodType<Result>;
  /** The job's id: a text without colons that is not a whole number (the queue's own ids are). */
  readonly id: (payload: Payload) => string;
}

/** How far a job is, for people: `step` is what it does now, `done` of `total` in whatever that step counts. */
export const jobProgress = z.strictObject({
  step: z.string().min(1).max(64),
  done: z.int().min(0),
  total: z.int().min(0),
});
export type Progress = z.infer<typeof jobProgress>;

const position = z.int().min(1);
const sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'not a SHA-256 in lower-case hex');

/** What an export is made from. Equal members give equal bytes, whoever runs it and whenever. */
const exportIatiPayload = z.strictObject({
  book: z.string().regex(idPattern, 'not a book id'),
  /** The last position of the book that the export reads. */
  position,
  /** The last position of the partner registry that the export reads; 0 when it reads none. */
  registryPosition: z.int().min(0),
  format: z.literal('iati-activities-2.03'),
});
export type ExportIati = z.infer<typeof exportIatiPayload>;

/** What an export has made: which bytes, and the name under which the file store has them. */
const exportedFile = exportIatiPayload
  .extend({
    sha256,
    /** The length of the file. */
    bytes: z.int().min(1),
    /** The key in the file store, `sha256/<first two digits>/<hash>.xml`. */
    path: z.string(),
  })
  .refine((file) => file.path === `sha256/${file.sha256.slice(0, 2)}/${file.sha256}.xml`, {
    path: ['path'],
    error: 'not the name that the hash gives',
  });
export type ExportedFile = z.infer<typeof exportedFile>;

/** Queue `publish`: writes the IATI 2.03 activity file of a book at a position. */
export const exportIati: JobKind<ExportIati, ExportedFile> = {
  queue: 'publish',
  name: 'export-iati',
  payload: exportIatiPayload,
  result: exportedFile,
  // Book ids hold no dot, so the members cannot run into each other.
  id: (of) => `export-iati.${of.book}.${of.position}.${of.registryPosition}.${of.format}`,
};

/**
 * Throws `TypeError` when JSON cannot carry the value on both backends alike: PostgreSQL's jsonb refuses NUL and lone
 * surrogates, which Redis would take.
 */
export function assertCarriable(value: unknown): void {
  JSON.stringify(value, (name, member: unknown) => {
    for (const text of [name, member]) {
      if (typeof text !== 'string') continue;
      if (text.includes('\0')) throw new TypeError('a job cannot carry the character NUL');
      if (!text.isWellFormed()) throw new TypeError('a job cannot carry a lone surrogate');
    }
    return member;
  });
}
