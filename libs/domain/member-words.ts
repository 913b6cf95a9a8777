import type { Language } from './field-errors.js';
import { spanish } from './member-words-es.js';

/*
 * What the members of commands and answers are called at the head of a column. English follows from the member's name;
 * only what reads badly so is written down. Spanish is in member-words-es.ts; a name without a word shows its English one,
 * and test/e2e/tables.spec.ts lists it.
 */
const english: Readonly<Record<string, string>> = {
  hhi: 'HHI',
  sha256: 'SHA-256',
  sdgTargets: 'SDG targets',
  contributionId: 'Contribution',
  grantId: 'Grant',
  activityId: 'Activity',
  disbursementId: 'Disbursement',
  partnerId: 'Partner',
  allocationId: 'Allocation',
  reportId: 'Report',
  commandId: 'Command',
  correlationId: 'Correlation',
  causationId: 'Causation',
  dueDays: 'Days until due',
  ownActivity: "Partner's own activity",
  providerActivity: "Provider's own activity",
  id: 'Id',
  ref: 'Reference',
  mostOutstanding: 'Most outstanding (%)',
  percentage: 'Percentage (%)',
  // Named by what stands around them.
  record: '',
  money: '',
  classification: '',
};

/** `outstandingAdvance` as `Outstanding advance`. */
const humanised = (name: string): string => {
  const words = name.replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2').toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
};

/** The word for a member at the head of a column; empty when what stands around it says enough. */
export const memberWord = (name: string, language: Language): string =>
  (language === 'es' ? spanish[name] : undefined) ?? english[name] ?? humanised(name);

/** What a member is called where it is an amount, when it is called otherwise elsewhere. */
const ofMoney: Readonly<Record<string, Readonly<Record<Language, string>>>> = {
  exchange: { es: 'Diferencia en cambio', en: 'Exchange difference' },
  kind: { es: 'En especie', en: 'In kind' },
};

/** Whether a member has a Spanish word. */
export const hasSpanishWord = (name: string): boolean => Object.hasOwn(spanish, name);

/**
 * The head of a column, from the members that lead to it: `['rules', 'attribution']` is `Rules: attribution`. Of money, the
 * amount is called as the money is, and the currency stands beside it in brackets.
 */
export function columnHead(path: readonly string[], language: Language): string {
  const last = path.at(-1);
  const isMoney = path.length > 1 && (last === 'amount' || last === 'currency');
  const words = (isMoney ? path.slice(0, -1) : path)
    .map(
      (name, index, { length }) =>
        (isMoney && index === length - 1 ? ofMoney[name]?.[language] : undefined) ?? memberWord(name, language),
    )
    .filter((word, index, all) => word !== '' && word !== all[index - 1]);
  const head = words
    .map((word, index) => (index === 0 || /^[A-Z]{2}/.test(word) ? word : word.charAt(0).toLowerCase() + word.slice(1)))
    .join(': ');
  return isMoney && last === 'currency' ? `${head} (${memberWord('currency', language).toLowerCase()})` : head;
}
