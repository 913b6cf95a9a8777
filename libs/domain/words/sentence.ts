import type { Json } from '#kernel/canonical';
import type { Language } from '../field-errors.js';
import { memberWord } from '../member-words.js';
import { english } from './en.js';
import { spanish } from './es.js';
import { unreachable } from '#kernel/unreachable';
import { type Locale, day, figure, languageIn, list } from './figures.js';
import { type Gender, type Vocabulary, inGender } from './vocabulary.js';

export type Facts = { readonly [name: string]: Json | undefined };

/** The words of each language; a language does not compile without them. */
export const vocabularies: Readonly<Record<Language, Vocabulary>> = { en: english, es: spanish };

/**
 * How a fact is said: `word` in the reader's words; `figure` and `day` in the reader's habits; an `account`, the `balance` of
 * one, a `stream` and the `term` of an office in words; an `earmark` as the money that it is; a `name` (an id, a code) as it
 * is, `ids` of earmarks with what `none` means.
 */
type Saying = 'word' | 'figure' | 'day' | 'account' | 'balance' | 'stream' | 'term' | 'earmark' | 'ids' | 'name';

/** Facts that are words of the domain where their example is one. */
const words: ReadonlySet<string> = new Set(
  (
    'thing part member status standing outcome kind form role phase needed held expected until of because failing effect ' +
    'risk measure ground step move basis opinions rule policy'
  ).split(' '),
);

/** Facts of which one will do: `a, b or c`. */
const alternatives: ReadonlySet<string> = new Set(['expected', 'needed']);

/**
 * How a fact of this name is said, by the example that its sentence comes with: what is `30000.00` there is a figure, what is
 * `2026-06-07` a day, and a word of the vocabulary a word. So `30000` yen are a figure too, and an id that looks like one is not.
 */
export function sayingOf(name: string, example: Json | undefined): Saying {
  const given = Array.isArray(example) ? example[0] : example;
  const text = typeof given === 'string' ? given : '';
  if (isFigure(text)) return 'figure';
  if (/^\d{4}-\d{2}(-\d{2})?$/.test(text)) return 'day';
  if (name === 'members' || (words.has(name) && isWord(text))) return 'word';
  if (/ -?\d+(\.\d+)? [A-Z]{3}$/.test(text)) return 'balance';
  if (Object.hasOwn(english.accounts, text.split(':')[0]!)) return text.includes(':') ? 'account' : 'name';
  if (name === 'stream' || name === 'term' || name === 'earmark') return name;
  return ['known', 'callEarmarks', 'expected', 'given'].includes(name) ? 'ids' : 'name';
}

const isFigure = (text: string): boolean => /^-?\d+(\.\d+)?$/.test(text);
const isWord = (text: string): boolean => text.split(', ').every((each) => hasWord(each, 'es'));

/** Whether a language has a word for a fact; programs' words without one are said as they are. */
export function hasWord(value: string, language: Language): boolean {
  const vocabulary = vocabularies[language];
  return Object.hasOwn(vocabulary.things, value) || Object.hasOwn(vocabulary.words, value);
}

/** A word of the domain in a language. A thing comes with its article; `thing` is what an adjective is said of. */
export function wordOf(value: string, language: Language, gender: Gender = 'm', thing = ''): string {
  const { words: said } = vocabularies[language];
  for (const each of [`${thing} ${value}`, value]) if (Object.hasOwn(said, each)) return inGender(said[each]!, gender);
  return thingIn(value, language) ?? value.replaceAll(/(?<=\w)-(?=\w)/g, ' ');
}

function thingIn(value: string, language: Language): string | undefined {
  const { things } = vocabularies[language];
  return Object.hasOwn(things, value) ? things[value]!.text : undefined;
}

/** Facts that name a thing: what is called like a word of another kind is the thing here. */
const naming: ReadonlySet<string> = new Set(['thing', 'part', 'member']);

/**
 * A sentence from its template. `{name}` stands for a fact, said as the example of that fact asks for; `[o|a]` for the ending
 * of the gender of `{thing}`, which words agree with as well; `{name:f}` makes a word agree with a noun of the template. A
 * fact without a value shows as `?`.
 */
export function sentence(template: string, facts: Facts, examples: Facts, locale: Locale): string {
  const language = languageIn(locale);
  const vocabulary = vocabularies[language];
  const thing = typeof facts['thing'] === 'string' ? facts['thing'] : '';
  const gender = Object.hasOwn(vocabulary.things, thing) ? vocabulary.things[thing]!.gender : 'm';

  const filled = inGender(template, gender).replaceAll(
    /(?:(?<=^|\P{L})(\p{L}+) )?\{(\w+)(?::([mf]))?\}/gu,
    (_, before: string | undefined, name: string, stated: Gender | undefined) => {
      const said = saidFact(name, facts[name], examples[name], { locale, gender: stated ?? gender, thing });
      if (before === undefined) return said;
      const [article = ''] = said.split(' ', 1);
      const melted = vocabulary.contractions[`${before} ${article}`];
      return melted === undefined || article === said ? `${before} ${said}` : melted + said.slice(article.length);
    },
  );
  // An id keeps its case, also where it begins the sentence.
  return /^\{(thing|stream)\}/.test(template) ? filled.charAt(0).toUpperCase() + filled.slice(1) : filled;
}

interface Setting {
  readonly locale: Locale;
  readonly gender: Gender;
  readonly thing: string;
}

function saidFact(name: string, fact: Json | undefined, example: Json | undefined, setting: Setting): string {
  if (typeof fact === 'number') return String(fact);
  if (typeof fact !== 'string' && !Array.isArray(fact)) return '?';
  const saying = sayingOf(name, example);
  const { emptyList } = vocabularies[languageIn(setting.locale)];
  const items = Array.isArray(fact) ? fact.map(String) : saying === 'word' ? fact.split(', ') : [fact];
  if (items.length === 0) return inGender(emptyList, setting.gender);
  const said = items.map((each) => saidOne(name, each, saying, setting));
  return list(said, setting.locale, alternatives.has(name) ? 'disjunction' : 'conjunction');
}

function saidOne(name: string, value: string, saying: Saying, { locale, gender, thing }: Setting): string {
  const language = languageIn(locale);
  const { accounts, earmark, term } = vocabularies[language];
  switch (saying) {
    case 'word': {
      const noun = naming.has(name) ? thingIn(value, language) : undefined;
      if (noun !== undefined) return noun;
      if (name.startsWith('member') && !hasWord(value, language)) return memberInSentence(value, language);
      return wordOf(value, language, gender, thing);
    }
    case 'figure':
      return figure(value, locale);
    case 'day':
      return day(value, locale);
    case 'account':
      return accountPhrase(value, language);
    case 'balance': {
      const [account = '', amount = '', code = ''] = value.split(' ');
      const what = Object.hasOwn(accounts, account.split(':')[0]!) ? accountPhrase(account, language) : account;
      return `${what} (${code} ${figure(amount, locale)})`;
    }
    case 'stream': {
      const [kind = '', id = ''] = value.split(':');
      return `${thingIn(kind, language) ?? wordOf(kind, language)} ${id}`;
    }
    case 'term': {
      const [from = '', to = '..'] = value.split('/');
      return to === '..' ? filling(term.open, [day(from, locale)]) : filling(term.closed, [day(from, locale), day(to, locale)]);
    }
    case 'earmark':
      return earmarkPhrase(value, language);
    case 'ids':
      return value === 'none' ? filling(earmark.freeId, [value]) : value;
    case 'name':
      return value;
    default:
      return unreachable(saying);
  }
}

/** A member as the head of its column has it, in the middle of a sentence. */
function memberInSentence(name: string, language: Language): string {
  const word = memberWord(name, language);
  return /^\p{Lu}{2}/u.test(word) ? word : word.charAt(0).toLowerCase() + word.slice(1);
}

const filling = (template: string, parts: readonly string[]): string =>
  template.replaceAll(/\{(\d)\}/g, (_, index: string) => parts[Number(index)] ?? '?');

function earmarkPhrase(id: string, language: Language): string {
  const { earmark } = vocabularies[language];
  return id === 'none' ? earmark.free : filling(earmark.named, [id]);
}

/** Kinds of accounts whose key begins with an earmark. */
const underEarmark: ReadonlySet<string> = new Set(
  'expense cost unallocated allocated committed ordered disbursed spent cover shortfall cover-shortfall'.split(' '),
);

/** An account of the chart in words: `payable:g-wells` is what is accepted and unpaid under that grant. */
export function accountPhrase(account: string, language: Language): string {
  const [kind = '', ...key] = account.split(':');
  const { accounts } = vocabularies[language];
  if (!Object.hasOwn(accounts, kind)) return account;
  const [first, ...rest] = key;
  const named = first !== undefined && underEarmark.has(kind) ? earmarkPhrase(first, language) : first;
  return filling(accounts[kind]!, named === undefined ? rest : [named, ...rest]);
}
