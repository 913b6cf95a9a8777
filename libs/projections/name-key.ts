/** Without case and accents, so that `corporacion` finds `Corporación`. */
export const folded = (text: string): string => text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase();

/** Words that say what form an organisation has, or join others: entries of one organisation differ in them. */
const passing: ReadonlySet<string> = new Set(
  `fundacion foundation fundacao fondation fund asociacion association associacao corporacion corporation sociedad society
  sociedade societe cooperativa cooperative ong ngo osc ongd org ac ab ap aap asbl sa sas sac srl ltda ltd limitada inc llc esal
  ev gmbh bv nv civil sin fines animo lucro without profit nonprofit de del la las los el lo y e i en o u a para por con do da dos
  das no na of the and for in et des du le les pour the`.split(/\s+/),
);

/** What sounds alike in Spanish and Portuguese is written alike. */
const alike: readonly (readonly [RegExp, string])[] = [
  [/ph/g, 'f'],
  [/qu/g, 'k'],
  [/c(?=[eiy])/g, 's'],
  [/ch/g, 'x'],
  [/[cq]/g, 'k'],
  [/[zç]/g, 's'],
  [/v/g, 'b'],
  [/g(?=[ei])/g, 'j'],
  [/ll/g, 'y'],
  [/y/g, 'i'],
  [/w/g, 'u'],
  [/h/g, ''],
  [/(.)\1+/g, '$1'],
];

/** The first letter of a word and its consonants: slips of the pen are mostly in vowels. */
function skeleton(word: string): string {
  const sounded = alike.reduce((text, [what, by]) => text.replaceAll(what, by), word);
  return sounded.slice(0, 1) + sounded.slice(1).replaceAll(/[aeiou]/g, '');
}

/**
 * What two spellings of one organisation's name have in common: no legal form, no small words, no acronym in brackets, no
 * accents, one spelling of what sounds alike, no vowels inside words, words in the order of the alphabet. Two names with
 * the same key may be of one organisation; a person has to look.
 */
export function nameKey(name: string): string {
  const words = folded(name)
    .replaceAll(/\([^)]*\)/g, ' ')
    .replaceAll('.', '')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
  const telling = words.filter((word) => !passing.has(word));
  return [...new Set((telling.length > 0 ? telling : words).map(skeleton))].toSorted().join(' ');
}
