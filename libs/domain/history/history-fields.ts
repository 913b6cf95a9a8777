import { z } from 'zod';
import * as field from '../fields.js';

/*
 * What a published history may hold. The words are IATI's; codes are checked by form alone, since the lists change and a
 * record stays. Contacts are not among it: a published file may name persons, and a record is for ever.
 */

/** One text in one language; the activity's own language when none is named. */
const narrative = z.strictObject({ text: field.line(20_000), lang: field.code.optional() });
export const texts = z.array(narrative).min(1).max(20);

/** An identifier as somebody published it: also with the characters that ours may not have. */
export const publishedIdentifier = field.line(500);

const decimalText = z.string().refine((text) => /^-?\d{1,24}(\.\d{1,24})?$/.test(text), { params: { rule: 'quantity' } });
const percentage = decimalText.optional();

/** An organisation where it stands in the file. */
export const party = z.strictObject({
  ref: publishedIdentifier.optional(),
  type: field.code.optional(),
  activityId: publishedIdentifier.optional(),
  name: texts.optional(),
});

const classified = { vocabulary: field.code.optional(), vocabularyUri: field.line(500).optional(), text: texts.optional() };

export const country = z.strictObject({ code: field.code, percentage, text: texts.optional() });
export const region = z.strictObject({ code: field.code, percentage, ...classified });
export const sector = z.strictObject({ code: field.code, percentage, ...classified });

/** A code of a vocabulary that may be the publisher's own: then of any form. */
const openCode = field.line(200);
export const tag = z.strictObject({ code: openCode, ...classified });
export const policyMarker = z.strictObject({ code: openCode, significance: field.code.optional(), ...classified });
export const humanitarianScope = z.strictObject({ type: field.code, code: openCode, ...classified });
export const aidType = z.strictObject({ code: field.code, vocabulary: field.code.optional() });
export const ownSector = sector.extend({ code: openCode });
export const ownRegion = region.extend({ code: openCode });

/** Where in the file it stood, from 1. */
export const fileLine = z.int().min(1).max(Number.MAX_SAFE_INTEGER);

/** An exact figure that a currency's minor unit cannot carry. */
export const exactFigure = decimalText;

/** Money of either sign: what is published may be a refund or a reversal. */
export const anyAmount = field.anyAmount;
