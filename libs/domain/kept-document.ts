import { z } from 'zod';
import { present } from '#kernel/present';
import * as field from './fields.js';

/** A paper that is kept outside of the book, which holds the SHA-256 of its bytes: whoever has it can show that it is the one. */
export interface KeptDocument {
  readonly title: string;
  readonly sha256: string;
  /** Where it can be read, when it is public. */
  readonly address?: string;
}

const form = z.strictObject({
  title: field.line(200),
  sha256: field.sha256,
  address: field.webAddress.optional(),
});

/** A document in a command. */
export const keptDocument = form.transform(({ title, sha256, address }) => present<KeptDocument>({ title, sha256, address }));

/** Documents on which something rests. */
export const evidence = z.array(keptDocument).max(20).default([]);
