import { z } from 'zod';
import type { Paper } from '../command.js';
import * as field from '../fields.js';
import type { Narratives } from '../fields.js';
import type { LocalDate } from '#kernel/time';

/** What a document of an activity is about, by IATI's codes: A02 objectives, A07 evaluation, A08 results, A11 contract... */
export const documentCategories = ['A01', 'A02', 'A03', 'A04', 'A05', 'A06', 'A07', 'A08', 'A09', 'A10', 'A11', 'A12'] as const;
export type DocumentCategory = (typeof documentCategories)[number];

/** A document that is published somewhere. */
export interface PublicDocument {
  readonly title: Narratives;
  readonly url: string;
  /** An IANA media type. */
  readonly format: string;
  /** ISO 639-1. */
  readonly language?: string;
  readonly date?: LocalDate;
  /** SHA-256 of its bytes, so that anybody can tell whether what is there now is what was linked. */
  readonly sha256?: string;
}

/** A document of an activity. */
export interface DocumentLinked extends Paper, PublicDocument {
  readonly document: string;
  readonly category: DocumentCategory;
}

const members = {
  title: field.narratives(200),
  url: field.webAddress,
  format: field.mediaType,
  language: field.languageCode.optional(),
  date: field.date.optional(),
  sha256: field.sha256.optional(),
};

/** The members of a command that links a document of an activity. */
export const documentShape = { document: field.id, category: z.enum(documentCategories), ...members };

/** A document that a command names beside other things. */
export const publicDocument = z.strictObject(members);
