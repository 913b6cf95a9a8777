import type { Json } from './canonical.js';

/**
 * The domain says no. `code` is stable and kebab-case; `facts` are the figures that led to it, in wire form, so that
 * the reader can check the arithmetic. Texts for people are made from both, in the reader's language, at the rim.
 */
export interface Rejection<Code extends string = string> {
  readonly kind: 'rejection';
  readonly code: Code;
  readonly facts: { readonly [name: string]: Json };
}

export function rejection<Code extends string>(code: Code, facts: { readonly [name: string]: Json } = {}): Rejection<Code> {
  return { kind: 'rejection', code, facts };
}

export const isRejection = (value: unknown): value is Rejection =>
  typeof value === 'object' && value !== null && (value as { kind?: unknown }).kind === 'rejection';
