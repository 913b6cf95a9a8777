import { z } from 'zod';
import { type Present, present } from '#kernel/present';
import * as field from './fields.js';
import type { Narratives } from './fields.js';

/** What a condition asks for: a policy to be followed, something to be brought about, money to be accounted for in a certain way. */
export const conditionKinds = ['policy', 'performance', 'fiduciary'] as const;
export type ConditionKind = (typeof conditionKinds)[number];

/** What is said of a condition beside its text, which is in the fund's own language. */
export interface ConditionWords {
  /** Of performance where it is absent. */
  readonly kind?: ConditionKind;
  /** The text in other languages. */
  readonly translations?: Narratives;
}

/** The members of a command that say it. */
export const conditionWords = {
  kind: z.enum(conditionKinds).optional().describe('What it asks for; `performance` when absent.'),
  translations: field.narratives(500).optional().describe('The text in other languages than that of the fund.'),
};

/** As events keep it. */
export const wordsOfCondition = ({
  kind,
  translations,
}: z.output<z.ZodObject<typeof conditionWords>>): Present<z.output<z.ZodObject<typeof conditionWords>>> =>
  present({ kind, translations });
