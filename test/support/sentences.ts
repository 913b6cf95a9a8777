import type { Language } from '#domain/field-errors';
import { type RejectionCode, refusalOf, rejectionText } from '#domain/rejections';
import { type Facts, hasWord, sayingOf } from '#domain/words/sentence';
import { accountKinds } from '#ledger/accounts';

/** Characters that a sentence may have, its lists of ids aside. */
const longest = 330;

/** English words that have no place in a Spanish sentence; ids and names of fields are no words of it. */
const english =
  /\b(the|and|of|is|are|grant|fund|earmark|disbursement|advance|account|report|category|amount|partner|call|with)\b/i;

const shapes = { figure: /^-?\d+(\.\d+)?$/, day: /^\d{4}(-\d{2}(-\d{2})?)?$|^-$/ } as const;

/** What is wrong with the sentence of a refusal in a language; nothing, when it can be shown to a reader. */
export function faultsOf(code: RejectionCode, facts: Facts, language: Language): string[] {
  const { facts: examples } = refusalOf(code);
  const text = rejectionText(code, facts, language);
  const faults: [string, boolean][] = [
    ['a place without its fact', /[?{}]|undefined|\[object/.test(text)],
    ['an ending without its gender', /[[\]|]/.test(text)],
    ['no full stop', !text.endsWith('.')],
    ['blanks that are not one', /\s\s|^\s|\s$|\s[.,;:]/.test(text)],
    ['too long', text.length > longest && !Object.values(facts).some(Array.isArray)],
    // Whoever gives an account of the chart by its name is told of it by that name.
    [
      'an account of programs',
      facts['thing'] !== 'account' && Object.keys(accountKinds).some((kind) => new RegExp(`(^|\\s)${kind}:\\S`).test(text)),
    ],
    ['a preposition beside its article', language === 'es' && /\b(de|a) el\b/.test(text)],
  ];
  return [
    ...faults.flatMap(([fault, found]) => (found ? [`${fault}: ${text}`] : [])),
    ...Object.entries(facts).flatMap(([name, fact]) => faultsOfFact(name, fact, examples[name], language)),
    ...(language === 'es' ? leakedEnglish(text, facts) : []),
  ];
}

function faultsOfFact(name: string, fact: unknown, example: Facts[string], language: Language): string[] {
  if (example === undefined || typeof fact === 'number') return [];
  const saying = sayingOf(name, example);
  const items = (Array.isArray(fact) ? fact : saying === 'word' ? String(fact).split(', ') : [fact]).map(String);
  if (saying === 'figure' || saying === 'day')
    return items.filter((each) => !shapes[saying].test(each)).map((each) => `${name} is no ${saying}: ${each}`);
  if (saying !== 'word' || language === 'en' || name.startsWith('member')) return [];
  return items.filter((each) => each !== '-' && !hasWord(each, 'es')).map((each) => `no Spanish word for ${name} ${each}`);
}

/** Words of English in a Spanish sentence, once what comes from the facts is taken out. */
function leakedEnglish(text: string, facts: Facts): string[] {
  const given = Object.values(facts).flat().map(String);
  const rest = given
    .toSorted((a, b) => b.length - a.length)
    .reduce((left, each) => (each === '' ? left : left.replaceAll(each, '')), text);
  const found = english.exec(rest);
  return found ? [`English in Spanish (${found[0]}): ${text}`] : [];
}
