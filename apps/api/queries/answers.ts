import { z } from 'zod';

/*
 * The forms of what is answered, for the API's description. They are strict, and the tests hold every answer against
 * them: a member that a view gains is described before it is served.
 */
export const id = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/);
export const date = z.iso.date();
export const instant = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{6}Z$/)
  .meta({ format: 'date-time' });
export const hash = z.string().regex(/^[0-9a-f]{64}$/);
export const position = z.int().min(0);
export const stream = z.string().regex(/^[A-Za-z0-9_-]{1,64}:[A-Za-z0-9_-]{1,64}$/);

/** Exactly the currency's decimals. */
export const money = z
  .strictObject({ amount: z.string().regex(/^-?(0|[1-9]\d*)(\.\d+)?$/), currency: z.string().regex(/^[A-Z]{3}$/) })
  .meta({ id: 'Money', description: "An exact amount: a decimal text with exactly the currency's decimals." });

export const narratives = z
  .strictObject({
    es: z.string().optional(),
    en: z.string().optional(),
    pt: z.string().optional(),
    fr: z.string().optional(),
  })
  .meta({ id: 'Narratives', description: 'A text by language (ISO 639-1).' });
export const shares = z.array(z.strictObject({ code: z.string(), percentage: z.string() }));

/** A page of a list. */
export const pageOf = <Item extends z.ZodType>(item: Item) =>
  z.strictObject({
    items: z.array(item),
    next: z.string().optional().describe('The cursor of the next page; absent on the last.'),
  });

/** A page of a view, with the position that it has reached. */
export const viewPageOf = <Item extends z.ZodType>(item: Item) =>
  pageOf(item).extend({
    position: position.describe('The position of the book that the view had reached before it was read.'),
  });

/** What a poster gets back; docs/formats/journal.md, section 6. */
export const postingProof = z
  .strictObject({
    book: id,
    events: z.array(z.strictObject({ position: z.int().min(1), stream, version: z.int().min(1), leafHash: hash })),
    treeSize: position,
    root: hash,
  })
  .meta({
    id: 'PostingProof',
    description: 'Where the events stand, and the tree that holds them: docs/formats/journal.md, section 6.',
  });

export const bookHead = z.strictObject({
  book: id,
  position,
  root: hash,
  recordedAt: instant.nullable(),
  origin: z.string(),
  epoch: z.int(),
});

const record = z
  .strictObject({
    book: id,
    position: z.int().min(1),
    stream,
    version: z.int().min(1),
    type: z.string(),
    schemaVersion: z.int().min(1),
    valueDate: date,
    recordedAt: instant,
    actor: z.string(),
    authority: z.strictObject({ role: z.string(), body: z.string().optional(), minute: z.string().optional() }),
    commandId: z.string(),
    correlationId: z.string().optional(),
    causationId: z.string().optional(),
    basis: z.array(z.strictObject({ book: id, position: z.int().min(1) })).optional(),
    data: z.record(z.string(), z.unknown()).describe('The facts, by type and schemaVersion.'),
  })
  .meta({ id: 'EventRecord', description: 'The record of an event: docs/formats/journal.md, section 2.' });

export const listedEvent = z.strictObject({ record, leafHash: hash });
export const journalEvent = z.strictObject({
  record,
  text: z.string().describe('The canonical text of the record (RFC 8785): the bytes that are hashed, in UTF-8.'),
  leafHash: hash,
});

export const inclusion = z.strictObject({
  book: id,
  position: z.int().min(1),
  index: z.int().describe('Of the leaf in the tree: the position less 1.'),
  leafHash: hash,
  treeSize: z.int().min(1),
  root: hash.describe('Of the tree of this size: compare it with that of a head or posting proof that you trust.'),
  auditPath: z.array(hash).describe('The siblings from the leaf up to the root (RFC 6962 2.1.1).'),
});

export const consistency = z.strictObject({
  book: id,
  firstSize: z.int().min(1),
  firstRoot: hash.describe('Of the tree of the first size: compare it with that of a head or posting proof that you trust.'),
  secondSize: z.int().min(1),
  secondRoot: hash.describe('Of the tree of the second size.'),
  proof: z.array(hash).describe('The hashes of RFC 6962 2.1.2, in its order; none where both are the same tree.'),
});

export const publication = z.strictObject({
  book: id,
  format: z.literal('iati-activities-2.03'),
  position,
  registryPosition: position,
  sha256: hash,
  bytes: z.int(),
  publishedAt: instant,
});

export const job = z.strictObject({
  job: z.string(),
  state: z.enum(['waiting', 'delayed', 'active', 'completed', 'failed']),
  progress: z.strictObject({ step: z.string(), done: z.int(), total: z.int() }).optional(),
  attempts: z.int(),
  result: z
    .strictObject({ book: id, format: z.string(), position, registryPosition: position, sha256: hash, bytes: z.int() })
    .optional(),
  reason: z.string().optional(),
});
