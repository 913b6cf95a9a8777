import { type Rejection, rejection } from '#kernel/rejection';
import type { Json } from '#kernel/canonical';
import { accountsRefusals } from './refusals/accounts.js';
import { activitiesRefusals } from './refusals/activities.js';
import { callsRefusals } from './refusals/calls.js';
import { commonRefusals } from './refusals/common.js';
import { fundRefusals } from './refusals/fund.js';
import { grantsRefusals } from './refusals/grants.js';
import { runningRefusals } from './refusals/running.js';
import { moneyInRefusals } from './refusals/money-in.js';
import { registryRefusals } from './refusals/registry.js';
import { resultsRefusals } from './refusals/results.js';
import type { RefusalText } from './refusals/refusal.js';
import { type Locale, languageIn } from './words/figures.js';
import { type Facts, sentence } from './words/sentence.js';

/** Every reason for which the domain says no, with the sentence that a reader gets. */
const texts = {
  ...commonRefusals,
  ...fundRefusals,
  ...registryRefusals,
  ...moneyInRefusals,
  ...activitiesRefusals,
  ...callsRefusals,
  ...grantsRefusals,
  ...accountsRefusals,
  ...runningRefusals,
  ...resultsRefusals,
};

/** The stable code of a refusal. */
export type RejectionCode = keyof typeof texts;

/** Whether a text is the code of a refusal. */
export const isRejectionCode = (code: string): code is RejectionCode => Object.hasOwn(texts, code);

/** The sentences of a code, with facts as it may come with. */
export const refusalOf = (code: RejectionCode): RefusalText => texts[code];

/** All codes, for the API description. */
export const rejectionCodes = Object.keys(texts) as RejectionCode[];

/** Thrown inside a decider and caught at its edge: `decide` returns its rejection. */
export class Refusal extends Error {
  constructor(readonly rejection: Rejection<RejectionCode>) {
    super(rejection.code);
  }
}

/** Leaves the decider with a refusal. `facts` are the figures that led to it, in wire form. */
export function refuse(code: RejectionCode, facts: { readonly [name: string]: Json } = {}): never {
  throw new Refusal(rejection(code, facts));
}

/** The sentence for a refusal, in the language and with the figures of the reader. */
export const rejectionText = (code: RejectionCode, facts: Facts, locale: Locale): string =>
  sentence(texts[code][languageIn(locale)], facts, texts[code].facts, locale);
