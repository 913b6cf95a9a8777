import type { Json } from '#kernel/canonical';

/** The sentences of one refusal, in which `{name}` stands for a fact, and facts as it may come with, for descriptions. */
export interface RefusalText {
  readonly en: string;
  readonly es: string;
  readonly facts: { readonly [name: string]: Json };
}

/** Refusals of one area by their stable code. */
export type Refusals = Readonly<Record<string, RefusalText>>;
